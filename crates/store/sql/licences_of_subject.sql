-- the licences of a holder
select licence_id
from licence_of_subject
where subject_id = $1
order by licence_id
