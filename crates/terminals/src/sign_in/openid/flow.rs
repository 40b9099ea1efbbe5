//! One sign-in on its way: what the browser carries, and what is derived from it.
//!
//! The browser carries a cookie with random letters, the time, the language and the way back. State, nonce and PKCE
//! verifier are keyed fingerprints of that cookie, so nothing is kept here for a sign-in that only began; the state that
//! comes back proves that the cookie is ours, unchanged, and of the browser that began.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::address::safe_back;
use crate::words::Language;

/// Enough to read a second factor from a telephone.
pub const LASTS_S: i64 = 600;
/// Cookies end at 4096 bytes; a longer way back is left out.
const BACK_AT_MOST: usize = 2000;
/// How many returns are remembered against a second use; the provider refuses a used code as well.
const USED_AT_MOST: usize = 100_000;

#[derive(Debug, PartialEq, Eq)]
pub struct Flow {
    pub language: Language,
    /// Where to afterwards: an address of this site, or nothing.
    pub back: String,
    begun_s: i64,
    /// The whole cookie.
    pub cookie: String,
}

/// Why a return is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Not begun in this browser, or changed.
    Foreign,
    Late,
    Used,
}

/// What is derived of a flow.
#[derive(Clone, Copy)]
pub enum Secret {
    State,
    Nonce,
    Verifier,
}

/// Derives the secrets of flows; new with every start of the program.
pub struct Seal {
    key: [u8; 64],
    used: Mutex<HashMap<String, i64>>,
}

/// Only this site, and nothing a browser could read as another one: browsers drop tabs and line ends from addresses.
pub fn back_on_this_site(back: &str) -> &str {
    safe_back(back).filter(|b| b.len() <= BACK_AT_MOST && !b.chars().any(|c| c.is_control())).unwrap_or("")
}

impl Seal {
    pub fn new(key: [u8; 64]) -> Seal {
        Seal { key, used: Mutex::default() }
    }

    /// `seed` is random letters, at least 128 bits of them.
    pub fn begin(&self, seed: &str, now_s: i64, language: Language, back: &str) -> Flow {
        let back = back_on_this_site(back).to_owned();
        let cookie = format!("{seed}.{now_s}.{}.{}", language.code(), BASE64.encode(&back));
        Flow { language, back, begun_s: now_s, cookie }
    }

    fn mac(&self, secret: Secret, cookie: &str) -> Hmac<Sha256> {
        let purpose: &[u8] = match secret {
            Secret::State => b"state\0",
            Secret::Nonce => b"nonce\0",
            Secret::Verifier => b"verifier\0",
        };
        let mut mac = Hmac::<Sha256>::new(&self.key.into());
        mac.update(purpose);
        mac.update(cookie.as_bytes());
        mac
    }

    /// 43 letters: 256 bits, and a well-formed PKCE verifier (RFC 7636, 4.1).
    pub fn secret(&self, secret: Secret, flow: &Flow) -> String {
        BASE64.encode(self.mac(secret, &flow.cookie).finalize().into_bytes())
    }

    /// The flow a return belongs to; each one is given once.
    pub fn take(&self, cookie: &str, state: &str, now_s: i64) -> Result<Flow, Stale> {
        let flow = self.read(cookie, state).ok_or(Stale::Foreign)?;
        if !(flow.begun_s..flow.begun_s + LASTS_S).contains(&now_s) {
            return Err(Stale::Late);
        }
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.len() >= USED_AT_MOST {
            used.retain(|_, begun_s| *begun_s + LASTS_S > now_s);
        }
        if used.len() >= USED_AT_MOST {
            return Err(Stale::Late);
        }
        match used.insert(state.to_owned(), flow.begun_s) {
            None => Ok(flow),
            Some(_) => Err(Stale::Used),
        }
    }

    fn read(&self, cookie: &str, state: &str) -> Option<Flow> {
        let state = BASE64.decode(state).ok()?;
        self.mac(Secret::State, cookie).verify_slice(&state).ok()?;
        let mut parts = cookie.split('.').skip(1);
        let begun_s = parts.next()?.parse().ok()?;
        let language = parts.next()?.parse().ok()?;
        let back = String::from_utf8(BASE64.decode(parts.next()?).ok()?).ok()?;
        Some(Flow { language, back, begun_s, cookie: cookie.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> (Seal, Flow, String) {
        let seal = Seal::new([7; 64]);
        let flow = seal.begin("SEED", 1000, Language::En, "/en/me?a=b");
        let state = seal.secret(Secret::State, &flow);
        (seal, flow, state)
    }

    #[test]
    fn a_flow_comes_back_once() {
        let (seal, flow, state) = begun();
        assert_eq!(seal.take(&flow.cookie, &state, 1100), Ok(Flow { cookie: flow.cookie.clone(), ..begun().1 }));
        assert_eq!(seal.take(&flow.cookie, &state, 1101), Err(Stale::Used));
    }

    #[test]
    fn a_flow_ends_after_ten_minutes() {
        let (seal, flow, state) = begun();
        assert_eq!(seal.take(&flow.cookie, &state, 1600), Err(Stale::Late));
        assert_eq!(seal.take(&flow.cookie, &state, 999), Err(Stale::Late));
        assert!(seal.take(&flow.cookie, &state, 1599).is_ok());
    }

    #[test]
    fn a_changed_cookie_or_state_is_foreign() {
        let (seal, flow, state) = begun();
        for changed in
            ["", ".", "..", "a.b.c.d", &flow.cookie.replace("1000", "1001"), &flow.cookie.replace(".en.", ".zh.")]
        {
            assert_eq!(seal.take(changed, &state, 1100), Err(Stale::Foreign), "{changed}");
        }
        for changed in ["", "=", "AAAA", &seal.secret(Secret::Nonce, &flow), &format!("{state}A")] {
            assert_eq!(seal.take(&flow.cookie, changed, 1100), Err(Stale::Foreign), "{changed}");
        }
        assert_eq!(Seal::new([8; 64]).take(&flow.cookie, &state, 1100), Err(Stale::Foreign));
    }

    #[test]
    fn the_secrets_differ() {
        let (seal, flow, state) = begun();
        let (nonce, verifier) = (seal.secret(Secret::Nonce, &flow), seal.secret(Secret::Verifier, &flow));
        assert!(state != nonce && nonce != verifier && verifier != state);
        assert_eq!(verifier.len(), 43);
    }

    #[test]
    fn the_way_back_stays_here() {
        for away in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "evil",
            "",
        ] {
            assert_eq!(back_on_this_site(away), "", "{away}");
        }
        assert_eq!(back_on_this_site("/en/me?x=1#y"), "/en/me?x=1#y");
        assert_eq!(back_on_this_site(&format!("/{}", "a".repeat(2000))), "");
    }
}
