-- the work of an authority, the most urgent first; an empty filter takes all
select authority, case_id, permit, stage, due, promised, official, district, title, number, flags, version
from desk
where authority = $1
    and ($2 = '' or stage = $2)
    and ($3 = '' or official = $3)
    and ($4 = '' or district = $4)
    and (due, case_id, permit) > ($5, $6, $7)
order by due, case_id, permit
limit $8
