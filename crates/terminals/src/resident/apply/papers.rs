//! The papers of the one form: one slot each for all its readers, and where the law allows a promise instead of proof.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Multipart, Path, Query, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::{EvidenceId, MediaType, PermitId};
use maud::{Markup, html};
use office::{PaperMistake, Turned};

use super::draft::{CHECK, Draft, PAPERS};
use super::field;
use super::own::Own;
use crate::facts;
use crate::kit::parts::{self, Button, FileSlot, Paper, Shape, Tone};
use crate::problem::Problem;
use crate::refusal;
use crate::web::{Answer, City, Sent, Visit, see, sent};

/// What came back with a problem: the slot and its sentence.
type Wrong<'a> = Option<(&'a str, &'a str)>;

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let draft = Draft::of(&visit, &number, Some(Default::default())).await?;
    page(&visit, &draft, &pairs, None, StatusCode::OK).await
}

/// `2.4 MB`, `310 KB`.
pub(crate) fn size(visit: &Visit, bytes: u64) -> String {
    let say = visit.say;
    if bytes >= 1_048_576 {
        say.with("papers-mb", &[("n", format!("{:.1}", bytes as f64 / 1_048_576.0).into())])
    } else {
        say.with("papers-kb", &[("n", bytes.div_ceil(1024).into())])
    }
}

/// What a slot takes, in words.
pub(crate) fn limit(visit: &Visit, evidence: &catalogue::Evidence) -> String {
    let max = [("max", (evidence.max_bytes / 1_048_576).into())];
    let pdf = evidence.accepts.contains(&MediaType::Pdf);
    let photo = evidence.accepts.iter().any(|kind| *kind != MediaType::Pdf);
    match (pdf, photo) {
        (true, false) => visit.say.with("papers-limit-pdf", &max),
        (false, _) => visit.say.with("papers-limit-photo", &max),
        (true, true) => visit.say.with("papers-limit", &max),
    }
}

/// What a file chooser offers.
pub(crate) fn accepts(kinds: &[MediaType]) -> String {
    let one = |kind: &MediaType| match kind {
        MediaType::Pdf => "application/pdf",
        MediaType::Jpeg => "image/jpeg",
        MediaType::Png => "image/png",
    };
    kinds.iter().map(one).collect::<Vec<_>>().join(",")
}

async fn page(
    visit: &Visit,
    draft: &Draft,
    pairs: &[(String, String)],
    wrong: Wrong<'_>,
    status: StatusCode,
) -> Answer {
    let say = visit.say;
    let office = visit.office();
    let reader = draft.own.reader(visit, None)?;
    let named = office.paper_names(&draft.own.id, reader).await.map_err(|t| visit.problem(t))?;
    let mut by_slot: BTreeMap<EvidenceId, Vec<(String, String, u64)>> = BTreeMap::new();
    for (evidence, hash, name, bytes) in named {
        by_slot.entry(evidence).or_default().push((hash.as_str().to_owned(), name, bytes));
    }
    let title = say.t("form-papers");
    let (there, wanted) = draft.papers();
    let lead = if wanted == 0 {
        say.t("papers-lead-none").to_owned()
    } else {
        say.with("papers-lead", &[("n", there.into()), ("of", wanted.into())])
    };
    let errors: Vec<(&str, &str)> = wrong.into_iter().collect();
    let previous = draft.sheet.form.sections.last().map(|s| s.section.to_string());
    let main = html! {
        (parts::error_summary(say, &errors))
        (draft.change_of_plan(visit, pairs))
        (parts::heading(&[], title, &lead))
        (commitments(visit, draft))
        @for need in &draft.sheet.form.papers {
            (slot(visit, draft, need, by_slot.get(&need.evidence).map_or(&[][..], Vec::as_slice), wrong))
        }
        @if draft.sheet.form.papers.is_empty() { (parts::note(Shape::Ok, say.t("papers-none"))) }
        (parts::actions(html! {
            (parts::link_button(&draft.at(visit, CHECK), say.t("papers-go-on"), Tone::Main))
            @if let Some(previous) = &previous { (parts::link_button(&draft.at(visit, previous), say.t("form-back"), Tone::Plain)) }
        }))
    };
    Ok(draft.page(visit, status, title, wrong.is_some(), parts::split_left(draft.nav(visit, PAPERS), main)))
}

