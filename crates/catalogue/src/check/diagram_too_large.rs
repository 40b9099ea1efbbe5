//! A condition of an event is too large for a diagram, so its questions are looked for one answer ahead.
//!
//! **Why it matters.** What is answered stays exact: the condition is evaluated as it is written. But which question comes next is
//! found by looking one answer ahead instead of trying every way, and that the rest changes nothing is only seen once the
//! condition itself has an answer: somebody may be asked one question too many.
//! **Remedy.** Write facts that are compared with each other side by side, in the file and under `first`: a diagram asks facts
//! in that order, and must remember every answer until its counterpart comes. Or split the condition by facts.
//!
//! Bad: fifteen facts, and far below fifteen others, all compared in pairs. Good: each fact beside its counterpart.

use rules::{Condition, Diagrams, FactId, Scope, Type};

use super::Draft;
use super::decided::latest;
use crate::outline::{Here, Role, Stated};
use crate::{Diagnostic, Kind, Place, written};

pub(super) const CODE: &str = "diagram-too-large";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let all_fit = !draft.decided().is_anything_tangled();
    let facts: Vec<FactId> = draft.outline.facts.iter().map(|fact| FactId::new(fact.it.fact.get())).collect();
    for event in &draft.outline.events {
        // The checks ask facts in the order of the file; only an event that asks others first has diagrams of its own.
        if all_fit && event.it.first.is_empty() {
            continue;
        }
        let mut order: Vec<FactId> = event.it.first.iter().map(|at| FactId::new(at.get())).collect();
        order.extend(facts.iter().filter(|fact| !order.contains(fact)).cloned().collect::<Vec<_>>());
        let (places, conditions): (Vec<Place>, Vec<Condition>) = outcomes(draft, event).into_iter().unzip();
        let all: Vec<&Condition> = conditions.iter().collect();
        let (diagrams, _) = Diagrams::compile(&all, &latest(draft), &draft.derived_conditions(), &order, &draft.types);
        let mut tangled: Vec<&Place> = diagrams.fell_back().iter().filter_map(|at| places.get(*at)).collect();
        tangled.dedup();
        if tangled.is_empty() {
            continue;
        }
        let name = event.it.event.get();
        let message = match tangled.len() {
            1 => format!("a condition of event `{name}` is too large for a diagram"),
            many => format!("{many} conditions of event `{name}` are too large for a diagram"),
        };
        let note = Diagnostic::note(CODE, event.place(&event.it.event), message)
            .because("questions about it are looked for one answer ahead; what is answered is exact all the same")
            .help("write facts that are compared with each other side by side, or split the condition by facts");
        found.push(tangled.into_iter().fold(note, |note, at| note.related(at.clone(), "needs too many nodes")));
    }
}

/// What an event decides, as conditions, with where each is written.
fn outcomes(draft: &Draft, event: &Here<written::Event>) -> Vec<(Place, Condition)> {
    let listed = |all: &[crate::source::At<String>], name: &str| all.iter().any(|at| at.get() == name);
    let mut written: Vec<(Place, &str)> = Vec::new();
    for permit in draft.outline.permits.iter().filter(|permit| listed(&event.it.permits, permit.it.permit.get())) {
        let decided_by = permit.it.decided_by.iter().map(|by| &by.if_);
        written.extend([&permit.it.needed_when.if_].into_iter().chain(decided_by).map(|at| (permit.place(at), &***at)));
    }
    let here = |stated: &&Stated| match (stated.owner.kind, stated.role) {
        (Kind::Duty, Role::Whole) => listed(&event.it.duties, stated.owner.name),
        (Kind::Ban, Role::Whole) => listed(&event.it.bans, stated.owner.name),
        _ => false,
    };
    written.extend(draft.outline.conditions.iter().filter(here).map(|stated| (stated.place.clone(), stated.text)));
    let read = |(place, text): (Place, &str)| Some((place.clone(), draft.conditions.at(place, text)?.clone()));
    let mut all: Vec<(Place, Condition)> = written.into_iter().filter_map(read).collect();
    for at in &event.it.settles {
        let values: Vec<String> = match draft.types.type_of(at) {
            Some(Type::Bool) => vec![at.get().clone()],
            Some(Type::Choice(ids)) => ids.iter().map(|id| format!("{} == {}", at.get(), quoted(id))).collect(),
            _ => Vec::new(),
        };
        let conditions = values.iter().filter_map(|text| Condition::parse(text, &draft.types).ok());
        all.extend(conditions.map(|condition| (event.place(at), condition)));
    }
    all
}

fn quoted(id: &str) -> String {
    format!("\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\""))
}
