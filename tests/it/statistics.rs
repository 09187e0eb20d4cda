//! What readings amount to: examples computed by hand, and what holds for any of them.

use proptest::prelude::*;
use tonolog::domain::{
    period::Borders,
    reading::Reading,
    summary::{Extremes, Measured, Spread, Summary},
    threshold::{Profile, Target, Threshold},
    when::Zone,
};

const HOUR_MS: i64 = 60 * 60 * 1000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// Midnight of Monday, 2026-11-16, in Moscow.
const MONDAY_MS: i64 = 1_794_776_400_000;

fn moscow() -> Zone {
    Zone::new("Europe/Moscow").unwrap()
}

/// A reading on a day of that week, so many minutes after midnight.
fn at(day: i64, minute: i64, systolic: u16, diastolic: u16, pulse: Option<u16>) -> Measured {
    let reading = Reading::new(systolic, diastolic, pulse).unwrap();
    let at_ms = MONDAY_MS + day * DAY_MS + minute * 60_000;
    Measured::new(reading, at_ms, &moscow(), false)
}

fn summary(readings: &[Measured], thresholds: &[Threshold]) -> Option<Summary> {
    Summary::of(readings, &Borders::DEFAULT, thresholds)
}

fn numbers(reading: &Reading) -> (u16, u16, Option<u16>) {
    (reading.systolic(), reading.diastolic(), reading.pulse())
}

fn tenths(spread: &Spread) -> (u32, u32, u32) {
    (spread.deviation, spread.coefficient, spread.step)
}

/// Three days, two readings each morning and evening.
fn three_days() -> Vec<Measured> {
    vec![
        at(0, 480, 140, 90, Some(70)),
        at(0, 482, 136, 88, Some(72)),
        at(0, 1200, 130, 80, None),
        at(0, 1202, 128, 82, Some(65)),
        at(1, 470, 138, 86, Some(71)),
        at(1, 471, 134, 84, Some(70)),
        at(1, 1210, 132, 82, None),
        at(1, 1211, 131, 83, None),
        at(2, 490, 137, 87, Some(68)),
        at(2, 491, 135, 85, Some(69)),
        at(2, 1215, 129, 79, Some(66)),
        at(2, 1216, 130, 80, Some(66)),
    ]
}

/// The example of 28 readings: its daily means are those of the source (134, 135, 132, 136, 133,
/// 134 after the first day), mornings above evenings, the first day higher.
pub fn example(first_midnight_ms: i64) -> Vec<Measured> {
    const DAYS: [[(u16, u16); 4]; 7] = [
        [(148, 92), (144, 90), (142, 88), (140, 86)],
        [(138, 87), (136, 86), (132, 82), (130, 81)],
        [(139, 87), (137, 86), (133, 82), (131, 82)],
        [(136, 86), (134, 85), (130, 81), (128, 81)],
        [(140, 87), (138, 86), (134, 82), (132, 81)],
        [(137, 86), (135, 86), (131, 81), (129, 81)],
        [(138, 86), (136, 86), (132, 82), (130, 82)],
    ];
    let minutes = [7 * 60, 7 * 60 + 1, 20 * 60, 20 * 60 + 2];
    let day = |(number, readings): (i64, &[(u16, u16); 4])| {
        let midnight_ms = first_midnight_ms + number * 24 * 60 * 60_000;
        let timed = readings.iter().zip(minutes);
        timed
            .map(|((upper, lower), minute)| {
                let reading = Reading::new(*upper, *lower, None).unwrap();
                let at_ms = midnight_ms + minute * 60_000;
                Measured::new(reading, at_ms, &Zone::utc(), false)
            })
            .collect::<Vec<_>>()
    };
    (0..).zip(&DAYS).flat_map(day).collect()
}

