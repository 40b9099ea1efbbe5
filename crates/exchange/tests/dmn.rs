//! DMN and STTR files: what is read answers like the rows of the file, compared as texts.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use exchange::decisions::{Draft, Kind, Model, draft};
use exchange::dmn;
use journey::{Known, Origin};
use roxmltree::{Document, Node};
use rules::Value;

/// A small file with everything in it that is taken along, and some that is not.
const YARD: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<d:definitions xmlns:d="http://www.omg.org/spec/DMN/20151101/dmn.xsd" xmlns:uitv="uitv" xmlns:inter="inter" name="Yard wall">
  <d:extensionElements>
    <inter:regelgroepen><inter:regelgroep id="g"><inter:prioriteit>1</inter:prioriteit></inter:regelgroep></inter:regelgroepen>
    <uitv:uitvoeringsregels>
      <uitv:uitvoeringsregel id="u1"><uitv:regelgroepRef href="#g"/><inter:prioriteit>20</inter:prioriteit>
        <uitv:vraag><uitv:gegevensType>boolean</uitv:gegevensType><uitv:vraagTekst>Is it a street side?</uitv:vraagTekst></uitv:vraag>
      </uitv:uitvoeringsregel>
      <uitv:uitvoeringsregel id="u2"><uitv:regelgroepRef href="#g"/><inter:prioriteit>10</inter:prioriteit>
        <uitv:vraag><uitv:gegevensType>list</uitv:gegevensType><uitv:vraagTekst>Of what is it made?</uitv:vraagTekst>
          <uitv:opties><uitv:optieType>enkelAntwoord</uitv:optieType>
            <uitv:optie><uitv:optieText>Stone, or brick</uitv:optieText></uitv:optie>
            <uitv:optie><uitv:optieText>Wood</uitv:optieText></uitv:optie>
            <uitv:optie><uitv:optieText>A hedge</uitv:optieText></uitv:optie>
          </uitv:opties></uitv:vraag>
      </uitv:uitvoeringsregel>
      <uitv:uitvoeringsregel id="u3"><uitv:regelgroepRef href="#g"/><inter:prioriteit>30</inter:prioriteit>
        <uitv:geoVerwijzing><uitv:locatie identificatie="old-town"/></uitv:geoVerwijzing>
      </uitv:uitvoeringsregel>
    </uitv:uitvoeringsregels>
  </d:extensionElements>
  <d:inputData id="i1" name="street-side"><d:extensionElements><uitv:uitvoeringsregelRef href="#u1"/></d:extensionElements><d:variable name="street-side" typeRef="feel:boolean"/></d:inputData>
  <d:inputData id="i2" name="made of"><d:extensionElements><uitv:uitvoeringsregelRef href="#u2"/></d:extensionElements><d:variable name="made of" typeRef="feel:string"/></d:inputData>
  <d:inputData id="i3" name="old town"><d:extensionElements><uitv:uitvoeringsregelRef href="#u3"/></d:extensionElements><d:variable name="old town" typeRef="feel:boolean"/></d:inputData>
  <d:decision id="top" name="Conclusion"><d:variable name="Conclusion" typeRef="feel:string"/>
    <d:informationRequirement><d:requiredDecision href="#one"/></d:informationRequirement>
    <d:informationRequirement><d:requiredInput href="#i3"/></d:informationRequirement>
    <d:decisionTable hitPolicy="ANY">
      <d:input><d:inputExpression typeRef="feel:string"><d:text>Path one</d:text></d:inputExpression></d:input>
      <d:input><d:inputExpression typeRef="feel:boolean"><d:text>old town</d:text></d:inputExpression></d:input>
      <d:output/>
      <d:rule><d:inputEntry><d:text>-</d:text></d:inputEntry><d:inputEntry><d:text>true</d:text></d:inputEntry><d:outputEntry><d:text>"NeemContactOpMet"</d:text></d:outputEntry></d:rule>
      <d:rule><d:inputEntry><d:text>"hit"</d:text></d:inputEntry><d:inputEntry><d:text>false</d:text></d:inputEntry><d:outputEntry><d:text>"Vergunningplicht"</d:text></d:outputEntry></d:rule>
      <d:rule><d:inputEntry><d:text>"no hit"</d:text></d:inputEntry><d:inputEntry><d:text>false</d:text></d:inputEntry><d:outputEntry><d:text>"Toestemmingsvrij"</d:text></d:outputEntry></d:rule>
    </d:decisionTable>
  </d:decision>
  <d:decision id="one" name="Path one"><d:variable name="Path one" typeRef="feel:string"/>
    <d:informationRequirement><d:requiredInput href="#i1"/></d:informationRequirement>
    <d:informationRequirement><d:requiredInput href="#i2"/></d:informationRequirement>
    <d:decisionTable hitPolicy="UNIQUE">
      <d:input><d:inputExpression typeRef="feel:boolean"><d:text>street-side</d:text></d:inputExpression></d:input>
      <d:input><d:inputExpression typeRef="feel:string"><d:text>made of</d:text></d:inputExpression></d:input>
      <d:output><d:outputValues><d:text>"hit","no hit"</d:text></d:outputValues></d:output>
      <d:rule><d:inputEntry><d:text>true</d:text></d:inputEntry><d:inputEntry><d:text>"Stone, or brick", "Wood"</d:text></d:inputEntry><d:outputEntry><d:text>"hit"</d:text></d:outputEntry></d:rule>
      <d:rule><d:inputEntry><d:text>false</d:text></d:inputEntry><d:inputEntry><d:text>-</d:text></d:inputEntry><d:outputEntry><d:text>"no hit"</d:text></d:outputEntry></d:rule>
      <d:rule><d:inputEntry><d:text>true</d:text></d:inputEntry><d:inputEntry><d:text>"A hedge"</d:text></d:inputEntry><d:outputEntry><d:text>"no hit"</d:text></d:outputEntry></d:rule>
    </d:decisionTable>
  </d:decision>
  <d:decision id="odd" name="Odd"><d:variable name="Odd" typeRef="feel:number"/><d:literalExpression><d:text>count([1, 2])</d:text></d:literalExpression></d:decision>
  <d:knowledgeSource id="k" name="Wall law"/>
