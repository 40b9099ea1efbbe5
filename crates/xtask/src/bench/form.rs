//! T4: a form page and its submission over HTTP, beside the hand-written limit and a hand-written peer in the same run.
//!
//! Ours is the product's own page: the section of the one form with the most questions, rendered for this applicant from
//! the case's events, and its POST with validation and one durable event. The limit serves a fixed page and one row.

use std::path::Path;
use std::process::Command;

use super::load::{Client, Found, request, run as load};
use super::server::Server;

struct Line {
    what: &'static str,
    found: Found,
    cpu_us: f64,
}

fn measure(server: &Server, what: &'static str, connections: usize, seconds: u64, make: impl Fn(usize, u64) -> Vec<u8> + Send + Sync) -> Line {
    let before = server.cpu_seconds();
    let found = load(server.port, connections, seconds, make);
    let cpu_us = (server.cpu_seconds() - before) / found.requests.max(1) as f64 * 1e6;
    Line { what, found, cpu_us }
}

fn print(name: &str, connections: usize, line: &Line) {
    println!(
        "  {name:<10} {:<5} {connections:>3} {:>9.0}/s  p50 {:>7.2} ms  p99 {:>7.2} ms  cpu {:>7.1} us{}",
        line.what,
        line.found.per_second,
        line.found.p50_ms,
        line.found.p99_ms,
        line.cpu_us,
        if line.found.bad > 0 { format!("  BAD {}", line.found.bad) } else { String::new() }
    );
}

fn twenty() -> String {
    (0..20).map(|i| format!("f{i}={}", format!("answer{i}+").repeat(5))).collect::<Vec<_>>().join("&")
}

/// A plain server with `GET /form` and `POST /form`.
fn plain(name: &str, server: &Server, seconds: u64) -> Vec<(usize, Line)> {
    let mut lines = Vec::new();
    let body = twenty();
    for connections in [1, 16, 64] {
        let get = measure(server, "GET", connections, seconds, |_, _| request("GET", "/form", "", None));
        let post = measure(server, "POST", connections, seconds, |_, _| request("POST", "/form", "", Some(&body)));
        print(name, connections, &get);
        print(name, connections, &post);
        lines.push((connections, get));
        lines.push((connections, post));
    }
    lines
}

pub fn run(root: &Path, data: Option<&Path>, seconds: u64) -> bool {
    println!("\nT4: form page and submission ({seconds} s each)");
    let Some(ours) = ours(root, seconds) else {
        println!("  the demo city's form could not be measured");
        return false;
    };
    let Some(data) = data else {
        println!("  no limit and no peer: give --data DIR with their drivers (see README)");
        return true;
    };
    let limit = limit(data, seconds);
    let peer = peer(data, seconds);
    println!("\n  ratios at 64 connections");
    for (name, other) in [("limit", limit), ("Fastify", peer)] {
        let Some(other) = other else {
            println!("  {name}: could not be started here");
            continue;
        };
        for what in ["GET", "POST"] {
            let of = |lines: &[(usize, Line)]| {
                lines.iter().find(|(c, l)| *c == 64 && l.what == what).map(|(_, l)| (l.found.per_second, l.cpu_us))
            };
            if let (Some((rate, cpu)), Some((their_rate, their_cpu))) = (of(&ours), of(&other)) {
                println!(
                    "  {what:<4} vs {name:<8} rate {:>6.2}x   cpu a request {:>6.2}x",
                    rate / their_rate,
                    cpu / their_cpu
                );
            }
        }
    }
    true
}

/// Signs in, begins a case and measures its fullest section.
fn ours(root: &Path, seconds: u64) -> Option<Vec<(usize, Line)>> {
    let port = 21_900;
    let arguments = ["demo".to_owned(), "--port".to_owned(), port.to_string()];
    let server = Server::start(&root.join("target/release/onego"), &arguments, port)?;
    let mut client = Client::connect(port).ok()?;
    let signed = client.ask(&request("POST", "/demo/be/lin-yue", "", Some("language=en"))).ok()?;
    let cookie = signed.header("set-cookie")?.split(';').next()?.to_owned();
    let begin = "event=open-restaurant&once=BENCH0001&venue.kind=restaurant&premises.operating_area=186";
    let begun = client.ask(&request("POST", "/en/apply/new", &cookie, Some(begin))).ok()?;
    let address = begun.header("location")?.split('?').next()?.to_owned();
    let number = address.split('/').nth(3)?.to_owned();
    let page = client.ask(&request("GET", &format!("/en/apply/{number}/premises"), &cookie, None)).ok()?;
    println!("  our page: /en/apply/…/premises, {} bytes, status {}", page.body.len(), page.status);
    let section = format!("/en/apply/{number}/premises");
    let body = fields(&page.text());
    let mut lines = Vec::new();
    for connections in [1, 16, 64] {
        let get = measure(&server, "GET", connections, seconds, |_, _| request("GET", &section, &cookie, None));
        let post = measure(&server, "POST", connections, seconds, |connection, round| {
            // Each submission is a new one: its own key, so that none is answered from memory.
            request("POST", &section, &cookie, Some(&format!("{body}&once=B{connections}-{connection}-{round}")))
        });
        print("onego", connections, &get);
        print("onego", connections, &post);
        lines.push((connections, get));
        lines.push((connections, post));
    }
    println!("  memory after load {:.1} MB", server.memory_mb());
    Some(lines)
}

/// The names of the page's fields with a number in each: what a person would send.
fn fields(page: &str) -> String {
    let mut names: Vec<&str> = page
        .split("name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.contains('.') && !name.contains(':'))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.iter().map(|name| format!("{name}=86")).collect::<Vec<_>>().join("&")
}

fn limit(data: &Path, seconds: u64) -> Option<Vec<(usize, Line)>> {
    let source = data.join("bench/limits");
    let target = std::env::temp_dir().join("onego-limits");
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(source.join("Cargo.toml"))
        .arg("--target-dir")
        .arg(&target)
        .status()
        .ok()?;
    if !built.success() {
        return None;
    }
    let database = target.join("form.db");
    drop(std::fs::remove_file(&database));
    let port = 21_901;
    let arguments = ["serve".to_owned(), port.to_string(), database.display().to_string()];
    let server = Server::start(&target.join("release/limits"), &arguments, port)?;
    Some(plain("limit", &server, seconds))
}

fn peer(data: &Path, seconds: u64) -> Option<Vec<(usize, Line)>> {
    let folder = std::env::temp_dir().join("onego-peer");
    std::fs::create_dir_all(&folder).ok()?;
    if !folder.join("node_modules/fastify").exists() {
        let packages = ["install", "--no-audit", "--no-fund", "--silent", "fastify", "@fastify/formbody", "better-sqlite3"];
        let installed = Command::new("npm").args(packages).current_dir(&folder).status().ok()?;
        if !installed.success() {
            return None;
        }
    }
    let port = 21_902;
    let arguments = [
        data.join("bench/node_app.mjs").display().to_string(),
        folder.join("node_modules").display().to_string(),
        port.to_string(),
        folder.join("form.db").display().to_string(),
    ];
    let server = Server::start(Path::new("node"), &arguments, port)?;
    Some(plain("Fastify", &server, seconds))
}
