//! What readings amount to: counts, means, extremes, mornings and evenings apart. Formulas stand
//! beside what they fill; every value is rounded half up before it is shown or compared.
//!
//! Each reading counts by itself, as 2024 ESC Guidelines §5.2.3 have it ("all readings are
//! averaged"); so do ESH and AHA. Sessions are counted but not averaged first. Only variability
//! from day to day is taken of means: one a day, so that a day of many readings weighs no more.

use super::{
    in_range::InRange,
    period::Borders,
    reading::{Reading, SESSION_MS},
    threshold::Threshold,
    when::{Part, Zone},
};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Fewer readings than these are preliminary. Source: the home protocols ask for twelve at least
/// (three days, mornings and evenings, two each): 2024 ESC Guidelines §5.2.3, ESH (PMC8030885).
pub const READINGS_MIN: u32 = 12;
/// Fewer dates than these are preliminary. Source: 2024 ESC Guidelines §5.2.3.
pub const DAYS_MIN: u32 = 3;

/// A stored reading, as far as statistics need it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// What the clock showed where it was taken: its date, and its part of the day.
    pub local: DateTime,
    /// Whether that only stands for a part of the day. Such a reading is a session of its own.
    pub approximate: bool,
}

impl Measured {
    /// A reading that was taken in this zone.
    pub fn new(reading: Reading, at_ms: i64, zone: &Zone, approximate: bool) -> Measured {
        Measured { reading, at_ms, local: zone.at(at_ms).datetime(), approximate }
    }
}

/// What the readings of a period amount to. There is always at least one.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Over all of them.
    pub all: Figures,
    /// Over those of mornings, if there are any.
    pub morning: Option<Figures>,
    /// Over those of evenings, if there are any.
    pub evening: Option<Figures>,
    /// How many sessions they were taken in: readings within ten minutes of its first one.
    pub sessions: u32,
    /// On how many dates, as they were where it was measured.
    pub days: u32,
    /// Enough of them for a comparison: [`READINGS_MIN`] on [`DAYS_MIN`] dates.
    pub enough: bool,
    /// Beside each threshold; none while there are too few readings.
    pub comparisons: Vec<Comparison>,
    /// Over single readings, of at least two.
    pub variability: Option<Variability>,
    /// Over the means of days (unrounded), of at least two.
    pub day_by_day: Option<Variability>,
    /// How far mornings lie above evenings, if there are both.
    #[serde(default)]
    pub morning_rise: Option<Difference>,
    /// Time in a range, by the means of days.
    #[serde(default)]
    pub in_range: Option<InRange>,
}

/// Count, mean and extremes of some readings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How many readings.
    pub count: u32,
    /// The mean of each value; the pulse is that of the readings that have one.
    pub mean: Reading,
    /// Systolic pressure, mmHg.
    pub systolic: Extremes,
    /// Diastolic pressure, mmHg.
    pub diastolic: Extremes,
    /// Pulse, beats per minute, if any reading has one.
    pub pulse: Option<Extremes>,
    /// Mean pulse pressure, mmHg: systolic minus diastolic, rounded after the mean was taken, so
    /// it may be one away from the difference of the rounded means. Source: 2024 ESC §9.4.2.
    pub pulse_pressure: u16,
    /// Mean arterial pressure, tenths of mmHg, estimated: the lower pressure and a third of the
    /// pulse pressure. Clinical reviews have the formula; a device measures it directly (2024 ESC
    /// §5), so what is shown is called an estimate.
    #[serde(default)]
    pub mean_arterial: Option<u32>,
}

/// Mean of mornings minus mean of evenings, unrounded means, tenths of mmHg. A descriptive number:
/// the morning surge of the literature needs values of the night, so nothing at home is called so.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Of the upper pressure.
    pub systolic: i32,
    /// Of the lower pressure.
    pub diastolic: i32,
}

/// The lowest and the highest value.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extremes {
    /// The lowest.
    pub least: u16,
    /// The highest.
    pub most: u16,
}

/// Readings beside a threshold.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Which one.
    pub threshold: Threshold,
    /// Whether the rounded mean is at it or above.
    pub mean_reaches: bool,
    /// How many readings are at it or above, out of the count.
    pub reached_by: u32,
}

/// How far both pressures vary. Descriptive: no guideline says which values are good (2024 ESC
/// §5.6), so nothing is compared with them.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variability {
    /// Of the systolic pressure.
    pub systolic: Spread,
    /// Of the diastolic pressure.
    pub diastolic: Spread,
}

/// Measures of spread, in tenths. Source of the formulas: clinical reviews of variability as in
/// PMC8030409; the deviation is that of a sample (n − 1).
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// Standard deviation, tenths of mmHg.
    pub deviation: u32,
    /// Coefficient of variation: the deviation over the mean, tenths of a percent.
    pub coefficient: u32,
    /// Average real variability: the mean step from one value to the next in time, tenths of mmHg.
    pub step: u32,
}

