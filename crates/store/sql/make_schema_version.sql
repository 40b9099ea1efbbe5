-- the list of schema files that were applied
create table if not exists schema_version (
    version bigint not null,
    fingerprint text not null,
    primary key (version)
)
