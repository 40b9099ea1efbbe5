//! The program as it is delivered: typed by an author, started, asked over the network, told to end, killed.
//!
//! `ONEGO_KILLS=100 cargo test -p onego --test program kill` kills more often. Sign-in needs node and, once,
//! `npm ci --prefix tests/openid`.

mod author;
mod browser;
mod city;
mod export;
mod kill;
mod nodes;
mod open_cases;
mod packages;
mod provider;
#[path = "../../../store/tests/server/mod.rs"]
mod server;
mod sign_in;
mod start;
