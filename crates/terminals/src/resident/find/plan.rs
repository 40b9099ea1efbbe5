//! The plan: the card before you start. Everything that follows from the answers, and why, on one page.

use axum::extract::{Path, Query};
use catalogue::Permit;
use journey::{Need, Outcome, PermitOutcome, PlanPart};
use maud::{Markup, PreEscaped, html};
use rules::FactId;

use super::home::burden_rows;
use super::outlook::{Outlook, first_up, how};
use super::trip::Trip;
use super::why::{Told, Whys};
use super::{Asked, bans, question};
use crate::kit::icons::{icon, merge_figure};
use crate::kit::parts::{self, Burden, Button, Shape, Tone};
use crate::kit::shell::Terminal;
use crate::web::{Answer, Visit};
use crate::{address, facts};

pub async fn show(visit: Visit, Path((_, event)): Path<(String, String)>, Query(pairs): Asked) -> Answer {
    let trip = Trip::read(&visit, &event, &pairs)?;
    let say = visit.say;
    let outlook = Outlook::new(&visit, &trip);
    let open = question::open_left(&trip, &outlook.assessment);
    let banned = outlook.is_banned();
    let late = outlook.plan.as_ref().and_then(|p| p.latest_filing.as_ref()).is_some_and(|l| l.too_late);
    let stopped = banned || late;
    let (sure, maybe) = (outlook.sure(), outlook.maybe());
    let headline = headline(&visit, banned, sure, maybe);
    let title = say.with(
        "question-page",
        &[("question", headline.as_str().into()), ("event", visit.text(&trip.event.name).into())],
    );
    let mut shell = visit.shell(Terminal::Form, &title);
    shell.journey = trip.title(&visit);
    shell.progress = Some(if open == 0 { 1.0 } else { 0.85 });
    let whys = Whys::new(&visit, &trip);
    let authorities = outlook.authorities();
    let lead = match (banned, sure + maybe) {
        (true, _) => say.t("plan-lead-banned").to_owned(),
        (_, 0) => say.t("plan-lead-none").to_owned(),
        _ => say.with(
            "plan-lead",
            &[("n", authorities.len().into()), ("words", say.count_word_first(authorities.len()).into())],
        ),
    };
    let lines: Vec<&str> = outlook
        .plan
        .iter()
        .flat_map(|p| &p.parts)
        .filter(|p| !p.possible_only)
        .filter_map(|p| trip.catalogue.permits.get(&p.permit))
        .map(|p| visit.text(&p.short))
        .collect();
    let main = html! {
        div.split {
            div.stack.s6 {
                header.head {
                    p.over { span { (trip.title(&visit)) (parts::other_name(say.language().other(), trip.other_title(&visit))) } span { (say.t("plan-over")) } }
                    h1 { (headline) }
                    p.lead { (lead) }
                }
                @if !stopped { (at_a_glance(&visit, &outlook)) }
                (bans::bans(&visit, &trip, &outlook.assessment))
                (too_late(&visit, &trip, &outlook))
                @if open > 0 {
                    (parts::note(Shape::Warn, html! { p { (say.with("plan-open", &[("n", open.into())])) " " a href=(trip.onward(&visit, &[])) { (say.t("plan-open-go")) } } }))
                }
                @if lines.len() > 1 && !banned { div.figure { (merge_figure(&lines)) } }
                (permits(&visit, &trip, &outlook, &whys))
                @if !stopped { (bans::later(&visit, &trip, &outlook.assessment)) }
                (start(&visit, &trip, stopped, sure + maybe))
                @if !banned {
                    (not_needed(&visit, &trip, &outlook, &whys))
                    (papers(&visit, &outlook))
                    (duties(&visit, &trip, &outlook, &whys))
                }
                @if let Some(burden) = outlook.burden.as_ref().filter(|_| !banned) { @if burden.as_is.forms > 0 {
                    div.stack.s2 {
                        (Burden { title: say.t("plan-burden"), before_label: say.t("burden-before"), after_label: say.t("burden-after"), rows: &burden_rows(&visit, burden) })
                        p.small.dim { (say.t("burden-how")) }
                    }
                } }
                (answers(&visit, &trip))
            }
            div.beside {
                @if !stopped { (today_card(&visit, &trip, &outlook)) }
                (keep(&visit, &trip))
            }
        }
    };
    Ok(visit.ok(&shell, main))
}

