//! A point for the one notice: about a fact or a paper this permit needs, with the rule that cannot be decided without it.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{About, Act, Point, PointId, acts};
use catalogue::{Citation, EvidenceId};
use journey::Origin;
use maud::{Markup, html};
use office::DeskCase;
use rules::{FactId, Ternary};

use crate::facts;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::official::case::{Again, shown, why_no_question};
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted};
use crate::official::{Found, case_href, find_to_decide, head, problems, representative, sent_from, title_of, wrong};
use crate::web::{Answer, Sent, Visit};

/// The decision itself, for permits whose definition has no computed rule.
const DECISION: &str = "decision";

pub(super) async fn show(visit: Visit, Path((_, number, permit)): Path<(String, String, String)>) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    page(&visit, found, Again::default()).await
}

/// A list to choose one from, where radio cards would be a page long.
pub(super) fn select(
    name: &str,
    label: &str,
    hint: &str,
    error: &str,
    options: &[(String, String)],
    chosen: &str,
) -> Markup {
    html! {
        div.field.bad[!error.is_empty()] {
            label for=(name) { (label) }
            @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
            @if !error.is_empty() { p.err id={ (name) "-error" } { (crate::kit::icon("triangle")) " " (error) } }
            select.input id=(name) name=(name) aria-invalid=[(!error.is_empty()).then_some("true")] aria-describedby=[(!hint.is_empty()).then(|| format!("{name}-hint"))] {
                @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
            }
        }
    }
}

/// What can be asked about: facts that no register answers (unless contested), and papers.
fn about_options(visit: &Visit, case: &DeskCase) -> Vec<(String, String)> {
    let say = visit.say;
    let mut options = vec![(String::new(), say.t("desk-ask-choose").to_owned())];
    for seen in &case.seen {
        let origin = case.file.known.get(&seen.fact).map(|k| &k.origin);
        let contested = case.file.case.contested().contains_key(&seen.fact);
        let derived = case.file.catalogue.facts.get(&seen.fact).is_some_and(|f| f.derive.is_some());
        if derived || matches!(origin, Some(Origin::Register { .. } | Origin::Permit { .. })) && !contested {
            continue;
        }
        let name = facts::fact_name(visit, &seen.fact);
        let text = match case.file.known.get(&seen.fact) {
            Some(known) => say.with(
                "desk-found-one",
                &[("name", name.into()), ("value", shown(visit, &case.file, &seen.fact, &known.value).into())],
            ),
            None => say.with("desk-found-one", &[("name", name.into()), ("value", say.t("desk-not-given").into())]),
        };
        options.push((format!("fact:{}", seen.fact), text));
    }
    for paper in case.sheet.form.papers.iter().filter(|p| !p.proved_by_register) {
        if paper.needed_by.iter().any(|n| n.permit == case.permit) {
            let name = facts::evidence_name(visit, &paper.evidence);
            options.push((format!("paper:{}", paper.evidence), say.with("desk-ask-paper", &[("name", name.into())])));
        }
    }
    options
}

fn rule_options(visit: &Visit, case: &DeskCase) -> Vec<(String, String)> {
    let say = visit.say;
    let mut rules: Vec<_> = case.examined.iter().collect();
    rules.sort_by_key(|e| match e.holds {
        Ternary::Unknown => 0,
        Ternary::False => 1,
        Ternary::True => 2,
    });
    let mut options = vec![(String::new(), say.t("desk-ask-choose").to_owned())];
    options.extend(rules.iter().map(|e| {
        let state = say.t(match e.holds {
            Ternary::True => "desk-rule-passes",
            Ternary::False => "desk-rule-fails",
            Ternary::Unknown => "desk-rule-open",
        });
        (e.rule.clone(), say.with("desk-ask-rule", &[("rule", visit.text(&e.name).into()), ("state", state.into())]))
    }));
    options.push((DECISION.to_owned(), say.t("desk-ask-decision").to_owned()));
    options
}

