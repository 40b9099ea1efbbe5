//! `onego test` and `onego examples`: the stories of a catalogue folder, run, measured, and proposed.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use catalogue::{Catalogue, Checked, EventId, Source};
use rules::Day;
use serde_json::json;
use town::story::coverage::{Count, EventCoverage, coverage, usual_day};
use town::story::example::write;
use town::story::mutation::{self, Mistake, Score};

use crate::author::{Format, fail};
use crate::{folder, verify};

/// What `onego test` was asked for.
pub struct Ask<'a> {
    pub folder: &'a Path,
    pub coverage: bool,
    /// Tell casework stories to every mistake, too.
    pub cases: bool,
    pub format: Format,
}

pub fn run(ask: &Ask) -> ExitCode {
    let read = match Read::of(ask.folder) {
        Ok(read) => read,
        Err(why) => return fail(&why),
    };
    if read.stories.is_empty() {
        return fail(&format!("`{}/stories` has no .md files", ask.folder.display()));
    }
    let reports = town::story::run_folder(&read.stories, &read.catalogue);
    let failed: usize = reports.iter().map(|r| r.report.failures.len()).sum();
    let is_text = ask.format == Format::Text;
    if is_text {
        print!("{}", town::story::render(&reports));
    }
    if !ask.coverage {
        if !is_text {
            println!("{:#}", json!({ "stories": reports_json(&reports) }));
        }
    } else if failed > 0 {
        eprintln!("what stories show is measured once all of them hold");
    } else {
        let on = usual_day(&read.stories).unwrap_or_else(verify::today);
        let covered = coverage(&read.stories, &read.catalogue, on, None);
        let score = mutation::score(&read.stories, &read.catalogue, on, ask.cases);
        if is_text {
            print_coverage(&covered, on);
            print_score(&score, &read);
        } else {
            println!("{:#}", coverage_json(&reports, &covered, &score, &read));
        }
    }
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What `onego examples` was asked for.
pub struct Wanted<'a> {
    pub folder: &'a Path,
    pub event: &'a str,
    pub on: Option<Day>,
    /// Also what stories show already.
    pub all: bool,
    pub accept: Option<&'a Path>,
}

pub fn examples(wanted: &Wanted) -> ExitCode {
    match propose(wanted) {
        Ok(said) => {
            print!("{said}");
            ExitCode::SUCCESS
        }
        Err(why) => fail(&why),
    }
}

fn propose(wanted: &Wanted) -> Result<String, String> {
    let read = Read::of(wanted.folder)?;
    let event = EventId::new(wanted.event);
    if !read.catalogue.events.contains_key(&event) {
        let there: Vec<&str> = read.catalogue.events.keys().map(EventId::as_str).collect();
        return Err(format!("there is no event `{event}`; there are {}", there.join(", ")));
    }
    let on = wanted.on.or_else(|| usual_day(&read.stories)).unwrap_or_else(verify::today);
    let stories = if wanted.all { &[][..] } else { &read.stories };
    let found = coverage(stories, &read.catalogue, on, Some(&event));
    let Some(found) = found.first() else { return Err(format!("`{event}` cannot be prepared")) };
    let mut text =
        format!("# Examples of {event}\n\nOne for each branch and boundary that the other stories do not show.\n");
    for example in &found.missing.examples {
        text.push('\n');
        text.push_str(&write(example, &found.cover, &event, wanted.accept.is_none()));
    }
    let Some(into) = wanted.accept else { return Ok(text + &not_shown(found)) };
    if found.missing.examples.is_empty() {
        return Ok("the stories show everything that an example can show; nothing was written\n".to_owned());
    }
    let path = into.join(format!("examples-{event}.md"));
    let shown = path.display();
    let mut file =
        std::fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(|why| {
            format!("`{shown}` cannot be written: {why}; what is accepted already is never written over")
        })?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .map_err(|why| format!("`{shown}` cannot be written: {why}"))?;
    Ok(format!("{} examples accepted into `{shown}`; read them before you keep them\n", found.missing.examples.len()))
}

