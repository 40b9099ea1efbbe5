//! Decision tables of DMN.

use roxmltree::Node;

use super::{Known, Reading, child, feel, names, texts};
use crate::decisions::{Column, Hit, Kind, Literal, Logic, Row, Table, Test};

type Read<T> = Result<T, String>;

impl<'a> Reading<'a> {
    /// A table, and the kind of its value; with several outputs one table for each, with the output's name.
    pub(super) fn table(
        &mut self,
        node: Node<'a, 'a>,
        scope: &[Known],
        declared: Option<Kind>,
    ) -> Read<Vec<(Option<String>, Logic, Kind)>> {
        let parts = |name: &'static str| node.children().filter(move |n| n.tag_name().name() == name);
        let outputs: Vec<Output> = parts("output").map(Output::of).collect();
        let names = names(scope);
        let over: Vec<Column> = parts("input").map(|input| self.column(input, scope)).collect::<Read<_>>()?;
        let mut rows: Vec<(Vec<Vec<Test>>, Vec<Literal>)> = Vec::new();
        for (number, rule) in parts("rule").enumerate() {
            let row = |reason: String| format!("row {}: {reason}", number + 1);
            let entries = |name: &'static str| {
                rule.children().filter(move |n| n.tag_name().name() == name).map(|n| text(n).unwrap_or_default())
            };
            let when = entries("inputEntry")
                .map(|entry| feel::unary_tests(&entry, &names))
                .collect::<Read<Vec<_>>>()
                .map_err(row)?;
            let then = entries("outputEntry")
                .map(|entry| feel::literal(&entry, &names))
                .collect::<Read<Vec<_>>>()
                .map_err(row)?;
            if when.len() != over.len() || then.len() != outputs.len() {
                return Err(row("it has not one cell for each input and output".to_owned()));
            }
            rows.push((when, then));
            for kept in
                rule.children().filter(|n| matches!(n.tag_name().name(), "extensionElements" | "annotationEntry"))
            {
                self.note(kept, format!("the explanation of row {} is not taken along", number + 1));
            }
        }
        let hit = hit(node, &mut rows, &outputs)?;
        let mut tables = Vec::new();
        for (at, output) in outputs.iter().enumerate() {
            let rows: Vec<Row> = rows
                .iter()
                .filter_map(|(when, then)| Some(Row { when: when.clone(), then: then.get(at)?.clone() }))
                .collect();
            let otherwise = output.default.as_ref().map(|text| feel::literal(text, &names)).transpose()?;
            let is_only = outputs.len() == 1;
            let declared = if is_only { declared.clone() } else { None };
            let declared = declared.or_else(|| self.declared(output.type_ref));
            let kind = kind(&rows, otherwise.as_ref(), output.allowed.clone(), declared)?;
            let name = if is_only { None } else { Some(output.name.clone().ok_or("an output has no name")?) };
            let table = Table { hit, over: over.clone(), rows, otherwise };
            tables.push((name, Logic::Table(table), kind));
        }
        if tables.is_empty() { Err("it has no output".to_owned()) } else { Ok(tables) }
    }

    fn column(&mut self, input: Node<'a, 'a>, scope: &[Known]) -> Read<Column> {
        let node = child(input, "inputExpression").ok_or("an input has no expression")?;
        let text = text(node).ok_or("an input has no expression")?;
        let names = names(scope);
        if let Some(key) = names.key(&text) {
            return Ok(Column::Key(key.to_owned()));
        }
        let expression = feel::expression(&text, &names).map_err(|reason| format!("input `{text}`: {reason}"))?;
        let kind = self.declared(node.attribute("typeRef")).unwrap_or(Kind::Number);
        Ok(Column::Expression(expression, kind))
    }
}

/// One output column.
struct Output<'a> {
    name: Option<String>,
    type_ref: Option<&'a str>,
    /// Its values, the most important first.
    allowed: Option<Vec<String>>,
    default: Option<String>,
}

impl<'a> Output<'a> {
    fn of(node: Node<'a, 'a>) -> Self {
        Output {
            name: node.attribute("name").map(str::to_owned),
            type_ref: node.attribute("typeRef"),
            allowed: child(node, "outputValues").and_then(text).and_then(|text| texts(&text)),
            default: child(node, "defaultOutputEntry").and_then(text),
        }
    }
}

/// The hit policy. Under priority the rows are put in the order of their values, so that the first that fits wins.
fn hit(node: Node, rows: &mut [(Vec<Vec<Test>>, Vec<Literal>)], outputs: &[Output]) -> Read<Hit> {
    let policy = node.attribute("hitPolicy").unwrap_or("UNIQUE");
    match policy.to_uppercase().as_str() {
        "UNIQUE" | "U" => Ok(Hit::Unique),
        "ANY" | "A" => Ok(Hit::Any),
        "FIRST" | "F" => Ok(Hit::First),
        "PRIORITY" | "P" => {
            let rank = |then: &[Literal]| -> Option<Vec<usize>> {
                let place = |(literal, output): (&Literal, &Output)| match (literal, &output.allowed) {
                    (Literal::Text(text), Some(allowed)) => allowed.iter().position(|known| known == text),
                    // A column without an order decides nothing.
                    (_, None) => Some(0),
                    _ => None,
                };
                then.iter().zip(outputs).map(place).collect()
            };
            if outputs.iter().all(|output| output.allowed.is_none())
                || rows.iter().any(|(_, then)| rank(then).is_none())
            {
                return Err("its hit policy is priority, but its values have no order".to_owned());
            }
            rows.sort_by_key(|(_, then)| rank(then));
            Ok(Hit::First)
        }
        other => Err(format!("its hit policy `{other}` gives several values")),
    }
}

/// The kind of the value: a choice when every row gives a text.
fn kind(rows: &[Row], otherwise: Option<&Literal>, allowed: Option<Vec<String>>, declared: Option<Kind>) -> Read<Kind> {
    let mut found = match &declared {
        Some(Kind::Choice(texts)) => texts.clone(),
        _ => allowed.unwrap_or_default(),
    };
    let mut all_texts = true;
    for literal in rows.iter().map(|row| &row.then).chain(otherwise) {
        match literal {
            Literal::Text(text) if found.contains(text) => {}
            Literal::Text(text) => found.push(text.clone()),
            _ => all_texts = false,
        }
    }
    let first = rows.first().map(|row| &row.then).ok_or("it has no rows")?;
    Ok(match (declared, first) {
        (None | Some(Kind::Text | Kind::Choice(_)), Literal::Text(_)) if all_texts => Kind::Choice(found),
        (Some(Kind::Choice(_)), _) => Kind::Text,
        (Some(kind), _) => kind,
        (None, Literal::Bool(_)) => Kind::YesNo,
        (None, Literal::Number(_)) => Kind::Number,
        (None, Literal::Day(_)) => Kind::Day,
        (None, Literal::Text(_)) => Kind::Text,
        (None, Literal::Expression(_)) => return Err("its type is not a simple one".to_owned()),
    })
}

/// The text of an entry.
fn text(node: Node) -> Option<String> {
    let inner = child(node, "text")?;
    let text: String = inner.children().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
