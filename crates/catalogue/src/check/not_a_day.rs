//! A deadline or an end that hangs on a fact which is no day.
//!
//! **Why it matters.** Nothing can be counted from it.
//! **Remedy.** Name a fact of type `day`.
//!
//! Bad: `valid: until event.name`. Good: `valid: until event.last_day`.

use rules::Type;

use super::Draft;
use crate::outline::Use;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "not-a-day";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let mentions = draft.outline.mentions.iter().filter(|m| m.kind == Kind::Fact && m.how == Use::EndOrDeadline);
    for mention in mentions {
        let Some(ty) = draft.types.get(mention.name).filter(|ty| **ty != Type::Day) else { continue };
        let message = format!("fact `{}` is {}, but a day is needed here", mention.name, ty.noun());
        let diagnostic = Diagnostic::error(CODE, mention.place.clone(), message);
        found.push(match draft.outline.definition(Kind::Fact, mention.name) {
            Some(defined) => diagnostic.related(defined.place.clone(), "defined here"),
            None => diagnostic,
        });
    }
}
