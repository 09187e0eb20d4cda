//! What the owner of a service is told about it: conditions with hysteresis. One that has held is
//! told once, one that has passed is told once, one that lasts is told once a day, and one that
//! comes and goes soon falls silent.

use super::privacy::Instant;
use serde::{Deserialize, Serialize};

/// So many bad looks in a row raise a condition: at one look in 30 s it has held for a minute.
pub const RAISE_AFTER: u8 = 3;
/// So many good looks in a row clear it.
pub const CLEAR_AFTER: u8 = 4;
/// What lasts is told again after this time, ms: a day.
pub const AGAIN_MS: i64 = 24 * 60 * 60 * 1000;
/// So often a condition is told within a day; of the rest nothing is said until that is over.
pub const TOLD_A_DAY: usize = 3;
/// What happens again within this time goes on, ms: three hours. Guesses at their limit lock once in
/// an hour or two.
const QUIET_MS: i64 = 3 * 60 * 60 * 1000;
/// The name under which it is stored how guessing at link codes stands. It is no condition that is
/// looked for: whoever locks it says so.
pub const GUESSING: &str = "guessing";
/// A letter that says that the platform cannot be reached is no use after this time, ms: what comes
/// instead is that it could not.
const UNREACHED_LIVES_MS: i64 = 10 * 60 * 1000;

/// What can be wrong with a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// Nothing comes from the chat platform: it cannot be reached, or somebody else fetches.
    Fetching,
    /// Answers wait too long to be delivered.
    Outbox,
    /// Messages wait too long to be handled.
    Inbox,
    /// Messages or answers were given up lately.
    DeadLetters,
    /// There is hardly any room left on the disk.
    Disk,
    /// Writing takes too long.
    Writing,
    /// There is no fresh backup.
    Backup,
    /// The file is damaged.
    Damage,
    /// The certificate runs out.
    Certificate,
}

impl Condition {
    /// Every condition with the name under which it is stored.
    pub const ALL: [(Condition, &str); 9] = [
        (Condition::Fetching, "fetching"),
        (Condition::Outbox, "outbox"),
        (Condition::Inbox, "inbox"),
        (Condition::DeadLetters, "dead-letters"),
        (Condition::Disk, "disk"),
        (Condition::Writing, "writing"),
        (Condition::Backup, "backup"),
        (Condition::Damage, "damage"),
        (Condition::Certificate, "certificate"),
    ];
}

/// What one look at a condition has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// It holds.
    Bad,
    /// Neither clearly so nor clearly not: nothing changes.
    Between,
    /// It does not hold.
    Good,
}

/// How a condition stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Bad looks in a row, as far as they matter.
    bad: u8,
    /// Good looks in a row, as far as they matter.
    good: u8,
    /// When the first of these looks was, ms UTC.
    since_ms: i64,
    /// Since when it is raised, ms UTC.
    raised_ms: Option<i64>,
    /// Whether that was told.
    told: bool,
    /// When it was told within the last day, ms UTC.
    told_ms: Vec<i64>,
}

/// What is to be told of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// It has held for a while. `often`: that is enough of it for a day.
    Raised {
        /// Since when, ms UTC.
        since_ms: i64,
        /// Whether it comes and goes.
        often: bool,
    },
    /// It lasts.
    Still {
        /// Since when, ms UTC.
        since_ms: i64,
    },
    /// It has passed.
    Over {
        /// From when, ms UTC.
        from_ms: i64,
        /// Until when, ms UTC.
        to_ms: i64,
    },
}

impl Standing {
    /// One more look, at `now_ms`; what is to be told of it.
    pub fn look(&mut self, sample: Sample, now_ms: i64) -> Option<Word> {
        match sample {
            Sample::Between => {}
            Sample::Bad => {
                if self.bad == 0 {
                    self.since_ms = now_ms;
                }
                self.good = 0;
                self.bad = (self.bad + 1).min(RAISE_AFTER);
                if self.raised_ms.is_none() && self.bad == RAISE_AFTER {
                    self.raised_ms = Some(self.since_ms);
                    self.told = false;
                }
            }
            Sample::Good => {
                if self.good == 0 {
                    self.since_ms = now_ms;
                }
                self.bad = 0;
                self.good = (self.good + 1).min(CLEAR_AFTER);
                if self.good == CLEAR_AFTER
                    && let Some(from_ms) = self.raised_ms.take()
                {
                    let over = Word::Over { from_ms, to_ms: self.since_ms };
                    return self.told.then_some(over);
                }
            }
        }
        let since_ms = self.raised_ms?;
        let first = !self.told;
        if !first && self.told_ms.last().is_some_and(|last| now_ms - last < AGAIN_MS) {
            return None;
        }
        self.told_ms.retain(|told| now_ms - told < AGAIN_MS);
        if self.told_ms.len() >= TOLD_A_DAY {
            return None;
        }
        self.told = true;
        self.told_ms.push(now_ms);
        let often = self.told_ms.len() == TOLD_A_DAY;
        Some(if first { Word::Raised { since_ms, often } } else { Word::Still { since_ms } })
    }
}

impl Standing {
    /// Something has happened that is noticed by itself; whether it is to be told. What goes on
    /// without three hours of quiet is told once a day.
    pub fn happened(&mut self, now_ms: i64) -> bool {
        let goes_on = now_ms - self.since_ms < QUIET_MS;
        self.since_ms = now_ms;
        self.told_ms.retain(|told| now_ms - told < AGAIN_MS);
        if goes_on && !self.told_ms.is_empty() || self.told_ms.len() >= TOLD_A_DAY {
            return false;
        }
        self.told_ms.push(now_ms);
        true
    }
}

