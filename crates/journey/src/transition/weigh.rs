//! From two laws to what differs in them, and from that to what it means for one plan.

use std::borrow::Cow;
use std::collections::BTreeSet;

use catalogue::{EventId, EvidenceId, Kind, Permit, PermitId, Validity};
use rules::{Condition, FactId, Span, Ternary};
use rust_decimal::Decimal;

use super::law::{Asked, Law, Ruled, redefined, same};
use super::{Clock, Crossing, Difference, Transition, UnderWay, What};
use crate::known::Known;
use crate::listed::is_personal;

/// A condition in both laws; nothing where the thing is not there on the day.
pub(super) struct Either {
    name: String,
    old: Option<Ruled>,
    new: Option<Ruled>,
}

/// A paper, with when it is wanted.
struct Wanted {
    evidence: EvidenceId,
    applies: Option<Ruled>,
    unless_commitment: bool,
}

/// What any permit of a law asks for and gives while it is needed; a fact that is given is not asked.
pub(super) struct Asking {
    needed: Ruled,
    asked: Vec<Asked>,
    gives: Vec<FactId>,
}

/// What one law says of a permit.
struct Side {
    needed: Ruled,
    asked: Vec<Asked>,
    papers: Vec<Wanted>,
    /// Whether a commitment is offered, while there is one at all.
    offer: Option<Option<Ruled>>,
    promise: Span,
    promise_committed: Option<Span>,
    limit: Span,
    extension: Option<Span>,
    /// Outer none: until a day that a fact says. Inner none: without an end.
    validity: Option<Option<Span>>,
    fee: Decimal,
    visit: bool,
}

/// A permit in both laws.
pub(super) struct Permits {
    id: PermitId,
    old: Option<Side>,
    new: Option<Side>,
    needed_differs: bool,
    asked_differs: bool,
    papers_differ: bool,
    /// For whom a rule of this name is broken.
    rules: Vec<Either>,
}

fn side(law: &Law, event: &EventId, permit: &Permit) -> Side {
    let maybe = |condition: &Option<Condition>| condition.as_ref().map(|condition| law.rule(condition));
    let papers = permit.evidence.iter().map(|paper| Wanted {
        evidence: paper.evidence.clone(),
        applies: maybe(&paper.applies),
        unless_commitment: paper.unless_commitment,
    });
    Side {
        needed: law.rule(&permit.needed),
        asked: law.asked(event, permit),
        papers: papers.collect(),
        offer: permit.commitment.as_ref().map(|offer| maybe(&offer.applies)),
        promise: permit.decide.promise,
        promise_committed: permit.commitment.as_ref().map(|offer| offer.promise),
        limit: permit.decide.within,
        extension: permit.decide.extend,
        validity: match permit.grants.valid {
            Validity::For(span) => Some(Some(span)),
            Validity::Open => Some(None),
            Validity::Until(_) => None,
        },
        fee: permit.fee,
        visit: permit.visit,
    }
}

fn broken(law: &Law, permit: Option<&Permit>, id: &str) -> Option<Ruled> {
    let rule = permit?.rules.iter().find(|rule| rule.id == id)?;
    let yes = Condition::constant(rules::Value::Bool(true), rules::Type::Bool);
    Some(law.rule(&rule.applies.as_ref().unwrap_or(&yes).but_not(&rule.must)))
}

