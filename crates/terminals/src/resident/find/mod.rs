//! Before sign-in: from a wish to a plan. Nothing is stored; every answer stands in the address.
//!
//! Read in this order: [`trip`] (an event with its answers), [`outlook`] (what they lead to), then a page each.

mod bans;
mod compare;
mod home;
mod outlook;
mod panel;
mod permits;
mod plain;
mod plan;
mod question;
mod search;
mod start;
mod trip;
mod why;

use axum::Router;
use axum::routing::get;

use crate::web::City;

/// A query as it was sent: pairs in order.
type Asked = axum::extract::Query<Vec<(String, String)>>;

pub fn routes() -> Router<City> {
    Router::new()
        .route("/{l}/", get(home::show))
        .route("/{l}", get(home::slash))
        .route("/{l}/search", get(search::show))
        .route("/{l}/do", get(search::browse))
        .route("/{l}/do/{event}", get(start::show))
        .route("/{l}/do/{event}/q", get(question::next))
        .route("/{l}/do/{event}/q/{fact}", get(question::show))
        .route("/{l}/do/{event}/q/{fact}/answer", get(question::answer))
        .route("/{l}/do/{event}/plan", get(plan::show))
        .route("/{l}/do/{event}/compare", get(compare::show))
        .route("/{l}/open/permits", get(permits::list))
        .route("/{l}/open/permits/{permit}", get(permits::show))
}
