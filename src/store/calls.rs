//! Signed calls that were taken.

use super::{Error, Tx};
use crate::seal::Mark;

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
