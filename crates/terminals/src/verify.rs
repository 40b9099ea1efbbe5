//! Verifying a licence, for anybody: by its code, by the text of its QR code, or on the visitor's own device.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use licence::{Claims, Code, CodeMistake, Outcome, Reason, Standing, verify};
use maud::{Markup, html};
use office::{LicenceFile, Turned};
use serde_json::{Map, Value as Json, json};

use crate::facts;
use crate::kit::parts::{self, Field, Input, Shape, Verdict, Width};
use crate::kit::shell::Terminal;
use crate::resident::track::licence::{allows, part_state, standing_shape};
use crate::verify_credential;
use crate::web::{Answer, City, Sent, Visit, see, sent};

const CHECK: &str = include_str!("verify.js");
const OFFLINE: &str = include_str!("verify-offline.js");
/// Where the checking script lies.
const CHECK_AT: &str = "/v-check.js";

/// A credential of forty parts in two languages has some 60 kB.
const PASTED_AT_MOST: u32 = 100_000;

/// As every page, and one worker of our own that keeps this page for places without a signal.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'";

pub fn routes() -> Router<City> {
    Router::new()
        .route("/v", get(here))
        .route("/v/{code}", get(by_code))
        .route(CHECK_AT, get(async || script(CHECK)))
        .route(verify_credential::SCRIPT_AT, get(async || script(verify_credential::SCRIPT)))
        .route("/v-offline.js", get(async || script(OFFLINE)))
        .route("/{l}/verify", get(form).post(by_text))
}

fn script(text: &'static str) -> Response {
    let value = HeaderValue::from_static;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (CONTENT_TYPE, value("text/javascript; charset=utf-8")),
        (X_CONTENT_TYPE_OPTIONS, value("nosniff")),
        (CACHE_CONTROL, value("no-cache")),
    ];
    (headers, text).into_response()
}

/// Without a language in the address, the page depends on what the browser asks for.
fn varying(mut response: Response) -> Response {
    response.headers_mut().insert(VARY, HeaderValue::from_static("cookie, accept-language"));
    response
}

pub(crate) fn page(visit: &Visit, status: StatusCode, title: &str, path: &str, main: impl maud::Render) -> Response {
    let mut shell = visit.shell(Terminal::Public, title);
    shell.path = path;
    shell.respond(status, main)
}

/// The two ways to ask: the typed code, and the text of a scanned QR code.
fn asks(visit: &Visit, code: &str, error: &str, text: &str, here: bool) -> Markup {
    let say = visit.say;
    html! {
        form.stack.s4 method="get" action=(visit.at("verify")) {
            (parts::field(say, &Field { name: "code", label: say.t("verify-code"), hint: say.t("verify-code-hint"), error, value: code, input: Input::Code, width: Width::Middle, ..Field::default() }))
            (parts::actions(parts::submit(say.t("verify-go"))))
        }
        (parts::details(say.t("verify-text"), !text.is_empty() || here, html! {
            form.stack.s4 method="post" action=(visit.at("verify")) data-here[here] {
                (parts::field(say, &Field { name: "text", label: say.t("verify-text-label"), hint: say.t("verify-text-hint"), value: text, lines: 4, at_most: PASTED_AT_MOST, ..Field::default() }))
                (parts::actions(parts::Button { label: say.t("verify-text-go"), ..parts::Button::default() }))
            }
        }))
    }
}

async fn form(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    let code = sent(&pairs, "code");
    if !code.is_empty() {
        return looked_up(&visit, code).await;
    }
    let say = visit.say;
    let title = say.t("verify-title");
    let main = html! {
        div.narrow.stack.s5 { (parts::heading(&[], title, say.t("verify-lead"))) (asks(&visit, "", "", "", false)) p { (say.t("verify-device-text")) " " a href="/v" { (say.t("verify-device")) } } (parts::note_icon(Shape::Open, "lock", say.t("verify-nothing-kept"))) }
    };
    Ok(page(&visit, StatusCode::OK, title, &visit.path, main))
}