fn slot(
    visit: &Visit,
    draft: &Draft,
    need: &journey::PaperNeed,
    papers: &[(String, String, u64)],
    wrong: Wrong<'_>,
) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let Some(evidence) = catalogue.evidence.get(&need.evidence) else { return html! {} };
    let id = need.evidence.as_str();
    let readers = field::reader_names(visit, &draft.file.known, &need.needed_by);
    let readers: Vec<&str> = readers.iter().map(String::as_str).collect();
    let label = visit.text(&evidence.name);
    let limit = self::limit(visit, evidence);
    let help = evidence.help.as_ref().map_or("", |h| visit.text(h));
    let hint = if help.is_empty() { limit } else { format!("{help}{}{limit}", if say.is_zh() { "" } else { " " }) };
    let not_needed = if need.proved_by_register {
        let register =
            evidence.register.as_ref().and_then(|r| catalogue.registers.get(r)).map_or("", |r| visit.text(&r.name));
        say.with("papers-not-needed", &[("register", register.into())])
    } else {
        String::new()
    };
    // What is taken out of photos is only said of photos.
    let checks = |name: &str| {
        let key = if name.to_lowercase().ends_with(".pdf") { "papers-opens-pdf" } else { "papers-opens" };
        [(Shape::Ok, html! { (say.t(key)) })]
    };
    let checked: Vec<_> = papers.iter().map(|(_, name, _)| checks(name)).collect();
    let abouts: Vec<(String, String)> = papers
        .iter()
        .map(|(hash, _, bytes)| (size(visit, *bytes), draft.at(visit, &format!("{PAPERS}/{id}/{hash}"))))
        .collect();
    let shown: Vec<Paper> = papers
        .iter()
        .zip(&abouts)
        .zip(&checked)
        .map(|(((_, name, _), (about, href)), checks)| Paper { name, about, href, checks })
        .collect();
    let accept = accepts(&evidence.accepts);
    let error = wrong.filter(|(slot, _)| *slot == id).map_or("", |(_, text)| text);
    html! {
        section.stack.s3 {
            form.stack.s3 method="post" action=(draft.at(visit, &format!("{PAPERS}/{id}"))) enctype="multipart/form-data" data-upload {
                (parts::file_slot(say, &FileSlot { name: id, label, hint: &hint, error, accept: &accept, readers: &readers, papers: &shown, many: true, not_needed: &not_needed }))
                @if not_needed.is_empty() { (Button { label: say.t(if papers.is_empty() { "papers-add" } else { "papers-add-more" }), more: label, icon: "upload", small: true, ..Button::default() }) }
            }
            @if !papers.is_empty() {
                form method="post" action=(draft.at(visit, PAPERS)) {
                    (parts::actions(html! {
                        @for (hash, name, _) in papers {
                            (Button { label: &say.with("papers-remove", &[("name", name.as_str().into())]), name: "remove", value: &format!("{id}:{hash}"), tone: Tone::Bad, small: true, ..Button::default() })
                        }
                    }))
                }
            }
            @if not_needed.is_empty() { (field::why(visit, &need.needed_by)) }
        }
    }
}

