-- one row
select written, expires_us
from session
where token_hash = $1 and expires_us > $2
