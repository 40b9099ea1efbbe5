-- an entry has another status from a second on
insert into status_change (list, since_s, idx, status)
values ($1, $2, $3, $4)
on conflict (list, since_s, idx) do update set
    status = excluded.status
