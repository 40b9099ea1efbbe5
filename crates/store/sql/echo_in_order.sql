-- one row: no table; catches an engine that binds $2 before $1
select cast($2 as text), cast($1 as text)
