//! The checks, one file each; the comment at the top of a file is the page of its code.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rules::Day;

use crate::build::citation;
use crate::conditions::Conditions;
use rules::{Condition, FactId};

use crate::nearest::nearest;
use crate::outline::{Outline, Role};
use crate::overlay;
use crate::read::{self, Lost};
use crate::tables::Tables;
use crate::types::Types;
use crate::{Allowed, Diagnostic, Kind, Place, Source};

use decided::Decided;

/// What the checks look at: everything written, its types, and its conditions as far as they could be read.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub sources: &'a [Source],
    pub outline: Outline<'a>,
    pub types: Types,
    pub conditions: Conditions<'a>,
    pub tables: Tables<'a>,
    pub lost: Lost,
    /// The day of the check; without it nothing is said about what is only wrong on a day.
    pub today: Option<Day>,
    decided: OnceCell<Decided>,
}

mod allow;
mod circle;
mod decided;
mod lengths;
mod parts;
mod words;

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
    "unreadable-table",
];

/// What a check is about; the order in which pages are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Reading,
    Names,
    Words,
    Conditions,
    Questions,
    Permits,
    Time,
    Law,
    Allowing,
    Overlays,
}

impl Group {
    pub const ALL: [Group; 10] = [
        Group::Reading,
        Group::Names,
        Group::Words,
        Group::Conditions,
        Group::Questions,
        Group::Permits,
        Group::Time,
        Group::Law,
        Group::Allowing,
        Group::Overlays,
    ];

    /// The heading over its pages.
    pub fn title(self) -> &'static str {
        match self {
            Group::Reading => "What cannot be read",
            Group::Names => "Names",
            Group::Words => "Words for people",
            Group::Conditions => "Conditions",
            Group::Questions => "Facts, questions and papers",
            Group::Permits => "Permits, duties, bans and events",
            Group::Time => "Clocks, calendars and histories",
            Group::Law => "Law and its sources",
            Group::Allowing => "Warnings that are meant",
            Group::Overlays => "Overlays",
        }
    }
}

/// The page of a code.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// `never-applies`
    pub code: &'static str,
    pub group: Group,
    /// Markdown: what is wrong, why it matters, the remedy, an example.
    pub text: &'static str,
}

impl Page {
    /// The first sentence: what is wrong.
    pub fn summary(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default()
    }
}

struct Check {
    code: &'static str,
    file: &'static str,
    group: Group,
    when: When,
    run: fn(&Draft, &mut Vec<Diagnostic>),
}

/// One entry from the module's name: its code, its page, its function.
macro_rules! checks {
    ($($group:ident: { $($when:ident $module:ident),* $(,)? })*) => {
        $($(mod $module;)*)*
        /// By what they are about. Nothing may be registered elsewhere.
        static CHECKS: &[Check] = &[$($(Check {
            code: $module::CODE,
            file: include_str!(concat!(stringify!($module), ".rs")),
            group: Group::$group,
            when: When::$when,
            run: $module::check,
        }),*),*];
    };
}

checks! {
    Names: {
        Always one_city,
        Always duplicate_name,
        Always unreadable_name,
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
        Always unreadable_table,
        Always rows_fact_without_items,
        Always not_a_day,
        Always range_inverted,
        Always names_differ_in_case,
        Understood unused_definition,
    }
    Words: {
        Always missing_translation,
        Always untranslated_words,
        Always choice_names_alike,
        Always wish_not_findable,
        Always no_way_forward,
        Always blank_nothing_fills,
        Always licence_leaves_out,
        Always listed_twice,
    }
    Conditions: {
        Understood compares_with_itself,
        Understood unit_mismatch,
        Understood value_outside_range,
        Understood never_applies,
        Understood always_applies,
        Understood part_changes_nothing,
        Understood condition_contained,
        Understood both_apply,
        Understood cross_check_certain,
        Understood choice_no_rule_names,
        Understood gap_in_table,
        Understood overlap_in_table,
        Understood row_never_reached,
        Understood diagram_too_large,
    }
    Questions: {
        Always circle_of_derived_facts,
        Understood circle_of_questions,
        Understood fact_nobody_needs,
        Understood question_never_asked,
        Understood needed_but_not_asked,
        Always same_fact_twice,
        Always register_knows_it,
        Always paper_of_our_own,
        Understood optional_but_decisive,
        Understood first_question_for_nothing,
        Understood hard_question_without_help,
        Always example_not_accepted,
        Always never_settled,
        Always personal_fact_in_scope,
        Understood personal_fact_without_need,
        Always personal_fact_unmarked,
    }
    Permits: {
        Always circle_of_prerequisites,
        Always event_without_permit,
        Always unreachable_prerequisite,
        Always nobody_offers_it,
        Always consumer_before_producer,
        Understood output_nobody_uses,
        Always circle_of_superiors,
        Always nobody_takes_over,
        Always waived_without_commitment,
        Always commitment_without_gain,
        Always commitment_never_verified,
        Understood decider_never_reached,
        Understood need_never_arises,
        Understood need_always_arises,
        Understood never_granted,
        Understood rule_never_fails,
        Understood permit_always_banned,
        Understood wish_leads_nowhere,
    }
    Time: {
        Always promise_longer_than_law,
        Always renewal_window_inverted,
        Always gap_in_parameter_history,
        Always promise_in_longer_unit,
        Always no_time_to_look,
        Always basket_outlasts_notice,
        Understood filed_too_late_to_decide,
        Always renewal_outside_validity,
        Always history_says_nothing_new,
        Understood parameter_without_value,
        Always prerequisite_not_in_force,
        Always calendar_day_outside_year,
        Always calendar_ends_soon,
    }
    Law: {
        Always recalled_law_shown,
        Always read_without_version,
        Always law_read_too_long_ago,
        Always law_not_in_force,
        Always duplicate_citation,
        Always clock_without_law,
        Always fee_without_law,
        Always silence_grants_without_law,
        Always silence_skips_visit,
        Always silence_without_effect,
    }
    Conditions: {
        // Last: it says what the others could not decide.
        Understood not_decided,
    }
}

