-- counts a wrong try
update pass
set tries = tries + 1
where pass_hash = $1 and kind = $2
returning tries
