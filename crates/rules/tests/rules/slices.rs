//! Many conditions at once against the tree evaluator, one condition and one state of knowledge at a time.

use std::collections::{BTreeMap, BTreeSet};

use rules::{Condition, Diagrams, FactId, Slices, Ternary, Value};

use crate::oracle::{completions, grid, possible};
use crate::town::{Known, condition, derived, known, number, parameters, scope};

/// SplitMix64: the same cases on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const SINGLE: [&str; 22] = [
    "a",
    "b",
    "big",
    "a == b",
    "true == a",
    "a != (n > 5)",
    "c == 'x'",
    "'y' != c",
    "c in ['x', 'z']",
    "c in param.allowed",
    "t == 'u'",
    "t in ['u', 'v']",
    "t != ''",
    "'p' in s",
    "'q' in s",
    "n in [2, 5, 8]",
    "5 < n",
    "n == 2.5",
    "true",
    "false",
    "d == param.opening",
    "class == 'large'",
];

const SEVERAL: [&str; 14] = [
    "n > m",
    "n + 1 > 3",
    "2 * n <= param.limit",
    "c == k",
    "c in s",
    "size(s) > 1",
    "staff.exists(r, r.age < n)",
    "staff.all(r, r.cook)",
    "staff.sum(r, r.age) > m",
    "10 / (n - 2) > 1",
    "10 / 0 > 1",
    "n in [m, 5]",
    "(a ? 'x' : 'y') == c",
    "days_between(param.opening, d) > 3",
];

fn leaf(dice: &mut Dice) -> String {
    let by = dice.of(&["==", "!=", "<", "<=", ">", ">="]);
    match dice.below(10) {
        0..4 => dice.of(&SINGLE).to_owned(),
        4 => dice.of(&SEVERAL).to_owned(),
        5 | 6 => format!("n {by} {}", dice.of(&["2", "2.2", "5", "param.limit", "param.limit - 3", "16"])),
        7 => format!("{} {by} m", dice.of(&["1", "4", "4.5"])),
        _ => format!("d {by} {}", dice.of(&["day('2026-03-01')", "param.opening", "day('2026-03-10')"])),
    }
}

/// Laws of every shape: clauses, their opposites, and tangles of both.
fn law(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return leaf(dice);
    }
    let inner = |dice: &mut Dice| {
        let less = 1 + dice.below(depth);
        law(dice, depth - less)
    };
    match dice.below(9) {
        0 => leaf(dice),
        1 => format!("!({})", inner(dice)),
        2..5 => joined(dice, " && ", inner),
        5..7 => joined(dice, " || ", inner),
        7 => format!("({} ? {} : {})", inner(dice), inner(dice), inner(dice)),
        _ => format!("(({}) {} ({} && {}))", inner(dice), dice.of(&["==", "!="]), inner(dice), inner(dice)),
    }
}

fn joined(dice: &mut Dice, sign: &str, part: impl Fn(&mut Dice) -> String) -> String {
    let parts: Vec<String> = (0..2 + dice.below(3)).map(|_| part(dice)).collect();
    format!("({})", parts.join(sign))
}

/// Some facts known; now and then with a value that no law mentions, or that is not even of the fact's type.
fn partly(dice: &mut Dice, facts: &[FactId]) -> Known {
    let share = dice.below(10);
    let mut known = Known::new();
    for fact in facts {
        if dice.below(10) >= share {
            continue;
        }
        let values = match fact.as_str() {
            "big" => vec![Value::Bool(true), Value::Bool(false)],
            "class" => vec![Value::text("small"), Value::text("large")],
            plain => grid(plain),
        };
        let value = match dice.below(60) {
            0 => Value::text("another"),
            1 => number("5.00"),
            _ => values[dice.below(values.len())].clone(),
        };
        known.insert(fact.clone(), value);
    }
    known
}

fn tree(condition: &Condition, known: &Known) -> Ternary {
    condition.holds(&(known, &parameters()))
}

/// The facts that open conditions read, counted one after the other.
fn widest<'a>(conditions: &[Condition], facts: &'a [FactId], known: &Known) -> Option<&'a FactId> {
    let open: Vec<&Condition> = conditions.iter().filter(|c| tree(c, known) == Ternary::Unknown).collect();
    let (mut most, mut widest) = (0, None);
    for fact in facts.iter().filter(|fact| !known.contains_key(*fact)) {
        let count = open.iter().filter(|condition| condition.facts().contains(fact)).count();
        if count > most {
            (most, widest) = (count, Some(fact));
        }
    }
    widest
}

