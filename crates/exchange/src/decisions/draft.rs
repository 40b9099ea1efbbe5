//! A whole draft from several models: named, written, and brought to where the catalogue accepts it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use catalogue::{Catalogue, Diagnostic, EventId, Source, compile};
use rules::FactId;

use super::lines::{LAW, NO_ROW_FITS, UNDECIDED, Writer};
use super::names::{Names, word};
use super::yaml::{list, words};
use super::{Column, Decision, Hit, Input, Kind, Literal, Logic, Model, Note, Test};

/// Each round mends at least one decision or ends; a draft that is still refused after so many is reported as it is.
const MOST_ROUNDS: usize = 200;

/// Definition files, and where everything of the source is in them.
#[derive(Clone, Debug)]
pub struct Draft {
    pub files: Vec<Source>,
    /// The draft compiled; nothing when the catalogue refuses it, and the notes say why.
    pub catalogue: Option<Catalogue>,
    pub event: EventId,
    pub notes: Vec<Note>,
    naming: Naming,
}

impl Draft {
    /// The fact of an input or decision; nothing when it was not taken along.
    pub fn fact(&self, key: &str) -> Option<&FactId> {
        let fact = self.naming.facts.get(key)?;
        self.catalogue.as_ref().is_none_or(|c| c.facts.contains_key(fact)).then_some(fact)
    }

    /// The id of a text among the choices of an input or decision.
    pub fn choice(&self, key: &str, text: &str) -> Option<&str> {
        self.naming.choice(key, text)
    }

    /// The text of the source behind the id of a choice; nothing for "no row fits".
    pub fn text(&self, key: &str, id: &str) -> Option<&str> {
        self.naming.choices.get(key)?.iter().find(|(_, known)| *known == id).map(|(text, _)| text.as_str())
    }
}

/// What the source's things are called in the draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Naming {
    pub facts: BTreeMap<String, FactId>,
    /// By key and text.
    pub choices: BTreeMap<String, BTreeMap<String, String>>,
    pub registers: BTreeMap<String, String>,
    pub conclusions: BTreeMap<String, ConclusionNames>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ConclusionNames {
    pub permit: Option<String>,
    pub report: Option<String>,
    pub contact: Option<String>,
}

impl Naming {
    pub fn choice(&self, key: &str, text: &str) -> Option<&str> {
        if text == NO_ROW_FITS {
            return Some(UNDECIDED);
        }
        self.choices.get(key)?.get(text).map(String::as_str)
    }

    fn of(models: &[Model]) -> Naming {
        let mut naming = Naming::default();
        let (mut facts, mut registers, mut others) = (Names::default(), Names::default(), Names::default());
        for model in models {
            let prefix = format!("{}.", word(&model.name, '_'));
            for input in &model.inputs {
                if naming.facts.contains_key(&input.key) {
                    continue;
                }
                let text = input.ask.as_ref().unwrap_or(&input.name);
                naming.facts.insert(input.key.clone(), FactId::new(facts.take(&prefix, text, '_')));
                naming.name_choices(&input.key, &input.kind);
                if let Some(hint) = &input.register
                    && !naming.registers.contains_key(hint)
                {
                    naming.registers.insert(hint.clone(), registers.take("", &spaced(hint), '-'));
                }
            }
            for decision in &model.decisions {
                naming.facts.insert(decision.key.clone(), FactId::new(facts.take(&prefix, &decision.name, '_')));
                naming.name_choices(&decision.key, &decision.kind);
                if let Some(conclusion) = &decision.conclusion {
                    let mut name = |texts: &[String], behind: &str| {
                        (!texts.is_empty()).then(|| others.take("", &format!("{}{behind}", decision.name), '-'))
                    };
                    let names = ConclusionNames {
                        permit: name(&conclusion.permit, ""),
                        report: name(&conclusion.report, " report"),
                        contact: name(&conclusion.contact, " contact"),
                    };
                    naming.conclusions.insert(decision.key.clone(), names);
                }
            }
        }
        naming
    }

