//! A browser that does what it is told: one request, no redirects, cookies kept by host and port.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub url: String,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Page {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The address a redirect leads to, whole.
    pub fn leads_to(&self) -> String {
        let to = self
            .header("location")
            .unwrap_or_else(|| panic!("no redirect: {} {}\n{}", self.status, self.url, self.body));
        if to.starts_with("http") { to.to_owned() } else { format!("{}{to}", origin(&self.url)) }
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        let set = self.headers.iter().rev().filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie"));
        set.map(|(_, v)| v.as_str()).find(|v| v.split('=').next() == Some(name))
    }
}

/// `http://127.0.0.1:20000` of an address.
pub fn origin(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    let end = url[after..].find(['/', '?']).map_or(url.len(), |at| after + at);
    &url[..end]
}

#[derive(Clone, Default)]
pub struct Browser {
    pub cookies: BTreeMap<String, BTreeMap<String, String>>,
}

impl Browser {
    pub fn get(&mut self, url: &str) -> Page {
        self.ask("GET", url, None)
    }

    pub fn post(&mut self, url: &str, form: &str) -> Page {
        self.ask("POST", url, Some(form))
    }

    pub fn ask(&mut self, method: &str, url: &str, form: Option<&str>) -> Page {
        try_ask(method, url, form, self).unwrap_or_else(|e| panic!("{method} {url}: {e}"))
    }

    pub fn cookie_of(&self, url: &str, name: &str) -> Option<&String> {
        self.cookies.get(origin(url))?.get(name)
    }
}

/// HTTP/1.0, so that an answer ends with its connection.
pub fn try_ask(method: &str, url: &str, form: Option<&str>, browser: &mut Browser) -> std::io::Result<Page> {
    let from = origin(url).to_owned();
    let host = from.split("://").nth(1).unwrap_or_default();
    let path = match &url[from.len()..] {
        "" => "/",
        path => path.split('#').next().unwrap_or("/"),
    };
    let mut request =
        format!("{method} {path} HTTP/1.0\r\nHost: {host}\r\nAccept: text/html\r\nAccept-Language: en\r\n");
    let jar = browser.cookies.entry(from.clone()).or_default();
    if !jar.is_empty() {
        let pairs: Vec<String> = jar.iter().map(|(n, v)| format!("{n}={v}")).collect();
        request.push_str(&format!("Cookie: {}\r\n", pairs.join("; ")));
    }
    if let Some(form) = form {
        request.push_str(&format!(
            "Origin: {from}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            form.len()
        ));
    }
    request.push_str("\r\n");
    request.push_str(form.unwrap_or(""));

    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(request.as_bytes())?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| std::io::Error::other("half an answer"))?;
    let mut lines = head.lines();
    let status = lines
        .next()
        .and_then(|l| l.split(' ').nth(1)?.parse().ok())
        .ok_or_else(|| std::io::Error::other("no status"))?;
    let headers: Vec<(String, String)> =
        lines.filter_map(|l| l.split_once(": ")).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    for (_, set) in headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case("set-cookie")) {
        let Some((name, rest)) = set.split_once('=') else { continue };
        let value = rest.split(';').next().unwrap_or_default();
        let gone = value.is_empty() || set.contains("Max-Age=0") || set.contains("1970");
        if gone {
            jar.remove(name)
        } else {
            jar.insert(name.to_owned(), value.to_owned())
        };
    }
    Ok(Page { url: url.to_owned(), status, headers, body: body.to_owned() })
}
