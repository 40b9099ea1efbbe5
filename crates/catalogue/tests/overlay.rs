//! Overlays: the laws of merging against a slow merge of cells, and a district over its city.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use catalogue::overlay::{Key, Node, Shape, merge, update};
use catalogue::{Place, Severity, Source, Style, compile, compile_stack, stack};
use proptest::prelude::*;

/// Permits with their keys and values, all as small numbers.
type Cells = BTreeMap<u8, BTreeMap<u8, u8>>;

fn cells() -> impl Strategy<Value = Cells> {
    prop::collection::btree_map(0u8..4, prop::collection::btree_map(0u8..3, 0u8..3, 0..3), 0..4)
}

fn node(shape: Shape) -> Node {
    Node { place: Place::new(0, 0..0), shape }
}

fn key(name: &str) -> Key {
    Key { name: name.to_owned(), place: Place::new(0, 0..0) }
}

fn text(text: String) -> Node {
    node(Shape::Scalar { text, is_text: true })
}

fn tree(cells: &Cells) -> Node {
    let permit = |(name, keys): (&u8, &BTreeMap<u8, u8>)| {
        let named = (key("permit"), text(format!("p{name}")));
        let keys = keys.iter().map(|(k, value)| (key(&format!("k{k}")), text(value.to_string())));
        node(Shape::Map([named].into_iter().chain(keys).collect()))
    };
    node(Shape::Map(vec![(key("permits"), node(Shape::List(cells.iter().map(permit).collect())))]))
}

/// Permits stand in the order in which they came; what is said does not hang on it.
fn in_order(tree: &Node) -> BTreeMap<String, BTreeMap<String, String>> {
    let keys = |permit: &Node| permit.entries().iter().map(|(k, v)| (k.name.clone(), v.to_string())).collect();
    let permits = tree.get("permits").map(Node::items).unwrap_or_default();
    permits.iter().map(|permit| (permit.get("permit").unwrap().to_string(), keys(permit))).collect()
}

/// Three values of one cell: the one that comes out, or nothing when both changed it differently.
fn cell<T: PartialEq + Clone>(before: Option<T>, ours: Option<T>, theirs: Option<T>) -> Option<Option<T>> {
    match () {
        () if ours == theirs || theirs == before => Some(ours),
        () if ours == before => Some(theirs),
        () => None,
    }
}

/// The slow and obviously right merge; `None` when there is any conflict.
fn by_cells(before: &Cells, ours: &Cells, theirs: &Cells) -> Option<Cells> {
    let names: BTreeSet<u8> = [before, ours, theirs].iter().flat_map(|c| c.keys().copied()).collect();
    let mut merged = Cells::new();
    for name in names {
        let (was, our, their) = (before.get(&name), ours.get(&name), theirs.get(&name));
        if let Some(whole) = cell(was, our, their) {
            merged.extend(whole.map(|keys| (name, keys.clone())));
            continue;
        }
        let (our, their) = (our?, their?);
        let at = |keys: Option<&BTreeMap<u8, u8>>, k: u8| keys.and_then(|keys| keys.get(&k).copied());
        let mut keys = BTreeMap::new();
        for k in 0..3 {
            keys.extend(cell(at(was, k), at(Some(our), k), at(Some(their), k))?.map(|value| (k, value)));
        }
        merged.insert(name, keys);
    }
    Some(merged)
}

