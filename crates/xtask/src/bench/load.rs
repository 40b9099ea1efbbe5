//! A small load client: keep-alive HTTP/1.1 on loopback, a thread a connection, bounded in time.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// One answer.
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// One connection.
pub struct Client {
    stream: BufReader<TcpStream>,
}

impl Client {
    pub fn connect(port: u16) -> std::io::Result<Client> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Client { stream: BufReader::new(stream) })
    }

    /// Sends one request and reads the whole answer.
    pub fn ask(&mut self, request: &[u8]) -> std::io::Result<Reply> {
        self.stream.get_mut().write_all(request)?;
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split_whitespace().nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        let mut headers = Vec::new();
        loop {
            let mut header = String::new();
            self.stream.read_line(&mut header)?;
            let header = header.trim_end();
            if header.is_empty() {
                break;
            }
            if let Some((name, value)) = header.split_once(':') {
                headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        let of = |name: &str| headers.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone());
        let mut body = Vec::new();
        if let Some(length) = of("content-length").and_then(|l| l.parse::<usize>().ok()) {
            body.resize(length, 0);
            self.stream.read_exact(&mut body)?;
        } else if of("transfer-encoding").is_some_and(|t| t == "chunked") {
            loop {
                let mut size = String::new();
                self.stream.read_line(&mut size)?;
                let length = usize::from_str_radix(size.trim(), 16).unwrap_or(0);
                let at = body.len();
                body.resize(at + length, 0);
                self.stream.read_exact(&mut body[at..])?;
                let mut end = [0u8; 2];
                self.stream.read_exact(&mut end)?;
                if length == 0 {
                    break;
                }
            }
        }
        Ok(Reply { status, headers, body })
    }
}

/// A request in bytes.
pub fn request(method: &str, path: &str, cookie: &str, body: Option<&str>) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n");
    if !cookie.is_empty() {
        text.push_str(&format!("cookie: {cookie}\r\n"));
    }
    match body {
        Some(body) => text.push_str(&format!(
            "content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )),
        None => text.push_str("\r\n"),
    }
    text.into_bytes()
}

/// What a run of load found.
pub struct Found {
    pub requests: u64,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Answers that were neither 2xx nor 3xx.
    pub bad: u64,
}

/// Sends what `make` gives (connection and round number in) for some seconds on some connections.
pub fn run(port: u16, connections: usize, seconds: u64, make: impl Fn(usize, u64) -> Vec<u8> + Send + Sync) -> Found {
    let until = Instant::now() + Duration::from_secs(seconds);
    let began = Instant::now();
    let results: Vec<(Vec<f64>, u64)> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..connections)
            .map(|connection| {
                let make = &make;
                scope.spawn(move || {
                    let mut times = Vec::new();
                    let mut bad = 0;
                    let Ok(mut client) = Client::connect(port) else { return (times, 1) };
                    let mut round = 0;
                    while Instant::now() < until {
                        let request = make(connection, round);
                        let sent = Instant::now();
                        match client.ask(&request) {
                            Ok(reply) if (200..400).contains(&reply.status) => {}
                            Ok(_) => bad += 1,
                            Err(_) => {
                                bad += 1;
                                match Client::connect(port) {
                                    Ok(again) => client = again,
                                    Err(_) => break,
                                }
                            }
                        }
                        times.push(sent.elapsed().as_secs_f64() * 1e3);
                        round += 1;
                    }
                    (times, bad)
                })
            })
            .collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    let elapsed = began.elapsed().as_secs_f64();
    let bad = results.iter().map(|(_, bad)| bad).sum();
    let mut times: Vec<f64> = results.into_iter().flat_map(|(times, _)| times).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1))).copied().unwrap_or(0.0)
    };
    Found {
        requests: times.len() as u64,
        per_second: times.len() as f64 / elapsed,
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        bad,
    }
}