/// What no example can be computed for, as prose under the stories.
fn not_shown(found: &EventCoverage) -> String {
    let mut out = String::new();
    for (numbers, why) in [
        (&found.missing.by_hand, "hang on several facts or rows at once: find somebody by hand"),
        (&found.missing.elsewhere, "concern people with a wish of another event: `--event` tells them"),
        (&found.missing.impossible, "concern nobody there can be: the atom never decides"),
    ] {
        if !numbers.is_empty() {
            out.push_str(&format!("\n# These {why}\n\n"));
        }
        for goal in numbers.iter().filter_map(|number| found.cover.goals().get(*number)) {
            out.push_str(&format!("- {}, {}: {goal}\n", goal.aim.of(), goal.aim.what()));
        }
    }
    out
}

/// A catalogue without errors, with its stories.
struct Read {
    sources: Vec<Source>,
    places: catalogue::Places,
    catalogue: Arc<Catalogue>,
    stories: Vec<(String, String)>,
}

impl Read {
    fn of(path: &Path) -> Result<Read, String> {
        // Places point into the texts as they were written.
        let folder::Folder { shown: sources, checked, .. } =
            folder::check(path).map_err(|unusable| unusable.to_string())?;
        let Checked { catalogue, diagnostics, places, .. } = checked;
        let Some(catalogue) = catalogue else {
            eprint!("{}", catalogue::render(&diagnostics, &sources, catalogue::Style::Plain));
            return Err("the catalogue has errors; no story was run".to_owned());
        };
        let folder = path.join("stories");
        let stories = match folder.is_dir() {
            true => read(&folder).map_err(|error| format!("`{}` cannot be read: {error}", folder.display()))?,
            false => Vec::new(),
        };
        Ok(Read { sources, places, catalogue: Arc::new(catalogue), stories })
    }

    /// `permits/food.yaml:12`, the line of the condition where it stands as it is, else of its definition.
    fn place(&self, mistake: &Mistake) -> String {
        let Some(place) = self.places.get(mistake.kind, &mistake.name) else { return mistake.name.clone() };
        let Some(source) = self.sources.get(place.source) else { return mistake.name.clone() };
        let start = place.bytes.start;
        let after = source.text.get(start..).unwrap_or_default();
        let at = after.find(&mistake.text).map_or(start, |found| start + found + mistake.span.start);
        format!("{}:{}", source.name, source.line_and_column(at).0)
    }
}

fn read(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut stories = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|e| e == "md") {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            stories.push((name, std::fs::read_to_string(&path)?));
        }
    }
    stories.sort();
    Ok(stories)
}

fn of(count: Count) -> String {
    format!("{}/{}", count.shown, count.of)
}

fn print_coverage(covered: &[EventCoverage], on: Day) {
    for found in covered {
        let (branches, boundaries) = found.total();
        println!("\n{} under the law of {on}", found.event);
        for (name, (branches, boundaries)) in found.counts() {
            println!("  {name}: branches {}, boundaries {}", of(branches), of(boundaries));
        }
        println!(
            "  all: branches {} ({} %), boundaries {} ({} %)",
            of(branches),
            branches.percent(),
            of(boundaries),
            boundaries.percent()
        );
        for (number, example) in found.missing.examples.iter().enumerate() {
            for goal in example.shows.iter().filter_map(|at| found.cover.goals().get(*at)) {
                println!("  missing: {}, {}: {goal} (example {})", goal.aim.of(), goal.aim.what(), number + 1);
            }
        }
        for goal in found.missing.elsewhere.iter().filter_map(|at| found.cover.goals().get(*at)) {
            println!("  missing: {}, {}: {goal} (by an example of another event)", goal.aim.of(), goal.aim.what());
        }
        for goal in found.missing.by_hand.iter().filter_map(|at| found.cover.goals().get(*at)) {
            println!("  missing: {}, {}: {goal} (by hand)", goal.aim.of(), goal.aim.what());
        }
        if !found.missing.examples.is_empty() {
            println!("  `onego examples … --event {}` tells these examples", found.event);
        }
    }
}

