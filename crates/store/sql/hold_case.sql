-- lets others who write to the case wait until this transaction is over; changes nothing
update kase set version = version
where case_id = $1
returning version
