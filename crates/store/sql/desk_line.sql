-- one row
select authority, case_id, permit, stage, due, promised, official, district, title, number, flags, version
from desk
where authority = $1 and case_id = $2 and permit = $3
