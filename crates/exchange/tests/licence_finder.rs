//! Tables of a licence finder become permits: answers against a slow oracle that reads the rows one by one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::{EventId, Source, compile};
use exchange::licence_finder::{EVENT, Imported, Query, import};
use journey::Prepared;
use proptest::prelude::*;
use rules::Day;

const SECTORS: &str = "\
LAYER1_OID,LAYER1,LAYER2_OID,LAYER2,LAYER3_OID,LAYER3
1,Trade,10,Food &amp; drink,100,Bakeries
1,Trade,10,Food &amp; drink,101,\"Tea, coffee\"
1,Trade,11,Books,110,Bookshops
2,Care,20,Pets,200,Kennels
2,Care,11,Books,110,Bookshops
";
const ACTIVITIES: &str = "SECTOR_OID,SECTOR,BUSINSS_ACT_ID,ACTIVITY_TITLE\n100,Bakeries,7,Play music\n";
const LICENCES: &str = "\
SECTOR_OID,SECTOR,BUSINESSACT_ID,ACTIVITY_TITLE,LICENCE_OID,LICENCE,REGULATION_AREA,DA_ENGLAND,DA_SCOTLAND,DA_WALES,DA_NIRELAND,ALL_OF_UK
100,Bakeries,7,Play music,900,Music &quot;live&quot;,Copyright,1,0,1,0,0
10,Food &amp; drink,8,Sell outside,901,Street trading,Trade,0,0,0,0,1
";

fn taken(sectors: &str, activities: &str, licences: &str) -> Result<Imported, String> {
    let source = |name: &str, text: &str| [Source::new(name, text)];
    import(&source("sectors.csv", sectors), &source("activities.csv", activities), &source("licences.csv", licences))
        .map_err(|wrong| wrong.to_string())
}

fn prepared(imported: &Imported) -> Prepared {
    let sources = [imported.definitions.clone()];
    let checked = compile(&sources);
    let said = catalogue::render(&checked.diagnostics, &sources, catalogue::Style::Plain);
    let catalogue = checked.catalogue.unwrap_or_else(|| panic!("{said}"));
    Prepared::new(Arc::new(catalogue), &EventId::new(EVENT), Day::new(2023, 7, 25).unwrap()).unwrap()
}

fn query(sectors: &[&str], activities: &[&str], nation: &str) -> Query {
    let text = serde_json::json!({ "sectors": sectors, "activities": activities, "location": nation, "licences": [] });
    Query::read_all(&Source::new("q", text.to_string())).unwrap().remove(0).1
}

fn needed(imported: &Imported, prepared: &Prepared, query: &Query) -> BTreeSet<String> {
    imported.needed(&prepared.needs(&imported.known(query))).into_iter().map(str::to_owned).collect()
}

fn set(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(ToString::to_string).collect()
}

#[test]
fn a_baker_who_plays_music_in_wales_needs_one_licence_and_in_scotland_none() {
    let imported = taken(SECTORS, ACTIVITIES, LICENCES).unwrap();
    let prepared = prepared(&imported);
    assert_eq!(needed(&imported, &prepared, &query(&["100"], &["7"], "wales")), set(&["900"]));
    assert_eq!(needed(&imported, &prepared, &query(&["100"], &["7"], "scotland")), set(&[]));
    // The right sector with the activity of another row.
    assert_eq!(needed(&imported, &prepared, &query(&["110", "100"], &["9", "5"], "wales")), set(&[]));
}

#[test]
fn a_row_of_an_upper_sector_stands_for_all_below_it() {
    let imported = taken(SECTORS, ACTIVITIES, LICENCES).unwrap();
    let prepared = prepared(&imported);
    for sector in ["100", "101"] {
        assert_eq!(needed(&imported, &prepared, &query(&[sector], &["8"], "northern_ireland")), set(&["901"]));
    }
    assert_eq!(needed(&imported, &prepared, &query(&["110", "200"], &["8"], "northern_ireland")), set(&[]));
}

