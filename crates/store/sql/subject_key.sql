-- one row
select month, wrapped
from subject_key
where subject_id = $1
