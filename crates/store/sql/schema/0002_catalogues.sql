-- The definition texts this installation ever decided under: a filed case keeps its own.
create table catalogue (
    fingerprint text not null,
    written text not null,
    kept_us bigint not null,
    primary key (fingerprint)
);
