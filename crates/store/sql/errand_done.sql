-- ticks an errand off
update errand set done_us = $3, dead = 0
where part = $1 and id = $2 and done_us is null
returning id
