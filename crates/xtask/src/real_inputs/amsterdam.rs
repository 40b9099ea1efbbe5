//! Amsterdam's permit check: the city's own decision tables and complete answer sets with the city's outcomes.
//!
//! `rules/*.json` are read into the same form as DMN files, drafted as definitions, compiled by `catalogue` and answered by
//! `journey`, as any catalogue is. Two things are compared for each answer set:
//!
//! - **exact**: with everything answered, the outcome of each permit is the city's, and nothing that was settled while
//!   asking is ever another;
//! - **questions**: how many somebody is asked, registers answering for free, beside how many the city's checker asked.
//!
//! When does asking end? The city's checker asks in the order of its file and ends when every permit is decided, or at
//! once when one permit says "contact the city": the other permits are then left open (`outcome` is null). onego ends
//! at the same two points, each as early as it follows from the answers: when the outcome of every permit is settled
//! whatever else is answered, or when one permit's outcome is "contact the city" (a duty that comes first, which ends a
//! questionnaire). The mean number with the second rule switched off is printed beside it as `questions_mean_all_settled`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use exchange::decisions::{self, Column, Decision, Draft, Hit, Input, Kind, Literal, Logic, Model, Row, Table, Test};
use exchange::dmn;
use journey::{Known, Origin, Prepared};
use rules::{Day, FactId, Value};
use serde_json::{Value as Json, json};

use super::files;

/// How many of the answer sets in which onego asks more are shown.
const SHOWN: usize = 10;
/// The table that says what a permit's outcome is.
const CONCLUSION: &str = "dummy";

/// The last line, and whether everything was exact.
pub fn run(folder: &Path) -> Result<(Json, bool), String> {
    let started = Instant::now();
    let rules = rules(&folder.join("rules"))?;
    for file in rules.keys() {
        Topic::of(std::slice::from_ref(file), &rules, End::AtContact)?;
    }
    let mut profiles: BTreeMap<Vec<String>, Vec<Profile>> = BTreeMap::new();
    for source in files::texts(folder, "profiles", "jsonl")? {
        for (number, line) in source.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let place = format!("{}:{}", source.name, number + 1);
            let profile = Profile::read(&place, line)?;
            profiles.entry(profile.files.clone()).or_default().push(profile);
        }
    }
    let mut total = Score::default();
    let mut merged = Score::default();
    let mut more: Vec<(usize, usize, String)> = Vec::new();
    for (files, profiles) in &profiles {
        let started = Instant::now();
        let mut topic = Topic::of(files, &rules, End::AtContact)?;
        let mut to_the_end = Topic::of(files, &rules, End::AllSettled)?;
        let mut score = Score::default();
        for profile in profiles {
            let mut asked = topic.answer(profile)?;
            let mut all_settled = asked.questions;
            if !asked.is_settled {
                let whole = to_the_end.answer(profile)?;
                all_settled = whole.questions;
                asked.wrong.extend(whole.wrong);
                if !whole.is_settled {
                    asked.wrong.push("something stays open although nothing is asked".to_owned());
                }
            }
            score.count(profile, &asked, all_settled);
            if asked.questions > profile.asked {
                more.push((asked.questions, profile.asked, profile.place.clone()));
            }
            for wrong in asked.wrong.iter().take(SHOWN) {
                eprintln!("not exact: {}: {wrong}", profile.place);
            }
        }
        println!("{}", score.line(&files.join(" + "), started));
        if files.len() > 1 {
            merged.add(&score);
        }
        total.add(&score);
    }
    println!("{}", merged.line("merged journeys", started));
    more.sort_by_key(|(ours, theirs, place)| {
        (theirs.saturating_sub(*ours) as isize - (*ours - theirs) as isize, place.clone())
    });
    for (ours, theirs, place) in more.iter().take(SHOWN) {
        println!("{}", json!({ "more_than_theirs": place, "ours": ours, "theirs": theirs }));
    }
    println!("{}", json!({ "asked_more": more.len(), "of": total.cases }));
    Ok((total.last(started), total.exact == total.cases))
}

