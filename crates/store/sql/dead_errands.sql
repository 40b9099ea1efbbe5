-- what was given up in one part
select part, id, case_id, kind, written, due_us, attempts, last_error
from errand
where part = $1 and dead = 1 and id > $2
order by id
limit $3
