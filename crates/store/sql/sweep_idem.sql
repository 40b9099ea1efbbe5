-- whole table: answers nobody will ask for again
delete from idem
where at_us < $1
returning idem_key
