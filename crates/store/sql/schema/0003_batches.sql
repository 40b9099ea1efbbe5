-- What became of work that was committed together, where the answer to a commit can be lost on the way: whoever
-- writes the row of a batch first has decided its fate.
create table batch (
    batch_id text not null,
    fate text not null,
    primary key (batch_id)
);
