//! How events make a case: the fold. There is no other way to change one.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use catalogue::PermitId;
use journey::PlanPart;
use rules::{Day, FactId};

use crate::case::{
    Asked, BasketPoint, Case, Consultation, Contest, Decision, Extension, Filing, Licence, Measure, Message, Notice,
    Offer, Part, Stop, StopWhy, Verdict,
};
use crate::chart::{PartStage, Stage};
use crate::event::{About, Answer, AskedPoint, Event, Recorded, Reply};
use crate::who::{CaseId, Moment, PointId, Who};

/// A history that cannot be folded: a fault of whoever kept it, never of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    Empty,
    NotBegun,
    BegunTwice,
    Gap { expected: u64, found: u64 },
    UnknownPermit { seq: u64, permit: PermitId },
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Broken::Empty => f.write_str("a case needs at least its first event"),
            Broken::NotBegun => f.write_str("the first event of a case must be `begun`"),
            Broken::BegunTwice => f.write_str("a case begins once"),
            Broken::Gap { expected, found } => write!(f, "event {expected} was expected, {found} was found"),
            Broken::UnknownPermit { seq, permit } => {
                write!(f, "event {seq} is about `{permit}`, which is not in the plan")
            }
        }
    }
}

impl std::error::Error for Broken {}

impl Case {
    /// The fold.
    pub fn fold<'a, R: Borrow<Recorded> + 'a>(
        id: CaseId,
        history: impl IntoIterator<Item = &'a R>,
    ) -> Result<Case, Broken> {
        let mut history = history.into_iter();
        let mut case = Case::begin(id, history.next().ok_or(Broken::Empty)?.borrow())?;
        for recorded in history {
            case.apply(recorded.borrow())?;
        }
        Ok(case)
    }

    /// The first step of the fold.
    pub fn begin(id: CaseId, first: &Recorded) -> Result<Case, Broken> {
        let Event::Begun { event, wish, language, catalogue, number, applicant } = &first.event else {
            return Err(Broken::NotBegun);
        };
        if first.seq != 1 {
            return Err(Broken::Gap { expected: 1, found: first.seq });
        }
        Ok(Case {
            id,
            seq: 1,
            stage: Stage::Draft,
            event: event.clone(),
            wish: wish.clone(),
            language: language.clone(),
            catalogue: catalogue.clone(),
            number: number.clone(),
            applicant: applicant.clone(),
            begun: first.at,
            changed: first.at,
            facts: BTreeMap::new(),
            not_yet: BTreeSet::new(),
            contested: BTreeMap::new(),
            papers: Vec::new(),
            commitments: BTreeSet::new(),
            filing: None,
            parts: BTreeMap::new(),
            notice: Notice::default(),
            accepted: None,
            representative: None,
            messages: Vec::new(),
            promised: None,
            mandates: BTreeMap::new(),
            co_applicants: BTreeMap::new(),
            amendment: None,
            licence: None,
            erased: None,
            history: vec![Arc::new(first.clone())],
        })
    }

    /// One step of the fold.
    pub fn apply(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        if recorded.seq != self.seq + 1 {
            return Err(Broken::Gap { expected: self.seq + 1, found: recorded.seq });
        }
        self.take(recorded)?;
        self.void_signatures(&recorded.event);
        self.seq = recorded.seq;
        self.changed = recorded.at;
        self.history.push(Arc::new(recorded.clone()));
        self.settle(recorded.at.day);
        Ok(())
    }

