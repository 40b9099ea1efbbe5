//! What there is to say about each definition, in lines: type, unit, law with its confidence, who decides, how long.

use super::About;
use super::walk::{Called, type_noun};
use crate::build::citation;
use crate::outline::Outline;
use crate::source::At;
use crate::written;
use crate::{Confidence, Kind};

pub(super) trait Describe {
    /// The name and the words for people.
    fn called(&self) -> Called<'_>;

    fn about(&self, _outline: &Outline) -> Vec<About> {
        Vec::new()
    }
}

fn line(label: &'static str, text: impl Into<String>) -> About {
    About { label, text: text.into() }
}

fn written_line(label: &'static str, at: Option<&At<String>>) -> Option<About> {
    at.map(|at| line(label, at.get().trim()))
}

/// `Operating area / 经营面积`.
fn said(words: &written::Words) -> String {
    let mut said: Vec<&str> = Vec::new();
    for text in words.values() {
        if !said.contains(&text.as_str()) {
            said.push(text);
        }
    }
    said.join(" / ")
}

fn words_line(label: &'static str, words: Option<&written::Words>) -> Option<About> {
    words.map(|words| line(label, said(words)))
}

/// `Food Safety Law 35 (checked); …`.
fn laws(outline: &Outline, all: &[At<String>]) -> Option<About> {
    let cited: Vec<String> = all.iter().map(|at| cited(outline, at)).collect();
    (!cited.is_empty()).then(|| line("law", cited.join("; ")))
}

fn cited(outline: &Outline, text: &str) -> String {
    let citation = citation(text);
    let law = outline.laws.iter().find(|here| here.it.law.get() == citation.law.as_str());
    let name = law.map_or_else(|| citation.law.to_string(), |here| said(&here.it.name));
    let article = citation.article.map(|article| format!(" {article}")).unwrap_or_default();
    let confidence = match citation.confidence {
        Confidence::Checked => "checked",
        Confidence::Recalled => "recalled, not shown as law",
    };
    format!("{name}{article} ({confidence})")
}

/// A name with its words: `market-regulation (Market Regulation / 市场监管)`.
fn named(outline: &Outline, kind: Kind, at: &At<String>) -> String {
    let words = match kind {
        Kind::Authority => outline.authorities.iter().find(|h| h.it.authority.get() == at.get()).map(|h| &h.it.name),
        Kind::Register => outline.registers.iter().find(|h| h.it.register.get() == at.get()).map(|h| &h.it.name),
        Kind::Section => outline.sections.iter().find(|h| h.it.section.get() == at.get()).map(|h| &h.it.name),
        _ => None,
    };
    words.map_or_else(|| at.get().clone(), |words| format!("{} ({})", at.get(), said(words)))
}

fn in_force(it: &written::InForce) -> Option<About> {
    let from = it.from.as_ref().map(|day| format!("from {}", day.get()));
    let until = it.until.as_ref().map(|day| format!("until {}", day.get()));
    let days: Vec<String> = from.into_iter().chain(until).collect();
    (!days.is_empty()).then(|| line("in force", days.join(" ")))
}

fn unit(kind: &str) -> Option<&'static str> {
    match kind {
        "area" => Some("m²"),
        "length" => Some("m"),
        "money" => Some("CNY"),
        _ => None,
    }
}

impl Describe for written::City {
    fn called(&self) -> Called<'_> {
        (&self.city, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        vec![line("issuer", named(outline, Kind::Authority, &self.issuer)), line("time zone", &self.time_zone)]
    }
}

impl Describe for written::Law {
    fn called(&self) -> Called<'_> {
        (&self.law, &self.name)
    }
    fn about(&self, _: &Outline) -> Vec<About> {
        let version = self.version.as_ref().map(|version| line("version", version));
        version.into_iter().chain(self.source.as_ref().map(|source| line("source", source))).collect()
    }
}

impl Describe for written::Authority {
    fn called(&self) -> Called<'_> {
        (&self.authority, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let superior = self.superior.as_ref().map(|at| line("superior", named(outline, Kind::Authority, at)));
        std::iter::once(line("level", self.level.get())).chain(superior).collect()
    }
}

impl Describe for written::Register {
    fn called(&self) -> Called<'_> {
        (&self.register, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        vec![line("kept by", named(outline, Kind::Authority, &self.kept_by))]
    }
}

impl Describe for written::Section {
    fn called(&self) -> Called<'_> {
        (&self.section, &self.name)
    }
}