#[test]
fn names_are_shown_without_entities_and_what_is_not_known_is_not_invented() {
    let imported = taken(SECTORS, ACTIVITIES, LICENCES).unwrap();
    let prepared = prepared(&imported);
    let catalogue = prepared.catalogue();
    let permit = &catalogue.permits[&catalogue::PermitId::new("licence-900")];
    assert_eq!(permit.name.say("en"), "Music \"live\"");
    assert_eq!(permit.law[0].article.as_deref(), Some("Copyright"));
    assert_eq!(permit.law[0].confidence, catalogue::Confidence::Recalled);
    assert!(permit.evidence.is_empty() && permit.needs.is_empty());
    let sectors = &catalogue.facts["firm.sectors"].choices;
    assert_eq!(
        sectors.iter().map(|c| c.name.say("en")).collect::<Vec<_>>(),
        ["Bakeries", "Tea, coffee", "Bookshops", "Kennels"]
    );
}

#[test]
fn choices_that_read_alike_are_told_apart_by_their_numbers() {
    let activities = format!("{ACTIVITIES}101,Tea,12,play MUSIC\n101,Tea,13,Sing\n");
    let imported = taken(SECTORS, &activities, LICENCES).unwrap();
    let prepared = prepared(&imported);
    let activities = &prepared.catalogue().facts["firm.activities"].choices;
    let names: Vec<&str> = activities.iter().map(|choice| choice.name.say("en")).collect();
    assert_eq!(names, ["play MUSIC (12)", "Sing", "Play music (7)", "Sell outside"]);
}

