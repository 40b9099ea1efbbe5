-- whole table: sessions that are over
delete from session
where expires_us <= $1
returning token_hash
