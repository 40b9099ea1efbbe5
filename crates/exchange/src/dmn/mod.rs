//! Reads DMN 1.1 to 1.3 (OMG), with the questions, options and register hints of STTR, the exchange form of Dutch
//! planning rules, into [`Model`].
//!
//! Taken along: input data, decisions as decision tables (one fact for each output; hit policies unique, any, first and priority)
//! or as simple literal expressions, item definitions of simple types, allowed texts. Everything else is noted.

mod feel;
mod question;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node, ParsingOptions};

use crate::decisions::{Conclusion, Decision, Input, Kind, Literal, Logic, Model, Note, Test};
use feel::Names;
use question::Question;

/// Larger files than this are no rules that people wrote.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// Entities and other tricks of XML do not belong into rules.
const MOST_NODES: u32 = 1_000_000;

/// What the answers of an STTR conclusion mean (STTR 1.0, conclusions of an activity).
const PERMIT: &str = "Vergunningplicht";
const REPORT: &str = "Meldingsplicht";
const FREE: &str = "Toestemmingsvrij";
const CONTACT: &str = "NeemContactOpMet";

/// Reads one file. `file` names it in places and keys. The error is a sentence: the text is no DMN at all.
pub fn read(file: &str, text: &str) -> Result<Model, String> {
    if text.len() > MOST_BYTES {
        return Err(format!("{file}: it is larger than {} MB", MOST_BYTES / 1024 / 1024));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|wrong| format!("{file}: {wrong}"))?;
    let root = document.root_element();
    if root.tag_name().name() != "definitions" {
        return Err(format!("{file}: the root is `{}`, not `definitions` of DMN", root.tag_name().name()));
    }
    Ok(Reading::of(file, root).model())
}

/// Reads a cell of a decision table as FEEL writes it, without names. No tests at all: every value fits.
pub fn cell(text: &str) -> Result<Vec<Test>, String> {
    feel::unary_tests(text, &Names::default())
}

/// Reads an output of a decision table as FEEL writes it, without names.
pub fn output(text: &str) -> Result<Literal, String> {
    feel::literal(text, &Names::default())
}

/// What the answers of a conclusion mean, when they are those of STTR.
pub fn conclusion(kind: &Kind) -> Option<Conclusion> {
    let Kind::Choice(texts) = kind else { return None };
    let known = [PERMIT, REPORT, FREE, CONTACT];
    if texts.is_empty() || !texts.iter().all(|text| known.contains(&text.as_str())) {
        return None;
    }
    let only = |word: &str| texts.iter().filter(|text| *text == word).cloned().collect();
    Some(Conclusion { permit: only(PERMIT), report: only(REPORT), contact: only(CONTACT) })
}

/// A name and the kind of the value behind it.
#[derive(Clone, Debug)]
struct Known {
    key: String,
    name: String,
    kind: Option<Kind>,
}

struct Reading<'a> {
    file: &'a str,
    root: Node<'a, 'a>,
    model: Model,
    questions: BTreeMap<&'a str, Question>,
    /// Item definitions that are one simple value.
    items: BTreeMap<&'a str, Kind>,
    /// Inputs and decisions by id.
    known: BTreeMap<&'a str, Known>,
}

impl<'a> Reading<'a> {
    fn of(file: &'a str, root: Node<'a, 'a>) -> Self {
        let name = root.attribute("name").unwrap_or(file).to_owned();
        let model = Model { name, ..Model::default() };
        let mut reading =
            Reading { file, root, model, questions: BTreeMap::new(), items: BTreeMap::new(), known: BTreeMap::new() };
        reading.questions = question::questions(root);
        reading
    }

    fn place(&self, node: Node) -> String {
        let position = node.document().text_pos_at(node.range().start);
        let name = node.attribute("name").map(|name| format!(" `{name}`")).unwrap_or_default();
        format!("{}:{}{name}", self.file, position.row)
    }

    fn note(&mut self, node: Node, reason: impl Into<String>) {
        let note = Note { place: self.place(node), reason: reason.into() };
        self.model.notes.push(note);
    }

    fn key(&self, id: &str) -> String {
        format!("{}#{id}", self.file).replace(['{', '}'], "_")
    }

