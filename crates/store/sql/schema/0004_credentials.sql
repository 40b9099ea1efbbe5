-- What wallets need: passes for some minutes, and the status of what they hold.

-- What its bearer may do once or for some minutes: a code from a page, a token, a number to answer to. Only the hash
-- of it is here.
create table pass (
    pass_hash text not null,
    kind text not null,
    written text not null,
    tries bigint not null,
    expires_us bigint not null,
    primary key (pass_hash)
);

create index pass_by_end on pass (expires_us);

-- The status lists there are, and the second from which each is published.
create table status_list (
    list text not null,
    since_s bigint not null,
    primary key (list)
);

-- Where in which list a licence and its parts stand; the empty permit is the whole. An entry is given once in uniq.
create table status_place (
    licence_id text not null,
    permit text not null,
    list text not null,
    idx bigint not null,
    primary key (licence_id, permit)
);

-- From which second on an entry has which status. What was published is never changed; what is still to come may be.
create table status_change (
    list text not null,
    since_s bigint not null,
    idx bigint not null,
    status bigint not null,
    primary key (list, since_s, idx)
);

create index status_change_by_entry on status_change (list, idx, since_s);
