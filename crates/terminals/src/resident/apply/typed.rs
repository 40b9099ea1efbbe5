//! What somebody typed into a form: kept exactly as it was, read into values, with a sentence for what does not fit.

use std::collections::BTreeMap;

use catalogue::{Fact, FactKind};
use journey::entry;
use rules::{Day, FactId, Row, Value};

use crate::entry::sentence;
use crate::web::Visit;

/// The texts of a form by the names of their fields, and how many rows each group shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typed {
    texts: BTreeMap<String, Vec<String>>,
}

/// What is wrong with one field, and what was probably meant.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Wrong {
    /// The field: a fact, or an item of a row as `exits.0.width`.
    pub field: String,
    pub text: String,
    pub fix: String,
}

/// What was read from one fact's fields.
pub(crate) enum Read {
    Value(Value),
    Nothing,
    Wrong,
}

impl Typed {
    pub fn of(pairs: &[(String, String)]) -> Typed {
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, text) in pairs {
            texts.entry(name.clone()).or_default().push(text.clone());
        }
        // "Use 24": the button carries what was meant.
        let fixes: Vec<(String, String)> =
            pairs.iter().filter_map(|(k, v)| k.strip_prefix("fix:").map(|f| (f.to_owned(), v.clone()))).collect();
        for (field, text) in fixes {
            texts.insert(field, vec![text]);
        }
        Typed { texts }
    }

    /// The one text of a field; nothing when it was not sent.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.texts.get(field).and_then(|list| list.first()).map(String::as_str)
    }

    pub fn texts(&self, field: &str) -> Vec<&str> {
        self.texts.get(field).into_iter().flatten().map(String::as_str).collect()
    }

    pub fn put(&mut self, field: &str, texts: Vec<String>) {
        self.texts.insert(field.to_owned(), texts);
    }

    /// The facts whose fields were on the form.
    pub fn asked(&self) -> Vec<FactId> {
        self.texts("asked").into_iter().map(FactId::from).collect()
    }

    /// The numbers of the rows a group showed, in order.
    pub fn rows(&self, fact: &str) -> usize {
        (0..200).take_while(|n| self.texts.contains_key(&format!("{fact}.{n}"))).count()
    }

    pub fn add_row(&mut self, fact: &str) {
        let next = self.rows(fact);
        self.put(&format!("{fact}.{next}"), vec!["row".to_owned()]);
    }

    /// Takes one row out; the rows behind it move up.
    pub fn remove_row(&mut self, fact: &str, gone: usize) {
        let count = self.rows(fact);
        if gone >= count {
            return;
        }
        let mut kept = BTreeMap::new();
        let prefix = format!("{fact}.");
        for (name, texts) in std::mem::take(&mut self.texts) {
            let place = name.strip_prefix(&prefix).map(|rest| rest.split_once('.').map_or((rest, ""), |(n, i)| (n, i)));
            match place.and_then(|(n, item)| n.parse::<usize>().ok().map(|n| (n, item))) {
                Some((n, _)) if n == gone => {}
                Some((n, item)) if n > gone => {
                    let name =
                        if item.is_empty() { format!("{fact}.{}", n - 1) } else { format!("{fact}.{}.{item}", n - 1) };
                    kept.insert(name, texts);
                }
                _ => {
                    kept.insert(name, texts);
                }
            }
        }
        self.texts = kept;
    }

    fn joined(&self, fact: &Fact, field: &str) -> String {
        match fact.kind {
            FactKind::Choices => self.texts(field).join(","),
            _ => self.text(field).unwrap_or_default().to_owned(),
        }
    }

    /// Reads one fact; what does not fit is added to `wrong`.
    pub fn read(&self, visit: &Visit, fact: &Fact, today: Day, wrong: &mut Vec<Wrong>) -> Read {
        if fact.kind == FactKind::Rows {
            return self.read_rows(visit, fact, today, wrong);
        }
        self.read_one(visit, fact, fact.id.as_str(), today, wrong)
    }

    fn read_one(&self, visit: &Visit, fact: &Fact, field: &str, today: Day, wrong: &mut Vec<Wrong>) -> Read {
        let text = self.joined(fact, field);
        if text.trim().is_empty() {
            return Read::Nothing;
        }
        match entry::read(fact, &text, today) {
            Ok(Some(value)) => Read::Value(value),
            Ok(None) => Read::Nothing,
            Err(mistake) => {
                let (text, fix) = sentence(visit, fact, &mistake);
                wrong.push(Wrong { field: field.to_owned(), text, fix: fix.unwrap_or_default() });
                Read::Wrong
            }
        }
    }

    /// A row with a mistake is kept without the item that does not fit; its text stays on the page.
    fn read_rows(&self, visit: &Visit, fact: &Fact, today: Day, wrong: &mut Vec<Wrong>) -> Read {
        let mut rows = Vec::new();
        for number in 0..self.rows(fact.id.as_str()) {
            let mut row = Row::new();
            for item in &fact.items {
                let field = format!("{}.{number}.{}", fact.id, item.id);
                if let Read::Value(value) = self.read_one(visit, item, &field, today, wrong) {
                    row.insert(item.id.to_string(), value);
                }
            }
            if !row.is_empty() {
                rows.push(row);
            }
        }
        if rows.is_empty() { Read::Nothing } else { Read::Value(Value::Rows(rows)) }
    }
}

/// How a known value stands in its field.
pub(crate) fn texts_of(visit: &Visit, value: &Value) -> Vec<String> {
    match value {
        Value::Bool(true) => vec!["yes".to_owned()],
        Value::Bool(false) => vec!["no".to_owned()],
        Value::Number(n) => vec![n.normalize().to_string()],
        Value::Text(text) => vec![text.clone()],
        Value::Day(day) => vec![visit.say.day_plain(*day)],
        Value::Choices(list) => list.clone(),
        Value::Rows(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;

    fn pair(name: &str, text: &str) -> (String, String) {
        (name.to_owned(), text.to_owned())
    }

    #[test]
    fn rows_are_added_and_taken_out_without_losing_the_others() {
        let mut typed = Typed::of(&[
            pair("staff.0", "row"),
            pair("staff.0.name", "Chen"),
            pair("staff.1", "row"),
            pair("staff.1.name", "Qiao"),
            pair("seats", "about 60"),
        ]);
        typed.add_row("staff");
        assert_eq!(typed.rows("staff"), 3);
        typed.remove_row("staff", 0);
        assert_eq!((typed.rows("staff"), typed.text("staff.0.name")), (2, Some("Qiao")));
        assert_eq!(typed.text("seats"), Some("about 60"));
        typed.remove_row("staff", 9);
        assert_eq!(typed.rows("staff"), 2);
    }

    #[test]
    fn the_button_that_fixes_a_value_wins() {
        let typed = Typed::of(&[pair("kitchen", "240"), pair("fix:kitchen", "24")]);
        assert_eq!(typed.text("kitchen"), Some("24"));
    }
}
