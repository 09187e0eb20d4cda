//! Timers that people have set, and alarms that they were given.

use super::{Error, Tx, View};
use crate::domain::{
    alarm::{Alarm, AlarmStage},
    person::PersonId,
    timer::{Timer, TimerKind},
};
use rusqlite::OptionalExtension;

/// A timer with whose it is.
#[derive(Clone, Copy)]
pub struct SetTimer {
    /// Whose.
    pub person: PersonId,
    /// Where it was set.
    pub chat: i64,
    /// The timer.
    pub timer: Timer,
}

impl Tx<'_> {
    /// Sets a timer; one of the same kind that was running begins again.
    pub fn set_timer(&self, person: PersonId, chat: i64, timer: &Timer) -> Result<(), Error> {
        let Timer { kind, set_ms } = *timer;
        self.0
            .prepare_cached(
                "INSERT INTO timer (person, kind, chat, set_ms, due_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (person, kind) DO UPDATE
                    SET chat = excluded.chat, set_ms = excluded.set_ms, due_ms = excluded.due_ms",
            )?
            .execute((person.0, kind.number(), chat, set_ms, timer.due_ms()))?;
        Ok(())
    }

    /// The timer of this kind, if it runs.
    pub fn timer(&self, person: PersonId, kind: TimerKind) -> Result<Option<SetTimer>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT chat, set_ms FROM timer WHERE person = ?1 AND kind = ?2")?
            .query_row((person.0, kind.number()), |row| {
                let timer = Timer { kind, set_ms: row.get(1)? };
                Ok(SetTimer { person, chat: row.get(0)?, timer })
            })
            .optional()?;
        Ok(found)
    }

    /// Forgets a timer.
    pub fn drop_timer(&self, person: PersonId, kind: TimerKind) -> Result<(), Error> {
        self.0
            .prepare_cached("DELETE FROM timer WHERE person = ?1 AND kind = ?2")?
            .execute((person.0, kind.number()))?;
        Ok(())
    }

    /// The last alarm of this person.
    pub fn alarm(&self, person: PersonId) -> Result<Option<Alarm>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT told_ms, stage FROM alarm WHERE person = ?1")?
            .query_row([person.0], |row| Ok((row.get(0)?, AlarmStage::of_number(row.get(1)?))))
            .optional()?;
        let Some((told_ms, stage)) = found else { return Ok(None) };
        let stage = stage.ok_or(Error::Content("alarm.stage"))?;
        Ok(Some(Alarm { told_ms, stage }))
    }

    /// Remembers an alarm.
    pub fn save_alarm(&self, person: PersonId, alarm: &Alarm) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO alarm (person, told_ms, stage) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person) DO UPDATE
                    SET told_ms = excluded.told_ms, stage = excluded.stage",
            )?
            .execute((person.0, alarm.told_ms, alarm.stage.number()))?;
        Ok(())
    }

    /// Forgets an alarm.
    pub fn drop_alarm(&self, person: PersonId) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM alarm WHERE person = ?1")?.execute([person.0])?;
        Ok(())
    }
}

impl View<'_> {
    /// Timers that are due, or were set in the future, at most `limit`, the oldest first.
    pub fn due_timers(&self, now_ms: i64, limit: u32) -> Result<Vec<SetTimer>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT person, kind, chat, set_ms FROM timer
              WHERE due_ms <= ?1 OR set_ms > ?1 ORDER BY due_ms, person LIMIT ?2",
        )?;
        let rows = statement.query_map((now_ms, limit), |row| {
            let kind = TimerKind::of_number(row.get(1)?);
            Ok((PersonId(row.get(0)?), kind, row.get(2)?, row.get(3)?))
        })?;
        rows.map(|row| {
            let (person, kind, chat, set_ms) = row?;
            let kind = kind.ok_or(Error::Content("timer.kind"))?;
            Ok(SetTimer { person, chat, timer: Timer { kind, set_ms } })
        })
        .collect()
    }
}
