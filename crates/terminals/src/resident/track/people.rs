//! Others beside the applicant: who acts for them and who applies too. An invitation is a code that is given on.

use std::collections::BTreeSet;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use casework::{Act, Case, CoApplicant, Mandate, MandateId, Power, Who, acts, possible};
use maud::{Markup, html};
use office::{Carried, Invitation, Turned};

use crate::facts;
use crate::kit::parts::{self, Button, Choice, Field, Input, Opt, Shape, Tone, Width};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::{Problem, status_of};
use crate::refusal;
use crate::resident::apply::own::Own;
use crate::web::{Answer, Sent, Visit, once, see, sent};

const POWERS: [(Power, &str, &str); 4] = [
    (Power::Prepare, "prepare", "power-prepare"),
    (Power::File, "file", "power-file"),
    (Power::Answer, "answer", "power-answer"),
    (Power::Dispose, "dispose", "power-dispose"),
];

/// What came back with the page: a fresh code, or what is wrong with which field.
#[derive(Default)]
struct Back<'a> {
    code: &'a str,
    wrong: Vec<(&'a str, String)>,
    chosen: Vec<&'a str>,
    until: &'a str,
    status: StatusCode,
}

pub async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let own = Own::of(&visit, &number).await?;
    Ok(page(&visit, &own, &own.case, &Back::default()))
}

fn page(visit: &Visit, own: &Own, case: &Case, back: &Back) -> Response {
    let say = visit.say;
    let title = say.t("people-title");
    let may = possible(case, None, &own.by);
    let errors: Vec<(&str, &str)> = back.wrong.iter().map(|(field, text)| (*field, text.as_str())).collect();
    let error = |field: &str| errors.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| *text);
    let action = visit.at(&format!("case/{}/people", own.number));
    let labels: Vec<(&str, &str)> = POWERS.iter().map(|(_, value, key)| (*value, say.t(key))).collect();
    let options: Vec<Opt> = labels.iter().map(|(value, label)| Opt { value, label, ..Opt::default() }).collect();
    let to_case = if own.is_draft() { format!("apply/{}", own.number) } else { format!("case/{}", own.number) };
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[&own.number], title, say.t("people-lead")))
            @if !back.code.is_empty() {
                (parts::note(Shape::Ok, html! {
                    p { (say.t("people-code")) }
                    p { b.mono { (back.code) } }
                    p { (say.with("people-code-where", &[("address", format!("{}{}", visit.office().host().trim_end_matches('/'), visit.at("join")).into())])) }
                }))
            }
            section.stack.s3 {
                h2 { (say.t("people-agents")) }
                @if case.mandates().is_empty() { p.dim { (say.t("people-no-agents")) } }
                @for (id, mandate) in case.mandates() { (one_mandate(visit, own, id, mandate, &may)) }
                @if may.contains(&Act::OfferMandate) {
                    (parts::details(say.t("people-give"), !errors.is_empty(), html! {
                        form.stack.s4 method="post" action=(action) novalidate {
                            (parts::once(&visit.office().once_key()))
                            (parts::hidden("act", "mandate"))
                            (parts::choice(say, &Choice { name: "scope", legend: say.t("people-scope"), hint: say.t("people-scope-hint"), error: error("scope"), options: &options, chosen: &back.chosen, many: true, ..Choice::default() }))
                            (parts::field(say, &Field { name: "until", label: say.t("people-until"), hint: say.t("people-until-hint"), error: error("until"), value: back.until, input: Input::Date, width: Width::Middle, ..Field::default() }))
                            (parts::actions(parts::submit(say.t("people-give-go"))))
                        }
                    }))
                }
            }
            @if may.contains(&Act::InviteCoApplicant) || !case.co_applicants().is_empty() {
                section.stack.s3 {
                    h2 { (say.t("people-co")) }
                    p { (say.t("people-co-about")) }
                    @for (place, co) in case.co_applicants() { (one_co_applicant(visit, own, *place, co, &may)) }
                    @if may.contains(&Act::InviteCoApplicant) { (small_form(visit, &action, "invite", "", say.t("people-invite"))) }
                }
            }
            p { a href=(visit.at(&to_case)) { (say.t("receipt-to-case")) } }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    shell.came_back = !errors.is_empty();
    shell.respond(back.status, main)
}

