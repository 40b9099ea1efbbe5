//! Merkle proofs and signed notes other people wrote: each must be accepted or refused as they say.
//!
//! Reads `merkle-tree-vectors.json[.zst]`, `rfc6962-reference-tree.json` and `signed-note-vectors.json` of a folder.

use std::path::Path;

use ::ledger::{
    Hash, Note, Tree, Unproven, VerifierKey, leaf_hash, verify_consistency, verify_inclusion,
    verify_subtree_consistency, verify_subtree_inclusion,
};
use serde_json::{Value, json};

use super::files::texts;

/// Counts what came out as it should.
#[derive(Default)]
struct Count {
    cases: usize,
    exact: usize,
}

impl Count {
    fn case(&mut self, name: &str, is_exact: bool) {
        self.cases += 1;
        self.exact += usize::from(is_exact);
        if !is_exact {
            println!("  not as it should be: {name}");
        }
    }

    fn to_json(&self) -> Value {
        json!({ "cases": self.cases, "exact": self.exact })
    }

    fn is_exact(&self) -> bool {
        self.cases == self.exact
    }
}

/// One line of JSON, and whether all came out as it should.
pub fn run(folder: &Path) -> Result<(Value, bool), String> {
    let proofs = proofs(&read(folder, "merkle-tree-vectors")?)?;
    let roots = roots(&read(folder, "rfc6962-reference-tree")?)?;
    let notes = notes(&read(folder, "signed-note-vectors")?)?;
    let is_exact = proofs.is_exact() && roots.is_exact() && notes.is_exact();
    let line = json!({
        "input": "ledger", "proofs": proofs.to_json(), "roots": roots.to_json(), "notes": notes.to_json(),
        "cases": proofs.cases + roots.cases + notes.cases, "exact": proofs.exact + roots.exact + notes.exact,
    });
    Ok((line, is_exact))
}

fn read(folder: &Path, name: &str) -> Result<Value, String> {
    let source = texts(folder, name, "json")?.into_iter().next().ok_or_else(|| format!("no file `{name}.json`"))?;
    serde_json::from_str(&source.text).map_err(|error| format!("{}: {error}", source.name))
}

fn member<'v>(value: &'v Value, name: &str) -> Result<&'v Value, String> {
    value.get(name).ok_or_else(|| format!("a case without `{name}`"))
}

fn number(value: &Value, name: &str) -> Result<u64, String> {
    member(value, name)?.as_u64().ok_or_else(|| format!("`{name}` is not a number"))
}

fn list<'v>(value: &'v Value, name: &str) -> Result<&'v [Value], String> {
    match member(value, name)? {
        Value::Null => Ok(&[]),
        Value::Array(items) => Ok(items),
        _ => Err(format!("`{name}` is not a list")),
    }
}

fn proofs(vectors: &Value) -> Result<Count, String> {
    let mut count = Count::default();
    for (name, case) in vectors.as_object().ok_or("the vectors are not an object by name")? {
        let is_refused = member(case, "wantErr")?.as_bool().ok_or("`wantErr` is not a truth value")?;
        let shown = proof(name, case).map_err(|why| format!("{name}: {why}"))?;
        count.case(name, shown == !is_refused);
    }
    Ok(count)
}

