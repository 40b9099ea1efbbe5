-- what was planned for an entry and is not published yet
delete from status_change
where list = $1 and idx = $2 and since_s > $3
returning since_s
