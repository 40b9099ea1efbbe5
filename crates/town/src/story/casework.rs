//! Casework stories: who does what on which day, in a real office in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use casework::{About, Case, OfficialId, PartStage, PersonId, PointId, StopReason, Who, acts};
use catalogue::{AuthorityId, Catalogue, EventId, EvidenceId, PermitId, RegisterId};
use journey::Known;
use office::{CaseFile, Entry, Office, Official, SeededWorld, Turned};
use rules::{Day, FactId, Value};
use store::{Place, Store};

use super::Findings;
use super::after::Doing;
use super::journey::{find_day, find_permit, no_such, on};
use super::parse::{DayRow, Told, pairs};
use crate::found::Town;
use crate::registers::TownRegisters;
use crate::{hands, ordinary};

/// The town of all stories; the same for everybody, so that a story always ends the same way.
const SEED: u64 = 7;

/// The district whose offices act.
const DISTRICT: &str = "110108";

/// The first person of the town who has no firm.
const WITHOUT_FIRM: usize = 100;

/// A part somebody plays.
#[derive(Clone, Debug)]
pub(super) enum Player {
    Applicant(String),
    Official(Official),
    /// Whoever the case has; named at filing.
    Representative,
    /// One who is not the case's.
    OtherRepresentative,
    Clerk {
        id: String,
        window: String,
    },
    /// Everybody whose turn it is.
    City,
}

/// A row that cannot be carried out as it is written, apart from acts that are refused.
pub(super) type Unclear = String;

pub(super) struct Days {
    pub(super) office: Office,
    pub(super) world: Arc<SeededWorld>,
    pub(super) town: Arc<Town>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) values: BTreeMap<FactId, Value>,
    pub(super) players: BTreeMap<String, Player>,
    pub(super) case: Option<String>,
    pub(super) silent: Vec<RegisterId>,
    /// How much of the history was there before this row.
    pub(super) seen_events: usize,
    pub(super) year: i16,
    pub(super) marks: u64,
    /// The code of the last invitation, as it was given on.
    pub(super) code: String,
}

pub(super) async fn check(told: &Told, catalogue: &Arc<Catalogue>, findings: &mut Findings<'_>) {
    let mut days = match open(told, catalogue) {
        Ok(days) => days,
        Err((line, why)) => return findings.fail(line, "a story that can begin", why),
    };
    for line in &told.given {
        let read = ordinary::find_fact(catalogue, &line.left)
            .ok_or_else(|| no_such("fact", &line.left, catalogue))
            .and_then(|fact| Ok((fact.id.clone(), ordinary::read(fact, &line.right, days.office.today())?)));
        match read {
            Ok((fact, value)) => {
                days.values.insert(fact, value);
            }
            Err(why) => return findings.fail(line.line, &format!("{} | {}", line.left, line.right), why),
        }
    }
    let mut before =
        DayRow { line: 0, day: String::new(), who: String::new(), does: String::new(), then: String::new() };
    for row in &told.days {
        // An empty cell means: as in the row above.
        let mut row = row.clone();
        for (cell, above) in [(&mut row.day, &before.day), (&mut row.who, &before.who)] {
            if cell.is_empty() {
                cell.clone_from(above);
            }
        }
        if let Err(why) = days.row(&row, findings).await {
            findings.fail(row.line, &format!("{} {} {}", row.day, row.who, row.does), why);
            // What follows builds on what could not be done.
            return;
        }
        before = row;
    }
}

fn open(told: &Told, catalogue: &Arc<Catalogue>) -> Result<Days, (usize, String)> {
    let day = on(told)?;
    let town = Arc::new(Town::found(SEED));
    let store = Store::open(Place::Memory).map_err(|f| (told.line, f.to_string()))?;
    let registers = match told.setting("down") {
        Some(down) => {
            let register = RegisterId::new(down.right.as_str());
            if !catalogue.registers.contains_key(&register) {
                return Err((down.line, format!("there is no register `{register}`")));
            }
            TownRegisters::without(Arc::clone(&town), register)
        }
        None => TownRegisters::new(Arc::clone(&town)),
    };
    let (office, world) = town
        .open_with((**catalogue).clone(), store, day, "https://story.example", false, Arc::new(registers))
        .map_err(|why| (told.line, why.to_string()))?;
    let players = players(told, &town, catalogue)?;
    Ok(Days {
        office,
        world,
        town,
        catalogue: Arc::clone(catalogue),
        values: BTreeMap::new(),
        players,
        case: None,
        silent: Vec::new(),
        seen_events: 0,
        year: day.year(),
        marks: 1,
        code: String::new(),
    })
}

