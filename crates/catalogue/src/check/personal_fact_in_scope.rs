//! A personal fact would be printed on the licence or decide which permit is needed.
//!
//! **Why it matters.** The licence is public, and so is the list of permits: everybody could read what is only for one office.
//! **Remedy.** Leave it out of `scope`; decide by a fact that is not personal, such as a number or a yes-no.
//!
//! Bad: `scope: [owner.resident_id]`. Good: `scope: [premises.address]`.

use super::Draft;
use crate::outline::{Role, Use};
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "personal-fact-in-scope";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let personal = |name: &str| {
        draft.outline.fact(name).filter(|fact| fact.it.personal || fact.it.items.iter().any(|item| item.personal))
    };
    let printed = draft.outline.mentions.iter().filter(|m| m.kind == Kind::Fact && m.how == Use::Scope);
    for mention in printed {
        let Some(fact) = personal(mention.name) else { continue };
        let message = format!("the personal fact `{}` would be printed on the licence", mention.name);
        found.push(
            Diagnostic::error(CODE, mention.place.clone(), message)
                .related(fact.place(&fact.it.fact), "defined here as personal")
                .help("take it out of `scope`"),
        );
    }
    for stated in draft.outline.conditions.iter().filter(|stated| stated.role == Role::NeededWhen) {
        let facts = draft.conditions.of_stated(stated).into_iter().flat_map(|condition| condition.facts());
        for fact in facts.filter_map(|fact| personal(fact.as_str())).filter(|fact| fact.it.personal) {
            let message = format!("whether {} is needed hangs on a personal fact", stated.owner);
            found.push(
                Diagnostic::error(CODE, stated.place.clone(), message)
                    .related(fact.place(&fact.it.fact), "defined here as personal")
                    .help("decide by a fact that is not personal"),
            );
        }
    }
}
