//! A licence shown as a credential, checked for whoever it is shown to: on their own device by a script, or here for
//! browsers without one. Only what was shown is said; the city's record would say what its holder withheld.

use axum::http::StatusCode;
use axum::response::Response;
use licence::credential::{Flaw, Holder, Looked, Shown, ShownPart, StatusToken, Unfit, check};
use licence::{PublicKey, Standing, TrustBundle};
use maud::html;
use serde_json::Value as Json;

use crate::kit::parts::{self, Shape, Verdict};
use crate::resident::track::licence::part_state;
use crate::verify::{not_ours, page};
use crate::web::{Answer, Visit};

/// The script that checks credentials; the page loads it before the one that checks QR codes.
pub(crate) const SCRIPT: &str = include_str!("verify-credential.js");
pub(crate) const SCRIPT_AT: &str = "/v-check-credential.js";

/// The words of that script.
pub(crate) fn words(visit: &Visit, put: &mut impl FnMut(&str, &str)) {
    let say = visit.say;
    put("file", say.t("verify-file"));
    put("file-hint", say.t("verify-file-hint"));
    put("withheld", &say.with("verify-credential-withheld-n", &[("count", "{n}".into())]));
    put("anybody", say.t("verify-credential-anybody"));
    put("not-proven", say.t("verify-credential-not-proven"));
    put("proven", &say.with("verify-credential-proven", &[("for", "{for}".into())]));
    put("status-not-checked", say.t("verify-credential-status-not-checked"));
    put("status-checked", say.t("verify-credential-status-checked"));
    put("credential-as-of", &say.with("verify-credential-as-of", &[("day", "{day}".into())]));
    put("proof", say.t("verify-credential-proof"));
    put("time", say.t("verify-credential-time"));
}

fn key_of(trust: &TrustBundle, kid: Option<&str>) -> Option<PublicKey> {
    trust.key(kid?)?.public()
}

/// The lists a credential names, as they are published now.
async fn lists(visit: &Visit, shown: &Shown) -> Vec<StatusToken> {
    let trust = visit.office().trust();
    let begin = format!("{}/status/", trust.origin.trim_end_matches('/'));
    let parts = shown.claims.get("parts").and_then(Json::as_array).into_iter().flatten();
    let named = parts.map(|part| &part["status"]).chain(shown.claims.get("status"));
    let mut names: Vec<&str> =
        named.filter_map(|status| status["status_list"]["uri"].as_str()?.strip_prefix(begin.as_str())).collect();
    names.sort_unstable();
    names.dedup();
    let mut found = Vec::new();
    for name in names {
        if let Ok(list) = visit.office().status_list(name, None).await {
            found.extend(StatusToken::read(&list.token, |kid| key_of(trust, kid)).ok());
        }
    }
    found
}

/// The answer to a pasted credential.
pub(crate) async fn by_text(visit: &Visit, text: &str) -> Answer {
    let say = visit.say;
    let trust = visit.office().trust();
    let at = visit.office().instant().at_us.div_euclid(1_000_000);
    let checked = match check(text, trust, at, &[]) {
        Ok(shown) => check(text, trust, at, &lists(visit, &shown).await),
        Err(unfit) => Err(unfit),
    };
    Ok(match checked {
        Ok(shown) => said(visit, &shown),
        Err(unfit) => {
            let key = match unfit {
                Unfit::Flaw(Flaw::Altered | Flaw::Unasked | Flaw::Twice) => "verify-no-altered",
                Unfit::Flaw(Flaw::NotBound(_)) => "verify-credential-proof",
                Unfit::UnknownKey(_) => "verify-no-unknown-key",
                Unfit::KeyNotValidThen(_) => "verify-no-key-then",
                Unfit::OutsideItsTime => "verify-credential-time",
                Unfit::OtherIssuer(_) | Unfit::OtherKind(_) | Unfit::OtherType(_) => "verify-no-not-ours",
                Unfit::Flaw(Flaw::Malformed(_)) | Unfit::Withheld(_) | Unfit::Incomplete(_) | Unfit::BadList(_) => {
                    "verify-no-malformed"
                }
            };
            not_ours(visit, StatusCode::OK, say.t("verify-not-genuine"), say.t(key), &visit.at("verify"))
        }
    })
}

fn said(visit: &Visit, shown: &Shown) -> Response {
    let say = visit.say;
    let today = visit.today();
    let (shape, key) = match shown.standing_on(today) {
        Some(Standing::Valid) => (Shape::Ok, "verify-valid"),
        Some(Standing::ValidInPart) => (Shape::Warn, "verify-in-part"),
        Some(Standing::NotValid) => (Shape::No, "verify-over"),
        None => (Shape::Ok, "verify-genuine"),
    };
    let (title, text) = (say.t(key), status_text(visit, shown.status));
    let holder = match &shown.holder {
        Holder::Anybody => say.t("verify-credential-anybody").to_owned(),
        Holder::NotShown => say.t("verify-credential-not-proven").to_owned(),
        Holder::Proven(binding) => say.with("verify-credential-proven", &[("for", binding.aud.as_str().into())]),
    };
    let main = html! {
        div.narrow.stack.s5 {
            (Verdict { shape, title, text, grade: "" })
            @if shown.specimen { (parts::note(Shape::Warn, say.t("verify-specimen"))) }
            section.card.stack.s3 {
                h2 { (shown.trade_name.as_deref().or(shown.holder_name.as_deref()).unwrap_or(&shown.number)) }
                @if let Some(premises) = &shown.premises { p { (premises) } }
                p.dots.dim { @if let Some(holder) = &shown.holder_name { span { (holder) } } span.mono { (shown.number) } }
                p.dim { (say.with("verify-how-register-text", &[("issuer", shown.issuer.say(visit.l()).into()), ("day", say.day(shown.issued_on).into())])) }
                (parts::note_icon(Shape::Warn, "eye", say.t("verify-compare")))
            }
            section.card.stack.s3 {
                h2 { (say.t("verify-may")) }
                ul.checks { @for part in &shown.parts { (row(visit, part)) } }
                @if shown.withheld > 0 { p { (say.with("verify-credential-withheld", &[("n", shown.withheld.into())])) } }
            }
            (parts::note(Shape::Info, &holder))
            (parts::note_icon(Shape::Open, "lock", say.t("verify-nothing-kept")))
        }
    };
    page(visit, StatusCode::OK, title, &visit.at("verify"), main)
}

fn status_text<'v>(visit: &'v Visit, status: Looked) -> &'v str {
    visit.say.t(match status {
        Looked::Said(_) => "verify-credential-status-checked",
        Looked::NotChecked | Looked::NoEntry => "verify-credential-status-not-checked",
    })
}

fn row(visit: &Visit, part: &ShownPart) -> maud::Markup {
    let say = visit.say;
    let (shape, text) = part_state(visit, &part.standing_on(visit.today()));
    html! {
        li class=(shape.class()) { (shape.icon()) div {
            b { (part.name.say(visit.l())) }
            @if shape != Shape::Ok { " " (parts::tag(shape, &text)) }
            p.dim { @match part.until { Some(day) => (say.with("licence-until", &[("day", say.day_plain(day).into())])), None => (say.t("licence-open-ended")) } }
        } }
    }
}