proptest! {
    #[test]
    fn merging_with_nothing_changed_gives_the_other_side(before in cells(), changed in cells()) {
        let (b, c) = (tree(&before), tree(&changed));
        for (ours, theirs) in [(&b, &c), (&c, &b), (&c, &c)] {
            let (merged, conflicts) = merge(&b, ours, theirs);
            prop_assert!(conflicts.is_empty());
            prop_assert_eq!(&merged, &c);
        }
    }

    #[test]
    fn merging_again_changes_nothing(before in cells(), ours in cells(), theirs in cells()) {
        let (b, o, t) = (tree(&before), tree(&ours), tree(&theirs));
        let (merged, conflicts) = merge(&b, &o, &t);
        if conflicts.is_empty() {
            let (again, conflicts) = merge(&t, &merged, &t);
            prop_assert!(conflicts.is_empty());
            prop_assert_eq!(again, merged);
        }
    }

    #[test]
    fn the_merge_is_that_of_the_cells_and_sides_can_be_swapped(before in cells(), ours in cells(), theirs in cells()) {
        let (b, o, t) = (tree(&before), tree(&ours), tree(&theirs));
        let (one, conflicts) = merge(&b, &o, &t);
        let (other, swapped) = merge(&b, &t, &o);
        prop_assert_eq!(conflicts.len(), swapped.len());
        match by_cells(&before, &ours, &theirs) {
            None => prop_assert!(!conflicts.is_empty()),
            Some(expected) => {
                prop_assert!(conflicts.is_empty(), "{conflicts:?}");
                prop_assert_eq!(in_order(&one), in_order(&tree(&expected)));
                prop_assert_eq!(in_order(&one), in_order(&other));
            }
        }
    }

    #[test]
    fn disjoint_changes_commute(before in cells(), a in cells(), b in cells()) {
        // One side changes permits with even names only, the other those with odd names.
        let mix = |changed: &Cells, even: bool| -> Cells {
            let kept = before.iter().filter(|(name, _)| (*name % 2 == 0) != even);
            kept.chain(changed.iter().filter(|(name, _)| (*name % 2 == 0) == even)).map(|(n, k)| (*n, k.clone())).collect()
        };
        let (a, b) = (tree(&mix(&a, true)), tree(&mix(&b, false)));
        let before = tree(&before);
        let ((one, none), (other, neither)) = (merge(&before, &a, &b), merge(&before, &b, &a));
        prop_assert!(none.is_empty() && neither.is_empty());
        prop_assert_eq!(in_order(&one), in_order(&other));
    }
}

fn saltmarsh() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/base");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read =
        |p: &std::path::PathBuf| Source::new(p.file_name().unwrap().to_str().unwrap(), fs::read_to_string(p).unwrap());
    paths.iter().map(read).collect()
}

fn edited(old: &str, new: &str) -> Vec<Source> {
    let mut sources = saltmarsh();
    let found = sources.iter_mut().find(|source| source.text.contains(old)).unwrap();
    found.text = found.text.replacen(old, new, 1);
    sources
}

fn harbour(text: &str) -> Vec<Source> {
    vec![Source::new("harbour.yaml", text)]
}

const ONE_DAY: &str = "permits: [{ permit: tea-room, decide: { promise: 1 wd } }]";

#[test]
fn an_overlay_is_what_editing_the_city_would_be() {
    let laid = stack(&[saltmarsh(), harbour(ONE_DAY)]);
    let (over, by_hand) = (compile_stack(&laid, None), compile(&edited("promise: 2 wd", "promise: 1 wd")));
    assert_eq!(catalogue::render(&over.diagnostics, &laid.shown, Style::Plain), "");
    let (over, by_hand) = (over.catalogue.unwrap(), by_hand.catalogue.unwrap());
    assert_eq!(format!("{:?}", over.permits), format!("{:?}", by_hand.permits));
    assert_eq!(format!("{:?}", over.facts), format!("{:?}", by_hand.facts));
    assert_eq!(over.fact_order, by_hand.fact_order);
    assert_eq!(format!("{:?}", over.city), format!("{:?}", by_hand.city));
    assert_ne!(over.fingerprint, by_hand.fingerprint, "a case keeps the texts it was decided under");
}

