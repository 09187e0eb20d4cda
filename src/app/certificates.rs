//! The server's own certificates: kept like everything else, inside the encrypted file.

use super::App;
use crate::{
    seal::Secret,
    store::{Error, StoredCertificate},
};

impl App {
    /// The credentials of the account at this authority.
    pub async fn acme_account(&self, directory: &str) -> Result<Option<Secret>, Error> {
        let directory = directory.to_owned();
        self.0.store.read(move |view| view.acme_account(&directory)).await
    }

    /// Keeps the credentials of an account.
    pub async fn keep_acme_account(
        &self,
        directory: &str,
        credentials: Secret,
        now_ms: i64,
    ) -> Result<(), Error> {
        let directory = directory.to_owned();
        self.0.store.write(move |tx| tx.save_acme_account(&directory, &credentials, now_ms)).await
    }

    /// Forgets an account that its authority does not know any more.
    pub async fn forget_acme_account(&self, directory: &str) -> Result<(), Error> {
        let directory = directory.to_owned();
        self.0.store.write(move |tx| tx.drop_acme_account(&directory)).await
    }

    /// The certificate of this authority for exactly these domains.
    pub async fn certificate(
        &self,
        directory: &str,
        domains: &str,
    ) -> Result<Option<StoredCertificate>, Error> {
        let (directory, domains) = (directory.to_owned(), domains.to_owned());
        self.0.store.read(move |view| view.certificate(&directory, &domains)).await
    }

    /// Keeps a new certificate and forgets those that have run out.
    pub async fn keep_certificate(
        &self,
        directory: &str,
        domains: &str,
        certificate: StoredCertificate,
        now_ms: i64,
    ) -> Result<(), Error> {
        let (directory, domains) = (directory.to_owned(), domains.to_owned());
        self.0
            .store
            .write(move |tx| {
                tx.prune_certificates(now_ms)?;
                tx.save_certificate(&directory, &domains, &certificate)
            })
            .await
    }
}
