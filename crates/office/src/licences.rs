//! The comprehensive licence: composed from decisions, kept with its number and code, issued again when a part changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::{Case, Deed, Moment, PartStage, Who, acts};
use catalogue::{Catalogue, Citation, Confidence, Duty, LicencePaper, PermitId, PermitKind, Validity, Words};
use journey::printed;
use licence::{
    Attachment, Code, CurrentState, Licence, Paper, Part, PartKind, PartState, RenderFault, Rendered, Template,
    Typeface, qr_text,
};
use rules::{Day, FactId, Ternary, Value};
use store::{Fault, KeptLicence, Tx};

use crate::carry::Carried;
use crate::file::CaseFile;
use crate::turned::Turned;
use crate::world::Instant;
use crate::{Inner, Office};

/// A licence as it is kept, with its present state.
#[derive(Clone, Debug)]
pub struct LicenceFile {
    pub id: String,
    pub case_id: String,
    pub subject: String,
    pub licence: Licence,
    pub state: CurrentState,
}

const LICENCE_DRAWS: usize = 20;

fn own_words(words: &Words) -> licence::Words {
    licence::Words(BTreeMap::clone(&words.0))
}

/// What the city wrote about its paper, as the room that draws it reads it.
fn template(paper: &LicencePaper) -> Template {
    let names = |all: &[String]| all.to_vec();
    let (blocks, facts, sticker) = (names(&paper.blocks), names(&paper.facts), names(&paper.sticker));
    let words = paper.words.iter().map(|(name, words)| (name.clone(), own_words(words))).collect();
    Template::written(
        blocks.iter().map(String::as_str),
        facts.iter().map(String::as_str),
        sticker.iter().map(String::as_str),
        words,
    )
}

/// A duty with the law it comes from. Law that nobody read is not printed.
fn duty_of(catalogue: &Catalogue, duty: &Duty) -> licence::Duty {
    let laws: Vec<&Citation> = duty.law.iter().filter(|law| law.confidence == Confidence::Checked).collect();
    let cited = |language: &str| {
        let zh = language == "zh";
        let one = |citation: &&Citation| {
            let name = own_words(&catalogue.laws.get(&citation.law)?.name).say(language).to_owned();
            Some(match &citation.article {
                Some(article) if zh => format!("{name}第{article}条"),
                Some(article) => format!("{name}, article {article}"),
                None => name,
            })
        };
        laws.iter().filter_map(one).collect::<Vec<_>>().join(if zh { "；" } else { "; " })
    };
    licence::Duty {
        name: own_words(&duty.name),
        tells: own_words(&duty.tells),
        law: if laws.is_empty() { licence::Words::default() } else { licence::Words::of(&cited("en"), &cited("zh")) },
    }
}

fn kind_of(kind: PermitKind) -> PartKind {
    match kind {
        PermitKind::Licence => PartKind::Licence,
        PermitKind::Registration => PartKind::Registration,
        PermitKind::Filing => PartKind::Filing,
        PermitKind::Upload => PartKind::Upload,
    }
}

fn state_of(stage: PartStage) -> PartState {
    match stage {
        PartStage::Suspended => PartState::Suspended,
        PartStage::Revoked => PartState::Revoked,
        PartStage::Expired => PartState::Expired,
        PartStage::Withdrawn | PartStage::GivenUp => PartState::Withdrawn,
        _ => PartState::Valid,
    }
}

impl Inner {
    /// The terms of a grant as the definition says: a number, conditions, and how long it is valid.
    pub(crate) fn grant_terms(
        &self,
        case: &Case,
        catalogue: &Catalogue,
        permit: &PermitId,
        conditions: Vec<String>,
        today: Day,
    ) -> Result<casework::Grant, Turned> {
        let definition = catalogue.permits.get(permit).ok_or(Turned::NotFound)?;
        let valid_until = match &definition.grants.valid {
            Validity::Open => None,
            Validity::For(span) => Some(catalogue.calendar.plus(today, *span).plus_days(-1)),
            Validity::Until(fact) => {
                let file = self.closed_file(Arc::new(case.clone()))?;
                file.known.completed(catalogue, today).day(fact)
            }
        };
        let mut letters: String =
            permit.as_str().split('-').filter_map(|w| w.chars().next()).collect::<String>().to_uppercase();
        letters.retain(|c| c.is_ascii_uppercase() && !matches!(c, 'I' | 'L' | 'O' | 'U'));
        letters.truncate(3);
        if letters.is_empty() {
            letters.push('P');
        }
        let mut bytes = [0u8; 4];
        self.world.fill(&mut bytes);
        let serial = u32::from_le_bytes(bytes) % 1_000_000;
        let number = licence::Number::new(&letters, today.year(), serial)
            .map_err(|m| Turned::Fault(Fault::Schema(format!("numbers of {permit}: {m:?}"))))?
            .to_string();
        Ok(casework::Grant { number, conditions, valid_from: today, valid_until })
    }