/// `Wang (applicant), Zhao (market-regulation), Ma (representative)`
fn players(told: &Told, town: &Town, catalogue: &Catalogue) -> Result<BTreeMap<String, Player>, (usize, String)> {
    let mut players = BTreeMap::new();
    let Some(setting) = told.setting("people") else { return Ok(players) };
    let (mut with_firm, mut without_firm) = (0usize, WITHOUT_FIRM);
    let mut seats: BTreeMap<AuthorityId, usize> = BTreeMap::new();
    for written in setting.right.split("),").map(|p| p.trim().trim_end_matches(')')) {
        let (name, part) =
            written.split_once('(').ok_or((setting.line, format!("`{written}` has no part in brackets")))?;
        let (name, part) = (name.trim().to_owned(), part.trim());
        let subject = |index: usize| town.people.get(index).map(|p| p.subject.clone()).unwrap_or_default();
        let player = match part {
            "applicant" => {
                with_firm += 1;
                Player::Applicant(subject(with_firm - 1))
            }
            "applicant without a firm" => {
                without_firm += 1;
                Player::Applicant(subject(without_firm - 1))
            }
            "representative" => Player::Representative,
            "another representative" => Player::OtherRepresentative,
            "clerk" => Player::Clerk { id: "clerk-hd-1".to_owned(), window: "hd-1".to_owned() },
            authority => {
                let authority = AuthorityId::new(authority);
                if !catalogue.authorities.contains_key(&authority) {
                    return Err((setting.line, format!("there is no authority `{authority}`")));
                }
                let seat = seats.entry(authority.clone()).or_default();
                let found = town.deciding(&authority, DISTRICT).get(*seat).map(|o| (*o).clone());
                *seat += 1;
                let found = found.ok_or((setting.line, format!("`{authority}` has not so many officials")))?;
                Player::Official(found)
            }
        };
        players.insert(name, player);
    }
    Ok(players)
}

impl Days {
    pub(super) fn id(&self) -> Result<String, Unclear> {
        self.case.clone().ok_or_else(|| "no case is begun yet".to_owned())
    }

    pub(super) async fn file(&self) -> Result<CaseFile, Unclear> {
        self.office.case_file(&self.id()?).await.map_err(|t| t.to_string())
    }

    pub(super) fn player(&self, name: &str) -> Result<Player, Unclear> {
        if matches!(name, "the city" | "everybody") {
            return Ok(Player::City);
        }
        let names = || self.players.keys().cloned().collect::<Vec<_>>().join(", ");
        self.players.get(name).cloned().ok_or_else(|| format!("nobody here is called `{name}`; there are {}", names()))
    }

    pub(super) async fn hand(&self, player: &Player) -> Result<Who, Unclear> {
        Ok(match player {
            Player::Applicant(subject) => {
                let person = PersonId::new(subject.as_str());
                self.agent_hand(&person).await?.unwrap_or(Who::Applicant(person))
            }
            Player::Official(official) => Office::deciding_hand(official),
            Player::OtherRepresentative => {
                Who::Representative { id: OfficialId::new("representative-of-another-case") }
            }
            Player::Representative => {
                let case = self.file().await?.case;
                let named = case.representative().ok_or("the case has no representative before it is filed")?;
                Who::Representative { id: named.id.clone() }
            }
            Player::Clerk { id, window } => {
                let person = match &self.case {
                    Some(_) => self.file().await?.case.applicant().clone(),
                    None => self
                        .players
                        .values()
                        .find_map(|p| if let Player::Applicant(s) = p { Some(PersonId::new(s.as_str())) } else { None })
                        .ok_or("a clerk needs somebody who is present")?,
                };
                Who::Clerk { id: OfficialId::new(id.as_str()), window: window.clone(), for_person: person }
            }
            Player::City => Who::Clock,
        })
    }

    /// Somebody who took a power of attorney acts under it, also when it is over.
    async fn agent_hand(&self, person: &PersonId) -> Result<Option<Who>, Unclear> {
        if self.case.is_none() {
            return Ok(None);
        }
        let case = self.file().await?.case;
        let held = case.mandates().iter().find(|(_, mandate)| mandate.agent.as_ref() == Some(person));
        let for_person = case.applicant().clone();
        Ok(held.map(|(mandate, _)| Who::Agent { person: person.clone(), for_person, mandate: mandate.clone() }))
    }

