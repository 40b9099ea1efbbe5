//! The next question against an oracle that is slow and obviously right: it lists every way to answer everything, and
//! tries every order of asking.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rules::{Asked, Bounds, Condition, FactId, Found, Questionnaire, Several, Standing, Type, Value};

use crate::town::{Known, ids, number};

/// Dice by seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        // Constants of Knuth's MMIX; the high bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

pub fn scope() -> BTreeMap<String, Type> {
    [
        ("a", Type::Bool),
        ("b", Type::Bool),
        ("e", Type::Bool),
        ("n", Type::Number),
        ("m", Type::Number),
        ("c", Type::Choice(ids(&["x", "y", "z", "w"]))),
        ("s", Type::Choices(ids(&["p", "q"]))),
        ("big", Type::Bool),
        ("param.limit", Type::Number),
    ]
    .into_iter()
    .map(|(name, ty)| (name.to_owned(), ty))
    .collect()
}

pub fn parameters() -> BTreeMap<String, Value> {
    BTreeMap::from([("param.limit".to_owned(), Value::number(5))])
}

pub fn condition(text: &str) -> Condition {
    Condition::parse(text, &scope()).unwrap_or_else(|flaws| panic!("{text}: {flaws:?}"))
}

pub fn derived() -> BTreeMap<FactId, Condition> {
    BTreeMap::from([("big".into(), condition("n > param.limit && a"))])
}

pub fn bounds() -> BTreeMap<FactId, Bounds> {
    let whole = Bounds { low: Some(number("1")), high: Some(number("9")), whole: true, some: false };
    let from_zero = Bounds { low: Some(number("0")), ..Bounds::default() };
    let some = Bounds { some: true, ..Bounds::default() };
    BTreeMap::from([("n".into(), whole), ("m".into(), from_zero), ("s".into(), some)])
}

/// All values there are, or enough of them, in order; those out of bounds are left out by hand.
pub fn values(fact: &str) -> Vec<Value> {
    match fact {
        "n" => (1..=9).map(Value::number).collect(),
        "m" => ["0", "1", "2", "2.5", "3", "4", "5"].map(number).into(),
        "c" => ["x", "y", "z", "w"].map(Value::text).into(),
        "s" => [&["p"][..], &["q"], &["p", "q"]].map(|s| Value::Choices(ids(s))).into(),
        _ => vec![Value::Bool(false), Value::Bool(true)],
    }
}

const ATOMS: [&str; 22] = [
    "a",
    "b",
    "e",
    "!a",
    "big",
    "a == b",
    "n > param.limit",
    "n >= 1",
    "n > 9",
    "n > 3 && n < 4",
    "n == 7",
    "n <= 2",
    "m < 0",
    "m > 2",
    "m >= 2",
    "c == \"x\"",
    "c in [\"x\", \"y\"]",
    "c != \"w\"",
    "\"p\" in s",
    "\"p\" in s || \"q\" in s",
    "\"q\" in s && a",
    "n in [2, 4]",
];

pub fn written(dice: &mut Dice, depth: usize) -> String {
    match dice.below(5) {
        0 | 1 if depth > 0 => {
            let (left, right) = (written(dice, depth - 1), written(dice, depth - 1));
            format!("({left} {} {right})", dice.pick(&["&&", "||"]))
        }
        2 if depth > 0 => format!("!({})", written(dice, depth - 1)),
        _ => dice.pick(&ATOMS).to_owned(),
    }
}

/// One small set of rules by seed.
struct Rules {
    outcomes: Vec<Several>,
    asked: Vec<(Asked, Option<Condition>)>,
    facts: Vec<FactId>,
}

/// The base facts of conditions, derived ones followed.
fn inputs<'a>(conditions: impl Iterator<Item = &'a Condition>) -> BTreeSet<FactId> {
    let mut facts = BTreeSet::new();
    for fact in conditions.flat_map(Condition::facts) {
        if fact.as_str() == "big" {
            facts.extend(["n".into(), "a".into()]);
        } else {
            facts.insert(fact.clone());
        }
    }
    facts
}

