//! One slot of a home week: which of its readings count, and whether one more is asked for.

use super::A_SLOT;
use crate::domain::{
    reading::{Reading, SESSION_MS},
    summary::Measured,
};
use serde::{Deserialize, Serialize};

/// Each reading of a slot is taken so long after the one before at least, ms: a minute. At most it
/// is [`SESSION_MS`].
const APART_MS: i64 = 60 * 1000;
/// When the systolic values of the two readings differ by more than this, mmHg, a third one is
/// asked for. Source: 2024 ESC Guidelines (doi:10.1093/eurheartj/ehae178), which say it of readings
/// in the office; to do the same at home, and to let all three count, is an engineering choice.
pub const DIFFER_MMHG: u16 = 10;

/// A morning or an evening of a week.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    /// Readings taken in it that belong to the week: none, one, two, or three.
    pub count: u8,
    /// Their mean.
    pub mean: Option<Reading>,
    /// Whether the two differ so much that a third one is asked for, and has not come.
    #[serde(default)]
    pub wants_third: bool,
}

impl Slot {
    /// What these readings of one slot make of it, and those that count: the first two that are a
    /// minute to ten minutes apart, with a third one where the two differ by more than
    /// [`DIFFER_MMHG`]; when there are no two such, the first one. A time that only stands for a
    /// part of the day makes no two.
    pub(super) fn of(mut taken: Vec<Measured>) -> (Slot, Vec<Reading>) {
        taken.sort_by_key(|measured| {
            let Measured { reading, at_ms, .. } = measured;
            (*at_ms, reading.systolic(), reading.diastolic(), reading.pulse())
        });
        let timed: Vec<Measured> =
            taken.iter().filter(|measured| !measured.approximate).copied().collect();
        let after = |one: &Measured| {
            let apart = APART_MS..=SESSION_MS;
            let from_ms = one.at_ms;
            timed.iter().find(|later| apart.contains(&(later.at_ms - from_ms))).copied()
        };
        let pair = timed.iter().find_map(|first| after(first).map(|second| (*first, second)));
        let Some((first, second)) = pair else {
            let counting: Vec<Reading> = taken.iter().take(1).map(|one| one.reading).collect();
            let (count, mean) = (counting.len() as u8, Reading::mean(&counting));
            return (Slot { count, mean, wants_third: false }, counting);
        };
        let differ = first.reading.systolic().abs_diff(second.reading.systolic()) > DIFFER_MMHG;
        let third = after(&second).filter(|_| differ);
        let counting: Vec<Reading> =
            [first, second].into_iter().chain(third).map(|one| one.reading).collect();
        let (count, mean) = (counting.len() as u8, Reading::mean(&counting));
        // Once one was taken too late for it, no later one would count either.
        let in_time = timed.iter().all(|one| one.at_ms - second.at_ms <= SESSION_MS);
        (Slot { count, mean, wants_third: differ && third.is_none() && in_time }, counting)
    }

    /// Whether both readings are there.
    pub fn full(&self) -> bool {
        self.count >= A_SLOT
    }

    /// Whether nothing more is asked for.
    pub fn settled(&self) -> bool {
        self.full() && !self.wants_third
    }

    /// Third readings among those that count.
    pub(super) fn thirds(&self) -> u32 {
        u32::from(self.count.saturating_sub(A_SLOT))
    }
}
