//! What a random hand does, with contents that fit the act as far as there are any.

use std::collections::BTreeMap;

use casework::acts::{self, Finding, Outcome, ToAmend, ToFile, ToPause, ToSuspend};
use casework::chart::{At, CHART};
use casework::event::AskedPoint;
use casework::{About, Act, Answer, ClockAct, Deed, Grant, Point, PointId, Power, Reply, Representative, StopReason};
use catalogue::PermitId;
use journey::Origin;

use crate::properties::{AUTHORITIES, FACTS, World, permit, plan_of};
use crate::specimen::*;
use crate::stories::clock_act;

impl<'a> World<'a> {
    /// The act with contents that fit it, as far as there are any; nothing when it is not about such a thing.
    pub fn perform(&self, deed: &Deed<'a>, act: Act, part: Option<&PermitId>, extra: u8) -> Option<Outcome> {
        let case = &self.case;
        let n = usize::from(extra);
        let soon = self.later(extra % 16);
        let any_permit = permit(n % self.wanted.len());
        let fact = FACTS[n % FACTS.len()];
        let whole = part.is_none();
        Some(match (act, part) {
            (Act::Answer, None) => acts::answer(case, deed, answered(fact, &extra.to_string())),
            (Act::Fetch, None) => {
                let origin = Origin::Register { register: "real-estate".into(), on: deed.today() };
                let answer = Answer { kept: plain(&extra.to_string()), origin };
                acts::fetch(case, deed, BTreeMap::from([(fact.into(), answer)]))
            }
            (Act::Contest, None) => acts::contest(case, deed, fact.into(), plain("other"), "it was measured again"),
            (Act::AddPaper, None) => acts::add_paper(case, deed, paper("floor-plan", ["aa", "bb"][n % 2])),
            (Act::RemovePaper, None) => acts::remove_paper(case, deed, "floor-plan".into(), ["aa", "bb"][n % 2].into()),
            (Act::ChooseCommitment, None) => acts::choose_commitment(case, deed, any_permit),
            (Act::DropCommitment, None) => acts::drop_commitment(case, deed, any_permit),
            (Act::File, None) => {
                let plan = plan_of(self.wanted, deed.today(), deed.calendar);
                let today = deed.today().to_string();
                acts::file(case, deed, ToFile { plan, ..to_file(self.town, &today) }, &[])
            }
            (Act::Accept, None) => acts::accept(case, deed),
            (Act::PutPoint, Some(part)) => acts::put_point(case, deed, part, self.point(extra)),
            (Act::DropPoint, None) => {
                let basket = &case.notice().basket;
                let point = basket.get(n % basket.len().max(1)).map(|b| b.point.id.clone());
                acts::drop_point(case, deed, &point.unwrap_or_else(|| "p?".into()))
            }
            (Act::SendNotice, None) => acts::send_notice(case, deed, soon),
            (Act::ObjectToPoint, None) => acts::object_to_point(case, deed, &self.asked(extra), plain("you have it")),
            (Act::ReviewPoint, None) => {
                let finding = if extra.is_multiple_of(4) { Finding::Stands } else { Finding::Struck };
                let objected = case.notice().points.iter().find(|a| a.objection.is_some() && a.reviewed.is_none());
                let point = objected.map_or_else(|| self.asked(extra), |a| a.asked.point.id.clone());
                acts::review_point(case, deed, &point, finding, "looked again")
            }
            (Act::AnswerNotice, None) => acts::answer_notice(case, deed, self.replies(extra)),
            (Act::LapseNotice, None) => acts::lapse_notice(case, deed),
            (Act::AskLater, None) => {
                let changed = case.notice().changed.iter().next().cloned();
                let about = About::Fact(changed.unwrap_or_else(|| fact.into()));
                let open = case.parts().values().filter(|p| !p.is_ended()).map(|p| p.permit.clone());
                let permits = open.take(1 + n % 2).collect();
                let asked = AskedPoint { permits, point: Point { about, ..self.point(extra) } };
                acts::ask_later(case, deed, asked, soon)
            }
            (Act::Assign, Some(part)) => acts::assign(case, deed, part, ["sun", "tang"][n % 2].into()),
            (Act::HandOver, Some(part)) => acts::hand_over(case, deed, part, "ill"),
            (Act::Consult, Some(part)) => {
                acts::consult(case, deed, part, AUTHORITIES[n % AUTHORITIES.len()].into(), "Is it?")
            }
            (Act::Advise, Some(part)) => acts::advise(case, deed, part, "It is."),
            (Act::Extend, Some(part)) => acts::extend(case, deed, part, soon, "laboratory"),
            (Act::Pause, Some(part)) => {
                let expected_until = (!extra.is_multiple_of(3)).then_some(soon);
                acts::pause(case, deed, part, ToPause { reason: StopReason::Test, law: law(), expected_until })
            }
            (Act::Resume, Some(part)) => acts::resume(case, deed, part),
            (Act::TakeAtOnce, Some(part)) => acts::take_at_once(case, deed, part, self.grant(extra)),
            (Act::Grant, Some(part)) => acts::grant(case, deed, part, self.grant(extra)),
            (Act::Refuse, Some(part)) => acts::refuse(case, deed, part, ground()),
            (Act::Undo, Some(part)) => acts::undo(case, deed, part),
            // Giving everything up ends most stories: not every time.
            (Act::Withdraw, None) if !extra.is_multiple_of(16) => return None,
            (Act::Withdraw, Some(_)) if !extra.is_multiple_of(4) => return None,
            (Act::Withdraw, _) => acts::withdraw(case, deed, part),
            (Act::PassSilence, Some(part)) => {
                let effect = case.part(part)?.plan.on_silence;
                clock_act(case, deed, &ClockAct::PassSilence { permit: part.clone(), effect })
            }
            (Act::Escalate, Some(part)) => {
                let to = format!("city-{}", case.part(part)?.plan.authority);
                acts::escalate(case, deed, part, to.as_str().into())
            }
            (Act::ExplainDelay, Some(part)) => acts::explain_delay(case, deed, part, "the laboratory had a fire"),
            (Act::Appeal, Some(part)) => acts::appeal(case, deed, part, to_appeal_at(case.part(part)?)),
            (Act::DecideAppeal, Some(part)) => {
                let finding = match extra % 3 {
                    0 => casework::Finding::Upheld,
                    1 => casework::Finding::Changed(self.grant(extra)),
                    _ => casework::Finding::SentBack,
                };
                acts::decide_appeal(case, deed, part, finding, "looked again", law())
            }
            (Act::OfferHandOver, Some(part)) => {
                acts::offer_hand_over(case, deed, part, ["sun", "tang"][n % 2].into(), "ill")
            }
            (Act::TakeOver, Some(part)) => acts::take_over(case, deed, part),
            (Act::DeclineOver, Some(part)) => acts::decline_over(case, deed, part, "too much"),
            (Act::Renew, Some(part)) => {
                let silent = (!extra.is_multiple_of(4)).then(law);
                acts::renew(case, deed, part, acts::ToRenew { silent, ..acts::ToRenew::default() })
            }
            (Act::Amend, None) => {
                let held = case.parts().values().filter(|p| p.is_held()).map(|p| p.permit.clone());
                let facts = answered(fact, &extra.to_string()).facts;
                acts::amend(case, deed, ToAmend { facts, permits: held.take(n % 3).collect(), needs: Vec::new() })
            }
            (Act::GrantChange, Some(part)) => {
                let held = case.part(part)?.grant()?.clone();
                let longer = held.valid_until.map(|until| until.plus_days(i64::from(extra % 40)));
                let valid_until = if extra.is_multiple_of(2) { held.valid_until } else { longer };
                acts::grant_change(case, deed, part, Grant { valid_until, ..held })
            }
            (Act::RefuseChange, Some(part)) => acts::refuse_change(case, deed, part, ground()),
            (Act::WithdrawChange, Some(part)) => acts::withdraw_change(case, deed, part),
            (Act::PassRenewal, Some(part)) => {
                case.part(part)?.grant()?;
                clock_act(case, deed, &ClockAct::PassRenewal { permit: part.clone() })
            }
            (Act::GiveUp, None) if !extra.is_multiple_of(16) => return None,
            (Act::GiveUp, _) => acts::give_up(case, deed, part, (!extra.is_multiple_of(4)).then_some(soon)),
            (Act::OfferMandate, None) => {
                let all = [Power::Prepare, Power::File, Power::Answer, Power::Dispose];
                let scope = all.into_iter().enumerate().filter(|(bit, _)| n >> bit & 1 == 1).map(|(_, p)| p).collect();
                let id = format!("m{}", case.mandates().len() + 1);
                acts::offer_mandate(case, deed, id.as_str().into(), scope, soon)
            }
            (Act::TakeMandate, None) => acts::take_mandate(case, deed, &"m1".into()),
            (Act::EndMandate, None) => acts::end_mandate(case, deed, &"m1".into()),
            (Act::InviteCoApplicant, None) if !extra.is_multiple_of(8) => return None,
            (Act::InviteCoApplicant, None) => acts::invite_co_applicant(case, deed),
            (Act::RemoveCoApplicant, None) => {
                acts::remove_co_applicant(case, deed, case.co_applicants().keys().next().copied().unwrap_or(1))
            }
            (Act::JoinAsCoApplicant, None) => {
                let free = case.co_applicants().iter().find(|(_, place)| place.person.is_none());
                acts::join_as_co_applicant(case, deed, free.map_or(1, |(place, _)| *place))
            }
            (Act::CoSign, None) => acts::co_sign(case, deed, "s1"),
            (Act::OfferHearing, Some(part)) => acts::offer_hearing(case, deed, part, law(), soon),
            (Act::AskHearing, Some(part)) => acts::ask_hearing(case, deed, part),
            (Act::CallHearing, Some(part)) => acts::call_hearing(case, deed, part, soon, "Room 3", law()),
            (Act::HoldHearing, Some(part)) => acts::hold_hearing(case, deed, part, "Wang showed the plans."),
            (Act::AskExpert, Some(part)) => {
                let (expert, question) = ("Air laboratory".to_owned(), "Is the air clean?".to_owned());
                let ask = acts::ToAskExpert { expert, question, law: law(), expected_until: soon };
                acts::ask_expert(case, deed, part, ask)
            }
            (Act::TakeOpinion, Some(part)) => acts::take_opinion(case, deed, part, "It is."),
            (Act::Merge, None) => acts::merge(case, deed, &"case-2".into()),
            (Act::Split, None) => acts::split(case, deed),
            (Act::Transfer, None) => acts::transfer(case, deed, Some(law())),
            (Act::Issue, None) => {
                let version = case.licence().map_or(1, |l| l.version + u32::from(!extra.is_multiple_of(4)));
                acts::issue(case, deed, "L-1", version)
            }
            (Act::Suspend, Some(part)) => {
                acts::suspend(case, deed, part, ToSuspend { until: Some(soon), ..to_suspend() })
            }
            (Act::Reinstate, Some(part)) => acts::reinstate(case, deed, part, "put right"),
            (Act::Revoke, Some(part)) => acts::revoke(case, deed, part, to_revoke("false commitment")),
            (Act::Expire, Some(part)) => acts::expire(case, deed, part),
            (Act::WriteMessage, None) => acts::write_message(case, deed, plain("when will you come?")),
            (Act::ChangeRepresentative, None) => {
                let to = Representative {
                    id: ["zhou", "hao"][n % 2].into(),
                    name: "Hao".into(),
                    phone: "1".into(),
                    hours: "9-17".into(),
                };
                acts::change_representative(case, deed, to, "leave")
            }
            (Act::Close, None) => acts::close(case, deed),
            (Act::Erase, None) => acts::erase(case, deed, law()),
            _ => {
                debug_assert!(
                    matches!(act, Act::Merge | Act::Split | Act::Transfer)
                        || CHART.iter().any(|r| r.act == act && matches!(r.at, At::Case(_)) != whole)
                );
                return None;
            }
        })
    }

