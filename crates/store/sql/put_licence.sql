-- keeps a licence, unless something as new is kept
insert into licence (licence_id, number, code, subject_id, case_id, state, issued_on, written, version)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (licence_id) do update set
    number = excluded.number,
    code = excluded.code,
    subject_id = excluded.subject_id,
    case_id = excluded.case_id,
    state = excluded.state,
    issued_on = excluded.issued_on,
    written = excluded.written,
    version = excluded.version
where licence.version < excluded.version
returning version
