//! Acts whose content the office completes: a grant gets its number and validity, words and facts are sealed on their way in.

use std::collections::BTreeMap;

use casework::{Case, Deed, Event, PaperHash, PointId, Refusal, Reply, Who, acts};
use catalogue::PermitId;
use journey::Origin;
use rules::Value;

use crate::Office;
use crate::carry::{Carried, Carrying, Once, SeenAt};
use crate::turned::Turned;

/// How the applicant answers one point of the notice, before anything is sealed.
#[derive(Clone, Debug, PartialEq)]
pub enum NoticeReply {
    /// For a point about a fact: already read and checked.
    Value(Value),
    /// For a point about a paper: one that was added for it.
    Paper(PaperHash),
    /// An explanation answers any point.
    Words(String),
}

pub(crate) fn words(carrying: &mut Carrying<'_>, path: &str, text: &str) -> Result<casework::Kept, Turned> {
    let applicant = carrying.applicant();
    let catalogue = carrying.catalogue.clone();
    let id = carrying.case.id().as_str().to_owned();
    let sealing = carrying.inner.sealing(&catalogue, &id, &applicant);
    Ok(sealing.words(carrying.tx, path, text)?)
}

impl Office {
    /// Grants a permit; number and validity follow from its definition.
    pub async fn grant(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        seen: Option<SeenAt>,
        permit: PermitId,
        conditions: Vec<String>,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            carrying.must_have_seen(seen.as_ref())?;
            let catalogue = carrying.catalogue.clone();
            let today = carrying.at.day;
            let terms = carrying.inner.grant_terms(carrying.case, &catalogue, &permit, conditions, today)?;
            let deed = carrying.deed(&catalogue);
            Ok(acts::grant(carrying.case, &deed, &permit, terms)?)
        })
        .await
    }

    /// Suspends, reinstates or revokes a part. The licence that is owed then is issued in the same transaction, so that
    /// nobody reads the old one after the act.
    pub async fn take_measure(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        seen: Option<SeenAt>,
        act: impl FnOnce(&Case, &Deed<'_>) -> Result<Vec<Event>, Refusal> + Send + 'static,
    ) -> Result<Carried, Turned> {
        let inner = self.0.clone();
        let id = case_id.to_owned();
        self.0
            .store
            .write(move |tx| {
                inner.carry_and_issue(tx, &id, once.as_ref(), &by, |carrying| {
                    carrying.must_have_seen(seen.as_ref())?;
                    let catalogue = carrying.catalogue.clone();
                    let deed = carrying.deed(&catalogue);
                    Ok(act(carrying.case, &deed)?)
                })
            })
            .await
    }

    /// Answers every open point of the notice at once.
    pub async fn answer_notice(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        replies: BTreeMap<PointId, NoticeReply>,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let applicant = carrying.applicant();
            let catalogue = carrying.catalogue.clone();
            let id = carrying.case.id().as_str().to_owned();
            let mut sealed = BTreeMap::new();
            for (point, reply) in replies {
                let reply = match reply {
                    NoticeReply::Paper(hash) => Reply::Paper(hash),
                    NoticeReply::Words(text) => Reply::Words(words(carrying, &format!("reply.{point}"), &text)?),
                    NoticeReply::Value(value) => {
                        let asked = carrying.case.notice().open_points().find(|a| a.asked.point.id == point);
                        let Some(casework::About::Fact(fact)) = asked.map(|a| a.asked.point.about.clone()) else {
                            return Err(casework::Refusal::ReplyDoesNotFit { point }.into());
                        };
                        let sealing = carrying.inner.sealing(&catalogue, &id, &applicant);
                        Reply::Fact(sealing.answer(carrying.tx, &fact, &value, Origin::Applicant)?)
                    }
                };
                sealed.insert(point, reply);
            }
            let deed = carrying.deed(&catalogue);
            Ok(acts::answer_notice(carrying.case, &deed, sealed)?)
        })
        .await
    }

    /// The applicant says that a point of the notice should not have been asked.
    pub async fn object_to_point(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        point: PointId,
        says: String,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let kept = words(carrying, &format!("objection.{point}"), &says)?;
            let catalogue = carrying.catalogue.clone();
            let deed = carrying.deed(&catalogue);
            Ok(acts::object_to_point(carrying.case, &deed, &point, kept)?)
        })
        .await
    }
}
