//! A hearing from its offer to its record, and an opinion from outside. The law does not count the time either takes.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{Act, acts, possible};
use maud::{Markup, html};

use crate::facts;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::official::after::framed;
use crate::official::case::Again;
use crate::official::inbox::words_field;
use crate::official::posted::{At, Posted};
use crate::official::time::{bad_day, day_field, day_of};
use crate::official::{Found, case_href, find_to_decide, problems, sent_from, title_of, wrong};
use crate::web::{Answer, Sent, Visit};

/// The buttons of a part that is being decided.
pub(super) fn buttons(visit: &Visit, acts: &[Act], href: &str) -> Markup {
    let say = visit.say;
    let any = |of: &[Act]| of.iter().any(|act| acts.contains(act));
    html! {
        @if any(&[Act::OfferHearing, Act::CallHearing, Act::HoldHearing]) { (Button { label: say.t("hearing-title"), href: &format!("{href}/hearing"), icon: "people", small: true, ..Button::default() }) }
        @if any(&[Act::AskExpert, Act::TakeOpinion]) { (Button { label: say.t("expert-title"), href: &format!("{href}/expert"), icon: "search", small: true, ..Button::default() }) }
    }
}

pub(super) async fn show(visit: Visit, Path((_, number, permit)): At) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    page(&visit, found, Again::default())
}

/// What can be done next with a hearing.
fn next(found: &Found) -> Option<Act> {
    let acts = possible(&found.file.case, Some(&found.permit), &found.hand());
    let may = |act: Act| acts.contains(&act).then_some(act);
    match &found.part.hearing {
        None => may(Act::OfferHearing),
        Some(hearing) if hearing.held.is_some() || hearing.asked.is_none() => None,
        Some(hearing) if hearing.called.is_none() => may(Act::CallHearing),
        Some(_) => may(Act::HoldHearing),
    }
}

fn page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let href = case_href(visit, found.number(), &found.permit);
    let title = say.with("hearing-desk-title", &[("title", title_of(&found.file).into())]);
    let next = next(&found);
    let field = |name: &str| again.typed(name).to_owned();
    let call = html! {
        (day_field(visit, "day", say.t("hearing-day"), say.t("hearing-day-hint"), &field("day"), wrong(&again.wrong, "day")))
        (words_field(visit, "place", say.t("hearing-place"), "", &field("place"), wrong(&again.wrong, "place"), 1))
        (parts::actions(Button { label: say.t("hearing-call"), name: "act", value: "call", tone: Tone::Main, ..Button::default() }))
    };
    let body = html! {
        @if let Some(hearing) = &found.part.hearing {
            (parts::note(Shape::Info, html! {
                p { (say.with("hearing-was-offered", &[("day", say.day_short(hearing.offered.day).into()), ("until", say.day_short(hearing.ask_until).into())])) }
                @if let Some(at) = hearing.asked { p { (say.with("hearing-asked", &[("day", say.day_short(at.day).into())])) } }
                @if let Some((on, place)) = &hearing.called { p { (say.with("hearing-called", &[("day", say.day(*on).into()), ("place", place.as_str().into())])) } }
                @if let Some((at, record)) = &hearing.held { p { (say.with("hearing-held", &[("day", say.day_short(at.day).into())])) " " (parts::spoken(say, record)) } }
            }))
        }
        form.stack.s4 method="post" action={ (href) "/hearing" } {
            (sent_from(visit, &found.file.case))
            (problems(visit, &again.wrong))
            @match next {
                Some(Act::OfferHearing) => {
                    p { (say.t("hearing-offer-about")) }
                    (day_field(visit, "day", say.t("hearing-ask-until"), say.t("hearing-ask-until-hint"), &field("day"), wrong(&again.wrong, "day")))
                    (parts::actions(Button { label: say.t("hearing-offer"), name: "act", value: "offer", tone: Tone::Main, ..Button::default() }))
                }
                Some(Act::CallHearing) => { (call) }
                Some(Act::HoldHearing) => {
                    (words_field(visit, "record", say.t("hearing-record"), say.t("hearing-record-hint"), &field("record"), wrong(&again.wrong, "record"), 5))
                    (parts::actions(Button { label: say.t("hearing-hold"), name: "act", value: "hold", tone: Tone::Main, ..Button::default() }))
                    (parts::details(say.t("hearing-again"), !wrong(&again.wrong, "day").is_empty(), call))
                }
                _ => { p.dim { (say.t("hearing-nothing")) } }
            }
        }
    };
    framed(visit, found, &title, body, again.status)
}

