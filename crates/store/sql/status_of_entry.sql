-- one row
select status
from status_change
where list = $1 and idx = $2 and since_s <= $3
order by since_s desc
limit 1
