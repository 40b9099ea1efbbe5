//! What a row of a casework story expects, held against the case as it is then.

use std::collections::BTreeSet;

use casework::{About, Decision, Event, Stage};
use journey::{FormMistake, Origin};
use office::{CaseFile, Turned};
use rules::{Day, FactId};

use super::casework::{Days, Unclear};
use crate::hands;

impl Days {
    /// One expectation: `Ok(None)` when it holds, `Ok(Some)` what was found instead, `Err` when it is unclear.
    #[allow(clippy::too_many_lines, reason = "the list of expectations reads as a list")]
    pub(super) async fn holds(&self, expected: &str, outcome: &Result<(), Turned>) -> Result<Option<String>, Unclear> {
        let expected = expected.trim().trim_matches('`');
        if let Some(name) = expected.strip_prefix("refused:") {
            let found = match outcome {
                Ok(()) => return Ok(Some("it was done".to_owned())),
                Err(turned) => format!("{turned:?}"),
            };
            return Ok((!found.contains(name.trim())).then_some(found));
        }
        if let Some(what) = expected.strip_prefix("missing ") {
            let about = self.about(what)?;
            let there = match outcome {
                Err(Turned::Incomplete(mistakes)) => mistakes.iter().any(|m| match (&about, m) {
                    (About::Fact(f), FormMistake::MissingFact { fact } | FormMistake::CrossCheck { fact, .. }) => {
                        f == fact
                    }
                    (About::Paper(p), FormMistake::MissingPaper { evidence }) => p == evidence,
                    _ => false,
                }),
                _ => false,
            };
            return Ok((!there).then(|| format!("{outcome:?}")));
        }
        if expected == "done" {
            return Ok(outcome.as_ref().err().map(|t| format!("{t:?}")));
        }
        if let Some(register) = expected.strip_prefix("silent ") {
            let silent = self.silent.iter().any(|r| r.as_str() == register);
            return Ok((!silent).then(|| format!("silent: {:?}", self.silent)));
        }
        let file = self.file().await?;
        let case = &file.case;
        let new: Vec<&Event> = case.history().iter().skip(self.seen_events).map(|r| &r.event).collect();
        let (first, rest) = expected.split_once(' ').map_or((expected, ""), |(f, r)| (f, r.trim()));
        let same = |found: String, wanted: &str| Ok((found != wanted).then_some(found));
        match first {
            "promised" => {
                let found = case.promised().map_or("nothing".to_owned(), |d| d.to_string());
                return same(found, &self.day(rest)?.to_string());
            }
            "stage" => {
                let found = match case.stage() {
                    Stage::Draft => "draft",
                    Stage::Filed => "filed",
                    Stage::Decided => "decided",
                    Stage::Withdrawn => "withdrawn",
                    Stage::Closed => "closed",
                };
                return same(found.to_owned(), rest);
            }
            _ => {}
        }
        match expected {
            "accepted" => return Ok(case.accepted().is_none().then(|| "not accepted".to_owned())),
            "not accepted" => return Ok(case.accepted().map(|(at, how)| format!("accepted on {}: {how:?}", at.day))),
            "deemed accepted" => {
                let deemed = matches!(case.accepted(), Some((_, casework::Acceptance::Deemed)));
                return Ok((!deemed).then(|| format!("{:?}", case.accepted().map(|a| a.1))));
            }
            "no licence" => return Ok(case.licence().map(|l| format!("licence {}", l.id))),
            "representative named" => return Ok(case.representative().is_none().then(|| "none".to_owned())),
            "nothing asked" => return Ok((!self.nothing_asked(&file)?).then(|| "something is asked".to_owned())),
            "notice open" => return Ok((!case.notice().is_open()).then(|| "no notice is open".to_owned())),
            "notice lapsed" => return Ok(case.notice().lapsed.is_none().then(|| "it has not lapsed".to_owned())),
            "promise moved" | "promise not moved" => {
                let moved = new.iter().any(|e| matches!(e, Event::PromiseMoved { .. }));
                let wanted = expected == "promise moved";
                return Ok((moved != wanted).then(|| if moved { "it moved" } else { "it stayed" }.to_owned()));
            }
            _ => {}
        }
        if let Some(rest) = expected.strip_prefix("licence issued") {
            let Some(kept) = case.licence() else { return Ok(Some("no licence".to_owned())) };
            let licence = self.office.licence(&kept.id).await.map_err(|t| t.to_string())?.licence;
            let Some(wanted) = rest.trim().strip_prefix("with ") else { return Ok(None) };
            let wanted = wanted.trim_end_matches(" parts").trim_end_matches(" part");
            return same(licence.parts.len().to_string(), wanted);
        }
        if let Some(wanted) = expected.strip_prefix("licence version ") {
            return same(case.licence().map_or("none".to_owned(), |l| l.version.to_string()), wanted);
        }
        if let Some(rest) = expected.strip_prefix("licence says ") {
            // `licence says food-business suspended`
            let (permit, state) = rest.rsplit_once(' ').ok_or("write `licence says PERMIT STATE`")?;
            let (permit, kept) = (self.permit(permit)?, case.licence().ok_or("no licence")?);
            let licence = self.office.licence(&kept.id).await.map_err(|t| t.to_string())?.licence;
            let part = licence.parts.iter().find(|p| p.permit == permit.as_str());
            let found = part.map_or("nothing".to_owned(), |p| format!("{:?}", p.state).to_lowercase());
            return same(found, state);
        }
        if let Some(rest) = expected.strip_prefix("notice has ") {
            let wanted = rest.trim_end_matches(" points").trim_end_matches(" point");
            return same(case.notice().points.len().to_string(), wanted);
        }
        if let Some(rest) = expected.strip_prefix("basket has ") {
            let wanted = rest.trim_end_matches(" points").trim_end_matches(" point");
            return same(case.notice().basket.len().to_string(), wanted);
        }
        if let Some(rest) = expected.strip_prefix("read by ") {
            let (office, wanted) = rest.split_once(':').map_or((rest, None), |(o, n)| (o, Some(n)));
            let readings = self.office.readings_of_case(case.id().as_str()).await.map_err(|t| t.to_string())?;
            let others: Vec<_> = readings.iter().filter(|r| r.office != "self").collect();
            if office == "nobody" {
                return Ok((!others.is_empty())
                    .then(|| others.iter().map(|r| r.office.clone()).collect::<Vec<_>>().join(", ")));
            }
            let facts: BTreeSet<&str> =
                others.iter().filter(|r| r.office == office).flat_map(|r| r.facts.iter().map(String::as_str)).collect();
            let Some(wanted) = wanted else { return Ok(facts.is_empty().then(|| "not read".to_owned())) };
            let wanted = wanted.trim().trim_end_matches(" facts").trim_end_matches(" fact");
            let found = facts.len().to_string();
            return Ok((found != wanted).then(|| format!("{found}: {facts:?}")));
        }
        if let Some(fact) = expected.strip_suffix(" is not asked") {
            let About::Fact(fact) = self.about(fact)? else { return Err("only facts are asked".to_owned()) };
            return Ok(self.is_asked(&file, &fact)?.then(|| "it is asked".to_owned()));
        }
        if let Some(fact) = expected.strip_suffix(" is asked") {
            let About::Fact(fact) = self.about(fact)? else { return Err("only facts are asked".to_owned()) };
            return Ok((!self.is_asked(&file, &fact)?).then(|| "it is not asked".to_owned()));
        }
        if let Some(fact) = expected.strip_suffix(" contested") {
            let About::Fact(fact) = self.about(fact)? else { return Err("only facts are contested".to_owned()) };
            return Ok((!case.contested().contains_key(&fact)).then(|| "not contested".to_owned()));
        }
        if let Some((fact, origin)) = expected.split_once(" from ") {
            let About::Fact(fact) = self.about(fact)? else { return Err("only facts come from somewhere".to_owned()) };
            let found = match file.known.get(&fact).map(|k| &k.origin) {
                None => "nobody".to_owned(),
                Some(Origin::Register { register, .. }) => register.to_string(),
                Some(other) => format!("{other:?}").to_lowercase(),
            };
            return same(found, origin.trim());
        }
        if let Some((fact, wanted)) = expected.split_once(" says ") {
            // `premises.operating_area says 98`
            let About::Fact(fact) = self.about(fact)? else { return Err("only facts say something".to_owned()) };
            let found = file.known.value_of(&fact).map_or("nothing".to_owned(), journey::printed::plain);
            return same(found, wanted.trim());
        }
        if let Some((permit, wanted)) = expected.split_once(" until ") {
            let until = case.part(&self.permit(permit)?).and_then(|part| part.grant()?.valid_until);
            return same(until.map_or("never".to_owned(), |d| d.to_string()), wanted.trim());
        }
        if let Some((permit, wanted)) = expected.split_once(" change ") {
            // `drainage change granted`
            let change = case.part(&self.permit(permit)?).and_then(|part| part.change.as_ref());
            return same(change.map_or("none".to_owned(), |c| format!("{:?}", c.stage).to_lowercase()), wanted.trim());
        }
        if let Some((permit, wanted)) = expected.split_once(" due ") {
            return self.clock(&file, permit, |c| c.promised, wanted);
        }
        if let Some((permit, wanted)) = expected.split_once(" limit ") {
            return self.clock(&file, permit, |c| c.legal, wanted);
        }
        if let Some((permit, state)) = expected.split_once(" is ") {
            let permit = self.permit(permit)?;
            let Some(part) = case.part(&permit) else { return Ok(Some("not in the plan".to_owned())) };
            let state = state.trim();
            let late = part.escalated.is_some();
            return match state {
                "late" => Ok((!late).then(|| "in time".to_owned())),
                "in time" => Ok(late.then(|| "late".to_owned())),
                "on nobody's desk" => Ok(part.official.as_ref().map(|o| format!("with {o}"))),
                "refused with a way forward" => match part.verdict.as_ref().map(|v| &v.decision) {
                    Some(Decision::Refused(ground)) => {
                        Ok(ground.way_forward.is_empty().then(|| "no way forward".to_owned()))
                    }
                    other => Ok(Some(format!("{other:?}"))),
                },
                "past the law's limit" => Ok(part.silence.is_none().then(|| "within it".to_owned())),
                state => same(format!("{:?}", part.stage).to_lowercase(), state),
            };
        }
        if let Some((permit, authority)) = expected.split_once(" with ") {
            let permit = self.permit(permit)?;
            let part = case.part(&permit).ok_or_else(|| format!("`{permit}` is not in the plan"))?;
            return same(part.authority.to_string(), authority.trim());
        }
        Err(format!("`{expected}` is not something a story can expect"))
    }

    fn clock(
        &self,
        file: &CaseFile,
        permit: &str,
        which: impl Fn(&casework::PartClock) -> Day,
        wanted: &str,
    ) -> Result<Option<String>, Unclear> {
        let permit = self.permit(permit)?;
        let clock = casework::part_clock(&file.case, &permit, self.office.today(), &file.catalogue.calendar)
            .map_err(|g| format!("{} is not published", g.year))?
            .ok_or_else(|| format!("`{permit}` is not in the plan"))?;
        let (found, wanted) = (which(&clock), self.day(wanted)?);
        Ok((found != wanted).then(|| found.to_string()))
    }

    fn is_asked(&self, file: &CaseFile, fact: &FactId) -> Result<bool, Unclear> {
        let sheet = self.office.sheet(file).map_err(|t| t.to_string())?;
        Ok(sheet.assessment.open.contains(fact)
            || sheet.form.asked(&file.catalogue, &file.known).any(|f| &f.fact == fact))
    }

    fn nothing_asked(&self, file: &CaseFile) -> Result<bool, Unclear> {
        let open = hands::open_facts(&self.office, file).map_err(|t| t.to_string())?;
        Ok(open.is_empty())
    }
}
