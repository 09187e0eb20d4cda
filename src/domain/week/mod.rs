//! The home week: two readings in the morning and two in the evening, seven days, and what they
//! amount to. Pure; the readings and the present come in as arguments.
//!
//! Source of the scheme: 2024 ESC Guidelines §5.2.3 (doi:10.1093/eurheartj/ehae178) and ESH
//! (PMC8030885). They name no hours and no rule for missed readings; slots, pauses and which two
//! readings count are engineering choices.

mod said;
mod slot;

pub use said::{Outcome, Shown, WeekAct, WeekChoice, WeekReply, WeekWord};
pub use slot::{DIFFER_MMHG, Slot};

use super::{
    period::{Borders, Rhythm},
    reading::Reading,
    reminder::{Due, Reminder, ReminderId, TimeOfDay, USEFUL_MS, Weekdays},
    summary::{Measured, READINGS_MIN},
    threshold::{Profile, Target, Threshold},
    when::{Part, Zone},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Dates of a home week.
pub const DAYS: u8 = 7;
/// It can be extended up to so many.
pub const DAYS_MAX: u8 = 14;
/// Readings of a slot that count.
pub const A_SLOT: u8 = 2;
/// Who has taken no reading for so long after the beginning has changed their mind, ms: two weeks.
const GIVEN_UP_MS: i64 = 14 * 24 * 60 * 60 * 1000;
/// A paused week has no end; it is looked at for so many dates.
const DATES_MAX: usize = 400;

/// A home week as it was begun and changed since.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    /// Whose rules: whether the first date counts, how many dates are needed.
    pub profile: Profile,
    /// When it was begun, ms UTC: what was measured before does not belong to it.
    pub begun_ms: i64,
    /// So many dates it has.
    pub days: u8,
    /// Dates that are left out.
    pub pauses: Vec<Pause>,
    /// When it reminds, morning and evening.
    pub times: [TimeOfDay; 2],
}

/// A home week that is over, and how its days went when it ended: what was measured then is still
/// of that morning when the person lives elsewhere now.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastWeek {
    /// The week.
    pub week: Week,
    /// In which zone and with which borders its slots are found.
    pub rhythm: Rhythm,
    /// When it ended, ms UTC: what was measured later does not belong to it.
    pub ended_ms: i64,
}

/// Dates that are left out.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// The first date that is left out.
    pub from: Date,
    /// The first one that counts again; nothing while it is paused.
    pub until: Option<Date>,
}

/// How far a week has come.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Its dates that have begun, and those that are known to follow.
    pub days: Vec<Day>,
    /// Readings that count.
    pub counted: u32,
    /// Readings that would count in a whole week.
    pub planned: u32,
    /// Dates with a reading, a first one that is left out included.
    pub dates: u32,
    /// Whether that is enough for a comparison.
    pub valid: bool,
    /// The mean of the readings that count, rounded half up.
    pub mean: Option<Reading>,
    /// Of those of mornings.
    pub morning: Option<Reading>,
    /// Of those of evenings.
    pub evening: Option<Reading>,
}

/// One date of a week.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// Its morning.
    pub morning: Slot,
    /// Its evening.
    pub evening: Slot,
    /// Whether its readings count.
    pub counts: bool,
}

/// Where today stands in a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Today {
    /// It is this date of it, from 1.
    Day(u8),
    /// It is paused.
    Paused,
    /// All its dates are over.
    Over,
}

impl Week {
    /// A week that begins now.
    pub fn new(profile: Profile, now_ms: i64, times: [TimeOfDay; 2]) -> Week {
        Week { profile, begun_ms: now_ms, days: DAYS, pauses: Vec::new(), times }
    }

    /// Its dates as far as they are known: they begin with the first reading, else with today.
    fn dates(&self, readings: &[Measured], zone: &Zone, now_ms: i64) -> Vec<Date> {
        let own = readings.iter().filter(|measured| measured.at_ms >= self.begun_ms);
        let first = own.min_by_key(|measured| measured.at_ms).map(|first| first.local.date());
        // Who flies west has measured on a date that has not come here yet.
        let today = zone.at(now_ms).date();
        let date = first.map_or(today, |first| first.min(today));
        let days = std::iter::successors(Some(date), |date| date.tomorrow().ok());
        let paused = |date: &Date| {
            let within = |pause: &Pause| {
                *date >= pause.from && pause.until.is_none_or(|until| *date < until)
            };
            self.pauses.iter().any(within)
        };
        days.take(DATES_MAX).filter(|date| !paused(date)).take(self.days.into()).collect()
    }

