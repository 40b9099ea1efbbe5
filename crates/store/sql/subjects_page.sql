-- whole table: every person and firm, for key rotation and tests
select subject_id, kind, written
from subject
where subject_id > $1
order by subject_id
limit $2
