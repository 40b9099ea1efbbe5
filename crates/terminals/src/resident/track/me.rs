//! My own places: who I am here, my drafts and cases, my licences.

use axum::extract::Query;
use licence::Standing;
use maud::{Markup, html};

use super::licence::standing_tag;
use crate::kit::parts::{self, PlanRow, Shape, Tone};
use crate::kit::shell::{CASES, ME, Terminal, WALLET};
use crate::web::{Answer, Visit, sent};

pub async fn show(visit: Visit) -> Answer {
    if let Some((_, _)) = visit.clerk() {
        visit.person()?;
    }
    let say = visit.say;
    let title = say.t("me-title");
    let official = visit.person().is_err() && visit.session.is_some();
    if !official {
        visit.person()?;
    }
    let other = say.other();
    let switched = visit.path.replacen(&format!("/{}", visit.l()), &format!("/{}", other.language().code()), 1);
    let place = |href: &str, icon: &'static str, name: &str, about: &str| {
        html! { li { (crate::kit::icon(icon)) div { b { a href=(visit.at(href)) { (name) } } p { (about) } } span.end {} } }
    };
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[say.t("nav-me")], visit.name(), say.t("me-lead")))
            @if !official {
                ul.planrows.card.flush {
                    (place("cases", "file", say.t("nav-cases"), say.t("me-cases")))
                    (place("wallet", "wallet", say.t("nav-wallet"), say.t("me-wallet")))
                    (place("me/readings", "eye", say.t("readings-title"), say.t("me-readings")))
                }
            } @else {
                p { (parts::link_button(&visit.at("desk/inbox"), say.t("problem-to-desk"), Tone::Main)) }
            }
            (parts::card(say.t("me-language"), html! {
                p { (say.language().own_name()) " " span.dim { (say.t("me-language-now")) } }
                p { a href=(switched) lang=(other.language().tag()) hreflang=(other.language().tag()) { (other.language().own_name()) } }
            }))
            (parts::note_icon(Shape::Open, "lock", say.t("me-kept")))
            form method="post" action=(visit.at("sign-out")) { (parts::Button { label: say.t("signin-out"), icon: "out", ..parts::Button::default() }) }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = ME;
    Ok(visit.ok(&shell, main))
}

