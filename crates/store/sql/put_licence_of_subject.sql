-- makes a licence findable from its holder
insert into licence_of_subject (subject_id, licence_id)
values ($1, $2)
on conflict (subject_id, licence_id) do nothing
