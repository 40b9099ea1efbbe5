-- overwrites a key and leaves the mark that it was destroyed
insert into subject_key (subject_id, month, wrapped)
values ($1, '', $2)
on conflict (subject_id) do update set
    month = excluded.month,
    wrapped = excluded.wrapped