/// The names in either list, each once, first those of the new one.
fn both<'a, T: PartialEq + 'a>(old: impl Iterator<Item = &'a T>, new: impl Iterator<Item = &'a T>) -> Vec<&'a T> {
    let mut all: Vec<&T> = Vec::new();
    for one in new.chain(old) {
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

impl Permits {
    fn of(old: &Law, new: &Law, event: &EventId, id: &PermitId, redefined: &BTreeSet<FactId>) -> Option<Permits> {
        let (was, is) = (old.permit(event, id), new.permit(event, id));
        let mut rules = Vec::new();
        let names = |permit: Option<&Permit>| permit.map(|p| p.rules.iter().map(|r| r.id.clone()).collect::<Vec<_>>());
        let (old_names, new_names) = (names(was).unwrap_or_default(), names(is).unwrap_or_default());
        for name in both(old_names.iter(), new_names.iter()) {
            let either = Either { name: name.clone(), old: broken(old, was, name), new: broken(new, is, name) };
            if !same(either.old.as_ref(), either.new.as_ref(), redefined) {
                rules.push(either);
            }
        }
        let (was, is) = (was.map(|p| side(old, event, p)), is.map(|p| side(new, event, p)));
        let (needed_differs, asked_differs, papers_differ, terms_differ) = match (&was, &is) {
            (None, None) => return None,
            (Some(was), Some(is)) => (
                !was.needed.is_as(&is.needed, redefined),
                !all_as(&was.asked, &is.asked, |a, b| a.is_as(b, redefined)),
                !all_as(&was.papers, &is.papers, |a, b| a.is_as(b, redefined)) || !was.offers_as(is, redefined),
                was.terms() != is.terms() || !was.offers_as(is, redefined),
            ),
            _ => (true, true, true, true),
        };
        let differs = needed_differs || asked_differs || papers_differ || terms_differ || !rules.is_empty();
        let id = id.clone();
        differs.then_some(Permits { id, old: was, new: is, needed_differs, asked_differs, papers_differ, rules })
    }

    fn reads(&self, old: &Law, new: &Law, reads: &mut BTreeSet<FactId>) {
        for (side, law) in [(&self.old, old), (&self.new, new)] {
            if let Some(side) = side {
                side.needed.reads(law, reads);
                let gates = side.asked.iter().filter(|_| self.asked_differs).flat_map(|a| [&a.applies, &a.only_if]);
                let papers = side.papers.iter().filter(|_| self.papers_differ).map(|paper| &paper.applies);
                let offers = side.offer.iter();
                gates.chain(papers).chain(offers).flatten().for_each(|ruled| ruled.reads(law, reads));
            }
        }
        for rule in &self.rules {
            rule.reads(old, new, reads);
        }
    }
}

fn all_as<T>(one: &[T], other: &[T], is_as: impl Fn(&T, &T) -> bool) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| is_as(a, b))
}

impl Asking {
    fn reads(&self, law: &Law, reads: &mut BTreeSet<FactId>) {
        self.needed.reads(law, reads);
        let gates = self.asked.iter().flat_map(|asked| [&asked.applies, &asked.only_if]);
        gates.flatten().for_each(|gate| gate.reads(law, reads));
    }
}

impl Wanted {
    fn is_as(&self, other: &Wanted, redefined: &BTreeSet<FactId>) -> bool {
        self.evidence == other.evidence
            && self.unless_commitment == other.unless_commitment
            && same(self.applies.as_ref(), other.applies.as_ref(), redefined)
    }
}

impl Side {
    fn offers_as(&self, other: &Side, redefined: &BTreeSet<FactId>) -> bool {
        match (&self.offer, &other.offer) {
            (None, None) => true,
            (Some(one), Some(other)) => same(one.as_ref(), other.as_ref(), redefined),
            _ => false,
        }
    }

    #[allow(clippy::type_complexity, reason = "only to be compared")]
    fn terms(&self) -> (Span, Option<Span>, Span, Option<Span>, Option<Option<Span>>, Decimal, bool) {
        let lengths = (self.promise, self.promise_committed, self.limit, self.extension);
        (lengths.0, lengths.1, lengths.2, lengths.3, self.validity, self.fee.normalize(), self.visit)
    }

    /// Whether the plan stands on a commitment that this law offers.
    fn is_committed(&self, law: &Law, is_chosen: bool, known: &Known) -> bool {
        let offered = self
            .offer
            .as_ref()
            .is_some_and(|offer| offer.as_ref().is_none_or(|applies| law.truth(applies, known) == Ternary::True));
        is_chosen && offered
    }

    fn papers(&self, law: &Law, is_committed: bool, known: &Known) -> Vec<&EvidenceId> {
        let is_wanted = |paper: &&Wanted| {
            paper.applies.as_ref().is_none_or(|applies| law.truth(applies, known) == Ternary::True)
                && !(paper.unless_commitment && is_committed)
        };
        self.papers.iter().filter(is_wanted).map(|paper| &paper.evidence).collect()
    }
}

/// The facts that permits of the plan give.
fn given<'a>(all: &'a [Asking], law: &Law, known: &Known) -> BTreeSet<&'a FactId> {
    let giving = all.iter().filter(|asking| !asking.gives.is_empty());
    giving.filter(|asking| law.truth(&asking.needed, known) != Ternary::False).flat_map(|a| &a.gives).collect()
}

