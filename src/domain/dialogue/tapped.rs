//! Buttons of what is done in a chat only.

use super::{
    Act, State, Step,
    turn::{Turn, stay},
};
use crate::domain::{
    choice::Choice, person::Door, reply::Reply, timer::TimerChoice, week::WeekAct,
};

impl Turn<'_> {
    /// One of them was tapped; a speaker has none of them.
    pub(super) fn tapped_in_chat(&self, state: State, choice: Choice) -> Step {
        if self.who.door == Door::Voice {
            return stay(state, Reply::Stale);
        }
        if let Choice::Parting(choice) = choice {
            self.tapped_parting(state, choice)
        } else if let Choice::Entry(choice) = choice {
            self.tapped_entry(state, choice)
        } else if let Choice::Alarm(choice) = choice {
            self.tapped_alarm(state, choice)
        } else if let Choice::Reminder(choice) = choice {
            self.tapped_reminder(state, choice)
        } else if let Choice::Timer(TimerChoice(reading)) = choice {
            Step { next: state, act: Act::SetTimer(reading) }
        } else if let Choice::HomeWeek(choice) = choice {
            Step { next: state, act: Act::HomeWeek(WeekAct(choice)) }
        } else if let Choice::Pin(choice) = choice {
            self.pin_tapped(state, choice, false)
        } else {
            stay(state, Reply::Stale)
        }
    }
}
