-- whole table: every catalogue cases may have been filed under
select fingerprint, written
from catalogue
order by fingerprint
