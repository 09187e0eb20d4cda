//! Backups beside the service: one an hour, and the owner is told when they fail.

use super::{Plan, Trouble, due, folder::all, make, newest};
use crate::{
    app::{App, Backup, Clock},
    domain::rotation::{Rhythm, name},
    seal::DatabaseKey,
};
use std::{path::PathBuf, time::Duration};

/// Whether it is time is looked at this often; a backup that failed is tried again then.
const LOOK_EVERY: Duration = Duration::from_secs(5 * 60);
/// After so many failures in a row the owner is told, and then after so many more each time: a day
/// of them.
const TELL_AFTER: u32 = 3;
const TELL_AGAIN: u32 = 24 * 12;

/// What is backed up, and how.
#[derive(Clone)]
pub struct Keeper {
    /// Where backups go.
    pub plan: Plan,
    /// How often one goes to the owner's chat.
    pub rhythm: Rhythm,
    /// The diary.
    pub database: PathBuf,
    /// Its key.
    pub key: DatabaseKey,
}

/// Makes backups for as long as it is polled.
pub async fn tend(keeper: Keeper, app: App, clock: Clock) {
    let mut failed: u32 = 0;
    loop {
        let mut own = false;
        match once(&keeper, clock(), &mut own).await {
            Ok(()) => failed = 0,
            // Somebody else is making one.
            Err(Trouble::Busy) => {}
            Err(trouble) => {
                failed = failed.saturating_add(1);
                log::error!("backup: {trouble}");
                if failed % TELL_AGAIN == TELL_AFTER
                    && let Err(error) = app.backups_fail(failed, clock()).await
                {
                    log::warn!("backup: {error}");
                }
            }
        }
        if let Some(made_ms) = newest(&keeper.plan.folder, clock()) {
            app.metrics().backed_up(made_ms);
        }
        let made = all(&keeper.plan.folder, clock());
        if let Err(error) = app.note_backups(made, own, clock()).await {
            log::warn!("backup: {error}");
        }
        if let Some(backup) = found(&keeper, clock())
            && let Err(error) = app.offer_backup(backup, keeper.rhythm, clock()).await
        {
            log::warn!("backup: {error}");
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Makes a backup if it is time for one; `own` says whether there is one.
async fn once(keeper: &Keeper, now_ms: i64, own: &mut bool) -> Result<(), Trouble> {
    let Keeper { plan, database, key, .. } = keeper.clone();
    let work = move || match due(&plan.folder, now_ms) {
        true => make(&plan, &database, &key, now_ms).map(Some),
        false => Ok(None),
    };
    let made = tokio::task::spawn_blocking(work).await;
    // The thread ends early only when everything does, or by a fault of ours that was logged.
    let Some(made) = made.unwrap_or(Err(Trouble::Unfaithful))? else { return Ok(()) };
    *own = true;
    log::info!("backup: {} KiB", made.bytes.div_ceil(1024));
    made.uncopied.map_or(Ok(()), |trouble| Err(Trouble::Second(Box::new(trouble))))
}

/// The newest backup, if any is to be sent at all.
fn found(keeper: &Keeper, now_ms: i64) -> Option<Backup> {
    if keeper.rhythm == Rhythm::Off {
        return None;
    }
    let made_ms = newest(&keeper.plan.folder, now_ms)?;
    let path = keeper.plan.folder.join(name(made_ms)).canonicalize().ok()?;
    let bytes = path.metadata().ok()?.len();
    Some(Backup { path, bytes, made_ms })
}
