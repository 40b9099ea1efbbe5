-- opens a status list
insert into status_list (list, since_s)
values ($1, $2)
on conflict (list) do nothing
returning list
