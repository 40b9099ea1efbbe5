-- whole table: it has a row a schema file
select version, fingerprint
from schema_version
order by version
