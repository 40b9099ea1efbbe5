//! The one way out for commands: a document by its address, over TLS or on this machine.

use openidconnect::AsyncHttpClient;
use openidconnect::http::Request;
use openidconnect::http::header::ACCEPT;

use crate::sign_in::openid::Web;

/// The body at an address, of at most half a megabyte and within seconds; an error says what went wrong. Redirects are not
/// followed.
pub async fn get(address: &str, accept: &str) -> Result<Vec<u8>, String> {
    let request =
        Request::get(address).header(ACCEPT, accept).body(Vec::new()).map_err(|e| format!("`{address}`: {e}"))?;
    let answer = Web::new(None)?.call(request).await.map_err(|e| format!("`{address}`: {e}"))?;
    match answer.status().is_success() {
        true => Ok(answer.into_body()),
        false => Err(format!("`{address}` answers {}", answer.status())),
    }
}
