//! What wallets and checking programs ask: metadata, tokens, nonces, credentials (OpenID4VCI 1.0), the type of the
//! credential (SD-JWT VC) and status lists (Token Status List). No pages; every answer is for programs.

use axum::extract::rejection::{FormRejection, JsonRejection};
use axum::extract::{Json, Path, Query, State};
use axum::http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
    WWW_AUTHENTICATE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Router};
use licence::TrustBundle;
use licence::credential::kind;
use licence::credential::wallet::{
    CREDENTIAL_AT, CredentialRequest, CredentialResponse, Given, IssuerMetadata, NONCE_AT, PRE_AUTHORIZED, TOKEN_AT,
    server_metadata,
};
use office::{Denied, Office, Turned};
use serde_json::{Value as Json_, json};
use sha2::{Digest, Sha256};

use crate::web::{City, Sent, sent};

const STATUS_LIST: &str = "application/statuslist+jwt";

pub fn routes() -> Router<City> {
    Router::new()
        .route("/.well-known/openid-credential-issuer", get(issuer))
        .route("/.well-known/oauth-authorization-server", get(server))
        .route("/.well-known/jwt-vc-issuer", get(keys))
        .route(kind::VCT, get(type_metadata))
        .route("/status/{list}", get(status_list))
        .route(TOKEN_AT, post(token))
        .route(NONCE_AT, post(nonce))
        .route(CREDENTIAL_AT, post(credential))
}

/// What anybody may read, also a page of another site, for so many seconds.
fn open(kind: &'static str, body: String, for_s: i64) -> Response {
    let headers =
        [(CONTENT_TYPE, HeaderValue::from_static(kind)), (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"))];
    let mut response = (headers, body).into_response();
    cache(&mut response, for_s);
    response
}

fn cache(response: &mut Response, for_s: i64) {
    if let Ok(value) = HeaderValue::from_str(&format!("public, max-age={for_s}")) {
        response.headers_mut().insert(CACHE_CONTROL, value);
    }
}

const HOUR_S: i64 = 3600;

async fn issuer(State(city): State<City>) -> Response {
    let trust = city.office.trust();
    let said = IssuerMetadata::of(&trust.origin, &trust.city);
    open("application/json", serde_json::to_string(&said).unwrap_or_default(), HOUR_S)
}

async fn server(State(city): State<City>) -> Response {
    open("application/json", server_metadata(&city.office.trust().origin).to_string(), HOUR_S)
}

/// The keys credentials are signed with (SD-JWT VC, 4).
async fn keys(State(city): State<City>) -> Response {
    let trust: &TrustBundle = city.office.trust();
    let keys: Vec<Json_> = trust
        .keys
        .iter()
        .map(|key| {
            json!({ "kty": "EC", "crv": "P-256", "x": key.x, "y": key.y, "kid": key.kid, "use": "sig", "alg": "ES256" })
        })
        .collect();
    let said = json!({ "issuer": trust.origin.trim_end_matches('/'), "jwks": { "keys": keys } });
    open("application/json", said.to_string(), HOUR_S)
}

async fn type_metadata(State(city): State<City>) -> Response {
    open("application/json", kind::metadata(&city.office.trust().origin), 24 * HOUR_S)
}

/// A list as it is, or with `?time=` (seconds since 1970) as it was. A past one never changes.
async fn status_list(
    State(city): State<City>,
    Path(list): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let accepts = text(ACCEPT);
    if !accepts.is_empty() && !["*/*", "application/*", STATUS_LIST].iter().any(|kind| accepts.contains(kind)) {
        return (StatusCode::NOT_ACCEPTABLE, "Status lists are here as application/statuslist+jwt.\n").into_response();
    }
    let time = match sent(&pairs, "time") {
        "" => None,
        given => match given.parse::<i64>() {
            Ok(at_s) => Some(at_s),
            Err(_) => {
                return (StatusCode::BAD_REQUEST, "`time` is a number of seconds since 1970.\n").into_response();
            }
        },
    };
    let published = match city.office.status_list(&list, time).await {
        Ok(published) => published,
        Err(Turned::NotFound) => return (StatusCode::NOT_FOUND, "No such list at that time.\n").into_response(),
        Err(turned) => return fault(&turned),
    };
    // Weak, because the same token may go out compressed.
    let tag = format!("W/\"{}\"", store::hexadecimal(&Sha256::digest(published.token.as_bytes())));
    let known = text(IF_NONE_MATCH).split(',').any(|given| given.trim() == tag || given.trim() == "*");
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        open(STATUS_LIST, published.token.to_string(), 0)
    };
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    cache(&mut response, if time.is_some() { 365 * 24 * HOUR_S } else { published.fresh_s });
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept"));
    response
}

/// An answer that is for one wallet and in no cache.
fn secret(status: StatusCode, body: &Json_) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, body.to_string()).into_response()
}

