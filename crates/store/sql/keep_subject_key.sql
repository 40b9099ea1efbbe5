-- keeps the first wrapped key of a subject
insert into subject_key (subject_id, month, wrapped)
values ($1, $2, $3)
on conflict (subject_id) do nothing
returning subject_id
