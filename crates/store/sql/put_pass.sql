-- keeps a pass
insert into pass (pass_hash, kind, written, tries, expires_us)
values ($1, $2, $3, 0, $4)
on conflict (pass_hash) do nothing
returning pass_hash
