//! Event logs of other offices, kept as comma-separated tables: one row an act, with the case it belongs to and its time.
//!
//! Columns are found by what they are for, under the names that XES (IEEE 1849) gives them when a log is flattened, or
//! plainer ones. *Case* and *time* must be there; *start* is used if it is, and so are the *marks*: what is known of a
//! case when it begins and does not change. All other columns are left alone: people's names, the planned and the real
//! end, the acts themselves. Times are read to the day, as it was at the place where they were written.

use std::collections::BTreeMap;

use catalogue::Source;
use csv::StringRecord;
use rules::Day;

use crate::Unreadable;

const CASE: &[&str] = &["case:concept:name", "case_id", "case id", "caseid", "case"];
const TIME: &[&str] = &["time:timestamp", "timestamp", "complete timestamp", "time"];
const START: &[&str] = &["case:startdate", "startdate", "case_start", "start date"];
const END: &[&str] = &["case:enddate", "enddate", "case_end", "end date"];

/// One place of the marks of a case each.
const MARKS: [&[&str]; 4] = [
    &["case:department", "department"],
    &["case:channel", "channel"],
    &["case:group", "case group"],
    &["case:type", "case type", "case_type"],
];

/// One case of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedCase {
    /// The log's own name of the case.
    pub case: String,
    /// The day it was filed, as the log says; the day of its first act when the log does not say, or says a later one.
    pub began: Day,
    /// The days of its first and its last act.
    pub first_act: Day,
    pub last_act: Day,
    /// The day on which the log calls the case ended. A log that is only of one phase says here when the whole case ended.
    pub ended: Option<Day>,
    /// What was known when it began; empty where the log says nothing.
    pub marks: Vec<String>,
}

/// Reads the cases of a log, which may come in several texts; the acts of a case may stand anywhere.
///
/// What comes out is ordered by first day, then by name of the case. Fails on a text without the columns of case and time or without rows, on a row of another
/// length than its header, on a time that is none, and on a case whose start, end or marks differ from row to row.
pub fn cases(texts: &[Source]) -> Result<Vec<LoggedCase>, Unreadable> {
    let mut found = BTreeMap::new();
    for text in texts {
        read(text, &mut found)?;
    }
    let mut cases: Vec<LoggedCase> = found
        .into_iter()
        .map(|(case, Acts { start, ended, marks, first, last })| LoggedCase {
            case,
            began: start.map_or(first, |start| start.min(first)),
            first_act: first,
            last_act: last,
            ended,
            marks,
        })
        .collect();
    cases.sort_by(|a, b| (a.began, &a.case).cmp(&(b.began, &b.case)));
    Ok(cases)
}

/// What the rows of one case say together.
struct Acts {
    start: Option<Day>,
    ended: Option<Day>,
    marks: Vec<String>,
    first: Day,
    last: Day,
}

fn read(source: &Source, found: &mut BTreeMap<String, Acts>) -> Result<(), Unreadable> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |wrong: csv::Error| Unreadable::table(&source.name, &wrong);
    let header = reader.headers().map_err(wrong)?.clone();
    let needed = |names: &[&str]| {
        column(&header, names).ok_or_else(|| {
            let among: Vec<&str> = header.iter().collect();
            let because = format!("there is no column `{}` among {}", names.join("` or `"), among.join(", "));
            Unreadable::at(&source.name, 1, because)
        })
    };
    let (case, time) = (needed(CASE)?, needed(TIME)?);
    let (start, end) = (column(&header, START), column(&header, END));
    let marks = MARKS.map(|names| column(&header, names));
    let mut rows = 0usize;
    for row in reader.records() {
        let row = row.map_err(wrong)?;
        rows += 1;
        let line = row.position().map_or(0, csv::Position::line);
        let because = |because: String| Unreadable::at(&source.name, line, because);
        let said = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        let day = |at: Option<usize>| match said(at) {
            "" => Ok(None),
            time => day(time)
                .map(Some)
                .ok_or_else(|| because(format!("`{time}` is not a time; write 2026-03-02T09:30:00+08:00"))),
        };
        let name = said(Some(case));
        let acted = day(Some(time))?.ok_or_else(|| because("the act has no time".to_owned()))?;
        if name.is_empty() {
            return Err(because("the act has no case".to_owned()));
        }
        let marks: Vec<String> = marks.iter().map(|at| said(*at).to_owned()).collect();
        let (start, ended) = (day(start)?, day(end)?);
        match found.get_mut(name) {
            None => {
                found.insert(name.to_owned(), Acts { start, ended, marks, first: acted, last: acted });
            }
            Some(acts) if (acts.start, acts.ended, &acts.marks) == (start, ended, &marks) => {
                acts.first = acts.first.min(acted);
                acts.last = acts.last.max(acted);
            }
            Some(_) => {
                return Err(because(format!(
                    "start, end or marks of case `{name}` are others than in its earlier rows"
                )));
            }
        }
    }
    match rows {
        0 => Err(Unreadable::whole(&source.name, "the log has no rows")),
        _ => Ok(()),
    }
}

