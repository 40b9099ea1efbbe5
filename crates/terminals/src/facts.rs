//! Names and values of the catalogue in the reader's language, and how law may be cited.

use catalogue::{AuthorityId, Citation, Confidence, EvidenceId, Fact, PermitId};
use journey::{Outcome, Wanted};
use rules::{FactId, Value};

use crate::web::Visit;

pub fn fact_name(visit: &Visit, id: &FactId) -> String {
    visit.named(|c| c.facts.get(id).map(|f| visit.text(&f.name).to_owned())).unwrap_or_else(|| id.to_string())
}

pub fn permit_name(visit: &Visit, id: &PermitId) -> String {
    visit.named(|c| c.permits.get(id).map(|p| visit.text(&p.name).to_owned())).unwrap_or_else(|| id.to_string())
}

pub fn evidence_name(visit: &Visit, id: &EvidenceId) -> String {
    visit.named(|c| c.evidence.get(id).map(|e| visit.text(&e.name).to_owned())).unwrap_or_else(|| id.to_string())
}

pub fn authority_name(visit: &Visit, id: &AuthorityId) -> String {
    visit.named(|c| c.authorities.get(id).map(|a| visit.text(&a.name).to_owned())).unwrap_or_else(|| id.to_string())
}

/// The name on chips and in lists.
pub fn authority_short(visit: &Visit, id: &AuthorityId) -> String {
    visit.named(|c| c.authorities.get(id).map(|a| visit.text(&a.short).to_owned())).unwrap_or_else(|| id.to_string())
}

/// A value as people read it.
pub fn value(visit: &Visit, fact: &Fact, value: &Value) -> String {
    match value {
        Value::Day(day) => visit.say.day_plain(*day),
        other => journey::printed::said(fact, other, visit.l()),
    }
}

/// One citation for applicants. What was only recalled is never shown as law: then there is nothing.
pub fn citation(visit: &Visit, citation: &Citation) -> Option<String> {
    if citation.confidence == Confidence::Recalled {
        return None;
    }
    let name = visit.named(|c| c.laws.get(&citation.law).map(|law| visit.text(&law.name).to_owned()))?;
    Some(match &citation.article {
        Some(article) => visit.say.with("law-article", &[("law", name.into()), ("article", (**article).into())]),
        None => name,
    })
}

/// All citations that may be shown, joined; nothing when none may.
pub fn citations(visit: &Visit, law: &[Citation]) -> Option<String> {
    let shown: Vec<String> = law.iter().filter_map(|c| citation(visit, c)).collect();
    (!shown.is_empty()).then(|| shown.join(if visit.say.is_zh() { "；" } else { "; " }))
}

/// For officials: also what was recalled, marked as such.
pub fn citations_for_officials(visit: &Visit, law: &[Citation]) -> String {
    let one = |c: &Citation| {
        let name = visit.named(|known| known.laws.get(&c.law).map(|l| visit.text(&l.name).to_owned()));
        let name = name.unwrap_or_else(|| c.law.to_string());
        let text = match &c.article {
            Some(article) => visit.say.with("law-article", &[("law", name.into()), ("article", (**article).into())]),
            None => name,
        };
        if c.confidence == Confidence::Recalled {
            visit.say.with("law-recalled", &[("law", text.into())])
        } else {
            text
        }
    };
    law.iter().map(one).collect::<Vec<_>>().join(if visit.say.is_zh() { "；" } else { "; " })
}

/// What a question can decide, by name.
pub fn outcome(visit: &Visit, outcome: &Outcome) -> String {
    let catalogue = visit.catalogue();
    match outcome {
        Outcome::Permit(id) => permit_name(visit, id),
        Outcome::Jurisdiction(id) => {
            visit.say.with("outcome-who-decides", &[("permit", permit_name(visit, id).into())])
        }
        Outcome::FilingDay(id) => visit.say.with("outcome-filing-day", &[("permit", permit_name(visit, id).into())]),
        Outcome::Duty(id) => catalogue.duties.get(id).map(|d| visit.text(&d.name).to_owned()).unwrap_or_default(),
        Outcome::Ban(id) => catalogue.bans.get(id).map(|b| visit.text(&b.name).to_owned()).unwrap_or_default(),
        Outcome::Finding(id) => catalogue.facts.get(id).map(|f| visit.text(&f.name).to_owned()).unwrap_or_default(),
    }
}

/// What a fact is wanted for, in a few words.
pub fn wanted(visit: &Visit, why: &Wanted) -> String {
    match why {
        Wanted::ToDecide(words) | Wanted::Rule(words) => visit.text(words).to_owned(),
        Wanted::WhetherNeeded => visit.say.t("wanted-whether").to_owned(),
        Wanted::Jurisdiction => visit.say.t("wanted-jurisdiction").to_owned(),
        Wanted::OnTheLicence => visit.say.t("wanted-licence").to_owned(),
        Wanted::FilingDay => visit.say.t("wanted-filing-day").to_owned(),
        Wanted::TheCase => visit.say.t("wanted-case").to_owned(),
    }
}
