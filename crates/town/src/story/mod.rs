//! Stories: days of the city in Markdown tables that a lawyer can read and correct. Everything else in the text is prose.
//!
//! A heading begins a story. Before its tables stand settings, one or more on a line:
//!
//! ```text
//! on: 2026-03-02, event: open-restaurant
//! people: Wang (applicant), Zhao (market-regulation), Ma (representative)
//! ```
//!
//! A **journey story** has a table `| given | value |` (facts by id or name) and a table `| then | |` (what follows).
//! A **casework story** has a table `| day | who | does | then |`; it runs in a real office in memory, with the registers
//! of the town. A table `| given | value |` before it says what people answer; everything else they answer as ordinary
//! people would. The verbs of both are in `journey.rs` and `casework.rs`.

mod after;
mod casework;
pub mod coverage;
pub mod example;
mod expects;
mod journey;
pub mod mutation;
mod parse;

use std::fmt::Write as _;
use std::sync::Arc;

use catalogue::Catalogue;

use parse::Told;

/// One line of a story that is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// 1-based line in the text.
    pub line: usize,
    /// The heading of the story.
    pub story: String,
    pub expected: String,
    pub found: String,
}

/// What came of a text with stories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Expectations that held.
    pub passed: usize,
    pub stories: usize,
    pub failures: Vec<Failure>,
}

/// One file of stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryReport {
    pub name: String,
    pub report: Report,
}

impl StoryReport {
    pub fn holds(&self) -> bool {
        self.report.failures.is_empty()
    }
}

/// Collects what holds and what does not while a story runs.
pub(crate) struct Findings<'a> {
    story: &'a str,
    report: &'a mut Report,
}

impl Findings<'_> {
    /// One expectation: `None` when it holds, otherwise what was found instead.
    pub(crate) fn check(&mut self, line: usize, expected: &str, otherwise: Option<String>) {
        match otherwise {
            None => self.report.passed += 1,
            Some(found) => self.fail(line, expected, found),
        }
    }

    pub(crate) fn fail(&mut self, line: usize, expected: &str, found: impl Into<String>) {
        self.report.failures.push(Failure {
            line,
            story: self.story.to_owned(),
            expected: expected.to_owned(),
            found: found.into(),
        });
    }
}

/// Runs every story of a text. Waits until all are told; may be called from anywhere.
pub fn run(text: &str, catalogue: &Catalogue) -> Report {
    let catalogue = Arc::new(catalogue.clone());
    run_shared(text, &catalogue, &mut journey::Ready::new())
}

fn run_shared(text: &str, catalogue: &Arc<Catalogue>, ready: &mut journey::Ready) -> Report {
    let mut report = Report::default();
    for told in parse::stories(text) {
        report.stories += 1;
        let mut findings = Findings { story: &told.title, report: &mut report };
        for (line, problem) in &told.problems {
            findings.fail(*line, "a table or a setting of a story", problem.clone());
        }
        journey::check(&told, catalogue, ready, &mut findings);
        casework_in_a_thread(&told, catalogue, &mut findings);
    }
    report
}

/// A runtime of its own in a thread of its own, so that callers with a runtime may call us too.
fn casework_in_a_thread(told: &Told, catalogue: &Arc<Catalogue>, findings: &mut Findings<'_>) {
    let Some(first) = told.days.first().map(|d| d.line) else { return };
    let began = std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
            runtime.block_on(casework::check(told, catalogue, findings));
            Ok::<(), String>(())
        });
        work.join().unwrap_or_else(|_| Err("the story stopped half way".to_owned()))
    });
    if let Err(why) = began {
        findings.fail(first, "a day in the office", why);
    }
}

/// Runs the stories of several files.
pub fn run_folder(stories: &[(String, String)], catalogue: &Catalogue) -> Vec<StoryReport> {
    let catalogue = Arc::new(catalogue.clone());
    let mut ready = journey::Ready::new();
    stories
        .iter()
        .map(|(name, text)| StoryReport { name: name.clone(), report: run_shared(text, &catalogue, &mut ready) })
        .collect()
}

/// The reports as text: a line a file, and under it every line that is not so.
pub fn render(reports: &[StoryReport]) -> String {
    let mut out = String::new();
    let (mut stories, mut passed, mut failed) = (0, 0, 0);
    for StoryReport { name, report } in reports {
        let mark = if report.failures.is_empty() { "ok  " } else { "FAIL" };
        let _ = writeln!(out, "{mark} {name}: {}, {} held", counted(report.stories, "story", "stories"), report.passed);
        for failure in &report.failures {
            let _ = writeln!(out, "     {name}:{}: {}", failure.line, failure.story);
            let _ = writeln!(out, "       expected  {}", failure.expected);
            let _ = writeln!(out, "       found     {}", failure.found);
        }
        stories += report.stories;
        passed += report.passed;
        failed += report.failures.len();
    }
    let _ = writeln!(
        out,
        "{}, {} held, {failed} did not.",
        counted(stories, "story", "stories"),
        counted(passed, "expectation", "expectations")
    );
    out
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
