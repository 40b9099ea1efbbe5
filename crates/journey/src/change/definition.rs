//! Permits, duties, bans, facts and events, each compared part by part.

use std::collections::BTreeSet;
use std::fmt::Debug;

use catalogue::{Fact, Kind, Permit, Validity};
use rules::Condition;

use super::{Comparing, How, everybody};

/// The ids in either, each once.
fn both<'a, I: Ord + 'a>(old: impl Iterator<Item = &'a I>, new: impl Iterator<Item = &'a I>) -> BTreeSet<&'a I> {
    old.chain(new).collect()
}

fn said(texts: &dyn Debug) -> String {
    format!("{texts:?}")
}

impl Comparing<'_> {
    pub(super) fn permits(&mut self) {
        let (old, new, on) = (self.old.catalogue, self.new.catalogue, self.on);
        for id in both(old.permits.keys(), new.permits.keys()) {
            let in_force =
                |catalogue: &'_ catalogue::Catalogue| catalogue.permits_on(on).find(|permit| permit.id == *id).cloned();
            match (in_force(old), in_force(new)) {
                (Some(old), Some(new)) => self.permit(&old, &new),
                (Some(_), None) => self.note(Kind::Permit, id.as_str(), "", How::Removed),
                (None, Some(_)) => self.note(Kind::Permit, id.as_str(), "", How::Added),
                (None, None) => {}
            }
        }
    }

    fn permit(&mut self, old: &Permit, new: &Permit) {
        let name = new.id.as_str();
        self.burden(Kind::Permit, name, "needed", self.old.put_in(&old.needed), self.new.put_in(&new.needed));
        self.rules(old, new);
        self.asked(old, new);
        self.deciding(old, new);
        self.span(name, "law's limit", (Some(old.decide.within), Some(new.decide.within)), true);
        self.span(name, "promise", (Some(old.decide.promise), Some(new.decide.promise)), true);
        self.span(name, "extension", (old.decide.extend, new.decide.extend), true);
        let before = |permit: &Permit| permit.file_before.as_ref().map(|before| before.span);
        self.span(name, "file before", (before(old), before(new)), true);
        let valid = |permit: &Permit| if let Validity::For(span) = permit.grants.valid { Some(span) } else { None };
        match (valid(old), valid(new)) {
            (Some(was), Some(is)) => self.span(name, "valid", (Some(was), Some(is)), false),
            _ => self.otherwise(Kind::Permit, name, "valid", said(&old.grants.valid), said(&new.grants.valid)),
        }
        if old.fee != new.fee {
            let (before, after) = (old.fee.normalize().to_string(), new.fee.normalize().to_string());
            let worse = Some(new.fee > old.fee);
            self.note(Kind::Permit, name, "fee", How::Quantity { before, after, worse });
        }
        self.commitment(old, new);
        if old.visit != new.visit {
            let visits = |visit: bool| u8::from(visit).to_string();
            let how = How::Quantity { before: visits(old.visit), after: visits(new.visit), worse: Some(new.visit) };
            self.note(Kind::Permit, name, "visits", how);
        }
        self.words(Kind::Permit, name, &words_of(old, new), &words_of(new, old));
    }

    /// For whom a rule fails: more of them is stricter.
    fn rules(&mut self, old: &Permit, new: &Permit) {
        let needed = self.new.put_in(&new.needed);
        for id in both(old.rules.iter().map(|r| &r.id), new.rules.iter().map(|r| &r.id)) {
            let fails = |permit: &Permit, side: &super::Side| {
                let Some(rule) = permit.rules.iter().find(|rule| rule.id == *id) else { return Some(nobody()) };
                let applies = side.or_all(rule.applies.as_ref())?;
                Some(applies.but_not(&side.put_in(&rule.must)?))
            };
            let (before, after) = (fails(old, &self.old), fails(new, &self.new));
            let what = format!("rule {id}");
            self.burden(Kind::Permit, new.id.as_str(), &what, among(&needed, before), among(&needed, after));
        }
    }

    /// Who must tell a fact or bring a paper.
    fn asked(&mut self, old: &Permit, new: &Permit) {
        let needed = self.new.put_in(&new.needed);
        let name = new.id.as_str();
        for fact in both(old.needs.iter().map(|n| &n.fact), new.needs.iter().map(|n| &n.fact)) {
            let asked = |permit: &Permit, side: &super::Side| match permit.needs.iter().find(|n| n.fact == *fact) {
                Some(need) => side.or_all(need.applies.as_ref()),
                None => Some(nobody()),
            };
            let (before, after) = (asked(old, &self.old), asked(new, &self.new));
            self.burden(Kind::Permit, name, &format!("asks {fact}"), among(&needed, before), among(&needed, after));
        }
        for paper in both(old.evidence.iter().map(|e| &e.evidence), new.evidence.iter().map(|e| &e.evidence)) {
            let asked =
                |permit: &Permit, side: &super::Side| match permit.evidence.iter().find(|e| e.evidence == *paper) {
                    Some(need) => side.or_all(need.applies.as_ref()),
                    None => Some(nobody()),
                };
            let (before, after) = (asked(old, &self.old), asked(new, &self.new));
            self.burden(Kind::Permit, name, &format!("paper {paper}"), among(&needed, before), among(&needed, after));
        }
    }

    fn deciding(&mut self, old: &Permit, new: &Permit) {
        let of = |permit: &Permit, side: &super::Side| {
            let mut said = permit.authority.to_string();
            for special in &permit.decided_by {
                let applies = side.put_in(&special.applies).map_or_else(String::new, |c| c.text().to_owned());
                said.push_str(&format!("; {} if {applies}", special.authority));
            }
            said
        };
        let (before, after) = (of(old, &self.old), of(new, &self.new));
        let name = new.id.as_str();
        self.otherwise(Kind::Permit, name, "decided by", before, after);
        self.otherwise(Kind::Permit, name, "kind", said(&old.kind), said(&new.kind));
        let after_what = |permit: &Permit| said(&permit.after);
        self.otherwise(Kind::Permit, name, "after", after_what(old), after_what(new));
        self.otherwise(Kind::Permit, name, "on silence", said(&old.decide.on_silence), said(&new.decide.on_silence));
    }

    /// To whom a commitment is not offered: more of them is stricter.
    fn commitment(&mut self, old: &Permit, new: &Permit) {
        let needed = self.new.put_in(&new.needed);
        let without = |permit: &Permit, side: &super::Side| {
            let Some(offer) = &permit.commitment else { return Some(everybody()) };
            Some(everybody().but_not(&side.or_all(offer.applies.as_ref())?))
        };
        let (before, after) = (without(old, &self.old), without(new, &self.new));
        self.burden(Kind::Permit, new.id.as_str(), "no commitment", among(&needed, before), among(&needed, after));
    }

    pub(super) fn duties(&mut self) {
        let (old, new, on) = (self.old.catalogue, self.new.catalogue, self.on);
        for id in both(old.duties.keys(), new.duties.keys()) {
            let name = id.as_str();
            match (old.duties_on(on).find(|d| d.id == *id), new.duties_on(on).find(|d| d.id == *id)) {
                (Some(old), Some(new)) => {
                    let (before, after) = (self.old.put_in(&old.applies), self.new.put_in(&new.applies));
                    self.burden(Kind::Duty, name, "applies", before, after);
                    self.otherwise(Kind::Duty, name, "comes first", said(&old.comes_first), said(&new.comes_first));
                    let words = |d: &catalogue::Duty| said(&(&d.name, &d.tells, &d.authority, &d.law));
                    self.words(Kind::Duty, name, &words(old), &words(new));
                }
                (Some(_), None) => self.note(Kind::Duty, name, "", How::Removed),
                (None, Some(_)) => self.note(Kind::Duty, name, "", How::Added),
                (None, None) => {}
            }
        }
    }

    pub(super) fn bans(&mut self) {
        let (old, new, on) = (self.old.catalogue, self.new.catalogue, self.on);
        for id in both(old.bans.keys(), new.bans.keys()) {
            let name = id.as_str();
            match (old.bans_on(on).find(|b| b.id == *id), new.bans_on(on).find(|b| b.id == *id)) {
                (Some(old), Some(new)) => {
                    let (before, after) = (self.old.put_in(&old.applies), self.new.put_in(&new.applies));
                    self.burden(Kind::Ban, name, "applies", before, after);
                    let words = |b: &catalogue::Ban| said(&(&b.name, &b.tells, &b.way_forward, &b.authority, &b.law));
                    self.words(Kind::Ban, name, &words(old), &words(new));
                }
                (Some(_), None) => self.note(Kind::Ban, name, "", How::Removed),
                (None, Some(_)) => self.note(Kind::Ban, name, "", How::Added),
                (None, None) => {}
            }
        }
    }

    /// Facts of both; one that is new or gone is seen where it is asked.
    pub(super) fn facts(&mut self) {
        for old in self.old.catalogue.facts.values() {
            let Some(new) = self.new.catalogue.facts.get(&old.id) else { continue };
            let name = new.id.as_str();
            let ids = |fact: &Fact| fact.choices.iter().map(|c| c.id.clone()).collect::<BTreeSet<_>>();
            let (was, is) = (ids(old), ids(new));
            if was != is {
                let list = |ids: &BTreeSet<String>| ids.iter().cloned().collect::<Vec<_>>().join(", ");
                let worse = if was.is_subset(&is) { Some(false) } else { is.is_subset(&was).then_some(true) };
                self.note(Kind::Fact, name, "choices", How::Quantity { before: list(&was), after: list(&is), worse });
            }
            for (what, was, is, less_is_worse) in [("least", old.min, new.min, false), ("most", old.max, new.max, true)]
            {
                if was != is {
                    let worse = match (was, is) {
                        (Some(was), Some(is)) => (is < was) == less_is_worse,
                        (None, _) => true,
                        (_, None) => false,
                    };
                    let said = |end: Option<_>| {
                        end.map_or_else(|| "any".to_owned(), |n: rust_decimal::Decimal| n.normalize().to_string())
                    };
                    let how = How::Quantity { before: said(was), after: said(is), worse: Some(worse) };
                    self.note(Kind::Fact, name, what, how);
                }
            }
            let register =
                |fact: &Fact| fact.register.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
            if old.register != new.register {
                let worse = match (&old.register, &new.register) {
                    (None, Some(_)) => Some(false),
                    (Some(_), None) => Some(true),
                    _ => None,
                };
                let how = How::Quantity { before: register(old), after: register(new), worse };
                self.note(Kind::Fact, name, "known to", how);
            }
            if old.optional != new.optional {
                let word = |fact: &Fact| if fact.optional { "may" } else { "must" }.to_owned();
                let how = How::Quantity { before: word(old), after: word(new), worse: Some(old.optional) };
                self.note(Kind::Fact, name, "be told", how);
            }
            self.otherwise(Kind::Fact, name, "type", said(&old.kind), said(&new.kind));
            self.checks(old, new);
            let words = |f: &Fact| {
                let choices: Vec<_> = f.choices.iter().filter(|c| was.contains(&c.id) && is.contains(&c.id)).collect();
                said(&(&f.name, &f.ask, &f.help, &f.section, choices, &f.example))
            };
            self.words(Kind::Fact, name, &words(old), &words(new));
        }
    }

    /// Whom the cross-checks of a fact turn away.
    fn checks(&mut self, old: &Fact, new: &Fact) {
        let turned_away = |fact: &Fact, side: &super::Side| {
            let mut kept = Vec::new();
            for check in &fact.must {
                let fails = side.or_all(check.applies.as_ref())?.but_not(&side.put_in(&check.must)?);
                kept.push(everybody().but_not(&fails));
            }
            Some(if kept.is_empty() { nobody() } else { everybody().but_not(&Condition::all_of(&kept)) })
        };
        let (before, after) = (turned_away(old, &self.old), turned_away(new, &self.new));
        self.burden(Kind::Fact, new.id.as_str(), "cross-checks", before, after);
    }

    pub(super) fn events(&mut self) {
        let (old, new) = (self.old.catalogue, self.new.catalogue);
        for id in both(old.events.keys(), new.events.keys()) {
            let name = id.as_str();
            let (was, is) = match (old.events.get(id), new.events.get(id)) {
                (Some(was), Some(is)) => (was, is),
                (Some(_), None) => {
                    self.note(Kind::Event, name, "", How::Removed);
                    continue;
                }
                _ => {
                    self.note(Kind::Event, name, "", How::Added);
                    continue;
                }
            };
            let ids = |event: &catalogue::Event| {
                let permits = event.permits.iter().map(|id| format!("permit {id}"));
                let duties = event.duties.iter().map(|id| format!("duty {id}"));
                permits.chain(duties).chain(event.bans.iter().map(|id| format!("ban {id}"))).collect::<BTreeSet<_>>()
            };
            let (was_listed, is_listed) = (ids(was), ids(is));
            for one in both(was_listed.iter(), is_listed.iter()) {
                let (gone, added) = (!is_listed.contains(one), !was_listed.contains(one));
                if gone || added {
                    let word = |there: bool| if there { "listed" } else { "not listed" }.to_owned();
                    let how = How::Quantity { before: word(gone), after: word(added), worse: Some(added) };
                    self.note(Kind::Event, name, one.as_str(), how);
                }
            }
            let words = |e: &catalogue::Event| said(&(&e.name, &e.summary, &e.letters, said(&e.wishes)));
            self.words(Kind::Event, name, &words(was), &words(is));
        }
    }
}

