-- everything that was published in a list up to a second
select idx, status
from status_change
where list = $1 and since_s <= $2
order by since_s, idx