/// Where the column with the first of these names that there is stands, in capitals or not.
fn column(header: &StringRecord, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| header.iter().position(|title| title.trim().eq_ignore_ascii_case(name)))
}

/// The day of a time of ISO 8601, with `T` or a space before the hours, or without hours.
fn day(time: &str) -> Option<Day> {
    let (day, hours) = time.split_at_checked(10)?;
    let is_hours = hours.is_empty()
        || hours.starts_with(['T', ' '])
            && hours.as_bytes().get(1..3).is_some_and(|h| h.iter().all(u8::is_ascii_digit));
    day.parse().ok().filter(|_| is_hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "case:channel,case:concept:name,case:startdate,case:enddate,org:resource,time:timestamp";

    fn log(rows: &str) -> Source {
        Source::new("log.csv".to_owned(), format!("{HEADER}\n{rows}"))
    }

    fn why_not(rows: &str) -> String {
        cases(&[log(rows)]).unwrap_err().to_string()
    }

    #[test]
    fn a_case_is_what_its_acts_say_together_in_whatever_order_and_file() {
        let first =
            log("Post,b,,,Somebody,2026-03-04\nDesk,a,2026-03-01 23:59:59+08:00,2026-04-01,X,2026-03-09T10:00:00Z\n");
        let second = log("Desk,a,2026-03-01 23:59:59+08:00,2026-04-01,Y,2026-03-05 08:00:00.5+08:00\n");
        let found = cases(&[first, second]).unwrap();
        let said: Vec<String> = found
            .iter()
            .map(|c| {
                format!("{} {} {} {} {:?} {}", c.case, c.began, c.first_act, c.last_act, c.ended, c.marks.join("|"))
            })
            .collect();
        assert_eq!(
            said,
            [
                "a 2026-03-01 2026-03-05 2026-03-09 Some(2026-04-01) |Desk||",
                "b 2026-03-04 2026-03-04 2026-03-04 None |Post||"
            ]
        );
    }

    #[test]
    fn plainer_names_of_columns_do_and_an_act_before_the_start_is_the_start() {
        let found = cases(&[Source::new(
            "x.csv".to_owned(),
            "Case ID,Timestamp,StartDate\n7,2026-03-02,2026-03-05\n".to_owned(),
        )]);
        assert_eq!(found.unwrap()[0].began, "2026-03-02".parse().unwrap());
    }

    #[test]
    fn what_is_no_log_is_refused_with_file_and_line() {
        assert_eq!(why_not(""), "log.csv: the log has no rows");
        assert!(why_not("Desk,a,,,X,2026-03-01\nDesk,a,,,X,soon\n").starts_with("log.csv:3: `soon` is not a time"));
        assert!(why_not("Desk,a,,,X,2026-03-01 late\n").contains("is not a time"));
        assert_eq!(why_not("Desk,a,,,X,\n"), "log.csv:2: the act has no time");
        assert_eq!(why_not("Desk,,,,X,2026-03-01\n"), "log.csv:2: the act has no case");
        assert_eq!(why_not("Desk,a\n"), "log.csv:2: the row has 2 fields, the header 6");
        assert!(
            why_not("Desk,a,,,X,2026-03-01\nPost,a,,,X,2026-03-01\n").starts_with("log.csv:3: start, end or marks")
        );
        let wrong = cases(&[Source::new("x.csv".to_owned(), "case,what\n1,2\n".to_owned())]).unwrap_err();
        assert!(wrong.to_string().starts_with("x.csv:1: there is no column `time:timestamp`"), "{wrong}");
    }
}
