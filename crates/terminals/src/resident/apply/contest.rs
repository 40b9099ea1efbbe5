//! "Not right?": the applicant says what a register has wrong. Both values are kept, and nothing waits for it.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use catalogue::SectionId;
use journey::Origin;
use maud::html;
use rules::FactId;

use super::draft::Draft;
use super::field::Asking;
use super::own::Own;
use super::typed::{Read, Typed, Wrong};
use crate::facts;
use crate::kit::parts::{self, Field, Shape, Tone};
use crate::web::{Answer, Sent, Visit, once, see, sent};

type Place = Path<(String, String, String)>;

pub async fn show(
    visit: Visit,
    Path((_, number, section)): Place,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let draft = Draft::of_section(&visit, Own::of(&visit, &number).await?, &SectionId::new(section.as_str())).await?;
    page(&visit, &draft, &section, sent(&pairs, "fact"), None, "", &[], StatusCode::OK)
}

#[allow(clippy::too_many_arguments, reason = "each is a part of the page")]
fn page(
    visit: &Visit,
    draft: &Draft,
    section: &str,
    fact: &str,
    typed: Option<&Typed>,
    reason: &str,
    wrong: &[Wrong],
    status: StatusCode,
) -> Result<Response, crate::problem::Problem> {
    let say = visit.say;
    let id = FactId::from(fact);
    let known = draft.file.known.get(&id).ok_or_else(|| visit.not_found())?;
    let definition = draft.file.catalogue.facts.get(&id).ok_or_else(|| visit.not_found())?;
    let Origin::Register { register, on } = &known.origin else { return Err(visit.not_found()) };
    let register = draft.file.catalogue.registers.get(register);
    let title = say.with("form-contest-title", &[("fact", visit.text(&definition.name).into())]);
    let value = facts::value(visit, definition, &known.value);
    let kept_by = register.map(|r| facts::authority_name(visit, &r.kept_by)).unwrap_or_default();
    let register = register.map_or("", |r| visit.text(&r.name)).to_owned();
    let source = say.with("form-source", &[("register", register.as_str().into()), ("day", say.day_plain(*on).into())]);
    let empty = Typed::default();
    let nothing = journey::Known::new();
    let asking = Asking { visit, known: &nothing, typed: Some(typed.unwrap_or(&empty)), wrong };
    let errors: Vec<(&str, &str)> = wrong.iter().map(|w| (w.field.as_str(), w.text.as_str())).collect();
    let reason_error = wrong.iter().find(|w| w.field == "reason").map_or("", |w| w.text.as_str());
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[&draft.own.number], &title, say.t("form-contest-lead")))
            (parts::card("", parts::kv(&[(say.t("form-contest-now"), html! { b { (value) } br; span.dim { (source) } })])))
            form.stack.s5 method="post" action={ (draft.at(visit, section)) "/not-right" } novalidate {
                (parts::once(&visit.office().once_key()))
                (parts::hidden("fact", fact))
                (asking.fact(definition, &[]))
                (parts::field(say, &Field { name: "reason", label: say.t("form-contest-reason"), hint: say.t("form-contest-reason-hint"), error: reason_error, value: reason, lines: 3, at_most: 1000, ..Field::default() }))
                (parts::note(Shape::Open, say.with("form-contest-then", &[("office", kept_by.into())])))
                (parts::actions(html! {
                    (parts::submit(say.t("form-contest-send")))
                    (parts::link_button(&draft.at(visit, section), say.t("form-back"), Tone::Plain))
                }))
            }
        }
    };
    Ok(draft.page(visit, status, &title, !errors.is_empty(), main))
}

pub async fn send(visit: Visit, Path((_, number, section)): Place, form: Sent) -> Answer {
    let pairs = form.0;
    let draft = Draft::of_section(&visit, Own::of(&visit, &number).await?, &SectionId::new(section.as_str())).await?;
    let fact = sent(&pairs, "fact").to_owned();
    let definition =
        draft.file.catalogue.facts.get(&FactId::from(fact.as_str())).cloned().ok_or_else(|| visit.not_found())?;
    let typed = Typed::of(&pairs);
    let reason = sent(&pairs, "reason").to_owned();
    let mut wrong = Vec::new();
    let read = typed.read(&visit, &definition, visit.today(), &mut wrong);
    if matches!(read, Read::Nothing) {
        let text = visit.say.with("entry-missing", &[("label", visit.text(&definition.name).into())]);
        wrong.push(Wrong { field: fact.clone(), text, fix: String::new() });
    }
    if reason.is_empty() {
        let text = visit.say.t("form-contest-no-reason").to_owned();
        wrong.push(Wrong { field: "reason".to_owned(), text, fix: String::new() });
    }
    let Read::Value(value) = read else {
        return page(&visit, &draft, &section, &fact, Some(&typed), &reason, &wrong, StatusCode::UNPROCESSABLE_ENTITY);
    };
    if !wrong.is_empty() {
        return page(&visit, &draft, &section, &fact, Some(&typed), &reason, &wrong, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let says = facts::value(&visit, &definition, &value);
    visit
        .office()
        .contest(&draft.own.id, once(&pairs), draft.own.by.clone(), FactId::from(fact.as_str()), says, reason)
        .await
        .map_err(|t| visit.problem(t))?;
    Ok(see(&draft.at(&visit, &section)))
}
