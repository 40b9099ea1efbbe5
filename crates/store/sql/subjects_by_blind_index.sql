-- whom a keyed fingerprint means
select subject_id
from blind_index
where field_hash = $1
order by subject_id
