//! Seal, open, erase: the whole of what can be done with personal data.

use std::collections::BTreeMap;

use crate::key::Key;
use crate::{
    Actor, Dice, Door, Opened, Opening, Plain, Purpose, Sealed, SubjectId, SubjectKey, VaultFault, WrappedKey,
};

/// What a sealed field is bound to begins with this; it changes when the shape of sealed fields changes.
const FIELD: &str = "onego field 1";
const SUBJECT: &str = "onego subject key 1";
const MONTH: &str = "onego month key 1";
const INDEX: &str = "onego index key 1";

/// Holds the root key and nothing else.
pub struct Vault {
    root: Key,
}

impl Vault {
    pub fn new(root: [u8; 32]) -> Self {
        Vault { root: Key::new(root) }
    }

    /// Seals one value for the person it is about. The first value of a person makes their key, the first of a
    /// month (`2026-11`) the month's.
    ///
    /// The value opens only for the same person, stream and fact: it cannot be moved.
    #[allow(clippy::too_many_arguments, reason = "every one of them is bound into the sealed value or makes it")]
    pub fn seal(
        &self,
        door: &mut dyn Door,
        dice: &mut dyn Dice,
        month: &str,
        subject: &SubjectId,
        stream: &str,
        fact: &str,
        plaintext: &str,
    ) -> Result<Sealed, VaultFault> {
        let key = self.subject_key_or_new(door, dice, month, subject)?;
        key.seal(dice, &[FIELD, subject.as_str(), stream, fact], plaintext.as_bytes()).map(Sealed::from_bytes)
    }

    /// The only function that yields plaintext. It first writes one line a person into the reading log, through the
    /// same door; if that fails, nothing is opened. The answers stand in the order of `items`.
    ///
    /// A person who was erased gets no line: there is nothing left that could be seen.
    pub fn open(
        &self,
        door: &mut dyn Door,
        who: &Actor,
        purpose: &Purpose,
        at_us: i64,
        items: &[(&SubjectId, &str, &str, &Sealed)],
    ) -> Result<Vec<Opened>, VaultFault> {
        let mut openings: Vec<Opening> = Vec::new();
        for (subject, _stream, fact, _sealed) in items {
            let place = match openings.iter().position(|opening| opening.subject == **subject) {
                Some(place) => place,
                None => {
                    openings.push(Opening {
                        at_us,
                        subject: (*subject).clone(),
                        actor: who.clone(),
                        purpose: purpose.clone(),
                        facts: Vec::new(),
                        count: 0,
                    });
                    openings.len() - 1
                }
            };
            let opening = &mut openings[place];
            opening.count += 1;
            if !opening.facts.iter().any(|known| known == fact) {
                opening.facts.push((*fact).to_owned());
            }
        }

        let mut keys: BTreeMap<&SubjectId, Key> = BTreeMap::new();
        for opening in &openings {
            match door.subject_key(&opening.subject)? {
                SubjectKey::Destroyed => continue,
                SubjectKey::Never => return Err(VaultFault::SubjectKeyMissing(opening.subject.clone())),
                SubjectKey::Wrapped(wrapped) => {
                    door.write_down(opening)?;
                    keys.insert(&opening.subject, self.subject_key(door, &opening.subject, &wrapped)?);
                }
            }
        }

        items
            .iter()
            .map(|(subject, stream, fact, sealed)| {
                let Some(key) = keys.get(*subject) else {
                    return Ok(Opened::Erased);
                };
                let bytes = key.open(&[FIELD, subject.as_str(), stream, fact], sealed.as_bytes())?;
                // Only text is ever sealed, so anything else did not come from here.
                let text = String::from_utf8(bytes).map_err(|_| VaultFault::DoesNotOpen)?;
                Ok(Opened::Plain(Plain::new(text)))
            })
            .collect()
    }

    /// A keyed fingerprint for exact look-ups (an id number, a telephone) of what itself stays sealed.
    ///
    /// Equality is all it shows, and only to somebody who has both the database and the root key.
    pub fn blind_index(&self, field: &str, normalised: &str) -> [u8; 16] {
        let whole = self.root.derive(INDEX, field).fingerprint(normalised);
        let mut short = [0u8; 16];
        short.copy_from_slice(&whole[..16]);
        short
    }

