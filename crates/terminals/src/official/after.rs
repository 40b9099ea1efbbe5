//! What comes after a decision: a change somebody asks for to what they hold, and an appeal against a refusal.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{Act, ChangeKind, Ground, possible};
use catalogue::{Citation, Permit};
use maud::{Markup, html};
use office::Hearing;

use crate::facts;
use crate::kit::parts::{self, Button, Choice, Opt, Shape, Tone};
use crate::official::ask::select;
use crate::official::case::{Again, reader, shown};
use crate::official::decide::conditions;
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted};
use crate::official::{Found, case_href, find, find_to_decide, head, problems, sent_from, title_of, wrong};
use crate::problem::Problem;
use crate::web::{Answer, Sent, Visit, see};

/// The buttons of a part that was decided, as far as this hand may press them.
pub(super) fn buttons(visit: &Visit, acts: &[Act], href: &str) -> Markup {
    let say = visit.say;
    html! {
        @if acts.contains(&Act::GrantChange) { (Button { label: say.t("desk-change"), href: &format!("{href}/change"), icon: "pencil", tone: Tone::Main, small: true, ..Button::default() }) }
        @if acts.contains(&Act::DecideAppeal) { (Button { label: say.t("desk-appeal"), href: &format!("{href}/appeal"), icon: "talk", tone: Tone::Main, small: true, ..Button::default() }) }
    }
}

/// What was found about an appeal, and how a change stands.
pub(super) fn said(visit: &Visit, part: &casework::Part) -> Markup {
    let say = visit.say;
    let finding = |heard: &casework::Heard| match heard.finding {
        casework::Finding::Upheld => "appeal-upheld",
        casework::Finding::Changed(_) => "appeal-changed",
        casework::Finding::SentBack => "appeal-sent-back",
    };
    html! {
        @if let Some(appeal) = part.open_appeal() {
            p { (say.with("desk-appeal-with", &[("authority", facts::authority_name(visit, &appeal.to).into())])) }
        }
        @if let Some(heard) = part.appeal.as_ref().and_then(|appeal| appeal.heard.as_ref()) {
            p { b { (say.with(finding(heard), &[("day", say.day_short(heard.at.day).into())])) } }
            p { (parts::spoken(say, &heard.reason)) }
        }
        @if let Some(change) = part.open_change() {
            p { (say.with("desk-change-open", &[("what", change_name(visit, change.kind).into()), ("day", say.day_short(change.limit).into())])) }
        }
    }
}

fn change_name(visit: &Visit, kind: ChangeKind) -> &'static str {
    visit.say.t(match kind {
        ChangeKind::Renewal => "after-renewal",
        ChangeKind::Amendment => "after-amendment",
    })
}

/// The articles a decision can stand on: those of the rules, of the decision, of the permit, each with an article.
fn laws(permit: &Permit) -> Vec<Citation> {
    let mut laws: Vec<Citation> = Vec::new();
    for law in permit.rules.iter().flat_map(|r| &r.law).chain(&permit.decide.law).chain(&permit.law) {
        if law.article.is_some() && !laws.contains(law) {
            laws.push(law.clone());
        }
    }
    laws
}

fn law_choices(visit: &Visit, laws: &[Citation]) -> Vec<(String, String)> {
    let words = |law: &Citation| facts::citations_for_officials(visit, std::slice::from_ref(law));
    laws.iter().enumerate().map(|(place, law)| (place.to_string(), words(law))).collect()
}

