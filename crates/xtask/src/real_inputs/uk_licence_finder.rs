//! The UK Licence Finder: its tables become a catalogue, and the ordinary journey answers its questions.
//!
//! Reads every `sectors*.csv`, `activities*.csv`, `licences*.csv` and `queries*.jsonl` of a folder, each also as `.zst`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use catalogue::{EventId, Style, compile, render};
use exchange::licence_finder::{EVENT, Imported, Query, import};
use journey::{Known, Origin, Prepared};
use rules::{Day, FactId};
use serde_json::json;

use super::files::texts;

/// The finder always shows three lists: the kind of business, its activities, its nation.
const QUESTIONS_THEIRS: usize = 3;

/// Of how many queries the questions are counted: evenly spread over all of them.
const QUESTIONS_SAMPLE: usize = 500;

/// How many wrong answers are told in full.
const TOLD: usize = 5;

/// What came out.
pub struct Score {
    cases: usize,
    exact: usize,
    questions_mean: f64,
    seconds: f64,
}

impl Score {
    pub fn is_exact(&self) -> bool {
        self.cases == self.exact
    }

    /// `questions_mean`: questions our journey asks until nothing is open, when the person answers as the query says, on
    /// average over up to 500 queries spread evenly; one question is one list, as in the finder. `questions_mean_theirs`: the
    /// finder's three lists, which it shows to everybody. Both leave out choosing the event. `seconds`: all of it, reading included.
    pub fn to_json(&self) -> String {
        let rounded = |number: f64| (number * 1000.0).round() / 1000.0;
        json!({
            "input": "uk-licence-finder", "cases": self.cases, "exact": self.exact,
            "questions_mean": rounded(self.questions_mean), "questions_mean_theirs": QUESTIONS_THEIRS,
            "seconds": rounded(self.seconds),
        })
        .to_string()
    }
}

pub fn run(folder: &Path) -> Result<Score, String> {
    let began = Instant::now();
    let tables =
        (texts(folder, "sectors", "csv")?, texts(folder, "activities", "csv")?, texts(folder, "licences", "csv")?);
    let mut queries = Vec::new();
    for source in texts(folder, "queries", "jsonl")? {
        let read = Query::read_all(&source).map_err(|wrong| wrong.to_string())?;
        queries.extend(read.into_iter().map(|(line, query)| (format!("{}:{line}", source.name), query)));
    }
    let imported = import(&tables.0, &tables.1, &tables.2).map_err(|wrong| wrong.to_string())?;
    let prepared = prepared(&imported)?;
    let mut exact = 0;
    for (place, query) in &queries {
        let strangers = imported.strangers(query);
        if !strangers.is_empty() {
            eprintln!("{place}: no table names {}; they are linked to no licence", strangers.join(", "));
        }
        let permits = prepared.needs(&imported.known(query));
        let found = imported.needed(&permits);
        let right: BTreeSet<&str> = query.licences.iter().map(String::as_str).collect();
        if found == right {
            exact += 1;
        } else {
            let more: Vec<&&str> = found.difference(&right).collect();
            let less: Vec<&&str> = right.difference(&found).collect();
            eprintln!("{place}: too many {more:?}, too few {less:?}");
        }
    }
    let questions_mean = questions_mean(&imported, &prepared, &queries);
    Ok(Score { cases: queries.len(), exact, questions_mean, seconds: began.elapsed().as_secs_f64() })
}

fn prepared(imported: &Imported) -> Result<Prepared, String> {
    let sources = std::slice::from_ref(&imported.definitions);
    let checked = compile(sources);
    let errors: Vec<_> = checked.diagnostics.iter().filter(|d| d.is_error()).take(TOLD).cloned().collect();
    let catalogue = checked
        .catalogue
        .ok_or_else(|| format!("the tables make no catalogue\n{}", render(&errors, sources, Style::Plain)))?;
    // The tables have no history: any day is as good as another.
    let day = Day::new(2023, 7, 25).ok_or("there is no such day")?;
    Prepared::new(Arc::new(catalogue), &EventId::new(EVENT), day).map_err(|why| why.to_string())
}

fn questions_mean(imported: &Imported, prepared: &Prepared, queries: &[(String, Query)]) -> f64 {
    let step = queries.len().div_ceil(QUESTIONS_SAMPLE).max(1);
    // Whoever has said nothing yet is asked the same.
    let first = prepared.next_question(&Known::new()).map(|question| question.fact);
    let sample = queries.iter().step_by(step);
    let asked: Vec<usize> = sample.map(|(_, query)| questions(imported, prepared, first.clone(), query)).collect();
    asked.iter().sum::<usize>() as f64 / asked.len().max(1) as f64
}

