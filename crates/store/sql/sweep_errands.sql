-- forgets what was done long ago
delete from errand
where part = $1 and dead = 0 and done_us < $2
returning id