fn headline(visit: &Visit, banned: bool, sure: usize, maybe: usize) -> String {
    let say = visit.say;
    match (banned, sure, maybe) {
        (true, _, _) => say.t("plan-title-banned").to_owned(),
        (_, 0, 0) => say.t("plan-title-none").to_owned(),
        (_, 0, most) => say.with("plan-title-perhaps", &[("n", most.into()), ("words", say.count_word(most).into())]),
        (_, n, 0) => say.with("plan-title", &[("n", n.into()), ("words", say.count_word(n).into())]),
        (_, n, more) => {
            // In Chinese both ends of the range are written the same way.
            let word = |k: usize| if say.is_zh() && n + more > 10 { k.to_string() } else { say.count_word(k) };
            say.with("plan-title-maybe", &[("n", n.into()), ("words", word(n).into()), ("most", word(n + more).into())])
        }
    }
}

/// The date in one line, for phones, where the card about it stands below.
fn at_a_glance(visit: &Visit, outlook: &Outlook) -> Markup {
    let Some(plan) = outlook.plan.as_ref().filter(|p| !p.parts.is_empty()) else { return html! {} };
    let say = visit.say;
    let decided = if outlook.maybe() > 0 { "plan-glance-latest" } else { "plan-glance" };
    let foot = [("fee", outlook.fee_in_words(visit).into()), ("visits", outlook.visits_in_words(visit).into())];
    html! {
        p.note.so-far { (icon("calendar")) span { b { (say.with(decided, &[("day", say.day(plan.promised).into())])) } (say.gap()) (say.with("panel-foot", &foot)) } }
    }
}

/// Until when it can still be filed; loud when that day is over.
fn too_late(visit: &Visit, trip: &Trip, outlook: &Outlook) -> Markup {
    let say = visit.say;
    let Some(latest) = outlook.plan.as_ref().and_then(|p| p.latest_filing.as_ref()) else { return html! {} };
    let law = facts::citations(visit, &latest.law);
    let counted = say.with(
        "plan-latest-how",
        &[
            ("span", say.span(latest.span).into()),
            ("fact", facts::fact_name(visit, &latest.fact).into()),
            ("from", say.day_plain(latest.counted_from).into()),
        ],
    );
    let permit = facts::permit_name(visit, &latest.permit);
    if latest.too_late {
        return html! {
            section.bans role="alert" {
                header { (icon("triangle")) h2 { (say.t("plan-too-late")) } }
                div.ban {
                    p { (say.with("plan-too-late-text", &[("permit", permit.into()), ("day", say.day(latest.day).into())])) }
                    p.src { span { (counted) } @if let Some(law) = &law { span { (law) } } }
                    p.actions { @for input in day_inputs(trip, &latest.fact) { a.btn href=(trip.ask_at(visit, &input)) { (icon("calendar")) (say.t("plan-too-late-change")) } } }
                }
            }
        };
    }
    // The permit would come when it is over already.
    let after = outlook.plan.as_ref().filter(|p| p.promised > latest.counted_from);
    let shape = if after.is_some() { Shape::Warn } else { Shape::Info };
    parts::note_icon(
        shape,
        "calendar",
        html! {
            p { b { (say.with("plan-latest", &[("day", say.day(latest.day).into())])) } }
            @if let Some(plan) = after { p { (say.with("plan-after-day", &[("promised", say.day_near(plan.promised).into()), ("day", say.day_near(latest.counted_from).into())])) } }
            p { (permit) (say.t("colon")) (counted) @if let Some(law) = &law { (say.gap()) span.dim { (say.with("why-law", &[("law", law.as_str().into())])) } } }
        },
    )
}

