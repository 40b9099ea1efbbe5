//! What an author types: `check`, `explain`, `schema`, `journey`.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use catalogue::{Catalogue, Citation, Confidence, EventId, PermitId, Severity, Style, Words};
use journey::{Burden, Form, Known, Need, Origin, Plan, Prepared, Wanted};
use rules::{Day, FactId};
use serde_json::{Value as Json, json};

use crate::{folder, lock, pages, receipt, why};

/// How output is printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Json,
}

/// How the outcome of `check` is printed.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Report {
    /// For people.
    Text,
    /// One object, described in docs/checks.md.
    Json,
    /// SARIF 2.1.0, for code hosts and review tools.
    Sarif,
}

/// What fails a check besides errors.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Deny {
    Warnings,
    /// Warnings as well.
    Notes,
}

/// How `onego check` judges, and what it accepts.
pub struct Judge<'a> {
    pub report: Report,
    pub deny: Option<Deny>,
    pub today: Day,
    /// Why every number of the burden may be what it is now.
    pub accept_burden: Option<&'a str>,
}

pub fn check(path: &Path, judge: &Judge<'_>) -> ExitCode {
    let &Judge { report, deny, today, accept_burden } = judge;
    let folder::Folder { shown, mut checked, .. } = match folder::check_on(path, Some(today)) {
        Ok(found) => found,
        Err(unusable) => return fail(&unusable.to_string()),
    };
    if let Some(catalogue) = checked.catalogue.clone().map(Arc::new) {
        if let Some(reason) = accept_burden {
            match lock::accept(path, &catalogue, reason, today) {
                Ok(written) => eprintln!("written: {}", written.display()),
                Err(why) => return fail(&why),
            }
        }
        let found = receipt::check(&checked, &catalogue, today);
        checked.diagnostics.extend(found);
        checked.diagnostics.extend(lock::compare(path, &catalogue));
    } else if accept_burden.is_some() {
        eprintln!("error: the catalogue has errors; its burden is not accepted");
    }
    let of = |severity| checked.diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
    match report {
        Report::Json => println!("{}", catalogue::to_json(&checked, &shown)),
        Report::Sarif => println!("{}", catalogue::to_sarif(&checked, &shown, &named(path))),
        Report::Text => {
            let style = if std::io::stdout().is_terminal() { Style::Coloured } else { Style::Plain };
            print!("{}", catalogue::render(&checked.diagnostics, &shown, style));
            let counts =
                format!("{errors} errors, {warnings} warnings, {notes} notes, {} allowed", checked.allowed.len());
            match &checked.catalogue {
                Some(c) => println!(
                    "{}: {} permits, {} duties, {} bans, {} facts, {} events; {counts}; {}",
                    c.city.id,
                    c.permits.len(),
                    c.duties.len(),
                    c.bans.len(),
                    c.facts.len(),
                    c.events.len(),
                    &c.fingerprint[..16.min(c.fingerprint.len())]
                ),
                None => println!("{counts}. `onego explain CODE` says more about each."),
            }
        }
    }
    let denied = match deny {
        None => 0,
        Some(Deny::Warnings) => warnings,
        Some(Deny::Notes) => warnings + notes,
    };
    if errors + denied == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The folder as it was named, when the name leads down from where the program runs.
fn named(path: &Path) -> String {
    use std::path::Component;
    let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    if inside { parts.collect::<Vec<_>>().join("/") } else { String::new() }
}

/// The page of one code, or the list of all.
pub fn explain(code: Option<&str>) -> ExitCode {
    let Some(code) = code else {
        print!("{}", listed());
        return ExitCode::SUCCESS;
    };
    let own = pages::PAGES.iter().find(|page| page.code == code).map(|page| page.text.to_owned());
    match catalogue::explain(code).map(|page| page.to_string()).or(own) {
        Some(page) => {
            println!("{page}");
            ExitCode::SUCCESS
        }
        None => fail(&format!("there is no code `{code}`; `onego explain` lists them all")),
    }
}

/// Every code with its first sentence, by group.
fn listed() -> String {
    let mut text = String::new();
    for group in catalogue::Group::ALL {
        text.push_str(&format!("{}\n", group.title()));
        for page in catalogue::pages().filter(|page| page.group == group) {
            text.push_str(&format!("  {:<32} {}\n", page.code, page.summary()));
        }
        text.push('\n');
    }
    text.push_str("What people are asked\n");
    for page in pages::PAGES {
        text.push_str(&format!("  {:<32} {}\n", page.code, page.summary()));
    }
    text.push('\n');
    text.push_str("`onego explain CODE` prints the page of a code.\n");
    text
}

pub fn schema(of_overlays: bool) -> ExitCode {
    println!("{}", if of_overlays { catalogue::json_schema_of_overlays() } else { catalogue::json_schema() });
    ExitCode::SUCCESS
}

/// What `onego journey` is asked.
pub struct Ask<'a> {
    pub folder: &'a Path,
    pub event: &'a str,
    pub facts: Option<&'a Path>,
    pub on: Day,
    pub format: Format,
    pub language: &'a str,
    pub show: Show<'a>,
}

