//! Where conversations stand, and which messages were answered how.

use super::{Error, Tx};
use crate::{
    domain::{dialogue::Thread, reply::Reply},
    seal::Mark,
};
use rusqlite::OptionalExtension;

/// The shape of a stored thread; raised when an old one can no longer be read.
const VERSION: u32 = 1;

impl Tx<'_> {
    /// Where the conversation with this peer stands. A state that this build can no longer read
    /// means a fresh start: better to ask again than to be stuck.
    pub fn thread(&self, peer: &Mark) -> Result<Thread, Error> {
        let found: Option<(u32, String)> = self
            .0
            .prepare_cached("SELECT version, body FROM thread WHERE peer = ?1")?
            .query_row([peer.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(found
            .filter(|(version, _)| *version == VERSION)
            .and_then(|(_, body)| serde_json::from_str(&body).ok())
            .unwrap_or_default())
    }

    /// Remembers where the conversation stands.
    pub fn save_thread(&self, peer: &Mark, thread: &Thread) -> Result<(), Error> {
        let body = serde_json::to_string(thread).map_err(|_| Error::Content("thread.body"))?;
        self.0
            .prepare_cached(
                "INSERT INTO thread (peer, version, body, at_ms) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (peer) DO UPDATE
                 SET version = excluded.version, body = excluded.body, at_ms = excluded.at_ms",
            )?
            .execute((peer.0, VERSION, body, thread.at_ms))?;
        Ok(())
    }

    /// Forgets where the conversation stands.
    pub fn drop_thread(&self, peer: &Mark) -> Result<(), Error> {
        self.0.prepare_cached("DELETE FROM thread WHERE peer = ?1")?.execute([peer.0])?;
        Ok(())
    }

    /// The answer that this message got before.
    pub fn answered(&self, source: &Mark) -> Result<Option<Reply>, Error> {
        let found: Option<String> = self
            .0
            .prepare_cached("SELECT reply FROM turn WHERE source = ?1")?
            .query_row([source.0], |row| row.get(0))
            .optional()?;
        found
            .map(|body| serde_json::from_str(&body).map_err(|_| Error::Content("turn.reply")))
            .transpose()
    }

    /// Remembers what this message was answered, and whose it was unless nobody is there any more.
    pub fn save_answer(
        &self,
        source: &Mark,
        peer: Option<&Mark>,
        reply: &Reply,
        at_ms: i64,
    ) -> Result<(), Error> {
        let body = serde_json::to_string(reply).map_err(|_| Error::Content("turn.reply"))?;
        self.0
            .prepare_cached(
                "INSERT INTO turn (source, peer, reply, at_ms) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((source.0, peer.map(|peer| peer.0), body, at_ms))?;
        Ok(())
    }

    /// Forgets what has served its time: answers and finished updates from before `turns_before`;
    /// answers that could not be delivered; tries, run-out codes and conversations of people who
    /// never agreed from before `day_ago`. Both ms UTC. How many rows they were.
    pub fn prune(&self, turns_before: i64, day_ago: i64) -> Result<u32, Error> {
        let mut gone =
            self.0.prepare_cached("DELETE FROM turn WHERE at_ms < ?1")?.execute([turns_before])?;
        gone += self
            .0
            .prepare_cached("DELETE FROM inbox WHERE state <> 0 AND at_ms < ?1")?
            .execute([turns_before])?;
        gone += self
            .0
            .prepare_cached("DELETE FROM outbox WHERE state <> 0 AND at_ms < ?1")?
            .execute([turns_before])?;
        gone += self.0.prepare_cached("DELETE FROM guess WHERE at_ms < ?1")?.execute([day_ago])?;
        gone += self
            .0
            .prepare_cached("DELETE FROM link WHERE expires_ms < ?1 AND issued_ms < ?1")?
            .execute([day_ago])?;
        gone += self
            .0
            .prepare_cached(
                "DELETE FROM thread WHERE at_ms < ?1 AND peer NOT IN (SELECT hash FROM peer)",
            )?
            .execute([day_ago])?;
        Ok(gone as u32)
    }
}
