//! T1: which permits apply, with all facts known and with some, and the next question; beside the hand-written limit.
//!
//! The rule set and the applicants are written by the limit's generator. Its rules are turned into the text of
//! conditions, read and typed by `rules`, and answered by the evaluator that journeys use ([`rules::Slices`]). The
//! digests say that the answers are the specification's.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use rules::{Answers, Condition, FactId, Placed, Slices, Ternary, Type, Value};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use super::{cpu_seconds, median};

/// How often all applicants are answered in one reading, and how many readings there are.
const REPEATS: usize = 100;
const READINGS: usize = 7;
const IDS: usize = 8;

/// The rule set and the applicants, as the generator wrote them, in our own words.
struct Task {
    facts: Vec<FactId>,
    conditions: Vec<Condition>,
    /// Every fact of each applicant, and with only those that are known.
    whole: Vec<Vec<Option<Value>>>,
    partial: Vec<Vec<Option<Value>>>,
    digests: [String; 2],
}

/// One line of the result.
struct Line {
    task: &'static str,
    what: &'static str,
    cpu_us: f64,
    ok: bool,
}

/// `data`: what the generator wrote. `shared`: the folder with `bench/limits`.
pub fn run(data: &Path, shared: &Path) -> bool {
    let task = match Task::read(data) {
        Ok(task) => task,
        Err(fault) => {
            eprintln!("error: {fault}");
            return false;
        }
    };
    let order = task.facts.clone();
    let all: Vec<&Condition> = task.conditions.iter().collect();
    let slices = Slices::compile(&all, &BTreeMap::<String, Value>::new(), &order);
    println!(
        "\nT1: {} permits over {} facts, {} applicants; {} answered by the tree evaluator",
        slices.len(),
        slices.facts().len(),
        task.whole.len(),
        slices.tangled().len()
    );
    // Rows are laid out as the slices want them; a fact that no permit reads has no place.
    let laid = |rows: &[Vec<Option<Value>>]| -> Vec<Vec<Option<Value>>> {
        let places: Vec<usize> =
            slices.facts().iter().filter_map(|fact| order.iter().position(|known| known == fact)).collect();
        rows.iter().map(|row| places.iter().map(|place| row.get(*place).cloned().flatten()).collect()).collect()
    };
    let (whole, partial) = (laid(&task.whole), laid(&task.partial));
    let mut lines = vec![
        measured("T1a", "onego, a row of values", &task, &whole, |row, room| by_row(&slices, row, room)),
        measured("T1b", "onego, a row of values", &task, &partial, |row, room| by_row(&slices, row, room)),
    ];
    lines.extend(variants(&task, &slices, &partial));
    lines.extend(limits(data, shared));
    for line in &lines {
        let digest = if line.ok { "" } else { "  WRONG ANSWERS" };
        println!("  {}  {:<40} cpu {:>9.3} us{digest}", line.task, line.what, line.cpu_us);
    }
    report(&lines);
    lines.iter().all(|line| line.ok)
}

fn report(lines: &[Line]) {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let of = |task: &str, what: &str| lines.iter().find(|l| l.task == task && l.what == what).map(|l| l.cpu_us);
    let mut ratios = serde_json::Map::new();
    println!("\n  CPU against the limit (goal for T1b: 2x; never above 5x); load average {}", load.trim());
    for line in lines.iter().filter(|line| line.what.starts_with("onego")) {
        let Some(limit) = of(line.task, LIMIT) else { continue };
        let ratio = line.cpu_us / limit;
        println!("  {}  {:<40} {ratio:>6.2}x", line.task, line.what);
        ratios.insert(format!("{} {}", line.task, line.what), json!((ratio * 100.0).round() / 100.0));
    }
    let lines: Vec<Json> =
        lines.iter().map(|l| json!({ "task": l.task, "what": l.what, "cpu_us": l.cpu_us, "ok": l.ok })).collect();
    println!("{}", json!({ "bench": "t1", "lines": lines, "ratios": ratios, "load": load.trim() }));
}