#[derive(Default)]
struct Score {
    cases: usize,
    exact: usize,
    ours: usize,
    all_settled: usize,
    theirs: usize,
}

impl Score {
    fn count(&mut self, profile: &Profile, asked: &Asked, all_settled: usize) {
        self.cases += 1;
        self.exact += usize::from(asked.wrong.is_empty());
        self.ours += asked.questions;
        self.all_settled += all_settled;
        self.theirs += profile.asked;
    }

    fn add(&mut self, other: &Score) {
        self.cases += other.cases;
        self.exact += other.exact;
        self.ours += other.ours;
        self.all_settled += other.all_settled;
        self.theirs += other.theirs;
    }

    fn mean(&self, sum: usize) -> f64 {
        if self.cases == 0 { 0.0 } else { (sum as f64 / self.cases as f64 * 10_000.0).round() / 10_000.0 }
    }

    fn line(&self, topic: &str, started: Instant) -> Json {
        let mut line = self.last(started);
        line["topic"] = json!(topic);
        line
    }

    fn last(&self, started: Instant) -> Json {
        json!({
            "input": "amsterdam",
            "cases": self.cases,
            "exact": self.exact,
            "questions_mean": self.mean(self.ours),
            "questions_mean_theirs": self.mean(self.theirs),
            "questions_mean_all_settled": self.mean(self.all_settled),
            "seconds": (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0,
        })
    }
}

/// One complete answer set.
struct Profile {
    place: String,
    files: Vec<String>,
    /// By question id, as written.
    answers: BTreeMap<String, Json>,
    register: BTreeMap<String, Json>,
    /// By name of the permit; nothing where no row of the city's table fits.
    outcome: BTreeMap<String, Option<String>>,
    asked: usize,
}

impl Profile {
    fn read(place: &str, line: &str) -> Result<Profile, String> {
        let json: Json = serde_json::from_str(line).map_err(|e| format!("{place}: {e}"))?;
        let missing = |key: &str| format!("{place}: `{key}` is missing or has another shape");
        let map = |key: &str| -> Result<BTreeMap<String, Json>, String> {
            let object = json[key].as_object().ok_or_else(|| missing(key))?;
            Ok(object.iter().map(|(k, v)| (k.clone(), v.clone())).collect())
        };
        let files = json["files"].as_array().ok_or_else(|| missing("files"))?;
        let files: Option<Vec<String>> = files.iter().map(|f| f.as_str().map(str::to_owned)).collect();
        let outcome = map("outcome_all_answered")?
            .into_iter()
            .map(|(permit, outcome)| match outcome {
                Json::Null => Ok((permit, None)),
                Json::String(text) => Ok((permit, Some(unquoted(&text)))),
                _ => Err(missing("outcome_all_answered")),
            })
            .collect::<Result<_, _>>()?;
        Ok(Profile {
            place: place.to_owned(),
            files: files.ok_or_else(|| missing("files"))?,
            answers: map("answers")?,
            register: map("register")?,
            outcome,
            asked: json["n_asked"].as_u64().and_then(|n| usize::try_from(n).ok()).ok_or_else(|| missing("n_asked"))?,
        })
    }
}

fn unquoted(text: &str) -> String {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text).to_owned()
}

/// One file of rules: the permits in it, in order.
struct Rules {
    permits: Vec<Json>,
    path: String,
}

fn rules(folder: &Path) -> Result<BTreeMap<String, Rules>, String> {
    let mut rules = BTreeMap::new();
    for source in files::texts(folder, "", "json")? {
        let path = source.name;
        let json: Json = serde_json::from_str(&source.text).map_err(|e| format!("{path}: {e}"))?;
        let permits = json["permits"].as_array().ok_or_else(|| format!("{path}: `permits` is missing"))?.clone();
        let name = Path::new(&path).file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        rules.insert(name.trim_end_matches(".zst").to_owned(), Rules { permits, path });
    }
    Ok(rules)
}

/// When asking ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// When all is settled, or the city must be contacted.
    AtContact,
    AllSettled,
}

