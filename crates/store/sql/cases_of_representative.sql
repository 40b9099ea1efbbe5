-- whole table: the cases somebody represents lie with the cases; newest first
select case_id, number, journey, stage, subject_id, representative, district, filed_on, promised, version, title, written, updated_us
from kase
where representative = $1 and ($2 = '' or stage = $2) and (updated_us, case_id) < ($3, $4)
order by updated_us desc, case_id desc
limit $5