/// Where a reading puts what it makes, so that nothing is allocated twice.
#[derive(Default)]
struct Room {
    placed: Placed,
    answers: Answers,
}

/// From typed values, in the order of the facts, to all answers and the next question.
fn by_row<'s>(slices: &'s Slices, row: &[Option<Value>], room: &mut Room) -> Option<&'s FactId> {
    slices.place_row(row, &mut room.placed);
    slices.answer_into(&room.placed, &mut room.answers);
    slices.widest(&room.placed, &room.answers)
}

/// The same answers from other beginnings.
fn variants(task: &Task, slices: &Slices, partial: &[Vec<Option<Value>>]) -> Vec<Line> {
    let mut clauses: Vec<Option<u8>> = Vec::new();
    let with_reasons = measured("T1b", "onego, with the clause that decides", task, partial, |row, room| {
        let next = by_row(slices, row, room);
        slices.deciding_into(&room.answers, &mut clauses);
        black_box(&clauses);
        next
    });
    let placed: Vec<Placed> = partial.iter().map(|row| placed(slices, row)).collect();
    let from_cells = measured("T1b", "onego, facts already in cells", task, &placed, |placed, room| {
        slices.answer_into(placed, &mut room.answers);
        slices.widest(placed, &room.answers)
    });
    let by_name: Vec<BTreeMap<FactId, Value>> = partial
        .iter()
        .map(|row| {
            // Names of their own, as they come out of an address or an event.
            let named = |(fact, value): (&FactId, &Option<Value>)| Some((FactId::from(fact.as_str()), value.clone()?));
            slices.facts().iter().zip(row).filter_map(named).collect()
        })
        .collect();
    let from_names = measured("T1b", "onego, a map of named facts", task, &by_name, |known, room| {
        slices.place_named(known, &mut room.placed);
        slices.answer_into(&room.placed, &mut room.answers);
        slices.widest(&room.placed, &room.answers)
    });
    vec![with_reasons, from_cells, from_names]
}

fn placed(slices: &Slices, row: &[Option<Value>]) -> Placed {
    let mut placed = Placed::default();
    slices.place_row(row, &mut placed);
    placed
}

fn measured<'s, T>(
    task: &'static str,
    what: &'static str,
    of: &Task,
    applicants: &[T],
    mut answer: impl FnMut(&T, &mut Room) -> Option<&'s FactId>,
) -> Line {
    let mut room = Room::default();
    let mut digest = Sha256::new();
    for applicant in applicants {
        let next = answer(applicant, &mut room);
        let states = (0..of.conditions.len()).map(|number| match room.answers.truth(number) {
            Ternary::False => 0,
            Ternary::True => 1,
            Ternary::Unknown => 2,
        });
        digest.update(states.collect::<Vec<u8>>());
        if task == "T1b" {
            // "None" is written as -1 in one byte.
            let place = next.and_then(|fact| of.facts.iter().position(|known| known == fact));
            digest.update([place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)]);
        }
    }
    let digest: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let ok = digest == of.digests[usize::from(task == "T1b")];
    let readings = (0..READINGS).map(|_| {
        let before = cpu_seconds();
        for _ in 0..REPEATS {
            for applicant in applicants {
                black_box(answer(black_box(applicant), &mut room));
                black_box(room.answers.yes());
            }
        }
        (cpu_seconds() - before) / (REPEATS * applicants.len()) as f64 * 1e6
    });
    Line { task, what, cpu_us: median(readings.collect()), ok }
}

const LIMIT: &str = "limit: Rust, bit-sliced";

