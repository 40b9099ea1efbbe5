//! Two plans side by side: two places, with and without a terrace. Both stand in the address.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use catalogue::{Fact, FactKind};
use journey::{Need, Origin, entry};
use maud::{Markup, html};
use rules::FactId;

use super::Asked;
use super::home::pairs_of;
use super::outlook::{Outlook, first_up};
use super::trip::{Trip, may_ask, on_to};
use crate::address::{encode, query_of};
use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Choice, Field, Input, Opt, Tone, Width};
use crate::kit::shell::Terminal;
use crate::web::{Answer, Visit, sent};

/// The field of the one changed answer.
const VALUE: &str = "value";

/// One of the two plans.
struct Side {
    letter: &'static str,
    trip: Trip,
    outlook: Outlook,
}

pub async fn show(visit: Visit, Path((_, event)): Path<(String, String)>, Query(pairs): Asked) -> Answer {
    let base = Trip::read(&visit, &event, &pairs)?;
    let side = |name: &str| base.with(crate::address::known_from(&base.catalogue, &pairs_of(sent(&pairs, name))));
    let (a, b) = (side("a"), side("b"));
    let change = FactId::new(sent(&pairs, "change"));
    let changed = base.catalogue.facts.get(&change).filter(|f| may_ask(f)).cloned();
    let mut mistake = None;
    if let (Some(fact), true) = (&changed, pairs.iter().any(|(k, _)| k == VALUE || k == "fix:value")) {
        let typed = typed(&pairs);
        let mut answers = b.answers.clone();
        let read = if typed == "?" { Ok(None) } else { entry::read(fact, &typed, visit.today()) };
        match read {
            Ok(value) => {
                match value {
                    Some(value) => answers.tell(change.clone(), value, Origin::Applicant),
                    None => answers.not_yet(change.clone()),
                }
                return Ok(on_to(&compare_at(&visit, &base, &a, &b.with(b.still_fitting(&answers)), None)));
            }
            Err(found) => mistake = Some((typed, crate::entry::sentence(&visit, fact, &found))),
        }
    }
    let say = visit.say;
    let sides = [
        Side { letter: "A", outlook: Outlook::new(&visit, &a), trip: a },
        Side { letter: "B", outlook: Outlook::new(&visit, &b), trip: b },
    ];
    let title = say.t("compare-title");
    let mut shell = visit.shell(Terminal::Form, title);
    shell.journey = base.title(&visit);
    shell.came_back = mistake.is_some();
    let status = if mistake.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let differ = differing(&visit, &sides);
    let main = html! {
        div.stack.s5.middle {
            @if let Some((_, (sentence, _))) = &mistake { (parts::error_summary(say, &[(VALUE, sentence.as_str())])) }
            (parts::heading(&[base.title(&visit), say.t("compare-over")], title, if differ.is_empty() { say.t("compare-lead-same") } else { say.t("compare-lead") }))
            @if differ.is_empty() || changed.is_some() { (changer(&visit, &base, &sides, changed.as_ref(), mistake.as_ref())) }
            @if !differ.is_empty() { (table(&visit, &sides, &differ)) }
            @if !differ.is_empty() && changed.is_none() { (changer(&visit, &base, &sides, None, None)) }
        }
    };
    Ok(shell.respond(status, main))
}

fn typed(pairs: &[(String, String)]) -> String {
    if let Some((_, fix)) = pairs.iter().find(|(k, _)| k == "fix:value") {
        return fix.clone();
    }
    let all: Vec<&str> = pairs.iter().filter(|(k, _)| k == VALUE).map(|(_, v)| v.as_str()).collect();
    if all.contains(&"?") { "?".to_owned() } else { all.join(",") }
}

fn compare_at(visit: &Visit, base: &Trip, a: &Trip, b: &Trip, change: Option<&FactId>) -> String {
    let wish = base.wish.as_ref().map(|w| format!("wish={}&", encode(&w.id))).unwrap_or_default();
    let change = change.map(|c| format!("&change={}#change", encode(c.as_str()))).unwrap_or_default();
    visit.at(&format!(
        "do/{}/compare?{wish}a={}&b={}{change}",
        base.event.id,
        encode(&query_of(&a.answers, &[])),
        encode(&query_of(&b.answers, &[]))
    ))
}

/// The answers that are not the same on both sides.
fn differing(visit: &Visit, [a, b]: &[Side; 2]) -> Vec<(String, String, String)> {
    let mut all: Vec<FactId> = a.trip.said();
    all.extend(b.trip.said().into_iter().filter(|f| !a.trip.known.is_not_yet(f) && a.trip.known.get(f).is_none()));
    let word = |side: &Side, id: &FactId| match (side.trip.known.get(id), side.trip.known.is_not_yet(id)) {
        (None, false) => visit.say.t("compare-not-asked").to_owned(),
        _ => side.trip.said_in_words(visit, id).1,
    };
    all.iter()
        .filter(|id| {
            a.trip.known.value_of(id) != b.trip.known.value_of(id)
                || a.trip.known.is_not_yet(id) != b.trip.known.is_not_yet(id)
        })
        .map(|id| (facts::fact_name(visit, id), word(a, id), word(b, id)))
        .collect()
}

