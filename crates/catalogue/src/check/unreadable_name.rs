//! A name that cannot be used where names are used.
//!
//! **Why it matters.** Facts and parameters are written in conditions, where `-` means minus; other names stand in addresses and events.
//! **Remedy.** Facts: lower-case words joined by `_`, parts by dots: `premises.operating_area`. Parameters and items: the same without
//! dots. Everything else: lower-case words joined by `-`: `food-business`. Laws: a short name without spaces.
//!
//! Bad: `fact: premises.operating-area`. Good: `fact: premises.operating_area`.

use super::Draft;
use crate::kind::a;
use crate::{Diagnostic, Kind};

pub(super) const CODE: &str = "unreadable-name";

/// Whether a definition of this kind may be called so; otherwise what to write instead.
pub(crate) fn may_be_called(kind: Kind, name: &str) -> Result<(), &'static str> {
    let wanted = Wanted::of(kind);
    if wanted.is_met(name) { Ok(()) } else { Err(wanted.help()) }
}

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for defined in &draft.outline.defined {
        let wanted = Wanted::of(defined.kind);
        if !wanted.is_met(defined.name) {
            let message = format!("`{}` cannot be the name of {}", defined.name, a(defined.kind.noun()));
            found.push(Diagnostic::error(CODE, defined.place.clone(), message).help(wanted.help()));
        }
    }
    for (_, item) in &draft.outline.items {
        let name = item.it.fact.get();
        if !Wanted::Word.is_met(name) {
            let message = format!("`{name}` cannot be the name of an item");
            found.push(Diagnostic::error(CODE, item.place(&item.it.fact), message).help(Wanted::Word.help()));
        }
    }
}

enum Wanted {
    Dotted,
    Word,
    Dashed,
    Law,
}

impl Wanted {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Fact => Wanted::Dotted,
            Kind::Parameter => Wanted::Word,
            Kind::Law => Wanted::Law,
            _ => Wanted::Dashed,
        }
    }

    fn is_met(&self, name: &str) -> bool {
        // The words of the condition language itself.
        let reserved = |part: &str| matches!(part, "true" | "false" | "in" | "null" | "param");
        match self {
            Wanted::Dotted => name.split('.').all(|part| is_word(part, '_') && !reserved(part)),
            Wanted::Word => is_word(name, '_') && !reserved(name),
            Wanted::Dashed => is_word(name, '-'),
            Wanted::Law => !name.is_empty() && name != "recalled" && !name.contains(char::is_whitespace),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            Wanted::Dotted => "write lower-case words joined by `_`, parts joined by dots: `premises.operating_area`",
            Wanted::Word => "write lower-case words joined by `_`: `operating_area`",
            Wanted::Dashed => "write lower-case words joined by `-`: `food-business`",
            Wanted::Law => "write a short name without spaces: `FSL`",
        }
    }
}

fn is_word(name: &str, joint: char) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint)
}
