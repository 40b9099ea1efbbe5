//! What is owed to the outside: noted with its event, performed afterwards, at least once, never twice in effect.

use casework::{Act, Errand, News, Owed, Recorded, Who};
use serde_json::json;
use store::{Fault, NewErrand, Next, PARTS, Tx, part_of};

use crate::turned::Turned;
use crate::{Inner, Office};

/// Seconds until the next try: 5 s, doubled each time, up to a day.
const FIRST_WAIT_US: i64 = 5_000_000;
const LONGEST_WAIT_US: i64 = 24 * 3600 * 1_000_000;
const TRIES: i64 = 20;
const AT_ONCE: u32 = 200;

/// Something that was told to somebody, for pages and logs: no names, a number and a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub case_id: String,
    pub kind: String,
}

/// The word for a piece of news.
pub(crate) fn news_word(news: &News) -> &'static str {
    match news {
        News::Filed { .. } => "filed",
        News::PartArrived { .. } => "part-arrived",
        News::PartBegins { .. } => "part-begins",
        News::PartHandedOver { .. } => "part-handed-over",
        News::Accepted => "accepted",
        News::PointPut { .. } => "point-put",
        News::Notice { .. } => "notice",
        News::PointObjected => "point-objected",
        News::PointReviewed { .. } => "point-reviewed",
        News::NoticeAnswered { .. } => "notice-answered",
        News::NoticeLapsed { .. } => "notice-lapsed",
        News::FactContested { .. } => "fact-contested",
        News::PromiseMoved { .. } => "promise-moved",
        News::AdviceWanted { .. } => "advice-wanted",
        News::AdviceGiven { .. } => "advice-given",
        News::Extended { .. } => "extended",
        News::Paused { .. } => "paused",
        News::Resumed { .. } => "resumed",
        News::Granted { .. } => "granted",
        News::Refused { .. } => "refused",
        News::Lapsed { .. } => "lapsed",
        News::Withdrawn { .. } => "withdrawn",
        News::SilencePassed { .. } => "silence-passed",
        News::Escalated { .. } => "escalated",
        News::DelayExplained { .. } => "delay-explained",
        News::Appealed { .. } => "appealed",
        News::AppealHeard { .. } => "appeal-heard",
        News::HandOverOffered { .. } => "hand-over-offered",
        News::HandOverTaken { .. } => "hand-over-taken",
        News::HandOverDeclined { .. } => "hand-over-declined",
        News::ChangeAsked { .. } => "change-asked",
        News::ChangeGranted { .. } => "change-granted",
        News::ChangeRefused { .. } => "change-refused",
        News::ChangeWithdrawn { .. } => "change-withdrawn",
        News::GivenUp { .. } => "given-up",
        News::MandateTaken => "mandate-taken",
        News::MandateEnded => "mandate-ended",
        News::CoApplicantJoined => "co-applicant-joined",
        News::CoSigned => "co-signed",
        News::HearingOffered { .. } => "hearing-offered",
        News::HearingAsked { .. } => "hearing-asked",
        News::HearingCalled { .. } => "hearing-called",
        News::HearingHeld { .. } => "hearing-held",
        News::OpinionTaken { .. } => "opinion-taken",
        News::LicenceIssued { .. } => "licence-issued",
        News::Suspended { .. } => "suspended",
        News::Reinstated { .. } => "reinstated",
        News::Revoked { .. } => "revoked",
        News::Expired { .. } => "expired",
        News::Message => "message",
        News::RepresentativeChanged => "representative-changed",
        News::Closed => "closed",
    }
}

fn written(owed: &Owed) -> (String, String) {
    match owed {
        Owed::TellApplicant { news, .. } => {
            ("tell-applicant".to_owned(), json!({ "news": news_word(news) }).to_string())
        }
        Owed::TellOfficial { authority, official, news } => (
            "tell-official".to_owned(),
            json!({ "news": news_word(news), "authority": authority, "official": official }).to_string(),
        ),
        Owed::TellRepresentative { id, news } => {
            ("tell-representative".to_owned(), json!({ "news": news_word(news), "official": id }).to_string())
        }
        Owed::AskRegister { register, fact } => {
            ("ask-register".to_owned(), json!({ "register": register, "fact": fact }).to_string())
        }
        Owed::IssueLicence { version } => (ISSUE.to_owned(), json!({ "version": version }).to_string()),
    }
}

