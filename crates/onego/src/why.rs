//! `onego journey … --why NAME`: the shortest reason and the nearest change, in words and as data.

use catalogue::{BanId, Catalogue, DutyId, PermitId, Words};
use journey::{Known, Need, Outcome, Prepared};
use rules::{FactId, Value};
use serde_json::{Value as Json, json};

use crate::author::cite;

/// Why a permit, duty or ban of the event applies or not; says what there is when the name is none of them.
pub fn explain(prepared: &Prepared, known: &Known, name: &str, language: &str) -> Result<Json, String> {
    let catalogue = prepared.catalogue();
    let candidates =
        [Outcome::Permit(PermitId::new(name)), Outcome::Duty(DutyId::new(name)), Outcome::Ban(BanId::new(name))];
    let found = candidates.into_iter().find_map(|outcome| Some((prepared.why(&outcome, known)?, outcome)));
    let Some((why, outcome)) = found else {
        let event = prepared.event();
        let names = event.into_iter().flat_map(|e| {
            let (permits, duties) =
                (e.permits.iter().map(ToString::to_string), e.duties.iter().map(ToString::to_string));
            permits.chain(duties).chain(e.bans.iter().map(ToString::to_string))
        });
        let names: Vec<String> = names.collect();
        return Err(format!("this event has no `{name}` on {}. It has: {}", prepared.on(), names.join(", ")));
    };
    let full = known.completed(catalogue, prepared.on());
    let fact = |id: &FactId, value: Option<&Value>| {
        let definition = catalogue.facts.get(id);
        let name = definition.map_or_else(|| id.to_string(), |f| f.name.say(language).to_owned());
        let said = definition.zip(value).map(|(f, v)| journey::printed::said(f, v, language));
        json!({ "fact": id, "name": name, "value": value.map(Value::to_json), "said": said })
    };
    let reason: Vec<Json> = why.reason.iter().map(|id| fact(id, full.value_of(id))).collect();
    let change: Vec<Json> = why
        .change
        .iter()
        .map(|(id, to)| json!({ "from": fact(id, full.value_of(id)), "to": fact(id, Some(to)) }))
        .collect();
    let need = match why.need {
        Need::Needed => "needed",
        Need::NotNeeded => "not needed",
        Need::Open => "open",
    };
    Ok(json!({ "of": name, "name": named(catalogue, &outcome).map(|w| w.say(language)), "need": need,
        "because": because(catalogue, &outcome, why.need).map(|w| w.say(language)), "reason": reason, "change": change,
        "law": cite(catalogue, &why.law, language) }))
}

fn named<'a>(catalogue: &'a Catalogue, outcome: &Outcome) -> Option<&'a Words> {
    match outcome {
        Outcome::Permit(id) => catalogue.permits.get(id).map(|permit| &permit.name),
        Outcome::Duty(id) => catalogue.duties.get(id).map(|duty| &duty.name),
        Outcome::Ban(id) => catalogue.bans.get(id).map(|ban| &ban.name),
        _ => None,
    }
}

fn because<'a>(catalogue: &'a Catalogue, outcome: &Outcome, need: Need) -> Option<&'a Words> {
    match (outcome, need) {
        (Outcome::Permit(id), Need::Needed) => catalogue.permits.get(id).map(|permit| &permit.because),
        (Outcome::Permit(id), Need::NotNeeded) => catalogue.permits.get(id).map(|permit| &permit.otherwise),
        (Outcome::Duty(id), Need::Needed) => catalogue.duties.get(id).map(|duty| &duty.tells),
        (Outcome::Ban(id), Need::Needed) => catalogue.bans.get(id).map(|ban| &ban.tells),
        _ => None,
    }
}

/// The answer in words.
pub fn told(why: &Json, language: &str) -> String {
    let zh = language == "zh";
    let text = |v: &Json| v.as_str().map_or_else(String::new, str::to_owned);
    let list = |v: &Json| v.as_array().cloned().unwrap_or_default();
    let say = |en: &'static str, cn: &'static str| if zh { cn } else { en };
    let need = match text(&why["need"]).as_str() {
        "needed" => say("applies", "需要或适用"),
        "not needed" => say("does not apply", "不需要或不适用"),
        _ => say("is open: answers are missing", "尚未确定：还缺答案"),
    };
    let mut out = format!("{} {need}\n", text(&why["name"]));
    if let Some(because) = why["because"].as_str() {
        out.push_str(&format!("  {because}\n"));
    }
    let value = |fact: &Json| match fact["said"].as_str() {
        Some(said) => said.to_owned(),
        None => say("not known", "未知").to_owned(),
    };
    if why["need"] != "open" {
        let facts: Vec<String> =
            list(&why["reason"]).iter().map(|f| format!("{} = {}", text(&f["name"]), value(f))).collect();
        let facts = if facts.is_empty() {
            say("whatever the facts are", "无论事实如何").to_owned()
        } else {
            facts.join(", ")
        };
        out.push_str(&format!("  {}: {facts}\n", say("these facts alone settle it", "单凭这些事实即可确定")));
        let changes: Vec<String> = list(&why["change"])
            .iter()
            .map(|c| format!("{}: {} → {}", text(&c["to"]["name"]), value(&c["from"]), value(&c["to"])))
            .collect();
        let changes = if changes.is_empty() { say("nothing", "无").to_owned() } else { changes.join(", ") };
        out.push_str(&format!("  {}: {changes}\n", say("the nearest change that turns it over", "最小的改变即可翻转")));
    }
    let law: Vec<String> = list(&why["law"]).iter().map(text).collect();
    if !law.is_empty() {
        out.push_str(&format!("  {}\n", law.join("; ")));
    }
    out
}
