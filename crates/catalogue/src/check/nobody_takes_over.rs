//! An authority below the city decides, and nobody is named who takes over what is late.
//!
//! **Why it matters.** The clock escalates to nobody, and the applicant goes on waiting.
//! **Remedy.** Name the `superior` of the authority.
//!
//! Bad: `level: district` without `superior`. Good: `level: district` with `superior: town-hall`.

use super::Draft;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "nobody-takes-over";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for authority in draft.outline.authorities.iter().filter(|h| h.it.level.get() != "city" && h.it.superior.is_none()) {
        let name = authority.it.authority.get();
        let mut mentions = draft.outline.mentions.iter();
        let decides = mentions.find(|m| m.kind == Kind::Authority && m.owner.kind == Kind::Permit && m.name == name);
        if let Some(decides) = decides {
            let message = format!("`{name}` decides, and nobody takes over when it is late");
            found.push(
                Diagnostic::warning(CODE, authority.place(&authority.it.level), message)
                    .related(decides.place.clone(), "it decides here")
                    .help("name its `superior`"),
            );
        }
    }
}
