-- whole table: keys that are still wrapped by a month key
select subject_id, month, wrapped
from subject_key
where month = $1
order by subject_id
limit $2
