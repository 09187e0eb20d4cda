//! Readings: one row each, clustered by person and time.

use super::{Error, Tx, View};
use crate::{
    domain::{
        period::Span,
        person::{AccountId, PersonId, ReadingId},
        reading::{Arm, Extras, Position, Reading, Taken},
        summary::Measured,
        when::{Moment, Zone},
    },
    seal::Mark,
};
use rusqlite::{OptionalExtension, Row};

/// A reading that is to be stored.
pub struct NewReading<'a> {
    /// Whose it is.
    pub person: PersonId,
    /// Its id.
    pub id: ReadingId,
    /// Its values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// In which zone, if it is known.
    pub zone: Option<&'a Zone>,
    /// Whether that is only a representative time.
    pub approximate: bool,
    /// What was said beside the numbers.
    pub extras: &'a Extras,
    /// The message that it came from.
    pub origin: &'a Mark,
    /// When it was said, ms UTC.
    pub said_ms: i64,
}

/// A reading as it was stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredReading {
    /// Its id.
    pub id: ReadingId,
    /// Whose it is.
    pub person: PersonId,
    /// Its values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// In which zone it was taken, if it was known.
    pub zone: Option<Zone>,
    /// When it was said, ms UTC.
    pub said_ms: i64,
    /// Whether that is only a representative time.
    pub approximate: bool,
    /// What was said beside the numbers.
    pub extras: Extras,
}

impl StoredReading {
    /// As far as statistics need it; `home` is the zone of those whose own is not known.
    pub fn measured(&self, home: &Zone) -> Measured {
        Measured::new(self.reading, self.at_ms, self.zone_or(home), self.approximate)
    }

    /// The zone it was taken in, or `home` where that was not known.
    pub fn zone_or<'a>(&'a self, home: &'a Zone) -> &'a Zone {
        self.zone.as_ref().unwrap_or(home)
    }
}

