//! The checks, one file each; the comment at the top of a file is the page of its code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::conditions::Conditions;
use crate::nearest::nearest;
use crate::outline::Outline;
use crate::read::{self, Lost};
use crate::types::Types;
use crate::{Diagnostic, Kind, Source};

/// What the checks look at: everything written, its types, and its conditions as far as they could be read.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub sources: &'a [Source],
    pub outline: Outline<'a>,
    pub types: Types,
    pub conditions: Conditions<'a>,
    pub lost: Lost,
}

mod circle;
mod outcome;

/// When a check makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Always,
    /// It looks at all conditions together; while one of them cannot be understood it would only report echoes.
    Understood,
}

/// What makes conditions hard to understand.
const OBSCURING: &[&str] = &[
    "not-yaml",
    "unknown-key",
    "duplicate-key",
    "missing-key",
    "wrong-shape",
    "duplicate-name",
    "unknown-word",
    "unknown-fact",
    "unknown-parameter",
    "unreadable-condition",
    "wrong-type-in-condition",
    "unreadable-value",
    "empty-choices",
    "circle-of-derived-facts",
];

struct Check {
    code: &'static str,
    page: &'static str,
    when: When,
    run: fn(&Draft, &mut Vec<Diagnostic>),
}

/// One entry from the module's name: its code, its page, its function.
macro_rules! checks {
    ($($when:ident $module:ident),* $(,)?) => {
        $(mod $module;)*
        /// In reading order. Nothing may be registered elsewhere.
        static CHECKS: &[Check] = &[$(Check {
            code: $module::CODE,
            page: include_str!(concat!(stringify!($module), ".rs")),
            when: When::$when,
            run: $module::check,
        }),*];
    };
}

checks! {
    Always one_city,
    Always duplicate_name,
    Always unreadable_name,
    Always missing_translation,
    Always unknown_word,
    Always unknown_law,
    Always unknown_authority,
    Always unknown_register,
    Always unknown_section,
    Always unknown_fact,
    Always unknown_parameter,
    Always unknown_evidence,
    Always unknown_permit,
    Always unknown_duty,
    Always unknown_ban,
    Always unreadable_condition,
    Always wrong_type_in_condition,
    Always unreadable_length,
    Always unreadable_day,
    Always unreadable_number,
    Always unreadable_value,
    Always empty_choices,
    Always rows_fact_without_items,
    Always not_a_day,
    Always range_inverted,
    Always circle_of_derived_facts,
    Always circle_of_prerequisites,
    Always promise_longer_than_law,
    Always renewal_window_inverted,
    Always gap_in_parameter_history,
    Always calendar_day_outside_year,
    Always event_without_permit,
    Always unreachable_prerequisite,
    Always personal_fact_in_scope,
    Understood fact_nobody_needs,
    Understood never_applies,
    Understood always_applies,
    Always recalled_law_shown,
}

pub(crate) fn run(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for check in CHECKS {
        if check.when == When::Understood && found.iter().any(|d| d.is_error() && OBSCURING.contains(&d.code)) {
            continue;
        }
        (check.run)(draft, found);
    }
}

/// Every code a diagnostic can have.
pub fn codes() -> impl Iterator<Item = &'static str> {
    pages().map(|(code, _)| code)
}

/// The page of a code in Markdown: what is wrong, why it matters, the remedy, an example.
pub fn explain(code: &str) -> Option<&'static str> {
    static READ: LazyLock<BTreeMap<&str, String>> =
        LazyLock::new(|| pages().map(|(c, file)| (c, page(file))).collect());
    READ.get(code).map(String::as_str)
}

/// The comment at the top of a file.
fn page(file: &str) -> String {
    let lines = file.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    read::PAGES.iter().copied().chain(CHECKS.iter().map(|check| (check.code, check.page)))
}

impl<'a> Draft<'a> {
    /// One error for every mention of a name of this kind that nobody defines.
    fn unknown(&self, kind: Kind, code: &'static str, found: &mut Vec<Diagnostic>) {
        for mention in self.outline.mentions.iter().filter(|m| m.kind == kind) {
            if self.outline.definition(kind, mention.name).is_some() || self.lost.has(kind, mention.name) {
                continue;
            }
            let message = format!("no {} is called `{}`", kind.noun(), mention.name);
            let diagnostic =
                Diagnostic::error(code, mention.place.clone(), message).because(format!("{} uses it", mention.owner));
            found.push(self.suggest(diagnostic, mention.name, self.outline.names(kind)));
        }
    }

    fn suggest<'n>(&self, diagnostic: Diagnostic, wrong: &str, names: impl Iterator<Item = &'n str>) -> Diagnostic {
        match nearest(wrong, names) {
            Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
            None => diagnostic,
        }
    }

    /// One error for every fault of a condition that belongs to this code.
    fn faults(&self, code: &'static str, found: &mut Vec<Diagnostic>) {
        for fault in self.conditions.faults.iter().filter(|fault| fault.code() == code) {
            let diagnostic = Diagnostic::error(code, fault.place.clone(), fault.kind.to_string())
                .because(format!("it stands in a condition of {}", fault.stated.owner));
            found.push(match &fault.help {
                Some(help) => diagnostic.help(help.clone()),
                None => diagnostic,
            });
        }
    }
}
