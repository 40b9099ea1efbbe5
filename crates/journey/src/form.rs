//! The one form: every fact that a rule, an evidence, a decision or an output needs, once, with who needs it and why.
//!
//! A fact that nobody names is not in the form; a fact that a register, a permit of the same plan or a computation gives is
//! shown, not asked.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, Citation, EvidenceId, Permit, PermitId, SectionId, Words};
use rules::{Condition, FactId, Ternary};

use crate::assess::{Prepared, inputs_of};
use crate::known::{Known, Origin};
use crate::outcome::{Assessment, Need};

/// The receipt for one asked fact: who needs it, what for, under which article.
#[derive(Clone, Debug)]
pub struct NeededBy {
    pub permit: PermitId,
    pub why: Wanted,
    pub law: Vec<Citation>,
}

/// What a fact is wanted for.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// The authority says why.
    ToDecide(Words),
    /// It decides whether the permit is needed.
    WhetherNeeded,
    /// A computed check of the officer reads it.
    Rule(Words),
    /// It says which authority decides, or whether a paper or a commitment is possible.
    Jurisdiction,
    /// It is printed on the licence.
    OnTheLicence,
    /// The last day for filing is counted back from it.
    FilingDay,
    /// It names the case or says where it is.
    TheCase,
}

#[derive(Clone, Debug)]
pub struct FormFact {
    pub fact: FactId,
    pub needed_by: Vec<NeededBy>,
    /// A permit of this plan gives it; then it is not asked.
    pub given_by: Option<PermitId>,
}

#[derive(Clone, Debug)]
pub struct FormSection {
    pub section: SectionId,
    pub facts: Vec<FormFact>,
}

/// One paper slot; all readers are named, so that one drawing serves them all.
#[derive(Clone, Debug)]
pub struct PaperNeed {
    pub evidence: EvidenceId,
    pub needed_by: Vec<NeededBy>,
    /// A register proves it: nothing to upload.
    pub proved_by_register: bool,
}

/// A commitment the law allows instead of proof.
#[derive(Clone, Debug)]
pub struct CommitmentOffer {
    pub permit: PermitId,
    pub chosen: bool,
}

/// The whole form for one plan.
#[derive(Clone, Debug)]
pub struct Form {
    pub sections: Vec<FormSection>,
    pub papers: Vec<PaperNeed>,
    pub commitments: Vec<CommitmentOffer>,
}

impl Form {
    /// The form for what is known; `commitments` are the permits for which the commitment is chosen.
    pub fn new(prepared: &Prepared, assessment: &Assessment, known: &Known, commitments: &[PermitId]) -> Form {
        let catalogue = prepared.catalogue();
        let full = known.completed(catalogue, prepared.on());
        let wanted: Vec<&PermitId> =
            assessment.permits.iter().filter(|p| p.need != Need::NotNeeded).map(|p| &p.permit).collect();
        let mut needs = Needs { catalogue, full: &full, by_fact: BTreeMap::new() };
        let mut offers = Vec::new();
        for id in &wanted {
            let Some(permit) = catalogue.permits.get(*id) else { continue };
            if let Some(offer) = &permit.commitment {
                if is_offered(permit, &full) {
                    offers.push(CommitmentOffer { permit: (*id).clone(), chosen: commitments.contains(id) });
                }
                needs.gated_by(offer.applies.as_ref(), id, Wanted::Jurisdiction, &offer.law);
            }
            needs.gated_by(Some(&permit.needed), id, Wanted::WhetherNeeded, &permit.needed_law);
            for need in &permit.needs {
                if need.applies.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False) {
                    needs.add(&need.fact, id, Wanted::ToDecide(need.why.clone()), &need.law);
                    needs.gated_by(need.applies.as_ref(), id, Wanted::Jurisdiction, &need.law);
                }
            }
            for rule in &permit.rules {
                if rule.applies.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False) {
                    let why = Wanted::Rule(rule.name.clone());
                    rule.must.facts().iter().for_each(|fact| needs.add(fact, id, why.clone(), &rule.law));
                    needs.gated_by(rule.applies.as_ref(), id, why, &rule.law);
                }
            }
            for special in &permit.decided_by {
                needs.gated_by(Some(&special.applies), id, Wanted::Jurisdiction, &special.law);
                if special.applies.holds(&full) == Ternary::True {
                    // The first case that holds decides; the later ones are not looked at.
                    break;
                }
            }
            for paper in &permit.evidence {
                needs.gated_by(paper.applies.as_ref(), id, Wanted::Jurisdiction, &paper.law);
            }
            for scope in &permit.grants.scope {
                needs.add(scope, id, Wanted::OnTheLicence, &permit.law);
            }
            if let catalogue::Validity::Until(fact) = &permit.grants.valid {
                needs.add(fact, id, Wanted::OnTheLicence, &permit.law);
            }
            if let Some(rule) = &permit.file_before {
                needs.add(&rule.fact, id, Wanted::FilingDay, &rule.law);
            }
        }
        // Every deciding office must know which case it has before it and where that is.
        for (event, id) in prepared.event().into_iter().flat_map(|event| wanted.iter().map(move |id| (event, id))) {
            for fact in [&event.title, &event.place, &catalogue.city.district_fact] {
                needs.add(fact, id, Wanted::TheCase, &[]);
            }
        }
        let given = given_by(catalogue, &wanted);
        let sections = in_sections(catalogue, needs.by_fact, &given);
        let papers = papers(catalogue, &wanted, &full, commitments);
        Form { sections, papers, commitments: offers }
    }

    /// Every fact of the form, in form order.
    pub fn facts(&self) -> impl Iterator<Item = &FormFact> {
        self.sections.iter().flat_map(|s| s.facts.iter())
    }

    pub fn section(&self, id: &SectionId) -> Option<&FormSection> {
        self.sections.iter().find(|s| &s.section == id)
    }

    /// Facts a person must type: not given, not from a register that answered, not computed.
    pub fn asked<'a>(&'a self, catalogue: &'a Catalogue, known: &'a Known) -> impl Iterator<Item = &'a FormFact> {
        self.facts().filter(move |f| {
            f.given_by.is_none()
                && !matches!(
                    known.get(&f.fact).map(|k| &k.origin),
                    Some(Origin::Register { .. } | Origin::Permit { .. } | Origin::Derived)
                )
                && catalogue.facts.contains_key(&f.fact)
        })
    }
}

