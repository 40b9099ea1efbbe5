//! Reads every condition once, typed over all facts and parameters, and keeps it by its place.

use std::collections::BTreeMap;

use rules::{Condition, FlawKind};

use crate::outline::{Outline, Role, Stated};
use crate::read::Lost;
use crate::types::Types;
use crate::within::within;
use crate::{Place, Source};

/// Something wrong in a condition, at its exact place.
#[derive(Debug)]
pub(crate) struct Fault<'a> {
    pub place: Place,
    pub kind: FlawKind,
    pub help: Option<String>,
    pub stated: Stated<'a>,
}

#[derive(Debug, Default)]
pub(crate) struct Conditions<'a> {
    /// By place and text: everything behind one YAML alias has the place of the alias.
    read: BTreeMap<(Place, String), Condition>,
    pub faults: Vec<Fault<'a>>,
}

impl<'a> Conditions<'a> {
    pub fn of(outline: &Outline<'a>, types: &Types, lost: &Lost, sources: &[Source]) -> Self {
        let mut all = Conditions::default();
        for stated in &outline.conditions {
            let read = match stated.role {
                Role::Derive | Role::Over => Condition::parse_value(stated.text, types),
                _ => Condition::parse(stated.text, types),
            };
            match read {
                Ok(condition) => drop(all.read.insert((stated.place.clone(), stated.text.to_owned()), condition)),
                Err(flaws) => {
                    let new = flaws.into_iter().filter(|flaw| !types.is_echo(&flaw.kind, lost));
                    all.faults.extend(new.map(|flaw| Fault {
                        place: within(sources, &stated.place, stated.text, flaw.span),
                        kind: flaw.kind,
                        help: flaw.help,
                        stated: stated.clone(),
                    }));
                }
            }
        }
        all
    }

    /// A condition as it is written at a place; nothing when it was flawed.
    pub fn at(&self, place: Place, text: &str) -> Option<&Condition> {
        self.read.get(&(place, text.to_owned()))
    }

    pub fn of_stated(&self, stated: &Stated) -> Option<&Condition> {
        self.at(stated.place.clone(), stated.text)
    }
}

impl Fault<'_> {
    /// The code under which it is reported.
    pub fn code(&self) -> &'static str {
        match self.kind {
            FlawKind::UnknownName(_) | FlawKind::UnknownItem { .. } => "unknown-fact",
            FlawKind::UnknownParameter(_) => "unknown-parameter",
            FlawKind::Arguments { .. }
            | FlawKind::WrongType { .. }
            | FlawKind::NotComparable { .. }
            | FlawKind::NoOrder { .. }
            | FlawKind::NotAChoice(_)
            | FlawKind::NothingInCommon
            | FlawKind::Branches { .. }
            | FlawKind::NotYesOrNo(_) => "wrong-type-in-condition",
            _ => "unreadable-condition",
        }
    }
}
