//! Finds headings, settings and tables in a text; knows nothing about what they mean.

/// A cell with the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub line: usize,
    pub left: String,
    pub right: String,
}

/// One row of a casework table.
#[derive(Clone, Debug)]
pub(super) struct DayRow {
    pub line: usize,
    pub day: String,
    pub who: String,
    pub does: String,
    pub then: String,
}

/// One story as it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub title: String,
    pub line: usize,
    /// `on`, `event`, `down`, `people`: what is written behind the colon, and where.
    pub settings: Vec<Line>,
    pub given: Vec<Line>,
    pub then: Vec<Line>,
    pub days: Vec<DayRow>,
    pub problems: Vec<(usize, String)>,
}

impl Told {
    pub fn setting(&self, key: &str) -> Option<&Line> {
        self.settings.iter().find(|s| s.left == key)
    }

    fn tells(&self) -> bool {
        !(self.given.is_empty() && self.then.is_empty() && self.days.is_empty() && self.problems.is_empty())
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Table {
    None,
    Given,
    Then,
    Days,
    /// Some other table of the text.
    Other,
}

const SETTINGS: [&str; 4] = ["on", "event", "down", "people"];

/// All stories of a text; headings without tables are chapters.
pub(super) fn stories(text: &str) -> Vec<Told> {
    let mut all = vec![Told::default()];
    let mut table = Table::None;
    let mut fenced = false;
    for (index, written) in text.lines().enumerate() {
        let line = index + 1;
        let written = written.trim();
        if written.starts_with("```") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        if written.starts_with('#') {
            all.push(Told { title: written.trim_start_matches('#').trim().to_owned(), line, ..Told::default() });
            table = Table::None;
            continue;
        }
        let Some(told) = all.last_mut() else { continue };
        if !written.starts_with('|') {
            table = Table::None;
            settings(told, line, written);
            continue;
        }
        let cells = cells(written);
        if cells.iter().all(|c| c.chars().all(|c| matches!(c, '-' | ':' | ' '))) && table != Table::None {
            // The line under the head of a table.
            if cells.iter().all(|c| !c.is_empty()) {
                continue;
            }
        }
        if table == Table::None {
            table = match cells.first().map(|c| c.to_lowercase()).as_deref() {
                Some("given") => Table::Given,
                Some("then") => Table::Then,
                Some("day") => Table::Days,
                _ => Table::Other,
            };
            continue;
        }
        let cell = |n: usize| cells.get(n).cloned().unwrap_or_default();
        match table {
            Table::Given => told.given.push(Line { line, left: cell(0), right: cell(1) }),
            Table::Then => told.then.push(Line { line, left: cell(0), right: cell(1) }),
            Table::Days if cells.len() >= 3 => {
                told.days.push(DayRow { line, day: cell(0), who: cell(1), does: cell(2), then: cell(3) });
            }
            Table::Days => told.problems.push((line, "a row needs day, who, does and then".to_owned())),
            Table::None | Table::Other => {}
        }
    }
    all.retain(Told::tells);
    all
}

fn cells(row: &str) -> Vec<String> {
    // `\|` is a bar inside a cell.
    let inner = row.trim().trim_start_matches('|');
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let marked = inner.replace("\\|", "\u{1}");
    marked.split('|').map(|c| c.trim().replace('\u{1}', "|").trim_matches('`').to_owned()).collect()
}

fn settings(told: &mut Told, line: usize, written: &str) {
    let mut rest = written;
    while let Some((key, after)) = rest.split_once(':') {
        let key = key.trim().to_lowercase();
        if !SETTINGS.contains(&key.as_str()) {
            return;
        }
        // The value ends where the next setting begins.
        let next = SETTINGS.iter().filter_map(|s| after.find(&format!(", {s}:"))).min();
        let (value, following) = match next {
            Some(at) => (&after[..at], after[at..].trim_start_matches([',', ' '])),
            None => (after, ""),
        };
        told.settings.push(Line { line, left: key, right: value.trim().trim_matches('`').to_owned() });
        rest = following;
    }
}

/// `a = 1; b = 2` as pairs.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split(';')
        .filter_map(|pair| pair.split_once('='))
        .map(|(a, b)| (a.trim().trim_matches('`').to_owned(), b.trim().trim_matches('`').to_owned()))
        .collect()
}

/// Several names, separated by commas.
pub(super) fn list(text: &str) -> Vec<String> {
    text.split(',').map(|n| n.trim().trim_matches('`').to_owned()).filter(|n| !n.is_empty()).collect()
}