async fn by_code(visit: Visit, Path(code): Path<String>) -> Answer {
    looked_up(&visit, &code).await.map(varying)
}

async fn looked_up(visit: &Visit, typed: &str) -> Answer {
    let say = visit.say;
    let path = format!("/{}/verify?code={}", visit.l(), crate::address::encode(typed));
    let code = match Code::read(typed) {
        Ok(code) => code,
        Err(mistake) => return Ok(mistyped(visit, typed, mistake, &path)),
    };
    match visit.office().licence_by_code(&code).await {
        Ok(kept) => Ok(known(visit, &kept, None, &path)),
        Err(Turned::NotFound) => {
            let text = say.with("verify-unknown-text", &[("code", code.to_string().into())]);
            Ok(not_ours(visit, StatusCode::NOT_FOUND, say.t("verify-unknown"), &text, &path))
        }
        Err(turned) => Ok(cannot(visit, &turned, typed, &path)),
    }
}

/// We cannot say: that is no verdict about the paper.
fn cannot(visit: &Visit, turned: &Turned, typed: &str, path: &str) -> Response {
    tracing::error!(%turned, "a licence could not be verified");
    let title = visit.say.t("verify-cannot");
    let main = html! {
        div.narrow.stack.s5 {
            (Verdict { shape: Shape::Info, title, text: visit.say.t("verify-cannot-text"), grade: "" })
            (asks(visit, typed, "", "", false))
        }
    };
    page(visit, StatusCode::SERVICE_UNAVAILABLE, title, path, main)
}

/// The letter that would fit is offered; a code is never guessed.
fn mistyped(visit: &Visit, typed: &str, mistake: CodeMistake, path: &str) -> Response {
    let say = visit.say;
    let (text, fixed) = match mistake {
        CodeMistake::Check { expected_letter } => {
            let mut letters: Vec<char> = typed.trim().chars().collect();
            letters.pop();
            letters.push(expected_letter);
            let fixed: String = letters.into_iter().collect();
            (say.with("verify-letter", &[("letter", expected_letter.to_string().into())]), Some(fixed))
        }
        CodeMistake::Length { found } => (say.with("verify-length", &[("n", found.into())]), None),
        CodeMistake::Character { found } => {
            (say.with("verify-character", &[("letter", found.to_string().into())]), None)
        }
        CodeMistake::Shape => (say.t("verify-shape").to_owned(), None),
    };
    let title = say.t("verify-typo");
    let errors = [("code", text.as_str())];
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[], title, ""))
            @if let Some(fixed) = &fixed {
                p { (parts::link_button(&format!("{}?code={}", visit.at("verify"), crate::address::encode(fixed)), &say.with("verify-use", &[("code", fixed.as_str().into())]), parts::Tone::Quiet)) }
            }
            (asks(visit, typed, &text, "", false))
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.path = path;
    shell.came_back = true;
    shell.respond(StatusCode::UNPROCESSABLE_ENTITY, main)
}

pub(crate) fn not_ours(visit: &Visit, status: StatusCode, title: &str, text: &str, path: &str) -> Response {
    let say = visit.say;
    let main = html! {
        div.narrow.stack.s5 {
            (Verdict { shape: Shape::No, title, text, grade: "" })
            section.card.stack.s3 { h2 { (say.t("verify-what-now")) } p { (say.t("verify-what-now-text")) } p { (parts::link_button("tel:12345", "12345", parts::Tone::Quiet)) } }
            section.stack.s3 { h2 { (say.t("verify-again")) } (asks(visit, "", "", "", false)) }
        }
    };
    page(visit, status, title, path, main)
}

