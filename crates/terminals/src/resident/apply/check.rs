//! The last page before the signature: everything by section, what each authority will see, and one signature for all.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use casework::Refusal;
use catalogue::AuthorityId;
use journey::{FormFact, FormMistake, NeededBy, Origin};
use maud::{Markup, html};
use office::{STATEMENT, Turned, filing_statement};

use super::draft::{CHECK, Draft, PAPERS, fact_of, mistake_text};
use super::field;
use crate::facts;
use crate::kit::parts::{self, Button, Checked, Shape, Tone};
use crate::problem::Problem;
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, see, sent};

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let draft = Draft::of(&visit, &number, None).await?;
    // Somebody who decides nothing here would see nothing: then the page shows everything.
    let viewer = authorities(&draft).into_iter().find(|a| a.as_str() == sent(&pairs, "as"));
    page(&visit, &draft, viewer.as_ref(), &[], StatusCode::OK).await
}

/// Everybody who decides something of this plan, each once.
fn authorities(draft: &Draft) -> Vec<AuthorityId> {
    let mut seen: Vec<AuthorityId> = Vec::new();
    for permit in draft.permits() {
        if let Some(authority) = journey::deciding_authority(&draft.file.catalogue, &permit, &draft.file.known)
            && !seen.contains(&authority)
        {
            seen.push(authority);
        }
    }
    seen
}

fn is_read_by(visit: &Visit, draft: &Draft, needed_by: &[NeededBy], viewer: Option<&AuthorityId>) -> bool {
    viewer.is_none_or(|a| field::readers(visit, &draft.file.known, needed_by).contains(a))
}

async fn page(
    visit: &Visit,
    draft: &Draft,
    viewer: Option<&AuthorityId>,
    errors: &[(String, String)],
    status: StatusCode,
) -> Answer {
    let say = visit.say;
    let office = visit.office();
    let catalogue = &draft.file.catalogue;
    let reader = draft.own.reader(visit, None)?;
    let named = office.paper_names(&draft.own.id, reader).await.map_err(|t| visit.problem(t))?;
    let all: Vec<&FormFact> = draft.sheet.form.facts().collect();
    let count = |who: Option<&AuthorityId>| all.iter().filter(|f| is_read_by(visit, draft, &f.needed_by, who)).count();
    let fetched = all.iter().filter(|f| draft.is_fetched(&f.fact)).count();
    let title = say.t("check-title");
    let lead = say.with(
        "check-lead",
        &[("n", all.len().into()), ("fetched", fetched.into()), ("rest", (all.len() - fetched).into())],
    );
    let journey = draft.event().map_or("", |e| visit.text(&e.name));
    let shown_errors: Vec<(&str, &str)> = errors.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let main = html! {
        (parts::error_summary(say, &shown_errors))
        (parts::heading(&[journey, &draft.own.number], title, &lead))
        nav.row aria-label=(say.t("check-see-as")) {
            (parts::chip_link("eye", &say.with("check-everyone", &[("n", all.len().into())]), &draft.at(visit, CHECK), viewer.is_none(), ""))
            @for authority in authorities(draft) {
                @let icon = catalogue.authorities.get(&authority).map_or("", |a| a.icon.as_str());
                @let text = say.with("check-as", &[("who", facts::authority_short(visit, &authority).into()), ("n", count(Some(&authority)).into())]);
                (parts::chip_link(icon, &text, &format!("{}?as={}", draft.at(visit, CHECK), authority), viewer == Some(&authority), ""))
            }
        }
        @if let Some(viewer) = viewer {
            (parts::note_icon(Shape::Info, "eye", say.with("check-only", &[("who", facts::authority_name(visit, viewer).into()), ("n", count(Some(viewer)).into()), ("hidden", (all.len() - count(Some(viewer))).into())])))
        }
        (open(visit, draft))
        @for section in &draft.sheet.form.sections {
            (section_summary(visit, draft, section, viewer))
        }
        (papers_summary(visit, draft, &named, viewer))
        (sign_box(visit, draft))
    };
    let beside = html! { (after(visit, draft)) (parts::note_icon(Shape::Open, "lock", say.t("check-kept"))) };
    Ok(draft.page(visit, status, title, !errors.is_empty(), parts::split(main, beside)))
}

