-- keeps one event if nobody was faster
insert into event (case_id, seq, at_us, written)
values ($1, $2, $3, $4)
on conflict (case_id, seq) do nothing
returning seq
