//! Who is signed in: a session is a random token in a cookie, known here only by its hash.

use std::sync::PoisonError;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::KeptSession;
use vault::SubjectId;

use crate::turned::Turned;
use crate::Office;

/// Twenty hours: long enough for a day of work and for somebody who needs time (WCAG 2.2.1).
const LASTS_US: i64 = 20 * 3600 * 1_000_000;

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
}

fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

impl Office {
    /// The stable, opaque handle of the person a sign-in provider names.
    pub fn subject_of(&self, provider: &str, identity: &str) -> SubjectId {
        let index = self.0.vault.blind_index(&format!("sign-in {provider}"), identity);
        SubjectId::new(index.iter().map(|b| format!("{b:02x}")).collect::<String>())
    }

    /// Starts a session and gives the token for the cookie.
    pub async fn sign_in(&self, who: SignedIn, name: Option<String>) -> Result<String, Turned> {
        let token = self.0.token(32);
        let at_us = self.instant().at_us;
        let written = serde_json::to_string(&who).unwrap_or_default();
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
        let name = self.0.names.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let kept = self.0.store.read(move |tx| tx.session(&key, at_us).map_err(Turned::from)).await?;
        let Some(kept) = kept else { return Ok(None) };
        Ok(serde_json::from_str(&kept.written).ok().map(|who| Session { who, name }))
    }

    pub async fn sign_out(&self, token: &str) -> Result<(), Turned> {
        let key = hash(token);
        self.0.names.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        self.0.store.write(move |tx| tx.remove_session(&key).map_err(Turned::from)).await
    }
}
