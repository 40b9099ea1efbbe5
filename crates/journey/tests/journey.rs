//! The specimens of this room, one file a noun.

#![allow(clippy::unwrap_used)]

mod journey {
    mod beijing;
    mod changes;
    mod conditional;
    mod differences;
    mod entries;
    mod finding;
    mod forms;
    mod large;
    mod outcomes;
    mod plans;
    mod questions;
    mod receipts;
    mod small;
    mod transitions;
}
