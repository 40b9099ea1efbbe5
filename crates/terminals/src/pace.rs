//! How often one client may ask for what is costly or can be guessed at: signing in, looking up a licence by its code,
//! filing. Whoever asks more often gets a page that says so, and when to come back (RFC 6585, 4).

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{FromRequestParts, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use maud::html;

use crate::kit::parts;
use crate::kit::shell::Terminal;
use crate::serving::Peer;
use crate::web::{City, Visit};

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Costly {
    SignIn,
    LookUp,
    File,
}

impl Costly {
    /// By method and address.
    fn of(method: &Method, path: &str) -> Option<Costly> {
        let mut parts = path.trim_start_matches('/').split('/');
        let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match (first, second, path.rsplit('/').next().unwrap_or_default()) {
            ("demo", "be", _) | (_, "sign-in", _) if method == Method::POST => Some(Costly::SignIn),
            ("sign-in", _, _) => Some(Costly::SignIn),
            ("wallet", _, _) if method == Method::POST => Some(Costly::LookUp),
            ("status", list, _) if !list.is_empty() => Some(Costly::LookUp),
            ("v", code, _) if !code.is_empty() => Some(Costly::LookUp),
            (_, "verify", _) if method == Method::POST => Some(Costly::LookUp),
            (_, "apply", "check") if method == Method::POST => Some(Costly::File),
            _ => None,
        }
    }

    /// So many in a minute; all of them may come at once. A whole office behind one address still gets by.
    fn in_a_minute(self) -> f64 {
        match self {
            Costly::SignIn | Costly::LookUp => 120.0,
            Costly::File => 60.0,
        }
    }
}

/// Clients that are remembered at once; some 100 bytes each.
const CLIENTS_MAX: usize = 20_000;

/// What every client has left.
#[derive(Clone, Default)]
pub(crate) struct Pace(Arc<Mutex<HashMap<(Costly, IpAddr), Left>>>);

#[derive(Clone, Copy)]
struct Left {
    requests: f64,
    at: Instant,
}

impl Left {
    fn now(self, costly: Costly, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        (self.requests + passed * costly.in_a_minute() / 60.0).min(costly.in_a_minute())
    }
}

impl Pace {
    /// Counts a request that is costly; says after how many seconds it may come again if it came too often. Where nobody
    /// says who is at the other end, as without a connection, nothing is counted.
    pub(crate) fn allows(&self, request: &Request) -> Result<(), u64> {
        let costly = Costly::of(request.method(), request.uri().path());
        let (Some(costly), Some(Peer(peer))) = (costly, request.extensions().get::<Peer>()) else { return Ok(()) };
        self.take(costly, client(*peer, request.headers()), Instant::now())
    }

    /// Takes one request; says after how many seconds the next one may come if there is none left.
    fn take(&self, costly: Costly, client: IpAddr, now: Instant) -> Result<(), u64> {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= CLIENTS_MAX && !clients.contains_key(&(costly, client)) {
            // Whoever has everything left needs no remembering; if that is nobody, everybody begins anew.
            clients.retain(|(costly, _), left| left.now(*costly, now) < costly.in_a_minute());
            if clients.len() >= CLIENTS_MAX {
                clients.clear();
            }
        }
        let all = Left { requests: costly.in_a_minute(), at: now };
        let left = clients.entry((costly, client)).or_insert(all);
        *left = Left { requests: left.now(costly, now), at: now };
        if left.requests < 1.0 {
            return Err(((1.0 - left.requests) * 60.0 / costly.in_a_minute()).ceil() as u64);
        }
        left.requests -= 1.0;
        Ok(())
    }
}

/// Whose request it is. Only a proxy on this machine or in its private network is believed about it: the last address it
/// added is the one it saw. A network of IPv6 counts as one client (RFC 6177: a site has at least a /64).
fn client(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let believed = match peer {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    };
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
    let told = forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
    match told.filter(|_| believed).unwrap_or(peer) {
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        },
        v4 => v4,
    }
}

/// The page for whoever asked too often.
pub(crate) async fn too_many(request: Request, city: &City, seconds: u64) -> Response {
    let (mut parts, _) = request.into_parts();
    let Ok(visit) = <Visit as FromRequestParts<City>>::from_request_parts(&mut parts, city).await;
    let say = visit.say;
    let title = say.t("problem-too-many");
    let text = say.with("problem-too-many-text", &[("n", (seconds as usize).into())]);
    let main =
        html! { div.narrow.stack.s4 { (parts::heading(&[], title, &text)) p { (say.t("problem-too-many-typed")) } } };
    let mut response = visit.shell(Terminal::Public, title).respond(StatusCode::TOO_MANY_REQUESTS, main);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_client_that_asks_too_often_waits_and_nobody_else_does() {
        let pace = Pace::default();
        let now = Instant::now();
        for _ in 0..60 {
            assert_eq!(pace.take(Costly::File, ip("203.0.113.7"), now), Ok(()));
        }
        assert_eq!(pace.take(Costly::File, ip("203.0.113.7"), now), Err(1));
        assert_eq!(pace.take(Costly::File, ip("203.0.113.8"), now), Ok(()));
        assert_eq!(pace.take(Costly::SignIn, ip("203.0.113.7"), now), Ok(()), "each thing is counted apart");
        let later = now + Duration::from_secs(1);
        assert_eq!(pace.take(Costly::File, ip("203.0.113.7"), later), Ok(()));
        assert_eq!(pace.take(Costly::File, ip("203.0.113.7"), later), Err(1));
    }

    #[test]
    fn however_many_clients_come_the_memory_is_bounded() {
        let pace = Pace::default();
        let now = Instant::now();
        for n in 0..CLIENTS_MAX as u32 + 50 {
            assert_eq!(pace.take(Costly::LookUp, IpAddr::V4(n.into()), now), Ok(()));
        }
        assert!(pace.0.lock().unwrap().len() <= CLIENTS_MAX);
    }

    #[test]
    fn only_a_proxy_of_ours_says_whose_request_it_is() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("198.51.100.1, 203.0.113.9"));
        assert_eq!(client(ip("127.0.0.1"), &headers), ip("203.0.113.9"));
        assert_eq!(client(ip("10.0.0.2"), &headers), ip("203.0.113.9"));
        assert_eq!(client(ip("192.0.2.1"), &headers), ip("192.0.2.1"));
        assert_eq!(client(ip("127.0.0.1"), &HeaderMap::new()), ip("127.0.0.1"));
        assert_eq!(client(ip("2001:db8:1:2:3:4:5:6"), &headers), ip("2001:db8:1:2::"));
    }

    #[test]
    fn what_is_costly_is_known_by_its_address() {
        let of = |method: Method, path: &str| Costly::of(&method, path);
        assert_eq!(of(Method::POST, "/demo/be/lin-yue"), Some(Costly::SignIn));
        assert_eq!(of(Method::GET, "/v/ABCD-EFGH"), Some(Costly::LookUp));
        assert_eq!(of(Method::POST, "/zh/verify"), Some(Costly::LookUp));
        assert_eq!(of(Method::POST, "/en/apply/RS26-4187-K/check"), Some(Costly::File));
        for path in ["/en/apply/RS26-4187-K/premises", "/v", "/en/verify", "/", "/en/sign-in"] {
            assert_eq!(of(Method::GET, path), None, "{path}");
        }
    }
}
