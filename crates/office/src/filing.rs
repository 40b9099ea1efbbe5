//! Filing: everything is there, one signature for all permits, one promised date, one representative named at once.

use std::sync::Arc;

use casework::{OfficialId, Representative, Terms, Who, acts};
use vault::{Actor, Purpose, PurposeCode};

use crate::carry::{Carried, Once};
use crate::file::Reader;
use crate::turned::Turned;
use crate::{Inner, Office};

/// The version of the words under the signature; a change of the words is a new version.
pub const STATEMENT: &str = "statement/1";

/// The words that are signed, by version and language. Old versions stay for ever.
pub fn filing_statement(version: &str, language: &str) -> Option<&'static str> {
    match (version, language) {
        ("statement/1", "zh") => {
            Some("我所填写的内容属实。我知道各主管部门只读取其所需的信息，也知道作虚假陈述会导致不予许可或者撤销许可。")
        }
        ("statement/1", _) => Some(
            "What I wrote is true. I know that each authority reads only what it needs, and that a false statement leads \
             to refusal or to the loss of the permit.",
        ),
        _ => None,
    }
}

impl Inner {
    /// The representative of a new case: the same case gets the same one, and cases spread evenly.
    fn representative_for(&self, case_id: &str, district: Option<&str>, language: &str) -> Option<Representative> {
        let candidates = self.staff.representatives(district);
        if candidates.is_empty() {
            return None;
        }
        let spread = case_id.bytes().fold(7u64, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)));
        let index = usize::try_from(spread % candidates.len() as u64).unwrap_or(0);
        candidates.get(index).map(|official| Representative {
            id: OfficialId::new(official.id.clone()),
            name: official.name.say(language).to_owned(),
            phone: official.phone.clone().unwrap_or_default(),
            hours: official.hours.clone().unwrap_or_default(),
        })
    }

    fn terms(&self, catalogue: &catalogue::Catalogue) -> Terms {
        let procedure = &catalogue.city.procedure;
        Terms {
            basket: procedure.basket,
            notice: procedure.notice,
            notice_law: procedure.notice_law.clone(),
            joint: procedure.joint,
            joint_law: procedure.joint_law.clone(),
            undo_minutes: procedure.undo_minutes,
        }
    }
}

impl Office {
    /// Signs and files a draft. The answer is the receipt: number, promised date, representative.
    pub async fn file(&self, case_id: &str, once: Option<Once>, by: Who) -> Result<Carried, Turned> {
        let inner = self.0.clone();
        let id = case_id.to_owned();
        self.0
            .store
            .write(move |tx| {
                let filed = inner.carry(tx, &id, once.as_ref(), &by, |carrying| {
                    let case = carrying.case.clone();
                    if let Some(filing) = case.filing() {
                        let number = filing.number.clone();
                        return Err(casework::Refusal::AlreadyFiled { number, on: filing.at.day }.into());
                    }
                    // Everything is checked on the real values; the person who signs is the one who reads them.
                    let reader = Reader {
                        actor: actor_of(&carrying.by),
                        purpose: Purpose::in_case(purpose_of(&carrying.by), id.clone()),
                        facts: None,
                    };
                    let file = inner.opened_file(carrying.tx, Arc::new(case.clone()), &reader)?;
                    let sheet = inner.computed(&file, carrying.at.day)?;
                    let banned: Vec<_> = sheet.assessment.banned().map(|b| b.ban.clone()).collect();
                    if !banned.is_empty() {
                        return Err(Turned::Banned(banned));
                    }
                    if !sheet.missing.is_empty() {
                        return Err(Turned::Incomplete(sheet.missing));
                    }
                    let plan = sheet.plan?;
                    if let Some(latest) = plan.latest_filing.as_ref().filter(|l| l.too_late) {
                        let article = latest.law.first().cloned();
                        return Err(casework::Refusal::TooLate { article, until: latest.day }.into());
                    }
                    let representative = inner
                        .representative_for(&id, file.district(), case.language())
                        .ok_or_else(|| Turned::Fault(store::Fault::Schema("no representative is configured".into())))?;
                    let filing = acts::ToFile {
                        number: case.number().to_owned(),
                        plan,
                        representative,
                        catalogue: file.catalogue.fingerprint.clone(),
                        terms: inner.terms(&file.catalogue),
                        statement_version: STATEMENT.to_owned(),
                    };
                    let catalogue = file.catalogue.clone();
                    let deed = carrying.deed(&catalogue);
                    Ok(acts::file(carrying.case, &deed, filing, &[])?)
                })?;
                if filed.repeated {
                    return Ok(filed);
                }
                // What is decided at once is decided in the same breath, so that the receipt already says so.
                let (case, _) = inner.run_clock(tx, filed.case.clone())?;
                Ok(Carried { case, ..filed })
            })
            .await
    }
}

pub(crate) fn actor_of(by: &Who) -> Actor {
    match by {
        Who::Applicant(person) => Actor { id: person.as_str().to_owned(), office: "self".to_owned() },
        Who::Agent { person, .. } => Actor { id: person.as_str().to_owned(), office: "agent".to_owned() },
        Who::Clerk { id, window, .. } => Actor { id: id.as_str().to_owned(), office: format!("window-{window}") },
        Who::Official { id, authority } => Actor { id: id.as_str().to_owned(), office: authority.as_str().to_owned() },
        Who::Representative { id } => Actor { id: id.as_str().to_owned(), office: "representative".to_owned() },
        Who::Clock => Actor { id: "clock".to_owned(), office: "clock".to_owned() },
    }
}

pub(crate) fn purpose_of(by: &Who) -> PurposeCode {
    match by {
        Who::Applicant(_) | Who::Agent { .. } => PurposeCode::OwnView,
        Who::Clerk { .. } => PurposeCode::Window,
        Who::Official { .. } => PurposeCode::Decide,
        Who::Representative { .. } => PurposeCode::Represent,
        Who::Clock => PurposeCode::Licence,
    }
}
