-- one row
select hash, length, media_type, kept_us
from paper
where hash = $1
