//! One model as definition text.

use std::fmt::Write as _;

use super::draft::Naming;
use super::yaml::{list, quoted, scalar, words};
use super::{Column, Conclusion, Decision, Hit, Input, Kind, Literal, Logic, Model, Test};

/// The law every draft cites until somebody writes which article it is.
pub(super) const LAW: &str = "IMPORTED recalled";
/// The answer of a table where no row fits: its id, and its text.
pub(super) const UNDECIDED: &str = "undecided";
pub(super) const NO_ROW_FITS: &str = "(no row fits)";

/// Writes models in one language.
pub(super) struct Writer<'a> {
    pub naming: &'a Naming,
    pub language: &'a str,
}

impl Writer<'_> {
    /// The file of one model. Inputs that an earlier model already defines are left out.
    pub(super) fn file(&self, model: &Model, inputs: &[&Input]) -> String {
        let mut text = format!("# {}\n", model.name.replace('\n', " "));
        let (facts, permits, duties) = self.definitions(model, inputs);
        for (list, lines) in [("facts", facts), ("permits", permits), ("duties", duties)] {
            if !lines.is_empty() {
                let _ = write!(text, "\n{list}:\n{lines}");
            }
        }
        text
    }

    fn definitions(&self, model: &Model, inputs: &[&Input]) -> (String, String, String) {
        let (mut facts, mut permits, mut duties) = (String::new(), String::new(), String::new());
        inputs.iter().for_each(|input| self.input(input, &mut facts));
        for decision in &model.decisions {
            self.decision(decision, &mut facts);
            if let Some(conclusion) = &decision.conclusion {
                self.conclusion(decision, conclusion, &mut permits, &mut duties);
            }
        }
        (facts, permits, duties)
    }

    fn say(&self, text: &str) -> String {
        words(self.language, text)
    }

    fn fact(&self, key: &str) -> &str {
        self.naming.facts.get(key).map_or("", |fact| fact.as_str())
    }

    fn kind(&self, key: &str, kind: &Kind, lines: &mut String) {
        let word = match kind {
            Kind::YesNo => "yes-no",
            Kind::Choice(_) => "choice",
            Kind::Choices(_) => "choices",
            Kind::Number => "number",
            Kind::Day => "day",
            Kind::Text => "text",
        };
        let _ = writeln!(lines, "    type: {word}");
        if let Kind::Choice(texts) | Kind::Choices(texts) = kind {
            let _ = writeln!(lines, "    choices:");
            for text in texts {
                let id = self.naming.choice(key, text).unwrap_or_default();
                let _ = writeln!(lines, "      - {{ choice: {}, name: {} }}", scalar(id), self.say(text));
            }
        }
    }

    fn input(&self, input: &Input, lines: &mut String) {
        let _ = writeln!(lines, "  - fact: {}", self.fact(&input.key));
        let _ = writeln!(lines, "    name: {}", self.say(&input.name));
        if let Some(ask) = &input.ask {
            let _ = writeln!(lines, "    ask: {}", self.say(ask));
        }
        if let Some(help) = &input.help {
            let _ = writeln!(lines, "    help: {}", self.say(help));
        }
        let _ = writeln!(lines, "    section: questions");
        if let Some(register) = input.register.as_ref().and_then(|hint| self.naming.registers.get(hint)) {
            let _ = writeln!(lines, "    register: {register}");
        }
        self.kind(&input.key, &input.kind, lines);
    }

    fn decision(&self, decision: &Decision, lines: &mut String) {
        let _ = writeln!(lines, "  - fact: {}", self.fact(&decision.key));
        let _ = writeln!(lines, "    name: {}", self.say(&decision.name));
        self.kind(&decision.key, &decision.kind, lines);
        let table = match &decision.logic {
            Logic::Expression(expression) => {
                let _ = writeln!(lines, "    derive: {}", quoted(&self.filled(expression)));
                return;
            }
            Logic::Table(table) => table,
        };
        let hit = match table.hit {
            Hit::First => "first",
            Hit::Unique => "unique",
            Hit::Any => "any",
        };
        let over = list(table.over.iter().map(|column| match column {
            Column::Key(key) => scalar(self.fact(key)),
            Column::Expression(expression, _) => quoted(&self.filled(expression)),
        }));
        let _ = writeln!(lines, "    table:\n      hit: {hit}\n      over: {over}\n      rows:");
        for row in &table.rows {
            let cells = list(row.when.iter().zip(&table.over).map(|(tests, column)| self.cell(tests, column)));
            let then = self.value(&decision.key, &decision.kind, &row.then);
            let _ = writeln!(lines, "        - {{ if: {cells}, then: {then} }}");
        }
        if let Some(otherwise) = &table.otherwise {
            let _ = writeln!(lines, "      otherwise: {}", self.value(&decision.key, &decision.kind, otherwise));
        }
    }

    /// The value of a row.
    fn value(&self, key: &str, kind: &Kind, literal: &Literal) -> String {
        match (kind, literal) {
            (_, Literal::Expression(expression)) => quoted(&format!("= {}", self.filled(expression))),
            (Kind::Choice(_), Literal::Text(text)) => scalar(self.naming.choice(key, text).unwrap_or(text)),
            (_, Literal::Bool(answer)) => if *answer { "yes" } else { "no" }.to_owned(),
            (_, Literal::Number(number)) => quoted(&number.to_string()),
            (_, Literal::Day(day)) => quoted(&day.to_string()),
            (_, Literal::Text(text)) => quoted(text),
        }
    }

    fn cell(&self, tests: &[Test], column: &Column) -> String {
        if tests.is_empty() {
            return "any".to_owned();
        }
        let all: Vec<String> = tests.iter().map(|test| self.test(test, column)).collect();
        let cell = all.join(", ");
        match cell.as_str() {
            "yes" | "no" => cell,
            _ => scalar(&cell),
        }
    }

    fn test(&self, test: &Test, column: &Column) -> String {
        let value = |literal: &Literal| self.literal(literal, column);
        match test {
            Test::Is(literal) => value(literal),
            Test::Compare(sign, literal) => format!("{sign} {}", value(literal)),
            Test::Range((from, low), (to, high)) => {
                let (open, close) = (if *low { '[' } else { '(' }, if *high { ']' } else { ')' });
                format!("{open}{}..{}{close}", value(from), value(to))
            }
            Test::Not(tests) => {
                let all: Vec<String> = tests.iter().map(|test| self.test(test, column)).collect();
                format!("not({})", all.join(", "))
            }
        }
    }

    /// A value inside a cell.
    fn literal(&self, literal: &Literal, column: &Column) -> String {
        match literal {
            Literal::Text(text) => {
                let id = match column {
                    Column::Key(key) => self.naming.choice(key, text),
                    Column::Expression(..) => None,
                };
                id.map_or_else(|| in_cell(text), in_cell)
            }
            Literal::Bool(answer) => if *answer { "yes" } else { "no" }.to_owned(),
            Literal::Number(number) => number.to_string(),
            Literal::Day(day) => day.to_string(),
            Literal::Expression(expression) => self.filled(expression),
        }
    }

    /// An expression with the facts put in for `{key}`.
    fn filled(&self, expression: &str) -> String {
        let mut text = String::new();
        let mut rest = expression;
        while let Some((before, after)) = rest.split_once('{') {
            let (key, later) = after.split_once('}').unwrap_or((after, ""));
            text.push_str(before);
            text.push_str(self.fact(key));
            rest = later;
        }
        text + rest
    }

    fn conclusion(&self, decision: &Decision, conclusion: &Conclusion, permits: &mut String, duties: &mut String) {
        let fact = self.fact(&decision.key);
        let is = |texts: &[String]| {
            let ids = texts.iter().filter_map(|text| self.naming.choice(&decision.key, text));
            let all: Vec<String> = ids.map(|id| format!("{fact} == \"{id}\"")).collect();
            (!all.is_empty()).then(|| all.join(" || "))
        };
        let names = self.naming.conclusions.get(&decision.key).cloned().unwrap_or_default();
        for (name, kind, texts) in
            [(names.permit, "licence", &conclusion.permit), (names.report, "filing", &conclusion.report)]
        {
            let (Some(name), Some(condition)) = (name, is(texts)) else { continue };
            let said = self.say(&decision.name);
            let _ = write!(
                permits,
                "  - permit: {name}\n    name: {said}\n    short: {said}\n    kind: {kind}\n    authority: city\n    allows: {said}\n    \
                 law: [{LAW}]\n    needed_when:\n      if: {}\n      because: {}\n      otherwise: {said}\n    \
                 # The source does not say how long a decision may take, nor how long it holds: correct both.\n    \
                 decide: {{ within: 56 d, promise: 56 d }}\n    grants: {{ output: {said}, valid: open }}\n",
                quoted(&condition),
                self.say(texts.first().map_or("", String::as_str)),
            );
        }
        if let (Some(name), Some(condition)) = (names.contact, is(&conclusion.contact)) {
            let _ = write!(
                duties,
                "  - duty: {name}\n    name: {}\n    tells: {}\n    authority: city\n    law: [{LAW}]\n    if: {}\n    comes_first: true\n",
                self.say(conclusion.contact.first().map_or("", String::as_str)),
                self.say(&decision.name),
                quoted(&condition),
            );
        }
    }
}

/// A text inside a cell: quoted unless it is a plain word.
fn in_cell(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
        && text != "any";
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}
