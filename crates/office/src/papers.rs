//! Papers in the folder: sealed for the person they are about, under a name that tells nothing, opened through the one door.

use std::collections::BTreeSet;

use casework::{Event, PaperHash};
use store::{Fault, Tx, TxDoor};
use vault::{PaperPlace, SubjectId};

use crate::file::Reader;
use crate::sealing::vault_fault;
use crate::turned::Turned;
use crate::world::WorldDice;
use crate::{Inner, Office};

/// The setting that says that no paper lies in the folder as it came.
const SEALED: &str = "papers";

impl Inner {
    /// What an event calls a paper: the same for the same bytes in the same case.
    pub(crate) fn paper_hash(&self, case_id: &str, bytes: &[u8]) -> PaperHash {
        PaperHash::new(self.vault.paper_name(&format!("paper of {case_id}"), bytes))
    }

    /// The name in the folder. It is made from what the event says, so that papers of the first time, whose events tell the
    /// hash of their bytes, lie under a name that does not.
    pub(crate) fn paper_file(&self, case_id: &str, hash: &PaperHash) -> String {
        self.vault.paper_name(&format!("file of {case_id}"), hash.as_str().as_bytes())
    }

    fn paper_place(&self, case_id: &str, subject: &SubjectId, hash: &PaperHash) -> PaperPlace {
        PaperPlace { subject: subject.clone(), stream: case_id.to_owned(), name: self.paper_file(case_id, hash) }
    }
}

/// What the rows say about a paper that was sealed.
pub(crate) struct SealedPaper {
    pub file: String,
    pub length: i64,
}

impl SealedPaper {
    /// Notes the paper, in the transaction that names it.
    pub fn note(&self, tx: &mut dyn Tx, media_type: &str, kept_us: i64) -> Result<(), Fault> {
        let row =
            store::Paper { hash: self.file.clone(), length: self.length, media_type: media_type.to_owned(), kept_us };
        // The same content may be kept already.
        tx.keep_paper(&row).map(|_| ())
    }
}

impl Office {
    /// Seals a paper for a person and brings it to the disk.
    pub(crate) async fn seal_paper(
        &self,
        case_id: &str,
        subject: &SubjectId,
        hash: &PaperHash,
        bytes: Vec<u8>,
    ) -> Result<SealedPaper, Turned> {
        let place = self.0.paper_place(case_id, subject, hash);
        let file = place.name.clone();
        let inner = self.0.clone();
        let seal = self
            .0
            .store
            .write(move |tx| {
                let mut dice = WorldDice(inner.world.as_ref());
                let mut door = TxDoor::new(tx, &mut dice);
                let month = inner.world.instant().day.month_of_year().to_string();
                inner
                    .vault
                    .seal_for_paper(&mut door, &mut dice, &month, place)
                    .map_err(|f| Turned::from(vault_fault(f)))
            })
            .await?;
        let inner = self.0.clone();
        let sealed = tokio::task::spawn_blocking(move || seal.seal(&mut WorldDice(inner.world.as_ref()), &bytes))
            .await
            .map_err(|_| Fault::OutcomeUnknown)?
            .map_err(vault_fault)?;
        let length = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
        self.0.store.put_paper(file.clone(), sealed).await?;
        Ok(SealedPaper { file, length })
    }

