//! Reminders in words: at which times, on which days, and where they come.

use super::{
    catalogue::Arguments,
    say::{Medium, Teller},
};
use crate::domain::reminder::{Reminder, Reminders, Weekdays};

/// More reminders than these are counted by voice, not listed.
const SPOKEN_MAX: usize = 4;

impl Teller<'_> {
    /// Which reminders are on, and where they come; nothing of none means that there is no chat.
    pub(super) fn reminders(&self, reminders: Option<&Reminders>) -> String {
        let Some(Reminders { list, reachable }) = reminders else {
            return self.bare("reminders-no-chat");
        };
        let lines: Vec<String> =
            list.iter().filter(|reminder| reminder.on).map(|one| self.reminder(one)).collect();
        let mut arguments = Arguments::new();
        let spoken = self.medium != Medium::Chat;
        let list = match lines.len() {
            0 => return self.bare("reminders-off"),
            count if spoken && count > SPOKEN_MAX => {
                arguments.set("count", count as u32);
                self.say("reminders-many", &arguments)
            }
            _ => {
                arguments.set("list", lines.join(if spoken { ", " } else { "\n" }));
                self.say("reminders-on", &arguments)
            }
        };
        let place = self.bare(if *reachable { "reminders-here" } else { "reminders-unreachable" });
        self.paragraphs(vec![list, place])
    }

    pub(super) fn reminder(&self, reminder: &Reminder) -> String {
        let (hour, minute) = reminder.time.clock();
        let mut arguments = Arguments::new();
        arguments.set("time", self.time(hour, minute));
        match self.days(reminder.days) {
            None => self.say("reminders-line", &arguments),
            Some(days) => {
                arguments.set("days", days);
                self.say("reminders-line-days", &arguments)
            }
        }
    }

    /// Nothing for every day.
    fn days(&self, days: Weekdays) -> Option<String> {
        match days {
            Weekdays::ALL => None,
            Weekdays::WORK => Some(self.bare("days-work")),
            Weekdays::WEEKEND => Some(self.bare("days-weekend")),
            some => {
                let names = (1..=7).filter(|day| some.contains(*day)).map(|day| {
                    let mut arguments = Arguments::new();
                    arguments.set("day", i32::from(day));
                    self.say("weekday", &arguments)
                });
                Some(names.collect::<Vec<_>>().join(", "))
            }
        }
    }
}
