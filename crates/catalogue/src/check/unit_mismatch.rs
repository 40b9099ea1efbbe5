//! Two sides of a comparison are counted in different units.
//!
//! **Why it matters.** 5 hectares compared with 5 square metres decides wrongly for everybody, and looks right on paper.
//! **Remedy.** Write the parameter in the unit of the fact: areas in m², lengths in metres, money in yuan. Facts of different kinds are
//! never compared; days and working days need their own fact or a length such as `10 wd`.
//!
//! Bad: `shop.area > param.large`, with `unit: { en: ha }`. Good: the same with `unit: { en: m² }`.

use std::collections::BTreeMap;

use super::{Draft, parts};
use crate::outline::Stated;
use crate::within::within;
use crate::{Diagnostic, Place, kind};

pub(super) const CODE: &str = "unit-mismatch";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// The unit in which a kind of fact is asked: m², m, yuan.
    Own(&'static str),
    /// Another unit of that kind.
    Other(&'static str),
    Days,
    WorkingDays,
}

/// How units are written; what stands in none of these lists is not judged.
const UNITS: &[(Unit, &[&str])] = &[
    (Unit::Own("area"), &["m²", "m2", "sqm", "square metres", "square meters", "平方米"]),
    (Unit::Other("area"), &["ha", "hectares", "公顷", "mu", "亩", "km²", "km2", "平方公里"]),
    (Unit::Own("length"), &["m", "metres", "meters", "米"]),
    (Unit::Other("length"), &["km", "cm", "mm", "kilometres", "centimetres", "公里", "厘米", "毫米"]),
    (Unit::Own("money"), &["yuan", "cny", "rmb", "元"]),
    (Unit::Other("money"), &["10,000 yuan", "10k yuan", "万元", "million yuan", "亿元"]),
    (Unit::Days, &["days", "calendar days", "日", "天"]),
    (Unit::WorkingDays, &["working days", "business days", "工作日"]),
];

pub(super) fn check(draft: &Draft, found: &mut Vec<Diagnostic>) {
    for stated in &draft.outline.conditions {
        for leaf in parts::parts(stated.text).leaves() {
            let sides = stated.text.get(leaf.clone()).and_then(parts::comparison);
            let Some((left, _, right)) = sides else { continue };
            let (Some(a), Some(b)) = (side(draft, left), side(draft, right)) else { continue };
            if !clash(a.unit, b.unit) {
                continue;
            }
            let place = within(draft.sources, &stated.place, stated.text, leaf);
            found.push(
                Diagnostic::warning(CODE, place, format!("{} is compared with {}", a.said, b.said))
                    .related(a.place, "one unit")
                    .related(b.place, "the other")
                    .because(format!("it belongs to {}", owner(stated)))
                    .help("count both in the same unit"),
            );
        }
    }
}

fn owner(stated: &Stated) -> String {
    stated.owner.to_string()
}

fn clash(a: Unit, b: Unit) -> bool {
    match (a, b) {
        (Unit::Own(a), Unit::Own(b)) => a != b,
        (a, b) => a != b,
    }
}

struct Side {
    unit: Unit,
    said: String,
    place: Place,
}

/// A side that is one name with a unit.
fn side(draft: &Draft, name: &str) -> Option<Side> {
    if let Some(parameter) = name.strip_prefix(kind::PARAMETER_PREFIX) {
        let parameter = draft.outline.parameters.iter().find(|p| p.it.parameter.get() == parameter)?;
        let written = parameter.it.unit.as_ref()?;
        let unit = named(written.get())?;
        return Some(Side { unit, said: format!("`{name}` in {}", shown(unit)), place: parameter.place(&parameter.it.parameter) });
    }
    let fact = draft.outline.fact(name)?;
    let unit = match fact.it.kind.as_str() {
        "area" => Unit::Own("area"),
        "length" => Unit::Own("length"),
        "money" => Unit::Own("money"),
        // Only a count says in its name what it counts; a longer unit is looked for first.
        "count" | "number" => fact.it.name.values().find_map(|name| ending(name))?,
        _ => return None,
    };
    Some(Side { unit, said: format!("`{name}` in {}", shown(unit)), place: fact.place(&fact.it.fact) })
}

fn named(words: &BTreeMap<String, String>) -> Option<Unit> {
    let is = |text: &str| UNITS.iter().find(|(_, spellings)| spellings.contains(&text)).map(|(unit, _)| *unit);
    words.values().find_map(|word| is(word.trim().to_lowercase().as_str()))
}

/// Days or working days in a name: `Days to pay back`, `退款工作日数`.
fn ending(name: &str) -> Option<Unit> {
    let name = name.to_lowercase();
    let working = ["working days", "business days", "工作日"].iter().any(|word| name.contains(word));
    let days = working || name.split(|c: char| !c.is_alphanumeric()).any(|word| word == "days") || name.contains("天数");
    match (working, days) {
        (true, _) => Some(Unit::WorkingDays),
        (false, true) => Some(Unit::Days),
        _ => None,
    }
}

fn shown(unit: Unit) -> &'static str {
    match unit {
        Unit::Own("area") => "m²",
        Unit::Own("length") => "metres",
        Unit::Own("money") => "yuan",
        Unit::Own(_) | Unit::Other(_) => "another unit",
        Unit::Days => "days",
        Unit::WorkingDays => "working days",
    }
}
