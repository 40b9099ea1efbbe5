//! The licence on its way into a wallet: an offer on a page, a code for a token, a proof for a credential.
//!
//! Codes, tokens and nonces are kept as hashes, for minutes; what is used up is gone in the transaction that used it.

use licence::credential::wallet::{CredentialRequest, Offer, Proof};
use licence::credential::{self, Issue};
use licence::{Licence, PublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Fault, Kept, Tx};

use crate::turned::Turned;
use crate::{Inner, Office};

/// Long enough to take a phone out, short enough for a screen somebody else sees.
const OFFER_LASTS_US: i64 = 10 * 60 * 1_000_000;
const TOKEN_LASTS_US: i64 = 5 * 60 * 1_000_000;
const NONCE_LASTS_US: i64 = 5 * 60 * 1_000_000;
/// 130 bits.
const LETTERS: usize = 26;
const TX_DIGITS: u32 = 6;
/// Wrong second codes after which an offer is over.
const TRIES: i64 = 3;

const CODE: &str = "code";
const TOKEN: &str = "token";
const NONCE: &str = "nonce";

/// An offer as its holder sees it, once.
#[derive(Clone, PartialEq, Eq)]
pub struct Offered {
    /// Opens a wallet; also the text of the QR code.
    pub link: String,
    /// To be typed into the wallet: whoever only photographs the QR code has half of it.
    pub tx_code: String,
    pub until_us: i64,
}

/// A token for a wallet.
#[derive(Clone, PartialEq, Eq)]
pub struct WalletToken {
    pub token: String,
    /// Seconds.
    pub expires_in: i64,
}

/// Why a wallet gets nothing, in the words of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// The token is none of ours, or is over.
    Token,
    /// What was asked for is not the licence.
    Unknown,
    /// Not one proof of possession, or one that does not hold; with what is wrong.
    Proof(String),
    /// The nonce is none of ours, was used, or is over: ask for another one.
    Nonce,
}

#[derive(Serialize, Deserialize)]
struct WrittenCode {
    licence: String,
    tx: String,
}

#[derive(Serialize, Deserialize)]
struct WrittenToken {
    licence: String,
}

fn hash(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    store::hexadecimal(&hash.finalize())
}

fn read<'d, T: Deserialize<'d>>(written: &'d str) -> Result<T, Turned> {
    serde_json::from_str(written).map_err(|e| Turned::Fault(Fault::Schema(format!("a pass cannot be read: {e}"))))
}

impl Inner {
    /// Keeps a new pass of a kind and gives it away.
    fn new_pass(
        &self,
        tx: &mut dyn Tx,
        kind: &str,
        lasts_us: i64,
        write: impl FnOnce(&str) -> String,
    ) -> Result<(String, i64), Turned> {
        let at_us = self.world.instant().at_us;
        tx.sweep_passes(at_us)?;
        let pass = self.token(LETTERS);
        let until_us = at_us + lasts_us;
        match tx.put_pass(&hash(&[&pass]), kind, &write(&pass), until_us)? {
            Kept::Yes => Ok((pass, until_us)),
            Kept::SomebodyWasFaster => Err(Turned::Fault(Fault::Overtaken)),
        }
    }

    /// Signs the credential of a licence as it stands, for a key or for nobody.
    fn sign_credential(&self, tx: &mut dyn Tx, licence_id: &str, holder: Option<&PublicKey>) -> Result<String, Turned> {
        let row = tx.licence(licence_id)?.ok_or(Turned::NotFound)?;
        let licence: Licence = crate::licences::read(&row)?;
        let places = self.places(tx, licence_id, &licence)?;
        let iat = self.world.instant().at_us.div_euclid(1_000_000);
        let issue = Issue { origin: &self.trust.origin, iat, holder, places: &places };
        credential::issue(&licence, &issue, &self.key, &mut |bytes| self.world.fill(bytes))
            .map_err(|e| Turned::Fault(Fault::Schema(e.to_string())))
    }
}

