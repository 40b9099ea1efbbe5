-- whole table: every licence there is, for status lists and checks
select licence_id, number, code, subject_id, case_id, state, issued_on, written, version
from licence
where licence_id > $1
order by licence_id
limit $2
