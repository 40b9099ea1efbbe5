-- one row
select licence_id, number, code, subject_id, case_id, state, issued_on, written, version
from licence
where licence_id = $1