pub async fn cases(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    let person = visit.person()?;
    let office = visit.office();
    let own = office.own_cases(person.as_str()).await.map_err(|t| visit.problem(t))?;
    let say = visit.say;
    let catalogue = visit.catalogue();
    let title = say.t("nav-cases");
    let mut drafts: Vec<Markup> = Vec::new();
    let mut running: Vec<Markup> = Vec::new();
    let mut over: Vec<Markup> = Vec::new();
    for line in own {
        let event = catalogue.events.get(&line.journey.as_str().into());
        let icon = event.map_or("file", |e| e.icon.as_str());
        let event_name = event.map_or("", |e| visit.text(&e.name));
        let name = if line.title.is_empty() { event_name } else { line.title.as_str() };
        let changed = say.day_row(office.day_at(line.updated_us));
        let row = |href: String, about: &[&str], tag: Markup| {
            html! {
                li {
                    (crate::kit::icon(icon))
                    div {
                        b { a href=(href) { (name) } }
                        p.dots { @for part in about { @if !part.is_empty() { span.unbroken[*part == line.number] { (part) } } } }
                    }
                    span.end { (tag) }
                }
            }
        };
        let event_part = if line.title.is_empty() { "" } else { event_name };
        let case_href = visit.at(&format!("case/{}", line.number));
        if line.stage == "draft" {
            let about = say.with("me-draft-about", &[("day", changed.as_str().into())]);
            let body = row(
                visit.at(&format!("apply/{}", line.number)),
                &[event_part, &line.number, &about],
                parts::tag(Shape::Open, say.t("stage-draft")),
            );
            drafts.push(html! {
                (body)
            });
            continue;
        }
        let kept = office.case_line(&line.case_id).await.map_err(|t| visit.problem(t))?;
        let written: serde_json::Value = serde_json::from_str(&kept.written).unwrap_or_default();
        let waits = written.get("notice").and_then(serde_json::Value::as_bool).unwrap_or(false);
        let promised = kept.promised.as_deref().and_then(|d| d.parse::<rules::Day>().ok());
        // A last decision that can still be taken back is not told yet.
        let undo_us = i64::from(catalogue.city.procedure.undo_minutes) * 60_000_000;
        let untold = line.stage == "decided"
            && written.get("licence").is_none_or(serde_json::Value::is_null)
            && office.instant().at_us <= line.updated_us.saturating_add(undo_us);
        let stage = if untold { "filed" } else { line.stage.as_str() };
        let (about, tag) = match (stage, promised) {
            ("filed", _) if waits => (say.t("me-waits").to_owned(), parts::tag(Shape::Warn, say.t("me-tag-waits"))),
            ("filed", Some(promised)) if visit.today() > promised => {
                (say.t("case-late-title").to_owned(), parts::tag(Shape::No, say.t("me-tag-late")))
            }
            ("filed", Some(promised)) => (
                say.with("me-promised", &[("day", say.day_near(promised).into())]),
                parts::tag(Shape::Info, say.t("me-tag-deciding")),
            ),
            ("withdrawn", _) => (String::new(), parts::tag(Shape::Open, say.t("stage-withdrawn"))),
            _ => (String::new(), parts::tag(Shape::Ok, say.t("stage-decided"))),
        };
        let is_running = stage == "filed";
        let row = row(case_href, &[event_part, &line.number, &about], tag);
        if is_running { running.push(row) } else { over.push(row) }
    }
    let nothing = drafts.is_empty() && running.is_empty() && over.is_empty();
    let list = |id: &str, title: &str, rows: &[Markup]| {
        html! {
            @if !rows.is_empty() {
                section.stack.s3 aria-labelledby=(id) { h2 id=(id) { (title) } ul.planrows.card.flush { @for row in rows { (row) } } }
            }
        }
    };
    let main = html! {
        div.middle.stack.s6 {
            (parts::heading(&[], title, ""))
            @if sent(&pairs, "done") == "dropped" { (parts::note(Shape::Ok, say.t("me-dropped"))) }
            @if nothing { (parts::empty(say.t("me-no-cases"), say.t("me-no-cases-text"), Some(parts::link_button(&visit.at(""), say.t("me-start"), Tone::Main)))) }
            (list("running", say.t("me-running"), &running))
            (list("drafts", say.t("me-drafts"), &drafts))
            @if !drafts.is_empty() { p.hint { (say.t("me-drafts-note")) } }
            (list("over", say.t("me-over"), &over))
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    Ok(visit.ok(&shell, main))
}

pub async fn wallet(visit: Visit) -> Answer {
    let person = visit.person()?;
    let licences = visit.office().licences_of(person.as_str()).await.map_err(|t| visit.problem(t))?;
    let say = visit.say;
    let title = say.t("nav-wallet");
    struct Row {
        name: String,
        about: Vec<String>,
        end: String,
        href: String,
        standing: Standing,
    }
    let rows: Vec<Row> = licences
        .iter()
        .map(|kept| {
            let end = match kept.state.next_end {
                Some(day) => say.with("licence-until", &[("day", say.day_plain(day).into())]),
                None => say.t("licence-open-ended").to_owned(),
            };
            let licence = &kept.licence;
            Row {
                name: licence.trade_name.clone(),
                about: vec![
                    licence.sector.say(visit.l()).to_owned(),
                    licence.number.clone(),
                    say.with("licence-permits", &[("n", licence.parts.len().into())]),
                ],
                end,
                href: visit.at(&format!("licence/{}", licence.number)),
                standing: kept.state.standing,
            }
        })
        .collect();
    let abouts: Vec<Vec<&str>> =
        rows.iter().map(|r| r.about.iter().map(String::as_str).filter(|t| !t.is_empty()).collect()).collect();
    let shown: Vec<PlanRow> = rows
        .iter()
        .zip(&abouts)
        .map(|(row, about)| PlanRow {
            icon: "card",
            name: html! { (row.name) " " (standing_tag(&visit, row.standing)) },
            about,
            end: &row.end,
            href: &row.href,
        })
        .collect();
    let main = html! {
        div.middle.stack.s5 {
            (parts::heading(&[], title, say.t("me-wallet-lead")))
            @if shown.is_empty() { (parts::empty(say.t("me-no-licences"), say.t("me-no-licences-text"), Some(parts::link_button(&visit.at("cases"), say.t("nav-cases"), Tone::Quiet)))) }
            @else { (parts::plan_rows(&shown)) }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = WALLET;
    Ok(visit.ok(&shell, main))
}
