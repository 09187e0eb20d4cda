//! Accounts, the people they hold, and the identities that speak for them.

use super::{Error, Tx, View, settings::settings};
use crate::{
    domain::{
        person::{Account, AccountId, Door, Language, PersonId},
        privacy::{Agreement, Wanted},
        when::Zone,
    },
    seal::Mark,
};
use rusqlite::OptionalExtension;

/// What is written down when somebody agrees.
pub struct Enrolment<'a> {
    /// Whether it is the owner of this installation.
    pub owner: bool,
    /// The version of the consent text that was agreed to.
    pub consent_version: &'a str,
    /// The language in which it was shown.
    pub consent_language: Language,
    /// The language that was chosen, if one was.
    pub language: Option<Language>,
    /// The door it was shown at.
    pub door: Door,
    /// The zone, if the door knows it.
    pub zone: Option<&'a Zone>,
    /// The owner's chat, so that alarms can reach it.
    pub chat: Option<i64>,
    /// When, ms UTC.
    pub at_ms: i64,
}

impl Enrolment<'_> {
    fn agreement(&self) -> Agreement {
        Agreement {
            at_ms: self.at_ms,
            given: true,
            version: self.consent_version.to_owned(),
            language: self.consent_language,
            door: self.door,
        }
    }
}

pub(super) fn door_name(door: Door) -> &'static str {
    match door {
        Door::Chat => "chat",
        Door::Voice => "voice",
    }
}

