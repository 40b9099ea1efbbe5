-- decides the fate of a batch, once
insert into batch (batch_id, fate)
values ($1, $2)
on conflict (batch_id) do nothing
