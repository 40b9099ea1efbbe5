//! A permit needs a fact that another permit gives, and does not wait for it.
//!
//! **Why it matters.** Both are decided side by side, so people are asked for what an office is just about to give them.
//! **Remedy.** Write the giver under `after`, or name a register that knows the fact.
//!
//! Bad: `signboard` needs `shop.number`, given by `tea-room`, without `after`. Good: with `after: [tea-room]`.

use std::collections::BTreeSet;

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "consumer-before-producer";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let permits = &draft.outline.permits;
    for giver in permits {
        for given in &giver.it.grants.gives {
            // A register knows it from those who have it already.
            let asked = draft.outline.fact(given.get()).is_some_and(|fact| fact.it.register.is_none());
            if !asked || draft.outline.definition(Kind::Fact, given.get()).is_none() {
                continue;
            }
            for permit in permits.iter().filter(|permit| permit.it.permit.get() != giver.it.permit.get()) {
                let Some(need) = permit.it.needs.iter().find(|need| need.fact.get() == given.get()) else { continue };
                if waits_for(draft, permit.it.permit.get(), giver.it.permit.get()) {
                    continue;
                }
                let message = format!("`{}` is needed before `{}` has given it", given.get(), giver.it.permit.get());
                found.push(
                    Diagnostic::warning(CODE, permit.place(&need.fact), message)
                        .related(giver.place(given), "given here")
                        .help(format!("write `after: [{}]`", giver.it.permit.get())),
                );
            }
        }
    }
}

/// Directly or through others.
fn waits_for(draft: &Draft, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        let Some(permit) = draft.outline.permits.iter().find(|p| p.it.permit.get() == name) else { continue };
        for after in permit.it.after.iter().map(|at| at.as_str()) {
            if after == to {
                return true;
            }
            if seen.insert(after) {
                open.push(after);
            }
        }
    }
    false
}
