//! Consent, once per application: which registers would be asked for which facts, what for, and how long.

use std::collections::BTreeMap;

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use catalogue::{EvidenceId, RegisterId};
use maud::html;

use super::draft::Draft;
use crate::address::encode;
use crate::facts;
use crate::kit::parts::{self, Button, Shape, Tone};
use crate::web::{Answer, Sent, Visit, see, sent};

/// What one register would be asked for.
type Wanted = BTreeMap<RegisterId, Vec<String>>;

fn wanted(visit: &Visit, draft: &Draft) -> Wanted {
    let catalogue = &draft.file.catalogue;
    let mut wanted = Wanted::new();
    let facts = draft.sheet.form.facts().filter(|f| f.given_by.is_none()).map(|f| f.fact.clone());
    let proving = draft.sheet.form.papers.iter().filter_map(|p| catalogue.evidence.get(&p.evidence)?.proved_by.clone());
    for fact in facts.chain(proving) {
        let Some(register) = catalogue.facts.get(&fact).and_then(|f| f.register.clone()) else { continue };
        let name = facts::fact_name(visit, &fact);
        let list = wanted.entry(register).or_default();
        if !list.contains(&name) {
            list.push(name);
        }
    }
    wanted
}

fn spared(visit: &Visit, draft: &Draft) -> Vec<String> {
    let catalogue = &draft.file.catalogue;
    let proved = |id: &EvidenceId| catalogue.evidence.get(id).is_some_and(|e| e.proved_by.is_some());
    draft
        .sheet
        .form
        .papers
        .iter()
        .filter(|p| proved(&p.evidence))
        .map(|p| facts::evidence_name(visit, &p.evidence))
        .collect()
}

pub async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Answer {
    let draft = Draft::of(&visit, &number, Some(Default::default())).await?;
    let wanted = wanted(&visit, &draft);
    let again = sent(&pairs, "ask") == "again";
    if came_before(&draft) && !again {
        return Ok(see(&draft.at(&visit, &draft.first_place())));
    }
    if wanted.is_empty() {
        return Ok(see(&draft.at(&visit, &draft.first_place())));
    }
    let say = visit.say;
    let count: usize = wanted.values().map(Vec::len).sum();
    let n = [("n", count.into())];
    let title = say.with("form-consent-title", &n);
    let spared = spared(&visit, &draft);
    let journey = draft.event().map_or("", |e| visit.text(&e.name));
    let main = html! {
        div.narrow.stack.s5 {
            (parts::heading(&[journey, &draft.own.number], &title, say.t("form-consent-lead")))
            section.stack.s3 aria-labelledby="registers" {
                h2 #registers { (say.with("form-consent-registers", &[("n", wanted.len().into())])) }
                ul.planrows.card.flush {
                    @for (register, names) in &wanted {
                        li {
                            (crate::kit::icon("link"))
                            div {
                                b { (draft.file.catalogue.registers.get(register).map_or("", |r| visit.text(&r.name))) }
                                p { (say.list(names)) }
                            }
                        }
                    }
                }
                @if !spared.is_empty() { (parts::note(Shape::Ok, say.with("form-consent-spares", &[("papers", say.list(&spared).into())]))) }
            }
            (parts::card("", parts::kv(&[
                (say.t("form-consent-purpose"), html! { (say.with("form-consent-purpose-text", &[("event", journey.into())])) }),
                (say.t("form-consent-time"), html! { (say.t("form-consent-time-text")) }),
                (say.t("form-consent-who"), html! { (say.t("form-consent-who-text")) }),
            ])))
            form method="post" action=(draft.at(&visit, "")) {
                (parts::actions(html! {
                    (Button { label: &say.with("form-consent-yes", &n), tone: Tone::Main, name: "look", value: "yes", icon: "key", ..Button::default() })
                    (Button { label: say.t("form-consent-no"), name: "look", value: "no", ..Button::default() })
                }))
                p.hint { (say.t("form-consent-refuse")) }
            }
        }
    };
    Ok(draft.page(&visit, StatusCode::OK, &title, false, main))
}

/// Somebody already went past this page: something was typed or fetched after the answers it began with.
fn came_before(draft: &Draft) -> bool {
    draft.own.case.history().len() > 2 || asked_before(draft)
}

/// Whether registers were asked for this draft.
pub(super) fn asked_before(draft: &Draft) -> bool {
    draft.file.known.iter().any(|(_, known)| matches!(known.origin, journey::Origin::Register { .. }))
}

pub async fn decide(visit: Visit, Path((_, number)): Path<(String, String)>, form: Sent) -> Answer {
    let draft = Draft::of(&visit, &number, Some(Default::default())).await?;
    if sent(&form.0, "look") != "yes" {
        return Ok(see(&draft.at(&visit, &draft.first_place())));
    }
    let before = draft.permits();
    let (count, silent) =
        visit.office().fetch(&draft.own.id, draft.own.by.clone()).await.map_err(|t| visit.problem(t))?;
    let after = Draft::of(&visit, &number, Some(Default::default())).await?;
    let silent: Vec<&str> = silent.iter().map(RegisterId::as_str).collect();
    let change = super::draft::change_query(&before, &after.permits());
    let join = if change.is_empty() { "?" } else { "&" };
    let to = format!(
        "{}{change}{join}found={count}&silent={}",
        after.at(&visit, &after.first_place()),
        encode(&silent.join(","))
    );
    Ok(see(&to))
}
