//! Small catalogues made by dice: three kinds of facts, a derived one, parameters, permits, duties, bans, authorities.

use std::sync::Arc;

use catalogue::{Catalogue, Source, compile};

use super::beijing::Dice;

const CITY: &str = r#"
city:
  city: saltmarsh
  name: { en: Saltmarsh }
  time_zone: Asia/Shanghai
  languages: [en]
  issuer: hall
  help_line: "1"
  districts: [{ code: d1, name: { en: One } }]
  district_fact: place.district
  procedure: { basket: 3 wd, notice: 5 d, notice_law: ACT 1, answer: 15 wd, joint: 45 wd, joint_law: ACT 1, stop_law: ACT 1, undo_minutes: 10 }
laws:
  - { law: ACT, name: { en: Act } }
authorities:
  - { authority: hall, name: { en: Hall }, short: { en: Hall }, level: city }
  - { authority: office, name: { en: Office }, short: { en: Office }, level: district, superior: hall }
registers:
  - { register: land, name: { en: Land register }, kept_by: hall }
sections:
  - { section: all, name: { en: All } }
parameters:
  - parameter: limit
    name: { en: Limit }
    values: [{ from: "2000-01-01", value: 40, law: [ACT 1] }, { from: "2025-01-01", value: 50, law: [ACT 1] }]
calendars:
  - year: 2026
    off: ["2026-01-01", "2026-02-15..2026-02-23"]
    work: ["2026-02-28"]
facts:
  - { fact: place.name, type: text, name: { en: Name }, section: all }
  - { fact: place.address, type: address, name: { en: Address }, section: all }
  - { fact: place.district, type: choice, name: { en: District }, section: all, choices: [{ choice: d1, name: { en: One } }] }
  - { fact: yes.a, type: yes-no, name: { en: A }, section: all }
  - { fact: yes.b, type: yes-no, name: { en: B }, section: all }
  - { fact: yes.c, type: yes-no, name: { en: C }, section: all }
  - fact: kind.k
    type: choice
    name: { en: K }
    section: all
    choices: [{ choice: x, name: { en: X } }, { choice: y, name: { en: Y } }, { choice: z, name: { en: Z } }]
  - { fact: size.n, type: number, name: { en: N }, section: all, min: 10, max: 100 }
  - { fact: size.m, type: area, name: { en: M }, section: all, max: 60 }
  - { fact: big.one, type: yes-no, name: { en: Big }, derive: "size.n > param.limit && yes.c" }
  - { fact: owner.known, type: yes-no, name: { en: Known }, section: all, personal: true }
"#;

const ATOMS: [&str; 16] = [
    "yes.a",
    "yes.b",
    "yes.c",
    "!yes.a",
    r#"kind.k == "x""#,
    r#"kind.k in ["x", "y"]"#,
    r#"kind.k != "z""#,
    "size.n > param.limit",
    "size.n >= 10",
    "size.n < 10",
    "size.n > 100 || yes.b",
    "size.m >= 0",
    "size.m <= 25",
    "size.m > 59.5",
    "big.one",
    "!big.one && yes.c",
];

fn condition(dice: &mut Dice, depth: usize) -> String {
    match dice.below(4) {
        0 | 1 if depth > 0 => {
            let (left, right) = (condition(dice, depth - 1), condition(dice, depth - 1));
            format!("({left} {} {right})", dice.pick(&["&&", "||"]))
        }
        2 if depth > 0 => format!("!({})", condition(dice, depth - 1)),
        _ => (*dice.pick(&ATOMS)).to_owned(),
    }
}

