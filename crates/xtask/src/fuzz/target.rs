//! What is fed with strange input. A target must come back from everything: no panic, no endless work, no endless stack.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use catalogue::{Catalogue, Source, Style, compile, render};
use licence::credential::wallet::{CredentialRequest, IssuerMetadata, Offer, Proof};
use licence::credential::{SdJwt, StatusList, StatusToken, check};
use licence::{SigningKey, TrustBundle};
use rules::{Condition, Day, Diagrams, Row, Slices, Span, Type, Value};

/// A door through which text from outside comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A condition: read, typed, answered by the tree, by slices and by diagrams.
    Expression,
    /// A file of definitions: read, checked, its mistakes rendered.
    Definition,
    /// What somebody typed for a fact of each kind, and the written form of each type.
    Facts,
    /// A calendar's file; a day and a length of time on each line after it.
    Calendar,
    /// What is shown to a verifier or sent by a wallet: a credential, a status list, a message, a proof.
    Credential,
}

impl Target {
    pub const ALL: [Target; 5] =
        [Target::Expression, Target::Definition, Target::Facts, Target::Calendar, Target::Credential];

    /// Its name, which is also the name of its corpus.
    pub fn name(self) -> &'static str {
        match self {
            Target::Expression => "expression",
            Target::Definition => "definition",
            Target::Facts => "facts",
            Target::Calendar => "calendar",
            Target::Credential => "credential",
        }
    }

    /// Feeds it. Bytes that are no text are told apart before they come here, as the product does.
    pub fn feed(self, text: &str) {
        match self {
            Target::Expression => expression(text),
            Target::Definition => definition(text),
            Target::Facts => facts(text),
            Target::Calendar => calendar(text),
            Target::Credential => credential(text),
        }
    }
}

fn scope() -> BTreeMap<String, Type> {
    let ids = |all: &[&str]| all.iter().map(|id| (*id).to_owned()).collect();
    let rows = BTreeMap::from([("age".to_owned(), Type::Number), ("cook".to_owned(), Type::Bool)]);
    [
        ("a", Type::Bool),
        ("b", Type::Bool),
        ("n", Type::Number),
        ("m", Type::Number),
        ("d", Type::Day),
        ("t", Type::Text),
        ("c", Type::Choice(ids(&["x", "y", "z"]))),
        ("k", Type::Choice(ids(&["y", "z", "w"]))),
        ("s", Type::Choices(ids(&["p", "q", "x"]))),
        ("staff", Type::Rows(rows)),
        ("param.limit", Type::Number),
    ]
    .into_iter()
    .map(|(name, ty)| (name.to_owned(), ty))
    .collect()
}

fn known() -> BTreeMap<String, Value> {
    let row = Row::from([("age".to_owned(), Value::number(17)), ("cook".to_owned(), Value::Bool(true))]);
    BTreeMap::from([
        ("a".to_owned(), Value::Bool(true)),
        ("n".to_owned(), Value::Number(rust_decimal::Decimal::MAX)),
        ("c".to_owned(), Value::text("x")),
        ("s".to_owned(), Value::Choices(vec!["p".to_owned()])),
        ("staff".to_owned(), Value::Rows(vec![row.clone(), row])),
        ("param.limit".to_owned(), Value::number(5)),
    ])
}

fn expression(text: &str) {
    let scope = scope();
    let Ok(condition) = Condition::parse_value(text, &scope) else { return };
    let (nothing, known) = (BTreeMap::<String, Value>::new(), known());
    condition.value(&nothing);
    condition.value(&known);
    if *condition.ty() == Type::Bool {
        let parameters = BTreeMap::from([("param.limit".to_owned(), Value::number(5))]);
        let slices = Slices::compile(&[&condition], &parameters, &[]);
        let said = slices.answer(&slices.place(&known)).truth(0);
        assert_eq!(said, condition.holds(&known), "the slices say something else than the tree");
        let (diagrams, roots) = Diagrams::compile(&[&condition], &parameters, &BTreeMap::new(), &[], &scope);
        for root in roots {
            diagrams.under(&known).truth(root);
        }
    }
}

fn definition(text: &str) {
    let sources = [Source::new("strange.yaml", text)];
    let checked = compile(&sources);
    render(&checked.diagnostics, &sources, Style::Plain);
}

/// One fact of every kind.
fn every_kind() -> Option<&'static Catalogue> {
    static KINDS: OnceLock<Option<Catalogue>> = OnceLock::new();
    KINDS.get_or_init(|| compile(&[Source::new("kinds.yaml", include_str!("kinds.yaml"))]).catalogue).as_ref()
}

fn facts(text: &str) {
    // Were there no facts, nothing would be tried; the test of this folder sees to that.
    let Some(today) = Day::new(2026, 3, 2) else { return };
    for fact in every_kind().into_iter().flat_map(|catalogue| catalogue.facts.values()) {
        if let Ok(Some(value)) = journey::entry::read(fact, text, today) {
            assert!(fact.ty.admits(&value), "{} took {value:?}, which is not of its type", fact.id);
        }
    }
    for ty in scope().values() {
        let json = serde_json::from_str(text).unwrap_or_else(|_| serde_json::Value::String(text.to_owned()));
        if let Ok(value) = ty.read(&json) {
            assert_eq!(ty.read(&value.to_json()).as_ref(), Ok(&value), "a value must read back as it was written");
        }
    }
}

fn calendar(text: &str) {
    definition(text);
    let (mut days, mut spans) = (Vec::new(), Vec::new());
    for line in text.lines().rev().take(16).map(str::trim) {
        days.extend(line.parse::<Day>());
        spans.extend(line.parse::<Span>());
    }
    let years = days.iter().map(|day| (day.year(), rules::Year::default())).collect();
    let calendar = rules::Calendar::new(years);
    for day in &days {
        for span in &spans {
            // A calendar that ends is an answer like any other.
            let _ = (calendar.after(*day, *span), calendar.before(*day, *span));
            calendar.plus(*day, *span);
        }
        drop(days.iter().map(|other| calendar.working_days_between(*day, *other)).collect::<Vec<_>>());
    }
}

fn credential(text: &str) {
    let city = licence::Words::of("Town", "城");
    let trust = TrustBundle { city, origin: "https://town.example".to_owned(), specimen: true, keys: Vec::new() };
    let _ = check(text, &trust, 0, &[]);
    let wish = serde_json::json!({ "trade_name": true, "parts": [true, false] });
    let _ = SdJwt::read(text).map(|it| (it.showing(&wish), it.claimed_issuer()));
    let key = SigningKey::from_seed("key", &[1; 32]).map(|key| key.public()).ok();
    let _ = StatusToken::read(text, |_| key.clone());
    let _ = Proof::read(text, "https://town.example");
    let Ok(message) = serde_json::from_str::<serde_json::Value>(text) else { return };
    if let Ok(list) = StatusList::from_json(&message) {
        let _ = (list.get(0), list.get(u64::MAX), StatusList::from_json(&list.to_json()));
    }
    let _ = serde_json::from_value::<Offer>(message.clone()).map(|offer| offer.link());
    let _ = serde_json::from_value::<IssuerMetadata>(message.clone());
    let _ = serde_json::from_value::<CredentialRequest>(message.clone()).map(|request| request.wants_the_licence());
    let _ = licence::PublicKey::from_jwk(&message);
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_kind_of_fact_is_fed() {
        let kinds = super::every_kind().map_or(0, |catalogue| catalogue.facts.len());
        assert!(kinds >= 19, "only {kinds} facts: kinds.yaml does not compile");
    }
}