    /// Kind and bytes of a paper of a case, for who may see the case. That it was opened is written down first.
    pub async fn open_paper(&self, case_id: &str, hash: &str, reader: Reader) -> Result<(String, Vec<u8>), Turned> {
        let file = self.case_file(case_id).await?;
        let paper = file.case.papers().iter().find(|p| p.hash.as_str() == hash).ok_or(Turned::NotFound)?.clone();
        let subject = SubjectId::new(file.case.applicant().as_str());
        let place = self.0.paper_place(case_id, &subject, &paper.hash);
        let name = place.name.clone();
        let inner = self.0.clone();
        let what = format!("paper.{}", paper.evidence);
        let key = self
            .0
            .store
            .write(move |tx| {
                let mut dice = WorldDice(inner.world.as_ref());
                let mut door = TxDoor::new(tx, &mut dice);
                let at_us = inner.world.instant().at_us;
                let (actor, purpose) = (&reader.actor, &reader.purpose);
                let key = inner.vault.key_to_paper(&mut door, actor, purpose, at_us, &what, place);
                key.map_err(|f| Turned::from(vault_fault(f)))
            })
            .await?;
        // A person who was erased has no papers any more.
        let Some(key) = key else { return Err(Turned::NotFound) };
        let Some(sealed) = self.0.store.get_paper(name).await? else {
            // From the first time, and not sealed yet.
            let bytes = self.0.store.get_paper(hash.to_owned()).await?.ok_or(Turned::NotFound)?;
            return Ok((paper.media_type, bytes));
        };
        let opened = tokio::task::spawn_blocking(move || key.open(&sealed).map(|plain| plain.to_vec()))
            .await
            .map_err(|_| Fault::OutcomeUnknown)?
            .map_err(vault_fault)?;
        Ok((paper.media_type, opened))
    }

    /// Seals the papers of the first time, which lie in the folder as they came, and takes the open ones away. Says how many
    /// were sealed. Stopped at any moment, it goes on with the next start; once done it costs nothing.
    pub async fn seal_old_papers(&self) -> Result<u64, Turned> {
        let done = self.0.store.read(|tx| tx.setting(SEALED).map_err(Turned::from)).await?;
        if done.is_some() {
            return Ok(0);
        }
        let open: BTreeSet<String> = self.0.store.papers_as_they_came().await?.into_iter().collect();
        let mut sealed = 0;
        if !open.is_empty() {
            sealed = self.seal_papers_of_cases(&open).await?;
        }
        for name in open {
            self.0.store.remove_paper(name.clone()).await?;
            self.0.store.write(move |tx| tx.forget_paper(&name).map(|_| ()).map_err(Turned::from)).await?;
        }
        self.0.store.write(|tx| tx.put_setting(SEALED, "sealed").map_err(Turned::from)).await?;
        Ok(sealed)
    }

    async fn seal_papers_of_cases(&self, open: &BTreeSet<String>) -> Result<u64, Turned> {
        let (mut after, mut sealed) = (String::new(), 0);
        loop {
            let from = after.clone();
            let ids = self.0.store.read(move |tx| tx.cases_page(&from, 200).map_err(Turned::from)).await?;
            let Some(last) = ids.last().cloned() else { return Ok(sealed) };
            for id in ids {
                sealed += self.seal_papers_of(&id, open).await?;
            }
            after = last;
        }
    }

    async fn seal_papers_of(&self, case_id: &str, open: &BTreeSet<String>) -> Result<u64, Turned> {
        let (inner, id) = (self.0.clone(), case_id.to_owned());
        let case = self.0.store.read(move |tx| inner.load(tx, &id)).await?;
        let subject = SubjectId::new(case.applicant().as_str());
        let mut sealed = 0;
        // Papers that were taken out again are still in the history, and one case can have brought one to another.
        for recorded in case.history() {
            let Event::PaperAdded { paper } = &recorded.event else { continue };
            if case.erased().is_some() || !open.contains(paper.hash.as_str()) {
                continue;
            }
            let Some(bytes) = self.0.store.get_paper(paper.hash.as_str().to_owned()).await? else { continue };
            let kept = self.seal_paper(case_id, &subject, &paper.hash, bytes).await?;
            let (media_type, kept_us) = (paper.media_type.clone(), recorded.at.at_us);
            self.0.store.write(move |tx| kept.note(tx, &media_type, kept_us).map_err(Turned::from)).await?;
            sealed += 1;
        }
        Ok(sealed)
    }
}