fn rules(seed: u64, n_facts: &std::ops::RangeInclusive<usize>) -> Option<Rules> {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 77);
    for _ in 0..4 {
        dice.below(2);
    }
    let outcomes: Vec<Several> = (0..1 + dice.below(3))
        .map(|n| {
            let values = ["permit", "report", "permit"][..1 + dice.below(3)].iter();
            Several {
                name: format!("o{n}"),
                values: values.map(|v| ((*v).to_owned(), condition(&written(&mut dice, 2)))).collect(),
                otherwise: "free".to_owned(),
            }
        })
        .collect();
    let gate = (dice.below(3) == 0)
        .then(|| (dice.pick(&["b", "m", "c"]).to_owned(), condition(dice.pick(&["a", "n > 5", "!e"]))));
    let read = outcomes.iter().flat_map(|o| o.values.iter().map(|(_, c)| c)).chain(gate.as_ref().map(|(_, c)| c));
    let facts: Vec<FactId> = inputs(read).into_iter().collect();
    if !n_facts.contains(&facts.len()) {
        return None;
    }
    let mut asked: Vec<(Asked, Option<Condition>)> = Vec::new();
    for fact in &facts {
        let cost = [1000, 1000, 1000, 2000, 500][dice.below(5)];
        let mut likely = BTreeMap::new();
        if dice.below(3) == 0 {
            likely = BTreeMap::from([("true".to_owned(), 3), ("x".to_owned(), 4), ("y".to_owned(), 2)]);
        }
        let only_if = gate.as_ref().filter(|(of, _)| of == fact.as_str()).map(|(_, c)| c.clone());
        asked.push((Asked { cost, likely, ..Asked::new(fact.clone()) }, only_if));
    }
    // The author's order is not the alphabet.
    let turn = dice.below(asked.len());
    asked.rotate_left(turn);
    Some(Rules { outcomes, asked, facts })
}

/// One way to answer everything: the value of each fact by its place, and what comes out.
type World = (Vec<usize>, Vec<usize>);

/// What the oracle knows of a set of rules: every world, and the cells of every fact with their weights.
struct Oracle<'a> {
    rules: &'a Rules,
    worlds: Vec<World>,
    /// By fact and value: whether its gate is open is looked up among worlds, see `gate`.
    gates: HashMap<usize, Vec<bool>>,
    weights: Vec<Vec<u64>>,
    values: Vec<Vec<Value>>,
    least: HashMap<Vec<Option<usize>>, u64>,
}

const ONE: u64 = 1_000_000_000;

impl<'a> Oracle<'a> {
    fn new(rules: &'a Rules) -> Self {
        let values: Vec<Vec<Value>> = rules.facts.iter().map(|fact| values(fact.as_str())).collect();
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for of in &values {
            all = all.iter().flat_map(|w| (0..of.len()).map(move |v| w.iter().copied().chain([v]).collect())).collect();
        }
        let full = |world: &[usize]| -> Known {
            let mut known: Known = rules
                .facts
                .iter()
                .zip(world)
                .enumerate()
                .map(|(n, (f, v))| (f.clone(), values[n][*v].clone()))
                .collect();
            let big = derived()[&FactId::from("big")].value(&(&known, &parameters()));
            known.extend(big.map(|big| ("big".into(), big)));
            known
        };
        let holds = |c: &Condition, known: &Known| c.holds(&(known, &parameters())).known().unwrap();
        let worlds: Vec<World> = all
            .into_iter()
            .map(|world| {
                let known = full(&world);
                let outcome = |o: &Several| {
                    let value = o.values.iter().find(|(_, c)| holds(c, &known)).map_or(&o.otherwise, |(v, _)| v);
                    ["permit", "report", "free"].iter().position(|v| v == value).unwrap()
                };
                let outcomes = rules.outcomes.iter().map(outcome).collect();
                (world, outcomes)
            })
            .collect();
        let mut gates = HashMap::new();
        for (asked, only_if) in &rules.asked {
            if let Some(only_if) = only_if {
                let at = rules.facts.iter().position(|f| *f == asked.fact).unwrap();
                gates.insert(at, worlds.iter().map(|(w, _)| holds(only_if, &full(w))).collect());
            }
        }
        let weights = rules.facts.iter().enumerate().map(|(at, fact)| weights(rules, fact, &values[at])).collect();
        Oracle { rules, worlds, gates, weights, values, least: HashMap::new() }
    }

