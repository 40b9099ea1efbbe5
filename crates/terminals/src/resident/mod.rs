//! Jingtong: what residents and firms see, from a wish to a licence.

pub mod apply;
pub mod find;
pub mod track;

use axum::Router;

use crate::web::City;

pub fn routes() -> Router<City> {
    Router::new().merge(find::routes()).merge(apply::routes()).merge(track::routes())
}
