//! The one form: every fact that a rule, an evidence, a decision or an output needs, once, with who needs it and why.
//!
//! A fact that nobody names is not in the form; a fact that a register, a permit of the same plan or a computation gives is
//! shown, not asked.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{Catalogue, Citation, EvidenceId, Fact, PermitId, SectionId, Words};
use rules::{Condition, Day, FactId, Ternary, Value};

use crate::assess::{inputs_of, Assessment, Need, Prepared};
use crate::known::Known;

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

/// Why a form cannot be filed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormMistake {
    MissingFact { fact: FactId },
    /// An item of a row is missing; rows count from zero.
    MissingItem { fact: FactId, row: usize, item: String },
    MissingPaper { evidence: EvidenceId },
    /// A cross-check fails; `say` has the sentence with `{fact}` already replaced by values.
    CrossCheck { fact: FactId, say: Words },
    TooFewRows { fact: FactId, least: u32 },
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
            let chosen = commitments.contains(id);
            if let Some(offer) = &permit.commitment {
                if offer.applies.as_ref().is_none_or(|c| c.holds(&full) == Ternary::True) {
                    offers.push(CommitmentOffer { permit: (*id).clone(), chosen });
                }
                needs.read_by(offer.applies.as_ref(), id, Wanted::Jurisdiction, &offer.law);
            }
            needs.read_by(Some(&permit.needed), id, Wanted::WhetherNeeded, &permit.needed_law);
            for need in &permit.needs {
                if need.applies.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False) {
                    needs.add(&need.fact, id, Wanted::ToDecide(need.why.clone()), &need.law);
                    needs.read_by(need.applies.as_ref(), id, Wanted::Jurisdiction, &need.law);
                }
            }
            for rule in &permit.rules {
                if rule.applies.as_ref().is_none_or(|c| c.holds(&full) != Ternary::False) {
                    needs.read_by(Some(&rule.must), id, Wanted::Rule(rule.name.clone()), &rule.law);
                    needs.read_by(rule.applies.as_ref(), id, Wanted::Rule(rule.name.clone()), &rule.law);
                }
            }
            for special in &permit.decided_by {
                needs.read_by(Some(&special.applies), id, Wanted::Jurisdiction, &special.law);
            }
            for paper in &permit.evidence {
                needs.read_by(paper.applies.as_ref(), id, Wanted::Jurisdiction, &paper.law);
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
        if let (Some(event), Some(first)) = (prepared.event(), wanted.first()) {
            for fact in [&event.title, &event.place, &catalogue.city.district_fact] {
                needs.add(fact, first, Wanted::TheCase, &[]);
            }
        }
        // Questions already answered that decided against a permit stay visible, so that they can be changed.
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
                && !matches!(known.get(&f.fact).map(|k| &k.origin), Some(crate::Origin::Register { .. }))
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
        for input in inputs_of(self.catalogue, fact) {
            let Some(definition) = self.catalogue.facts.get(&input) else { continue };
            if definition.only_if.as_ref().is_some_and(|c| c.holds(self.full) == Ternary::False) {
                continue;
            }
            let list = self.by_fact.entry(input).or_default();
            let same = |n: &NeededBy| &n.permit == permit;
            let stronger = matches!(why, Wanted::ToDecide(_));
            match list.iter().position(same) {
                Some(at) if stronger => {
                    list[at] = NeededBy { permit: permit.clone(), why: why.clone(), law: law.to_vec() };
                }
                Some(_) => {}
                None => list.push(NeededBy { permit: permit.clone(), why: why.clone(), law: law.to_vec() }),
            }
        }
    }

    fn read_by(&mut self, condition: Option<&Condition>, permit: &PermitId, why: Wanted, law: &[Citation]) {
        let Some(condition) = condition else { return };
        for fact in condition.facts().clone() {
            // What decides whether a permit is needed is asked by the questionnaire only while it matters;
            // the form repeats it only when it was answered or can still change the outcome.
            let matters = match why {
                Wanted::WhetherNeeded => self.full.get(&fact).is_some() || condition.holds(self.full) == Ternary::Unknown,
                _ => true,
            };
            if matters {
                self.add(&fact, permit, why.clone(), law);
            }
        }
    }
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
            let committed = paper.unless_commitment && commitments.contains(id);
            if !applies || committed {
                continue;
            }
            let needed = NeededBy {
                permit: (*id).clone(),
                why: Wanted::ToDecide(paper.why.clone()),
                law: paper.law.clone(),
            };
            match slots.iter_mut().find(|s| s.evidence == paper.evidence) {
                Some(slot) => slot.needed_by.push(needed),
                None => {
                    let proved = catalogue.evidence.get(&paper.evidence).is_some_and(|e| {
                        e.proved_by.as_ref().is_some_and(|fact| {
                            matches!(full.get(fact).map(|k| &k.origin), Some(crate::Origin::Register { .. }))
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

/// Everything that keeps a form from being filed, all at once. `papers`: evidence types that are there.
pub fn missing(
    catalogue: &Catalogue,
    form: &Form,
    known: &Known,
    papers: &BTreeSet<EvidenceId>,
    on: Day,
) -> Vec<FormMistake> {
    let full = known.completed(catalogue, on);
    let mut mistakes = Vec::new();
    for item in form.facts().filter(|f| f.given_by.is_none()) {
        let Some(fact) = catalogue.facts.get(&item.fact) else { continue };
        match known.value_of(&item.fact) {
            None if fact.optional => {}
            None => mistakes.push(FormMistake::MissingFact { fact: item.fact.clone() }),
            Some(Value::Rows(rows)) => rows_missing(fact, rows, &mut mistakes),
            Some(_) => {}
        }
        mistakes.extend(cross_checks(catalogue, fact, &full));
    }
    for slot in form.papers.iter().filter(|p| !p.proved_by_register) {
        if !papers.contains(&slot.evidence) {
            mistakes.push(FormMistake::MissingPaper { evidence: slot.evidence.clone() });
        }
    }
    mistakes
}

fn rows_missing(fact: &Fact, rows: &[rules::Row], mistakes: &mut Vec<FormMistake>) {
    let least = fact.min.and_then(|m| u32::try_from(m.trunc().mantissa()).ok()).unwrap_or(0);
    if (rows.len() as u64) < u64::from(least) {
        mistakes.push(FormMistake::TooFewRows { fact: fact.id.clone(), least });
    }
    for (number, row) in rows.iter().enumerate() {
        for item in fact.items.iter().filter(|i| !i.optional) {
            if !row.contains_key(item.id.as_str()) {
                let item = item.id.to_string();
                mistakes.push(FormMistake::MissingItem { fact: fact.id.clone(), row: number, item });
            }
        }
    }
}

/// The cross-checks of one fact that fail for what is known.
pub fn cross_checks(catalogue: &Catalogue, fact: &Fact, full: &Known) -> Vec<FormMistake> {
    fact.must
        .iter()
        .filter(|m| m.applies.as_ref().is_none_or(|c| c.holds(full) == Ternary::True))
        .filter(|m| m.must.holds(full) == Ternary::False)
        .map(|m| FormMistake::CrossCheck { fact: fact.id.clone(), say: filled(catalogue, &m.say, full) })
        .collect()
}

/// Replaces `{fact}` in words by the value that is known.
fn filled(catalogue: &Catalogue, words: &Words, full: &Known) -> Words {
    let fill = |text: &String| {
        let mut out = text.clone();
        for (id, known) in full.iter() {
            let hole = format!("{{{id}}}");
            if out.contains(&hole) && !catalogue.facts.get(id).is_some_and(|f| f.personal) {
                out = out.replace(&hole, &crate::printed::plain(&known.value));
            }
        }
        out
    };
    Words(words.0.iter().map(|(language, text)| (language.clone(), fill(text))).collect())
}
