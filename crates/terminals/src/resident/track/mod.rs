//! From the receipt to the licence: one date, one person, one notice, who read what, and what came of it.

mod after;
mod amend;
mod case;
mod lanes;
pub(crate) mod licence;
mod me;
mod messages;
mod notice;
mod object;
mod people;
mod readings;
mod receipt;
mod story;
mod wallet;
mod withdraw;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use super::apply::PAPER_BYTES;
use crate::web::City;

pub fn routes() -> Router<City> {
    Router::new()
        .route("/{l}/case/{number}", get(case::show))
        .route("/{l}/case/{number}/receipt", get(receipt::show))
        .route("/{l}/case/{number}/receipt.json", get(receipt::json))
        .route("/{l}/case/{number}/messages", get(messages::show).post(messages::write))
        .route("/{l}/case/{number}/withdraw", get(withdraw::show).post(withdraw::withdraw))
        .route(
            "/{l}/case/{number}/notice",
            get(notice::show).post(notice::answer).layer(DefaultBodyLimit::max(4 * PAPER_BYTES)),
        )
        .route("/{l}/case/{number}/notice/object", get(object::show_point).post(object::point))
        .route("/{l}/case/{number}/object", get(object::show_refusal).post(object::refusal))
        .route("/{l}/case/{number}/after", get(after::show))
        .route("/{l}/case/{number}/renew", post(after::renew))
        .route("/{l}/case/{number}/change-back", post(after::take_back))
        .route("/{l}/case/{number}/close", get(after::show_close).post(after::close))
        .route("/{l}/case/{number}/amend", get(amend::show).post(amend::send))
        .route("/{l}/case/{number}/people", get(people::show).post(people::send))
        .route("/{l}/case/{number}/co-sign", get(people::show_co_sign).post(people::co_sign))
        .route("/{l}/join", get(people::show_join).post(people::join))
        .route("/{l}/case/{number}/hearing", post(after::ask_hearing))
        .route("/{l}/case/{number}/readings", get(readings::of_case))
        .route("/{l}/me", get(me::show))
        .route("/{l}/me/readings", get(readings::of_person))
        .route("/{l}/cases", get(me::cases))
        .route("/{l}/wallet", get(me::wallet))
        .route("/{l}/licence/{number}", get(licence::show))
        .route("/{l}/licence/{number}/paper.pdf", get(licence::pdf))
        .route("/{l}/licence/{number}/sticker.pdf", get(licence::sticker))
        .route("/{l}/licence/{number}/wallet", get(wallet::show).post(wallet::offer))
        .route("/{l}/licence/{number}/licence.sdjwt", get(wallet::file))
}
