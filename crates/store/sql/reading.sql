-- one row
select subject_id, at_us, id, actor, office, purpose, case_id, permit, facts, n
from read_log
where subject_id = $1 and at_us = $2 and id = $3