#[test]
fn three_days_by_hand() {
    let own = Threshold::Own(Target::new(130, 80).unwrap());
    let esc = Threshold::of(Profile::Esc2024, None);
    let thresholds = [esc[0], esc[1], own];
    let found = summary(&three_days(), &thresholds).unwrap();

    // 1600 / 12 = 133.33, 1006 / 12 = 83.83; pulse 617 / 9 = 68.56.
    assert_eq!(numbers(&found.all.mean), (133, 84, Some(69)));
    assert_eq!(found.all.count, 12);
    assert_eq!((found.all.systolic.least, found.all.systolic.most), (128, 140));
    assert_eq!((found.all.diastolic.least, found.all.diastolic.most), (79, 90));
    assert_eq!(found.all.pulse.map(|pulse| (pulse.least, pulse.most)), Some((65, 72)));
    // 594 / 12 = 49.5.
    assert_eq!(found.all.pulse_pressure, 50);

    // 820 / 6 = 136.67, 520 / 6 = 86.67, 420 / 6 = 70; 780 / 6 = 130, 486 / 6 = 81, 197 / 3 = 65.67.
    let (morning, evening) = (found.morning.unwrap(), found.evening.unwrap());
    assert_eq!((morning.count, evening.count), (6, 6));
    assert_eq!(numbers(&morning.mean), (137, 87, Some(70)));
    assert_eq!(numbers(&evening.mean), (130, 81, Some(66)));

    assert_eq!((found.sessions, found.days, found.enough), (6, 3, true));
    let beside: Vec<(bool, u32)> =
        found.comparisons.iter().map(|seen| (seen.mean_reaches, seen.reached_by)).collect();
    assert_eq!(beside, [(false, 5), (true, 12), (true, 11)]);
}

#[test]
fn what_is_compared_is_what_is_shown() {
    let esh = Threshold::of(Profile::Esh, None);
    // Eleven of 134 and one of 140 make 134.5, shown as 135; with 139 it is 134.42, shown as 134.
    for (last, shown, reaches) in [(140, 135, true), (139, 134, false)] {
        let mut readings: Vec<Measured> =
            (0..11).map(|step| at(step / 4, 480 + step % 4, 134, 80, None)).collect();
        readings.push(at(2, 700, last, 80, None));
        let found = summary(&readings, &esh).unwrap();
        assert_eq!(found.all.mean.systolic(), shown);
        assert_eq!(found.comparisons[0].mean_reaches, reaches, "{shown}");
        assert_eq!(found.comparisons[0].reached_by, 1);
    }
}

#[test]
fn too_few_readings_or_days_are_preliminary_and_beside_nothing() {
    let esh = Threshold::of(Profile::Esh, None);
    let eleven = &three_days()[..11];
    let on_two_days: Vec<Measured> =
        (0..12).map(|step| at(step % 2, 480 + step, 150, 90, None)).collect();
    for readings in [eleven, on_two_days.as_slice()] {
        let found = summary(readings, &esh).unwrap();
        assert!(!found.enough && found.comparisons.is_empty());
    }
    assert!(summary(&three_days(), &esh).unwrap().enough);
    assert!(summary(&[], &esh).is_none());
}

#[test]
fn variability_is_that_of_the_worked_example() {
    // Daily means 134, 135, 132, 136, 133, 134: deviation 1.414, step 2.4 (clinical vectors).
    let days: Vec<Measured> = [134, 135, 132, 136, 133, 134]
        .into_iter()
        .zip(0..)
        .map(|(systolic, day)| at(day, 480, systolic, 80, None))
        .collect();
    let found = summary(&days, &[]).unwrap();
    // 100 × 1.414 / 134 = 1.055 %.
    assert_eq!(tenths(&found.day_by_day.unwrap().systolic), (14, 11, 24));
    assert!(found.variability == found.day_by_day, "one reading a day is its mean");
    assert_eq!(tenths(&found.variability.unwrap().diastolic), (0, 0, 0));

    // The days' means are 133.5, 133.75, 132.75: deviation 0.520, steps 0.25 and 1.
    let found = summary(&three_days(), &[]).unwrap();
    assert_eq!(tenths(&found.day_by_day.unwrap().systolic), (5, 4, 6));
    // Squares add up to 166.67: √(166.67 / 11) = 3.892, 2.92 %; steps 44 / 11 = 4.
    assert_eq!(tenths(&found.variability.unwrap().systolic), (39, 29, 40));

    let one = summary(&days[..1], &[]).unwrap();
    assert!(one.variability.is_none() && one.day_by_day.is_none());
}

/// The worked example of the clinical facts: 24 readings of six days, mornings 137.00/86.17 and
/// evenings 131.00/81.50.
#[test]
fn derived_numbers_are_those_of_the_worked_example() {
    let readings = &example(MONDAY_MS)[4..];
    let found = Summary::of(readings, &Borders::DEFAULT, &[]).unwrap();
    assert_eq!(found.all.count, 24);
    // 7240 / 24 / 3 = 100.556: the lower pressure and a third of 50.17.
    assert_eq!(found.all.mean_arterial, Some(1006));
    assert_eq!(found.all.pulse_pressure, 50);
    let rise = found.morning_rise.unwrap();
    assert_eq!((rise.systolic, rise.diastolic), (60, 47));
    // Single readings: 3.489, 2.604 %, 3.826.
    assert_eq!(tenths(&found.variability.unwrap().systolic), (35, 26, 38));
    let backwards = summary(&[at(0, 480, 120, 80, None), at(0, 1200, 126, 79, None)], &[]);
    let fall = backwards.unwrap().morning_rise.unwrap();
    assert_eq!((fall.systolic, fall.diastolic), (-60, 10));
    let mornings = summary(&[at(0, 480, 120, 80, None)], &[]).unwrap();
    assert!(mornings.morning_rise.is_none() && mornings.in_range.is_none());
}

