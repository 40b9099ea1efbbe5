-- keeps a person or firm
insert into subject (subject_id, kind, written)
values ($1, $2, $3)
on conflict (subject_id) do update set
    kind = excluded.kind,
    written = excluded.written