impl Describe for written::Fact {
    fn called(&self) -> Called<'_> {
        (&self.fact, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let kind = self.kind.get();
        let unit = unit(kind).map(|unit| format!(" in {unit}")).unwrap_or_default();
        let mut about = vec![line("type", format!("{kind}, {}{unit}", type_noun(self)))];
        if !self.choices.is_empty() {
            let choices = self.choices.iter().map(|c| format!("`{}` {}", c.choice.get(), said(&c.name)));
            about.push(line("choices", choices.collect::<Vec<_>>().join("; ")));
        }
        if !self.items.is_empty() {
            let items = self.items.iter().map(|i| format!("`{}` {}", i.fact.get(), i.kind.get()));
            about.push(line("items", items.collect::<Vec<_>>().join("; ")));
        }
        about.extend(written_line("at least", self.min.as_ref()));
        about.extend(written_line("at most", self.max.as_ref()));
        about.extend(words_line("asks", self.ask.as_ref()));
        about.extend(words_line("help", self.help.as_ref()));
        about.extend(self.section.as_ref().map(|at| line("section", named(outline, Kind::Section, at))));
        about.extend(self.register.as_ref().map(|at| line("known by", named(outline, Kind::Register, at))));
        about.extend(written_line("computed", self.derive.as_ref()));
        about.extend(written_line("only if", self.only_if.as_ref()));
        if self.personal {
            about.push(line("personal", "sealed, opened only for a purpose"));
        }
        about
    }
}

impl Describe for written::Evidence {
    fn called(&self) -> Called<'_> {
        (&self.evidence, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let help = words_line("help", self.help.as_ref());
        help.into_iter()
            .chain(self.register.as_ref().map(|at| line("known by", named(outline, Kind::Register, at))))
            .chain(written_line("proved by", self.proved_by.as_ref()))
            .collect()
    }
}

impl Describe for written::Parameter {
    fn called(&self) -> Called<'_> {
        (&self.parameter, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let unit = self.unit.as_ref().map(|unit| format!(" {}", said(unit))).unwrap_or_default();
        let mut about = Vec::new();
        for value in &self.values {
            let until = value.until.as_ref().map(|day| format!(" until {}", day.get())).unwrap_or_default();
            let held = format!("{}{unit} from {}{until}", value.value.get(), value.from.get());
            let law = laws(outline, &value.law).map(|law| format!(", {}", law.text)).unwrap_or_default();
            about.push(line("value", held + &law));
        }
        about
    }
}

impl Describe for written::Permit {
    fn called(&self) -> Called<'_> {
        (&self.permit, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let mut about = vec![
            line("kind", self.kind.get()),
            line("decided by", named(outline, Kind::Authority, &self.authority)),
            line("allows", said(&self.allows)),
        ];
        about.extend(laws(outline, &self.law));
        about.extend(in_force(&self.in_force));
        about.extend(written_line("needed when", Some(&self.needed_when.if_)));
        about.push(line("within", format!("{}, promised in {}", self.decide.within.get(), self.decide.promise.get())));
        about
    }
}

impl Describe for written::Duty {
    fn called(&self) -> Called<'_> {
        (&self.duty, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let mut about = vec![line("tells", said(&self.tells))];
        about.extend(laws(outline, &self.law));
        about.extend(in_force(&self.in_force));
        about.extend(written_line("if", Some(&self.if_)));
        about
    }
}

impl Describe for written::Ban {
    fn called(&self) -> Called<'_> {
        (&self.ban, &self.name)
    }
    fn about(&self, outline: &Outline) -> Vec<About> {
        let mut about = vec![line("tells", said(&self.tells)), line("way forward", said(&self.way_forward))];
        about.extend(laws(outline, &self.law));
        about.extend(in_force(&self.in_force));
        about.extend(written_line("if", Some(&self.if_)));
        about
    }
}

impl Describe for written::Event {
    fn called(&self) -> Called<'_> {
        (&self.event, &self.name)
    }
    fn about(&self, _: &Outline) -> Vec<About> {
        vec![line("summary", said(&self.summary))]
    }
}

impl Describe for written::Saying {
    fn called(&self) -> Called<'_> {
        (&self.saying, &self.text)
    }
}

impl Describe for written::Sector {
    fn called(&self) -> Called<'_> {
        (&self.sector, &self.name)
    }
    fn about(&self, _: &Outline) -> Vec<About> {
        vec![line("if", self.if_.get().trim())]
    }
}
