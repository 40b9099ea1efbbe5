//! What people of a story do after a decision: appeal, renew, amend, give up, hand over.

use std::collections::BTreeSet;

use casework::{CaseId, Ground, OfficialId, Power, Who, acts};
use office::{Carried, CaseFile, Hearing, Turned};

use super::casework::{Days, Player, Unclear};

/// An act on its way: who, in which case, and its words.
pub(super) struct Doing<'a> {
    pub id: &'a str,
    pub by: Who,
    pub file: &'a CaseFile,
    /// What stands behind the verb, before a colon and after it.
    pub head: &'a str,
    pub words: String,
}

impl Days {
    /// Nothing when `verb` is not one of these.
    pub(super) async fn act_after(
        &mut self,
        verb: &str,
        doing: Doing<'_>,
    ) -> Result<Option<Result<(), Turned>>, Unclear> {
        let Doing { id, by, file, head, words } = doing;
        let office = &self.office.clone();
        let done = |result: Result<Carried, Turned>| Ok(Some(result.map(|_| ())));
        let hearing = match verb {
            "upholds" => Some((Hearing::Upheld, head.strip_prefix("the refusal of ").unwrap_or(head))),
            "overturns" => Some((Hearing::Changed(Vec::new()), head)),
            "sends" => head.strip_prefix("back ").map(|permit| (Hearing::SentBack, permit)),
            _ => None,
        };
        if let Some((hearing, permit)) = hearing {
            let permit = self.permit(permit)?;
            let law =
                file.catalogue.permits.get(&permit).into_iter().flat_map(|p| &p.law).find(|l| l.article.is_some());
            let law = law.cloned().ok_or("the permit names no article")?;
            return done(office.decide_appeal(id, None, by, None, permit, hearing, words, law).await);
        }
        match verb {
            "renews" => done(office.renew(id, None, by, self.permit(head)?).await),
            "amends" => {
                let values = self.written_values(head)?;
                done(office.amend(id, None, by, values).await)
            }
            "agrees" => {
                let permit = self.permit(head.trim_start_matches("to "))?;
                done(office.grant_change(id, None, by, None, permit, Vec::new()).await)
            }
            "disagrees" => {
                let permit = self.permit(head.trim_start_matches("with "))?;
                let definition = file.catalogue.permits.get(&permit).ok_or("no such permit")?;
                let rule = definition.rules.first().ok_or("the permit has no rule")?;
                let article = rule.law.iter().chain(&definition.law).find(|l| l.article.is_some()).cloned();
                let ground = Ground {
                    rule: rule.id.clone(),
                    article: article.ok_or("the rule names no article")?,
                    reason: words,
                    way_forward: rule.way_forward.say("en").to_owned(),
                };
                done(office.refuse_change(id, None, by, None, permit, ground).await)
            }
            "takes" if head.starts_with("back the change of ") => {
                let permit = self.permit(head.trim_start_matches("back the change of "))?;
                done(office.carry_out(id, None, by, move |c, d| acts::withdraw_change(c, d, &permit)).await)
            }
            "takes" if head.starts_with("over ") => {
                let permit = self.permit(head.trim_start_matches("over "))?;
                done(office.carry_out(id, None, by, move |c, d| acts::take_over(c, d, &permit)).await)
            }
            "takes" => {
                let permit = self.permit(head)?;
                let official = by.official().cloned().ok_or("only an official takes a part")?;
                done(office.carry_out(id, None, by, move |c, d| acts::assign(c, d, &permit, official)).await)
            }
            "declines" => {
                let permit = self.permit(head)?;
                done(office.carry_out(id, None, by, move |c, d| acts::decline_over(c, d, &permit, &words)).await)
            }
            "authorises" => {
                let (powers, until) =
                    head.split_once(" until ").ok_or("write `authorises to prepare, answer until DAY`")?;
                let read =
                    |word: &str| serde_json::from_value::<Power>(serde_json::Value::String(word.trim().to_owned()));
                let scope: Result<BTreeSet<Power>, _> = powers.trim_start_matches("to ").split(',').map(read).collect();
                let scope = scope.map_err(|_| "a power is prepare, file, answer or dispose")?;
                let until = self.day(until)?;
                self.invited(office.offer_mandate(id, None, by, scope, until).await)
            }
            "invites" => self.invited(office.invite_co_applicant(id, None, by).await),
            "accepts" if head == "the invitation" => done(office.accept_invitation(&self.code, None, by).await),
            "ends" => {
                let mandate = file.case.mandates().keys().next_back().cloned().unwrap_or_else(|| "m1".into());
                done(office.carry_out(id, None, by, move |c, d| acts::end_mandate(c, d, &mandate)).await)
            }
            "co-signs" => done(office.co_sign(id, None, by).await),
            "offers" | "calls" | "holds" | "demands" if head.contains("hearing about ") => {
                let (_, rest) = head.split_once("hearing about ").unwrap_or_default();
                let (permit, day) = match rest.split_once(" until ").or(rest.split_once(" on ")) {
                    Some((permit, day)) => (permit, self.day(day)?),
                    None => (rest, office.today()),
                };
                let permit = self.permit(permit)?;
                let (law, verb) = (file.catalogue.city.procedure.stop_law.clone(), verb.to_owned());
                let act = move |c: &casework::Case, d: &casework::Deed<'_>| match verb.as_str() {
                    "offers" => acts::offer_hearing(c, d, &permit, law, day),
                    "demands" => acts::ask_hearing(c, d, &permit),
                    "calls" => acts::call_hearing(c, d, &permit, day, "Room 3, at ten", law),
                    _ => acts::hold_hearing(c, d, &permit, &words),
                };
                done(office.carry_out(id, None, by, act).await)
            }
            "seeks" => {
                let head = head.trim_start_matches("an opinion on ");
                let (permit, until) =
                    head.split_once(" until ").ok_or("write `seeks an opinion on PERMIT until DAY: question`")?;
                let (permit, expected_until) = (self.permit(permit)?, self.day(until)?);
                let law = file.catalogue.city.procedure.stop_law.clone();
                let expert = "Food laboratory".to_owned();
                let ask = acts::ToAskExpert { expert, question: words, law, expected_until };
                done(office.carry_out(id, None, by, move |c, d| acts::ask_expert(c, d, &permit, ask)).await)
            }
            "receives" => {
                let permit = self.permit(head.trim_start_matches("the opinion on "))?;
                done(office.carry_out(id, None, by, move |c, d| acts::take_opinion(c, d, &permit, &words)).await)
            }
            "offers" => {
                let (permit, to) = head.split_once(" to ").ok_or("write `offers PERMIT to NAME: reason`")?;
                let permit = self.permit(permit)?;
                let Player::Official(official) = self.player(to.trim())? else {
                    return Err("a case is offered to an official".to_owned());
                };
                let to = OfficialId::new(official.id);
                let offer =
                    move |c: &casework::Case, d: &casework::Deed<'_>| acts::offer_hand_over(c, d, &permit, to, &words);
                done(office.carry_out(id, None, by, offer).await)
            }
            "closes" if head == "the business" => done(office.give_up(id, None, by, None, None).await),
            "gives" => {
                let permit = self.permit(head.trim_start_matches("up "))?;
                done(office.give_up(id, None, by, Some(permit), None).await)
            }
            "merges" => {
                let other = CaseId::new(head.trim_start_matches("with "));
                done(office.carry_out(id, None, by, move |c, d| acts::merge(c, d, &other)).await)
            }
            "transfers" => {
                let law = file.catalogue.city.procedure.renewal_law.clone();
                let law = law.map(|law| catalogue::Citation {
                    article: Some("9".into()),
                    confidence: catalogue::Confidence::Recalled,
                    ..law
                });
                done(office.carry_out(id, None, by, move |c, d| acts::transfer(c, d, law)).await)
            }
            "splits" => done(office.carry_out(id, None, by, |c, d| acts::split(c, d)).await),
            _ => Ok(None),
        }
    }

    /// The code of an invitation is given on in words, outside of the office.
    fn invited(&mut self, invited: Result<(Carried, String), Turned>) -> Result<Option<Result<(), Turned>>, Unclear> {
        Ok(Some(invited.map(|(_, code)| self.code = code)))
    }
}
