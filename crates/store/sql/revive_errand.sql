-- takes up again what was given up
update errand set dead = 0, due_us = $3
where part = $1 and id = $2 and dead = 1
returning id
