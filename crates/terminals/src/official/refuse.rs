//! Refusing: only because of a rule that fails, with the reason in plain words, the article and what would make it right.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use casework::{Act, Ground, acts};
use catalogue::{Citation, Confidence, Permit};
use journey::Examined;
use maud::{Markup, html};
use office::{DeskCase, Turned};
use rules::Ternary;
use serde::Deserialize;

use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Choice, Opt, RuleLine, Shape, Tone};
use crate::official::case::{Again, found_values, holds_shape};
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted, stale_text};
use crate::official::{Found, case_href, find_to_decide, head, problems, sent_from, title_of, wrong};
use crate::web::{Answer, Sent, Visit, see};

#[derive(Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    rule: String,
}

/// The article a refusal stands on: the rule's own, or the permit's where the rule cites none.
pub(super) fn article_of(permit: &Permit, rule: &Examined) -> Option<Citation> {
    let checked = |c: &&Citation| c.article.is_some() && c.confidence == Confidence::Checked;
    let any = |c: &&Citation| c.article.is_some();
    let laws = || rule.law.iter().chain(&permit.decide.law).chain(&permit.law);
    rule.law.iter().find(any).or_else(|| laws().find(checked)).or_else(|| laws().find(any)).cloned()
}

pub(super) async fn show(
    visit: Visit,
    Path((_, number, permit)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    if found.part.verdict.is_some() || found.part.is_ended() {
        return Ok(see(&case_href(&visit, found.number(), &found.permit)));
    }
    let mut again = Again::default();
    again.typed.insert("rule".to_owned(), asked.rule);
    page(&visit, found, again).await
}

async fn page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let id = found.id();
    let Found { desk, permit, .. } = found;
    let case = visit.office().desk_case(&desk.official, &id, &permit).await.map_err(|t| visit.problem(t))?;
    let Some(definition) = case.file.catalogue.permits.get(&permit).cloned() else { return Err(visit.not_found()) };
    let href = case_href(visit, case.file.case.number(), &permit);
    let mut open: Vec<&Examined> = case.examined.iter().filter(|e| e.holds != Ternary::True).collect();
    open.sort_by_key(|e| e.holds == Ternary::Unknown);
    let passing: Vec<&Examined> = case.examined.iter().filter(|e| e.holds == Ternary::True).collect();
    let chosen = open.iter().find(|e| e.rule == again.typed("rule")).or(open.first()).copied();
    let may = case.acts.contains(&Act::Refuse);
    let title = say.with("desk-refuse-title", &[("title", title_of(&case.file).into())]);
    let end = html! {
        (parts::topic(&definition.icon, visit.text(&definition.name)))
        (parts::tag(Shape::No, say.t("desk-refuse-draft")))
    };
    let head = head(visit, &href, say.t("desk-case"), &title, case.file.case.number(), end);
    let way = match (again.typed.get("way"), chosen) {
        (Some(way), _) => way.clone(),
        (None, Some(rule)) => visit.text(&rule.way_forward).to_owned(),
        (None, None) => String::new(),
    };
    let reason = match (again.typed.get("reason"), chosen) {
        (Some(reason), _) => reason.clone(),
        _ => String::new(),
    };
    let columns = [
        rules_column(visit, &case, &open, &passing, chosen, &again, &reason, &way),
        letter_column(visit, &case, &definition, chosen, &reason, &way),
        sign_column(visit, &definition, chosen, may),
    ];
    let keys =
        [("Ctrl Enter", say.t("desk-key-refuse")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let body = html! {
        form.benchform method="post" action={ (href) "/refuse" } {
            (sent_from(visit, &case.file.case))
            @if let Some(stale) = &again.stale { div.flash role="alert" { (parts::note(Shape::Warn, html! { b { (stale) } " " (say.t("desk-kept")) })) } }
            (parts::bench(&columns))
        }
    };
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

#[expect(clippy::too_many_arguments)]
fn rules_column(
    visit: &Visit,
    case: &DeskCase,
    open: &[&Examined],
    passing: &[&Examined],
    chosen: Option<&Examined>,
    again: &Again,
    reason: &str,
    way: &str,
) -> Markup {
    let say = visit.say;
    let hints: Vec<String> = open
        .iter()
        .map(|e| {
            let found = found_values(visit, &case.file, &e.reads);
            let law = facts::citations_for_officials(visit, &e.law);
            let state = say.t(if e.holds == Ternary::False { "desk-rule-fails" } else { "desk-rule-open" });
            say.with("desk-rule-hint", &[("state", state.into()), ("found", found.into()), ("law", law.into())])
        })
        .collect();
    let options: Vec<Opt<'_>> = open
        .iter()
        .zip(&hints)
        .map(|(e, hint)| Opt { value: &e.rule, label: visit.text(&e.name), hint, ..Opt::default() })
        .collect();
    let picked: Vec<&str> = chosen.iter().map(|e| e.rule.as_str()).collect();
    let abouts: Vec<String> = passing.iter().map(|e| found_values(visit, &case.file, &e.reads)).collect();
    let lines: Vec<RuleLine<'_>> = passing
        .iter()
        .zip(&abouts)
        .map(|(e, about)| RuleLine { shape: holds_shape(e.holds), text: visit.text(&e.name), about, href: "" })
        .collect();
    html! {
        (parts::column_title(say.t("desk-refuse-rule"), ""))
        (problems(visit, &again.wrong))
        @if open.is_empty() {
            (parts::note(Shape::Ok, html! { b { (say.t("desk-refuse-none")) } " " (say.t("desk-refuse-none-what")) }))
        } @else {
            (parts::choice(say, &Choice { name: "rule", legend: say.t("desk-refuse-which"), hint: say.t("desk-refuse-which-hint"), error: wrong(&again.wrong, "rule"), options: &options, chosen: &picked, ..Choice::default() }))
        }
        @if !lines.is_empty() { (parts::details(&say.with("desk-refuse-passing", &[("n", lines.len().into())]), open.is_empty(), parts::rules(&lines))) }
        @if !open.is_empty() {
            (words_field(visit, "reason", say.t("desk-refuse-reason"), say.t("desk-refuse-reason-hint"), reason, wrong(&again.wrong, "reason"), 4))
            (words_field(visit, "way", say.t("desk-refuse-way"), say.t("desk-refuse-way-hint"), way, wrong(&again.wrong, "way"), 3))
            (parts::actions(Button { label: say.t("desk-refuse-preview"), name: "act", value: "preview", icon: "eye", small: true, unchecked: true, ..Button::default() }))
        }
    }
}

fn letter_column(
    visit: &Visit,
    case: &DeskCase,
    permit: &Permit,
    rule: Option<&Examined>,
    reason: &str,
    way: &str,
) -> Markup {
    let say = visit.say;
    let Some(rule) = rule else { return html! { (parts::column_title(say.t("desk-letter"), "")) } };
    let today = visit.today();
    let law = article_of(permit, rule).and_then(|c| facts::citation(visit, &c));
    let waiting: Vec<String> = case
        .others
        .iter()
        .filter(|o| {
            let after = case.file.case.part(&o.permit).map(|p| p.plan.after.as_slice()).unwrap_or_default();
            after.contains(&permit.id) && o.stage == casework::PartStage::Waiting
        })
        .map(|o| facts::permit_name(visit, &o.permit))
        .collect();
    let body = html! {
        p { b { (say.t("desk-letter-why")) } " " @if reason.is_empty() { span.dim { (say.t("desk-letter-missing")) } } @else { (reason) } @if let Some(law) = &law { " (" (law) ")" } }
        p { (say.with("desk-letter-rule", &[("rule", visit.text(&rule.name).into()), ("found", found_values(visit, &case.file, &rule.reads).into())])) }
        p { b { (say.t("desk-letter-way")) } }
        p { (icon("arrow")) " " (way) }
        p { (icon("arrow")) " " (say.t("desk-letter-object")) }
        @if !waiting.is_empty() { p { (say.with("desk-letter-lapse", &[("permits", say.list(&waiting).into())])) } }
        @if case.others.len() > waiting.len() { p.dim { (say.t("desk-letter-others")) } }
    };
    let over = say.with("desk-letter-over", &[("day", say.day_plain(today).into())]);
    let title = say.with("desk-letter-title", &[("permit", visit.text(&permit.name).into())]);
    html! {
        (parts::column_title(say.t("desk-letter"), ""))
        (parts::letter(&over, &title, body))
    }
}

fn sign_column(visit: &Visit, permit: &Permit, rule: Option<&Examined>, may: bool) -> Markup {
    let say = visit.say;
    let article = rule.and_then(|r| article_of(permit, r));
    let not_now = match (rule, &article, may) {
        (None, ..) => say.t("desk-refuse-none").to_owned(),
        (_, None, _) => say.t("desk-refuse-no-article").to_owned(),
        (.., false) => say.t("desk-not-now").to_owned(),
        _ => String::new(),
    };
    let minutes = visit.catalogue().city.procedure.undo_minutes;
    html! {
        (parts::column_title(say.t("desk-sign"), ""))
        @if let Some(article) = &article {
            (parts::kv(&[(say.t("desk-refuse-article"), html! { (facts::citations_for_officials(visit, std::slice::from_ref(article))) })]))
            @if article.confidence == Confidence::Recalled { (parts::note(Shape::Warn, say.t("desk-refuse-recalled"))) }
        }
        (parts::decide_box(say.t("desk-refuse-sign"), html! {
            (Button { label: say.t("desk-refuse-send"), name: "act", value: "refuse", tone: Tone::Bad, key: "Ctrl Enter", not_now: &not_now, ..Button::default() })
        }, &say.with("desk-refuse-about", &[("minutes", minutes.to_string().into())])))
    }
}

pub(super) async fn send(visit: Visit, at: At, form: Sent) -> Answer {
    let say = visit.say;
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let (id, permit) = (posted.found.id(), posted.permit());
    let official = &posted.found.desk.official;
    let case = visit.office().desk_case(official, &id, &permit).await.map_err(|t| visit.problem(t))?;
    let chosen = case.examined.iter().find(|e| e.rule == posted.sent("rule")).cloned();
    if posted.sent("act") == "preview" {
        // Another rule was chosen: its own way forward, unless somebody wrote one.
        let default_of_another = case
            .examined
            .iter()
            .any(|e| visit.text(&e.way_forward) == posted.sent("way") && e.rule != posted.sent("rule"));
        if default_of_another {
            posted.again.typed.remove("way");
        }
        return page(&visit, posted.found, posted.again).await;
    }
    match &chosen {
        None => posted.wrong("rule", say.t("desk-refuse-choose")),
        Some(rule) if rule.holds == Ternary::True => posted.wrong("rule", say.t("desk-refuse-passes")),
        Some(_) => {}
    }
    posted.must_have("reason", say.t("desk-refuse-write-reason"));
    posted.must_have("way", say.t("refused-needs-way"));
    let definition = case.file.catalogue.permits.get(&permit);
    let article = definition.zip(chosen.as_ref()).and_then(|(d, r)| article_of(d, r));
    let (Some(rule), Some(article), true) = (chosen, article, posted.again.wrong.is_empty()) else {
        if posted.again.wrong.is_empty() {
            posted.wrong("rule", say.t("desk-refuse-no-article"));
        }
        let (found, again) = posted.not_accepted();
        return page(&visit, found, again).await;
    };
    let ground = Ground {
        rule: rule.rule.clone(),
        article,
        reason: posted.sent("reason").to_owned(),
        way_forward: posted.sent("way").to_owned(),
    };
    let carried = posted.carry(&visit, move |case, deed| acts::refuse(case, deed, &permit, ground)).await;
    if let Err(Turned::Changed(missed)) = &carried {
        posted.again.stale = Some(stale_text(&visit, missed));
        posted.again.status = Some(StatusCode::CONFLICT);
        return page(&visit, posted.found, posted.again).await;
    }
    posted.to_next(&visit, carried, "refused", "reason").await
}
