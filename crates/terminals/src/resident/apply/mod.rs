//! From a plan to a signature: begin, allow look-ups, fill the one form, add papers, check, sign.

mod begin;
mod check;
mod consent;
mod contest;
mod draft;
mod drawn;
pub(crate) mod field;
pub(crate) mod own;
pub(crate) mod papers;
mod section;
pub(crate) mod typed;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::web::City;

/// The largest paper a slot may name, with the envelope of a form around it; each slot has its own, smaller limit.
pub(crate) const PAPER_BYTES: usize = 66 * 1024 * 1024;

pub fn routes() -> Router<City> {
    Router::new()
        .route("/{l}/apply/new", get(begin::confirm).post(begin::begin))
        .route("/{l}/apply/{number}", get(consent::show).post(consent::decide))
        .route("/{l}/apply/{number}/papers", get(papers::show).post(papers::change))
        .route("/{l}/apply/{number}/papers/{evidence}", post(papers::add).layer(DefaultBodyLimit::max(PAPER_BYTES)))
        .route("/{l}/apply/{number}/papers/{evidence}/{hash}", get(papers::view))
        .route("/{l}/apply/{number}/check", get(check::show).post(check::sign))
        .route("/{l}/apply/{number}/{section}", get(section::show).post(section::save))
        .route("/{l}/apply/{number}/{section}/field", post(section::save_one))
        .route("/{l}/apply/{number}/{section}/not-right", get(contest::show).post(contest::send))
}
