//! Which facts anything computes with: only their values can change what follows from a case.
//!
//! A name, a street or a telephone number is asked because an office must know it, and no rule looks at it. When only
//! such a value changes, everything that was computed stays as it is, whether or not the fact is there.

use std::collections::BTreeSet;
use std::mem::discriminant;

use catalogue::{Catalogue, Fact, Must, Permit, Validity};
use rules::{Condition, FactId, Value};

use crate::known::{Known, KnownFact};

/// Every fact whose value is read by a condition, a sentence or a count of days of this catalogue.
pub(crate) fn read_facts(catalogue: &Catalogue) -> BTreeSet<FactId> {
    let mut read = Read::default();
    catalogue.facts.values().for_each(|fact| read.fact(fact));
    catalogue.permits.values().for_each(|permit| read.permit(permit));
    catalogue.duties.values().for_each(|duty| read.condition(&duty.applies));
    catalogue.bans.values().for_each(|ban| read.condition(&ban.applies));
    catalogue.sectors.iter().for_each(|sector| read.condition(&sector.applies));
    read.facts
}

#[derive(Default)]
struct Read {
    facts: BTreeSet<FactId>,
}

impl Read {
    fn condition(&mut self, condition: &Condition) {
        self.facts.extend(condition.facts().iter().cloned());
    }

    fn maybe<'c>(&mut self, condition: impl Into<Option<&'c Condition>>) {
        if let Some(condition) = condition.into() {
            self.condition(condition);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        self.maybe(fact.derive.as_ref());
        self.maybe(fact.only_if.as_ref());
        fact.must.iter().for_each(|check| self.check(check));
        fact.items.iter().for_each(|item| self.fact(item));
    }

    fn check(&mut self, check: &Must) {
        self.maybe(check.applies.as_ref());
        self.condition(&check.must);
        for text in check.say.0.values() {
            let mut rest = text.as_str();
            while let Some((_, hole, after)) = crate::missing::next_hole(rest) {
                self.facts.insert(FactId::from(hole));
                rest = after;
            }
        }
    }

    fn permit(&mut self, permit: &Permit) {
        self.condition(&permit.needed);
        self.maybe(permit.commitment.as_ref().and_then(|c| c.applies.as_ref()));
        permit.needs.iter().for_each(|need| self.maybe(need.applies.as_ref()));
        for rule in &permit.rules {
            self.maybe(rule.applies.as_ref());
            self.condition(&rule.must);
        }
        permit.decided_by.iter().for_each(|special| self.condition(&special.applies));
        permit.evidence.iter().for_each(|paper| self.maybe(paper.applies.as_ref()));
        if let Validity::Until(fact) = &permit.grants.valid {
            self.facts.insert(fact.clone());
        }
        if let Some(rule) = &permit.file_before {
            self.facts.insert(rule.fact.clone());
        }
    }
}

/// Whether `b` knows the same facts from the same sources as `a`, with the same values wherever one is read.
pub(crate) fn no_difference(read: &BTreeSet<FactId>, a: &Known, b: &Known) -> bool {
    let same_fact = |(name, a): (&FactId, &KnownFact), (other, b): (&FactId, &KnownFact)| {
        name == other && a.origin == b.origin && (a.value == b.value || is_unread(read, name, &a.value, &b.value))
    };
    a.iter().count() == b.iter().count()
        && a.iter().zip(b.iter()).all(|(a, b)| same_fact(a, b))
        && a.skipped().eq(b.skipped())
}

/// Rows are always looked into: every row has items that may be missing.
fn is_unread(read: &BTreeSet<FactId>, name: &FactId, a: &Value, b: &Value) -> bool {
    discriminant(a) == discriminant(b) && !matches!(a, Value::Rows(_)) && !read.contains(name)
}
