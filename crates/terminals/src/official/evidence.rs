//! The middle column of a case at a desk: papers this permit may see, what was asked and answered, advice, stops.

use std::collections::BTreeMap;

use casework::{About, Event, Reply, StopWhy};
use catalogue::EvidenceId;
use maud::{Markup, html};
use office::DeskCase;

use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Shape, spoken};
use crate::official::case::shown;
use crate::official::inbox::words_field;
use crate::official::{Desk, colon, comma, official_name};
use crate::refusal;
use crate::web::Visit;

/// The papers this permit may see: those its definition names, and what came as answers to its own points.
pub(super) fn papers_of(case: &DeskCase) -> Vec<(EvidenceId, bool)> {
    let mut papers: Vec<(EvidenceId, bool)> = case
        .sheet
        .form
        .papers
        .iter()
        .filter(|p| p.needed_by.iter().any(|n| n.permit == case.permit))
        .map(|p| (p.evidence.clone(), p.proved_by_register))
        .collect();
    for point in &case.asked {
        if let About::Paper(evidence) = &point.point.about
            && !papers.iter().any(|(e, _)| e == evidence)
        {
            papers.push((evidence.clone(), false));
        }
    }
    papers
}

pub(super) fn evidence_column(
    visit: &Visit,
    case: &DeskCase,
    words: &BTreeMap<String, String>,
    href: &str,
    desk: &Desk,
    deciding: bool,
) -> Markup {
    let say = visit.say;
    let file = &case.file;
    let papers = papers_of(case);
    let definition = file.catalogue.permits.get(&case.permit);
    let points: Vec<_> = file.case.notice().points.iter().filter(|p| p.asked.permits.contains(&case.permit)).collect();
    html! {
        (parts::column_title(say.t("desk-evidence"), say.with("desk-papers", &[("n", papers.len().into())])))
        @if papers.is_empty() { p.small.dim { (say.t("desk-no-papers")) } }
        ul.evid {
            @for (evidence, by_register) in &papers {
                @let kept: Vec<_> = file.case.papers_for(evidence).collect();
                li {
                    (icon(if *by_register { "done" } else { "file" }))
                    div {
                        b { (facts::evidence_name(visit, evidence)) }
                        @if *by_register { p { (say.t("desk-paper-register")) } }
                        @else if kept.is_empty() { p { (say.t("desk-paper-missing")) } }
                        @for (place, paper) in kept.iter().enumerate() {
                            p {
                                a href=(format!("{href}/paper/{}", paper.hash)) download { (icon("download")) (say.t("desk-paper-get")) span.vh { " " (facts::evidence_name(visit, evidence)) " " (place + 1) } }
                                " " (kind_of(&paper.media_type)) (comma(visit)) (size(visit, paper.bytes))
                            }
                        }
                    }
                }
            }
        }
        @if case.part.plan.by_commitment {
            @if let Some(commitment) = definition.and_then(|d| d.commitment.as_ref()) {
                (parts::card(say.t("desk-commitment"), html! {
                    p { q { (visit.text(&commitment.declares)) } }
                    p.small.dim { (visit.text(&commitment.binds)) }
                    @if let Some(verify) = commitment.verify { p.small { (say.with("desk-commitment-verify", &[("span", say.span(verify).into())])) } }
                }))
            }
        }
        @if !points.is_empty() || !case.basket.is_empty() {
            (parts::card(say.t("desk-notice"), html! {
                @for point in &case.basket {
                    p { (icon("talk")) " " q { (spoken(say, &point.point.asks)) } " " span.dim { (say.with("desk-in-basket", &[("who", refusal::who_name(visit, &point.put_by).into()), ("day", say.day_short(point.at.day).into())])) } }
                }
                @for point in &points { (asked(visit, case, point, words, href, desk, deciding)) }
            }))
        }
        @if !case.part.consultations.is_empty() {
            (parts::card(say.t("desk-consultations"), html! {
                @for consultation in &case.part.consultations {
                    div.stack.s2 {
                        p { b { (facts::authority_name(visit, &consultation.authority)) } (comma(visit)) (say.day_short(consultation.asked.day)) (colon(visit)) q { (parts::spoken(say, &consultation.question)) } }
                        @match &consultation.advice {
                            Some(advice) => { p { (icon("done")) " " q { (spoken(say, advice)) } } }
                            None => { p.dim { (say.t("desk-advice-open")) } }
                        }
                    }
                }
            }))
        }
        @if let Some(extension) = &case.part.extension {
            (parts::note(Shape::Info, html! { (say.with("desk-extended", &[("day", say.day_short(extension.until).into()), ("reason", extension.reason.as_str().into())])) }))
        }
        @if let Some(stop) = case.part.open_stop() {
            (parts::note(Shape::Warn, html! { (stop_text(visit, stop)) }))
        }
        @if let (Some(appeal), Some(text)) = (&case.part.appeal, words.get(&format!("appeal.{}", case.permit))) {
            (parts::card(say.t("desk-appealed"), html! { p { (say.day_short(appeal.at.day)) (colon(visit)) q { (text) } } }))
        }
        (history(visit, case))
    }
}

