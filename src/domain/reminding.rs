//! Reminders as they are set in the chat: the list with its buttons, a time that is typed, hours
//! of quiet, and what can be done about a reminder that has come.

use super::{
    choice::Choice,
    entry::EntryChoice,
    reminder::{REMINDERS_MAX, ReminderId, Reminders, TimeOfDay, Weekdays},
    when::Zone,
};
use jiff::Zoned;
use serde::{Deserialize, Serialize};

/// Minutes of a day.
const DAY_MIN: i32 = 24 * 60;

/// Times and days that were named, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The times of day, in the order in which they were named.
    pub times: Vec<TimeOfDay>,
    /// The days; every day when none was named.
    pub days: Weekdays,
    /// Whether the two times are the ends of a stretch ("from … to …").
    pub stretch: bool,
    /// Whether it was asked to be reminded then.
    pub asks: bool,
    /// Whether it was asked to be left in peace then.
    pub quiet: bool,
}

/// Hours in which nobody is reminded, local time; they may reach over midnight. Invariant: the
/// ends differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "(TimeOfDay, TimeOfDay)", into = "(TimeOfDay, TimeOfDay)")]
pub struct Quiet {
    from: TimeOfDay,
    to: TimeOfDay,
}

impl Quiet {
    /// From this time up to that one.
    pub fn new(from: TimeOfDay, to: TimeOfDay) -> Option<Quiet> {
        (from != to).then_some(Quiet { from, to })
    }

    /// Both ends.
    pub fn ends(&self) -> (TimeOfDay, TimeOfDay) {
        (self.from, self.to)
    }

    /// Whether this local time lies in them.
    pub fn holds(&self, at: &Zoned) -> bool {
        let minute = i32::from(at.hour()) * 60 + i32::from(at.minute());
        let since = |minute: i32| (minute - i32::from(self.from.minutes())).rem_euclid(DAY_MIN);
        since(minute) < since(i32::from(self.to.minutes()))
    }
}

impl TryFrom<(TimeOfDay, TimeOfDay)> for Quiet {
    type Error = &'static str;

    fn try_from(ends: (TimeOfDay, TimeOfDay)) -> Result<Quiet, &'static str> {
        Quiet::new(ends.0, ends.1).ok_or("no hours of quiet")
    }
}

impl From<Quiet> for (TimeOfDay, TimeOfDay) {
    fn from(quiet: Quiet) -> (TimeOfDay, TimeOfDay) {
        quiet.ends()
    }
}

/// What can be tapped.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReminderChoice {
    /// Show the list.
    Show,
    /// Switch one on or off; its time stands on the button.
    Switch { id: ReminderId, time: TimeOfDay, on: bool },
    /// Remove one; its time stands on the button.
    Drop { id: ReminderId, time: TimeOfDay },
    /// One more, at a time that will be typed.
    Add,
    /// Mornings and evenings.
    Pair,
    /// Nothing for a week.
    Pause,
    /// From now on again.
    Resume,
    /// Hours of quiet, which will be typed.
    Quiet,
    /// No hours of quiet.
    Loud,
    /// This one again in half an hour.
    Snooze(ReminderId),
    /// Nothing more today.
    SkipToday,
}

/// What is typed next.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReminderState {
    /// A time, perhaps with days.
    Adding,
    /// The hours of quiet.
    Quiet,
}

/// What is to be done.
#[derive(Clone, PartialEq, Eq)]
pub enum ReminderAct {
    /// What was tapped.
    Tapped(ReminderChoice),
    /// Remind then.
    Add(Schedule),
    /// Be quiet then.
    Quiet(Quiet),
}

/// The reminders of a person with everything that can be set about them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// The reminders.
    pub reminders: Reminders,
    /// Until when they are silent, ms UTC.
    pub paused_until_ms: Option<i64>,
    /// Hours of quiet.
    pub quiet: Option<Quiet>,
    /// Whether a home week reminds in their place.
    pub week: bool,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// The zone that the times are meant in.
    pub zone: Zone,
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReminderReply {
    /// The reminders.
    List(Box<Board>),
    /// At what time, and on which days? `again`: what came was no time.
    AskTime { again: bool },
    /// From when to when? `again`: what came were no such times.
    AskQuiet { again: bool },
    /// It comes again at this minute of the day.
    Snoozed { minute: u16 },
    /// Nothing more today.
    Silent,
    /// That reminder is gone, or off.
    Gone,
    /// There are as many as there can be.
    TooMany,
}

