//! Everything that keeps a form from being filed, all at once.

use std::collections::BTreeSet;
use std::sync::Arc;

use catalogue::{Catalogue, EvidenceId, Fact, Words};
use rules::{Day, FactId, Ternary, Value};
use rust_decimal::prelude::ToPrimitive;

use crate::form::Form;
use crate::known::Known;

/// Why a form cannot be filed yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormMistake {
    MissingFact {
        fact: FactId,
    },
    /// An item of a row is missing; rows count from zero.
    MissingItem {
        fact: FactId,
        row: usize,
        item: String,
    },
    MissingPaper {
        evidence: EvidenceId,
    },
    /// A cross-check fails; `say` has the sentence with `{fact}` already replaced by values.
    CrossCheck {
        fact: FactId,
        say: Words,
    },
    TooFewRows {
        fact: FactId,
        least: u32,
    },
}

/// Everything that keeps a form from being filed, all at once. `papers`: evidence types that are there.
pub fn missing(
    catalogue: &Catalogue,
    form: &Form,
    known: &Known,
    papers: &BTreeSet<EvidenceId>,
    on: Day,
) -> Vec<FormMistake> {
    let full = known.completed(catalogue, on);
    let mut mistakes = Vec::new();
    for item in form.facts().filter(|f| f.given_by.is_none()) {
        let Some(fact) = catalogue.facts.get(&item.fact) else { continue };
        match known.value_of(&item.fact) {
            None if fact.optional => {}
            // Whether it applies is open: what decides that is in the list instead.
            None if fact.only_if.as_ref().is_some_and(|c| c.holds(&full) != Ternary::True) => {}
            None => mistakes.push(FormMistake::MissingFact { fact: item.fact.clone() }),
            Some(Value::Rows(rows)) => rows_missing(fact, rows, &mut mistakes),
            Some(_) => {}
        }
        mistakes.extend(cross_checks(catalogue, fact, &full));
    }
    for slot in form.papers.iter().filter(|p| !p.proved_by_register) {
        if !papers.contains(&slot.evidence) {
            mistakes.push(FormMistake::MissingPaper { evidence: slot.evidence.clone() });
        }
    }
    mistakes
}

fn rows_missing(fact: &Fact, rows: &[rules::Row], mistakes: &mut Vec<FormMistake>) {
    let least = fact.min.and_then(|m| m.ceil().to_u32()).unwrap_or(0);
    let none_is_fine = fact.optional && rows.is_empty();
    if !none_is_fine && (rows.len() as u64) < u64::from(least) {
        mistakes.push(FormMistake::TooFewRows { fact: fact.id.clone(), least });
    }
    for (number, row) in rows.iter().enumerate() {
        for item in fact.items.iter().filter(|i| !i.optional) {
            if !row.contains_key(item.id.as_str()) {
                let item = item.id.to_string();
                mistakes.push(FormMistake::MissingItem { fact: fact.id.clone(), row: number, item });
            }
        }
    }
}

/// The cross-checks of one fact that fail for what is known.
pub fn cross_checks(catalogue: &Catalogue, fact: &Fact, full: &Known) -> Vec<FormMistake> {
    fact.must
        .iter()
        .filter(|m| m.applies.as_ref().is_none_or(|c| c.holds(full) == Ternary::True))
        .filter(|m| m.must.holds(full) == Ternary::False)
        .map(|m| FormMistake::CrossCheck { fact: fact.id.clone(), say: filled(catalogue, &m.say, full) })
        .collect()
}

/// Replaces `{fact}` in words by the value that is known. Personal values stay out of sentences.
fn filled(catalogue: &Catalogue, words: &Words, full: &Known) -> Words {
    let fill = |text: &String| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        // One pass from left to right: braces inside a value are text, not holes.
        while let Some((before, hole, after)) = next_hole(rest) {
            out.push_str(before);
            let fact = FactId::from(hole);
            match full.value_of(&fact).filter(|_| !catalogue.facts.get(&fact).is_some_and(|f| f.personal)) {
                Some(value) => out.push_str(&crate::printed::plain(value)),
                None => out.extend(["{", hole, "}"]),
            }
            rest = after;
        }
        out.push_str(rest);
        out
    };
    Words(Arc::new(words.0.iter().map(|(language, text)| (language.clone(), fill(text))).collect()))
}

pub(crate) fn next_hole(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (hole, after) = rest.split_once('}')?;
    Some((before, hole, after))
}
