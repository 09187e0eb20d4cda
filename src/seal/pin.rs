//! PINs as they are kept: Argon2id hashes, slow and hungry enough that nobody who has the file and
//! its key tries many.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use std::io;

/// Memory, KiB; with the two below the least that OWASP recommends for Argon2id: 19 MiB, two
/// passes, one lane (Password Storage Cheat Sheet). A guess costs tens of milliseconds; a person
/// has five an hour.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

fn hasher() -> io::Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)
        .map_err(|_| io::Error::other("no such parameters"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a PIN with a salt of its own and its parameters, as it is stored. Takes tens of
/// milliseconds and 19 MiB: never inside the writer.
pub fn hash_pin(digits: &str) -> io::Result<String> {
    let hashed = hasher()?.hash_password(digits.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(|_| io::Error::other("no hash"))
}

/// Whether these digits are the PIN of this hash. As slow as [`hash_pin`].
pub fn pin_matches(digits: &str, hash: &str) -> io::Result<bool> {
    let hasher = hasher()?;
    Ok(PasswordVerifier::<str>::verify_password(&hasher, digits.as_bytes(), hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_matches_its_own_hash_and_nothing_else() {
        let hash = hash_pin("2580").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(pin_matches("2580", &hash).unwrap());
        assert!(!pin_matches("2581", &hash).unwrap());
        assert!(!pin_matches("2580", "no hash").unwrap());
        assert_ne!(hash_pin("2580").unwrap(), hash, "each has a salt of its own");
    }
}
