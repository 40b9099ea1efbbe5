//! Like cases together: chosen in the inbox, looked at on one page, decided with one reason, and taken back together.
//!
//! Each case keeps its own decision under its own number. What differs is left out and says so: only what passes every rule is
//! approved here, and a refusal reaches only the cases in which its rule fails.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use casework::{Decision, Ground, PartStage, acts};
use catalogue::{Permit, PermitId};
use journey::Examined;
use maud::{Markup, html};
use office::{DeskCase, Office, Once, SeenAt, Turned};
use rules::Ternary;

use crate::address::encode;
use crate::kit::parts::{self, Button, Choice, Opt, Shape, Tone};
use crate::official::case::{Again, found_values, stage_shape};
use crate::official::decide::conditions;
use crate::official::inbox::words_field;
use crate::official::posted::typed_of;
use crate::official::refuse::article_of;
use crate::official::{Desk, case_href, has_desk, head, problems, title_of, undo_until, wrong};
use crate::problem::Problem;
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, see, sent};

/// More cannot be looked at together with open eyes.
const AT_MOST: usize = 30;

/// The cases that were chosen, as this desk sees each; every look is written down as for one alone.
struct Chosen {
    desk: Desk,
    permit: PermitId,
    definition: Permit,
    cases: Vec<DeskCase>,
}

async fn choose(visit: &Visit, permit: &str, pairs: &[(String, String)]) -> Result<Chosen, Problem> {
    let desk = Desk::open(visit).await?;
    if !has_desk(&desk.official) {
        return Err(visit.problem(Turned::NotAllowed));
    }
    let permit = PermitId::new(permit);
    let mut cases: Vec<DeskCase> = Vec::new();
    for (_, number) in pairs.iter().filter(|(name, _)| name == "pick") {
        if cases.len() == AT_MOST || cases.iter().any(|c| c.file.case.number() == number) {
            continue;
        }
        let id = visit.office().case_id_of(&number.trim().to_uppercase()).await.map_err(|t| visit.problem(t))?;
        let Some(id) = id else { continue };
        let closed = visit.office().case_file(&id).await.map_err(|t| visit.problem(t))?;
        let own = closed.case.part(&permit).is_some_and(|part| Office::may_decide(&desk.official, &closed, part));
        if own {
            cases.push(visit.office().desk_case(&desk.official, &id, &permit).await.map_err(|t| visit.problem(t))?);
        }
    }
    // Cases filed under different texts of the law are still decided under their own; the names come from the first.
    let definition = cases.first().and_then(|c| c.file.catalogue.permits.get(&permit).cloned());
    let Some(definition) = definition else { return Err(Problem::Answer(Box::new(see(&visit.at("desk/inbox"))))) };
    Ok(Chosen { desk, permit, definition, cases })
}

/// Open, and every rule passes: nothing in it wants a second thought.
fn clean(case: &DeskCase) -> bool {
    case.part.stage == PartStage::Deciding && case.examined.iter().all(|e| e.holds == Ternary::True) && !contested(case)
}

/// The applicant says that a register is wrong about something this permit needs.
fn contested(case: &DeskCase) -> bool {
    case.seen.iter().any(|s| case.file.case.contested().contains_key(&s.fact))
}

/// The rule in this case, if the case is open and the rule fails in it.
fn fails<'c>(case: &'c DeskCase, rule: &str) -> Option<&'c Examined> {
    let open = case.part.stage == PartStage::Deciding;
    case.examined.iter().find(|e| e.rule == rule && e.holds == Ternary::False && open)
}

fn address(visit: &Visit, chosen: &Chosen, done: &str) -> String {
    let picks: String = chosen.cases.iter().map(|c| format!("&pick={}", encode(c.file.case.number()))).collect();
    visit.at(&format!("desk/several/{}?done={done}{picks}", encode(chosen.permit.as_str())))
}

