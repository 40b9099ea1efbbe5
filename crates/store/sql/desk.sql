-- the work of an authority behind a line, the most urgent first; an empty filter takes all
select authority, case_id, permit, stage, due, promised, official, district, title, number, flags, version
from desk
where authority = $1
    and ($2 = '' or district = $2 or district = '')
    and ($3 <> 'mine' or official = $4)
    and ($3 <> 'pool' or (official is null and stage <> 'paused'))
    and ($3 <> 'waiting' or stage = 'paused')
    and ($3 <> 'ready' or stage = 'deciding')
    and ($5 = '' or permit = $5)
    and (due, case_id, permit) > ($6, $7, $8)
order by due, case_id, permit
limit $9
