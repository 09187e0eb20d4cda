//! Stretches of time that people ask about: a day, a part of it, the last week, from here to there.
//! Days are those of the person's own zone, so they may have 23 or 25 hours.

use super::when::{Day, NotYet, Part};
use jiff::{
    ToSpan, Zoned,
    civil::{Date, Time as CivilTime},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;
/// A date without a year is looked for so far: between two leap days there may be eight years.
const YEARS: i16 = 8;
/// A day of the month is looked for so far: of two months in a row one has 31 days.
const MONTHS: i32 = 2;

/// Where the parts of a day begin, in minutes after midnight, local time. They tile the day:
/// night, morning, daytime, and the evening up to midnight. Invariant: in this order, each part
/// but the daytime longer than nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(u16, u16, u16)", into = "(u16, u16, u16)")]
pub struct Borders {
    morning_min: u16,
    daytime_min: u16,
    evening_min: u16,
}

impl Borders {
    /// Morning from 04:00, daytime from noon, evening from 17:00. An engineering choice: the home
    /// protocols say "before breakfast" and "before supper or bed" and name no hours.
    pub const DEFAULT: Borders =
        Borders { morning_min: 4 * 60, daytime_min: 12 * 60, evening_min: 17 * 60 };

    /// Borders of a person's own, if they are in order.
    pub fn new(morning_min: u16, daytime_min: u16, evening_min: u16) -> Option<Borders> {
        let ordered = 0 < morning_min
            && morning_min < daytime_min
            && daytime_min <= evening_min
            && evening_min < DAY_MIN;
        ordered.then_some(Borders { morning_min, daytime_min, evening_min })
    }

    /// The part of the day at this local time.
    pub fn part(&self, at: &Zoned) -> Part {
        let minute = at.hour() as u16 * 60 + at.minute() as u16;
        [Part::Morning, Part::Daytime, Part::Evening]
            .into_iter()
            .find(|part| {
                let (from, to) = self.minutes(*part);
                (from..to).contains(&minute)
            })
            .unwrap_or(Part::Night)
    }

    /// From which minute of the day to which (not included) a part lasts.
    fn minutes(&self, part: Part) -> (u16, u16) {
        match part {
            Part::Night => (0, self.morning_min),
            Part::Morning => (self.morning_min, self.daytime_min),
            Part::Daytime => (self.daytime_min, self.evening_min),
            Part::Evening => (self.evening_min, DAY_MIN),
        }
    }
}

impl TryFrom<(u16, u16, u16)> for Borders {
    type Error = &'static str;

    fn try_from(minutes: (u16, u16, u16)) -> Result<Borders, &'static str> {
        Borders::new(minutes.0, minutes.1, minutes.2).ok_or("no borders of a day")
    }
}

impl From<Borders> for (u16, u16, u16) {
    fn from(borders: Borders) -> (u16, u16, u16) {
        (borders.morning_min, borders.daytime_min, borders.evening_min)
    }
}

/// What a person asks about. Nothing of it lies ahead: what has begun ends with today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    /// One day.
    Day(Day),
    /// A part of one day.
    Part(Day, Part),
    /// So many days with today as the last of them; at least today.
    Last(u16),
    /// A week from Monday to Sunday, so many before the present one.
    Week {
        /// None is the present one.
        ago: u8,
    },
    /// A month by the calendar, so many before the present one.
    Month {
        /// None is the present one.
        ago: u8,
    },
    /// A month by its name.
    Named {
        /// 1–12.
        month: u8,
        /// The year, when it was said; else the last such month that has begun.
        year: Option<i16>,
    },
    /// From one day to another, both included. Without years: the last such first day, and the
    /// next such last day after it.
    Between {
        /// The first day.
        from: Day,
        /// The last day.
        to: Day,
    },
}

impl Period {
    /// "A week": the last seven days, today included.
    pub const WEEK: Period = Period::Last(7);
    /// "A month": the last thirty days, today included.
    pub const MONTH: Period = Period::Last(30);
    /// "Three months": the last ninety days, today included.
    pub const QUARTER: Period = Period::Last(90);