/// What of a journey is printed.
#[derive(Clone, Copy)]
pub enum Show<'a> {
    Everything,
    /// Why this permit, duty or ban applies or not.
    Why(&'a str),
    /// For every fact that the event asks for, who needs it.
    Receipt,
}

pub fn journey(ask: &Ask<'_>) -> ExitCode {
    let folder::Folder { shown, checked, .. } = match folder::check(ask.folder) {
        Ok(found) => found,
        Err(unusable) => return fail(&unusable.to_string()),
    };
    let Some(catalogue) = checked.catalogue else {
        eprint!("{}", catalogue::render(&checked.diagnostics, &shown, Style::Plain));
        return fail("the catalogue has errors; nothing is computed from it");
    };
    let known = match ask.facts.map(|path| facts_of(&catalogue, path)).transpose() {
        Ok(known) => known.unwrap_or_default(),
        Err(why) => return fail(&why),
    };
    let catalogue = Arc::new(catalogue);
    let event = EventId::new(ask.event);
    let prepared = match Prepared::new(Arc::clone(&catalogue), &event, ask.on) {
        Ok(prepared) => prepared,
        Err(unprepared) => {
            let events: Vec<&str> = catalogue.events.keys().map(EventId::as_str).collect();
            return fail(&format!("{unprepared}. Events: {}", events.join(", ")));
        }
    };
    match ask.show {
        Show::Everything => {}
        Show::Receipt => {
            let needed = receipt::print(&catalogue, &event, ask.on, ask.format, ask.language);
            return if needed { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Show::Why(name) => {
            return match why::explain(&prepared, &known, name, ask.language) {
                Ok(json) if ask.format == Format::Json => {
                    println!("{json:#}");
                    ExitCode::SUCCESS
                }
                Ok(json) => {
                    print!("{}", why::told(&json, ask.language));
                    ExitCode::SUCCESS
                }
                Err(unknown) => fail(&unknown),
            };
        }
    }
    match report(&prepared, &known, ask) {
        Ok(json) if ask.format == Format::Json => {
            println!("{json:#}");
            ExitCode::SUCCESS
        }
        Ok(json) => {
            print!("{}", told(&json));
            ExitCode::SUCCESS
        }
        Err(gap) => fail(&gap.to_string()),
    }
}

/// Reads `{"fact": value}`; every mistake is reported at once.
pub fn facts_of(catalogue: &Catalogue, path: &Path) -> Result<Known, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("`{}` cannot be read: {e}", path.display()))?;
    let written: BTreeMap<String, Json> =
        serde_json::from_str(&text).map_err(|e| format!("`{}` is not a JSON object of facts: {e}", path.display()))?;
    let mut known = Known::new();
    let mut mistakes = Vec::new();
    for (name, json) in written {
        let Some(fact) = catalogue.facts.get(name.as_str()) else {
            mistakes.push(format!("`{name}`: the catalogue has no such fact"));
            continue;
        };
        if json.is_null() {
            known.not_yet(fact.id.clone());
            continue;
        }
        match fact.ty.read(&json) {
            Ok(value) => known.tell(fact.id.clone(), value, Origin::Applicant),
            Err(mistake) => mistakes.push(format!("`{name}`: {json} is not {} ({mistake:?})", fact.ty.noun())),
        }
    }
    if mistakes.is_empty() { Ok(known) } else { Err(mistakes.join("\n")) }
}