#[test]
fn who_or_what_no_table_names_is_linked_to_nothing_and_said_so() {
    let imported = taken(SECTORS, ACTIVITIES, LICENCES).unwrap();
    let asked = query(&["100", "555"], &["7", "8", "77"], "england");
    assert_eq!(imported.strangers(&asked), ["555", "77"]);
    assert_eq!(needed(&imported, &prepared(&imported), &asked), set(&["900", "901"]));
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_line() {
    let wrong = |sectors: &str, activities: &str, licences: &str| taken(sectors, activities, licences).unwrap_err();
    assert_eq!(
        wrong(SECTORS, "SECTOR_OID,SECTOR,ACTIVITY_TITLE\n100,Bakeries,Play music\n", LICENCES),
        "activities.csv:1: there is no column `BUSINESSACT_ID` or `BUSINSS_ACT_ID` among SECTOR_OID, SECTOR, ACTIVITY_TITLE"
    );
    assert_eq!(
        wrong(SECTORS, &format!("{ACTIVITIES}100,Bakeries,8\n"), LICENCES),
        "activities.csv:3: the row has 3 fields, the header 4"
    );
    assert_eq!(
        wrong(SECTORS, ACTIVITIES, &LICENCES.replace("0,0,0,0,1", "0,0,0,0,yes")),
        "licences.csv:3: ALL_OF_UK is `yes`, which is not 0 or 1"
    );
    assert_eq!(
        wrong(&SECTORS.replace(",200,", ",\"20 0\","), ACTIVITIES, LICENCES),
        "sectors.csv:5: LAYER3_OID is `20 0`, which is not an identifier of digits, small letters and `-`"
    );
    assert_eq!(wrong("", ACTIVITIES, LICENCES), "sectors.csv: the table has no rows");
    let header = LICENCES.lines().next().unwrap();
    assert_eq!(wrong(SECTORS, ACTIVITIES, header), "licences.csv: the table has no rows");
}

#[test]
fn what_is_wrong_with_a_query_is_said_with_its_line() {
    let good = r#"{"sectors":["1"],"activities":[],"location":"wales","licences":[]}"#;
    let wrong =
        |line: &str| Query::read_all(&Source::new("q.jsonl", format!("{good}\n\n{line}\n"))).unwrap_err().to_string();
    assert!(wrong(r#"{"sectors":["1"]"#).starts_with("q.jsonl:3: column 16: EOF"));
    assert!(wrong(&good.replace("wales", "gaul")).starts_with("q.jsonl:3: column "));
    assert!(wrong(&good.replace(r#","licences":[]"#, "")).contains("missing field `licences`"));
    assert_eq!(
        Query::read_all(&Source::new("q.jsonl", "\n")).unwrap_err().to_string(),
        "q.jsonl: there is no query in it"
    );
}

/// A row of the licence table: sector, activity, licence, flags of the four nations, flag of all.
type Row = (usize, usize, usize, [bool; 4], bool);

/// The lowest sectors with the upper ones they lie in; `s4` lies in two.
const TREE: [(&str, &str); 6] = [("s0", "u0"), ("s1", "u0"), ("s2", "u0"), ("s3", "u1"), ("s4", "u1"), ("s4", "u2")];
const NAMED: [&str; 8] = ["s0", "s1", "s2", "s3", "s4", "u0", "u1", "u2"];
const NATIONS: [&str; 4] = ["england", "scotland", "wales", "northern_ireland"];

/// The rule as it is stated: some row links the licence to one of the sectors and one of the activities, and applies here.
fn by_hand(rows: &[Row], sectors: &[&str], activities: &[String], nation: usize) -> BTreeSet<String> {
    let mut licences = BTreeSet::new();
    for (sector, activity, licence, flags, everywhere) in rows {
        let named = NAMED[*sector];
        let lies_in = |lowest: &str| lowest == named || TREE.contains(&(lowest, named));
        let here = flags[nation] || *everywhere;
        if sectors.iter().any(|s| lies_in(s)) && activities.contains(&activity.to_string()) && here {
            licences.insert(licence.to_string());
        }
    }
    licences
}

fn tables(rows: &[Row]) -> (String, String) {
    let mut sectors = String::from("LAYER1_OID,LAYER1,LAYER2_OID,LAYER2,LAYER3_OID,LAYER3\n");
    for (lowest, upper) in TREE {
        sectors.push_str(&format!("top,Top,{upper},Upper,{lowest},Lowest\n"));
    }
    let mut licences = LICENCES.lines().next().unwrap().to_owned() + "\n";
    for (sector, activity, licence, flags, everywhere) in rows {
        let flags: Vec<String> = flags.iter().chain([everywhere]).map(|f| u8::from(*f).to_string()).collect();
        licences.push_str(&format!("{},S,{activity},A,{licence},L{licence},R,{}\n", NAMED[*sector], flags.join(",")));
    }
    (sectors, licences)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_answer_is_that_of_the_rows_read_one_by_one(
        rows in prop::collection::vec((0..8usize, 0..4usize, 0..4usize, any::<[bool; 4]>(), prop::bool::weighted(0.1)), 1..14),
        asked in prop::collection::vec((prop::sample::subsequence(&NAMED[..5], 0..4), prop::collection::btree_set(0..5usize, 0..4), 0..4usize), 12),
    ) {
        let (sectors, licences) = tables(&rows);
        let activities = "SECTOR_OID,SECTOR,BUSINSS_ACT_ID,ACTIVITY_TITLE\ns0,S,4,Linked to nothing\n";
        let imported = taken(&sectors, activities, &licences).unwrap();
        let prepared = prepared(&imported);
        for (sectors, activities, nation) in asked {
            let activities: Vec<String> = activities.iter().map(ToString::to_string).collect();
            let texts: Vec<&str> = activities.iter().map(String::as_str).collect();
            let query = query(&sectors, &texts, NATIONS[nation]);
            let found = needed(&imported, &prepared, &query);
            prop_assert_eq!(&found, &by_hand(&rows, &sectors, &activities, nation));
            // The full answer, with reasons, says the same.
            let assessed = prepared.assess(&imported.known(&query));
            let with_reasons: BTreeMap<_, _> = assessed.permits.iter().map(|p| (p.permit.clone(), p.need)).collect();
            prop_assert_eq!(with_reasons, prepared.needs(&imported.known(&query)));
        }
    }
}
