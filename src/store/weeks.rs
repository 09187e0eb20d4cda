//! Home weeks that are running, and the hours in which nobody is reminded.

use super::{Error, Tx, View};
use crate::domain::{
    period::Borders,
    person::{Language, PersonId},
    reminder::TimeOfDay,
    reminding::Quiet,
    week::{PastWeek, Week},
    when::Zone,
};
use rusqlite::OptionalExtension;

/// A home week that is running.
pub struct Running {
    /// The week.
    pub week: Week,
    /// Where it was begun.
    pub chat: i64,
    /// What was due up to here was dealt with, ms UTC.
    pub handled_ms: i64,
}

impl Tx<'_> {
    /// The home week of this person, if one is running.
    pub fn week(&self, person: PersonId) -> Result<Option<Running>, Error> {
        let found: Option<(i64, String, i64)> = self
            .0
            .prepare_cached("SELECT chat, plan, handled_ms FROM home_week WHERE person = ?1")?
            .query_row([person.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((chat, plan, handled_ms)) = found else { return Ok(None) };
        let week = serde_json::from_str(&plan).map_err(|_| Error::Content("home_week.plan"))?;
        Ok(Some(Running { week, chat, handled_ms }))
    }

    /// Remembers a home week, a new one or one that was changed.
    pub fn save_week(&self, person: PersonId, running: &Running) -> Result<(), Error> {
        let plan =
            serde_json::to_string(&running.week).map_err(|_| Error::Content("home_week.plan"))?;
        self.0
            .prepare_cached(
                "INSERT INTO home_week (person, chat, plan, handled_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (person) DO UPDATE
                    SET chat = excluded.chat, plan = excluded.plan,
                        handled_ms = excluded.handled_ms",
            )?
            .execute((person.0, running.chat, plan, running.handled_ms))?;
        Ok(())
    }

    /// The home week of this person is over.
    pub fn end_week(&self, person: PersonId) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM home_week WHERE person = ?1")?.execute([person.0])?;
        Ok(())
    }

    /// A home week of this person is over, and is kept.
    pub fn keep_week(&self, person: PersonId, past: &PastWeek) -> Result<(), Error> {
        let plan = serde_json::to_string(past).map_err(|_| Error::Content("past_week.plan"))?;
        self.0
            .prepare_cached(
                "INSERT INTO past_week (person, ended_ms, plan) VALUES (?1, ?2, ?3)
                 ON CONFLICT (person, ended_ms) DO UPDATE SET plan = excluded.plan",
            )?
            .execute((person.0, past.ended_ms, plan))?;
        Ok(())
    }

    /// Home weeks of this person that are over, the last one first.
    pub fn past_weeks(&self, person: PersonId) -> Result<Vec<PastWeek>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT plan FROM past_week WHERE person = ?1 ORDER BY ended_ms DESC",
        )?;
        let rows = statement.query_map([person.0], |row| row.get::<_, String>(0))?;
        rows.map(|plan| serde_json::from_str(&plan?).map_err(|_| Error::Content("past_week.plan")))
            .collect()
    }

    /// The language of the account that a person belongs to, its zone, and where the parts of its
    /// day begin.
    pub fn manner(&self, person: PersonId) -> Result<(Language, Option<Zone>, Borders), Error> {
        let found: (String, Option<String>, Option<Borders>) = self
            .0
            .prepare_cached(
                "SELECT coalesce(account.language, account.consent_language), account.zone,
                        account.morning_min, account.daytime_min, account.evening_min
                   FROM person JOIN account ON account.id = person.account
                  WHERE person.id = ?1",
            )?
            .query_row([person.0], |row| {
                let borders = Borders::new(row.get(2)?, row.get(3)?, row.get(4)?);
                Ok((row.get(0)?, row.get(1)?, borders))
            })?;
        let language = Language::new(&found.0).unwrap_or(Language::DEFAULT);
        let zone = found.1.as_deref().and_then(Zone::new);
        Ok((language, zone, found.2.unwrap_or(Borders::DEFAULT)))
    }

    /// The hours in which this person is not reminded.
    pub fn quiet(&self, person: PersonId) -> Result<Option<Quiet>, Error> {
        let (from, to): (Option<u16>, Option<u16>) = self
            .0
            .prepare_cached("SELECT quiet_from, quiet_to FROM person WHERE id = ?1")?
            .query_row([person.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let time = |minutes: Option<u16>| minutes.and_then(TimeOfDay::of_minutes);
        Ok(time(from).zip(time(to)).and_then(|(from, to)| Quiet::new(from, to)))
    }

    /// From now on this person is not reminded in these hours; without any, at every hour.
    pub fn set_quiet(&self, person: PersonId, quiet: Option<Quiet>) -> Result<(), Error> {
        let ends = quiet.map(|quiet| quiet.ends());
        let (from, to) = (ends.map(|ends| ends.0.minutes()), ends.map(|ends| ends.1.minutes()));
        self.0
            .prepare_cached("UPDATE person SET quiet_from = ?2, quiet_to = ?3 WHERE id = ?1")?
            .execute((person.0, from, to))?;
        Ok(())
    }
}

impl View<'_> {
    /// People behind `after` whose home week is running, in order, at most `limit`.
    pub fn weeks_after(&self, after: PersonId, limit: u32) -> Result<Vec<PersonId>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT person FROM home_week WHERE person > ?1 ORDER BY person LIMIT ?2",
        )?;
        let rows = statement.query_map((after.0, limit), |row| row.get(0).map(PersonId))?;
        rows.map(|row| Ok(row?)).collect()
    }
}