const ISSUE: &str = "issue-licence";

impl Inner {
    /// Notes what an event owes, in the transaction of the event.
    pub(crate) fn owe(&self, tx: &mut dyn Tx, case: &casework::Case, recorded: &Recorded) -> Result<(), Fault> {
        for Errand { id, not_before_us, owed } in casework::errands(recorded, case) {
            let (kind, written) = written(&owed);
            let case_id = case.id().as_str().to_owned();
            let errand = NewErrand {
                part: part_of(&case_id),
                id: id.as_str().to_owned(),
                case_id,
                kind,
                written,
                due_us: not_before_us,
            };
            // Noting the same errand again is harmless: its id is made of the case and the event.
            let _ = tx.add_errand(&errand)?;
        }
        Ok(())
    }

    fn perform(&self, tx: &mut dyn Tx, errand: &store::Errand) -> Result<(), Turned> {
        if errand.kind != ISSUE {
            // News is read on the pages themselves; a city with mail or messages connects them here by errand kind.
            return Ok(());
        }
        let case = self.load_to_write(tx, &errand.case_id)?;
        let owed = serde_json::from_str::<serde_json::Value>(&errand.written)
            .ok()
            .and_then(|w| w.get("version").and_then(serde_json::Value::as_u64))
            .unwrap_or(1);
        // The clock may have issued it first, or the case may have changed so that none is owed any more.
        let issued = case.licence().is_some_and(|l| u64::from(l.version) >= owed && !l.outdated);
        if issued || !casework::possible(&case, None, &Who::Clock).contains(&Act::Issue) {
            return Ok(());
        }
        self.issue(tx, case).map(|_| ())
    }
}

impl Office {
    /// Performs everything that is due; a failure is tried again later and at last put aside where it can be seen.
    pub async fn perform_errands(&self) -> Result<u64, Turned> {
        let mut performed = 0;
        for part in 0..PARTS {
            let at_us = self.instant().at_us;
            let due = self.0.store.read(move |tx| tx.due_errands(part, at_us, AT_ONCE).map_err(Turned::from)).await?;
            // News is only marked as told, so all of it shares one transaction; what is made has one of its own.
            let (made, told): (Vec<_>, Vec<_>) = due.into_iter().partition(|errand| errand.kind == ISSUE);
            if !told.is_empty() {
                performed += told.len() as u64;
                self.0
                    .store
                    .write(move |tx| {
                        for errand in &told {
                            tx.errand_done(errand.part, &errand.id, at_us)?;
                        }
                        Ok::<_, Turned>(())
                    })
                    .await?;
            }
            for errand in made {
                let inner = self.0.clone();
                let doing = errand.clone();
                let outcome = self
                    .0
                    .store
                    .write(move |tx| {
                        // Whoever ticks it off performs it: another program may be at the same errand.
                        if tx.errand_done(doing.part, &doing.id, at_us)? {
                            inner.perform(tx, &doing)?;
                        }
                        Ok::<_, Turned>(())
                    })
                    .await;
                match outcome {
                    Ok(()) => performed += 1,
                    Err(turned) => {
                        let wait = FIRST_WAIT_US.saturating_mul(1 << errand.attempts.clamp(0, 15)).min(LONGEST_WAIT_US);
                        let next = if errand.attempts >= TRIES {
                            Next::GiveUp
                        } else {
                            Next::AgainAt(at_us.saturating_add(wait))
                        };
                        let error = turned.to_string();
                        tracing::warn!(errand.kind = %errand.kind, errand.id = %errand.id, %error, "errand not done yet");
                        self.0
                            .store
                            .write(move |tx| tx.errand_failed(&errand, next, &error).map(|_| ()).map_err(Turned::from))
                            .await?;
                    }
                }
            }
        }
        Ok(performed)
    }
}