fn small_form(visit: &Visit, action: &str, act: &str, which: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            (parts::once(&visit.office().once_key()))
            (parts::hidden("act", act))
            (parts::hidden("which", which))
            (Button { label, small: true, ..Button::default() })
        }
    }
}

/// The powers of a mandate in words.
fn scope_text(visit: &Visit, mandate: &Mandate) -> String {
    let names: Vec<String> = POWERS
        .iter()
        .filter(|(power, ..)| mandate.scope.contains(power))
        .map(|(_, _, key)| visit.say.t(key).to_owned())
        .collect();
    visit.say.list(&names)
}

fn one_mandate(visit: &Visit, own: &Own, id: &MandateId, mandate: &Mandate, may: &[Act]) -> Markup {
    let say = visit.say;
    let over = visit.today() > mandate.until;
    let (shape, key) = match (mandate.ended, &mandate.agent) {
        (Some(_), _) => (Shape::Open, "people-mandate-ended"),
        _ if over => (Shape::Open, "people-mandate-over"),
        (None, Some(_)) => (Shape::Ok, "people-mandate-taken"),
        (None, None) => (Shape::Info, "people-mandate-offered"),
    };
    let action = visit.at(&format!("case/{}/people", own.number));
    html! {
        div.card.stack.s2 {
            div { (parts::tag(shape, say.t(key))) }
            p { (scope_text(visit, mandate)) }
            p.dim { (say.with("people-mandate-until", &[("day", say.day(mandate.until).into())])) }
            @if mandate.ended.is_none() && may.contains(&Act::EndMandate) { (small_form(visit, &action, "end", id.as_str(), say.t("people-end"))) }
        }
    }
}

fn one_co_applicant(visit: &Visit, own: &Own, place: u32, co: &CoApplicant, may: &[Act]) -> Markup {
    let say = visit.say;
    let (shape, key) = match (&co.person, co.signed) {
        (None, _) => (Shape::Open, "people-co-invited"),
        (Some(_), None) => (Shape::Warn, "people-co-unsigned"),
        (Some(_), Some(_)) => (Shape::Ok, "people-co-signed"),
    };
    let action = visit.at(&format!("case/{}/people", own.number));
    html! {
        div.card.stack.s2 {
            div { b { (say.with("people-co-place", &[("n", place.to_string().into())])) } " " (parts::tag(shape, say.t(key))) }
            @if may.contains(&Act::RemoveCoApplicant) { (small_form(visit, &action, "remove", &place.to_string(), say.t("people-remove"))) }
        }
    }
}

