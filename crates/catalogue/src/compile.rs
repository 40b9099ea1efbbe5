//! The whole way from texts to a catalogue, as six calls.

use crate::build::build;
use crate::check::{self, Draft};
use crate::conditions::Conditions;
use crate::outline::Outline;
use crate::read;
use crate::types::Types;
use crate::{Checked, Diagnostic, Places, Source};

/// Compiles definition texts. Never panics, reports every problem at once, and gives a catalogue exactly when none is an error.
pub fn compile(sources: &[Source]) -> Checked {
    let mut diagnostics = Vec::new();
    let (pages, lost) = read::read(sources, &mut diagnostics);
    let outline = Outline::of(&pages, sources);
    let types = Types::of(&outline);
    let conditions = Conditions::of(&outline, &types, &lost, sources);
    let draft = Draft { sources, outline, types, conditions, lost };
    check::run(&draft, &mut diagnostics);
    // Reading order; what belongs to no place comes first.
    diagnostics.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
    diagnostics.dedup();

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
    Checked { catalogue, diagnostics, places }
}
