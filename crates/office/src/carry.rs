//! The one way to carry out an act, whoever does it.

use std::sync::Arc;

use casework::{Case, CaseId, Deed, Event, Moment, Recorded, Who, record};
use catalogue::{Catalogue, PermitId};
use sha2::{Digest, Sha256};
use store::{Fault, Kept, KeptAnswer, Tx};

use crate::turned::Turned;
use crate::world::Instant;
use crate::{Inner, Office};

/// Scope of the unique case numbers.
pub(crate) const CASE_NUMBER: &str = "case number";

/// The key of one request: the same key with the same content does its work once, however often it is sent. The key
/// belongs to the hand that sent it and to the case it was sent for; from anybody else it is another request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    pub key: String,
    /// Fingerprint of what was sent.
    pub content: String,
}

impl Once {
    /// For acts that may be repeated harmlessly, without a key.
    pub fn not_needed() -> Option<Once> {
        None
    }

    /// The fingerprint that is kept: what was sent, by whom and for what.
    pub(crate) fn fingerprint(&self, by: &Who, place: &str) -> String {
        let mut hash = Sha256::new();
        for part in [self.content.as_str(), &format!("{by:?}"), place] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        store::hexadecimal(&hash.finalize())
    }
}

/// What somebody saw of a permit before they acted on it. What others did since then turns the act away, in the same
/// transaction that would keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenAt {
    /// [`Case::version`] of the page.
    pub version: u64,
    pub permit: PermitId,
}

impl SeenAt {
    /// The latest event that this hand should know before it acts. Its own events, and who has it on the desk, are none.
    pub fn missed(&self, case: &Case, by: &Who) -> Option<Recorded> {
        let own = |r: &Recorded| r.by.official().is_some() && r.by.official() == by.official();
        let matters = |r: &Recorded| match &r.event {
            Event::NoticeAnswered { .. } | Event::Contested { .. } | Event::Fetched { .. } => true,
            Event::Withdrawn { permit: None } | Event::GivenUp { permit: None, .. } => true,
            Event::AmendmentAsked { parts, .. } => parts.iter().any(|changed| changed.permit == self.permit),
            Event::PartAssigned { .. } => false,
            event => event.permit() == Some(&self.permit),
        };
        case.history()
            .iter()
            .rev()
            .take_while(|r| r.seq > self.version)
            .find(|r| matters(r) && !own(r))
            .map(|r| Recorded::clone(r))
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Carried {
    pub case: Arc<Case>,
    pub events: Vec<Recorded>,
    /// True when this was a repetition and nothing was done again.
    pub repeated: bool,
}

/// What an act sees while it decides.
pub(crate) struct Carrying<'a> {
    pub inner: &'a Inner,
    pub tx: &'a mut dyn Tx,
    pub case: &'a Case,
    pub catalogue: Arc<Catalogue>,
    pub at: Instant,
    pub by: Who,
}

impl Carrying<'_> {
    /// Turns the act away when somebody else changed what it is about.
    pub fn must_have_seen(&self, seen: Option<&SeenAt>) -> Result<(), Turned> {
        match seen.and_then(|seen| seen.missed(self.case, &self.by)) {
            Some(missed) => Err(Turned::Changed(Box::new(missed))),
            None => Ok(()),
        }
    }

    pub fn moment(&self) -> Moment {
        Moment { at_us: self.at.at_us, day: self.at.day }
    }

    /// The deed as casework wants it; the catalogue brings the calendar.
    pub fn deed<'c>(&self, catalogue: &'c Catalogue) -> Deed<'c> {
        Deed { by: self.by.clone(), at: self.moment(), calendar: &catalogue.calendar }
    }

    pub fn applicant(&self) -> vault::SubjectId {
        vault::SubjectId::new(self.case.applicant().as_str())
    }
}

/// Looks a request key up: the answer when this very request was carried out before.
pub(crate) fn seen_before(
    tx: &mut dyn Tx,
    once: Option<&Once>,
    by: &Who,
    place: &str,
) -> Result<Option<String>, Turned> {
    let Some(once) = once else { return Ok(None) };
    match tx.idem_get(&once.key)? {
        None => Ok(None),
        Some(kept) if kept.request_hash == once.fingerprint(by, place) => Ok(Some(kept.response)),
        Some(_) => Err(Turned::KeyUsedTwice),
    }
}

pub(crate) fn remember(
    tx: &mut dyn Tx,
    once: Option<&Once>,
    by: &Who,
    place: &str,
    answer: &str,
    at_us: i64,
) -> Result<(), Fault> {
    let Some(once) = once else { return Ok(()) };
    let kept =
        KeptAnswer { request_hash: once.fingerprint(by, place), status: 303, response: answer.to_owned(), at_us };
    match tx.idem_put(&once.key, &kept)? {
        Kept::Yes => Ok(()),
        // Somebody else used the key between our look and now: give this transaction up, the caller looks again.
        Kept::SomebodyWasFaster => Err(Fault::Overtaken),
    }
}