/// The questions a day comes from: itself, or what it is computed from.
fn day_inputs(trip: &Trip, fact: &FactId) -> Vec<FactId> {
    match trip.catalogue.facts.get(fact).and_then(|f| f.derive.as_ref()) {
        Some(derive) => derive.facts().iter().take(1).cloned().collect(),
        None => vec![fact.clone()],
    }
}

fn permits(visit: &Visit, trip: &Trip, outlook: &Outlook, whys: &Whys) -> Markup {
    // What is sure first, and among it what begins first.
    let begins =
        |p: &PermitOutcome| outlook.plan.as_ref().and_then(|plan| plan.part(&p.permit)).map(|part| part.starts);
    let mut wanted: Vec<&PermitOutcome> =
        outlook.assessment.permits.iter().filter(|p| p.need != Need::NotNeeded).collect();
    wanted.sort_by_key(|p| (p.need == Need::Open, begins(p)));
    if wanted.is_empty() {
        return html! {};
    }
    html! {
        section.stack.s3 aria-labelledby="permits-title" {
            h2 #permits-title { (visit.say.t(if outlook.is_banned() { "plan-permits-if" } else { "plan-permits" })) }
            ul.planrows.long.card.flush {
                @for outcome in wanted {
                    @if let Some(permit) = trip.catalogue.permits.get(&outcome.permit) { (row(visit, trip, outlook, whys, (outcome, permit))) }
                }
            }
        }
    }
}

fn row(
    visit: &Visit,
    trip: &Trip,
    outlook: &Outlook,
    whys: &Whys,
    (outcome, permit): (&PermitOutcome, &Permit),
) -> Markup {
    let say = visit.say;
    let part: Option<&PlanPart> = outlook.plan.as_ref().and_then(|p| p.part(&outcome.permit));
    let possible = outcome.need == Need::Open;
    let who = part.map_or(&permit.authority, |p| &p.authority);
    let after: Vec<String> = part.iter().flat_map(|p| &p.after).map(|id| facts::permit_name(visit, id)).collect();
    let length = part.map_or(permit.decide.promise, |p| p.promise);
    html! {
        li.possible[possible] {
            (icon(&permit.icon))
            div {
                b { a href=(visit.at(&format!("open/permits/{}", permit.id))) { (visit.text(&permit.name)) } (parts::other_name(say.language().other(), permit.name.say(say.language().other().code()))) }
                @if possible { " " (parts::tag(Shape::Open, say.t("plan-possible"))) }
                p.dots {
                    span { (facts::authority_short(visit, who)) }
                    span { (how(visit, permit)) }
                    @if !after.is_empty() { span { (say.with("plan-after", &[("what", say.list(&after).into())])) } }
                    @if part.is_some_and(|p| p.critical) && outlook.assessment.permits.len() > 1 { span { (say.t("plan-longest-part")) } }
                }
                (because(visit, trip, whys, outcome, permit))
            }
            span.end { (say.span(length)) }
        }
    }
}

/// Why it is needed: the sentence of the definition; behind it the answers that decided it, what would turn it over, and
/// the article.
fn because(visit: &Visit, trip: &Trip, whys: &Whys, outcome: &PermitOutcome, permit: &Permit) -> Markup {
    let say = visit.say;
    let open: Vec<String> = outcome
        .depends_on
        .iter()
        .filter(|f| trip.catalogue.facts.get(*f).is_some_and(super::trip::may_ask))
        .map(|f| facts::fact_name(visit, f))
        .collect();
    html! {
        @if outcome.need == Need::Open {
            p.why1 { @if open.is_empty() { (say.t("panel-depends-later")) } @else { (say.with("plan-depends", &[("what", say.list(&open).into())])) } }
        } @else {
            p.why1 { (visit.text(&permit.because)) }
            (whys.told(&of_permit(visit, outcome, permit)))
        }
    }
}

fn of_permit<'a>(visit: &'a Visit, outcome: &'a PermitOutcome, permit: &'a Permit) -> Told<'a> {
    Told {
        outcome: Outcome::Permit(permit.id.clone()),
        name: visit.text(&permit.name),
        need: outcome.need,
        reason: &outcome.reason,
        law: &permit.needed_law,
    }
}

