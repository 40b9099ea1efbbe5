-- who looked at a person's data, newest first
select subject_id, at_us, id, actor, office, purpose, case_id, permit, facts, n
from read_log
where subject_id = $1 and (at_us, id) < ($2, $3)
order by at_us desc, id desc
limit $4
