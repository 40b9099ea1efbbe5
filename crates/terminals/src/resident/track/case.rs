//! The page of a case: its headline is the answer, then every permit, what happened, who answers, who read what.

use axum::extract::{Path, Query};
use axum::response::Response;
use casework::clock::part_clock;
use casework::{Case, ClockState, Decision, Part, PartStage, Stage, Who};
use catalogue::Catalogue;
use maud::{Markup, html};
use office::{CaseFile, Reading};

use super::receipt::{computed, filed, person, representative_name};
use super::{after, lanes, readings, story};
use crate::facts;
use crate::kit::parts::{self, Button, Shape, Step, Tone, Track};
use crate::kit::shell::{CASES, Terminal};
use crate::refusal;
use crate::resident::apply::field::law_note;
use crate::resident::apply::own::Own;
use crate::web::{Answer, Visit, sent};

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    if let Some(number) = number.strip_suffix(".ics") {
        return super::receipt::calendar(&visit, number).await;
    }
    let own = Own::of(&visit, &number).await?;
    if own.case.filing().is_none() && own.case.stage() == Stage::Withdrawn {
        return Ok(gone(&visit, &own));
    }
    let (own, filing) = filed(&visit, &number).await?;
    let office = visit.office();
    let file = office.case_file(&own.id).await.map_err(|t| visit.problem(t))?;
    let read = office.readings_of_case(&own.id).await.map_err(|t| visit.problem(t))?;
    let say = visit.say;
    let case = &own.case;
    let catalogue = &file.catalogue;
    let (headline, lead) = headline(&visit, case, catalogue);
    let event = catalogue.events.get(case.event()).map_or("", |e| visit.text(&e.name));
    let name = file.title().unwrap_or_default();
    let over: Vec<&str> = [event, name, &own.number].into_iter().filter(|t| !t.is_empty()).collect();
    let at = |place: &str| visit.at(&format!("case/{}{place}", own.number));
    let licence = match case.licence() {
        Some(licence) => office.licence(&licence.id).await.ok(),
        None => None,
    };
    let lines = story::lines(&visit, case);
    let feed: Vec<(&str, &str, Markup)> = lines.iter().map(|(w, i, m)| (w.as_str(), i.as_str(), m.clone())).collect();
    let open_points = case.notice().open_points().count();
    let main = html! {
        div.stack.s6 {
            div.head.act {
                (parts::heading(&over, &headline, &lead))
                div.actions {
                    @if open_points > 0 { (Button { label: &say.with("case-answer", &[("n", open_points.into())]), href: &at("/notice"), tone: Tone::Main, icon: "pencil", ..Button::default() }) }
                    @if let Some(licence) = &licence { (Button { label: say.t("case-licence"), href: &visit.at(&format!("licence/{}", licence.licence.number)), tone: Tone::Main, icon: "card", ..Button::default() }) }
                    @if let Some(r) = case.representative().filter(|_| matches!(case.stage(), Stage::Filed | Stage::Decided)) {
                        (Button { label: &say.with("case-write", &[("name", representative_name(&visit, r).into())]), href: &at("/messages"), icon: "talk", ..Button::default() })
                    }
                }
            }
            @match sent(&pairs, "done") {
                "answered" => (parts::note(Shape::Ok, say.t("case-done-answered"))),
                "withdrawn" => (parts::note(Shape::Ok, say.t("case-done-withdrawn"))),
                "objected" => (parts::note(Shape::Ok, say.t("case-done-objected"))),
                _ => {}
            }
            (lanes::draw(&visit, case, catalogue))
            (parts::split(html! {
                section.stack.s3 aria-labelledby="permits" {
                    h2 #permits { (say.t("case-permits")) }
                    (tracks(&visit, &own, &file))
                }
                section.stack.s3 aria-labelledby="story" {
                    h2 #story { (say.t("case-story")) }
                    (parts::feed(&feed))
                }
                section.stack.s3 aria-labelledby="date" {
                    h2 #date { (say.t("receipt-how")) }
                    (computed(&visit, &own, &filing, catalogue))
                }
            }, html! {
                section.card { (person(&visit, &own, say.t("case-representative"))) }
                (who_read(&visit, &own, &read))
                @if case.stage() == Stage::Filed { (parts::card_quiet(say.t("case-if-late"), html! { p { (say.t("case-if-late-text")) } })) }
                div.actions {
                    (Button { label: say.t("case-receipt"), href: &at("/receipt"), icon: "file", small: true, ..Button::default() })
                    @if case.notice().sent.is_some() { (Button { label: say.t("case-notice"), href: &at("/notice"), icon: "mail", small: true, ..Button::default() }) }
                    @if own.by.person() == Some(case.applicant()) { (Button { label: say.t("people-link"), href: &at("/people"), icon: "people", small: true, ..Button::default() }) }
                    @if after::is_useful(&own) { (Button { label: say.t("after-link"), href: &at("/after"), icon: "pencil", small: true, ..Button::default() }) }
                    @if case.stage() == Stage::Filed { (Button { label: say.t("case-withdraw"), href: &at("/withdraw"), small: true, ..Button::default() }) }
                }
            }))
        }
    };
    let mut shell = visit.shell(Terminal::Public, &headline);
    shell.current = CASES;
    Ok(visit.ok(&shell, main))
}

