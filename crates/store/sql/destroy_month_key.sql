-- takes a month's key away
delete from month_key
where month = $1