    fn asked(&self, at: usize) -> &Asked {
        &self.rules.asked.iter().find(|(a, _)| a.fact == self.rules.facts[at]).unwrap().0
    }

    fn consistent<'b>(&'b self, known: &'b [Option<usize>]) -> impl Iterator<Item = usize> + 'b {
        let fits = move |world: &[usize]| world.iter().zip(known).all(|(w, k)| k.is_none_or(|k| k == *w));
        self.worlds.iter().enumerate().filter(move |(_, (w, _))| fits(w)).map(|(n, _)| n)
    }

    /// Where the condition of a fact holds for certain, for every way the facts that can be asked may be.
    fn gate(&self, at: usize, known: &[Option<usize>], skipped: &[usize]) -> HashMap<Vec<usize>, bool> {
        let mut holds: HashMap<Vec<usize>, bool> = HashMap::new();
        for n in self.consistent(known) {
            *holds.entry(without(&self.worlds[n].0, skipped)).or_insert(true) &= self.gates[&at][n];
        }
        holds
    }

    /// What may still come out, for every way the facts that some day can be asked may be: the facts that never can be
    /// are free in each.
    fn futures(&self, known: &[Option<usize>], never: &[usize]) -> HashMap<Vec<usize>, Vec<BTreeSet<usize>>> {
        let mut futures: HashMap<Vec<usize>, Vec<BTreeSet<usize>>> = HashMap::new();
        for n in self.consistent(known) {
            let (world, outcomes) = &self.worlds[n];
            let key: Vec<usize> = without(world, never);
            let sets = futures.entry(key).or_insert_with(|| vec![BTreeSet::new(); outcomes.len()]);
            sets.iter_mut().zip(outcomes).for_each(|(set, outcome)| {
                set.insert(*outcome);
            });
        }
        futures
    }

    fn never(&self, known: &[Option<usize>], skipped: &[usize]) -> Vec<usize> {
        let closed = |at: &usize| {
            skipped.contains(at)
                || self.gates.contains_key(at) && !self.gate(*at, known, skipped).values().any(|holds| *holds)
        };
        (0..known.len()).filter(|at| known[*at].is_none() && closed(at)).collect()
    }

    /// The facts that matter: two ways to answer that differ in nothing else end differently.
    fn matter(&self, known: &[Option<usize>], skipped: &[usize]) -> BTreeSet<usize> {
        let never = self.never(known, skipped);
        let futures = self.futures(known, &never);
        let open = (0..known.len()).filter(|at| known[*at].is_none() && !never.contains(at));
        let matters = |at: &usize| {
            let mut by_rest: HashMap<Vec<usize>, &Vec<BTreeSet<usize>>> = HashMap::new();
            futures
                .iter()
                .any(|(world, sets)| by_rest.insert(without(world, &[*at]), sets).is_some_and(|other| other != sets))
        };
        open.filter(matters).collect()
    }

    /// The facts that can be asked now: those that matter, and what decides whether those can be asked.
    fn candidates(&self, known: &[Option<usize>], skipped: &[usize]) -> Vec<usize> {
        let mut facts = self.matter(known, skipped);
        for at in facts.clone().into_iter().filter(|at| self.gates.contains_key(at)) {
            let gate = self.gate(at, known, skipped);
            let hangs = |other: &usize| {
                let mut by_rest: HashMap<Vec<usize>, bool> = HashMap::new();
                gate.iter().any(|(w, holds)| by_rest.insert(without(w, &[*other]), *holds).is_some_and(|b| b != *holds))
            };
            if gate.values().all(|holds| *holds) {
                continue;
            }
            facts.remove(&at);
            facts.extend((0..known.len()).filter(|o| known[*o].is_none() && !skipped.contains(o)).filter(hangs));
        }
        facts.into_iter().collect()
    }

