//! Whose case it is, and whose hand works on it: the applicant's own, or a clerk's while the applicant is present.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use casework::{Case, Who};
use licence::{CodeMistake, Number};
use maud::html;
use office::{CaseFile, Reader, Turned};
use rules::FactId;

use crate::kit::parts::{self, Tone};
use crate::kit::shell::Terminal;
use crate::problem::Problem;
use crate::web::{Visit, see};

/// A case somebody may work on.
pub(crate) struct Own {
    pub id: String,
    /// As it is written: `RS26-4187-K`.
    pub number: String,
    pub by: Who,
    pub case: Arc<Case>,
    /// The case with its personal facts closed.
    pub closed: CaseFile,
}

impl Own {
    /// The case of this number, when it is the visitor's to work on.
    pub async fn of(visit: &Visit, number: &str) -> Result<Own, Problem> {
        let by = visit.applicant()?;
        let number = read_number(visit, number)?;
        let office = visit.office();
        let id = office.case_id_of(&number).await.map_err(|t| visit.problem(t))?.ok_or_else(|| visit.not_found())?;
        let closed = office.case_file(&id).await.map_err(|t| visit.problem(t))?;
        let case = Arc::clone(&closed.case);
        let by = match by {
            by if by.person() == Some(case.applicant()) => by,
            Who::Applicant(person) => match case.mandate_of(&person, visit.today()) {
                Some((mandate, _)) => {
                    let (mandate, for_person) = (mandate.clone(), case.applicant().clone());
                    Who::Agent { person, for_person, mandate }
                }
                // Whoever applies too signs, and sees what they sign.
                None if case.is_co_applicant(&person) => {
                    let to = visit.at(&format!("case/{number}/co-sign"));
                    return Err(Problem::Answer(Box::new(see(&to))));
                }
                None => return Err(visit.problem(Turned::NotAllowed)),
            },
            _ => return Err(visit.problem(Turned::NotAllowed)),
        };
        visit.about(&closed.catalogue);
        Ok(Own { id, number, by, case, closed })
    }

    /// Opens only these facts for whoever looks here; it is written down as the person's own view, or as the window's.
    pub fn reader(&self, visit: &Visit, facts: Option<BTreeSet<FactId>>) -> Result<Reader, Problem> {
        let mut reader = Reader { facts, ..visit.reader(&self.id)? };
        if let Who::Agent { .. } = self.by {
            // The person whose facts they are sees that it was their agent.
            reader.actor.office = "agent".to_owned();
        }
        Ok(reader)
    }

    pub fn is_draft(&self) -> bool {
        self.case.stage() == casework::Stage::Draft
    }
}

/// A number as people type it; a wrong check letter is named with the letter that would fit.
fn read_number(visit: &Visit, typed: &str) -> Result<String, Problem> {
    match Number::read(typed) {
        Ok(number) => Ok(number.to_string()),
        Err(CodeMistake::Check { expected_letter }) => {
            let say = visit.say;
            let title = say.with("case-number-unknown", &[("number", typed.into())]);
            let fixed: String = {
                let mut letters: Vec<char> = typed.trim().chars().collect();
                letters.pop();
                letters.push(expected_letter);
                letters.into_iter().collect()
            };
            let to = visit.path.replacen(typed, &fixed, 1);
            let shell = visit.shell(Terminal::Public, &title);
            let main = html! {
                div.narrow.stack.s4 {
                    (parts::heading(&[], &title, &say.with("case-number-letter", &[("letter", expected_letter.to_string().into())])))
                    p { (parts::link_button(&to, &fixed, Tone::Main)) }
                    p { a href=(visit.at("cases")) { (say.t("nav-cases")) } }
                }
            };
            Err(Problem::Answer(Box::new(shell.respond(StatusCode::NOT_FOUND, main))))
        }
        Err(_) => Err(visit.not_found()),
    }
}