/// Several files asked together, ready to answer.
struct Topic {
    draft: Draft,
    prepared: Prepared,
    /// From the id of a question to the key of its input: questions with one uuid are one.
    inputs: BTreeMap<String, String>,
    kinds: BTreeMap<String, Kind>,
    /// From the name of a permit to the key of its conclusion.
    conclusions: BTreeMap<String, String>,
    /// The next question by what is known: answer sets share most of their ways.
    next: BTreeMap<Vec<(FactId, Value)>, Option<FactId>>,
}

struct Asked {
    questions: usize,
    /// Every outcome is settled: asking did not end at "contact the city" before that.
    is_settled: bool,
    wrong: Vec<String>,
}

impl Topic {
    fn of(files: &[String], rules: &BTreeMap<String, Rules>, end: End) -> Result<Topic, String> {
        let (mut models, mut reading) = (Vec::new(), Reading::default());
        for file in files {
            let rules = rules
                .get(file)
                .ok_or_else(|| format!("rules/{file}: there is no such file, but an answer set needs it"))?;
            for (number, permit) in rules.permits.iter().enumerate() {
                models.push(reading.permit(&rules.path, number, permit)?);
            }
        }
        if end == End::AllSettled {
            let conclusions =
                models.iter_mut().flat_map(|model| &mut model.decisions).filter_map(|d| d.conclusion.as_mut());
            conclusions.for_each(|conclusion| conclusion.contact.clear());
        }
        let draft = decisions::draft(&models, "nl");
        let refused = || draft.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        let catalogue = draft.catalogue.clone().ok_or_else(|| format!("{}: {}", files.join(", "), refused()))?;
        let on = Day::new(2026, 1, 1).ok_or("there is no such day")?;
        let prepared = Prepared::new(Arc::new(catalogue), &draft.event, on).map_err(|e| e.to_string())?;
        let Reading { inputs, kinds, conclusions } = reading;
        for (permit, key) in &conclusions {
            if draft.fact(key).is_none() {
                return Err(format!("{}: permit `{permit}` was not taken along: {}", files.join(", "), refused()));
            }
        }
        Ok(Topic { draft, prepared, inputs, kinds, conclusions, next: BTreeMap::new() })
    }

    fn answer(&mut self, profile: &Profile) -> Result<Asked, String> {
        let fault = |reason: String| format!("{}: {reason}", profile.place);
        let mut known = Known::new();
        let mut answers: BTreeMap<FactId, Value> = BTreeMap::new();
        for (id, written) in &profile.register {
            let Some((fact, value)) = self.value(id, written).map_err(fault)? else { continue };
            answers.insert(fact.clone(), value.clone());
            known.tell(fact, value, Origin::Wish);
        }
        for (id, written) in &profile.answers {
            answers.extend(self.value(id, written).map_err(fault)?);
        }
        let mut wrong = self.differences(&self.told(&answers), profile, true);
        let mut questions = 0;
        while let Some(fact) = self.next(&known) {
            let value = answers.get(&fact).ok_or_else(|| fault(format!("nothing answers `{fact}`")))?;
            known.tell(fact, value.clone(), Origin::Applicant);
            questions += 1;
        }
        wrong.extend(self.differences(&known, profile, false));
        let is_settled = self.differences(&known, profile, true).is_empty();
        Ok(Asked { questions, is_settled, wrong })
    }

    fn told(&self, answers: &BTreeMap<FactId, Value>) -> Known {
        let mut known = Known::new();
        answers.iter().for_each(|(fact, value)| known.tell(fact.clone(), value.clone(), Origin::Applicant));
        known
    }

    fn next(&mut self, known: &Known) -> Option<FactId> {
        let so_far: Vec<(FactId, Value)> = known.iter().map(|(fact, k)| (fact.clone(), k.value.clone())).collect();
        let prepared = &self.prepared;
        self.next.entry(so_far).or_insert_with(|| prepared.next_question(known).map(|question| question.fact)).clone()
    }

