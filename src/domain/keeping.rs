//! How long things are kept, and what becomes of a diary of which nothing is heard any more.

use serde::{Deserialize, Serialize};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Between asking somebody silent, reminding them, and deciding to erase, ms: 14 days each.
pub const PATIENCE_MS: i64 = 14 * DAY_MS;
/// Days that entries of the audit chain are kept when nothing else is said: two years.
pub const AUDIT_DAYS: u32 = 730;

/// How long the owner of the installation keeps things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Days that a reading is kept after it was taken and written down; nothing: until its person
    /// erases it.
    pub readings_days: Option<u32>,
    /// Days that an entry of the audit chain is kept.
    pub audit_days: u32,
    /// Days of silence after which somebody is asked whether the diary is to stay; nothing: never.
    pub inactive_days: Option<u32>,
}

impl Default for Keeping {
    fn default() -> Keeping {
        Keeping { readings_days: None, audit_days: AUDIT_DAYS, inactive_days: None }
    }
}

impl Keeping {
    /// Readings from before this go, ms UTC.
    pub fn readings_before(&self, now_ms: i64) -> Option<i64> {
        self.readings_days.map(|days| now_ms - i64::from(days) * DAY_MS)
    }

    /// Entries of the audit chain from before this go, ms UTC.
    pub fn audit_before(&self, now_ms: i64) -> i64 {
        now_ms - i64::from(self.audit_days) * DAY_MS
    }

    /// Who has said nothing since this is asked, ms UTC.
    pub fn silent_since(&self, now_ms: i64) -> Option<i64> {
        self.inactive_days.map(|days| now_ms - i64::from(days) * DAY_MS)
    }
}

/// How far it has come with somebody silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Silence {
    /// They are asked whether the diary is to stay.
    Asked,
    /// They are reminded of the question, and told when everything goes.
    Reminded,
    /// Everything goes in a day.
    Planned,
}

/// What comes next for somebody who was asked and reminded then (ms UTC), if anything does now.
pub fn next(asked_ms: i64, reminded_ms: Option<i64>, now_ms: i64) -> Option<Silence> {
    let (since_ms, next) = match reminded_ms {
        None => (asked_ms, Silence::Reminded),
        Some(reminded_ms) => (reminded_ms, Silence::Planned),
    };
    (now_ms >= since_ms + PATIENCE_MS).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_asked_is_reminded_after_fourteen_days_and_erased_only_fourteen_days_later() {
        let day = |number: i64| number * DAY_MS;
        assert_eq!(next(day(0), None, day(14) - 1), None);
        assert_eq!(next(day(0), None, day(14)), Some(Silence::Reminded));
        // What came late counts from when it came.
        assert_eq!(next(day(0), Some(day(20)), day(34) - 1), None);
        assert_eq!(next(day(0), Some(day(20)), day(34)), Some(Silence::Planned));
    }
}
