//! The window: a clerk serves a person who is present. Every page of Jingtong then belongs to that person, and every
//! event says for ever at which window and by whom it was entered.

use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};
use office::{Official, Serving, SignedIn};

use crate::address::encode;
use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Field, Input, Shape, Tone, Width};
use crate::official::case::Again;
use crate::official::posted::typed_of;
use crate::official::{Desk, Place, comma, problems, wrong};
use crate::problem::Problem;
use crate::web::{Answer, DemoPerson, Sent, Visit, see, sent};

fn clerk(visit: &Visit, desk: &Desk) -> Result<String, Problem> {
    desk.official.window().map(str::to_owned).ok_or_else(|| visit.problem(office::Turned::NotAllowed))
}

pub(super) async fn show(visit: Visit) -> Answer {
    let desk = Desk::open(&visit).await?;
    let window = clerk(&visit, &desk)?;
    page(&visit, desk, &window, Again::default()).await
}

fn residents(visit: &Visit) -> Vec<DemoPerson> {
    let Some(demo) = visit.city.demo() else { return Vec::new() };
    demo.people().iter().filter(|p| matches!(p.who, SignedIn::Person { .. })).cloned().collect()
}

async fn page(visit: &Visit, desk: Desk, window: &str, again: Again) -> Answer {
    let say = visit.say;
    let serving = visit.session.as_ref().and_then(|s| s.serving.clone());
    let title = say.with("window-title", &[("window", window.into())]);
    let head = html! {
        h1 { (title) }
        @match &serving {
            Some(person) => {
                (parts::tag(Shape::Ok, &say.with("window-present", &[("name", name_of(visit, person).into())])))
                div.push {
                    form method="post" action=(visit.at("desk/window/stop")) { (Button { label: say.t("window-stop"), icon: "out", key: "P", small: true, ..Button::default() }) }
                }
            }
            None => { span.dim { (say.t("window-nobody")) } }
        }
    };
    let columns = match &serving {
        Some(person) => serving_columns(visit, &desk.official, window, person).await?,
        None => [find_column(visit, &again), people_column(visit), how_column(visit, &desk.official, window)],
    };
    let keys = match serving {
        Some(_) => {
            vec![("S", say.t("window-key-start")), ("P", say.t("window-key-stop")), ("?", say.t("desk-key-help"))]
        }
        None => vec![
            ("Ctrl Enter", say.t("window-key-serve")),
            ("Ctrl K", say.t("desk-key-palette")),
            ("?", say.t("desk-key-help")),
        ],
    };
    let main = html! { (parts::pane(head, parts::bench(&columns))) (parts::keys_bar(say, &keys)) };
    Ok(desk.page(visit, Some(Place::Window), &title, again.status.unwrap_or(StatusCode::OK), main))
}

fn name_of(visit: &Visit, person: &Serving) -> String {
    person.name.clone().unwrap_or_else(|| visit.say.t("window-somebody").to_owned())
}

/// The person must be there, and somebody must have looked: a box to tick, not a default.
fn present(visit: &Visit, id: &str, error: &str) -> Markup {
    let say = visit.say;
    html! {
        div.field.bad[!error.is_empty()] {
            @if !error.is_empty() { p.err { (icon("triangle")) " " (error) } }
            label.choice { input id=(id) type="checkbox" name="present" value="yes"; span.what { (say.t("window-tick")) } span.hint { (say.t("window-tick-hint")) } }
        }
    }
}

