-- takes one line off a person's own list
delete from own_case
where subject_id = $1 and case_id = $2
returning case_id
