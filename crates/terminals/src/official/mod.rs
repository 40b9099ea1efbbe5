//! Jingban: the desks of officials. Dense, quick, keyboard-driven.

use axum::Router;

use crate::web::City;

pub fn routes() -> Router<City> {
    Router::new()
}
