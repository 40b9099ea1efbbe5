//! The licence from the outside: what is signed, what is printed, and what a stranger can check.

#![allow(clippy::unwrap_used)]

mod codes;
mod credential;
mod paper;
mod sample;
mod signed;
mod standing;
mod status;
mod wallet;
