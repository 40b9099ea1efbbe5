//! Every address of the site and the layers around them.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::kit::assets::assets;
use crate::pace::Pace;
use crate::serving::Peer;
use crate::web::{Answer, City, Visit, language_of, session_cookie_name};
use crate::{access, demo, official, resident, sign_in, verify, wallet};

/// Forms are small; papers have their own limit where they are taken in.
const FORM_BYTES: usize = 512 * 1024;
const SLOWEST: Duration = Duration::from_secs(30);
/// A paper of forty megabytes over a telephone takes its time.
const SLOWEST_UPLOAD: Duration = Duration::from_secs(15 * 60);
/// Browsers that came here over TLS never try without it again (RFC 6797).
const ONLY_TLS: HeaderValue = HeaderValue::from_static("max-age=63072000");

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
        .merge(wallet::routes())
        .merge(demo::routes())
        .merge(access::routes())
        .merge(assets())
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::new())
        .layer(axum::middleware::from_fn_with_state((city.clone(), Pace::default()), around))
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

/// Ready: the store has not stopped and answers. A balancer that reads this sends nobody here in vain.
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

/// Everything around a page, in one layer: who may ask, how often, for how long, and what every answer has.
async fn around(State((city, pace)): State<(City, Pace)>, mut request: Request<Body>, next: Next) -> Response {
    let signed_in = has_cookie(request.headers(), session_cookie_name(city.secure));
    if is_at_hand(&request) {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    let response = match pace.allows(&request) {
        _ if !may_change(&request) => (StatusCode::FORBIDDEN, "This request came from another site.\n").into_response(),
        Ok(()) => in_time(request, next).await,
        Err(seconds) => crate::pace::too_many(request, &city, seconds).await,
    };
    with_headers(response, &city, signed_in)
}

/// A browser on this very machine gains nothing by a smaller page.
fn is_at_hand(request: &Request<Body>) -> bool {
    let peer = request.extensions().get::<Peer>();
    peer.is_some_and(|peer| peer.0.is_loopback()) && !request.headers().contains_key("x-forwarded-for")
}

/// What every answer has, page or not: no guessed types, no address told to other sites, TLS from now on; and what was
/// answered to somebody who is signed in stays in no cache.
fn with_headers(mut response: Response, city: &City, signed_in: bool) -> Response {
    let headers = response.headers_mut();
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("same-origin"));
    if city.secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_TLS);
    }
    if signed_in {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

fn has_cookie(headers: &HeaderMap, name: &str) -> bool {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';')).filter_map(|pair| pair.trim().split_once('=')).any(|(key, _)| key == name)
}

/// A request that takes too long ends with 503, so that nothing waits for ever.
async fn in_time(request: Request<Body>, next: Next) -> Response {
    let slowest = slowest(request.headers());
    match tokio::time::timeout(slowest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "5")], "This took too long.\n").into_response()
        }
    }
}

fn slowest(headers: &HeaderMap) -> Duration {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    if kind.starts_with("multipart/form-data") { SLOWEST_UPLOAD } else { SLOWEST }
}

/// Every request that changes something must come from our own pages: browsers say so in `Sec-Fetch-Site` or `Origin`
/// (Fetch Metadata, RFC 6454). A request without either is let through: every browser that keeps `SameSite` cookies sends
/// one of them with a form, so this is a program with a cookie of its own, which nobody else can make it send.
fn may_change(request: &Request<Body>) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) || is_ours(request.headers())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_paper_over_a_slow_line_has_time() {
        let mut headers = HeaderMap::new();
        assert_eq!(slowest(&headers), SLOWEST);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        assert_eq!(slowest(&headers), SLOWEST);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=x"));
        assert!(slowest(&headers) >= Duration::from_secs(600));
    }
}