    fn take(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        let at = recorded.at;
        match &recorded.event {
            Event::Begun { .. } => return Err(Broken::BegunTwice),
            Event::Answered { facts, removed, not_yet } => {
                for fact in removed.iter().chain(not_yet) {
                    self.facts.remove(fact);
                    self.not_yet.remove(fact);
                }
                self.learn(facts);
                self.not_yet.extend(not_yet.iter().cloned());
            }
            Event::Fetched { facts } => {
                self.learn(facts);
                // The register looked again: what was contested is settled by its new answer.
                self.contested.retain(|fact, _| !facts.contains_key(fact));
            }
            Event::Contested { fact, says, reason } => {
                let contest = Contest { says: says.clone(), reason: reason.clone(), at };
                self.contested.insert(fact.clone(), contest);
            }
            Event::PaperAdded { paper } => self.papers.push(paper.clone()),
            Event::PaperRemoved { evidence, hash } => {
                self.papers.retain(|p| &p.evidence != evidence || &p.hash != hash);
            }
            Event::CommitmentChosen { permit } => {
                self.commitments.insert(permit.clone());
            }
            Event::CommitmentDropped { permit } => {
                self.commitments.remove(permit);
            }
            // What was signed is part of the filing that follows in the same breath.
            Event::Signed { .. } => {}
            Event::Filed { number, plan, representative, commitments, catalogue, terms } => {
                self.stage = Stage::Filed;
                self.number = number.clone();
                self.catalogue = catalogue.clone();
                self.commitments = commitments.iter().cloned().collect();
                self.representative = Some(representative.clone());
                self.promised = Some(plan.promised);
                self.parts = plan.parts.iter().map(|p| (p.permit.clone(), Part::waiting(p))).collect();
                self.filing = Some(Filing {
                    number: number.clone(),
                    at,
                    by: recorded.by.clone(),
                    plan: plan.clone(),
                    statement_version: self.signed(),
                    commitments: commitments.clone(),
                    catalogue: catalogue.clone(),
                    terms: terms.clone(),
                });
            }
            Event::Accepted { how } => {
                self.accepted = Some((at, *how));
                // What was not asked in time is not asked any more.
                self.notice.basket.clear();
            }
            Event::PromiseMoved { to, .. } => self.promised = Some(*to),
            Event::LicenceIssued { licence, version } => {
                self.licence = Some(Licence { id: licence.clone(), version: *version, issued: at, outdated: false });
            }
            Event::MessageWritten { text } => {
                self.messages.push(Message { by: recorded.by.clone(), at, text: text.clone() });
            }
            Event::RepresentativeChanged { to, .. } => self.representative = Some(to.clone()),
            Event::Closed => self.stage = Stage::Closed,
            Event::Erased { law } => {
                self.erased = Some((at, law.clone()));
                if self.stage == Stage::Draft {
                    self.stage = Stage::Withdrawn;
                }
            }
            Event::Withdrawn { permit: None } => {
                for part in self.parts.values_mut().filter(|part| part.end.is_none()) {
                    part.finish(PartStage::Withdrawn, at.day);
                }
                if self.stage == Stage::Draft {
                    self.stage = Stage::Withdrawn;
                }
            }
            Event::NoticePointPut { .. }
            | Event::NoticePointDropped { .. }
            | Event::NoticeSent { .. }
            | Event::PointObjected { .. }
            | Event::PointReviewed { .. }
            | Event::NoticeAnswered { .. }
            | Event::NoticeLapsed
            | Event::LaterPointAsked { .. } => self.take_notice(recorded),
            Event::MandateOffered { .. }
            | Event::MandateTaken { .. }
            | Event::MandateEnded { .. }
            | Event::CoApplicantInvited { .. }
            | Event::CoApplicantJoined { .. }
            | Event::CoApplicantRemoved { .. }
            | Event::CoSigned { .. } => self.take_others(recorded),
            Event::HearingOffered { .. }
            | Event::HearingAsked { .. }
            | Event::HearingCalled { .. }
            | Event::HearingHeld { .. }
            | Event::ExpertAsked { .. }
            | Event::ExpertSaid { .. } => self.take_hearing(recorded)?,
            Event::Appealed { .. } | Event::AppealDecided { .. } => self.take_appeal(recorded)?,
            Event::RenewalAsked { .. }
            | Event::AmendmentAsked { .. }
            | Event::ChangeGranted { .. }
            | Event::ChangeRefused { .. }
            | Event::ChangeWithdrawn { .. }
            | Event::GivenUp { .. } => self.take_change(recorded)?,
            event => self.take_part(recorded, event)?,
        }
        Ok(())
    }

    pub(crate) fn learn(&mut self, facts: &BTreeMap<FactId, Answer>) {
        for (fact, answer) in facts {
            self.not_yet.remove(fact);
            self.facts.insert(fact.clone(), answer.clone());
        }
    }

    fn signed(&self) -> Option<String> {
        self.history.iter().rev().find_map(|r| match &r.event {
            Event::Signed { statement_version, .. } => Some(statement_version.clone()),
            _ => None,
        })
    }