fn nobody() -> Condition {
    Condition::constant(rules::Value::Bool(false), rules::Type::Bool)
}

/// Only those who need the permit are asked for anything.
fn among(needed: &Option<Condition>, whom: Option<Condition>) -> Option<Condition> {
    Some(Condition::all_of(&[needed.clone()?, whom?]))
}

/// The texts and citations of a permit, of those parts that the other one has too.
fn words_of(permit: &Permit, other: &Permit) -> String {
    let needs: Vec<_> = (permit.needs.iter().filter(|n| other.needs.iter().any(|o| o.fact == n.fact)))
        .map(|need| (&need.why, &need.law))
        .collect();
    let papers: Vec<_> = (permit.evidence.iter().filter(|n| other.evidence.iter().any(|o| o.evidence == n.evidence)))
        .map(|need| (&need.why, &need.law))
        .collect();
    let rules: Vec<_> = (permit.rules.iter().filter(|r| other.rules.iter().any(|o| o.id == r.id)))
        .map(|rule| (&rule.name, &rule.way_forward, &rule.law))
        .collect();
    let names = (&permit.name, &permit.short, &permit.allows, &permit.because, &permit.otherwise);
    let law = (&permit.law, &permit.needed_law, &permit.decide.law, &permit.fee_law);
    said(&(names, law, needs, papers, rules, &permit.grants.output, &permit.checks))
}
