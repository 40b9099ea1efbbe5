-- keeps a session
insert into session (token_hash, written, expires_us)
values ($1, $2, $3)
on conflict (token_hash) do update set
    written = excluded.written,
    expires_us = excluded.expires_us
