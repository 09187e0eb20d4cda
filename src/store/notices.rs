//! What speakers have to be told that was done elsewhere.

use super::{Error, Tx};
use crate::{domain::notice::Notice, domain::person::AccountId, seal::Mark};

impl Tx<'_> {
    /// Every speaker of this account but these two is to be told.
    pub fn notify_speakers(
        &self,
        account: AccountId,
        but: [&Mark; 2],
        notice: Notice,
        at_ms: i64,
    ) -> Result<(), Error> {
        self.0
            .prepare_cached(
                "INSERT INTO notice (peer, what, at_ms)
                 SELECT hash, ?4, ?5 FROM peer
                  WHERE account = ?1 AND door = 'voice' AND hash NOT IN (?2, ?3)",
            )?
            .execute((account.0, but[0].0, but[1].0, notice.id(), at_ms))?;
        Ok(())
    }

    /// What this speaker has to be told, the oldest first; afterwards it counts as told.
    pub fn take_notices(&self, peer: &Mark) -> Result<Vec<Notice>, Error> {
        let mut statement =
            self.0.prepare_cached("DELETE FROM notice WHERE peer = ?1 RETURNING id, what")?;
        let rows = statement.query_map([peer.0], |row| {
            let what: String = row.get(1)?;
            Ok((row.get::<_, i64>(0)?, what))
        })?;
        let mut found = rows.collect::<Result<Vec<_>, _>>()?;
        found.sort();
        Ok(found.iter().filter_map(|(_, what)| Notice::of_id(what)).collect())
    }
}
