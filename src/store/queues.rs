//! The inbox and the outbox: what came and was not handled yet, what is to be delivered.

use super::{Error, Tx, View};
use crate::metrics::Queues;
use rusqlite::OptionalExtension;

/// An update as it came from the chat platform.
pub struct Received {
    /// The platform's number.
    pub update_id: i64,
    /// The chat it belongs to, as far as that can be seen.
    pub chat: Option<i64>,
    /// The update itself.
    pub raw: Vec<u8>,
}

/// A row that waits: its number and its chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The row.
    pub id: i64,
    /// The chat, or the row's own negative number when it has none.
    pub chat: i64,
}

/// An answer that is to be delivered.
pub struct Posted {
    /// The chat it goes to.
    pub chat: i64,
    /// The door's own form of it.
    pub body: String,
    /// How often it was tried.
    pub tries: u32,
}

impl Tx<'_> {
    /// Keeps an update; one that is here already changes nothing. `readable` says whether it can
    /// be handled at all. Whether it is news.
    pub fn receive(&self, update: &Received, readable: bool, at_ms: i64) -> Result<bool, Error> {
        let new = self
            .0
            .prepare_cached(
                "INSERT INTO inbox (update_id, chat, raw, state, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (update_id) DO NOTHING",
            )?
            .execute((
                update.update_id,
                update.chat.filter(|_| readable),
                readable.then_some(&update.raw),
                if readable { 0 } else { 2 },
                at_ms,
            ))?;
        Ok(new == 1)
    }

    /// An update was handled: nothing of it is kept but its number.
    pub fn finish(&self, id: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE inbox SET state = 1, chat = NULL, raw = NULL WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// Handling an update failed once more; how often by now.
    pub fn failed(&self, id: i64) -> Result<u32, Error> {
        Ok(self
            .0
            .prepare_cached("UPDATE inbox SET tries = tries + 1 WHERE id = ?1 RETURNING tries")?
            .query_row([id], |row| row.get(0))?)
    }

    /// An update is given up: a dead letter, without its content.
    pub fn give_up(&self, id: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE inbox SET state = 2, chat = NULL, raw = NULL WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// Puts an answer on its way.
    pub fn post(&self, chat: i64, body: &str, at_ms: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("INSERT INTO outbox (chat, body, at_ms) VALUES (?1, ?2, ?3)")?
            .execute((chat, body, at_ms))?;
        Ok(())
    }

    /// An answer was delivered.
    pub fn delivered(&self, id: i64) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM outbox WHERE id = ?1")?.execute([id])?;
        Ok(())
    }

    /// Delivering an answer failed once more.
    pub fn undelivered(&self, id: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE outbox SET tries = tries + 1 WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// An answer cannot be delivered, ever: what it said is not kept.
    pub fn undeliverable(&self, id: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("UPDATE outbox SET state = 2, chat = 0, body = '' WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }

    /// A chat will hear nothing any more: what waits for it goes.
    pub fn drop_posts(&self, chat: i64) -> Result<(), Error> {
        self.0
            .prepare_cached("DELETE FROM outbox WHERE chat = ?1 AND state = 0")?
            .execute([chat])?;
        Ok(())
    }
}

impl View<'_> {
    /// Updates behind row `after` that were not handled yet, oldest first.
    pub fn inbox_after(&self, after: i64, limit: u32) -> Result<Vec<Waiting>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, coalesce(chat, -id) FROM inbox
              WHERE state = 0 AND id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let rows = statement
            .query_map((after, limit), |row| Ok(Waiting { id: row.get(0)?, chat: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The content of an update that was not handled yet.
    pub fn update(&self, id: i64) -> Result<Option<Vec<u8>>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT raw FROM inbox WHERE id = ?1 AND state = 0")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    /// Answers behind row `after` that are to be delivered, oldest first.
    pub fn outbox_after(&self, after: i64, limit: u32) -> Result<Vec<Waiting>, Error> {
        let mut statement = self.0.prepare_cached(
            "SELECT id, chat FROM outbox WHERE state = 0 AND id > ?1 ORDER BY id LIMIT ?2",
        )?;
        let rows = statement
            .query_map((after, limit), |row| Ok(Waiting { id: row.get(0)?, chat: row.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The answer of a row, if it still is to be delivered.
    pub fn posted(&self, id: i64) -> Result<Option<Posted>, Error> {
        let found = self
            .0
            .prepare_cached("SELECT chat, body, tries FROM outbox WHERE id = ?1 AND state = 0")?
            .query_row([id], |row| {
                Ok(Posted { chat: row.get(0)?, body: row.get(1)?, tries: row.get(2)? })
            })
            .optional()?;
        Ok(found)
    }

    /// How full the queues are, and since when the oldest of each has waited.
    pub fn queues(&self) -> Result<Queues, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT (SELECT count(*) FROM inbox WHERE state = 0),
                        (SELECT min(at_ms) FROM inbox WHERE state = 0),
                        (SELECT count(*) FROM inbox WHERE state = 2),
                        (SELECT count(*) FROM outbox WHERE state = 0),
                        (SELECT min(at_ms) FROM outbox WHERE state = 0)",
            )?
            .query_row([], |row| {
                Ok(Queues {
                    inbox: row.get(0)?,
                    inbox_since_ms: row.get(1)?,
                    dead: row.get(2)?,
                    outbox: row.get(3)?,
                    outbox_since_ms: row.get(4)?,
                })
            })?)
    }

    /// Updates and answers that came since then (ms UTC) and were given up.
    pub fn given_up(&self, since_ms: i64) -> Result<u32, Error> {
        Ok(self
            .0
            .prepare_cached(
                "SELECT (SELECT count(*) FROM inbox WHERE state = 2 AND at_ms >= ?1)
                        + (SELECT count(*) FROM outbox WHERE state = 2 AND at_ms >= ?1)",
            )?
            .query_row([since_ms], |row| row.get(0))?)
    }
}
