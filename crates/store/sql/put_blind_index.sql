-- makes a person findable by a keyed fingerprint
insert into blind_index (field_hash, subject_id)
values ($1, $2)
on conflict (field_hash, subject_id) do nothing