    /// Goes on to a day (and a time), with the law's clock running every morning in between.
    async fn go_to(&mut self, written: &str) -> Result<(), Unclear> {
        let (day, time) = match written.split_once(' ') {
            Some((day, time)) => (day, Some(time.trim())),
            None => (written, None),
        };
        let day = find_day(day, self.year).ok_or_else(|| format!("`{day}` is no day"))?;
        if day < self.office.today() {
            return Err(format!("{day} is over; it is {}", self.office.today()));
        }
        while self.office.today() < day {
            self.world.move_to(self.office.today().plus_days(1));
            self.office.tick().await.map_err(|t| t.to_string())?;
        }
        if let Some(time) = time {
            let minutes = |text: &str| -> Option<i64> {
                let (hour, minute) = text.split_once(':')?;
                Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
            };
            let wanted = minutes(time).ok_or_else(|| format!("`{time}` is no time"))?;
            let now = minutes(&self.office.clock_text(self.office.instant().at_us)).unwrap_or(0);
            if wanted < now {
                return Err(format!("{time} is over"));
            }
            self.world.pass_minutes(wanted - now);
            self.office.tick().await.map_err(|t| t.to_string())?;
        }
        Ok(())
    }

    async fn row(&mut self, row: &DayRow, findings: &mut Findings<'_>) -> Result<(), Unclear> {
        self.seen_events = match &self.case {
            Some(_) => self.file().await?.case.history().len(),
            None => 0,
        };
        self.go_to(&row.day).await?;
        let expected: Vec<&str> =
            row.then.split(';').map(str::trim).filter(|t| !matches!(*t, "" | "–" | "-" | "—")).collect();
        let player = self.player(&row.who)?;
        let outcome = self.act(&player, &row.does).await?;
        let wants_refusal = expected.iter().any(|e| e.starts_with("refused:") || e.starts_with("missing "));
        match &outcome {
            Err(turned) if !wants_refusal => {
                findings.fail(row.line, &format!("{} {}", row.who, row.does), format!("{turned:?}"));
                return Ok(());
            }
            // What was done without any expectation counts as one that held.
            Ok(()) if expected.is_empty() => findings.check(row.line, "done", None),
            _ => {}
        }
        for expected in expected {
            match self.holds(expected, &outcome).await {
                Ok(otherwise) => findings.check(row.line, expected, otherwise),
                Err(why) => findings.fail(row.line, expected, why),
            }
        }
        Ok(())
    }

    pub(super) fn permit(&self, name: &str) -> Result<PermitId, Unclear> {
        find_permit(&self.catalogue, name).ok_or_else(|| no_such("permit", name, &self.catalogue))
    }

    pub(super) fn about(&self, name: &str) -> Result<About, Unclear> {
        let name = name.trim().trim_matches('`');
        let paper = EvidenceId::new(name);
        if self.catalogue.evidence.contains_key(&paper) {
            return Ok(About::Paper(paper));
        }
        let fact = ordinary::find_fact(&self.catalogue, name).ok_or_else(|| no_such("fact", name, &self.catalogue))?;
        Ok(About::Fact(fact.id.clone()))
    }

    /// The permit that is named, or the first one this official's authority decides here.
    pub(super) fn own_permit(&self, case: &Case, player: &Player, named: Option<&str>) -> Result<PermitId, Unclear> {
        if let Some(name) = named {
            return self.permit(name);
        }
        let Player::Official(official) = player else { return Err("say which permit".to_owned()) };
        let own = case.parts().values().find(|p| p.authority == official.authority);
        own.map(|p| p.permit.clone()).ok_or_else(|| "this authority decides nothing here; say which permit".to_owned())
    }

    pub(super) fn written_values(&self, text: &str) -> Result<BTreeMap<FactId, Value>, Unclear> {
        let mut values = BTreeMap::new();
        for (name, value) in pairs(text) {
            let fact =
                ordinary::find_fact(&self.catalogue, &name).ok_or_else(|| no_such("fact", &name, &self.catalogue))?;
            values.insert(fact.id.clone(), ordinary::read(fact, &value, self.office.today())?);
        }
        if values.is_empty() {
            return Err("write `fact = value; fact = value`".to_owned());
        }
        Ok(values)
    }

