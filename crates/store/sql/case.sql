-- one row
select case_id, number, journey, stage, subject_id, representative, district, filed_on, promised, version, title, written, updated_us
from kase
where case_id = $1