/// Where the law lets somebody promise instead of proving: what is declared, what it binds to, and what it changes.
fn commitments(visit: &Visit, draft: &Draft) -> Markup {
    let say = visit.say;
    let catalogue = &draft.file.catalogue;
    let spared = |permit: &catalogue::Permit| -> Vec<String> {
        permit
            .evidence
            .iter()
            .filter(|e| e.unless_commitment)
            .map(|e| facts::evidence_name(visit, &e.evidence))
            .collect()
    };
    html! {
        @for offer in &draft.sheet.form.commitments {
            @if let Some((permit, commitment)) = catalogue.permits.get(&offer.permit).and_then(|p| p.commitment.as_ref().map(|c| (p, c))) {
                section.card.stack.s3 {
                    h2 { (say.with("papers-commit-title", &[("permit", visit.text(&permit.name).into())])) }
                    p { (say.with("papers-commit-days", &[("days", say.span(commitment.promise).into()), ("usual", say.span(permit.decide.promise).into())])) }
                    (parts::kv(&[
                        (say.t("papers-commit-declare"), html! { (visit.text(&commitment.declares)) }),
                        (say.t("papers-commit-binds"), html! { (visit.text(&commitment.binds)) }),
                    ]))
                    @if let Some(verify) = commitment.verify { p.dim { (say.with("papers-commit-verify", &[("days", say.span(verify).into())])) } }
                    @let spared = spared(permit);
                    @if !spared.is_empty() { p.dim { (say.with("papers-commit-spares", &[("papers", say.list(&spared).into())])) } }
                    @if let Some(law) = facts::citations(visit, &commitment.law) { p.dim { (law) } }
                    form method="post" action=(draft.at(visit, PAPERS)) {
                        @if offer.chosen {
                            (parts::note(Shape::Ok, say.t("papers-commit-chosen")))
                            (Button { label: say.t("papers-commit-drop"), name: "drop", value: permit.id.as_str(), ..Button::default() })
                        } @else {
                            (parts::actions(html! {
                                (Button { label: say.t("papers-commit-choose"), name: "commit", value: permit.id.as_str(), ..Button::default() })
                                span.dim { (say.t("papers-commit-or")) }
                            }))
                        }
                    }
                }
            }
        }
    }
}

/// Removes a paper, or chooses between promise and proof.
pub async fn change(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let own = Own::of(&visit, &number).await?;
    let office = visit.office();
    let by = own.by.clone();
    if let Some((evidence, hash)) = sent(&form.0, "remove").split_once(':') {
        office.remove_paper(&own.id, by, evidence.into(), hash.into()).await.map_err(|t| visit.problem(t))?;
    } else {
        let (permit, chosen) = match (sent(&form.0, "commit"), sent(&form.0, "drop")) {
            ("", "") => return Err(visit.not_found()),
            ("", drop) => (drop, false),
            (commit, _) => (commit, true),
        };
        office.choose_commitment(&own.id, by, PermitId::new(permit), chosen).await.map_err(|t| visit.problem(t))?;
    }
    Ok(see(&visit.at(&format!("apply/{}/{PAPERS}", own.number))))
}

/// One file of a request: its name and its bytes, or how large it would have been.
pub(crate) enum Taken {
    File { field: String, name: String, bytes: Vec<u8> },
    TooLarge { field: String, bytes: u64 },
    Text { field: String, text: String },
}

/// Reads a multipart request field by field. A file above its limit is counted and not kept.
pub(crate) async fn take(request: Request, city: &City, limit: impl Fn(&str) -> u64) -> Result<Vec<Taken>, StatusCode> {
    let mut parts = Multipart::from_request(request, city).await.map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
    let mut taken = Vec::new();
    while let Some(mut part) = parts.next_field().await.map_err(|e| e.status())? {
        let field = part.name().unwrap_or_default().to_owned();
        let Some(name) = part.file_name().map(str::to_owned) else {
            taken.push(Taken::Text { field, text: part.text().await.map_err(|e| e.status())? });
            continue;
        };
        let most = limit(&field);
        let mut bytes = Vec::new();
        let mut length: u64 = 0;
        while let Some(chunk) = part.chunk().await.map_err(|e| e.status())? {
            length += chunk.len() as u64;
            if length <= most {
                bytes.extend_from_slice(&chunk);
            } else {
                bytes = Vec::new();
            }
        }
        // A file field that was left alone is sent with neither name nor content.
        if name.is_empty() && length == 0 {
            continue;
        }
        taken.push(if length > most {
            Taken::TooLarge { field, bytes: length }
        } else {
            Taken::File { field, name, bytes }
        });
    }
    Ok(taken)
}

