-- whole table: the projection is built anew
delete from own_case