impl Summary {
    /// What these readings amount to, in any order; nothing of none.
    pub fn of(
        readings: &[Measured],
        borders: &Borders,
        thresholds: &[Threshold],
    ) -> Option<Summary> {
        let mut ordered = readings.to_vec();
        ordered.sort_by_key(|measured| {
            let Measured { reading, at_ms, approximate, .. } = measured;
            (*at_ms, reading.systolic(), reading.diastolic(), reading.pulse(), *approximate)
        });
        let values: Vec<Reading> = ordered.iter().map(|measured| measured.reading).collect();
        let all = Figures::of(&values)?;

        let mut parts: [Vec<Reading>; 2] = Default::default();
        let [mornings, evenings] = &mut parts;
        let mut days: BTreeMap<_, Vec<Reading>> = BTreeMap::new();
        for Measured { reading, local, .. } in &ordered {
            match borders.part(local.time()) {
                Part::Morning => mornings.push(*reading),
                Part::Evening => evenings.push(*reading),
                Part::Daytime | Part::Night => {}
            }
            days.entry(local.date()).or_default().push(*reading);
        }
        let means = |value: fn(&Reading) -> u16| -> Vec<f64> {
            days.values().filter_map(|of_day| mean(of_day.iter().map(value))).collect()
        };
        let each = |value: fn(&Reading) -> u16| -> Vec<f64> {
            values.iter().map(|reading| f64::from(value(reading))).collect()
        };
        let upper = |(date, of_day): (&Date, &Vec<Reading>)| {
            Some((*date, mean(of_day.iter().map(Reading::systolic))?))
        };
        let by_day: Vec<(Date, f64)> = days.iter().filter_map(upper).collect();
        let dates = days.len() as u32;
        let enough = all.count >= READINGS_MIN && dates >= DAYS_MIN;
        let beside = thresholds.iter().filter(|_| enough);
        Some(Summary {
            comparisons: beside
                .map(|threshold| Comparison::of(*threshold, &values, &all))
                .collect(),
            morning: Figures::of(mornings),
            evening: Figures::of(evenings),
            sessions: sessions(&ordered),
            days: dates,
            enough,
            variability: Variability::of(each),
            day_by_day: Variability::of(means),
            morning_rise: Difference::of(mornings, evenings),
            in_range: InRange::of(&by_day),
            all,
        })
    }
}

impl Figures {
    fn of(readings: &[Reading]) -> Option<Figures> {
        let thirds = readings.iter().map(|reading| reading.systolic() + 2 * reading.diastolic());
        let gaps = readings.iter().map(|reading| reading.systolic() - reading.diastolic());
        Some(Figures {
            count: readings.len() as u32,
            mean: Reading::mean(readings)?,
            systolic: Extremes::of(readings.iter().map(Reading::systolic))?,
            diastolic: Extremes::of(readings.iter().map(Reading::diastolic))?,
            pulse: Extremes::of(readings.iter().filter_map(Reading::pulse)),
            pulse_pressure: rounded(mean(gaps)?) as u16,
            mean_arterial: Some(rounded(mean(thirds)? * 10.0 / 3.0)),
        })
    }
}

impl Difference {
    fn of(mornings: &[Reading], evenings: &[Reading]) -> Option<Difference> {
        let each = |value: fn(&Reading) -> u16| -> Option<i32> {
            let of = |part: &[Reading]| mean(part.iter().map(value));
            let apart = of(mornings)? - of(evenings)?;
            Some(f64::from(rounded(apart.abs() * 10.0)).copysign(apart) as i32)
        };
        Some(Difference {
            systolic: each(Reading::systolic)?,
            diastolic: each(Reading::diastolic)?,
        })
    }
}

impl Extremes {
    fn of(values: impl Iterator<Item = u16> + Clone) -> Option<Extremes> {
        Some(Extremes { least: values.clone().min()?, most: values.max()? })
    }
}

impl Comparison {
    fn of(threshold: Threshold, readings: &[Reading], all: &Figures) -> Comparison {
        let limit = threshold.limit();
        Comparison {
            threshold,
            mean_reaches: limit.reached_by(&all.mean),
            reached_by: readings.iter().filter(|reading| limit.reached_by(reading)).count() as u32,
        }
    }
}

impl Variability {
    fn of(values: impl Fn(fn(&Reading) -> u16) -> Vec<f64>) -> Option<Variability> {
        Some(Variability {
            systolic: Spread::of(&values(Reading::systolic))?,
            diastolic: Spread::of(&values(Reading::diastolic))?,
        })
    }
}

impl Spread {
    /// Of values in their order in time; nothing of fewer than two.
    fn of(values: &[f64]) -> Option<Spread> {
        let steps = values.len().checked_sub(1).filter(|steps| *steps > 0)? as f64;
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let deviation = (squares / steps).sqrt();
        let walked: f64 =
            values.iter().zip(values.iter().skip(1)).map(|(a, b)| (b - a).abs()).sum();
        Some(Spread {
            deviation: rounded(deviation * 10.0),
            coefficient: rounded(deviation / mean * 1000.0),
            step: rounded(walked / steps * 10.0),
        })
    }
}

/// How many sessions readings in order of time were taken in.
fn sessions(ordered: &[Measured]) -> u32 {
    let mut first_ms = None;
    let mut count = 0;
    for measured in ordered {
        let goes_on = first_ms.is_some_and(|first_ms| measured.at_ms - first_ms <= SESSION_MS);
        if measured.approximate {
            count += 1;
        } else if !goes_on {
            count += 1;
            first_ms = Some(measured.at_ms);
        }
    }
    count
}

fn mean(values: impl Iterator<Item = u16>) -> Option<f64> {
    let (count, sum) =
        values.fold((0_u32, 0_u32), |(count, sum), value| (count + 1, sum + u32::from(value)));
    (count > 0).then(|| f64::from(sum) / f64::from(count))
}

/// Half up; the values here are never negative.
fn rounded(value: f64) -> u32 {
    (value + 0.5).floor() as u32
}