pub async fn add(
    visit: Visit,
    Path((_, number, evidence)): Path<(String, String, String)>,
    request: Request,
) -> Answer {
    let draft = Draft::of(&visit, &number, Some(Default::default())).await?;
    let id = EvidenceId::new(evidence.as_str());
    let max = draft.file.catalogue.evidence.get(&id).map(|e| e.max_bytes).ok_or_else(|| visit.not_found())?;
    let announced =
        request.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse().ok()).unwrap_or(max + 1);
    let taken = match take(request, &visit.city, |_| max).await {
        Ok(taken) => taken,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            let said = refusal::paper(&visit, &PaperMistake::TooLarge { bytes: announced, max });
            return page(&visit, &draft, &[], Some((&evidence, &said)), StatusCode::PAYLOAD_TOO_LARGE).await;
        }
        Err(_) => {
            let said = refusal::paper(&visit, &PaperMistake::Broken);
            return page(&visit, &draft, &[], Some((&evidence, &said)), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let mut said = None;
    let mut any = false;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    for one in taken {
        match one {
            Taken::Text { .. } => {}
            Taken::TooLarge { bytes, .. } => {
                said = Some(refusal::paper(&visit, &PaperMistake::TooLarge { bytes, max }));
                status = StatusCode::PAYLOAD_TOO_LARGE;
            }
            Taken::File { name, bytes, .. } => {
                any = true;
                match visit.office().add_paper(&draft.own.id, draft.own.by.clone(), &id, &name, bytes).await {
                    Ok(_) => {}
                    Err(Turned::Paper(mistake)) => said = Some(refusal::paper(&visit, &mistake)),
                    Err(turned) => return Err(visit.problem(turned)),
                }
            }
        }
    }
    if !any && said.is_none() {
        said = Some(visit.say.t("papers-choose-first").to_owned());
    }
    match said {
        None => Ok(see(&format!("{}#{evidence}-label", draft.at(&visit, PAPERS)))),
        Some(said) => {
            let draft = Draft::of(&visit, &number, Some(Default::default())).await?;
            page(&visit, &draft, &[], Some((&evidence, &said)), status).await
        }
    }
}

/// A paper back to its owner: always as a file, never as a page of ours.
pub async fn view(visit: Visit, Path((_, number, evidence, hash)): Path<(String, String, String, String)>) -> Answer {
    let own = Own::of(&visit, &number).await?;
    let there = own.case.papers().iter().any(|p| p.hash.as_str() == hash && p.evidence.as_str() == evidence);
    if !there {
        return Err(visit.not_found());
    }
    let reader = own.reader(&visit, None)?;
    let office = visit.office();
    let named = office.paper_names(&own.id, reader.clone()).await.map_err(|t| visit.problem(t))?;
    let name = named.into_iter().find(|(_, h, ..)| h.as_str() == hash).map(|(_, _, name, _)| name).unwrap_or_default();
    let (kind, bytes) = office.open_paper(&own.id, &hash, reader).await.map_err(|t| visit.problem(t))?;
    attachment(&visit, &kind, &name, bytes)
}

/// A file as a download that no browser runs or shows inside our pages.
pub(crate) fn attachment(visit: &Visit, kind: &str, name: &str, bytes: Vec<u8>) -> Result<Response, Problem> {
    let disposition = format!("attachment; filename*=UTF-8''{}", crate::address::encode(name));
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| visit.not_found());
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, value(kind)?);
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition)?);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
