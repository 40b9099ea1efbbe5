//! Taking it back: one permit or everything that is still open, after saying plainly what that means.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use casework::{Act, Case, acts, possible};
use catalogue::PermitId;
use maud::html;

use super::story;
use crate::facts;
use crate::kit::parts::{self, Button, Choice, Opt, Shape, Tone};
use crate::kit::shell::{CASES, Terminal};
use crate::resident::apply::own::Own;
use crate::web::{Answer, Sent, Visit, once, see, sent};

const ALL: &str = "all";

pub async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let own = Own::of(&visit, &number).await?;
    Ok(page(&visit, &own, "", StatusCode::OK))
}

fn open_parts<'c>(visit: &Visit, own: &'c Own) -> Vec<&'c PermitId> {
    let case: &Case = &own.case;
    let is_open = |p: &&PermitId| {
        possible(case, Some(p), &own.by).contains(&Act::Withdraw)
            && case.part(p).is_some_and(|part| !story::is_undecided(visit, case, part))
    };
    case.parts().keys().filter(is_open).collect()
}

fn page(visit: &Visit, own: &Own, error: &str, status: StatusCode) -> Response {
    let say = visit.say;
    let draft = own.case.filing().is_none();
    let title = say.t(if draft { "case-drop-title" } else { "case-withdraw-title" });
    let lead = say.t(if draft { "case-drop-lead" } else { "case-withdraw-lead" });
    let names: Vec<(String, String)> =
        open_parts(visit, own).into_iter().map(|p| (p.to_string(), facts::permit_name(visit, p))).collect();
    let may = possible(&own.case, None, &own.by).contains(&Act::Withdraw);
    let mut options: Vec<Opt> = vec![Opt {
        value: ALL,
        label: say.t("case-withdraw-all"),
        hint: say.t("case-withdraw-all-hint"),
        ..Opt::default()
    }];
    if names.len() > 1 {
        options.extend(names.iter().map(|(id, name)| Opt { value: id, label: name, ..Opt::default() }));
    }
    let errors = if error.is_empty() { Vec::new() } else { vec![("what", error)] };
    let back = visit.at(&if draft { "cases".to_owned() } else { format!("case/{}", own.number) });
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, &errors))
            (parts::heading(&[&own.number], title, lead))
            @if may {
                form.stack.s5 method="post" action=(visit.at(&format!("case/{}/withdraw", own.number))) novalidate {
                    (parts::once(&visit.office().once_key()))
                    @if draft { (parts::hidden("what", ALL)) }
                    @else { (parts::choice(say, &Choice { name: "what", legend: say.t("case-withdraw-what"), options: &options, error, ..Choice::default() })) }
                    @if !draft { (parts::note(Shape::Warn, say.t("case-withdraw-note"))) }
                    (parts::actions(html! {
                        (Button { label: say.t(if draft { "case-drop-go" } else { "case-withdraw-go" }), tone: Tone::Bad, ..Button::default() })
                        (parts::link_button(&back, say.t("case-withdraw-keep"), Tone::Plain))
                    }))
                }
            } @else {
                (parts::note(Shape::Info, say.t("case-withdraw-none")))
                p { a href=(back) { (say.t("receipt-to-case")) } }
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    shell.came_back = !error.is_empty();
    shell.respond(status, main)
}

pub async fn withdraw(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let own = Own::of(&visit, &number).await?;
    let permit = match sent(&form.0, "what") {
        "" => return Ok(page(&visit, &own, visit.say.t("case-withdraw-choose"), StatusCode::UNPROCESSABLE_ENTITY)),
        ALL => None,
        permit => Some(PermitId::new(permit)),
    };
    let draft = own.case.filing().is_none();
    visit
        .office()
        .carry_out(&own.id, once(&form.0), own.by.clone(), move |case, deed| {
            acts::withdraw(case, deed, permit.as_ref())
        })
        .await
        .map_err(|t| visit.problem(t))?;
    let to = if draft { "cases?done=dropped".to_owned() } else { format!("case/{}?done=withdrawn", own.number) };
    Ok(see(&visit.at(&to)))
}
