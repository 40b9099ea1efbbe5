//! The index of names for editors, held against the example city: every name at its exact bytes, and completion offers
//! everywhere what an author wrote there.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::path::Path;

use catalogue::names::{Thing, complete};
use catalogue::{Kind, Names, Source};

fn beijing() -> Vec<Source> {
    fn collect(folder: &Path, sources: &mut Vec<Source>) {
        let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                collect(&path, sources);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                let text = std::fs::read_to_string(&path).unwrap();
                sources.push(Source::new(path.file_name().unwrap().to_string_lossy(), text));
            }
        }
    }
    let mut sources = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalogues/beijing"), &mut sources);
    sources
}

#[test]
fn every_name_of_the_example_city_stands_where_the_index_says() {
    let sources = beijing();
    let names = Names::of(&sources);
    let text = |place: &catalogue::Place| &sources[place.source].text[place.range()];
    let defined: BTreeSet<&Thing> = names.definitions.iter().map(|d| &d.thing).collect();
    assert!(
        names.definitions.len() > 300 && names.uses.len() > 1500,
        "{} {}",
        names.definitions.len(),
        names.uses.len()
    );
    for definition in &names.definitions {
        assert_eq!(text(&definition.place), definition.thing.name());
        assert!(text(&definition.whole).contains(definition.thing.name()));
    }
    for used in &names.uses {
        assert_eq!(text(&used.place), used.thing.name(), "{used:?}");
        assert!(defined.contains(&used.thing), "{used:?}");
        assert!(defined.contains(&used.by), "{used:?}");
    }
}

/// The names as they are written, each at its place: completion there must offer the same name again.
#[test]
fn completion_offers_everywhere_what_an_author_wrote() {
    let sources = beijing();
    let names = Names::of(&sources);
    let mut asked = 0;
    for used in names.uses.iter().filter(|used| used.how != "shows it").step_by(7) {
        let text = &sources[used.place.source].text;
        let range = used.place.range();
        let prefix = &text[..range.start];
        let written = match &used.thing {
            Thing::Definition(Kind::Parameter, name) => format!("param.{name}"),
            Thing::Item { item, .. } => {
                let start = prefix.trim_end_matches('.').rfind(|c: char| !c.is_alphanumeric()).unwrap() + 1;
                format!("{}{item}", &prefix[start..])
            }
            thing => thing.name().to_owned(),
        };
        // As if it was being typed: what follows on the line is there or not.
        for at in [range.end, range.start + 1] {
            let offer = complete(text, at, &names);
            let offered = offer.completions.iter().any(|c| c.writes == written);
            let line = prefix.lines().count();
            assert!(
                offered,
                "{} line {line}: `{written}` not among {:?}",
                sources[used.place.source].name,
                offer.completions.iter().map(|c| &c.writes).take(8).collect::<Vec<_>>()
            );
            asked += 1;
            // And in a text that ends here.
            let cut = complete(&text[..at], at, &names);
            assert!(
                matches!(used.thing, Thing::Choice { .. }) || cut.completions.iter().any(|c| c.writes == written),
                "{} line {line}: `{written}` not offered when the text ends here",
                sources[used.place.source].name
            );
        }
    }
    assert!(asked > 400, "{asked}");
}

#[test]
fn keys_are_offered_with_their_docs_and_not_twice() {
    let names = Names::default();
    let at = |marked: &str| {
        let byte = marked.find('¦').unwrap();
        complete(&marked.replace('¦', ""), byte, &names).completions
    };
    let writes = |marked: &str| at(marked).into_iter().map(|c| c.label).collect::<Vec<_>>();
    assert!(writes("¦").contains(&"permits".to_owned()));
    let permit = at("permits:\n  - permit: 食😀\n    authority: x\n    ¦\n    law: [FSL 35]\n");
    assert!(permit.iter().any(|c| c.label == "needed_when"));
    assert!(permit.iter().any(|c| c.label == "allows" && c.doc.contains("plain words")));
    assert!(!permit.iter().any(|c| c.label == "authority" || c.label == "law"), "{permit:?}");
    assert_eq!(writes("permits:\n  - needs:\n      - { fact: x, ¦ }"), ["if", "law", "why"]);
    assert_eq!(writes("permits:\n  - needs:\n      - ¦"), ["fact", "if", "law", "why"]);
    assert_eq!(writes("authorities:\n  - level: ¦"), ["street", "district", "city"]);
}
