//! After a decision: appeals, renewals, amendments, giving up. The office adds what definitions and law say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use casework::acts::{self, ToAmend, ToAppeal, ToRenew};
use casework::{Case, ChangeKind, Finding, Grant, Ground, Refusal, Who};
use catalogue::{AuthorityId, Catalogue, Citation, PermitId, Validity};
use journey::{FormMistake, Known, Need, Origin, Wanted};
use rules::{Day, FactId, Value};
use store::Tx;
use vault::Purpose;

use crate::carry::{Carried, Carrying, Once, SeenAt};
use crate::decide::words;
use crate::file::{CaseFile, Reader};
use crate::filing::{actor_of, purpose_of};
use crate::sealing::plain_value;
use crate::turned::Turned;
use crate::{Inner, Office};

/// What the authority above finds, before the office completes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Hearing {
    Upheld,
    /// Granted instead, under these conditions.
    Changed(Vec<String>),
    SentBack,
}

/// What an amendment comes to, before anybody signs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Amending {
    /// What is really different.
    pub facts: BTreeMap<FactId, Value>,
    /// Permits held that read any of it.
    pub permits: Vec<PermitId>,
    /// Permits it would need and the case has not.
    pub needs: Vec<PermitId>,
    /// What would have to be answered besides.
    pub missing: Vec<FormMistake>,
}

/// Until when a held permit can be renewed, as far as the calendars that are published say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenewalWindow {
    pub from: Day,
    pub until: Day,
    pub ends: Day,
}