#[test]
fn a_hundred_thousand_answers_are_those_of_the_tree() {
    let mut dice = Dice(20_261_124);
    let (mut cases, mut settled, mut tangled) = (0, 0, 0);
    for round in 0..24 {
        // Sets of every size around the words of 64.
        let many = [1, 7, 63, 64, 65, 130, 190][round % 7];
        let laws: Vec<Condition> = (0..many).map(|_| condition(&law(&mut dice, 5))).collect();
        let all: Vec<&Condition> = laws.iter().collect();
        let slices = Slices::compile(&all, &parameters(), &[FactId::from("n"), FactId::from("unread")]);
        let facts = slices.facts().to_vec();
        tangled += slices.tangled().len();
        let (mut placed, mut answers, mut deciding) = Default::default();
        for _ in 0..6_000 / (many + 20) + 30 {
            let known = partly(&mut dice, &facts);
            let row: Vec<Option<Value>> = facts.iter().map(|fact| known.get(fact).cloned()).collect();
            slices.place_row(&row, &mut placed);
            assert_eq!(placed, slices.place(&known), "a row says what names say");
            let mut more = known.clone();
            more.insert(FactId::from("nobody.asks"), Value::Bool(true));
            slices.place_named(&more, &mut placed);
            assert_eq!(placed, slices.place(&known), "and so does a map, with what no law reads left out");
            slices.answer_into(&placed, &mut answers);
            assert_eq!(slices.widest(&placed, &answers), widest(&laws, &facts, &known));
            slices.deciding_into(&answers, &mut deciding);
            for (number, law) in laws.iter().enumerate() {
                assert_eq!(slices.deciding(&answers, number), deciding[number].map(usize::from));
                let said = answers.truth(number);
                assert_eq!(said, tree(law, &known), "{law:?} of {known:?}");
                cases += 1;
                settled += usize::from(said != Ternary::Unknown);
                let because = slices.because(&placed, &answers, number);
                assert_eq!(because.is_some(), said != Ternary::Unknown);
                if let Some(because) = because.filter(|_| cases % 11 == 0) {
                    let alone = because.into_iter().map(|fact| (fact.clone(), known[fact].clone())).collect();
                    assert_eq!(tree(law, &alone), said, "{law:?} because of {alone:?} alone");
                }
            }
        }
    }
    assert!(cases >= 100_000, "only {cases} cases");
    assert!(settled > cases / 4 && settled < cases, "{settled} of {cases} settled: the cases say too little");
    assert!(tangled > 0, "no law was too tangled");
}

/// The facts somebody can be asked for, derived ones followed.
fn inputs(condition: &Condition) -> Vec<FactId> {
    let derived = derived();
    let follow = |fact: &FactId| match derived.get(fact) {
        Some(by) => by.facts().iter().cloned().collect(),
        None => vec![fact.clone()],
    };
    condition.facts().iter().flat_map(follow).collect::<BTreeSet<_>>().into_iter().collect()
}

#[test]
fn what_is_settled_stays_so_however_the_rest_turns_out_and_diagrams_agree() {
    let mut dice = Dice(7);
    let mut settled = 0;
    for _ in 0..400 {
        let law = condition(&law(&mut dice, 3));
        let facts = inputs(&law);
        if facts.iter().map(|fact| grid(fact.as_str()).len()).product::<usize>() > 300 {
            continue;
        }
        let slices = Slices::compile(&[&law], &parameters(), &[]);
        let (diagrams, d) = Diagrams::compile(&[&law], &parameters(), &derived(), &[], &scope());
        for _ in 0..6 {
            let known: Known = partly(&mut dice, &facts)
                .into_iter()
                .filter(|(fact, value)| grid(fact.as_str()).contains(value))
                .collect();
            let mut full = known.clone();
            for (fact, by) in derived() {
                full.extend(by.value(&(&known, &parameters())).map(|value| (fact, value)));
            }
            let said = slices.answer(&slices.place(&full)).truth(0);
            if said == Ternary::Unknown {
                continue;
            }
            settled += 1;
            let outcomes = completions(&law, &facts, &known);
            assert!(outcomes.is_empty() || possible(&outcomes) == said, "{law:?} of {known:?}");
            assert_eq!(diagrams.under(&known).truth(d[0]), said, "{law:?} of {known:?}");
        }
    }
    assert!(settled > 300, "only {settled} settled");
}

