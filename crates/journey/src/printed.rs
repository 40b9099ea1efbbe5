//! Values as people read them, by language, with units and the names of choices.

use std::sync::Arc;

use catalogue::{Fact, FactKind, Words};
use rules::Value;
use rust_decimal::Decimal;

/// The same in every language: `86`, `2026-03-02`, `yes`, `a, b`. For the command line and for holes in sentences.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(n) => n.normalize().to_string(),
        Value::Text(s) => s.clone(),
        Value::Day(d) => d.to_string(),
        Value::Choices(c) => c.join(", "),
        Value::Rows(rows) => rows.len().to_string(),
    }
}

/// A value of a fact in one language: `186 m²`, `Commercial`, `5 May 2026`, `10:00-22:00`.
pub fn said(fact: &Fact, value: &Value, language: &str) -> String {
    let zh = language.starts_with("zh");
    match value {
        Value::Bool(true) => if zh { "是" } else { "Yes" }.to_owned(),
        Value::Bool(false) => if zh { "否" } else { "No" }.to_owned(),
        Value::Number(n) => number(fact.kind, *n, zh),
        Value::Day(d) if zh => format!("{}年{}月{}日", d.year(), d.month(), d.day_of_month()),
        Value::Day(d) => format!("{} {} {}", d.day_of_month(), month(d.month()), d.year()),
        Value::Text(s) => choice(fact, s, language),
        Value::Choices(list) => {
            let names: Vec<String> = list.iter().map(|c| choice(fact, c, language)).collect();
            names.join(if zh { "、" } else { ", " })
        }
        Value::Rows(rows) => match (zh, rows.len()) {
            (true, n) => format!("{n}项"),
            (false, 1) => "1 entry".to_owned(),
            (false, n) => format!("{n} entries"),
        },
    }
}

/// A value of a fact in all languages of its name.
pub fn words(fact: &Fact, value: &Value) -> Words {
    Words(Arc::new(fact.name.0.keys().map(|language| (language.clone(), said(fact, value, language))).collect()))
}

fn choice(fact: &Fact, id: &str, language: &str) -> String {
    fact.choices.iter().find(|c| c.id == id).map_or_else(|| id.to_owned(), |c| c.name.say(language).to_owned())
}

/// With thousands separators and the unit of the kind.
pub fn number(kind: FactKind, n: Decimal, zh: bool) -> String {
    let plain = grouped(n);
    match (kind, zh) {
        (FactKind::Area, true) => format!("{plain}平方米"),
        (FactKind::Area, false) => format!("{plain} m²"),
        (FactKind::Length, true) => format!("{plain}米"),
        (FactKind::Length, false) => format!("{plain} m"),
        (FactKind::Money, true) => format!("{plain}元"),
        (FactKind::Money, false) => format!("¥ {plain}"),
        _ => plain,
    }
}

/// `1,234.5`
pub fn grouped(n: Decimal) -> String {
    let text = n.normalize().to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{sign}{out}.{fraction}"),
        None => format!("{sign}{out}"),
    }
}

fn month(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or("")
}
