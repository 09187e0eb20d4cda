//! The file without its doors: what the command line does with it. Counts go out, nobody's data.

use super::Error;
use crate::{
    domain::{
        audit::{Action, Deed, Via},
        dialogue::CONSENT_LIVES_MS,
        history::RESTORABLE_MS,
        keeping::Keeping,
    },
    seal::{DatabaseKey, Seal},
    store::{Anchor, Broken, Look, OpenError, Store, StoredCertificate, Tx, Verified},
};
use std::path::Path;

/// Answers and finished updates are kept this long, ms: three days. The platform delivers again
/// within one day and may begin its numbering anew after seven.
const TURNS_LIVE_MS: i64 = 3 * 24 * 60 * 60 * 1000;
/// Invitations and announcements that are over are kept this long, ms: thirty days.
const OVER_LIVES_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// How much has served its time and is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Readings that were kept as long as they may be.
    pub readings: u32,
    /// Removed readings that can no longer be brought back.
    pub removed: u32,
    /// Entries of the audit chain.
    pub entries: u32,
    /// Answers, updates, codes, tries, conversations without consent, invitations, announcements.
    pub passing: u32,
}

/// Lets everything go that has served its time.
pub(super) fn prune(
    tx: &Tx<'_>,
    seal: &Seal,
    keeping: &Keeping,
    via: Via,
    now_ms: i64,
) -> Result<Pruned, Error> {
    let mut readings = 0;
    if let Some(before_ms) = keeping.readings_before(now_ms) {
        for (account, count) in tx.expire_readings(before_ms)? {
            let deed = Deed { count, ..Deed::of(Action::Expired) };
            super::audit::note_via(tx, seal, via, Some(account), &deed, now_ms)?;
            readings += count;
        }
    }
    let removed = tx.prune_removed(now_ms - RESTORABLE_MS)?;
    let passing = tx.prune(now_ms - TURNS_LIVE_MS, now_ms - CONSENT_LIVES_MS)?
        + tx.prune_admin(now_ms - CONSENT_LIVES_MS, now_ms - OVER_LIVES_MS)?;
    let entries = tx.prune_audit(seal, keeping.audit_before(now_ms), now_ms)?;
    if entries > 0 {
        let deed = Deed { count: entries, ..Deed::of(Action::Pruned) };
        super::audit::note_via(tx, seal, via, None, &deed, now_ms)?;
    }
    Ok(Pruned { readings, removed, entries, passing })
}

/// The file, opened for changing it while no service runs.
pub struct Upkeep(Store);

impl Upkeep {
    /// Opens the file; a running service keeps us out ([`OpenError::InUse`]).
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Upkeep, OpenError> {
        Store::open(path, key, false).map(Upkeep)
    }

    /// Does what the service does every hour. Afterwards nothing of it is left in the log of the
    /// file either.
    pub async fn prune(&self, keeping: Keeping, now_ms: i64) -> Result<Pruned, Error> {
        let seal = self.0.seal().clone();
        let gone = self
            .0
            .write(move |tx| {
                tx.append_refused(&seal, now_ms)?;
                prune(tx, &seal, &keeping, Via::Operator, now_ms)
            })
            .await?;
        self.0.read(|view| view.empty_log()).await?;
        Ok(gone)
    }

    /// Closes the file; everything is in it then.
    pub async fn close(self) -> Result<(), Error> {
        let ended = self.0.wait();
        drop(self);
        ended.await
    }
}

/// The file, only looked at; a service may be running.
pub struct Inspection(Look);

impl Inspection {
    /// Opens the file and changes nothing.
    pub fn open(path: &Path, key: &DatabaseKey) -> Result<Inspection, OpenError> {
        Look::open(path, key).map(Inspection)
    }

    /// Walks the whole audit chain and looks for heads that are known elsewhere.
    pub fn verify(&self, anchors: &[Anchor]) -> Result<Result<Verified, Broken>, Error> {
        self.0.view().verify_audit(self.0.seal(), anchors)
    }

    /// The certificate of this authority for exactly these domains.
    pub fn certificate(
        &self,
        directory: &str,
        domains: &str,
    ) -> Result<Option<StoredCertificate>, Error> {
        self.0.view().certificate(directory, domains)
    }

    /// How often what was done on each day (of UTC, its beginning in ms) from this time on.
    pub fn counts(&self, since_ms: i64) -> Result<Vec<(i64, Action, i64)>, Error> {
        self.0.view().audit_counts(since_ms)
    }
}
