//! Those of whom nothing is heard any more, and readings that were kept as long as they may be.

use super::{Error, Tx, View};
use crate::domain::{
    person::{AccountId, Language},
    when::Zone,
};
use rusqlite::{OptionalExtension, Row};

/// Somebody silent, and where they can be asked.
pub struct Silent {
    /// The account.
    pub account: AccountId,
    /// The chat.
    pub chat: i64,
    /// The language to use there.
    pub language: Language,
    /// The zone, if it is known.
    pub zone: Option<Zone>,
    /// When they were asked, ms UTC.
    pub asked_ms: Option<i64>,
    /// When they were reminded, ms UTC.
    pub reminded_ms: Option<i64>,
}

impl View<'_> {
    /// Those who said nothing since then (ms UTC), were not asked yet and can be, at most so many.
    /// Never the owner, nor who has taken the consent back or is going anyway.
    pub fn silent_since(&self, since_ms: i64, limit: u32) -> Result<Vec<Silent>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, chat, coalesce(language, consent_language), zone, NULL, NULL FROM account
              WHERE role = 'guest' AND chat IS NOT NULL AND withdrawn_ms IS NULL
                AND erase_ms IS NULL AND consent_ms < ?1
                AND NOT EXISTS (SELECT 1 FROM silence WHERE silence.account = account.id)
                AND NOT EXISTS (SELECT 1 FROM peer LEFT JOIN thread ON thread.peer = peer.hash
                                 WHERE peer.account = account.id
                                   AND max(peer.at_ms, coalesce(thread.at_ms, 0)) >= ?1)
              ORDER BY id LIMIT ?2",
        )?;
        let rows = statement.query_map((since_ms, limit), silent)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether there are readings that were taken and written down before this (ms UTC).
    pub fn readings_expired(&self, before_ms: i64) -> Result<bool, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM reading WHERE at_ms < ?1 AND said_ms < ?1)",
            )?
            .query_row([before_ms], |row| row.get(0))?)
    }

    /// Whether nobody is being asked.
    pub fn nobody_asked(&self) -> Result<bool, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM silence)")?
            .query_row([], |row| row.get(0))?)
    }

    /// Those who were asked and have not said anything since; who was told the last time is going
    /// already. Nobody whose letter still waits.
    pub fn asked(&self) -> Result<Vec<Silent>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT account.id, chat, coalesce(language, consent_language), zone,
                    asked_ms, reminded_ms
               FROM silence JOIN account ON account.id = silence.account
              WHERE planned_ms IS NULL AND chat IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM outbox
                                 WHERE outbox.chat = account.chat AND outbox.state = 0)",
        )?;
        let rows = statement.query_map([], silent)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Columns: account, chat, language, zone, asked, reminded.
fn silent(row: &Row<'_>) -> Result<Silent, rusqlite::Error> {
    let (code, zone): (String, Option<String>) = (row.get(2)?, row.get(3)?);
    Ok(Silent {
        account: AccountId(row.get(0)?),
        chat: row.get(1)?,
        language: Language::new(&code).unwrap_or(Language::DEFAULT),
        zone: zone.as_deref().and_then(Zone::new),
        asked_ms: row.get(4)?,
        reminded_ms: row.get(5)?,
    })
}

impl Tx<'_> {
    /// Somebody silent is asked.
    pub fn note_asked(&self, account: AccountId, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO silence (account, asked_ms) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            )?
            .execute((account.0, at_ms))?;
        Ok(())
    }

    /// Somebody who was asked is reminded.
    pub fn note_reminded(&self, account: AccountId, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE silence SET reminded_ms = ?2 WHERE account = ?1")?
            .execute((account.0, at_ms))?;
        Ok(())
    }

    /// Somebody who was reminded is going at `erase_ms`.
    pub fn note_planned(&self, account: AccountId, at_ms: i64, erase_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE silence SET planned_ms = ?2 WHERE account = ?1")?
            .execute((account.0, at_ms))?;
        self.plan_erasing(account, Some(erase_ms))
    }

    /// Where this account can be written to, when nobody knows where.
    pub fn learn_chat_anyway(&self, account: AccountId, chat: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET chat = ?2 WHERE id = ?1 AND chat IS NULL")?
            .execute((account.0, chat))?;
        Ok(())
    }

    /// Something was heard: nothing is asked any more, and nothing goes because of it. Nothing when
    /// nothing was asked, else whether everything was going.
    pub fn end_silence(&self, account: AccountId) -> Result<Option<bool>, Error> {
        let planned: Option<bool> = self
            .0
            .prepare_cached(
                "DELETE FROM silence WHERE account = ?1 RETURNING planned_ms IS NOT NULL",
            )?
            .query_row([account.0], |row| row.get(0))
            .optional()?;
        if planned == Some(true) {
            self.plan_erasing(account, None)?;
        }
        Ok(planned)
    }

    /// The same for whoever is written to in this chat: they cannot be reached there.
    pub fn end_silence_of(&self, chat: i64) -> Result<(), Error> {
        let found: Option<i64> = self
            .0
            .prepare_cached(
                "SELECT account FROM silence JOIN account ON account.id = silence.account
                  WHERE chat = ?1",
            )?
            .query_row([chat], |row| row.get(0))
            .optional()?;
        found.map_or(Ok(()), |account| self.end_silence(AccountId(account)).map(|_| ()))
    }

    /// The same for everybody: nobody is asked here any more.
    pub fn end_all_silence(&self) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE account SET erase_ms = NULL
                  WHERE id IN (SELECT account FROM silence WHERE planned_ms IS NOT NULL)",
            )?
            .execute([])?;
        self.0.prepare_cached("DELETE FROM silence")?.execute([])?;
        Ok(())
    }

    /// The chat that an answer of the outbox is for.
    pub fn chat_of_post(&self, id: i64) -> Result<Option<i64>, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT chat FROM outbox WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?)
    }

    /// Readings that were taken and written down before this (ms UTC) go; how many of which
    /// account.
    pub fn expire_readings(&self, before_ms: i64) -> Result<Vec<(AccountId, u32)>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT person.account, count(*) FROM reading JOIN person ON person.id = reading.person
              WHERE reading.at_ms < ?1 AND reading.said_ms < ?1
              GROUP BY person.account ORDER BY person.account",
        )?;
        let rows =
            statement.query_map([before_ms], |row| Ok((AccountId(row.get(0)?), row.get(1)?)))?;
        let counts: Vec<(AccountId, u32)> = rows.collect::<Result<_, _>>()?;
        if !counts.is_empty() {
            self.0
                .prepare_cached("DELETE FROM reading WHERE at_ms < ?1 AND said_ms < ?1")?
                .execute([before_ms])?;
        }
        Ok(counts)
    }
}
