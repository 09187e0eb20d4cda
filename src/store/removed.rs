//! Readings that were removed and can be brought back for a day. They lie in a table of their
//! own, so that nothing that counts, shows or judges readings can come across them.

use super::{Error, StoredReading, Tx, readings::stored};
use crate::domain::{
    person::{AccountId, PersonId, ReadingId},
    when::Zone,
};
use rusqlite::OptionalExtension;

impl Tx<'_> {
    /// Lays a reading of this person aside as removed at this time (ms UTC); it still has to be
    /// forgotten where it was.
    pub fn lay_aside(&self, person: PersonId, id: ReadingId, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO removed (id, person, at_ms, systolic, diastolic, pulse, origin, said_ms,
                                      approximate, arm, position, irregular, note, zone, removed_ms)
                 SELECT id, person, at_ms, systolic, diastolic, pulse, origin, said_ms,
                        approximate, arm, position, irregular, note, zone, ?3
                   FROM reading WHERE id = ?2 AND person = ?1",
            )?
            .execute((person.0, id.0, at_ms))?;
        Ok(())
    }

    /// A reading of anybody in this account that was removed since then (ms UTC).
    pub fn laid_aside(
        &self,
        account: AccountId,
        id: ReadingId,
        since_ms: i64,
    ) -> Result<Option<StoredReading>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                        irregular, note, person, said_ms, zone
                   FROM removed
                  WHERE id = ?2 AND removed_ms >= ?3
                    AND person IN (SELECT id FROM person WHERE account = ?1)",
            )?
            .query_row((account.0, id.0, since_ms), stored)
            .optional()?;
        found.transpose()
    }

    /// What this person removed and may bring back, the oldest first, and when it was removed (ms
    /// UTC).
    pub fn all_laid_aside(&self, person: PersonId) -> Result<Vec<(StoredReading, i64)>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                    irregular, note, person, said_ms, zone, removed_ms
               FROM removed WHERE person = ?1 ORDER BY at_ms, said_ms",
        )?;
        let rows = statement.query_map([person.0], |row| Ok((stored(row)?, row.get(13)?)))?;
        rows.map(|row| {
            let (stored, removed_ms) = row?;
            Ok((stored?, removed_ms))
        })
        .collect()
    }

    /// Puts a removed reading of this person back; it still has to be dropped from those aside.
    pub fn put_back(&self, person: PersonId, id: ReadingId) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO reading (id, person, at_ms, systolic, diastolic, pulse, origin, said_ms,
                                      approximate, arm, position, irregular, note, zone)
                 SELECT id, person, at_ms, systolic, diastolic, pulse, origin, said_ms,
                        approximate, arm, position, irregular, note, zone
                   FROM removed WHERE id = ?2 AND person = ?1",
            )?
            .execute((person.0, id.0))?;
        Ok(())
    }

    /// A removed reading of this person is gone for good, or back in its place.
    pub fn drop_removed(&self, person: PersonId, id: ReadingId) -> Result<(), Error> {
        self.0
            .prepare_cached("DELETE FROM removed WHERE id = ?2 AND person = ?1")?
            .execute((person.0, id.0))?;
        Ok(())
    }

    /// What one person removed becomes another's; what has no zone was taken in this one.
    pub fn move_removed(
        &self,
        from: PersonId,
        to: PersonId,
        zone: Option<&Zone>,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE removed SET person = ?2, zone = coalesce(zone, ?3) WHERE person = ?1",
            )?
            .execute((from.0, to.0, zone.map(Zone::name)))?;
        Ok(())
    }

    /// What was removed before this (ms UTC) goes for good; how many they were.
    pub fn prune_removed(&self, before_ms: i64) -> Result<u32, Error> {
        let mut statement = self.0.prepare_cached("DELETE FROM removed WHERE removed_ms < ?1")?;
        Ok(statement.execute([before_ms])? as u32)
    }
}