    /// Outcomes that are other than the city's; when everything is answered, also those that are missing.
    fn differences(&self, known: &Known, profile: &Profile, is_complete: bool) -> Vec<String> {
        let assessment = self.prepared.assess(known);
        let mut wrong = Vec::new();
        for (permit, right) in &profile.outcome {
            let Some(key) = self.conclusions.get(permit) else {
                wrong.push(format!("there is no permit `{permit}`"));
                continue;
            };
            let value = self.draft.fact(key).and_then(|fact| assessment.finding(fact)).and_then(|f| f.value.clone());
            match value.as_ref().and_then(Value::as_text) {
                None if !is_complete => {}
                None => wrong.push(format!("`{permit}` is not settled, but should be {right:?}")),
                Some(id) => {
                    let said = self.draft.text(key, id);
                    if said != right.as_deref() {
                        wrong.push(format!("`{permit}` is {said:?}, but should be {right:?}"));
                    }
                }
            }
        }
        if profile.outcome.len() != self.conclusions.len() {
            wrong.push(format!(
                "{} permits have an outcome, but {} are asked for",
                profile.outcome.len(),
                self.conclusions.len()
            ));
        }
        wrong
    }

    /// The fact of a question, and its answer; nothing for a question that no table reads.
    fn value(&self, id: &str, written: &Json) -> Result<Option<(FactId, Value)>, String> {
        let key = self.inputs.get(id).ok_or_else(|| format!("there is no question `{id}`"))?;
        let Some(fact) = self.draft.fact(key) else { return Ok(None) };
        let unfit = || format!("`{written}` is no answer of question `{id}`");
        let choice = |written: &Json| -> Result<String, String> {
            let text = written.as_str().map(unquoted).ok_or_else(unfit)?;
            self.draft.choice(key, &text).map(str::to_owned).ok_or_else(unfit)
        };
        let value = match self.kinds.get(key) {
            Some(Kind::YesNo) => Value::Bool(written.as_bool().ok_or_else(unfit)?),
            Some(Kind::Choice(_)) => Value::Text(choice(written)?),
            Some(Kind::Choices(_)) => {
                let mut ids: Vec<String> = match written {
                    Json::Array(all) => all.iter().map(choice).collect::<Result<_, _>>()?,
                    one => vec![choice(one)?],
                };
                ids.sort();
                Value::Choices(ids)
            }
            Some(Kind::Number) => {
                let text = written.as_str().map_or_else(|| written.to_string(), unquoted);
                Value::Number(text.parse().map_err(|_| unfit())?)
            }
            _ => Value::Text(written.as_str().map(unquoted).ok_or_else(unfit)?),
        };
        Ok(Some((fact.clone(), value)))
    }
}

/// What is read off the files of one topic.
#[derive(Default)]
struct Reading {
    inputs: BTreeMap<String, String>,
    kinds: BTreeMap<String, Kind>,
    conclusions: BTreeMap<String, String>,
}

impl Reading {
    /// One permit as a model.
    fn permit(&mut self, path: &str, number: usize, permit: &Json) -> Result<Model, String> {
        let name = permit["name"].as_str().ok_or_else(|| format!("{path}: permit {} has no `name`", number + 1))?;
        let place = format!("{path}: permit `{name}`");
        let mut model = Model { name: name.to_owned(), ..Model::default() };
        for question in permit["questions"].as_array().ok_or_else(|| format!("{place}: `questions` is missing"))? {
            let input = self.question(&place, question, &permit["decisions"])?;
            model.inputs.push(input);
        }
        let tables = permit["decisions"].as_object().ok_or_else(|| format!("{place}: `decisions` is missing"))?;
        let key = |id: &str| format!("{path}#{number}#{id}").replace(['{', '}'], "_");
        for (id, table) in tables {
            let place = format!("{place}, decision `{id}`");
            let mut decision = self.decision(&place, table, &key)?;
            decision.key = key(id);
            if id == CONCLUSION {
                decision.name = name.to_owned();
                decision.conclusion = dmn::conclusion(&decision.kind);
                if self.conclusions.insert(name.to_owned(), decision.key.clone()).is_some() {
                    return Err(format!("{place}: another permit of the same files has this name"));
                }
            } else {
                decision.name = format!("{name} {}", model.decisions.len() + 1);
            }
            model.decisions.push(decision);
        }
        Ok(model)
    }

