//! Logs of real offices: the earlier half of the cases is the past, and each case of the later half gets a promise on the
//! day it begins.
//!
//! Reads every `*.csv` and `*.csv.zst` of a folder as one log. Nothing that was not known on the day of a promise is used:
//! a case that had not ended by then counts as open, also one of the earlier half.

use std::path::Path;

use exchange::event_log::{LoggedCase, cases};
use journey::{Learning, PastStep, learn};
use rules::{Calendar, Day, DayUnit};
use serde_json::{Value, json};

use super::files::texts;

/// The shares that are aimed at, in parts of a million; the last is the one that counts.
const TARGETS: [u32; 4] = [500_000, 900_000, 950_000, 800_000];

/// One line of JSON for each target and each end a log can mean; the last line is for four of five and the last act that
/// the log holds. Whether it is so: of the last line, that something was promised and no smaller share kept than aimed at.
pub fn run(folder: &Path) -> Result<(Value, bool), String> {
    let logged = cases(&texts(folder, "", "csv")?).map_err(|wrong| wrong.to_string())?;
    for target in TARGETS {
        if logged.iter().any(|case| case.ended.is_some()) {
            println!("{}", Score::of(&logged, target, |case| case.ended)?.to_json("case", target));
        }
    }
    let mut last = None;
    for target in TARGETS {
        if let Some((line, _)) = last.take() {
            println!("{line}");
        }
        let score = Score::of(&logged, target, |case| Some(case.last_act))?;
        last = Some((score.to_json("last act", target), score.held(target)));
    }
    last.ok_or_else(|| "there is nothing to aim at".to_owned())
}

/// How the promises of the later half turned out.
#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    cases: usize,
    /// Promises whose day lies within the log: it is known of each whether it was kept.
    promised: usize,
    kept: usize,
    /// Promises for a day after the log ends; whether they were kept is not looked at, also where it is known, because
    /// good news of them would be known and bad news not.
    not_due: usize,
    /// The past was too short to say anything.
    unpromised: usize,
    widths: Vec<u32>,
}

impl Score {
    fn of(logged: &[LoggedCase], target: u32, end: impl Fn(&LoggedCase) -> Option<Day>) -> Result<Self, String> {
        let learning = Learning::new(target, DayUnit::Calendar);
        let Some(log_ends) = logged.iter().flat_map(|case| [Some(case.last_act), end(case)]).flatten().max() else {
            return Err("the log has no cases".to_owned());
        };
        let mut past = steps(logged, end);
        let mut score = Score { cases: past.len(), ..Score::default() };
        for at in past.len() / 2..past.len() {
            let (before, rest) = past.split_at_mut(at);
            let Some(step) = rest.first_mut() else { continue };
            let learned = learn(before, &step.marks, step.began, &learning, &Calendar::default());
            let Some(learned) = learned.map_err(|gap| gap.to_string())? else {
                score.unpromised += 1;
                continue;
            };
            let until = step.began.plus_days(i64::from(learned.span.count));
            step.promised = Some(until);
            score.widths.push(learned.span.count);
            if until > log_ends {
                score.not_due += 1;
            } else {
                score.promised += 1;
                score.kept += usize::from(step.ended.is_some_and(|ended| ended <= until));
            }
        }
        score.widths.sort_unstable();
        Ok(score)
    }

    fn share(&self) -> f64 {
        self.kept as f64 / self.promised.max(1) as f64
    }

    fn held(&self, target: u32) -> bool {
        self.promised > 0 && self.share() >= aim(target)
    }

    /// `width_days_median`: calendar days from the beginning to the promised day, over all promises that were made.
    fn to_json(&self, end: &str, target: u32) -> Value {
        json!({
            "input": "wabo", "end": end, "cases": self.cases, "promised": self.promised, "kept": self.kept,
            "kept_share": (self.share() * 1000.0).round() / 1000.0, "target": aim(target),
            "width_days_median": self.widths.get(self.widths.len() / 2), "not_due": self.not_due,
            "unpromised": self.unpromised,
        })
    }
}

fn aim(target: u32) -> f64 {
    f64::from(target) / 1_000_000.0
}

