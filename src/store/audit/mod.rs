//! The audit chain: each entry carries an HMAC over itself and the entry before it. How it is made
//! and what can be found with it stands in `docs/audit.md`.

mod verify;

pub use verify::{Broken, Fault, Verified};

use super::{Error, Tx};
use crate::{
    domain::{
        audit::{Action, Line, Via},
        person::{AccountId, PersonId},
    },
    seal::{Mark, Seal},
};
use rusqlite::{Connection, OptionalExtension, Row};

/// Whoever was turned away is counted by this, ms.
const MINUTE_MS: i64 = 60 * 1000;

/// What is written down; hashes only.
pub struct Entry {
    /// When, ms UTC.
    pub at_ms: i64,
    /// What.
    pub action: Action,
    /// Which way.
    pub via: Via,
    /// Who; nothing for the program itself and for people without an account.
    pub who: Option<Mark>,
    /// Whose data.
    pub account: Option<Mark>,
    /// Which reading, person or invitation.
    pub subject: Option<Mark>,
    /// How often, or with how many.
    pub count: u32,
}

/// A head of the chain that was known elsewhere: the number of an entry and its HMAC.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The entry.
    pub seq: i64,
    /// Its HMAC.
    pub mac: Mark,
}

/// Where a chain begins that was pruned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The last entry that went.
    pub seq: i64,
    /// When it was pruned, ms UTC.
    pub at_ms: i64,
}

/// An entry as it is stored.
struct Stored {
    seq: i64,
    at_ms: i64,
    action: String,
    via: String,
    who: Option<Vec<u8>>,
    account: Option<Vec<u8>>,
    subject: Option<Vec<u8>>,
    count: i64,
    mac: Vec<u8>,
}

impl Stored {
    fn of(row: &Row<'_>) -> Result<Stored, rusqlite::Error> {
        Ok(Stored {
            seq: row.get(0)?,
            at_ms: row.get(1)?,
            action: row.get(2)?,
            via: row.get(3)?,
            who: row.get(4)?,
            account: row.get(5)?,
            subject: row.get(6)?,
            count: row.get(7)?,
            mac: row.get(8)?,
        })
    }

    /// Over everything in it, in the order of the columns, and the entry before it.
    fn mac(&self, seal: &Seal, before: &Mark) -> Mark {
        // A hash that is not there is told apart from one by its flag.
        let flag = |hash: &Option<Vec<u8>>| [u8::from(hash.is_some())];
        let bytes = |hash: &Option<Vec<u8>>| hash.clone().unwrap_or_default();
        seal.audit(
            "entry",
            &[
                &self.seq.to_le_bytes(),
                &self.at_ms.to_le_bytes(),
                self.action.as_bytes(),
                self.via.as_bytes(),
                &flag(&self.who),
                &bytes(&self.who),
                &flag(&self.account),
                &bytes(&self.account),
                &flag(&self.subject),
                &bytes(&self.subject),
                &self.count.to_le_bytes(),
                &before.0,
            ],
        )
    }
}

/// What the first entry of all goes on from.
fn beginning(seal: &Seal) -> Anchor {
    Anchor { seq: 0, mac: seal.audit("beginning", &[]) }
}

fn seal_of_base(seal: &Seal, base: &Base, mac: &[u8]) -> Mark {
    seal.audit("base", &[&base.seq.to_le_bytes(), &base.at_ms.to_le_bytes(), mac])
}

/// Where the chain begins; nothing when the signature of that place is wrong.
fn base(connection: &Connection, seal: &Seal) -> Result<Option<(Anchor, Option<Base>)>, Error> {
    let found = connection
        .prepare_cached("SELECT seq, at_ms, mac, seal FROM audit_base")?
        .query_row([], |row| {
            let base = Base { seq: row.get(0)?, at_ms: row.get(1)? };
            Ok((base, row.get::<_, Vec<u8>>(2)?, row.get::<_, Vec<u8>>(3)?))
        })
        .optional()?;
    let Some((base, mac, signature)) = found else {
        return Ok(Some((beginning(seal), None)));
    };
    let signed = seal_of_base(seal, &base, &mac).0.as_slice() == signature;
    let mac = <[u8; 32]>::try_from(mac).ok().filter(|_| signed);
    Ok(mac.map(|mac| (Anchor { seq: base.seq, mac: Mark(mac) }, Some(base))))
}