    fn point(&self, extra: u8) -> Point {
        let id = format!("p{}", self.case.version());
        let about = match extra % 4 {
            3 => About::Paper("floor-plan".into()),
            n => About::Fact(FACTS[usize::from(n)].into()),
        };
        Point { about, ..point(&id, "?") }
    }

    fn asked(&self, extra: u8) -> PointId {
        let points = &self.case.notice().points;
        points.get(usize::from(extra) % points.len().max(1)).map_or_else(|| "p?".into(), |a| a.asked.point.id.clone())
    }

    fn replies(&self, extra: u8) -> BTreeMap<PointId, Reply> {
        let open = self.case.notice().open_points();
        open.map(|a| {
            let reply = match a.asked.point.about {
                About::Fact(_) if !extra.is_multiple_of(4) => Reply::Fact(said(&extra.to_string())),
                _ => Reply::Words(plain("as before")),
            };
            (a.asked.point.id.clone(), reply)
        })
        .collect()
    }

    fn grant(&self, extra: u8) -> Grant {
        let valid_until = (extra.is_multiple_of(2)).then(|| self.later(extra / 4));
        Grant { number: "N-1".into(), conditions: Vec::new(), valid_from: self.now.day, valid_until }
    }
}

/// The authority above the one that refused.
fn to_appeal_at(part: &casework::Part) -> acts::ToAppeal {
    acts::ToAppeal { to: format!("city-{}", part.plan.authority).as_str().into(), ..to_appeal() }
}
