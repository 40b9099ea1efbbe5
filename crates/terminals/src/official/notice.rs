//! The one notice: what the desks ask, merged, as the applicant will read it, sent once. And the one later question
//! about a fact that its answer changed.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{About, Act, AskedPoint, Deed, Event, Moment, Point, PointId, acts, possible};
use catalogue::{Citation, PermitId};
use maud::html;
use office::Turned;
use rules::{Day, FactId};

use crate::facts;
use crate::kit::icons::icon;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::official::ask::select;
use crate::official::case::Again;
use crate::official::inbox::words_field;
use crate::official::posted::typed_of;
use crate::official::rep::{Represented, find, permit_names};
use crate::official::time::{day_field, day_of};
use crate::official::{comma, head, problems, title_of, wrong};
use crate::problem::status_of;
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, see, sent};

pub(super) async fn show(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let found = find(&visit, &number).await?;
    page(&visit, found, Again::default())
}

/// The day the applicant has, counted as the procedure says.
fn answer_day(visit: &Visit, found: &Represented) -> Option<Day> {
    let catalogue = &found.file.catalogue;
    catalogue.calendar.after(visit.today(), catalogue.city.procedure.answer).ok()
}

/// What would be sent now: the act itself says, so that the preview and the letter cannot differ.
fn preview(visit: &Visit, found: &Represented, until: Day) -> Result<Vec<AskedPoint>, Turned> {
    let at = visit.office().instant();
    let catalogue = &found.file.catalogue;
    let deed = Deed { by: found.hand(), at: Moment { at_us: at.at_us, day: at.day }, calendar: &catalogue.calendar };
    let events = acts::send_notice(&found.file.case, &deed, until)?;
    Ok(events
        .into_iter()
        .find_map(|e| if let Event::NoticeSent { points, .. } = e { Some(points) } else { None })
        .unwrap_or_default())
}

fn about_name(visit: &Visit, about: &About) -> String {
    match about {
        About::Fact(fact) => facts::fact_name(visit, fact),
        About::Paper(evidence) => facts::evidence_name(visit, evidence),
    }
}