pub(super) fn framed(visit: &Visit, found: Found, title: &str, body: Markup, status: Option<StatusCode>) -> Answer {
    let say = visit.say;
    let href = case_href(visit, found.number(), &found.permit);
    let end = html! { span.chip { (facts::permit_name(visit, &found.permit)) } };
    let head = head(visit, &href, say.t("desk-case"), title, found.number(), end);
    let keys = [("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, html! { div.pad.narrow { (body) } })) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, title, status.unwrap_or(StatusCode::OK), main))
}

pub(super) async fn show_change(visit: Visit, Path((_, number, permit)): At) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    if !possible(&found.file.case, Some(&found.permit), &found.hand()).contains(&Act::GrantChange) {
        return Ok(see(&case_href(&visit, found.number(), &found.permit)));
    }
    change_page(&visit, found, Again::default()).await
}

async fn change_page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let Some(permit) = found.file.catalogue.permits.get(&found.permit).cloned() else { return Err(visit.not_found()) };
    let Some(change) = found.part.open_change().cloned() else {
        return Ok(see(&case_href(visit, found.number(), &found.permit)));
    };
    let href = case_href(visit, found.number(), &found.permit);
    let title = say.with("desk-change-title", &[("title", title_of(&found.file).into())]);
    let facts_changed = match change.kind {
        ChangeKind::Amendment => changed(visit, &found).await?,
        ChangeKind::Renewal => Vec::new(),
    };
    let until = found.part.grant().and_then(|g| g.valid_until).map(|d| say.day(d)).unwrap_or_default();
    let mut rules: Vec<(String, String)> =
        permit.rules.iter().map(|r| (r.id.clone(), visit.text(&r.name).to_owned())).collect();
    rules.insert(0, (String::new(), say.t("desk-ask-choose").to_owned()));
    let body = html! {
        @if change.kind == ChangeKind::Renewal { (parts::note(Shape::Info, say.with("desk-change-renewal", &[("day", until.into())]))) }
        @else { (parts::note(Shape::Info, say.t("desk-change-amendment"))) }
        @for [name, before, after] in &facts_changed {
            p { b { (name) } }
            p { s { (before) } " " (crate::kit::icons::icon("arrow")) " " b { (after) } }
        }
        @if let Some(law) = &change.silent { p.dim { (say.with("desk-change-silent", &[("day", say.day(change.limit).into()), ("law", facts::citations_for_officials(visit, std::slice::from_ref(law)).into())])) } }
        form.stack.s4 method="post" action={ (href) "/change" } {
            (sent_from(visit, &found.file.case))
            (problems(visit, &again.wrong))
            (words_field(visit, "conditions", say.t("desk-conditions-label"), say.t("desk-conditions-hint"), again.typed("conditions"), wrong(&again.wrong, "conditions"), 2))
            (parts::actions(Button { label: say.t("desk-change-yes"), name: "act", value: "yes", tone: Tone::Main, ..Button::default() }))
            (parts::details(say.t("desk-change-no-title"), !again.wrong.is_empty(), html! {
                (select("rule", say.t("desk-refuse-which"), "", wrong(&again.wrong, "rule"), &rules, again.typed("rule")))
                (words_field(visit, "reason", say.t("desk-refuse-reason"), say.t("desk-refuse-reason-hint"), again.typed("reason"), wrong(&again.wrong, "reason"), 3))
                (words_field(visit, "way", say.t("desk-refuse-way"), say.t("desk-refuse-way-hint"), again.typed("way"), wrong(&again.wrong, "way"), 2))
                (parts::actions(Button { label: say.t("desk-change-no"), name: "act", value: "no", tone: Tone::Bad, ..Button::default() }))
            }))
        }
    };
    framed(visit, found, &title, body, again.status)
}

/// What changes, before and after: name, old value, new value. Sealed ones are opened, and that is written down.
async fn changed(visit: &Visit, found: &Found) -> Result<Vec<[String; 3]>, Problem> {
    let case = &found.file.case;
    let Some(amendment) = case.amendment() else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for (fact, answer) in &amendment.facts {
        let mut line = [facts::fact_name(visit, fact), String::new(), String::new()];
        let kept = [case.facts().get(fact).map(|a| &a.kept), Some(&answer.kept)];
        for (place, kept) in kept.into_iter().enumerate() {
            let Some(kept) = kept else { continue };
            line[place + 1] = match office::plain_value(&found.file.catalogue, fact, kept) {
                Some(value) => shown(visit, &found.file, fact, &value),
                None => {
                    let reader = reader(&found.desk, &found.file, &found.part);
                    let wanted = vec![(fact.to_string(), kept.clone())];
                    let opened = visit.office().open_words(&found.id(), wanted, reader).await;
                    opened.map_err(|t| visit.problem(t))?.concat()
                }
            };
        }
        lines.push(line);
    }
    Ok(lines)
}

pub(super) async fn send_change(visit: Visit, at: At, form: Sent) -> Answer {
    let say = visit.say;
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let (id, hand, seen, permit) = (posted.found.id(), posted.found.hand(), posted.seen(), posted.permit());
    if posted.sent("act") != "no" {
        let conditions = conditions(posted.sent("conditions"));
        let carried = visit.office().grant_change(&id, posted.once(), hand, seen, permit, conditions).await;
        return posted.to_next(&visit, carried, "change-granted", "conditions").await;
    }
    let Some(definition) = posted.found.file.catalogue.permits.get(&permit).cloned() else {
        return Err(visit.not_found());
    };
    let rule = definition.rules.iter().find(|r| r.id == posted.sent("rule"));
    let of_rule = rule.and_then(|r| r.law.iter().find(|l| l.article.is_some()).cloned());
    let article = of_rule.or_else(|| laws(&definition).into_iter().next());
    if rule.is_none() {
        posted.wrong("rule", say.t("desk-refuse-choose"));
    } else if article.is_none() {
        posted.wrong("rule", say.t("desk-refuse-no-article"));
    }
    posted.must_have("reason", say.t("desk-refuse-write-reason"));
    posted.must_have("way", say.t("refused-needs-way"));
    let (Some(rule), Some(article), true) = (rule, article, posted.again.wrong.is_empty()) else {
        let (found, again) = posted.not_accepted();
        return change_page(&visit, found, again).await;
    };
    let ground = Ground {
        rule: rule.id.clone(),
        article,
        reason: posted.sent("reason").to_owned(),
        way_forward: posted.sent("way").to_owned(),
    };
    let carried = visit.office().refuse_change(&id, posted.once(), hand, seen, permit, ground).await;
    posted.to_next(&visit, carried, "change-refused", "reason").await
}

