//! The specimens of this room, one file a noun.

#![allow(clippy::unwrap_used)]

mod journey {
    mod beijing;
    mod questions;
}
