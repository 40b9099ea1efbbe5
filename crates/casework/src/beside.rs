//! How others beside the applicant and the desk fold: agents, co-applicants, hearings, experts.

use crate::case::{Case, CoApplicant, Hearing, Mandate, Opinion};
use crate::chart::Stage;
use crate::event::{Event, Recorded};
use crate::fold::Broken;

impl Case {
    pub(crate) fn take_others(&mut self, recorded: &Recorded) {
        let at = recorded.at;
        match &recorded.event {
            Event::MandateOffered { mandate, scope, until } => {
                let offered = Mandate { offered: at, scope: scope.clone(), until: *until, agent: None, ended: None };
                self.mandates.insert(mandate.clone(), offered);
            }
            Event::MandateTaken { mandate, agent } => {
                if let Some(mandate) = self.mandates.get_mut(mandate) {
                    mandate.agent = Some(agent.clone());
                }
            }
            Event::MandateEnded { mandate } => {
                if let Some(mandate) = self.mandates.get_mut(mandate) {
                    mandate.ended = Some(at);
                }
            }
            Event::CoApplicantInvited { place } => {
                self.co_applicants.insert(*place, CoApplicant::default());
            }
            Event::CoApplicantJoined { place, person } => {
                self.co_applicants.insert(*place, CoApplicant { person: Some(person.clone()), signed: None });
            }
            Event::CoApplicantRemoved { place } => {
                self.co_applicants.remove(place);
            }
            Event::CoSigned { person, .. } => {
                for place in self.co_applicants.values_mut().filter(|c| c.person.as_ref() == Some(person)) {
                    place.signed = Some(at);
                }
            }
            _ => {}
        }
    }

    /// Nobody has signed what was changed afterwards.
    pub(crate) fn void_signatures(&mut self, event: &Event) {
        let changes = matches!(
            event,
            Event::Answered { .. }
                | Event::Fetched { .. }
                | Event::PaperAdded { .. }
                | Event::PaperRemoved { .. }
                | Event::CommitmentChosen { .. }
                | Event::CommitmentDropped { .. }
        );
        if changes && self.stage == Stage::Draft {
            self.co_applicants.values_mut().for_each(|place| place.signed = None);
        }
    }

    pub(crate) fn take_hearing(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        let at = recorded.at;
        let Some(permit) = recorded.event.permit() else { return Ok(()) };
        let part = self.held(recorded, permit)?;
        match &recorded.event {
            Event::HearingOffered { law, ask_until, .. } => {
                let (law, ask_until) = (law.clone(), *ask_until);
                part.hearing = Some(Hearing { offered: at, law, ask_until, asked: None, called: None, held: None });
            }
            Event::ExpertAsked { expert, question, .. } => {
                let (expert, question) = (expert.clone(), question.clone());
                part.opinions.push(Opinion { expert, question, asked: at, said: None });
            }
            Event::ExpertSaid { opinion, .. } => {
                if let Some(open) = part.opinions.iter_mut().find(|o| o.said.is_none()) {
                    open.said = Some((at, opinion.clone()));
                }
            }
            event => {
                let Some(hearing) = &mut part.hearing else { return Ok(()) };
                match event {
                    Event::HearingAsked { .. } => hearing.asked = Some(at),
                    Event::HearingCalled { on, place, .. } => hearing.called = Some((*on, place.clone())),
                    Event::HearingHeld { record, .. } => hearing.held = Some((at, record.clone())),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}
