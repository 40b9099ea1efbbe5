-- a person's own list, newest first
select subject_id, case_id, number, journey, stage, title, updated_us
from own_case
where subject_id = $1 and (updated_us, case_id) < ($2, $3)
order by updated_us desc, case_id desc
limit $4