</d:definitions>"##;

/// The value of a decision by its rows: cells are compared as the texts of the file, downwards.
fn by_rows(root: Node, name: &str, answers: &BTreeMap<String, String>) -> Option<String> {
    if let Some(answer) = answers.get(name) {
        return Some(answer.clone());
    }
    let of = |node: Node, tag: &str| -> Vec<String> {
        let all = node.children().filter(|n| n.tag_name().name() == tag);
        let text = |n: Node| {
            n.children()
                .find(|n| n.tag_name().name() == "text")
                .and_then(|n| n.text().map(str::trim).map(str::to_owned))
        };
        all.map(|n| text(n).unwrap_or_default()).collect()
    };
    let decision = root.descendants().find(|n| {
        let variable = n.children().find(|c| c.tag_name().name() == "variable");
        n.tag_name().name() == "decision" && variable.and_then(|v| v.attribute("name")) == Some(name)
    })?;
    let table = decision.children().find(|n| n.tag_name().name() == "decisionTable")?;
    let inputs: Vec<Option<String>> = table
        .children()
        .filter(|n| n.tag_name().name() == "input")
        .map(|input| by_rows(root, &of(input, "inputExpression").join(""), answers))
        .collect();
    let rule = table.children().filter(|n| n.tag_name().name() == "rule").find(|rule| {
        of(*rule, "inputEntry").iter().zip(&inputs).all(|(cell, input)| {
            // No answer of these files is part of another, so that a list contains exactly what it lists.
            cell == "-" || input.as_ref().is_some_and(|input| cell.contains(input.as_str()))
        })
    })?;
    of(rule, "outputEntry").into_iter().next()
}

/// Every combination of answers, as texts of the file.
fn cases(model: &Model) -> Vec<BTreeMap<String, String>> {
    model.inputs.iter().fold(vec![BTreeMap::new()], |cases, input| {
        let options: Vec<String> = match &input.kind {
            Kind::YesNo => vec!["true".to_owned(), "false".to_owned()],
            Kind::Choice(texts) => texts.iter().map(|text| format!("\"{text}\"")).collect(),
            other => panic!("{other:?}"),
        };
        let with = |case: &BTreeMap<String, String>| {
            let case = case.clone();
            let name = input.name.clone();
            options.clone().into_iter().map(move |option| {
                let mut more = case.clone();
                more.insert(name.clone(), option);
                more
            })
        };
        cases.iter().flat_map(with).collect()
    })
}