impl ReminderChoice {
    /// What a button carries.
    pub fn data(self) -> String {
        let name = match self {
            ReminderChoice::Show => "show",
            ReminderChoice::Switch { id, time, on } => {
                let kind = if on { "on" } else { "off" };
                return format!("rem:{kind}.{:x}.{}", id.0, time.minutes());
            }
            ReminderChoice::Drop { id, time } => {
                return format!("rem:drop.{:x}.{}", id.0, time.minutes());
            }
            ReminderChoice::Add => "add",
            ReminderChoice::Pair => "pair",
            ReminderChoice::Pause => "pause",
            ReminderChoice::Resume => "resume",
            ReminderChoice::Quiet => "quiet",
            ReminderChoice::Loud => "loud",
            ReminderChoice::Snooze(id) => return format!("rem:later.{:x}", id.0),
            ReminderChoice::SkipToday => "today",
        };
        format!("rem:{name}")
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<ReminderChoice> {
        let mut parts = value.split('.');
        let name = parts.next()?;
        let mut id = || i64::from_str_radix(parts.next()?, 16).ok().map(ReminderId);
        match name {
            "show" => Some(ReminderChoice::Show),
            "later" => id().map(ReminderChoice::Snooze),
            "on" | "off" | "drop" => {
                let id = id()?;
                let time = TimeOfDay::of_minutes(parts.next()?.parse().ok()?)?;
                Some(match name {
                    "drop" => ReminderChoice::Drop { id, time },
                    _ => ReminderChoice::Switch { id, time, on: name == "on" },
                })
            }
            "add" => Some(ReminderChoice::Add),
            "pair" => Some(ReminderChoice::Pair),
            "pause" => Some(ReminderChoice::Pause),
            "resume" => Some(ReminderChoice::Resume),
            "quiet" => Some(ReminderChoice::Quiet),
            "loud" => Some(ReminderChoice::Loud),
            "today" => Some(ReminderChoice::SkipToday),
            _ => None,
        }
    }

    /// What can be tapped below a reminder that has come.
    pub fn below(reminder: ReminderId) -> Vec<Vec<Choice>> {
        let later = [ReminderChoice::Snooze(reminder), ReminderChoice::SkipToday];
        vec![
            vec![Choice::Entry(EntryChoice::Begin)],
            later.into_iter().map(Choice::Reminder).collect(),
        ]
    }
}

impl ReminderReply {
    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choices: &[ReminderChoice]| -> Vec<Choice> {
            choices.iter().copied().map(Choice::Reminder).collect()
        };
        match self {
            ReminderReply::List(board) => {
                let Board { reminders, paused_until_ms, quiet, .. } = &**board;
                let mut rows: Vec<Vec<Choice>> = reminders
                    .list
                    .iter()
                    .map(|one| {
                        let (id, time) = (one.id, one.time);
                        row(&[
                            ReminderChoice::Switch { id, time, on: !one.on },
                            ReminderChoice::Drop { id, time },
                        ])
                    })
                    .collect();
                let room = reminders.list.len() < REMINDERS_MAX;
                let add = room.then_some(ReminderChoice::Add);
                let pair = (reminders.list.is_empty()).then_some(ReminderChoice::Pair);
                rows.extend(pair.map(|pair| row(&[pair])));
                rows.extend(add.map(|add| row(&[add])));
                let any = reminders.list.iter().any(|one| one.on);
                let pause = match paused_until_ms {
                    Some(_) => Some(ReminderChoice::Resume),
                    None => any.then_some(ReminderChoice::Pause),
                };
                rows.extend(pause.map(|pause| row(&[pause])));
                let quiet =
                    if quiet.is_some() { ReminderChoice::Loud } else { ReminderChoice::Quiet };
                rows.push(row(&[quiet]));
                rows
            }
            ReminderReply::AskTime { .. } | ReminderReply::AskQuiet { .. } => {
                vec![row(&[ReminderChoice::Show])]
            }
            ReminderReply::Gone | ReminderReply::TooMany => vec![row(&[ReminderChoice::Show])],
            ReminderReply::Snoozed { .. } | ReminderReply::Silent => Vec::new(),
        }
    }

    /// Whether it takes the place of the message that was tapped.
    pub fn in_place(&self) -> bool {
        matches!(
            self,
            ReminderReply::List(_) | ReminderReply::Snoozed { .. } | ReminderReply::Silent
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: u16, minute: u16) -> TimeOfDay {
        TimeOfDay::of_minutes(hour * 60 + minute).unwrap()
    }

    #[test]
    fn quiet_hours_may_reach_over_midnight() {
        // 2026-11-22, midnight in UTC.
        let midnight_ms = 1_795_305_600_000;
        let holds = |quiet: Quiet, hour: i64| {
            quiet.holds(&Zone::utc().at(midnight_ms + hour * 60 * 60 * 1000))
        };
        let night = Quiet::new(at(22, 0), at(7, 0)).unwrap();
        let noon = Quiet::new(at(12, 0), at(14, 0)).unwrap();
        for (hour, at_night, at_noon) in
            [(0, true, false), (7, false, false), (13, false, true), (14, false, false)]
        {
            assert_eq!((holds(night, hour), holds(noon, hour)), (at_night, at_noon), "{hour}");
        }
        assert!(holds(night, 22) && !holds(night, 21));
        let late = Quiet::new(at(22, 30), at(23, 15)).unwrap();
        let at_minute = |minute: i64| late.holds(&Zone::utc().at(midnight_ms + minute * 60 * 1000));
        for (minute, held) in [(1349, false), (1350, true), (1394, true), (1395, false)] {
            assert_eq!(at_minute(minute), held, "{minute}");
        }
        assert!(Quiet::new(at(7, 0), at(7, 0)).is_none());
    }

    #[test]
    fn a_button_carries_its_choice_there_and_back_within_64_bytes() {
        let (id, time) = (ReminderId(i64::MAX), at(23, 59));
        for choice in [
            ReminderChoice::Show,
            ReminderChoice::Switch { id, time, on: true },
            ReminderChoice::Switch { id: ReminderId(1), time, on: false },
            ReminderChoice::Drop { id: ReminderId(i64::MAX), time },
            ReminderChoice::Add,
            ReminderChoice::Pair,
            ReminderChoice::Pause,
            ReminderChoice::Resume,
            ReminderChoice::Quiet,
            ReminderChoice::Loud,
            ReminderChoice::Snooze(ReminderId(7)),
            ReminderChoice::SkipToday,
        ] {
            let data = choice.data();
            let back = ReminderChoice::of_value(data.split_once(':').unwrap().1);
            let same = back == Some(choice);
            assert!(data.len() <= 64 && same, "{data}");
        }
        for other in ["", "on", "on.1", "on.1.1440", "later.x"] {
            assert!(ReminderChoice::of_value(other).is_none(), "{other}");
        }
    }
}
