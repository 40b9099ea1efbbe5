-- whole table: passes that are over
delete from pass
where expires_us <= $1
returning pass_hash
