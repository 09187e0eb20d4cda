//! What the owner asks for. Nobody else's turn gets here: for them these words mean nothing.

use super::{
    Act, Event, State, Step,
    turn::{Turn, act},
};
use crate::domain::{
    admin::{AdminChoice, AdminWish},
    choice::Choice,
    person::Door,
    utterance::Intent,
};

impl Event {
    /// As it is heard from everybody but the owner in a chat: what only the owner may ask for
    /// means nothing, so that not even its being there shows.
    pub fn without_admin(self) -> Event {
        let admin = matches!(
            self,
            Event::Said(Intent::Admin(_))
                | Event::Edited(Intent::Admin(_))
                | Event::Tapped(Choice::Admin(_))
        );
        if admin { Event::Said(Intent::Unknown) } else { self }
    }
}

impl Turn<'_> {
    /// Whether it is the owner, in a chat.
    fn owns(&self) -> bool {
        let owner = self.who.account.as_ref().is_some_and(|account| account.owner);
        owner && self.who.door == Door::Chat
    }

    pub(super) fn administer(&self, wish: AdminWish) -> Step {
        if self.owns() { act(Act::Administer(wish)) } else { self.lost() }
    }

    pub(super) fn admin_tapped(&self, state: State, choice: AdminChoice) -> Step {
        if self.owns() && self.consented() {
            Step { next: state, act: Act::AdminTap(choice) }
        } else {
            self.said(state, Intent::Unknown)
        }
    }
}