    fn model(mut self) -> Model {
        let children: Vec<Node> = self.root.children().filter(Node::is_element).collect();
        // Types first, then inputs: the order of the file does not matter in DMN.
        for node in of_name(&children, "itemDefinition") {
            self.item(node);
        }
        let mut inputs: Vec<Node> = of_name(&children, "inputData").collect();
        inputs.sort_by_key(|node| self.question_of(*node).map_or((u32::MAX, u32::MAX), |question| question.order));
        inputs.into_iter().for_each(|node| self.input(node));
        let decisions: Vec<Node> = of_name(&children, "decision").collect();
        for node in &decisions {
            if let Some(id) = id_of(*node) {
                let kind = self.declared(variable(*node).and_then(|v| v.attribute("typeRef")));
                let known = Known { key: self.key(id), name: name_of(*node), kind };
                self.known.insert(id, known);
            }
        }
        for node in in_order(&decisions) {
            self.decision(node);
        }
        self.conclude(&decisions);
        for node in children {
            let name = node.tag_name().name();
            if !matches!(
                name,
                "itemDefinition" | "inputData" | "decision" | "extensionElements" | "description" | "DMNDI"
            ) {
                self.note(node, format!("`{name}` is not taken along"));
            }
        }
        self.model
    }

    /// The type a reference means; nothing for one that is not simple or not there.
    fn declared(&self, reference: Option<&str>) -> Option<Kind> {
        let name = reference?.rsplit(':').next()?.trim();
        if let Some(kind) = self.items.get(name) {
            return Some(kind.clone());
        }
        Some(match name {
            "boolean" => Kind::YesNo,
            "number" | "integer" | "long" | "double" | "decimal" => Kind::Number,
            "string" => Kind::Text,
            "date" => Kind::Day,
            _ => return None,
        })
    }

    fn item(&mut self, node: Node<'a, 'a>) {
        let Some(name) = node.attribute("name") else { return };
        let reference = child(node, "typeRef").and_then(|n| n.text());
        let base = self.declared(reference).filter(|_| node.attribute("isCollection") != Some("true"));
        let Some(base) = base else {
            self.note(node, "a type that is not one simple value is not taken along");
            return;
        };
        let allowed = child(node, "allowedValues").and_then(|n| child(n, "text")).and_then(|n| n.text());
        let kind = match (base, allowed.map(texts)) {
            (Kind::Text, Some(Some(texts))) => Kind::Choice(texts),
            (base, None) => base,
            (base, Some(_)) => {
                self.note(node, "its allowed values are not taken along; write them as `min` and `max`");
                base
            }
        };
        self.items.insert(name, kind);
    }

    fn question_of(&self, node: Node) -> Option<&Question> {
        let reference = node.descendants().find(|n| n.tag_name().name() == "uitvoeringsregelRef")?;
        self.questions.get(reference.attribute("href")?.trim_start_matches('#'))
    }

    fn input(&mut self, node: Node<'a, 'a>) {
        let Some(id) = id_of(node) else {
            self.note(node, "an input without an id cannot be referred to");
            return;
        };
        let (key, name) = (self.key(id), name_of(node));
        let question = self.question_of(node).cloned();
        let declared = self.declared(variable(node).and_then(|v| v.attribute("typeRef")));
        let kind = question.as_ref().and_then(|question| question.kind.clone()).or(declared);
        self.known.insert(id, Known { key: key.clone(), name: name.clone(), kind: kind.clone() });
        let Some(kind) = kind else {
            self.note(node, "its type is not a simple one");
            return;
        };
        let question = question.unwrap_or_default();
        let (ask, help, register) = (question.text, question.help, question.register);
        self.model.inputs.push(Input { key, name, ask, help, kind, register });
    }

    /// The names a decision may read: what it requires.
    fn scope(&mut self, node: Node<'a, 'a>) -> Vec<Known> {
        let mut scope = Vec::new();
        for part in node.children().filter(Node::is_element) {
            let name = part.tag_name().name();
            match name {
                "informationRequirement" => {
                    for required in part.children().filter(Node::is_element) {
                        let id = required.attribute("href").unwrap_or_default().rsplit('#').next().unwrap_or_default();
                        match self.known.get(id) {
                            Some(known) => scope.push(known.clone()),
                            None => self.note(required, format!("it requires `{id}`, which is not in this file")),
                        }
                    }
                }
                "variable" | "extensionElements" | "decisionTable" | "literalExpression" | "description" => {}
                "question" | "allowedAnswers" | "knowledgeRequirement" | "authorityRequirement" => {
                    self.note(part, format!("`{name}` is not taken along"));
                }
                _ => {}
            }
        }
        scope
    }

