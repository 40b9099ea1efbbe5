-- one row
select fate
from batch
where batch_id = $1
