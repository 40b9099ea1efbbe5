//! Signing in: the people of the demo, or OpenID Connect. There are no default accounts.

pub mod openid;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use maud::html;
use serde::Deserialize;

use crate::address::safe_back;
use crate::kit::icon;
use crate::kit::parts;
use crate::kit::shell::{ME, Terminal};
use crate::web::{Answer, City, DemoPerson, SignIn, Visit, see, session_cookie_name};

pub fn routes() -> Router<City> {
    Router::new().route("/{l}/sign-in", get(show)).route("/{l}/sign-out", post(leave)).merge(openid::routes())
}

/// `HttpOnly`, `SameSite=Lax`, for twenty hours; `Secure` wherever TLS is.
pub(crate) fn session_cookie(token: &str, secure: bool) -> String {
    let name = session_cookie_name(secure);
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=72000{secure}")
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    back: String,
}

async fn show(visit: Visit, State(city): State<City>, Query(back): Query<Back>) -> Answer {
    let back = safe_back(&back.back).unwrap_or("");
    match &city.sign_in {
        SignIn::Demo(demo) => Ok(people(&visit, demo.people(), back)),
        SignIn::OpenId(provider) => openid::begin(&visit, provider, back).await,
        SignIn::Closed => {
            let title = visit.say.t("signin-closed-title");
            let main = html! { div.narrow { (parts::heading(&[], title, visit.say.t("signin-closed"))) } };
            Ok(visit.ok(&visit.shell(Terminal::Public, title), main))
        }
    }
}

fn people(visit: &Visit, people: &[DemoPerson], back: &str) -> Response {
    let say = visit.say;
    let title = say.t("signin-demo-title");
    let officials = |p: &&DemoPerson| p.authority.is_some();
    let card = |person: &DemoPerson| {
        html! {
            li {
                form.card.stack.s2 method="post" action={ "/demo/be/" (person.id) } {
                    input type="hidden" name="language" value=(visit.l());
                    @if !back.is_empty() { input type="hidden" name="back" value=(back); }
                    h3 { (visit.text(&person.name)) }
                    @if let Some(authority) = &person.authority { p.over { (visit.text(authority)) } }
                    p.dim { (visit.text(&person.line)) }
                    button.btn { (icon("user")) (say.with("signin-be", &[("name", visit.text(&person.name).into())])) }
                }
            }
        }
    };
    let main = html! {
        div.stack.s6 {
            (parts::heading(&[], title, say.t("signin-demo-lead")))
            section.stack.s4 aria-labelledby="applicants" {
                h2 #applicants { (say.t("signin-applicants")) }
                ul.grid { @for person in people.iter().filter(|p| p.authority.is_none()) { (card(person)) } }
            }
            section.stack.s4 aria-labelledby="officials" {
                h2 #officials { (say.t("signin-officials")) }
                ul.grid { @for person in people.iter().filter(officials) { (card(person)) } }
            }
            @if visit.session.is_some() {
                form method="post" action=(visit.at("sign-out")) { button.btn { (say.t("signin-out")) } }
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = ME;
    visit.ok(&shell, main)
}

async fn leave(visit: Visit) -> Answer {
    if let Some(token) = &visit.token {
        visit.office().sign_out(token).await.map_err(|t| visit.problem(t))?;
    }
    let place = if matches!(visit.city.sign_in, SignIn::OpenId(_)) { "signed-out" } else { "" };
    let mut response = see(&visit.at(place));
    let name = session_cookie_name(visit.city.secure);
    let secure = if visit.city.secure { "; Secure" } else { "" };
    let gone = format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&gone) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