/// Both plans as one table: its rows are headings of their own, so that two columns fit a phone.
fn table(visit: &Visit, sides: &[Side; 2], differ: &[(String, String, String)]) -> Markup {
    let say = visit.say;
    let [a, b] = sides;
    html! {
        table.versus {
            caption.vh { (say.t("compare-title")) }
            thead { tr { @for side in sides { th scope="col" { (say.with("compare-side", &[("letter", side.letter.into())])) } } } }
            @for (name, one, other) in differ {
                (group(name, html! { b { (one) } }, html! { b { (other) } }))
            }
            (group(say.t("compare-possible"), verdict(visit, a), verdict(visit, b)))
            (group(say.t("plan-permits"), permits(visit, a, b), permits(visit, b, a)))
            (group(say.t("compare-days"), days(visit, a), days(visit, b)))
            (group(say.t("compare-papers"), papers(visit, a, b), papers(visit, b, a)))
            (group(say.t("plan-fee"), html! { (first_up(&a.outlook.fee_in_words(visit))) }, html! { (first_up(&b.outlook.fee_in_words(visit))) }))
            (group(say.t("plan-visit"), html! { (first_up(&a.outlook.visits_in_words(visit))) }, html! { (first_up(&b.outlook.visits_in_words(visit))) }))
            (group(say.t("compare-duties"), duties(visit, a, b), duties(visit, b, a)))
            (group(say.t("compare-go"), link(visit, a), link(visit, b)))
        }
    }
}

fn group(name: &str, one: Markup, other: Markup) -> Markup {
    html! { tbody { tr { th.named colspan="2" scope="rowgroup" { (name) } } tr { td { (one) } td { (other) } } } }
}

fn verdict(visit: &Visit, side: &Side) -> Markup {
    let say = visit.say;
    let bans: Vec<_> = side.outlook.assessment.banned().filter_map(|b| side.trip.catalogue.bans.get(&b.ban)).collect();
    html! {
        @let late = side.outlook.plan.as_ref().and_then(|p| p.latest_filing.as_ref()).is_some_and(|l| l.too_late);
        @let unsettled = side.outlook.assessment.bans.iter().any(|b| b.need == Need::Open);
        @if bans.is_empty() && late { (parts::tag(parts::Shape::No, say.t("compare-late"))) }
        @else if bans.is_empty() && unsettled { (parts::tag(parts::Shape::Open, say.t("compare-so-far"))) }
        @else if bans.is_empty() { (parts::tag(parts::Shape::Ok, say.t("compare-yes"))) }
        @else {
            (parts::tag(parts::Shape::No, say.t("compare-no")))
            @for ban in bans { p.small { (visit.text(&ban.tells)) @if let Some(law) = facts::citations(visit, &ban.law) { (say.gap()) span.law { (say.with("why-law", &[("law", law.as_str().into())])) } } } }
        }
    }
}

/// Permits of one side; those the other does not need are marked.
fn permits(visit: &Visit, side: &Side, other: &Side) -> Markup {
    let say = visit.say;
    let wanted: Vec<_> = side.outlook.assessment.permits.iter().filter(|p| p.need != Need::NotNeeded).collect();
    html! {
        @if wanted.is_empty() { (say.t("compare-none")) }
        ul.vs { @for outcome in wanted {
            @let only = other.outlook.assessment.permit(&outcome.permit).is_none_or(|p| p.need == Need::NotNeeded);
            li.only[only] { (icon(if only { "plus" } else if outcome.need == Need::Open { "dashed" } else { "tick" })) span {
                (facts::permit_name(visit, &outcome.permit))
                @if outcome.need == Need::Open { (say.gap()) span.dim { (say.t("compare-perhaps")) } }
                @if only { span.vh { (say.t("comma")) (say.t("compare-only")) } }
            } }
        } }
    }
}

fn days(visit: &Visit, side: &Side) -> Markup {
    html! {
        b { (first_up(&side.outlook.days_in_words(visit))) }
        @if let Some(plan) = side.outlook.plan.as_ref().filter(|p| !p.parts.is_empty()) { p.small.dim { (visit.say.with("compare-until", &[("day", visit.say.day(plan.promised).into())])) } }
    }
}

fn papers(visit: &Visit, side: &Side, other: &Side) -> Markup {
    html! {
        @if side.outlook.papers.is_empty() { (visit.say.t("compare-none")) }
        ul.vs { @for id in &side.outlook.papers {
            @let only = !other.outlook.papers.contains(id);
            li.only[only] { (icon(if only { "plus" } else { "tick" })) span { (facts::evidence_name(visit, id)) @if only { span.vh { (visit.say.t("comma")) (visit.say.t("compare-only")) } } } }
        } }
    }
}

