//! Every address of the site and the layers around them.

use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::kit::assets::assets;
use crate::web::{Answer, City, Visit, language_of};
use crate::{access, demo, official, resident, sign_in, verify};

/// Forms are small; papers have their own limit where they are taken in.
const FORM_BYTES: usize = 512 * 1024;
const SLOWEST: Duration = Duration::from_secs(30);

/// The whole site of one city.
pub fn site(city: City) -> Router {
    Router::new()
        .route("/", get(start))
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/trust.json", get(trust))
        .merge(resident::routes())
        .merge(official::routes())
        .merge(sign_in::routes())
        .merge(verify::routes())
        .merge(demo::routes())
        .merge(access::routes())
        .merge(assets())
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(axum::middleware::from_fn(same_origin))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, SLOWEST))
        .layer(CatchPanicLayer::new())
        .with_state(city)
}

/// `/` leads to the reader's language.
async fn start(headers: HeaderMap) -> Response {
    let mut response = Redirect::to(&format!("/{}/", language_of(&headers))).into_response();
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("cookie, accept-language"));
    response
}

/// Alive: the process answers.
async fn health() -> &'static str {
    "ok\n"
}

/// Ready: the store takes writes. A balancer that reads this sends nobody here in vain.
async fn ready(State(city): State<City>) -> (StatusCode, &'static str) {
    if city.office.store().is_stopped() {
        return (StatusCode::SERVICE_UNAVAILABLE, "the store has stopped\n");
    }
    let looked = city.office.store().read(|tx| tx.setting("ready").map_err(office::Turned::from)).await;
    match looked {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n"),
    }
}

/// The keys licences are verified with, as one file for `onego verify --trust`.
async fn trust(State(city): State<City>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], city.office.trust().to_json()).into_response()
}

async fn nowhere(visit: Visit) -> Answer {
    Err(visit.not_found())
}

/// Every request that changes something must come from our own pages: browsers say so in `Sec-Fetch-Site` or `Origin`
/// (Fetch Metadata, RFC 6454). A request without either does not come from a browser's form.
async fn same_origin(request: Request<axum::body::Body>, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if changes && !is_ours(request.headers()) {
        return (StatusCode::FORBIDDEN, "This request came from another site.\n").into_response();
    }
    next.run(request).await
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    match (text("origin"), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, from)| from == host),
        (Some(_), None) => false,
    }
}