    /// Where today stands.
    pub fn today(&self, readings: &[Measured], zone: &Zone, now_ms: i64) -> Today {
        let measured = readings.iter().any(|measured| measured.at_ms >= self.begun_ms);
        if !measured && now_ms - self.begun_ms > GIVEN_UP_MS {
            return Today::Over;
        }
        let today = zone.at(now_ms).date();
        let dates = self.dates(readings, zone, now_ms);
        match dates.iter().position(|date| *date == today) {
            Some(at) => Today::Day(at as u8 + 1),
            None if dates.len() < usize::from(self.days) => Today::Paused,
            None => Today::Over,
        }
    }

    /// Whether it is paused and nobody has said until when.
    pub fn paused(&self) -> bool {
        self.pauses.iter().any(|pause| pause.until.is_none())
    }

    /// Leaves out what comes: from today, or from tomorrow when today has a reading already.
    pub fn pause(&mut self, readings: &[Measured], zone: &Zone, now_ms: i64) {
        if self.paused() {
            return;
        }
        let today = zone.at(now_ms).date();
        let begun = readings
            .iter()
            .any(|measured| measured.at_ms >= self.begun_ms && measured.local.date() == today);
        let from = if begun { today.tomorrow().unwrap_or(today) } else { today };
        self.pauses.push(Pause { from, until: None });
    }

    /// Goes on today.
    pub fn resume(&mut self, zone: &Zone, now_ms: i64) {
        let today = zone.at(now_ms).date();
        for pause in &mut self.pauses {
            pause.until = pause.until.or(Some(today));
        }
        self.pauses.retain(|pause| pause.until.is_some_and(|until| until > pause.from));
    }

    /// One more date; says whether there was room for it.
    pub fn extend(&mut self) -> bool {
        let room = self.days < DAYS_MAX;
        self.days += u8::from(room);
        room
    }

    /// How far it has come.
    pub fn progress(&self, readings: &[Measured], rhythm: &Rhythm, now_ms: i64) -> Progress {
        let Rhythm { zone, borders } = rhythm;
        let drops = self.profile.guideline().drops_first_day;
        let slot = |date: Date, part: Part| -> (Slot, Vec<Reading>) {
            let of_slot = readings.iter().filter(|measured| {
                let at = measured.local;
                let then = at.date() == date && borders.part(at.time()) == part;
                then && measured.at_ms >= self.begun_ms
            });
            Slot::of(of_slot.copied().collect())
        };
        let (mut days, mut mornings, mut evenings) = (Vec::new(), Vec::new(), Vec::new());
        let mut thirds = 0;
        for (at, date) in self.dates(readings, zone, now_ms).into_iter().enumerate() {
            let (morning, of_morning) = slot(date, Part::Morning);
            let (evening, of_evening) = slot(date, Part::Evening);
            let counts = at > 0 || !drops;
            days.push(Day { date, morning, evening, counts });
            if counts {
                thirds += morning.thirds() + evening.thirds();
                mornings.extend(of_morning);
                evenings.extend(of_evening);
            }
        }
        let all = [mornings.as_slice(), evenings.as_slice()].concat();
        let counted = all.len() as u32;
        let measured = |day: &&Day| day.morning.count + day.evening.count > 0;
        let dates = days.iter().filter(measured).count() as u32;
        let left_out = u32::from(drops);
        Progress {
            counted,
            planned: u32::from(self.days).saturating_sub(left_out) * 2 * u32::from(A_SLOT) + thirds,
            dates,
            valid: counted >= READINGS_MIN && dates >= self.profile.guideline().days_min,
            mean: Reading::mean(&all),
            morning: Reading::mean(&mornings),
            evening: Reading::mean(&evenings),
            days,
        }
    }

    /// Whether nothing more can come: its last date is over, or has its readings in the evening and
    /// no third one is asked for.
    pub fn complete(&self, readings: &[Measured], rhythm: &Rhythm, now_ms: i64) -> bool {
        match self.today(readings, &rhythm.zone, now_ms) {
            Today::Over => true,
            Today::Day(day) if day == self.days => {
                let progress = self.progress(readings, rhythm, now_ms);
                progress.days.last().is_some_and(|day| day.evening.settled())
            }
            Today::Day(_) | Today::Paused => false,
        }
    }