    fn take_notice(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::NoticePointPut { permit, point } => self.notice.basket.push(BasketPoint {
                permit: permit.clone(),
                point: point.clone(),
                put_by: recorded.by.clone(),
                at,
            }),
            Event::NoticePointDropped { point } => self.notice.basket.retain(|b| &b.point.id != point),
            Event::NoticeSent { points, answer_until } => {
                let basket = std::mem::take(&mut self.notice.basket);
                for asked in points {
                    let put_by = basket.iter().filter(|b| b.point.about == asked.point.about).map(|b| b.put_by.clone());
                    self.ask(asked, at, false, put_by.collect());
                }
                self.notice.sent = Some(at);
                self.notice.answer_until = Some(*answer_until);
            }
            Event::LaterPointAsked { asked, answer_until } => {
                self.ask(asked, at, true, vec![recorded.by.clone()]);
                if let About::Fact(fact) = &asked.point.about {
                    // Each changed fact gives one later question, not a series.
                    self.notice.changed.remove(fact);
                }
                self.notice.answer_until = Some(*answer_until);
            }
            Event::PointObjected { point, says } => {
                if let Some(asked) = self.asked_mut(point) {
                    asked.objection = Some(says.clone());
                }
            }
            Event::PointReviewed { point, stands, reason } => {
                if let Some(asked) = self.asked_mut(point) {
                    asked.reviewed = Some((*stands, reason.clone()));
                }
                if !stands {
                    self.strike(point);
                }
            }
            Event::NoticeAnswered { replies } => {
                for (id, reply) in replies {
                    self.reply(id, reply);
                }
                self.notice.answered = Some(at);
                self.end_notice_stops(at.day);
            }
            Event::NoticeLapsed => {
                for asked in self.notice.points.iter_mut().filter(|a| a.is_open()) {
                    asked.lapsed = true;
                }
                self.notice.lapsed = Some(at);
                self.end_notice_stops(at.day);
            }
            _ => {}
        }
    }

    fn ask(&mut self, asked: &AskedPoint, at: Moment, later: bool, put_by: Vec<Who>) {
        let why = if later { StopWhy::LaterPoint } else { StopWhy::Notice };
        for permit in &asked.permits {
            let Some(part) = self.parts.get_mut(permit) else { continue };
            let stands = part.stops.iter().any(|s| s.until.is_none() && s.why == why);
            if part.end.is_none() && !stands {
                part.stops.push(Stop::begun(why.clone(), at.day, None));
            }
        }
        self.notice.points.push(Asked {
            asked: asked.clone(),
            at,
            later,
            put_by,
            objection: None,
            reviewed: None,
            reply: None,
            lapsed: false,
        });
    }

    fn asked_mut(&mut self, point: &PointId) -> Option<&mut Asked> {
        self.notice.points.iter_mut().find(|a| &a.asked.point.id == point)
    }

    /// A question that should not have been asked stops no clock: the stop of a part with no other point is undone.
    fn strike(&mut self, point: &PointId) {
        let Some(struck) = self.notice.points.iter().find(|a| &a.asked.point.id == point) else { return };
        for permit in struck.asked.permits.clone() {
            let others = self.notice.open_points().any(|a| a.asked.permits.contains(&permit));
            if let (false, Some(part)) = (others, self.parts.get_mut(&permit)) {
                part.stops.retain(|stop| stop.until.is_some() || matches!(stop.why, StopWhy::Law { .. }));
            }
        }
    }

    fn reply(&mut self, point: &PointId, reply: &Reply) {
        let Some(asked) = self.asked_mut(point) else { return };
        asked.reply = Some(reply.clone());
        let about = asked.asked.point.about.clone();
        if let (About::Fact(fact), Reply::Fact(answer)) = (about, reply) {
            self.not_yet.remove(&fact);
            let before = self.facts.insert(fact.clone(), answer.clone());
            if before.as_ref().map(|b| &b.kept) != Some(&answer.kept) {
                self.notice.changed.insert(fact);
            }
        }
    }

    fn end_notice_stops(&mut self, today: Day) {
        for part in self.parts.values_mut() {
            part.end_stops(today, |stop| !matches!(stop.why, StopWhy::Law { .. }));
        }
    }

    fn take_part(&mut self, recorded: &Recorded, event: &Event) -> Result<(), Broken> {
        let (at, today, by) = (recorded.at, recorded.at.day, &recorded.by);
        let Some(permit) = event.permit() else { return Ok(()) };
        if let Event::Undone { permit, .. } = event {
            self.bring_back(permit);
        }
        let Some(part) = self.parts.get_mut(permit) else {
            return Err(Broken::UnknownPermit { seq: recorded.seq, permit: permit.clone() });
        };
        match event {
            Event::PartAssigned { official, .. } => {
                part.official = Some(official.clone());
                part.offer = None;
            }
            Event::HandedOver { .. } => {
                part.official = None;
                part.offer = None;
            }
            Event::HandOverOffered { from, to, reason, .. } => {
                part.offer = Some(Offer { from: from.clone(), to: to.clone(), reason: reason.clone(), at });
            }
            Event::HandOverTaken { to, .. } => {
                part.official = Some(to.clone());
                part.offer = None;
            }
            Event::HandOverDeclined { .. } => part.offer = None,
            Event::Consulted { authority, question, .. } => part.consultations.push(Consultation {
                authority: authority.clone(),
                question: question.clone(),
                asked: at,
                advice: None,
            }),
            Event::Advised { authority, text, .. } => {
                let open = part.consultations.iter_mut().find(|c| &c.authority == authority && c.advice.is_none());
                if let Some(consultation) = open {
                    consultation.advice = Some(text.clone());
                }
            }
            Event::Extended { until, promise_more, law_more, reason, .. } => {
                part.extension = Some(Extension {
                    on: today,
                    until: *until,
                    promise_more: *promise_more,
                    law_more: *law_more,
                    reason: reason.clone(),
                });
            }
            Event::PausedFor { reason, law, expected_until, .. } => {
                let why = StopWhy::Law { reason: *reason, law: law.clone() };
                part.stops.push(Stop::begun(why, today, *expected_until));
            }
            Event::Resumed { .. } => part.end_stops(today, |stop| matches!(stop.why, StopWhy::Law { .. })),
            Event::Granted { grant, .. } => {
                part.verdict = Some(Verdict { decision: Decision::Granted(grant.clone()), by: by.clone(), at });
                part.decided_again();
                part.finish(PartStage::Granted, today);
            }
            Event::Refused { ground, .. } => {
                part.verdict = Some(Verdict { decision: Decision::Refused(ground.clone()), by: by.clone(), at });
                part.decided_again();
                part.finish(PartStage::Refused, today);
            }
            Event::Undone { .. } => {
                part.verdict = None;
                part.end = None;
                part.appeal = None;
            }
            Event::Withdrawn { .. } => part.finish(PartStage::Withdrawn, today),
            Event::Lapsed { without, .. } => {
                part.without = Some(without.clone());
                part.finish(PartStage::Lapsed, today);
            }
            Event::SilencePassed { .. } => part.silence = Some(at),
            Event::Escalated { to, .. } => {
                part.escalated = Some(at);
                part.authority = to.clone();
                part.official = None;
                part.offer = None;
            }
            Event::DelayExplained { reason, .. } => part.delays.push((at, reason.clone())),
            Event::PartSuspended { reason, law, until, rule, from, .. } => {
                let measure = Measure {
                    reason: reason.clone(),
                    law: Some(law.clone()),
                    rule: rule.clone(),
                    on: from.unwrap_or(today),
                    until: *until,
                    before: part.stage,
                };
                part.end = Some(PartStage::Suspended);
                part.measure = Some(measure);
            }
            Event::PartReinstated { .. } => {
                part.end = Some(PartStage::Granted);
                part.measure = None;
            }
            Event::PartRevoked { reason, law, rule, from, .. } => {
                let before = part.now(today);
                let measure = Measure {
                    reason: reason.clone(),
                    law: Some(law.clone()),
                    rule: rule.clone(),
                    on: from.unwrap_or(today),
                    until: None,
                    before,
                };
                part.end = Some(PartStage::Revoked);
                part.measure = Some(measure);
                part.let_change_lapse();
            }
            Event::PartExpired { .. } => part.end = Some(PartStage::Expired),
            _ => {}
        }
        // What is decided anew after an appeal is not on the licence yet.
        if event.changes_licence() || matches!(event, Event::Granted { .. }) {
            self.outdate_licence();
        }
        Ok(())
    }

    pub(crate) fn outdate_licence(&mut self) {
        if let Some(licence) = &mut self.licence {
            licence.outdated = true;
        }
    }

    /// What could not be decided without `permit` can be decided after all.
    pub(crate) fn bring_back(&mut self, permit: &PermitId) {
        for part in self.parts.values_mut().filter(|part| part.without.as_ref() == Some(permit)) {
            part.end = None;
            part.without = None;
        }
    }

    /// What follows for the stages once an event is in: nothing here is stored, everything is computed again.
    fn settle(&mut self, today: Day) {
        self.settle_amendment();
        let open: BTreeMap<PermitId, bool> =
            self.parts.keys().map(|p| (p.clone(), !self.prerequisites_open(p).is_empty())).collect();
        for part in self.parts.values_mut() {
            part.stage = match part.end {
                Some(end) => end,
                None if open.get(&part.permit).copied().unwrap_or(false) => {
                    part.started = None;
                    PartStage::Waiting
                }
                None => {
                    part.started.get_or_insert(today);
                    if part.open_stop().is_some() { PartStage::Paused } else { PartStage::Deciding }
                }
            };
        }
        for part in self.parts.values_mut().filter(|part| part.end.is_some()) {
            part.offer = None;
        }
        // Nobody asks on behalf of a part that has come to an end.
        let parts = &self.parts;
        self.notice.basket.retain(|b| parts.get(&b.permit).is_some_and(|p| p.end.is_none()));
        for asked in self.notice.points.iter_mut().filter(|a| a.is_open()) {
            let gone = |p: &PermitId| parts.get(p).is_none_or(|part| part.end == Some(PartStage::Withdrawn));
            asked.lapsed = asked.asked.permits.iter().all(gone);
        }
        if matches!(self.stage, Stage::Filed | Stage::Decided | Stage::Withdrawn) && !self.parts.is_empty() {
            self.stage = if self.parts.values().any(|p| p.end.is_none()) {
                Stage::Filed
            } else if self.parts.values().any(|p| p.verdict.is_some()) {
                Stage::Decided
            } else {
                Stage::Withdrawn
            };
        }
    }
}