pub(super) async fn show_appeal(visit: Visit, Path((_, number, permit)): At) -> Answer {
    let found = find(&visit, &number, &permit).await?;
    if !possible(&found.file.case, Some(&found.permit), &found.hand()).contains(&Act::DecideAppeal) {
        return Ok(see(&case_href(&visit, found.number(), &found.permit)));
    }
    appeal_page(&visit, found, Again::default())
}

fn appeal_page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let Some(permit) = found.file.catalogue.permits.get(&found.permit).cloned() else { return Err(visit.not_found()) };
    let href = case_href(visit, found.number(), &found.permit);
    let title = say.with("desk-appeal-title", &[("title", title_of(&found.file).into())]);
    let law = law_choices(visit, &laws(&permit));
    let options = [
        Opt {
            value: "upheld",
            label: say.t("desk-appeal-upheld"),
            hint: say.t("desk-appeal-upheld-hint"),
            ..Opt::default()
        },
        Opt {
            value: "changed",
            label: say.t("desk-appeal-changed"),
            hint: say.t("desk-appeal-changed-hint"),
            ..Opt::default()
        },
        Opt {
            value: "sent-back",
            label: say.t("desk-appeal-back"),
            hint: say.t("desk-appeal-back-hint"),
            ..Opt::default()
        },
    ];
    let by = found.part.open_appeal().and_then(|appeal| appeal.decide_by);
    let body = html! {
        (parts::note(Shape::Info, html! {
            p { (say.t("desk-appeal-about")) }
            @if let Some(by) = by { p { b { (say.with("desk-appeal-by", &[("day", say.day(by).into())])) } } }
        }))
        form.stack.s4 method="post" action={ (href) "/appeal" } {
            (sent_from(visit, &found.file.case))
            (problems(visit, &again.wrong))
            (parts::choice(say, &Choice { name: "finding", legend: say.t("desk-appeal-finding"), error: wrong(&again.wrong, "finding"), options: &options, chosen: &[again.typed("finding")], ..Choice::default() }))
            (select("law", say.t("desk-measure-law"), "", wrong(&again.wrong, "law"), &law, again.typed("law")))
            (words_field(visit, "reason", say.t("desk-appeal-reason"), say.t("desk-appeal-reason-hint"), again.typed("reason"), wrong(&again.wrong, "reason"), 4))
            (parts::actions(Button { label: say.t("desk-appeal-send"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
        }
    };
    framed(visit, found, &title, body, again.status)
}

pub(super) async fn send_appeal(visit: Visit, at: At, form: Sent) -> Answer {
    let say = visit.say;
    let mut posted = Posted::to_say(&visit, at, form).await?;
    let permit = posted.permit();
    let Some(definition) = posted.found.file.catalogue.permits.get(&permit).cloned() else {
        return Err(visit.not_found());
    };
    let hearing = match posted.sent("finding") {
        "upheld" => Some(Hearing::Upheld),
        "changed" => Some(Hearing::Changed(Vec::new())),
        "sent-back" => Some(Hearing::SentBack),
        _ => None,
    };
    if hearing.is_none() {
        posted.wrong("finding", say.t("desk-appeal-need-finding"));
    }
    let law = posted.sent("law").parse::<usize>().ok().and_then(|place| laws(&definition).into_iter().nth(place));
    if law.is_none() {
        posted.wrong("law", say.t("desk-pause-need-law"));
    }
    posted.must_have("reason", say.t("refused-needs-reason"));
    let (Some(hearing), Some(law), true) = (hearing, law, posted.again.wrong.is_empty()) else {
        let (found, again) = posted.not_accepted();
        return appeal_page(&visit, found, again);
    };
    let (id, hand, seen) = (posted.found.id(), posted.found.hand(), posted.seen());
    let reason = posted.sent("reason").to_owned();
    let carried = visit.office().decide_appeal(&id, posted.once(), hand, seen, permit, hearing, reason, law).await;
    posted.to_next(&visit, carried, "appeal-heard", "reason").await
}
