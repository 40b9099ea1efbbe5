-- one row
select month, wrapped
from month_key
where month = $1
