//! `onego diff`: what changed in meaning between two catalogue folders, in words or as JSON.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use catalogue::Catalogue;
use journey::Somebody;
use journey::change::{Change, How, Level, changes, level};
use journey::cover::plain;
use rules::{Day, FactId, Value};
use serde_json::{Value as Json, json};

use crate::author::{Format, fail};
use crate::{folder, open_cases};

/// What is compared, and how it is told.
pub struct Asked<'a> {
    pub old: &'a Path,
    pub new: &'a Path,
    pub on: Day,
    pub format: Format,
    pub open: &'a open_cases::Ask,
}

pub fn run(asked: &Asked<'_>) -> ExitCode {
    let &Asked { old, new, on, format, open } = asked;
    let (old, new) = match (read(old), read(new)) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(why), _) | (_, Err(why)) => return fail(&why),
    };
    let found = changes(&old, &new, on);
    let tally = match open.cases.as_deref().map(|cases| open_cases::tally(open, cases, old, new, on)).transpose() {
        Ok(tally) => tally,
        Err(why) => return fail(&why),
    };
    match format {
        Format::Text => {
            print!("{}", text(&found, on));
            if let Some(tally) = &tally {
                print!("\n{}", tally.text(on));
            }
        }
        Format::Json => {
            let mut said = to_json(&found, on);
            if let Some(tally) = &tally {
                said["open_cases"] = tally.to_json();
            }
            println!("{said:#}");
        }
    }
    match tally {
        Some(tally) if tally.fails(open.deny) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn read(path: &Path) -> Result<Catalogue, String> {
    let folder::Folder { shown, checked, .. } = folder::check(path).map_err(|unusable| unusable.to_string())?;
    checked.catalogue.ok_or_else(|| {
        eprint!("{}", catalogue::render(&checked.diagnostics, &shown, catalogue::Style::Plain));
        format!("the catalogue in `{}` has errors; nothing was compared", path.display())
    })
}

fn word(level: Level) -> &'static str {
    match level {
        Level::None => "none",
        Level::Patch => "patch",
        Level::Minor => "minor",
        Level::Major => "major",
    }
}

/// `stricter`, `looser` or both, where somebody's position changes.
fn direction(change: &Change) -> &'static str {
    match (&change.how, change.loses(), change.gains()) {
        (How::Added, ..) => "added",
        (How::Removed, ..) => "removed",
        (How::Words, ..) => "words only",
        (_, true, true) => "stricter for some, looser for others",
        (_, true, false) => "stricter",
        (_, false, true) => "looser",
        (_, false, false) => "otherwise",
    }
}

fn text(found: &[Change], on: Day) -> String {
    let mut lines = Vec::new();
    for change in found {
        let what = if change.what.is_empty() { String::new() } else { format!(", {}", change.what) };
        let (kind, name) = (change.kind.noun(), &change.name);
        lines.push(format!("{}: {kind} {name}{what}: {}", word(change.level()), direction(change)));
        match &change.how {
            How::Others { gains, loses } => {
                lines.extend(somebody("loses", loses));
                lines.extend(somebody("gains", gains));
            }
            How::Quantity { before, after, .. } | How::Otherwise { before, after } => {
                lines.push(format!("    {before} → {after}"));
            }
            How::Added | How::Removed | How::Words => {}
        }
    }
    let meaning = match level(found) {
        Level::None => "nothing changed in meaning",
        Level::Patch => "patch: only words changed",
        Level::Minor => "minor: somebody gains, nobody loses",
        Level::Major => "major: somebody loses or must do more",
    };
    lines.push(format!("{meaning} (under the law of {on})"));
    lines.join("\n") + "\n"
}

fn somebody(verb: &str, who: &Somebody) -> Option<String> {
    match who {
        Somebody::Nobody => None,
        Somebody::Perhaps => Some(format!("    perhaps somebody {verb}; it hangs on several facts or rows at once")),
        Somebody::This(facts) if facts.is_empty() => Some(format!("    everybody {verb}")),
        Somebody::This(facts) => {
            let facts: Vec<String> = facts.iter().map(|(fact, value)| format!("{fact} = {}", plain(value))).collect();
            Some(format!("    {verb}, for example: {}", facts.join("; ")))
        }
    }
}

fn to_json(found: &[Change], on: Day) -> Json {
    let person = |who: &Somebody| match who {
        Somebody::Nobody => Json::Null,
        Somebody::Perhaps => json!({ "certain": false }),
        Somebody::This(facts) => json!({ "certain": true, "facts": facts_json(facts) }),
    };
    let one = |change: &Change| {
        let mut said = json!({
            "kind": change.kind.noun(), "id": change.name, "what": change.what,
            "level": word(change.level()), "direction": direction(change),
        });
        match &change.how {
            How::Others { gains, loses } => {
                said["gains"] = person(gains);
                said["loses"] = person(loses);
            }
            How::Quantity { before, after, .. } | How::Otherwise { before, after } => {
                said["before"] = json!(before);
                said["after"] = json!(after);
            }
            How::Added | How::Removed | How::Words => {}
        }
        said
    };
    json!({
        "on": on.to_string(), "level": word(level(found)),
        "changes": found.iter().map(one).collect::<Vec<_>>(),
    })
}

fn facts_json(facts: &BTreeMap<FactId, Value>) -> Json {
    facts.iter().map(|(fact, value)| (fact.to_string(), value.to_json())).collect::<serde_json::Map<_, _>>().into()
}
