-- keeps one line of a person's own list, unless something newer is kept
insert into own_case (subject_id, case_id, number, journey, stage, title, updated_us)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (subject_id, case_id) do update set
    number = excluded.number,
    journey = excluded.journey,
    stage = excluded.stage,
    title = excluded.title,
    updated_us = excluded.updated_us
where own_case.updated_us <= excluded.updated_us
returning updated_us
