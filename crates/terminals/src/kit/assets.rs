//! The files a page links to, with addresses that change with their content, and the headers of every answer.

use std::sync::LazyLock;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// The one stylesheet.
pub const STYLE: &str = include_str!("style.css");
/// The one script; everything works without it.
pub const SCRIPT: &str = include_str!("script.js");
/// The mark for the browser's tab.
pub const MARK: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' fill='#15181c'/><path d='M4 9c8 0 8 7 15 7M4 16h15M4 23c8 0 8-7 15-7' fill='none' stroke='#faf8f3' stroke-width='1.6'/><path d='M16 14.6c3 .3 4-.6 5.4-.2 1.3.5 1.3 2.7 0 3.2-1.4.4-2.4-.5-5.4-.2z' fill='#faf8f3'/><path d='M23.5 13h5.2v6h-5.2z' fill='#e4613f'/></svg>";

/// Nothing inline, nothing from elsewhere, no frames.
pub const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The headers of every page: name, value.
pub const PAGE_HEADERS: [(HeaderName, HeaderValue); 4] = [
    (axum::http::header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_POLICY)),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (axum::http::header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// A year, never asked for again: the address changes with the content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

const STYLE_HASH: u64 = hash(STYLE);
const SCRIPT_HASH: u64 = hash(SCRIPT);
const MARK_HASH: u64 = hash(MARK);

/// FNV-1a, enough to tell one version from the next.
const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

pub fn style_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/style-{STYLE_HASH:016x}.css"));
    &PATH
}

pub fn script_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/script-{SCRIPT_HASH:016x}.js"));
    &PATH
}

pub fn mark_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/mark-{MARK_HASH:016x}.svg"));
    &PATH
}

/// Serves the stylesheet, the script and the mark.
pub fn assets<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(style_path(), get(async || file("text/css; charset=utf-8", STYLE)))
        .route(script_path(), get(async || file("text/javascript; charset=utf-8", SCRIPT)))
        .route(mark_path(), get(async || file("image/svg+xml", MARK)))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let nosniff = HeaderValue::from_static("nosniff");
    let kind = HeaderValue::from_static(kind);
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, FOREVER), (X_CONTENT_TYPE_OPTIONS, nosniff)], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_stays_in_its_folder_and_needs_nothing_from_elsewhere() {
        for (name, text) in [("style", STYLE), ("script", SCRIPT)] {
            assert!(!text.contains("http://") && !text.contains("https://"), "{name} asks another site");
            assert!(!text.contains("@import") && !text.contains("@font-face"), "{name} loads more files");
        }
        assert!(!SCRIPT.contains("innerHTML") && !SCRIPT.contains("eval("));
    }
}
