//! Acts of the deciding desk that take one key: approve, take, hand over, go on, write, take back.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{Event, PointId, Recorded, acts};
use catalogue::PermitId;
use maud::html;
use office::{CaseFile, Turned};
use rules::Ternary;

use crate::official::case::{Again, page};
use crate::official::{Found, find, find_to_decide, to_case, to_next};
use crate::problem::{Problem, status_of};
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, sent};

/// What happened to this permit since the page was opened, if anything that matters to whoever decides.
pub(super) fn since(file: &CaseFile, permit: &PermitId, seen: &str) -> Option<Recorded> {
    let seen: u64 = seen.parse().ok()?;
    let matters = |r: &Recorded| match &r.event {
        Event::NoticeAnswered { .. } | Event::Contested { .. } | Event::Fetched { .. } => true,
        Event::Withdrawn { permit: None } => true,
        // Who has it on the desk does not change the case.
        Event::PartAssigned { .. } => false,
        event => event.permit() == Some(permit),
    };
    file.case.history().iter().rev().take_while(|r| r.seq > seen).find(|r| matters(r)).cloned()
}

/// The sentence for a case that somebody changed meanwhile: who and when.
pub(super) fn stale_text(visit: &Visit, recorded: &Recorded) -> String {
    visit.say.with(
        "desk-stale",
        &[
            ("who", refusal::who_name(visit, &recorded.by).into()),
            ("time", visit.office().clock_text(recorded.at.at_us).into()),
            ("day", visit.say.day_short(recorded.at.day).into()),
        ],
    )
}

pub(super) fn typed_of(pairs: &[(String, String)]) -> std::collections::BTreeMap<String, String> {
    pairs.iter().map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// The case page again, with a sentence, the right status and everything that was typed.
pub(super) async fn turned_away(
    visit: &Visit,
    number: &str,
    permit: &PermitId,
    turned: Turned,
    field: &'static str,
    pairs: &[(String, String)],
) -> Answer {
    if matches!(turned, Turned::Fault(_) | Turned::NotFound | Turned::NotAllowed) {
        return Err(visit.problem(turned));
    }
    let status = status_of(&turned);
    let (_, sentence) = refusal::said(visit, &turned);
    let again = match status {
        StatusCode::CONFLICT => {
            Again { stale: Some(sentence), typed: typed_of(pairs), status: Some(status), ..Again::default() }
        }
        _ => Again { wrong: vec![(field, sentence)], typed: typed_of(pairs), status: Some(status), ..Again::default() },
    };
    let found = find(visit, number, permit.as_str()).await?;
    page(visit, found, html! {}, again).await
}

pub(super) async fn stale(visit: &Visit, found: Found, recorded: &Recorded, pairs: &[(String, String)]) -> Answer {
    let again = Again {
        stale: Some(stale_text(visit, recorded)),
        typed: typed_of(pairs),
        status: Some(StatusCode::CONFLICT),
        ..Again::default()
    };
    page(visit, found, html! {}, again).await
}

async fn missing(
    visit: &Visit,
    found: Found,
    field: &'static str,
    sentence: &str,
    pairs: &[(String, String)],
) -> Answer {
    let again = Again {
        wrong: vec![(field, sentence.to_owned())],
        typed: typed_of(pairs),
        status: Some(StatusCode::UNPROCESSABLE_ENTITY),
        ..Again::default()
    };
    page(visit, found, html! {}, again).await
}

/// Every act this address knows.
const ACTS: [&str; 9] = ["grant", "note", "undo", "take", "resume", "hand-over", "explain", "stands", "strike"];

pub(super) async fn act(
    visit: Visit,
    Path((_, number, permit)): Path<(String, String, String)>,
    form: Sent,
) -> Result<axum::response::Response, Problem> {
    let pairs = form.0;
    let what = sent(&pairs, "act").to_owned();
    let found = match what.as_str() {
        "note" => find(&visit, &number, &permit).await?,
        _ => find_to_decide(&visit, &number, &permit).await?,
    };
    if !ACTS.contains(&what.as_str()) {
        return Err(visit.not_found());
    }
    let key = once(&pairs);
    let (id, permit, by) = (found.id(), found.permit.clone(), found.hand());
    let number = found.number().to_owned();
    let reason = sent(&pairs, "reason").to_owned();
    let office = visit.office().clone();
    let decides = matches!(what.as_str(), "grant" | "stands" | "strike");
    if decides && let Some(recorded) = since(&found.file, &permit, sent(&pairs, "seen")) {
        // The same request again is no conflict: the office knows its key.
        let own = recorded.by.official().is_some_and(|o| o.as_str() == found.desk.official.id);
        if !own {
            return stale(&visit, found, &recorded, &pairs).await;
        }
    }
    match what.as_str() {
        "grant" => {
            let conditions: Vec<String> =
                sent(&pairs, "conditions").lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect();
            if conditions.is_empty() && found.part.verdict.is_none() {
                let case = office.desk_case(&found.desk.official, &id, &permit).await.map_err(|t| visit.problem(t))?;
                if case.examined.iter().any(|e| e.holds == Ternary::False) {
                    let sentence = visit.say.t("desk-condition-needed");
                    return missing(&visit, found, "conditions", sentence, &pairs).await;
                }
            }
            match office.grant(&id, key, by, permit.clone(), conditions).await {
                Ok(_) => Ok(to_next(&visit, &found.desk, &number, &permit, "granted")),
                Err(turned) => turned_away(&visit, &number, &permit, turned, "conditions", &pairs).await,
            }
        }
        "note" => {
            let text = sent(&pairs, "note").to_owned();
            if text.is_empty() {
                let sentence = visit.say.t("desk-note-empty");
                return missing(&visit, found, "note", sentence, &pairs).await;
            }
            match office.write_message(&id, key, by, text).await {
                Ok(_) => Ok(to_case(&visit, &number, &permit, "noted")),
                Err(turned) => turned_away(&visit, &number, &permit, turned, "note", &pairs).await,
            }
        }
        "hand-over" | "explain" | "stands" | "strike" if reason.is_empty() => {
            let sentence = visit.say.t("refused-needs-reason");
            missing(&visit, found, "reason", sentence, &pairs).await
        }
        _ => {
            let official = casework::OfficialId::new(found.desk.official.id.clone());
            let point = PointId::new(sent(&pairs, "point"));
            let (p, w) = (permit.clone(), what.clone());
            let carried = office
                .carry_out(&id, key, by, move |case, deed| match w.as_str() {
                    "undo" => acts::undo(case, deed, &p),
                    "take" => acts::assign(case, deed, &p, official),
                    "resume" => acts::resume(case, deed, &p),
                    "hand-over" => acts::hand_over(case, deed, &p, &reason),
                    "explain" => acts::explain_delay(case, deed, &p, &reason),
                    "stands" => acts::review_point(case, deed, &point, acts::Finding::Stands, &reason),
                    "strike" => acts::review_point(case, deed, &point, acts::Finding::Struck, &reason),
                    _ => Ok(Vec::new()),
                })
                .await;
            let done = match what.as_str() {
                "undo" => "undone",
                "take" => "taken",
                "resume" => "resumed",
                "hand-over" => "handed-over",
                "explain" => "explained",
                _ => "reviewed",
            };
            match carried {
                Ok(_) if what == "hand-over" => Ok(to_next(&visit, &found.desk, &number, &permit, done)),
                Ok(_) => Ok(to_case(&visit, &number, &permit, done)),
                Err(turned) => turned_away(&visit, &number, &permit, turned, "reason", &pairs).await,
            }
        }
    }
}
