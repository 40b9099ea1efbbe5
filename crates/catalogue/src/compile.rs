//! The whole way from texts to a catalogue, as seven calls.

use rules::Day;

use crate::build::build;
use crate::check::{self, Draft};
use crate::conditions::Conditions;
use crate::outline::Outline;
use crate::read;
use crate::tables::Tables;
use crate::types::Types;
use crate::{Checked, Diagnostic, Places, Source};

/// Compiles definition texts. Never panics, reports every problem at once, and gives a catalogue exactly when none is an error.
pub fn compile(sources: &[Source]) -> Checked {
    compile_on(sources, None)
}

/// The same, and what is only wrong on this day is said too: law that was read too long ago, a calendar that ends.
/// The day changes what is said, never the catalogue.
pub fn compile_on(sources: &[Source], today: Option<Day>) -> Checked {
    let mut diagnostics = Vec::new();
    let (pages, lost) = read::read(sources, &mut diagnostics);
    let outline = Outline::of(&pages, sources);
    let types = Types::of(&outline);
    let mut conditions = Conditions::of(&outline, &types, &lost, sources);
    let tables = Tables::of(&outline, &types, &lost, &mut conditions);
    let draft = Draft::new(sources, outline, types, conditions, tables, lost, today);
    let mut allowed = check::run(&draft, &mut diagnostics);
    // Reading order; what belongs to no place comes first.
    diagnostics.sort_by(|a, b| a.order(b));
    diagnostics.dedup();
    allowed.sort_by(|a, b| a.diagnostic.order(&b.diagnostic));

    let mut places = Places::default();
    for defined in &draft.outline.defined {
        places.keep(defined.kind, defined.name, defined.place.clone());
    }
    let mut catalogue = None;
    if !diagnostics.iter().any(Diagnostic::is_error) {
        catalogue = build(&draft);
        if catalogue.is_none() {
            // The checks above let something through that cannot be built; the author must not be left without a word.
            diagnostics
                .push(Diagnostic::anywhere("not-built", "the catalogue could not be built from these definitions"));
        }
    }
    Checked { catalogue, diagnostics, allowed, places }
}
