//! After the licence: what is held, what ends when, and what its holder can do about it: renew, change, give up.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use casework::{Act, Change, ChangeKind, ChangeStage, Part, acts, possible};
use catalogue::PermitId;
use maud::{Markup, html};
use office::Turned;

use super::receipt::filed;
use crate::facts;
use crate::kit::parts::{self, Button, Choice, Field, Input, Opt, Shape, Tone, Width};
use crate::kit::shell::{CASES, Terminal};
use crate::problem::status_of;
use crate::refusal;
use crate::resident::apply::own::Own;
use crate::web::{Answer, Sent, Visit, once, see, sent};

const ALL: &str = "all";

/// Whether there is anything to do after the decision: the page is linked where there is.
pub(super) fn is_useful(own: &Own) -> bool {
    own.case.parts().values().any(|part| part.is_held() || part.open_change().is_some())
}

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    Ok(page(&visit, &own, sent(&pairs, "done"), "", StatusCode::OK))
}

fn page(visit: &Visit, own: &Own, done: &str, wrong: &str, status: StatusCode) -> Response {
    let say = visit.say;
    let title = say.t("after-title");
    let at = |place: &str| visit.at(&format!("case/{}/{place}", own.number));
    let held: Vec<&Part> = own.case.parts().values().filter(|p| p.is_held() || p.open_change().is_some()).collect();
    let done = match done {
        "renewed" => say.t("after-done-renewed"),
        "amended" => say.t("after-done-amended"),
        "closed" => say.t("after-done-closed"),
        "taken-back" => say.t("after-done-taken-back"),
        _ => "",
    };
    let may = possible(&own.case, None, &own.by);
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[&own.number], title, say.t("after-lead")))
            @if !done.is_empty() { (parts::note(Shape::Ok, done)) }
            @if !wrong.is_empty() { div role="alert" { (parts::note(Shape::Warn, wrong)) } }
            @if held.is_empty() { (parts::note(Shape::Info, say.t("after-nothing"))) }
            @for part in held { (one(visit, own, part)) }
            div.actions {
                @if may.contains(&Act::Amend) && own.case.parts().values().any(Part::is_held) {
                    (Button { label: say.t("after-amend"), href: &at("amend"), icon: "pencil", tone: Tone::Main, ..Button::default() })
                }
                @if may.contains(&Act::GiveUp) && own.case.parts().values().any(Part::is_held) {
                    (Button { label: say.t("after-close"), href: &at("close"), tone: Tone::Bad, ..Button::default() })
                }
            }
            p { a href=(visit.at(&format!("case/{}", own.number))) { (say.t("receipt-to-case")) } }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    shell.came_back = !wrong.is_empty();
    shell.respond(status, main)
}

fn one(visit: &Visit, own: &Own, part: &Part) -> Markup {
    let say = visit.say;
    let name = facts::permit_name(visit, &part.permit);
    let acts = possible(&own.case, Some(&part.permit), &own.by);
    let window = visit.office().renewal_window(&own.case, &own.closed.catalogue, &part.permit);
    let today = visit.today();
    let ends = part.grant().and_then(|grant| grant.valid_until);
    let form = |place: &str, label: &str, tone: Tone| {
        html! {
            form method="post" action=(visit.at(&format!("case/{}/{place}", own.number))) {
                (parts::once(&visit.office().once_key()))
                (parts::hidden("permit", part.permit.as_str()))
                (Button { label, tone, small: true, ..Button::default() })
            }
        }
    };
    let body = html! {
        p {
            @match ends {
                Some(day) => (say.with("after-ends", &[("day", say.day(day).into())])),
                None => (say.t("after-no-end")),
            }
        }
        @if let Some(change) = &part.change { (change_line(visit, change)) }
        @if acts.contains(&Act::WithdrawChange) { (form("change-back", say.t("after-take-back"), Tone::Plain)) }
        @if part.open_change().is_none() && acts.contains(&Act::Renew) && ends.is_some() {
            @match window {
                Some(window) if today < window.from => p.dim { (say.with("after-renew-from", &[("from", say.day(window.from).into()), ("until", say.day(window.until).into())])) },
                Some(window) if today > window.until => p.dim { (say.with("after-renew-over", &[("until", say.day(window.until).into())])) },
                Some(window) => {
                    p { (say.with("after-renew-now", &[("until", say.day(window.until).into())])) }
                    (form("renew", say.t("after-renew"), Tone::Main))
                }
                None => p.dim { (say.t("after-renew-later")) },
            }
        }
    };
    parts::card(&name, body)
}

