//! Reminders as they are set in the chat, in words.

use super::{Phrases, catalogue::Arguments, say::Teller};
use crate::domain::{
    person::Language,
    reminder::TimeOfDay,
    reminding::{Board, ReminderChoice, ReminderReply},
};

impl Phrases {
    pub(super) fn reminder_label(&self, choice: ReminderChoice, language: Language) -> String {
        let timed = |key: &str, time: TimeOfDay| {
            let (hour, minute) = time.clock();
            let mut arguments = Arguments::new();
            arguments.set("time", format!("{hour}:{minute:02}"));
            self.with(key, language, &arguments)
        };
        let key = match choice {
            ReminderChoice::Switch { time, on: true, .. } => {
                return timed("label-reminder-on", time);
            }
            ReminderChoice::Switch { time, .. } => return timed("label-reminder-off", time),
            ReminderChoice::Drop { time, .. } => return timed("label-reminder-drop", time),
            ReminderChoice::Show => "button-remind-show",
            ReminderChoice::Add => "button-remind-add",
            ReminderChoice::Pair => "button-remind-pair",
            ReminderChoice::Pause => "button-remind-pause",
            ReminderChoice::Resume => "button-remind-resume",
            ReminderChoice::Quiet => "button-remind-quiet",
            ReminderChoice::Loud => "button-remind-loud",
            ReminderChoice::Snooze(_) => "button-remind-snooze",
            ReminderChoice::SkipToday => "button-remind-today",
        };
        self.plain(key, language)
    }
}

impl Teller<'_> {
    pub(super) fn reminding(&self, reply: &ReminderReply) -> String {
        match reply {
            ReminderReply::List(board) => self.board(board),
            ReminderReply::AskTime { again: false } => self.bare("remind-ask-time"),
            ReminderReply::AskTime { again: true } => self.bare("remind-ask-time-again"),
            ReminderReply::AskQuiet { again: false } => self.bare("remind-ask-quiet"),
            ReminderReply::AskQuiet { again: true } => self.bare("remind-ask-quiet-again"),
            ReminderReply::Snoozed { minute } => {
                let mut arguments = Arguments::new();
                arguments.set("time", self.time(minute / 60, minute % 60));
                self.say("remind-snoozed", &arguments)
            }
            ReminderReply::Silent => self.bare("remind-silent"),
            ReminderReply::Gone => self.bare("remind-gone"),
            ReminderReply::TooMany => self.bare("remind-too-many"),
        }
    }

    fn board(&self, board: &Board) -> String {
        let listed = |key: &str, on: bool, between: &str| {
            let list = board.reminders.list.iter().filter(|one| one.on == on);
            let lines: Vec<String> = list.map(|one| self.reminder(one)).collect();
            let mut arguments = Arguments::new();
            arguments.set("list", lines.join(between));
            (!lines.is_empty()).then(|| self.say(key, &arguments))
        };
        let on = listed("board-list", true, "\n").unwrap_or_else(|| self.bare("board-none"));
        let mut notes: Vec<String> = listed("board-off", false, ", ").into_iter().collect();
        notes.extend(board.paused_until_ms.map(|until_ms| {
            let mut arguments = Arguments::new();
            arguments.set("date", self.day(until_ms, board.now_ms, &board.zone));
            self.say("board-paused", &arguments)
        }));
        notes.extend(board.quiet.map(|quiet| {
            let (from, to) = quiet.ends();
            let time = |time: TimeOfDay| self.time(time.clock().0, time.clock().1);
            let mut arguments = Arguments::new();
            arguments.set("from", time(from));
            arguments.set("to", time(to));
            self.say("board-quiet", &arguments)
        }));
        notes.extend(board.week.then(|| self.bare("board-week")));
        let mut arguments = Arguments::new();
        arguments.set("zone", self.zone(&board.zone));
        notes.push(self.say("board-zone", &arguments));
        self.paragraphs(vec![on, notes.join("\n")])
    }
}
