-- whole table: every paper there is, for checks and copies
select hash, length, media_type, kept_us
from paper
where hash > $1
order by hash
limit $2
