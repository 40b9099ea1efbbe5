//! A computed example as a story in words that a lawyer reads, with the article of everything that is expected.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use catalogue::{Catalogue, Citation, Confidence, EventId, PermitId};
use journey::cover::{Aim, Cover, Example, Expected, Goal, Shows, plain};
use rules::{Condition, FactId, Side, Value};

/// An example as a story that a lawyer can read: what it is about in names, each fact in words, each expectation with its
/// articles. One that is only proposed says so.
pub fn write(example: &Example, cover: &Cover, event: &EventId, proposed: bool) -> String {
    let mut out = String::new();
    let catalogue = cover.catalogue();
    let first = example.shows.first().and_then(|number| cover.goals().get(*number));
    let _ = writeln!(out, "## {}\n", first.map_or_else(String::new, |goal| title(goal, example, catalogue)));
    if proposed {
        let _ = writeln!(out, "Proposed: computed from the definitions, accepted by nobody yet.\n");
    }
    let _ = writeln!(
        out,
        "on: {}, event: {event}\n\n| given | value | in words |\n|-------|-------|----------|",
        example.on
    );
    for (id, value) in &example.given {
        let words = in_words(catalogue, id, value);
        let _ = writeln!(out, "| {id} | {} | {} |", barred(&plain(value)), barred(&words));
    }
    out.push_str("\n| then | | law |\n|------|--|-----|\n");
    for (verb, what, law) in lines(&example.expected, catalogue) {
        let _ = writeln!(out, "| {verb} | {what} | {} |", barred(&law));
    }
    out
}

/// A bar inside a cell.
fn barred(text: &str) -> String {
    text.replace('|', "\\|")
}

/// `Kind of shop: Bar`, in the first language of the catalogue.
fn in_words(catalogue: &Catalogue, id: &FactId, value: &Value) -> String {
    let language = language(catalogue);
    match catalogue.facts.get(id) {
        Some(fact) => format!("{}: {}", fact.name.say(language), journey::printed::said(fact, value, language)),
        None => plain(value),
    }
}

fn language(catalogue: &Catalogue) -> &str {
    catalogue.city.languages.first().map_or("en", String::as_str)
}

/// What follows, and for whom: `Food: “The unit is not listed as a home” is not so. Planned use: Homes`.
fn title(goal: &Goal, example: &Example, catalogue: &Catalogue) -> String {
    let language = language(catalogue);
    let permit = |id: &PermitId| match catalogue.permits.get(id) {
        Some(permit) => permit.short.say(language).to_owned(),
        None => id.to_string(),
    };
    let is = |expected: Expected| example.expected.contains(&expected);
    let follows = match &goal.aim {
        Aim::Permit(id) => {
            let word = if is(Expected::Needs(id.clone())) { "needed" } else { "not needed" };
            format!("{}: {word}", permit(id))
        }
        Aim::Duty(id) => {
            let name = catalogue.duties.get(id).map_or(id.as_str(), |duty| duty.name.say(language));
            format!("{name}: {}", if is(Expected::Duty(id.clone())) { "applies" } else { "does not apply" })
        }
        Aim::Ban(id) => {
            let name = catalogue.bans.get(id).map_or(id.as_str(), |ban| ban.name.say(language));
            format!("{name}: {}", if is(Expected::Ban(id.clone())) { "excluded" } else { "not excluded" })
        }
        Aim::DecidedBy(id) => {
            let authority = example.expected.iter().find_map(|one| match one {
                Expected::DecidedBy(of, authority) if of == id => catalogue.authorities.get(authority),
                _ => None,
            });
            format!("{}: decided by {}", permit(id), authority.map_or("nobody", |found| found.short.say(language)))
        }
        Aim::Rule(id, rule) => {
            let definition = catalogue.permits.get(id).and_then(|found| found.rules.iter().find(|r| r.id == *rule));
            let name = definition.map_or(rule.as_str(), |rule| rule.name.say(language));
            let kept = is(Expected::RuleHolds(id.clone(), rule.clone()));
            format!("{}: \u{201c}{name}\u{201d} is {}", permit(id), if kept { "so" } else { "not so" })
        }
        Aim::Asked(id, fact) => {
            let name = catalogue.facts.get(fact).map_or(fact.as_str(), |fact| fact.name.say(language));
            let asks = is(Expected::FormAsks(fact.clone()));
            format!(
                "{}: the form {} for \u{201c}{name}\u{201d}",
                permit(id),
                if asks { "asks" } else { "does not ask" }
            )
        }
        Aim::Paper(id, paper) => {
            let name = catalogue.evidence.get(paper).map_or(paper.as_str(), |paper| paper.name.say(language));
            let wants = is(Expected::Paper(paper.clone()));
            format!(
                "{}: the paper \u{201c}{name}\u{201d} is {}",
                permit(id),
                if wants { "wanted" } else { "not wanted" }
            )
        }
    };
    let whom = whom(goal, example, catalogue);
    if whom.is_empty() { follows } else { format!("{follows}. {whom}") }
}