impl Inner {
    /// Does what `act` says and, when the licence says something else afterwards, issues it in the same transaction.
    pub(crate) fn carry_and_issue(
        &self,
        tx: &mut dyn Tx,
        case_id: &str,
        once: Option<&Once>,
        by: &Who,
        act: impl FnOnce(&mut Carrying<'_>) -> Result<Vec<casework::Event>, Turned>,
    ) -> Result<Carried, Turned> {
        let mut carried = self.carry(tx, case_id, once, by, act)?;
        if !carried.repeated && carried.case.licence().is_some_and(|l| l.outdated) {
            let issued = self.issue(tx, carried.case)?;
            carried.case = issued.case;
            carried.events.extend(issued.events);
        }
        Ok(carried)
    }

    /// What a change gives: a renewal goes on where the old validity ends, an amendment leaves it as it is.
    pub(crate) fn changed_grant(
        &self,
        case: &Case,
        catalogue: &Catalogue,
        permit: &PermitId,
        conditions: Vec<String>,
    ) -> Result<Grant, Turned> {
        let definition = catalogue.permits.get(permit).ok_or(Turned::NotFound)?;
        let part = case.part(permit).ok_or(Turned::NotFound)?;
        let mut grant = part.grant().cloned().ok_or(Turned::NotFound)?;
        grant.conditions.extend(conditions);
        let renews = part.open_change().is_some_and(|change| change.kind == ChangeKind::Renewal);
        match (&definition.grants.valid, grant.valid_until) {
            (Validity::For(span), Some(ends)) if renews => {
                grant.valid_until = Some(catalogue.calendar.plus(ends.plus_days(1), *span).plus_days(-1));
            }
            // The end is a fact: where that changes, the end does.
            (Validity::Until(fact), _) => {
                let changed = case.amendment().and_then(|amendment| amendment.facts.get(fact));
                let day = changed.and_then(|answer| plain_value(catalogue, fact, &answer.kept));
                grant.valid_until = day.as_ref().and_then(Value::as_day).or(grant.valid_until);
            }
            _ => {}
        }
        Ok(grant)
    }

    fn renewing(catalogue: &Catalogue, permit: &PermitId) -> Result<ToRenew, Turned> {
        let definition = catalogue.permits.get(permit).ok_or(Turned::NotFound)?;
        Ok(ToRenew {
            from: definition.grants.renew_from,
            until: definition.grants.renew_until,
            law: definition.law.first().cloned(),
            silent: catalogue.city.procedure.renewal_law.clone(),
            ends_with: match &definition.grants.valid {
                Validity::Until(fact) => Some(fact.clone()),
                Validity::Open | Validity::For(_) => None,
            },
        })
    }

    fn amending(&self, file: &CaseFile, entries: &BTreeMap<FactId, Value>) -> Result<Amending, Turned> {
        let before = self.computed(file, file.on)?;
        let mut known = Known::clone(&file.known);
        let mut facts = BTreeMap::new();
        for (fact, value) in entries {
            if let Some(Origin::Register { register, .. }) = file.known.get(fact).map(|k| &k.origin) {
                return Err(Refusal::KnownByRegister { fact: fact.clone(), register: register.clone() }.into());
            }
            if !before.form.facts().any(|f| &f.fact == fact) {
                return Err(Turned::NotFound);
            }
            if file.known.value_of(fact) != Some(value) {
                known.tell(fact.clone(), value.clone(), Origin::Applicant);
                facts.insert(fact.clone(), value.clone());
            }
        }
        let mut changed = file.clone();
        changed.known = Arc::new(known);
        let after = self.computed(&changed, file.on)?;
        let banned: Vec<_> = after.assessment.banned().map(|b| b.ban.clone()).collect();
        if !banned.is_empty() {
            return Err(Turned::Banned(banned));
        }
        let decides = |why: &Wanted| !matches!(why, Wanted::WhetherNeeded | Wanted::TheCase | Wanted::FilingDay);
        let read_by: BTreeSet<PermitId> = before
            .form
            .facts()
            .filter(|f| facts.contains_key(&f.fact))
            .flat_map(|f| f.needed_by.iter().filter(|n| decides(&n.why)).map(|n| n.permit.clone()))
            .collect();
        let held = |permit: &PermitId| file.case.part(permit).is_some_and(|part| part.is_held());
        let needs = after.assessment.permits.iter().filter(|p| p.need == Need::Needed).map(|p| p.permit.clone());
        Ok(Amending {
            facts,
            permits: read_by.into_iter().filter(held).collect(),
            needs: needs.filter(|permit| file.case.part(permit).is_none()).collect(),
            missing: after.missing.into_iter().filter(|m| !before.missing.contains(m)).collect(),
        })
    }
}

impl Office {
    /// The applicant objects to a refusal; the authority above hears it within the law's time.
    pub async fn appeal(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        permit: PermitId,
        says: String,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let says = words(carrying, &format!("appeal.{permit}"), &says)?;
            let catalogue = carrying.catalogue.clone();
            let to = carrying.inner.superior_of(carrying.case, &catalogue, &permit);
            let to: AuthorityId = to.ok_or_else(|| Refusal::UnknownPermit { permit: permit.clone() })?;
            let appeals = catalogue.city.procedure.appeals.as_ref();
            let periods = appeals.map(|a| (a.within, a.decide, a.law.clone()));
            let deed = carrying.deed(&catalogue);
            Ok(acts::appeal(carrying.case, &deed, &permit, ToAppeal { says, to, periods })?)
        })
        .await
    }

    /// The authority above decides an appeal; a licence that is out is issued anew in the same transaction.
    #[expect(clippy::too_many_arguments, reason = "a decision is who, what, why and under which article")]
    pub async fn decide_appeal(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        seen: Option<SeenAt>,
        permit: PermitId,
        hearing: Hearing,
        reason: String,
        law: Citation,
    ) -> Result<Carried, Turned> {
        let (inner, id) = (self.0.clone(), case_id.to_owned());
        self.0
            .store
            .write(move |tx| {
                inner.carry_and_issue(tx, &id, once.as_ref(), &by, |carrying| {
                    carrying.must_have_seen(seen.as_ref())?;
                    let catalogue = carrying.catalogue.clone();
                    let finding = match hearing {
                        Hearing::Upheld => Finding::Upheld,
                        Hearing::SentBack => Finding::SentBack,
                        Hearing::Changed(conditions) => Finding::Changed(carrying.inner.grant_terms(
                            carrying.case,
                            &catalogue,
                            &permit,
                            conditions,
                            carrying.at.day,
                        )?),
                    };
                    let deed = carrying.deed(&catalogue);
                    Ok(acts::decide_appeal(carrying.case, &deed, &permit, finding, &reason, law)?)
                })
            })
            .await
    }

    /// When a held permit can be renewed; nothing when it has no end or the working days until then are not published.
    pub fn renewal_window(&self, case: &Case, catalogue: &Catalogue, permit: &PermitId) -> Option<RenewalWindow> {
        let ends = case.part(permit).filter(|part| part.is_held())?.grant()?.valid_until?;
        let grants = &catalogue.permits.get(permit)?.grants;
        let back = |span: Option<rules::Span>| span.map(|span| catalogue.calendar.before(ends, span)).transpose().ok();
        let from = back(grants.renew_from)?.unwrap_or(case.filing()?.at.day);
        Some(RenewalWindow { from, until: back(grants.renew_until)?.unwrap_or(ends), ends })
    }

    /// The holder asks for a permit to be renewed: nothing is asked again.
    pub async fn renew(&self, case_id: &str, once: Option<Once>, by: Who, permit: PermitId) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let catalogue = carrying.catalogue.clone();
            let rules = Inner::renewing(&catalogue, &permit)?;
            let deed = carrying.deed(&catalogue);
            Ok(acts::renew(carrying.case, &deed, &permit, rules)?)
        })
        .await
    }

    /// What a change of facts would come to, for the page that asks before it is sent. The facts are opened for `reader`.
    pub async fn amending(
        &self,
        case_id: &str,
        reader: Reader,
        entries: BTreeMap<FactId, Value>,
    ) -> Result<Amending, Turned> {
        let file = self.open_file(case_id, reader).await?;
        self.0.amending(&file, &entries)
    }

    /// The holder says what is different from now on; whoever reads it decides.
    pub async fn amend(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        entries: BTreeMap<FactId, Value>,
    ) -> Result<Carried, Turned> {
        let (inner, id) = (self.0.clone(), case_id.to_owned());
        self.0
            .store
            .write(move |tx| {
                inner.carry_and_issue(tx, &id, once.as_ref(), &by, |carrying| {
                    let purpose = Purpose::in_case(purpose_of(&carrying.by), id.clone());
                    let reader = Reader { actor: actor_of(&carrying.by), purpose, facts: None };
                    let file = carrying.inner.opened_file(carrying.tx, Arc::new(carrying.case.clone()), &reader)?;
                    let amending = carrying.inner.amending(&file, &entries)?;
                    // What is needed besides would be another case: said before what is missing for it.
                    if !amending.missing.is_empty() && amending.needs.is_empty() {
                        return Err(Turned::Incomplete(amending.missing));
                    }
                    let catalogue = carrying.catalogue.clone();
                    let applicant = carrying.applicant();
                    let mut facts = BTreeMap::new();
                    for (fact, value) in &amending.facts {
                        let sealing = carrying.inner.sealing(&catalogue, &id, &applicant);
                        facts.insert(fact.clone(), sealing.answer(carrying.tx, fact, value, Origin::Applicant)?);
                    }
                    let deed = carrying.deed(&catalogue);
                    let to_amend = ToAmend { facts, permits: amending.permits, needs: amending.needs };
                    Ok(acts::amend(carrying.case, &deed, to_amend)?)
                })
            })
            .await
    }

    /// The authority agrees to a change; the licence follows in the same transaction when it takes effect.
    pub async fn grant_change(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        seen: Option<SeenAt>,
        permit: PermitId,
        conditions: Vec<String>,
    ) -> Result<Carried, Turned> {
        let (inner, id) = (self.0.clone(), case_id.to_owned());
        self.0
            .store
            .write(move |tx| {
                inner.carry_and_issue(tx, &id, once.as_ref(), &by, |carrying| {
                    carrying.must_have_seen(seen.as_ref())?;
                    let catalogue = carrying.catalogue.clone();
                    let grant = carrying.inner.changed_grant(carrying.case, &catalogue, &permit, conditions)?;
                    let deed = carrying.deed(&catalogue);
                    Ok(acts::grant_change(carrying.case, &deed, &permit, grant)?)
                })
            })
            .await
    }

    pub async fn refuse_change(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        seen: Option<SeenAt>,
        permit: PermitId,
        ground: Ground,
    ) -> Result<Carried, Turned> {
        self.carry_out_seen(case_id, once, by, seen, move |case, deed| acts::refuse_change(case, deed, &permit, ground))
            .await
    }

    /// The holder gives up one permit, or closes the business: every part in one go.
    pub async fn give_up(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        permit: Option<PermitId>,
        from: Option<Day>,
    ) -> Result<Carried, Turned> {
        self.take_measure(case_id, once, by, None, move |case, deed| acts::give_up(case, deed, permit.as_ref(), from))
            .await
    }
}