impl Office {
    /// Offers a licence to its holder's wallet. Whoever calls this has made sure that its holder asked.
    pub async fn offer_credential(&self, licence_id: &str) -> Result<Offered, Turned> {
        let (inner, licence) = (self.0.clone(), licence_id.to_owned());
        self.0
            .store
            .write(move |tx| {
                let mut bytes = [0u8; 8];
                inner.world.fill(&mut bytes);
                let digits = u64::from_le_bytes(bytes) % 10u64.pow(TX_DIGITS);
                let tx_code = format!("{digits:0width$}", width = TX_DIGITS as usize);
                let (code, until_us) = inner.new_pass(tx, CODE, OFFER_LASTS_US, |code| {
                    // The code itself is kept nowhere, so nobody finds the six digits by trying.
                    let tx = hash(&[code, &tx_code]);
                    serde_json::to_string(&WrittenCode { licence, tx }).unwrap_or_default()
                })?;
                let link = Offer::of_licence(&inner.trust.origin, &code, TX_DIGITS).link();
                Ok(Offered { link, tx_code, until_us })
            })
            .await
    }

    /// A token for a code, once; nothing when code or second code is wrong, used or over. After some wrong second codes the
    /// offer is over too.
    pub async fn redeem_code(&self, code: &str, tx_code: &str) -> Result<Option<WalletToken>, Turned> {
        let (inner, code, tx_code) = (self.0.clone(), code.to_owned(), tx_code.to_owned());
        self.0
            .store
            .write(move |tx| {
                let at_us = inner.world.instant().at_us;
                let key = hash(&[&code]);
                let Some(kept) = tx.pass(&key, CODE, at_us)? else { return Ok(None) };
                let written: WrittenCode = read(&kept.written)?;
                if written.tx != hash(&[&code, &tx_code]) {
                    if tx.count_try(&key, CODE)?.is_none_or(|tries| tries >= TRIES) {
                        tx.take_pass(&key, CODE, at_us)?;
                    }
                    return Ok(None);
                }
                if tx.take_pass(&key, CODE, at_us)?.is_none() {
                    return Ok(None);
                }
                let written = WrittenToken { licence: written.licence };
                let (token, _) = inner
                    .new_pass(tx, TOKEN, TOKEN_LASTS_US, |_| serde_json::to_string(&written).unwrap_or_default())?;
                Ok(Some(WalletToken { token, expires_in: TOKEN_LASTS_US / 1_000_000 }))
            })
            .await
    }

    /// A nonce for one proof of possession.
    pub async fn credential_nonce(&self) -> Result<String, Turned> {
        let inner = self.0.clone();
        self.0.store.write(move |tx| Ok(inner.new_pass(tx, NONCE, NONCE_LASTS_US, |_| String::new())?.0)).await
    }

    /// The credential a wallet asks for, bound to the key it proves to have.
    pub async fn credential_for(
        &self,
        token: &str,
        request: CredentialRequest,
    ) -> Result<Result<String, Denied>, Turned> {
        let (inner, token) = (self.0.clone(), token.to_owned());
        self.0
            .store
            .write(move |tx| {
                let at_us = inner.world.instant().at_us;
                let Some(kept) = tx.pass(&hash(&[&token]), TOKEN, at_us)? else { return Ok(Err(Denied::Token)) };
                if !request.wants_the_licence() {
                    return Ok(Err(Denied::Unknown));
                }
                let Some(proof) = request.only_proof() else {
                    return Ok(Err(Denied::Proof("one proof of the type `jwt` is wanted".to_owned())));
                };
                let proof = match Proof::read(proof, &inner.trust.origin) {
                    Ok(proof) => proof,
                    Err(why) => return Ok(Err(Denied::Proof(why.to_string()))),
                };
                if tx.take_pass(&hash(&[&proof.nonce]), NONCE, at_us)?.is_none() {
                    return Ok(Err(Denied::Nonce));
                }
                let written: WrittenToken = read(&kept.written)?;
                inner.sign_credential(tx, &written.licence, Some(&proof.key)).map(Ok)
            })
            .await
    }

    /// The credential as a file, bound to nobody: as with the paper, name and address have to match the door.
    pub async fn credential_file(&self, licence_id: &str) -> Result<String, Turned> {
        let (inner, id) = (self.0.clone(), licence_id.to_owned());
        self.0.store.write(move |tx| inner.sign_credential(tx, &id, None)).await
    }
}
