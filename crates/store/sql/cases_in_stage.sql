-- whole table: the cases in a stage, for what is done to all of them
select case_id
from kase
where stage = $1 and case_id > $2
order by case_id
limit $3