/// Whether the proof shows what it is for. Some vectors have roots of other lengths: another hash, always the same one,
/// stands for each. A leaf hash of another length is refused, as every reader of ours does.
fn proof(name: &str, case: &Value) -> Result<bool, String> {
    let as_hash = |value: &Value| -> Result<Hash, String> {
        let text = value.as_str().ok_or("a hash that is no text")?;
        Ok(Hash::from_base64(text).unwrap_or_else(|_| leaf_hash(text.as_bytes())))
    };
    let hash = |name: &str| member(case, name).and_then(as_hash);
    let path: Vec<Hash> = list(case, "proof")?.iter().map(as_hash).collect::<Result<_, _>>()?;
    let kind = name.split('/').next().unwrap_or_default();
    let is_inclusion = kind.ends_with("inclusion");
    let (first, second) =
        if is_inclusion { (hash("leafHash")?, hash("root")?) } else { (hash("root1")?, hash("root2")?) };
    let number = |name: &str| number(case, name);
    if is_inclusion && member(case, "leafHash")?.as_str().is_none_or(|text| Hash::from_base64(text).is_err()) {
        return Ok(false);
    }
    let shown: Result<(), Unproven> = match kind {
        "inclusion" => verify_inclusion(&first, number("leafIdx")?, number("treeSize")?, &path, &second),
        "subtreeinclusion" => {
            verify_subtree_inclusion(&first, number("leafIdx")?, (number("start")?, number("end")?), &path, &second)
        }
        "consistency" => verify_consistency(number("size1")?, number("size2")?, &first, &second, &path),
        "subtreeconsistency" => {
            verify_subtree_consistency((number("start")?, number("end")?), number("size")?, &first, &second, &path)
        }
        other => return Err(format!("there is no kind of proof `{other}`")),
    };
    Ok(shown.is_ok())
}

fn roots(reference: &Value) -> Result<Count, String> {
    let bytes = |value: &Value| -> Result<Vec<u8>, String> {
        let text = value.as_str().filter(|t| t.len() % 2 == 0 && t.is_ascii()).ok_or("not hexadecimal text")?;
        (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|e| e.to_string()))
            .collect()
    };
    let mut count = Count::default();
    let mut tree = Tree::new();
    let mut leaves = list(reference, "leaves_hex")?.iter();
    for (size, root) in list(reference, "roots_hex_by_size")?.iter().enumerate() {
        count.case(&format!("the root of {size} leaves"), tree.root().0[..] == bytes(root)?);
        if let Some(leaf) = leaves.next() {
            tree.append(&bytes(leaf)?);
        }
    }
    Ok(count)
}

fn notes(vectors: &Value) -> Result<Count, String> {
    let mut count = Count::default();
    let keys = member(vectors, "verifier_keys")?;
    for (name, is_key) in [("ok", true), ("rejected", false)] {
        for key in list(keys, name)? {
            let text = key.as_str().ok_or("a key that is no text")?;
            count.case(text, VerifierKey::parse(text).is_ok_and(|key| key.to_string() == text) == is_key);
        }
    }
    for (at, case) in list(vectors, "cases")?.iter().enumerate() {
        let note = member(case, "note")?.as_str().ok_or("a note that is no text")?;
        let keys: Vec<VerifierKey> = list(case, "verifiers")?
            .iter()
            .map(|key| VerifierKey::parse(key.as_str().unwrap_or_default()).map_err(|why| why.to_string()))
            .collect::<Result<_, _>>()?;
        let names = |name: &str| -> Vec<String> {
            let items = case.get(name).and_then(Value::as_array);
            items.map(|items| items.iter().filter_map(|n| n.as_str().map(str::to_owned)).collect()).unwrap_or_default()
        };
        let said = match Note::parse(note.as_bytes()) {
            Err(_) => Err("malformed note"),
            Ok(note) => match note.verify(&keys) {
                Ok(by) => Ok(by.iter().map(|signature| signature.name.clone()).collect::<Vec<_>>()),
                Err(::ledger::BadNote::AmbiguousKey(_)) => Err("ambiguous key"),
                Err(::ledger::BadNote::FalseSignature(_)) => Err("invalid signature"),
                Err(::ledger::BadNote::Unsigned) => Err("no verifiable signatures"),
                Err(::ledger::BadNote::Malformed) => Err("malformed note"),
            },
        };
        let wanted = match case.get("error").and_then(Value::as_str) {
            Some(error) => Err(error),
            None => Ok(names("verified")),
        };
        count.case(&format!("note {at}: {wanted:?}, not {said:?}"), said == wanted);
    }
    Ok(count)
}
