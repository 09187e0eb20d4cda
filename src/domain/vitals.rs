//! What a look at the service measures, and from when on that is bad. Between bad and good there is
//! a space, so that what lies at a border does not flicker.

use super::watch::{Condition, Sample};

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
const MIB: u64 = 1024 * 1024;

/// What was measured in one look; what says nothing is not watched. Instants are ms UTC.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// When the chat platform answered last.
    pub fetched_ms: Option<i64>,
    /// Since when the oldest answer waits to be delivered.
    pub outbox_since_ms: Option<i64>,
    /// Since when the oldest message waits to be handled.
    pub inbox_since_ms: Option<i64>,
    /// Messages and answers that were given up within the last hour.
    pub dead: u32,
    /// Bytes that are free on the disk, and how many it has.
    pub disk: Option<(u64, u64)>,
    /// How long writing took, ms.
    pub write_ms: Option<u64>,
    /// When the last good backup was made, or backups were begun.
    pub backup_ms: Option<i64>,
    /// Whether the file is whole.
    pub sound: Option<bool>,
    /// When the certificate runs out.
    pub certificate_ms: Option<i64>,
}

impl Measured {
    /// What this look says about a condition; nothing when it is not watched.
    pub fn sample(&self, condition: Condition, now_ms: i64) -> Option<Sample> {
        let age = |since_ms: Option<i64>| since_ms.map_or(0, |since_ms| now_ms - since_ms);
        match condition {
            // A poll takes up to 25 s.
            Condition::Fetching => {
                self.fetched_ms.map(|since| above(now_ms - since, MINUTE_MS, 5 * MINUTE_MS))
            }
            Condition::Outbox => {
                // While the platform cannot be reached that is no news.
                let fetching = self.sample(Condition::Fetching, now_ms);
                let cut_off = fetching.is_some_and(|sample| sample != Sample::Good);
                let sample = above(age(self.outbox_since_ms), 5 * MINUTE_MS, 10 * MINUTE_MS);
                Some(if cut_off { Sample::Between } else { sample })
            }
            Condition::Inbox => Some(above(age(self.inbox_since_ms), MINUTE_MS, 2 * MINUTE_MS)),
            Condition::DeadLetters => Some(above(i64::from(self.dead), 1, 0)),
            Condition::Disk => self.disk.map(|(free, all)| room(free, all)),
            // An answer at the speaker has to be there within 3 s.
            Condition::Writing => self.write_ms.map(|ms| above(ms as i64, 300, SECOND_MS)),
            Condition::Backup => {
                self.backup_ms.map(|since| above(now_ms - since, 25 * HOUR_MS, 26 * HOUR_MS))
            }
            Condition::Damage => {
                self.sound.map(|sound| if sound { Sample::Good } else { Sample::Bad })
            }
            Condition::Certificate => {
                let left = |until_ms: i64| above(now_ms - until_ms, -11 * DAY_MS, -10 * DAY_MS);
                self.certificate_ms.map(left)
            }
        }
    }
}

/// Below `good` all is well, above `bad` it is not.
fn above(value: i64, good: i64, bad: i64) -> Sample {
    if value > bad {
        Sample::Bad
    } else if value < good {
        Sample::Good
    } else {
        Sample::Between
    }
}

/// Room on the disk: less than 200 MiB, or less than a tenth of a disk on which that is less than
/// 5 GiB (a tenth of a large one holds this diary many times over).
fn room(free: u64, all: u64) -> Sample {
    let scarce = |part: u64| free < (all / part).min(5 * 1024 * MIB);
    if free < 200 * MIB || scarce(10) {
        Sample::Bad
    } else if free < 250 * MIB || scarce(8) {
        Sample::Between
    } else {
        Sample::Good
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_leave_a_space_between_bad_and_good() {
        let now_ms = 10 * DAY_MS;
        let minutes = |ago: i64| Some(now_ms - ago * MINUTE_MS);
        let at = |measured: Measured, condition| measured.sample(condition, now_ms);
        let none = Measured::default();
        for (ago, sample) in [(0, Sample::Good), (3, Sample::Between), (6, Sample::Bad)] {
            let found =
                at(Measured { fetched_ms: minutes(ago), ..none.clone() }, Condition::Fetching);
            assert_eq!(found, Some(sample));
        }
        for (ago, sample) in [(0, Sample::Good), (7, Sample::Between), (11, Sample::Bad)] {
            let measured = Measured { outbox_since_ms: minutes(ago), ..none.clone() };
            assert_eq!(at(measured.clone(), Condition::Outbox), Some(sample));
            let cut_off = Measured { fetched_ms: minutes(6), ..measured };
            assert_eq!(at(cut_off, Condition::Outbox), Some(Sample::Between));
        }
        for (dead, sample) in [(0, Sample::Good), (1, Sample::Bad)] {
            let measured = Measured { dead, ..none.clone() };
            assert_eq!(at(measured, Condition::DeadLetters), Some(sample));
        }
        let gib = 1024 * MIB;
        for (free, all, sample) in [
            (199 * MIB, gib, Sample::Bad),
            (gib, 20 * gib, Sample::Bad),
            (gib * 22 / 10, 20 * gib, Sample::Between),
            (3 * gib, 20 * gib, Sample::Good),
            (4 * gib, 1000 * gib, Sample::Bad),
            (50 * gib, 1000 * gib, Sample::Good),
        ] {
            assert_eq!(room(free, all), sample, "{free} of {all}");
        }
        for (days, sample) in [(9, Sample::Bad), (12, Sample::Good)] {
            let certificate_ms = Some(now_ms + days * DAY_MS);
            let measured = Measured { certificate_ms, ..none.clone() };
            assert_eq!(at(measured, Condition::Certificate), Some(sample));
        }
        for condition in [Condition::Backup, Condition::Damage, Condition::Disk] {
            assert_eq!(at(none.clone(), condition), None);
        }
    }
}