/// The one button, as a form that carries every answer; what is excluded or too late has none.
fn start(visit: &Visit, trip: &Trip, stopped: bool, permits: usize) -> Markup {
    let say = visit.say;
    let change = trip.said().into_iter().find(|f| trip.catalogue.facts.get(f).is_some_and(super::trip::may_ask));
    let change = change.map_or_else(|| trip.at(visit, "q", &trip.answers, &[]), |f| trip.ask_at(visit, &f));
    let answers = address::query_of(&trip.answers, &[]);
    let compare = visit.at(&format!(
        "do/{}/compare?{}a={q}&b={q}",
        trip.event.id,
        trip.wish.as_ref().map(|w| format!("wish={}&", address::encode(&w.id))).unwrap_or_default(),
        q = address::encode(&answers),
    ));
    html! {
        div.stack.s3 {
            @if !stopped && permits > 0 {
                p.dim { (icon("pencil")) " " (say.t("plan-sign-once")) }
                form.inline method="post" action=(visit.at("apply/new")) {
                    (parts::once(&visit.office().once_key()))
                    (parts::hidden("event", trip.event.id.as_str()))
                    (question::all_said(trip))
                    div.actions {
                        (Button { label: say.t("plan-start"), tone: Tone::Main, ..Button::default() })
                        (parts::link_button(&change, say.t("plan-change"), Tone::Quiet))
                        (parts::link_button(&compare, say.t("plan-compare"), Tone::Plain))
                    }
                }
            } @else {
                div.actions {
                    (parts::link_button(&change, say.t("plan-change"), if stopped { Tone::Main } else { Tone::Quiet }))
                    (parts::link_button(&compare, say.t("plan-compare"), Tone::Plain))
                }
            }
        }
    }
}

/// Every permit that was considered: why it is spared, and how near it is.
fn not_needed(visit: &Visit, trip: &Trip, outlook: &Outlook, whys: &Whys) -> Markup {
    let say = visit.say;
    let spared: Vec<&PermitOutcome> = outlook.assessment.permits.iter().filter(|p| p.need == Need::NotNeeded).collect();
    if spared.is_empty() {
        return html! {};
    }
    html! {
        section.stack.s3 {
            h2 { (say.t("plan-not-needed")) }
            ul.spared {
                @for outcome in spared {
                    @if let Some(permit) = trip.catalogue.permits.get(&outcome.permit) {
                        li { (icon("cross")) div {
                            b { (visit.text(&permit.name)) } (say.t("colon")) (visit.text(&permit.otherwise))
                            (whys.told(&of_permit(visit, outcome, permit)))
                        } }
                    }
                }
            }
        }
    }
}

