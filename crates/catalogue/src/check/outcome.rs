//! Conditions whose outcome is certain whatever the facts are.

use std::collections::BTreeMap;

use rules::{Condition, Diagrams, FactId, Ternary, Value};

use super::Draft;
use crate::kind;
use crate::outline::{Role, Stated};
use crate::types::parameter_value;

/// The conditions that decide whether something applies, and have only one outcome although they read facts, or are
/// plainly `false`.
pub(super) fn certain<'d, 'a>(draft: &'d Draft<'a>) -> Vec<(&'d Stated<'a>, Ternary)> {
    let decides = |role| matches!(role, Role::NeededWhen | Role::Whole | Role::Applies | Role::OnlyIf);
    let (stated, conditions): (Vec<&Stated>, Vec<&Condition>) = draft
        .outline
        .conditions
        .iter()
        .filter(|stated| decides(stated.role))
        .filter_map(|stated| Some((stated, draft.conditions.of_stated(stated)?)))
        .unzip();
    let derived: BTreeMap<FactId, Condition> = draft
        .outline
        .conditions
        .iter()
        .filter(|stated| stated.role == Role::Derive)
        .filter_map(|stated| Some((FactId::new(stated.owner.name), draft.conditions.of_stated(stated)?.clone())))
        .collect();
    let order: Vec<FactId> = draft.outline.facts.iter().map(|fact| FactId::new(fact.it.fact.get())).collect();
    let (diagrams, outcomes) = Diagrams::compile(&conditions, &parameters(draft), &derived, &order, &draft.types);
    let answers = outcomes.into_iter().map(|outcome| diagrams.truth(outcome));
    stated
        .into_iter()
        .zip(conditions)
        .zip(answers)
        .filter(|((_, condition), answer)| match answer {
            Ternary::True => !condition.facts().is_empty(),
            Ternary::False => true,
            Ternary::Unknown => false,
        })
        .map(|((stated, _), answer)| (stated, answer))
        .collect()
}

/// The latest value of every parameter.
fn parameters(draft: &Draft) -> BTreeMap<FactId, Value> {
    let latest = draft.outline.parameters.iter().filter_map(|parameter| {
        let last = parameter.it.values.iter().max_by_key(|value| value.from.get())?;
        let name = format!("{}{}", kind::PARAMETER_PREFIX, parameter.it.parameter.get());
        Some((FactId::new(name), parameter_value(&last.value)))
    });
    latest.collect()
}
