-- keeps what is owed to the outside, once
insert into errand (part, id, case_id, kind, written, due_us, attempts, done_us, dead, last_error)
values ($1, $2, $3, $4, $5, $6, 0, null, 0, null)
on conflict (part, id) do nothing
returning id