/// What is asked for and not known.
fn missing(asked: &[Asked], law: &Law, known: &Known, found: &mut BTreeSet<FactId>) {
    for asked in asked.iter().filter(|a| !a.is_optional && known.get(&a.fact).is_none()) {
        let mut open = BTreeSet::new();
        let mut is_asked = true;
        for gate in [&asked.applies, &asked.only_if].into_iter().flatten() {
            match law.truth(gate, known) {
                Ternary::True => {}
                Ternary::False => is_asked = false,
                Ternary::Unknown => law.open(gate, known, &mut open),
            }
        }
        match (is_asked, open.is_empty()) {
            (false, _) => {}
            (true, true) => found.extend([asked.fact.clone()]),
            (true, false) => found.extend(open),
        }
    }
}

impl Either {
    fn differing<'a>(
        (old, new): (&Law, &Law),
        redefined: &BTreeSet<FactId>,
        was: impl Iterator<Item = (String, &'a Condition)>,
        is: impl Iterator<Item = (String, &'a Condition)>,
    ) -> Vec<Either> {
        let mut all: Vec<Either> =
            is.map(|(name, applies)| Either { name, old: None, new: Some(new.rule(applies)) }).collect();
        for (name, applies) in was {
            let ruled = Some(old.rule(applies));
            match all.iter_mut().find(|either| either.name == name) {
                Some(either) => either.old = ruled,
                None => all.push(Either { name, old: ruled, new: None }),
            }
        }
        all.retain(|either| !same(either.old.as_ref(), either.new.as_ref(), redefined));
        all
    }

    fn reads(&self, old: &Law, new: &Law, reads: &mut BTreeSet<FactId>) {
        self.old.iter().for_each(|ruled| ruled.reads(old, reads));
        self.new.iter().for_each(|ruled| ruled.reads(new, reads));
    }
}

pub(super) fn crossing(old: Law, new: Law, event: &EventId) -> Crossing {
    let redefined = redefined(&old, &new);
    let listed = |law: &Law| law.catalogue.events.get(event).cloned();
    let (was, is) = (listed(&old), listed(&new));
    let ids = |event: &Option<catalogue::Event>| event.as_ref().map(|e| e.permits.clone()).unwrap_or_default();
    let (old_ids, new_ids) = (ids(&was), ids(&is));
    let permits: Vec<Permits> = both(old_ids.iter(), new_ids.iter())
        .into_iter()
        .filter_map(|id| Permits::of(&old, &new, event, id, &redefined))
        .collect();
    let duties = |law: &'_ Law, event: &Option<catalogue::Event>| -> Vec<(String, Condition)> {
        let listed = |duty: &&catalogue::Duty| event.as_ref().is_some_and(|e| e.duties.contains(&duty.id));
        law.catalogue.duties_on(law.on).filter(listed).map(|d| (d.id.to_string(), d.applies.clone())).collect()
    };
    let bans = |law: &'_ Law, event: &Option<catalogue::Event>| -> Vec<(String, Condition)> {
        let listed = |ban: &&catalogue::Ban| event.as_ref().is_some_and(|e| e.bans.contains(&ban.id));
        law.catalogue.bans_on(law.on).filter(listed).map(|b| (b.id.to_string(), b.applies.clone())).collect()
    };
    let differing = |was: Vec<(String, Condition)>, is: Vec<(String, Condition)>| {
        let (was, is) = (was.iter().map(|(n, c)| (n.clone(), c)), is.iter().map(|(n, c)| (n.clone(), c)));
        Either::differing((&old, &new), &redefined, was, is)
    };
    let duties = differing(duties(&old, &was), duties(&new, &is));
    let bans = differing(bans(&old, &was), bans(&new, &is));
    let asking = |law: &Law, ids: &[PermitId]| -> Vec<Asking> {
        let permits = ids.iter().filter_map(|id| law.permit(event, id));
        permits
            .map(|permit| Asking {
                needed: law.rule(&permit.needed),
                asked: law.asked(event, permit),
                gives: permit.grants.gives.clone(),
            })
            .collect()
    };
    let asking = (asking(&old, &old_ids), asking(&new, &new_ids));
    let mut reads = BTreeSet::new();
    if permits.iter().any(|permit| permit.asked_differs) {
        for (law, asking) in [(&old, &asking.0), (&new, &asking.1)] {
            asking.iter().for_each(|asking| asking.reads(law, &mut reads));
        }
    }
    permits.iter().for_each(|permit| permit.reads(&old, &new, &mut reads));
    duties.iter().chain(&bans).for_each(|either| either.reads(&old, &new, &mut reads));
    let is_sealed = |fact: &&FactId| old.catalogue.facts.get(*fact).is_some_and(is_personal);
    reads.extend(redefined.iter().filter(is_sealed).cloned());
    Crossing { event: event.clone(), permits, duties, bans, asking, redefined, reads, old, new }
}

