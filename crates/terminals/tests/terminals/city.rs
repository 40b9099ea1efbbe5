//! The invented city as a browser reaches it: whole requests, whole answers.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use catalogue::Catalogue;
use office::{Office, SignedIn};
use store::{Place, Store};
use terminals::{City, SignIn};
use tower::ServiceExt;
use town::{Demo, Town};

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "yaml") {
            found.push(path);
        }
    }
}

pub fn catalogue() -> Catalogue {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let texts: Vec<catalogue::Source> = files
        .iter()
        .map(|path| {
            catalogue::Source::new(
                path.strip_prefix(&root).unwrap().to_string_lossy(),
                std::fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    catalogue::compile(&texts).catalogue.expect("the example city is sound")
}

/// With some weeks of life in it.
pub async fn demo() -> Demo {
    let store = Store::open(Place::Memory).unwrap();
    Town::demo(town::DEMO_SEED, catalogue(), store, town::demo_day(), town::DEMO_ORIGIN, false).await.unwrap()
}

/// With its officials and registers, and nothing else.
pub fn empty() -> Office {
    let town = Arc::new(Town::found(town::DEMO_SEED));
    let store = Store::open(Place::Memory).unwrap();
    town.open(catalogue(), store, town::demo_day(), "https://demo.onego.example", false).unwrap().0
}

pub fn site(office: &Office, secure: bool) -> Router {
    terminals::site(City { office: office.clone(), sign_in: SignIn::Closed, secure, draw_anew: false })
}

/// The site as it is, or without anything that was drawn before.
pub fn site_of(office: &Office, draw_anew: bool) -> Router {
    terminals::site(City { office: office.clone(), sign_in: SignIn::Closed, secure: false, draw_anew })
}

pub async fn session(office: &Office, who: SignedIn) -> String {
    office.sign_in(who, None).await.unwrap()
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

async fn send(site: &Router, request: Request<Body>) -> Page {
    let answer = site.clone().oneshot(request).await.unwrap();
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, 8 << 20).await.unwrap();
    Page { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
}

pub async fn get(site: &Router, token: &str, address: &str) -> Page {
    let cookie = format!("onego_session={token}");
    send(site, Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
}

pub async fn post(site: &Router, token: &str, address: &str, form: &str) -> Page {
    let request = Request::post(address)
        .header(header::COOKIE, format!("onego_session={token}"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(form.to_owned()))
        .unwrap();
    send(site, request).await
}

/// Every case there is.
pub async fn cases(office: &Office) -> Vec<casework::Case> {
    let ids = office.store().read(|tx| tx.cases_page("", 10_000).map_err(office::Turned::from)).await.unwrap();
    let mut cases = Vec::new();
    for id in ids {
        cases.push(std::sync::Arc::unwrap_or_clone(office.case_file(&id).await.unwrap().case));
    }
    cases
}

/// The value of a hidden field of a page.
pub fn hidden(text: &str, name: &str) -> String {
    let at = text.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no hidden field {name}"));
    text[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}
