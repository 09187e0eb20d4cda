//! Secrets, hashes of identities and codes, comparison in constant time, and the system's
//! randomness.

pub mod envelope;
mod signature;

pub use signature::is_signature;
mod pin;

pub use pin::{hash_pin, pin_matches};

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use std::{fmt, io};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A secret text. It prints as `***` and is wiped when it goes.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    pub fn new(text: String) -> Secret {
        Secret(Zeroizing::new(text))
    }

    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether both are the same, in a time that does not depend on where they differ.
    pub fn matches(&self, other: &str) -> bool {
        Sha256::digest(self.0.as_bytes()).ct_eq(&Sha256::digest(other.as_bytes())).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The key of the database: 32 bytes. Invariant: exactly 64 hex digits; with one digit less the
/// database library would silently take it for a passphrase.
#[derive(Clone)]
pub struct DatabaseKey(Secret);

impl DatabaseKey {
    /// Checks the form; nothing else is accepted.
    pub fn new(hex: &str) -> Option<DatabaseKey> {
        let whole = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        whole.then(|| DatabaseKey(Secret::new(hex.to_ascii_lowercase())))
    }

    /// A fresh key from the system's generator.
    pub fn random() -> io::Result<DatabaseKey> {
        let bytes = Zeroizing::new(random_bytes::<32>()?);
        Ok(DatabaseKey(Secret::new(hex(bytes.iter().copied()))))
    }

    /// The 64 hex digits.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// What the owner's invitation link carries: derived from the key, so that whoever set this
    /// installation up can always show it again, and nobody else can make it.
    pub fn owner_invitation(&self) -> Secret {
        let mut key = Zeroizing::new([0; 64]);
        for (to, from) in key.iter_mut().zip(self.reveal().bytes()) {
            *to = from;
        }
        let mark = Seal::hash(&key, "owner invitation", &[]);
        Secret::new(hex(mark.0.iter().take(16).copied()))
    }
}

/// A keyed hash of something that must not be stored in clear.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mark(pub [u8; 32]);

impl Mark {
    /// As 64 hex digits.
    pub fn hex(&self) -> String {
        hex(self.0.iter().copied())
    }

    /// From 64 hex digits, small or large.
    pub fn of_hex(digits: &str) -> Option<Mark> {
        let mut bytes = [0; 32];
        let whole = digits.len() == 64 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        for (at, byte) in bytes.iter_mut().enumerate().filter(|_| whole) {
            *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        whole.then_some(Mark(bytes))
    }
}

/// The HMAC keys of one installation. They live in the encrypted database and nowhere else.
#[derive(Clone)]
pub struct Seal {
    identity: Zeroizing<[u8; 64]>,
    code: Zeroizing<[u8; 64]>,
    audit: Zeroizing<[u8; AUDIT_KEY_BYTES]>,
}

/// Bytes of a stored seal: two keys of one SHA-256 block each.
pub const SEAL_BYTES: usize = 128;
/// Bytes of the stored key of the audit chain: one SHA-256 block.
pub const AUDIT_KEY_BYTES: usize = 64;

impl Seal {
    /// The keys as they were stored, that of the audit chain by itself; nothing when they are not
    /// complete.
    pub fn new(bytes: &[u8], audit: &[u8]) -> Option<Seal> {
        let (identity, code) = bytes.split_at_checked(64)?;
        Some(Seal {
            identity: Zeroizing::new(identity.try_into().ok()?),
            code: Zeroizing::new(code.try_into().ok()?),
            audit: Zeroizing::new(audit.try_into().ok()?),
        })
    }

    /// The mark of an identity: which door, and its id there.
    pub fn identity(&self, door: &str, id: &str) -> Mark {
        Seal::hash(&self.identity, door, &[id.as_bytes()])
    }

    /// The mark of a message: its door, whose it is, and its id there.
    pub fn message(&self, door: &str, peer: &Mark, id: &str) -> Mark {
        Seal::hash(&self.identity, door, &[peer.0.as_slice(), id.as_bytes()])
    }

    /// The mark of a link code.
    pub fn code(&self, canonical: &str) -> Mark {
        Seal::hash(&self.code, "link code", &[canonical.as_bytes()])
    }

    /// The mark of the word in the link of an invitation.
    pub fn invitation(&self, word: &str) -> Mark {
        Seal::hash(&self.code, "invitation", &[word.as_bytes()])
    }

    /// What the audit chain is made of: its entries, its base, and the hashes in them.
    pub fn audit(&self, purpose: &str, parts: &[&[u8]]) -> Mark {
        Seal::hash(&self.audit, purpose, parts)
    }

    /// The mark of a signed call's nonce.
    pub fn call(&self, nonce: &str) -> Mark {
        Seal::hash(&self.code, "call", &[nonce.as_bytes()])
    }

    /// HMAC-SHA256 over the purpose and the parts, each with its length before it.
    fn hash(key: &[u8; 64], purpose: &str, parts: &[&[u8]]) -> Mark {
        let mut mac = Hmac::<Sha256>::new(key.into());
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part);
        }
        Mark(mac.finalize().into_bytes().into())
    }
}

/// Bytes from the system's generator.
pub fn random_bytes<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| io::Error::other("no randomness from the system"))?;
    Ok(bytes)
}

/// A random positive id of 62 bits.
pub fn random_id() -> io::Result<i64> {
    let raw = i64::from_le_bytes(random_bytes()?);
    Ok((raw & (i64::MAX >> 1)) | 1)
}

/// A random number below `limit` (at least 1). The bias of 64 random bits is below 2⁻⁵⁰ here.
pub fn random_below(limit: usize) -> io::Result<usize> {
    let raw = u64::from_le_bytes(random_bytes()?);
    Ok((raw % limit.max(1) as u64) as usize)
}

/// `N` random bytes as hex digits.
pub fn random_hex<const N: usize>() -> io::Result<String> {
    Ok(hex(random_bytes::<N>()?.into_iter()))
}

fn hex(bytes: impl Iterator<Item = u8>) -> String {
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hex_digits_or_nothing() {
        assert!(DatabaseKey::new(&"a1".repeat(32)).is_some());
        assert!(DatabaseKey::new(&"a".repeat(63)).is_none());
        assert!(DatabaseKey::new(&"a".repeat(65)).is_none());
        assert!(DatabaseKey::new(&"g".repeat(64)).is_none());
    }

    #[test]
    fn a_secret_prints_as_stars() {
        let secret = Secret::new("open sesame".to_owned());
        assert_eq!(format!("{secret} {secret:?}"), "*** ***");
        assert!(secret.matches("open sesame"));
        assert!(!secret.matches("open sesam"));
    }

    #[test]
    fn marks_keep_doors_and_ids_apart() {
        let seal = Seal::new(&[7; SEAL_BYTES], &[7; AUDIT_KEY_BYTES]).unwrap();
        assert!(seal.identity("chat", "12") == seal.identity("chat", "12"));
        assert!(seal.identity("chat", "12") != seal.identity("voice", "12"));
        assert!(seal.identity("chat1", "2") != seal.identity("chat", "12"));
        let other = Seal::new(&[8; SEAL_BYTES], &[7; AUDIT_KEY_BYTES]).unwrap();
        assert!(seal.identity("chat", "12") != other.identity("chat", "12"));
        assert!(Seal::new(&[7; SEAL_BYTES - 1], &[7; AUDIT_KEY_BYTES]).is_none());
        assert!(Seal::new(&[7; SEAL_BYTES], &[7; AUDIT_KEY_BYTES - 1]).is_none());
    }
}
