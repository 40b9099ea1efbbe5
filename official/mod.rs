//! stub
use axum::Router;
use crate::web::City;
pub fn routes() -> Router<City> { Router::new() }
