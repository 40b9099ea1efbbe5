//! Papers: too large to be facts, as personal as they. Each has a key of its own, made from the key of the person it is
//! about, so that destroying that one key closes every paper of theirs.
//!
//! Sealing and opening take time with large papers and need no store: the door is only asked for the key. The key to open is
//! given out after the reading was written down, and it opens one paper.

use zeroize::Zeroizing;

use crate::key::Key;
use crate::{Actor, Dice, Door, Opening, Purpose, SubjectId, SubjectKey, Vault, VaultFault};

const PAPER: &str = "onego paper 1";
const PAPER_NAME: &str = "onego paper name 1";

/// Which paper: whose, in which stream (a case), under which name. All three are bound into what is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperPlace {
    pub subject: SubjectId,
    pub stream: String,
    pub name: String,
}

impl PaperPlace {
    fn bound_to(&self) -> [&str; 4] {
        [PAPER, self.subject.as_str(), &self.stream, &self.name]
    }

    fn key(&self, subject: &Key) -> Key {
        subject.derive(PAPER, &self.name)
    }
}

/// Seals one paper, and can do nothing else.
pub struct PaperSeal {
    key: Key,
    place: PaperPlace,
}

impl PaperSeal {
    pub fn seal(&self, dice: &mut dyn Dice, paper: &[u8]) -> Result<Vec<u8>, VaultFault> {
        self.key.seal(dice, &self.place.bound_to(), paper)
    }
}

/// Opens one paper. Whoever has it was written down before they got it.
pub struct PaperKey {
    key: Key,
    place: PaperPlace,
}

impl PaperKey {
    /// The bytes in the clear; they are wiped when they are dropped.
    pub fn open(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultFault> {
        self.key.open(&self.place.bound_to(), sealed).map(Zeroizing::new)
    }
}

impl Vault {
    /// The name of a paper: the same for the same bytes in the same stream, and nothing to anybody without the root key. Not
    /// even the bytes of a small, well-known file can be told from it. 64 hexadecimal letters.
    pub fn paper_name(&self, stream: &str, paper: &[u8]) -> String {
        let name = self.root().derive(PAPER_NAME, stream).fingerprint_of(paper);
        name.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Lets one paper be sealed. The first sealed thing of a person makes their key.
    pub fn seal_for_paper(
        &self,
        door: &mut dyn Door,
        dice: &mut dyn Dice,
        month: &str,
        place: PaperPlace,
    ) -> Result<PaperSeal, VaultFault> {
        let subject = self.subject_key_or_new(door, dice, month, &place.subject)?;
        Ok(PaperSeal { key: place.key(&subject), place })
    }

    /// Lets one paper be opened, after it was written down who does and what for; nothing if the person was erased.
    pub fn key_to_paper(
        &self,
        door: &mut dyn Door,
        who: &Actor,
        purpose: &Purpose,
        at_us: i64,
        what: &str,
        place: PaperPlace,
    ) -> Result<Option<PaperKey>, VaultFault> {
        match door.subject_key(&place.subject)? {
            SubjectKey::Destroyed => Ok(None),
            SubjectKey::Never => Err(VaultFault::SubjectKeyMissing(place.subject)),
            SubjectKey::Wrapped(wrapped) => {
                door.write_down(&Opening {
                    at_us,
                    subject: place.subject.clone(),
                    actor: who.clone(),
                    purpose: purpose.clone(),
                    facts: vec![what.to_owned()],
                    count: 1,
                })?;
                let subject = self.subject_key(door, &place.subject, &wrapped)?;
                Ok(Some(PaperKey { key: place.key(&subject), place }))
            }
        }
    }
}