    fn name_choices(&mut self, key: &str, kind: &Kind) {
        let (Kind::Choice(texts) | Kind::Choices(texts)) = kind else { return };
        let mut names = Names::default();
        names.take("", UNDECIDED, '-');
        let named = texts.iter().map(|text| (text.clone(), names.take("", text, '-'))).collect();
        self.choices.insert(key.to_owned(), named);
    }
}

/// `monumentList` as words.
fn spaced(text: &str) -> String {
    text.chars().flat_map(|c| c.is_uppercase().then_some(' ').into_iter().chain([c])).collect()
}

/// Drafts the definitions of models that are asked about together.
///
/// `language`: of all texts. A city to be completed is written beside them. What the catalogue cannot accept is mended where the meaning stays (rows that contradict under `any` or
/// `unique` are read downwards; where no row fits, the answer is `undecided`) and otherwise left out; both are noted.
pub fn draft(models: &[Model], language: &str) -> Draft {
    let mut models = models.to_vec();
    let mut notes: Vec<Note> = models.iter_mut().flat_map(|model| std::mem::take(&mut model.notes)).collect();
    let naming = Naming::of(&models);
    for model in &mut models {
        impossible_rows(model, &naming, &mut notes);
    }
    let mut left_out = BTreeSet::new();
    for _ in 0..MOST_ROUNDS {
        without_missing(&mut models, &mut left_out, &mut notes);
        let (files, event) = written(&models, &naming, language);
        let checked = compile(&files);
        let errors: Vec<&Diagnostic> = checked.diagnostics.iter().filter(|d| d.is_error()).collect();
        if errors.is_empty() || !mend(&mut models, &errors, &files, &naming, &mut notes) {
            let refused = errors.iter().map(|error| Note { place: "draft".to_owned(), reason: said(error) });
            notes.extend(refused);
            return Draft { catalogue: checked.catalogue, files, event, notes, naming };
        }
    }
    let (files, event) = written(&models, &naming, language);
    notes.push(Note { place: "draft".to_owned(), reason: "too much had to be mended".to_owned() });
    Draft { catalogue: None, files, event, notes, naming }
}

fn said(error: &Diagnostic) -> String {
    match &error.because {
        Some(because) => format!("{} ({because})", error.message),
        None => error.message.clone(),
    }
}

/// Rows that ask for a text which is no option of their question can never fit.
fn impossible_rows(model: &mut Model, naming: &Naming, notes: &mut Vec<Note>) {
    for decision in &mut model.decisions {
        let Logic::Table(table) = &mut decision.logic else { continue };
        let over = table.over.clone();
        let mut number = 0;
        table.rows.retain_mut(|row| {
            number += 1;
            for (tests, column) in row.when.iter_mut().zip(&over) {
                let Column::Key(key) = column else { continue };
                let Some(choices) = naming.choices.get(key) else { continue };
                let had_tests = !tests.is_empty();
                tests.retain(|test| !matches!(test, Test::Is(Literal::Text(text)) if !choices.contains_key(text)));
                if had_tests && tests.is_empty() {
                    let reason = format!("row {number} asks for an answer that its question does not offer");
                    notes.push(Note { place: decision.place.clone(), reason });
                    return false;
                }
            }
            true
        });
    }
}

