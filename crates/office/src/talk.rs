//! Words between the applicant and the city: messages, objections, explanations. Sealed, and opened only for who takes part.

use casework::{Event, Kept, Who};
use vault::SubjectId;

use crate::carry::{Carried, Once};
use crate::file::Reader;
use crate::sealing::{self, Sealing};
use crate::turned::Turned;
use crate::{Inner, Office};

/// One message, opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub by: Who,
    pub at_us: i64,
    pub text: String,
}

pub(crate) const MESSAGE: &str = "message";

impl Inner {
    pub(crate) fn sealing<'a>(
        &'a self,
        catalogue: &'a catalogue::Catalogue,
        case_id: &'a str,
        applicant: &'a SubjectId,
    ) -> Sealing<'a> {
        Sealing { vault: &self.vault, world: self.world.as_ref(), catalogue, case_id, applicant }
    }
}

impl Office {
    /// The thread of a case. Opening it is written down like every opening.
    pub async fn messages(&self, case_id: &str, reader: Reader) -> Result<Vec<Said>, Turned> {
        let inner = self.0.clone();
        let id = case_id.to_owned();
        let closed = self.case_file(case_id).await?;
        if closed.case.messages().is_empty() {
            return Ok(Vec::new());
        }
        let messages = closed.case.messages().to_vec();
        self.0
            .store
            .write(move |tx| {
                let words: Vec<(&str, &Kept)> = messages.iter().map(|m| (MESSAGE, &m.text)).collect();
                let texts = sealing::open_words(
                    tx,
                    &inner.vault,
                    inner.world.as_ref(),
                    &id,
                    &words,
                    &reader.actor,
                    &reader.purpose,
                )?;
                let said = messages
                    .iter()
                    .zip(texts)
                    .map(|(m, text)| Said { by: m.by.clone(), at_us: m.at.at_us, text })
                    .collect();
                Ok::<_, Turned>(said)
            })
            .await
    }

    /// Writes a message; it is sealed before it is kept.
    pub async fn write_message(
        &self,
        case_id: &str,
        once: Option<Once>,
        by: Who,
        text: String,
    ) -> Result<Carried, Turned> {
        self.carry_out_with(case_id, once, by, move |carrying| {
            let applicant = carrying.applicant();
            let catalogue = carrying.catalogue.clone();
            let id = carrying.case.id().as_str().to_owned();
            let sealed = carrying.inner.sealing(&catalogue, &id, &applicant).words(carrying.tx, MESSAGE, &text)?;
            let deed = carrying.deed(&catalogue);
            let events: Vec<Event> = casework::acts::write_message(carrying.case, &deed, sealed)?;
            Ok(events)
        })
        .await
    }
}