pub(super) async fn send(visit: Visit, at: At, form: Sent) -> Answer {
    let say = visit.say;
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let what = posted.sent("act").to_owned();
    let day = day_of(&visit, posted.sent("day"));
    if day.is_none() && what != "hold" {
        posted.wrong("day", say.t("desk-need-day"));
    }
    match what.as_str() {
        "call" => posted.must_have("place", say.t("hearing-need-place")),
        "hold" => posted.must_have("record", say.t("hearing-need-record")),
        "offer" => {}
        _ => return Err(visit.not_found()),
    }
    if !posted.again.wrong.is_empty() {
        let (found, again) = posted.not_accepted();
        return page(&visit, found, again);
    }
    let law = posted.found.file.catalogue.city.procedure.stop_law.clone();
    let (place, record, permit) = (posted.sent("place").to_owned(), posted.sent("record").to_owned(), posted.permit());
    let act = what.clone();
    let carried = posted
        .carry(&visit, move |case, deed| match (act.as_str(), day) {
            ("offer", Some(day)) => acts::offer_hearing(case, deed, &permit, law, day),
            ("call", Some(day)) => acts::call_hearing(case, deed, &permit, day, &place, law),
            _ => acts::hold_hearing(case, deed, &permit, &record),
        })
        .await;
    if let Some(sentence) = bad_day(&visit, &carried) {
        posted.wrong("day", sentence);
        let (found, again) = posted.not_accepted();
        return page(&visit, found, again);
    }
    let done = match what.as_str() {
        "offer" => "hearing-offered",
        "call" => "hearing-called",
        _ => "hearing-held",
    };
    posted.to_case(&visit, carried, done, "note").await
}

pub(super) async fn show_expert(visit: Visit, Path((_, number, permit)): At) -> Answer {
    let found = find_to_decide(&visit, &number, &permit).await?;
    expert_page(&visit, found, Again::default())
}

fn expert_page(visit: &Visit, found: Found, again: Again) -> Answer {
    let say = visit.say;
    let href = case_href(visit, found.number(), &found.permit);
    let title = say.with("expert-desk-title", &[("title", title_of(&found.file).into())]);
    let acts = possible(&found.file.case, Some(&found.permit), &found.hand());
    let open = found.part.opinions.iter().any(|opinion| opinion.said.is_none());
    let law =
        facts::citations_for_officials(visit, std::slice::from_ref(&found.file.catalogue.city.procedure.stop_law));
    let field = |name: &str| again.typed(name).to_owned();
    let body = html! {
        @for opinion in &found.part.opinions {
            (parts::card(&opinion.expert, html! {
                p { q { (parts::spoken(say, &opinion.question)) } }
                @if let Some((at, said)) = &opinion.said { p { b { (say.day_short(at.day)) } " " (parts::spoken(say, said)) } }
                @else { p.dim { (say.t("expert-open")) } }
            }))
        }
        form.stack.s4 method="post" action={ (href) "/expert" } {
            (sent_from(visit, &found.file.case))
            (problems(visit, &again.wrong))
            @if open && acts.contains(&Act::TakeOpinion) {
                (words_field(visit, "opinion", say.t("expert-opinion"), say.t("expert-opinion-hint"), &field("opinion"), wrong(&again.wrong, "opinion"), 5))
                (parts::actions(Button { label: say.t("expert-take"), name: "act", value: "take", tone: Tone::Main, ..Button::default() }))
            } @else if acts.contains(&Act::AskExpert) {
                p { (say.with("expert-about", &[("law", law.into())])) }
                (words_field(visit, "expert", say.t("expert-who"), say.t("expert-who-hint"), &field("expert"), wrong(&again.wrong, "expert"), 1))
                (words_field(visit, "question", say.t("expert-question"), "", &field("question"), wrong(&again.wrong, "question"), 4))
                (day_field(visit, "day", say.t("expert-day"), say.t("expert-day-hint"), &field("day"), wrong(&again.wrong, "day")))
                (parts::actions(Button { label: say.t("expert-ask"), name: "act", value: "ask", tone: Tone::Main, ..Button::default() }))
            } @else { p.dim { (say.t("hearing-nothing")) } }
        }
    };
    framed(visit, found, &title, body, again.status)
}

pub(super) async fn send_expert(visit: Visit, at: At, form: Sent) -> Answer {
    let say = visit.say;
    let mut posted = Posted::to_decide(&visit, at, form).await?;
    let takes = posted.sent("act") == "take";
    let day = day_of(&visit, posted.sent("day"));
    if takes {
        posted.must_have("opinion", say.t("expert-need-opinion"));
    } else {
        posted.must_have("expert", say.t("expert-need-who"));
        posted.must_have("question", say.t("desk-consult-need-question"));
        if day.is_none() {
            posted.wrong("day", say.t("desk-need-day"));
        }
    }
    if !posted.again.wrong.is_empty() {
        posted.again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        let (found, again) = posted.not_accepted();
        return expert_page(&visit, found, again);
    }
    let law = posted.found.file.catalogue.city.procedure.stop_law.clone();
    let (expert, question) = (posted.sent("expert").to_owned(), posted.sent("question").to_owned());
    let (opinion, permit) = (posted.sent("opinion").to_owned(), posted.permit());
    let carried = posted
        .carry(&visit, move |case, deed| match day {
            Some(expected_until) if !takes => {
                acts::ask_expert(case, deed, &permit, acts::ToAskExpert { expert, question, law, expected_until })
            }
            _ => acts::take_opinion(case, deed, &permit, &opinion),
        })
        .await;
    if let Some(sentence) = bad_day(&visit, &carried) {
        posted.wrong("day", sentence);
        let (found, again) = posted.not_accepted();
        return expert_page(&visit, found, again);
    }
    posted.to_case(&visit, carried, if takes { "opinion-taken" } else { "expert-asked" }, "note").await
}