fn history(visit: &Visit, case: &DeskCase) -> Markup {
    let say = visit.say;
    let lines: Vec<(String, String, String)> = case
        .file
        .case
        .history()
        .iter()
        .filter(|r| r.event.permit() == Some(&case.permit))
        .filter_map(|r| {
            let key = match &r.event {
                Event::PartAssigned { .. } => "desk-event-assigned",
                Event::HandedOver { .. } => "desk-event-handed-over",
                Event::Consulted { .. } => "desk-event-consulted",
                Event::Advised { .. } => "desk-event-advised",
                Event::Extended { .. } => "desk-event-extended",
                Event::PausedFor { .. } => "desk-event-paused",
                Event::Resumed { .. } => "desk-event-resumed",
                Event::Granted { .. } => "desk-event-granted",
                Event::Refused { .. } => "desk-event-refused",
                Event::Undone { .. } => "desk-event-undone",
                Event::Escalated { .. } => "desk-event-escalated",
                Event::DelayExplained { .. } => "desk-event-delay",
                Event::NoticePointPut { .. } => "desk-event-point",
                Event::Appealed { .. } => "desk-event-appealed",
                Event::AppealDecided { .. } => "desk-event-appeal-heard",
                Event::HandOverOffered { .. } => "desk-event-offered",
                Event::HandOverTaken { .. } => "desk-event-taken-over",
                Event::HandOverDeclined { .. } => "desk-event-declined",
                Event::RenewalAsked { .. } => "desk-event-renewal",
                Event::ChangeGranted { .. } => "desk-event-change-granted",
                Event::ChangeRefused { .. } => "desk-event-change-refused",
                Event::ChangeWithdrawn { .. } => "desk-event-change-withdrawn",
                Event::GivenUp { .. } => "desk-event-given-up",
                _ => return None,
            };
            let when = format!("{} {}", say.day_row(r.at.day), visit.office().clock_text(r.at.at_us));
            let reason = match &r.event {
                Event::HandedOver { reason, .. }
                | Event::HandOverOffered { reason, .. }
                | Event::HandOverDeclined { reason, .. }
                | Event::AppealDecided { reason, .. }
                | Event::DelayExplained { reason, .. } => format!(" “{reason}”"),
                Event::PartAssigned { official, .. } => format!(" {}", official_name(visit, official.as_str())),
                _ => String::new(),
            };
            Some((when, r.at.day.to_string(), format!("{}: {}{reason}", refusal::who_name(visit, &r.by), say.t(key))))
        })
        .collect();
    if lines.is_empty() {
        return html! {};
    }
    let items: Vec<(&str, &str, Markup)> =
        lines.iter().map(|(when, iso, text)| (when.as_str(), iso.as_str(), html! { (text) })).collect();
    parts::details(say.t("desk-history"), false, parts::feed(&items))
}