impl Crossing {
    /// What the new law would mean for one plan.
    pub fn of(&self, plan: &UnderWay<'_>) -> Transition {
        let mut found = Transition { differences: Vec::new(), needs: BTreeSet::new() };
        if self.is_gone() {
            found.note(Kind::Event, self.event.as_str(), What::Gone);
            return found;
        }
        if self.changes_nothing() {
            return found;
        }
        let weighing = Weighing { crossing: self, plan, then: plan.known, now: self.fitting(plan.known) };
        weighing.permits(&mut found);
        for duty in &self.duties {
            // Nobody is asked for a duty alone: while it is open it is shown as one that may apply.
            weighing.either(Kind::Duty, duty, &mut found, false);
        }
        for ban in &self.bans {
            weighing.either(Kind::Ban, ban, &mut found, true);
        }
        // What nobody may answer, because it is computed or given, is not a fact to ask for.
        found.needs.retain(|fact| self.new.catalogue.facts.get(fact).is_some_and(|fact| fact.derive.is_none()));
        found
    }

    /// What is known, without values that the new law does not have.
    fn fitting<'k>(&self, known: &'k Known) -> Cow<'k, Known> {
        let is_unfit = |fact: &&FactId| known.value_of(fact).is_some_and(|value| !self.new.fits(fact, value));
        let unfit: Vec<&FactId> = self.redefined.iter().filter(is_unfit).collect();
        let mut fitting = Cow::Borrowed(known);
        for fact in unfit {
            fitting.to_mut().forget(fact);
        }
        fitting
    }
}

impl Transition {
    fn note(&mut self, kind: Kind, name: &str, what: What) {
        self.differences.push(Difference { kind, name: name.to_owned(), what });
    }
}

/// One plan on the scales.
struct Weighing<'a> {
    crossing: &'a Crossing,
    plan: &'a UnderWay<'a>,
    then: &'a Known,
    now: Cow<'a, Known>,
}

