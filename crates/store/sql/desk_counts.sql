-- one row: how many lines each view of a desk has, and the nearest day a running clock ends
select
    count(*),
    count(case when official = $3 then 1 end),
    count(case when official is null and stage <> 'paused' then 1 end),
    count(case when stage = 'paused' then 1 end),
    min(case when stage <> 'paused' then due end)
from desk
where authority = $1
    and ($2 = '' or district = $2 or district = '')
