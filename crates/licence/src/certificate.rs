//! The certificate beside a signature (X.509, RFC 5280): the one a city obtained, or one a key writes for itself.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::der::{BITS, GENERAL_TIME, INTEGER, OCTETS, OID, Reader, SEQUENCE, UTC_TIME, UTF8, context, element, set};

/// ecdsa-with-SHA256 (RFC 5758), as an algorithm identifier.
pub(crate) const ECDSA_SHA256: &[u8] = &[0x30, 0x0A, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
/// id-ecPublicKey over secp256r1 (RFC 5480).
const P256: &[u8] = &[
    0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03,
    0x01, 0x07,
];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
const KEY_USAGE: &[u8] = &[0x55, 0x1D, 0x0F];
/// digitalSignature and nonRepudiation.
const SIGNS: &[u8] = &[BITS, 0x02, 0x06, 0xC0];

/// A certificate and the parts of it that a signature names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    pub der: Vec<u8>,
    /// Issuer and serial number, as one sequence.
    pub named: Vec<u8>,
    key: VerifyingKey,
}

impl Certificate {
    /// Nothing when it is no certificate for a P-256 key.
    pub fn read(der: &[u8]) -> Option<Self> {
        let mut outer = Reader::of(der);
        let whole = outer.expect(SEQUENCE).filter(|it| it.whole.len() == der.len())?;
        let mut body = Reader::of(whole.contents).enter(SEQUENCE)?;
        body.expect(context(0))?;
        let serial = body.expect(INTEGER)?;
        body.expect(SEQUENCE)?;
        let issuer = body.expect(SEQUENCE)?;
        body.expect(SEQUENCE)?;
        body.expect(SEQUENCE)?;
        let mut key = body.enter(SEQUENCE)?;
        if key.next()?.whole != P256 {
            return None;
        }
        let point = key.expect(BITS)?.contents.strip_prefix(&[0])?;
        Some(Certificate {
            der: der.to_vec(),
            named: element(SEQUENCE, &[issuer.whole, serial.whole]),
            key: VerifyingKey::from_sec1_bytes(point).ok()?,
        })
    }

    pub fn is_for(&self, key: &VerifyingKey) -> bool {
        self.key == *key
    }

    /// A certificate that a key signs for itself under its id. It has no end of its own (RFC 5280, 4.1.2.5): the trust
    /// bundle says from when to when a key counts.
    pub fn self_signed(kid: &str, key: &SigningKey) -> Option<Self> {
        let point = key.verifying_key().to_sec1_point(false);
        let digest = Sha256::digest(point.as_bytes());
        // A serial number is positive and never zero.
        let mut serial = digest.get(..16)?.to_vec();
        if let Some(first) = serial.first_mut() {
            *first = (*first & 0x3F) | 0x40;
        }
        let attribute = element(SEQUENCE, &[&element(OID, &[COMMON_NAME]), &element(UTF8, &[kid.as_bytes()])]);
        let name = element(SEQUENCE, &[&set(vec![attribute])]);
        let days = element(
            SEQUENCE,
            &[&element(UTC_TIME, &[b"000101000000Z"]), &element(GENERAL_TIME, &[b"99991231235959Z"])],
        );
        let public = element(SEQUENCE, &[P256, &element(BITS, &[&[0], point.as_bytes()])]);
        let critical: &[u8] = &[0x01, 0x01, 0xFF];
        let usage = element(SEQUENCE, &[&element(OID, &[KEY_USAGE]), critical, &element(OCTETS, &[SIGNS])]);
        let body = element(
            SEQUENCE,
            &[
                // Version 3.
                &element(context(0), &[&[INTEGER, 1, 2]]),
                &element(INTEGER, &[&serial]),
                ECDSA_SHA256,
                &name,
                &days,
                &name,
                &public,
                &element(context(3), &[&element(SEQUENCE, &[&usage])]),
            ],
        );
        let signature: DerSignature = key.sign(&body);
        let der = element(SEQUENCE, &[&body, ECDSA_SHA256, &element(BITS, &[&[0], signature.as_bytes()])]);
        Certificate::read(&der)
    }
}
