//! One fact as a field: its question in plain words, its unit, who reads it, and why it is asked.

use std::collections::BTreeSet;

use catalogue::{AuthorityId, Fact, FactKind};
use journey::{FormFact, Known, NeededBy, deciding_authority};
use maud::{Markup, html};
use rules::Value;

use super::typed::{Typed, Wrong, texts_of};
use crate::facts;
use crate::kit::parts::{self, Choice, Field, Input, Opt, Rows, Width};
use crate::web::Visit;

/// Longer answers do not stand side by side.
const INLINE_LETTERS: usize = 22;

/// What a field needs besides its fact.
pub(crate) struct Asking<'a> {
    pub visit: &'a Visit,
    /// What is known, to fill the field with; personal facts are opened.
    pub known: &'a Known,
    /// What was typed and sent; it comes before what is known.
    pub typed: Option<&'a Typed>,
    pub wrong: &'a [Wrong],
}

/// The authorities that read a fact, each once, in the order of the plan.
pub(crate) fn readers(visit: &Visit, known: &Known, needed_by: &[NeededBy]) -> Vec<AuthorityId> {
    let catalogue = visit.catalogue();
    let mut seen = BTreeSet::new();
    needed_by
        .iter()
        .filter_map(|n| deciding_authority(&catalogue, &n.permit, known))
        .filter(|a| seen.insert(a.clone()))
        .collect()
}

pub(crate) fn reader_names(visit: &Visit, known: &Known, needed_by: &[NeededBy]) -> Vec<String> {
    readers(visit, known, needed_by).iter().map(|a| facts::authority_short(visit, a)).collect()
}

/// An article behind a sentence, in brackets: ` (…)`, `（…）`.
pub(crate) fn law_note(visit: &Visit, law: &str) -> Markup {
    html! { span.dim { (visit.say.with("form-law-note", &[("law", law.into())])) } }
}

/// Why it is asked: for each permit the reason, and the article where it may be cited.
pub(crate) fn why(visit: &Visit, needed_by: &[NeededBy]) -> Markup {
    let say = visit.say;
    parts::why_we_ask(
        say,
        false,
        html! {
            ul.stack.s2 {
                @for need in needed_by {
                    li {
                        b { (facts::permit_name(visit, &need.permit)) } (if say.is_zh() { "：" } else { ": " }) (facts::wanted(visit, &need.why))
                        @if let Some(law) = facts::citations(visit, &need.law) { (law_note(visit, &law)) }
                    }
                }
            }
        },
    )
}