/// The verdict of the city itself: the state of every part as of now. With claims, the paper was checked too.
fn known(visit: &Visit, kept: &LicenceFile, signed: Option<&Claims>, path: &str) -> Response {
    let say = visit.say;
    let licence = &kept.licence;
    let (shape, _) = standing_shape(kept.state.standing);
    let title = match kept.state.standing {
        Standing::Valid => say.t("verify-valid"),
        Standing::ValidInPart => say.t("verify-in-part"),
        Standing::NotValid => say.t("verify-over"),
    };
    let now = visit.office().instant();
    let text = say
        .with("verify-now", &[("day", say.day(now.day).into()), ("time", visit.office().clock_text(now.at_us).into())]);
    let older = signed
        .filter(|c| c.version < licence.version)
        .map(|c| say.with("verify-older", &[("day", say.day_plain(c.issued_on).into())]));
    let main = html! {
        div.narrow.stack.s5 {
            (Verdict { shape, title, text: &text, grade: "" })
            @if licence.specimen { (parts::note(Shape::Warn, say.t("verify-specimen"))) }
            @if let Some(older) = &older { (parts::note(Shape::Warn, older)) }
            section.card.stack.s3 {
                h2 { (licence.trade_name) }
                p { (licence.premises) @if !licence.district.say(visit.l()).is_empty() { br; (licence.district.say(visit.l())) } }
                p.dots.dim { span { (licence.holder) } span.mono { (licence.number) } }
                (parts::note_icon(Shape::Warn, "eye", say.t("verify-compare")))
            }
            section.card.stack.s3 {
                h2 { (say.t("verify-may")) }
                ul.checks {
                    @for (part, standing) in licence.parts.iter().zip(&kept.state.parts) {
                        @let (shape, text) = part_state(visit, standing);
                        li class=(shape.class()) { (shape.icon()) div {
                            b { (part.name.say(visit.l())) }
                            @if shape != Shape::Ok { " " (parts::tag(shape, &text)) }
                            @let scope = allows(visit, part);
                            @if !scope.is_empty() { p { (scope) } }
                            p.dim { (part.authority.say(visit.l())) (say.t("comma")) @match part.until { Some(day) => (say.with("licence-until", &[("day", say.day_plain(day).into())])), None => (say.t("licence-open-ended")) } }
                        } }
                    }
                }
            }
            section.stack.s3 {
                h2 { (say.t("verify-how")) }
                (parts::steps(&[
                    (say.t("verify-how-register"), html! { (say.with("verify-how-register-text", &[("issuer", licence.issuer.say(visit.l()).into()), ("day", say.day(licence.issued_on).into())])) }),
                    (say.t("verify-how-signed"), html! { (if signed.is_some() { say.t("verify-how-signed-yes") } else { say.t("verify-how-signed-no") }) }),
                    (say.t("verify-how-state"), html! { (say.t("verify-how-state-text")) }),
                ]))
                (parts::details(say.t("verify-experts"), false, html! { p { (say.t("verify-experts-text")) " " a href="/trust.json" { "trust.json" } } p.mono { "onego verify --trust trust.json paper.pdf" } }))
            }
            (parts::note_icon(Shape::Open, "lock", say.t("verify-nothing-kept")))
        }
    };
    page(visit, StatusCode::OK, title, path, main)
}

/// The text of a scanned code, checked against our keys; the present state comes from the city's own record.
async fn by_text(visit: Visit, form: Sent) -> Answer {
    let say = visit.say;
    let text = sent(&form.0, "text");
    let path = visit.at("verify");
    if text.is_empty() {
        return Ok(see(&path));
    }
    // A code typed into the wrong field is still a code.
    if let Ok(code) = Code::read(text) {
        return Ok(see(&format!("{path}?code={code}")));
    }
    let behind = text.split_once('#').map_or(text, |(_, behind)| behind);
    if licence::credential::looks_like_one(behind) {
        return verify_credential::by_text(&visit, behind).await;
    }
    let verdict = verify(text, visit.office().trust(), visit.today());
    let claims = match &verdict.outcome {
        Outcome::Genuine { claims, .. } => claims,
        Outcome::NotGenuine { reason } => {
            let key = match reason {
                Reason::Altered => "verify-no-altered",
                Reason::UnknownKey { .. } => "verify-no-unknown-key",
                Reason::KeyNotValidThen { .. } => "verify-no-key-then",
                Reason::Malformed => "verify-no-malformed",
                Reason::NewerFormat { .. } => "verify-no-newer",
                Reason::OtherAddress { .. } => "verify-no-other-address",
                Reason::NotOurs => "verify-no-not-ours",
            };
            let title = say.t("verify-not-genuine");
            return Ok(not_ours(&visit, StatusCode::OK, title, say.t(key), &path));
        }
    };
    match visit.office().licence_by_code(&claims.code).await {
        Ok(kept) if kept.licence.number == claims.number => Ok(known(&visit, &kept, Some(claims), &path)),
        Ok(_) | Err(Turned::NotFound) => {
            Ok(not_ours(&visit, StatusCode::OK, say.t("verify-not-genuine"), say.t("verify-no-record"), &path))
        }
        Err(turned) => Ok(cannot(&visit, &turned, "", &path)),
    }
}