impl Tx<'_> {
    /// Writes a reading down.
    pub fn save_reading(&self, new: &NewReading<'_>) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO reading (person, at_ms, id, systolic, diastolic, pulse, origin, said_ms,
                                      approximate, arm, position, irregular, note, zone)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute((
                new.person.0,
                new.at_ms,
                new.id.0,
                new.reading.systolic(),
                new.reading.diastolic(),
                new.reading.pulse(),
                new.origin.0,
                new.said_ms,
                new.approximate,
                new.extras.arm.map(arm_name),
                new.extras.position.map(position_name),
                new.extras.irregular,
                new.extras.note.as_deref(),
                new.zone.map(Zone::name),
            ))?;
        Ok(())
    }

    /// One reading of anybody in this account.
    pub fn reading(
        &self,
        account: AccountId,
        id: ReadingId,
    ) -> Result<Option<StoredReading>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                        irregular, note, person, said_ms, zone
                   FROM reading
                  WHERE id = ?2 AND person IN (SELECT id FROM person WHERE account = ?1)",
            )?
            .query_row((account.0, id.0), stored)
            .optional()?;
        found.transpose()
    }

    /// The newest reading of this person.
    pub fn newest_reading(&self, person: PersonId) -> Result<Option<StoredReading>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                        irregular, note, person, said_ms, zone
                   FROM reading
                  WHERE person = ?1 ORDER BY at_ms DESC, said_ms DESC LIMIT 1",
            )?
            .query_row([person.0], stored)
            .optional()?;
        found.transpose()
    }

    /// When the last reading of this instant was said, ms UTC, if this person has one.
    pub fn said_last(&self, person: PersonId, at_ms: i64) -> Result<Option<i64>, Error> {
        let said = self
            .0
            .prepare_cached("SELECT max(said_ms) FROM reading WHERE person = ?1 AND at_ms = ?2")?
            .query_row((person.0, at_ms), |row| row.get(0))?;
        Ok(said)
    }

    /// What this person measured since then, at most `limit` of the newest.
    pub fn readings_since(
        &self,
        person: PersonId,
        since_ms: i64,
        limit: u32,
    ) -> Result<Vec<Taken>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                        irregular, note, person, said_ms, zone
                   FROM reading
              WHERE person = ?1 AND at_ms >= ?2 ORDER BY at_ms DESC, said_ms DESC LIMIT ?3",
        )?;
        let rows = statement.query_map((person.0, since_ms, limit), stored)?;
        rows.map(|row| row?.map(|stored| Taken { reading: stored.reading, at_ms: stored.at_ms }))
            .collect()
    }

    /// The newest readings of this person, at most `limit`, the newest first.
    pub fn newest_readings(
        &self,
        person: PersonId,
        limit: u32,
    ) -> Result<Vec<StoredReading>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                    irregular, note, person, said_ms, zone
               FROM reading WHERE person = ?1 ORDER BY at_ms DESC, said_ms DESC LIMIT ?2",
        )?;
        let rows = statement.query_map((person.0, limit), stored)?;
        rows.map(|row| row?).collect()
    }

    /// What this person measured in a stretch of time, at most `limit` of the newest, newest first.
    pub fn readings_in(
        &self,
        person: PersonId,
        span: &Span,
        limit: u32,
    ) -> Result<Vec<StoredReading>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                    irregular, note, person, said_ms, zone
               FROM reading
              WHERE person = ?1 AND at_ms >= ?2 AND at_ms < ?3
              ORDER BY at_ms DESC, said_ms DESC LIMIT ?4",
        )?;
        let rows = statement.query_map((person.0, span.from_ms, span.to_ms, limit), stored)?;
        rows.map(|row| row?).collect()
    }

    /// What this person measured from an instant (ms UTC) on, at most `limit` of the oldest, the
    /// oldest first.
    pub fn readings_from(
        &self,
        person: PersonId,
        from_ms: i64,
        limit: u32,
    ) -> Result<Vec<StoredReading>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                    irregular, note, person, said_ms, zone
               FROM reading
              WHERE person = ?1 AND at_ms >= ?2 ORDER BY at_ms, said_ms LIMIT ?3",
        )?;
        let rows = statement.query_map((person.0, from_ms, limit), stored)?;
        rows.map(|row| row?).collect()
    }

    /// The readings of anybody in this account that came with one message.
    pub fn readings_of(
        &self,
        account: AccountId,
        origin: &Mark,
    ) -> Result<Vec<StoredReading>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position,
                    irregular, note, person, said_ms, zone
               FROM reading
              WHERE person IN (SELECT id FROM person WHERE account = ?1) AND origin = ?2",
        )?;
        let rows = statement.query_map((account.0, origin.0), stored)?;
        rows.map(|row| row?).collect()
    }

    /// Puts other values into a reading of this person; says whether it was there.
    pub fn amend_reading(
        &self,
        person: PersonId,
        id: ReadingId,
        reading: &Reading,
    ) -> Result<bool, Error> {
        let changed = self
            .0
            .prepare_cached(
                "UPDATE reading SET systolic = ?3, diastolic = ?4, pulse = ?5
                  WHERE id = ?2 AND person = ?1",
            )?
            .execute((person.0, id.0, reading.systolic(), reading.diastolic(), reading.pulse()))?;
        Ok(changed == 1)
    }

    /// Puts a reading of this person to another time, said in this zone; `approximate`: only a
    /// representative one.
    pub fn move_reading(
        &self,
        person: PersonId,
        id: ReadingId,
        moment: &Moment,
        zone: Option<&Zone>,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE reading SET at_ms = ?3, approximate = ?4, zone = ?5
                  WHERE id = ?2 AND person = ?1",
            )?
            .execute((person.0, id.0, moment.at_ms, moment.approximate, zone.map(Zone::name)))?;
        Ok(())
    }

    /// Puts what was said beside the numbers into a reading of this person; says whether it was
    /// there.
    pub fn set_extras(
        &self,
        person: PersonId,
        id: ReadingId,
        extras: &Extras,
    ) -> Result<bool, Error> {
        let changed = self
            .0
            .prepare_cached(
                "UPDATE reading SET arm = ?3, position = ?4, irregular = ?5, note = ?6
                  WHERE id = ?2 AND person = ?1",
            )?
            .execute((
                person.0,
                id.0,
                extras.arm.map(arm_name),
                extras.position.map(position_name),
                extras.irregular,
                extras.note.as_deref(),
            ))?;
        Ok(changed == 1)
    }

    /// Removes a reading of this person; says whether it was there.
    pub fn forget_reading(&self, person: PersonId, id: ReadingId) -> Result<bool, Error> {
        let gone = self
            .0
            .prepare_cached("DELETE FROM reading WHERE id = ?2 AND person = ?1")?
            .execute((person.0, id.0))?;
        Ok(gone == 1)
    }

    /// All readings of one person become another's; how many. Those whose zone was not known were
    /// taken in this one.
    pub fn move_readings(
        &self,
        from: PersonId,
        to: PersonId,
        zone: Option<&Zone>,
    ) -> Result<u32, Error> {
        let moved = self
            .0
            .prepare_cached(
                "UPDATE reading SET person = ?2, zone = coalesce(zone, ?3) WHERE person = ?1",
            )?
            .execute((from.0, to.0, zone.map(Zone::name)))?;
        Ok(moved as u32)
    }
}