#[test]
fn time_in_a_range_goes_by_the_means_of_days() {
    let share = |readings: &[Measured]| {
        let found = summary(readings, &[]).unwrap().in_range.unwrap();
        (found.percent, found.days)
    };
    // From 120 to 140 in ten days, and from 150 to 100: the examples of the clinical facts.
    assert_eq!(share(&[at(0, 480, 120, 80, None), at(10, 480, 140, 80, None)]), (50, 10));
    assert_eq!(share(&[at(10, 480, 100, 60, None), at(0, 480, 150, 80, None)]), (40, 10));
    // Of a day with two readings the mean stands for it.
    let two = [at(0, 480, 110, 80, None), at(0, 1200, 130, 80, None), at(10, 480, 140, 80, None)];
    assert_eq!(share(&two), (50, 10));
}

#[test]
fn a_session_lasts_ten_minutes_and_an_approximate_time_is_one_by_itself() {
    let sessions = |readings: &[Measured]| summary(readings, &[]).unwrap().sessions;
    let minute = |minute| at(0, minute, 120, 80, None);
    assert_eq!(sessions(&[minute(480)]), 1);
    assert_eq!(sessions(&[minute(480), minute(482), minute(490)]), 1);
    assert_eq!(sessions(&[minute(480), minute(490), minute(491)]), 2);
    let about = Measured { approximate: true, ..minute(480) };
    assert_eq!(sessions(&[about, about, minute(480), minute(485)]), 3);
}

#[test]
fn parts_of_the_day_are_those_of_the_persons_zone_and_borders() {
    // 21:00 UTC of Sunday: midnight in Moscow, morning in Vladivostok, evening in London.
    let reading = at(0, 0, 120, 80, None);
    let parts = |zone: &str, borders: &Borders| {
        let zone = Zone::new(zone).unwrap();
        let there = Measured::new(reading.reading, reading.at_ms, &zone, false);
        let found = Summary::of(&[there], borders, &[]).unwrap();
        (found.morning.is_some(), found.evening.is_some())
    };
    assert_eq!(parts("Europe/Moscow", &Borders::DEFAULT), (false, false));
    assert_eq!(parts("Asia/Vladivostok", &Borders::DEFAULT), (true, false));
    assert_eq!(parts("Europe/London", &Borders::DEFAULT), (false, true));
    let late = Borders::new(480, 720, 1020).unwrap();
    assert_eq!(parts("Asia/Vladivostok", &late), (false, false));
}

/// A reading as numbers: systolic, diastolic, pulse, milliseconds. Health data prints nowhere.
type Row = (u16, u16, Option<u16>, i64);

/// Readings of some weeks, any values that can be stored.
fn diary(max: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (50u16..=300, 20u16..=200, prop::option::of(20u16..=250), 0..30 * DAY_MS);
    let row = row.prop_filter("a reading", |row| Reading::new(row.0, row.1, row.2).is_ok());
    prop::collection::vec(row, 1..max)
}

fn measured(rows: &[Row]) -> Vec<Measured> {
    let one = |&(systolic, diastolic, pulse, at_ms): &Row| {
        let reading = Reading::new(systolic, diastolic, pulse).unwrap();
        Measured::new(reading, MONDAY_MS + at_ms, &moscow(), at_ms % 5 == 0)
    };
    rows.iter().map(one).collect()
}