/// How many duties there are, and by name those the other side does not have.
fn duties(visit: &Visit, side: &Side, other: &Side) -> Markup {
    let say = visit.say;
    let of = |s: &Side| {
        s.outlook
            .assessment
            .duties
            .iter()
            .filter(|d| d.need == Need::Needed)
            .map(|d| d.duty.clone())
            .collect::<BTreeSet<_>>()
    };
    let (mine, theirs) = (of(side), of(other));
    let only: Vec<&str> = mine
        .difference(&theirs)
        .filter_map(|d| side.trip.catalogue.duties.get(d))
        .map(|d| visit.text(&d.name))
        .collect();
    html! {
        (say.with("compare-duties-n", &[("n", mine.len().into())]))
        @if !only.is_empty() { ul.vs { @for name in only { li.only { (icon("plus")) span { (name) span.vh { (say.t("comma")) (say.t("compare-only")) } } } } } }
    }
}

fn link(visit: &Visit, side: &Side) -> Markup {
    let label = visit.say.with("compare-open", &[("letter", side.letter.into())]);
    html! { a href=(side.trip.at(visit, "plan", &side.trip.answers, &[])) { (label) } }
}

/// One answer of B: first which, then what.
fn changer(
    visit: &Visit,
    base: &Trip,
    [a, b]: &[Side; 2],
    fact: Option<&Fact>,
    mistake: Option<&(String, (String, Option<String>))>,
) -> Markup {
    let say = visit.say;
    let Some(fact) = fact else {
        let said: Vec<FactId> =
            b.trip.said().into_iter().filter(|f| base.catalogue.facts.get(f).is_some_and(may_ask)).collect();
        return html! {
            section.card.quiet #change {
                h2 { (say.t("compare-change")) }
                @if said.is_empty() {
                    p { (say.t("compare-nothing-said")) }
                    p { (parts::link_button(&base.at(visit, "q", &base.answers, &[]), say.t("plan-open-go"), Tone::Main)) }
                } @else {
                    p { (say.t("compare-change-text")) }
                    ul.wishes { @for id in &said {
                        li { a.chip.lg href=(compare_at(visit, base, &a.trip, &b.trip, Some(id))) { (facts::fact_name(visit, id)) } }
                    } }
                }
            }
        };
    };
    html! {
        section.card #change {
            form.stack.s4 method="get" action=(visit.at(&format!("do/{}/compare", base.event.id))) novalidate {
                @if let Some(wish) = &base.wish { (parts::hidden("wish", &wish.id)) }
                (parts::hidden("a", &query_of(&a.trip.answers, &[])))
                (parts::hidden("b", &query_of(&b.trip.answers, &[])))
                (parts::hidden("change", fact.id.as_str()))
                (control(visit, b, fact, mistake))
                div.actions {
                    (Button { label: say.t("compare-submit"), tone: Tone::Main, ..Button::default() })
                    (parts::link_button(&compare_at(visit, base, &a.trip, &b.trip, None), say.t("compare-cancel"), Tone::Plain))
                }
            }
        }
    }
}

fn control(visit: &Visit, b: &Side, fact: &Fact, mistake: Option<&(String, (String, Option<String>))>) -> Markup {
    let say = visit.say;
    let (typed, error, fix) = match mistake {
        Some((typed, (sentence, fix))) => (typed.clone(), sentence.as_str(), fix.as_deref().unwrap_or("")),
        None => (b.trip.known.value_of(&fact.id).map(crate::address::written).unwrap_or_default(), "", ""),
    };
    let legend = say.with("compare-in-b", &[("question", visit.text(&fact.ask).into())]);
    let many = fact.kind == FactKind::Choices;
    let chosen: Vec<&str> = if many { typed.split(',').collect() } else { vec![typed.as_str()] };
    let unknown = Opt { value: "?", label: say.t("part-unknown"), ..Opt::default() };
    match fact.kind {
        FactKind::YesNo => {
            let options = [
                Opt { value: "yes", label: say.t("part-yes"), ..Opt::default() },
                Opt { value: "no", label: say.t("part-no"), ..Opt::default() },
                unknown,
            ];
            parts::choice(
                say,
                &Choice {
                    name: VALUE,
                    legend: &legend,
                    error,
                    options: &options,
                    chosen: &chosen,
                    inline: true,
                    ..Choice::default()
                },
            )
        }
        FactKind::Choice | FactKind::Choices => {
            let mut options: Vec<Opt> = fact
                .choices
                .iter()
                .map(|c| Opt { value: &c.id, label: visit.text(&c.name), ..Opt::default() })
                .collect();
            if !many {
                options.push(unknown);
            }
            parts::choice(
                say,
                &Choice {
                    name: VALUE,
                    legend: &legend,
                    error,
                    options: &options,
                    chosen: &chosen,
                    many,
                    inline: true,
                    ..Choice::default()
                },
            )
        }
        _ => {
            let input = if fact.kind == FactKind::Day { Input::Date } else { Input::Decimal };
            let hint = fact
                .example
                .as_deref()
                .map(|e| say.with("question-example", &[("example", e.into())]))
                .unwrap_or_default();
            parts::field(
                say,
                &Field {
                    name: VALUE,
                    label: &legend,
                    hint: &hint,
                    error,
                    value: &typed,
                    fix,
                    input,
                    width: Width::Middle,
                    ..Field::default()
                },
            )
        }
    }
}
