//! Acts of the deciding desk that take one key: approve, take, hand over, go on, write, take back.

use casework::{OfficialId, PointId, acts};
use maud::html;
use office::Office;
use rules::Ternary;

use crate::official::case::page;
use crate::official::posted::{At, Posted};
use crate::web::{Answer, Sent, Visit, sent};

/// Every act this address knows.
const ACTS: [&str; 12] = [
    "grant",
    "note",
    "undo",
    "take",
    "resume",
    "hand-over",
    "offer",
    "take-over",
    "decline-over",
    "explain",
    "stands",
    "strike",
];

/// The code of the sentence that says what was done.
fn done(act: &str) -> &'static str {
    match act {
        "undo" => "undone",
        "take" => "taken",
        "resume" => "resumed",
        "hand-over" => "handed-over",
        "offer" => "offered",
        "take-over" => "taken",
        "decline-over" => "declined",
        "explain" => "explained",
        _ => "reviewed",
    }
}

pub(super) async fn act(visit: Visit, at: At, form: Sent) -> Answer {
    let what = sent(&form.0, "act").to_owned();
    let posted = match what.as_str() {
        "note" => Posted::to_say(&visit, at, form).await?,
        _ => Posted::to_decide(&visit, at, form).await?,
    };
    match what.as_str() {
        "grant" => grant(&visit, posted).await,
        "note" => note(&visit, posted).await,
        what if ACTS.contains(&what) => small(&visit, posted, what.to_owned()).await,
        _ => Err(visit.not_found()),
    }
}

async fn again(visit: &Visit, posted: Posted) -> Answer {
    let (found, again) = posted.not_accepted();
    page(visit, found, html! {}, again).await
}

/// What somebody wrote as conditions: one a line.
pub(super) fn conditions(typed: &str) -> Vec<String> {
    typed.lines().map(|l| l.trim().to_owned()).filter(|l| !l.is_empty()).collect()
}

async fn grant(visit: &Visit, mut posted: Posted) -> Answer {
    let conditions = conditions(posted.sent("conditions"));
    let (id, permit) = (posted.found.id(), posted.permit());
    let office = visit.office();
    if conditions.is_empty() && posted.found.part.verdict.is_none() {
        let case = office.desk_case(&posted.found.desk.official, &id, &permit).await.map_err(|t| visit.problem(t))?;
        if case.examined.iter().any(|e| e.holds == Ternary::False) {
            posted.wrong("conditions", visit.say.t("desk-condition-needed"));
            return again(visit, posted).await;
        }
    }
    let hand = posted.found.hand();
    let carried = office.grant(&id, posted.once(), hand, posted.seen(), permit, conditions).await;
    posted.to_next(visit, carried, "granted", "conditions").await
}

async fn note(visit: &Visit, mut posted: Posted) -> Answer {
    let text = posted.sent("note").to_owned();
    if text.is_empty() {
        posted.wrong("note", visit.say.t("desk-note-empty"));
        return again(visit, posted).await;
    }
    let (id, hand) = (posted.found.id(), posted.found.hand());
    let carried = visit.office().write_message(&id, posted.once(), hand, text).await;
    posted.to_case(visit, carried, "noted", "note").await
}

/// Who was chosen to take the case over, when they may.
fn colleague(visit: &Visit, posted: &Posted) -> Option<String> {
    let official = visit.office().staff().official(posted.sent("to"))?;
    let may = official.decides() && Office::may_decide(official, &posted.found.file, &posted.found.part);
    may.then(|| official.id.clone())
}

async fn small(visit: &Visit, mut posted: Posted, what: String) -> Answer {
    let reason = posted.sent("reason").to_owned();
    if reason.is_empty() && matches!(what.as_str(), "hand-over" | "offer" | "explain" | "stands" | "strike") {
        posted.wrong("reason", visit.say.t("refused-needs-reason"));
        return again(visit, posted).await;
    }
    let why = posted.sent("why").to_owned();
    if why.is_empty() && what == "decline-over" {
        posted.wrong("why", visit.say.t("refused-needs-reason"));
        return again(visit, posted).await;
    }
    let to = colleague(visit, &posted);
    if to.is_none() && what == "offer" {
        posted.wrong("to", visit.say.t("desk-offer-need-to"));
        return again(visit, posted).await;
    }
    let to = OfficialId::new(to.unwrap_or_default());
    let official = OfficialId::new(posted.found.desk.official.id.clone());
    let point = PointId::new(posted.sent("point"));
    let (permit, act) = (posted.permit(), what.clone());
    // Only a finding about a point stands on what the page showed; the chart alone says when the others are possible.
    let seen = posted.seen().filter(|_| matches!(what.as_str(), "stands" | "strike"));
    let (id, hand) = (posted.found.id(), posted.found.hand());
    let carried = visit
        .office()
        .carry_out_seen(&id, posted.once(), hand, seen, move |case, deed| match act.as_str() {
            "undo" => acts::undo(case, deed, &permit),
            "take" => acts::assign(case, deed, &permit, official),
            "resume" => acts::resume(case, deed, &permit),
            "hand-over" => acts::hand_over(case, deed, &permit, &reason),
            "offer" => acts::offer_hand_over(case, deed, &permit, to, &reason),
            "take-over" => acts::take_over(case, deed, &permit),
            "decline-over" => acts::decline_over(case, deed, &permit, &why),
            "explain" => acts::explain_delay(case, deed, &permit, &reason),
            "stands" => acts::review_point(case, deed, &point, acts::Finding::Stands, &reason),
            "strike" => acts::review_point(case, deed, &point, acts::Finding::Struck, &reason),
            _ => Ok(Vec::new()),
        })
        .await;
    match what.as_str() {
        "hand-over" => posted.to_next(visit, carried, done(&what), "reason").await,
        _ => posted.to_case(visit, carried, done(&what), "reason").await,
    }
}
