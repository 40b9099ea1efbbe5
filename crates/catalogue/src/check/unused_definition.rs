//! A law, authority, register, section, parameter or kind of evidence that nothing uses.
//!
//! **Why it matters.** It is usually the trace of a slip: a threshold that was defined and then written as a bare number in the condition,
//! so that the next change of the law changes nothing.
//! **Remedy.** Use it where it was meant, or take it out.
//!
//! Bad: `parameter: small_shop`, and `if: shop.area <= 50`. Good: `if: shop.area <= param.small_shop`.

use std::collections::BTreeSet;

use super::Draft;
use crate::build::citation;
use crate::{Diagnostic, Kind, kind};

pub(super) const CODE: &str = "unused-definition";

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    let outline = &draft.outline;
    let mut used: BTreeSet<(Kind, String)> = outline.mentions.iter().map(|m| (m.kind, m.name.to_owned())).collect();
    used.extend(outline.citations.iter().map(|text| (Kind::Law, citation(text.text).law.as_str().to_owned())));
    let conditions = outline.conditions.iter().filter_map(|stated| draft.conditions.of_stated(stated));
    for name in conditions.flat_map(|condition| condition.parameters()).chain(draft.tables.parameters()) {
        used.insert((Kind::Parameter, name.strip_prefix(kind::PARAMETER_PREFIX).unwrap_or(name).to_owned()));
    }
    let judged = [Kind::Law, Kind::Authority, Kind::Register, Kind::Section, Kind::Parameter, Kind::Evidence];
    for defined in outline.defined.iter().filter(|defined| judged.contains(&defined.kind)) {
        // A misspelt use would only be its echo.
        if !used.contains(&(defined.kind, defined.name.to_owned())) && !draft.misses(defined.kind) {
            let message = format!("nothing uses {} `{}`", defined.kind.noun(), defined.name);
            found.push(Diagnostic::warning(CODE, defined.place.clone(), message).help("use it where it was meant, or take it out"));
        }
    }
}