    /// Whether the summary of a week whose dates are over is to be told now: from the morning
    /// after, and then whenever we look, for it is never too late for it.
    pub fn to_be_told(&self, readings: &[Measured], zone: &Zone, now_ms: i64) -> bool {
        let at = zone.at(now_ms);
        let minute = at.hour() as u16 * 60 + at.minute() as u16;
        let [morning, _] = self.times;
        let last = self.dates(readings, zone, now_ms).last().copied();
        let yesterday = at.date().yesterday().ok();
        let over = self.today(readings, zone, now_ms) == Today::Over;
        over && (minute >= morning.minutes() || last.is_some() && last < yesterday)
    }

    /// The reminder that is due now and was not dealt with up to `handled_ms`, and for which part
    /// of the day. Not for a slot that has both readings, nor right after a reading.
    pub fn due(
        &self,
        readings: &[Measured],
        rhythm: &Rhythm,
        now_ms: i64,
        handled_ms: i64,
    ) -> Option<(Due, Part)> {
        let zone = &rhythm.zone;
        let measured_ms = readings.iter().map(|measured| measured.at_ms).max();
        let due = |(time, part): (TimeOfDay, Part)| {
            let reminder = Reminder {
                id: ReminderId(0),
                time,
                days: Weekdays::ALL,
                on: true,
                paused_until_ms: None,
                again_ms: None,
                handled_ms,
            };
            reminder.due(now_ms, zone, measured_ms).map(|due| (due, part))
        };
        let [morning, evening] = self.times;
        let found = [(morning, Part::Morning), (evening, Part::Evening)];
        let (due, part) = found.into_iter().filter_map(due).max_by_key(|(due, _)| due.at_ms)?;
        let date = zone.at(due.at_ms).date();
        let progress = self.progress(readings, rhythm, now_ms);
        let open = progress.days.iter().find(|day| day.date == date).is_some_and(|day| {
            !if part == Part::Morning { day.morning.full() } else { day.evening.full() }
        });
        Some((Due { speak: due.speak && open, ..due }, part))
    }

    /// Until when a reminder is of use, ms UTC.
    pub fn reminder_lives(due: &Due) -> i64 {
        due.at_ms + USEFUL_MS
    }
}

impl Progress {
    /// Dates with a reading that counts: those that the mean is taken over.
    pub fn dates_counted(&self) -> u32 {
        let counts = |day: &&Day| day.counts && day.morning.count + day.evening.count > 0;
        self.days.iter().filter(counts).count() as u32
    }

    /// What the mean is set beside, and whether it is at it or above; nothing while the result is
    /// preliminary. What is compared is the rounded mean, as it is shown.
    pub fn comparisons(&self, profile: Profile, own: Option<Target>) -> Vec<(Threshold, bool)> {
        let Some(mean) = self.mean.filter(|_| self.valid) else { return Vec::new() };
        let beside = Threshold::of(profile, own).into_iter();
        beside.map(|threshold| (threshold, threshold.limit().reached_by(&mean))).collect()
    }

    /// The slot of this date, if it is one of the week and the part has one.
    pub fn slot(&self, date: Date, part: Part) -> Option<Slot> {
        let day = self.days.iter().find(|day| day.date == date)?;
        match part {
            Part::Morning => Some(day.morning),
            Part::Evening => Some(day.evening),
            Part::Daytime | Part::Night => None,
        }
    }
}

/// The morning and the evening at which somebody is reminded who has these reminders: the first of
/// theirs in each part of their day, else 08:00 and 20:00, or the middle of a part that these are
/// not in.
pub fn times(reminders: &[Reminder], borders: &Borders) -> [TimeOfDay; 2] {
    let of = |part: Part, otherwise: TimeOfDay| {
        let (from, to) = borders.minutes(part);
        // Half an hour before the slot ends there is still time to measure.
        let slot = from..to.saturating_sub(30).max(from + 1);
        let on = reminders.iter().filter(|reminder| reminder.on);
        let mut times = on.map(|reminder| reminder.time).chain([otherwise]);
        let middle = TimeOfDay::of_minutes(from + (to - from) / 2);
        times.find(|time| slot.contains(&time.minutes())).or(middle).unwrap_or(otherwise)
    };
    let [morning, evening] = Reminder::PAIR;
    [of(Part::Morning, morning), of(Part::Evening, evening)]
}

impl Week {
    /// Whether each of its times still lies in its part of such a day.
    pub fn fits(&self, borders: &Borders) -> bool {
        let [morning, evening] = self.times;
        let within = |time: TimeOfDay, part| {
            let (from, to) = borders.minutes(part);
            (from..to).contains(&time.minutes())
        };
        within(morning, Part::Morning) && within(evening, Part::Evening)
    }
}
