//! One measurement of blood pressure, and what makes it impossible or worth a question.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Systolic pressure that a cuff can show, mmHg. Outside it nothing is stored.
/// Source: `50-300` is the range of the desktop diaries compared; devices show up to 299.
pub const SYSTOLIC: RangeInclusive<u16> = 50..=300;
/// Diastolic pressure that a cuff can show, mmHg.
pub const DIASTOLIC: RangeInclusive<u16> = 20..=200;
/// Pulse that a cuff can show, beats per minute.
pub const PULSE: RangeInclusive<u16> = 20..=250;

/// Values inside these are stored without a question (mmHg, mmHg, /min, mmHg). An engineering
/// choice that keeps mishearing out of the diary; it is no clinical threshold.
const USUAL_SYSTOLIC: RangeInclusive<u16> = 80..=250;
const USUAL_DIASTOLIC: RangeInclusive<u16> = 40..=140;
const USUAL_PULSE: RangeInclusive<u16> = 40..=180;
const USUAL_PULSE_PRESSURE: RangeInclusive<u16> = 15..=120;

/// Further than this from the person's own recent median (mmHg) and we ask.
const JUMP: u16 = 40;
/// A median of fewer readings says nothing yet.
const MEDIAN_OF_AT_LEAST: usize = 3;
/// How far back "recent" reaches, in milliseconds: 14 days.
pub const RECENT_MS: i64 = 14 * 24 * 60 * 60 * 1000;
/// The same numbers again within this time may be the same measurement: two minutes, in ms.
const REPEATED_WITHIN_MS: i64 = 2 * 60 * 1000;

/// Readings of one session follow each other within this time, ms: ten minutes. Source: the home
/// protocols take two readings one or two minutes apart; ten minutes leave room for rest.
pub const SESSION_MS: i64 = 10 * 60 * 1000;

/// From here on a person is told what to do at once (mmHg). Source: 2024 ESC Guidelines §10.1,
/// doi:10.1093/eurheartj/ehae178: 180/110 is where an emergency has to be ruled out.
pub const VERY_HIGH_SYSTOLIC: u16 = 180;
/// The same for the lower pressure, mmHg.
pub const VERY_HIGH_DIASTOLIC: u16 = 110;

/// One measurement, in mmHg and beats per minute. Invariant: every value is inside its hard
/// limits and the systolic one is above the diastolic one.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Numbers", into = "Numbers")]
pub struct Reading {
    systolic: u16,
    diastolic: u16,
    pulse: Option<u16>,
}

#[derive(Serialize, Deserialize)]
struct Numbers(u16, u16, Option<u16>);

/// The arm that was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arm {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// How the person held themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Position {
    /// Sitting.
    Sitting,
    /// Lying.
    Lying,
    /// Standing.
    Standing,
}

/// What may be said beside the numbers; never required.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extras {
    /// The arm.
    pub arm: Option<Arm>,
    /// The position.
    pub position: Option<Position>,
    /// Whether the device showed its sign for an irregular heartbeat. Never inferred.
    pub irregular: bool,
    /// The person's own remark.
    pub note: Option<String>,
}

impl Extras {
    /// The same set right: what is said takes the place of what was said before.
    pub fn replaced(&self, by: &Extras) -> Extras {
        Extras { note: by.note.clone().or(self.note.clone()), ..self.joined(by) }
    }

    /// The same with what was said later: another arm or position takes the place of the first,
    /// remarks stand one after the other.
    pub fn joined(&self, later: &Extras) -> Extras {
        let notes: Vec<&str> =
            [&self.note, &later.note].into_iter().flatten().map(String::as_str).collect();
        Extras {
            arm: later.arm.or(self.arm),
            position: later.position.or(self.position),
            irregular: self.irregular || later.irregular,
            note: Some(notes.join(", ")).filter(|note| !note.is_empty()),
        }
    }
}

/// Which value of a measurement is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// The lower one, beside this upper one (mmHg).
    Diastolic {
        /// What was said.
        systolic: u16,
    },
    /// The upper one, beside this lower one (mmHg).
    Systolic {
        /// What was said.
        diastolic: u16,
    },
    /// Both, beside this pulse (/min).
    Pair {
        /// What was said.
        pulse: Option<u16>,
    },
}

/// Why numbers cannot be a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rejected {
    /// The systolic value is outside [`SYSTOLIC`].
    Systolic,
    /// The diastolic value is outside [`DIASTOLIC`].
    Diastolic,
    /// The pulse is outside [`PULSE`].
    Pulse,
    /// The systolic value is not above the diastolic one.
    NotAbove,
}

