//! The three terminals as pages: Jingtong for everybody, Jingban for officials, Jingzhi for leaders.
//!
//! Read in this order: [`site`] (every address), [`web`] (what a visit knows), [`words`] (every sentence, in both languages),
//! [`kit`] (what pages are made of), then the pages: [`resident`], [`official`], [`verify`], [`sign_in`].
//!
//! What is not here: SQL, a transition, a rule. Handlers read, ask the office, and answer with a page or a redirect.

mod access;
pub mod address;
mod demo;
pub mod entry;
pub mod facts;
pub mod kit;
pub mod official;
pub mod outside;
mod pace;
pub mod problem;
pub mod refusal;
pub mod resident;
mod serving;
pub mod sign_in;
pub mod site;
pub mod verify;
mod verify_credential;
mod wallet;
pub mod web;
pub mod words;

pub use serving::{HEAD_WITHIN, Peer, serve};
pub use site::site;
pub use web::{City, DemoCity, DemoPerson, Moved, SignIn};
