//! Which backup went to the owner's chat, and up to which one the audit chain knows of them.

use super::{Error, Tx, View};
use rusqlite::OptionalExtension;

/// Their names among the counters.
const SENT: &str = "backup_sent_ms";
const NOTED: &str = "backup_noted_ms";

impl Tx<'_> {
    /// When the last backup was made that went there, ms UTC.
    pub fn backup_sent_ms(&self) -> Result<Option<i64>, Error> {
        self.instant(SENT)
    }

    /// When the last backup was made that the audit chain knows of, ms UTC.
    pub fn backup_noted_ms(&self) -> Result<Option<i64>, Error> {
        self.instant(NOTED)
    }

    /// The audit chain knows of the backups that were made until then.
    pub fn backup_is_noted(&self, made_ms: i64) -> Result<(), Error> {
        self.set_instant(NOTED, made_ms)
    }

    /// The backup that was made then is on its way there.
    pub fn backup_is_sent(&self, made_ms: i64) -> Result<(), Error> {
        self.set_instant(SENT, made_ms)
    }

    fn instant(&self, name: &str) -> Result<Option<i64>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT value FROM counter WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    fn set_instant(&self, name: &str, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO counter (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = ?2",
            )?
            .execute((name, at_ms))?;
        Ok(())
    }
}

impl View<'_> {
    /// When the last backup was made that the audit chain knows of, ms UTC.
    pub fn backup_noted_ms(&self) -> Result<Option<i64>, Error> {
        Tx(self.0).backup_noted_ms()
    }
}
