//! A value that is not of the type of its fact or parameter.
//!
//! **Why it matters.** An answer given in advance that cannot be read would be asked again; a threshold whose type changes breaks every
//! condition that uses it.
//! **Remedy.** Write `yes` or `no`, a number, a day such as `2026-03-02`, or the id of a choice (several with commas between). All
//! values of one parameter have one type.
//!
//! Bad: `answers: { shop.area: large }`. Good: `answers: { shop.area: 80 }`.

use rules::{Mistake, Type};

use super::Draft;
use crate::Diagnostic;
use crate::types::{parameter_value, type_of_value};

pub(super) const CODE: &str = "unreadable-value";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for event in &draft.outline.events {
        for (fact, at) in event.it.wishes.iter().flat_map(|wish| &wish.answers) {
            let (Some(Err(mistake)), Some(ty)) = (draft.types.read(fact, at), draft.types.get(fact)) else { continue };
            let message = format!("fact `{fact}` is {}, and `{}` is not", ty.noun(), at.get());
            let diagnostic = Diagnostic::error(CODE, event.place(at), message);
            found.push(match (&mistake, ty) {
                (Mistake::NotAChoice { given, among }, _) => {
                    let diagnostic = diagnostic.because(format!("its choices are {}", among.join(", ")));
                    draft.suggest(diagnostic, given.trim_matches('"'), among.iter().map(String::as_str))
                }
                (_, Type::Bool) => diagnostic.help("write `yes` or `no`"),
                (_, Type::Day) => diagnostic.help("write it like `2026-03-02`"),
                (_, Type::Rows(_)) => diagnostic.help("rows cannot be answered by a wish"),
                _ => diagnostic,
            });
        }
    }
    for parameter in &draft.outline.parameters {
        let mut values = parameter.it.values.iter().map(|value| &value.value);
        let Some(first) = values.next() else { continue };
        let noun = type_of_value(&parameter_value(first)).noun();
        for value in values {
            let is = type_of_value(&parameter_value(value)).noun();
            if is != noun {
                let name = parameter.it.parameter.get();
                let message = format!("this is {is}, but the first value of parameter `{name}` is {noun}");
                let first = parameter.place(first);
                found.push(Diagnostic::error(CODE, parameter.place(value), message).related(first, "the first value"));
            }
        }
    }
}
