//! Journey stories: what is given, and what follows from it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use catalogue::{AuthorityId, BanId, Catalogue, DutyId, EventId, PermitId};
use journey::{Assessment, Form, Known, Need, Origin, Plan, Prepared};
use rules::{Day, Ternary, Value};

use super::Findings;
use super::parse::{Line, Told, list};
use crate::ordinary;

/// A permit by id, name or short name.
pub(super) fn find_permit(catalogue: &Catalogue, name: &str) -> Option<PermitId> {
    let name = name.trim().trim_matches('`');
    let id = PermitId::new(name);
    if catalogue.permits.contains_key(&id) {
        return Some(id);
    }
    let named =
        |p: &&catalogue::Permit| p.name.0.values().chain(p.short.0.values()).any(|n| n.eq_ignore_ascii_case(name));
    catalogue.permits.values().find(named).map(|p| p.id.clone())
}

/// A day of the story: `2026-03-02`, or `03-02` in its year.
pub(super) fn find_day(text: &str, year: i16) -> Option<Day> {
    let text = text.trim();
    text.parse().ok().or_else(|| format!("{year:04}-{text}").parse().ok())
}

pub(super) fn on(told: &Told) -> Result<Day, (usize, String)> {
    let Some(setting) = told.setting("on") else { return Err((told.line, "`on: YYYY-MM-DD` is missing".to_owned())) };
    setting.right.parse().map_err(|_| (setting.line, format!("`{}` is no day", setting.right)))
}

struct Follows<'a> {
    catalogue: &'a Catalogue,
    known: &'a Known,
    full: Known,
    on: Day,
    prepared: &'a Prepared,
    assessment: Assessment,
    form: Form,
    plan: Result<Plan, rules::CalendarGap>,
}

/// Events that are prepared already, so that stories of one day share them.
pub(super) type Ready = BTreeMap<(EventId, Day), Prepared>;

pub(super) fn check(told: &Told, catalogue: &Arc<Catalogue>, ready: &mut Ready, findings: &mut Findings<'_>) {
    if told.then.is_empty() {
        if told.days.is_empty() && told.problems.is_empty() {
            findings.fail(told.line, "a table `| then | |` or `| day | who | does | then |`", "only what is given");
        }
        return;
    }
    let on = match on(told) {
        Ok(on) => on,
        Err((line, why)) => return findings.fail(line, "the day of the story", why),
    };
    let (known, commitments) = known(told, catalogue, on, findings);
    let Some(event) = told.setting("event") else {
        return findings.fail(told.line, "`event: …`", "it is missing");
    };
    let id = EventId::new(event.right.as_str());
    let prepared = match ready.entry((id.clone(), on)) {
        Entry::Occupied(found) => found.into_mut(),
        Entry::Vacant(place) => match Prepared::new(Arc::clone(catalogue), &id, on) {
            Ok(prepared) => place.insert(prepared),
            Err(why) => return findings.fail(event.line, "an event of the catalogue", why.to_string()),
        },
    };
    let prepared = &*prepared;
    let assessment = prepared.assess(&known);
    let full = known.completed(catalogue, on);
    let form = Form::new(prepared, &assessment, &known, &commitments);
    let plan = Plan::new(catalogue, &assessment, &full, &commitments, on);
    let follows = Follows { catalogue, known: &known, full, on, prepared, assessment, form, plan };
    for line in &told.then {
        let expected = format!("{} | {}", line.left, line.right);
        match follows.line(line) {
            Ok(otherwise) => findings.check(line.line, &expected, otherwise),
            Err(why) => findings.fail(line.line, &expected, why),
        }
    }
}

/// What a story gives, and the permits for which the commitment is chosen.
pub(super) fn known(
    told: &Told,
    catalogue: &Catalogue,
    on: Day,
    findings: &mut Findings<'_>,
) -> (Known, Vec<PermitId>) {
    let mut known = Known::new();
    let mut commitments = Vec::new();
    for line in &told.given {
        if line.left == "commitment" {
            commitments.extend(list(&line.right).iter().filter_map(|p| find_permit(catalogue, p)));
            continue;
        }
        match given(catalogue, line, on) {
            Ok((fact, Some(value), origin)) => known.tell(fact, value, origin),
            Ok((fact, None, _)) => known.not_yet(fact),
            Err(why) => findings.fail(line.line, &format!("{} | {}", line.left, line.right), why),
        }
    }
    (known, commitments)
}

