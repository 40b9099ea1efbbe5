-- takes one line off a desk
delete from desk
where authority = $1 and case_id = $2 and permit = $3
returning case_id
