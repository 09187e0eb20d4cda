//! What the owner is told about the service: how each condition stands, and where that is told.

use super::{Error, Tx, View};
use crate::domain::{person::Language, watch::Standing, when::Zone};
use rusqlite::OptionalExtension;

/// Where the owner is told something.
pub struct Desk {
    /// The chat.
    pub chat: i64,
    /// The language there.
    pub language: Language,
    /// The zone in which the owner reads times, if it is known.
    pub zone: Option<Zone>,
}

impl Tx<'_> {
    /// Where the owner can be told something.
    pub fn owner_desk(&self) -> Result<Option<Desk>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT chat, coalesce(language, consent_language), zone FROM account
                  WHERE role = 'owner' AND chat IS NOT NULL
                    AND withdrawn_ms IS NULL AND erase_ms IS NULL",
            )?
            .query_row([], |row| {
                let (code, zone): (String, Option<String>) = (row.get(1)?, row.get(2)?);
                Ok(Desk {
                    chat: row.get(0)?,
                    language: Language::new(&code).unwrap_or(Language::DEFAULT),
                    zone: zone.as_deref().and_then(Zone::new),
                })
            })
            .optional()?;
        Ok(found)
    }

    /// How a condition stands. What this build cannot read is a fresh start.
    pub fn standing(&self, name: &str) -> Result<Standing, Error> {
        let found: Option<String> = self
            .0
            .prepare_cached("SELECT body FROM watch WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(found.and_then(|body| serde_json::from_str(&body).ok()).unwrap_or_default())
    }

    /// Remembers how a condition stands.
    pub fn save_standing(&self, name: &str, standing: &Standing) -> Result<(), Error> {
        let body = serde_json::to_string(standing).map_err(|_| Error::Content("watch.body"))?;
        self.0
            .prepare_cached(
                "INSERT INTO watch (name, body) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET body = excluded.body",
            )?
            .execute((name, body))?;
        Ok(())
    }
}

impl View<'_> {
    /// How a condition stands.
    pub fn standing(&self, name: &str) -> Result<Standing, Error> {
        Tx(self.0).standing(name)
    }

    /// Whether there is an owner who can be told something.
    pub fn owner_listens(&self) -> Result<bool, Error> {
        Ok(Tx(self.0).owner_desk()?.is_some())
    }

    /// Whether every page carries its signature and the tables agree with their indexes.
    pub fn sound(&self) -> Result<bool, Error> {
        let mut signatures = self.0.prepare("PRAGMA cipher_integrity_check")?;
        let faults = signatures.query([])?.next()?.is_some();
        let verdict =
            self.0.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0))?;
        Ok(!faults && verdict == "ok")
    }
}
