-- gives a name to whom asks first
insert into uniq (scope, value, owner)
values ($1, $2, $3)
on conflict (scope, value) do nothing
returning owner