/// The facts that decide, in words, with the side of the threshold or the day of the law.
fn whom(goal: &Goal, example: &Example, catalogue: &Catalogue) -> String {
    let said = |fact: &FactId| example.given.get(fact).map(|value| in_words(catalogue, fact, value));
    let all = || {
        let read = read_by(&goal.aim, catalogue).into_iter().flat_map(|condition| condition.facts());
        let inputs = read.flat_map(|fact| journey::inputs_of(catalogue, fact)).collect::<BTreeSet<_>>();
        inputs.iter().filter_map(said).collect::<Vec<_>>().join("; ")
    };
    match &goal.shows {
        Shows::Side(Side::Is(..)) if read_by(&goal.aim, catalogue).is_some() => all(),
        Shows::Side(Side::Is(fact, value)) => in_words(catalogue, fact, value),
        Shows::Side(Side::Below(fact, value)) => format!("{}, just below", in_words(catalogue, fact, value)),
        Shows::Side(Side::At(fact, value)) => format!("{}, exactly", in_words(catalogue, fact, value)),
        Shows::Side(Side::Above(fact, value)) => format!("{}, just above", in_words(catalogue, fact, value)),
        Shows::Side(Side::Holds | Side::Fails) if read_by(&goal.aim, catalogue).is_some() => all(),
        Shows::Side(Side::Holds | Side::Fails) => {
            let facts = rules::mentions(&goal.atom).into_iter().filter_map(|mentioned| match mentioned.what {
                rules::Mentioned::Fact(name) => said(&FactId::new(name)),
                _ => None,
            });
            facts.collect::<Vec<_>>().join("; ")
        }
        Shows::On(day) => format!("On {day}: {}", goal.atom),
    }
}

/// What decides whether a permit, duty or ban applies; of its parts the atom alone says enough.
fn read_by<'a>(aim: &Aim, catalogue: &'a Catalogue) -> Option<&'a Condition> {
    match aim {
        Aim::Permit(id) => catalogue.permits.get(id).map(|permit| &permit.needed),
        Aim::Duty(id) => catalogue.duties.get(id).map(|duty| &duty.applies),
        Aim::Ban(id) => catalogue.bans.get(id).map(|ban| &ban.applies),
        _ => None,
    }
}

/// `FSL 35; ORDER78 (recalled)`.
fn cited(law: &[Citation]) -> String {
    let one = |citation: &Citation| {
        let article = citation.article.as_deref().map_or_else(String::new, |article| format!(" {article}"));
        let recalled = if citation.confidence == Confidence::Recalled { " (recalled)" } else { "" };
        format!("{}{article}{recalled}", citation.law)
    };
    let mut all: Vec<String> = law.iter().map(one).collect();
    all.dedup();
    all.join("; ")
}