fn find_column(visit: &Visit, again: &Again) -> Markup {
    let say = visit.say;
    let start = visit.at("desk/window/start");
    html! {
        (parts::column_title(say.t("window-who"), ""))
        (problems(visit, &again.wrong))
        form.stack.s4 method="post" action=(start) {
            (parts::field(say, &Field { name: "number", label: say.t("window-number"), hint: say.t("window-number-hint"), error: wrong(&again.wrong, "number"), value: again.typed("number"), input: Input::Code, width: Width::Middle, autocomplete: "off", ..Field::default() }))
            (parts::field(say, &Field { name: "identity", label: say.t("window-identity"), hint: say.t("window-identity-hint"), error: wrong(&again.wrong, "identity"), input: Input::Code, width: Width::Full, autocomplete: "off", ..Field::default() }))
            (present(visit, "present", wrong(&again.wrong, "present")))
            (parts::actions(Button { label: say.t("window-serve"), tone: Tone::Main, icon: "user", key: "Ctrl Enter", ..Button::default() }))
        }
    }
}

fn people_column(visit: &Visit) -> Markup {
    let say = visit.say;
    let people = residents(visit);
    if people.is_empty() {
        return html! {
            (parts::column_title(say.t("window-known"), ""))
            p.dim { (say.t("window-known-none")) }
        };
    }
    html! {
        (parts::column_title(say.t("window-known"), say.t("window-demo-only")))
        ul.atwindow {
            @for person in &people {
                li {
                    div { b { (visit.text(&person.name)) } p.small.dim { (visit.text(&person.line)) } }
                    form method="post" action=(visit.at("desk/window/start")) {
                        (parts::hidden("person", &person.id)) (parts::hidden("present", "yes"))
                        (Button { label: say.t("window-is-here"), more: visit.text(&person.name), small: true, ..Button::default() })
                    }
                }
            }
        }
    }
}

fn how_column(visit: &Visit, official: &Official, window: &str) -> Markup {
    let say = visit.say;
    html! {
        (parts::column_title(say.t("window-how"), ""))
        (parts::note_icon(Shape::Info, "eye", html! { (say.with("window-how-marked", &[("window", window.into()), ("name", visit.text(&official.name).into())])) }))
        ul.checks {
            li.open { (icon("user")) div { (say.t("window-how-1")) } }
            li.open { (icon("pencil")) div { (say.t("window-how-2")) } }
            li.open { (icon("file")) div { (say.t("window-how-3")) } }
            li.open { (icon("out")) div { (say.t("window-how-4")) } }
        }
    }
}

async fn serving_columns(
    visit: &Visit,
    official: &Official,
    window: &str,
    person: &Serving,
) -> Result<[Markup; 3], Problem> {
    let say = visit.say;
    let cases = visit.office().own_cases(&person.subject).await.map_err(|t| visit.problem(t))?;
    let catalogue = visit.catalogue();
    let name = name_of(visit, person);
    let list = html! {
        (parts::column_title(say.t("window-cases"), say.with("rep-count", &[("n", cases.len().into())])))
        @if cases.is_empty() { p.dim { (say.t("window-no-cases")) } }
        ul.atwindow {
            @for case in &cases {
                @let draft = case.stage == "draft";
                @let href = if draft { visit.at(&format!("apply/{}", encode(&case.number))) } else { visit.at(&format!("case/{}", encode(&case.number))) };
                @let event = catalogue.events.get(&catalogue::EventId::new(case.journey.clone()));
                @let journey = event.map_or(case.journey.as_str(), |e| visit.text(&e.name));
                li {
                    div {
                        b { @if case.title.is_empty() { (journey) } @else { (case.title) } }
                        p.small.dim { span.mono { (case.number) } " " (journey) (comma(visit)) (say.t(stage_key(&case.stage))) }
                    }
                    (Button { label: say.t(if draft { "window-continue" } else { "window-open" }), more: &case.number, href: &href, small: true, ..Button::default() })
                }
            }
        }
    };
    let start = html! {
        (parts::column_title(say.t("window-start"), ""))
        p { (say.with("window-start-about", &[("name", name.as_str().into())])) }
        (parts::actions(Button { label: say.t("window-start-new"), href: &visit.at(""), tone: Tone::Main, icon: "plus", key: "S", ..Button::default() }))
        (parts::note_icon(Shape::Info, "eye", html! { (say.with("window-how-marked", &[("window", window.into()), ("name", visit.text(&official.name).into())])) }))
    };
    let sees = html! {
        (parts::column_title(say.t("window-sees"), ""))
        (parts::mirror(html! {
            p.over { (facts::authority_name(visit, &official.authority)) }
            h3 { (say.with("window-sees-title", &[("name", name.into())])) }
            p { (say.with("window-sees-clerk", &[("name", visit.text(&official.name).into()), ("window", window.into())])) }
            p.dim { (say.t("window-sees-right")) }
        }))
        p.small.dim { (say.t("window-sees-about")) }
    };
    Ok([list, start, sees])
}

