//! `burden.lock`: what every event costs people at most, kept beside the catalogue, so that no number rises unseen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catalogue::{Catalogue, Diagnostic, EventId, Severity};
use journey::{Burden, Load, Prepared};
use rules::Day;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub const RAISED: &str = "burden-raised";
pub const NOT_LOCKED: &str = "burden-not-locked";
pub const FELL: &str = "burden-fell";
pub const UNREADABLE: &str = "unreadable-burden-lock";

const NAME: &str = "burden.lock";
const HEADING: &str = "\
# What each event costs people at most: each authority alone (as_is) beside one go.
# Computed for the day below and written by `onego check --accept-burden \"reason\"`; a check fails when a number rises.
";

/// The file. Loads are computed on the day it names, so that the calendar does not move them.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    on: Day,
    events: BTreeMap<EventId, Locked>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Locked {
    as_is: Load,
    one_go: Load,
    /// Every number that was raised, with the reason: the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    raised: Vec<Raise>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raise {
    /// `one_go.facts`
    number: String,
    from: Decimal,
    to: Decimal,
    reason: String,
}

/// Compares what is computed with the lock of a folder; without a lock nothing is said.
pub fn compare(folder: &Path, catalogue: &Arc<Catalogue>) -> Vec<Diagnostic> {
    match read(folder) {
        Ok(None) => Vec::new(),
        Ok(Some(lock)) => compared(&lock, catalogue),
        Err(why) => {
            vec![said(UNREADABLE, Severity::Error, why, "write it with `onego check --accept-burden \"reason\"`")]
        }
    }
}

fn compared(lock: &Lock, catalogue: &Arc<Catalogue>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for event in catalogue.events.keys() {
        let now = match burden(catalogue, event, lock.on) {
            Ok(now) => now,
            Err(why) => {
                found.push(said(
                    UNREADABLE,
                    Severity::Error,
                    why,
                    "accept the burden of a day whose calendar is published",
                ));
                continue;
            }
        };
        let Some(locked) = lock.events.get(event) else {
            let message = format!("the burden of event `{event}` is in no lock");
            found.push(said(NOT_LOCKED, Severity::Error, message, "run `onego check --accept-burden \"new event\"`"));
            continue;
        };
        let changes = changes(locked, &now);
        for (number, from, to) in changes.iter().filter(|(_, from, to)| to > from) {
            let message = format!("event `{event}`: {number} rises from {from} to {to}");
            found.push(said(
                RAISED,
                Severity::Error,
                message,
                "lower it, or give the reason: `onego check --accept-burden \"reason\"`",
            ));
        }
        let fell = changes
            .iter()
            .filter(|(_, from, to)| to < from)
            .map(|(number, from, to)| format!("{number} from {from} to {to}"));
        let fell: Vec<String> = fell.collect();
        if !fell.is_empty() {
            let message = format!("event `{event}` asks less than its lock: {}", fell.join(", "));
            found.push(said(FELL, Severity::Note, message, "keep the gain: `onego check --accept-burden \"reason\"`"));
        }
    }
    found
}

/// Writes the lock anew; each number that rises keeps the reason. A day without a published calendar writes nothing.
pub fn accept(folder: &Path, catalogue: &Arc<Catalogue>, reason: &str, on: Day) -> Result<PathBuf, String> {
    if reason.trim().is_empty() {
        return Err(
            "a burden is accepted with a reason: `--accept-burden \"the law asks for it since 1 May\"`".to_owned()
        );
    }
    let before = read(folder)?;
    let mut events = BTreeMap::new();
    for event in catalogue.events.keys() {
        let now = burden(catalogue, event, on)?;
        let locked = before.as_ref().and_then(|lock| lock.events.get(event));
        let mut raised = locked.map(|locked| locked.raised.clone()).unwrap_or_default();
        let rises = locked.map(|locked| changes(locked, &now)).unwrap_or_default();
        for (number, from, to) in rises.into_iter().filter(|(_, from, to)| to > from) {
            raised.push(Raise { number, from, to, reason: reason.trim().to_owned() });
        }
        events.insert(event.clone(), Locked { as_is: now.as_is, one_go: now.one_go, raised });
    }
    let path = folder.join(NAME);
    let text = serde_saphyr::to_string(&Lock { on, events }).map_err(|e| format!("`{}`: {e}", path.display()))?;
    std::fs::write(&path, format!("{HEADING}{text}"))
        .map_err(|e| format!("`{}` cannot be written: {e}", path.display()))?;
    Ok(path)
}

fn read(folder: &Path) -> Result<Option<Lock>, String> {
    let path = folder.join(NAME);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("`{}` cannot be read: {error}", path.display())),
    };
    serde_saphyr::from_str(&text).map(Some).map_err(|e| format!("`{}` is no burden lock: {e}", path.display()))
}

fn burden(catalogue: &Arc<Catalogue>, event: &EventId, on: Day) -> Result<Burden, String> {
    let prepared = Prepared::new(Arc::clone(catalogue), event, on).map_err(|e| e.to_string())?;
    Burden::of_event(&prepared).map_err(|gap| format!("the burden of event `{event}` on {on}: {gap}"))
}

/// Every number that is another one now: its name, what it was, what it is.
fn changes(locked: &Locked, now: &Burden) -> Vec<(String, Decimal, Decimal)> {
    let sides = [("as_is", &locked.as_is, &now.as_is), ("one_go", &locked.one_go, &now.one_go)];
    let mut changes = Vec::new();
    for (side, before, after) in sides {
        for ((name, from), (_, to)) in numbers(before).into_iter().zip(numbers(after)) {
            if from != to {
                changes.push((format!("{side}.{name}"), from, to));
            }
        }
    }
    changes
}

fn numbers(load: &Load) -> [(&'static str, Decimal); 7] {
    let count = Decimal::from;
    [
        ("forms", count(load.forms)),
        ("facts", count(load.facts)),
        ("papers", count(load.papers)),
        ("trips", count(load.trips)),
        ("visits", count(load.visits)),
        ("days", count(load.days)),
        ("fee", load.fee),
    ]
}

fn said(code: &'static str, severity: Severity, message: String, help: &str) -> Diagnostic {
    let related = Vec::new();
    Diagnostic { code, severity, message, place: None, related, because: None, help: Some(help.to_owned()) }
}