fn section_summary(
    visit: &Visit,
    draft: &Draft,
    section: &journey::FormSection,
    viewer: Option<&AuthorityId>,
) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let id = section.section.to_string();
    let name = catalogue.sections.iter().find(|s| s.id == section.section).map_or("", |s| visit.text(&s.name));
    struct Row {
        label: String,
        value: Markup,
        icon: &'static str,
        source: String,
        readers: Vec<(String, String)>,
        change: String,
    }
    let mut rows = Vec::new();
    for item in section.facts.iter().filter(|i| is_read_by(visit, draft, &i.needed_by, viewer)) {
        let Some(fact) = catalogue.facts.get(&item.fact) else { continue };
        let known = draft.file.known.get(&item.fact);
        let is_open = draft.sheet.missing.iter().any(|m| fact_of(m) == Some(&item.fact));
        let value = match (known, &item.given_by) {
            (_, Some(permit)) => {
                html! { span.dim { (say.with("form-given", &[("permit", facts::permit_name(visit, permit).into())])) } }
            }
            (Some(known), None) => {
                html! { (field::shown(visit, fact, &known.value)) @if is_open { " " (parts::tag(Shape::Warn, say.t("check-look"))) } }
            }
            (None, None) if fact.optional => html! { span.dim { (say.t("check-optional")) } },
            (None, None) => html! { (parts::tag(Shape::Open, say.t("check-open"))) },
        };
        let (icon, source) = match known.map(|k| &k.origin) {
            Some(Origin::Register { register, on }) => {
                let register = catalogue.registers.get(register).map_or(register.as_str(), |r| visit.text(&r.name));
                let contested = draft.file.case.contested().contains_key(&item.fact);
                let source =
                    say.with("form-source", &[("register", register.into()), ("day", say.day_plain(*on).into())]);
                ("link", if contested { say.with("check-contested", &[("source", source.into())]) } else { source })
            }
            Some(_) if item.given_by.is_none() => ("pencil", say.t("check-you").to_owned()),
            _ => ("", String::new()),
        };
        let readers = field::readers(visit, &draft.file.known, &item.needed_by)
            .iter()
            .map(|a| {
                let icon = catalogue.authorities.get(a).map(|a| a.icon.clone()).unwrap_or_default();
                (icon, facts::authority_short(visit, a))
            })
            .collect();
        let change = match (&item.given_by, draft.is_fetched(&item.fact)) {
            (Some(_), _) => String::new(),
            (None, true) => format!(
                "{}?fact={}",
                draft.at(visit, &format!("{id}/not-right")),
                crate::address::encode(item.fact.as_str())
            ),
            (None, false) => format!("{}#{}", draft.at(visit, &id), item.fact),
        };
        rows.push(Row { label: visit.text(&fact.name).to_owned(), value, icon, source, readers, change });
    }
    if rows.is_empty() {
        return html! {};
    }
    let readers: Vec<Vec<(&str, &str)>> =
        rows.iter().map(|r| r.readers.iter().map(|(i, n)| (i.as_str(), n.as_str())).collect()).collect();
    let checked: Vec<Checked> = rows
        .iter()
        .zip(&readers)
        .map(|(row, readers)| Checked {
            label: &row.label,
            value: row.value.clone(),
            source_icon: row.icon,
            source: &row.source,
            readers,
            change: &row.change,
        })
        .collect();
    parts::summary(say, name, &draft.at(visit, &id), say.t("check-change-section"), &checked)
}

fn papers_summary(
    visit: &Visit,
    draft: &Draft,
    named: &[(catalogue::EvidenceId, casework::PaperHash, String, u64)],
    viewer: Option<&AuthorityId>,
) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let wanted: Vec<_> =
        draft.sheet.form.papers.iter().filter(|p| is_read_by(visit, draft, &p.needed_by, viewer)).collect();
    if wanted.is_empty() {
        return html! {};
    }
    let href = draft.at(visit, PAPERS);
    let names: Vec<String> = wanted.iter().map(|p| facts::evidence_name(visit, &p.evidence)).collect();
    let readers: Vec<Vec<(String, String)>> = wanted
        .iter()
        .map(|p| {
            let of = field::readers(visit, &draft.file.known, &p.needed_by);
            of.iter()
                .map(|a| {
                    let icon = catalogue.authorities.get(a).map(|a| a.icon.clone()).unwrap_or_default();
                    (icon, facts::authority_short(visit, a))
                })
                .collect()
        })
        .collect();
    let readers: Vec<Vec<(&str, &str)>> =
        readers.iter().map(|r| r.iter().map(|(i, n)| (i.as_str(), n.as_str())).collect()).collect();
    let rows: Vec<Checked> = wanted
        .iter()
        .zip(&names)
        .zip(&readers)
        .map(|((need, label), readers)| {
            let files: Vec<&str> =
                named.iter().filter(|(e, ..)| e == &need.evidence).map(|(_, _, n, _)| n.as_str()).collect();
            let value = if need.proved_by_register {
                html! { span.dim { (say.t("check-register-knows")) } }
            } else if files.is_empty() {
                html! { (parts::tag(Shape::Open, say.t("check-paper-open"))) }
            } else {
                html! { (say.list(&files)) }
            };
            let change = if need.proved_by_register { "" } else { href.as_str() };
            Checked { label, value, source_icon: "file", source: "", readers, change }
        })
        .collect();
    parts::summary(say, say.t("form-papers"), &href, say.t("check-change-papers"), &rows)
}