fn questions(imported: &Imported, prepared: &Prepared, first: Option<FactId>, query: &Query) -> usize {
    let answers = imported.answers(query);
    let mut known = Known::new();
    let mut asked = 0;
    let mut next = first;
    while let Some(asks) = next {
        asked += 1;
        match answers.iter().find(|(fact, _)| *fact == asks.as_str()) {
            Some((fact, value)) => known.tell(*fact, value.clone(), Origin::Applicant),
            None => known.not_yet(asks),
        }
        next = prepared.next_question(&known).map(|question| question.fact);
    }
    asked
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    const SECTORS: &str = "LAYER1_OID,LAYER1,LAYER2_OID,LAYER2,LAYER3_OID,LAYER3\n1,Shops,10,Food,100,Bakeries\n1,Shops,10,Food,101,Tea\n";
    const ACTIVITIES: &str = "SECTOR_OID,SECTOR,BUSINSS_ACT_ID,ACTIVITY_TITLE\n100,Bakeries,7,Play music\n";
    const HEADER: &str = "SECTOR_OID,SECTOR,BUSINESSACT_ID,ACTIVITY_TITLE,LICENCE_OID,LICENCE,REGULATION_AREA,DA_ENGLAND,DA_SCOTLAND,DA_WALES,DA_NIRELAND,ALL_OF_UK";
    const MUSIC: &str = "100,Bakeries,7,Play music,900,Music,Copyright,1,0,0,0,0";
    const STALL: &str = "10,Food,8,Sell outside,901,Street trading,Trade,0,0,0,0,1";

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().to_owned();
        fs::write(at.join("sectors_all.csv"), SECTORS).unwrap();
        fs::write(at.join("activities_a.csv"), ACTIVITIES).unwrap();
        // The same row in two files is one row; one of the files is packed.
        fs::write(at.join("licences_a.csv"), format!("{HEADER}\n{MUSIC}\n")).unwrap();
        fs::write(at.join("licences_b.csv.zst"), packed(&format!("{HEADER}\n{STALL}\n{MUSIC}\n"))).unwrap();
        fs::write(at.join("queries_1.jsonl"), query("[\"100\"]", "england", "[\"900\",\"901\"]")).unwrap();
        fs::write(at.join("queries_2.jsonl.zst"), packed(&query("[\"101\"]", "scotland", "[\"901\"]"))).unwrap();
        (folder, at)
    }

    fn packed(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn query(sectors: &str, nation: &str, licences: &str) -> String {
        format!(
            "{{\"sectors\":{sectors},\"activities\":[\"7\",\"8\"],\"location\":\"{nation}\",\"licences\":{licences}}}\n"
        )
    }

    fn why_not(at: &Path) -> String {
        run(at).err().unwrap_or_else(|| "nothing is wrong".to_owned())
    }

    #[test]
    fn every_file_is_read_whatever_its_ending_and_every_query_answered() {
        let (_folder, at) = folder();
        let score = run(&at).unwrap();
        assert_eq!((score.cases, score.exact), (2, 2));
        let line: serde_json::Value = serde_json::from_str(&score.to_json()).unwrap();
        assert_eq!((line["cases"].as_u64(), line["exact"].as_u64()), (Some(2), Some(2)));
        // Both say what they do; only the baker, who plays music, must also say where.
        assert_eq!(line["questions_mean"].as_f64(), Some(2.5));
    }

    #[test]
    fn a_wrong_answer_is_counted_as_one() {
        let (_folder, at) = folder();
        fs::write(at.join("queries_1.jsonl"), query("[\"100\"]", "england", "[\"901\"]")).unwrap();
        let score = run(&at).unwrap();
        assert_eq!((score.cases, score.exact, score.is_exact()), (2, 1, false));
    }

    #[test]
    fn what_is_missing_or_broken_is_an_error_with_its_name() {
        let (_folder, at) = folder();
        fs::write(at.join("queries_1.jsonl"), "{\"sectors\":[]\n").unwrap();
        assert!(why_not(&at).contains("queries_1.jsonl:1: column"), "{}", why_not(&at));

        let (_folder, at) = folder();
        let whole = fs::read(at.join("licences_b.csv.zst")).unwrap();
        fs::write(at.join("licences_b.csv.zst"), &whole[..whole.len() - 9]).unwrap();
        assert!(why_not(&at).contains("licences_b.csv.zst: cannot be unpacked"), "{}", why_not(&at));

        let (_folder, at) = folder();
        fs::write(at.join("activities_b.csv"), b"SECTOR_OID,SECTOR\n\xff\n").unwrap();
        assert!(why_not(&at).contains("activities_b.csv:2: not UTF-8"), "{}", why_not(&at));

        for missing in ["sectors_all.csv", "activities_a.csv"] {
            let (_folder, at) = folder();
            fs::remove_file(at.join(missing)).unwrap();
            let start = &missing[..7];
            assert!(why_not(&at).contains(&format!("there is no file `{start}")), "{}", why_not(&at));
        }
        assert!(why_not(Path::new("no-such-folder")).contains("no-such-folder"));
    }

    /// The finder's own tables, when they lie beside the checkout.
    #[test]
    fn the_finders_own_queries_are_all_answered_exactly() {
        let folder = crate::root().join("../shared/data/uk-licence-finder");
        if !folder.exists() {
            println!("skipped: {} is not there", folder.display());
            return;
        }
        let score = run(&folder).unwrap();
        assert!(score.is_exact() && score.cases > 0, "{}", score.to_json());
    }
}