impl Asking<'_> {
    fn texts(&self, field: &str, value: Option<&Value>) -> Vec<String> {
        match self.typed {
            Some(typed) => typed.texts(field).into_iter().map(str::to_owned).collect(),
            None => value.map(|v| texts_of(self.visit, v)).unwrap_or_default(),
        }
    }

    fn wrong(&self, field: &str) -> (&str, &str) {
        self.wrong.iter().find(|w| w.field == field).map_or(("", ""), |w| (w.text.as_str(), w.fix.as_str()))
    }

    /// A fact of the form with its reason under it.
    pub fn question(&self, item: &FormFact) -> Markup {
        let catalogue = self.visit.catalogue();
        let Some(fact) = catalogue.facts.get(&item.fact) else { return html! {} };
        let readers = reader_names(self.visit, self.known, &item.needed_by);
        let readers: Vec<&str> = readers.iter().map(String::as_str).collect();
        html! {
            div.stack.s2 {
                (self.fact(fact, &readers))
                (why(self.visit, &item.needed_by))
            }
        }
    }

    /// The field of a fact, whoever asks for it.
    pub fn fact(&self, fact: &Fact, readers: &[&str]) -> Markup {
        html! {
            (parts::hidden("asked", fact.id.as_str()))
            @if fact.kind == FactKind::Rows { (self.rows(fact, readers)) }
            @else { (self.one(fact, fact.id.as_str(), self.known.value_of(&fact.id), readers)) }
        }
    }

    fn one(&self, fact: &Fact, name: &str, value: Option<&Value>, readers: &[&str]) -> Markup {
        let (visit, say) = (self.visit, self.visit.say);
        let asked = visit.text(&fact.ask);
        let asked = if asked.is_empty() { visit.text(&fact.name) } else { asked };
        let label =
            if fact.optional { say.with("form-optional", &[("label", asked.into())]) } else { asked.to_owned() };
        let (error, fix) = self.wrong(name);
        let texts = self.texts(name, value);
        let chosen: Vec<&str> = texts.iter().map(String::as_str).collect();
        let hint = fact.help.as_ref().map_or("", |h| visit.text(h));
        match fact.kind {
            FactKind::YesNo => {
                let options = [
                    Opt { value: "yes", label: say.t("part-yes"), ..Opt::default() },
                    Opt { value: "no", label: say.t("part-no"), ..Opt::default() },
                ];
                parts::choice(
                    say,
                    &Choice {
                        name,
                        legend: &label,
                        hint,
                        error,
                        options: &options,
                        chosen: &chosen,
                        inline: true,
                        readers,
                        ..Choice::default()
                    },
                )
            }
            FactKind::Choice | FactKind::Choices => {
                let options: Vec<Opt> = fact
                    .choices
                    .iter()
                    .map(|c| Opt {
                        value: &c.id,
                        label: visit.text(&c.name),
                        hint: c.help.as_ref().map_or("", |h| visit.text(h)),
                        ..Opt::default()
                    })
                    .collect();
                let inline = options.iter().all(|o| o.hint.is_empty() && o.label.chars().count() <= INLINE_LETTERS);
                let many = fact.kind == FactKind::Choices;
                parts::choice(
                    say,
                    &Choice {
                        name,
                        legend: &label,
                        hint,
                        error,
                        options: &options,
                        chosen: &chosen,
                        many,
                        inline,
                        readers,
                        ..Choice::default()
                    },
                )
            }
            kind => {
                let (input, width, suffix, autocomplete, lines) = shape(kind, say.is_zh());
                // In a group the fields are about somebody else than whoever types.
                let autocomplete = if name == fact.id.as_str() { autocomplete } else { "" };
                let example = fact.example.as_ref().filter(|_| !matches!(kind, FactKind::LongText));
                let example = example.map(|e| say.with("form-example", &[("example", e.as_str().into())]));
                let hint = match (hint, &example) {
                    ("", Some(example)) => example.clone(),
                    (hint, Some(example)) if hint.chars().count() < 60 => {
                        format!("{hint}{}{example}", if say.is_zh() { "" } else { " " })
                    }
                    (hint, _) => hint.to_owned(),
                };
                let at_most = match kind {
                    FactKind::LongText => u32::try_from(journey::entry::longest(fact)).unwrap_or(0),
                    _ => 0,
                };
                let value = chosen.first().copied().unwrap_or("");
                parts::field(
                    say,
                    &Field {
                        name,
                        label: &label,
                        hint: &hint,
                        error,
                        value,
                        input,
                        width,
                        suffix,
                        autocomplete,
                        readers,
                        fix,
                        lines,
                        at_most,
                        ..Field::default()
                    },
                )
            }
        }
    }

    fn rows(&self, fact: &Fact, readers: &[&str]) -> Markup {
        let (visit, say) = (self.visit, self.visit.say);
        let id = fact.id.as_str();
        let known = self.known.value_of(&fact.id).and_then(Value::as_rows).unwrap_or_default();
        let least = fact.min.and_then(|m| usize::try_from(m.trunc().mantissa()).ok()).unwrap_or(0);
        let count = match self.typed {
            Some(typed) => typed.rows(id),
            None => known.len().max(least.min(1)),
        };
        let name = visit.text(&fact.name);
        let groups: Vec<(String, Markup)> = (0..count)
            .map(|number| {
                let title = say.with("form-row", &[("what", name.into()), ("n", (number + 1).into())]);
                let fields = html! {
                    (parts::hidden(&format!("{id}.{number}"), "row"))
                    @for item in &fact.items {
                        @let field = format!("{id}.{number}.{}", item.id);
                        (self.one(item, &field, known.get(number).and_then(|row| row.get(item.id.as_str())), &[]))
                    }
                };
                (title, fields)
            })
            .collect();
        let legend = visit.text(&fact.ask);
        let legend =
            if fact.optional { say.with("form-optional", &[("label", legend.into())]) } else { legend.to_owned() };
        let hint = fact.help.as_ref().map_or("", |h| visit.text(h));
        let (error, _) = self.wrong(id);
        let at_most = fact.max.and_then(|m| usize::try_from(m.trunc().mantissa()).ok()).unwrap_or(0);
        let add = say.t(if groups.is_empty() { "form-row-first" } else { "form-row-add" });
        html! {
            (parts::rows(say, &Rows { name: id, legend: &legend, hint, error, rows: &groups, add, at_most }))
            (parts::read_by(say, readers))
        }
    }
}

/// Keyboard, room, unit, what browsers may fill in, and lines.
fn shape(kind: FactKind, zh: bool) -> (Input, Width, &'static str, &'static str, u8) {
    match kind {
        FactKind::Count => (Input::Whole, Width::Small, "", "", 0),
        FactKind::Number => (Input::Decimal, Width::Small, "", "", 0),
        FactKind::Area => (Input::Decimal, Width::Small, if zh { "平方米" } else { "m²" }, "", 0),
        FactKind::Length => (Input::Decimal, Width::Small, if zh { "米" } else { "m" }, "", 0),
        FactKind::Money => (Input::Decimal, Width::Middle, if zh { "元" } else { "yuan" }, "", 0),
        FactKind::Day => (Input::Date, Width::Middle, "", "", 0),
        FactKind::LongText => (Input::Text, Width::Full, "", "", 4),
        FactKind::PersonName => (Input::Text, Width::Middle, "", "name", 0),
        FactKind::Phone => (Input::Phone, Width::Middle, "", "tel", 0),
        FactKind::Email => (Input::Email, Width::Full, "", "email", 0),
        FactKind::CreditCode | FactKind::ResidentId => (Input::Code, Width::Middle, "", "off", 0),
        FactKind::Address => (Input::Text, Width::Full, "", "", 0),
        FactKind::Hours => (Input::Text, Width::Middle, "", "", 0),
        _ => (Input::Text, Width::Full, "", "", 0),
    }
}

/// A value as people read it; groups are listed row by row.
pub(crate) fn shown(visit: &Visit, fact: &Fact, value: &Value) -> Markup {
    let Value::Rows(rows) = value else { return html! { (facts::value(visit, fact, value)) } };
    html! {
        ol.stack.s2 {
            @for row in rows {
                li {
                    @let said: Vec<String> = fact.items.iter().filter_map(|item| row.get(item.id.as_str()).map(|v| facts::value(visit, item, v))).collect();
                    (said.join(if visit.say.is_zh() { "，" } else { ", " }))
                }
            }
        }
    }
}
