-- one row
select subject_id, kind, written
from subject
where subject_id = $1
