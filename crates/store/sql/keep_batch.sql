-- says that a batch is kept, from inside it; fails, and the batch with it, if its fate was decided before
insert into batch (batch_id, fate)
values ($1, $2)
