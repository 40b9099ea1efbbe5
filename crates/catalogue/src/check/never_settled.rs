//! An event settles a fact that has no few answers to settle between, or that nothing computes.
//!
//! **Why it matters.** The questionnaire asks until one answer is left; for a number or a text it would never know when to end.
//! **Remedy.** Name a fact of type `yes-no` or `choice` that is computed by `derive` or `table`.
//!
//! Bad: `settles: [shop.area]`. Good: `settles: [shop.size]`.

use rules::Type;

use super::Draft;
use crate::outline::Use;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "never-settled";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let settled = draft.outline.mentions.iter().filter(|m| m.kind == Kind::Fact && m.how == Use::Settled);
    for mention in settled {
        let (Some(ty), Some(fact)) = (draft.types.get(mention.name), draft.outline.fact(mention.name)) else { continue };
        let message = match ty {
            Type::Bool | Type::Choice(_) if fact.it.derive.is_some() || fact.it.table.is_some() => continue,
            Type::Bool | Type::Choice(_) => format!("nothing computes fact `{}`", mention.name),
            ty => format!("fact `{}` is {}, which has no few answers to settle between", mention.name, ty.noun()),
        };
        found.push(
            Diagnostic::error(CODE, mention.place.clone(), message)
                .related(fact.place(&fact.it.fact), "defined here")
                .help("name a fact of type `yes-no` or `choice` that is computed by `derive` or `table`"),
        );
    }
}