    /// Carries out one act: `Ok(Err)` when the office turns it away, `Err` when the row is unclear.
    #[allow(clippy::too_many_lines, reason = "the list of verbs reads as a list")]
    async fn act(&mut self, player: &Player, does: &str) -> Result<Result<(), Turned>, Unclear> {
        let does = does.trim().trim_matches('`');
        let (verb, rest) = does.split_once(' ').map_or((does, ""), |(v, r)| (v, r.trim()));
        if matches!(does, "" | "–" | "waits" | "nothing" | "looks") {
            return Ok(Ok(()));
        }
        let office = self.office.clone();
        if verb == "begins" {
            let event = EventId::new(rest);
            if !self.catalogue.events.contains_key(&event) {
                return Err(format!("there is no event `{event}`"));
            }
            let by = self.hand(player).await?;
            return Ok(match office.begin(None, by, &event, None, "en", Known::new()).await {
                Ok(carried) => {
                    self.case = Some(carried.case.id().as_str().to_owned());
                    Ok(())
                }
                Err(turned) => Err(turned),
            });
        }
        let id = self.id()?;
        let by = self.hand(player).await?;
        let file = self.file().await?;
        let done = |result: Result<office::Carried, Turned>| result.map(|_| ());
        // `permit: words`
        let (head, tail) = rest.split_once(':').map_or((rest, ""), |(h, t)| (h.trim(), t.trim()));
        let words = if verb.ends_with(':') { rest } else { tail }.to_owned();
        Ok(match verb.trim_end_matches(':') {
            "answers" if rest == "everything" || rest.starts_with("everything with") => {
                let mut values = self.values.clone();
                if let Some(with) = rest.strip_prefix("everything with") {
                    values.extend(self.written_values(with)?);
                }
                self.fill(&id, &by, &values).await
            }
            "answers" if rest == "the notice" || rest.starts_with("the notice with") => {
                let mut values = self.values.clone();
                if let Some(with) = rest.strip_prefix("the notice with") {
                    values.extend(self.written_values(with)?);
                }
                self.marks += 1000;
                done(hands::answer_notice(&office, &id, &by, &values, self.marks).await)
            }
            "answers" => {
                let values = self.written_values(rest)?;
                let entries = values.into_iter().map(|(f, v)| (f, Entry::Value(v))).collect();
                done(office.answer(&id, None, by, entries).await)
            }
            "asks" if rest == "the registers" => match office.fetch(&id, by).await {
                Ok((_, silent)) => {
                    self.silent = silent;
                    Ok(())
                }
                Err(turned) => Err(turned),
            },
            "asks" => {
                let later = rest.strip_prefix("later about ");
                let asked = later.or(rest.strip_prefix("about ")).ok_or("write `asks about FACT: words`")?;
                let (what, asks) = asked.split_once(':').ok_or("write `asks about FACT: words`")?;
                let (what, permit) = what.split_once(" for ").map_or((what, None), |(w, p)| (w, Some(p)));
                let permit = match (permit, player) {
                    (None, Player::Representative) => {
                        file.case.parts().keys().next().cloned().ok_or("nothing is filed")?
                    }
                    (named, _) => self.own_permit(&file.case, player, named)?,
                };
                let about = self.about(what)?;
                if later.is_some() {
                    let rule = hands::rule_of(&file.catalogue, &permit, &about);
                    let law = hands::law_of(&file.catalogue, &permit, &about);
                    let point = casework::Point {
                        id: PointId::new(format!("later.{what}")),
                        asks: asks.trim().to_owned(),
                        about,
                        rule,
                        law,
                    };
                    let asked = casework::AskedPoint { permits: vec![permit], point };
                    let until = file
                        .catalogue
                        .calendar
                        .after(office.today(), file.catalogue.city.procedure.answer)
                        .map_err(|g| g.year.to_string())?;
                    done(office.carry_out(&id, None, by, move |c, d| acts::ask_later(c, d, asked, until)).await)
                } else {
                    done(hands::put_point(&office, &id, by, &permit, about, asks.trim()).await)
                }
            }
            "contests" => {
                let About::Fact(fact) = self.about(head)? else { return Err("only a fact is contested".to_owned()) };
                done(office.contest(&id, None, by, fact, words.clone(), words).await)
            }
            "adds" if rest == "all papers" => {
                self.marks += 100;
                hands::add_papers(&office, &id, &by, self.marks).await.map(|_| ())
            }
            "adds" => {
                let About::Paper(evidence) = self.about(rest)? else { return Err(format!("`{rest}` is no paper")) };
                self.marks += 1;
                let (name, bytes) = hands::paper_for(&file.catalogue, &evidence, self.marks);
                done(office.add_paper(&id, by, &evidence, &name, bytes).await)
            }
            "chooses" | "drops" if rest.starts_with("commitment ") => {
                let permit = self.permit(rest.trim_start_matches("commitment "))?;
                done(office.choose_commitment(&id, by, permit, verb == "chooses").await)
            }
            "files" => done(office.file(&id, None, by).await),
            "withdraws" => {
                let permit = if rest.is_empty() { None } else { Some(self.permit(rest)?) };
                done(office.carry_out(&id, None, by, move |c, d| acts::withdraw(c, d, permit.as_ref())).await)
            }
            "accepts" if rest.is_empty() => done(office.carry_out(&id, None, by, acts::accept).await),
            "sends" if rest == "the notice" => done(hands::send_notice(&office, &id, by).await),
            "objects" => {
                let about = self.about(head.trim_start_matches("to "))?;
                let point = point_about(&file.case, &about).ok_or("the notice has no such point")?;
                done(office.object_to_point(&id, None, by, point, words).await)
            }
            "strikes" | "upholds" if !head.starts_with("the refusal of ") => {
                let about = self.about(head)?;
                let point = point_about(&file.case, &about).ok_or("the notice has no such point")?;
                let finding = if verb == "strikes" { acts::Finding::Struck } else { acts::Finding::Stands };
                done(
                    office
                        .carry_out(&id, None, by, move |c, d| acts::review_point(c, d, &point, finding, &words))
                        .await,
                )
            }
            "grants" if rest == "everything" => self.grant_everything(&id).await,
            "grants" => {
                let (permit, conditions) = match rest.split_once(" with condition ") {
                    Some((permit, condition)) => (permit, vec![condition.trim().to_owned()]),
                    None => (rest, Vec::new()),
                };
                let permit = self.permit(permit)?;
                done(office.grant(&id, None, by, None, permit, conditions).await)
            }
            "refuses" => {
                let (permit, rule) = head.split_once(" under ").ok_or("write `refuses PERMIT under RULE: reason`")?;
                let permit = self.permit(permit)?;
                let definition = file.catalogue.permits.get(&permit).ok_or("no such permit")?;
                let rule = definition
                    .rules
                    .iter()
                    .find(|r| r.id == rule.trim())
                    .ok_or_else(|| format!("`{permit}` has no rule `{rule}`"))?;
                let (reason, way) = match words.split_once("; way forward:") {
                    Some((reason, way)) => (reason.trim().to_owned(), way.trim().to_owned()),
                    None => (
                        words.trim_end_matches(" without a way forward").to_owned(),
                        rule.way_forward.say("en").to_owned(),
                    ),
                };
                let way_forward = if words.ends_with("without a way forward") { String::new() } else { way };
                let article = rule
                    .law
                    .iter()
                    .chain(&definition.law)
                    .find(|l| l.article.is_some())
                    .cloned()
                    .ok_or("the rule names no article")?;
                let ground = casework::Ground { rule: rule.id.clone(), article, reason, way_forward };
                done(office.carry_out(&id, None, by, move |c, d| acts::refuse(c, d, &permit, ground)).await)
            }
            "undoes" => {
                let permit = self.permit(rest)?;
                done(office.carry_out(&id, None, by, move |c, d| acts::undo(c, d, &permit)).await)
            }
            "consults" => {
                let (authority, permit) =
                    head.split_once(" about ").ok_or("write `consults AUTHORITY about PERMIT: question`")?;
                let (authority, permit) = (AuthorityId::new(authority.trim()), self.permit(permit)?);
                done(office.carry_out(&id, None, by, move |c, d| acts::consult(c, d, &permit, authority, &words)).await)
            }
            "advises" => {
                let permit = self.permit(head.trim_start_matches("on "))?;
                done(office.carry_out(&id, None, by, move |c, d| acts::advise(c, d, &permit, &words)).await)
            }
            "extends" => {
                let (permit, until) = head.split_once(" until ").ok_or("write `extends PERMIT until DAY: reason`")?;
                let permit = self.permit(permit)?;
                let until = find_day(until, self.year).ok_or("no such day")?;
                done(office.carry_out(&id, None, by, move |c, d| acts::extend(c, d, &permit, until, &words)).await)
            }
            "pauses" => {
                let (permit, reason) = head.split_once(" for ").ok_or("write `pauses PERMIT for test`")?;
                let permit = self.permit(permit)?;
                let reason: StopReason = serde_json::from_value(serde_json::Value::String(reason.trim().to_owned()))
                    .map_err(|_| format!("`{reason}` is no reason for which the law stops a clock"))?;
                let law = file.catalogue.permits.get(&permit).and_then(|p| p.law.first().cloned()).ok_or("no law")?;
                let stop = acts::ToPause { reason, law, expected_until: None };
                done(office.carry_out(&id, None, by, move |c, d| acts::pause(c, d, &permit, stop)).await)
            }
            "resumes" => {
                let permit = self.permit(rest)?;
                done(office.carry_out(&id, None, by, move |c, d| acts::resume(c, d, &permit)).await)
            }
            "explains" => {
                let permit = self.permit(head.trim_start_matches("the delay of "))?;
                done(office.carry_out(&id, None, by, move |c, d| acts::explain_delay(c, d, &permit, &words)).await)
            }
            "suspends" => {
                let permit = self.permit(head)?;
                let law = file.catalogue.permits.get(&permit).and_then(|p| p.law.first().cloned()).ok_or("no law")?;
                let stop = acts::ToSuspend { reason: words, law, rule: None, from: None, until: None };
                done(office.carry_out(&id, None, by, move |c, d| acts::suspend(c, d, &permit, stop)).await)
            }
            "reinstates" => {
                let permit = self.permit(head)?;
                done(office.carry_out(&id, None, by, move |c, d| acts::reinstate(c, d, &permit, &words)).await)
            }
            "appeals" => done(office.appeal(&id, None, by, self.permit(head)?, words).await),
            "writes" => done(office.write_message(&id, None, by, words).await),
            "reads" => {
                let Player::Official(official) = player else { return Err("only an official reads a desk".to_owned()) };
                office.desk_case(official, &id, &self.permit(rest)?).await.map(|_| ())
            }
            verb => {
                let doing = Doing { id: &id, by, file: &file, head, words };
                let done = self.act_after(verb, doing).await?;
                return done.ok_or_else(|| format!("`{does}` is not something a person of a story can do"));
            }
        })
    }