fn page(visit: &Visit, found: Represented, again: Again) -> Answer {
    let say = visit.say;
    let case = &found.file.case;
    let href = found.href(visit);
    if case.notice().sent.is_some() || case.stage() != casework::Stage::Filed {
        return Ok(see(&href));
    }
    let default = answer_day(visit, &found);
    let typed = again.typed.get("until").cloned();
    let until = typed.as_deref().and_then(|t| day_of(visit, t)).or(default);
    let shown = until.or(default).map_or_else(|| Err(Turned::NotFound), |until| preview(visit, &found, until));
    let calendar = &found.file.catalogue.calendar;
    let send_by = case.filing().and_then(|f| calendar.after(f.at.day, f.terms.notice).ok());
    let title = say.with("rep-notice-title", &[("title", title_of(&found.file).into())]);
    let end = html! {
        @if let Some(day) = send_by { div.push.row { span.chip { (icon("clock")) (say.with("rep-send-by", &[("day", say.day_near(day).into())])) } } }
    };
    let head = head(visit, &href, say.t("desk-case"), &title, case.number(), end);
    let basket = &case.notice().basket;
    let (points, refused) = match &shown {
        Ok(points) => (points.as_slice(), None),
        Err(turned) => (&[][..], Some(refusal::said(visit, turned).1)),
    };
    let merged = basket.iter().filter(|b| !points.iter().any(|p| p.point.id == b.point.id)).count();
    let known = basket.iter().filter(|b| !points.iter().any(|p| p.point.about == b.point.about)).count();
    let until_text = typed.unwrap_or_else(|| default.map(|d| say.day_plain(d)).unwrap_or_default());
    let columns = [
        html! {
            (parts::column_title(say.t("rep-questions"), say.with("rep-questions-count", &[("n", basket.len().into())])))
            @if basket.is_empty() { (parts::note(Shape::Open, say.t("refused-basket-empty"))) }
            @for point in basket {
                @let gone = refused.is_none() && !points.iter().any(|p| p.point.about == point.point.about);
                @let same = points.iter().any(|p| p.point.about == point.point.about && p.point.id != point.point.id);
                article.card {
                    div.row.between {
                        (parts::chip("building", &facts::authority_short(visit, case.part(&point.permit).map_or(&found.desk.official.authority, |p| &p.authority))))
                        @if gone { (parts::tag(Shape::No, say.t("rep-not-needed"))) }
                        @else if same { (parts::tag(Shape::Info, say.t("rep-merged"))) }
                        @else { (parts::tag(Shape::Ok, say.t("rep-goes-out"))) }
                    }
                    p { b { q { (parts::spoken(say, &point.point.asks)) } } }
                    p.small.dim {
                        (say.with("rep-point-about", &[("about", about_name(visit, &point.point.about).into()), ("permit", facts::permit_name(visit, &point.permit).into())]))
                        " " (facts::citations_for_officials(visit, &point.point.law))
                    }
                    p.small.dim { (refusal::who_name(visit, &point.put_by)) (comma(visit)) (say.day_row(point.at.day)) " " (visit.office().clock_text(point.at.at_us)) }
                    @if gone { p.small { (say.t("rep-not-needed-why")) } }
                    form method="post" action={ (href) "/notice" } {
                        (parts::once(&visit.office().once_key())) (parts::hidden("point", point.point.id.as_str()))
                        (Button { label: say.t("rep-drop"), more: &point.point.asks, name: "act", value: "drop", icon: "minus", small: true, ..Button::default() })
                    }
                }
            }
            ul.checks {
                li.ok { (icon("done")) div { (say.with("rep-check-registers", &[("n", known.into())])) } }
                li.ok { (icon("done")) div { (say.with("rep-check-merged", &[("n", merged.saturating_sub(known).into())])) } }
                li.ok { (icon("done")) div { (say.t("rep-check-rules")) } }
            }
        },
        html! {
            (parts::column_title(say.t("rep-preview"), ""))
            (parts::mirror(html! {
                p.over { (say.with("rep-letter-over", &[("day", say.day_plain(visit.today()).into())])) }
                h3 { (say.with("rep-letter-title", &[("n", points.len().into()), ("count", say.count_word_first(points.len()).into())])) }
                ol.points.asked { @for point in points { li { div { p { b { (point.point.asks) } } p.small.dim { (say.with("rep-letter-for", &[("permits", permit_names(visit, &point.permits).into())])) @if let Some(law) = facts::citations(visit, &point.point.law) { " " (law) } } } } } }
                p { @if let Some(day) = until { (say.with("rep-letter-until", &[("day", say.day(day).into())])) } }
            }))
        },
        html! {
            (parts::column_title(say.t("rep-send-title"), ""))
            form.stack.s4 method="post" action={ (href) "/notice" } {
                (parts::once(&visit.office().once_key()))
                (problems(visit, &again.wrong))
                (day_field(visit, "until", say.t("rep-until-label"), &say.with("rep-until-hint", &[("span", say.span(found.file.catalogue.city.procedure.answer).into())]), &until_text, wrong(&again.wrong, "until")))
                (parts::decide_box(say.t("rep-send-once"), html! {
                    (Button { label: say.t("rep-send-notice"), name: "act", value: "send", tone: Tone::Main, key: "Ctrl Enter", not_now: refused.as_deref().unwrap_or(""), ..Button::default() })
                    (Button { label: say.t("rep-preview-again"), name: "act", value: "preview", icon: "eye", unchecked: true, ..Button::default() })
                }, say.t("rep-send-about")))
                @if let Some(why) = &refused { p { (icon("info")) " " (why) } }
            }
        },
    ];
    let keys =
        [("Ctrl Enter", say.t("rep-send-notice")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let body = html! {
        @if let Some(stale) = &again.stale { div.flash role="alert" { (parts::note(Shape::Warn, html! { b { (stale) } })) } }
        (parts::bench(&columns))
    };
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

/// The page again with the sentence; a conflict means that somebody was faster, so the page shows how it stands.
fn turned_away(visit: &Visit, found: Represented, turned: Turned, field: &'static str, mut again: Again) -> Answer {
    if !matches!(turned, Turned::Refused(_)) {
        return Err(visit.problem(turned));
    }
    let status = status_of(&turned);
    let (_, sentence) = refusal::said(visit, &turned);
    again.status = Some(status);
    match status {
        StatusCode::CONFLICT => again.stale = Some(sentence),
        _ => again.wrong.push((field, sentence)),
    }
    page(visit, found, again)
}

pub(super) async fn send(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let pairs = form.0;
    let found = find(&visit, &number).await?;
    let id = found.file.case.id().as_str().to_owned();
    let mut again = Again { typed: typed_of(&pairs), ..Again::default() };
    let key = once(&pairs);
    match sent(&pairs, "act") {
        "drop" => {
            let point = PointId::new(sent(&pairs, "point"));
            let carried = visit
                .office()
                .carry_out(&id, key, found.hand(), move |case, deed| acts::drop_point(case, deed, &point))
                .await;
            match carried {
                Ok(_) => Ok(see(&format!("{}/notice", found.href(&visit)))),
                Err(turned) => turned_away(&visit, found, turned, "until", Again::default()),
            }
        }
        "send" => {
            let Some(until) = day_of(&visit, sent(&pairs, "until")) else {
                again.wrong.push(("until", visit.say.t("desk-need-day").to_owned()));
                again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
                return page(&visit, found, again);
            };
            let carried = visit
                .office()
                .carry_out(&id, key, found.hand(), move |case, deed| acts::send_notice(case, deed, until))
                .await;
            match carried {
                Ok(_) => Ok(found.back(&visit, "notice-sent")),
                Err(turned) => turned_away(&visit, found, turned, "until", again),
            }
        }
        _ => page(&visit, found, again),
    }
}

pub(super) async fn show_later(visit: Visit, Path((_, number)): Path<(String, String)>) -> Answer {
    let found = find(&visit, &number).await?;
    later_page(&visit, found, Again::default())
}

/// Permits that read one of the changed facts, still undecided, with the rules that read it.
fn later_options(visit: &Visit, found: &Represented) -> Vec<(FactId, PermitId, String, String, Vec<Citation>)> {
    let mut options = Vec::new();
    for fact in &found.file.case.notice().changed {
        for part in found.file.case.parts().values().filter(|p| !p.is_ended()) {
            let Some(permit) = found.file.catalogue.permits.get(&part.permit) else { continue };
            for rule in permit.rules.iter().filter(|r| r.must.facts().contains(fact)) {
                let law = if rule.law.is_empty() { permit.law.clone() } else { rule.law.clone() };
                let text = format!(
                    "{}: {} ({})",
                    facts::fact_name(visit, fact),
                    visit.text(&permit.name),
                    visit.text(&rule.name)
                );
                options.push((fact.clone(), part.permit.clone(), rule.id.clone(), text, law));
            }
        }
    }
    options
}

fn later_page(visit: &Visit, found: Represented, again: Again) -> Answer {
    let say = visit.say;
    let href = found.href(visit);
    let may = possible(&found.file.case, None, &found.hand()).contains(&Act::AskLater);
    let offered = later_options(visit, &found);
    let mut options = vec![(String::new(), say.t("desk-ask-choose").to_owned())];
    options.extend(offered.iter().enumerate().map(|(place, (.., text, _))| (place.to_string(), text.clone())));
    let title = say.with("rep-later-title", &[("title", title_of(&found.file).into())]);
    let head = head(visit, &href, say.t("desk-case"), &title, found.file.case.number(), html! {});
    let until = again.typed.get("until").cloned();
    let until = until.unwrap_or_else(|| answer_day(visit, &found).map(|d| say.day_plain(d)).unwrap_or_default());
    let body = html! {
        div.pad.narrow {
            (parts::note(Shape::Warn, html! { (say.t("rep-later-about")) }))
            @if !may || offered.is_empty() || found.file.case.notice().is_open() { p { (say.t("rep-later-none")) } }
            @else {
                form.stack.s4 method="post" action={ (href) "/later" } {
                    (parts::once(&visit.office().once_key()))
                    (problems(visit, &again.wrong))
                    (select("about", say.t("rep-later-what"), "", wrong(&again.wrong, "about"), &options, again.typed("about")))
                    (words_field(visit, "asks", say.t("desk-ask-question"), say.t("desk-ask-question-hint"), again.typed("asks"), wrong(&again.wrong, "asks"), 3))
                    (day_field(visit, "until", say.t("rep-until-label"), "", &until, wrong(&again.wrong, "until")))
                    (parts::actions(Button { label: say.t("rep-later-send"), tone: Tone::Main, key: "Ctrl Enter", ..Button::default() }))
                }
            }
        }
    };
    let keys =
        [("Ctrl Enter", say.t("rep-later-send")), ("Esc", say.t("desk-key-back")), ("?", say.t("desk-key-help"))];
    let main = html! { (parts::pane(head, body)) (parts::keys_bar(say, &keys)) };
    Ok(found.desk.page(visit, None, &title, again.status.unwrap_or(StatusCode::OK), main))
}

pub(super) async fn ask_later(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let pairs = form.0;
    let say = visit.say;
    let found = find(&visit, &number).await?;
    let id = found.file.case.id().as_str().to_owned();
    let mut again = Again { typed: typed_of(&pairs), ..Again::default() };
    let about =
        sent(&pairs, "about").parse::<usize>().ok().and_then(|p| later_options(&visit, &found).into_iter().nth(p));
    let until = day_of(&visit, sent(&pairs, "until"));
    if about.is_none() {
        again.wrong.push(("about", say.t("desk-ask-need-about").to_owned()));
    }
    if sent(&pairs, "asks").is_empty() {
        again.wrong.push(("asks", say.t("desk-ask-need-question").to_owned()));
    }
    if until.is_none() {
        again.wrong.push(("until", say.t("desk-need-day").to_owned()));
    }
    let (Some((fact, permit, rule, _, law)), Some(until), true) = (about, until, again.wrong.is_empty()) else {
        again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        return later_page(&visit, found, again);
    };
    let key = once(&pairs);
    let point_id = key.as_ref().map_or_else(|| visit.office().once_key(), |k| k.key.clone());
    let point = Point {
        id: PointId::new(point_id),
        asks: sent(&pairs, "asks").to_owned(),
        about: About::Fact(fact),
        rule,
        law,
    };
    let asked = AskedPoint { permits: vec![permit], point };
    let carried = visit
        .office()
        .carry_out(&id, key, found.hand(), move |case, deed| acts::ask_later(case, deed, asked, until))
        .await;
    match carried {
        Ok(_) => Ok(found.back(&visit, "asked-later")),
        Err(turned @ Turned::Refused(_)) => {
            again.status = Some(status_of(&turned));
            again.wrong.push(("until", refusal::said(&visit, &turned).1));
            later_page(&visit, found, again)
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}
