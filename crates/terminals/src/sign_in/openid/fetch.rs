//! How the provider is asked: one request a connection, no redirects, short limits, TLS wherever it is not this machine.

use std::fmt;
use std::future::Future;
use std::io::BufReader;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONNECTION, HOST, HeaderValue};
use hyper_util::rt::TokioIo;
use openidconnect::url::{Host, Url};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::ring};

/// From the first byte asked to the last byte answered.
const SLOWEST: Duration = Duration::from_secs(5);
/// Metadata, keys and tokens are a few kilobytes.
const BYTES_AT_MOST: usize = 512 * 1024;

/// Why the provider could not be asked. Never holds anything of the request or the answer.
#[derive(Debug)]
pub enum Unreached {
    /// The address is neither https nor on this machine.
    Unsafe,
    Slow,
    Failed(&'static str, String),
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreached::Unsafe => f.write_str("an address that is asked is not https"),
            Unreached::Slow => write!(f, "no answer within {} seconds", SLOWEST.as_secs()),
            Unreached::Failed(what, why) => write!(f, "{what}: {why}"),
        }
    }
}

impl std::error::Error for Unreached {}

fn failed<E: fmt::Display>(what: &'static str) -> impl FnOnce(E) -> Unreached {
    move |why| Unreached::Failed(what, why.to_string())
}

/// Whether an address leads to this machine, where plain http is allowed.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What may be asked: https, or http on this machine.
pub fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && is_loopback(url)
}

/// The way out of this machine.
#[derive(Clone)]
pub struct Web {
    tls: TlsConnector,
}

impl Web {
    /// Trusts the public authorities, or only those of a file.
    pub fn new(authorities: Option<&Path>) -> Result<Web, String> {
        let mut roots = RootCertStore::empty();
        match authorities {
            None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Some(path) => {
                let shown = path.display();
                let file = std::fs::File::open(path).map_err(|e| format!("`ca_file` `{shown}` cannot be read: {e}"))?;
                for certificate in CertificateDer::pem_reader_iter(BufReader::new(file)) {
                    certificate
                        .map_err(|e| e.to_string())
                        .and_then(|c| roots.add(c).map_err(|e| e.to_string()))
                        .map_err(|e| format!("`ca_file` `{shown}` is not a list of certificates: {e}"))?;
                }
                if roots.is_empty() {
                    return Err(format!("`ca_file` `{shown}` has no certificate"));
                }
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Web { tls: TlsConnector::from(Arc::new(config)) })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unreached> {
        let url = Url::parse(&request.uri().to_string()).map_err(failed("its address"))?;
        if !is_safe(&url) {
            return Err(Unreached::Unsafe);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err(Unreached::Unsafe) };
        // Without the brackets of an IPv6 address.
        let name = match host {
            Host::Domain(name) => name.to_owned(),
            Host::Ipv4(address) => address.to_string(),
            Host::Ipv6(address) => address.to_string(),
        };
        let tcp = TcpStream::connect((name.as_str(), port)).await.map_err(failed("no connection"))?;
        if url.scheme() == "https" {
            let server = ServerName::try_from(name).map_err(failed("its name"))?;
            let tls = self.tls.connect(server, tcp).await.map_err(failed("TLS"))?;
            speak(tls, &url, request).await
        } else {
            speak(tcp, &url, request).await
        }
    }
}

async fn speak<T>(stream: T, url: &Url, request: HttpRequest) -> Result<HttpResponse, Unreached>
where
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(failed("HTTP"))?;
    // Ends with the answer: there is one request, and the connection closes behind it.
    tokio::spawn(connection);
    let (mut parts, body) = request.into_parts();
    let authority = url.authority().rsplit('@').next().unwrap_or_default();
    parts.headers.insert(HOST, HeaderValue::from_str(authority).map_err(failed("its name"))?);
    parts.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    parts.uri = url[openidconnect::url::Position::BeforePath..].parse().map_err(failed("its address"))?;
    let request = hyper::Request::from_parts(parts, Full::new(Bytes::from(body)));
    let (parts, body) = sender.send_request(request).await.map_err(failed("HTTP"))?.into_parts();
    let body = Limited::new(body, BYTES_AT_MOST).collect().await.map_err(failed("its answer"))?;
    Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
}

impl<'c> AsyncHttpClient<'c> for Web {
    type Error = Unreached;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Unreached>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move { tokio::time::timeout(SLOWEST, self.ask(request)).await.unwrap_or(Err(Unreached::Slow)) })
    }
}