    fn decision(&mut self, node: Node<'a, 'a>) {
        let scope = self.scope(node);
        let Some(Known { key, name, kind: declared }) = id_of(node).and_then(|id| self.known.get(id)).cloned() else {
            self.note(node, "a decision without an id cannot be referred to");
            return;
        };
        let read = match (child(node, "decisionTable"), child(node, "literalExpression")) {
            (Some(table), _) => self.table(table, &scope, declared),
            (_, Some(expression)) => {
                expression_of(expression, &scope, declared).map(|(logic, kind)| vec![(None, logic, kind)])
            }
            _ => Err("it is neither a decision table nor a literal expression".to_owned()),
        };
        let place = self.place(node);
        match read {
            Ok(tables) => {
                for (output, logic, kind) in tables {
                    let (mut key, mut name) = (key.clone(), name.clone());
                    match output {
                        Some(output) => {
                            key = format!("{key}.{output}").replace(['{', '}'], "_");
                            name = format!("{name}.{output}");
                        }
                        None => {
                            if let Some(known) = id_of(node).and_then(|id| self.known.get_mut(id)) {
                                known.kind = Some(kind.clone());
                            }
                        }
                    }
                    let place = place.clone();
                    self.model.decisions.push(Decision { key, name, place, kind, logic, conclusion: None });
                }
            }
            Err(reason) => self.note(node, format!("left out: {reason}")),
        }
    }

    /// In an STTR file the decision that nothing else requires says whether a permit is needed.
    fn conclude(&mut self, decisions: &[Node]) {
        if self.questions.is_empty() {
            return;
        }
        let required: BTreeSet<String> = decisions
            .iter()
            .flat_map(|node| node.descendants())
            .filter(|node| node.tag_name().name() == "requiredDecision")
            .filter_map(|node| node.attribute("href"))
            .map(|href| self.key(href.trim_start_matches('#')))
            .collect();
        let title = self.model.name.clone();
        for decision in self.model.decisions.iter_mut().filter(|decision| !required.contains(&decision.key)) {
            decision.conclusion = conclusion(&decision.kind);
            if decision.conclusion.is_some() {
                decision.name.clone_from(&title);
            }
        }
    }
}

/// A literal expression, and the kind of its value.
fn expression_of(node: Node, scope: &[Known], declared: Option<Kind>) -> Result<(Logic, Kind), String> {
    let text = child(node, "text").and_then(|n| n.text()).ok_or("its expression is empty")?;
    let expression = feel::expression(text, &names(scope))?;
    let kind = declared.ok_or("its type is not a simple one")?;
    Ok((Logic::Expression(expression), kind))
}

fn names(scope: &[Known]) -> Names {
    Names::new(scope.iter().map(|known| (known.name.clone(), known.key.clone())).collect())
}

/// The texts of a list of allowed values; nothing when it is something else.
fn texts(allowed: &str) -> Option<Vec<String>> {
    let tests = cell(allowed).ok()?;
    let texts: Option<Vec<String>> = tests
        .into_iter()
        .map(|test| match test {
            Test::Is(Literal::Text(text)) => Some(text),
            _ => None,
        })
        .collect();
    texts.filter(|texts| !texts.is_empty())
}

/// Decisions after those they require; in a circle as they stand.
fn in_order<'a>(decisions: &[Node<'a, 'a>]) -> Vec<Node<'a, 'a>> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut left: Vec<Node> = decisions.to_vec();
    let mut ordered = Vec::new();
    while !left.is_empty() {
        let ids: BTreeSet<&str> = left.iter().filter_map(|node| node.attribute("id")).collect();
        let is_ready = |node: &Node| {
            let mut required = node.descendants().filter(|n| n.tag_name().name() == "requiredDecision");
            required.all(|n| {
                let id = n.attribute("href").unwrap_or_default().trim_start_matches('#');
                done.contains(id) || !ids.contains(id)
            })
        };
        let (ready, waiting): (Vec<Node>, Vec<Node>) = left.into_iter().partition(is_ready);
        if ready.is_empty() {
            ordered.extend(waiting);
            break;
        }
        done.extend(ready.iter().filter_map(|node| node.attribute("id")));
        ordered.extend(ready);
        left = waiting;
    }
    ordered
}

fn of_name<'n, 'a>(nodes: &'n [Node<'a, 'a>], name: &'n str) -> impl Iterator<Item = Node<'a, 'a>> + 'n {
    nodes.iter().copied().filter(move |node| node.tag_name().name() == name)
}

fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children().find(|n| n.tag_name().name() == name)
}

/// What others refer to it by; without an id, its name can at least be asked for.
fn id_of<'a>(node: Node<'a, 'a>) -> Option<&'a str> {
    node.attribute("id").or_else(|| node.attribute("name"))
}

fn variable<'a>(node: Node<'a, 'a>) -> Option<Node<'a, 'a>> {
    child(node, "variable")
}

fn name_of(node: Node) -> String {
    let own = node.attribute("name").or_else(|| node.attribute("id"));
    let of_variable = node.children().find(|n| n.tag_name().name() == "variable").and_then(|n| n.attribute("name"));
    of_variable.or(own).unwrap_or_default().to_owned()
}
