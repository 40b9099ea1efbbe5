//! The receipt: one promised date with how it was computed, one representative, and what happens next. Its address stays.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use casework::{ClockLine, Filing, Representative, Stage, explain};
use catalogue::Catalogue;
use maud::{Markup, html};
use office::filing_statement;
use rules::Day;
use serde_json::json;

use super::story;
use crate::facts;
use crate::kit::parts::{self, Button, Person, Promise, Tone, Word};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::Problem;
use crate::resident::apply::own::Own;
use crate::resident::apply::papers::attachment;
use crate::web::{Answer, Visit, see};

/// A filed case; a draft leads to its form.
pub(super) async fn filed(visit: &Visit, number: &str) -> Result<(Own, Filing), Problem> {
    let own = Own::of(visit, number).await?;
    match own.case.filing().cloned() {
        Some(filing) => Ok((own, filing)),
        None if own.is_draft() => Err(Problem::Answer(Box::new(see(&visit.at(&format!("apply/{}", own.number)))))),
        None => Err(visit.not_found()),
    }
}

/// The representative in the reader's language where the city knows the name in it.
pub(super) fn representative_name(visit: &Visit, representative: &Representative) -> String {
    let official = visit.office().staff().official(representative.id.as_str());
    official.map_or_else(|| representative.name.clone(), |o| visit.text(&o.name).to_owned())
}

/// One character of a Chinese name, two initials of another.
pub(super) fn initials(name: &str) -> String {
    match name.chars().next() {
        Some(first) if !first.is_ascii() => first.to_string(),
        _ => name.split_whitespace().filter_map(|w| w.chars().next()).take(2).collect(),
    }
}

pub(super) fn person(visit: &Visit, own: &Own, role: &str) -> Markup {
    let say = visit.say;
    let Some(representative) = own.case.representative() else { return html! {} };
    let name = representative_name(visit, representative);
    let can_write = matches!(own.case.stage(), Stage::Filed | Stage::Decided);
    let write = if can_write { visit.at(&format!("case/{}/messages", own.number)) } else { String::new() };
    html! {
        (Person {
            name: &name,
            initials: &initials(&name),
            role,
            about: &representative.hours,
            write: &write,
            write_label: say.t("receipt-write"),
            phone: &representative.phone,
            ..Person::default()
        })
    }
}

pub async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let (own, filing) = filed(&visit, &number).await?;
    let say = visit.say;
    let file = visit.office().case_file(&own.id).await.map_err(|t| visit.problem(t))?;
    let catalogue = &file.catalogue;
    let plan = &filing.plan;
    let title = say.with("receipt-title", &[("number", own.number.as_str().into())]);
    let shorts: Vec<&str> =
        plan.parts.iter().filter_map(|p| catalogue.permits.get(&p.permit)).map(|p| visit.text(&p.short)).collect();
    let working = catalogue.calendar.working_days_between(plan.filed_on, plan.promised).unwrap_or(0);
    let about = say.with(
        "receipt-about",
        &[
            ("n", plan.parts.len().into()),
            ("word", say.count_word(plan.parts.len()).into()),
            ("days", working.into()),
            ("iso", say.day_iso(plan.promised).into()),
        ],
    );
    let signed = say.with(
        "receipt-signed",
        &[("day", say.day(filing.at.day).into()), ("time", visit.office().clock_text(filing.at.at_us).into())],
    );
    let clerk = match &filing.by {
        casework::Who::Clerk { window, .. } => Some(say.with("case-by-window", &[("window", window.as_str().into())])),
        _ => None,
    };
    let notice_by = catalogue.calendar.after(filing.at.day, filing.terms.notice).ok();
    let at = |place: &str| visit.at(&format!("case/{}{place}", own.number));
    let mut authorities: Vec<_> = plan.parts.iter().map(|p| &p.authority).collect();
    authorities.sort();
    authorities.dedup();
    let main = html! {
        div.middle.stack.s6 {
            (Promise { word: Word::Promised, over: &title, title: say.t("receipt-decision-by"), date: &say.day(plan.promised), about: &about, lines: &shorts })
            div.two {
                section.card.stack.s3 { h2 { (say.t("receipt-one-person")) } (person(&visit, &own, say.t("receipt-role"))) p.dim { (say.t("receipt-nobody-else")) } }
                section.card.stack.s3 {
                    h2 { (say.t("receipt-yours")) }
                    (parts::kv(&[
                        (say.t("receipt-number"), html! { b.mono { (own.number) } }),
                        (say.t("receipt-signed-label"), html! { (signed) @if let Some(clerk) = &clerk { br; span.dim { (clerk) } } }),
                        (say.t("check-visits"), html! { (say.with("check-visits-n", &[("n", plan.visits.into())])) }),
                        (say.t("check-fee"), html! { (if plan.fee.is_zero() { say.t("check-fee-none").to_owned() } else { say.money(plan.fee.normalize()) }) }),
                    ]))
                    (parts::actions(html! {
                        (Button { label: say.t("receipt-calendar"), href: &at(".ics"), icon: "calendar", small: true, ..Button::default() })
                        (Button { label: say.t("receipt-json"), href: &at("/receipt.json"), icon: "download", small: true, ..Button::default() })
                    }))
                }
            }
            section.stack.s3 aria-labelledby="next" {
                h2 #next { (say.t("receipt-next")) }
                (parts::steps(&[
                    (&say.with("receipt-next-read", &[("n", authorities.len().into()), ("word", say.count_word_first(authorities.len()).into())]), html! { (say.t("receipt-next-read-text")) " " a href=(at("")) { (say.t("receipt-follow")) } }),
                    (say.t("receipt-next-ask"), html! { (say.with("receipt-next-ask-text", &[("day", notice_by.map(|d| say.day_near(d)).unwrap_or_default().into())])) }),
                    (say.t("receipt-next-licence"), html! { (say.t("receipt-next-licence-text")) }),
                ]))
            }
            section.stack.s3 aria-labelledby="how" {
                h2 #how { (say.t("receipt-how")) }
                (computed(&visit, &own, &filing, catalogue))
            }
            (parts::actions(html! {
                (parts::link_button(&at(""), say.t("receipt-to-case"), Tone::Main))
            }))
        }
    };
    let mut shell = visit.shell(Terminal::Public, &title);
    shell.current = CASES;
    Ok(visit.ok(&shell, main))
}

