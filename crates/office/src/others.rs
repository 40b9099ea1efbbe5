//! Others beside the applicant: agents with a power of attorney, and co-applicants. Both come by an invitation: a code that
//! the applicant gives on, good for one person, whose end is the end of what it invites to.

use std::collections::BTreeSet;

use casework::{MandateId, Power, Who, acts};
use rules::Day;
use sha2::{Digest, Sha256};

use crate::carry::{Carried, Once};
use crate::filing::STATEMENT;
use crate::turned::Turned;
use crate::{Inner, Office};

/// Scope of the unique names of invitations. Only the fingerprint of a code is kept.
const INVITATION: &str = "invitation";

/// Fifty bits: nobody tries that many.
const CODE_LETTERS: usize = 10;

/// What a code invites to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invitation {
    Mandate { case_id: String, mandate: MandateId },
    CoApplicant { case_id: String, place: u32 },
}

impl Invitation {
    pub fn case_id(&self) -> &str {
        match self {
            Invitation::Mandate { case_id, .. } | Invitation::CoApplicant { case_id, .. } => case_id,
        }
    }

    fn written(&self) -> String {
        match self {
            Invitation::Mandate { case_id, mandate } => format!("{case_id} mandate {mandate}"),
            Invitation::CoApplicant { case_id, place } => format!("{case_id} place {place}"),
        }
    }

    fn read(text: &str) -> Option<Invitation> {
        let mut words = text.split(' ');
        let (case_id, kind, rest) = (words.next()?.to_owned(), words.next()?, words.next()?);
        match kind {
            "mandate" => Some(Invitation::Mandate { case_id, mandate: MandateId::new(rest) }),
            "place" => Some(Invitation::CoApplicant { case_id, place: rest.parse().ok()? }),
            _ => None,
        }
    }
}

fn fingerprint(code: &str) -> String {
    let letters: String = code.to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect();
    store::hexadecimal(&Sha256::digest(letters.as_bytes()))
}

impl Inner {
    /// A fresh code, written as `ABCDE-FGHJK`.
    fn new_code(&self) -> String {
        let letters = self.token(CODE_LETTERS);
        format!("{}-{}", &letters[..CODE_LETTERS / 2], &letters[CODE_LETTERS / 2..])
    }
}

impl Office {
    /// The applicant gives somebody a power of attorney. The code is told once, to be given on.
    pub async fn offer_mandate(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        scope: BTreeSet<Power>,
        until: Day,
    ) -> Result<(Carried, String), Turned> {
        let code = self.0.new_code();
        let told = code.clone();
        let carried = self
            .carry_out_with(case_id, once, by, move |carrying| {
                let mandate = MandateId::new(format!("m{}", carrying.case.mandates().len() + 1));
                let case_id = carrying.case.id().as_str().to_owned();
                let invitation = Invitation::Mandate { case_id, mandate: mandate.clone() };
                let catalogue = carrying.catalogue.clone();
                let deed = carrying.deed(&catalogue);
                let events = acts::offer_mandate(carrying.case, &deed, mandate, scope, until)?;
                carrying.tx.claim_name(INVITATION, &fingerprint(&code), &invitation.written())?;
                Ok(events)
            })
            .await?;
        Ok((carried, told))
    }

    /// The applicant invites somebody who applies too. The code is told once, to be given on.
    pub async fn invite_co_applicant(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
    ) -> Result<(Carried, String), Turned> {
        let code = self.0.new_code();
        let told = code.clone();
        let carried = self
            .carry_out_with(case_id, once, by, move |carrying| {
                let catalogue = carrying.catalogue.clone();
                let deed = carrying.deed(&catalogue);
                let events = acts::invite_co_applicant(carrying.case, &deed)?;
                if let Some(casework::Event::CoApplicantInvited { place }) = events.first() {
                    let case_id = carrying.case.id().as_str().to_owned();
                    let invitation = Invitation::CoApplicant { case_id, place: *place };
                    carrying.tx.claim_name(INVITATION, &fingerprint(&code), &invitation.written())?;
                }
                Ok(events)
            })
            .await?;
        Ok((carried, told))
    }

    /// What a code invites to; nothing when there is no such code.
    pub async fn invitation(&self, code: &str) -> Result<Option<Invitation>, Turned> {
        let print = fingerprint(code);
        let owner = self.0.store.read(move |tx| tx.owner_of(INVITATION, &print).map_err(Turned::from)).await?;
        Ok(owner.and_then(|text| Invitation::read(&text)))
    }

    /// Whoever holds the code takes what it invites to. `by` is their own hand.
    pub async fn accept_invitation(&self, code: &str, once: Option<Once>, by: Who) -> Result<Carried, Turned> {
        let invitation = self.invitation(code).await?.ok_or(Turned::NotFound)?;
        let case_id = invitation.case_id().to_owned();
        self.carry_out(&case_id, once, by, move |case, deed| match &invitation {
            Invitation::Mandate { mandate, .. } => acts::take_mandate(case, deed, mandate),
            Invitation::CoApplicant { place, .. } => acts::join_as_co_applicant(case, deed, *place),
        })
        .await
    }

    /// A co-applicant signs the draft as it is.
    pub async fn co_sign(&self, case_id: &str, once: Option<Once>, by: Who) -> Result<Carried, Turned> {
        self.carry_out(case_id, once, by, |case, deed| acts::co_sign(case, deed, STATEMENT)).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Invitation, fingerprint};

    #[test]
    fn a_code_is_read_however_it_is_typed_and_an_invitation_is_read_back() {
        assert_eq!(fingerprint("abcde-fghjk"), fingerprint(" ABCDE FGHJK "));
        assert_ne!(fingerprint("ABCDE-FGHJK"), fingerprint("ABCDE-FGHJM"));
        let mandate = Invitation::Mandate { case_id: "C1".into(), mandate: "m2".into() };
        let place = Invitation::CoApplicant { case_id: "C1".into(), place: 3 };
        for invitation in [mandate, place] {
            assert_eq!(Invitation::read(&invitation.written()), Some(invitation));
        }
        assert_eq!(Invitation::read("C1 place many"), None);
    }
}