pub async fn send(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let own = Own::of(&visit, &number).await?;
    let (pairs, say, office) = (form.0, visit.say, visit.office());
    let which = sent(&pairs, "which").to_owned();
    let by = own.by.clone();
    let carried: Result<(Carried, String), Turned> = match sent(&pairs, "act") {
        "mandate" => {
            let chosen: Vec<&str> = pairs.iter().filter(|(k, _)| k == "scope").map(|(_, v)| v.as_str()).collect();
            let is_chosen = |value: &str| chosen.contains(&value);
            let scope: BTreeSet<Power> = POWERS.iter().filter(|(_, v, _)| is_chosen(v)).map(|(p, ..)| *p).collect();
            let until = sent(&pairs, "until");
            let day = journey::entry::read_day(until.trim(), visit.today()).ok();
            let mut wrong = Vec::new();
            if scope.is_empty() {
                wrong.push(("scope", say.t("people-need-scope").to_owned()));
            }
            if day.is_none() {
                wrong.push(("until", say.t("people-need-until").to_owned()));
            }
            let (Some(day), true) = (day, wrong.is_empty()) else {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(page(&visit, &own, &own.case, &Back { wrong, chosen, until, status, ..Back::default() }));
            };
            let offered = office.offer_mandate(&own.id, once(&pairs), by, scope, day).await;
            if let Err(turned @ Turned::Refused(_)) = &offered {
                let wrong = vec![("until", refusal::said(&visit, turned).1)];
                let status = status_of(turned);
                return Ok(page(&visit, &own, &own.case, &Back { wrong, chosen, until, status, ..Back::default() }));
            }
            offered
        }
        "invite" => office.invite_co_applicant(&own.id, once(&pairs), by).await,
        "end" => {
            let mandate = MandateId::new(which);
            let done = office.carry_out(&own.id, once(&pairs), by, move |c, d| acts::end_mandate(c, d, &mandate)).await;
            done.map(|carried| (carried, String::new()))
        }
        "remove" => {
            let place = which.parse().unwrap_or(0);
            let done =
                office.carry_out(&own.id, once(&pairs), by, move |c, d| acts::remove_co_applicant(c, d, place)).await;
            done.map(|carried| (carried, String::new()))
        }
        _ => return Err(visit.not_found()),
    };
    let (carried, code) = carried.map_err(|t| visit.problem(t))?;
    // A repetition has made no new code: the first page has told the only one.
    let code = if carried.repeated { String::new() } else { code };
    Ok(page(&visit, &own, &carried.case, &Back { code: &code, ..Back::default() }))
}