    fn question(&mut self, place: &str, question: &Json, decisions: &Json) -> Result<Input, String> {
        let id = question["id"].as_str().ok_or_else(|| format!("{place}: a question has no `id`"))?;
        let key = question["uuid"].as_str().unwrap_or(id).replace(['{', '}'], "_");
        let texts = |options: &Json| -> Option<Vec<String>> {
            options.as_array()?.iter().map(|option| option.as_str().map(str::to_owned)).collect()
        };
        let is_several =
            question["collection"].as_bool().unwrap_or(false) || question["multiple"].as_bool().unwrap_or(false);
        let kind = match (question["type"].as_str(), texts(&question["options"])) {
            (Some("boolean"), _) => Kind::YesNo,
            // What a map answers stands only in the tables: `"ja"`, `"nee"`, `"deels"`, or true and false.
            (Some("geo"), _) => mentioned(id, decisions).map_or(Kind::YesNo, Kind::Choice),
            (Some("string" | "list"), Some(options)) if is_several => Kind::Choices(options),
            (Some("string" | "list"), Some(options)) => Kind::Choice(options),
            (Some("string"), None) => Kind::Text,
            (Some("number" | "numeric" | "integer"), _) => Kind::Number,
            (other, _) => return Err(format!("{place}: question `{id}` has type {other:?}, which is not understood")),
        };
        if let Some(before) = self.kinds.insert(key.clone(), kind.clone())
            && before != kind
        {
            return Err(format!("{place}: question `{id}` has other options than another question with its uuid"));
        }
        self.inputs.insert(id.to_owned(), key.clone());
        let line = |name: &str| question[name].as_str().map(str::to_owned);
        Ok(Input {
            key,
            name: line("text").or_else(|| line("identification")).unwrap_or_else(|| id.to_owned()),
            ask: line("text"),
            help: line("description"),
            kind,
            register: line("autofill"),
        })
    }

    fn decision(&self, place: &str, json: &Json, key: &dyn Fn(&str) -> String) -> Result<Decision, String> {
        let ids = |name: &str| -> Vec<&str> {
            json[name].as_array().into_iter().flatten().filter_map(Json::as_str).collect()
        };
        let mut over: Vec<Column> = Vec::new();
        for id in ids("requiredInputs") {
            let input = self.inputs.get(id).ok_or_else(|| format!("{place}: there is no question `{id}`"))?;
            over.push(Column::Key(input.clone()));
        }
        over.extend(ids("requiredDecisions").into_iter().map(|id| Column::Key(key(id))));
        let written =
            json["decisionTable"]["rules"].as_array().ok_or_else(|| format!("{place}: `rules` is missing"))?;
        let mut rows = Vec::new();
        let mut texts: Vec<String> = Vec::new();
        for (number, row) in written.iter().enumerate() {
            let place = format!("{place}, row {}", number + 1);
            let cells = row["inputs"].as_array().filter(|cells| cells.len() == over.len());
            let cells =
                cells.ok_or_else(|| format!("{place}: it has not one cell for each of {} inputs", over.len()))?;
            let when = cells
                .iter()
                .map(|cell| match cell {
                    Json::String(text) => dmn::cell(text),
                    other => dmn::cell(&other.to_string()),
                })
                .collect::<Result<Vec<_>, _>>()
                .map_err(|reason| format!("{place}: {reason}"))?;
            let output = row["output"].as_str().ok_or_else(|| format!("{place}: `output` is missing"))?;
            let then = dmn::output(output).map_err(|reason| format!("{place}: {reason}"))?;
            let Literal::Text(text) = &then else { return Err(format!("{place}: its output is no text")) };
            if !texts.contains(text) {
                texts.push(text.clone());
            }
            rows.push(Row { when, then });
        }
        // The files name no hit policy; the city's checker takes the first row that fits.
        let logic = Logic::Table(Table { hit: Hit::First, over, rows, otherwise: None });
        let (key, name) = (String::new(), String::new());
        Ok(Decision { key, name, place: place.to_owned(), kind: Kind::Choice(texts), logic, conclusion: None })
    }
}