    /// What the licence says, from the case and the definitions it was decided under.
    fn compose(&self, file: &CaseFile, number: String, code: Code, version: u32, issued_on: Day) -> Licence {
        let catalogue = &file.catalogue;
        let full = file.known.completed(catalogue, file.on);
        let event = catalogue.events.get(file.case.event());
        let open_text = |fact: Option<&FactId>| {
            let fact = fact?;
            let definition = catalogue.facts.get(fact)?;
            // A natural person's name is not printed by a machine that may not open it.
            (!definition.personal).then(|| full.value_of(fact).and_then(Value::as_text)).flatten().map(str::to_owned)
        };
        let title = open_text(event.map(|e| &e.title)).unwrap_or_default();
        let district = full
            .value_of(&catalogue.city.district_fact)
            .and_then(Value::as_text)
            .and_then(|code| catalogue.city.districts.iter().find(|(c, _)| c == code))
            .map(|(_, words)| own_words(words))
            .unwrap_or_default();
        let sector = catalogue.sectors.iter().find(|s| s.applies.holds(&full) == Ternary::True);
        let issuer = catalogue.authorities.get(&catalogue.city.issuer).map(|a| own_words(&a.name)).unwrap_or_default();
        let mut parts: Vec<Part> = Vec::new();
        // The order of the plan is the order people know from their case.
        let order = file.case.plan().map(|p| p.parts.iter().map(|p| p.permit.clone()).collect::<Vec<_>>());
        for permit in order.unwrap_or_default() {
            let Some(part) = file.case.part(&permit) else { continue };
            let (Some(grant), Some(definition)) = (part.grant(), catalogue.permits.get(&permit)) else { continue };
            let scope = definition
                .grants
                .scope
                .iter()
                .filter_map(|fact| {
                    let definition = catalogue.facts.get(fact).filter(|f| !f.personal)?;
                    let value = full.value_of(fact)?;
                    Some((own_words(&definition.name), own_words(&printed::words(definition, value))))
                })
                .collect();
            let authority = catalogue.authorities.get(&part.authority);
            // What was announced for a later day is not there before it.
            let (state, then) = match &part.measure {
                Some(measure) if measure.on > issued_on && !matches!(part.stage, PartStage::Expired) => {
                    (state_of(measure.before), Some((measure.on, state_of(part.stage))))
                }
                _ => (state_of(part.stage), None),
            };
            parts.push(Part {
                permit: permit.as_str().to_owned(),
                name: own_words(&definition.grants.output),
                authority: authority.map(|a| own_words(&a.short)).unwrap_or_default(),
                authority_id: part.authority.as_str().to_owned(),
                kind: kind_of(definition.kind),
                number: grant.number.clone(),
                scope,
                conditions: grant.conditions.iter().map(|c| licence::Words::of(c, c)).collect(),
                from: grant.valid_from,
                until: grant.valid_until,
                state,
                then,
            });
        }
        let mut checks: Vec<licence::Words> = Vec::new();
        let held = parts.iter().filter_map(|part| catalogue.permits.get(&PermitId::new(part.permit.as_str())));
        for check in held.flat_map(|permit| permit.checks.iter().map(own_words)) {
            if !checks.contains(&check) {
                checks.push(check);
            }
        }
        let duties = event.map(|event| event.duties.as_slice()).unwrap_or_default().iter();
        let duties = duties.filter_map(|id| catalogue.duties.get(id)).filter(|duty| {
            Catalogue::holds_on(duty.in_force_from, duty.in_force_until, file.on)
                && duty.applies.holds(&full) == Ternary::True
        });
        Licence {
            number,
            code,
            city: own_words(&catalogue.city.name),
            issuer,
            holder: open_text(event.and_then(|e| e.holder.as_ref())).unwrap_or_else(|| title.clone()),
            credit_code: open_text(event.and_then(|e| e.holder_code.as_ref())),
            trade_name: title,
            premises: open_text(event.map(|e| &e.place)).unwrap_or_default(),
            district,
            sector: sector
                .map(|s| own_words(&s.name))
                .or_else(|| event.map(|e| own_words(&e.name)))
                .unwrap_or_default(),
            sector_id: sector.map(|s| s.id.as_str().to_owned()).unwrap_or_default(),
            issued_on,
            version,
            parts,
            duties: duties.map(|duty| duty_of(catalogue, duty)).collect(),
            checks,
            specimen: self.specimen,
        }
    }

