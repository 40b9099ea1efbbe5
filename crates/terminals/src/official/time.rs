//! More time within what the law leaves, and time the law does not count.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{Refusal, StopReason, acts};
use catalogue::Citation;
use maud::{Markup, html};
use office::{Carried, Turned};
use rules::Day;

use crate::facts;
use crate::kit::parts::{self, Button, Choice, Field, Input, Opt, Shape, Tone, Width};
use crate::official::ask::select;
use crate::official::case::Again;
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted};
use crate::official::{Found, case_href, find_to_decide, head, problems, sent_from, title_of, wrong};
use crate::web::{Answer, Sent, Visit};

/// Time that does not count is named by Article 45 of the Administrative Licensing Law, in this order.
const REASONS: [StopReason; 8] = [
    StopReason::Hearing,
    StopReason::Tender,
    StopReason::Auction,
    StopReason::Test,
    StopReason::Inspection,
    StopReason::Quarantine,
    StopReason::Appraisal,
    StopReason::ExpertReview,
];

fn reason_word(reason: StopReason) -> String {
    serde_json::to_value(reason).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) fn reason_key(reason: StopReason) -> String {
    format!("desk-stop-{}", reason_word(reason))
}

pub(super) async fn show_extend(visit: Visit, Path((_, number, permit)): Path<(String, String, String)>) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    extend_page(&visit, found, Again::default())
}

/// Whatever people write for a day: 5 May, 5月5日, 2026-5-5.
pub(super) fn day_of(visit: &Visit, typed: &str) -> Option<Day> {
    journey::entry::read_day(typed.trim(), visit.today()).ok()
}

pub(super) fn day_field(visit: &Visit, name: &str, label: &str, hint: &str, value: &str, error: &str) -> Markup {
    let field = Field { name, label, hint, value, error, input: Input::Date, width: Width::Middle, ..Field::default() };
    parts::field(visit.say, &field)
}

/// A page with one form beside what is to know about it.
fn framed(visit: &Visit, found: Found, title: String, form: Markup, status: Option<StatusCode>, key: &str) -> Answer {
    let say = visit.say;
    let href = case_href(visit, found.number(), &found.permit);
    let end = html! { span.chip { (facts::permit_name(visit, &found.permit)) } };
    let head = head(visit, &href, say.t("desk-case"), &title, found.number(), end);
    let keys = [("Ctrl Enter", key), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, html! { div.pad.narrow { (form) } })) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, status.unwrap_or(StatusCode::OK), main))
}