/// A draft that was withdrawn: nothing of it was ever sent.
fn gone(visit: &Visit, own: &Own) -> Response {
    let say = visit.say;
    let title = say.t("case-draft-gone");
    let main = html! {
        div.narrow.stack.s4 {
            (parts::heading(&[&own.number], title, say.t("case-draft-gone-text")))
            (parts::actions(parts::link_button(&visit.at("cases"), say.t("nav-cases"), Tone::Main)))
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    visit.ok(&shell, main)
}

/// The headline is the answer; the second line says what to do, which is often nothing.
fn headline(visit: &Visit, case: &Case, catalogue: &Catalogue) -> (String, String) {
    let say = visit.say;
    let day = case.promised().map(|d| say.day_near(d)).unwrap_or_default();
    let parts: Vec<&Part> = case.parts().values().collect();
    let stage_of = |part: &Part| story::stage(visit, case, part);
    let is_done = |stage: PartStage| !matches!(stage, PartStage::Waiting | PartStage::Deciding | PartStage::Paused);
    let done = parts.iter().filter(|p| is_done(stage_of(p))).count();
    let open = case.notice().open_points().count();
    if case.stage() == Stage::Withdrawn {
        return (say.t("case-withdrawn-title").to_owned(), say.t("case-withdrawn-lead").to_owned());
    }
    if open > 0 {
        let until = case.notice().answer_until.map(|d| say.day(d)).unwrap_or_default();
        let title = say.with("case-wait-title", &[("n", open.into()), ("word", say.count_word(open).into())]);
        return (title, say.with("case-wait-lead", &[("day", until.into())]));
    }
    if done == parts.len() && matches!(case.stage(), Stage::Decided | Stage::Closed) {
        let yes = |p: &&&Part| {
            matches!(
                stage_of(p),
                PartStage::Granted
                    | PartStage::Suspended
                    | PartStage::Revoked
                    | PartStage::Expired
                    | PartStage::GivenUp
            )
        };
        let granted = parts.iter().filter(yes).count();
        let today = visit.today();
        let begun = |p: &Part| p.measure.as_ref().is_none_or(|m| m.on <= today);
        let not_now = |p: &&&Part| {
            matches!(stage_of(p), PartStage::Suspended | PartStage::Revoked | PartStage::Expired) && begun(p)
        };
        let unusable = parts.iter().filter(not_now).count();
        if granted > 0 && parts.iter().filter(|p| stage_of(p) == PartStage::GivenUp && begun(p)).count() == granted {
            return (say.t("after-all-closed").to_owned(), say.t("after-all-closed-lead").to_owned());
        }
        if unusable > 0 {
            let title = say.with("case-not-usable", &[("n", unusable.into()), ("of", granted.into())]);
            return (title, say.t("case-not-usable-lead").to_owned());
        }
        let title = match (granted, parts.len() - granted) {
            (_, 0) => say.t("case-all-approved").to_owned(),
            (0, _) => say.t("case-none-approved").to_owned(),
            (granted, _) => say.with("case-some-approved", &[("n", granted.into()), ("of", parts.len().into())]),
        };
        let early = case.promised().is_some_and(|promised| case.changed().day < promised);
        let lead = match case.licence() {
            Some(_) if early => say.t("case-decided-early"),
            Some(_) => say.t("case-decided-lead"),
            None if granted > 0 => say.t("case-decided-soon"),
            None => say.t("case-decided-refused"),
        };
        return (title, lead.to_owned());
    }
    let left = say.with(
        "case-track-lead",
        &[
            ("done", done.into()),
            ("all", parts.len().into()),
            ("word", say.count_word_first(done).into()),
            ("allword", say.count_word(parts.len()).into()),
        ],
    );
    if case.promised().is_some_and(|promised| visit.today() > promised) {
        let reasons: Vec<String> = parts
            .iter()
            .filter_map(|p| {
                p.delays.last().map(|(_, reason)| format!("{}: {reason}", facts::permit_name(visit, &p.permit)))
            })
            .collect();
        let why = if reasons.is_empty() { say.t("case-late-no-reason").to_owned() } else { reasons.join(say.gap()) };
        return (say.t("case-late-title").to_owned(), why);
    }
    let late = parts.iter().any(|p| {
        let clock = part_clock(case, &p.permit, visit.today(), &catalogue.calendar).ok().flatten();
        clock.is_some_and(|c| matches!(c.state, ClockState::Late { .. })) && !is_done(stage_of(p))
    });
    let lead = if late { format!("{left} {}", say.t("case-track-one-late")) } else { left };
    (say.with("case-track-title", &[("day", day.into())]), lead)
}

fn tracks(visit: &Visit, own: &Own, file: &CaseFile) -> Markup {
    let say = visit.say;
    let case = &own.case;
    let catalogue = &file.catalogue;
    struct Row<'a> {
        icon: &'a str,
        name: String,
        about: Vec<String>,
        shape: Shape,
        status: String,
        steps: [Step; 4],
        decided: bool,
        more: Option<Markup>,
    }
    let order = case.plan().map(|p| p.parts.iter().map(|p| &p.permit).collect::<Vec<_>>()).unwrap_or_default();
    let mut rows = Vec::new();
    for permit in order {
        let Some(part) = case.part(permit) else { continue };
        let stage = story::stage(visit, case, part);
        let definition = catalogue.permits.get(permit);
        let mut about = vec![facts::authority_name(visit, &part.authority)];
        about.extend(about_part(visit, case, part, stage, catalogue));
        let (shape, key) = match stage {
            PartStage::Granted => (Shape::Ok, "case-tag-granted"),
            PartStage::Refused => (Shape::No, "case-tag-refused"),
            PartStage::Waiting => (Shape::Open, "case-tag-waiting"),
            PartStage::Paused if part.open_stop().is_some_and(|s| !matches!(s.why, casework::StopWhy::Law { .. })) => {
                (Shape::Warn, "case-tag-asked")
            }
            PartStage::Paused => (Shape::Info, "case-tag-paused"),
            PartStage::Deciding => (Shape::Info, "case-tag-deciding"),
            PartStage::Suspended => (Shape::Warn, "case-tag-suspended"),
            PartStage::Revoked => (Shape::No, "case-tag-revoked"),
            PartStage::Withdrawn => (Shape::Open, "case-tag-withdrawn"),
            PartStage::Lapsed => (Shape::Open, "case-tag-lapsed"),
            PartStage::Expired => (Shape::Open, "case-tag-expired"),
            PartStage::GivenUp => (Shape::Open, "case-tag-given-up"),
        };
        let filing = definition
            .is_some_and(|d| !matches!(d.kind, catalogue::PermitKind::Licence | catalogue::PermitKind::Registration));
        let key = match (stage, filing) {
            (PartStage::Granted, true) => "case-tag-filed",
            _ => key,
        };
        use Step::{Done, Now, Todo};
        let steps = match stage {
            PartStage::Waiting => [Done, Todo, Todo, Todo],
            PartStage::Deciding | PartStage::Paused if part.official.is_none() && case.accepted().is_none() => {
                [Done, Now, Todo, Todo]
            }
            PartStage::Deciding if case.accepted().is_some() && part.official.is_some() => [Done, Done, Done, Now],
            PartStage::Deciding | PartStage::Paused => [Done, Done, Now, Todo],
            _ => [Done; 4],
        };
        rows.push(Row {
            icon: definition.map_or("file", |d| d.icon.as_str()),
            name: definition.map_or_else(|| permit.to_string(), |d| visit.text(&d.name).to_owned()),
            about,
            shape,
            status: say.t(key).to_owned(),
            steps,
            decided: matches!(stage, PartStage::Granted),
            more: more(visit, own, part, stage, catalogue),
        });
    }
    let abouts: Vec<Vec<&str>> = rows.iter().map(|r| r.about.iter().map(String::as_str).collect()).collect();
    let shown: Vec<Track> = rows
        .iter()
        .zip(&abouts)
        .map(|(row, about)| Track {
            icon: row.icon,
            name: &row.name,
            about,
            shape: row.shape,
            status: &row.status,
            steps: row.steps,
            decided: row.decided,
            href: "",
            more: row.more.clone(),
        })
        .collect();
    parts::tracks(say, &shown)
}

fn about_part(visit: &Visit, case: &Case, part: &Part, stage: PartStage, catalogue: &Catalogue) -> Option<String> {
    let say = visit.say;
    let clock = || part_clock(case, &part.permit, visit.today(), &catalogue.calendar).ok().flatten();
    Some(match (stage, &part.verdict) {
        (
            PartStage::Granted
            | PartStage::Refused
            | PartStage::Suspended
            | PartStage::Revoked
            | PartStage::Expired
            | PartStage::GivenUp,
            Some(verdict),
        ) => {
            let day = say.day_short(verdict.at.day);
            match &verdict.by {
                Who::Clock => say.with("case-by-rules", &[("day", day.into())]),
                who => {
                    say.with("case-decided-by", &[("who", refusal::who_name(visit, who).into()), ("day", day.into())])
                }
            }
        }
        (PartStage::Waiting, _) => {
            let names: Vec<String> =
                case.prerequisites_open(&part.permit).iter().map(|p| facts::permit_name(visit, p)).collect();
            say.with("case-waits-for", &[("permits", say.list(&names).into())])
        }
        (PartStage::Paused, _) => match part.open_stop().map(|s| (&s.why, s.since, s.expected_until)) {
            Some((casework::StopWhy::Law { reason, .. }, since, until)) => {
                let text = say.with(
                    "case-stopped-law",
                    &[("day", say.day_short(since).into()), ("reason", story::stop_reason(visit, *reason).into())],
                );
                match until {
                    Some(until) => {
                        format!("{text} {}", say.with("case-stopped-until", &[("day", say.day_short(until).into())]))
                    }
                    None => text,
                }
            }
            Some((_, since, _)) => say.with("case-stopped", &[("day", say.day_short(since).into())]),
            None => return None,
        },
        (PartStage::Deciding, _) => {
            let clock = clock()?;
            let late = matches!(clock.state, ClockState::Late { .. });
            let key = if late { "case-late-by" } else { "case-decides-by" };
            let over = (-clock.days_left).max(0);
            say.with(key, &[("day", say.day_near(clock.promised).into()), ("n", over.into())])
        }
        (PartStage::Lapsed, _) => {
            let without = part.without.as_ref().map(|p| facts::permit_name(visit, p)).unwrap_or_default();
            say.with("case-lapsed", &[("permit", without.into())])
        }
        _ => return None,
    })
}

/// What stands under a track: a refusal with its rule and way forward, conditions, a delay with its reason.
fn more(visit: &Visit, own: &Own, part: &Part, stage: PartStage, catalogue: &Catalogue) -> Option<Markup> {
    let say = visit.say;
    let decision = part.verdict.as_ref().map(|v| &v.decision);
    match (stage, decision) {
        (PartStage::Refused, Some(Decision::Refused(ground))) => {
            let definition = catalogue.permits.get(&part.permit);
            let rule = definition
                .and_then(|p| p.rules.iter().find(|r| r.id == ground.rule))
                .map(|r| visit.text(&r.name).to_owned());
            let article = facts::citation(visit, &ground.article);
            let object = format!("{}?permit={}", visit.at(&format!("case/{}/object", own.number)), part.permit);
            Some(html! {
                div.stack.s2 {
                    (parts::note(Shape::No, html! {
                        @if let Some(rule) = &rule { p { b { (say.with("case-refused-rule", &[("rule", rule.as_str().into())])) } } }
                        p { (parts::spoken(say, &ground.reason)) @if let Some(article) = &article { (law_note(visit, article)) } }
                        p { b { (say.t("case-refused-way")) } (say.gap()) (parts::spoken(say, &ground.way_forward)) }
                    }))
                    @if let Some(appeal) = &part.appeal {
                        (heard(visit, appeal))
                    } @else {
                        p { (say.t("case-refused-object")) " " a href=(object) { (say.t("case-object")) } }
                    }
                }
            })
        }
        (PartStage::Granted, Some(Decision::Granted(grant))) if !grant.conditions.is_empty() => Some(html! {
            p { b { (say.t("case-conditions")) } }
            ul.checks { @for condition in &grant.conditions { li { (Shape::Info.icon()) div { (parts::spoken(say, condition)) } } } }
        }),
        (PartStage::Suspended | PartStage::Revoked, _) => part.measure.as_ref().map(|measure| {
            let law = measure.law.as_ref().and_then(|l| facts::citation(visit, l));
            html! { p { (parts::spoken(say, &measure.reason)) @if let Some(law) = &law { (law_note(visit, law)) } } }
        }),
        (PartStage::Deciding | PartStage::Paused | PartStage::Waiting, _) => {
            let hearing = part.hearing.as_ref().map(|hearing| after::hearing(visit, own, part, hearing));
            let delay = part.delays.last().map(|(at, reason)| {
                say.with("case-delay", &[("day", say.day_short(at.day).into()), ("reason", reason.as_str().into())])
            });
            let extended = part.extension.as_ref().map(|e| {
                say.with("case-extended", &[("day", say.day(e.until).into()), ("reason", e.reason.as_str().into())])
            });
            (delay.is_some() || extended.is_some() || hearing.is_some()).then(|| {
                html! {
                    @if let Some(hearing) = &hearing { (hearing) }
                    @if let Some(delay) = &delay { p { (delay) } }
                    @if let Some(extended) = &extended { p { (extended) } }
                }
            })
        }
        _ => None,
    }
}

/// The applicant's objection and what the authority above found.
fn heard(visit: &Visit, appeal: &casework::Appeal) -> Markup {
    let say = visit.say;
    let above = facts::authority_name(visit, &appeal.to);
    match &appeal.heard {
        None => html! {
            p.dim {
                (say.with("appeal-lodged", &[("day", say.day(appeal.at.day).into()), ("authority", above.into())]))
                @if let Some(by) = appeal.decide_by { (say.gap()) (say.with("appeal-by", &[("day", say.day(by).into())])) }
            }
        },
        Some(heard) => {
            let law = facts::citation(visit, &heard.law);
            html! {
                (parts::note(Shape::No, html! {
                    p { b { (say.with("appeal-upheld", &[("day", say.day_short(heard.at.day).into())])) } (say.gap()) (above) }
                    p { (parts::spoken(say, &heard.reason)) @if let Some(law) = &law { (law_note(visit, law)) } }
                    p { (say.t("appeal-further")) }
                }))
            }
        }
    }
}

fn who_read(visit: &Visit, own: &Own, read: &[Reading]) -> Markup {
    let say = visit.say;
    let summary = Reading::summary(read);
    parts::card(
        say.t("case-who-read"),
        html! {
            @if summary.is_empty() { p { (say.t("case-nobody-read")) } }
            @else {
                ul.stack.s2 {
                    @for line in &summary {
                        li { b { (readings::office_name(visit, &line.office)) } (if say.is_zh() { "：" } else { ": " }) (say.with("case-read-line", &[("facts", line.facts.into()), ("people", line.people.into())])) }
                    }
                }
            }
            p { a href=(visit.at(&format!("case/{}/readings", own.number))) { (say.t("case-every-reading")) } }
        },
    )
}