    fn asking(&mut self, at: usize, known: &[Option<usize>], skipped: &[usize]) -> u64 {
        let weights = self.weights[at].clone();
        let total: u64 = weights.iter().sum();
        let mut sum: u128 = 0;
        for (value, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0) {
            let mut more = known.to_vec();
            more[at] = Some(value);
            sum += u128::from(*weight) * u128::from(self.cost(&more, skipped));
        }
        u64::from(self.asked(at).cost) * (ONE / 1000) + (sum / u128::from(total)) as u64
    }

    /// The least expected cost, by trying every order.
    fn cost(&mut self, known: &[Option<usize>], skipped: &[usize]) -> u64 {
        if let Some(least) = self.least.get(known) {
            return *least;
        }
        let candidates = self.candidates(known, skipped);
        let least = candidates.into_iter().map(|at| self.asking(at, known, skipped)).min().unwrap_or(0);
        self.least.insert(known.to_vec(), least);
        least
    }
}

/// A world in which some facts are not looked at.
fn without(world: &[usize], facts: &[usize]) -> Vec<usize> {
    world.iter().enumerate().map(|(at, value)| if facts.contains(&at) { 0 } else { *value }).collect()
}

/// The weight of each value: a cell's weight lies on its first value. Cells are runs of values that every comparison
/// answers alike; options of a choice are cells of their own.
fn weights(rules: &Rules, fact: &FactId, values: &[Value]) -> Vec<u64> {
    let likely = &rules.asked.iter().find(|(a, _)| a.fact == *fact).unwrap().0.likely;
    let of = |name: &str| u64::from(likely.get(name).copied().unwrap_or(1));
    match fact.as_str() {
        "c" => {
            let weights: Vec<u64> = values.iter().map(|v| of(v.as_text().unwrap())).collect();
            weights
        }
        "n" | "m" => {
            let comparisons = comparisons(rules, fact.as_str());
            let answer = |value: &Value| -> Vec<bool> {
                let known = Known::from([(fact.clone(), value.clone())]);
                comparisons.iter().map(|c| c.holds(&(&known, &parameters())).known().unwrap()).collect()
            };
            let mut before: Option<Vec<bool>> = None;
            values
                .iter()
                .map(|value| {
                    let now = answer(value);
                    let starts = before.as_ref() != Some(&now);
                    before = Some(now);
                    u64::from(starts)
                })
                .collect()
        }
        "s" => vec![1; values.len()],
        _ => vec![of("false"), of("true")],
    }
}

/// Every single comparison of a number that the rules write, found in their text.
fn comparisons(rules: &Rules, fact: &str) -> Vec<Condition> {
    let conditions = rules.outcomes.iter().flat_map(|o| o.values.iter().map(|(_, c)| c));
    let texts: Vec<String> =
        conditions.chain(rules.asked.iter().filter_map(|(_, c)| c.as_ref())).map(|c| c.text().to_owned()).collect();
    let all = [
        ("n > param.limit", "n > param.limit"),
        ("big", "n > param.limit"),
        ("n >= 1", "n >= 1"),
        ("n > 9", "n > 9"),
        ("n > 3 &&", "n > 3"),
        ("n < 4", "n < 4"),
        ("n == 7", "n == 7"),
        ("n <= 2", "n <= 2"),
        ("m < 0", "m < 0"),
        ("m > 2", "m > 2"),
        ("m >= 2", "m >= 2"),
        ("n in [2, 4]", "n == 2"),
        ("n in [2, 4]", "n == 4"),
        ("n > 5", "n > 5"),
    ];
    let written = all.iter().filter(|(mark, of)| of.starts_with(fact) && texts.iter().any(|t| t.contains(mark)));
    written.map(|(_, text)| condition(text)).collect()
}

