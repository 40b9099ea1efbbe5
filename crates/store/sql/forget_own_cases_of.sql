-- takes away a person's own list
delete from own_case
where subject_id = $1
