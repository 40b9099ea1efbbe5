-- whole table: every case there is, for rebuilding
select distinct case_id
from event
where case_id > $1
order by case_id
limit $2