pub(super) fn stop_text(visit: &Visit, stop: &casework::Stop) -> String {
    let say = visit.say;
    let since = say.day_short(stop.since);
    match &stop.why {
        StopWhy::Notice | StopWhy::LaterPoint => say.with("desk-stopped-notice", &[("day", since.into())]),
        StopWhy::Law { reason, law } => {
            let law = facts::citations_for_officials(visit, std::slice::from_ref(law));
            let reason = say.t(&super::time::reason_key(*reason)).to_owned();
            match stop.expected_until {
                Some(until) => say.with(
                    "desk-stopped-law-until",
                    &[
                        ("day", since.into()),
                        ("reason", reason.into()),
                        ("law", law.into()),
                        ("until", say.day_short(until).into()),
                    ],
                ),
                None => say
                    .with("desk-stopped-law", &[("day", since.into()), ("reason", reason.into()), ("law", law.into())]),
            }
        }
    }
}

pub(super) fn kind_of(media_type: &str) -> &str {
    match media_type {
        "application/pdf" => "PDF",
        "image/jpeg" => "JPEG",
        "image/png" => "PNG",
        other => other,
    }
}

pub(super) fn size(visit: &Visit, bytes: u64) -> String {
    let _ = visit;
    if bytes < 1_048_576 {
        format!("{} KB", bytes.div_ceil(1024))
    } else {
        format!("{:.1} MB", bytes as f64 / 1_048_576.0)
    }
}

/// One point of the notice with everything that came back, and the second look when the applicant objects.
fn asked(
    visit: &Visit,
    case: &DeskCase,
    point: &casework::Asked,
    words: &BTreeMap<String, String>,
    href: &str,
    desk: &Desk,
    deciding: bool,
) -> Markup {
    let say = visit.say;
    let id = &point.asked.point.id;
    let reply = match &point.reply {
        Some(Reply::Fact(_)) => match &point.asked.point.about {
            About::Fact(fact) => case.file.known.get(fact).map(|k| shown(visit, &case.file, fact, &k.value)),
            About::Paper(_) => None,
        },
        Some(Reply::Paper(_)) => Some(say.t("desk-reply-paper").to_owned()),
        Some(Reply::Words(_)) => words.get(&format!("reply.{id}")).cloned(),
        None => None,
    };
    let put_by_me = point.put_by.iter().any(|w| w.official().is_some_and(|o| o.as_str() == desk.official.id));
    html! {
        div.stack.s2 {
            p { (icon("talk")) " " (say.day_short(point.at.day)) (colon(visit)) q { (parts::spoken(say, &point.asked.point.asks)) } }
            @match (&reply, point.lapsed, point.is_struck()) {
                (Some(text), ..) => { p { (icon("done")) " " (say.with("desk-answered", &[("value", text.as_str().into())])) } }
                (_, _, true) => { p.dim { (say.t("desk-struck")) } }
                (_, true, _) => { p.dim { (say.t("desk-lapsed")) } }
                _ => { p.dim { (say.t("desk-unanswered")) } }
            }
            @if let Some(text) = words.get(&format!("objection.{id}")) {
                (parts::note(Shape::Warn, html! { b { (say.t("desk-objection")) } " " q { (spoken(say, text)) } @if let Some((_, reason)) = &point.reviewed { p { (say.t("desk-reviewed")) " " (reason) } } }))
                @if point.reviewed.is_none() && deciding {
                    @if put_by_me { p.small.dim { (say.t("desk-review-second")) } }
                    @else {
                        form.stack.s2 method="post" action={ (href) "/decide" } {
                            (parts::once(&visit.office().once_key())) (parts::hidden("seen", &case.file.case.version().to_string())) (parts::hidden("point", id.as_str()))
                            (words_field(visit, "reason", say.t("desk-review-reason"), "", "", "", 2))
                            (parts::actions(html! {
                                (Button { label: say.t("desk-review-stands"), name: "act", value: "stands", small: true, ..Button::default() })
                                (Button { label: say.t("desk-review-strike"), name: "act", value: "strike", small: true, ..Button::default() })
                            }))
                        }
                    }
                }
            }
        }
    }
}
