//! The example of a fact is not an answer that would be accepted.
//!
//! **Why it matters.** People copy the example to see how it is done, and are told that it is wrong.
//! **Remedy.** Give an example that could be typed.
//!
//! Bad: `max: 5000` with `example: "9000"`. Good: `example: "86"`.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::Draft;
use crate::Diagnostic;
use crate::types::type_of;
use crate::written::Fact;

pub(super) const CODE: &str = "example-not-accepted";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for fact in draft.outline.facts_and_items() {
        if let Some(why) = fact.it.example.as_deref().and_then(|example| refused(fact.it, example)) {
            let message = format!("the example of fact `{}` would not be accepted", fact.it.fact.get());
            found.push(
                Diagnostic::warning(CODE, fact.place(&fact.it.fact), message)
                    .because(why)
                    .help("give an example that could be typed"),
            );
        }
    }
}

fn refused(fact: &Fact, example: &str) -> Option<String> {
    let ty = type_of(fact)?;
    if matches!(ty, rules::Type::Rows(_) | rules::Type::Choices(_)) {
        return None;
    }
    let Ok(value) = ty.read(&Json::String(example.trim().to_owned())) else {
        return Some(format!("`{example}` is not {}", ty.noun()));
    };
    let limit = |at: &Option<crate::source::At<String>>| at.as_ref().and_then(|at| at.trim().parse::<Decimal>().ok());
    let (size, what) = match value {
        rules::Value::Number(number) => (number, "it"),
        rules::Value::Text(text) if ty == rules::Type::Text => (Decimal::from(text.chars().count()), "its length"),
        _ => return None,
    };
    let below = limit(&fact.min).filter(|min| size < *min).map(|min| format!("{what} is less than {min}"));
    below.or_else(|| limit(&fact.max).filter(|max| size > *max).map(|max| format!("{what} is more than {max}")))
}