fn check(seed: u64, n_facts: &std::ops::RangeInclusive<usize>) -> bool {
    let Some(rules) = rules(seed, n_facts) else { return false };
    let questionnaire =
        Questionnaire::new(&rules.outcomes, &rules.asked, &bounds(), &parameters(), &derived(), &scope());
    let mut oracle = Oracle::new(&rules);
    let mut dice = Dice(seed ^ 0xABCD);
    let n = rules.facts.len();
    // Nobody can say what one of the facts is; some are known.
    let skipped: Vec<usize> = (0..n).filter(|_| dice.below(8) == 0).collect();
    let names: BTreeSet<FactId> = skipped.iter().map(|at| rules.facts[*at].clone()).collect();
    let mut known: Vec<Option<usize>> = vec![None; n];
    let mut told = Known::new();
    let here = |told: &Known| {
        let texts: Vec<Vec<(&str, &str)>> =
            rules.outcomes.iter().map(|o| o.values.iter().map(|(v, c)| (v.as_str(), c.text())).collect()).collect();
        format!("seed {seed}: {texts:?}, asked {:?}, known {told:?}, skipped {names:?}", rules.asked)
    };
    loop {
        let next = questionnaire.next(&told, &names);
        let candidates = oracle.candidates(&known, &skipped);
        let open: BTreeSet<FactId> = questionnaire.all_open(&told, &names).into_iter().collect();
        let meant: BTreeSet<FactId> = candidates.iter().map(|at| rules.facts[*at].clone()).collect();
        assert_eq!(open, meant, "{}", here(&told));
        for (standing, at) in questionnaire.standing(&told).iter().zip(0..) {
            let possible: BTreeSet<usize> = oracle.consistent(&known).map(|w| oracle.worlds[w].1[at]).collect();
            let said: Vec<&String> = match standing {
                Standing::Settled(value) => vec![value],
                Standing::Open(values) => values.iter().collect(),
            };
            let said: BTreeSet<usize> =
                said.iter().map(|v| ["permit", "report", "free"].iter().position(|x| x == v).unwrap()).collect();
            assert_eq!(said, possible, "{}", here(&told));
        }
        let Some(next) = next else { return true };
        assert_eq!(next.found, Found::Exact);
        let least = oracle.cost(&known, &skipped);
        let costs: BTreeMap<usize, u64> =
            candidates.iter().map(|at| (*at, oracle.asking(*at, &known, &skipped))).collect();
        // The first in the author's order than which none is better.
        let best = rules.asked.iter().find_map(|(asked, _)| {
            let at = rules.facts.iter().position(|f| *f == asked.fact)?;
            costs.get(&at).filter(|cost| cost.abs_diff(least) <= 100).map(|_| &asked.fact)
        });
        assert_eq!(Some(&next.fact), best, "{} costs {costs:?} of {:?}", here(&told), rules.facts);
        let at = rules.facts.iter().position(|f| *f == next.fact).unwrap();
        let values: Vec<usize> = (0..oracle.values[at].len()).collect();
        let value = values[dice.below(values.len())];
        known[at] = Some(value);
        told.insert(next.fact.clone(), oracle.values[at][value].clone());
    }
}

/// Checks so many small sets of rules, by seeds from `first`.
fn check_many(first: u64, many: usize, facts: std::ops::RangeInclusive<usize>) {
    let mut seeds = first..;
    let mut checked = 0;
    while checked < many {
        checked += usize::from(seeds.next().is_some_and(|seed| check(seed, &facts)));
    }
}

#[test]
fn the_next_question_is_the_one_an_exhaustive_search_finds_and_never_in_vain() {
    check_many(1, 20_000, 1..=2);
    check_many(1_000_000, 1_500, 3..=3);
    check_many(2_000_000, 60, 4..=4);
}
