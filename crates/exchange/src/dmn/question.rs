//! The questions of STTR: which input is asked for how, with which options, or read from a map.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::child;
use crate::decisions::Kind;

#[derive(Clone, Debug, Default)]
pub(super) struct Question {
    pub text: Option<String>,
    pub help: Option<String>,
    pub kind: Option<Kind>,
    pub register: Option<String>,
    /// Priority of the group, then of the question.
    pub order: (u32, u32),
}

/// All questions of a file by id.
pub(super) fn questions<'a>(root: Node<'a, 'a>) -> BTreeMap<&'a str, Question> {
    let named = |name: &'static str| root.descendants().filter(move |n| n.tag_name().name() == name);
    let groups: BTreeMap<&str, u32> =
        named("regelgroep").filter_map(|group| Some((group.attribute("id")?, priority(group)))).collect();
    named("uitvoeringsregel").filter_map(|rule| Some((rule.attribute("id")?, question(rule, &groups)))).collect()
}

fn question(rule: Node, groups: &BTreeMap<&str, u32>) -> Question {
    let group = child(rule, "regelgroepRef").and_then(|n| n.attribute("href")).unwrap_or_default();
    let order = (groups.get(group.trim_start_matches('#')).copied().unwrap_or(u32::MAX), priority(rule));
    let help = inner(rule, "toelichting");
    if let Some(place) = rule.descendants().find(|n| n.tag_name().name() == "locatie") {
        let name = place.attribute("identificatie").unwrap_or("map").to_owned();
        return Question { text: None, help, kind: None, register: Some(name), order };
    }
    let options: Vec<String> =
        rule.descendants().filter(|n| n.tag_name().name() == "optieText").filter_map(text_of).collect();
    let kind = match inner(rule, "gegevensType").as_deref() {
        Some("boolean") => Some(Kind::YesNo),
        Some("list") if inner(rule, "optieType").as_deref() == Some("enkelAntwoord") => Some(Kind::Choice(options)),
        Some("list") => Some(Kind::Choices(options)),
        Some("number" | "numeric") => Some(Kind::Number),
        Some("date") => Some(Kind::Day),
        Some("string") => Some(Kind::Text),
        _ => None,
    };
    Question { text: inner(rule, "vraagTekst"), help, kind, register: None, order }
}

fn priority(node: Node) -> u32 {
    child(node, "prioriteit").and_then(text_of).and_then(|text| text.parse().ok()).unwrap_or(u32::MAX)
}

fn inner(node: Node, name: &str) -> Option<String> {
    node.descendants().find(|n| n.tag_name().name() == name).and_then(text_of)
}

/// The text of a node, also where it is cut by comments or CDATA.
fn text_of(node: Node) -> Option<String> {
    let text: String = node.children().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
