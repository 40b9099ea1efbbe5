-- notes that a schema file was applied
insert into schema_version (version, fingerprint)
values ($1, $2)
