-- what is to be done now in one part
select part, id, case_id, kind, written, due_us, attempts, last_error
from errand
where part = $1 and dead = 0 and done_us is null and due_us <= $2
order by due_us, id
limit $3
