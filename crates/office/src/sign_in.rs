//! Who is signed in: a session is a random token in a cookie, known here only by its hash.

use std::sync::PoisonError;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::KeptSession;
use vault::SubjectId;

use crate::Office;
use crate::turned::Turned;

/// Twenty hours: long enough for a day of work and for somebody who needs time (WCAG 2.2.1).
const LASTS_US: i64 = 20 * 3600 * 1_000_000;

/// What the index of identity numbers is called, and whom a number means that nobody knows.
const IDENTITY: &str = "resident-id";

/// Who somebody is, as the session remembers it. No name: names are personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum SignedIn {
    Person { subject: String },
    Official { id: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub who: SignedIn,
    /// The name to show, while this process remembers it.
    pub name: Option<String>,
    /// Whom a window clerk serves just now.
    pub serving: Option<Serving>,
}

/// The person who is present at a clerk's window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serving {
    pub subject: String,
    /// The name to show, while this process remembers it.
    pub name: Option<String>,
}

/// A session as it is kept.
#[derive(Serialize, Deserialize)]
struct Written {
    #[serde(flatten)]
    who: SignedIn,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    serving: Option<String>,
}

/// A session as it is remembered: read once.
#[derive(Clone)]
pub(crate) struct Remembered {
    who: SignedIn,
    serving: Option<String>,
    expires_us: i64,
}

/// Where the name of the person at the window is remembered.
fn served(key: &str) -> String {
    format!("{key} serves")
}

fn hash(token: &str) -> String {
    store::hexadecimal(&Sha256::digest(token.as_bytes()))
}

impl Office {
    /// The stable, opaque handle of the person a sign-in provider names.
    pub fn subject_of(&self, provider: &str, identity: &str) -> SubjectId {
        let index = self.0.vault.blind_index(&format!("sign-in {provider}"), identity);
        SubjectId::new(store::hexadecimal(&index))
    }

    /// The person with an identity number, for somebody who stands at a window with their card: whom it was found to mean
    /// before, whom a register says, or a handle made from the number itself. The number is kept nowhere.
    pub async fn subject_with_identity(&self, identity: &str) -> Result<SubjectId, Turned> {
        let index = self.0.vault.blind_index(IDENTITY, identity);
        let known = self.0.store.read(move |tx| tx.subjects_by_blind_index(&index).map_err(Turned::from)).await?;
        if let [subject] = &known[..] {
            return Ok(SubjectId::new(subject.clone()));
        }
        let Some(subject) = self.0.registers.person_with(identity) else {
            return self.living_subject(IDENTITY, identity).await;
        };
        let found = subject.as_str().to_owned();
        self.0.store.write(move |tx| tx.put_blind_index(&index, &found).map_err(Turned::from)).await?;
        Ok(subject)
    }

    /// Starts a session and gives the token for the cookie.
    pub async fn sign_in(&self, who: SignedIn, name: Option<String>) -> Result<String, Turned> {
        let token = self.0.token(32);
        let at_us = self.instant().at_us;
        let written = serde_json::to_string(&Written { who, serving: None }).unwrap_or_default();
        let key = hash(&token);
        if let Some(name) = name {
            let mut names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
            names.insert(key.clone(), name);
        }
        self.0
            .store
            .write(move |tx| {
                tx.sweep_sessions(at_us)?;
                tx.put_session(&key, &KeptSession { written, expires_us: at_us + LASTS_US }).map_err(Turned::from)
            })
            .await?;
        Ok(token)
    }

    pub async fn session(&self, token: &str) -> Result<Option<Session>, Turned> {
        let key = hash(token);
        let at_us = self.instant().at_us;
        let (name, serves) = {
            let names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
            (names.get(&key).cloned(), names.get(&served(&key)).cloned())
        };
        // The one program that has the folder open changes sessions, so what was read once stays true until it does.
        let kept = match self.0.recent.session(&key) {
            Some(kept) => kept,
            None => {
                let asked = key.clone();
                let kept = self.0.store.read(move |tx| tx.session(&asked, at_us).map_err(Turned::from)).await?;
                let Some(kept) = kept else { return Ok(None) };
                let Ok(Written { who, serving }) = serde_json::from_str(&kept.written) else { return Ok(None) };
                let session = Remembered { who, serving, expires_us: kept.expires_us };
                self.0.recent.keep_session(key, session.clone());
                session
            }
        };
        if kept.expires_us <= at_us {
            return Ok(None);
        }
        let serving = kept.serving.map(|subject| Serving { subject, name: serves });
        Ok(Some(Session { who: kept.who, name, serving }))
    }

    /// A clerk begins to serve a person who is present; with nobody, the person has left. Only for this session.
    pub async fn serve(&self, token: &str, person: Option<Serving>) -> Result<(), Turned> {
        let key = hash(token);
        let at_us = self.instant().at_us;
        {
            let mut names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
            match person.as_ref().and_then(|p| p.name.clone()) {
                Some(name) => names.insert(served(&key), name),
                None => names.remove(&served(&key)),
            };
        }
        let staff = self.staff().clone();
        self.0.recent.session_changes(&key);
        self.0
            .store
            .write(move |tx| {
                let mut kept = tx.session(&key, at_us)?.ok_or(Turned::NotAllowed)?;
                let mut written: Written = serde_json::from_str(&kept.written).map_err(|_| Turned::NotAllowed)?;
                let clerk = matches!(&written.who, SignedIn::Official { id } if staff.official(id).is_some_and(|o| o.window().is_some()));
                if !clerk {
                    return Err(Turned::NotAllowed);
                }
                written.serving = person.map(|p| p.subject);
                kept.written = serde_json::to_string(&written).unwrap_or_default();
                tx.put_session(&key, &kept).map_err(Turned::from)
            })
            .await
    }

    pub async fn sign_out(&self, token: &str) -> Result<(), Turned> {
        let key = hash(token);
        {
            let mut names = self.0.names.lock().unwrap_or_else(PoisonError::into_inner);
            names.remove(&key);
            names.remove(&served(&key));
        }
        self.0.recent.session_changes(&key);
        self.0.store.write(move |tx| tx.remove_session(&key).map_err(Turned::from)).await
    }
}
