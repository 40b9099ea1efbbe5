//! T4: a form page and its submission over HTTP, beside the hand-written limit and a hand-written peer in the same run.
//!
//! Ours is the product's own page: the section of the one form with the most questions, rendered for this applicant from
//! the case's events, and its POST with validation and one durable event, in a store on disk. The limit serves a fixed
//! page of 20 fields and keeps one row.
//!
//! The load is spread over 64 drafts, so that what is measured is a draft of tens of events, as people have them, and not
//! one that folds thousands.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::load::{Client, Found, request, run as load};
use super::server::{Server, free_port};

struct Line {
    what: &'static str,
    found: Found,
    cpu_us: f64,
}

fn measure(
    server: &Server,
    what: &'static str,
    connections: usize,
    seconds: u64,
    make: impl Fn(usize, u64) -> Vec<u8> + Send + Sync,
) -> Line {
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
    let Some(kept) = ours(root, seconds, "onego", false) else {
        println!("  the demo city's form could not be measured");
        return false;
    };
    // The same pages, with nothing kept of what was drawn before.
    if ours(root, seconds, "drawn anew", true).is_none() {
        println!("  the form drawn anew could not be measured");
    }
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
            if let (Some((rate, cpu)), Some((their_rate, their_cpu))) = (of(&kept), of(&other)) {
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

/// How many drafts the load is spread over, however many connections there are: each connection keeps to its own, and
/// none grows to a length that no person's draft has.
const DRAFTS: usize = 64;

/// A draft of the bench: the address of its section, and the section filled in, without the name that changes.
struct Filled {
    section: String,
    body: String,
}

/// Signs in, begins drafts and measures their fullest section.
fn ours(root: &Path, seconds: u64, name: &str, draw_anew: bool) -> Option<Vec<(usize, Line)>> {
    let port = free_port()?;
    let folder = std::env::temp_dir().join(format!("onego-bench-form-{}", std::process::id()));
    // In a folder: every submission waits for the disk, as the limit's and the peer's do.
    let mut arguments = vec![
        "demo".to_owned(),
        "--port".to_owned(),
        port.to_string(),
        "--data".to_owned(),
        folder.display().to_string(),
    ];
    if draw_anew {
        arguments.push("--draw-anew".to_owned());
    }
    let server = Server::start(&root.join("target/release/onego"), &arguments, port)?;
    let lines = loaded(&server, seconds, name);
    drop(server);
    drop(std::fs::remove_dir_all(&folder));
    lines
}

fn loaded(server: &Server, seconds: u64, name: &str) -> Option<Vec<(usize, Line)>> {
    let mut client = Client::connect(server.port).ok()?;
    let signed = client.ask(&request("POST", "/demo/be/lin-yue", "", Some("language=en"))).ok()?;
    let cookie = signed.header("set-cookie")?.split(';').next()?.to_owned();
    let drafts: Vec<Filled> = (0..DRAFTS).map(|n| begun(&mut client, &cookie, n)).collect::<Option<_>>()?;
    let page = client.ask(&request("GET", &drafts.first()?.section, &cookie, None)).ok()?;
    let fields = page.text().matches("name=\"asked\"").count();
    println!("  our page: the section `premises`, {fields} fields, {} bytes, status {}", page.body.len(), page.status);
    let mut lines = Vec::new();
    for connections in [1, 16, 64] {
        let own = DRAFTS / connections;
        let draft = |connection: usize, round: u64| &drafts[connection * own + round as usize % own];
        let get = measure(server, "GET", connections, seconds, |connection, round| {
            request("GET", &draft(connection, round).section, &cookie, None)
        });
        let post = measure(server, "POST", connections, seconds, |connection, round| {
            // Every submission changes one field, so that each is one more event.
            let draft = draft(connection, round);
            let body = format!("{}&{CHANGED}=Lotus+{connections}-{round}", draft.body);
            request("POST", &draft.section, &cookie, Some(&body))
        });
        print(name, connections, &get);
        print(name, connections, &post);
        lines.push((connections, get));
        lines.push((connections, post));
    }
    println!("  memory after load {:.1} MB", server.memory_mb());
    Some(lines)
}

/// The field that every submission changes.
const CHANGED: &str = "venue.name";

/// Begins a draft, says no to look-ups, and fills its section until the form takes it.
fn begun(client: &mut Client, cookie: &str, n: usize) -> Option<Filled> {
    let begin = format!("event=open-restaurant&once=BENCH{n:05}&venue.kind=restaurant&premises.operating_area=186");
    let begun = client.ask(&request("POST", "/en/apply/new", cookie, Some(&begin))).ok()?;
    let address = begun.header("location")?.split('?').next()?.to_owned();
    client.ask(&request("POST", &address, cookie, Some("look=no"))).ok()?;
    let section = format!("{address}/premises");
    // One answer can bring another question.
    for _ in 0..5 {
        let page = client.ask(&request("GET", &section, cookie, None)).ok()?;
        let body = filled(&page.text());
        let sent = client.ask(&request("POST", &section, cookie, Some(&format!("{body}&{CHANGED}=Lotus")))).ok()?;
        if sent.status == 303 {
            return Some(Filled { section, body });
        }
    }
    println!("  the section could not be filled in");
    None
}

/// What a person would send: every field of the page's form with an answer that fits its kind.
fn filled(page: &str) -> String {
    let form = page.find("data-save=").and_then(|at| page.get(at..)).unwrap_or_default();
    let form = form.split("</form>").next().unwrap_or_default();
    let mut pairs: Vec<(String, String)> = Vec::new();
    for tag in form.split('<').filter(|t| t.starts_with("input ")) {
        let of = |name: &str| {
            tag.split_once(&format!(" {name}=\"")).and_then(|(_, rest)| rest.split('"').next()).unwrap_or("")
        };
        let (name, value) = (of("name").to_owned(), of("value").to_owned());
        let known = pairs.iter_mut().find(|(n, _)| *n == name);
        match (of("type"), known) {
            _ if name == CHANGED => {}
            ("hidden", _) => pairs.push((name, value)),
            ("radio", None) => pairs.push((name, value)),
            // What is chosen already stays; else a "no" leaves the plan as it is.
            ("radio", Some(known)) if tag.contains(" checked") || value == "no" => known.1 = value,
            ("radio", Some(_)) => {}
            ("checkbox", None) => pairs.push((name, value)),
            ("checkbox", Some(_)) => {}
            (_, _) if !value.is_empty() => pairs.push((name, value)),
            _ if name.ends_with("_end") => pairs.push((name, "2027-06-01".to_owned())),
            _ if name.ends_with("hours") => pairs.push((name, "10:00-22:00".to_owned())),
            (_, _) if tag.contains("inputmode=\"") => pairs.push((name, "2".to_owned())),
            (_, _) => pairs.push((name, "Willow Street 18".to_owned())),
        }
    }
    let written: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={}", v.replace(' ', "+"))).collect();
    format!("op=continue&{}", written.join("&"))
}

/// The hand-written limits of a folder with `bench/limits`, built once into a folder of their own, as their own settings
/// say: for the processor at hand.
pub fn limits_program(data: &Path) -> Option<PathBuf> {
    let target = limits_target();
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet"])
        .current_dir(data.join("bench/limits"))
        .arg("--target-dir")
        .arg(&target)
        .status()
        .ok()?;
    built.success().then(|| target.join("release/limits"))
}

fn limits_target() -> PathBuf {
    std::env::temp_dir().join("onego-limits-native")
}

fn limit(data: &Path, seconds: u64) -> Option<Vec<(usize, Line)>> {
    let program = limits_program(data)?;
    let database = limits_target().join("form.db");
    drop(std::fs::remove_file(&database));
    let port = free_port()?;
    let arguments = ["serve".to_owned(), port.to_string(), database.display().to_string()];
    let server = Server::start(&program, &arguments, port)?;
    Some(plain("limit", &server, seconds))
}

fn peer(data: &Path, seconds: u64) -> Option<Vec<(usize, Line)>> {
    let folder = std::env::temp_dir().join("onego-peer");
    std::fs::create_dir_all(&folder).ok()?;
    if !folder.join("node_modules/fastify").exists() {
        let packages =
            ["install", "--no-audit", "--no-fund", "--silent", "fastify", "@fastify/formbody", "better-sqlite3"];
        let installed = Command::new("npm").args(packages).current_dir(&folder).status().ok()?;
        if !installed.success() {
            return None;
        }
    }
    let port = free_port()?;
    let arguments = [
        data.join("bench/node_app.mjs").display().to_string(),
        folder.join("node_modules").display().to_string(),
        port.to_string(),
        folder.join("form.db").display().to_string(),
    ];
    let server = Server::start(Path::new("node"), &arguments, port)?;
    Some(plain("Fastify", &server, seconds))
}
