//! PINs: their hashes, the tries, and which chats they were given in.

use super::{Error, Tx, View};
use crate::{
    domain::{
        dialogue::Thread,
        person::{AccountId, Language},
        reply::Reply,
    },
    seal::Mark,
};
use rusqlite::OptionalExtension;

/// The PIN of an account, as one of its identities sees it.
pub struct Pin {
    /// Whose it is.
    pub account: AccountId,
    /// Which of its PINs.
    pub id: i64,
    /// Its hash.
    pub hash: String,
    /// Until when no try is taken, ms UTC.
    pub locked_ms: Option<i64>,
    /// When it goes because it was forgotten, ms UTC.
    pub forget_ms: Option<i64>,
    /// Until when it is not asked for here, ms UTC.
    pub open_ms: Option<i64>,
}

impl Tx<'_> {
    /// The PIN of the account that this identity speaks for.
    pub fn pin(&self, peer: &Mark) -> Result<Option<Pin>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT pin.account, pin.id, pin.hash, pin.locked_ms, pin.forget_ms, peer.open_ms
                   FROM peer JOIN pin ON pin.account = peer.account
                  WHERE peer.hash = ?1",
            )?
            .query_row([peer.0], |row| {
                Ok(Pin {
                    account: AccountId(row.get(0)?),
                    id: row.get(1)?,
                    hash: row.get(2)?,
                    locked_ms: row.get(3)?,
                    forget_ms: row.get(4)?,
                    open_ms: row.get(5)?,
                })
            })
            .optional()?;
        Ok(found)
    }

    /// From now on this is the PIN of the account; whether there was another one.
    pub fn keep_pin(&self, account: AccountId, id: i64, hash: &str) -> Result<bool, Error> {
        let there = self
            .0
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM pin WHERE account = ?1)")?
            .query_row([account.0], |row| row.get(0))?;
        self.0
            .prepare_cached(
                "INSERT INTO pin (account, id, hash) VALUES (?1, ?2, ?3)
                 ON CONFLICT (account) DO UPDATE SET id = excluded.id, hash = excluded.hash,
                     wrong = 0, locked_ms = NULL, forget_ms = NULL, chat = NULL",
            )?
            .execute((account.0, id, hash))?;
        Ok(there)
    }

    /// From now on the account has none.
    pub fn drop_pin(&self, account: AccountId) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM pin WHERE account = ?1")?.execute([account.0])?;
        Ok(())
    }

    /// One more wrong try; how many in a row by now.
    pub fn wrong_pin(&self, account: AccountId) -> Result<u32, Error> {
        Ok(self
            .0
            .prepare_cached("UPDATE pin SET wrong = wrong + 1 WHERE account = ?1 RETURNING wrong")?
            .query_row([account.0], |row| row.get(0))?)
    }

    /// No try is taken until then (ms UTC); after that they are counted anew.
    pub fn lock_pin(&self, account: AccountId, until_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE pin SET wrong = 0, locked_ms = ?2 WHERE account = ?1")?
            .execute((account.0, until_ms))?;
        Ok(())
    }

    /// It was given: wrong tries are forgiven, and it is not forgotten.
    pub fn pin_given(&self, account: AccountId) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE pin SET wrong = 0, locked_ms = NULL, forget_ms = NULL, chat = NULL
                  WHERE account = ?1",
            )?
            .execute([account.0])?;
        Ok(())
    }

    /// Until then (ms UTC) it is not asked for here; nothing: it is from now on.
    pub fn open_for(&self, peer: &Mark, until_ms: Option<i64>) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE peer SET open_ms = ?2 WHERE hash = ?1")?
            .execute((peer.0, until_ms))?;
        Ok(())
    }

    /// It goes then (ms UTC), which is told in this chat; or it stays after all.
    pub fn forget_pin(&self, account: AccountId, when: Option<(i64, i64)>) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE pin SET forget_ms = ?2, chat = ?3 WHERE account = ?1")?
            .execute((account.0, when.map(|when| when.0), when.map(|when| when.1)))?;
        Ok(())
    }

    /// One account whose forgotten PIN goes by now (ms UTC), its chat and the language there.
    pub fn forgotten_pin(
        &self,
        now_ms: i64,
    ) -> Result<Option<(AccountId, Option<i64>, Language)>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT pin.account, pin.chat, coalesce(account.language, consent_language)
                   FROM pin JOIN account ON account.id = pin.account
                  WHERE pin.forget_ms <= ?1 ORDER BY pin.forget_ms LIMIT 1",
            )?
            .query_row([now_ms], |row| {
                let code: String = row.get(2)?;
                let language = Language::new(&code).unwrap_or(Language::DEFAULT);
                Ok((AccountId(row.get(0)?), row.get(1)?, language))
            })
            .optional()?;
        Ok(found)
    }

    /// Keeps an answer back until the PIN is there; one that waits already gives way.
    pub fn keep_back(&self, account: AccountId, reply: Option<&Reply>) -> Result<(), Error> {
        let body = reply.map(serde_json::to_string).transpose();
        let body = body.map_err(|_| Error::Content("pin.kept_back"))?;
        self.0
            .prepare_cached("UPDATE pin SET kept_back = ?2 WHERE account = ?1")?
            .execute((account.0, body))?;
        Ok(())
    }

    /// What is kept back.
    pub fn kept_back(&self, account: AccountId) -> Result<Option<Reply>, Error> {
        let found: Option<Option<String>> = self
            .0
            .prepare_cached("SELECT kept_back FROM pin WHERE account = ?1")?
            .query_row([account.0], |row| row.get(0))
            .optional()?;
        let body = found.flatten();
        body.map(|body| serde_json::from_str(&body).map_err(|_| Error::Content("pin.kept_back")))
            .transpose()
    }
}

impl View<'_> {
    /// Where the conversation with this identity stands, and the PIN of its account.
    pub fn pin_asked(&self, peer: &Mark) -> Result<(Thread, Option<Pin>), Error> {
        let tx = Tx(self.0);
        Ok((tx.thread(peer)?, tx.pin(peer)?))
    }
}
