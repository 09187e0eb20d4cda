//! Reminders in the chat: buttons, and a time that is typed.

use super::{
    Act, State, Step,
    turn::{Turn, act, stay},
};
use crate::domain::{
    person::Door,
    reminding::{Quiet, ReminderAct, ReminderChoice, ReminderReply, ReminderState},
    reply::Reply,
    utterance::Intent,
};

impl Turn<'_> {
    /// Whether the words ask to be reminded at a time, or give the one that was asked for.
    pub(super) fn scheduled(&self, state: &State) -> Option<Step> {
        let schedule = self.who.schedule.as_ref().filter(|_| self.who.door == Door::Chat)?;
        let rest = schedule.quiet && schedule.stretch;
        if rest || *state == State::Reminder(ReminderState::Quiet) {
            let [from, to] = *schedule.times.as_slice() else { return None };
            let quiet = Quiet::new(from, to)?;
            return Some(act(Act::Reminder(ReminderAct::Quiet(quiet))));
        }
        let asked = *state == State::Reminder(ReminderState::Adding);
        let meant = (asked || schedule.asks) && !schedule.stretch;
        meant.then(|| act(Act::Reminder(ReminderAct::Add(schedule.clone()))))
    }

    /// What was typed is no time: asked once more, unless it is something else.
    pub(super) fn setting(&self, setting: ReminderState, intent: Intent) -> Step {
        let ask = |again| match setting {
            ReminderState::Adding => Reply::Reminder(ReminderReply::AskTime { again }),
            ReminderState::Quiet => Reply::Reminder(ReminderReply::AskQuiet { again }),
        };
        let next = State::Reminder(setting);
        let strange = matches!(intent, Intent::Unknown | Intent::Which | Intent::Lone(_));
        if let Intent::No | Intent::Undo = intent {
            act(Act::Reminder(ReminderAct::Tapped(ReminderChoice::Show)))
        } else if strange && self.thread.misses == 0 {
            stay(next, ask(true))
        } else if intent == Intent::Repeat {
            stay(next, ask(false))
        } else if intent.is_aside() {
            self.beside(next, intent)
        } else {
            self.at_home(intent)
        }
    }

    pub(super) fn tapped_reminder(&self, state: State, choice: ReminderChoice) -> Step {
        let open = if let State::Reminder(_) = state { State::Idle } else { state };
        let asks = if choice == ReminderChoice::Add {
            Some((ReminderState::Adding, ReminderReply::AskTime { again: false }))
        } else if choice == ReminderChoice::Quiet {
            Some((ReminderState::Quiet, ReminderReply::AskQuiet { again: false }))
        } else {
            None
        };
        match asks {
            Some((setting, question)) => stay(State::Reminder(setting), Reply::Reminder(question)),
            None => Step { next: open, act: Act::Reminder(ReminderAct::Tapped(choice)) },
        }
    }
}