/// Why a possible reading is worth a question before it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// The lower number was said first; the other way round it would be a reading.
    Swapped,
    /// The same person gave the same pair less than two minutes before.
    Repeated,
    /// The systolic value is seldom seen.
    Systolic,
    /// The diastolic value is seldom seen.
    Diastolic,
    /// The pulse is seldom seen.
    Pulse,
    /// The two pressures are unusually close or far apart.
    Gap,
    /// Far from this person's own recent readings.
    Jump,
    /// The digits came without a gap.
    Glued,
    /// The numbers may be centimetres of mercury.
    Tens,
    /// The words around the numbers are unclear.
    Context,
    /// It is stored, and may be somebody else's.
    Owner,
}

/// A reading with its time (milliseconds, UTC), as far as doubting another one needs it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The measurement.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
}

impl Taken {
    /// The readings of the session that one taken at `at_ms` belongs to: each within
    /// [`SESSION_MS`] before it, itself included.
    pub fn session(around: &[Taken], at_ms: i64) -> Vec<Reading> {
        around
            .iter()
            .filter(|taken| (0..=SESSION_MS).contains(&(at_ms - taken.at_ms)))
            .map(|taken| taken.reading)
            .collect()
    }
}

impl Reading {
    /// Checks the hard limits once; after this nobody asks again.
    pub fn new(systolic: u16, diastolic: u16, pulse: Option<u16>) -> Result<Reading, Rejected> {
        if !SYSTOLIC.contains(&systolic) {
            return Err(Rejected::Systolic);
        }
        if !DIASTOLIC.contains(&diastolic) {
            return Err(Rejected::Diastolic);
        }
        if pulse.is_some_and(|pulse| !PULSE.contains(&pulse)) {
            return Err(Rejected::Pulse);
        }
        if systolic <= diastolic {
            return Err(Rejected::NotAbove);
        }
        Ok(Reading { systolic, diastolic, pulse })
    }

    /// Systolic pressure, mmHg.
    pub fn systolic(&self) -> u16 {
        self.systolic
    }

    /// Diastolic pressure, mmHg.
    pub fn diastolic(&self) -> u16 {
        self.diastolic
    }

    /// Pulse, beats per minute, when it was given.
    pub fn pulse(&self) -> Option<u16> {
        self.pulse
    }

    /// Whether a person has to be told at once what to do (180 mmHg or 110 mmHg and above).
    pub fn very_high(&self) -> bool {
        self.systolic >= VERY_HIGH_SYSTOLIC || self.diastolic >= VERY_HIGH_DIASTOLIC
    }

    /// The mean of readings, each value rounded half up; the pulse of those that have one.
    /// Nothing of no readings.
    pub fn mean(readings: &[Reading]) -> Option<Reading> {
        let mean = |values: Vec<u16>| -> Option<u16> {
            let count = u32::try_from(values.len()).ok().filter(|count| *count > 0)?;
            let sum: u32 = values.into_iter().map(u32::from).sum();
            u16::try_from((2 * sum + count) / (2 * count)).ok()
        };
        let systolic = mean(readings.iter().map(Reading::systolic).collect())?;
        let diastolic = mean(readings.iter().map(Reading::diastolic).collect())?;
        let pulse = mean(readings.iter().filter_map(Reading::pulse).collect());
        Reading::new(systolic, diastolic, pulse).ok()
    }

    /// The first reason to ask before storing this reading taken at `at_ms`, given the person's
    /// recent ones (any order; older than 14 days are ignored).
    pub fn doubt(&self, at_ms: i64, recent: &[Taken]) -> Option<Doubt> {
        let same_pair = |taken: &Taken| {
            taken.reading.systolic == self.systolic && taken.reading.diastolic == self.diastolic
        };
        if recent
            .iter()
            .any(|taken| same_pair(taken) && (at_ms - taken.at_ms).abs() <= REPEATED_WITHIN_MS)
        {
            return Some(Doubt::Repeated);
        }
        if !USUAL_SYSTOLIC.contains(&self.systolic) {
            return Some(Doubt::Systolic);
        }
        if !USUAL_DIASTOLIC.contains(&self.diastolic) {
            return Some(Doubt::Diastolic);
        }
        if self.pulse.is_some_and(|pulse| !USUAL_PULSE.contains(&pulse)) {
            return Some(Doubt::Pulse);
        }
        if !USUAL_PULSE_PRESSURE.contains(&(self.systolic - self.diastolic)) {
            return Some(Doubt::Gap);
        }
        let within: Vec<&Taken> =
            recent.iter().filter(|taken| (at_ms - taken.at_ms).abs() <= RECENT_MS).collect();
        let far = |mine: u16, theirs: fn(&Reading) -> u16| {
            median(within.iter().map(|taken| theirs(&taken.reading)).collect())
                .is_some_and(|usual| mine.abs_diff(usual) > JUMP)
        };
        if far(self.systolic, Reading::systolic) || far(self.diastolic, Reading::diastolic) {
            return Some(Doubt::Jump);
        }
        None
    }
}