/// How far a clock may jump back and still be taken at its word; further, and the act is refused until it is right.
const JITTER_US: i64 = 3_600_000_000;

/// A clock that jumped back a little must not make what happens now look earlier than what happened before. One that
/// is further behind is not believed: casework refuses, because every day it would name is wrong.
fn settled(now: Instant, last: Moment) -> Instant {
    if now.at_us >= last.at_us.saturating_sub(JITTER_US) {
        Instant { at_us: now.at_us.max(last.at_us), day: now.day.max(last.day) }
    } else {
        now
    }
}

impl Inner {
    /// Inside one transaction: load, decide, keep, project, owe, remember.
    pub(crate) fn carry(
        &self,
        tx: &mut dyn Tx,
        case_id: &str,
        once: Option<&Once>,
        by: &Who,
        act: impl FnOnce(&mut Carrying<'_>) -> Result<Vec<Event>, Turned>,
    ) -> Result<Carried, Turned> {
        let case = self.load_to_write(tx, case_id)?;
        if seen_before(tx, once, by, case_id)?.is_some() {
            return Ok(Carried { case, events: Vec::new(), repeated: true });
        }
        let at = settled(self.world.instant(), case.changed());
        let catalogue = self.catalogue_of(&case)?;
        let events = {
            let mut carrying = Carrying { inner: self, tx, case: &case, catalogue, at, by: by.clone() };
            act(&mut carrying)?
        };
        let carried = self.keep(tx, case, by, at, events)?;
        remember(tx, once, by, case_id, carried.case.number(), at.at_us)?;
        Ok(carried)
    }

    /// Whoever asks for the case after the commit gets this one. Every event must go this way.
    pub(crate) fn remembered(&self, tx: &mut dyn Tx, case: &Arc<Case>) {
        let (recent, case) = (Arc::clone(&self.recent), Arc::clone(case));
        tx.when_kept(Box::new(move || recent.keep_written(&case)));
    }

    /// Keeps events behind a case, with everything that follows from them.
    pub(crate) fn keep(
        &self,
        tx: &mut dyn Tx,
        case: Arc<Case>,
        by: &Who,
        at: Instant,
        events: Vec<Event>,
    ) -> Result<Carried, Turned> {
        let mut case = Arc::unwrap_or_clone(case);
        let at_us = at.at_us.max(case.changed().at_us);
        let moment = Moment { at_us, day: at.day.max(case.changed().day) };
        let recorded = case.envelopes(by, moment, events);
        let id = case.id().as_str().to_owned();
        for envelope in &recorded {
            let written = record::write(envelope);
            let seq = i64::try_from(envelope.seq).unwrap_or(i64::MAX);
            if tx.append_event(&id, seq, at_us, &written)? == Kept::SomebodyWasFaster {
                return Err(Turned::Fault(Fault::Overtaken));
            }
            case.apply(envelope)
                .map_err(|broken| Turned::Fault(Fault::Schema(format!("an event does not fold: {broken}"))))?;
            self.owe(tx, &case, envelope)?;
        }
        if !recorded.is_empty() {
            self.project(tx, &case)?;
        }
        let case = Arc::new(case);
        self.remembered(tx, &case);
        Ok(Carried { case, events: recorded, repeated: false })
    }
}

impl Office {
    /// Carries out an act of casework on a case.
    ///
    /// `act` sees the case and the deed (whose hand, when, working days) and says which events follow.
    pub async fn carry_out(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        act: impl FnOnce(&Case, &Deed<'_>) -> Result<Vec<Event>, casework::Refusal> + Send + 'static,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let catalogue = Arc::clone(&carrying.catalogue);
            let deed = carrying.deed(&catalogue);
            act(carrying.case, &deed).map_err(Turned::from)
        })
        .await
    }

    /// The same for somebody who acts on what a page showed: see [`SeenAt`].
    pub async fn carry_out_seen(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        seen: Option<SeenAt>,
        act: impl FnOnce(&Case, &Deed<'_>) -> Result<Vec<Event>, casework::Refusal> + Send + 'static,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            carrying.must_have_seen(seen.as_ref())?;
            let catalogue = Arc::clone(&carrying.catalogue);
            let deed = carrying.deed(&catalogue);
            act(carrying.case, &deed).map_err(Turned::from)
        })
        .await
    }

    pub(crate) async fn carry_out_with(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        act: impl FnOnce(&mut Carrying<'_>) -> Result<Vec<Event>, Turned> + Send + 'static,
    ) -> Result<Carried, Turned> {
        let inner = self.0.clone();
        let id = CaseId::new(case_id);
        self.0.store.write(move |tx| inner.carry(tx, id.as_str(), once.as_ref(), &by, act)).await
    }
}