/// Leaves out every decision that reads something which is not there.
fn without_missing(models: &mut [Model], left_out: &mut BTreeSet<String>, notes: &mut Vec<Note>) {
    loop {
        let known: BTreeSet<String> = models
            .iter()
            .flat_map(|m| m.inputs.iter().map(|i| i.key.clone()).chain(m.decisions.iter().map(|d| d.key.clone())))
            .collect();
        let mut is_done = true;
        for model in models.iter_mut() {
            model.decisions.retain(|decision| {
                let Some(missing) = reads(decision).into_iter().find(|key| !known.contains(key)) else { return true };
                is_done = false;
                left_out.insert(decision.key.clone());
                let reason = format!("left out: it hangs on `{missing}`, which was not taken along");
                notes.push(Note { place: decision.place.clone(), reason });
                false
            });
        }
        if is_done {
            break;
        }
    }
    let read: BTreeSet<String> = models.iter().flat_map(|model| &model.decisions).flat_map(reads).collect();
    for model in models {
        let name = model.name.clone();
        model.inputs.retain(|input| {
            let is_read = read.contains(&input.key);
            if !is_read {
                let place = format!("{name}, input `{}`", input.name);
                notes.push(Note { place, reason: "left out: no decision that was taken along reads it".to_owned() });
            }
            is_read
        });
    }
}

/// The keys a decision reads.
fn reads(decision: &Decision) -> Vec<String> {
    let in_expression = |text: &str| -> Vec<String> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(key, _)| key.to_owned()).collect()
    };
    let table = match &decision.logic {
        Logic::Expression(text) => return in_expression(text),
        Logic::Table(table) => table,
    };
    let mut keys = Vec::new();
    for column in &table.over {
        match column {
            Column::Key(key) => keys.push(key.clone()),
            Column::Expression(text, _) => keys.extend(in_expression(text)),
        }
    }
    for row in &table.rows {
        let mut literals = vec![&row.then];
        row.when.iter().flatten().for_each(|test| gather(test, &mut literals));
        for literal in literals {
            if let Literal::Expression(text) = literal {
                keys.extend(in_expression(text));
            }
        }
    }
    keys
}

fn gather<'a>(test: &'a Test, literals: &mut Vec<&'a Literal>) {
    match test {
        Test::Is(one) | Test::Compare(_, one) => literals.push(one),
        Test::Range((from, _), (to, _)) => literals.extend([from, to]),
        Test::Not(tests) => tests.iter().for_each(|test| gather(test, literals)),
    }
}

/// Mends what the catalogue refuses; says whether anything changed.
fn mend(
    models: &mut [Model],
    errors: &[&Diagnostic],
    files: &[Source],
    naming: &Naming,
    notes: &mut Vec<Note>,
) -> bool {
    let mut seen = BTreeSet::new();
    for error in errors {
        let Some(fact) = fact_at(error, files) else { continue };
        let Some(key) = naming.facts.iter().find(|(_, id)| id.as_str() == fact).map(|(key, _)| key.clone()) else {
            continue;
        };
        if !seen.insert(key.clone()) {
            continue;
        }
        for model in models.iter_mut() {
            let Some(at) = model.decisions.iter().position(|decision| decision.key == key) else { continue };
            let decision = &mut model.decisions[at];
            let place = decision.place.clone();
            let reason = match repair(decision, error) {
                Some(reason) => reason,
                None => {
                    model.decisions.remove(at);
                    format!("left out: {}", said(error))
                }
            };
            notes.push(Note { place, reason });
        }
    }
    !seen.is_empty()
}

/// Mends a table whose meaning is clear although its writing is not; says how.
fn repair(decision: &mut Decision, error: &Diagnostic) -> Option<String> {
    let because = error.because.clone().unwrap_or_default();
    let Logic::Table(table) = &mut decision.logic else { return None };
    match (error.code, &mut decision.kind) {
        ("overlap-in-table", _) if table.hit == Hit::Any => {
            table.hit = Hit::First;
            Some(format!("two rows contradict each other ({because}); the first that fits decides"))
        }
        ("gap-in-table", Kind::Choice(_)) => {
            table.otherwise = Some(Literal::Text(NO_ROW_FITS.to_owned()));
            if let Kind::Choice(texts) = &mut decision.kind {
                texts.push(NO_ROW_FITS.to_owned());
            }
            Some(format!("{because}; there the answer is `{UNDECIDED}`"))
        }
        _ => None,
    }
}