/// The texts that the tables compare a question with; nothing when there are none.
fn mentioned(question: &str, decisions: &Json) -> Option<Vec<String>> {
    let mut texts: Vec<String> = Vec::new();
    for decision in decisions.as_object()?.values() {
        let column = decision["requiredInputs"].as_array().and_then(|all| all.iter().position(|id| id == question));
        let Some(column) = column else { continue };
        for row in decision["decisionTable"]["rules"].as_array().into_iter().flatten() {
            let tests = row["inputs"][column].as_str().and_then(|cell| dmn::cell(cell).ok()).unwrap_or_default();
            for test in tests {
                if let Test::Is(Literal::Text(text)) = test
                    && !texts.contains(&text)
                {
                    texts.push(text);
                }
            }
        }
    }
    (!texts.is_empty()).then_some(texts)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const RULES: &str = r#"{"permits": [{"name": "Wall", "questions": [
        {"id": "a", "uuid": "u", "type": "boolean", "text": "Is there a fire?"},
        {"id": "b", "type": "string", "options": ["Stone, or brick", "Wood"], "text": "Of what?"},
        {"id": "c", "type": "string", "options": ["Listed", "Not listed"], "autofill": "someList", "text": "Listed?"}],
        "decisions": {
          "one": {"requiredInputs": ["b", "c"], "decisionTable": {"rules": [
            {"inputs": ["\"Stone, or brick\"", "\"Listed\""], "output": "\"Vergunningplicht\""},
            {"inputs": ["\"Wood\"", "-"], "output": "\"no hit\""}]}},
          "dummy": {"requiredInputs": ["a"], "requiredDecisions": ["one"], "decisionTable": {"rules": [
            {"inputs": [true, "-"], "output": "\"NeemContactOpMet\""},
            {"inputs": ["-", "\"Vergunningplicht\""], "output": "\"Vergunningplicht\""},
            {"inputs": ["-", "\"no hit\""], "output": "\"Toestemmingsvrij\""}]}}}}]}"#;

    fn profile(fire: bool, made_of: &str, outcome: &str, asked: usize) -> String {
        format!(
            r#"{{"files": ["wall.json"], "answers": {{"a": {fire}, "b": "\"{made_of}\""}}, "register": {{"c": "\"Not listed\""}}, "outcome_all_answered": {{"Wall": {outcome}}}, "n_asked": {asked}}}"#
        ) + "\n"
    }

    fn folder(profiles: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("rules")).unwrap();
        std::fs::write(folder.path().join("rules/wall.json"), RULES).unwrap();
        std::fs::write(folder.path().join("profiles_small.jsonl"), profiles).unwrap();
        folder
    }

    #[test]
    fn answers_are_exact_and_registers_cost_no_question() {
        let profiles = profile(true, "Wood", r#""\"NeemContactOpMet\"""#, 1)
            + &profile(false, "Wood", r#""\"Toestemmingsvrij\"""#, 2)
            + &profile(false, "Stone, or brick", "null", 2);
        let (line, exact) = run(folder(&profiles).path()).unwrap();
        assert!(exact, "{line}");
        assert_eq!((&line["cases"], &line["exact"]), (&json!(3), &json!(3)));
        assert_eq!(line["questions_mean"], json!(1.6667));
    }

    #[test]
    fn a_wrong_outcome_is_not_exact() {
        let profiles = profile(true, "Wood", r#""\"Toestemmingsvrij\"""#, 1);
        assert!(!run(folder(&profiles).path()).unwrap().1);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let here = folder("{\n");
        assert!(run(here.path()).unwrap_err().contains("profiles_small.jsonl:1"));
        std::fs::write(here.path().join("rules/wall.json"), "{}").unwrap();
        assert!(run(here.path()).unwrap_err().contains("wall.json"));
        let other = folder(&profile(true, "Wood", "null", 1).replace("wall.json", "gate.json"));
        assert!(run(other.path()).unwrap_err().contains("gate.json"));
        assert!(run(Path::new("/nowhere")).unwrap_err().contains("/nowhere"));
    }
}