fn extremes(extremes: &Extremes) -> (u16, u16) {
    (extremes.least, extremes.most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_readings_does_not_matter(
        (rows, shuffled) in diary(60).prop_flat_map(|rows| {
            (Just(rows.clone()), Just(rows).prop_shuffle())
        }),
    ) {
        let esc = Threshold::of(Profile::Esc2024, None);
        prop_assert!(summary(&measured(&rows), &esc) == summary(&measured(&shuffled), &esc));
    }

    #[test]
    fn a_mean_lies_between_the_extremes(rows in diary(60)) {
        let readings = measured(&rows);
        let found = summary(&readings, &[]).unwrap();
        for figures in [Some(found.all), found.morning, found.evening].into_iter().flatten() {
            let within = |value, extremes: &Extremes| {
                (extremes.least..=extremes.most).contains(&value)
            };
            prop_assert!(within(figures.mean.systolic(), &figures.systolic));
            prop_assert!(within(figures.mean.diastolic(), &figures.diastolic));
            prop_assert_eq!(figures.mean.pulse().is_some(), figures.pulse.is_some());
            if let (Some(mean), Some(extremes)) = (figures.mean.pulse(), &figures.pulse) {
                prop_assert!(within(mean, extremes));
            }
            let gap = figures.mean.systolic() - figures.mean.diastolic();
            prop_assert!(figures.pulse_pressure.abs_diff(gap) <= 1);
        }
    }

    #[test]
    fn two_diaries_together_are_the_diary_of_both(one in diary(40), other in diary(40)) {
        let esh = Threshold::of(Profile::Esh, None);
        let all = |rows: &[Row]| summary(&measured(rows), &esh).unwrap();
        let both = all(&[one.clone(), other.clone()].concat());
        let (one, other) = (all(&one), all(&other));
        prop_assert_eq!(both.all.count, one.all.count + other.all.count);
        for value in [|all: &Summary| extremes(&all.all.systolic), |all: &Summary| extremes(&all.all.diastolic)] {
            let (both, one, other) = (value(&both), value(&one), value(&other));
            prop_assert_eq!(both, (one.0.min(other.0), one.1.max(other.1)));
        }
        let mornings = |all: &Summary| all.morning.as_ref().map_or(0, |found| found.count);
        let evenings = |all: &Summary| all.evening.as_ref().map_or(0, |found| found.count);
        prop_assert_eq!(mornings(&both), mornings(&one) + mornings(&other));
        prop_assert_eq!(evenings(&both), evenings(&one) + evenings(&other));
        prop_assert!(both.days <= one.days + other.days && both.days >= one.days.max(other.days));
        prop_assert!(both.sessions >= one.sessions.max(other.sessions) && both.sessions <= both.all.count);
        prop_assert!(both.enough || !(one.enough || other.enough));
        let (mean, apart) = (both.all.mean.systolic(), [one.all.mean.systolic(), other.all.mean.systolic()]);
        prop_assert!((apart[0].min(apart[1])..=apart[0].max(apart[1])).contains(&mean));
    }

    /// The mean of both diaries is that of all their values, each diary weighing as much as it has
    /// values: a diary without a pulse weighs nothing in the pulse.
    #[test]
    fn the_mean_of_two_diaries_weighs_each_by_its_readings(one in diary(40), other in diary(40)) {
        type Value = fn(&Row) -> Option<u16>;
        let values: [Value; 3] = [|row| Some(row.0), |row| Some(row.1), |row| row.2];
        let mean = |rows: &[Row]| numbers(&summary(&measured(rows), &[]).unwrap().all.mean);
        let all = |found: (u16, u16, Option<u16>)| [Some(found.0), Some(found.1), found.2];
        let (first, second) = (all(mean(&one)), all(mean(&other)));
        let both = all(mean(&[one.clone(), other.clone()].concat()));
        for (at, value) in values.into_iter().enumerate() {
            let sum = |rows: &[Row]| -> (u32, u32) {
                let values = rows.iter().filter_map(value);
                values.fold((0, 0), |(sum, count), value| (sum + u32::from(value), count + 1))
            };
            let ((a, n), (b, m)) = (sum(&one), sum(&other));
            let exact = (n + m > 0).then(|| (2 * (a + b) + n + m) / (2 * (n + m)));
            prop_assert_eq!(both[at].map(u32::from), exact);
            if let (Some(first), Some(second), Some(both)) = (first[at], second[at], both[at]) {
                let weighed = (u32::from(first) * n + u32::from(second) * m) / (n + m);
                prop_assert!(weighed.abs_diff(u32::from(both)) <= 1);
            }
        }
    }

    #[test]
    fn what_reaches_a_threshold_is_counted_once(rows in diary(60)) {
        let readings = measured(&rows);
        let found = summary(&readings, &Threshold::of(Profile::Esc2024, None)).unwrap();
        for seen in &found.comparisons {
            let limit = seen.threshold.limit();
            let reached = readings.iter().filter(|measured| {
                measured.reading.systolic() >= limit.systolic || measured.reading.diastolic() >= limit.diastolic
            });
            prop_assert_eq!(seen.reached_by as usize, reached.count());
        }
        // The lower step is reached by all that reach the upper one.
        if let [home, elevated] = found.comparisons.as_slice() {
            prop_assert!(elevated.reached_by >= home.reached_by);
        }
    }
}
