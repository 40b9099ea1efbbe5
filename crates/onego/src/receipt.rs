//! The form receipt on the command line, and what `onego check` says about facts that could be left out.

use catalogue::{Catalogue, Checked, Diagnostic, EventId, Kind, Severity};
use journey::{Proof, Receipt, Use, receipts};
use rules::{Day, FactId, Value};
use serde_json::{Value as Json, json};

use crate::author::{Format, cite};

pub const REMOVABLE: &str = "removable-fact";
pub const UNPROVEN: &str = "unproven-fact";

/// Prints the receipt of an event; false when some fact could be left out.
pub fn print(catalogue: &Catalogue, event: &EventId, on: Day, format: Format, language: &str) -> bool {
    let receipts = receipts(catalogue, event, on);
    let removable = receipts.iter().filter(|receipt| receipt.proof == Proof::Removable).count();
    let facts: Vec<Json> = receipts.iter().map(|receipt| written(catalogue, receipt, language)).collect();
    let report = json!({ "event": event, "on": on, "facts": facts, "asked": facts.len(), "removable": removable });
    match format {
        Format::Json => println!("{report:#}"),
        Format::Text => print!("{}", told(&report)),
    }
    removable == 0
}

/// Every fact that could be left out of an event, and every one of which that could not be decided.
pub fn check(checked: &Checked, catalogue: &Catalogue, on: Day) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for event in catalogue.events.keys() {
        for receipt in receipts(catalogue, event, on) {
            let fact = &receipt.fact;
            let (code, severity, message) = match receipt.proof {
                Proof::Removable => (
                    REMOVABLE,
                    Severity::Error,
                    format!("`{fact}` is asked for `{event}` and changes nothing, whatever it is"),
                ),
                Proof::Unproven => (
                    UNPROVEN,
                    Severity::Note,
                    format!("`{fact}` is asked for `{event}`; no two applicants were found whom it tells apart"),
                ),
                Proof::Named | Proof::Shown(_) => continue,
            };
            found.push(Diagnostic {
                code,
                severity,
                message,
                place: checked.places.get(Kind::Fact, fact.as_str()).cloned(),
                related: Vec::new(),
                because: Some("the form asks only what a permit, a paper, a decision or an output needs".to_owned()),
                help: Some("take it out of the conditions, or name what needs it".to_owned()),
            });
        }
    }
    found
}

fn written(catalogue: &Catalogue, receipt: &Receipt, language: &str) -> Json {
    let name =
        |id: &FactId| catalogue.facts.get(id).map_or_else(|| id.to_string(), |f| f.name.say(language).to_owned());
    let readers: Vec<Json> = receipt
        .readers
        .iter()
        .map(|reader| json!({ "for": said(catalogue, &reader.reads_for, language), "law": cite(catalogue, &reader.law, language) }))
        .collect();
    let value = |id: &FactId, value: &Value| {
        catalogue.facts.get(id).map_or_else(String::new, |fact| journey::printed::said(fact, value, language))
    };
    let proof = match &receipt.proof {
        Proof::Named => json!({ "kind": "named" }),
        Proof::Unproven => json!({ "kind": "unproven" }),
        Proof::Removable => json!({ "kind": "removable" }),
        Proof::Shown(witness) => {
            let shared: serde_json::Map<String, Json> =
                witness.shared.iter().map(|(id, v)| (id.to_string(), v.to_json())).collect();
            json!({ "kind": "witness", "decides": said(catalogue, &witness.decides, language), "shared": shared,
                "with": witness.answers.0.to_json(), "without": witness.answers.1.to_json(),
                "with_said": value(&receipt.fact, &witness.answers.0),
                "without_said": value(&receipt.fact, &witness.answers.1) })
        }
    };
    json!({ "fact": receipt.fact, "name": name(&receipt.fact), "register": receipt.register,
        "given_by": receipt.given_by, "readers": readers, "proof": proof })
}

