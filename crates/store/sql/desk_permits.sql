-- how many lines of each permit a view has
select permit, count(*)
from desk
where authority = $1
    and ($2 = '' or district = $2 or district = '')
    and ($3 <> 'mine' or official = $4)
    and ($3 <> 'pool' or (official is null and stage <> 'paused'))
    and ($3 <> 'waiting' or stage = 'paused')
    and ($3 <> 'ready' or stage = 'deciding')
group by permit
order by permit
