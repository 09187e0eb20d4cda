//! What waits for the PIN in a chat: decided in one place for everything that can be said or
//! tapped, so that nothing new slips by. Taking readings, and setting right what was given in this
//! chat a moment ago, never waits.

use super::{Event, State, turn::Turn};
use crate::domain::{
    choice::Choice,
    history::{HistoryChoice, HistoryIntent},
    parting::PartingChoice,
    person::{Door, ReadingId},
    privacy::{PrivacyChoice, Wish},
    reminding::ReminderChoice,
    utterance::{Intent, Whom},
    week::WeekChoice,
};

/// Whether something waits for the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// It does not.
    Open,
    /// It does.
    Guarded,
}

impl Gate {
    fn unless(open: bool) -> Gate {
        if open { Gate::Open } else { Gate::Guarded }
    }
}

impl Turn<'_> {
    /// Whether this waits for the PIN, provided that there is one and it was not given.
    pub(super) fn gate(&self, state: &State, event: &Event) -> Gate {
        if self.who.door == Door::Voice {
            return Gate::Open;
        }
        match event {
            Event::Said(_) if self.scheduled(state).is_some() => Gate::Guarded,
            Event::Said(intent) => self.gate_of(state, intent),
            Event::Tapped(choice) => self.gate_of_tap(state, choice),
            // What an edited message says is compared with what came with that very message.
            Event::Edited(_) | Event::Opened | Event::Wordless | Event::Pin(_) => Gate::Open,
        }
    }

    /// Whether this reading was given in this chat a moment ago: whoever is there has seen it.
    fn own(&self, reading: ReadingId) -> bool {
        self.thread.last == Some(reading) && self.given_lately()
    }

    fn gate_of(&self, state: &State, intent: &Intent) -> Gate {
        let last = || Gate::unless(self.who.last.is_none_or(|last| self.just_given(last)));
        let named = !matches!(self.who.whom, Whom::Unsaid | Whom::New(_));
        match intent {
            Intent::Record(_)
            | Intent::Unsure(_)
            | Intent::Glued(_)
            | Intent::Tens(_)
            | Intent::Impossible(_)
            | Intent::Beside(_)
            | Intent::Greeting
            | Intent::Start { .. }
            | Intent::Measure
            | Intent::AddPerson(_)
            | Intent::Entry(_)
            | Intent::Help
            | Intent::Abilities
            | Intent::Exit
            | Intent::Languages
            | Intent::Language(_)
            | Intent::Code(_)
            | Intent::Pin(_) => Gate::Open,
            // There it leads back to the list.
            Intent::No => Gate::unless(!matches!(state, State::Reminder(_))),
            // "And mother?" asks for what was asked for before.
            Intent::Unknown if named && !takes_a_name(state) => Gate::Guarded,
            Intent::Yes
            | Intent::Ready
            | Intent::Part(_)
            | Intent::Lone(_)
            | Intent::Which
            | Intent::Bid(_)
            | Intent::Unknown => self.gate_of_state(state),
            Intent::Undo if gives_up(state) => Gate::Open,
            Intent::Fix(_) | Intent::FixWhat | Intent::Undo => last(),
            Intent::History(HistoryIntent::When(_) | HistoryIntent::Note(_)) => {
                self.gate_of_state(state)
            }
            Intent::Privacy(Wish::Tell | Wish::StopErasing) => Gate::Open,
            Intent::Privacy(
                Wish::Export
                | Wish::Consents
                | Wish::Journal
                | Wish::Withdraw
                | Wish::EraseNow
                | Wish::Now
                | Wish::Tidy(_)
                | Wish::Notices(_),
            )
            | Intent::History(
                HistoryIntent::Show | HistoryIntent::Change(_) | HistoryIntent::Restore,
            )
            | Intent::Ask(_)
            | Intent::Repeat
            | Intent::Target
            | Intent::SetTarget(..)
            | Intent::Whose
            | Intent::Speakers
            | Intent::Remind(_)
            | Intent::Settings(_)
            | Intent::Stats(_)
            | Intent::HomeWeek(_)
            | Intent::Erase
            | Intent::Admin(_)
            | Intent::Link
            | Intent::Unlink => Gate::Guarded,
        }
    }

    /// A yes, a number and whatever is not understood belong to what is open.
    fn gate_of_state(&self, state: &State) -> Gate {
        match state {
            State::Idle
            | State::Consent { .. }
            | State::Unsure { .. }
            | State::Missing(_)
            | State::Whose { .. }
            | State::Remember { .. }
            | State::Adding { .. }
            | State::Guide(_)
            | State::Entry(_)
            | State::Alarm { .. } => Gate::Open,
            State::Fixing { reading } | State::Undo { reading } => Gate::unless(self.own(*reading)),
            State::History(waits) => Gate::unless(self.own(waits.reading)),
            State::Unlink
            | State::Erase { .. }
            | State::Parting { .. }
            | State::Settings(_)
            | State::Reminder(_) => Gate::Guarded,
            State::Pin { below, .. } => self.gate_of_state(below),
        }
    }

    fn gate_of_tap(&self, state: &State, choice: &Choice) -> Gate {
        match choice {
            Choice::Agree
            | Choice::ReadMore
            | Choice::No(_)
            | Choice::Language(_)
            | Choice::RefuseSpeaker(_)
            | Choice::Measure
            | Choice::Help
            | Choice::Whose(_)
            | Choice::KeepAll
            | Choice::Entry(_)
            | Choice::Alarm(_)
            | Choice::Timer(_)
            | Choice::Pin(_) => Gate::Open,
            Choice::Yes(_) => self.gate_of_state(state),
            Choice::Undo(reading) => Gate::unless(self.own(*reading)),
            Choice::History(choice) => match choice {
                HistoryChoice::Keep => Gate::Open,
                HistoryChoice::Page { .. } => Gate::Guarded,
                HistoryChoice::Open { id, .. }
                | HistoryChoice::More { id, .. }
                | HistoryChoice::Set { id, .. }
                | HistoryChoice::Fix { id, .. }
                | HistoryChoice::Remove { id, .. }
                | HistoryChoice::Restore { id, .. }
                | HistoryChoice::NoNote(id) => Gate::unless(self.own(*id)),
            },
            Choice::Privacy(choice) => match choice {
                PrivacyChoice::StopErasing | PrivacyChoice::Keep => Gate::Open,
                PrivacyChoice::Export
                | PrivacyChoice::Consents
                | PrivacyChoice::Journal(_)
                | PrivacyChoice::Withdraw
                | PrivacyChoice::Erase
                | PrivacyChoice::Now
                | PrivacyChoice::Tidy(_)
                | PrivacyChoice::Notices(_) => Gate::Guarded,
            },
            Choice::HomeWeek(choice) => match choice {
                // They stand below a reminder and answer with a word.
                WeekChoice::Later | WeekChoice::Skip => Gate::Open,
                WeekChoice::Show
                | WeekChoice::Rules(_)
                | WeekChoice::Begin(_)
                | WeekChoice::Pause
                | WeekChoice::Resume
                | WeekChoice::Extend
                | WeekChoice::Stop
                | WeekChoice::StopSure
                | WeekChoice::New
                | WeekChoice::Past(_) => Gate::Guarded,
            },
            Choice::Reminder(choice) => match choice {
                ReminderChoice::Snooze(_) | ReminderChoice::SkipToday => Gate::Open,
                ReminderChoice::Show
                | ReminderChoice::Switch { .. }
                | ReminderChoice::Drop { .. }
                | ReminderChoice::Add
                | ReminderChoice::Pair
                | ReminderChoice::Pause
                | ReminderChoice::Resume
                | ReminderChoice::Quiet
                | ReminderChoice::Loud => Gate::Guarded,
            },
            Choice::Parting(choice) => match choice {
                PartingChoice::Stop(_) => Gate::Open,
                PartingChoice::Ask(_) | PartingChoice::Now(_) => Gate::Guarded,
            },
            Choice::AcceptSpeaker(_)
            | Choice::Week
            | Choice::Recent
            | Choice::Shortcut(_)
            | Choice::Hush(_)
            | Choice::Unhush(_)
            | Choice::EraseAll
            | Choice::Settings(_)
            | Choice::Stats(_)
            | Choice::Admin(_) => Gate::Guarded,
        }
    }
}

/// Whether a name alone says whose the readings are that wait.
fn takes_a_name(state: &State) -> bool {
    matches!(state, State::Unsure { .. } | State::Whose { .. } | State::Guide(_) | State::Entry(_))
}

/// Whether "cancel" gives up what is open, and removes nothing.
fn gives_up(state: &State) -> bool {
    match state {
        State::Idle | State::Fixing { .. } | State::Settings(_) => false,
        State::Consent { .. }
        | State::Unsure { .. }
        | State::Missing(_)
        | State::Undo { .. }
        | State::Unlink
        | State::Whose { .. }
        | State::Remember { .. }
        | State::Adding { .. }
        | State::Guide(_)
        | State::Erase { .. }
        | State::Parting { .. }
        | State::History(_)
        | State::Entry(_)
        | State::Alarm { .. }
        | State::Reminder(_)
        | State::Pin { .. } => true,
    }
}