fn print_score(score: &Score, read: &Read) {
    let tried = score.noticed + score.survivors.len();
    println!("\n{} of {tried} small mistakes are noticed by a story ({} %)", score.noticed, score.percent());
    println!("{} more would change nothing for anybody", score.harmless);
    if score.left_out > 0 {
        println!("{} were beyond the bound and not tried", score.left_out);
    }
    for mistake in &score.survivors {
        let (before, rest) = mistake.text.split_at(mistake.span.start);
        let (wrong, after) = rest.split_at(mistake.span.len());
        let definition = format!("{} {}", mistake.kind.noun(), mistake.name);
        println!("{}: {definition}: {}, not noticed", read.place(mistake), mistake.what);
        println!("    {before}⟦{wrong} → {}⟧{after}", mistake.instead);
    }
}

fn reports_json(reports: &[town::story::StoryReport]) -> serde_json::Value {
    let one = |report: &town::story::StoryReport| {
        let failures: Vec<_> = report
            .report
            .failures
            .iter()
            .map(|f| json!({ "line": f.line, "story": f.story, "expected": f.expected, "found": f.found }))
            .collect();
        json!({ "file": report.name, "stories": report.report.stories, "held": report.report.passed, "failures": failures })
    };
    reports.iter().map(one).collect()
}

fn coverage_json(
    reports: &[town::story::StoryReport],
    covered: &[EventCoverage],
    score: &Score,
    read: &Read,
) -> serde_json::Value {
    let count = |count: Count| json!({ "shown": count.shown, "of": count.of });
    let event = |found: &EventCoverage| {
        let definitions: serde_json::Map<String, serde_json::Value> = found
            .counts()
            .into_iter()
            .map(|(name, (a, b))| (name, json!({ "branches": count(a), "boundaries": count(b) })))
            .collect();
        let goal = |number: &usize| {
            let goal = found.cover.goals().get(*number)?;
            Some(json!({ "of": goal.aim.of(), "what": goal.aim.what(), "shows": goal.to_string() }))
        };
        let examples: Vec<_> = found
            .missing
            .examples
            .iter()
            .map(|example| {
                let given: serde_json::Map<String, serde_json::Value> =
                    example.given.iter().map(|(fact, value)| (fact.to_string(), value.to_json())).collect();
                let shows: Vec<_> = example.shows.iter().filter_map(goal).collect();
                json!({ "on": example.on.to_string(), "given": given, "shows": shows })
            })
            .collect();
        let by_hand: Vec<_> = found.missing.by_hand.iter().filter_map(goal).collect();
        let elsewhere: Vec<_> = found.missing.elsewhere.iter().filter_map(goal).collect();
        let (branches, boundaries) = found.total();
        json!({
            "event": found.event.as_str(), "branches": count(branches), "boundaries": count(boundaries),
            "definitions": definitions, "missing": examples, "by_hand": by_hand, "elsewhere": elsewhere,
        })
    };
    let survivor = |mistake: &Mistake| {
        json!({
            "place": read.place(mistake), "definition": format!("{} {}", mistake.kind.noun(), mistake.name),
            "text": mistake.text, "from": mistake.span.start, "to": mistake.span.end,
            "instead": mistake.instead, "mistake": mistake.what,
        })
    };
    json!({
        "stories": reports_json(reports),
        "events": covered.iter().map(event).collect::<Vec<_>>(),
        "mistakes": {
            "noticed": score.noticed, "harmless": score.harmless, "left_out": score.left_out,
            "percent": score.percent(),
            "survivors": score.survivors.iter().map(survivor).collect::<Vec<_>>(),
        },
    })
}
