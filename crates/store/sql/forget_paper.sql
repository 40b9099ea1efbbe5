-- forgets a paper that was taken out of the folder
delete from paper
where hash = $1
returning hash
