//! The account at an authority and the certificates it has made, with their private keys.

use super::{Error, Tx, View};
use crate::seal::Secret;
use rusqlite::OptionalExtension;

/// A certificate as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredCertificate {
    /// The certificate and those above it, PEM.
    pub chain: String,
    /// Its private key, PEM.
    pub key: Secret,
    /// When it came, ms UTC.
    pub issued_ms: i64,
    /// When it runs out, ms UTC.
    pub expires_ms: i64,
}

impl View<'_> {
    /// The credentials of the account at this authority.
    pub fn acme_account(&self, directory: &str) -> Result<Option<Secret>, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT credentials FROM acme_account WHERE directory = ?1")?
            .query_row([directory], |row| row.get(0).map(Secret::new))
            .optional()?)
    }

    /// The certificate of this authority for exactly these domains.
    pub fn certificate(
        &self,
        directory: &str,
        domains: &str,
    ) -> Result<Option<StoredCertificate>, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT chain, private_key, issued_ms, expires_ms FROM certificate
                  WHERE directory = ?1 AND domains = ?2",
            )?
            .query_row((directory, domains), |row| {
                Ok(StoredCertificate {
                    chain: row.get(0)?,
                    key: Secret::new(row.get(1)?),
                    issued_ms: row.get(2)?,
                    expires_ms: row.get(3)?,
                })
            })
            .optional()?)
    }
}

impl Tx<'_> {
    /// Keeps the credentials of an account in the place of those before.
    pub fn save_acme_account(
        &self,
        directory: &str,
        credentials: &Secret,
        at_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO acme_account (directory, credentials, made_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT (directory) DO UPDATE
                    SET credentials = excluded.credentials, made_ms = excluded.made_ms",
            )?
            .execute((directory, credentials.reveal(), at_ms))?;
        Ok(())
    }

    /// Forgets the account at this authority.
    pub fn drop_acme_account(&self, directory: &str) -> Result<(), Error> {
        self.0
            .prepare_cached("DELETE FROM acme_account WHERE directory = ?1")?
            .execute([directory])?;
        Ok(())
    }

    /// Keeps a certificate in the place of the one before for these domains.
    pub fn save_certificate(
        &self,
        directory: &str,
        domains: &str,
        certificate: &StoredCertificate,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO certificate
                    (directory, domains, chain, private_key, issued_ms, expires_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT (directory, domains) DO UPDATE
                    SET chain = excluded.chain, private_key = excluded.private_key,
                        issued_ms = excluded.issued_ms, expires_ms = excluded.expires_ms",
            )?
            .execute((
                directory,
                domains,
                &certificate.chain,
                certificate.key.reveal(),
                certificate.issued_ms,
                certificate.expires_ms,
            ))?;
        Ok(())
    }

    /// Forgets certificates that have run out, with their keys.
    pub fn prune_certificates(&self, now_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("DELETE FROM certificate WHERE expires_ms < ?1")?
            .execute([now_ms])?;
        Ok(())
    }
}