impl Weighing<'_> {
    fn either(&self, kind: Kind, either: &Either, found: &mut Transition, is_asked: bool) {
        let (old, new) = (&self.crossing.old, &self.crossing.new);
        let was = either.old.as_ref().map_or(Ternary::False, |ruled| old.truth(ruled, self.then));
        let is = either.new.as_ref().map_or(Ternary::False, |ruled| new.truth(ruled, &self.now));
        match (was, is) {
            (Ternary::False, Ternary::True) => found.note(kind, &either.name, What::Came),
            (Ternary::True, Ternary::False) => found.note(kind, &either.name, What::Gone),
            (Ternary::True | Ternary::False, Ternary::Unknown) if is_asked => {
                either.new.iter().for_each(|ruled| new.open(ruled, &self.now, &mut found.needs));
            }
            _ => {}
        }
    }

    fn permits(&self, found: &mut Transition) {
        let (old, new) = (&self.crossing.old, &self.crossing.new);
        let mut wants = BTreeSet::new();
        let live = self.crossing.permits.iter().filter(|permit| !self.plan.settled.contains(&permit.id));
        for permit in live {
            let truth = |law: &Law, side: &Option<Side>, known: &Known| {
                side.as_ref().map_or(Ternary::False, |side| law.truth(&side.needed, known))
            };
            let was = truth(old, &permit.old, self.then);
            let is = if permit.needed_differs { truth(new, &permit.new, &self.now) } else { was };
            let name = permit.id.as_str();
            match (was, is) {
                // Planned for while it was open: only that it is not needed is news.
                (Ternary::False, Ternary::True) => found.note(Kind::Permit, name, What::Came),
                (Ternary::True | Ternary::Unknown, Ternary::False) => found.note(Kind::Permit, name, What::Gone),
                (Ternary::True | Ternary::False, Ternary::Unknown) => {
                    permit.new.iter().for_each(|side| new.open(&side.needed, &self.now, &mut found.needs));
                }
                _ => {}
            }
            if is == Ternary::False || is == Ternary::Unknown && was == Ternary::False {
                continue;
            }
            let (was_side, Some(is_side)) = (permit.old.as_ref().filter(|_| was != Ternary::False), &permit.new) else {
                continue;
            };
            if permit.asked_differs || was_side.is_none() {
                missing(&is_side.asked, new, &self.now, &mut wants);
            }
            if let Some(was_side) = was_side {
                self.permit(permit, was_side, is_side, found);
            }
        }
        // What a permit of the plan gives is not asked, and what the former law wanted as well is no news.
        if !wants.is_empty() {
            let (before, after) = &self.crossing.asking;
            let (gave, gives) = (given(before, old, self.then), given(after, new, &self.now));
            let mut wanted = BTreeSet::new();
            for asking in before.iter().filter(|asking| old.truth(&asking.needed, self.then) != Ternary::False) {
                missing(&asking.asked, old, self.then, &mut wanted);
            }
            wanted.retain(|fact| !gave.contains(fact));
            found.needs.extend(wants.into_iter().filter(|fact| !wanted.contains(fact) && !gives.contains(fact)));
        }
    }

    /// A permit that is needed under both.
    fn permit(&self, permit: &Permits, was: &Side, is: &Side, found: &mut Transition) {
        let (old, new) = (&self.crossing.old, &self.crossing.new);
        let name = permit.id.as_str();
        for rule in &permit.rules {
            let broke = rule.old.as_ref().map_or(Ternary::False, |ruled| old.truth(ruled, self.then));
            let breaks = rule.new.as_ref().map_or(Ternary::False, |ruled| new.truth(ruled, &self.now));
            match (broke, breaks) {
                (Ternary::True, Ternary::True) => {}
                (_, Ternary::True) => found.note(Kind::Permit, name, What::Breaks { rule: rule.name.clone() }),
                (Ternary::True, Ternary::False) => {
                    found.note(Kind::Permit, name, What::Keeps { rule: rule.name.clone() });
                }
                (Ternary::True | Ternary::False, Ternary::Unknown) => {
                    rule.new.iter().for_each(|ruled| new.open(ruled, &self.now, &mut found.needs));
                }
                _ => {}
            }
        }
        let is_chosen = self.plan.commitments.contains(&permit.id);
        let committed = (was.is_committed(old, is_chosen, self.then), is.is_committed(new, is_chosen, &self.now));
        if committed == (true, false) {
            found.note(Kind::Permit, name, What::NoCommitment);
        }
        if permit.papers_differ {
            let (before, after) = (was.papers(old, committed.0, self.then), is.papers(new, committed.1, &self.now));
            for evidence in both(before.iter().copied(), after.iter().copied()) {
                let is_wanted = after.contains(&evidence);
                let is_there = self.plan.papers.contains(evidence);
                if before.contains(&evidence) != is_wanted && !(is_wanted && is_there) {
                    found.note(Kind::Permit, name, What::Paper { evidence: evidence.clone(), is_wanted });
                }
            }
        }
        let promise =
            |side: &Side, committed: bool| side.promise_committed.filter(|_| committed).unwrap_or(side.promise);
        let promises = (Some(promise(was, committed.0)), Some(promise(is, committed.1)));
        self.clock(name, Clock::Promise, promises, found);
        self.clock(name, Clock::Limit, (Some(was.limit), Some(is.limit)), found);
        self.clock(name, Clock::Extension, (was.extension, is.extension), found);
        if let (Some(before), Some(after)) = (was.validity, is.validity) {
            self.clock(name, Clock::Validity, (before, after), found);
        }
        if was.fee != is.fee {
            found.note(Kind::Permit, name, What::Fee { before: was.fee, after: is.fee });
        }
        let visits = (was.visit && !committed.0, is.visit && !committed.1);
        if visits.0 != visits.1 {
            found.note(Kind::Permit, name, What::Visit { comes: visits.1 });
        }
    }

    fn clock(&self, name: &str, clock: Clock, (before, after): (Option<Span>, Option<Span>), found: &mut Transition) {
        if before == after {
            return;
        }
        let is_longer = match (before, after) {
            (Some(before), Some(after)) if before.unit == after.unit => after.count > before.count,
            (Some(before), Some(after)) => {
                let calendar = &self.crossing.new.catalogue.calendar;
                let end = |span| calendar.after(self.plan.filed_on, span);
                match (end(before), end(after)) {
                    (Ok(before), Ok(after)) if before == after => return,
                    (Ok(before), Ok(after)) => after > before,
                    // Where no calendar says, it may be longer: what cannot be told counts against the change.
                    _ => clock != Clock::Validity,
                }
            }
            // Without an extension is shorter; a validity without an end is longer.
            (before, _) => (clock == Clock::Validity) == before.is_some(),
        };
        let is_worse = is_longer != (clock == Clock::Validity);
        found.note(Kind::Permit, name, What::Clock { clock, before, after, is_worse });
    }
}