pub(super) async fn show(
    visit: Visit,
    Path((_, permit)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let chosen = choose(&visit, &permit, &pairs).await?;
    let done = sent(&pairs, "done").to_owned();
    page(&visit, chosen, &done, Again::default())
}

fn page(visit: &Visit, chosen: Chosen, done: &str, again: Again) -> Answer {
    let say = visit.say;
    let title = say.with("desk-several-title", &[("n", chosen.cases.len().into())]);
    let back = visit.at(&format!("desk/inbox?permit={}", encode(chosen.permit.as_str())));
    let end = parts::topic(&chosen.definition.icon, visit.text(&chosen.definition.name));
    let head = head(visit, &back, say.t("desk-inbox"), &title, "", end);
    let until = chosen.cases.iter().filter_map(|c| undo_until(visit, &chosen.desk.official, &c.file, &c.part)).min();
    let approve: Vec<&DeskCase> = chosen.cases.iter().filter(|c| clean(c)).collect();
    let key = format!("desk-several-done-{done}");
    let body = html! {
        @if !done.is_empty() && say.knows(&key) { div.flash role="status" { (parts::note(Shape::Ok, html! { b { (say.t(&key)) } })) } }
        @if let Some(until) = until { (undo_form(visit, &chosen, until)) }
        div.pad.stack.s5 {
            (problems(visit, &again.wrong))
            (list(visit, &chosen))
            @if !approve.is_empty() { (approve_form(visit, &chosen, approve.len(), &again)) }
            (refuse_form(visit, &chosen, &again))
        }
    };
    let keys = [
        ("A", say.t("desk-key-approve")),
        ("U", say.t("desk-key-undo")),
        ("Esc", say.t("desk-key-back")),
        ("?", say.t("desk-key-help")),
    ];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(chosen.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

fn list(visit: &Visit, chosen: &Chosen) -> Markup {
    let say = visit.say;
    html! {
        ul.planrows.long.card.flush {
            @for case in &chosen.cases {
                @let number = case.file.case.number();
                @let open: Vec<&Examined> = case.examined.iter().filter(|e| e.holds != Ternary::True).collect();
                li {
                    @if clean(case) { (Shape::Ok.icon()) } @else { (stage_shape(case.part.stage).icon()) }
                    div.stack.s2 {
                        a href=(case_href(visit, number, &chosen.permit)) { b { (title_of(&case.file)) } }
                        p.dots { span.mono { (number) } @if let Some(clock) = &case.clock { span { (say.with("desk-limits", &[("law", say.day_short(clock.legal).into()), ("promised", say.day_short(clock.promised).into())])) } } }
                        @if case.part.stage == PartStage::Deciding {
                            @if clean(case) { p { (say.with("desk-rules-pass", &[("n", case.examined.len().into())])) } }
                            @if contested(case) { p { (say.t("desk-mark-contested")) } }
                            @for rule in open { p { (crate::official::case::holds_shape(rule.holds).icon()) " " b { (visit.text(&rule.name)) } " " span.dim { (found_values(visit, &case.file, &rule.reads)) } } }
                        }
                    }
                    span.end { (said(visit, case)) }
                }
            }
        }
    }
}

/// How a case stands, and until when what was decided can be taken back.
fn said(visit: &Visit, case: &DeskCase) -> Markup {
    let by = case.part.verdict.as_ref().filter(|v| matches!(v.decision, Decision::Granted(_) | Decision::Refused(_)));
    html! {
        (visit.say.t(refusal::part_stage_key(case.part.stage)))
        @if let Some(verdict) = by { br; small.dim { (refusal::who_name(visit, &verdict.by)) } }
    }
}

/// What every form of this page carries: which cases, and what was seen of each.
fn carried(visit: &Visit, chosen: &Chosen) -> Markup {
    html! {
        (parts::once(&visit.office().once_key()))
        @for case in &chosen.cases {
            (parts::hidden("pick", case.file.case.number()))
            (parts::hidden(&format!("seen:{}", case.file.case.number()), &case.file.case.version().to_string()))
        }
    }
}

fn action(visit: &Visit, chosen: &Chosen) -> String {
    visit.at(&format!("desk/several/{}", encode(chosen.permit.as_str())))
}

fn undo_form(visit: &Visit, chosen: &Chosen, until: i64) -> Markup {
    let say = visit.say;
    let time = visit.office().clock_text(until);
    html! {
        form.undo.pad method="post" action=(action(visit, chosen)) {
            (carried(visit, chosen))
            (Button { label: say.t("desk-several-undo"), name: "act", value: "undo", icon: "undo", key: "U", small: true, ..Button::default() })
            span { (say.with("desk-undo-until", &[("time", time.into())])) }
        }
    }
}

fn approve_form(visit: &Visit, chosen: &Chosen, n: usize, again: &Again) -> Markup {
    let say = visit.say;
    let left = chosen.cases.len() - n;
    html! {
        form.stack.s3 method="post" action=(action(visit, chosen)) {
            (carried(visit, chosen))
            (words_field(visit, "conditions", say.t("desk-several-conditions"), say.t("desk-conditions-hint"), again.typed("conditions"), wrong(&again.wrong, "conditions"), 2))
            (parts::actions(Button { label: &say.with("desk-several-approve", &[("n", n.into())]), name: "act", value: "grant", tone: Tone::Main, key: "A", ..Button::default() }))
            @if left > 0 { p.small.dim { (say.with("desk-several-left", &[("n", left.into())])) } }
        }
    }
}

/// The rules that fail somewhere, with the numbers of the cases each would refuse.
fn failing<'c>(chosen: &'c Chosen) -> BTreeMap<&'c str, (&'c Examined, Vec<&'c str>)> {
    let mut rules: BTreeMap<&str, (&Examined, Vec<&str>)> = BTreeMap::new();
    for case in &chosen.cases {
        for rule in case.examined.iter().filter(|e| fails(case, &e.rule).is_some()) {
            rules.entry(rule.rule.as_str()).or_insert((rule, Vec::new())).1.push(case.file.case.number());
        }
    }
    rules
}

fn refuse_form(visit: &Visit, chosen: &Chosen, again: &Again) -> Markup {
    let say = visit.say;
    let rules = failing(chosen);
    if rules.is_empty() {
        return html! {};
    }
    let hints: Vec<String> = rules.values().map(|(_, cases)| say.list(cases)).collect();
    let options: Vec<Opt<'_>> = rules
        .values()
        .zip(&hints)
        .map(|((rule, _), hint)| Opt { value: &rule.rule, label: visit.text(&rule.name), hint, ..Opt::default() })
        .collect();
    let first = rules.values().next().map(|(rule, _)| *rule);
    let picked =
        Some(again.typed("rule")).filter(|r| !r.is_empty()).or(first.map(|r| r.rule.as_str())).unwrap_or_default();
    let way = again
        .typed
        .get("way")
        .cloned()
        .or_else(|| rules.get(picked).map(|(r, _)| visit.text(&r.way_forward).to_owned()));
    let open = !again.typed("rule").is_empty();
    html! {
        (parts::details(say.t("desk-several-refuse-title"), open, html! {
            form.stack.s3 method="post" action=(action(visit, chosen)) {
                (carried(visit, chosen))
                (parts::choice(say, &Choice { name: "rule", legend: say.t("desk-refuse-which"), hint: say.t("desk-several-refuse-hint"), error: wrong(&again.wrong, "rule"), options: &options, chosen: &[picked], ..Choice::default() }))
                (words_field(visit, "reason", say.t("desk-refuse-reason"), say.t("desk-refuse-reason-hint"), again.typed("reason"), wrong(&again.wrong, "reason"), 3))
                (words_field(visit, "way", say.t("desk-refuse-way"), say.t("desk-refuse-way-hint"), &way.unwrap_or_default(), wrong(&again.wrong, "way"), 2))
                (parts::actions(Button { label: say.t("desk-several-refuse"), name: "act", value: "refuse", tone: Tone::Bad, ..Button::default() }))
            }
        }))
    }
}

pub(super) async fn send(visit: Visit, Path((_, permit)): Path<(String, String)>, form: Sent) -> Answer {
    let pairs = form.0;
    let say = visit.say;
    let chosen = choose(&visit, &permit, &pairs).await?;
    let mut again = Again { typed: typed_of(&pairs), ..Again::default() };
    let rule = sent(&pairs, "rule").to_owned();
    let act = sent(&pairs, "act");
    if act == "refuse" {
        if !failing(&chosen).contains_key(rule.as_str()) {
            again.wrong.push(("rule", say.t("desk-refuse-choose").to_owned()));
        }
        for (field, sentence) in [("reason", say.t("desk-refuse-write-reason")), ("way", say.t("refused-needs-way"))] {
            if sent(&pairs, field).is_empty() {
                again.wrong.push((field, sentence.to_owned()));
            }
        }
        if !again.wrong.is_empty() {
            again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
            return page(&visit, chosen, "", again);
        }
    }
    let key = once(&pairs);
    let (mut done, mut left) = (0usize, 0usize);
    for case in &chosen.cases {
        let carried = match act {
            "grant" if clean(case) => Some(grant(&visit, &chosen, case, &pairs, key.as_ref()).await),
            "refuse" => refuse(&visit, &chosen, case, &rule, &pairs, key.as_ref()).await,
            "undo" => undo(&visit, &chosen, case, key.as_ref()).await,
            "grant" => None,
            _ => return Err(visit.not_found()),
        };
        match carried {
            Some(Ok(())) => done += 1,
            // Somebody was there before: the case says who, and the others go on.
            Some(Err(Turned::Refused(_) | Turned::Changed(_) | Turned::KeyUsedTwice)) => left += 1,
            Some(Err(turned)) => return Err(visit.problem(turned)),
            None => {}
        }
    }
    let word = match (act, left) {
        _ if done == 0 => "none",
        ("undo", _) => "undone",
        (_, 0) => "decided",
        _ => "some",
    };
    Ok(see(&address(&visit, &chosen, word)))
}

/// One key a case, so that the page can be sent twice.
fn key_of(key: Option<&Once>, case: &DeskCase) -> Option<Once> {
    key.map(|k| Once { key: format!("{}.{}", k.key, case.file.case.number()), content: k.content.clone() })
}

fn seen_of(chosen: &Chosen, case: &DeskCase, pairs: &[(String, String)]) -> Option<SeenAt> {
    let version = sent(pairs, &format!("seen:{}", case.file.case.number())).parse().ok()?;
    Some(SeenAt { version, permit: chosen.permit.clone() })
}

async fn grant(
    visit: &Visit,
    chosen: &Chosen,
    case: &DeskCase,
    pairs: &[(String, String)],
    key: Option<&Once>,
) -> Result<(), Turned> {
    let hand = Office::deciding_hand(&chosen.desk.official);
    let (once, seen) = (key_of(key, case), seen_of(chosen, case, pairs));
    let conditions = conditions(sent(pairs, "conditions"));
    visit
        .office()
        .grant(case.file.case.id().as_str(), once, hand, seen, chosen.permit.clone(), conditions)
        .await
        .map(|_| ())
}

async fn refuse(
    visit: &Visit,
    chosen: &Chosen,
    case: &DeskCase,
    rule: &str,
    pairs: &[(String, String)],
    key: Option<&Once>,
) -> Option<Result<(), Turned>> {
    let failing = fails(case, rule)?;
    let definition = case.file.catalogue.permits.get(&chosen.permit)?;
    let ground = Ground {
        rule: failing.rule.clone(),
        article: article_of(definition, failing)?,
        reason: sent(pairs, "reason").to_owned(),
        way_forward: sent(pairs, "way").to_owned(),
    };
    let hand = Office::deciding_hand(&chosen.desk.official);
    let (once, seen, permit) = (key_of(key, case), seen_of(chosen, case, pairs), chosen.permit.clone());
    let id = case.file.case.id().as_str();
    let carried =
        visit.office().carry_out_seen(id, once, hand, seen, move |c, d| acts::refuse(c, d, &permit, ground)).await;
    Some(carried.map(|_| ()))
}

async fn undo(visit: &Visit, chosen: &Chosen, case: &DeskCase, key: Option<&Once>) -> Option<Result<(), Turned>> {
    undo_until(visit, &chosen.desk.official, &case.file, &case.part)?;
    let hand = Office::deciding_hand(&chosen.desk.official);
    let (once, permit) = (key_of(key, case), chosen.permit.clone());
    let id = case.file.case.id().as_str();
    Some(visit.office().carry_out(id, once, hand, move |c, d| acts::undo(c, d, &permit)).await.map(|_| ()))
}
