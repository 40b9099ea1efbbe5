-- makes the line findable from the case
insert into reading_by_case (case_id, at_us, id, subject_id)
values ($1, $2, $3, $4)