/// A fact with its value (none: not known yet) and who said so; `from REGISTER: value` is a register's word.
fn given(catalogue: &Catalogue, line: &Line, on: Day) -> Result<(rules::FactId, Option<Value>, Origin), String> {
    let fact = ordinary::find_fact(catalogue, &line.left).ok_or_else(|| no_such("fact", &line.left, catalogue))?;
    let (text, origin) = match line.right.strip_prefix("from ").and_then(|t| t.split_once(':')) {
        Some((register, value)) => {
            let register = catalogue::RegisterId::new(register.trim());
            if !catalogue.registers.contains_key(&register) {
                return Err(format!("there is no register `{register}`"));
            }
            (value, Origin::Register { register, on })
        }
        None => (line.right.as_str(), Origin::Applicant),
    };
    if text.trim() == "not known yet" {
        return Ok((fact.id.clone(), None, origin));
    }
    Ok((fact.id.clone(), Some(ordinary::read(fact, text, on)?), origin))
}

pub(super) fn no_such(what: &str, name: &str, catalogue: &Catalogue) -> String {
    let last = name.rsplit('.').next().unwrap_or(name);
    let near = catalogue.facts.keys().find(|f| f.as_str().ends_with(last));
    match near {
        Some(near) if what == "fact" => format!("there is no fact `{name}`; did you mean `{near}`?"),
        _ => format!("there is no {what} `{name}`"),
    }
}

fn word(need: Need) -> &'static str {
    match need {
        Need::Needed => "applies",
        Need::NotNeeded => "does not apply",
        Need::Open => "is still open",
    }
}

