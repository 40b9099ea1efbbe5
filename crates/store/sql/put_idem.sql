-- keeps the answer to a request, once
insert into idem (idem_key, request_hash, status, response, at_us)
values ($1, $2, $3, $4, $5)
on conflict (idem_key) do nothing
returning idem_key
