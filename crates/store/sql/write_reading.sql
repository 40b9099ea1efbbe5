-- adds one line to the reading log
insert into read_log (subject_id, at_us, id, actor, office, purpose, case_id, permit, facts, n)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
