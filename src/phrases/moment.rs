//! When a reading was taken and what was said beside it, in words.

use super::{
    catalogue::Arguments,
    say::{Medium, Teller},
};
use crate::domain::{
    reading::{Arm, Extras, Position},
    reply::Card,
    when::{Date, Zone, days_before},
};

/// Further back than this the year is said as well, days.
const YEAR_AFTER_DAYS: i32 = 300;

impl Teller<'_> {
    /// An instant as people say it: today, yesterday, or the day.
    pub(super) fn when(&self, card: &Card) -> String {
        let at = card.zone.at(card.at_ms);
        let mut arguments = Arguments::new();
        let home = card.home.as_ref().unwrap_or(&card.zone);
        arguments.set("day", self.date_said(at.date(), home.at(card.now_ms).date()));
        arguments.set("time", self.time(at.hour() as u16, at.minute() as u16));
        let mut said = self.say("when", &arguments);
        if card.approximate {
            let mut arguments = Arguments::new();
            arguments.set("when", said);
            said = self.say("when-approximate", &arguments);
        }
        self.beside(said, &card.extras)
    }

    /// A day as people say it.
    pub(super) fn day(&self, at_ms: i64, now_ms: i64, zone: &Zone) -> String {
        self.date_said(zone.at(at_ms).date(), zone.at(now_ms).date())
    }

    /// The same where it says when something was.
    pub(super) fn on_day(&self, at_ms: i64, now_ms: i64, zone: &Zone) -> String {
        let (at, today) = (zone.at(at_ms).date(), zone.at(now_ms).date());
        let said = self.date_said(at, today);
        match days_before(at, today) {
            0 | 1 => said,
            _ => self.with("on-day", "day", said),
        }
    }

    /// A date as people say it today.
    pub(super) fn date_said(&self, date: Date, today: Date) -> String {
        match days_before(date, today) {
            0 => self.bare("day-today"),
            1 => self.bare("day-yesterday"),
            _ => self.date(date, today),
        }
    }

    /// A day by its date, with the year when it is long ago.
    pub(super) fn date(&self, date: Date, today: Date) -> String {
        let near = days_before(date, today).abs() < YEAR_AFTER_DAYS;
        let mut month = Arguments::new();
        month.set("month", i32::from(date.month()));
        let mut arguments = Arguments::new();
        arguments.set("month", self.say("month", &month));
        arguments.set("day", date.day().to_string());
        arguments.set("year", date.year().to_string());
        self.say(if near { "day-date" } else { "day-year" }, &arguments)
    }

    /// What was said beside the numbers, behind the time.
    pub(super) fn beside(&self, when: String, extras: &Extras) -> String {
        let key = |there: bool, key: &'static str| there.then_some(key);
        let mut parts = vec![when];
        let arm = extras.arm.map(|arm| match arm {
            Arm::Left => "arm-left",
            Arm::Right => "arm-right",
        });
        let position = extras.position.map(|position| match position {
            Position::Sitting => "position-sitting",
            Position::Lying => "position-lying",
            Position::Standing => "position-standing",
        });
        let irregular = key(extras.irregular, "irregular");
        parts.extend([arm, position, irregular].into_iter().flatten().map(|key| self.bare(key)));
        // A speaker does not read private remarks aloud.
        parts.extend(extras.note.clone().filter(|_| self.medium == Medium::Chat));
        parts.join(if self.medium == Medium::Chat { " · " } else { ", " })
    }

    pub(super) fn time(&self, hour: u16, minute: u16) -> String {
        let (Medium::Ear, Some(voice)) = (self.medium, self.voice) else {
            return format!("{hour}:{minute:02}");
        };
        let mut arguments = Arguments::new();
        arguments.set("hour", voice.numerals.say(hour));
        arguments.set("hours", hour);
        arguments.set("minute", voice.numerals.say_feminine(minute));
        let key = match minute {
            0 => "time-full-hour",
            1..=9 => "time-early",
            _ => "time",
        };
        self.say(key, &arguments)
    }
}