    /// Destroys the person's key: everything sealed for them is unreadable from here on, in every copy that is not
    /// older than the month key.
    pub fn erase(&self, door: &mut dyn Door, subject: &SubjectId) -> Result<(), VaultFault> {
        Ok(door.destroy_subject_key(subject)?)
    }

    /// Moves up to `limit` subject keys from one month key to another and says how many; call until it says 0.
    ///
    /// Every new wrapping is opened once before the old one is given up.
    pub fn rewrap(
        &self,
        door: &mut dyn Door,
        dice: &mut dyn Dice,
        from: &str,
        to: &str,
        limit: u32,
    ) -> Result<u32, VaultFault> {
        if from == to {
            return Ok(0);
        }
        let keys = door.subject_keys_under(from, limit)?;
        if keys.is_empty() {
            return Ok(0);
        }
        let month_key = self.month_key_or_new(door, dice, to)?;
        let mut moved = 0;
        for (subject, wrapped) in keys {
            let key = self.subject_key(door, &subject, &wrapped)?;
            let bound_to = [SUBJECT, to, subject.as_str()];
            let bytes = month_key.wrap(dice, &bound_to, &key)?;
            month_key.unwrap_key(&bound_to, &bytes)?;
            door.keep_subject_key(&subject, &WrappedKey { month: to.to_owned(), bytes })?;
            moved += 1;
        }
        Ok(moved)
    }

    /// Destroys a month key nobody needs any more. From then on an erasure reaches every backup that was made
    /// under it.
    pub fn close_month(&self, door: &mut dyn Door, month: &str) -> Result<(), VaultFault> {
        if !door.subject_keys_under(month, 1)?.is_empty() {
            return Err(VaultFault::MonthInUse(month.to_owned()));
        }
        Ok(door.destroy_month_key(month)?)
    }

    pub(crate) fn root(&self) -> &Key {
        &self.root
    }

    pub(crate) fn subject_key_or_new(
        &self,
        door: &mut dyn Door,
        dice: &mut dyn Dice,
        month: &str,
        subject: &SubjectId,
    ) -> Result<Key, VaultFault> {
        match door.subject_key(subject)? {
            SubjectKey::Wrapped(wrapped) => self.subject_key(door, subject, &wrapped),
            SubjectKey::Destroyed => Err(VaultFault::Erased(subject.clone())),
            SubjectKey::Never => {
                let key = Key::throw(dice);
                let month_key = self.month_key_or_new(door, dice, month)?;
                let bytes = month_key.wrap(dice, &[SUBJECT, month, subject.as_str()], &key)?;
                door.keep_subject_key(subject, &WrappedKey { month: month.to_owned(), bytes })?;
                Ok(key)
            }
        }
    }

    pub(crate) fn subject_key(
        &self,
        door: &mut dyn Door,
        subject: &SubjectId,
        wrapped: &WrappedKey,
    ) -> Result<Key, VaultFault> {
        let month = wrapped.month.as_str();
        let month_key = match door.month_key(month)? {
            Some(kept) => self.month_key(&kept)?,
            None => return Err(VaultFault::MonthKeyMissing(month.to_owned())),
        };
        month_key.unwrap_key(&[SUBJECT, month, subject.as_str()], &wrapped.bytes)
    }

    fn month_key(&self, kept: &WrappedKey) -> Result<Key, VaultFault> {
        self.root.derive(MONTH, &kept.month).unwrap_key(&[MONTH, &kept.month], &kept.bytes)
    }

    fn month_key_or_new(&self, door: &mut dyn Door, dice: &mut dyn Dice, month: &str) -> Result<Key, VaultFault> {
        if let Some(kept) = door.month_key(month)? {
            return self.month_key(&kept);
        }
        let key = Key::throw(dice);
        let bytes = self.root.derive(MONTH, month).wrap(dice, &[MONTH, month], &key)?;
        door.keep_month_key(&WrappedKey { month: month.to_owned(), bytes })?;
        Ok(key)
    }
}
