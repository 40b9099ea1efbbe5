-- forgets a batch whose fate is known to everybody who asked
delete from batch
where batch_id = $1
