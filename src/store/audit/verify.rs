//! The audit chain, looked at: whether it is whole, and how much of what it holds.

use super::{Anchor, Base, MINUTE_MS, Stored, base, head};
use crate::{
    domain::audit::Action,
    seal::Seal,
    store::{Error, View},
};

/// A day in UTC, ms.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A chain that is whole.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// Entries that were looked at.
    pub entries: u64,
    /// Where it begins, when it was pruned.
    pub base: Option<Base>,
    /// Its last entry: this is what is sent elsewhere.
    pub head: Anchor,
    /// Heads known elsewhere that were found in it; one that was pruned since cannot be.
    pub anchors: u64,
}

/// What is wrong with a chain, at its first fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The entry at which it was found.
    pub seq: i64,
    /// What was found.
    pub fault: Fault,
}

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry is not there, and later ones are.
    Missing,
    /// The entry is not as it was written, or stood elsewhere.
    Altered,
    /// The place that the chain begins at is not as it was written.
    Base,
    /// The chain ends before an entry that was known elsewhere.
    Truncated,
    /// The entry is another one than was known elsewhere.
    Replaced,
}

impl View<'_> {
    /// Walks the whole chain and looks for the heads that are known elsewhere. The inner error
    /// names the first fault; the outer one says that the file could not be read.
    pub fn verify_audit(
        &self,
        seal: &Seal,
        anchors: &[Anchor],
    ) -> Result<Result<Verified, Broken>, Error> {
        // One state of the file for all of it; it ends with the value.
        let _state = self.0.unchecked_transaction()?;
        let broken = |seq, fault| Ok(Err(Broken { seq, fault }));
        let Some((mut before, pruned)) = base(self.0, seal)? else {
            return broken(0, Fault::Base);
        };
        let mut anchors: Vec<Anchor> =
            anchors.iter().filter(|anchor| anchor.seq >= before.seq).copied().collect();
        anchors.sort_by_key(|anchor| anchor.seq);
        let mut known = anchors.iter().peekable();
        let (mut entries, mut found) = (0, 0);
        let mut statement = self.0.prepare(
            "SELECT seq, at_ms, action, via, who, account, subject, count, mac
               FROM audit ORDER BY seq",
        )?;
        let mut rows = statement.query([])?;
        loop {
            while let Some(anchor) = known.next_if(|anchor| anchor.seq == before.seq) {
                if anchor.mac != before.mac {
                    return broken(anchor.seq, Fault::Replaced);
                }
                found += 1;
            }
            let Some(row) = rows.next()? else { break };
            let stored = Stored::of(row)?;
            if stored.seq != before.seq + 1 {
                return broken(before.seq + 1, Fault::Missing);
            }
            let mac = stored.mac(seal, &before.mac);
            if mac.0.as_slice() != stored.mac {
                return broken(stored.seq, Fault::Altered);
            }
            before = Anchor { seq: stored.seq, mac };
            entries += 1;
        }
        if known.peek().is_some() {
            return broken(before.seq + 1, Fault::Truncated);
        }
        Ok(Ok(Verified { entries, base: pruned, head: before, anchors: found }))
    }

    /// The last entry as it is stored; nothing is verified.
    pub fn audit_head(&self, seal: &Seal) -> Result<Anchor, Error> {
        head(self.0, seal)
    }

    /// How often what was done on each day (of UTC, its beginning in ms) from this time on.
    pub fn audit_counts(&self, since_ms: i64) -> Result<Vec<(i64, Action, i64)>, Error> {
        let mut statement = self.0.prepare(
            "SELECT at_ms / ?2 * ?2 AS day, action, sum(count) FROM audit
              WHERE at_ms >= ?1 GROUP BY day, action ORDER BY day, action",
        )?;
        let rows = statement.query_map((since_ms, DAY_MS), |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))
        })?;
        let mut counts = Vec::new();
        for row in rows {
            let (day, name, count) = row?;
            counts.push((
                day,
                Action::of_name(&name).ok_or(Error::Content("audit.action"))?,
                count,
            ));
        }
        Ok(counts)
    }

    /// Whether anybody was turned away in a minute that is over by now (ms UTC).
    pub fn refused_before(&self, now_ms: i64) -> Result<bool, Error> {
        Ok(self
            .0
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM audit_refused WHERE minute_ms < ?1)")?
            .query_row([now_ms - now_ms.rem_euclid(MINUTE_MS)], |row| row.get(0))?)
    }

    /// When the head of the chain was last sent to the owner's chat, ms UTC.
    pub fn audit_head_told_ms(&self) -> Result<i64, Error> {
        self.counted("audit head told")
    }
}
