//! What can be done to a granted part: suspend it, let it be used again, take it away. Each names the rule, the article and
//! the reason, and says from which day; the licence follows in the same transaction.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{Act, Measure, PartStage, acts};
use catalogue::{Citation, Permit};
use maud::{Markup, html};
use office::SeenAt;

use crate::facts;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::official::ask::select;
use crate::official::case::Again;
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted};
use crate::official::time::{bad_day, day_field, day_of};
use crate::official::{Found, case_href, comma, find_to_decide, head, problems, sent_from, title_of, wrong};
use crate::web::{Answer, Sent, Visit, see};

/// Which of the three a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Suspend,
    Reinstate,
    Revoke,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::Suspend, Kind::Reinstate, Kind::Revoke];

    fn parse(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|k| k.word() == word)
    }

    /// As it stands in addresses and in the names of sentences.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Suspend => "suspend",
            Kind::Reinstate => "reinstate",
            Kind::Revoke => "revoke",
        }
    }

    pub fn act(self) -> Act {
        match self {
            Kind::Suspend => Act::Suspend,
            Kind::Reinstate => Act::Reinstate,
            Kind::Revoke => Act::Revoke,
        }
    }

    fn done(self) -> &'static str {
        match self {
            Kind::Suspend => "suspended",
            Kind::Reinstate => "reinstated",
            Kind::Revoke => "revoked",
        }
    }

    fn say<'v>(self, visit: &'v Visit, what: &str) -> &'v str {
        visit.say.t(&format!("desk-{}{what}", self.word()))
    }

    fn tone(self) -> Tone {
        if self == Kind::Reinstate { Tone::Main } else { Tone::Bad }
    }
}

/// The buttons of a part that has a licence, as far as this hand may press them.
pub(super) fn buttons(visit: &Visit, acts: &[Act], href: &str) -> Markup {
    html! {
        @for kind in Kind::ALL.into_iter().filter(|k| acts.contains(&k.act())) {
            (Button { label: kind.say(visit, ""), href: &format!("{href}/measure/{}", kind.word()), small: true, ..Button::default() })
        }
    }
}

/// What is in force or announced: since when, until when, why, under what.
pub(super) fn said(visit: &Visit, measure: &Measure, permit: Option<&Permit>) -> Markup {
    let say = visit.say;
    let rule = measure.rule.as_ref().and_then(|id| permit?.rules.iter().find(|r| &r.id == id));
    html! {
        p { (say.with("desk-measure-since", &[("day", say.day(measure.on).into())])) @if let Some(until) = measure.until { (comma(visit)) (say.with("desk-measure-until", &[("day", say.day(until).into())])) } }
        @if let Some(rule) = rule { p { b { (visit.text(&rule.name)) } } }
        p { (parts::spoken(say, &measure.reason)) }
        @if let Some(law) = &measure.law { p.small.dim { (facts::citations_for_officials(visit, std::slice::from_ref(law))) } }
    }
}

/// The articles a measure can stand on: those of the permit's rules, of the decision, of the permit itself.
fn laws(permit: &Permit) -> Vec<Citation> {
    let mut laws: Vec<Citation> = Vec::new();
    for law in permit.rules.iter().flat_map(|r| &r.law).chain(&permit.decide.law).chain(&permit.law) {
        if !laws.contains(law) {
            laws.push(law.clone());
        }
    }
    laws
}

/// Language, number, permit, kind.
type Place = Path<(String, String, String, String)>;

pub(super) async fn show(visit: Visit, Path((_, number, permit, kind)): Place) -> Answer {
    let Some(kind) = Kind::parse(&kind) else { return Err(visit.not_found()) };
    let found = find_to_decide(&visit, &number, &permit).await?;
    if !casework::possible(&found.file.case, Some(&found.permit), &found.hand()).contains(&kind.act()) {
        return Ok(see(&case_href(&visit, found.number(), &found.permit)));
    }
    page(&visit, found, kind, Again::default())
}

