-- keeps a month's key; a month has one
insert into month_key (month, wrapped)
values ($1, $2)
