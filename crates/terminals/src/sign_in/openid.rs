//! OpenID Connect sign-in (code flow with PKCE).

use axum::Router;

use crate::web::{Answer, City, Visit};

/// A sign-in provider as it is configured.
pub struct Provider {}

pub fn routes() -> Router<City> {
    Router::new()
}

pub(crate) async fn begin(visit: &Visit, _provider: &Provider, _back: &str) -> Answer {
    Err(visit.not_found())
}
