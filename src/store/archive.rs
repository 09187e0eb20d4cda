//! Everything of one account at one moment.

use super::{Error, StoredReading, Tx, View, settings::settings};
use crate::{
    domain::{
        archive::{Archive, Archived, Entry},
        person::{AccountId, Language},
        privacy::Wanted,
        when::Zone,
    },
    seal::Mark,
};
use rusqlite::OptionalExtension;

/// One person's readings that are handed out at most: thirty years at twenty a day.
const READINGS_MAX: u32 = 220_000;

impl View<'_> {
    /// Everything of the account that this identity speaks for. Nothing when there is none, or it is going.
    pub fn archive(&self, peer: &Mark, now_ms: i64) -> Result<Option<Archive>, Error> {
        let moment = self.0.unchecked_transaction()?;
        Tx(&moment).archive(peer, now_ms)
    }
}

impl Tx<'_> {
    fn archive(&self, peer: &Mark, now_ms: i64) -> Result<Option<Archive>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT account.id, role = 'owner', created_ms, language, zone, chat, tidy, notices,
                        unit, tone, country, menu, morning_min, daytime_min, evening_min
                   FROM peer JOIN account ON account.id = peer.account
                  WHERE hash = ?1 AND erase_ms IS NULL",
            )?
            .query_row([peer.0], |row| {
                let language: Option<String> = row.get(3)?;
                let zone: Option<String> = row.get(4)?;
                let archive = Archive {
                    made_ms: now_ms,
                    owner: row.get(1)?,
                    since_ms: row.get(2)?,
                    language: language.as_deref().and_then(Language::new),
                    zone: zone.as_deref().and_then(Zone::new),
                    chat: row.get(5)?,
                    settings: settings(row, 8)?,
                    wanted: Wanted { tidy: row.get(6)?, notices: row.get(7)? },
                    consents: Vec::new(),
                    chats: Vec::new(),
                    speakers: Vec::new(),
                    people: Vec::new(),
                };
                Ok((AccountId(row.get(0)?), archive))
            })
            .optional()?;
        let Some((account, mut archive)) = found else { return Ok(None) };
        archive.consents = self.consents(account)?;
        archive.chats = self.chats(account)?;
        let speakers = self.speakers(account)?.into_iter();
        archive.speakers = speakers.map(|(_, since_ms, hushed)| (since_ms, hushed)).collect();
        for person in self.people(account)? {
            let readings = self.newest_readings(person.id, READINGS_MAX)?.into_iter().rev();
            let removed = self.all_laid_aside(person.id)?.into_iter();
            archive.people.push(Archived {
                name: person.name,
                profile: self.profile(person.id)?,
                target: self.target(person.id)?,
                readings: readings.map(entry).collect(),
                removed: removed.map(|(stored, at_ms)| (entry(stored), at_ms)).collect(),
                reminders: self.reminders(person.id)?,
                quiet: self.quiet(person.id)?,
                week: self.week(person.id)?.map(|running| running.week),
                past_weeks: self.past_weeks(person.id)?,
                leaving_ms: person.leaving_ms,
            });
        }
        Ok(Some(archive))
    }

    fn chats(&self, account: AccountId) -> Result<Vec<i64>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT at_ms FROM peer WHERE account = ?1 AND door = 'chat' ORDER BY at_ms",
        )?;
        let rows = statement.query_map([account.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn entry(stored: StoredReading) -> Entry {
    let StoredReading { reading, at_ms, zone, approximate, said_ms, extras, .. } = stored;
    Entry { reading, at_ms, zone, approximate, said_ms, extras }
}