pub(crate) use unreadable_name::may_be_called;

/// Every check in turn; then what authors allow is set aside.
pub(crate) fn run(draft: &Draft, found: &mut Vec<Diagnostic>) -> Vec<Allowed> {
    let mut left_out = Vec::new();
    for check in CHECKS {
        if check.when == When::Understood && found.iter().any(|d| d.is_error() && OBSCURING.contains(&d.code)) {
            left_out.push(check.code);
            continue;
        }
        (check.run)(draft, found);
    }
    allow::set_aside(draft, found, &left_out)
}

/// Every code a diagnostic can have.
pub fn codes() -> impl Iterator<Item = &'static str> {
    pages().map(|page| page.code)
}

/// The page of a code in Markdown: what is wrong, why it matters, the remedy, an example.
pub fn explain(code: &str) -> Option<&'static str> {
    pages().find(|page| page.code == code).map(|page| page.text)
}

/// Every page, by group.
pub fn pages() -> impl Iterator<Item = Page> {
    static READ: LazyLock<Vec<Page>> = LazyLock::new(|| {
        let reading = read::PAGES.iter().map(|(code, file)| (*code, Group::Reading, *file));
        let laying = overlay::PAGES.iter().map(|(code, file)| (*code, Group::Overlays, *file));
        let checks = CHECKS.iter().map(|check| (check.code, check.group, check.file));
        let page = |(code, group, file)| Page { code, group, text: Box::leak(page(file).into_boxed_str()) };
        let mut pages: Vec<Page> = reading.chain(checks).chain([allow::PAGE]).chain(laying).map(page).collect();
        pages.sort_by_key(|page| page.group);
        pages
    });
    READ.iter().copied()
}

/// All pages as one document, by group.
pub fn handbook() -> String {
    let mut text = HANDBOOK.to_owned();
    for group in Group::ALL {
        text.push_str(&format!("\n## {}\n", group.title()));
        for page in pages().filter(|page| page.group == group) {
            text.push_str(&format!("\n### `{}`\n\n{}\n", page.code, page.text));
        }
    }
    text
}

const HANDBOOK: &str = include_str!("handbook.md");

/// The comment at the top of a file.
fn page(file: &str) -> String {
    let lines = file.lines().map_while(|line| line.strip_prefix("//!"));
    lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

impl<'a> Draft<'a> {
    pub fn new(
        sources: &'a [Source],
        outline: Outline<'a>,
        types: Types,
        conditions: Conditions<'a>,
        tables: Tables<'a>,
        lost: Lost,
        today: Option<Day>,
    ) -> Self {
        Draft { sources, outline, types, conditions, tables, lost, today, decided: OnceCell::new() }
    }

    /// What conditions decide; worked out when first asked for.
    fn decided(&self) -> &Decided {
        self.decided.get_or_init(|| Decided::of(self))
    }

    /// What computes facts, as far as it could be read, each with the place where it is written.
    fn derived(&self) -> BTreeMap<&'a str, (Place, &Condition)> {
        let stated = self.outline.conditions.iter().filter(|stated| stated.role == Role::Derive);
        let by_expression = stated
            .filter_map(|stated| Some((stated.owner.name, (stated.place.clone(), self.conditions.of_stated(stated)?))));
        let by_table =
            self.tables.read.iter().map(|(name, table)| (*name, (table.fact.place(&table.it.hit), &table.derive)));
        by_expression.chain(by_table).collect()
    }

    /// The same for diagrams.
    fn derived_conditions(&self) -> BTreeMap<FactId, Condition> {
        self.derived().into_iter().map(|(name, (_, condition))| (FactId::new(name), condition.clone())).collect()
    }

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

    /// Whether some name of this kind is used that nobody defines, or a definition could not be read.
    fn misses(&self, kind: Kind) -> bool {
        let cited = self.outline.citations.iter().map(|text| citation(text.text).law);
        let laws =
            || kind == Kind::Law && cited.map(|law| law.as_str().to_owned()).any(|law| self.is_missing(kind, &law));
        let mut mentions = self.outline.mentions.iter().filter(|m| m.kind == kind);
        self.lost.anything || mentions.any(|m| self.is_missing(kind, m.name)) || laws()
    }

    fn is_missing(&self, kind: Kind, name: &str) -> bool {
        self.outline.definition(kind, name).is_none()
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