    /// The stretch that is meant by somebody whose clock shows `now`. An error when it has not
    /// begun, or when there are no such days.
    pub fn resolve(&self, now: &Zoned, borders: &Borders) -> Result<Span, NotYet> {
        let today = now.date();
        let zone = now.time_zone();
        let found = match *self {
            Period::Part(day, part) => {
                let (from, to) = borders.minutes(part);
                latest(day, today).and_then(|day| {
                    let span = Span { from_ms: at(day, from, zone)?, to_ms: at(day, to, zone)? };
                    Some(span).filter(|span| span.from_ms <= now.timestamp().as_millisecond())
                })
            }
            Period::Day(_)
            | Period::Last(_)
            | Period::Week { .. }
            | Period::Month { .. }
            | Period::Named { .. }
            | Period::Between { .. } => self.days(today).and_then(|(first, last)| {
                let (first, last) = (first.min(last), last.max(first).min(today));
                let span = Span { from_ms: at(first, 0, zone)?, to_ms: at(last, DAY_MIN, zone)? };
                Some(span).filter(|_| first <= today)
            }),
        };
        found.ok_or(NotYet)
    }

    /// The first and the last day.
    fn days(&self, today: Date) -> Option<(Date, Date)> {
        match *self {
            Period::Day(day) | Period::Part(day, _) => {
                latest(day, today).map(|found| (found, found))
            }
            Period::Last(days) => {
                let before = i64::from(days.max(1)) - 1;
                Some((today.checked_sub(before.days()).ok()?, today))
            }
            Period::Week { ago } => {
                let back = i64::from(today.weekday().to_monday_zero_offset()) + 7 * i64::from(ago);
                let monday = today.checked_sub(back.days()).ok()?;
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            Period::Month { ago } => {
                let first = today.first_of_month().checked_sub(i64::from(ago).months()).ok()?;
                Some((first, first.last_of_month()))
            }
            Period::Named { month, year } => {
                let first = latest(Day::Date { day: 1, month, year }, today)?;
                Some((first, first.last_of_month()))
            }
            Period::Between { from, to } => {
                let first = latest(with_month_of(from, to), today)?;
                Some((first, next(to, first, today)?))
            }
        }
    }
}

/// A stretch of time, half open: its first millisecond (UTC) and the first one behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The first millisecond, UTC.
    pub from_ms: i64,
    /// The first millisecond that does not belong to it, UTC.
    pub to_ms: i64,
}

impl Span {
    /// Whether an instant (ms UTC) lies in it.
    pub fn contains(&self, at_ms: i64) -> bool {
        (self.from_ms..self.to_ms).contains(&at_ms)
    }
}

/// The instant (ms UTC) of a minute of this day; an hour that the clocks skip is its next one.
fn at(day: Date, minute: u16, zone: &TimeZone) -> Option<i64> {
    let (day, minute) =
        if minute == DAY_MIN { (day.tomorrow().ok()?, 0) } else { (day, minute as i16) };
    let time = CivilTime::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
    let at = day.to_datetime(time).to_zoned(zone.clone()).ok()?;
    Some(at.timestamp().as_millisecond())
}

/// "From the 1st to the 15th of October": the month was said once, for both.
fn with_month_of(from: Day, to: Day) -> Day {
    match (from, to) {
        (Day::OfMonth(first), Day::Date { day: last, month, year }) => {
            let (month, year) = match (first <= last, month) {
                (true, _) => (month, year),
                (false, 1) => (12, year.map(|year| year.saturating_sub(1))),
                (false, _) => (month.saturating_sub(1), year),
            };
            Day::Date { day: first, month, year }
        }
        _ => from,
    }
}

/// The last such day that is not behind today.
fn latest(day: Day, today: Date) -> Option<Date> {
    match day {
        Day::Ago(days) => today.checked_sub(i64::from(days).days()).ok(),
        Day::Weekday(day) => {
            let back = i16::from(today.weekday().to_monday_one_offset()) - i16::from(day);
            today.checked_sub(i64::from(back.rem_euclid(7)).days()).ok()
        }
        Day::Date { day, month, year: Some(year) } => {
            Date::new(year, month as i8, day as i8).ok().filter(|date| *date <= today)
        }
        Day::Date { day, month, year: None } => (0..=YEARS).find_map(|back| {
            let date = Date::new(today.year() - back, month as i8, day as i8).ok()?;
            Some(date).filter(|date| *date <= today)
        }),
        Day::OfMonth(day) => (0..=MONTHS).find_map(|back| {
            let first = today.first_of_month().checked_sub(back.months()).ok()?;
            let date = Date::new(first.year(), first.month(), day as i8).ok()?;
            Some(date).filter(|date| *date <= today)
        }),
        Day::Ahead => None,
    }
}

