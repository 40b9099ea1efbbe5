//! Lists whose items have names: what is laid over one finds its item by name, wherever it stands.

use std::collections::BTreeSet;

use super::tree::Node;
use crate::Kind;

/// The lists of a file: their key, the key that names an item, and what the item is.
pub(crate) const LISTS: [(&str, &str, Option<Kind>); 13] = [
    ("laws", "law", Some(Kind::Law)),
    ("authorities", "authority", Some(Kind::Authority)),
    ("registers", "register", Some(Kind::Register)),
    ("sections", "section", Some(Kind::Section)),
    ("facts", "fact", Some(Kind::Fact)),
    ("evidence", "evidence", Some(Kind::Evidence)),
    ("parameters", "parameter", Some(Kind::Parameter)),
    ("calendars", "year", None),
    ("permits", "permit", Some(Kind::Permit)),
    ("duties", "duty", Some(Kind::Duty)),
    ("bans", "ban", Some(Kind::Ban)),
    ("events", "event", Some(Kind::Event)),
    ("sectors", "sector", Some(Kind::Sector)),
];

/// The lists inside definitions whose items have names.
const INNER: [(&str, &str); 8] = [
    ("needs", "fact"),
    ("items", "fact"),
    ("rules", "rule"),
    ("choices", "choice"),
    ("districts", "code"),
    ("values", "from"),
    ("wishes", "wish"),
    ("words", "saying"),
];

/// The key that names the items of a list, when such lists have names.
pub(crate) fn naming(list: &str) -> Option<&'static str> {
    LISTS.iter().map(|(list, key, _)| (*list, *key)).chain(INNER).find(|(known, _)| *known == list).map(|(_, key)| key)
}

/// The items of a list by name, when every item has one and none has it twice.
pub(super) fn named<'a>(list: &'a Node, key: &str) -> Option<Vec<(&'a str, &'a Node)>> {
    let named: Vec<(&str, &Node)> =
        list.items().iter().map(|item| Some((item.get(key)?.text()?, item))).collect::<Option<_>>()?;
    let different: BTreeSet<&str> = named.iter().map(|(name, _)| *name).collect();
    (different.len() == named.len()).then_some(named)
}