/// The cases in order, each with how full the office was when it began as one more mark.
fn steps(logged: &[LoggedCase], end: impl Fn(&LoggedCase) -> Option<Day>) -> Vec<PastStep> {
    let mut steps: Vec<PastStep> = Vec::with_capacity(logged.len());
    for case in logged {
        let open = steps.iter().filter(|step| step.ended.is_none_or(|ended| ended >= case.began)).count();
        let mut marks = case.marks.clone();
        marks.push(fullness(open).to_string());
        // A log can call a case ended before it began.
        let ended = end(case).map(|ended| ended.max(case.began));
        steps.push(PastStep { began: case.began, ended, promised: None, marks });
    }
    steps
}

/// So many cases in classes, each half as wide again as the one before: it matters whether twice as many lie there, not
/// whether one more does.
fn fullness(open: usize) -> usize {
    std::iter::successors(Some(1usize), |limit| Some(limit.saturating_mul(3).div_ceil(2)))
        .take_while(|limit| *limit <= open && *limit < usize::MAX)
        .count()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A log in which every case takes as many days as its number says, over and over.
    fn log(cases: usize, days: impl Fn(usize) -> i64) -> String {
        let first: Day = "2026-01-01".parse().unwrap();
        let rows = (0..cases).map(|case| {
            let began = first.plus_days(i64::try_from(case / 4).unwrap());
            let ended = began.plus_days(days(case));
            format!("c{case:05},{began} 09:00:00,{began} 10:00:00\nc{case:05},{began} 09:00:00,{ended} 10:00:00\n")
        });
        format!("case:concept:name,case:startdate,time:timestamp\n{}", rows.collect::<String>())
    }

    fn folder(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("some-log.csv"), text).unwrap();
        folder
    }

    /// Four of five, to the last act.
    fn scored(folder: &Path) -> Score {
        let logged = cases(&texts(folder, "", "csv").unwrap()).unwrap();
        Score::of(&logged, 800_000, |case| Some(case.last_act)).unwrap()
    }

    #[test]
    fn four_of_five_are_kept_where_the_past_is_like_the_future() {
        // 0 to 19 days in an order that looks like none.
        let folder = folder(&log(400, |case| i64::try_from(case * 7919 % 101 % 20).unwrap()));
        let score = scored(folder.path());
        assert!((0.8..0.9).contains(&score.share()), "{score:?}");
        assert!((14..=18).contains(&score.widths[score.widths.len() / 2]), "{score:?}");
        assert_eq!(score.promised + score.not_due + score.unpromised, 200);
        let (line, held) = run(folder.path()).unwrap();
        assert_eq!((&line["kept"], held), (&json!(score.kept), true));
    }

    #[test]
    fn an_office_that_slows_down_is_followed() {
        // It takes thirty days instead of three, in the middle: missed at first, then nothing is said, then as it is.
        let folder = folder(&log(1000, |case| if case < 540 { 3 } else { 30 }));
        let score = scored(folder.path());
        assert!(score.kept < score.promised, "{score:?}");
        assert!(score.widths.first() == Some(&3) && score.widths.last() >= Some(&30), "{score:?}");
    }

    #[test]
    fn what_is_missing_or_broken_is_an_error_with_its_name() {
        let why_not = |text: &str| run(folder(text).path()).unwrap_err();
        assert!(why_not("case,time\n1,yesterday\n").contains("some-log.csv:2: `yesterday` is not a time"));
        assert!(why_not("what\n1\n").contains("some-log.csv:1: there is no column"));
        let empty = tempfile::tempdir().unwrap();
        assert!(run(empty.path()).unwrap_err().contains("there is no file `*.csv`"));
        assert!(run(Path::new("no-such-folder")).unwrap_err().contains("no-such-folder"));
    }

    /// The log of a Dutch municipality, when it lies beside the checkout.
    #[test]
    fn a_municipalitys_own_cases_are_promised_and_four_of_five_kept() {
        let folder = crate::root().join("../shared/data/wabo-receipt-log");
        if !folder.exists() {
            println!("skipped: {} is not there", folder.display());
            return;
        }
        let score = scored(&folder);
        assert!(score.held(800_000) && score.cases == 1434, "{}", score.to_json("last act", 800_000));
    }
}
