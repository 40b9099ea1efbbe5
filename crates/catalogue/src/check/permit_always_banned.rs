//! Everybody who needs a permit is excluded by a ban.
//!
//! **Why it matters.** The permit can never be of use, or the ban reaches further than the law: people are turned away who need not be.
//! **Remedy.** Compare the two conditions with the articles. The answer is exact.
//!
//! Bad: a permit needed for bars, and a ban of all bars. Good: a ban of bars close to a school.

use super::Draft;
use crate::Diagnostic;

pub(super) const CODE: &str = "permit-always-banned";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let decided = draft.decided();
    for event in &draft.outline.events {
        let bans: Vec<_> = draft
            .outline
            .bans
            .iter()
            .filter(|ban| event.it.bans.iter().any(|at| at.get() == ban.it.ban.get()))
            .filter_map(|ban| Some((ban, decided.at(&ban.place(&ban.it.if_), &ban.it.if_)?)))
            // A ban of everybody is reported as such.
            .filter(|(_, applies)| decided.implies(decided.always(), *applies) == Some(false))
            .collect();
        let Some(banned) = decided.any(bans.iter().map(|(_, applies)| *applies)) else { continue };
        for at in &event.it.permits {
            let Some(permit) = draft.outline.permits.iter().find(|p| p.it.permit.get() == at.get()) else { continue };
            let needed_at = &permit.it.needed_when.if_;
            let Some(needed) = decided.at(&permit.place(needed_at), needed_at) else { continue };
            let all = decided.implies(needed, banned) == Some(true) && decided.cannot_be(needed) == Some(false);
            if !all || found.iter().any(|d| d.code == CODE && d.place == Some(permit.place(needed_at))) {
                continue;
            }
            let message = format!("everybody who needs `{}` is excluded by a ban", at.get());
            let touching = |applies| decided.and(needed, applies).and_then(|both| decided.cannot_be(both)) == Some(false);
            let diagnostic = Diagnostic::warning(CODE, permit.place(needed_at), message)
                .because(format!("nobody can ever get it for event `{}`", event.it.event.get()));
            let places = bans.iter().filter(|(_, applies)| touching(*applies)).map(|(ban, _)| ban.place(&ban.it.if_));
            found.push(places.fold(diagnostic, |d, place| d.related(place, "excluded here")));
        }
    }
}
