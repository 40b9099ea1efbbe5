-- one row
select since_s
from status_list
where list = $1