/// Where a mistake of the form is put right.
fn place_of(visit: &Visit, draft: &Draft, mistake: &FormMistake) -> String {
    let Some(fact) = fact_of(mistake) else { return draft.at(visit, PAPERS) };
    let section = draft.file.catalogue.facts.get(fact).and_then(|f| f.section.clone());
    let section = section.map(|s| s.to_string()).unwrap_or_default();
    format!("{}?look=open#{fact}", draft.at(visit, &section))
}

fn open(visit: &Visit, draft: &Draft) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let banned: Vec<_> = draft.sheet.assessment.banned().filter_map(|b| catalogue.bans.get(&b.ban)).collect();
    let late = draft.sheet.plan.as_ref().ok().and_then(|p| p.latest_filing.as_ref()).filter(|l| l.too_late);
    html! {
        @for ban in banned {
            (parts::note(Shape::No, html! {
                b { (visit.text(&ban.name)) }
                p { (visit.text(&ban.tells)) (visit.say.gap()) (visit.text(&ban.way_forward)) }
                @if let Some(law) = facts::citations(visit, &ban.law) { p.dim { (law) } }
            }))
        }
        @if let Some(late) = late {
            (parts::note(Shape::No, say.with("check-too-late", &[("permit", facts::permit_name(visit, &late.permit).into()), ("day", say.day(late.day).into())])))
        }
        @if let Err(gap) = &draft.sheet.plan {
            (parts::note(Shape::No, say.with("refused-no-calendar", &[("year", gap.year.to_string().into())])))
        }
        @if !draft.sheet.missing.is_empty() {
            section.card.stack.s3 aria-labelledby="open" {
                h2 #open { (say.with("check-still-open", &[("n", draft.sheet.missing.len().into())])) }
                @if draft.sheet.missing.len() > LISTED_AT_MOST { (by_section(visit, draft)) }
                @else { ul.checks {
                    @for mistake in &draft.sheet.missing {
                        @let shape = if matches!(mistake, FormMistake::CrossCheck { .. }) { Shape::Warn } else { Shape::Open };
                        li class=(shape.class()) { (shape.icon()) div { a href=(place_of(visit, draft, mistake)) { (mistake_text(visit, mistake)) } } }
                    }
                } }
            }
        }
    }
}

/// More open points than this are counted by section: early in a form a list of everything helps nobody.
const LISTED_AT_MOST: usize = 15;

fn by_section(visit: &Visit, draft: &Draft) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let (there, wanted) = draft.papers();
    html! {
        ul.checks {
            @for section in &draft.sheet.form.sections {
                @let left = draft.left(section);
                @let name = catalogue.sections.iter().find(|s| s.id == section.section).map_or("", |s| visit.text(&s.name));
                @if left.open > 0 { li { (Shape::Open.icon()) div { a href={ (draft.at(visit, section.section.as_str())) "?look=open" } { (name) } ": " (say.with("form-nav-open", &[("n", left.open.into())])) } } }
                @if left.wrong > 0 { li.warn { (Shape::Warn.icon()) div { a href={ (draft.at(visit, section.section.as_str())) "?look=open" } { (name) } ": " (say.with("form-nav-wrong", &[("n", left.wrong.into())])) } } }
            }
            @if there < wanted { li { (Shape::Open.icon()) div { a href=(draft.at(visit, PAPERS)) { (say.t("form-papers")) } ": " (say.with("form-nav-papers", &[("n", there.into()), ("of", wanted.into())])) } } }
        }
    }
}

