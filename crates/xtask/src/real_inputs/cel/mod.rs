//! CEL's own conformance vectors: those about the part of CEL that conditions claim are run, the rest is counted by
//! reason.
//!
//! Reads `cel-spec-simple-tests.tar.zst` (or the unpacked `*.textproto`) in the folder. An error of CEL's evaluation is
//! an answer that stays unknown here, or a flaw found when the text is read.

mod subset;
mod textproto;

use std::collections::BTreeMap;
use std::path::Path;

use rules::{Condition, FactId, Type, Value};
use rust_decimal::Decimal;
use serde_json::json;

use super::files;
use textproto::Message;

const ARCHIVE: &str = "cel-spec-simple-tests.tar.zst";
/// How many wrong answers are told in full.
const TOLD: usize = 20;

/// What came out.
#[derive(Default)]
pub struct Score {
    vectors: usize,
    claimed: usize,
    exact: usize,
    outside: BTreeMap<&'static str, usize>,
}

impl Score {
    pub fn is_exact(&self) -> bool {
        self.claimed > 0 && self.claimed == self.exact
    }

    /// `cases`: vectors in the claimed part. `outside`: the others, by reason.
    pub fn to_json(&self) -> String {
        json!({
            "input": "cel", "vectors": self.vectors, "cases": self.claimed, "exact": self.exact,
            "outside": self.outside,
        })
        .to_string()
    }
}

/// Runs the vectors of a folder.
pub fn run(folder: &Path) -> Result<Score, String> {
    let mut score = Score::default();
    let mut told = 0;
    for (name, text) in vectors(folder)? {
        let file = Message::read(&text).map_err(|why| format!("{name}: {why}"))?;
        for (section, test) in file.messages("section").flat_map(|s| s.messages("test").map(move |test| (s, test))) {
            score.vectors += 1;
            if let Some(reason) = subset::outside(test) {
                *score.outside.entry(reason).or_default() += 1;
                continue;
            }
            score.claimed += 1;
            match wrong(test) {
                None => score.exact += 1,
                Some(why) if told < TOLD => {
                    told += 1;
                    let (section, test) = (section.text("name"), test.text("name"));
                    eprintln!("wrong: {name} {} {}: {why}", section.unwrap_or_default(), test.unwrap_or_default());
                }
                Some(_) => {}
            }
        }
    }
    println!(
        "{} of {} vectors are claimed, {} exact; the others by reason:",
        score.claimed, score.vectors, score.exact
    );
    for (reason, count) in &score.outside {
        println!("  {count:>5}  {reason}");
    }
    Ok(score)
}

/// The files of vectors with their texts, in order.
fn vectors(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let archive = folder.join(ARCHIVE);
    if !archive.exists() {
        let read =
            files::texts(folder, "", "textproto").map_err(|why| format!("{}: not there; {why}", archive.display()))?;
        return Ok(read.into_iter().map(|source| (source.name, source.text)).collect());
    }
    let shown = archive.display();
    let mut found = Vec::new();
    for (name, bytes) in files::archived(&archive)? {
        if name.ends_with(".textproto") {
            let text = String::from_utf8(bytes).map_err(|_| format!("{shown}: {name}: not UTF-8 text"))?;
            found.push((name, text));
        }
    }
    if found.is_empty() {
        return Err(format!("{shown}: there is no *.textproto in it"));
    }
    found.sort();
    Ok(found)
}

/// What our answer is where it is not the expected one.
fn wrong(test: &Message) -> Option<String> {
    let text = test.text("expr").unwrap_or_default();
    let mut scope: BTreeMap<String, Type> = BTreeMap::new();
    for entry in test.messages("type_env") {
        let primitive = entry.message("ident").and_then(|i| i.message("type")?.text("primitive"));
        let ty = match primitive {
            Some("BOOL") => Type::Bool,
            Some("STRING") => Type::Text,
            _ => Type::Number,
        };
        scope.insert(entry.text("name").unwrap_or_default().to_owned(), ty);
    }
    let mut known: BTreeMap<FactId, Value> = BTreeMap::new();
    for entry in test.messages("bindings") {
        let bound = entry.message("value").and_then(|value| value.message("value")).and_then(value);
        if let (Some(name), Some(bound)) = (entry.text("key"), bound) {
            known.insert(FactId::from(name), bound);
        }
    }
    let found = Condition::parse_value(text, &scope);
    let expected =
        test.message("value").map_or(Some(Value::Bool(true)).filter(|_| test.get("eval_error").is_none()), value);
    let given = match &found {
        Ok(condition) => condition.value(&known),
        Err(_) => None,
    };
    if given == expected {
        return None;
    }
    let said = found.err().map(|flaws| flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
    Some(format!("{text} is {given:?}, not {expected:?} {}", said.unwrap_or_default()))
}

/// A value of the vectors as one of ours.
fn value(message: &Message) -> Option<Value> {
    let (kind, _) = message.0.first()?;
    let text = message.text(kind)?;
    Some(match kind.as_str() {
        "bool_value" => Value::Bool(text == "true"),
        "string_value" => Value::text(text),
        _ => Value::Number(text.parse::<Decimal>().or_else(|_| Decimal::from_scientific(text)).ok()?),
    })
}

#[cfg(test)]
mod tests {
    const VECTORS: &str = r#"
        section { name: "s"
            test { name: "right" expr: "1 + 2 == 3" value: { bool_value: true } }
            test { name: "error" expr: "1 / 0 > 2" eval_error: { errors: { message: "division by zero" } } }
            test { name: "bound" expr: "x || y" type_env: { name: "x" ident: { type: { primitive: BOOL } } }
                type_env: { name: "y" ident: { type: { primitive: BOOL } } }
                bindings: { key: "x" value: { value: { bool_value: true } } } value: { bool_value: true } }
            test { name: "wrong" expr: "2 * 2" value: { int64_value: 5 } }
            test { name: "elsewhere" expr: "[1, 2].map(x, x)" value: { list_value: {} } }
        }"#;

    #[test]
    fn vectors_inside_are_run_and_the_others_counted() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("some.textproto"), VECTORS).unwrap();
        let score = super::run(folder.path()).unwrap();
        assert_eq!((score.vectors, score.claimed, score.exact), (5, 4, 3));
        assert_eq!(score.outside["values of other kinds"], 1);
        assert!(!score.is_exact());
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let said = super::run(folder.path()).err().unwrap();
        assert!(said.contains("cel-spec-simple-tests.tar.zst"), "{said}");
    }
}