impl Stop {
    fn begun(why: StopWhy, since: Day, expected_until: Option<Day>) -> Stop {
        Stop { why, since, until: None, expected_until, went_on: false }
    }
}

impl Part {
    fn waiting(plan: &PlanPart) -> Part {
        Part {
            permit: plan.permit.clone(),
            stage: PartStage::Waiting,
            authority: plan.authority.clone(),
            official: None,
            plan: plan.clone(),
            started: None,
            stops: Vec::new(),
            extension: None,
            verdict: None,
            consultations: Vec::new(),
            escalated: None,
            silence: None,
            delays: Vec::new(),
            appeal: None,
            offer: None,
            change: None,
            hearing: None,
            opinions: Vec::new(),
            begun_again: None,
            measure: None,
            without: None,
            end: None,
        }
    }

    pub(crate) fn finish(&mut self, end: PartStage, today: Day) {
        self.end = Some(end);
        if end == PartStage::Lapsed {
            // An undone refusal brings it back, with its stops as they were.
            return;
        }
        self.end_stops(today, |_| true);
    }

    /// Ends the stops that still last; the clock goes on when none is left.
    fn end_stops(&mut self, today: Day, which: impl Fn(&Stop) -> bool) {
        let mut ended = Vec::new();
        for (place, stop) in self.stops.iter_mut().enumerate() {
            if stop.until.is_none() && which(stop) {
                stop.until = Some(today);
                ended.push(place);
            }
        }
        if self.stops.iter().all(|stop| stop.until.is_some()) {
            for place in ended {
                self.stops[place].went_on = true;
            }
        }
    }

    /// What it is today: a measure that has not begun yet is not what it is.
    pub(crate) fn now(&self, today: Day) -> PartStage {
        match &self.measure {
            Some(measure) if measure.on > today => measure.before,
            _ => self.stage,
        }
    }

    /// A new decision after an appeal: whoever disagrees with it appeals against it.
    fn decided_again(&mut self) {
        self.appeal = self.appeal.take().filter(|appeal| appeal.heard.is_none());
    }
}