#[test]
fn a_nation_a_city_and_a_district_lie_over_each_other() {
    let city = vec![Source::new(
        "city-over-nation.yaml",
        "permits: [{ permit: tea-room, fee: { amount: 7, law: [TEA 42] } }]",
    )];
    let laid = stack(&[saltmarsh(), city, harbour(ONE_DAY)]);
    let checked = compile_stack(&laid, None);
    let said = catalogue::render(&checked.diagnostics, &laid.shown, Style::Plain);
    let catalogue = checked.catalogue.unwrap_or_else(|| panic!("{said}"));
    let tea_room = &catalogue.permits[&"tea-room".into()];
    assert!(format!("{:?}", tea_room.fee).contains('7'), "{:?}", tea_room.fee);
    assert!(
        format!("{:?}", tea_room.decide).contains("WorkingDays(1)") || tea_room.decide.promise.to_string() == "1 wd"
    );
    // The texts that are kept with cases say the same without the layers.
    assert_eq!(compile(&laid.sources).catalogue.unwrap().fingerprint, catalogue.fingerprint);
}

#[test]
fn what_is_wrong_is_said_where_it_was_written() {
    let over = harbour("permits:\n  - permit: tea-room\n    needed_when: { if: tea.brews && shop.aera > 3 }\n");
    let laid = stack(&[saltmarsh(), over]);
    let checked = compile_stack(&laid, None);
    assert!(checked.catalogue.is_none());
    let wrong = checked.diagnostics.iter().find(|d| d.code == "unknown-fact").unwrap();
    let place = wrong.place.as_ref().unwrap();
    assert_eq!(laid.shown[place.source].name, "harbour.yaml");
    assert_eq!(&laid.shown[place.source].text[place.range()], "shop.aera");
}

#[test]
fn an_overlay_that_is_no_yaml_is_said_and_nothing_else() {
    let laid = stack(&[saltmarsh(), harbour("permits: [")]);
    let codes: Vec<&str> = compile_stack(&laid, None).diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["not-yaml"]);
}

#[test]
fn what_only_the_city_changed_comes_in() {
    let newer = edited("within: 10 wd", "within: 8 wd");
    let updated = update(&[saltmarsh()], &harbour(ONE_DAY), &[newer], &[]);
    assert_eq!(updated.diagnostics, []);
    let [change] = updated.changes.as_slice() else { panic!("{:?}", updated.changes) };
    assert_eq!(change.path, "permits/tea-room/decide/within");
    assert_eq!(change.after.as_ref().unwrap().to_string(), "8 wd");
}

#[test]
fn a_conflict_is_decided_by_keeping_or_by_taking_the_line_out() {
    let newer = [edited("promise: 2 wd", "promise: 3 wd")];
    let said = |over: &[Source], keep: &[String]| update(&[saltmarsh()], over, &newer, keep).diagnostics;
    let conflicts = said(&harbour(ONE_DAY), &[]);
    let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
    assert_eq!((conflict.code, conflict.severity), ("overlay-conflict", Severity::Error));
    assert_eq!(conflict.related.len(), 2, "as it was, and as it is now");
    assert_eq!(said(&harbour(ONE_DAY), &["permits/tea-room/decide/promise".to_owned()]), []);
    assert_eq!(said(&harbour("permits: [{ permit: tea-room, visit: none }]"), &[]), []);
}

#[test]
fn what_the_city_takes_out_while_the_district_changes_it_is_a_conflict() {
    let mut newer = saltmarsh();
    let permits = newer.iter_mut().find(|source| source.name == "permits.yaml").unwrap();
    let (start, end) =
        (permits.text.find("  - permit: tea-room").unwrap(), permits.text.find("  - permit: signboard").unwrap());
    permits.text.replace_range(start..end, "");
    let conflicts = update(&[saltmarsh()], &harbour(ONE_DAY), &[newer], &[]).diagnostics;
    assert!(conflicts.iter().any(|d| d.message.contains("`permits/tea-room`")), "{conflicts:?}");
}

#[test]
fn a_repeated_value_does_not_silently_outlive_the_city_s() {
    let over = harbour("permits: [{ permit: tea-room, decide: { promise: 2 wd } }]");
    let conflicts = update(&[saltmarsh()], &over, &[edited("promise: 2 wd", "promise: 3 wd")], &[]).diagnostics;
    assert_eq!(conflicts.len(), 1, "{conflicts:?}");
}