/// The fact in whose definition a diagnostic stands.
fn fact_at<'a>(error: &Diagnostic, files: &'a [Source]) -> Option<&'a str> {
    let place = error.place.as_ref()?;
    let before = files.get(place.source)?.text.get(..place.range().start)?;
    let from = before.rfind("\n  - fact: ")?;
    before.get(from + "\n  - fact: ".len()..)?.lines().next()
}

/// All files of the draft, and its event.
fn written(models: &[Model], naming: &Naming, language: &str) -> (Vec<Source>, EventId) {
    let writer = Writer { naming, language };
    let mut stems = Names::default();
    stems.take("", "city", '-');
    let mut files = Vec::new();
    let mut defined: BTreeSet<&str> = BTreeSet::new();
    for model in models {
        let inputs: Vec<&Input> = model.inputs.iter().filter(|input| defined.insert(&input.key)).collect();
        let text = writer.file(model, &inputs);
        files.push(Source::new(format!("{}.yaml", stems.take("", &model.name, '-')), text));
    }
    let event = word(models.first().map_or("", |model| model.name.as_str()), '-');
    let city = city(models, naming, language, &event);
    files.insert(0, Source::new("city.yaml", city));
    (files, EventId::new(event))
}

/// What a definition file needs around it, to be completed by the city.
fn city(models: &[Model], naming: &Naming, language: &str, event: &str) -> String {
    let say = |text: &str| words(language, text);
    let name = models.iter().map(|model| model.name.as_str()).collect::<Vec<_>>().join(" + ");
    let mut text = format!(
        "# A draft made by `onego import`: complete it. The source says nothing about the city, its law and its periods.\n\
         city:\n  city: draft\n  name: {draft}\n  time_zone: UTC\n  languages: [{language}]\n  issuer: city\n  help_line: \"?\"\n  \
         districts:\n    - {{ code: all, name: {draft} }}\n  district_fact: draft.district\n  \
         procedure: {{ basket: 3 wd, notice: 5 d, notice_law: {LAW}, answer: 15 wd, joint: 45 wd, joint_law: {LAW}, stop_law: {LAW}, undo_minutes: 10 }}\n\n\
         laws:\n  - {{ law: IMPORTED, name: {name} }}\n\n\
         authorities:\n  - {{ authority: city, name: {draft}, short: {draft}, level: city }}\n\n\
         sections:\n  - {{ section: questions, name: {name} }}\n\n\
         facts:\n  - {{ fact: draft.district, type: choice, name: {draft}, section: questions, choices: [{{ choice: all, name: {draft} }}] }}\n",
        draft = say("draft"),
        name = say(&name),
    );
    let concluding = || models.iter().flat_map(|m| &m.decisions).filter(|d| d.conclusion.is_some());
    let names = || concluding().filter_map(|d| naming.conclusions.get(&d.key));
    let permits: Vec<String> = names().flat_map(|names| names.permit.iter().chain(&names.report).cloned()).collect();
    if !permits.is_empty() {
        let _ = write!(
            text,
            "  - {{ fact: draft.title, type: text, name: {draft}, section: questions }}\n  \
             - {{ fact: draft.place, type: address, name: {draft}, section: questions }}\n",
            draft = say("draft"),
        );
    }
    if !naming.registers.is_empty() {
        text.push_str("\nregisters:\n");
        for (hint, register) in &naming.registers {
            let _ = writeln!(text, "  - {{ register: {register}, name: {}, kept_by: city }}", say(hint));
        }
    }
    if !permits.is_empty() {
        let duties = list(names().filter_map(|names| names.contact.clone()));
        let settles = list(concluding().filter_map(|d| naming.facts.get(&d.key)).map(ToString::to_string));
        let _ = write!(
            text,
            "\nevents:\n  - event: {event}\n    name: {name}\n    summary: {name}\n    letters: DR\n    \
             wishes: [{{ wish: {event}, name: {name} }}]\n    permits: {permits}\n    duties: {duties}\n    settles: {settles}\n    \
             title: draft.title\n    place: draft.place\n",
            name = say(&name),
            permits = list(permits),
        );
    }
    text
}
