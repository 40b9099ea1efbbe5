//! What a page of a desk sent: the case it is about, what was typed, what is wrong with it, and the act it becomes.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use casework::{Case, Deed, Event, Recorded, Refusal};
use catalogue::PermitId;
use maud::html;
use office::{Carried, DeskPlace, Once, SeenAt, Turned};

use crate::official::case::{Again, page};
use crate::official::{Found, find, find_to_decide, to_case, to_next};
use crate::problem::{Problem, status_of};
use crate::refusal;
use crate::web::{Answer, Sent, Visit, once, sent};

/// The address of a page about one permit of one case: language, number, permit.
pub(super) type At = Path<(String, String, String)>;

/// An act on its way in.
pub(super) struct Posted {
    pub found: Found,
    pub pairs: Vec<(String, String)>,
    /// What the page gets back if nothing comes of it.
    pub again: Again,
    /// Where the permit stood on the desk, to go on behind it.
    place: Option<DeskPlace>,
}

impl Posted {
    /// For an act of the desk that decides this permit.
    pub async fn to_decide(visit: &Visit, Path((_, number, permit)): At, form: Sent) -> Result<Posted, Problem> {
        let found = find_to_decide(visit, &number, &permit).await?;
        Posted::of(visit, found, form).await
    }

    /// For an act of anybody who may look at this permit: its own desk, or one that was asked for advice.
    pub async fn to_say(visit: &Visit, Path((_, number, permit)): At, form: Sent) -> Result<Posted, Problem> {
        let found = find(visit, &number, &permit).await?;
        Posted::of(visit, found, form).await
    }

    async fn of(visit: &Visit, found: Found, form: Sent) -> Result<Posted, Problem> {
        let place = found.place(visit).await?;
        let pairs = form.0;
        let again = Again { typed: typed_of(&pairs), ..Again::default() };
        Ok(Posted { found, pairs, again, place })
    }

    pub fn sent(&self, name: &str) -> &str {
        sent(&self.pairs, name)
    }

    pub fn permit(&self) -> PermitId {
        self.found.permit.clone()
    }

    pub fn once(&self) -> Option<Once> {
        once(&self.pairs)
    }

    /// What the page showed when it was opened.
    pub fn seen(&self) -> Option<SeenAt> {
        let version = self.sent("seen").parse().ok()?;
        Some(SeenAt { version, permit: self.permit() })
    }

    /// A sentence about one field.
    pub fn wrong(&mut self, field: &'static str, sentence: impl Into<String>) {
        self.again.wrong.push((field, sentence.into()));
    }

    /// A sentence for a field that was left empty.
    pub fn must_have(&mut self, field: &'static str, sentence: &str) {
        if self.sent(field).is_empty() {
            self.wrong(field, sentence);
        }
    }

    /// The page again, because of what is wrong with what was typed.
    pub fn not_accepted(mut self) -> (Found, Again) {
        self.again.status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        (self.found, self.again)
    }

    /// Carries the act out, unless somebody else changed the case since the page was opened.
    pub async fn carry(
        &self,
        visit: &Visit,
        act: impl FnOnce(&Case, &Deed<'_>) -> Result<Vec<Event>, Refusal> + Send + 'static,
    ) -> Result<Carried, Turned> {
        let (id, hand) = (self.found.id(), self.found.hand());
        visit.office().carry_out_seen(&id, self.once(), hand, self.seen(), act).await
    }

    /// The case again when it was done; what was typed, with the reason, when it was not.
    pub async fn to_case(
        self,
        visit: &Visit,
        carried: Result<Carried, Turned>,
        done: &str,
        field: &'static str,
    ) -> Answer {
        match carried {
            Ok(_) => Ok(to_case(visit, self.found.number(), &self.found.permit, done)),
            Err(turned) => self.turned_away(visit, turned, field).await,
        }
    }

    /// The next case when it was done; what was typed, with the reason, when it was not.
    pub async fn to_next(
        self,
        visit: &Visit,
        carried: Result<Carried, Turned>,
        done: &str,
        field: &'static str,
    ) -> Answer {
        match carried {
            Ok(_) => to_next(visit, &self.found, self.place.as_ref(), done).await,
            Err(turned) => self.turned_away(visit, turned, field).await,
        }
    }

    /// The case page again, with a sentence, the right status and everything that was typed.
    pub async fn turned_away(mut self, visit: &Visit, turned: Turned, field: &'static str) -> Answer {
        if matches!(turned, Turned::Fault(_) | Turned::NotFound | Turned::NotAllowed) {
            return Err(visit.problem(turned));
        }
        let status = status_of(&turned);
        let (_, sentence) = refusal::said(visit, &turned);
        match status {
            StatusCode::CONFLICT => self.again.stale = Some(sentence),
            _ => self.wrong(field, sentence),
        }
        self.again.status = Some(status);
        // Who may see the case may have changed with it.
        let found = find(visit, self.found.number(), self.found.permit.as_str()).await?;
        page(visit, found, html! {}, self.again).await
    }
}

pub(super) fn typed_of(pairs: &[(String, String)]) -> BTreeMap<String, String> {
    pairs.iter().cloned().collect()
}

/// The sentence for a case that somebody changed meanwhile: who and when.
pub(crate) fn stale_text(visit: &Visit, recorded: &Recorded) -> String {
    visit.say.with(
        "desk-stale",
        &[
            ("who", refusal::who_name(visit, &recorded.by).into()),
            ("time", visit.office().clock_text(recorded.at.at_us).into()),
            ("day", visit.say.day_short(recorded.at.day).into()),
        ],
    )
}
