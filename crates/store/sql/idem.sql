-- one row
select request_hash, status, response, at_us
from idem
where idem_key = $1
