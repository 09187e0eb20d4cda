//! Reminders: when somebody wants to be written to, and what was dealt with.

use super::{Error, Tx, View};
use crate::domain::{
    person::{Language, PersonId},
    reminder::{Reminder, ReminderId, TimeOfDay, Weekdays},
    when::Zone,
};
use rusqlite::{OptionalExtension, Row};

/// A reminder that is on, with what is needed to see whether it is due.
pub struct Watched {
    /// The reminder.
    pub reminder: Reminder,
    /// Whose it is.
    pub person: PersonId,
    /// The person's zone, if it is known.
    pub zone: Option<Zone>,
}

/// Where a person is reminded, and how.
pub struct Addressee {
    /// The chat.
    pub chat: i64,
    /// The language to use there.
    pub language: Language,
    /// The person's zone, if it is known.
    pub zone: Option<Zone>,
}

impl Tx<'_> {
    /// From now on this person is reminded at this time. One that was there at the same time of
    /// day takes the new days and is on again.
    pub fn add_reminder(
        &self,
        person: PersonId,
        id: ReminderId,
        time: TimeOfDay,
        days: Weekdays,
        now_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO reminder (id, person, minute, days, active, handled_ms)
                 VALUES (?1, ?2, ?3, ?4, 1, ?5)
                 ON CONFLICT (person, minute) DO UPDATE
                    SET days = excluded.days, active = 1, paused_until_ms = NULL, again_ms = NULL,
                        handled_ms = max(handled_ms, excluded.handled_ms)",
            )?
            .execute((id.0, person.0, time.minutes(), days.bits(), now_ms))?;
        Ok(())
    }

    /// The reminders of this person, in the order of the day.
    pub fn reminders(&self, person: PersonId) -> Result<Vec<Reminder>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, minute, days, active, paused_until_ms, again_ms, handled_ms
               FROM reminder WHERE person = ?1 ORDER BY minute",
        )?;
        let rows = statement.query_map([person.0], reminder)?;
        rows.map(|row| row?).collect()
    }

    /// Switches all reminders of this person on or off, from now on and without a pause; how many
    /// there are.
    pub fn switch_reminders(&self, person: PersonId, on: bool, now_ms: i64) -> Result<u32, Error> {
        let changed = self
            .0
            .prepare_cached(
                "UPDATE reminder
                    SET active = ?2, paused_until_ms = NULL, again_ms = NULL,
                        handled_ms = max(handled_ms, ?3)
                  WHERE person = ?1",
            )?
            .execute((person.0, on, now_ms))?;
        Ok(changed as u32)
    }

    /// Switches one reminder of this person on or off; says whether it was there.
    pub fn switch_reminder(
        &self,
        person: PersonId,
        id: ReminderId,
        on: bool,
        now_ms: i64,
    ) -> Result<bool, Error> {
        let changed = self
            .0
            .prepare_cached(
                "UPDATE reminder
                    SET active = ?3, paused_until_ms = NULL, again_ms = NULL,
                        handled_ms = max(handled_ms, ?4)
                  WHERE id = ?2 AND person = ?1",
            )?
            .execute((person.0, id.0, on, now_ms))?;
        Ok(changed == 1)
    }

    /// Removes a reminder of this person; says whether it was there.
    pub fn drop_reminder(&self, person: PersonId, id: ReminderId) -> Result<bool, Error> {
        let gone = self
            .0
            .prepare_cached("DELETE FROM reminder WHERE id = ?2 AND person = ?1")?
            .execute((person.0, id.0))?;
        Ok(gone == 1)
    }

    /// Nothing is sent to this person before `until_ms`; without one, everything from now on.
    pub fn pause_reminders(
        &self,
        person: PersonId,
        until_ms: Option<i64>,
        now_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE reminder
                    SET paused_until_ms = ?2, again_ms = NULL, handled_ms = max(handled_ms, ?3)
                  WHERE person = ?1",
            )?
            .execute((person.0, until_ms, now_ms))?;
        Ok(())
    }

    /// A reminder of this person that is on comes once more at this time; says whether it does.
    pub fn snooze_reminder(
        &self,
        person: PersonId,
        id: ReminderId,
        again_ms: i64,
    ) -> Result<bool, Error> {
        let changed = self
            .0
            .prepare_cached(
                "UPDATE reminder SET again_ms = ?3 WHERE id = ?2 AND person = ?1 AND active = 1",
            )?
            .execute((person.0, id.0, again_ms))?;
        Ok(changed == 1)
    }

    /// What was due at this time was dealt with.
    pub fn handle_reminder(&self, id: ReminderId, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE reminder
                    SET handled_ms = ?2, again_ms = CASE WHEN again_ms > ?2 THEN again_ms END
                  WHERE id = ?1",
            )?
            .execute((id.0, at_ms))?;
        Ok(())
    }

    /// Where this person is reminded, if that is known and they still want to hear from us: their
    /// consent stands and they are not going.
    pub fn addressee(&self, person: PersonId) -> Result<Option<Addressee>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT account.chat, coalesce(account.language, account.consent_language),
                        account.zone
                   FROM person JOIN account ON account.id = person.account
                  WHERE person.id = ?1 AND account.chat IS NOT NULL
                    AND account.withdrawn_ms IS NULL AND account.erase_ms IS NULL",
            )?
            .query_row([person.0], |row| {
                let code: String = row.get(1)?;
                let zone: Option<String> = row.get(2)?;
                Ok(Addressee {
                    chat: row.get(0)?,
                    language: Language::new(&code).unwrap_or(Language::DEFAULT),
                    zone: zone.as_deref().and_then(Zone::new),
                })
            })
            .optional()?;
        Ok(found)
    }
}

impl View<'_> {
    /// Reminders behind `after` that are on and whose chat is known, in the order of their ids.
    pub fn reminders_after(&self, after: ReminderId, limit: u32) -> Result<Vec<Watched>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT reminder.id, reminder.minute, reminder.days, reminder.active,
                    reminder.paused_until_ms, reminder.again_ms, reminder.handled_ms,
                    reminder.person, account.zone
               FROM reminder
               JOIN person ON person.id = reminder.person
               JOIN account ON account.id = person.account
              WHERE reminder.id > ?1 AND reminder.active = 1 AND account.chat IS NOT NULL
                AND account.withdrawn_ms IS NULL AND account.erase_ms IS NULL
              ORDER BY reminder.id LIMIT ?2",
        )?;
        let rows = statement.query_map((after.0, limit), |row| {
            let zone: Option<String> = row.get(8)?;
            let zone = zone.as_deref().and_then(Zone::new);
            Ok((reminder(row)?, PersonId(row.get(7)?), zone))
        })?;
        rows.map(|row| {
            let (reminder, person, zone) = row?;
            Ok(Watched { reminder: reminder?, person, zone })
        })
        .collect()
    }
}

/// Columns: id, minute, days, active, paused_until_ms, again_ms, handled_ms.
fn reminder(row: &Row<'_>) -> Result<Result<Reminder, Error>, rusqlite::Error> {
    let (time, days) = (TimeOfDay::of_minutes(row.get(1)?), Weekdays::of_bits(row.get(2)?));
    let (Some(time), Some(days)) = (time, days) else {
        return Ok(Err(Error::Content("reminder")));
    };
    Ok(Ok(Reminder {
        id: ReminderId(row.get(0)?),
        time,
        days,
        on: row.get(3)?,
        paused_until_ms: row.get(4)?,
        again_ms: row.get(5)?,
        handled_ms: row.get(6)?,
    }))
}