    /// Issues the licence of a decided case, or a new version of it.
    pub(crate) fn issue(&self, tx: &mut dyn Tx, case: Arc<Case>) -> Result<Carried, Turned> {
        let at = self.world.instant();
        let catalogue = self.catalogue_of(&case)?;
        let (id, number, code, version) = match case.licence() {
            Some(kept) => {
                let row = tx.licence(&kept.id)?.ok_or(Turned::NotFound)?;
                let old: Licence = read(&row)?;
                (kept.id.clone(), old.number, old.code, kept.version + 1)
            }
            None => {
                let id = self.token(16);
                let (number, code) = self.new_licence_names(tx, at.day)?;
                (id, number, code, 1)
            }
        };
        let moment = Moment { at_us: at.at_us.max(case.changed().at_us), day: at.day.max(case.changed().day) };
        let deed = Deed { by: Who::Clock, at: moment, calendar: &catalogue.calendar };
        let events = acts::issue(&case, &deed, &id, version)?;
        let carried = self.keep(tx, case, &Who::Clock, at, events)?;
        let file = self.closed_file(Arc::clone(&carried.case))?;
        let licence = self.compose(&file, number, code, version, at.day);
        let row = KeptLicence {
            licence_id: id,
            number: licence.number.clone(),
            code: licence.code.letters(),
            subject_id: carried.case.applicant().as_str().to_owned(),
            case_id: carried.case.id().as_str().to_owned(),
            state: "issued".to_owned(),
            issued_on: at.day.to_string(),
            written: serde_json::to_string(&licence).map_err(|e| Fault::Schema(e.to_string()))?,
            version: i64::from(version),
        };
        if !tx.put_licence(&row)?.is_kept() {
            return Err(Turned::Fault(Fault::Overtaken));
        }
        self.note_status(tx, &row.licence_id, &licence, Instant { at_us: moment.at_us, day: moment.day })?;
        Ok(carried)
    }

    fn new_licence_names(&self, tx: &mut dyn Tx, today: Day) -> Result<(String, Code), Turned> {
        for draw in 0..LICENCE_DRAWS {
            let mut bytes = [0u8; 10];
            self.world.fill(&mut bytes);
            let room: u32 = if draw < LICENCE_DRAWS / 2 { 1_000_000 } else { 100_000_000 };
            let serial = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) % room;
            let number = licence::Number::new("CK", today.year(), serial)
                .map_err(|m| Turned::Fault(Fault::Schema(format!("licence numbers: {m:?}"))))?
                .to_string();
            let code = Code::from_random([bytes[4], bytes[5], bytes[6], bytes[7], bytes[8], bytes[9]]);
            if tx.licence_by_number(&number)?.is_none() && tx.licence_by_code(&code.letters())?.is_none() {
                return Ok((number, code));
            }
        }
        Err(Turned::Fault(Fault::TooBusy))
    }
}

pub(crate) fn read(row: &KeptLicence) -> Result<Licence, Turned> {
    serde_json::from_str(&row.written)
        .map_err(|e| Turned::Fault(Fault::Schema(format!("a licence cannot be read: {e}"))))
}

impl Office {
    fn licence_file(&self, row: KeptLicence) -> Result<LicenceFile, Turned> {
        let licence = read(&row)?;
        let state = CurrentState::of(&licence, self.today());
        Ok(LicenceFile { id: row.licence_id, case_id: row.case_id, subject: row.subject_id, licence, state })
    }

    pub async fn licence(&self, id: &str) -> Result<LicenceFile, Turned> {
        let id = id.to_owned();
        let row = self.0.store.read(move |tx| tx.licence(&id)?.ok_or(Turned::NotFound)).await?;
        self.licence_file(row)
    }

