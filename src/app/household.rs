//! Several people, several speakers, targets, and the end of a diary.

use super::{
    Letter,
    perform::Performer,
    turn::{Scene, door_name, post},
};
use crate::{
    domain::{
        dialogue::{Held, State, on_adding},
        person::{Door, Name, PersonId, ReadingId},
        reply::{Card, Reply, Speaker, Whose},
        threshold::Target,
    },
    store::Error,
};

/// People that one account keeps diaries for; a family, and no more than fit on buttons.
const PEOPLE_MAX: usize = 8;

impl Performer<'_> {
    /// A diary for somebody else begins, perhaps with readings.
    pub(super) fn add_person(
        &self,
        name: Name,
        held: Vec<Held>,
        next: &mut State,
    ) -> Result<(Reply, Option<ReadingId>), Error> {
        let Scene { tx, rules, peer, .. } = self.scene;
        let Some(account) = self.account else { return Err(Error::Content("account")) };
        if account.people.len() >= PEOPLE_MAX {
            return Ok((Reply::TooManyPeople, None));
        }
        let person = tx.add_person(account.id, &name)?;
        if held.is_empty() {
            return Ok((Reply::Added(name), None));
        }
        let Some(account) = tx.account(peer, &rules.consent_version)? else {
            return Err(Error::Content("account"));
        };
        let number = tx.thread(peer)?.questions + 1;
        let (save, state, ask) = on_adding(held, person, &name, number);
        *next = state;
        let mut cards = Vec::with_capacity(save.len());
        for held in &save {
            let stored = match held.amends {
                Some(id) => self.amend(&account, id, held)?,
                None => Some(self.save(&account, held)?),
            };
            cards.extend(stored.map(|stored| self.card(stored)));
        }
        let last = cards.last().map(|card| card.id);
        let cards = cards.into_iter().map(|card| Card { whose: Some(name.clone()), ..card });
        let (session, alert, offer) = (self.session(&account, save.last())?, false, None);
        let cards = cards.collect();
        Ok((Reply::Kept { welcome: false, cards, session, alert, ask, offer }, last))
    }

    /// For whom the diary is kept.
    pub(super) fn tell_whose(&self) -> Reply {
        let people = self.account.iter().flat_map(|account| &account.people);
        let named: Vec<Whose> =
            people.filter(|person| person.name.is_some()).map(Whose::from).collect();
        let names = named.iter().filter_map(|whose| whose.name.clone()).collect();
        let linked = self.account.is_some_and(|account| account.chats > 0);
        let people = if self.chat().is_some() { named } else { Vec::new() };
        Reply::WhoseDiary { names, linked, people }
    }

    pub(super) fn tell_target(&self, person: PersonId) -> Result<Reply, Error> {
        let whose = self.account.and_then(|account| account.name_of(person)).cloned();
        Ok(Reply::Target { whose, target: self.scene.tx.target(person)?, set: false })
    }

    pub(super) fn set_target(&self, person: PersonId, target: Target) -> Result<Reply, Error> {
        self.scene.tx.set_target(person, target)?;
        let whose = self.account.and_then(|account| account.name_of(person)).cloned();
        Ok(Reply::Target { whose, target: Some(target), set: true })
    }

    pub(super) fn list_speakers(&self) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::NothingToUnlink) };
        let speakers = self.scene.tx.speakers(account.id)?;
        if speakers.is_empty() {
            return Ok(Reply::NothingToUnlink);
        }
        let (now_ms, zone) = (self.scene.incoming.at_ms, self.scene.zone(self.account));
        let shown = speakers.into_iter().map(|(_, since_ms, hushed)| Speaker {
            since_ms,
            now_ms,
            zone: zone.clone(),
            hushed,
        });
        Ok(Reply::Speakers(shown.collect()))
    }

    /// The speaker at this place of the list tells nothing any more, or tells again.
    pub(super) fn hush(&self, speaker: u8, hushed: bool) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::NothingToUnlink) };
        if let Some((peer, ..)) =
            self.scene.tx.speakers(account.id)?.into_iter().nth(usize::from(speaker))
        {
            self.scene.tx.set_write_only(&peer, hushed)?;
        }
        self.list_speakers()
    }

    /// A speaker asks to erase everything: the chat is asked. Without a chat that can be written
    /// to, the speaker asks a second time.
    pub(super) fn ask_erase(&self, next: &mut State) -> Result<Reply, Error> {
        let Scene { tx, seal, incoming, peer, .. } = self.scene;
        let Some(account) = self.account else { return Ok(Reply::Erased) };
        let Some(chat) = tx.chat_of(account.id)? else {
            *next = State::Erase { sure: true };
            let question = tx.thread(peer)?.questions + 1;
            return Ok(Reply::ConfirmErase { sure: true, question });
        };
        // In a private chat its number is that of the person.
        let theirs = seal.identity(door_name(Door::Chat), &chat.to_string());
        let thread = tx.thread(&theirs)?;
        let asked = thread.asked(State::Erase { sure: true }, incoming.at_ms);
        tx.save_thread(&theirs, &asked)?;
        let language = account.language.unwrap_or(self.language);
        let letter = Letter { reply: Reply::EraseAsked, language, back: None };
        post(tx, seal, chat, &letter, incoming.at_ms)?;
        Ok(Reply::EraseInChat)
    }
}
