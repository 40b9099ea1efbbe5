//! The visible controls of a demo city: become somebody, move the day.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::routing::post;
use office::SignedIn;

use crate::address::safe_back;
use crate::sign_in::session_cookie;
use crate::web::{Answer, City, Sent, Visit, see, sent};

pub fn routes() -> Router<City> {
    Router::new().route("/demo/next-day", post(next_day)).route("/demo/be/{person}", post(be))
}

/// Moves the demo city to its next working day; clocks run, officials work. Whoever pressed the button stays signed in:
/// a session lasts hours, and here hours pass in a moment.
async fn next_day(visit: Visit, State(city): State<City>, form: Sent) -> Answer {
    let Some(demo) = city.demo() else { return Err(visit.not_found()) };
    demo.next_day().await.map_err(|t| visit.problem(t))?;
    let back = safe_back(sent(&form.0, "back")).unwrap_or("/");
    match &visit.session {
        Some(session) => signed_in(&visit, &city, session.who.clone(), session.name.clone(), back).await,
        None => Ok(see(back)),
    }
}

/// Goes to `back` with the cookie of a new session; the one before ends.
async fn signed_in(visit: &Visit, city: &City, who: SignedIn, name: Option<String>, back: &str) -> Answer {
    // Who becomes somebody else leaves nobody signed in behind them.
    if let Some(token) = &visit.token {
        city.office.sign_out(token).await.map_err(|t| visit.problem(t))?;
    }
    let token = city.office.sign_in(who, name).await.map_err(|t| visit.problem(t))?;
    let mut response: Response = see(back);
    if let Ok(cookie) = HeaderValue::from_str(&session_cookie(&token, city.secure)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn be(visit: Visit, State(city): State<City>, Path(person): Path<String>, form: Sent) -> Answer {
    let Some(demo) = city.demo() else { return Err(visit.not_found()) };
    let Some(person) = demo.people().iter().find(|p| p.id == person).cloned() else { return Err(visit.not_found()) };
    let language = match sent(&form.0, "language") {
        "zh" => "zh",
        _ => "en",
    };
    let name = person.name.say(language).to_owned();
    let start = format!("/{language}/{}", person.start);
    let back = safe_back(sent(&form.0, "back")).unwrap_or(&start);
    signed_in(&visit, &city, person.who, Some(name), back).await
}
