-- one row
select since_s
from status_change
where list = $1 and since_s <= $2
order by since_s desc, idx desc
limit 1
