//! Signatures of calls: an optional second lock on the webhook.

use super::{Mark, Secret};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Whether `hex` is HMAC-SHA256, with this key, over the parts with a line feed between them. The
/// time that it takes does not depend on where a wrong one differs.
pub fn is_signature(key: &Secret, parts: &[&[u8]], hex: &str) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.reveal().as_bytes()) else {
        return false;
    };
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            mac.update(b"\n");
        }
        mac.update(part);
    }
    Mark::of_hex(hex).is_some_and(|given| mac.verify_slice(&given.0).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_these_parts_with_this_key() {
        let key = Secret::new("a key of some length, agreed upon".to_owned());
        // printf '1\nabc\n{}' | openssl dgst -sha256 -hmac 'a key of some length, agreed upon'
        let good = SAMPLE;
        let parts: [&[u8]; 3] = [b"1", b"abc", b"{}"];
        assert!(is_signature(&key, &parts, good));
        assert!(is_signature(&key, &parts, &good.to_uppercase()));
        assert!(!is_signature(&key, &[b"1", b"abc", b"{ }"], good));
        assert!(!is_signature(&key, &[b"2", b"abc", b"{}"], good));
        assert!(!is_signature(&Secret::new("another key".to_owned()), &parts, good));
        for bad in ["", &good[1..], &good[2..], "zz", &format!("{good}00")] {
            assert!(!is_signature(&key, &parts, bad), "{bad}");
        }
    }

    const SAMPLE: &str = "ac5a7c72320fab167677287d74964ada3f0e5c8f30b5edac7bdfbf834db0ec9d";
}
