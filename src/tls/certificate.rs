//! Certificates and keys: read from PEM, looked at, and found to fit together or not.

use crate::seal::Secret;
use std::{fmt, fs, path::Path, sync::Arc};
use tokio_rustls::rustls::{
    Error, InconsistentKeys,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::CertifiedKey,
};
use x509_parser::{extensions::GeneralName, parse_x509_certificate};

/// Bytes of a PEM file: a chain has a few KiB.
const FILE_BYTES_MAX: u64 = 1024 * 1024;

/// Why a certificate cannot be used. No variant carries content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A file cannot be read: the setting that names it.
    Unreadable(&'static str),
    /// There is no PEM of the right kind in a file: the setting that names it.
    NotPem(&'static str),
    /// The key is not that of the certificate.
    Mismatch,
    /// It has run out.
    Expired,
    /// A certificate or key that the library cannot work with.
    Unusable,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreadable(setting) => write!(f, "the file of {setting} cannot be read"),
            Fault::NotPem(setting) => write!(f, "no PEM of the right kind in {setting}"),
            Fault::Mismatch => f.write_str("the key is not that of the certificate"),
            Fault::Expired => f.write_str("the certificate has run out"),
            Fault::Unusable => f.write_str("the certificate or its key cannot be used"),
        }
    }
}

impl std::error::Error for Fault {}

/// What a certificate says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The names it is for, in the order of the alphabet; none when it names none.
    pub domains: Vec<String>,
    /// It is good from here on, ms UTC.
    pub begins_ms: i64,
    /// It is good until here, ms UTC.
    pub expires_ms: i64,
}

impl Certificate {
    fn read(der: &CertificateDer<'_>) -> Option<Certificate> {
        let (_, parsed) = parse_x509_certificate(der).ok()?;
        let names = parsed.subject_alternative_name().ok().flatten();
        #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign enum that may grow")]
        let mut domains: Vec<String> = names
            .into_iter()
            .flat_map(|names| &names.value.general_names)
            .filter_map(|name| match name {
                GeneralName::DNSName(name) => Some((*name).to_owned()),
                _ => None,
            })
            .collect();
        domains.sort_unstable();
        let validity = parsed.validity();
        Some(Certificate {
            domains,
            begins_ms: validity.not_before.timestamp().saturating_mul(1000),
            expires_ms: validity.not_after.timestamp().saturating_mul(1000),
        })
    }

    /// How long it is good altogether, ms.
    pub fn life_ms(&self) -> i64 {
        (self.expires_ms - self.begins_ms).max(0)
    }
}

/// A certificate with its key, ready to be served.
#[derive(Clone)]
pub struct Pair {
    pub(super) served: Arc<CertifiedKey>,
    /// What the certificate says.
    pub certificate: Certificate,
}

impl Pair {
    /// Reads both from PEM and makes sure that they fit together.
    pub fn of_pem(chain: &str, key: &Secret) -> Result<Pair, Fault> {
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(chain.as_bytes()).collect();
        let chain = chain.map_err(|_| Fault::NotPem("TLS_CERTIFICATE"))?;
        let first = chain.first().ok_or(Fault::NotPem("TLS_CERTIFICATE"))?;
        let certificate = Certificate::read(first).ok_or(Fault::Unusable)?;
        let key = PrivateKeyDer::from_pem_slice(key.reveal().as_bytes())
            .map_err(|_| Fault::NotPem("TLS_PRIVATE_KEY"))?;
        let served = CertifiedKey::from_der(chain, key, &ring::default_provider());
        #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign enum that may grow")]
        let served = served.map_err(|error| match error {
            Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => Fault::Mismatch,
            _ => Fault::Unusable,
        })?;
        Ok(Pair { served: Arc::new(served), certificate })
    }

    /// The same from files. Blocks for as long as reading them takes.
    pub fn of_files(certificate: &Path, key: &Path) -> Result<Pair, Fault> {
        let chain = text(certificate).ok_or(Fault::Unreadable("TLS_CERTIFICATE"))?;
        let key = text(key).map(Secret::new).ok_or(Fault::Unreadable("TLS_PRIVATE_KEY"))?;
        Pair::of_pem(&chain, &key)
    }

    /// The certificate itself, without those above it.
    pub(super) fn leaf(&self) -> Option<&CertificateDer<'static>> {
        self.served.cert.first()
    }
}

/// The certificates of a PEM file as they stand in it; at least one.
pub(super) fn roots(file: &Path) -> Result<Vec<u8>, Fault> {
    let roots = text(file).ok_or(Fault::Unreadable("ACME_ROOTS"))?;
    let found = CertificateDer::pem_slice_iter(roots.as_bytes()).filter(Result::is_ok).count();
    if found == 0 { Err(Fault::NotPem("ACME_ROOTS")) } else { Ok(roots.into_bytes()) }
}

fn text(file: &Path) -> Option<String> {
    // A device or a pipe has no end to wait for.
    let about = fs::metadata(file).ok()?;
    if !about.is_file() || about.len() > FILE_BYTES_MAX {
        return None;
    }
    fs::read_to_string(file).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, KeyPair};

    fn made(domain: &str) -> (String, Secret) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([domain.to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap();
        (certificate.pem(), Secret::new(key.serialize_pem()))
    }

    #[test]
    fn a_pair_says_whom_it_is_for() {
        let (chain, key) = made("diary.example.org");
        let pair = Pair::of_pem(&chain, &key).unwrap();
        assert_eq!(pair.certificate.domains, ["diary.example.org"]);
        assert!(pair.certificate.life_ms() > 0);
    }

    #[test]
    fn what_does_not_fit_together_is_refused() {
        let ((chain, key), (other, _)) = (made("a.example.org"), made("b.example.org"));
        let refused = |chain: &str, key: &Secret| Pair::of_pem(chain, key).err();
        assert_eq!(refused(&other, &key), Some(Fault::Mismatch));
        assert_eq!(refused("", &key), Some(Fault::NotPem("TLS_CERTIFICATE")));
        assert_eq!(refused(key.reveal(), &key), Some(Fault::NotPem("TLS_CERTIFICATE")));
        let none = Secret::new(chain.clone());
        assert_eq!(refused(&chain, &none), Some(Fault::NotPem("TLS_PRIVATE_KEY")));
        let cut = Secret::new(key.reveal().replace("MIG", "MIH"));
        assert_eq!(refused(&chain, &cut), Some(Fault::Unusable));
    }
}
