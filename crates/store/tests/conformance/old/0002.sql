-- A store as version 0.1 of the tables left it (schema files 1 and 2), with invented rows. Never changed.

create table schema_version (
    version bigint not null,
    fingerprint text not null,
    primary key (version)
);

create table event (
    case_id text not null,
    seq bigint not null,
    at_us bigint not null,
    written text not null,
    primary key (case_id, seq)
);

create table kase (
    case_id text not null,
    number text not null,
    journey text not null,
    stage text not null,
    subject_id text not null,
    representative text,
    district text not null,
    filed_on text,
    promised text,
    version bigint not null,
    title text not null,
    written text not null,
    updated_us bigint not null,
    primary key (case_id)
);

create index kase_by_representative on kase (representative, updated_us, case_id);

create table desk (
    authority text not null,
    case_id text not null,
    permit text not null,
    stage text not null,
    due text not null,
    promised text,
    official text,
    district text not null,
    title text not null,
    number text not null,
    flags text not null,
    version bigint not null,
    primary key (authority, case_id, permit)
);

create index desk_by_due on desk (authority, due, case_id, permit);

create index desk_by_stage on desk (authority, stage);

create table own_case (
    subject_id text not null,
    case_id text not null,
    number text not null,
    journey text not null,
    stage text not null,
    title text not null,
    updated_us bigint not null,
    primary key (subject_id, case_id)
);

create index own_case_by_time on own_case (subject_id, updated_us, case_id);

create table idem (
    idem_key text not null,
    request_hash text not null,
    status bigint not null,
    response text not null,
    at_us bigint not null,
    primary key (idem_key)
);

create index idem_by_time on idem (at_us);

create table errand (
    part bigint not null,
    id text not null,
    case_id text not null,
    kind text not null,
    written text not null,
    due_us bigint not null,
    attempts bigint not null,
    done_us bigint,
    dead bigint not null,
    last_error text,
    primary key (part, id)
);

create index errand_by_due on errand (part, dead, done_us, due_us, id);

create table paper (
    hash text not null,
    length bigint not null,
    media_type text not null,
    kept_us bigint not null,
    primary key (hash)
);

create table uniq (
    scope text not null,
    value text not null,
    owner text not null,
    primary key (scope, value)
);

create table subject_key (
    subject_id text not null,
    month text not null,
    wrapped bytea not null,
    primary key (subject_id)
);

create index subject_key_by_month on subject_key (month, subject_id);

create table month_key (
    month text not null,
    wrapped bytea not null,
    primary key (month)
);

create table read_log (
    subject_id text not null,
    at_us bigint not null,
    id text not null,
    actor text not null,
    office text not null,
    purpose text not null,
    case_id text,
    permit text,
    facts text not null,
    n bigint not null,
    primary key (subject_id, at_us, id)
);

create table reading_by_case (
    case_id text not null,
    at_us bigint not null,
    id text not null,
    subject_id text not null,
    primary key (case_id, at_us, id)
);

create table licence (
    licence_id text not null,
    number text not null,
    code text not null,
    subject_id text not null,
    case_id text not null,
    state text not null,
    issued_on text not null,
    written text not null,
    version bigint not null,
    primary key (licence_id)
);

create table licence_of_subject (
    subject_id text not null,
    licence_id text not null,
    primary key (subject_id, licence_id)
);

create table session (
    token_hash text not null,
    written text not null,
    expires_us bigint not null,
    primary key (token_hash)
);

create index session_by_end on session (expires_us);

create table setting (
    name text not null,
    value text not null,
    primary key (name)
);

create table subject (
    subject_id text not null,
    kind text not null,
    written text not null,
    primary key (subject_id)
);

create table blind_index (
    field_hash bytea not null,
    subject_id text not null,
    primary key (field_hash, subject_id)
);

create index blind_index_by_subject on blind_index (subject_id, field_hash);

create table catalogue (
    fingerprint text not null,
    written text not null,
    kept_us bigint not null,
    primary key (fingerprint)
);

insert into schema_version values (1, '946421ab230a5d524016c4621c1bc5f367b3423295b41915c310566ea0f323f4');

insert into schema_version values (2, '09610bf18bd3edd35e840f52edca213071a254c8d993caf5f1f4fddcbda8c3ba');

insert into event values ('case-1', 1, 100, '{"first":true}');

insert into event values ('case-1', 2, 200, '{"second":true}');

insert into kase values ('case-1', 'RS-2026-000001-1', 'open-restaurant', 'filed', 's-1', 'rep-1', '110108', '2026-03-02', '2026-03-20', 2, 'A noodle house', '{}', 200);

insert into idem values ('key-1', 'hash-1', 303, 'RS-2026-000001-1', 200);

insert into uniq values ('case number', 'RS-2026-000001-1', 'case-1');

insert into setting values ('founded', '2026-01-05');

insert into session values ('token-1', '{}', 900);

insert into catalogue values ('print-1', 'a text', 50);
