//! Literate specimens: `good/*.md` compile, `bad/*.md` say exactly what they show. `ACCEPT=1` rewrites what is shown.
//!
//! A specimen starts from the small city in `base/`. A block `yaml NAME` adds or replaces a file; a block `edit NAME`
//! changes lines of one: `- ` the line as it is (without its indentation), `+ ` what stands there instead. A block `on`
//! is the day of the check. A block `overlay NAME` is laid over the city, and a block `newer NAME` changes lines of the
//! version the overlay is to be put over next. What follows `## Mended` is the good example: it starts from the base again and nothing is said.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use catalogue::overlay::update;
use catalogue::{Catalogue, Checked, Group, Kind, Places, Severity, Source, Style, compile, compile_stack, stack};
use proptest::prelude::*;
use rules::Day;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn files(name: &str, extension: &str) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|e| e == extension));
    all.sort();
    all
}

fn base() -> Vec<Source> {
    let read =
        |path: &PathBuf| Source::new(path.file_name().unwrap().to_str().unwrap(), fs::read_to_string(path).unwrap());
    files("base", "yaml").iter().map(read).collect()
}

/// A fenced block: what stands behind the fence, and the text.
struct Block {
    info: String,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in markdown.split_inclusive('\n') {
        match (&mut open, line.trim_end().strip_prefix("```")) {
            (None, Some(info)) => open = Some(Block { info: info.to_owned(), text: String::new() }),
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => block.text.push_str(line),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// A catalogue with something wrong, or mended.
struct Specimen {
    sources: Vec<Source>,
    overlay: Vec<Source>,
    newer: Option<Vec<Source>>,
    on: Option<Day>,
    /// The rendering it shows.
    shown: Option<String>,
}

const MENDED: &str = "\n## Mended\n";

impl Specimen {
    fn read(path: &Path) -> Specimen {
        specimen(fs::read_to_string(path).unwrap().split(MENDED).next().unwrap())
    }

    fn mended(path: &Path) -> Option<Specimen> {
        fs::read_to_string(path).unwrap().split_once(MENDED).map(|(_, mended)| specimen(mended))
    }

    /// What the check says, and the texts it says it about.
    fn check(&self) -> (Checked, Vec<Source>) {
        let below = vec![self.sources.clone()];
        if let Some(newer) = &self.newer {
            let updated = update(&below, &self.overlay, &[newer.clone()], &[]);
            let (diagnostics, allowed, places) = (updated.diagnostics, Vec::new(), Places::default());
            return (Checked { catalogue: None, diagnostics, allowed, places }, updated.shown);
        }
        if self.overlay.is_empty() {
            return (catalogue::compile_on(&self.sources, self.on), self.sources.clone());
        }
        let laid = stack(&[below, vec![self.overlay.clone()]].concat());
        (compile_stack(&laid, self.on), laid.shown)
    }
}

fn specimen(markdown: &str) -> Specimen {
    let mut sources = base();
    let (mut overlay, mut newer) = (Vec::new(), None);
    let (mut shown, mut on) = (None, None);
    for block in blocks(markdown) {
        match block.info.split_once(' ').unwrap_or((&block.info, "")) {
            ("yaml", name) => {
                sources.retain(|source| source.name != name);
                sources.push(Source::new(name, block.text));
            }
            ("edit", name) => edit(sources.iter_mut().find(|source| source.name == name).unwrap(), &block.text),
            ("overlay", name) => overlay.push(Source::new(name, block.text)),
            ("newer", name) => {
                let newer = newer.get_or_insert_with(base);
                edit(newer.iter_mut().find(|source| source.name == name).unwrap(), &block.text);
            }
            ("diagnostic", _) => shown = Some(block.text),
            ("on", day) => on = Some(day.parse().unwrap()),
            (other, _) => panic!("a block `{other}` means nothing in a specimen"),
        }
    }
    Specimen { sources, overlay, newer, on, shown }
}

fn edit(source: &mut Source, block: &str) {
    let mut lines = block.lines().peekable();
    while let Some(line) = lines.next() {
        let old = line.strip_prefix("- ").unwrap_or_else(|| panic!("`{line}` must begin with `- `"));
        let at: Vec<usize> =
            source.text.lines().enumerate().filter(|(_, l)| l.trim() == old.trim()).map(|(n, _)| n).collect();
        assert_eq!(at.len(), 1, "`{old}` must stand exactly once in {}", source.name);
        let mut text = String::new();
        for (number, line) in source.text.lines().enumerate() {
            if number != at[0] {
                text.push_str(line);
                text.push('\n');
                continue;
            }
            let indent = &line[..line.len() - line.trim_start().len()];
            while let Some(new) = lines.peek().and_then(|l| l.strip_prefix("+ ")) {
                writeln!(text, "{indent}{new}").unwrap();
                lines.next();
            }
        }
        source.text = text;
    }
}

fn plain(checked: &Checked, sources: &[Source]) -> String {
    catalogue::render(&checked.diagnostics, sources, Style::Plain)
}

#[test]
fn the_base_city_has_nothing_wrong() {
    let sources = base();
    let checked = compile(&sources);
    assert_eq!(plain(&checked, &sources), "");
    assert!(checked.catalogue.is_some());
}

#[test]
fn good_specimens_compile_without_a_word() {
    for path in files("good", "md") {
        let Specimen { sources, .. } = Specimen::read(&path);
        let checked = compile(&sources);
        assert_eq!(plain(&checked, &sources), "", "{}", path.display());
        assert!(checked.catalogue.is_some(), "{}", path.display());
    }
}

#[test]
fn bad_specimens_say_exactly_what_they_show() {
    let accept = std::env::var_os("ACCEPT").is_some();
    let mut wrong = String::new();
    for path in files("bad", "md") {
        let markdown = fs::read_to_string(&path).unwrap();
        let specimen = Specimen::read(&path);
        let shown = &specimen.shown;
        let (checked, sources) = specimen.check();
        let said = plain(&checked, &sources);
        assert_eq!(checked.catalogue.is_none(), checked.diagnostics.iter().any(|d| d.severity == Severity::Error));
        if shown.as_deref() == Some(said.as_str()) {
            continue;
        }
        if accept {
            let (bad, mended) = markdown.split_once(MENDED).map_or((markdown.as_str(), None), |(a, b)| (a, Some(b)));
            let kept = bad.split("```diagnostic").next().unwrap().trim_end();
            let mended = mended.map(|mended| format!("{MENDED}{mended}")).unwrap_or_default();
            fs::write(&path, format!("{kept}\n\n```diagnostic\n{said}```\n{mended}")).unwrap();
        } else {
            writeln!(wrong, "{} says:\n{said}", path.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nACCEPT=1 rewrites what the specimens show");
}

#[test]
fn mended_specimens_say_nothing() {
    let mut wrong = String::new();
    for path in files("bad", "md") {
        let Some(mended) = Specimen::mended(&path) else { continue };
        let (checked, sources) = mended.check();
        let said = plain(&checked, &sources);
        if !said.is_empty() {
            writeln!(wrong, "{} says:\n{said}", path.display()).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_check_beyond_names_has_a_mended_specimen() {
    for page in catalogue::pages().filter(|page| page.group > Group::Names) {
        let path = folder("bad").join(format!("{}.md", page.code));
        assert!(path.exists() && Specimen::mended(&path).is_some(), "{} has no `## Mended`", path.display());
    }
}

#[test]
fn every_code_has_a_page_and_a_bad_specimen() {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for path in files("bad", "md") {
        let said: BTreeSet<&str> = Specimen::read(&path).check().0.diagnostics.iter().map(|d| d.code).collect();
        let code = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(catalogue::codes().any(|known| known == code), "{code}.md is named after no code");
        assert!(said.contains(code.as_str()), "{code}.md does not show `{code}`");
        seen.extend(said);
    }
    for code in catalogue::codes() {
        let page = catalogue::explain(code).unwrap();
        for part in ["**Why it matters.**", "**Remedy.**", "Bad:", "Good:"] {
            assert!(page.contains(part), "the page of `{code}` has no `{part}`");
        }
        // Bytes that are no text cannot stand in a specimen.
        assert!(seen.contains(code) || code == "not-text", "`{code}` has no bad specimen");
    }
}

#[test]
fn bytes_that_are_not_text_are_a_diagnostic() {
    let wrong = Source::from_bytes("old.yaml", b"name: \xb2\xe8").unwrap_err();
    assert_eq!(wrong.code, "not-text");
    assert_eq!(
        catalogue::render(&[wrong], &[], Style::Plain),
        "error[not-text]: `old.yaml` is not text in UTF-8\n |\n = because: its byte 7 belongs to no letter\n = help: save it as UTF-8\n\n1 error\n"
    );
}

fn base_catalogue() -> Catalogue {
    compile(&base()).catalogue.unwrap()
}

#[test]
fn the_fingerprint_knows_the_texts_and_not_their_order() {
    let mut sources = base();
    let first = compile(&sources).catalogue.unwrap().fingerprint;
    sources.reverse();
    assert_eq!(compile(&sources).catalogue.unwrap().fingerprint, first);
    sources[0].text.push('\n');
    assert_ne!(compile(&sources).catalogue.unwrap().fingerprint, first);
    assert_eq!(first.len(), 64);
}

#[test]
fn a_catalogue_is_read_as_of_a_day() {
    let catalogue = base_catalogue();
    let day = |text: &str| text.parse::<Day>().unwrap();
    let names = |on: &str| catalogue.permits_on(day(on)).map(|p| p.id.to_string()).collect::<Vec<_>>();
    assert_eq!(names("2021-04-28"), ["signboard"]);
    assert_eq!(names("2021-04-29"), ["signboard", "tea-room"]);
    let then = catalogue.as_of(day("2021-04-28"));
    assert_eq!(then.events[&"open-tea-house".into()].permits, ["signboard".into()]);
    assert!(then.permits[&"signboard".into()].after.is_empty());
    let small = |on: &str| catalogue.parameters_on(day(on)).values().next().cloned();
    assert_eq!(small("2021-04-28"), Some(rules::Value::number(40)));
    assert_eq!(small("2021-04-29"), Some(rules::Value::number(50)));
    assert_eq!(small("1999-12-31"), None);
}

#[test]
fn every_definition_has_its_place() {
    let sources = base();
    let checked = compile(&sources);
    for (kind, name, place) in checked.places.iter() {
        assert_eq!(&sources[place.source].text[place.range()], name, "{kind:?}");
    }
    assert!(checked.places.get(Kind::Permit, "tea-room").is_some());
    assert!(checked.places.get(Kind::Fact, "shop.area").is_some());
}

/// The catalogue of the example city, as an author checks it on a day.
fn example_city() -> Vec<Source> {
    fn collect(folder: &Path, root: &Path, sources: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, sources);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                sources.push(Source::new(name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing");
    let mut sources = Vec::new();
    collect(&root, &root, &mut sources);
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

#[test]
fn the_example_city_is_clean_and_gives_a_reason_for_all_it_allows() {
    let sources = example_city();
    let checked = catalogue::compile_on(&sources, Some("2026-03-02".parse().unwrap()));
    assert_eq!(plain(&checked, &sources), "");
    assert!(!checked.allowed.is_empty());
    assert!(checked.allowed.iter().all(|allowed| allowed.reason.len() > 20), "{:?}", checked.allowed);
}

#[test]
fn the_document_of_all_checks_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    let handbook = catalogue::handbook();
    if std::env::var_os("ACCEPT").is_some() {
        fs::write(&path, &handbook).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == handbook,
        "ACCEPT=1 cargo test -p catalogue writes docs/checks.md"
    );
}

#[test]
fn a_catalogue_has_many_checks_beyond_reading_and_names() {
    let semantic = catalogue::pages().filter(|page| page.group > Group::Names).count();
    let with_names = ["names-differ-in-case", "unused-definition"].len();
    assert!(semantic + with_names >= 70, "{}", semantic + with_names);
}

#[test]
fn diagnostics_are_also_json() {
    let mut sources = base();
    sources.push(Source::new("more.yaml", "duties:\n  - dutty: 食品\n"));
    let checked = compile(&sources);
    let json: serde_json::Value = serde_json::from_str(&catalogue::to_json(&checked, &sources)).unwrap();
    assert_eq!((&json["version"], &json["errors"], &json["warnings"]), (&1.into(), &1.into(), &0.into()));
    let first = &json["diagnostics"][0];
    assert_eq!((&first["code"], &first["severity"]), (&"unknown-key".into(), &"error".into()));
    assert_eq!(first["place"]["source"], "more.yaml");
    assert_eq!((&first["place"]["line"], &first["place"]["column"]), (&2.into(), &5.into()));
    assert_eq!(first["place"]["end_column"], 10);
}

#[test]
fn the_json_schema_knows_every_list_of_a_file() {
    let schema: serde_json::Value = serde_json::from_str(&catalogue::json_schema()).unwrap();
    for list in ["city", "laws", "authorities", "facts", "permits", "events", "sectors", "calendars"] {
        assert!(schema["properties"][list].is_object(), "{list}");
    }
}

#[test]
fn a_text_made_to_break_the_reader_is_a_diagnostic() {
    let bombs = [
        "[".repeat(100_000),
        "{a: ".repeat(50_000),
        format!("duties:\n  - duty: a\n    if: \"{}x{}\"\n", "(".repeat(50_000), ")".repeat(50_000)),
        (0..40).fold("laws: &a0 [x]\n".to_owned(), |text, n| {
            text + &format!("k{}: &a{} [*a{n}, *a{n}, *a{n}]\n", n + 1, n + 1)
        }),
        "- ".repeat(50_000),
        "duties:\n".to_owned() + &"  - duty: x\n".repeat(3_000),
        "---\na: 1\n---\nb: 2\n".to_owned(),
        "\u{feff}".to_owned(),
    ];
    for bomb in bombs {
        let sources = [Source::new("bomb.yaml", bomb)];
        let checked = compile(&sources);
        assert!(checked.catalogue.is_none());
        assert!(!plain(&checked, &sources).is_empty());
    }
}

#[test]
fn a_byte_order_mark_shifts_no_place() {
    let mut sources = base();
    for source in &mut sources {
        source.text.insert(0, '\u{feff}');
    }
    let checked = compile(&sources);
    assert_eq!(plain(&checked, &sources), "");
    let place = checked.places.get(Kind::Permit, "signboard").unwrap();
    assert_eq!(&sources[place.source].text[place.range()], "signboard");
}

/// One damage to a text.
#[derive(Clone, Debug)]
enum Damage {
    CutAfter(usize),
    Remove(usize, usize),
    Insert(usize, String),
    Swap(usize, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let sign = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        "- ",
        "\n",
        "\t",
        "\"",
        "'",
        "&a ",
        "*a",
        "!x ",
        "|",
        ">",
        "#",
        "食",
        "\u{feff}",
        "\u{0}",
        "? ",
        "<<: ",
        "---\n",
        "…",
        "  ",
        "~",
        "9999999999999999999999999999999999",
        "-1 wd",
    ]);
    prop_oneof![
        any::<usize>().prop_map(Damage::CutAfter),
        (any::<usize>(), 1usize..200).prop_map(|(at, n)| Damage::Remove(at, n)),
        (any::<usize>(), sign).prop_map(|(at, sign)| Damage::Insert(at, sign.to_owned())),
        (any::<usize>(), any::<usize>()).prop_map(|(a, b)| Damage::Swap(a, b)),
    ]
}

fn damaged(text: &str, damage: &Damage) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let length = chars.len().max(1);
    match damage {
        Damage::CutAfter(at) => chars.truncate(at % length),
        Damage::Remove(at, n) => {
            let start = (at % length).min(chars.len());
            let end = (start + n).min(chars.len());
            chars.drain(start..end);
        }
        Damage::Insert(at, sign) => {
            let at = (at % length).min(chars.len());
            chars.splice(at..at, sign.chars());
        }
        Damage::Swap(a, b) if !chars.is_empty() => chars.swap(a % length, b % length),
        Damage::Swap(..) => {}
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_to_a_text_panics(which in 0usize..4, all in prop::collection::vec(damage(), 1..4)) {
        let mut sources = base();
        for damage in &all {
            sources[which].text = damaged(&sources[which].text, damage);
        }
        let checked = compile(&sources);
        let errors = checked.diagnostics.iter().any(|d| d.severity == Severity::Error);
        prop_assert_eq!(checked.catalogue.is_none(), errors);
        prop_assert!(checked.diagnostics.iter().all(|d| d.code != "not-built"));
        let _ = catalogue::render(&checked.diagnostics, &sources, Style::Coloured);
        let _ = (catalogue::to_json(&checked, &sources), catalogue::to_sarif(&checked, &sources, ""));
    }
}