pub fn cite(catalogue: &Catalogue, law: &[Citation], language: &str) -> Vec<String> {
    law.iter()
        .map(|c| {
            let name = catalogue.laws.get(&c.law).map_or(c.law.as_str(), |l| l.name.say(language));
            let article = c.article.as_ref().map(|a| format!(" {a}")).unwrap_or_default();
            let mark = if c.confidence == Confidence::Recalled { " (recalled, not shown as law)" } else { "" };
            format!("{name}{article}{mark}")
        })
        .collect()
}

/// Everything `onego journey` knows, as data; the text form is printed from it, so that both always agree.
fn report(prepared: &Prepared, known: &Known, ask: &Ask<'_>) -> Result<Json, rules::CalendarGap> {
    let catalogue = prepared.catalogue();
    let say = |w: &Words| w.say(ask.language).to_owned();
    let fact_name = |id: &FactId| catalogue.facts.get(id).map_or_else(|| id.to_string(), |f| say(&f.name));
    let assessment = prepared.assess(known);
    let full = known.completed(catalogue, ask.on);
    let form = Form::new(prepared, &assessment, known, &[]);
    let plan = Plan::new(catalogue, &assessment, &full, &[], ask.on)?;
    let burden = Burden::new(catalogue, &assessment, &form, &plan, known)?;
    let because = |facts: &[FactId]| -> Vec<Json> {
        facts
            .iter()
            .map(|id| {
                let value = full.value_of(id).zip(catalogue.facts.get(id));
                json!({ "fact": id, "name": fact_name(id),
                        "value": value.map(|(v, f)| journey::printed::said(f, v, ask.language)) })
            })
            .collect()
    };
    let need = |n: Need| match n {
        Need::Needed => "needed",
        Need::NotNeeded => "not needed",
        Need::Open => "open",
    };
    let permits: Vec<Json> = assessment
        .permits
        .iter()
        .filter_map(|p| {
            let d = catalogue.permits.get(&p.permit)?;
            let why = match p.need {
                Need::Needed => say(&d.because),
                Need::NotNeeded => say(&d.otherwise),
                Need::Open => String::new(),
            };
            Some(json!({ "permit": p.permit, "name": say(&d.name), "need": need(p.need), "why": why,
                "reason": because(&p.reason), "law": cite(catalogue, &d.needed_law, ask.language),
                "depends_on": p.depends_on.iter().map(fact_name).collect::<Vec<_>>() }))
        })
        .collect();
    let duties: Vec<Json> = assessment
        .duties
        .iter()
        .filter(|d| d.need != Need::NotNeeded)
        .filter_map(|o| {
            let d = catalogue.duties.get(&o.duty)?;
            Some(json!({ "duty": o.duty, "name": say(&d.name), "need": need(o.need), "tells": say(&d.tells),
                "reason": because(&o.reason), "law": cite(catalogue, &d.law, ask.language) }))
        })
        .collect();
    let bans: Vec<Json> = assessment
        .bans
        .iter()
        .filter(|b| b.need != Need::NotNeeded)
        .filter_map(|o| {
            let d = catalogue.bans.get(&o.ban)?;
            Some(json!({ "ban": o.ban, "name": say(&d.name), "applies": o.need == Need::Needed, "tells": say(&d.tells),
                "way_forward": say(&d.way_forward), "reason": because(&o.reason),
                "law": cite(catalogue, &d.law, ask.language) }))
        })
        .collect();
    let findings: Vec<Json> = assessment
        .findings
        .iter()
        .filter_map(|finding| {
            let fact = catalogue.facts.get(&finding.fact)?;
            let value = finding.value.as_ref();
            Some(json!({ "fact": finding.fact, "name": say(&fact.name), "value": value.map(rules::Value::to_json),
                "said": value.map(|v| journey::printed::said(fact, v, ask.language)),
                "depends_on": finding.depends_on.iter().map(fact_name).collect::<Vec<_>>() }))
        })
        .collect();
    let next = prepared.next_question(known).and_then(|q| {
        let fact = catalogue.facts.get(&q.fact)?;
        Some(json!({ "fact": q.fact, "asks": say(&fact.ask),
            "decides": q.decides.iter().map(|(o, law)| json!({ "what": outcome(catalogue, o, ask.language),
                "law": cite(catalogue, law, ask.language) })).collect::<Vec<_>>() }))
    });
    let sections: Vec<Json> = form
        .sections
        .iter()
        .map(|s| {
            let name = catalogue.sections.iter().find(|d| d.id == s.section).map(|d| say(&d.name));
            json!({ "section": s.section, "name": name, "facts": s.facts.iter().map(|f| json!({
                "fact": f.fact, "name": fact_name(&f.fact), "given_by": f.given_by,
                "register": catalogue.facts.get(&f.fact).and_then(|d| d.register.clone()),
                "needed_by": f.needed_by.iter().map(|n| json!({ "permit": n.permit, "why": wanted(&n.why, ask.language),
                    "law": cite(catalogue, &n.law, ask.language) })).collect::<Vec<_>>() })).collect::<Vec<_>>() })
        })
        .collect();
    let papers: Vec<Json> = form
        .papers
        .iter()
        .map(|p| {
            let name = catalogue.evidence.get(&p.evidence).map(|e| say(&e.name));
            let permits: Vec<&PermitId> = p.needed_by.iter().map(|n| &n.permit).collect();
            json!({ "paper": p.evidence, "name": name, "for": permits })
        })
        .collect();
    Ok(json!({
        "event": ask.event, "on": ask.on, "catalogue": catalogue.fingerprint,
        "permits": permits, "duties": duties, "bans": bans, "findings": findings, "next_question": next, "open_questions": assessment.open,
        "form": sections, "papers": papers,
        "commitments": form.commitments.iter().map(|c| &c.permit).collect::<Vec<_>>(),
        "plan": plan, "burden": burden,
    }))
}

