-- keeps another wrapping of a key, in the place of the one that was read
update subject_key set month = $2, wrapped = $3
where subject_id = $1 and wrapped = $4 and month <> ''
returning subject_id
