//! Problems as pages: what is wrong, what to do, the right status. For operators a reference, logged once, without content.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::html;
use office::Turned;

use crate::kit::parts::{self, Tone};
use crate::kit::shell::Terminal;
use crate::refusal;
use crate::web::Visit;

/// Something other than the page that was asked for.
#[derive(Debug)]
pub enum Problem {
    /// A finished answer: a page with its status, or a redirect.
    Answer(Box<Response>),
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        match self {
            Problem::Answer(response) => *response,
        }
    }
}

/// The status a turned-away act has on the wire.
pub fn status_of(turned: &Turned) -> StatusCode {
    match turned {
        Turned::NotFound => StatusCode::NOT_FOUND,
        Turned::NotAllowed => StatusCode::FORBIDDEN,
        Turned::KeyUsedTwice => StatusCode::UNPROCESSABLE_ENTITY,
        Turned::Changed(_) => StatusCode::CONFLICT,
        Turned::Refused(refusal) => refusal::status_of(refusal),
        Turned::Paper(_) | Turned::Banned(_) | Turned::Incomplete(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Turned::Fault(store_fault) => match store_fault.kind() {
            "too-busy" | "overtaken" | "away" | "stopped" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        },
    }
}

/// The page for a turned-away act.
pub(crate) fn page(visit: &Visit, turned: Turned) -> Problem {
    let say = visit.say;
    let status = status_of(&turned);
    let reference = match &turned {
        Turned::Fault(fault) => {
            // Eight letters to read over the phone; the log line carries the same ones.
            let reference = format!("E-{}", visit.office().once_key().get(..8).unwrap_or("00000000"));
            tracing::error!(error.reference = %reference, error.kind = fault.kind(), %fault, "a request failed");
            Some(reference)
        }
        _ => None,
    };
    let (title, text) = refusal::said(visit, &turned);
    let official = matches!(visit.session.as_ref().map(|s| &s.who), Some(office::SignedIn::Official { .. }));
    let (home, home_label) = if official {
        (visit.at("desk/inbox"), say.t("problem-to-desk"))
    } else {
        (visit.at(""), say.t("problem-to-start"))
    };
    let shell = visit.shell(Terminal::Public, &title);
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[], &title, &text))
            @if let Some(reference) = &reference { p { (say.with("problem-reference", &[("reference", reference.as_str().into())])) } }
            p { (parts::link_button(&home, home_label, Tone::Main)) }
        }
    };
    let mut response = shell.respond(status, main);
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(axum::http::header::RETRY_AFTER, axum::http::HeaderValue::from_static("5"));
    }
    Problem::Answer(Box::new(response))
}