/// The next such day on or after `first`; days counted from today may come before it.
fn next(day: Day, first: Date, today: Date) -> Option<Date> {
    match day {
        Day::Ago(_) => latest(day, today),
        Day::Weekday(day) => {
            let ahead = i16::from(day) - i16::from(first.weekday().to_monday_one_offset());
            first.checked_add(i64::from(ahead.rem_euclid(7)).days()).ok()
        }
        Day::Date { day, month, year: Some(year) } => Date::new(year, month as i8, day as i8).ok(),
        Day::Date { day, month, year: None } => (0..=YEARS).find_map(|ahead| {
            let date = Date::new(first.year() + ahead, month as i8, day as i8).ok()?;
            Some(date).filter(|date| *date >= first)
        }),
        Day::OfMonth(day) => (0..=MONTHS).find_map(|ahead| {
            let month = first.first_of_month().checked_add(ahead.months()).ok()?;
            let date = Date::new(month.year(), month.month(), day as i8).ok()?;
            Some(date).filter(|date| *date >= first)
        }),
        Day::Ahead => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::when::Zone;
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::new(name).unwrap()
    }

    /// The stretch as local times, as seen at `now`.
    fn seen(now: &str, zone_name: &str, period: Period) -> Option<String> {
        let now: Zoned = format!("{now}[{zone_name}]").parse().unwrap();
        let span = period.resolve(&now, &Borders::DEFAULT).ok()?;
        let local = |ms| zone(zone_name).at(ms).strftime("%Y-%m-%d %H:%M").to_string();
        Some(format!("{} – {}", local(span.from_ms), local(span.to_ms)))
    }

    #[track_caller]
    fn check(period: Period, expected: Option<&str>) {
        // A Sunday.
        assert_eq!(
            seen("2026-11-22T12:40", "Europe/Moscow", period).as_deref(),
            expected,
            "{period:?}"
        );
    }

    fn date(day: u8, month: u8) -> Day {
        Day::Date { day, month, year: None }
    }

    #[test]
    fn days_and_their_parts() {
        check(Period::Day(Day::Ago(0)), Some("2026-11-22 00:00 – 2026-11-23 00:00"));
        check(Period::Day(Day::Ago(1)), Some("2026-11-21 00:00 – 2026-11-22 00:00"));
        check(Period::Day(date(12, 5)), Some("2026-05-12 00:00 – 2026-05-13 00:00"));
        check(Period::Day(date(25, 11)), Some("2025-11-25 00:00 – 2025-11-26 00:00"));
        check(Period::Day(date(29, 2)), Some("2024-02-29 00:00 – 2024-03-01 00:00"));
        check(Period::Day(date(31, 2)), None);
        check(Period::Day(Day::Weekday(7)), Some("2026-11-22 00:00 – 2026-11-23 00:00"));
        check(Period::Day(Day::Weekday(1)), Some("2026-11-16 00:00 – 2026-11-17 00:00"));
        check(Period::Day(Day::OfMonth(31)), Some("2026-10-31 00:00 – 2026-11-01 00:00"));
        check(Period::Day(Day::Ahead), None);
        let of_2027 = Day::Date { day: 1, month: 1, year: Some(2027) };
        check(Period::Day(of_2027), None);
        let yesterday = Day::Ago(1);
        for (part, expected) in [
            (Part::Night, "2026-11-21 00:00 – 2026-11-21 04:00"),
            (Part::Morning, "2026-11-21 04:00 – 2026-11-21 12:00"),
            (Part::Daytime, "2026-11-21 12:00 – 2026-11-21 17:00"),
            (Part::Evening, "2026-11-21 17:00 – 2026-11-22 00:00"),
        ] {
            check(Period::Part(yesterday, part), Some(expected));
        }
        check(
            Period::Part(Day::Ago(0), Part::Daytime),
            Some("2026-11-22 12:00 – 2026-11-22 17:00"),
        );
        check(Period::Part(Day::Ago(0), Part::Evening), None);
    }

    #[test]
    fn weeks_and_months() {
        check(Period::WEEK, Some("2026-11-16 00:00 – 2026-11-23 00:00"));
        check(Period::MONTH, Some("2026-10-24 00:00 – 2026-11-23 00:00"));
        check(Period::QUARTER, Some("2026-08-25 00:00 – 2026-11-23 00:00"));
        check(Period::Last(0), Some("2026-11-22 00:00 – 2026-11-23 00:00"));
        check(Period::Week { ago: 0 }, Some("2026-11-16 00:00 – 2026-11-23 00:00"));
        check(Period::Week { ago: 1 }, Some("2026-11-09 00:00 – 2026-11-16 00:00"));
        check(Period::Month { ago: 0 }, Some("2026-11-01 00:00 – 2026-11-23 00:00"));
        check(Period::Month { ago: 1 }, Some("2026-10-01 00:00 – 2026-11-01 00:00"));
        check(Period::Month { ago: 11 }, Some("2025-12-01 00:00 – 2026-01-01 00:00"));
        let named = |month, year| Period::Named { month, year };
        check(named(10, None), Some("2026-10-01 00:00 – 2026-11-01 00:00"));
        check(named(11, None), Some("2026-11-01 00:00 – 2026-11-23 00:00"));
        check(named(12, None), Some("2025-12-01 00:00 – 2026-01-01 00:00"));
        check(named(2, Some(2024)), Some("2024-02-01 00:00 – 2024-03-01 00:00"));
        check(named(12, Some(2026)), None);
    }

    #[test]
    fn from_one_day_to_another() {
        let between = |from, to| Period::Between { from, to };
        let october = "2026-10-01 00:00 – 2026-10-16 00:00";
        check(between(date(1, 10), date(15, 10)), Some(october));
        check(between(Day::OfMonth(1), date(15, 10)), Some(october));
        let year = Some(2025);
        let to = Day::Date { day: 5, month: 1, year };
        check(between(Day::OfMonth(20), to), Some("2024-12-20 00:00 – 2025-01-06 00:00"));
        check(between(Day::OfMonth(28), date(3, 11)), Some("2026-10-28 00:00 – 2026-11-04 00:00"));
        check(between(date(20, 12), date(10, 1)), Some("2025-12-20 00:00 – 2026-01-11 00:00"));
        check(between(date(1, 11), date(30, 11)), Some("2026-11-01 00:00 – 2026-11-23 00:00"));
        check(
            between(Day::OfMonth(1), Day::OfMonth(15)),
            Some("2026-11-01 00:00 – 2026-11-16 00:00"),
        );
        check(
            between(Day::OfMonth(25), Day::OfMonth(5)),
            Some("2026-10-25 00:00 – 2026-11-06 00:00"),
        );
        check(
            between(Day::Weekday(2), Day::Weekday(5)),
            Some("2026-11-17 00:00 – 2026-11-21 00:00"),
        );
        check(between(Day::Ago(3), Day::Ago(1)), Some("2026-11-19 00:00 – 2026-11-22 00:00"));
        check(between(Day::Ago(1), Day::Ago(3)), Some("2026-11-19 00:00 – 2026-11-22 00:00"));
        check(between(date(12, 5), Day::Ago(0)), Some("2026-05-12 00:00 – 2026-11-23 00:00"));
        check(between(date(1, 10), Day::Ahead), None);
    }

    #[test]
    fn a_day_has_as_many_hours_as_the_zone_gives_it() {
        let today = Period::Day(Day::Ago(0));
        for (now, zone_name, hours) in [
            ("2026-03-29T12:00", "Europe/Berlin", 23),
            ("2026-10-25T12:00", "Europe/Berlin", 25),
            ("2026-09-06T12:00", "America/Santiago", 23),
            ("2026-04-05T12:00", "Australia/Lord_Howe", 24),
            ("2024-02-29T12:00", "Pacific/Kiritimati", 24),
            ("2024-02-29T12:00", "Pacific/Pago_Pago", 24),
        ] {
            let now: Zoned = format!("{now}[{zone_name}]").parse().unwrap();
            let span = today.resolve(&now, &Borders::DEFAULT).unwrap();
            assert_eq!((span.to_ms - span.from_ms) / 3_600_000, hours, "{zone_name}");
            assert!(span.contains(now.timestamp().as_millisecond()));
        }
        // Midnight itself does not exist in Santiago on that day.
        assert_eq!(
            seen("2026-09-06T12:00", "America/Santiago", today).unwrap(),
            "2026-09-06 01:00 – 2026-09-07 00:00"
        );
    }

    #[test]
    fn a_part_asked_for_is_the_part_a_reading_belongs_to() {
        let (berlin, borders) = (zone("Europe/Berlin"), Borders::DEFAULT);
        // Every quarter of an hour around both changes of the clocks.
        for start_ms in [1_774_656_000_000_i64, 1_792_800_000_000] {
            for step in 0..(3 * 96) {
                let at_ms = start_ms + step * 900_000;
                let at = berlin.at(at_ms);
                let part = Period::Part(Day::Ago(0), borders.part(&at));
                assert!(part.resolve(&at, &borders).unwrap().contains(at_ms), "{at}");
            }
        }
    }

    #[test]
    fn borders_have_an_order() {
        assert!(Borders::new(240, 720, 1020).is_some_and(|borders| borders == Borders::DEFAULT));
        assert!(Borders::new(300, 720, 720).is_some());
        for (morning, daytime, evening) in
            [(0, 720, 1020), (720, 720, 1020), (240, 1021, 1020), (240, 720, 1440)]
        {
            assert!(Borders::new(morning, daytime, evening).is_none());
        }
    }
}