fn papers(visit: &Visit, outlook: &Outlook) -> Markup {
    let say = visit.say;
    let readers = |id: &catalogue::EvidenceId| {
        let slot = outlook.form.papers.iter().find(|p| &p.evidence == id);
        let mut names: Vec<String> = Vec::new();
        for need in slot.iter().flat_map(|s| &s.needed_by) {
            let name = facts::permit_name(visit, &need.permit);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        say.list(&names)
    };
    html! {
        section.card.quiet {
            h2 { (say.t("plan-hand")) }
            @if outlook.papers.is_empty() { p { (say.t("plan-hand-none")) } }
            @else { ul.papers { @for id in &outlook.papers { li { b { (facts::evidence_name(visit, id)) } span.dim { (say.with("plan-hand-for", &[("permits", readers(id).into())])) } } } } }
            @if !outlook.proved.is_empty() {
                p.small { (say.with("plan-hand-fetched", &[("papers", say.list(&outlook.proved.iter().map(|p| facts::evidence_name(visit, p)).collect::<Vec<_>>()).into())])) }
            }
            p.small { (say.with("plan-facts", &[("fetched", outlook.fetched.into()), ("asked", outlook.asked.into())])) }
        }
    }
}

fn duties(visit: &Visit, trip: &Trip, outlook: &Outlook, whys: &Whys) -> Markup {
    let say = visit.say;
    let duties: Vec<_> = outlook
        .assessment
        .duties
        .iter()
        .filter(|d| d.need == Need::Needed)
        .filter_map(|d| Some((d, trip.catalogue.duties.get(&d.duty)?)))
        .collect();
    if duties.is_empty() {
        return html! {};
    }
    html! {
        section.stack.s3 {
            h2 { (say.t("plan-duties")) }
            p.dim { (say.with("plan-duties-lead", &[("n", duties.len().into())])) }
            details.duties {
                summary { (say.t("plan-duties-open")) }
                ul.card.flush.dutylist {
                    @for (outcome, duty) in duties {
                        @let told = Told { outcome: Outcome::Duty(duty.id.clone()), name: visit.text(&duty.name), need: outcome.need, reason: &outcome.reason, law: &[] };
                        li {
                            b { (visit.text(&duty.name)) }
                            p { (visit.text(&duty.tells)) }
                            p.dots { span { (facts::authority_short(visit, &duty.authority)) } @if let Some(law) = facts::citations(visit, &duty.law) { span { (law) } } }
                            (whys.told(&told))
                        }
                    }
                }
            }
        }
    }
}

fn answers(visit: &Visit, trip: &Trip) -> Markup {
    let rows = trip.answer_rows(visit, None);
    let rows: Vec<(&str, &str, String)> =
        rows.iter().map(|(q, a, href)| (q.as_str(), a.as_str(), href.clone())).collect();
    parts::answers(visit.say, visit.say.t("plan-answers"), &rows)
}

/// If it is filed today: the date, how it was computed, the fee, the visit.
fn today_card(visit: &Visit, trip: &Trip, outlook: &Outlook) -> Markup {
    let say = visit.say;
    let Some(plan) = outlook.plan.as_ref().filter(|p| !p.parts.is_empty()) else { return html! {} };
    let steps: Vec<String> = plan
        .longest
        .iter()
        .filter_map(|id| plan.part(id))
        .map(|part| {
            let name = trip.catalogue.permits.get(&part.permit).map_or("", |p| visit.text(&p.short));
            say.with("plan-longest-step", &[("permit", name.into()), ("span", say.span(part.promise).into())])
        })
        .collect();
    let together: Vec<String> =
        plan.parts.iter().filter(|p| p.visit).map(|p| facts::authority_short(visit, &p.authority)).fold(
            Vec::new(),
            |mut seen, name| {
                if !seen.contains(&name) {
                    seen.push(name);
                }
                seen
            },
        );
    html! {
        section.card.today {
            h2 { (say.t("plan-today")) }
            dl.kv.tall {
                div { dt { (if outlook.maybe() > 0 { say.t("plan-decided-latest") } else { say.t("plan-decided") }) } dd.big { (say.day(plan.promised)) } }
                div { dt { (say.t("plan-fee")) } dd { (first_up(&outlook.fee_in_words(visit))) } }
                div { dt { (say.t("plan-visit")) } dd { (first_up(&outlook.visits_in_words(visit))) @if together.len() > 1 { p.small.dim.normal { (say.with("plan-visit-together", &[("who", say.list(&together).into())])) } } } }
            }
            p.small.dim { (say.with("plan-computed", &[("steps", steps.join(say.t("plan-then")).into()), ("day", say.day_plain(plan.filed_on).into())])) }
            p.small.dim { (say.t("plan-late")) }
        }
    }
}

/// The address is the plan: print it, scan it, take it to a window.
fn keep(visit: &Visit, trip: &Trip) -> Markup {
    let say = visit.say;
    let full = format!("{}{}", visit.office().host(), trip.at(visit, "plan", &trip.answers, &[]));
    let code = licence::qr_svg(&full);
    html! {
        section.card.keep {
            h2 { (say.t("plan-keep")) }
            p.small { (say.t("plan-keep-text")) }
            @if !code.is_empty() { div.keep-code role="img" aria-label=(say.t("plan-keep-code")) { (PreEscaped(code)) } }
        }
    }
}
