-- how many lines of a desk stand at each stage
select stage, count(*)
from desk
where authority = $1
group by stage
order by stage
