-- where the readings in a case are found, newest first
select subject_id, at_us, id
from reading_by_case
where case_id = $1
order by at_us desc, id desc
