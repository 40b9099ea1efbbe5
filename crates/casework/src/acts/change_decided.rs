//! The authority decides a change to what is held, or the applicant takes the wish back.

use catalogue::PermitId;

use super::refuse::ground_is_whole;
use super::renew::renewal_is_longer;
use super::{Outcome, not_possible, part};
use crate::case::{Case, Change};
use crate::chart::{self, Act};
use crate::event::{Event, Grant, Ground};
use crate::refusal::Refusal;
use crate::who::Deed;

/// Only what was asked is decided: a renewal makes it longer; an amendment leaves its end where it is, unless that end
/// is itself the fact that changes.
pub fn grant_change(case: &Case, deed: &Deed, permit: &PermitId, grant: Grant) -> Outcome {
    chart::check(case, Some(permit), Act::GrantChange, deed)?;
    let change = open(case, permit, Act::GrantChange)?;
    renewal_is_longer(change, &grant)?;
    let official = deed.by.official().cloned();
    Ok(vec![Event::ChangeGranted { permit: permit.clone(), grant, official, silent: None }])
}

pub fn refuse_change(case: &Case, deed: &Deed, permit: &PermitId, ground: Ground) -> Outcome {
    chart::check(case, Some(permit), Act::RefuseChange, deed)?;
    open(case, permit, Act::RefuseChange)?;
    ground_is_whole(&ground)?;
    let official = deed.by.official().cloned();
    let official = official.ok_or_else(|| not_possible(case, Some(permit), Act::RefuseChange))?;
    Ok(vec![Event::ChangeRefused { permit: permit.clone(), ground, official }])
}

pub fn withdraw_change(case: &Case, deed: &Deed, permit: &PermitId) -> Outcome {
    chart::check(case, Some(permit), Act::WithdrawChange, deed)?;
    open(case, permit, Act::WithdrawChange)?;
    Ok(vec![Event::ChangeWithdrawn { permit: permit.clone() }])
}

fn open<'a>(case: &'a Case, permit: &PermitId, act: Act) -> Result<&'a Change, Refusal> {
    part(case, permit)?.open_change().ok_or_else(|| not_possible(case, Some(permit), act))
}
