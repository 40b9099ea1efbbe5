//! The DMN Technology Compatibility Kit: models with test cases by those who build DMN engines.
//!
//! onego claims the part of DMN that decision tables of law are made of: see `exchange::dmn`. A case is claimed when every
//! decision it asks for was taken along whole and every input it gives is one simple value. Claimed cases must all be right;
//! the others are counted by the reason why they are not claimed.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use exchange::decisions::{self, Draft, Input, Kind, Model};
use exchange::dmn;
use journey::{Known, Origin};
use roxmltree::{Document, Node};
use rules::{Day, Value};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};

use super::files;

/// Results that differ by less are the same: the kit's own runners compare decimals like this.
const PLACES: u32 = 8;

/// The last line, and whether every claimed case was right.
pub fn run(folder: &Path) -> Result<(Json, bool), String> {
    let started = Instant::now();
    let kit = kit(folder)?;
    let mut score = Score::default();
    for (path, text) in kit.iter().filter(|(path, _)| path.ends_with(".dmn")) {
        let home = path.rsplit_once('/').map_or("", |(home, _)| home);
        let file = path.rsplit('/').next().unwrap_or(path);
        let tests = kit
            .iter()
            .filter(|(other, _)| other.ends_with(".xml") && other.rsplit_once('/').is_some_and(|(h, _)| h == home));
        let subject = Subject::of(path, text);
        for (test, text) in tests {
            subject.run(test, file, text, &mut score)?;
        }
    }
    let mut reasons: Vec<(&String, &usize)> = score.reasons.iter().collect();
    reasons.sort_by_key(|(reason, count)| (usize::MAX - **count, (*reason).clone()));
    for (reason, count) in reasons {
        println!("{}", json!({ "not_claimed": count, "because": reason }));
    }
    for wrong in &score.wrong {
        println!("{}", json!({ "wrong": wrong }));
    }
    let all = score.claimed + score.reasons.values().sum::<usize>();
    let line = json!({
        "input": "dmn-tck",
        "cases": score.claimed,
        "exact": score.claimed - score.wrong.len(),
        "cases_of_the_kit": all,
        "seconds": (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
    });
    Ok((line, score.wrong.is_empty() && score.claimed > 0))
}

#[derive(Default)]
struct Score {
    claimed: usize,
    wrong: Vec<String>,
    reasons: BTreeMap<String, usize>,
}

/// Every text of the kit by its path: from `dmn-tck*.tar` or `.tar.zst`.
fn kit(folder: &Path) -> Result<BTreeMap<String, String>, String> {
    let mut kit = BTreeMap::new();
    for (archive, bytes) in files::all(folder, "dmn-tck", "tar")? {
        for (name, content) in files::members(&archive, &bytes)? {
            if name.ends_with(".dmn") || name.ends_with(".xml") {
                let text = String::from_utf8(content).map_err(|_| format!("{archive}: {name} is not UTF-8"))?;
                kit.insert(name, text.trim_start_matches('\u{feff}').to_owned());
            }
        }
    }
    Ok(kit)
}

/// One model, taken along as far as it could be.
struct Subject {
    read: Result<(Model, Draft), String>,
    path: String,
}

impl Subject {
    fn of(path: &str, text: &str) -> Self {
        let read = dmn::read(path, text).map(|model| {
            let draft = decisions::draft(std::slice::from_ref(&model), "en");
            (model, draft)
        });
        Subject { read, path: path.to_owned() }
    }

    /// All cases of one file of tests.
    fn run(&self, test: &str, file: &str, text: &str, score: &mut Score) -> Result<(), String> {
        let document = Document::parse(text).map_err(|e| format!("{test}: {e}"))?;
        let root = document.root_element();
        if root.tag_name().name() != "testCases"
            || child(root, "modelName").and_then(|n| n.text()).map(str::trim) != Some(file)
        {
            return Ok(());
        }
        for case in root.children().filter(|n| n.tag_name().name() == "testCase") {
            match self.case(case) {
                Err(reason) => *score.reasons.entry(without_names(&reason)).or_default() += 1,
                Ok(wrong) => {
                    score.claimed += 1;
                    score.wrong.extend(
                        wrong.map(|wrong| format!("{test} case {}: {wrong}", case.attribute("id").unwrap_or("?"))),
                    );
                }
            }
        }
        Ok(())
    }

    /// What is wrong with a claimed case, if anything. The error says why a case is not claimed.
    fn case(&self, case: Node) -> Result<Option<String>, String> {
        let (model, draft) = self.read.as_ref().map_err(Clone::clone)?;
        let catalogue = draft.catalogue.as_ref().ok_or("the draft was refused")?;
        let mut known = Known::new();
        let mut given: Vec<&str> = Vec::new();
        let nodes = |name: &'static str| case.children().filter(move |n| n.tag_name().name() == name);
        for node in nodes("inputNode") {
            let name = node.attribute("name").unwrap_or_default();
            let Some(input) = model.inputs.iter().find(|input| input.name == name) else { continue };
            let Some(fact) = draft.fact(&input.key) else { continue };
            known.tell(fact.clone(), value(draft, input, node)?, Origin::Applicant);
            given.push(&input.key);
        }
        let on = Day::new(2026, 1, 1).ok_or("there is no such day")?;
        let full = known.completed(catalogue, on);
        let mut wrong = None;
        for node in nodes("resultNode") {
            for (name, expected) in expectations(node)? {
                let decision = model.decisions.iter().find(|decision| decision.name == name);
                let fact = decision.and_then(|decision| draft.fact(&decision.key));
                let (Some(decision), Some(fact)) = (decision, fact) else { return Err(self.why_not(&name)) };
                let found = full.value_of(fact);
                if found.is_none() && given.len() < model.inputs.len() {
                    return Err("an input is not given".to_owned());
                }
                let said = found.and_then(|value| match value {
                    Value::Text(id) => match decision.kind {
                        Kind::Choice(_) => draft.text(&decision.key, id).map(str::to_owned),
                        _ => Some(id.clone()),
                    },
                    Value::Number(number) => Some(rounded(*number)),
                    Value::Bool(answer) => Some(answer.to_string()),
                    Value::Day(day) => Some(day.to_string()),
                    _ => None,
                });
                let expected = match (&decision.kind, expected) {
                    (Kind::Number, Some(text)) => Some(text.parse().map_or(text, rounded)),
                    (_, expected) => expected,
                };
                // Where all inputs are given, a value that cannot be computed is what FEEL calls null.
                if said != expected {
                    wrong = Some(format!("`{name}` is {said:?}, but should be {expected:?}"));
                }
            }
        }
        Ok(wrong)
    }

    /// Why a decision was not taken along.
    fn why_not(&self, name: &str) -> String {
        let Ok((model, draft)) = &self.read else { return format!("{}: not read", self.path) };
        let marked = format!("`{name}`");
        let mut notes = draft.notes.iter().chain(&model.notes).filter(|note| note.place.ends_with(&marked));
        notes
            .next()
            .map_or_else(|| "something that is no decision table is asked for".to_owned(), |note| note.reason.clone())
    }
}

/// What a result must be: one value, or one for each component. `None` is null.
fn expectations(node: Node) -> Result<Vec<(String, Option<String>)>, String> {
    let name = node.attribute("name").unwrap_or_default();
    if node.attribute("errorResult") == Some("true") {
        return Err("an error is expected".to_owned());
    }
    let expected = child(node, "expected").ok_or("nothing is expected")?;
    let components: Vec<Node> = expected.children().filter(|n| n.tag_name().name() == "component").collect();
    if components.is_empty() {
        return Ok(vec![(name.to_owned(), simple(expected)?)]);
    }
    let one = |component: Node| {
        Ok((format!("{name}.{}", component.attribute("name").unwrap_or_default()), simple(component)?))
    };
    components.into_iter().map(one).collect()
}

/// The text of one simple value; nothing for null.
fn simple(node: Node) -> Result<Option<String>, String> {
    let value = child(node, "value").ok_or("a list or a structure is expected or given")?;
    let nil = value.attributes().any(|a| a.name() == "nil" && a.value() == "true");
    if nil {
        return Ok(None);
    }
    Ok(Some(value.text().unwrap_or_default().to_owned()))
}

fn value(draft: &Draft, input: &Input, node: Node) -> Result<Value, String> {
    let text = simple(node)?.ok_or("an input is null")?;
    let unfit = || "an input has a value outside its type".to_owned();
    Ok(match &input.kind {
        Kind::YesNo => Value::Bool(text.trim().parse().map_err(|_| unfit())?),
        Kind::Number => Value::Number(text.trim().parse::<Decimal>().map_err(|_| unfit())?),
        Kind::Day => Value::Day(text.trim().parse().map_err(|_| unfit())?),
        Kind::Text => Value::Text(text),
        Kind::Choice(_) | Kind::Choices(_) => Value::text(draft.choice(&input.key, &text).ok_or_else(unfit)?),
    })
}

fn rounded(number: Decimal) -> String {
    number.round_dp(PLACES).normalize().to_string()
}

/// The same reason for every name in it.
fn without_names(reason: &str) -> String {
    let mut parts = reason.split('`');
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let Some(name) = parts.next() {
        let is_sign = name.len() <= 2 || ["COLLECT", "RULE ORDER", "OUTPUT ORDER"].contains(&name);
        text.push_str(if is_sign { name } else { "…" });
        text.push_str(parts.next().unwrap_or_default());
    }
    let text = text.split(" (").next().unwrap_or_default().to_owned();
    match text.split_once(": row ") {
        Some((before, after)) => format!("{before}: {}", after.split_once(": ").map_or(after, |(_, reason)| reason)),
        None => text,
    }
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|n| n.tag_name().name() == name)
}