fn after(visit: &Visit, draft: &Draft) -> Markup {
    let say = visit.say;
    let Ok(plan) = &draft.sheet.plan else { return html! {} };
    let fee = if plan.fee.is_zero() { say.t("check-fee-none").to_owned() } else { say.money(plan.fee.normalize()) };
    parts::card(
        say.t("check-after"),
        parts::kv(&[
            (say.t("check-decided-by"), html! { b { (say.day(plan.promised)) } }),
            (say.t("check-visits"), html! { (say.with("check-visits-n", &[("n", plan.visits.into())])) }),
            (say.t("check-fee"), html! { (fee) }),
            (say.t("check-person"), html! { (say.t("check-person-text")) }),
        ]),
    )
}

fn sign_box(visit: &Visit, draft: &Draft) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let permits: Vec<_> = draft.permits().into_iter().filter_map(|p| catalogue.permits.get(&p)).collect();
    let order: Vec<_> = match &draft.sheet.plan {
        Ok(plan) => plan.parts.iter().filter_map(|p| catalogue.permits.get(&p.permit)).collect(),
        Err(_) => permits,
    };
    let other = say.other().language();
    let count = say.count_word(order.len());
    let title = say.with("check-sign-title", &[("n", order.len().into()), ("word", count.into())]);
    let statement = filing_statement(STATEMENT, visit.l()).unwrap_or_default();
    let open = draft.sheet.missing.len();
    let authorities = authorities(draft).len();
    html! {
        section.card.signbox.stack.s4 aria-labelledby="sign" {
            h2 #sign { (title) }
            p { (say.with("check-sign-lead", &[("n", authorities.into())])) }
            ul.checks {
                @for permit in &order {
                    li.ok { (Shape::Ok.icon()) div {
                        (visit.text(&permit.name)) (parts::other_name(other, permit.name.say(other.code())))
                        @if draft.file.case.commitments().contains(&permit.id) { " " (parts::tag(Shape::Info, say.t("check-by-commitment"))) }
                    } }
                }
            }
            form.stack.s4 method="post" action=(draft.at(visit, CHECK)) novalidate {
                (parts::once(&visit.office().once_key()))
                (parts::tick(say, "agree", statement, say.t("check-statement-hint"), "", false))
                (parts::actions(html! {
                    (Button { label: say.t("check-sign"), tone: Tone::Main, icon: "pencil", ..Button::default() })
                    span.dim { @if open > 0 { (say.with("check-sign-open", &[("n", open.into())])) } @else { (say.t("check-sign-note")) } }
                }))
                p.hint { (say.t("check-sign-free")) }
            }
        }
    }
}

pub async fn sign(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let pairs = form.0;
    let own = super::own::Own::of(&visit, &number).await?;
    let receipt = visit.at(&format!("case/{}/receipt", own.number));
    if own.case.filing().is_some() {
        // Sent twice, or from two pages: there is one receipt.
        return Ok(see(&receipt));
    }
    if sent(&pairs, "agree") != "yes" {
        let text = visit.say.t("check-tick-first").to_owned();
        return again(&visit, own, vec![("agree".to_owned(), text)]).await;
    }
    match visit.office().file(&own.id, once(&pairs), own.by.clone()).await {
        Ok(_) => Ok(see(&receipt)),
        Err(Turned::Refused(refusal)) if matches!(*refusal, Refusal::AlreadyFiled { .. }) => Ok(see(&receipt)),
        Err(Turned::Incomplete(mistakes)) => {
            let text = visit.say.with("check-still-open", &[("n", mistakes.len().into())]);
            again(&visit, own, vec![("open".to_owned(), text)]).await
        }
        Err(turned @ (Turned::Banned(_) | Turned::Refused(_))) => {
            let (title, text) = refusal::said(&visit, &turned);
            again(&visit, own, vec![("main".to_owned(), format!("{title}: {text}"))]).await
        }
        Err(turned) => Err(visit.problem(turned)),
    }
}

async fn again(visit: &Visit, own: super::own::Own, errors: Vec<(String, String)>) -> Result<Response, Problem> {
    let draft = Draft::read(visit, own, None).await?;
    page(visit, &draft, None, &errors, StatusCode::UNPROCESSABLE_ENTITY).await
}