#[test]
fn one_answer_after_the_other_is_placed_like_all_at_once() {
    let mut dice = Dice(91);
    for _ in 0..60 {
        let laws: Vec<Condition> = (0..4).map(|_| condition(&law(&mut dice, 3))).collect();
        let slices = Slices::compile(&laws.iter().collect::<Vec<_>>(), &parameters(), &[]);
        let facts = slices.facts().to_vec();
        let mut now = partly(&mut dice, &facts);
        let mut placed = slices.place(&now);
        for _ in 0..8 {
            if facts.is_empty() {
                break;
            }
            // Told, changed or taken back: whatever stands in the other row.
            let fact = facts[dice.below(facts.len())].clone();
            match partly(&mut dice, &facts).get(&fact) {
                Some(value) => now.insert(fact.clone(), value.clone()),
                None => now.remove(&fact),
            };
            slices.put(&mut placed, &fact, &now);
            assert_eq!(placed, slices.place(&now), "{laws:?} of {now:?}");
        }
    }
}

#[test]
fn the_clause_that_decides_is_named() {
    let laws = [condition("(a || n > 5) && (c == 'x' || b)"), condition("(a && b) || (c == 'x' && n > 5)")];
    let slices = Slices::compile(&[&laws[0], &laws[1]], &parameters(), &[]);
    assert!(slices.tangled().is_empty());
    let of = |facts: &[(&str, Value)], number: usize| {
        let placed = slices.place(&known(facts));
        let answers = slices.answer(&placed);
        let names = |facts: Vec<&FactId>| facts.into_iter().map(ToString::to_string).collect::<Vec<_>>();
        let clause = slices.deciding(&answers, number).map(|clause| names(slices.clause(number, clause)));
        (answers.truth(number), clause, slices.because(&placed, &answers, number).map(names))
    };
    let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let (no, yes) = (Value::Bool(false), Value::Bool(true));
    let refused = of(&[("a", no.clone()), ("n", number("5")), ("c", Value::text("x"))], 0);
    assert_eq!(refused, (Ternary::False, Some(ids(&["a", "n"])), Some(ids(&["a", "n"]))));
    let open = of(&[("a", yes.clone())], 0);
    assert_eq!(open, (Ternary::Unknown, Some(ids(&["b", "c"])), None));
    let held = of(&[("a", yes.clone()), ("c", Value::text("x")), ("n", number("3"))], 0);
    assert_eq!(held, (Ternary::True, None, Some(ids(&["a", "c"]))));
    let either = of(&[("a", no), ("b", yes), ("c", Value::text("x")), ("n", number("6"))], 1);
    assert_eq!(either.0, Ternary::True);
    assert_eq!(either.2, Some(ids(&["c", "n"])));
}

#[test]
fn a_law_too_tangled_for_clauses_is_answered_all_the_same() {
    let nested = (0..20).fold("a".to_owned(), |inner, step| format!("((n > {step}) == ({inner} && m > {step}))"));
    let nested = condition(&nested);
    let plain = condition("n > 50");
    let slices = Slices::compile(&[&plain, &nested], &parameters(), &[]);
    assert_eq!(slices.tangled(), [1]);
    let known = known(&[("n", number("100")), ("m", number("100")), ("a", Value::Bool(true))]);
    let answers = slices.answer(&slices.place(&known));
    assert_eq!(answers.truth(0), Ternary::True);
    assert_eq!(answers.truth(1), tree(&nested, &known));
    assert_ne!(answers.truth(1), Ternary::Unknown);
}

#[test]
fn no_conditions_have_no_answers() {
    let slices = Slices::compile(&[], &BTreeMap::<String, Value>::new(), &[]);
    assert!(slices.is_empty());
    let placed = slices.place(&Known::new());
    let answers = slices.answer(&placed);
    assert_eq!(answers.truth(0), Ternary::Unknown);
    assert_eq!(slices.widest(&placed, &answers), None);
}
