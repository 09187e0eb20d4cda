//! Reminders: at which instants they are due in the person's zone, through changes of the clocks,
//! and which of them are still worth sending. Pure: what was dealt with is an argument.

use super::when::Zone;
use jiff::{
    ToSpan, Zoned,
    civil::{Date, Time as CivilTime},
};
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;
/// After this time a reminder is no use any more, ms: two hours. Later the person has measured,
/// or the hour that was chosen has passed; after a long downtime nobody gets a pile of them.
pub const USEFUL_MS: i64 = 2 * 60 * 60 * 1000;
/// A reading taken so long before the time, or after it, makes a reminder needless, ms: an hour
/// and a half. Less than the two hours that the closest useful reminders lie apart.
pub const MEASURED_WITHIN_MS: i64 = 90 * 60 * 1000;
/// "Remind me later" means so much later, ms: half an hour.
pub const SNOOZE_MS: i64 = 30 * 60 * 1000;
/// A mark further ahead than this was made while the clock was wrong, ms: a week. To believe it
/// would silence a reminder until then.
const ASTRAY_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// More reminders than these nobody needs: one for each hour.
pub const REMINDERS_MAX: usize = 24;

/// One reminder. Random, so that it tells nothing about anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReminderId(pub i64);

/// A local time of day. Invariant: less than 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// So many minutes after midnight.
    pub fn of_minutes(minutes: u16) -> Option<TimeOfDay> {
        (minutes < DAY_MIN).then_some(TimeOfDay(minutes))
    }

    /// Minutes after midnight.
    pub fn minutes(self) -> u16 {
        self.0
    }

    /// Hour and minute.
    pub fn clock(self) -> (u16, u16) {
        (self.0 / 60, self.0 % 60)
    }
}

impl TryFrom<u16> for TimeOfDay {
    type Error = &'static str;

    fn try_from(minutes: u16) -> Result<TimeOfDay, &'static str> {
        TimeOfDay::of_minutes(minutes).ok_or("no time of day")
    }
}

impl From<TimeOfDay> for u16 {
    fn from(time: TimeOfDay) -> u16 {
        time.0
    }
}

/// Days of the week, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Weekdays = Weekdays(0b111_1111);
    /// Monday to Friday.
    pub const WORK: Weekdays = Weekdays(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Weekdays = Weekdays(0b110_0000);

    /// From bits, the lowest one Monday.
    pub fn of_bits(bits: u8) -> Option<Weekdays> {
        (1..=Weekdays::ALL.0).contains(&bits).then_some(Weekdays(bits))
    }

    /// Bits, the lowest one Monday.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether this day is one of them, 1 (Monday) to 7.
    pub fn contains(self, day: u8) -> bool {
        (1..=7).contains(&day) && self.0 & (1 << (day - 1)) != 0
    }
}

impl TryFrom<u8> for Weekdays {
    type Error = &'static str;

    fn try_from(bits: u8) -> Result<Weekdays, &'static str> {
        Weekdays::of_bits(bits).ok_or("no days of the week")
    }
}

impl From<Weekdays> for u8 {
    fn from(days: Weekdays) -> u8 {
        days.0
    }
}

/// A reminder of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// Which one.
    pub id: ReminderId,
    /// The local time. Where the clocks skip it, it is so much later; where they show it twice,
    /// the first one counts.
    pub time: TimeOfDay,
    /// On which days.
    pub days: Weekdays,
    /// Whether it reminds at all.
    pub on: bool,
    /// Nothing that is due before this is sent, ms UTC.
    pub paused_until_ms: Option<i64>,
    /// Once more at this time, as the person has asked, ms UTC.
    pub again_ms: Option<i64>,
    /// What was due up to here was dealt with, ms UTC.
    pub handled_ms: i64,
}

/// What is due and was not dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When it was due, ms UTC: once dealt with, the mark of the reminder.
    pub at_ms: i64,
    /// Whether it is to be sent; not when a reading has come already.
    pub speak: bool,
}

/// The reminders of one person, as they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminders {
    /// In the order of the day.
    pub list: Vec<Reminder>,
    /// Whether it is known which chat to write to; else it has to say a word first.
    pub reachable: bool,
}

impl Reminder {
    /// Morning and evening, as one tap sets them: 08:00 and 20:00.
    pub const PAIR: [TimeOfDay; 2] = [TimeOfDay(8 * 60), TimeOfDay(20 * 60)];

    /// What is to be done now for somebody in this zone whose newest reading was taken at
    /// `measured_ms`. What came due while nobody looked is due only while it is useful, and of
    /// several only the last. A clock that was set back makes nothing due twice.
    pub fn due(&self, now_ms: i64, zone: &Zone, measured_ms: Option<i64>) -> Option<Due> {
        let handled_ms =
            if self.handled_ms - ASTRAY_MS > now_ms { i64::MIN } else { self.handled_ms };
        let timed = self.around(now_ms, zone).filter(|at_ms| *at_ms > handled_ms);
        // A pause ends what was asked for before it, so that a second time was asked for in it.
        let at_ms = timed
            .filter(|at_ms| self.paused_until_ms.is_none_or(|until_ms| *at_ms >= until_ms))
            .chain(self.again_ms)
            .filter(|at_ms| (now_ms - USEFUL_MS..=now_ms).contains(at_ms))
            .max()
            .filter(|_| self.on)?;
        let speak = measured_ms.is_none_or(|measured| measured < at_ms - MEASURED_WITHIN_MS);
        Some(Due { at_ms, speak })
    }

    /// When it comes next, ms UTC; never when it is switched off.
    pub fn next(&self, now_ms: i64, zone: &Zone) -> Option<i64> {
        let after_ms = self.paused_until_ms.map_or(now_ms, |until_ms| now_ms.max(until_ms - 1));
        let at = zone.at(after_ms);
        // Eight days reach the same day of the week, should today's time be over.
        let timed = (-1..=8).filter_map(|ahead| self.on_date(offset(&at, ahead)?, &at));
        let again = self.again_ms.filter(|at_ms| *at_ms > now_ms);
        timed.filter(|at_ms| *at_ms > after_ms).chain(again).min().filter(|_| self.on)
    }

    /// Its times on the day of `now_ms` and on the days beside it: a time that the clocks skip
    /// around midnight belongs to a neighbour.
    fn around(&self, now_ms: i64, zone: &Zone) -> impl Iterator<Item = i64> {
        let now = zone.at(now_ms);
        (-1..=1).filter_map(move |ahead| self.on_date(offset(&now, ahead)?, &now))
    }

    /// Its instant on a date, ms UTC, if that is one of its days.
    fn on_date(&self, date: Date, at: &Zoned) -> Option<i64> {
        let (hour, minute) = self.time.clock();
        let time = CivilTime::new(hour as i8, minute as i8, 0, 0).ok()?;
        let at = date.to_datetime(time).to_zoned(at.time_zone().clone()).ok()?;
        let day = date.weekday().to_monday_one_offset() as u8;
        self.days.contains(day).then(|| at.timestamp().as_millisecond())
    }
}

/// Until when somebody is left alone for so many days, today included, ms UTC: one is "not
/// today", seven is "a week".
pub fn paused_for(days: u8, now: &Zoned) -> i64 {
    let end =
        offset(now, i64::from(days)).and_then(|date| date.to_zoned(now.time_zone().clone()).ok());
    end.unwrap_or_else(|| now.clone()).timestamp().as_millisecond()
}

fn offset(at: &Zoned, days: i64) -> Option<Date> {
    at.date().checked_add(days.days()).ok()
}
