//! Which backup went to the owner's chat, and up to which one the audit chain knows of them.

use super::{Error, Tx, View};
use rusqlite::OptionalExtension;

impl Tx<'_> {
    /// When the last backup was made that went there, ms UTC.
    pub fn backup_sent_ms(&self) -> Result<Option<i64>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT value FROM counter WHERE name = 'backup_sent_ms'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    /// When the last backup was made that the audit chain knows of, ms UTC.
    pub fn backup_noted_ms(&self) -> Result<Option<i64>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT value FROM counter WHERE name = 'backup_noted_ms'")?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    /// The audit chain knows of the backups that were made until then.
    pub fn backup_is_noted(&self, made_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO counter (name, value) VALUES ('backup_noted_ms', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = ?1",
            )?
            .execute([made_ms])?;
        Ok(())
    }

    /// The backup that was made then is on its way there.
    pub fn backup_is_sent(&self, made_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO counter (name, value) VALUES ('backup_sent_ms', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = ?1",
            )?
            .execute([made_ms])?;
        Ok(())
    }
}

impl View<'_> {
    /// When the last backup was made that the audit chain knows of, ms UTC.
    pub fn backup_noted_ms(&self) -> Result<Option<i64>, Error> {
        Tx(self.0).backup_noted_ms()
    }
}
