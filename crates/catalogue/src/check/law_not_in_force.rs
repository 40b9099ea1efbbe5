//! A definition rests on a law on days on which that law does not hold.
//!
//! **Why it matters.** People are asked for papers under an article that is not yet, or no longer, law; a court would undo the decision.
//! **Remedy.** End the definition with its law, begin it with its law, or cite the law that followed.
//!
//! Bad: a permit without end that cites a law with `in_force: { until: "2023-11-30" }`. Good: the permit ends on the same day.

use std::collections::BTreeMap;

use rules::Day;

use super::Draft;
use crate::build::citation;
use crate::outline::Owner;
use crate::source::At;
use crate::{Diagnostic, Kind, written};

pub(super) const CODE: &str = "law-not-in-force";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let outline = &draft.outline;
    let laws: BTreeMap<&str, _> = outline.laws.iter().map(|law| (law.it.law.as_str(), law)).collect();
    let permits = outline.permits.iter().map(|h| (Kind::Permit, h.it.permit.as_str(), &h.it.in_force));
    let duties = outline.duties.iter().map(|h| (Kind::Duty, h.it.duty.as_str(), &h.it.in_force));
    let bans = outline.bans.iter().map(|h| (Kind::Ban, h.it.ban.as_str(), &h.it.in_force));
    let holds: BTreeMap<(Kind, &str), &written::InForce> =
        permits.chain(duties).chain(bans).map(|(kind, name, in_force)| ((kind, name), in_force)).collect();
    for cited in &outline.citations {
        let Owner { kind, name } = cited.owner;
        let citation = citation(cited.text);
        let (Some(in_force), Some(law)) = (holds.get(&(kind, name)), laws.get(citation.law.as_str())) else { continue };
        let (from, until) = (day(&in_force.from), day(&in_force.until));
        let mut wrong = None;
        if let (Some(first), Some(at)) = (day(&law.it.in_force.from), &law.it.in_force.from)
            && from.is_some_and(|from| from < first)
        {
            wrong = Some((format!("{} holds before `{}` does, which it cites", cited.owner, citation.law), at));
        }
        if let (Some(last), Some(at)) = (day(&law.it.in_force.until), &law.it.in_force.until)
            && until.is_none_or(|until| until > last)
        {
            wrong = Some((format!("{} holds longer than `{}`, which it cites", cited.owner, citation.law), at));
        }
        if let Some((message, at)) = wrong {
            found.push(
                Diagnostic::warning(CODE, cited.place.clone(), message)
                    .related(law.place(at), "the law")
                    .help("cite the law that holds then, or change the days"),
            );
        }
    }
}

pub(super) fn day(at: &Option<At<String>>) -> Option<Day> {
    at.as_ref().and_then(|at| at.trim().parse().ok())
}