fn wanted(why: &Wanted, language: &str) -> String {
    match why {
        Wanted::ToDecide(words) | Wanted::Rule(words) => words.say(language).to_owned(),
        Wanted::WhetherNeeded => "whether it is needed".to_owned(),
        Wanted::Jurisdiction => "who decides, and how".to_owned(),
        Wanted::OnTheLicence => "printed on the licence".to_owned(),
        Wanted::FilingDay => "the last day for filing is counted from it".to_owned(),
        Wanted::TheCase => "names the case".to_owned(),
    }
}

fn outcome(catalogue: &Catalogue, outcome: &journey::Outcome, language: &str) -> String {
    use journey::Outcome as O;
    let permit = |id| catalogue.permits.get(id).map(|p| p.name.say(language).to_owned()).unwrap_or_default();
    match outcome {
        O::Permit(id) => permit(id),
        O::Jurisdiction(id) => format!("{}: who decides", permit(id)),
        O::FilingDay(id) => format!("{}: last day for filing", permit(id)),
        O::Duty(id) => catalogue.duties.get(id).map(|d| d.name.say(language).to_owned()).unwrap_or_default(),
        O::Ban(id) => catalogue.bans.get(id).map(|b| b.name.say(language).to_owned()).unwrap_or_default(),
        O::Finding(id) => catalogue.facts.get(id).map(|f| f.name.say(language).to_owned()).unwrap_or_default(),
    }
}

