-- takes a person out of the list
delete from subject
where subject_id = $1