async fn page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let id = found.id();
    let Found { desk, permit, .. } = found;
    let case = visit.office().desk_case(&desk.official, &id, &permit).await.map_err(|t| visit.problem(t))?;
    let href = case_href(visit, case.file.case.number(), &permit);
    let title = say.with("desk-ask-title", &[("title", title_of(&case.file).into())]);
    let definition = case.file.catalogue.permits.get(&permit);
    let end = parts::topic(definition.map_or("", |d| d.icon.as_str()), &facts::permit_name(visit, &permit));
    let head = head(visit, &href, say.t("desk-case"), &title, case.file.case.number(), end);
    let no = why_no_question(visit, &case.file.case)
        .or_else(|| (!case.acts.contains(&Act::PutPoint)).then(|| say.t("desk-not-now").to_owned()));
    let filing = case.file.case.filing();
    let until = filing.and_then(|f| case.file.catalogue.calendar.after(f.at.day, f.terms.basket).ok());
    let name = representative(visit, &case.file.case).map(|r| r.0).unwrap_or_default();
    let form = match &no {
        Some(why) => html! {
            (parts::note(Shape::Warn, html! { b { (why) } " " (say.t("desk-ask-instead")) }))
            (parts::actions(parts::link_button(&href, say.t("desk-ask-back"), Tone::Quiet)))
        },
        None => html! {
            form.stack.s4 method="post" action={ (href) "/ask" } {
                (sent_from(visit, &case.file.case))
                (problems(visit, &again.wrong))
                (select("about", say.t("desk-ask-about"), say.t("desk-ask-about-hint"), wrong(&again.wrong, "about"), &about_options(visit, &case), again.typed("about")))
                (select("rule", say.t("desk-ask-blocks"), say.t("desk-ask-blocks-hint"), wrong(&again.wrong, "rule"), &rule_options(visit, &case), again.typed("rule")))
                (words_field(visit, "asks", say.t("desk-ask-question"), say.t("desk-ask-question-hint"), again.typed("asks"), wrong(&again.wrong, "asks"), 4))
                (parts::actions(Button { label: say.t("desk-ask-put"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
            }
        },
    };
    let columns = [
        html! { (parts::column_title(say.t("desk-ask"), "")) (form) },
        html! {
            (parts::column_title(say.t("desk-ask-how"), ""))
            (parts::note(Shape::Info, html! { (say.with("desk-ask-how-1", &[("name", name.into())])) }))
            @if let Some(until) = until { p { (say.with("desk-ask-until", &[("day", say.day_near(until).into())])) } }
            p { (say.t("desk-ask-how-2")) }
            @if !case.file.case.notice().basket.is_empty() {
                (parts::card(say.t("desk-ask-basket"), html! {
                    ul.stack.s2 { @for point in &case.file.case.notice().basket { li { b { (facts::authority_short(visit, case.file.case.part(&point.permit).map_or(&case.part.authority, |p| &p.authority))) } ": " q { (parts::spoken(say, &point.point.asks)) } } }
                    }
                }))
            }
        },
    ];
    let keys = [("Ctrl Enter", say.t("desk-key-ask")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let body = html! { div.bench.even { @for column in &columns { section { (column) } } } };
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

/// The rule and its articles; a rule without articles stands on the permit's.
pub(super) fn rule_and_law(case: &DeskCase, rule: &str) -> Option<(String, Vec<Citation>)> {
    let permit = case.file.catalogue.permits.get(&case.permit)?;
    let of_permit = || permit.decide.law.iter().chain(&permit.law).cloned().collect::<Vec<_>>();
    if rule == DECISION {
        return Some((DECISION.to_owned(), of_permit()));
    }
    let examined = case.examined.iter().find(|e| e.rule == rule)?;
    let law = if examined.law.is_empty() { of_permit() } else { examined.law.clone() };
    Some((examined.rule.clone(), law))
}

pub(super) async fn send(visit: Visit, at: At, form: Sent) -> Answer {
    let say = visit.say;
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let (id, permit) = (posted.found.id(), posted.permit());
    let official = &posted.found.desk.official;
    let case = visit.office().desk_case(official, &id, &permit).await.map_err(|t| visit.problem(t))?;
    let offered = about_options(&visit, &case);
    let about = Some(posted.sent("about")).filter(|a| offered.iter().any(|(v, _)| v == a)).and_then(|a| {
        let (kind, name) = a.split_once(':')?;
        Some(if kind == "fact" { About::Fact(FactId::new(name)) } else { About::Paper(EvidenceId::new(name)) })
    });
    let rule = rule_and_law(&case, posted.sent("rule"));
    if about.is_none() {
        posted.wrong("about", say.t("desk-ask-need-about"));
    }
    if rule.is_none() {
        posted.wrong("rule", say.t("desk-ask-need-rule"));
    }
    posted.must_have("asks", say.t("desk-ask-need-question"));
    let (Some(about), Some((rule, law)), true) = (about, rule, posted.again.wrong.is_empty()) else {
        let (found, again) = posted.not_accepted();
        return page(&visit, found, again).await;
    };
    let point_id = posted.once().map_or_else(|| visit.office().once_key(), |k| k.key);
    let point = Point { id: PointId::new(point_id), asks: posted.sent("asks").to_owned(), about, rule, law };
    let carried = posted.carry(&visit, move |case, deed| acts::put_point(case, deed, &permit, point)).await;
    posted.to_case(&visit, carried, "asked", "note").await
}
