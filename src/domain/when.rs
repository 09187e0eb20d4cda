//! Instants, the zones people live in, and times as people say them. Instants are milliseconds
//! in UTC; a zone is an IANA name.

pub use jiff::civil::Date;

use jiff::{Timestamp, ToSpan, Zoned, civil::Time as CivilTime, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// A device's clock may be ahead of ours by so much, ms: five minutes.
const AHEAD_MS: i64 = 5 * 60 * 1000;
/// A date without a year further ahead than this is one of last year, days.
const NEAR_FUTURE_DAYS: i32 = 60;

/// An IANA time zone that is known to exist. Invariant: the name can be resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

impl Zone {
    /// The zone of this IANA name, if there is one.
    pub fn new(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(|_| Zone(name.to_owned()))
    }

    /// Coordinated universal time.
    pub fn utc() -> Zone {
        Zone("UTC".to_owned())
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The civil time there at an instant (ms UTC). An instant outside the calendar is its start.
    pub fn at(&self, ms: i64) -> Zoned {
        let zone = TimeZone::get(&self.0).unwrap_or(TimeZone::UTC);
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone)
    }
}

impl TryFrom<String> for Zone {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Zone, &'static str> {
        Zone::new(&name).ok_or("no such zone")
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.0
    }
}

/// An instant (ms UTC) as RFC 3339 writes it, in UTC.
pub fn rfc3339(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// The instant (ms UTC) that was written so.
pub fn of_rfc3339(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}

/// The instant (ms UTC) of a date and a time in UTC.
pub(super) fn utc_ms(at: jiff::civil::DateTime) -> Option<i64> {
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// The instant (ms UTC) that a header `Date` of HTTP names (RFC 9110, 5.6.7).
pub fn of_http_date(text: &str) -> Option<i64> {
    let format = "%a, %d %b %Y %H:%M:%S GMT";
    utc_ms(jiff::civil::DateTime::strptime(format, text.trim()).ok()?)
}

/// How far a day lies before today, in days of the calendar.
pub fn days_before(day: Date, today: Date) -> i32 {
    day.until(today).map_or(i32::MAX, |span| span.get_days())
}

/// A part of the day without an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Stands for 08:00.
    Morning,
    /// Stands for 14:00.
    Daytime,
    /// Stands for 20:00.
    Evening,
    /// Stands for 03:00.
    Night,
}

impl Part {
    /// The hour that it begins at.
    fn begins(self) -> i8 {
        match self {
            Part::Morning => 4,
            Part::Daytime => 12,
            Part::Evening => 17,
            Part::Night => 0,
        }
    }

    fn hour(self) -> i8 {
        match self {
            Part::Morning => 8,
            Part::Daytime => 14,
            Part::Evening => 20,
            Part::Night => 3,
        }
    }
}

/// Which day was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Day {
    /// So many days before today; none is today.
    Ago(u16),
    /// The last such day of the week, 1 (Monday) to 7.
    Weekday(u8),
    /// A date; without a year the last such one.
    Date {
        /// 1–31.
        day: u8,
        /// 1–12.
        month: u8,
        /// The year, when it was said.
        year: Option<i16>,
    },
    /// The last day of this number, 1–31.
    OfMonth(u8),
    /// A day that has not come yet.
    Ahead,
}

/// A time as it was said. Nothing said means now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub day: Option<Day>,
    /// Hour and minute.
    pub clock: Option<(u8, u8)>,
    /// The part of the day.
    pub part: Option<Part>,
    /// Minutes before now.
    pub minutes_ago: Option<u32>,
    /// Whether the hour may be one of twelve: "at two", and neither "2:00" nor "02".
    pub of_twelve: bool,
}

/// When a reading was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Ms UTC.
    pub at_ms: i64,
    /// Whether a representative time stands for a part of the day, or for a whole day.
    pub approximate: bool,
}

/// What was said lies ahead, or there is no such day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotYet;

/// Hours of the night: an hour below that is meant so only when it is said so, or lies ahead else.
pub const NIGHT_HOURS: u8 = 6;

impl When {
    /// Whether nothing was said about the time.
    pub fn is_now(&self) -> bool {
        *self == When::default()
    }

