//! The HTTP server: connections in, a bound on the time a head may take, a graceful end.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::Service;

/// From the first moment a connection waits for a request until its head is there. Whoever sends a head letter by letter
/// holds a connection no longer than this (CWE-400, "Slowloris"); an idle connection of a browser ends then, too.
pub const HEAD_WITHIN: Duration = Duration::from_secs(20);

/// When there is no room for another connection, the next one is taken after this long.
const NO_ROOM: Duration = Duration::from_millis(500);

/// The other end of a connection: a person's device, or the proxy in front of us.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Serves a site until `until` comes to an end; then takes nobody in any more and answers who is there.
pub async fn serve(listener: TcpListener, site: Router, until: impl Future<Output = ()>) {
    serve_with(listener, site, HEAD_WITHIN, until).await;
}

async fn serve_with(listener: TcpListener, site: Router, head_within: Duration, until: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head_within);
    let graceful = GracefulShutdown::new();
    let mut until = pin!(until);
    loop {
        let (stream, peer): (_, SocketAddr) = tokio::select! {
            () = &mut until => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    out_of_room(&error).await;
                    continue;
                }
            },
        };
        // Without it an answer in two pieces waits for a sign from the other side; where it fails, it only waits.
        drop(stream.set_nodelay(true));
        let peer = Peer(peer.ip());
        let site = site.clone();
        let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(peer);
            site.clone().call(request)
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), answer));
        tokio::spawn(async move {
            // A connection that breaks off is the other side's affair.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Somebody who went away before we took them in costs nothing; anything else is a shortage that may pass.
async fn out_of_room(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!(%error, "no connection can be taken in");
        tokio::time::sleep(NO_ROOM).await;
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use axum::routing::get;
    use tokio::sync::oneshot;

    use super::*;

    /// Asks on a connection of its own and reads until the other side ends it.
    fn asked(address: SocketAddr, sent: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_head_that_never_ends_does_not_hold_a_connection_and_others_are_answered() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, told) = oneshot::channel::<()>();
        let site = Router::new()
            .route("/", get(async |axum::Extension(Peer(ip)): axum::Extension<Peer>| format!("you are {ip}")));
        let until = async { drop(told.await) };
        let server = tokio::spawn(serve_with(listener, site, Duration::from_millis(200), until));
        let slow = tokio::task::spawn_blocking(move || asked(address, "GET / HTTP/1.1\r\nhost: city\r\nx-slow: a"));
        let well = tokio::task::spawn_blocking(move || {
            asked(address, "GET / HTTP/1.1\r\nhost: city\r\nconnection: close\r\n\r\n")
        });
        let slow = slow.await.unwrap();
        assert!(!slow.contains("you are"), "{slow}");
        assert!(well.await.unwrap().ends_with("you are 127.0.0.1"));
        tell.send(()).unwrap();
        server.await.unwrap();
        assert!(TcpStream::connect(address).is_err());
    }
}
