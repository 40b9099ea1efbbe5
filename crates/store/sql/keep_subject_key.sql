-- keeps a wrapped key, never over a destroyed one
insert into subject_key (subject_id, month, wrapped)
values ($1, $2, $3)
on conflict (subject_id) do update set
    month = excluded.month,
    wrapped = excluded.wrapped
where subject_key.month <> ''
returning subject_id
