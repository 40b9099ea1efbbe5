-- the number of the last event of a case
select seq
from event
where case_id = $1
order by seq desc
limit 1