impl Tx<'_> {
    /// The account that this identity speaks for. `consent_version` is the text in force.
    pub fn account(&self, peer: &Mark, consent_version: &str) -> Result<Option<Account>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT account.id, account.consent_version, account.language, account.zone,
                        peer.write_only,
                        (SELECT count(*) FROM peer AS other
                          WHERE other.account = account.id AND other.door = 'voice'),
                        (SELECT count(*) FROM peer AS other
                          WHERE other.account = account.id AND other.door = 'chat'),
                        account.unit, account.tone, account.country, account.menu,
                        account.morning_min, account.daytime_min, account.evening_min,
                        account.role = 'owner', account.withdrawn_ms, account.erase_ms,
                        account.tidy, account.notices
                   FROM peer JOIN account ON account.id = peer.account
                  WHERE peer.hash = ?1",
            )?
            .query_row([peer.0], |row| {
                let version: String = row.get(1)?;
                let spoken: Option<String> = row.get(2)?;
                let zone: Option<String> = row.get(3)?;
                let withdrawn_ms: Option<i64> = row.get(15)?;
                Ok(Account {
                    id: AccountId(row.get(0)?),
                    person: PersonId(0),
                    people: Vec::new(),
                    write_only: row.get(4)?,
                    consented: version == consent_version && withdrawn_ms.is_none(),
                    owner: row.get(14)?,
                    withdrawn: withdrawn_ms.is_some(),
                    leaving_ms: row.get(16)?,
                    wanted: Wanted { tidy: row.get(17)?, notices: row.get(18)? },
                    language: spoken.as_deref().and_then(Language::new),
                    zone: zone.as_deref().and_then(Zone::new),
                    speakers: row.get(5)?,
                    chats: row.get(6)?,
                    settings: settings(row, 7)?,
                })
            })
            .optional()?;
        let Some(account) = found else { return Ok(None) };
        let people = self.people(account.id)?;
        let Some(holder) = people.first() else { return Err(Error::Content("person")) };
        Ok(Some(Account { person: holder.id, people, ..account }))
    }

    /// Where this account can be written to, if it has asked for it.
    pub fn chat_of(&self, account: AccountId) -> Result<Option<i64>, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT chat FROM account WHERE id = ?1")?
            .query_row([account.0], |row| row.get(0))?)
    }

    /// Begins an account with one person in it, for this identity.
    pub fn enrol(&self, peer: &Mark, enrolment: &Enrolment<'_>) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO account (role, created_ms, consent_version, consent_language,
                                      consent_door, consent_ms, language, zone, chat)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?2, ?6, ?7, ?8)",
            )?
            .execute((
                if enrolment.owner { "owner" } else { "guest" },
                enrolment.at_ms,
                enrolment.consent_version,
                enrolment.consent_language.code(),
                door_name(enrolment.door),
                enrolment.language.as_ref().map(Language::code),
                enrolment.zone.map(Zone::name),
                enrolment.chat,
            ))?;
        let account = AccountId(self.0.last_insert_rowid());
        self.0.prepare_cached("INSERT INTO person (account) VALUES (?1)")?.execute([account.0])?;
        self.0
            .prepare_cached("INSERT INTO audit_name (name, account) VALUES (randomblob(32), ?1)")?
            .execute([account.0])?;
        self.note_consent(account, &enrolment.agreement())?;
        self.join(peer, account, enrolment.door, enrolment.at_ms)
    }

    /// Somebody agreed to a newer text.
    pub fn consent_again(
        &self,
        account: AccountId,
        enrolment: &Enrolment<'_>,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE account SET consent_version = ?2, consent_language = ?3,
                                    consent_door = ?4, consent_ms = ?5, withdrawn_ms = NULL
                  WHERE id = ?1",
            )?
            .execute((
                account.0,
                enrolment.consent_version,
                enrolment.consent_language.code(),
                door_name(enrolment.door),
                enrolment.at_ms,
            ))?;
        self.note_consent(account, &enrolment.agreement())
    }

    /// From now on this identity speaks for this account.
    pub fn join(
        &self,
        peer: &Mark,
        account: AccountId,
        door: Door,
        at_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO peer (hash, door, account, at_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (hash) DO UPDATE SET account = excluded.account, at_ms = excluded.at_ms",
            )?
            .execute((peer.0, door_name(door), account.0, at_ms))?;
        Ok(())
    }

    /// This identity speaks for nobody any more. Says whether it did before.
    pub fn part(&self, peer: &Mark) -> Result<bool, Error> {
        let gone = self.0.prepare_cached("DELETE FROM peer WHERE hash = ?1")?.execute([peer.0])?;
        Ok(gone == 1)
    }

    /// All speakers of this account part from it; how many they were.
    pub fn part_speakers(&self, account: AccountId) -> Result<u32, Error> {
        let gone = self
            .0
            .prepare_cached("DELETE FROM peer WHERE account = ?1 AND door = 'voice'")?
            .execute([account.0])?;
        Ok(gone as u32)
    }

    /// What was said with these speakers goes before they part: afterwards nobody could tell any
    /// more with whose diary it has to be erased. Nothing said which: all of this account.
    pub fn forget_talks(&self, account: AccountId, only: Option<&Mark>) -> Result<(), Error> {
        let only = only.map(|peer| peer.0);
        self.0
            .prepare_cached(
                "DELETE FROM turn
                  WHERE peer IN (SELECT hash FROM peer
                                  WHERE account = ?1 AND door = 'voice' AND hash = coalesce(?2, hash))",
            )?
            .execute((account.0, only))?;
        self.0
            .prepare_cached(
                "DELETE FROM thread
                  WHERE peer IN (SELECT hash FROM peer
                                  WHERE account = ?1 AND door = 'voice' AND hash = coalesce(?2, hash))",
            )?
            .execute((account.0, only))?;
        Ok(())
    }

    /// All identities of one account speak for another one from now on.
    pub fn move_peers(&self, from: AccountId, to: AccountId) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE peer SET account = ?2 WHERE account = ?1")?
            .execute((from.0, to.0))?;
        Ok(())
    }

    /// Removes an account and everything that still hangs on it.
    pub fn drop_account(&self, account: AccountId) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM account WHERE id = ?1")?.execute([account.0])?;
        Ok(())
    }

    /// Whether this installation has an owner.
    pub fn has_owner(&self) -> Result<bool, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM account WHERE role = 'owner')")?
            .query_row([], |row| row.get(0))?)
    }

    /// Makes an account the owner's; there is at most one.
    pub fn become_owner(&self, account: AccountId, chat: Option<i64>) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET role = 'owner', chat = ?2 WHERE id = ?1")?
            .execute((account.0, chat))?;
        Ok(())
    }

    /// Where the owner can be told something, and in which language.
    pub fn owner_chat(&self) -> Result<Option<(i64, Language)>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT chat, coalesce(language, consent_language) FROM account
                  WHERE role = 'owner' AND chat IS NOT NULL
                    AND withdrawn_ms IS NULL AND erase_ms IS NULL",
            )?
            .query_row([], |row| {
                let code: String = row.get(1)?;
                Ok((row.get(0)?, Language::new(&code).unwrap_or(Language::DEFAULT)))
            })
            .optional()?;
        Ok(found)
    }

    /// The language in which this account wants to be spoken to.
    pub fn set_language(&self, account: AccountId, language: Language) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET language = ?2 WHERE id = ?1")?
            .execute((account.0, language.code()))?;
        Ok(())
    }

    /// The zone of this account, when none is known yet.
    pub fn learn_zone(&self, account: AccountId, zone: &Zone) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET zone = ?2 WHERE id = ?1 AND zone IS NULL")?
            .execute((account.0, zone.name()))?;
        Ok(())
    }

    /// Where this account wants to be written to.
    pub fn keep_chat(&self, account: AccountId, chat: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE account SET chat = ?2 WHERE id = ?1")?
            .execute((account.0, chat))?;
        Ok(())
    }

    /// Where this account wants to be written to, when it wants that and nobody knows where: it
    /// has asked for it at a speaker, or has one, which may have something to ask, or wants
    /// messages about the service.
    pub fn learn_chat(&self, account: AccountId, chat: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE account SET chat = ?2
                  WHERE id = ?1 AND chat IS NULL
                    AND (notices = 1
                         OR EXISTS (SELECT 1 FROM reminder
                                   JOIN person ON person.id = reminder.person
                                  WHERE person.account = ?1 AND reminder.active = 1)
                         OR EXISTS (SELECT 1 FROM peer WHERE account = ?1 AND door = 'voice'))",
            )?
            .execute((account.0, chat))?;
        Ok(())
    }

    /// Where this account can be written to is forgotten, unless it is the owner, still wants to
    /// be reminded or told about the service, has a speaker, or is going and will be told so.
    pub fn forget_chat(&self, account: AccountId) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE account SET chat = NULL
                  WHERE id = ?1 AND role = 'guest' AND notices = 0 AND account.erase_ms IS NULL
                    AND NOT EXISTS (SELECT 1 FROM reminder
                                      JOIN person ON person.id = reminder.person
                                     WHERE person.account = ?1 AND reminder.active = 1)
                    AND NOT EXISTS (SELECT 1 FROM person
                                     WHERE account = ?1 AND person.erase_ms IS NOT NULL)
                    AND NOT EXISTS (SELECT 1 FROM peer WHERE account = ?1 AND door = 'voice')",
            )?
            .execute([account.0])?;
        Ok(())
    }

    /// Adds one to a plain count.
    pub fn count(&self, name: &str) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO counter (name, value) VALUES (?1, 1)
                 ON CONFLICT (name) DO UPDATE SET value = value + 1",
            )?
            .execute([name])?;
        Ok(())
    }

    /// From now on this chat is left alone; says whether that is news. `why` is `group` or
    /// `blocked`.
    pub fn close_chat(&self, chat: &Mark, why: &str, at_ms: i64) -> Result<bool, Error> {
        let new = self
            .0
            .prepare_cached(
                "INSERT INTO closed_chat (hash, why, at_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?
            .execute((chat.0, why, at_ms))?;
        Ok(new == 1)
    }

    /// Whether this chat is left alone.
    pub fn chat_closed(&self, chat: &Mark) -> Result<bool, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM closed_chat WHERE hash = ?1)")?
            .query_row([chat.0], |row| row.get(0))?)
    }

    /// This chat has spoken to us again.
    pub fn reopen_chat(&self, chat: &Mark) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM closed_chat WHERE hash = ?1")?.execute([chat.0])?;
        Ok(())
    }
}

impl View<'_> {
    /// A plain count; zero when nothing was counted.
    pub fn counted(&self, name: &str) -> Result<i64, Error> {
        let found = self
            .0
            .prepare_cached("SELECT value FROM counter WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or(0))
    }
}