    /// The licence with this code, for anybody who holds the paper.
    pub async fn licence_by_code(&self, code: &Code) -> Result<LicenceFile, Turned> {
        let letters = code.letters();
        let row = self.0.store.read(move |tx| tx.licence_by_code(&letters)?.ok_or(Turned::NotFound)).await?;
        self.licence_file(row)
    }

    pub async fn licence_by_number(&self, number: &str) -> Result<LicenceFile, Turned> {
        let number = number.to_owned();
        let row = self.0.store.read(move |tx| tx.licence_by_number(&number)?.ok_or(Turned::NotFound)).await?;
        self.licence_file(row)
    }

    /// The licences of a person.
    pub async fn licences_of(&self, subject: &str) -> Result<Vec<LicenceFile>, Turned> {
        let subject = subject.to_owned();
        let rows = self.0.store.read(move |tx| tx.licences_of(&subject).map_err(Turned::from)).await?;
        rows.into_iter().map(|row| self.licence_file(row)).collect()
    }

    /// The signed text of the QR code: verifies without us.
    pub fn licence_qr(&self, licence: &Licence) -> Result<String, Turned> {
        qr_text(licence, &self.0.trust.origin, &self.0.key)
            .map_err(|e| Turned::Fault(Fault::Schema(format!("the code of a licence: {e:?}"))))
    }

    /// The A4 document, signed, in one language, with the credential inside.
    pub async fn licence_pdf(&self, kept: &LicenceFile, language: &str) -> Result<Rendered, Turned> {
        let credential = Attachment {
            name: "licence.sdjwt".to_owned(),
            media_type: "application/dc+sd-jwt".to_owned(),
            described_by: "credential",
            bytes: self.credential_file(&kept.id).await?.into_bytes(),
        };
        self.paper(&kept.licence, language, vec![credential], |paper| paper.pdf()).await
    }

    /// The A5 sticker for the window, signed.
    pub async fn licence_sticker(&self, licence: &Licence, language: &str) -> Result<Rendered, Turned> {
        self.paper(licence, language, Vec::new(), |paper| paper.sticker()).await
    }

    async fn paper(
        &self,
        licence: &Licence,
        language: &str,
        attachments: Vec<Attachment>,
        draw: impl FnOnce(Paper) -> Result<Rendered, RenderFault> + Send + 'static,
    ) -> Result<Rendered, Turned> {
        let qr_text = self.licence_qr(licence)?;
        let (inner, licence, language) = (self.0.clone(), licence.clone(), language.to_owned());
        let template = template(&self.0.catalogues.current().licence);
        let drawn = tokio::task::spawn_blocking(move || {
            draw(Paper {
                licence: &licence,
                template: &template,
                language: &language,
                qr_text: &qr_text,
                key: &inner.key,
                attachments: &attachments,
                typeface: Typeface::embedded()?,
            })
        });
        let drawn = drawn.await.map_err(|e| Turned::Fault(Fault::Schema(e.to_string())))?;
        drawn.map_err(|e| Turned::Fault(Fault::Schema(format!("the document of a licence: {e}"))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// Two rooms that may not know each other speak of the same blocks and words.
    #[test]
    fn definitions_and_paper_use_the_same_names() {
        fn names<T>(known: &[(&'static str, T)]) -> Vec<&'static str> {
            known.iter().map(|(name, _)| *name).collect()
        }
        assert_eq!(names(&licence::BLOCKS), catalogue::paper::BLOCKS);
        assert_eq!(names(&licence::FACT_LINES), catalogue::paper::FACT_LINES);
        assert_eq!(names(&licence::STICKER_BLOCKS), catalogue::paper::STICKER_BLOCKS);
        let sayings: Vec<&str> = licence::SAYINGS.iter().map(|(name, _, _)| *name).collect();
        assert_eq!(sayings, catalogue::paper::SAYINGS);
        for (name, en, zh) in licence::SAYINGS {
            let blanks = |text: &'static str| -> BTreeSet<&'static str> {
                text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
            };
            let known: BTreeSet<&str> = catalogue::paper::blanks(name).iter().copied().collect();
            assert!(blanks(en).is_subset(&known) && blanks(zh).is_subset(&known), "{name}");
        }
    }
}
