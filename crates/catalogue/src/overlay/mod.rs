//! Overlays: a city's definitions over a nation's, a district's over the city's.
//!
//! [`stack`] lays layers over each other and [`compile_stack`] checks the result, saying everything where it was really written.
//! [`names`] says for editors which name stands where in all layers.
//! [`update`] says what a new version of the layers below brings in, and where a person has to choose.

mod changes_nothing;
mod conflict;
mod keyed;
mod lay;
mod merge;
mod names;
mod origin;
mod removed_but_needed;
mod removes_nothing;
mod stack;
mod tree;
mod update;

pub use merge::{Conflict, merge};
pub use names::names;
pub use stack::{Stack, stack};
pub use tree::{Key, Node, Shape};
pub use update::{Change, Updated, update};

use rules::Day;

use crate::compile::compile_on;
use crate::kind::Places;
use crate::{Checked, Diagnostic};
pub(crate) use keyed::{LISTS, naming};
use origin::Origins;

/// Codes of this step with their pages.
pub(crate) const PAGES: &[(&str, &str)] = &[
    (changes_nothing::CODE, include_str!("changes_nothing.rs")),
    (removes_nothing::CODE, include_str!("removes_nothing.rs")),
    (removed_but_needed::CODE, include_str!("removed_but_needed.rs")),
    (conflict::CODE, include_str!("conflict.rs")),
];

/// Checks layers that were laid over each other. All places are in [`Stack::shown`].
pub fn compile_stack(stack: &Stack, today: Option<Day>) -> Checked {
    if !stack.is_readable {
        let diagnostics = stack.diagnostics.clone();
        return Checked { catalogue: None, diagnostics, allowed: Vec::new(), places: Places::default() };
    }
    let mut checked = compile_on(&stack.sources, today);
    let origins = Origins { origins: &stack.origins, compiled: &stack.sources, shown: &stack.shown };
    for diagnostic in &mut checked.diagnostics {
        origins.diagnostic(diagnostic);
    }
    for allowed in &mut checked.allowed {
        origins.diagnostic(&mut allowed.diagnostic);
    }
    checked.places = checked.places.moved(|place| origins.place(place));
    let told = checked.diagnostics.into_iter().map(|diagnostic| removed_but_needed::tell(diagnostic, &stack.removed));
    checked.diagnostics = told.chain(stack.diagnostics.iter().cloned()).collect();
    checked.diagnostics.sort_by(Diagnostic::order);
    checked.allowed.sort_by(|a, b| a.diagnostic.order(&b.diagnostic));
    if checked.diagnostics.iter().any(Diagnostic::is_error) {
        checked.catalogue = None;
    }
    checked
}
