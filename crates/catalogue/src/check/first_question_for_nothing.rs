//! A question that an event asks first decides nothing in it.
//!
//! **Why it matters.** Everybody begins with a question whose answer changes nothing, before those that could save him a lease.
//! **Remedy.** Take it out of `first`: if a permit needs the fact, the form asks it later.
//!
//! Bad: `first: [shop.name]`. Good: `first: [shop.district, shop.area]`, when bans hang on them.

use std::collections::BTreeSet;

use super::Draft;
use crate::outline::{Role, Stated};
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "first-question-for-nothing";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for event in &draft.outline.events {
        let listed = |all: &[crate::source::At<String>], name: &str| all.iter().any(|at| at.get() == name);
        let here = |s: &&Stated| match (s.owner.kind, s.role) {
            (Kind::Permit, Role::NeededWhen | Role::Applies) => listed(&event.it.permits, s.owner.name),
            (Kind::Duty, _) => listed(&event.it.duties, s.owner.name),
            (Kind::Ban, _) => listed(&event.it.bans, s.owner.name),
            (Kind::Fact, Role::Derive | Role::Over | Role::OnlyIf) | (Kind::Sector, _) => true,
            _ => false,
        };
        let stated = draft.outline.conditions.iter().filter(here);
        let mut read: BTreeSet<&str> =
            stated.filter_map(|s| draft.conditions.of_stated(s)).flat_map(|c| c.facts()).map(|f| f.as_str()).collect();
        read.extend(draft.tables.facts());
        // Where a case lies decides which offices look at it; and the last day for filing is counted from a fact.
        read.extend(draft.outline.cities.iter().map(|city| city.it.district_fact.as_str()));
        let counted = draft.outline.permits.iter().filter_map(|p| p.it.file_before.as_ref());
        read.extend(counted.map(|before| before.fact.as_str()));
        for at in event.it.first.iter().filter(|at| !read.contains(at.as_str())) {
            let message = format!("event `{}` asks `{}` first, and nothing hangs on it", event.it.event.get(), at.get());
            found.push(Diagnostic::warning(CODE, event.place(at), message).help("take it out of `first`"));
        }
    }
}