struct Needs<'a> {
    catalogue: &'a Catalogue,
    full: &'a Known,
    by_fact: BTreeMap<FactId, Vec<NeededBy>>,
}

impl Needs<'_> {
    fn add(&mut self, fact: &FactId, permit: &PermitId, why: Wanted, law: &[Citation]) {
        let mut to_do = inputs_of(self.catalogue, fact);
        let mut seen = BTreeSet::new();
        while let Some(input) = to_do.pop() {
            let Some(definition) = self.catalogue.facts.get(&input) else { continue };
            if !seen.insert(input.clone()) {
                continue;
            }
            match definition.only_if.as_ref().map(|c| (c, c.holds(self.full))) {
                Some((_, Ternary::False)) => continue,
                // Whether it is asked at all hangs on facts that must then be asked too.
                Some((only_if, Ternary::Unknown)) => {
                    to_do.extend(only_if.facts().iter().flat_map(|f| inputs_of(self.catalogue, f)));
                }
                _ => {}
            }
            let needed = NeededBy { permit: permit.clone(), why: why.clone(), law: law.to_vec() };
            let list = self.by_fact.entry(input).or_default();
            match list.iter_mut().find(|n| &n.permit == permit) {
                // What the authority itself says is the better reason.
                Some(known) if matches!((&known.why, &why), (before, Wanted::ToDecide(_)) if !matches!(before, Wanted::ToDecide(_))) =>
                {
                    *known = needed;
                }
                Some(_) => {}
                None => list.push(needed),
            }
        }
    }

    /// The facts of a condition that says whether something applies: shown when answered, asked only while it is open.
    fn gated_by(&mut self, condition: Option<&Condition>, permit: &PermitId, why: Wanted, law: &[Citation]) {
        let Some(condition) = condition else { return };
        let open = condition.holds(self.full) == Ternary::Unknown;
        for fact in condition.facts() {
            if open || self.full.get(fact).is_some() {
                self.add(fact, permit, why.clone(), law);
            }
        }
    }
}

/// Whether the law lets this permit be granted on a commitment for what is known.
pub(crate) fn is_offered(permit: &Permit, full: &Known) -> bool {
    permit.commitment.as_ref().is_some_and(|c| c.applies.as_ref().is_none_or(|c| c.holds(full) == Ternary::True))
}

fn given_by(catalogue: &Catalogue, wanted: &[&PermitId]) -> BTreeMap<FactId, PermitId> {
    let mut given = BTreeMap::new();
    for id in wanted {
        if let Some(permit) = catalogue.permits.get(*id) {
            for fact in &permit.grants.gives {
                given.entry(fact.clone()).or_insert_with(|| (*id).clone());
            }
        }
    }
    given
}

fn in_sections(
    catalogue: &Catalogue,
    mut by_fact: BTreeMap<FactId, Vec<NeededBy>>,
    given: &BTreeMap<FactId, PermitId>,
) -> Vec<FormSection> {
    let mut sections: Vec<FormSection> =
        catalogue.sections.iter().map(|s| FormSection { section: s.id.clone(), facts: Vec::new() }).collect();
    for id in &catalogue.fact_order {
        let Some(needed_by) = by_fact.remove(id) else { continue };
        let Some(fact) = catalogue.facts.get(id) else { continue };
        let Some(home) = &fact.section else { continue };
        if let Some(section) = sections.iter_mut().find(|s| &s.section == home) {
            section.facts.push(FormFact { fact: id.clone(), needed_by, given_by: given.get(id).cloned() });
        }
    }
    sections.retain(|s| !s.facts.is_empty());
    sections
}

fn papers(catalogue: &Catalogue, wanted: &[&PermitId], full: &Known, commitments: &[PermitId]) -> Vec<PaperNeed> {
    let mut slots: Vec<PaperNeed> = Vec::new();
    for id in wanted {
        let Some(permit) = catalogue.permits.get(*id) else { continue };
        for paper in &permit.evidence {
            let applies = paper.applies.as_ref().is_none_or(|c| c.holds(full) == Ternary::True);
            let committed = paper.unless_commitment && commitments.contains(id) && is_offered(permit, full);
            if !applies || committed {
                continue;
            }
            let needed =
                NeededBy { permit: (*id).clone(), why: Wanted::ToDecide(paper.why.clone()), law: paper.law.clone() };
            match slots.iter_mut().find(|s| s.evidence == paper.evidence) {
                Some(slot) => slot.needed_by.push(needed),
                None => {
                    let proved = catalogue.evidence.get(&paper.evidence).is_some_and(|e| {
                        e.proved_by.as_ref().is_some_and(|fact| {
                            matches!(full.get(fact).map(|k| &k.origin), Some(Origin::Register { .. }))
                        })
                    });
                    slots.push(PaperNeed {
                        evidence: paper.evidence.clone(),
                        needed_by: vec![needed],
                        proved_by_register: proved,
                    });
                }
            }
        }
    }
    slots
}