/// The last entry as it is stored, or where the chain begins.
fn head(connection: &Connection, seal: &Seal) -> Result<Anchor, Error> {
    let found = connection
        .prepare_cached("SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok(Anchor { seq: row.get(0)?, mac: Mark(row.get(1)?) }))
        .optional()?;
    match found {
        Some(head) => Ok(head),
        None => {
            base(connection, seal)?.map(|(base, _)| base).ok_or(Error::Content("audit_base.seal"))
        }
    }
}

impl Tx<'_> {
    /// Adds an entry to the chain; what it speaks of is done in the same transaction.
    pub fn append_audit(&self, seal: &Seal, entry: &Entry) -> Result<(), Error> {
        let before = head(self.0, seal)?;
        let bytes = |mark: Option<Mark>| mark.map(|mark| mark.0.to_vec());
        let stored = Stored {
            seq: before.seq + 1,
            at_ms: entry.at_ms,
            action: entry.action.name().to_owned(),
            via: entry.via.name().to_owned(),
            who: bytes(entry.who),
            account: bytes(entry.account),
            subject: bytes(entry.subject),
            count: entry.count.max(1).into(),
            mac: Vec::new(),
        };
        let mac = stored.mac(seal, &before.mac);
        let Stored { seq, at_ms, action, via, who, account, subject, count, .. } = stored;
        self.0
            .prepare_cached(
                "INSERT INTO audit (seq, at_ms, action, via, who, account, subject, count, mac)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute((seq, at_ms, action, via, who, account, subject, count, mac.0))?;
        Ok(())
    }

    /// What this account is called in the chain; one of its names when accounts became one.
    pub fn audit_name(&self, account: AccountId) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT name FROM audit_name WHERE account = ?1 LIMIT 1")?
            .query_row([account.0], |row| row.get(0))
            .optional()?)
    }

    /// The account that holds this person's diary.
    pub fn account_of(&self, person: PersonId) -> Result<Option<AccountId>, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT account FROM person WHERE id = ?1")?
            .query_row([person.0], |row| row.get(0).map(AccountId))
            .optional()?)
    }

    /// Everything that this account is or was called in the chain.
    pub fn audit_names(&self, account: AccountId) -> Result<Vec<Vec<u8>>, Error> {
        let mut statement =
            self.0.prepare_cached("SELECT name FROM audit_name WHERE account = ?1")?;
        let rows = statement.query_map([account.0], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What was written down about one account goes on under the other.
    pub fn move_audit_names(&self, from: AccountId, to: AccountId) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE audit_name SET account = ?2 WHERE account = ?1")?
            .execute((from.0, to.0))?;
        Ok(())
    }

    /// Entries about this account (its hash) before `before`, the newest first, with their numbers.
    pub fn journal(
        &self,
        account: &Mark,
        before: i64,
        limit: usize,
    ) -> Result<Vec<(i64, Line)>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT seq, at_ms, action, via, count FROM audit
              WHERE account = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        )?;
        let rows = statement.query_map((account.0, before, limit as i64), |row| {
            let (action, via): (String, String) = (row.get(2)?, row.get(3)?);
            let known = Action::of_name(&action).zip(Via::of_name(&via));
            Ok((row.get(0)?, row.get(1)?, known, row.get(4)?))
        })?;
        let mut lines = Vec::new();
        for row in rows {
            let (seq, at_ms, known, count) = row?;
            let (action, via) = known.ok_or(Error::Content("audit.action"))?;
            lines.push((seq, Line { at_ms, action, via, count }));
        }
        Ok(lines)
    }

    /// Somebody was turned away, so often; how often in one minute is one entry.
    pub fn count_refused(&self, action: Action, at_ms: i64, count: u32) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO audit_refused (action, minute_ms, count) VALUES (?1, ?2, ?3)
                 ON CONFLICT (action, minute_ms) DO UPDATE SET count = count + excluded.count",
            )?
            .execute((action.name(), at_ms - at_ms.rem_euclid(MINUTE_MS), count))?;
        Ok(())
    }

    /// Writes down who was turned away in minutes that are over by now (ms UTC).
    pub fn append_refused(&self, seal: &Seal, now_ms: i64) -> Result<(), Error> {
        let minute_ms = now_ms - now_ms.rem_euclid(MINUTE_MS);
        let mut statement = self.0.prepare_cached(
            "SELECT action, minute_ms, count FROM audit_refused
              WHERE minute_ms < ?1 ORDER BY minute_ms, action",
        )?;
        let rows = statement.query_map([minute_ms], |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
        })?;
        for row in rows.collect::<Result<Vec<_>, _>>()? {
            let (name, at_ms, count) = row;
            let action = Action::of_name(&name).ok_or(Error::Content("audit_refused.action"))?;
            let (via, who, account, subject) = (Via::Service, None, None, None);
            let entry = Entry { at_ms, action, via, who, account, subject, count };
            self.append_audit(seal, &entry)?;
        }
        self.0
            .prepare_cached("DELETE FROM audit_refused WHERE minute_ms < ?1")?
            .execute([minute_ms])?;
        Ok(())
    }

    /// Lets entries go from before this (ms UTC), the oldest first and none behind one that stays;
    /// what remains can be verified as before. How many went.
    pub fn prune_audit(&self, seal: &Seal, before_ms: i64, now_ms: i64) -> Result<u32, Error> {
        let stays: Option<i64> = self
            .0
            .prepare_cached("SELECT seq FROM audit WHERE at_ms >= ?1 ORDER BY seq LIMIT 1")?
            .query_row([before_ms], |row| row.get(0))
            .optional()?;
        let last = self
            .0
            .prepare_cached("SELECT seq, mac FROM audit WHERE seq < ?1 ORDER BY seq DESC LIMIT 1")?
            .query_row([stays.unwrap_or(i64::MAX)], |row| {
                Ok(Anchor { seq: row.get(0)?, mac: Mark(row.get(1)?) })
            })
            .optional()?;
        let Some(last) = last else { return Ok(0) };
        // A chain whose beginning is not what was written is left as it is, to be looked at.
        let Some(_) = base(self.0, seal)? else { return Ok(0) };
        let base = Base { seq: last.seq, at_ms: now_ms };
        let signature = seal_of_base(seal, &base, &last.mac.0);
        self.0
            .prepare_cached(
                "INSERT INTO audit_base (id, seq, at_ms, mac, seal) VALUES (1, ?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at_ms = excluded.at_ms,
                                                mac = excluded.mac, seal = excluded.seal",
            )?
            .execute((base.seq, base.at_ms, last.mac.0, signature.0))?;
        let gone =
            self.0.prepare_cached("DELETE FROM audit WHERE seq <= ?1")?.execute([last.seq])?;
        Ok(gone as u32)
    }

    /// When the head of the chain was last sent to the owner's chat, ms UTC; it is now.
    pub fn audit_head_told(&self, now_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO counter (name, value) VALUES ('audit head told', ?1)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute([now_ms])?;
        Ok(())
    }
}
