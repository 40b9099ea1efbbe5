-- keeps where a case stands, unless something newer is kept
insert into kase (case_id, number, journey, stage, subject_id, representative, district, filed_on, promised, version, title, written, updated_us)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (case_id) do update set
    number = excluded.number,
    journey = excluded.journey,
    stage = excluded.stage,
    subject_id = excluded.subject_id,
    representative = excluded.representative,
    district = excluded.district,
    filed_on = excluded.filed_on,
    promised = excluded.promised,
    version = excluded.version,
    title = excluded.title,
    written = excluded.written,
    updated_us = excluded.updated_us
where kase.version <= excluded.version
returning version
