//! The goals of one event: every point of every condition, and every day on which law or a parameter changes.

use std::collections::BTreeMap;

use catalogue::{Catalogue, Event};
use rules::{Condition, Day, FactId, Type, Value};
use rust_decimal::Decimal;

use super::{Aim, Goal, Shows};
use crate::somebody::step;

/// One condition of the event with those whom it concerns at all.
struct Told {
    aim: Aim,
    among: Condition,
    condition: Condition,
    from: Option<Day>,
    until: Option<Day>,
}

pub(super) fn goals(catalogue: &Catalogue, event: &Event, on: Day) -> Vec<Goal> {
    let nothing: BTreeMap<FactId, Value> = BTreeMap::new();
    let derived = catalogue.derived();
    let parameters = catalogue.parameters_on(on);
    let step = |fact: &FactId| catalogue.facts.get(fact).and_then(|fact| step(fact.kind)).unwrap_or(Decimal::ONE);
    let mut goals = Vec::new();
    for told in told(catalogue, event) {
        // What reaches itself, or is endless, is the catalogue check's affair.
        let (Some(among), Some(condition)) =
            (told.among.expanded(&nothing, &derived), told.condition.expanded(&nothing, &derived))
        else {
            continue;
        };
        if Catalogue::holds_on(told.from, told.until, on) {
            for point in condition.points(&among, &parameters, &step) {
                let Some(who) = point.who.expanded(&parameters, &BTreeMap::new()) else { continue };
                let shows = Shows::Side(point.side);
                goals.push(Goal { aim: told.aim.clone(), atom: point.atom, shows, day: on, who });
            }
        }
        goals.extend(begins_and_ends(catalogue, &told, &Condition::all_of(&[among.clone(), condition.clone()])));
        goals.extend(parameter_changes(catalogue, &told, &among, &condition));
    }
    goals
}

/// The conditions of an event, as it lists them.
fn told(catalogue: &Catalogue, event: &Event) -> Vec<Told> {
    let everybody = Condition::constant(Value::Bool(true), Type::Bool);
    let mut all = Vec::new();
    for permit in event.permits.iter().filter_map(|id| catalogue.permits.get(id)) {
        let (from, until) = (permit.in_force_from, permit.in_force_until);
        let mut tell = |aim: Aim, among: &[Condition], condition: &Condition| {
            let among = if among.is_empty() { everybody.clone() } else { Condition::all_of(among) };
            all.push(Told { aim, among, condition: condition.clone(), from, until });
        };
        let id = || permit.id.clone();
        let needed = [permit.needed.clone()];
        tell(Aim::Permit(id()), &[], &permit.needed);
        let mut left = needed.to_vec();
        for special in &permit.decided_by {
            tell(Aim::DecidedBy(id()), &left, &special.applies);
            // The first case that holds decides.
            left.push(everybody.but_not(&special.applies));
        }
        for rule in &permit.rules {
            let among: Vec<Condition> = needed.iter().chain(&rule.applies).cloned().collect();
            tell(Aim::Rule(id(), rule.id.clone()), &among, &rule.must);
        }
        for need in &permit.needs {
            if let Some(applies) = &need.applies {
                tell(Aim::Asked(id(), need.fact.clone()), &needed, applies);
            }
        }
        for paper in &permit.evidence {
            if let Some(applies) = &paper.applies {
                tell(Aim::Paper(id(), paper.evidence.clone()), &needed, applies);
            }
        }
    }
    for duty in event.duties.iter().filter_map(|id| catalogue.duties.get(id)) {
        all.push(Told {
            aim: Aim::Duty(duty.id.clone()),
            among: everybody.clone(),
            condition: duty.applies.clone(),
            from: duty.in_force_from,
            until: duty.in_force_until,
        });
    }
    for ban in event.bans.iter().filter_map(|id| catalogue.bans.get(id)) {
        all.push(Told {
            aim: Aim::Ban(ban.id.clone()),
            among: everybody.clone(),
            condition: ban.applies.clone(),
            from: ban.in_force_from,
            until: ban.in_force_until,
        });
    }
    all
}

/// The day before a permit, duty or ban begins and the first day of it; its last day and the day after.
fn begins_and_ends(catalogue: &Catalogue, told: &Told, whom: &Condition) -> Vec<Goal> {
    if !matches!(told.aim, Aim::Permit(_) | Aim::Duty(_) | Aim::Ban(_)) {
        return Vec::new();
    }
    let first = told.from.into_iter().flat_map(|day| [(day.plus_days(-1), "before it begins"), (day, "it begins")]);
    let last = told.until.into_iter().flat_map(|day| [(day, "its last day"), (day.plus_days(1), "after it ended")]);
    let goal = |(day, atom): (Day, &str)| {
        let who = whom.expanded(&catalogue.parameters_on(day), &BTreeMap::new())?;
        let (aim, atom) = (told.aim.clone(), atom.to_owned());
        Some(Goal { aim, atom, shows: Shows::On(day), day, who })
    };
    first.chain(last).filter_map(goal).collect()
}

/// For each change of a parameter that is read: somebody for whom it comes out otherwise, on both days.
fn parameter_changes(catalogue: &Catalogue, told: &Told, among: &Condition, condition: &Condition) -> Vec<Goal> {
    let mut goals = Vec::new();
    for name in condition.parameters() {
        let Some(parameter) = name.strip_prefix("param.").and_then(|name| catalogue.parameters.get(name)) else {
            continue;
        };
        for change in parameter.values.iter().skip(1) {
            let days = [change.from.plus_days(-1), change.from];
            let on = |day: Day| {
                let parameters = catalogue.parameters_on(day);
                let whole = Condition::all_of(&[among.clone(), condition.clone()]);
                whole.expanded(&parameters, &BTreeMap::new())
            };
            let in_force = |day: &Day| Catalogue::holds_on(told.from, told.until, *day);
            let (Some(before), Some(after)) = (on(days[0]), on(days[1])) else { continue };
            if !days.iter().all(in_force) {
                continue;
            }
            for who in [after.but_not(&before), before.but_not(&after)] {
                for day in days {
                    let atom = format!("{name} changes");
                    goals.push(Goal { aim: told.aim.clone(), atom, shows: Shows::On(day), day, who: who.clone() });
                }
            }
        }
    }
    goals
}