/// How a change stands, in one sentence, and why it was refused.
pub(super) fn change_line(visit: &Visit, change: &Change) -> Markup {
    let say = visit.say;
    let what = say.t(match change.kind {
        ChangeKind::Renewal => "after-renewal",
        ChangeKind::Amendment => "after-amendment",
    });
    let asked = say.day_short(change.asked.day);
    let promised = say.day_short(change.promised);
    let vars = [("what", what.into()), ("day", asked.into()), ("promised", promised.into())];
    let (shape, key) = match change.stage {
        ChangeStage::None => return html! {},
        ChangeStage::Asked => (Shape::Info, "after-change-asked"),
        ChangeStage::Agreed => (Shape::Info, "after-change-agreed"),
        ChangeStage::Granted => (Shape::Ok, "after-change-granted"),
        ChangeStage::Refused => (Shape::No, "after-change-refused"),
        ChangeStage::Withdrawn => (Shape::Open, "after-change-withdrawn"),
        ChangeStage::Lapsed => (Shape::Open, "after-change-lapsed"),
    };
    let silent = change.silent.as_ref().filter(|_| change.stage == ChangeStage::Asked);
    let law = silent.and_then(|law| facts::citation(visit, law));
    html! {
        (parts::note(shape, html! {
            p { (say.with(key, &vars)) }
            @if let Some(ground) = &change.ground {
                p { (parts::spoken(say, &ground.reason)) }
                p { b { (say.t("case-refused-way")) } (say.gap()) (parts::spoken(say, &ground.way_forward)) }
            }
            @if let Some(law) = &law { p.dim { (say.with("after-silent", &[("day", say.day(change.limit).into()), ("law", law.as_str().into())])) } }
        }))
    }
}

/// An act of this page: the page again with a sentence when it was turned away.
fn answer(visit: &Visit, own: &Own, carried: Result<office::Carried, Turned>, done: &str) -> Answer {
    match carried {
        Ok(_) => Ok(see(&visit.at(&format!("case/{}/after?done={done}", own.number)))),
        Err(turned @ Turned::Refused(_)) => {
            let (_, sentence) = refusal::said(visit, &turned);
            Ok(page(visit, own, "", &sentence, status_of(&turned)))
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}

/// A hearing that is offered, asked for, called or held.
pub(super) fn hearing(visit: &Visit, own: &Own, part: &Part, hearing: &casework::Hearing) -> Markup {
    let say = visit.say;
    let may = possible(&own.case, Some(&part.permit), &own.by).contains(&Act::AskHearing);
    let law = facts::citation(visit, &hearing.law);
    match (&hearing.held, &hearing.called, hearing.asked) {
        (Some((at, record)), ..) => {
            html! { p { (say.with("hearing-held", &[("day", say.day_short(at.day).into())])) " " (parts::spoken(say, record)) } }
        }
        (None, Some((on, place)), _) => parts::note(
            Shape::Info,
            say.with("hearing-called", &[("day", say.day(*on).into()), ("place", place.as_str().into())]),
        ),
        (None, None, Some(at)) => {
            html! { p { (say.with("hearing-asked", &[("day", say.day_short(at.day).into())])) } }
        }
        (None, None, None) if may && visit.today() <= hearing.ask_until => parts::note(
            Shape::Warn,
            html! {
                p { (say.with("hearing-offered", &[("day", say.day(hearing.ask_until).into())])) @if let Some(law) = &law { " " (law) } }
                form method="post" action=(visit.at(&format!("case/{}/hearing", own.number))) {
                    (parts::once(&visit.office().once_key()))
                    (parts::hidden("permit", part.permit.as_str()))
                    (Button { label: say.t("hearing-ask"), small: true, ..Button::default() })
                }
            },
        ),
        (None, None, None) => html! {},
    }
}

pub async fn ask_hearing(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let permit = PermitId::new(sent(&form.0, "permit"));
    let by = own.by.clone();
    let office = visit.office();
    let carried =
        office.carry_out(&own.id, once(&form.0), by, move |case, deed| acts::ask_hearing(case, deed, &permit)).await;
    carried.map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at(&format!("case/{}", own.number))))
}

