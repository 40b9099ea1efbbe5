-- keeps one line of a desk, unless something newer is kept
insert into desk (authority, case_id, permit, stage, due, promised, official, district, title, number, flags, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict (authority, case_id, permit) do update set
    stage = excluded.stage,
    due = excluded.due,
    promised = excluded.promised,
    official = excluded.official,
    district = excluded.district,
    title = excluded.title,
    number = excluded.number,
    flags = excluded.flags,
    version = excluded.version
where desk.version <= excluded.version
returning version
