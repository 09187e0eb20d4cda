//! Doubtful readings: one closed question about all of them, and what the answer makes of them.

use super::{
    Act, Held, State, Step,
    measure::amended,
    turn::{Turn, some, stay},
};
use crate::domain::{
    entry::EntryWord,
    person::{Name, PersonId},
    reading::{Doubt, Reading},
    reply::{Question, Reply},
    utterance::{Draft, Fix, Intent},
};

impl Turn<'_> {
    /// One question about all of these, if there are any, and the state in which they wait.
    pub(super) fn ask(&self, asked: Vec<Held>) -> (State, Option<Question>) {
        let account = self.who.account.as_ref();
        ask_about(asked, self.thread.questions + 1, |person| {
            account.and_then(|account| account.name_of(person)).cloned()
        })
    }

    /// Doubtful readings wait: yes, no, other numbers, or something else meanwhile.
    pub(super) fn unsure(&self, asked: Vec<Held>, intent: Intent) -> Step {
        match intent {
            Intent::Yes => {
                // Whatever the question did not name is looked at only now.
                let (asked, unseen): (Vec<Held>, Vec<Held>) =
                    asked.into_iter().partition(|held| held.alerted);
                let mut step = self.settle(None, unseen);
                if let Act::Keep { save, .. } = &mut step.act {
                    save.splice(0..0, asked);
                }
                step
            }
            Intent::No | Intent::Undo => {
                let unseen: Vec<Held> = asked.into_iter().filter(|held| !held.alerted).collect();
                if unseen.is_empty() {
                    return stay(State::Idle, Reply::NotKept);
                }
                self.settle(None, unseen)
            }
            Intent::Record(drafts) => self.instead(asked, &drafts),
            Intent::Part(part) => self.mend(asked, &some(&part)),
            Intent::Fix(fix) => self.mend(asked, &fix),
            Intent::Unsure(_) | Intent::Glued(_) | Intent::Tens(_) if asked.len() == 1 => {
                self.at_home(intent)
            }
            Intent::Unknown | Intent::Which if self.named().is_some() => {
                self.unsure_theirs(asked, self.meant())
            }
            Intent::Unknown | Intent::Which => match self.ask_again(asked) {
                Step { next, act: Act::Say(question) } => self.unanswered(next, question),
                step => step,
            },
            Intent::Greeting
            | Intent::Start { .. }
            | Intent::Unlink
            | Intent::Repeat
            | Intent::Ready
            | Intent::Beside(_)
            | Intent::Lone(_)
            | Intent::FixWhat
            | Intent::Unsure(_)
            | Intent::Glued(_)
            | Intent::Tens(_)
            | Intent::Entry(EntryWord::Back | EntryWord::Skip) => self.ask_again(asked),
            Intent::Impossible(rejected) => stay(waiting(asked), Reply::Rejected(rejected)),
            // Something else in between is done, and the question stays open.
            Intent::Help
            | Intent::Abilities
            | Intent::Languages
            | Intent::Language(_)
            | Intent::Ask(_)
            | Intent::History(_)
            | Intent::Target
            | Intent::SetTarget(..)
            | Intent::Whose
            | Intent::Speakers
            | Intent::Remind(_)
            | Intent::Settings(_)
            | Intent::Stats(_)
            | Intent::HomeWeek(_)
            | Intent::Pin(_)
            | Intent::Exit
            | Intent::Link
            | Intent::Code(_) => self.beside(waiting(asked), intent),
            Intent::Privacy(wish) if wish.is_aside() => self.beside(waiting(asked), intent),
            Intent::Measure
            | Intent::AddPerson(_)
            | Intent::Erase
            | Intent::Privacy(_)
            | Intent::Admin(_)
            | Intent::Entry(EntryWord::Begin) => self.at_home(intent),
        }
    }

    pub(super) fn ask_again(&self, asked: Vec<Held>) -> Step {
        let (next, question) = self.ask(asked);
        stay(next, question.map_or(Reply::Which, Reply::Ask))
    }

    /// Whole readings take the place of those that were asked about: of all when there are as many
    /// of them, else of those that share a pressure with one of them and no other.
    fn instead(&self, mut asked: Vec<Held>, drafts: &[Draft]) -> Step {
        if drafts.len() >= asked.len() {
            asked.retain(|held| !held.alerted);
            return self.record(drafts, asked);
        }
        for draft in drafts {
            let alike = |held: &Held| {
                held.reading.systolic() == draft.systolic
                    || held.reading.diastolic() == draft.diastolic
            };
            if asked.iter().filter(|held| alike(held)).count() == 1 {
                asked.retain(|held| !alike(held));
            }
        }
        self.record(drafts, asked)
    }

    /// One value was heard wrongly: the others stand.
    fn mend(&self, mut asked: Vec<Held>, fix: &Fix) -> Step {
        let meant = |held: &Held| {
            let wrong = |from: u16| {
                held.reading.systolic() == from
                    || held.reading.diastolic() == from
                    || held.reading.pulse() == Some(from)
            };
            fix.from.is_some_and(wrong)
        };
        let at = match asked.as_slice() {
            [_] => Some(0),
            several => {
                let mut found = (0..several.len()).filter(|at| several.get(*at).is_some_and(meant));
                found.next().filter(|_| found.next().is_none())
            }
        };
        let Some(held) = at.and_then(|at| asked.get_mut(at)) else { return self.ask_again(asked) };
        let Some((systolic, diastolic, pulse)) = amended(&held.reading, fix) else {
            return self.ask_again(asked);
        };
        match Reading::new(systolic, diastolic, pulse) {
            Ok(reading) => {
                *held = Held { reading, doubt: None, alerted: false, ..held.clone() };
                self.settle(None, asked)
            }
            Err(rejected) => stay(waiting(asked), Reply::Rejected(rejected)),
        }
    }
}

/// One question, of this number, about all of these, and the state in which they wait.
pub(super) fn ask_about(
    asked: Vec<Held>,
    number: u32,
    name_of: impl Fn(PersonId) -> Option<Name>,
) -> (State, Option<Question>) {
    let alert = asked.iter().any(|held| held.reading.very_high() && !held.alerted);
    let told = asked.into_iter().map(|held| Held { alerted: true, ..held }).collect();
    let next = waiting(told);
    let State::Unsure { held, doubt, rest } = &next else { return (next, None) };
    let question = Question {
        number,
        reading: held.reading,
        doubt: *doubt,
        also: rest.iter().map(|held| held.reading).collect(),
        alert,
        whose: held.person.and_then(name_of),
    };
    (next, Some(question))
}

/// Doubtful readings as a state; their doubts are in them.
pub(super) fn waiting(asked: Vec<Held>) -> State {
    let mut asked = asked.into_iter();
    let Some(held) = asked.next() else { return State::Idle };
    let doubt = held.doubt.unwrap_or(Doubt::Context);
    State::Unsure { held, doubt, rest: asked.collect() }
}
