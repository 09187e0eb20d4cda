//! Stretches of time that people ask about: a day, a part of it, the last week, from here to there.
//! Days are those of the person's own zone, so they may have 23 or 25 hours.

use super::when::{Day, NotYet, Part, Zone};
use jiff::{
    ToSpan, Zoned,
    civil::{Date, Time as CivilTime},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;
/// No two clocks of the world are further apart, ms: from UTC−12 to UTC+14.
pub const ZONES_APART_MS: i64 = 26 * 60 * 60 * 1000;
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
    pub fn part(&self, at: CivilTime) -> Part {
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
    pub fn minutes(&self, part: Part) -> (u16, u16) {
        match part {
            Part::Night => (0, self.morning_min),
            Part::Morning => (self.morning_min, self.daytime_min),
            Part::Daytime => (self.daytime_min, self.evening_min),
            Part::Evening => (self.evening_min, DAY_MIN),
        }
    }
}

/// How somebody's days go: in which zone, and where the parts of a day begin.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// The zone.
    pub zone: Zone,
    /// Where the parts of a day begin.
    pub borders: Borders,
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
    /// "A year": the last 365 days, today included.
    pub const YEAR: Period = Period::Last(365);
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
    /// A day of this zone; nothing at the end of the calendar.
    pub fn day(date: Date, zone: &Zone) -> Option<Span> {
        let zone = zone.at(0).time_zone().clone();
        Some(Span { from_ms: at(date, 0, &zone)?, to_ms: at(date, DAY_MIN, &zone)? })
    }

    /// Long enough for readings of every zone whose own clocks showed these times.
    pub fn anywhere(&self) -> Span {
        Span {
            from_ms: self.from_ms.saturating_sub(ZONES_APART_MS),
            to_ms: self.to_ms.saturating_add(ZONES_APART_MS),
        }
    }

    /// Whether an instant (ms UTC) lies in it, where `home` is the zone it was asked in: by the
    /// clock of the place that the instant belongs to.
    pub fn holds(&self, at_ms: i64, zone: &Zone, home: &Zone) -> bool {
        if zone == home {
            return self.contains(at_ms);
        }
        let local = zone.at(at_ms).datetime();
        (home.at(self.from_ms).datetime()..home.at(self.to_ms).datetime()).contains(&local)
    }

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
