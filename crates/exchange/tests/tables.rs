//! Models made by dice, drafted, compiled and asked about, against an oracle that reads their tables row by row.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use exchange::decisions::{
    Column, Conclusion, Decision, Draft, Hit, Input, Kind, Literal, Logic, Model, Row, Table, Test, draft,
};
use journey::{Known, Origin, Prepared};
use rules::Value;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

const OPTIONS: [&str; 3] = ["Ja, een \"echte\"", "Nee", "any"];
const OUTCOMES: [&str; 3] = ["needed", "free", "ask"];

fn literal(kind: &Kind, at: usize) -> Literal {
    match kind {
        Kind::YesNo => Literal::Bool(at == 0),
        Kind::Choice(texts) => Literal::Text(texts[at % texts.len()].clone()),
        _ => Literal::Number(i64::try_from(at).unwrap().into()),
    }
}

fn test(dice: &mut Dice, kind: &Kind) -> Test {
    let any = |dice: &mut Dice| literal(kind, dice.below(3));
    match (kind, dice.below(4)) {
        (Kind::Number, 0) => Test::Compare(["<", "<=", ">", ">=", "!="][dice.below(5)], any(dice)),
        (Kind::Number, 1) => Test::Range((any(dice), dice.below(2) == 0), (any(dice), dice.below(2) == 0)),
        (Kind::Choice(_), 0) => Test::Not(vec![Test::Is(any(dice))]),
        _ => Test::Is(any(dice)),
    }
}

/// Three inputs, two tables over them, one table over those two, whose value says what a permit needs.
fn model(dice: &mut Dice) -> Model {
    let texts = |all: &[&str]| all.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let kinds = [Kind::YesNo, Kind::Choice(texts(&OPTIONS)), Kind::Number];
    let input = |(at, kind): (usize, &Kind)| Input {
        key: format!("in{at}"),
        name: format!("Input {at}"),
        ask: None,
        help: None,
        kind: kind.clone(),
        register: (at == 1).then(|| "someList".to_owned()),
    };
    let inputs: Vec<Input> = kinds.iter().enumerate().map(input).collect();
    let mut known: BTreeMap<String, Kind> = inputs.iter().map(|i| (i.key.clone(), i.kind.clone())).collect();
    let mut decisions = Vec::new();
    for at in 0..3 {
        let is_last = at == 2;
        let kind = if is_last { Kind::Choice(texts(&OUTCOMES)) } else { Kind::Choice(texts(&["hit", "no hit"])) };
        let over: Vec<String> = if is_last {
            vec!["d0".to_owned(), "d1".to_owned(), "in0".to_owned()]
        } else {
            (0..3).map(|n| format!("in{n}")).collect()
        };
        let rows = (0..1 + dice.below(5))
            .map(|_| Row {
                when: over.iter().map(|key| (0..dice.below(3)).map(|_| test(dice, &known[key])).collect()).collect(),
                then: literal(&kind, dice.below(3)),
            })
            .collect();
        let hit = [Hit::First, Hit::Any][dice.below(2)];
        let otherwise = (dice.below(3) == 0).then(|| literal(&kind, 1));
        let table = Table { hit, over: over.into_iter().map(Column::Key).collect(), rows, otherwise };
        let conclusion = is_last.then(|| Conclusion {
            permit: texts(&OUTCOMES[..1]),
            report: Vec::new(),
            contact: texts(&OUTCOMES[2..]),
        });
        known.insert(format!("d{at}"), kind.clone());
        let (key, name, place) = (format!("d{at}"), format!("Decision {at}"), format!("d{at}"));
        decisions.push(Decision { key, name, place, kind, logic: Logic::Table(table), conclusion });
    }
    Model { name: "By dice".to_owned(), inputs, decisions, notes: Vec::new() }
}

fn fits(test: &Test, value: &Literal) -> bool {
    let number = |literal: &Literal| match literal {
        Literal::Number(number) => *number,
        other => panic!("{other:?} is no number"),
    };
    match test {
        Test::Is(literal) => literal == value,
        Test::Compare("!=", literal) => literal != value,
        Test::Compare(sign, literal) => {
            let (value, literal) = (number(value), number(literal));
            match *sign {
                "<" => value < literal,
                "<=" => value <= literal,
                ">" => value > literal,
                _ => value >= literal,
            }
        }
        Test::Range((from, low), (to, high)) => {
            let (value, from, to) = (number(value), number(from), number(to));
            (if *low { value >= from } else { value > from }) && (if *high { value <= to } else { value < to })
        }
        Test::Not(tests) => !tests.iter().any(|test| fits(test, value)),
    }
}

