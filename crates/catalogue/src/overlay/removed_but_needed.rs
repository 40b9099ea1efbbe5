//! An overlay takes out a definition that something else still needs.
//!
//! **Why it matters.** What names it would lead nowhere: an event without its permit, a condition on a fact nobody knows.
//! **Remedy.** Change what needs it in the overlay too, or keep the definition. Both places are shown.
//!
//! Bad: `permits: [{ permit: signboard, remove: true }]` while an event lists it. Good: the event is given its shorter list as well.

use super::stack::Removed;
use crate::Diagnostic;

pub(super) const CODE: &str = "removed-but-needed";

/// Says it where a name is unknown only because it was taken out.
pub(super) fn tell(diagnostic: Diagnostic, removed: &[Removed]) -> Diagnostic {
    let about = |one: &&Removed| {
        diagnostic.code == format!("unknown-{}", one.kind.noun())
            && diagnostic.message.contains(&format!("{}`", one.name))
    };
    let (Some(one), Some(place)) = (removed.iter().find(about), diagnostic.place.clone()) else { return diagnostic };
    let (noun, name) = (one.kind.noun(), &one.name);
    let told = Diagnostic::error(CODE, place, format!("{noun} `{name}` is needed here but an overlay takes it out"))
        .related(one.place.clone(), "taken out here")
        .help(format!("change this in the overlay too, or keep {noun} `{name}`"));
    Diagnostic { because: diagnostic.because, ..told }
}
