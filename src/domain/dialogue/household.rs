//! Several people in one diary, and a speaker that they share.

use super::{
    Act, Held, OWN_WORDS_MS, State, Step,
    change::Change,
    turn::{Turn, act, say, stay},
};
use crate::domain::{
    person::{Door, Name, PersonId},
    reading::{Doubt, Extras},
    reply::{Reply, Whose},
    utterance::{Intent, Whom},
};

impl Turn<'_> {
    /// Whose diary is meant; the holder's when nobody was named.
    pub(super) fn meant(&self) -> PersonId {
        let holder = self.who.account.as_ref().map_or(PersonId(0), |account| account.person);
        self.named().or(self.who.of_session).unwrap_or(holder)
    }

    /// Who was named in this message.
    pub(super) fn named(&self) -> Option<PersonId> {
        match self.who.whom {
            Whom::Known(person) => Some(person),
            Whom::Me => self.who.account.as_ref().map(|account| account.person),
            Whom::Unsaid | Whom::NotMe | Whom::New(_) | Whom::Unclear => None,
        }
    }

    /// Whether this message may speak of a reading of this person, the holder's when `None`: nobody
    /// else was named in it.
    pub(super) fn speaks_of(&self, person: Option<PersonId>) -> bool {
        let holder = self.who.account.as_ref().map(|account| account.person);
        match self.who.whom {
            Whom::Unsaid => true,
            Whom::Me | Whom::Known(_) => self.named() == person.or(holder),
            Whom::NotMe | Whom::New(_) | Whom::Unclear => false,
        }
    }

    /// Whether somebody was named whose diary does not exist, or nobody knows who.
    pub(super) fn speaks_of_strangers(&self) -> bool {
        matches!(self.who.whom, Whom::NotMe | Whom::New(_) | Whom::Unclear)
    }

    /// Whether this speaker tells nothing of what is stored.
    pub(super) fn hushed(&self) -> bool {
        self.who.account.as_ref().is_some_and(|account| account.write_only)
    }

    /// Whether even the last reading may not be spoken of here.
    pub(super) fn kept_from_guests(&self) -> bool {
        let own = self.who.last.is_some_and(|last| {
            self.thread.last == Some(last.id) && self.at_ms - last.said_ms <= OWN_WORDS_MS
        });
        self.hushed() && !own
    }

    /// Whether it has to be asked whose these readings are: several people use this speaker and
    /// nobody was named, or it is unclear who was.
    pub(super) fn nobody_named(&self, held: &[Held]) -> bool {
        let shared = self.who.account.as_ref().is_some_and(|account| account.shared());
        let unsaid = match self.who.whom {
            Whom::NotMe | Whom::Unclear => true,
            Whom::Unsaid => self.who.door == Door::Voice && shared,
            Whom::Me | Whom::Known(_) | Whom::New(_) => false,
        };
        unsaid && held.iter().any(|held| held.person.is_none() && held.amends.is_none())
    }

    /// What somebody is called whose measurement this is; nothing for the holder.
    pub(super) fn called(&self, person: Option<PersonId>, newcomer: Option<&Name>) -> Option<Name> {
        let account = self.who.account.as_ref();
        let known = person.and_then(|person| account?.name_of(person));
        newcomer.or(known).cloned()
    }

    /// It was said that these readings are not one's own.
    pub(super) fn not_mine(&self, held: Vec<Held>) -> Step {
        if self.shared() { self.ask_whose(held) } else { say(Reply::NotKept) }
    }

    /// Whether the diary is kept for more than its holder.
    pub(super) fn shared(&self) -> bool {
        self.who.account.as_ref().is_some_and(|account| account.shared())
    }

    /// Asks whose these readings are.
    pub(super) fn ask_whose(&self, held: Vec<Held>) -> Step {
        let reply = self.whose_is(&held);
        let told = held.into_iter().map(|held| Held { alerted: true, ..held }).collect();
        stay(State::Whose { held: told }, reply)
    }

    pub(super) fn whose_is(&self, held: &[Held]) -> Reply {
        let people = self.who.account.iter().flat_map(|account| &account.people);
        let alert = held.iter().any(|held| held.reading.very_high() && !held.alerted);
        let readings = held.iter().map(|held| held.reading).collect();
        Reply::WhoseIs { people: people.map(Whose::from).collect(), alert, readings }
    }

    /// "It is mother's", "not mine", right after a reading was stored: shall it be hers, whose is it?
    pub(super) fn somebody_elses(&self) -> Option<Step> {
        let given = self.who.given.filter(|given| {
            self.thread.last == Some(given.id) && self.at_ms - given.said_ms <= OWN_WORDS_MS
        })?;
        let held =
            self.held(given.reading, Some(Doubt::Owner), given.at_ms, false, Extras::default());
        let held = Held { amends: Some(given.id), alerted: true, ..held };
        let account = self.who.account.as_ref()?;
        if let Whom::New(name) = &self.who.whom {
            return Some(self.ask_add(name.clone(), vec![held]));
        }
        if self.who.whom == Whom::NotMe && given.person == account.person && account.shared() {
            return Some(self.ask_whose(vec![held]));
        }
        let person = self.named().filter(|person| *person != given.person);
        let (next, question) = self.ask(vec![Held { person: Some(person?), ..held }]);
        question.map(|question| stay(next, Reply::Ask(question)))
    }

    /// Readings wait for a name.
    pub(super) fn whose(&self, held: Vec<Held>, intent: Intent) -> Step {
        // A name, and nothing that asks for something else.
        let named = matches!(intent, Intent::Unknown | Intent::Yes);
        if let Some(person) = self.named().filter(|_| named) {
            return self.theirs(held, person);
        }
        // The same numbers once more, with the name.
        if let (Some(person), Intent::Record(drafts)) = (self.named(), &intent)
            && let ([draft], [held]) = (drafts.as_slice(), held.as_slice())
            && (held.reading.systolic(), held.reading.diastolic())
                == (draft.systolic, draft.diastolic)
        {
            let held = Held { extras: held.extras.joined(&draft.extras), ..held.clone() };
            return self.theirs(vec![held], person);
        }
        // "Not mother's" does not say that it is nobody's.
        let denied = self.who.whom == Whom::Unclear && matches!(intent, Intent::No);
        if let Whom::New(name) = &self.who.whom
            && (named || matches!(intent, Intent::No))
        {
            self.ask_add(name.clone(), held)
        } else if matches!(intent, Intent::No | Intent::Undo) && !denied {
            say(Reply::NotKept)
        } else if let Intent::Record(drafts) = &intent
            && self.who.whom == Whom::Unsaid
            && self.who.door == Door::Chat
        {
            // More of the same: one answer says whose they all are. At a speaker it is the same
            // reading, said more clearly.
            match self.hold(drafts) {
                Ok(new) => self.ask_whose(held.into_iter().chain(new).collect()),
                Err(refused) => stay(State::Whose { held }, refused.into()),
            }
        } else if named || denied || matches!(intent, Intent::Which) {
            let question = self.whose_is(&held);
            self.unanswered(State::Whose { held }, question)
        } else if matches!(intent, Intent::Repeat | Intent::Greeting) {
            let question = self.whose_is(&held);
            stay(State::Whose { held }, question)
        } else if intent.goes_beside() {
            self.beside(State::Whose { held }, intent)
        } else {
            self.at_home(intent)
        }
    }

    /// The readings are this person's. At a speaker, shall that hold for the whole session?
    pub(super) fn theirs(&self, held: Vec<Held>, person: PersonId) -> Step {
        if let Some(leaving) = self.leaver_tapped(person) {
            return stay(State::Whose { held }, leaving);
        }
        let known = self.who.account.iter().flat_map(|account| &account.people);
        if !known.into_iter().any(|known| known.id == person) {
            return stay(State::Whose { held }, Reply::Stale);
        }
        let mut step = self.settle(None, of(person, held));
        if let (Act::Keep { ask: None, offer, .. }, Door::Voice) = (&mut step.act, self.who.door) {
            *offer = Some(self.thread.questions + 1);
            step.next = State::Remember { person };
        }
        step
    }

    /// Readings that were asked about are this person's.
    pub(super) fn unsure_theirs(&self, held: Vec<Held>, person: PersonId) -> Step {
        self.settle(None, of(person, held))
    }

    /// Asks whether there shall be a diary for this person, with these readings in it.
    pub(super) fn ask_add(&self, name: Name, held: Vec<Held>) -> Step {
        let reply = self.add_question(&name, &held);
        let told = held.into_iter().map(|held| Held { alerted: true, ..held }).collect();
        stay(State::Adding { name, held: told }, reply)
    }

    fn add_question(&self, name: &Name, held: &[Held]) -> Reply {
        Reply::AskAdd {
            name: name.clone(),
            reading: held.first().map(|held| held.reading),
            alert: held.iter().any(|held| held.reading.very_high() && !held.alerted),
            question: self.thread.questions + 1,
        }
    }

    pub(super) fn adding(&self, name: Name, held: Vec<Held>, intent: Intent) -> Step {
        // What is said of the reading that waits is taken; what cannot be leaves it as it is.
        if let ([one], Some(change), Whom::Unsaid) =
            (held.as_slice(), Change::of(&intent), &self.who.whom)
            && let Ok(Some(changed)) = self.changed(one.clone(), &change)
        {
            return self.ask_add(name, vec![changed]);
        }
        // "No, mother's"
        let other = matches!(intent, Intent::No | Intent::Unknown) && !held.is_empty();
        if let Some(person) = self.named().filter(|_| other) {
            return self.theirs(held, person);
        }
        if let Whom::New(another) = &self.who.whom
            && other
            && *another != name
        {
            return self.ask_add(another.clone(), held);
        }
        if matches!(intent, Intent::Yes) {
            act(Act::AddPerson(name, held))
        } else if matches!(intent, Intent::No | Intent::Undo) {
            say(if held.is_empty() { Reply::Stays } else { Reply::NotKept })
        } else if matches!(intent, Intent::Unknown | Intent::Which) {
            let question = self.add_question(&name, &held);
            self.unanswered(State::Adding { name, held }, question)
        } else if matches!(intent, Intent::Repeat | Intent::Greeting) {
            self.ask_add(name, held)
        } else if intent.goes_beside() {
            self.beside(State::Adding { name, held }, intent)
        } else {
            self.at_home(intent)
        }
    }
}

/// The readings as this person's; whose they are is no doubt any more.
fn of(person: PersonId, held: Vec<Held>) -> Vec<Held> {
    held.into_iter()
        .map(|held| Held {
            person: Some(person),
            doubt: held.doubt.filter(|doubt| !matches!(doubt, Doubt::Context | Doubt::Owner)),
            ..held
        })
        .collect()
}
