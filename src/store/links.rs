//! Link codes, who claims them, and the wrong ones that were tried.

use super::{Error, Tx};
use crate::{
    domain::{
        link::{self, LinkId},
        person::{AccountId, Language},
    },
    seal::Mark,
};
use rusqlite::{OptionalExtension, Row};

/// A code that was issued.
pub struct Offer {
    /// Its id.
    pub id: LinkId,
    /// The account that it leads to.
    pub account: AccountId,
    /// The chat that has to confirm.
    pub chat: i64,
    /// The language of that chat.
    pub language: Language,
    /// When it was issued, ms UTC.
    pub issued_ms: i64,
    /// When it runs out, ms UTC.
    pub expires_ms: i64,
    /// The speaker that said it, once one has.
    pub claimed_by: Option<Mark>,
}

/// Wrong tries in their windows.
#[derive(Clone, Copy)]
struct Guesses {
    /// Of one identity.
    by_identity: u32,
    /// Of everybody.
    over_all: u32,
}

/// What came of trying a code.
pub enum Tried {
    /// It was not even looked up: there were too many wrong ones.
    Locked,
    /// It is not the code of anybody. `locks`: the next one is not looked up any more.
    Wrong {
        /// Whether this was one too many.
        locks: bool,
    },
    /// It is the code of this offer.
    Right(Offer),
}

impl Tx<'_> {
    /// Writes an offer down in place of the account's previous one. Whether it was written: not
    /// when another account's code is the same by chance.
    pub fn offer(&self, offer: &Offer, code: &Mark) -> Result<bool, Error> {
        let new = self
            .0
            .prepare_cached(
                "INSERT INTO link (account, id, code, chat, language, issued_ms, expires_ms)
                 SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
                  WHERE NOT EXISTS (SELECT 1 FROM link WHERE code = ?3 AND account <> ?1)
                 ON CONFLICT (account) DO UPDATE
                 SET id = excluded.id, code = excluded.code, chat = excluded.chat,
                     language = excluded.language, issued_ms = excluded.issued_ms,
                     expires_ms = excluded.expires_ms, claimed_by = NULL",
            )?
            .execute((
                offer.account.0,
                offer.id.0,
                code.0,
                offer.chat,
                offer.language.code(),
                offer.issued_ms,
                offer.expires_ms,
            ))?;
        Ok(new == 1)
    }

    /// The account's offer, run out or not.
    pub fn offer_of(&self, account: AccountId) -> Result<Option<Offer>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT id, account, chat, language, issued_ms, expires_ms, claimed_by
                   FROM link WHERE account = ?1",
            )?
            .query_row([account.0], offered)
            .optional()?;
        Ok(found)
    }

    /// Tries a code within the limits; a wrong one is remembered.
    pub fn try_code(&self, peer: &Mark, code: &Mark, now_ms: i64) -> Result<Tried, Error> {
        let Guesses { by_identity, over_all } = self.guesses(
            peer,
            now_ms - link::TRIES_PER_IDENTITY_MS,
            now_ms - link::TRIES_OVER_ALL_MS,
        )?;
        if link::locked(by_identity, over_all).is_some() {
            return Ok(Tried::Locked);
        }
        let offer = self.offer_by_code(code, now_ms)?;
        match offer.filter(|offer| offer.claimed_by.is_none_or(|claimer| claimer == *peer)) {
            Some(offer) => Ok(Tried::Right(offer)),
            None => {
                self.save_guess(peer, now_ms)?;
                let locks = link::locked(by_identity + 1, over_all + 1).is_some();
                Ok(Tried::Wrong { locks })
            }
        }
    }

    /// The offer of this code, if it has not run out.
    fn offer_by_code(&self, code: &Mark, now_ms: i64) -> Result<Option<Offer>, Error> {
        let found = self
            .0
            .prepare_cached(
                "SELECT id, account, chat, language, issued_ms, expires_ms, claimed_by
                   FROM link WHERE code = ?1 AND expires_ms > ?2",
            )?
            .query_row((code.0, now_ms), offered)
            .optional()?;
        Ok(found)
    }

    /// A speaker said the right code.
    pub fn claim(&self, offer: LinkId, peer: &Mark) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE link SET claimed_by = ?2 WHERE id = ?1")?
            .execute((offer.0, peer.0))?;
        Ok(())
    }

    /// An offer is over; only when it was made is remembered, so that the next one has to wait.
    pub fn withdraw(&self, offer: LinkId) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "UPDATE link SET expires_ms = 0, chat = 0, claimed_by = NULL WHERE id = ?1",
            )?
            .execute([offer.0])?;
        Ok(())
    }

    /// Remembers a wrong try.
    fn save_guess(&self, peer: &Mark, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("INSERT INTO guess (peer, at_ms) VALUES (?1, ?2)")?
            .execute((peer.0, at_ms))?;
        Ok(())
    }

    /// Wrong tries since these instants (ms UTC).
    fn guesses(&self, peer: &Mark, identity_since: i64, all_since: i64) -> Result<Guesses, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT (SELECT count(*) FROM guess WHERE peer = ?1 AND at_ms > ?2),
                        (SELECT count(*) FROM guess WHERE at_ms > ?3)",
            )?
            .query_row((peer.0, identity_since, all_since), |row| {
                Ok(Guesses { by_identity: row.get(0)?, over_all: row.get(1)? })
            })?)
    }
}

/// Columns: id, account, chat, language, issued_ms, expires_ms, claimed_by.
fn offered(row: &Row<'_>) -> Result<Offer, rusqlite::Error> {
    let code: String = row.get(3)?;
    Ok(Offer {
        id: LinkId(row.get(0)?),
        account: AccountId(row.get(1)?),
        chat: row.get(2)?,
        language: Language::new(&code).unwrap_or(Language::DEFAULT),
        issued_ms: row.get(4)?,
        expires_ms: row.get(5)?,
        claimed_by: row.get::<_, Option<[u8; 32]>>(6)?.map(Mark),
    })
}