/// The hand-written limit over the same data, built once.
fn limits(data: &Path, shared: &Path) -> Vec<Line> {
    let Some(program) = super::form::limits_program(shared) else {
        println!("  no limit: {} could not be built (give --shared)", shared.join("bench/limits").display());
        return Vec::new();
    };
    let Ok(output) = Command::new(program).arg("t1").arg(data).output() else { return Vec::new() };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let of = |line: &Json| {
        let task = if line["task"] == "T1a" { "T1a" } else { "T1b" };
        let what = if line["peer"] == LIMIT { LIMIT } else { "limit: Rust, flat atoms" };
        Some(Line { task, what, cpu_us: line["cpu_us"].as_f64()?, ok: line["ok"].as_bool()? })
    };
    text.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok()).filter_map(|line| of(&line)).collect()
}

impl Task {
    fn read(data: &Path) -> Result<Task, String> {
        let text = |name: &str| {
            let path = data.join(name);
            std::fs::read_to_string(&path)
                .map_err(|fault| format!("{}: {fault}; write it with `gen.py t1 {}`", path.display(), data.display()))
        };
        let wrong = || format!("{}: not what the generator of T1 writes", data.display());
        let rules: Json = serde_json::from_str(&text("t1_permits.json")?).map_err(|fault| fault.to_string())?;
        let names = strings(&rules["facts"]).ok_or_else(wrong)?;
        let scope: BTreeMap<String, Type> = names.iter().map(|name| (name.clone(), type_of(name))).collect();
        let mut conditions = Vec::new();
        for permit in rules["permits"].as_array().ok_or_else(wrong)? {
            let text = written(permit).ok_or_else(wrong)?;
            conditions.push(Condition::parse(&text, &scope).map_err(|flaws| format!("{text}: {flaws:?}"))?);
        }
        let facts: Vec<FactId> = names.iter().map(|name| FactId::from(name.as_str())).collect();
        let (mut whole, mut partial) = (Vec::new(), Vec::new());
        for line in text("t1_applicants.jsonl")?.lines() {
            let applicant: Json = serde_json::from_str(line).map_err(|fault| fault.to_string())?;
            let known = applicant["known"].as_array().ok_or_else(wrong)?;
            let row: Vec<Option<Value>> = names
                .iter()
                .map(|name| value(&applicant["facts"][name]))
                .map(Some)
                .collect::<Option<_>>()
                .ok_or_else(wrong)?;
            partial.push(row.iter().zip(known).map(|(v, known)| v.clone().filter(|_| *known == 1)).collect());
            whole.push(row);
        }
        let digest = |name: &str| rules[name].as_str().map(str::to_owned).ok_or_else(wrong);
        let digests = [digest("digest_full")?, digest("digest_partial")?];
        Ok(Task { facts, conditions, whole, partial, digests })
    }
}

fn strings(json: &Json) -> Option<Vec<String>> {
    json.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

/// The generator tells the type by the first letter.
fn type_of(fact: &str) -> Type {
    match fact.as_bytes().first() {
        Some(b'b') => Type::Bool,
        Some(b'n') => Type::Number,
        _ => Type::Choice((0..IDS).map(|id| format!("v{id}")).collect()),
    }
}

fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Bool(answer) => Value::Bool(*answer),
        Json::Number(number) => Value::Number(Decimal::from(number.as_i64()?)),
        Json::String(id) => Value::text(id.clone()),
        _ => return None,
    })
}

/// A permit of the generator as the text of a condition.
fn written(permit: &Json) -> Option<String> {
    let atom = |atom: &Json| {
        let fact = atom[1].as_str()?;
        Some(match atom[0].as_str()? {
            "b" if atom[2].as_bool()? => fact.to_owned(),
            "b" => format!("!{fact}"),
            "ge" => format!("{fact} >= {}", atom[2]),
            "lt" => format!("{fact} < {}", atom[2]),
            _ => format!("{fact} in {}", atom[2]),
        })
    };
    let clause = |clause: &Json| {
        let atoms: Option<Vec<String>> = clause.as_array()?.iter().map(atom).collect();
        Some(format!("({})", atoms?.join(" || ")))
    };
    let clauses: Option<Vec<String>> = permit.as_array()?.iter().map(clause).collect();
    Some(clauses?.join(" && "))
}
