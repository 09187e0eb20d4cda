//! Signed calls that were taken, and how long the queues have waited.

use super::{Error, Tx, View};
use crate::{metrics::Depths, seal::Mark};

impl Tx<'_> {
    /// Takes a call with this nonce, unless one with it was taken before. Those from before
    /// `old_ms` (ms UTC) are forgotten. Whether it was taken.
    pub fn take_call(&self, nonce: &Mark, at_ms: i64, old_ms: i64) -> Result<bool, Error> {
        self.0.prepare_cached("DELETE FROM call WHERE at_ms < ?1")?.execute([old_ms])?;
        let taken = self
            .0
            .prepare_cached(
                "INSERT INTO call (nonce, at_ms) VALUES (?1, ?2) ON CONFLICT (nonce) DO NOTHING",
            )?
            .execute((nonce.0, at_ms))?;
        Ok(taken == 1)
    }
}

impl View<'_> {
    /// How full the queues are, and since when the oldest of each has waited.
    pub fn depths(&self, now_ms: i64) -> Result<Depths, Error> {
        Ok(self.0.query_row(
            "SELECT (SELECT count(*) FROM inbox WHERE state = 0),
                    (SELECT ?1 - coalesce(min(at_ms), ?1) FROM inbox WHERE state = 0),
                    (SELECT count(*) FROM inbox WHERE state = 2),
                    (SELECT count(*) FROM outbox WHERE state = 0),
                    (SELECT ?1 - coalesce(min(at_ms), ?1) FROM outbox WHERE state = 0)",
            [now_ms],
            |row| {
                Ok(Depths {
                    inbox: row.get(0)?,
                    inbox_ms: row.get::<_, i64>(1)?.max(0),
                    dead: row.get(2)?,
                    outbox: row.get(3)?,
                    outbox_ms: row.get::<_, i64>(4)?.max(0),
                })
            },
        )?)
    }
}
