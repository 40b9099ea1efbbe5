-- whole table: the projection is built anew
delete from desk