    /// The instant that was meant by somebody whose clock shows `now`. An hour without a day is
    /// the last such hour; nothing is ever put into the future.
    pub fn resolve(&self, now: &Zoned) -> Result<Moment, NotYet> {
        if let Some(minutes) = self.minutes_ago {
            let at_ms = now.timestamp().as_millisecond() - i64::from(minutes) * 60_000;
            return Ok(Moment { at_ms, approximate: false });
        }
        if self.is_now() {
            return Ok(Moment { at_ms: now.timestamp().as_millisecond(), approximate: false });
        }
        let (time, approximate) = self.time()?;
        let date = self.date(now)?;
        let place = |date: Date| {
            date.to_datetime(time).to_zoned(now.time_zone().clone()).map_err(|_| NotYet)
        };
        let mut at = place(date)?;
        // "At two", said at four, is this afternoon; hardly anybody measures at night.
        if self.of_twelve && self.part.is_none() {
            let later = place(date)?.checked_add(12.hours()).map_err(|_| NotYet)?;
            if !ahead(&later, now) {
                at = later;
            }
        }
        // A part of the day that has begun, or a day that is today, is as good as now.
        let begun = self.part.is_none_or(|part| part.begins() <= now.hour());
        let today = self.day.is_some() || self.part.is_some();
        if approximate && today && begun && date == now.date() && ahead(&at, now) {
            return Ok(Moment { at_ms: now.timestamp().as_millisecond(), approximate });
        }
        let floating = self.day.is_none() || matches!(self.day, Some(Day::Weekday(_)));
        if floating && ahead(&at, now) {
            let back = if self.day.is_none() { 1.day() } else { 7.days() };
            at = place(date.checked_sub(back).map_err(|_| NotYet)?)?;
        }
        if ahead(&at, now) {
            return Err(NotYet);
        }
        Ok(Moment { at_ms: at.timestamp().as_millisecond(), approximate })
    }

    /// The instants of several readings that were told in one message, in their order. A time
    /// without a day is not before the one that was told before it: "in the morning …, in the
    /// evening …", said at noon, are both of yesterday.
    pub fn resolve_all(all: &[When], now: &Zoned) -> Result<Vec<Moment>, NotYet> {
        let mut moments: Vec<Moment> = Vec::with_capacity(all.len());
        let mut next: Option<Date> = None;
        for when in all.iter().rev() {
            let mut moment = when.resolve(now)?;
            let day = |ms: i64| {
                Timestamp::from_millisecond(ms)
                    .ok()
                    .map(|at| at.to_zoned(now.time_zone().clone()).date())
            };
            let floats = when.day.is_none() && when.minutes_ago.is_none() && !when.is_now();
            if let (true, Some(limit), Some(date)) = (floats, next, day(moment.at_ms)) {
                let limit = limit.min(date);
                let dated = Day::Date {
                    day: limit.day().unsigned_abs(),
                    month: limit.month().unsigned_abs(),
                    year: Some(limit.year()),
                };
                moment = When { day: Some(dated), ..*when }.resolve(now)?;
            }
            // An afternoon that would be later than what was told after it is a morning.
            if when.of_twelve && moments.last().is_some_and(|later| later.at_ms < moment.at_ms) {
                moment = When { of_twelve: false, ..*when }.resolve(now)?;
            }
            next = if floats { day(moment.at_ms) } else { None };
            moments.push(moment);
        }
        moments.reverse();
        Ok(moments)
    }

    /// The time of day, and whether it only stands for one.
    fn time(&self) -> Result<(CivilTime, bool), NotYet> {
        let (hour, minute, approximate) = match (self.clock, self.part) {
            (Some((hour, minute)), part) => (half(hour, part), minute as i8, false),
            (None, Some(part)) => (part.hour(), 0, true),
            (None, None) => (Part::Daytime.hour(), 0, true),
        };
        let time = CivilTime::new(hour, minute, 0, 0).map_err(|_| NotYet)?;
        Ok((time, approximate))
    }

    fn date(&self, now: &Zoned) -> Result<Date, NotYet> {
        let today = now.date();
        match self.day {
            None => Ok(today),
            Some(Day::Ago(days)) => today.checked_sub(i64::from(days).days()).map_err(|_| NotYet),
            Some(Day::Weekday(day)) => {
                let back = (today.weekday().to_monday_one_offset() - day as i8).rem_euclid(7);
                today.checked_sub(i64::from(back).days()).map_err(|_| NotYet)
            }
            Some(Day::Date { day, month, year }) => {
                let of = |year| Date::new(year, month as i8, day as i8).map_err(|_| NotYet);
                if let Some(year) = year {
                    return of(year);
                }
                let date = of(today.year())?;
                let ahead = today.until(date).map_or(0, |span| span.get_days());
                if ahead > NEAR_FUTURE_DAYS { of(today.year() - 1) } else { Ok(date) }
            }
            Some(Day::OfMonth(day)) => {
                let first = today.first_of_month();
                let months = if i16::from(day) > i16::from(today.day()) { 1 } else { 0 };
                let month = first.checked_sub(months.months()).map_err(|_| NotYet)?;
                Date::new(month.year(), month.month(), day as i8).map_err(|_| NotYet)
            }
            Some(Day::Ahead) => Err(NotYet),
        }
    }
}

/// Which half of the day an hour belongs to: nine in the evening is 21, two at night is 2.
fn half(hour: u8, part: Option<Part>) -> i8 {
    let hour = hour as i8;
    match part {
        Some(Part::Evening) if (1..12).contains(&hour) => hour + 12,
        Some(Part::Daytime) if (1..8).contains(&hour) => hour + 12,
        Some(Part::Night) if (6..12).contains(&hour) => hour + 12,
        Some(Part::Night | Part::Evening) if hour == 12 => 0,
        Some(Part::Morning | Part::Daytime | Part::Evening | Part::Night) | None => hour,
    }
}

