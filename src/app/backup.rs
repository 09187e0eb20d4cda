//! Backups as the owner hears of them, in the chat.

use super::{
    App, Error, File, Letter, Parcel,
    audit::{note, note_via},
    turn::{post, post_parcel},
};
use crate::domain::{
    audit::{Action, Deed, Via},
    reply::Reply,
    rotation::{BackupReply, CHAT_BYTES_MAX, Rhythm},
};
use std::path::{Path, PathBuf};

/// A backup that lies in a file.
pub struct Backup {
    /// The file.
    pub path: PathBuf,
    /// Its length, bytes.
    pub bytes: u64,
    /// When it was made, ms UTC.
    pub made_ms: i64,
}

impl App {
    /// Puts the newest backup on its way to the owner's chat, if it is time for one.
    pub async fn offer_backup(
        &self,
        backup: Backup,
        rhythm: Rhythm,
        now_ms: i64,
    ) -> Result<(), Error> {
        let app = self.clone();
        self.0
            .store
            .write(move |tx| {
                if !rhythm.sends(backup.made_ms, tx.backup_sent_ms()?) {
                    return Ok(());
                }
                let Some((chat, language)) = tx.owner_chat()? else { return Ok(()) };
                let seal = app.0.store.seal();
                if backup.bytes > CHAT_BYTES_MAX {
                    let mebibytes = backup.bytes.div_ceil(1024 * 1024);
                    let reply = Reply::Backup(BackupReply::TooLarge { mebibytes });
                    post(tx, seal, chat, &Letter { reply, language, back: None }, now_ms)?;
                } else {
                    let backup = backup.path.to_string_lossy().into_owned();
                    let parcel = Parcel::Backup { backup, language };
                    post_parcel(tx, seal, chat, &parcel, now_ms)?;
                    note(tx, seal, None, &Deed::of(Action::BackupSent), now_ms)?;
                }
                tx.backup_is_sent(backup.made_ms)
            })
            .await?;
        self.0.bell.notify_one();
        Ok(())
    }

    /// Writes down which of these backups (when each was made, ms UTC, the oldest first) the audit
    /// chain does not know of yet. `own`: the newest was made by the service itself. Those of the
    /// command line are found here, because it may not write beside a service.
    pub async fn note_backups(&self, made: Vec<i64>, own: bool, now_ms: i64) -> Result<(), Error> {
        let Some(newest_ms) = made.last().copied() else { return Ok(()) };
        let noted = self.0.store.read(|view| view.backup_noted_ms()).await?;
        if noted.is_some_and(|noted_ms| noted_ms >= newest_ms) {
            return Ok(());
        }
        let app = self.clone();
        let written = self.0.store.write(move |tx| {
            let noted_ms = tx.backup_noted_ms()?.unwrap_or(i64::MIN);
            let new = made.iter().filter(|made_ms| **made_ms > noted_ms).count() as u32;
            let others = new - u32::from(own && new > 0);
            let seal = app.0.store.seal();
            for (via, count) in [(Via::Operator, others), (Via::Service, new - others)] {
                if count > 0 {
                    let deed = Deed { count, ..Deed::of(Action::BackupMade) };
                    note_via(tx, seal, via, None, &deed, now_ms)?;
                }
            }
            tx.backup_is_noted(newest_ms)
        });
        written.await
    }

    /// Tells the owner that backups fail, so many in a row by now.
    pub async fn backups_fail(&self, times: u32, now_ms: i64) -> Result<(), Error> {
        let app = self.clone();
        self.0
            .store
            .write(move |tx| {
                let Some((chat, language)) = tx.owner_chat()? else { return Ok(()) };
                let reply = Reply::Backup(BackupReply::Failing { times });
                let letter = Letter { reply, language, back: None };
                post(tx, app.0.store.seal(), chat, &letter, now_ms)
            })
            .await?;
        self.0.bell.notify_one();
        Ok(())
    }

    /// A backup as it is sent; nothing when it is not there any more, or is not what was meant.
    pub async fn backup_file(&self, path: &str) -> Option<File> {
        let path = Path::new(path).to_owned();
        let name = path.file_name()?.to_str()?.to_owned();
        crate::domain::rotation::made_ms(&name)?;
        let bytes = tokio::task::spawn_blocking(move || std::fs::read(path)).await.ok()?.ok()?;
        Some(File { name, bytes })
    }
}
