-- puts an errand off, or gives it up, unless somebody else already did something about it
update errand set attempts = attempts + 1, due_us = $4, dead = $5, last_error = $6
where part = $1 and id = $2 and attempts = $3 and done_us is null and dead = 0
returning id
