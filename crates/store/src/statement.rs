//! Every statement by name; its text lies in a file of the same name under `sql/`.

/// One SQL text of the portable subset.
#[derive(Debug)]
pub struct Statement {
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! statements {
    ($($name:ident = $file:literal,)*) => {
        $(pub(crate) static $name: Statement =
            Statement { name: $file, text: include_str!(concat!("../sql/", $file, ".sql")) };)*

        /// All of them, so that an engine can be asked whether it understands each.
        pub static ALL: &[&Statement] = &[$(&$name,)*];
    };
}

statements! {
    ADD_ERRAND = "add_errand",
    APPEND_EVENT = "append_event",
    CASE = "case",
    CASES_OF_REPRESENTATIVE = "cases_of_representative",
    CASES_PAGE = "cases_page",
    CATALOGUES = "catalogues",
    CLAIM_NAME = "claim_name",
    DEAD_ERRANDS = "dead_errands",
    DECIDE_BATCH = "decide_batch",
    DESK = "desk",
    DESK_BEFORE = "desk_before",
    DESK_COUNTS = "desk_counts",
    DESK_LINE = "desk_line",
    DESK_PERMITS = "desk_permits",
    DESK_PLACE = "desk_place",
    DESTROY_MONTH_KEY = "destroy_month_key",
    DESTROY_SUBJECT_KEY = "destroy_subject_key",
    DUE_ERRANDS = "due_errands",
    ECHO_IN_ORDER = "echo_in_order",
    ERRAND_DONE = "errand_done",
    ERRAND_FAILED = "errand_failed",
    EVENTS_SINCE = "events_since",
    FATE_OF_BATCH = "fate_of_batch",
    FORGET_BATCH = "forget_batch",
    FORGET_BLIND_INDEXES = "forget_blind_indexes",
    FORGET_CASES = "forget_cases",
    FORGET_DESKS = "forget_desks",
    FORGET_OWN_CASES = "forget_own_cases",
    FORGET_OWN_CASES_OF = "forget_own_cases_of",
    FORGET_PAPER = "forget_paper",
    FORGET_SUBJECT = "forget_subject",
    HOLD_CASE = "hold_case",
    IDEM = "idem",
    KEEP_CATALOGUE = "keep_catalogue",
    KEEP_MONTH_KEY = "keep_month_key",
    KEEP_PAPER = "keep_paper",
    KEEP_SCHEMA_VERSION = "keep_schema_version",
    KEEP_SUBJECT_KEY = "keep_subject_key",
    LAST_SEQ = "last_seq",
    LICENCE = "licence",
    LICENCES_OF_SUBJECT = "licences_of_subject",
    LICENCES_PAGE = "licences_page",
    MAKE_SCHEMA_VERSION = "make_schema_version",
    MONTH_KEY = "month_key",
    OWN_CASES = "own_cases",
    OWNER_OF_NAME = "owner_of_name",
    PAPER = "paper",
    PAPERS_PAGE = "papers_page",
    PUT_BLIND_INDEX = "put_blind_index",
    PUT_CASE = "put_case",
    PUT_IDEM = "put_idem",
    PUT_LICENCE = "put_licence",
    PUT_LICENCE_OF_SUBJECT = "put_licence_of_subject",
    PUT_ON_DESK = "put_on_desk",
    PUT_OWN_CASE = "put_own_case",
    PUT_SESSION = "put_session",
    PUT_SETTING = "put_setting",
    PUT_SUBJECT = "put_subject",
    READING = "reading",
    READINGS = "readings",
    READINGS_OF_CASE = "readings_of_case",
    REMOVE_SESSION = "remove_session",
    REVIVE_ERRAND = "revive_errand",
    REWRAP_SUBJECT_KEY = "rewrap_subject_key",
    SCHEMA_VERSIONS = "schema_versions",
    SESSION = "session",
    SETTING = "setting",
    SUBJECT = "subject",
    SUBJECT_KEY = "subject_key",
    SUBJECT_KEYS_UNDER = "subject_keys_under",
    SUBJECTS_BY_BLIND_INDEX = "subjects_by_blind_index",
    SUBJECTS_PAGE = "subjects_page",
    SWEEP_ERRANDS = "sweep_errands",
    SWEEP_IDEM = "sweep_idem",
    SWEEP_SESSIONS = "sweep_sessions",
    TAKE_OFF_DESK = "take_off_desk",
    WRITE_READING = "write_reading",
    WRITE_READING_OF_CASE = "write_reading_of_case",
}
