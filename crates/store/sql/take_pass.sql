-- uses a pass up
delete from pass
where pass_hash = $1 and kind = $2 and expires_us > $3
returning written, tries
