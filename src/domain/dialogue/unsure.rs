//! Doubtful readings: one closed question about all of them, and what the answer makes of them.

use super::{
    Act, Held, State, Step,
    change::Change,
    turn::{Turn, stay},
};
use crate::domain::{
    entry::EntryWord,
    history::HistoryIntent,
    person::{Name, PersonId},
    reading::Doubt,
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
        if self.speaks_of_strangers() && intent.records() {
            return self.at_home(intent);
        }
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
            Intent::Part(ref part) => self.mend(asked, &Change::from(part), intent),
            Intent::Fix(ref fix) => self.mend(asked, &fix.clone().into(), intent),
            Intent::Beside(ref extras) => self.mend(asked, &extras.clone().into(), intent),
            Intent::History(HistoryIntent::When(when)) => self.mend(asked, &when.into(), intent),
            Intent::Unsure(_) | Intent::Glued(_) | Intent::Tens(_) if asked.len() == 1 => {
                let same = asked.iter().all(|held| self.speaks_of(held.person));
                if same { self.at_home(intent) } else { self.apart(asked, intent) }
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

    /// Something about somebody else is done, and the question stays open.
    fn apart(&self, asked: Vec<Held>, intent: Intent) -> Step {
        let Step { next, mut act } = self.at_home(intent);
        if let State::Unsure { held, doubt, mut rest } = next {
            // Asked about when the new question is answered.
            rest.extend(asked.into_iter().map(|held| Held { alerted: false, ..held }));
            return Step { next: State::Unsure { held, doubt, rest }, act };
        }
        if next != State::Idle {
            return Step { next, act };
        }
        if let Act::Keep { ask: ask @ None, .. } = &mut act {
            let (next, question) = self.ask(asked);
            *ask = question;
            return Step { next, act };
        }
        Step { next: waiting(asked), act }
    }

    /// Whole readings take the place of those of the same person that were asked about: of all when
    /// there are as many of them, else of those that share a pressure with one of them and no other.
    fn instead(&self, mut asked: Vec<Held>, drafts: &[Draft]) -> Step {
        let same = |held: &Held| self.speaks_of(held.person);
        if drafts.len() >= asked.iter().filter(|held| same(held)).count() {
            asked.retain(|held| !(held.alerted && same(held)));
            return self.record(drafts, asked);
        }
        for draft in drafts {
            let alike = |held: &Held| {
                let (upper, lower) = (held.reading.systolic(), held.reading.diastolic());
                same(held) && (upper == draft.systolic || lower == draft.diastolic)
            };
            if asked.iter().filter(|held| alike(held)).count() == 1 {
                asked.retain(|held| !alike(held));
            }
        }
        self.record(drafts, asked)
    }

    /// One value was heard wrongly, or something was left out: the rest stands. What is said of
    /// somebody else is no part of it.
    fn mend(&self, mut asked: Vec<Held>, change: &Change, intent: Intent) -> Step {
        let meant = |held: &Held| {
            let wrong = |from: u16| {
                held.reading.systolic() == from
                    || held.reading.diastolic() == from
                    || held.reading.pulse() == Some(from)
            };
            change.fix.from.is_some_and(wrong)
        };
        let same = |at: &usize| asked.get(*at).is_some_and(|held| self.speaks_of(held.person));
        let theirs: Vec<usize> = (0..asked.len()).filter(same).collect();
        let at = match theirs.as_slice() {
            [] => return self.apart(asked, intent),
            [only] => Some(*only),
            several => {
                let mut found =
                    several.iter().filter(|at| asked.get(**at).is_some_and(meant)).copied();
                found.next().filter(|_| found.next().is_none())
            }
        };
        let Some(held) = at.and_then(|at| asked.get_mut(at)) else { return self.ask_again(asked) };
        match self.changed(held.clone(), change) {
            Ok(Some(changed)) => {
                *held = changed;
                let Step { next, act } = self.settle(None, asked);
                // What was said besides is taken; the question is asked in other words.
                if let Act::Keep { save, ask: Some(question), .. } = &act
                    && save.is_empty()
                    && change.fix == Fix::default()
                {
                    return stay(next, Reply::Please(Box::new(Reply::Ask(question.clone()))));
                }
                Step { next, act }
            }
            Ok(None) => self.ask_again(asked),
            Err(refused) => stay(waiting(asked), refused.into()),
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