/// How the one date came about: the longest track, line by line.
pub(super) fn computed(visit: &Visit, own: &Own, filing: &Filing, catalogue: &Catalogue) -> Markup {
    let say = visit.say;
    let plan = &filing.plan;
    let names: Vec<String> = plan.longest.iter().map(|p| facts::permit_name(visit, p)).collect();
    html! {
        p { (say.with("receipt-longest", &[("n", plan.longest.len().into()), ("permits", say.list(&names).into()), ("day", say.day(plan.promised).into())])) }
        @for (permit, name) in plan.longest.iter().zip(&names) {
            (parts::details(name, plan.longest.len() == 1, html! {
                ol.stack.s2 {
                    @for line in explain(&own.case, permit, visit.today(), &catalogue.calendar).unwrap_or_default() {
                        // A decision that can still be taken back is not told yet.
                        @let told = own.case.part(permit).is_none_or(|part| story::stage(visit, &own.case, part) == part.stage);
                        @if told || !matches!(line, ClockLine::Ended { .. }) { li { (clock_line(visit, &line)) } }
                    }
                }
            }))
        }
    }
}

fn clock_line(visit: &Visit, line: &ClockLine) -> String {
    let say = visit.say;
    let day = |d: &Day| say.day(*d);
    match line {
        ClockLine::Filed { on } => say.with("line-filed", &[("day", day(on).into())]),
        ClockLine::Starts { on, after, foreseen } if !after.is_empty() => {
            let names: Vec<String> = after.iter().map(|p| facts::permit_name(visit, p)).collect();
            let key = if *foreseen { "line-will-start" } else { "line-started" };
            say.with(key, &[("day", day(on).into()), ("permits", say.list(&names).into())])
        }
        ClockLine::Starts { on, .. } => say.with("line-starts", &[("day", day(on).into())]),
        ClockLine::Promise { span, until } => {
            say.with("line-promise", &[("span", say.span(*span).into()), ("day", day(until).into())])
        }
        ClockLine::Law { span, until } => {
            say.with("line-law", &[("span", say.span(*span).into()), ("day", day(until).into())])
        }
        ClockLine::Stopped { since, until, working_days, .. } => {
            let n = ("n", (*working_days).into());
            match until {
                Some(until) => say.with(
                    "line-stopped",
                    &[("from", say.day_near(*since).into()), ("until", say.day_near(*until).into()), n],
                ),
                None => say.with("line-stopped-open", &[("from", say.day_near(*since).into()), n]),
            }
        }
        ClockLine::Extended { on, promise_more, reason, .. } => say.with(
            "line-extended",
            &[
                ("day", say.day_near(*on).into()),
                ("span", say.span(*promise_more).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        ClockLine::Due { promised, legal } => {
            say.with("line-due", &[("promised", day(promised).into()), ("legal", day(legal).into())])
        }
        ClockLine::SilencePassed { on, limit, effect } => {
            let key = match effect {
                catalogue::Silence::Granted => "line-silence-granted",
                catalogue::Silence::Escalate => "line-silence",
            };
            say.with(key, &[("day", day(on).into()), ("limit", day(limit).into())])
        }
        ClockLine::BegunAgain { on } => say.with("line-again", &[("day", day(on).into())]),
        ClockLine::Ended { on, stage } => say.with(
            "line-ended",
            &[("day", day(on).into()), ("stage", say.t(crate::refusal::part_stage_key(*stage)).into())],
        ),
    }
}

/// The receipt for machines: what was signed, who decides by when. No answer of the applicant is in it.
pub async fn json(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let (own, filing) = filed(&visit, &number).await?;
    let version = filing.statement_version.clone().unwrap_or_default();
    let permits: Vec<_> = filing
        .plan
        .parts
        .iter()
        .map(|p| {
            json!({
                "permit": p.permit.as_str(), "name": facts::permit_name(&visit, &p.permit),
                "authority": p.authority.as_str(), "decidedBy": facts::authority_name(&visit, &p.authority),
                "promised": p.promised.to_string(), "legalLimit": p.legal.to_string(), "byCommitment": p.by_commitment,
            })
        })
        .collect();
    let receipt = json!({
        "format": "onego-receipt/1",
        "number": own.number,
        "filedOn": filing.at.day.to_string(),
        "filedAt": visit.office().clock_text(filing.at.at_us),
        "promised": filing.plan.promised.to_string(),
        "longestTrack": filing.plan.longest.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
        "permits": permits,
        "representative": own.case.representative().map(|r| json!({
            "name": representative_name(&visit, r), "phone": r.phone, "hours": r.hours,
        })),
        "statement": { "version": version, "text": filing_statement(&version, visit.l()) },
        "catalogue": filing.catalogue,
    });
    let text = serde_json::to_vec_pretty(&receipt).unwrap_or_default();
    attachment(&visit, "application/json", &format!("{}.json", own.number), text)
}

/// The promised day for a calendar (RFC 5545): one whole-day event.
pub(super) async fn calendar(visit: &Visit, number: &str) -> Answer {
    let (own, filing) = filed(visit, number).await?;
    let say = visit.say;
    let promised = own.case.promised().unwrap_or(filing.plan.promised);
    let compact = |day: Day| day.to_string().replace('-', "");
    let escape = |text: &str| text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n");
    let stamp = format!("{}T000000Z", compact(filing.at.day));
    let summary = escape(&say.with("receipt-ics", &[("number", own.number.as_str().into())]));
    let representative =
        own.case.representative().map(|r| format!("{} {}", representative_name(visit, r), r.phone)).unwrap_or_default();
    let description = escape(&say.with("receipt-ics-about", &[("person", representative.into())]));
    let lines = [
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//onego//case//EN".to_owned(),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@onego", own.number),
        format!("DTSTAMP:{stamp}"),
        format!("DTSTART;VALUE=DATE:{}", compact(promised)),
        format!("DTEND;VALUE=DATE:{}", compact(promised.plus_days(1))),
        format!("SUMMARY:{summary}"),
        format!("DESCRIPTION:{description}"),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
        "END:VCALENDAR".to_owned(),
    ];
    let text: String = lines.iter().map(|line| folded(line)).collect();
    let disposition = format!("attachment; filename=\"{}.ics\"", own.number);
    let mut response = text.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// Lines of a calendar file are at most 75 bytes; longer ones go on behind a blank (RFC 5545, 3.1).
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > 74 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::{folded, initials};

    #[test]
    fn long_lines_are_folded_between_letters() {
        let line = format!("SUMMARY:{}", "承诺办结日".repeat(12));
        let text = folded(&line);
        assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), line);
    }

    #[test]
    fn names_have_initials() {
        assert_eq!((initials("周岚").as_str(), initials("Zhou Lan").as_str()), ("周", "ZL"));
    }
}