fn page(visit: &Visit, found: Found, kind: Kind, again: Again) -> Answer {
    let say = visit.say;
    let Some(permit) = found.file.catalogue.permits.get(&found.permit).cloned() else { return Err(visit.not_found()) };
    let href = case_href(visit, found.number(), &found.permit);
    let title = say.with(&format!("desk-{}-title", kind.word()), &[("title", title_of(&found.file).into())]);
    let end = parts::topic(&permit.icon, visit.text(&permit.name));
    let head = head(visit, &href, say.t("desk-case"), &title, found.number(), end);
    let mut rules: Vec<(String, String)> =
        permit.rules.iter().map(|r| (r.id.clone(), visit.text(&r.name).to_owned())).collect();
    rules.insert(0, (String::new(), say.t("desk-measure-no-rule").to_owned()));
    let laws: Vec<(String, String)> = laws(&permit)
        .iter()
        .enumerate()
        .map(|(place, law)| (place.to_string(), facts::citations_for_officials(visit, std::slice::from_ref(law))))
        .collect();
    let today = say.with("desk-measure-from-hint", &[("day", say.day(visit.today()).into())]);
    let field = |name: &str| again.typed(name);
    let body = html! {
        div.pad.narrow {
            (parts::note(Shape::Warn, kind.say(visit, "-about")))
            @if let Some(measure) = &found.part.measure { (parts::card(say.t("desk-measure-now"), said(visit, measure, Some(&permit)))) }
            form.stack.s4 method="post" action={ (href) "/measure/" (kind.word()) } {
                (sent_from(visit, &found.file.case))
                (problems(visit, &again.wrong))
                @if kind != Kind::Reinstate {
                    (select("rule", say.t("desk-measure-rule"), "", wrong(&again.wrong, "rule"), &rules, field("rule")))
                    (select("law", say.t("desk-measure-law"), "", wrong(&again.wrong, "law"), &laws, field("law")))
                }
                (words_field(visit, "reason", say.t("desk-measure-reason"), say.t("desk-measure-reason-hint"), field("reason"), wrong(&again.wrong, "reason"), 4))
                @if kind != Kind::Reinstate { (day_field(visit, "from", say.t("desk-measure-from"), &today, field("from"), wrong(&again.wrong, "from"))) }
                @if kind == Kind::Suspend { (day_field(visit, "until", say.t("desk-measure-last"), say.t("desk-measure-last-hint"), field("until"), wrong(&again.wrong, "until"))) }
                (parts::actions(Button { label: kind.say(visit, ""), tone: kind.tone(), key: "Ctrl Enter", ..Button::default() }))
            }
        }
    };
    let keys = [("Ctrl Enter", kind.say(visit, "")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

pub(super) async fn send(visit: Visit, Path((l, number, permit, kind)): Place, form: Sent) -> Answer {
    let Some(kind) = Kind::parse(&kind) else { return Err(visit.not_found()) };
    let say = visit.say;
    let at: At = Path((l, number, permit));
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let Some(definition) = posted.found.file.catalogue.permits.get(&posted.found.permit).cloned() else {
        return Err(visit.not_found());
    };
    posted.must_have("reason", say.t("refused-needs-reason"));
    let day = |posted: &mut Posted, name: &'static str| {
        let typed = posted.sent(name).to_owned();
        let day = day_of(&visit, &typed);
        if day.is_none() && !typed.is_empty() {
            posted.wrong(name, say.t("desk-need-day"));
        }
        day
    };
    let (from, until) = (day(&mut posted, "from"), day(&mut posted, "until"));
    let place = posted.sent("law").parse::<usize>().ok();
    let law = place.and_then(|place| laws(&definition).into_iter().nth(place));
    if law.is_none() && kind != Kind::Reinstate {
        posted.wrong("law", say.t("desk-pause-need-law"));
    }
    if !posted.again.wrong.is_empty() {
        let (found, again) = posted.not_accepted();
        return page(&visit, found, kind, again);
    }
    let rule = Some(posted.sent("rule").to_owned()).filter(|id| definition.rules.iter().any(|r| &r.id == id));
    let (reason, permit) = (posted.sent("reason").to_owned(), posted.permit());
    let (id, hand) = (posted.found.id(), posted.found.hand());
    let seen: Option<SeenAt> = posted.seen();
    let carried = visit
        .office()
        .take_measure(&id, posted.once(), hand, seen, move |case, deed| match (kind, law) {
            (Kind::Suspend, Some(law)) => {
                acts::suspend(case, deed, &permit, acts::ToSuspend { reason, law, rule, from, until })
            }
            (Kind::Revoke, Some(law)) => acts::revoke(case, deed, &permit, acts::ToRevoke { reason, law, rule, from }),
            _ => acts::reinstate(case, deed, &permit, &reason),
        })
        .await;
    if let Some(sentence) = bad_day(&visit, &carried) {
        posted.wrong(if from.is_some() { "from" } else { "until" }, sentence);
        let (found, again) = posted.not_accepted();
        return page(&visit, found, kind, again);
    }
    posted.to_case(&visit, carried, kind.done(), "reason").await
}

/// Whether a part is what its measure says, or will be only on the day it begins.
pub(super) fn announced(visit: &Visit, part: &casework::Part) -> bool {
    matches!(part.stage, PartStage::Suspended | PartStage::Revoked)
        && part.measure.as_ref().is_some_and(|m| m.on > visit.today())
}
