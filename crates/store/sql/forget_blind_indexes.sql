-- whole table: all fingerprints of a person, on erasure
delete from blind_index
where subject_id = $1