    async fn fill(&mut self, id: &str, by: &Who, values: &BTreeMap<FactId, Value>) -> Result<(), Turned> {
        // What is given first decides which facts matter; then registers; then everything else.
        let file = self.office.case_file(id).await?;
        let sheet = self.office.sheet(&file)?;
        let entries: BTreeMap<FactId, Entry> = values
            .iter()
            .filter(|(f, _)| {
                let definition = file.catalogue.facts.get(*f);
                let from_register = definition.is_some_and(|d| d.register.is_some());
                let matters = sheet.assessment.open.contains(f) || sheet.form.facts().any(|x| &&x.fact == f);
                !from_register && matters && file.known.get(f).is_none()
            })
            .map(|(f, v)| (f.clone(), Entry::Value(v.clone())))
            .collect();
        if !entries.is_empty() {
            self.office.answer(id, None, by.clone(), entries).await?;
        }
        let (_, silent) = self.office.fetch(id, by.clone()).await?;
        self.silent = silent;
        hands::answer_everything(&self.office, id, by, values).await?;
        let (_, silent) = self.office.fetch(id, by.clone()).await?;
        self.silent.extend(silent);
        Ok(())
    }

    async fn grant_everything(&self, id: &str) -> Result<(), Turned> {
        let file = self.office.case_file(id).await?;
        let ready: Vec<PermitId> =
            file.case.parts().values().filter(|p| p.stage == PartStage::Deciding).map(|p| p.permit.clone()).collect();
        for permit in ready {
            let Some(part) = file.case.part(&permit) else { continue };
            let Some(official) = self.town.deciding(&part.authority, DISTRICT).first().copied() else { continue };
            self.office.grant(id, None, Office::deciding_hand(official), None, permit, Vec::new()).await?;
        }
        Ok(())
    }

    pub(super) fn day(&self, text: &str) -> Result<Day, Unclear> {
        find_day(text, self.year).ok_or_else(|| format!("`{text}` is no day"))
    }
}

fn point_about(case: &Case, about: &About) -> Option<PointId> {
    case.notice().points.iter().find(|p| &p.asked.point.about == about).map(|p| p.asked.point.id.clone())
}