/// The report as text for people.
fn told(report: &Json) -> String {
    use std::fmt::Write;
    let mut out = String::new();
    let text = |v: &Json| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
    let list = |v: &Json| v.as_array().cloned().unwrap_or_default();
    let join = |v: &Json| list(v).iter().map(text).collect::<Vec<_>>().join("; ");
    let reasons = |v: &Json| {
        list(v).iter().map(|r| format!("{} = {}", text(&r["name"]), text(&r["value"]))).collect::<Vec<_>>().join(", ")
    };
    let _ = writeln!(out, "{} on {}\n\nPermits", text(&report["event"]), text(&report["on"]));
    for p in list(&report["permits"]) {
        let _ = writeln!(out, "  {:<11} {} ({})", text(&p["need"]), text(&p["name"]), text(&p["permit"]));
        if p["need"] == "open" {
            let _ = writeln!(out, "              depends on: {}", join(&p["depends_on"]));
        } else {
            let why = text(&p["why"]);
            let facts = reasons(&p["reason"]);
            let _ = writeln!(out, "              {why} [{facts}] {}", join(&p["law"]));
        }
    }
    if !list(&report["findings"]).is_empty() {
        let _ = writeln!(out, "\nSettled");
        for finding in list(&report["findings"]) {
            let said = if finding["value"].is_null() { "open".to_owned() } else { text(&finding["said"]) };
            let _ = writeln!(out, "  {}: {said}", text(&finding["name"]));
        }
    }
    for (title, key) in [("Bans", "bans"), ("Duties", "duties")] {
        let _ = writeln!(out, "\n{title}");
        if list(&report[key]).is_empty() {
            let _ = writeln!(out, "  none");
        }
        for d in list(&report[key]) {
            let state = if key == "bans" {
                if d["applies"] == true { "APPLIES" } else { "may apply" }.to_owned()
            } else {
                text(&d["need"])
            };
            let _ = writeln!(out, "  {state:<11} {}: {}", text(&d["name"]), text(&d["tells"]));
            let _ = writeln!(out, "              [{}] {}", reasons(&d["reason"]), join(&d["law"]));
        }
    }
    match &report["next_question"] {
        Json::Null => {
            let _ = writeln!(out, "\nNext question: none, everything is decided");
        }
        q => {
            let _ = writeln!(out, "\nNext question: {} ({})", text(&q["asks"]), text(&q["fact"]));
            for d in list(&q["decides"]) {
                let _ = writeln!(out, "  decides {} {}", text(&d["what"]), join(&d["law"]));
            }
        }
    }
    let _ = writeln!(out, "\nForm");
    for s in list(&report["form"]) {
        let _ = writeln!(out, "  {}", text(&s["name"]));
        for f in list(&s["facts"]) {
            let source = match (&f["given_by"], &f["register"]) {
                (Json::String(p), _) => format!(" (given by {p})"),
                (_, Json::String(r)) => format!(" (register: {r})"),
                _ => String::new(),
            };
            let by: Vec<String> = list(&f["needed_by"]).iter().map(|n| text(&n["permit"])).collect();
            let _ = writeln!(out, "    {}{source} for {}", text(&f["name"]), by.join(", "));
        }
    }
    let _ = writeln!(out, "\nPapers");
    for p in list(&report["papers"]) {
        let _ = writeln!(out, "  {} for {}", text(&p["name"]), join(&p["for"]));
    }
    let plan = &report["plan"];
    let _ = writeln!(out, "\nPlan, if filed on {}", text(&plan["filed_on"]));
    for p in list(&plan["parts"]) {
        let mark = if p["critical"] == true { "*" } else { " " };
        let _ = writeln!(
            out,
            " {mark} {:<28} {} from {} promised {} ({}), law {} ({})",
            text(&p["permit"]),
            text(&p["authority"]),
            text(&p["starts"]),
            text(&p["promised"]),
            text(&p["promise"]),
            text(&p["legal"]),
            text(&p["within"]),
        );
    }
    let _ = writeln!(out, "  promised: {} along {}", text(&plan["promised"]), join(&plan["longest"]));
    if let Json::Object(latest) = &plan["latest_filing"] {
        let late = if latest["too_late"] == true { " TOO LATE" } else { "" };
        let _ = writeln!(
            out,
            "  latest filing: {}{late} ({} before {})",
            text(&latest["day"]),
            text(&latest["span"]),
            text(&latest["counted_from"])
        );
    }
    let _ = writeln!(out, "\nBurden          alone  one go");
    for key in ["forms", "facts", "papers", "trips", "visits", "days", "fee"] {
        let (a, b) = (&report["burden"]["as_is"][key], &report["burden"]["one_go"][key]);
        let _ = writeln!(out, "  {key:<12} {:>6}  {:>6}", text(a), text(b));
    }
    out
}

pub fn fail(why: &str) -> ExitCode {
    eprintln!("error: {why}");
    ExitCode::FAILURE
}