impl TryFrom<Numbers> for Reading {
    type Error = &'static str;

    fn try_from(numbers: Numbers) -> Result<Reading, &'static str> {
        Reading::new(numbers.0, numbers.1, numbers.2).map_err(|_| "not a reading")
    }
}

impl From<Reading> for Numbers {
    fn from(reading: Reading) -> Numbers {
        Numbers(reading.systolic, reading.diastolic, reading.pulse)
    }
}

/// The lower median, or nothing of too few values.
fn median(mut values: Vec<u16>) -> Option<u16> {
    if values.len() < MEDIAN_OF_AT_LEAST {
        return None;
    }
    values.sort_unstable();
    values.get((values.len() - 1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(systolic: u16, diastolic: u16) -> Reading {
        Reading::new(systolic, diastolic, None).unwrap()
    }

    fn usual(systolic: u16, diastolic: u16) -> Vec<Taken> {
        (1..=3)
            .map(|days| Taken { reading: reading(systolic, diastolic), at_ms: -days * 86_400_000 })
            .collect()
    }

    #[test]
    fn hard_limits_hold_at_both_ends() {
        for (numbers, expected) in [
            ((49, 30, None), Some(Rejected::Systolic)),
            ((50, 20, None), None),
            ((300, 200, None), None),
            ((301, 100, None), Some(Rejected::Systolic)),
            ((120, 19, None), Some(Rejected::Diastolic)),
            ((250, 201, None), Some(Rejected::Diastolic)),
            ((120, 80, Some(19)), Some(Rejected::Pulse)),
            ((120, 80, Some(20)), None),
            ((120, 80, Some(250)), None),
            ((120, 80, Some(251)), Some(Rejected::Pulse)),
            ((80, 80, None), Some(Rejected::NotAbove)),
            ((80, 120, None), Some(Rejected::NotAbove)),
        ] {
            assert_eq!(
                Reading::new(numbers.0, numbers.1, numbers.2).err(),
                expected,
                "{numbers:?}"
            );
        }
    }

    #[test]
    fn unusual_values_are_asked_about_and_usual_ones_are_not() {
        for (systolic, diastolic, pulse, expected) in [
            (120, 80, None, None),
            (80, 60, None, None),
            (79, 60, None, Some(Doubt::Systolic)),
            (250, 135, None, None),
            (251, 135, None, Some(Doubt::Systolic)),
            (120, 40, None, None),
            (120, 39, None, Some(Doubt::Diastolic)),
            (220, 140, None, None),
            (220, 141, None, Some(Doubt::Diastolic)),
            (120, 80, Some(40), None),
            (120, 80, Some(39), Some(Doubt::Pulse)),
            (120, 80, Some(180), None),
            (120, 80, Some(181), Some(Doubt::Pulse)),
            (95, 80, None, None),
            (94, 80, None, Some(Doubt::Gap)),
            (200, 80, None, None),
            (201, 80, None, Some(Doubt::Gap)),
        ] {
            let reading = Reading::new(systolic, diastolic, pulse).unwrap();
            assert_eq!(reading.doubt(0, &[]), expected, "{systolic}/{diastolic} {pulse:?}");
        }
    }

    #[test]
    fn a_jump_is_measured_against_the_persons_own_median() {
        assert_eq!(reading(160, 80).doubt(0, &usual(120, 80)), None);
        assert_eq!(reading(161, 80).doubt(0, &usual(120, 80)), Some(Doubt::Jump));
        assert_eq!(reading(150, 121).doubt(0, &usual(120, 80)), Some(Doubt::Jump));
        assert_eq!(reading(161, 80).doubt(0, &usual(120, 80)[..2]), None, "two are no median");
        let long_ago: Vec<Taken> = usual(120, 80)
            .into_iter()
            .map(|taken| Taken { at_ms: taken.at_ms - RECENT_MS, ..taken })
            .collect();
        assert_eq!(reading(161, 80).doubt(0, &long_ago), None);
    }

    #[test]
    fn the_same_pair_within_two_minutes_is_asked_about() {
        let before = [Taken { reading: reading(120, 80), at_ms: 0 }];
        assert_eq!(reading(120, 80).doubt(120_000, &before), Some(Doubt::Repeated));
        assert_eq!(reading(120, 80).doubt(120_001, &before), None);
        assert_eq!(reading(121, 80).doubt(1_000, &before), None);
    }

    #[test]
    fn very_high_starts_at_180_or_110() {
        assert!(!reading(179, 109).very_high());
        assert!(reading(180, 80).very_high());
        assert!(reading(150, 110).very_high());
    }
}
