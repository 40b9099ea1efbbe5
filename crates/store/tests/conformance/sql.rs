//! The portable subset, held by reading every text under `sql/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// Whether a text uses parameter `$number`.
pub fn mentions(text: &str, number: usize) -> bool {
    let name = format!("${number}");
    bare(text)
        .match_indices(&name)
        .any(|(place, _)| !bare(text)[place + name.len()..].starts_with(|next: char| next.is_ascii_digit()))
}

/// Without remarks.
fn bare(text: &str) -> String {
    let lines: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    lines.join("\n")
}

fn files(folder: &str) -> BTreeMap<String, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.extension().is_some_and(|extension| extension == "sql"))
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// Lower-case words and signs.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for sign in bare(text).to_lowercase().chars() {
        if sign.is_alphanumeric() || sign == '_' || sign == '$' {
            words.last_mut().unwrap().push(sign);
        } else {
            if !sign.is_whitespace() {
                words.push(sign.to_string());
            }
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The word after another one.
fn after(words: &[String], word: &str) -> Option<String> {
    words.iter().position(|found| found == word).and_then(|place| words.get(place + 1)).cloned()
}

/// Table to the columns of its primary key, in order.
fn keys() -> BTreeMap<String, Vec<String>> {
    let mut keys = BTreeMap::new();
    for text in files("sql/schema").values().chain([&files("sql")["make_schema_version"]]) {
        for statement in bare(text).split(';') {
            let words = words(statement);
            if after(&words, "create").as_deref() != Some("table") {
                continue;
            }
            let table = after(&words, "exists").or_else(|| after(&words, "table")).unwrap();
            let place = words.windows(2).position(|two| two == ["primary", "key"]).unwrap();
            let key: Vec<_> = words[place + 3..]
                .iter()
                .take_while(|word| *word != ")")
                .filter(|word| *word != ",")
                .cloned()
                .collect();
            keys.insert(table, key);
        }
    }
    keys
}

#[test]
fn every_file_is_a_statement_and_every_statement_a_file() {
    let in_folder: BTreeSet<String> = files("sql").into_keys().collect();
    let in_program: BTreeSet<String> = store::STATEMENTS.iter().map(|statement| statement.name.to_owned()).collect();
    assert_eq!(in_folder, in_program);
}

#[test]
fn events_and_readings_are_only_ever_added() {
    for (name, text) in files("sql") {
        let words = words(&text);
        for kept in ["event", "read_log", "reading_by_case"] {
            assert_ne!(after(&words, "update").as_deref(), Some(kept), "{name}");
            if after(&words, "delete").is_some() {
                assert_ne!(after(&words, "from").as_deref(), Some(kept), "{name}");
            }
            if after(&words, "into").as_deref() == Some(kept) {
                assert!(!words.contains(&"update".to_owned()), "{name} changes what is kept");
            }
        }
    }
}

#[test]
fn statements_keep_to_the_portable_subset() {
    const REFUSED: &[&str] = &[
        "now",
        "random",
        "current_timestamp",
        "current_date",
        "current_time",
        "strftime",
        "datetime",
        "julianday",
        "unixepoch",
        "gen_random_uuid",
        "nextval",
        "autoincrement",
        "serial",
        "rowid",
        "oid",
        "pragma",
        "glob",
        "ifnull",
        "iif",
        "replace",
        "ignore",
        "trigger",
        "strict",
        "references",
        "foreign",
        "join",
        "recursive",
        "listen",
        "notify",
        "lock",
        "temp",
        "temporary",
        "json",
        "jsonb",
        "boolean",
        "timestamp",
        "integer",
        "blob",
        "varchar",
        "real",
        "numeric",
        "attach",
        "vacuum",
        "offset",
        "like",
        "returns",
        "begin",
        "commit",
        "?",
    ];
    for (name, text) in files("sql").into_iter().chain(files("sql/schema")) {
        assert!(text.starts_with("-- "), "{name} says in its first line what it is for");
        for word in words(&text) {
            assert!(!REFUSED.contains(&word.as_str()), "{name} uses `{word}`");
        }
    }
    for (name, text) in files("sql") {
        assert!(!bare(&text).contains(';'), "{name} is one statement");
        let n_params = (1..=16).take_while(|number| mentions(&text, *number)).count();
        assert_eq!(
            words(&text).iter().filter(|word| word.starts_with('$')).collect::<BTreeSet<_>>().len(),
            n_params,
            "{name} numbers its parameters without gaps"
        );
    }
}

#[test]
fn every_list_has_one_order() {
    let keys = keys();
    for (name, text) in files("sql") {
        let words = words(&text);
        if words[0] != "select" || text.starts_with("-- one row") {
            continue;
        }
        let table = after(&words, "from").unwrap();
        let place = words.windows(2).position(|two| two == ["order", "by"]);
        let place = place.unwrap_or_else(|| panic!("{name} has no order"));
        let order: Vec<_> = words[place + 2..]
            .iter()
            .take_while(|word| *word != "limit")
            .filter(|word| ![",", "asc", "desc"].contains(&word.as_str()))
            .cloned()
            .collect();
        // What is fixed by `=` or by grouping needs no place in the order; everything else of the key does.
        let fixed = |column: &String| {
            words.windows(3).any(|three| three[0] == *column && three[1] == "=" && three[2].starts_with('$'))
        };
        let one_each = words.contains(&"distinct".to_owned()) || words.contains(&"group".to_owned());
        let is_total = one_each || keys[&table].iter().all(|column| order.contains(column) || fixed(column));
        assert!(is_total, "{name} is ordered by {order:?}, but the key is {:?}", keys[&table]);
    }
}

#[test]
fn every_statement_names_its_shard_or_says_why_not() {
    let keys = keys();
    for (name, text) in files("sql") {
        let words = words(&text);
        let table = match words[0].as_str() {
            "update" => words[1].clone(),
            "select" | "delete" => match after(&words, "from") {
                Some(table) => table,
                None => continue,
            },
            _ => continue,
        };
        let shard = &keys[&table][0];
        // A name is unique together with its scope: both together are the shard.
        let is_named = words.windows(3).any(|three| three[0] == *shard && three[1] == "=" && three[2].starts_with('$'));
        assert!(is_named || text.starts_with("-- whole table: "), "{name} does not name `{shard}`");
    }
}

#[test]
fn tables_are_made_of_three_types_and_keyed_inside() {
    for (name, text) in files("sql/schema") {
        for statement in bare(&text).split(';').filter(|statement| statement.contains("create table")) {
            let columns = statement.lines().map(str::trim).filter(|line| line.contains(' ') && line.ends_with(','));
            for column in columns {
                let kind = column.trim_end_matches(',').split(' ').nth(1).unwrap();
                assert!(["text", "bigint", "bytea"].contains(&kind), "{name}: {column}");
            }
            assert!(statement.contains("primary key ("), "{name}: {statement}");
            assert!(!statement.contains("unique"), "{name}: global uniqueness is a row in uniq");
        }
        assert!(!bare(&text).contains("unique index"), "{name}: global uniqueness is a row in uniq");
        for word in ["drop", "alter"] {
            assert!(!words(&text).contains(&word.to_owned()), "{name} only adds");
        }
    }
}