fn extend_page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let calendar = &found.file.catalogue.calendar;
    let clock = casework::part_clock(&found.file.case, &found.permit, visit.today(), calendar)
        .map_err(|gap| visit.problem(gap.into()))?;
    let title = say.with("desk-extend-title", &[("title", title_of(&found.file).into())]);
    let href = case_href(visit, found.number(), &found.permit);
    let span = found.part.plan.extend;
    let latest = clock.as_ref().zip(span).and_then(|(c, s)| calendar.after(c.legal, s).ok());
    let form = match (span, &found.part.extension, &clock) {
        (None, ..) => html! { (parts::note(Shape::Warn, html! { (say.t("desk-extend-none")) })) },
        (_, Some(extension), _) => {
            html! { (parts::note(Shape::Warn, html! { (say.with("refused-extended", &[("day", say.day(extension.until).into())])) })) }
        }
        (Some(span), None, Some(clock)) => html! {
            (parts::note(Shape::Info, html! { (say.with("desk-extend-about", &[("span", say.span(span).into()), ("promised", say.day_near(clock.promised).into()), ("law", say.day_near(clock.legal).into())])) }))
            form.stack.s4 method="post" action={ (href) "/extend" } {
                (sent_from(visit, &found.file.case))
                (problems(visit, &again.wrong))
                (day_field(visit, "until", say.t("desk-extend-until"), &latest.map(|l| say.with("desk-extend-latest", &[("day", say.day(l).into())])).unwrap_or_default(), again.typed("until"), wrong(&again.wrong, "until")))
                (words_field(visit, "reason", say.t("desk-extend-reason"), say.t("desk-extend-reason-hint"), again.typed("reason"), wrong(&again.wrong, "reason"), 3))
                (parts::actions(Button { label: say.t("desk-extend-send"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
            }
        },
        _ => html! { (parts::note(Shape::Warn, say.t("desk-not-now"))) },
    };
    framed(visit, found, title, form, again.status, say.t("desk-extend-send"))
}

pub(super) async fn extend(visit: Visit, at: At, form: Sent) -> Answer {
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let until = day_of(&visit, posted.sent("until"));
    if until.is_none() {
        posted.wrong("until", visit.say.t("desk-need-day"));
    }
    posted.must_have("reason", visit.say.t("refused-needs-reason"));
    let (Some(until), true) = (until, posted.again.wrong.is_empty()) else {
        let (found, again) = posted.not_accepted();
        return extend_page(&visit, found, again);
    };
    let (reason, of) = (posted.sent("reason").to_owned(), posted.permit());
    let carried = posted.carry(&visit, move |case, deed| acts::extend(case, deed, &of, until, &reason)).await;
    if let Some(sentence) = bad_day(&visit, &carried) {
        posted.wrong("until", sentence);
        let (found, again) = posted.not_accepted();
        return extend_page(&visit, found, again);
    }
    posted.to_case(&visit, carried, "extended", "note").await
}

/// The sentence for a day that does not fit: it belongs to the day's own field.
pub(super) fn bad_day(visit: &Visit, carried: &Result<Carried, Turned>) -> Option<String> {
    match carried {
        Err(Turned::Refused(refusal)) if matches!(**refusal, Refusal::BadDay { .. }) => {
            Some(crate::refusal::sentence(visit, refusal))
        }
        _ => None,
    }
}

pub(super) async fn show_pause(visit: Visit, Path((_, number, permit)): Path<(String, String, String)>) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    pause_page(&visit, found, Again::default())
}

/// The articles a stop can stand on: what the law says does not count, and the articles of this permit's own period.
fn stop_laws(found: &Found) -> Vec<Citation> {
    let catalogue = &found.file.catalogue;
    let mut laws = vec![catalogue.city.procedure.stop_law.clone()];
    if let Some(permit) = catalogue.permits.get(&found.permit) {
        laws.extend(permit.decide.law.iter().filter(|l| !laws.contains(l)).cloned().collect::<Vec<_>>());
    }
    laws
}

fn pause_page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let title = say.with("desk-pause-title", &[("title", title_of(&found.file).into())]);
    let href = case_href(visit, found.number(), &found.permit);
    let names: Vec<(String, String)> =
        REASONS.iter().map(|r| (reason_word(*r), say.t(&reason_key(*r)).to_owned())).collect();
    let options: Vec<Opt<'_>> = names.iter().map(|(value, label)| Opt { value, label, ..Opt::default() }).collect();
    let laws: Vec<(String, String)> = stop_laws(&found)
        .iter()
        .enumerate()
        .map(|(place, law)| (place.to_string(), facts::citations_for_officials(visit, std::slice::from_ref(law))))
        .collect();
    let form = html! {
        (parts::note(Shape::Info, html! { (say.t("desk-pause-about")) }))
        form.stack.s4 method="post" action={ (href) "/pause" } {
            (sent_from(visit, &found.file.case))
            (problems(visit, &again.wrong))
            (parts::choice(say, &Choice { name: "reason", legend: say.t("desk-pause-reason"), error: wrong(&again.wrong, "reason"), options: &options, chosen: &[again.typed("reason")], inline: true, ..Choice::default() }))
            (select("law", say.t("desk-pause-law"), "", wrong(&again.wrong, "law"), &laws, again.typed("law")))
            (day_field(visit, "until", say.t("desk-pause-until"), say.t("desk-pause-until-hint"), again.typed("until"), wrong(&again.wrong, "until")))
            (parts::actions(Button { label: say.t("desk-pause-send"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
        }
    };
    framed(visit, found, title, form, again.status, say.t("desk-pause-send"))
}

pub(super) async fn pause(visit: Visit, at: At, form: Sent) -> Answer {
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let reason = REASONS.into_iter().find(|r| reason_word(*r) == posted.sent("reason"));
    if reason.is_none() {
        posted.wrong("reason", visit.say.t("desk-pause-need-reason"));
    }
    let place = posted.sent("law").parse::<usize>().ok();
    let law = place.and_then(|place| stop_laws(&posted.found).into_iter().nth(place));
    if law.is_none() {
        posted.wrong("law", visit.say.t("desk-pause-need-law"));
    }
    let until = day_of(&visit, posted.sent("until"));
    if !posted.sent("until").is_empty() && until.is_none() {
        posted.wrong("until", visit.say.t("desk-need-day"));
    }
    let (Some(reason), Some(law), true) = (reason, law, posted.again.wrong.is_empty()) else {
        let (found, again) = posted.not_accepted();
        return pause_page(&visit, found, again);
    };
    let of = posted.permit();
    let to_pause = acts::ToPause { reason, law, expected_until: until };
    let carried = posted.carry(&visit, move |case, deed| acts::pause(case, deed, &of, to_pause)).await;
    if let Some(sentence) = bad_day(&visit, &carried) {
        posted.wrong("until", sentence);
        let (found, again) = posted.not_accepted();
        return pause_page(&visit, found, again);
    }
    posted.to_case(&visit, carried, "paused", "note").await
}
