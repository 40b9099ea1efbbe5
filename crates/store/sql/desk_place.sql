-- one row: how many lines a filter finds, and how many of them stand before a line
select count(*), count(case when (due, case_id, permit) < ($6, $7, $8) then 1 end)
from desk
where authority = $1
    and ($2 = '' or district = $2 or district = '')
    and ($3 <> 'mine' or official = $4)
    and ($3 <> 'pool' or (official is null and stage <> 'paused'))
    and ($3 <> 'waiting' or stage = 'paused')
    and ($3 <> 'ready' or stage = 'deciding')
    and ($5 = '' or permit = $5)