/// The value of every decision, reading its rows downwards; nothing where no row fits.
fn by_hand(model: &Model, answers: &BTreeMap<String, Literal>) -> BTreeMap<String, Option<Literal>> {
    let mut values: BTreeMap<String, Option<Literal>> =
        answers.iter().map(|(k, v)| (k.clone(), Some(v.clone()))).collect();
    for decision in &model.decisions {
        let Logic::Table(table) = &decision.logic else { unreachable!() };
        let cell = |(tests, column): (&Vec<Test>, &Column)| {
            let Column::Key(key) = column else { unreachable!() };
            tests.is_empty()
                || match &values[key] {
                    Some(value) => tests.iter().any(|test| fits(test, value)),
                    None => tests.iter().any(|test| matches!(test, Test::Not(_))),
                }
        };
        let row = table.rows.iter().find(|row| row.when.iter().zip(&table.over).all(cell));
        let value = row.map(|row| row.then.clone()).or_else(|| table.otherwise.clone());
        values.insert(decision.key.clone(), value);
    }
    values
}

fn value(draft: &Draft, key: &str, literal: &Literal) -> Value {
    match literal {
        Literal::Bool(answer) => Value::Bool(*answer),
        Literal::Number(number) => Value::Number(*number),
        Literal::Text(text) => Value::text(draft.choice(key, text).unwrap()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_drafted_answers_like_its_tables() {
    let mut dice = Dice(7);
    let (mut asked, mut drafted) = (0, 0);
    for round in 0..60 {
        let model = model(&mut dice);
        let draft = draft(std::slice::from_ref(&model), "en");
        let Some(catalogue) = draft.catalogue.clone() else {
            panic!("round {round}: {:?}\n{}", draft.notes, draft.files[1].text);
        };
        let fact = draft.fact("d2").unwrap_or_else(|| panic!("{:?}\n{}", draft.notes, draft.files[1].text)).clone();
        let prepared = Prepared::new(Arc::new(catalogue), &draft.event, rules::Day::new(2026, 3, 2).unwrap()).unwrap();
        drafted += 1;
        for case in 0..27 {
            let answers: BTreeMap<String, Literal> = model
                .inputs
                .iter()
                .enumerate()
                .map(|(at, input)| {
                    (input.key.clone(), literal(&input.kind, case / 3usize.pow(u32::try_from(at).unwrap()) % 3))
                })
                .collect();
            let right = by_hand(&model, &answers)["d2"].clone();
            let mut known = Known::new();
            while let Some(question) = prepared.next_question(&known) {
                let (key, literal) = answers.iter().find(|(key, _)| draft.fact(key) == Some(&question.fact)).unwrap();
                known.tell(question.fact, value(&draft, key, literal), Origin::Applicant);
                asked += 1;
            }
            let assessment = prepared.assess(&known);
            let id = assessment.finding(&fact).and_then(|f| f.value.clone());
            let id = id.unwrap_or_else(|| panic!("round {round}, case {case}: not settled"));
            let said = draft.text("d2", id.as_text().unwrap()).map(|text| Literal::Text(text.to_owned()));
            assert_eq!(said, right, "round {round}, case {case}: {answers:?}\n{}", draft.files[1].text);
            let needed = assessment.needed().count();
            assert_eq!(needed, usize::from(right == Some(Literal::Text("needed".to_owned()))));
        }
    }
    assert_eq!(drafted, 60);
    assert!(asked > 0);
}

#[test]
fn rows_that_contradict_each_other_are_read_downwards_and_noted() {
    let row = |when: Vec<Test>, then: &str| Row { when: vec![when], then: Literal::Text(then.to_owned()) };
    let yes = || vec![Test::Is(Literal::Bool(true))];
    let table = Table {
        hit: Hit::Any,
        over: vec![Column::Key("in".to_owned())],
        rows: vec![row(yes(), "a"), row(yes(), "b")],
        otherwise: None,
    };
    let decision = |key: &str, logic: Logic| Decision {
        key: key.to_owned(),
        name: key.to_owned(),
        place: format!("file:{key}"),
        kind: Kind::Choice(vec!["a".to_owned(), "b".to_owned()]),
        logic,
        conclusion: None,
    };
    let missing = Table { over: vec![Column::Key("elsewhere".to_owned())], ..table.clone() };
    let model = Model {
        name: "Two".to_owned(),
        inputs: vec![Input {
            key: "in".to_owned(),
            name: "in".to_owned(),
            ask: None,
            help: None,
            kind: Kind::YesNo,
            register: None,
        }],
        decisions: vec![decision("d", Logic::Table(table)), decision("e", Logic::Table(missing))],
        notes: Vec::new(),
    };
    let draft = draft(&[model], "en");
    assert!(draft.catalogue.is_some(), "{:?}", draft.notes);
    let notes: Vec<String> = draft.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "file:e: left out: it hangs on `elsewhere`, which was not taken along",
            "file:d: nothing is decided for two.is_in = no; there the answer is `undecided`",
            "file:d: two rows contradict each other (both fit two.is_in = yes); the first that fits decides",
        ]
    );
}
