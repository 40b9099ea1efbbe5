//! The fixed words of the paper in one language, with their blanks filled; other languages than Chinese get the English
//! frame around their own words.

use rules::Day;

use crate::model::{PartKind, PartState};

use super::template::Template;

/// A template read in one language.
#[derive(Clone, Copy)]
pub(super) struct Wording<'t> {
    pub template: &'t Template,
    /// The language the fixed words are in: `en` or `zh`.
    pub language: &'static str,
}

impl<'t> Wording<'t> {
    pub fn in_language(template: &'t Template, language: &str) -> Self {
        let chinese = language == "zh" || language.starts_with("zh-");
        Wording { template, language: if chinese { "zh" } else { "en" } }
    }

    pub fn is_chinese(&self) -> bool {
        self.language == "zh"
    }

    pub fn say(&self, name: &str) -> &'t str {
        self.template.say(name, self.is_chinese())
    }

    /// The same words for people who read only the other language.
    pub fn say_in_the_other(&self, name: &str) -> &'t str {
        self.template.say(name, !self.is_chinese())
    }

    /// The words with what belongs into each `{blank}`. What fills one blank is not searched for another.
    pub fn fill(&self, name: &str, blanks: &[(&str, &str)]) -> String {
        let mut rest = self.say(name);
        let mut text = String::with_capacity(rest.len() + 32);
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            match after.split_once('}') {
                Some((blank, after)) => {
                    text.push_str(blanks.iter().find(|(known, _)| *known == blank).map_or("", |(_, value)| value));
                    rest = after;
                }
                None => rest = after,
            }
        }
        text.push_str(rest);
        text
    }

    pub fn kind(&self, kind: PartKind) -> &'t str {
        self.say(match kind {
            PartKind::Licence => "kind-licence",
            PartKind::Registration => "kind-registration",
            PartKind::Filing => "kind-filing",
            PartKind::Upload => "kind-upload",
        })
    }

    /// What to print beside a part that is not valid.
    pub fn state(&self, state: PartState) -> Option<&'t str> {
        Some(self.say(match state {
            PartState::Valid => return None,
            PartState::Suspended => "suspended",
            PartState::Revoked => "revoked",
            PartState::Expired => "expired",
            PartState::Withdrawn => "withdrawn",
        }))
    }

    fn day_as(&self, name: &str, day: Day) -> String {
        let month = usize::try_from(day.month() - 1).ok().and_then(|n| self.say("months").split(',').nth(n));
        let month = month.unwrap_or_default().trim();
        let short: String = month.chars().take(3).collect();
        self.fill(
            name,
            &[
                ("day", &day.day_of_month().to_string()),
                ("month", month),
                ("short-month", &short),
                ("month-number", &day.month().to_string()),
                ("year", &day.year().to_string()),
                ("iso", &day.to_string()),
            ],
        )
    }

    /// A date in a sentence or a list of facts.
    pub fn date(&self, day: Day) -> String {
        self.day_as("date", day)
    }

    /// A date in a table.
    pub fn short_date(&self, day: Day) -> String {
        self.day_as("short-date", day)
    }

    pub fn from(&self, day: Day) -> String {
        self.fill("from", &[("day", &self.short_date(day))])
    }

    pub fn notice(&self, parts: usize) -> String {
        let count = parts.to_string();
        self.fill(if parts == 1 { "notice-one" } else { "notice" }, &[("count", &count)])
    }

    /// Names the characters without a shape by their numbers (U+9F98), since they cannot be printed.
    pub fn missing(&self, characters: &[char]) -> String {
        const AT_MOST: usize = 12;
        let mut numbers: Vec<String> =
            characters.iter().take(AT_MOST).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        if characters.len() > AT_MOST {
            numbers.push("…".to_owned());
        }
        self.fill("missing", &[("characters", &numbers.join(" "))])
    }

    pub fn check_it(&self, address: &str) -> String {
        self.fill("check", &[("address", address)])
    }

    pub fn signed(&self, issuer: &str, day: Day, kid: &str) -> String {
        self.fill("signed", &[("issuer", issuer), ("day", &self.date(day)), ("key", kid)])
    }

    pub fn page(&self, page: usize, pages: usize) -> String {
        self.fill("page", &[("page", &page.to_string()), ("pages", &pages.to_string())])
    }

    pub fn qr_described(&self, code: &str) -> String {
        self.fill("qr-described", &[("code", code)])
    }

    pub fn seal_described(&self, city: &str) -> String {
        self.fill("seal-described", &[("city", city)])
    }
}
