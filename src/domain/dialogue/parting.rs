//! The diary of one person of an account goes: two questions, and a day to think it over.

use super::{
    Act, State, Step,
    turn::{Turn, act, say, stay},
};
use crate::domain::{
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