fn ahead(at: &Zoned, now: &Zoned) -> bool {
    at.timestamp().as_millisecond() > now.timestamp().as_millisecond() + AHEAD_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sunday, 2026-11-22, 12:40 in Moscow.
    fn now() -> Zoned {
        Zone::new("Europe/Moscow").unwrap().at(1_795_340_400_000)
    }

    fn check(when: When, expected: Option<&str>) {
        let resolved = when.resolve(&now()).ok().map(|moment| {
            let at = Zone::new("Europe/Moscow").unwrap().at(moment.at_ms).datetime();
            format!("{}{}", if moment.approximate { "~" } else { "" }, at)
        });
        assert_eq!(resolved.as_deref(), expected, "{when:?}");
    }

    #[test]
    fn times_are_the_last_such_ones_and_never_ahead() {
        let clock = |hour, minute| When { clock: Some((hour, minute)), ..When::default() };
        let part = |part| When { part: Some(part), ..When::default() };
        let day = |day| When { day: Some(day), ..When::default() };
        check(When::default(), Some("2026-11-22T12:40:00"));
        check(clock(8, 15), Some("2026-11-22T08:15:00"));
        check(clock(22, 30), Some("2026-11-21T22:30:00"));
        check(clock(12, 44), Some("2026-11-22T12:44:00"));
        check(part(Part::Morning), Some("~2026-11-22T08:00:00"));
        check(part(Part::Evening), Some("~2026-11-21T20:00:00"));
        check(When { part: Some(Part::Evening), ..clock(9, 0) }, Some("2026-11-21T21:00:00"));
        check(When { part: Some(Part::Night), ..clock(2, 0) }, Some("2026-11-22T02:00:00"));
        check(When { day: Some(Day::Ago(0)), ..part(Part::Evening) }, None);
        check(day(Day::Ago(1)), Some("~2026-11-21T14:00:00"));
        check(day(Day::Ahead), None);
        check(day(Day::Weekday(5)), Some("~2026-11-20T14:00:00"));
        check(When { day: Some(Day::Weekday(7)), ..clock(20, 0) }, Some("2026-11-15T20:00:00"));
        check(day(Day::Date { day: 25, month: 11, year: None }), None);
        check(day(Day::Date { day: 12, month: 3, year: None }), Some("~2026-03-12T14:00:00"));
        check(day(Day::Date { day: 31, month: 2, year: None }), None);
        check(When { minutes_ago: Some(60), ..When::default() }, Some("2026-11-22T11:40:00"));
        // What has begun is as good as now.
        check(part(Part::Daytime), Some("~2026-11-22T12:40:00"));
        check(When { day: Some(Day::Ago(0)), ..part(Part::Daytime) }, Some("~2026-11-22T12:40:00"));
        check(day(Day::Date { day: 22, month: 11, year: None }), Some("~2026-11-22T12:40:00"));
    }

    #[test]
    fn readings_of_one_message_follow_each_other() {
        let clock = |hour| When { clock: Some((hour, 0)), ..When::default() };
        let part = |part| When { part: Some(part), ..When::default() };
        let told = |all: &[When]| -> Vec<String> {
            let zone = Zone::new("Europe/Moscow").unwrap();
            let moments = When::resolve_all(all, &now()).unwrap();
            moments.iter().map(|it| zone.at(it.at_ms).strftime("%d %H").to_string()).collect()
        };
        assert_eq!(told(&[part(Part::Morning), part(Part::Evening)]), ["21 08", "21 20"]);
        assert_eq!(told(&[part(Part::Evening), part(Part::Morning)]), ["21 20", "22 08"]);
        assert_eq!(told(&[clock(8), clock(11)]), ["22 08", "22 11"]);
        assert_eq!(told(&[clock(8), clock(11), clock(19)]), ["21 08", "21 11", "21 19"]);
        assert_eq!(told(&[clock(8), When::default()]), ["22 08", "22 12"]);
        let today = When { day: Some(Day::Ago(0)), ..part(Part::Morning) };
        assert_eq!(told(&[today, part(Part::Evening)]), ["22 08", "21 20"]);
        assert_eq!(told(&[]), [""; 0]);
    }

    #[test]
    fn a_missing_hour_and_a_doubled_one_are_resolved() {
        let berlin = Zone::new("Europe/Berlin").unwrap();
        // 2026-03-29: 02:30 does not exist in Berlin. Noon of that day is the present.
        let now = berlin.at(1_774_778_400_000);
        let half_past_two = When { clock: Some((2, 30)), ..When::default() };
        let moment = half_past_two.resolve(&now).unwrap();
        assert_eq!(berlin.at(moment.at_ms).datetime().to_string(), "2026-03-29T03:30:00");
        // 2026-10-25: 02:30 comes twice; the first one is meant.
        let now = berlin.at(1_792_926_000_000);
        let moment = half_past_two.resolve(&now).unwrap();
        assert_eq!(berlin.at(moment.at_ms).offset().to_string(), "+02");
    }
}