/// The articles an expectation stands on: its own, else those of its permit.
fn law_of<'a>(one: &Expected, expected: &[Expected], catalogue: &'a Catalogue) -> &'a [Citation] {
    let permit = |id: &PermitId| catalogue.permits.get(id);
    let or_permit = |own: &'a [Citation], of: &'a catalogue::Permit| if own.is_empty() { &of.law[..] } else { own };
    // A fact or a paper is wanted by one of the permits that the story says are needed.
    let needed = expected.iter().filter_map(|e| if let Expected::Needs(id) = e { permit(id) } else { None });
    match one {
        Expected::Needs(id) | Expected::NeedsNot(id) => {
            permit(id).map_or(&[], |found| or_permit(&found.needed_law, found))
        }
        Expected::DecidedBy(id, authority) => permit(id).map_or(&[], |found| {
            let special = found.decided_by.iter().find(|special| special.authority == *authority);
            or_permit(special.map_or(&[], |special| &special.law), found)
        }),
        Expected::RuleHolds(id, rule) | Expected::RuleFails(id, rule) => permit(id).map_or(&[], |found| {
            let rule = found.rules.iter().find(|r| r.id == *rule);
            or_permit(rule.map_or(&[], |rule| &rule.law), found)
        }),
        Expected::FormAsks(fact) | Expected::FormDoesNotAsk(fact) => {
            let wanted = needed.filter_map(|of| Some((of, of.needs.iter().find(|need| need.fact == *fact)?)));
            wanted.map(|(of, need)| or_permit(&need.law, of)).next().unwrap_or(&[])
        }
        Expected::Paper(paper) | Expected::NoPaper(paper) => {
            let wanted = needed.filter_map(|of| Some((of, of.evidence.iter().find(|need| need.evidence == *paper)?)));
            wanted.map(|(of, need)| or_permit(&need.law, of)).next().unwrap_or(&[])
        }
        Expected::Duty(id) | Expected::NoDuty(id) => catalogue.duties.get(id).map_or(&[], |duty| &duty.law),
        Expected::Ban(id) | Expected::NoBan(id) => catalogue.bans.get(id).map_or(&[], |ban| &ban.law),
    }
}

/// The expectations in the words of stories, with their articles; those of one verb and the same articles stand together.
fn lines(expected: &[Expected], catalogue: &Catalogue) -> Vec<(&'static str, String, String)> {
    let mut lines: Vec<(&'static str, String, String)> = Vec::new();
    for one in expected {
        let (verb, what, joins) = match one {
            Expected::Needs(permit) => ("needs", permit.to_string(), true),
            Expected::NeedsNot(permit) => ("does not need", permit.to_string(), true),
            Expected::DecidedBy(permit, authority) => ("decided by", format!("{permit}: {authority}"), false),
            Expected::RuleHolds(permit, rule) => ("rule holds", format!("{permit} {rule}"), false),
            Expected::RuleFails(permit, rule) => ("rule fails", format!("{permit} {rule}"), false),
            Expected::FormAsks(fact) => ("form asks", fact.to_string(), true),
            Expected::FormDoesNotAsk(fact) => ("form does not ask", fact.to_string(), true),
            Expected::Paper(paper) => ("papers", paper.to_string(), true),
            Expected::NoPaper(paper) => ("no paper", paper.to_string(), true),
            Expected::Duty(duty) => ("duty", duty.to_string(), true),
            Expected::NoDuty(duty) => ("no duty", duty.to_string(), true),
            Expected::Ban(ban) => ("ban", ban.to_string(), true),
            Expected::NoBan(ban) => ("no ban", ban.to_string(), true),
        };
        let law = cited(law_of(one, expected, catalogue));
        match lines.iter_mut().find(|(known, _, on)| joins && *known == verb && *on == law) {
            Some((_, so_far, _)) => {
                so_far.push_str(", ");
                so_far.push_str(&what);
            }
            None => lines.push((verb, what, law)),
        }
    }
    lines
}
