-- notes a paper that already lies in the folder
insert into paper (hash, length, media_type, kept_us)
values ($1, $2, $3, $4)
on conflict (hash) do nothing
returning hash