fn permit(dice: &mut Dice, number: usize) -> String {
    let special = if dice.below(2) == 0 {
        let cases: Vec<String> = (0..2)
            .map(|_| {
                let authority = *dice.pick(&["hall", "office"]);
                format!("{{ authority: {authority}, if: '{}', law: [ACT 1] }}", condition(dice, 1))
            })
            .collect();
        format!("    decided_by: [{}]\n", cases.join(", "))
    } else {
        String::new()
    };
    let after = if number > 0 && dice.below(2) == 0 {
        format!("    after: [p{}]\n", dice.below(number))
    } else {
        String::new()
    };
    let within = 1 + dice.below(20);
    let promise = 1 + dice.below(within);
    // The first permit needs everything, because a fact that nobody needs is an error.
    let all = ["yes.a", "yes.b", "yes.c", "kind.k", "size.n", "size.m", "place.name", "owner.known"];
    let some: Vec<&str> = all.into_iter().filter(|_| number == 0 || dice.below(3) == 0).chain(["place.name"]).collect();
    let mut needs: Vec<String> = some.iter().map(|fact| format!("{{ fact: {fact}, why: {{ en: Why }} }}")).collect();
    needs.sort();
    needs.dedup();
    let needs = needs.join(", ");
    let rule = condition(dice, 1);
    format!(
        r#"  - permit: p{number}
    name: {{ en: P{number} }}
    short: {{ en: P{number} }}
    kind: licence
    authority: office
{special}{after}    allows: {{ en: It }}
    law: [ACT 1]
    needed_when:
      if: '{}'
      law: [ACT 1]
      because: {{ en: Because }}
      otherwise: {{ en: Otherwise }}
    needs: [{needs}]
    decide: {{ within: {within} wd, law: [ACT 1], promise: {promise} wd }}
    visit: alone
    rules:
      - rule: r
        must: '{rule}'
        name: {{ en: R }}
        way_forward: {{ en: F }}
        law: [ACT 1]
    fee: {{ amount: "{}", law: [ACT 1] }}
    grants: {{ output: {{ en: Paper }}, valid: 1 y, scope: [place.name] }}
"#,
        condition(dice, 2),
        dice.below(3) * 10,
    )
}

/// The small city with more facts and one permit that is needed when `rule` holds.
pub fn with(facts: &str, rule: &str) -> Option<Arc<Catalogue>> {
    let city = Source::new("city.yaml", format!("{CITY}{facts}"));
    let permit = permit(&mut Dice(3), 0);
    let condition = permit.lines().find_map(|l| l.trim().strip_prefix("if: ")).unwrap().to_owned();
    let permit = permit.replacen(&condition, &format!("'{rule}'"), 1);
    let needs = "    needs: [{ fact: ";
    let permit = permit.replacen(
        needs,
        "    needs: [{ fact: stall.number, why: { en: Why } }, { fact: stall.helpers, why: { en: Why } }, { fact: ",
        1,
    );
    let rest = Source::new("rest.yaml", format!("permits:\n{permit}{}", event("[p0]", "")));
    let sources = [city, rest];
    let checked = compile(&sources);
    assert!(
        checked.catalogue.is_some(),
        "{}",
        catalogue::render(&checked.diagnostics, &sources, catalogue::Style::Plain)
    );
    checked.catalogue.map(Arc::new)
}

fn event(permits: &str, more: &str) -> String {
    format!(
        r#"
events:
  - event: do-it
    name: {{ en: Do it }}
    summary: {{ en: It }}
    letters: DO
    wishes: [{{ wish: w, name: {{ en: W }}, also: {{}}, answers: {{}} }}]
    permits: {permits}
{more}
    title: place.name
    place: place.address
    first: [place.district, kind.k]
"#
    )
}

/// A catalogue by seed, with one event `do-it`; nothing when the dice wrote a rule that is an error in itself.
pub fn small(seed: u64) -> Option<Arc<Catalogue>> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let permits: String = (0..3).map(|number| permit(&mut dice, number)).collect();
    let duty = condition(&mut dice, 1);
    let ban = condition(&mut dice, 2);
    let rest = format!(
        r#"permits:
{permits}
duties:
  - {{ duty: d, name: {{ en: D }}, tells: {{ en: D }}, authority: hall, law: [ACT 1], if: '{duty}' }}
bans:
  - {{ ban: b, name: {{ en: B }}, tells: {{ en: B }}, way_forward: {{ en: F }}, authority: hall, law: [ACT 1], if: '{ban}' }}
{}"#,
        event("[p0, p1, p2]", "    duties: [d]\n    bans: [b]"),
    );
    let sources = [Source::new("city.yaml", CITY), Source::new("rest.yaml", rest)];
    let checked = compile(&sources);
    let written_wrong =
        |d: &&catalogue::Diagnostic| d.is_error() && !matches!(d.code, "always-applies" | "never-applies" | "outcome");
    if checked.catalogue.is_none() && seed == 1 {
        let said = catalogue::render(&checked.diagnostics, &sources, catalogue::Style::Plain);
        assert!(checked.diagnostics.iter().find(written_wrong).is_none(), "{said}");
    }
    checked.catalogue.map(Arc::new)
}
