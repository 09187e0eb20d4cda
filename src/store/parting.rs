//! The end of one person's diary, while the account stays.

use super::{Error, Tx};
use crate::{
    domain::{
        dialogue::{self, State, Thread},
        person::{AccountId, Language, Name, PersonId},
        reply::Reply,
    },
    seal::Mark,
};

/// A person whose time has come, and where that is told.
pub struct Parted {
    /// Whose diary.
    pub person: PersonId,
    /// What they are called.
    pub name: Option<Name>,
    /// The account.
    pub account: AccountId,
    /// The chat, if there is one.
    pub chat: Option<i64>,
    /// The language to use there.
    pub language: Language,
}

impl Tx<'_> {
    /// This person's diary goes at this time (ms UTC), or stays after all. Never the holder's.
    pub fn plan_parting(
        &self,
        account: AccountId,
        person: PersonId,
        at_ms: Option<i64>,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE person SET erase_ms = ?3
                  WHERE id = ?2 AND account = ?1 AND name IS NOT NULL",
            )?
            .execute((account.0, person.0, at_ms))?;
        Ok(())
    }

    /// People whose time has come by now (ms UTC), at most so many.
    pub fn parted(&self, now_ms: i64, limit: u32) -> Result<Vec<Parted>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT person.id, person.name, account.id, account.chat,
                    coalesce(account.language, account.consent_language)
               FROM person JOIN account ON account.id = person.account
              WHERE person.erase_ms <= ?1 AND person.name IS NOT NULL
              ORDER BY person.erase_ms LIMIT ?2",
        )?;
        let rows = statement.query_map((now_ms, limit), |row| {
            let (name, code): (Option<String>, String) = (row.get(1)?, row.get(4)?);
            Ok(Parted {
                person: PersonId(row.get(0)?),
                name: name.as_deref().and_then(Name::new),
                account: AccountId(row.get(2)?),
                chat: row.get(3)?,
                language: Language::new(&code).unwrap_or(Language::DEFAULT),
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// This person goes, with everything that hangs on them, and nothing of theirs stays in the
    /// conversations of the account: what waited there for them, and the answers that are kept so
    /// that no message is answered twice, which say from now on that the question is over.
    pub fn erase_person(&self, account: AccountId, person: PersonId) -> Result<(), Error> {
        for peer in self.peers(account)? {
            let thread = self.thread(&peer)?;
            if dialogue::mentions(&thread, person) {
                let (state, below) = (State::Idle, Vec::new());
                self.save_thread(&peer, &Thread { state, below, ..thread })?;
            }
        }
        let over =
            serde_json::to_string(&Reply::Stale).map_err(|_| Error::Content("turn.reply"))?;
        self.0
            .prepare_cached(
                "UPDATE turn SET reply = ?2 WHERE peer IN (SELECT hash FROM peer WHERE account = ?1)",
            )?
            .execute((account.0, over))?;
        self.0
            .prepare_cached(
                "DELETE FROM person WHERE id = ?2 AND account = ?1 AND name IS NOT NULL",
            )?
            .execute((account.0, person.0))?;
        Ok(())
    }

    fn peers(&self, account: AccountId) -> Result<Vec<Mark>, Error> {
        let mut statement =
            self.0.prepare_cached("SELECT hash FROM peer WHERE account = ?1 ORDER BY hash")?;
        let rows = statement.query_map([account.0], |row| Ok(Mark(row.get(0)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
