-- one row
select owner
from uniq
where scope = $1 and value = $2
