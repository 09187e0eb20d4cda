//! After a very high reading in the chat: are there signs of danger?

use super::{Act, State, Step, turn::Turn};
use crate::domain::{
    alarm::{AlarmAct, AlarmChoice},
    person::PersonId,
    utterance::Intent,
};

impl Turn<'_> {
    /// Yes, no, or the question once more: what is not understood may be a sign, so the number to
    /// call is named again.
    pub(super) fn alarmed(&self, person: PersonId, intent: Intent) -> Step {
        let next = State::Alarm { person };
        // "It is mother's": readings so high are often of others.
        if intent == Intent::Unknown
            && let Some(step) = self.somebody_elses()
        {
            return step;
        }
        if let Intent::Yes | Intent::No = intent {
            self.signs(State::Idle, person, intent == Intent::Yes)
        } else if matches!(intent, Intent::Unknown | Intent::Which | Intent::Lone(_)) {
            if self.thread.misses > 0 {
                // It is left in peace, and the answer may still come.
                return Step { next, act: self.lost().act };
            }
            Step { next, act: Act::Alarm(AlarmAct::Ask(person)) }
        } else if intent.is_aside() || matches!(intent, Intent::Beside(_)) {
            self.beside(next, intent)
        } else {
            self.at_home(intent)
        }
    }

    pub(super) fn tapped_alarm(&self, state: State, choice: AlarmChoice) -> Step {
        let (person, signs) = match choice {
            AlarmChoice::Signs(person) => (person, true),
            AlarmChoice::None(person) => (person, false),
        };
        // The question is answered; anything else that is open stays so.
        let next = if let State::Alarm { .. } = state { State::Idle } else { state };
        self.signs(next, person, signs)
    }

    fn signs(&self, next: State, person: PersonId, signs: bool) -> Step {
        let act = if signs { AlarmAct::Signs } else { AlarmAct::NoSigns };
        Step { next, act: Act::Alarm(act(person)) }
    }
}
