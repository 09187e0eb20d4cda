//! The diary of one person of an account goes: two questions, and a day to think it over.

use super::{
    Act, Event, Guide, Held, Stage, State, Step, Who,
    below::theirs,
    standing::about,
    turn::{Turn, act, say, stay},
    unsure::waiting,
};
use crate::domain::{
    choice::Choice,
    parting::{PartingAct, PartingChoice, PartingReply},
    person::{Door, Person, PersonId},
    privacy::{Instant, PrivacyReply, Wish},
    reply::Reply,
    utterance::Intent,
};

impl Turn<'_> {
    /// Somebody of this account whose diary may go by itself: not the holder's, which goes with
    /// everything else.
    fn other(&self, person: PersonId) -> Option<&Person> {
        let account = self.who.account.as_ref()?;
        account.people.iter().find(|known| known.id == person && known.name.is_some())
    }

    /// "Erase everything" means everything, and "erase mother's diary" means hers.
    pub(super) fn erase_whom(&self) -> Step {
        match self.named().filter(|person| self.other(*person).is_some()) {
            Some(person) => self.ask_parting(person, false),
            None => self.ask_erase(false),
        }
    }

    pub(super) fn ask_parting(&self, person: PersonId, sure: bool) -> Step {
        let Some(Person { name: Some(name), .. }) = self.other(person) else {
            return say(Reply::Stale);
        };
        if self.who.door == Door::Voice {
            let linked = self.who.account.as_ref().is_some_and(|account| account.chats > 0);
            return say(Reply::Privacy(PrivacyReply::InChat { linked }));
        }
        let question = self.thread.questions + 1;
        let reply = PartingReply::Ask { name: name.clone(), person, sure, question };
        stay(State::Parting { person, sure }, Reply::Parting(reply))
    }

    /// Shall this diary go? Yes, no, now, or something else.
    pub(super) fn parting(&self, person: PersonId, sure: bool, intent: Intent) -> Step {
        let done = |done: fn(PersonId) -> PartingAct| act(Act::Parting(done(person)));
        match (sure, intent) {
            (false, Intent::Yes | Intent::Privacy(Wish::Now)) => self.ask_parting(person, true),
            (true, Intent::Privacy(Wish::Now)) => done(PartingAct::Erase),
            (true, Intent::Yes) => done(PartingAct::Plan),
            (_, Intent::No | Intent::Undo) => say(Reply::Stays),
            (_, intent) => self.at_home(intent),
        }
    }

    /// What is said about somebody whose diary is going: it is closed, and can be kept.
    pub(super) fn about_a_leaver(&self, state: &State, intent: &Intent) -> Option<Step> {
        let person = self.other(self.named()?)?;
        let leaving_ms = person.leaving_ms?;
        if *intent == Intent::Privacy(Wish::StopErasing) {
            let next = state.clone();
            return Some(Step { next, act: Act::Parting(PartingAct::Stop(person.id)) });
        }
        Some(stay(state.clone(), self.leaver(person, leaving_ms)?))
    }

    fn leaver(&self, person: &Person, leaving_ms: i64) -> Option<Reply> {
        let zone = self.who.zone.clone();
        let when = Instant { at_ms: leaving_ms, now_ms: self.at_ms, zone };
        let (name, person) = (person.name.clone()?, person.id);
        Some(Reply::Parting(PartingReply::Leaving { name, person, when, new: false }))
    }

    /// The same about somebody whose name was tapped.
    pub(super) fn leaver_tapped(&self, person: PersonId) -> Option<Reply> {
        let person = self.other(person)?;
        self.leaver(person, person.leaving_ms?)
    }

    pub(super) fn tapped_parting(&self, state: State, choice: PartingChoice) -> Step {
        let asked = |person| state == State::Parting { person, sure: true };
        match choice {
            PartingChoice::Ask(person) => match self.leaver_tapped(person) {
                Some(reply) => stay(state, reply),
                None => self.ask_parting(person, false),
            },
            PartingChoice::Now(person) if asked(person) => {
                act(Act::Parting(PartingAct::Erase(person)))
            }
            // Within the time to think it over as well.
            PartingChoice::Now(person) if self.leaver_tapped(person).is_some() => {
                Step { next: state, act: Act::Parting(PartingAct::Erase(person)) }
            }
            PartingChoice::Now(_) => stay(state, Reply::Stale),
            PartingChoice::Stop(person) => {
                Step { next: state, act: Act::Parting(PartingAct::Stop(person)) }
            }
        }
    }
}

impl Turn<'_> {
    /// The state without what waits for somebody whose diary is going, and what is said of it: a
    /// closed diary takes nothing.
    pub(super) fn without_leavers(&self, state: State) -> (State, Option<Reply>) {
        let mut closed = None;
        let state = leavers(self.who).fold(state, |state, person| {
            let rest = without(state.clone(), person);
            if rest != state {
                closed = self.leaver_tapped(person);
            }
            rest
        });
        (state, closed)
    }
}

/// People of this account whose diaries are going.
pub(super) fn leavers(who: &Who) -> impl Iterator<Item = PersonId> {
    let people = who.account.iter().flat_map(|account| &account.people);
    people.filter(|person| person.leaving_ms.is_some()).map(|person| person.id)
}

/// Whose diary goes with this act.
pub(super) fn gone(act: &Act) -> Option<PersonId> {
    if let Act::Parting(PartingAct::Plan(person) | PartingAct::Erase(person)) = act {
        Some(*person)
    } else {
        None
    }
}

/// Whether this answers what is open rather than begins something.
pub(super) fn answers(event: &Event) -> bool {
    if let Event::Tapped(choice) = event {
        return matches!(choice, Choice::Yes(_));
    }
    let Event::Said(intent) = event else { return false };
    matches!(
        intent,
        Intent::Yes | Intent::Ready | Intent::Part(_) | Intent::Lone(_) | Intent::Fix(_)
    )
}

/// The state without anything of this person that is not stored yet.
pub(super) fn without(state: State, person: PersonId) -> State {
    let others = |held: Vec<Held>| -> Vec<Held> {
        held.into_iter().filter(|held| !theirs(held, person)).collect()
    };
    if let State::Unsure { held, doubt, rest } = state {
        let first = Held { doubt: Some(doubt), ..held };
        waiting(others(std::iter::once(first).chain(rest).collect()))
    } else if let State::Whose { held } = state {
        let held = others(held);
        if held.is_empty() { State::Idle } else { State::Whose { held } }
    } else if let State::Adding { name, held } = state {
        State::Adding { name, held: others(held) }
    } else if let State::Guide(Guide { stage: Stage::Check(held), .. }) = &state
        && theirs(held, person)
    {
        State::Idle
    } else if let State::Pin { asks, below } = state {
        State::Pin { asks, below: Box::new(without(*below, person)) }
    } else if about(&state) == Some(person) {
        State::Idle
    } else {
        state
    }
}