fn refused(error: &str, why: &str) -> Response {
    secret(StatusCode::BAD_REQUEST, &json!({ "error": error, "error_description": why }))
}

fn fault(turned: &Turned) -> Response {
    tracing::error!(%turned, "a wallet could not be answered");
    secret(StatusCode::SERVICE_UNAVAILABLE, &json!({ "error": "temporarily_unavailable" }))
}

/// The token endpoint (6).
async fn token(State(city): State<City>, form: Result<Sent, FormRejection>) -> Response {
    let Ok(Form(pairs)) = form else { return refused("invalid_request", "a form is wanted") };
    if sent(&pairs, "grant_type") != PRE_AUTHORIZED {
        return refused("unsupported_grant_type", "only pre-authorized codes are redeemed here");
    }
    let (code, tx_code) = (sent(&pairs, "pre-authorized_code"), sent(&pairs, "tx_code"));
    if code.is_empty() || tx_code.is_empty() {
        return refused("invalid_request", "the pre-authorized code and the six digits beside it are wanted");
    }
    match city.office.redeem_code(code, tx_code).await {
        Ok(Some(given)) => secret(
            StatusCode::OK,
            &json!({ "access_token": given.token, "token_type": "Bearer", "expires_in": given.expires_in }),
        ),
        Ok(None) => refused("invalid_grant", "the code or its six digits are wrong, were used or are over"),
        Err(turned) => fault(&turned),
    }
}

/// The nonce endpoint (7).
async fn nonce(State(city): State<City>) -> Response {
    match city.office.credential_nonce().await {
        Ok(nonce) => secret(StatusCode::OK, &json!({ "c_nonce": nonce })),
        Err(turned) => fault(&turned),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The credential endpoint (8).
async fn credential(
    State(city): State<City>,
    headers: HeaderMap,
    request: Result<Json<CredentialRequest>, JsonRejection>,
) -> Response {
    let Some(token) = bearer(&headers) else { return no_token("Bearer") };
    let Ok(Json(request)) = request else {
        return refused("invalid_credential_request", "the request is no JSON of this protocol");
    };
    match answer(&city.office, token, request).await {
        Ok(response) => response,
        Err(turned) => fault(&turned),
    }
}

fn no_token(challenge: &'static str) -> Response {
    let mut response = secret(StatusCode::UNAUTHORIZED, &json!({ "error": "invalid_token" }));
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

async fn answer(office: &Office, token: &str, request: CredentialRequest) -> Result<Response, Turned> {
    Ok(match office.credential_for(token, request).await? {
        Ok(credential) => {
            let given = CredentialResponse { credentials: vec![Given { credential: credential.into() }] };
            secret(StatusCode::OK, &json!(given))
        }
        Err(Denied::Token) => no_token("Bearer error=\"invalid_token\""),
        Err(Denied::Unknown) => refused("unknown_credential_configuration", "there is one: `licence`"),
        Err(Denied::Proof(why)) => refused("invalid_proof", &why),
        Err(Denied::Nonce) => refused("invalid_nonce", "ask the nonce endpoint for a fresh one"),
    })
}