impl Follows<'_> {
    fn permit(&self, name: &str) -> Result<PermitId, String> {
        find_permit(self.catalogue, name).ok_or_else(|| no_such("permit", name, self.catalogue))
    }

    fn need(&self, names: &str, wanted: Need) -> Result<Option<String>, String> {
        let mut wrong = Vec::new();
        for name in list(names) {
            let id = self.permit(&name)?;
            let found = self.assessment.permit(&id).map_or(Need::NotNeeded, |p| p.need);
            if found != wanted {
                wrong.push(format!("`{id}` {}", word(found)));
            }
        }
        Ok((!wrong.is_empty()).then(|| wrong.join(", ")))
    }

    fn ban(&self, names: &str, wanted: Need) -> Result<Option<String>, String> {
        let mut wrong = Vec::new();
        if names.trim() == "none" || names.trim().is_empty() {
            let any: Vec<String> = self.assessment.banned().map(|b| b.ban.to_string()).collect();
            return Ok((!any.is_empty()).then(|| any.join(", ")));
        }
        for name in list(names) {
            let id = BanId::new(name);
            if !self.catalogue.bans.contains_key(&id) {
                return Err(no_such("ban", id.as_str(), self.catalogue));
            }
            let found = self.assessment.bans.iter().find(|b| b.ban == id).map_or(Need::NotNeeded, |b| b.need);
            if found != wanted {
                wrong.push(format!("`{id}` {}", word(found)));
            }
        }
        Ok((!wrong.is_empty()).then(|| wrong.join(", ")))
    }

    fn duty(&self, names: &str, wanted: Need) -> Result<Option<String>, String> {
        let mut wrong = Vec::new();
        for name in list(names) {
            let id = DutyId::new(name);
            if !self.catalogue.duties.contains_key(&id) {
                return Err(no_such("duty", id.as_str(), self.catalogue));
            }
            let found = self.assessment.duties.iter().find(|d| d.duty == id).map_or(Need::NotNeeded, |d| d.need);
            if found != wanted {
                wrong.push(format!("`{id}` {}", word(found)));
            }
        }
        Ok((!wrong.is_empty()).then(|| wrong.join(", ")))
    }

    fn facts(&self, names: &str, holds: impl Fn(&rules::FactId) -> bool, not: &str) -> Result<Option<String>, String> {
        let mut wrong = Vec::new();
        for name in list(names) {
            let fact =
                ordinary::find_fact(self.catalogue, &name).ok_or_else(|| no_such("fact", &name, self.catalogue))?;
            if !holds(&fact.id) {
                wrong.push(format!("`{}` {not}", fact.id));
            }
        }
        Ok((!wrong.is_empty()).then(|| wrong.join(", ")))
    }

    fn plan(&self) -> Result<&Plan, String> {
        self.plan
            .as_ref()
            .map_err(|gap| format!("nothing can be promised: the working days of {} are not published", gap.year))
    }

    fn same<T: PartialEq + std::fmt::Display>(found: T, wanted: T) -> Result<Option<String>, String> {
        Ok((found != wanted).then(|| found.to_string()))
    }

    fn day(&self, text: &str) -> Result<Day, String> {
        find_day(text, self.on.year()).ok_or_else(|| format!("`{text}` is no day"))
    }

    /// `permit: rest`
    fn of_permit<'t>(&self, text: &'t str) -> Result<(PermitId, &'t str), String> {
        let (name, rest) = text.split_once(':').or_else(|| text.split_once(' ')).ok_or("write `permit: …`")?;
        Ok((self.permit(name)?, rest.trim()))
    }

    /// `at most 8 knowing venue.kind`: how many questions are asked one after the other, each answered with what is given,
    /// of somebody of whom only the named facts are known.
    fn questions(&self, text: &str) -> Result<Option<String>, String> {
        const HOW: &str = "write `at most NUMBER`, or `at most NUMBER knowing FACT, FACT`";
        let (most, begun) = text.split_once(" knowing ").unwrap_or((text, ""));
        let most: usize = most.trim().strip_prefix("at most ").and_then(|n| n.trim().parse().ok()).ok_or(HOW)?;
        let mut known = Known::new();
        let mut tell = |fact: &rules::FactId| match self.known.get(fact) {
            Some(told) => {
                known.tell(fact.clone(), told.value.clone(), told.origin.clone());
                Ok(known.clone())
            }
            None => Err(format!("`{fact}` is not given")),
        };
        let mut so_far = Known::new();
        for name in list(begun) {
            let fact =
                ordinary::find_fact(self.catalogue, &name).ok_or_else(|| no_such("fact", &name, self.catalogue))?;
            so_far = tell(&fact.id)?;
        }
        let mut asked = Vec::new();
        while let Some(question) = self.prepared.next_question(&so_far) {
            so_far = tell(&question.fact)?;
            asked.push(question.fact.to_string());
        }
        Ok((asked.len() > most).then(|| format!("{}: {}", asked.len(), asked.join(", "))))
    }

    fn in_form(&self, fact: &rules::FactId) -> bool {
        self.form.asked(self.catalogue, self.known).any(|f| &f.fact == fact)
    }

    /// `Ok(None)`: it holds; `Ok(Some)`: what was found instead; `Err`: it cannot be checked.
    #[allow(clippy::too_many_lines, reason = "the list of verbs reads as a list")]
    fn line(&self, line: &Line) -> Result<Option<String>, String> {
        let right = line.right.as_str();
        match line.left.to_lowercase().as_str() {
            "needs" => self.need(right, Need::Needed),
            "needs only" => {
                let mut wanted = Vec::new();
                for name in list(right) {
                    wanted.push(self.permit(&name)?);
                }
                let found: Vec<PermitId> = self.assessment.needed().map(|p| p.permit.clone()).collect();
                let same = found.len() == wanted.len() && found.iter().all(|f| wanted.contains(f));
                Ok((!same).then(|| found.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")))
            }
            "does not need" => self.need(right, Need::NotNeeded),
            "may need" => self.need(right, Need::Open),
            "reason" => {
                let (permit, facts) = self.of_permit(right)?;
                let reason = self.assessment.permit(&permit).map(|p| p.reason.clone()).unwrap_or_default();
                let found: Vec<&str> = reason.iter().map(rules::FactId::as_str).collect();
                self.facts(facts, |f| reason.contains(f), &format!("is not among {found:?}"))
            }
            "ban" => self.ban(right, Need::Needed),
            "no ban" => self.ban(right, Need::NotNeeded),
            "duty" => self.duty(right, Need::Needed),
            "no duty" => self.duty(right, Need::NotNeeded),
            "asks next" => {
                let next = self.prepared.next_question(self.known).map_or("nothing".to_owned(), |q| q.fact.to_string());
                if right == "nothing" {
                    return Self::same(next, "nothing".to_owned());
                }
                let fact =
                    ordinary::find_fact(self.catalogue, right).ok_or_else(|| no_such("fact", right, self.catalogue))?;
                Self::same(next, fact.id.to_string())
            }
            "questions" => self.questions(right),
            "asks" => self.facts(right, |f| self.assessment.open.contains(f), "is not asked"),
            "does not ask" => self.facts(right, |f| !self.assessment.open.contains(f), "is asked"),
            "form asks" => self.facts(right, |f| self.in_form(f), "is not asked in the form"),
            "form does not ask" => self.facts(right, |f| !self.in_form(f), "is asked in the form"),
            "papers" => {
                let there: Vec<String> =
                    self.form.papers.iter().filter(|p| !p.proved_by_register).map(|p| p.evidence.to_string()).collect();
                let missing: Vec<String> = list(right).into_iter().filter(|p| !there.contains(p)).collect();
                Ok((!missing.is_empty()).then(|| there.join(", ")))
            }
            "no paper" => {
                let there: Vec<String> =
                    self.form.papers.iter().filter(|p| !p.proved_by_register).map(|p| p.evidence.to_string()).collect();
                let wrong: Vec<String> = list(right).into_iter().filter(|p| there.contains(p)).collect();
                Ok((!wrong.is_empty()).then(|| wrong.join(", ")))
            }
            "commitment offered" => {
                let permit = self.permit(right)?;
                let offered: Vec<String> = self.form.commitments.iter().map(|c| c.permit.to_string()).collect();
                Ok((!offered.iter().any(|o| o == permit.as_str())).then(|| offered.join(", ")))
            }
            "no commitment" => {
                let permit = self.permit(right)?;
                let offered = self.form.commitments.iter().any(|c| c.permit == permit);
                Ok(offered.then(|| format!("`{permit}` offers one")))
            }
            "promised" => {
                if right == "nothing" {
                    return Ok(self.plan.as_ref().ok().map(|p| p.promised.to_string()));
                }
                let plan = self.plan()?;
                match self.of_permit(right) {
                    Ok((permit, day)) => {
                        let part = plan.part(&permit).ok_or_else(|| format!("`{permit}` is not in the plan"))?;
                        Self::same(part.promised, self.day(day)?)
                    }
                    Err(_) => Self::same(plan.promised, self.day(right)?),
                }
            }
            "law's limit" => {
                let (permit, day) = self.of_permit(right)?;
                let part = self.plan()?.part(&permit).ok_or_else(|| format!("`{permit}` is not in the plan"))?;
                Self::same(part.legal, self.day(day)?)
            }
            "after" => {
                let (permit, first) = self.of_permit(right)?;
                let first = self.permit(first)?;
                let part = self.plan()?.part(&permit).ok_or_else(|| format!("`{permit}` is not in the plan"))?;
                let after: Vec<String> = part.after.iter().map(ToString::to_string).collect();
                Ok((!part.after.contains(&first)).then(|| after.join(", ")))
            }
            "decided by" => {
                let (permit, authority) = self.of_permit(right)?;
                let wanted = AuthorityId::new(authority);
                if !self.catalogue.authorities.contains_key(&wanted) {
                    return Err(no_such("authority", authority, self.catalogue));
                }
                let part = self.plan()?.part(&permit).ok_or_else(|| format!("`{permit}` is not in the plan"))?;
                Self::same(part.authority.to_string(), wanted.to_string())
            }
            "latest filing" => {
                let day = self.plan()?.latest_filing.as_ref().map_or("any day".to_owned(), |l| l.day.to_string());
                let wanted = if right == "any day" { right.to_owned() } else { self.day(right)?.to_string() };
                Self::same(day, wanted)
            }
            "too late" => {
                let late = self.plan()?.latest_filing.as_ref().is_some_and(|l| l.too_late);
                Ok((late != (right != "no")).then(|| if late { "too late" } else { "in time" }.to_owned()))
            }
            "visits" => Self::same(self.plan()?.visits.to_string(), right.to_owned()),
            "rule holds" | "rule fails" => {
                let (permit, rule) = self.of_permit(right)?;
                let definition =
                    self.catalogue.permits.get(&permit).and_then(|p| p.rules.iter().find(|r| r.id == rule));
                let definition = definition.ok_or_else(|| format!("`{permit}` has no rule `{rule}`"))?;
                let found = definition.must.holds(&self.full);
                let wanted = if line.left.to_lowercase() == "rule holds" { Ternary::True } else { Ternary::False };
                Ok((found != wanted).then(|| format!("{found:?}")))
            }
            "cross-check fails" | "cross-checks hold" => {
                let fact =
                    ordinary::find_fact(self.catalogue, right).ok_or_else(|| no_such("fact", right, self.catalogue))?;
                let holds = !failing(fact, &self.full);
                let wanted = line.left.to_lowercase() == "cross-checks hold";
                Ok((holds != wanted).then(|| if holds { "it holds" } else { "it fails" }.to_owned()))
            }
            "working day" | "day off" => {
                let working = self
                    .catalogue
                    .calendar
                    .is_working(self.day(right)?)
                    .map_err(|g| format!("{} is not published", g.year))?;
                let wanted = line.left.to_lowercase() == "working day";
                Ok((working != wanted).then(|| if working { "a working day" } else { "a day off" }.to_owned()))
            }
            other => Err(format!("`{other}` is not something a journey story can say")),
        }
    }
}

fn failing(fact: &catalogue::Fact, full: &Known) -> bool {
    fact.must
        .iter()
        .filter(|m| m.applies.as_ref().is_none_or(|c| c.holds(full) == Ternary::True))
        .any(|m| m.must.holds(full) == Ternary::False)
}
