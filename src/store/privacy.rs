//! Consents, the end of an account, and what a person wants done with a chat.

use super::{Error, Tx, View, people::door_name};
use crate::{
    domain::{
        person::{AccountId, Door, Language},
        privacy::{Agreement, Wanted},
    },
    seal::Mark,
};
use rusqlite::OptionalExtension;

/// An account whose time has come, and where that is told.
pub struct Leaver {
    /// Which one.
    pub id: AccountId,
    /// The chat, if there is one.
    pub chat: Option<i64>,
    /// The language to use there.
    pub language: Language,
}

impl Tx<'_> {
    /// Writes down that a text was agreed to, or that this was taken back.
    pub fn note_consent(&self, account: AccountId, consent: &Agreement) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO consent (account, at_ms, given, version, language, door)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute((
                account.0,
                consent.at_ms,
                consent.given,
                &consent.version,
                consent.language.code(),
                door_name(consent.door),
            ))?;
        Ok(())
    }

    /// Every consent of this account that was given or taken back, the oldest first.
    pub fn consents(&self, account: AccountId) -> Result<Vec<Agreement>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT at_ms, given, version, language, door FROM consent
              WHERE account = ?1 ORDER BY at_ms, rowid",
        )?;
        let rows = statement.query_map([account.0], |row| {
            let language: String = row.get(3)?;
            let door: String = row.get(4)?;
            Ok(Agreement {
                at_ms: row.get(0)?,
                given: row.get(1)?,
                version: row.get(2)?,
                language: Language::new(&language).unwrap_or(Language::DEFAULT),
                door: if door == "voice" { Door::Voice } else { Door::Chat },
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The consent of this account is taken back.
    pub fn withdraw_consent(&self, account: AccountId, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET withdrawn_ms = ?2 WHERE id = ?1")?
            .execute((account.0, at_ms))?;
        Ok(())
    }

    /// Everything of this account goes at this time (ms UTC), or stays after all.
    pub fn plan_erasing(&self, account: AccountId, at_ms: Option<i64>) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET erase_ms = ?2 WHERE id = ?1")?
            .execute((account.0, at_ms))?;
        Ok(())
    }

    /// Accounts whose time has come by now (ms UTC), at most so many.
    pub fn leavers(&self, now_ms: i64, limit: u32) -> Result<Vec<Leaver>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, chat, coalesce(language, consent_language) FROM account
              WHERE erase_ms <= ?1 ORDER BY erase_ms LIMIT ?2",
        )?;
        let rows = statement.query_map((now_ms, limit), |row| {
            let code: String = row.get(2)?;
            Ok(Leaver {
                id: AccountId(row.get(0)?),
                chat: row.get(1)?,
                language: Language::new(&code).unwrap_or(Language::DEFAULT),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether messages with readings go from the chat, and whether messages about the service are
    /// wanted.
    pub fn set_wanted(&self, account: AccountId, wanted: Wanted) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET tidy = ?2, notices = ?3 WHERE id = ?1")?
            .execute((account.0, wanted.tidy, wanted.notices))?;
        Ok(())
    }

    /// The message of this chat that is edited instead of sending a new one.
    pub fn set_card(&self, peer: &Mark, message: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE peer SET card = ?2 WHERE hash = ?1")?
            .execute((peer.0, message))?;
        Ok(())
    }

    /// Everything of this account goes: its people and their readings, its identities with their
    /// conversations and answers, its codes, and what waits in the queues for `chat`.
    pub fn erase_account(
        &self,
        account: AccountId,
        chat: Option<(i64, &Mark)>,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "DELETE FROM turn WHERE peer IN (SELECT hash FROM peer WHERE account = ?1)",
            )?
            .execute([account.0])?;
        self.0
            .prepare_cached(
                "DELETE FROM thread WHERE peer IN (SELECT hash FROM peer WHERE account = ?1)",
            )?
            .execute([account.0])?;
        self.0
            .prepare_cached(
                "DELETE FROM guess WHERE peer IN (SELECT hash FROM peer WHERE account = ?1)",
            )?
            .execute([account.0])?;
        self.0
            .prepare_cached(
                "UPDATE link SET claimed_by = NULL
                  WHERE claimed_by IN (SELECT hash FROM peer WHERE account = ?1)",
            )?
            .execute([account.0])?;
        if let Some((chat, mark)) = chat {
            self.0.prepare_cached("DELETE FROM outbox WHERE chat = ?1")?.execute([chat])?;
            self.0.prepare_cached("DELETE FROM closed_chat WHERE hash = ?1")?.execute([mark.0])?;
            self.0
                .prepare_cached("UPDATE inbox SET raw = NULL WHERE chat = ?1 AND state <> 0")?
                .execute([chat])?;
            self.0.prepare_cached("DELETE FROM announcement WHERE chat = ?1")?.execute([chat])?;
        }
        self.drop_account(account)
    }
}

impl View<'_> {
    /// The message of this chat that is edited instead of sending a new one, if there is one.
    pub fn card_of(&self, peer: &Mark) -> Result<Option<i64>, Error> {
        let found: Option<Option<i64>> = self
            .0
            .prepare_cached("SELECT card FROM peer WHERE hash = ?1")?
            .query_row([peer.0], |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    /// Brings the log into the file and empties it, so that nothing stays there that the file has
    /// forgotten; says whether that could be done now.
    pub fn empty_log(&self) -> Result<bool, Error> {
        let busy: i64 =
            self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }
}
