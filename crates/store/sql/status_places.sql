-- the entries of a licence
select permit, list, idx
from status_place
where licence_id = $1
order by permit