impl View<'_> {
    /// How many readings there are in all.
    pub fn count_readings(&self) -> Result<i64, Error> {
        Ok(self.0.query_row("SELECT count(*) FROM reading", [], |row| row.get(0))?)
    }

    /// Every origin of a stored reading with its values, for counting what was stored twice.
    pub fn readings_by_origin(&self) -> Result<Vec<(Mark, Reading)>, Error> {
        let mut statement = self.0.prepare(
            "SELECT id, at_ms, systolic, diastolic, pulse, approximate, arm, position, irregular, note,
                    person, said_ms, zone, origin
               FROM reading ORDER BY id",
        )?;
        let rows = statement.query_map([], |row| Ok((Mark(row.get(13)?), stored(row)?)))?;
        rows.map(|row| {
            let (mark, stored) = row?;
            Ok((mark, stored?.reading))
        })
        .collect()
    }

    /// Pages whose signature does not fit; none in a sound file.
    pub fn damaged_pages(&self) -> Result<u32, Error> {
        let mut faults = self.0.prepare("PRAGMA cipher_integrity_check")?;
        let mut rows = faults.query([])?;
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        Ok(count)
    }
}

/// Columns: id, at_ms, systolic, diastolic, pulse, approximate, arm, position, irregular, note, person,
/// said_ms, zone.
pub(super) fn stored(row: &Row<'_>) -> Result<Result<StoredReading, Error>, rusqlite::Error> {
    let id = ReadingId(row.get(0)?);
    let at_ms = row.get(1)?;
    let reading = Reading::new(row.get(2)?, row.get(3)?, row.get(4)?);
    let arm: Option<String> = row.get(6)?;
    let position: Option<String> = row.get(7)?;
    let extras = Extras {
        arm: [Arm::Left, Arm::Right]
            .into_iter()
            .find(|side| arm.as_deref() == Some(arm_name(*side))),
        position: [Position::Sitting, Position::Lying, Position::Standing]
            .into_iter()
            .find(|known| position.as_deref() == Some(position_name(*known))),
        irregular: row.get(8)?,
        note: row.get(9)?,
    };
    let approximate = row.get(5)?;
    let person = PersonId(row.get(10)?);
    let said_ms = row.get(11)?;
    // A zone that is not known any more is as none: the reading stays.
    let zone: Option<String> = row.get(12)?;
    let zone = zone.as_deref().and_then(Zone::new);
    Ok(reading
        .map(|reading| StoredReading {
            id,
            person,
            reading,
            at_ms,
            zone,
            said_ms,
            approximate,
            extras,
        })
        .map_err(|_| Error::Content("reading")))
}

fn arm_name(arm: Arm) -> &'static str {
    match arm {
        Arm::Left => "left",
        Arm::Right => "right",
    }
}

fn position_name(position: Position) -> &'static str {
    match position {
        Position::Sitting => "sitting",
        Position::Lying => "lying",
        Position::Standing => "standing",
    }
}
