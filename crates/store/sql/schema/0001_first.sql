-- The first shape of the store. The first column of every key is the one by which a table can be spread over
-- several databases. Later files only add.

-- What happened in a case. Never changed, never deleted.
create table event (
    case_id text not null,
    seq bigint not null,
    at_us bigint not null,
    written text not null,
    primary key (case_id, seq)
);

-- Where a case stands now: a projection, rebuilt from events.
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

-- What lies on the desks of an authority: a projection. A row without a due day is due on the last day there is,
-- so that the index gives the order of work.
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

-- The cases of one person: a projection.
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

-- What was answered to a request, so that the same request again gets the same answer.
create table idem (
    idem_key text not null,
    request_hash text not null,
    status bigint not null,
    response text not null,
    at_us bigint not null,
    primary key (idem_key)
);

create index idem_by_time on idem (at_us);

-- What is owed to the outside.
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

-- Papers that lie in the papers folder under the hash of their bytes.
create table paper (
    hash text not null,
    length bigint not null,
    media_type text not null,
    kept_us bigint not null,
    primary key (hash)
);

-- Names that may be given once in the whole city.
create table uniq (
    scope text not null,
    value text not null,
    owner text not null,
    primary key (scope, value)
);

-- One key a person, wrapped. An empty month means: destroyed.
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

-- Who looked at whose data. Never changed, never deleted.
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

-- The same rows seen from the case.
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

-- People and firms this installation knows.
create table subject (
    subject_id text not null,
    kind text not null,
    written text not null,
    primary key (subject_id)
);

-- Keyed fingerprints of what stays sealed, for exact look-ups.
create table blind_index (
    field_hash bytea not null,
    subject_id text not null,
    primary key (field_hash, subject_id)
);

create index blind_index_by_subject on blind_index (subject_id, field_hash);