pub async fn renew(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let permit = PermitId::new(sent(&form.0, "permit"));
    let carried = visit.office().renew(&own.id, once(&form.0), own.by.clone(), permit).await;
    answer(&visit, &own, carried, "renewed")
}

pub async fn take_back(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let permit = PermitId::new(sent(&form.0, "permit"));
    let by = own.by.clone();
    let office = visit.office();
    let carried = office
        .carry_out(&own.id, once(&form.0), by, move |case, deed| acts::withdraw_change(case, deed, &permit))
        .await;
    answer(&visit, &own, carried, "taken-back")
}

pub async fn show_close(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    Ok(close_page(&visit, &own, &[], [("", ""), ("", "")], StatusCode::OK))
}

/// `typed`: what is given up, and from which day.
fn close_page(
    visit: &Visit,
    own: &Own,
    wrong: &[(&str, &str)],
    typed: [(&str, &str); 2],
    status: StatusCode,
) -> Response {
    let say = visit.say;
    let title = say.t("after-close-title");
    let names: Vec<(String, String)> = own
        .case
        .parts()
        .values()
        .filter(|part| part.is_held())
        .map(|part| (part.permit.to_string(), facts::permit_name(visit, &part.permit)))
        .collect();
    let mut options: Vec<Opt> = vec![Opt {
        value: ALL,
        label: say.t("after-close-all"),
        hint: say.t("after-close-all-hint"),
        ..Opt::default()
    }];
    options.extend(names.iter().map(|(id, name)| Opt { value: id, label: name, ..Opt::default() }));
    let error = |field: &str| wrong.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| *text);
    let chosen: Vec<&str> = Some(typed[0].1).filter(|t| !t.is_empty()).into_iter().collect();
    let back = visit.at(&format!("case/{}/after", own.number));
    let main = html! {
        div.narrow.stack.s5 {
            (parts::error_summary(say, wrong))
            (parts::heading(&[&own.number], title, say.t("after-close-lead")))
            (parts::details(say.t("after-sell-title"), false, html! { p { (say.t("after-sell")) } }))
            @if names.is_empty() { (parts::note(Shape::Info, say.t("after-nothing"))) }
            @else {
                form.stack.s5 method="post" action=(visit.at(&format!("case/{}/close", own.number))) novalidate {
                    (parts::once(&visit.office().once_key()))
                    (parts::choice(say, &Choice { name: "what", legend: say.t("after-close-what"), error: error("what"), options: &options, chosen: &chosen, ..Choice::default() }))
                    (parts::field(say, &Field { name: "from", label: say.t("after-close-from"), hint: say.t("after-close-from-hint"), error: error("from"), value: typed[1].1, input: Input::Date, width: Width::Middle, ..Field::default() }))
                    (parts::note(Shape::Warn, say.t("after-close-note")))
                    (parts::actions(html! {
                        (Button { label: say.t("after-close-go"), tone: Tone::Bad, ..Button::default() })
                        (parts::link_button(&back, say.t("form-back"), Tone::Plain))
                    }))
                }
            }
        }
    };
    let mut shell = visit.shell(Terminal::Public, title);
    shell.current = CASES;
    shell.came_back = !wrong.is_empty();
    shell.respond(status, main)
}

pub async fn close(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let (own, _) = filed(&visit, &number).await?;
    let (what, typed_from) = (sent(&form.0, "what"), sent(&form.0, "from").trim());
    let typed = [("what", what), ("from", typed_from)];
    let again = |field: &str, text: &str, status| Ok(close_page(&visit, &own, &[(field, text)], typed, status));
    let from = match typed_from {
        "" => None,
        text => match journey::entry::read_day(text, visit.today()) {
            Ok(day) => Some(day),
            Err(_) => return again("from", visit.say.t("after-close-need-day"), StatusCode::UNPROCESSABLE_ENTITY),
        },
    };
    let permit = match what {
        "" => return again("what", visit.say.t("after-close-need-what"), StatusCode::UNPROCESSABLE_ENTITY),
        ALL => None,
        permit => Some(PermitId::new(permit)),
    };
    let carried = visit.office().give_up(&own.id, once(&form.0), own.by.clone(), permit, from).await;
    match carried {
        Ok(_) => Ok(see(&visit.at(&format!("case/{}/after?done=closed", own.number)))),
        Err(turned @ Turned::Refused(_)) => {
            let (_, sentence) = refusal::said(&visit, &turned);
            again(if from.is_some() { "from" } else { "what" }, &sentence, status_of(&turned))
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}
