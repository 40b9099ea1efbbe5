-- what happened in a case after an event
select seq, at_us, written
from event
where case_id = $1 and seq > $2
order by seq
