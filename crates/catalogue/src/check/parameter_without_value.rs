//! A definition holds on days on which a parameter of its conditions has no value.
//!
//! **Why it matters.** On those days the condition cannot be decided, and people are asked questions that lead nowhere.
//! **Remedy.** Begin the definition with the first value, give the parameter its earlier value, or end the definition with the last.
//! Only days that are written are judged: a definition without `in_force` is taken to begin with its parameters.
//!
//! Bad: `in_force: { from: "1999-01-01" }` with a parameter from 2000. Good: both from 2000.

use super::Draft;
use super::law_not_in_force::day;
use crate::outline::Stated;
use crate::{Diagnostic, Kind, kind, written};

pub(super) const CODE: &str = "parameter-without-value";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for stated in &draft.outline.conditions {
        let (Some(in_force), Some(condition)) = (holds(draft, stated), draft.conditions.of_stated(stated)) else { continue };
        for name in condition.parameters() {
            let name = name.strip_prefix(kind::PARAMETER_PREFIX).unwrap_or(name);
            let Some(parameter) = draft.outline.parameters.iter().find(|p| p.it.parameter.get() == name) else { continue };
            let firsts = parameter.it.values.iter().filter_map(|v| Some((v.from.trim().parse::<rules::Day>().ok()?, &v.from)));
            let last = parameter.it.values.iter().max_by_key(|value| value.from.get());
            let ended = last.and_then(|value| Some((day(&value.until)?, value.until.as_ref()?)));
            let early = firsts.min_by_key(|(first, _)| *first).filter(|(first, _)| day(&in_force.from).is_some_and(|d| d < *first));
            let late = ended.filter(|(last, _)| day(&in_force.until).is_none_or(|until| until > *last));
            let early = early.map(|(first, at)| (format!("parameter `{name}` has no value before {first}"), at));
            let late = late.map(|(last, at)| (format!("parameter `{name}` has no value after {last}"), at));
            for (message, at) in early.into_iter().chain(late) {
                found.push(
                    Diagnostic::warning(CODE, stated.place.clone(), message)
                        .related(parameter.place(at), "its history")
                        .because(format!("{} holds on such days", stated.owner)),
                );
            }
        }
    }
}

fn holds<'a>(draft: &Draft<'a>, stated: &Stated) -> Option<&'a written::InForce> {
    let (name, outline) = (stated.owner.name, &draft.outline);
    match stated.owner.kind {
        Kind::Permit => outline.permits.iter().find(|h| h.it.permit.get() == name).map(|h| &h.it.in_force),
        Kind::Duty => outline.duties.iter().find(|h| h.it.duty.get() == name).map(|h| &h.it.in_force),
        Kind::Ban => outline.bans.iter().find(|h| h.it.ban.get() == name).map(|h| &h.it.in_force),
        _ => None,
    }
}