fn stage_key(stage: &str) -> &'static str {
    match stage {
        "filed" => "stage-filed",
        "decided" => "stage-decided",
        "withdrawn" => "stage-withdrawn",
        "closed" => "stage-closed",
        _ => "stage-draft",
    }
}

pub(super) async fn start(visit: Visit, form: Sent) -> Result<Response, Problem> {
    let pairs = form.0;
    let say = visit.say;
    let desk = Desk::open(&visit).await?;
    let window = clerk(&visit, &desk)?;
    let Some(token) = visit.token.clone() else { return Err(visit.problem(office::Turned::NotAllowed)) };
    let (number, identity) = (sent(&pairs, "number").to_uppercase(), sent(&pairs, "identity"));
    let mut again = Again { typed: typed_of(&pairs), ..Again::default() };
    // An identity number is never given back to a page.
    again.typed.remove("identity");
    let known = |subject: &str| {
        residents(&visit).into_iter().find(|p| matches!(&p.who, SignedIn::Person { subject: s } if s == subject))
    };
    let mut person = None;
    if let Some(chosen) = residents(&visit).into_iter().find(|p| p.id == sent(&pairs, "person")) {
        if let SignedIn::Person { subject } = &chosen.who {
            person = Some(Serving { subject: subject.clone(), name: Some(visit.text(&chosen.name).to_owned()) });
        }
    } else if !number.is_empty() {
        match visit.office().case_id_of(&number).await.map_err(|t| visit.problem(t))? {
            Some(id) => {
                let line = visit.office().case_line(&id).await.map_err(|t| visit.problem(t))?;
                let name = known(&line.subject_id).map(|p| visit.text(&p.name).to_owned());
                let name = name.unwrap_or_else(|| say.with("window-of-case", &[("number", number.as_str().into())]));
                person = Some(Serving { subject: line.subject_id, name: Some(name) });
            }
            None => {
                again.wrong.push(("number", say.with("window-number-unknown", &[("number", number.as_str().into())])))
            }
        }
    } else if !identity.is_empty() {
        match journey::entry::resident_id(identity, visit.today()) {
            Ok(identity) => {
                let subject = visit.office().subject_with_identity(&identity).await.map_err(|t| visit.problem(t))?;
                person = Some(Serving { subject: subject.as_str().to_owned(), name: None });
            }
            Err(_) => again.wrong.push(("identity", say.t("window-identity-wrong").to_owned())),
        }
    } else {
        again.wrong.push(("number", say.t("window-need-one").to_owned()));
    }
    if sent(&pairs, "present") != "yes" {
        again.wrong.push(("present", say.t("window-need-present").to_owned()));
    }
    let (Some(person), true) = (person, again.wrong.is_empty()) else {
        again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        return page(&visit, desk, &window, again).await;
    };
    visit.office().serve(&token, Some(person)).await.map_err(|t| visit.problem(t))?;
    Ok(see(&visit.at("desk/window")))
}

pub(super) async fn stop(visit: Visit) -> Result<Response, Problem> {
    let desk = Desk::open(&visit).await?;
    clerk(&visit, &desk)?;
    if let Some(token) = &visit.token {
        visit.office().serve(token, None).await.map_err(|t| visit.problem(t))?;
    }
    Ok(see(&visit.at("desk/window")))
}