/// What the owner is told.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WatchReply {
    /// It has held for a while.
    Raised {
        /// What.
        condition: Condition,
        /// Since when.
        since: Instant,
        /// Whether it comes and goes, and nothing more is said of it today.
        often: bool,
    },
    /// It lasts.
    Still {
        /// What.
        condition: Condition,
        /// Since when.
        since: Instant,
    },
    /// It has passed.
    Over {
        /// What.
        condition: Condition,
        /// From when.
        from: Instant,
        /// Until when.
        to: Instant,
    },
}

impl WatchReply {
    /// After this (ms UTC) it is no use any more.
    pub fn expires_ms(&self) -> Option<i64> {
        if let WatchReply::Raised { condition: Condition::Fetching, since, .. }
        | WatchReply::Still { condition: Condition::Fetching, since } = self
        {
            Some(since.now_ms + UNREACHED_LIVES_MS)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    const LOOK_MS: i64 = 30_000;

    /// What is told of these looks, one in 30 s: b is bad, - between, g good.
    fn told(looks: &str) -> Vec<(usize, Word)> {
        let mut standing = Standing::default();
        let word = |(at, look): (usize, char)| {
            let sample = match look {
                'b' => Sample::Bad,
                'g' => Sample::Good,
                _ => Sample::Between,
            };
            Some((at, standing.look(sample, at as i64 * LOOK_MS)?))
        };
        looks.chars().enumerate().filter_map(word).collect()
    }

    #[test]
    fn what_happens_is_told_at_once_and_what_goes_on_once_a_day() {
        let mut standing = Standing::default();
        let minute_ms = 60_000;
        let mut told = |minutes: std::ops::Range<i64>, step: usize| -> Vec<i64> {
            minutes.step_by(step).filter(|at| standing.happened(at * minute_ms)).collect()
        };
        // Every six minutes for three days.
        assert_eq!(told(0..3 * 1440, 6), [0, 1440, 2880]);
        // In bouts with some quiet between them: three of them in a day, no more.
        let day = 10 * 1440;
        assert_eq!(told(day..day + 1440, 181), [day, day + 181, day + 362]);
    }

    #[test]
    fn a_condition_is_told_when_it_has_held_and_when_it_has_passed() {
        let raised = (3, Word::Raised { since_ms: LOOK_MS, often: false });
        let over = (11, Word::Over { from_ms: LOOK_MS, to_ms: 8 * LOOK_MS });
        assert_eq!(told("gbbbbgbbggggggg"), [raised, over]);
    }

    #[test]
    fn what_flickers_is_not_told() {
        assert_eq!(told(&"bbg".repeat(100)), []);
        assert_eq!(told(&"bb-g".repeat(100)), []);
    }

    #[test]
    fn what_is_neither_bad_nor_good_changes_nothing() {
        assert_eq!(told("b-b--b").len(), 1);
        assert_eq!(told("bbbggg---g").len(), 2);
        assert_eq!(told("bbbggg---").len(), 1);
    }

    #[test]
    fn what_lasts_is_told_once_a_day() {
        let looks = 3 * AGAIN_MS / LOOK_MS + 3;
        let told = told(&"b".repeat(looks as usize));
        assert_eq!(told.len(), 4);
        assert!(matches!(told[0].1, Word::Raised { .. }));
        assert!(told[1..].iter().all(|(_, word)| *word == Word::Still { since_ms: 0 }));
    }

    #[test]
    fn what_comes_and_goes_falls_silent_after_three_times_and_says_so() {
        let told = told(&"bbbgggg".repeat(50));
        assert_eq!(told.len(), 2 * TOLD_A_DAY);
        assert!(matches!(told[4].1, Word::Raised { often: true, .. }));
        assert!(matches!(told[5].1, Word::Over { .. }));
    }

    proptest! {
        /// Whatever happens, within any day a condition costs the owner few letters, and every
        /// letter that it has passed follows one that it has begun.
        #[test]
        fn letters_are_bounded_whatever_happens(
            looks in vec((0..3u8, 1..20_000_000i64), 1..2000),
        ) {
            let (mut standing, mut now_ms) = (Standing::default(), 0);
            let (mut begun, mut open): (Vec<i64>, bool) = (Vec::new(), false);
            let mut over: Vec<i64> = Vec::new();
            for (kind, after_ms) in looks {
                now_ms += after_ms;
                let sample = [Sample::Bad, Sample::Between, Sample::Good][usize::from(kind)];
                match standing.look(sample, now_ms) {
                    Some(Word::Raised { .. }) => {
                        prop_assert!(!open);
                        open = true;
                        begun.push(now_ms);
                    }
                    Some(Word::Still { .. }) => {
                        prop_assert!(open);
                        begun.push(now_ms);
                    }
                    Some(Word::Over { from_ms, to_ms }) => {
                        prop_assert!(open && from_ms <= to_ms);
                        open = false;
                        over.push(now_ms);
                    }
                    None => {}
                }
            }
            for (letters, most) in [(&begun, TOLD_A_DAY), (&over, TOLD_A_DAY + 1)] {
                for from in letters {
                    let day = |at: &&i64| (0..AGAIN_MS).contains(&(**at - from));
                    prop_assert!(letters.iter().filter(day).count() <= most);
                }
            }
        }
    }
}