fn said(catalogue: &Catalogue, reads_for: &Use, language: &str) -> String {
    let zh = language == "zh";
    let of = |en: &str, cn: &str, what: String| if zh { format!("{what}：{cn}") } else { format!("{what}: {en}") };
    let permit = |id| catalogue.permits.get(id).map(|p| p.short.say(language).to_owned()).unwrap_or_default();
    let fact = |id| catalogue.facts.get(id).map(|f| f.name.say(language).to_owned()).unwrap_or_default();
    match reads_for {
        Use::ToDecide(id, why) => of(why.say(language), why.say(language), permit(id)),
        Use::Rule(id, name) => {
            of(&format!("rule “{}”", name.say(language)), &format!("规则“{}”", name.say(language)), permit(id))
        }
        Use::Output(id) => of("printed on the licence", "载入证照", permit(id)),
        Use::FilingDay(id) => of("last day for filing", "最迟提交日", permit(id)),
        Use::TheCase => if zh { "识别办件" } else { "names the case" }.to_owned(),
        Use::Finding(id) => of("settled by the event", "由事项判定", fact(id)),
        Use::Permit(id) => of("whether it is needed", "是否需要", permit(id)),
        Use::Ban(id) => {
            let name = catalogue.bans.get(id).map(|b| b.name.say(language).to_owned()).unwrap_or_default();
            of("whether it applies", "是否适用", name)
        }
        Use::Duty(id) => {
            let name = catalogue.duties.get(id).map(|d| d.name.say(language).to_owned()).unwrap_or_default();
            of("whether it applies", "是否适用", name)
        }
        Use::Authority(id, authority) => {
            let name =
                catalogue.authorities.get(authority).map(|a| a.short.say(language).to_owned()).unwrap_or_default();
            of(&format!("whether {name} decides"), &format!("是否由{name}决定"), permit(id))
        }
        Use::Paper(id, evidence) => {
            let name = catalogue.evidence.get(evidence).map(|e| e.name.say(language).to_owned()).unwrap_or_default();
            of(&format!("whether “{name}” is needed"), &format!("是否需要“{name}”"), permit(id))
        }
        Use::Commitment(id) => of("whether a commitment is possible", "能否告知承诺", permit(id)),
        Use::Asks(id) => of("whether it is asked", "是否需要填写", fact(id)),
    }
}

fn told(report: &Json) -> String {
    use std::fmt::Write;
    let text = |v: &Json| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let list = |v: &Json| v.as_array().cloned().unwrap_or_default();
    let mut out = String::new();
    let _ = writeln!(out, "{} on {}\n", text(&report["event"]), text(&report["on"]));
    for fact in list(&report["facts"]) {
        let source = match (&fact["register"], list(&fact["given_by"]).first()) {
            (Json::String(register), _) => format!(" (register: {register})"),
            (_, Some(permit)) => format!(" (given by {})", text(permit)),
            _ => String::new(),
        };
        let _ = writeln!(out, "{} ({}){source}", text(&fact["name"]), text(&fact["fact"]));
        for reader in list(&fact["readers"]) {
            let law: Vec<String> = list(&reader["law"]).iter().map(text).collect();
            let _ = writeln!(out, "  {} {}", text(&reader["for"]), law.join("; "));
        }
        let proof = &fact["proof"];
        match text(&proof["kind"]).as_str() {
            "witness" => {
                let others: Vec<String> = proof["shared"]
                    .as_object()
                    .map(|shared| shared.iter().map(|(fact, value)| format!("{fact} = {}", text(value))).collect())
                    .unwrap_or_default();
                let _ = writeln!(
                    out,
                    "  proof: {} with {}, not with {}; both [{}]",
                    text(&proof["decides"]),
                    text(&proof["with_said"]),
                    text(&proof["without_said"]),
                    others.join(", ")
                );
            }
            "removable" => {
                let _ = writeln!(out, "  REMOVABLE: nothing changes, whatever it is");
            }
            "unproven" => {
                let _ = writeln!(out, "  not proven: no two applicants were found whom it tells apart");
            }
            _ => {}
        }
    }
    let _ = writeln!(out, "\nfacts = {}, removable = {}", report["asked"], report["removable"]);
    out
}