/// Compares every decision under every combination of answers; says how many values were compared.
fn compare(shown: &str, text: &str, model: &Model, draft: &Draft) -> usize {
    let document = Document::parse(text).unwrap();
    let catalogue = draft.catalogue.as_ref().unwrap_or_else(|| panic!("{shown}: {:?}", draft.notes));
    let names: BTreeMap<&str, &str> = document
        .descendants()
        .filter(|n| n.tag_name().name() == "decision")
        .filter_map(|n| {
            let variable = n.children().find(|c| c.tag_name().name() == "variable")?;
            Some((n.attribute("id")?, variable.attribute("name")?))
        })
        .collect();
    let mut compared = 0;
    for case in cases(model) {
        let mut known = Known::new();
        for input in &model.inputs {
            let answer = &case[&input.name];
            let value = match input.kind {
                Kind::YesNo => Value::Bool(answer == "true"),
                _ => Value::text(draft.choice(&input.key, answer.trim_matches('"')).unwrap()),
            };
            known.tell(draft.fact(&input.key).unwrap().clone(), value, Origin::Applicant);
        }
        let full = known.completed(catalogue, rules::Day::new(2026, 3, 2).unwrap());
        for decision in &model.decisions {
            let id = decision.key.split_once('#').unwrap().1;
            let right = by_rows(document.root_element(), names[id], &case);
            let value = full.value_of(draft.fact(&decision.key).unwrap()).unwrap();
            let said = match value {
                Value::Bool(answer) => Some(answer.to_string()),
                value => draft.text(&decision.key, value.as_text().unwrap()).map(|text| format!("\"{text}\"")),
            };
            assert_eq!(said, right, "{shown}, {}: {case:?}", decision.name);
            compared += 1;
        }
    }
    compared
}

#[test]
fn a_file_answers_like_its_rows() {
    let model = dmn::read("yard.dmn", YARD).unwrap();
    // By the priority of the questions, not by their place in the file.
    let names: Vec<&str> = model.inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["made of", "street-side", "old town"]);
    assert_eq!(model.inputs[2].register.as_deref(), Some("old-town"));
    assert_eq!(model.inputs[0].ask.as_deref(), Some("Of what is it made?"));
    let draft = draft(std::slice::from_ref(&model), "nl");
    assert_eq!(compare("yard.dmn", YARD, &model, &draft), 24);
    let catalogue = draft.catalogue.as_ref().unwrap();
    assert_eq!(catalogue.permits.len(), 1);
    assert!(catalogue.duties.values().all(|duty| duty.comes_first));
    assert_eq!(catalogue.events[&draft.event].settles.len(), 1);
    let notes: Vec<String> = draft.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "yard.dmn:49 `Odd`: left out: `count` is not understood",
            "yard.dmn:50 `Wall law`: `knowledgeSource` is not taken along",
        ]
    );
}

#[test]
fn what_is_no_dmn_is_refused_with_its_name() {
    for wrong in ["", "<a/>", "<definitions", "<!DOCTYPE x [<!ENTITY a \"b\">]><definitions>&a;</definitions>"] {
        assert!(dmn::read("wrong.dmn", wrong).unwrap_err().starts_with("wrong.dmn"), "{wrong}");
    }
    let deep = format!("<definitions>{}{}</definitions>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let read = dmn::read("deep.dmn", &deep).unwrap();
    assert!(read.decisions.is_empty() && read.notes.len() == 1);
}

/// The originals of Amsterdam's rules, when the optional data is beside the checkout.
#[test]
fn real_sttr_files_answer_like_their_rows() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let folder = checkout.join("../shared/data/amsterdam-permit-check/sttr-dmn-xml");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind == "dmn"));
    files.sort();
    assert!(!files.is_empty());
    for path in files {
        let text = std::fs::read_to_string(&path).unwrap();
        let model = dmn::read("file", &text).unwrap();
        let draft = draft(std::slice::from_ref(&model), "nl");
        assert!(compare(&path.display().to_string(), &text, &model, &draft) > 0);
        assert!(draft.notes.iter().all(|note| !note.reason.starts_with("left out")), "{:?}", draft.notes);
    }
}