/// Somebody with a code: what it is about, and the button that takes it.
pub async fn show_join(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> Answer {
    visit.person()?;
    join_page(&visit, sent(&pairs, "code"), "", StatusCode::OK).await
}

async fn join_page(visit: &Visit, code: &str, error: &str, status: StatusCode) -> Answer {
    let say = visit.say;
    let title = say.t("join-title");
    let about = match code {
        "" => None,
        code => about(visit, code).await?,
    };
    let unknown = !code.is_empty() && about.is_none() && error.is_empty();
    let error = if unknown { say.t("join-unknown") } else { error };
    let status = if unknown { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    let errors = if error.is_empty() { Vec::new() } else { vec![("code", error)] };
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[], title, say.t("join-lead")))
            @match &about {
                Some(about) => {
                    (parts::card(say.t("join-about"), about))
                    form.stack.s4 method="post" action=(visit.at("join")) {
                        (parts::once(&visit.office().once_key()))
                        (parts::hidden("code", code))
                        (parts::hidden("act", "take"))
                        (parts::actions(parts::submit(say.t("join-take"))))
                    }
                }
                None => {
                    form.stack.s4 method="post" action=(visit.at("join")) novalidate {
                        (parts::field(say, &Field { name: "code", label: say.t("join-code"), hint: say.t("join-code-hint"), error, value: code, input: Input::Code, width: Width::Middle, at_most: 20, ..Field::default() }))
                        (parts::actions(parts::submit(say.t("join-look"))))
                    }
                }
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    shell.came_back = !errors.is_empty();
    Ok(shell.respond(status, main))
}

/// What a code invites to, in words: never a name or an answer of the applicant.
async fn about(visit: &Visit, code: &str) -> Result<Option<Markup>, Problem> {
    let say = visit.say;
    let office = visit.office();
    let Some(invitation) = office.invitation(code).await.map_err(|t| visit.problem(t))? else { return Ok(None) };
    let file = office.case_file(invitation.case_id()).await.map_err(|t| visit.problem(t))?;
    let event = file.catalogue.events.get(file.case.event()).map(|e| visit.text(&e.name).to_owned());
    let what = match &invitation {
        Invitation::Mandate { mandate, .. } => file.case.mandates().get(mandate).map(|mandate| {
            let day = say.day(mandate.until);
            say.with("join-mandate", &[("scope", scope_text(visit, mandate).into()), ("day", day.into())])
        }),
        Invitation::CoApplicant { .. } => Some(say.t("join-co").to_owned()),
    };
    Ok(what.map(|what| {
        html! {
            p { b { (event.unwrap_or_default()) } " " span.mono { (file.case.number()) } }
            p { (what) }
        }
    }))
}

pub async fn join(visit: Visit, form: Sent) -> Answer {
    let person = visit.person()?;
    let code = sent(&form.0, "code").trim();
    if sent(&form.0, "act") != "take" {
        let error = if code.is_empty() { visit.say.t("join-need-code") } else { "" };
        let status = if code.is_empty() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return join_page(&visit, code, error, status).await;
    }
    match visit.office().accept_invitation(code, once(&form.0), Who::Applicant(person)).await {
        Ok(carried) => {
            let to = match carried.case.filing() {
                Some(_) => format!("case/{}", carried.case.number()),
                None => "cases".to_owned(),
            };
            Ok(see(&visit.at(&to)))
        }
        Err(turned @ Turned::Refused(_)) => {
            let (_, sentence) = refusal::said(&visit, &turned);
            join_page(&visit, code, &sentence, status_of(&turned)).await
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}

/// The draft as a co-applicant signs it: what is applied for, and the words under the signature.
pub async fn show_co_sign(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let (_, case) = joined(&visit, &number).await?;
    let say = visit.say;
    let file = visit.office().case_file(case.id().as_str()).await.map_err(|t| visit.problem(t))?;
    let sheet = visit.office().sheet(&file).map_err(|t| visit.problem(t))?;
    let parts_of_plan: Vec<String> = match &sheet.plan {
        Ok(plan) => plan.parts.iter().map(|part| facts::permit_name(&visit, &part.permit)).collect(),
        Err(_) => Vec::new(),
    };
    let person = visit.person()?;
    let signed = case.co_applicants().values().any(|c| c.person.as_ref() == Some(&person) && c.signed.is_some());
    let title = say.t("co-sign-title");
    let words = office::filing_statement(office::STATEMENT, visit.l()).unwrap_or_default();
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[case.number()], title, say.t("co-sign-lead")))
            @if let Some(name) = file.title() { p { b { (name) } } }
            @if !parts_of_plan.is_empty() { ul.stack.s2 { @for name in &parts_of_plan { li { (name) } } } }
            @if case.filing().is_some() { (parts::note(Shape::Ok, say.t("co-sign-filed"))) }
            @else if signed { (parts::note(Shape::Ok, say.t("co-sign-done"))) }
            @else {
                blockquote.card.quiet { p { (words) } }
                form method="post" action=(visit.at(&format!("case/{}/co-sign", case.number()))) {
                    (parts::once(&visit.office().once_key()))
                    (parts::actions(Button { label: say.t("co-sign-go"), tone: Tone::Main, ..Button::default() }))
                }
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    Ok(visit.ok(&shell, main))
}

pub async fn co_sign(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (by, case) = joined(&visit, &number).await?;
    let signed = visit.office().co_sign(case.id().as_str(), once(&form.0), by).await;
    signed.map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at(&format!("case/{}/co-sign", case.number()))))
}

/// The case of somebody who applies too.
async fn joined(visit: &Visit, number: &str) -> Result<(Who, std::sync::Arc<Case>), Problem> {
    let person = visit.person()?;
    let office = visit.office();
    let id = office.case_id_of(&number.to_uppercase()).await.map_err(|t| visit.problem(t))?;
    let id = id.ok_or_else(|| visit.not_found())?;
    let case = office.case_file(&id).await.map_err(|t| visit.problem(t))?.case;
    if !case.is_co_applicant(&person) {
        return Err(visit.problem(Turned::NotAllowed));
    }
    Ok((Who::Applicant(person), case))
}