/// The words the script needs, by its own short names.
fn words(visit: &Visit) -> Json {
    let say = visit.say;
    let mut words = Map::new();
    let mut put = |name: &str, text: &str| words.insert(name.to_owned(), Json::String(text.to_owned()));
    put("locale", if say.is_zh() { "zh-CN" } else { "en-GB" });
    put("no-title", say.t("verify-not-genuine"));
    put("cannot-title", say.t("verify-cannot"));
    put("cannot", say.t("verify-cannot-here"));
    put("altered", say.t("verify-no-altered"));
    put("unknown-key", say.t("verify-no-unknown-key"));
    put("key-then", say.t("verify-no-key-then"));
    put("malformed", say.t("verify-no-malformed"));
    put("newer", say.t("verify-no-newer"));
    put("not-ours", say.t("verify-no-not-ours"));
    put("genuine", say.t("verify-genuine"));
    put("valid", say.t("verify-valid"));
    put("in-part", say.t("verify-in-part"));
    put("over", say.t("verify-over"));
    put("as-of", &say.with("verify-as-of", &[("day", "{day}".into())]));
    put("specimen", say.t("verify-specimen"));
    put("compare", say.t("verify-compare"));
    put("parts", say.t("verify-may"));
    put("until", &say.with("licence-until", &[("day", "{day}".into())]));
    put("open-ended", say.t("licence-open-ended"));
    put("state-s", say.t("part-suspended"));
    put("state-r", say.t("part-revoked"));
    put("state-e", say.t("part-expired"));
    put("state-w", say.t("part-withdrawn"));
    put("state-n", say.t("verify-not-yet"));
    put("left-out", &say.with("verify-left-out", &[("count", "{n}".into())]));
    put("ask-online", say.t("verify-ask-online"));
    put("offline", say.t("verify-offline"));
    verify_credential::words(visit, &mut |name, text| drop(put(name, text)));
    Json::Object(words)
}

/// The page behind the QR code. What stands after `#` never comes here: the script checks it on the visitor's device.
async fn here(visit: Visit) -> Answer {
    let say = visit.say;
    let title = say.t("verify-title");
    let catalogue = visit.catalogue();
    let permits: Map<String, Json> =
        catalogue.permits.keys().map(|id| (id.to_string(), json!(facts::permit_name(&visit, id)))).collect();
    let main = html! {
        script src=(verify_credential::SCRIPT_AT) defer {}
        script src=(CHECK_AT) defer {}
        div.narrow.stack.s5 {
            div.stack.s5 #check data-trust=(visit.office().trust().to_json()) data-words=(words(&visit)) data-permits=(Json::Object(permits)) {
                (parts::heading(&[], title, say.t("verify-here-lead")))
                noscript { (parts::note(Shape::Info, say.t("verify-no-script"))) }
            }
            section.stack.s4 { h2 { (say.t("verify-other-ways")) } (asks(&visit, "", "", "", true)) }
            (parts::note_icon(Shape::Open, "lock", say.t("verify-here-kept")))
        }
    };
    let path = visit.at("verify");
    let mut response = page(&visit, StatusCode::OK, title, &path, main);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(varying(response))
}
