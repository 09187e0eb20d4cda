//! One turn: everything that must agree is written by the same transaction.

use super::{
    Answer, App, Heard, Incoming, Letter, Parcel, Rules,
    perform::Performer,
    pin::{Examined, veiled},
    settings::located,
    tell::storable,
};
use crate::{
    domain::{
        choice::Choice,
        dialogue::{self, Act, Event, Known, Session, State, Thread, Who},
        history::HistoryAct,
        person::{Account, Door, Language, Languages, PersonId},
        privacy,
        reading::RECENT_MS,
        reply::Reply,
        utterance::{self, Grammar, Hints, Intent, Whom, WordList},
    },
    seal::{Mark, Seal},
    store::{Error, StoredReading, Tx},
};
use serde::Serialize;
use std::cell::Cell;

/// Readings that the recent median is taken of, at most: two a day for months.
pub(super) const RECENT_MAX: u32 = 500;

impl App {
    /// Takes one message and returns its answer. `Ok` means that everything the answer claims is
    /// on the disk. The same `source` again returns the same answer and changes nothing.
    pub async fn turn(&self, incoming: Incoming) -> Result<Answer, Error> {
        let app = self.clone();
        let examined = self.examine(&incoming).await?;
        let answer = self
            .0
            .store
            .write(move |tx| {
                let inner = &app.0;
                let languages = inner.grammar.languages();
                let scene = Scene::new(tx, inner.store.seal(), &inner.rules, languages, incoming);
                scene.play(&inner.grammar, &inner.words, examined)
            })
            .await?;
        self.0.bell.notify_one();
        Ok(answer)
    }
}

/// Everything that one turn works with, inside the transaction.
pub(super) struct Scene<'a> {
    pub(super) tx: &'a Tx<'a>,
    pub(super) seal: &'a Seal,
    pub(super) rules: &'a Rules,
    pub(super) languages: &'a Languages,
    pub(super) incoming: Incoming,
    pub(super) peer: Mark,
    /// Whether the person was silent, and asked whether the diary is to stay.
    pub(super) heard_again: Cell<bool>,
    /// Whether the message holds digits of a PIN.
    pub(super) secret: bool,
}

impl<'a> Scene<'a> {
    fn new(
        tx: &'a Tx<'a>,
        seal: &'a Seal,
        rules: &'a Rules,
        languages: &'a Languages,
        incoming: Incoming,
    ) -> Scene<'a> {
        let peer = seal.identity(door_name(incoming.peer.door), &incoming.peer.id);
        let heard_again = Cell::new(false);
        Scene { tx, seal, rules, languages, incoming, peer, heard_again, secret: false }
    }

    fn play(
        mut self,
        grammar: &Grammar,
        words: &WordList,
        examined: Option<Examined>,
    ) -> Result<Answer, Error> {
        let door = self.incoming.peer.door;
        let source = self.seal.message(door_name(door), &self.peer, &self.incoming.source);
        let account = self.account()?;
        let mut thread = self.tx.thread(&self.peer)?;
        self.forget_the_last_guest(account.as_ref(), &mut thread);
        let mut language = self.language(account.as_ref(), &thread);
        if let Some(reply) = self.tx.answered(&source)? {
            self.finish()?;
            return Ok(Answer { reply, language, manner: self.manner(account.as_ref()) });
        }
        if account.as_ref().is_none_or(|account| account.consented && account.leaving_ms.is_none())
        {
            self.learn_zone(account.as_ref())?;
            self.learn_chat(account.as_ref())?;
        }
        let (whom, event) = match self.pin_tried(account.as_ref(), &mut thread, examined)? {
            Some(tried) => (Whom::Unsaid, Event::Pin(tried)),
            None => self.understand(grammar, words, account.as_ref(), &thread),
        };
        let event = dialogue::answered(&thread, self.incoming.at_ms, event);
        let secret = self.holds_pin(matches!(event, Event::Said(Intent::Pin(_))));
        let greets = self.greets(&event);
        let event = if self.owns(account.as_ref()) { event } else { event.without_admin() };
        let mut who = self.who(account, whom, &event, &thread)?;
        if let Heard::Words(wordings) = &self.incoming.heard {
            let named = |wording: &String| utterance::schedule(grammar, wording);
            who.schedule = wordings.iter().find_map(named);
        }
        let at_ms = self.incoming.at_ms;
        let missed =
            matches!(event, Event::Said(Intent::Unknown | Intent::Which)) && who.schedule.is_none();
        let step = dialogue::step(&thread, &who, event, at_ms, &self.incoming.origin);
        let leaves_no_trace = matches!(step.act, Act::CountStranger | Act::Say(Reply::LinkFirst));

        let below = dialogue::below(&thread, &who, at_ms, &step);
        let again = dialogue::again(&step.act, thread.again);
        let (name, act) = (self.audit_name(who.account.as_ref())?, step.act.clone());
        let words = words.words();
        let performer = Performer { scene: &self, account: who.account.as_ref(), words, language };
        let mut done = performer.perform(step)?;
        done.reply = veiled(self.tx, &self.peer, done.reply, at_ms)?;
        let done = self.settle(who.account.as_ref(), name, &act, done)?;
        thread.below = below;
        let mut done = self.resume(&mut thread, &mut who, done)?;
        if greets {
            done.reply = self.with_notices(done.reply)?;
        }
        if let Some(chosen) = done.language {
            language = chosen;
        }
        let at_home = self.tx.account(&self.peer, &self.rules.consent_version)?.is_some();
        if at_home || done.next != State::Idle {
            thread.questions = done.reply.question().unwrap_or(thread.questions);
            thread.again = again;
            if let Some((person, id)) = done.session.zip(self.session()) {
                thread.session = Some(Session { id, person });
            }
            // So is what only got the question in other words: the next time it is left in peace.
            let missed = missed || matches!(done.reply, Reply::Please(_) | Reply::Which);
            thread.misses = if missed { thread.misses.saturating_add(1) } else { 0 };
            if done.last.is_some() {
                thread.last = done.last;
                thread.given_ms = at_ms;
            }
            // Who is told about its time is still told about it.
            if matches!(act, Act::History(HistoryAct::Move(id, _)) if thread.last == Some(id)) {
                thread.given_ms = at_ms;
            }
            thread.language = done.language.or(thread.language);
            thread.state = done.next.clone();
            thread.at_ms = at_ms;
            self.tx.save_thread(&self.peer, &thread)?;
        } else {
            self.tx.drop_thread(&self.peer)?;
        }
        // Of somebody who is gone nothing is remembered: a chat's messages are told apart by their
        // numbers, and a speaker's answer is remembered as nobody's.
        let gone = done.reply == Reply::Erased;
        if !(leaves_no_trace || gone && door == Door::Chat) {
            let peer = (!gone).then_some(&self.peer);
            self.tx.save_answer(&source, peer, &storable(&done.reply), at_ms)?;
        }
        if secret {
            self.sweep()?;
        }
        let tidy = who.account.as_ref().is_some_and(|account| account.wanted.tidy);
        match tidy && privacy::is_written(&done.reply) {
            true => self.send_tidily(&done, language)?,
            false => self.send(&done.reply, language)?,
        }
        self.finish()?;
        let account = self.tx.account(&self.peer, &self.rules.consent_version)?;
        Ok(Answer { reply: done.reply, language, manner: self.manner(account.as_ref()) })
    }

    /// A speaker speaks the language it is set to; a chat the one that was chosen, else the one
    /// of the device. One that is not spoken here gives way to the default one.
    fn language(&self, account: Option<&Account>, thread: &Thread) -> Language {
        self.languages.or_default(match self.incoming.peer.door {
            Door::Voice => self.incoming.language,
            Door::Chat => account
                .and_then(|account| account.language)
                .or(thread.language)
                .unwrap_or(self.incoming.language),
        })
    }

    fn learn_zone(&self, account: Option<&Account>) -> Result<(), Error> {
        match (account, &self.incoming.zone) {
            (Some(account), Some(zone)) if account.zone.is_none() => {
                self.tx.learn_zone(account.id, zone)
            }
            _ => Ok(()),
        }
    }

    /// What happened, and whose diary was named.
    fn understand(
        &self,
        grammar: &Grammar,
        words: &WordList,
        account: Option<&Account>,
        thread: &Thread,
    ) -> (Whom, Event) {
        let people = account.map(|account| account.people.as_slice()).unwrap_or_default();
        let hear = |wordings: &[String], hints: &Hints| {
            utterance::hear_whom(grammar, words, self.incoming.peer.door, people, wordings, hints)
        };
        let said = |wordings: &[String], hints: &Hints| {
            let (whom, intent) = hear(wordings, hints);
            let intent = match dialogue::awaited(thread, self.incoming.at_ms, &intent) {
                Some(what) => utterance::answer(grammar, what, wordings, intent),
                None => intent,
            };
            (whom, Event::Said(intent))
        };
        let none = &Hints::default();
        match &self.incoming.heard {
            Heard::Words(wordings) => said(wordings, none),
            Heard::Located(latitude, longitude) => (Whom::Unsaid, located(*latitude, *longitude)),
            Heard::Spoken(wordings, hints) => said(wordings, hints),
            Heard::Edited(wordings) => {
                let (whom, intent) = hear(wordings, none);
                (whom, Event::Edited(intent))
            }
            Heard::Tap(Choice::Language(language)) if !grammar.languages().has(*language) => {
                (Whom::Unsaid, Event::Said(Intent::Languages))
            }
            Heard::Tap(choice) => {
                let whom = if let Choice::Whose(person) = choice {
                    Whom::Known(*person)
                } else {
                    Whom::Unsaid
                };
                (whom, Event::Tapped(choice.clone()))
            }
            Heard::Opened => (Whom::Unsaid, Event::Opened),
            Heard::Wordless => (Whom::Unsaid, Event::Wordless),
        }
    }

    fn who(
        &self,
        account: Option<Account>,
        whom: Whom,
        event: &Event,
        thread: &Thread,
    ) -> Result<Who, Error> {
        let at_ms = self.incoming.at_ms;
        let given = if let Event::Said(Intent::Start { invitation }) = event {
            invitation.as_deref()
        } else {
            None
        };
        let (invited, guest) = match given {
            Some(given) => (
                self.rules.owner_invitation.matches(given) && !self.tx.has_owner()?,
                self.tx.invitation_of(&self.seal.invitation(given), at_ms)?,
            ),
            None => (false, None),
        };
        let door = self.incoming.peer.door;
        let session = thread.session.as_ref().filter(|_| self.incoming.session.is_some());
        let of_session = session
            .filter(|session| self.session().is_some_and(|now| now == session.id))
            .map(|session| session.person)
            .filter(|person| {
                let mut people = account.iter().flat_map(|account| &account.people);
                people.any(|known| known.id == *person)
            });
        let mut who = Who {
            door,
            access: self.rules.access,
            zone: self.zone(account.as_ref()),
            whom,
            of_session,
            schedule: None,
            pin: self.guard()?,
            danger: self.incoming.danger,
            invited,
            guest,
            recent: Vec::new(),
            last: None,
            given: None,
            edited: Vec::new(),
            account,
        };
        let Some(account) = who.account.as_ref().filter(|account| account.consented) else {
            return Ok(who);
        };
        let named = match &who.whom {
            Whom::Known(person) => Some(*person),
            Whom::Me => Some(account.person),
            Whom::Unsaid | Whom::NotMe | Whom::New(_) | Whom::Unclear => None,
        };
        // What was just shown is what is meant.
        let named = named.or_else(|| dialogue::shown(thread, event));
        let about = named.or_else(|| dialogue::about(&thread.state)).or(of_session);
        // A button may name anybody; whose diary this account does not hold is never looked into.
        let known = |person: &PersonId| account.people.iter().any(|known| known.id == *person);
        let person = about.filter(known).unwrap_or(account.person);
        let known = |stored: StoredReading| Known {
            id: stored.id,
            person: stored.person,
            said_ms: stored.said_ms,
            reading: stored.reading,
            at_ms: stored.at_ms,
        };
        // What is being set right is what is meant, and is compared with those of the same person.
        let open = dialogue::about_reading(&thread.state);
        let mine = match open.filter(|_| named.is_none()).or(thread.last) {
            Some(last) => self.tx.reading(account.id, last)?,
            None => None,
        };
        let theirs = mine.as_ref().filter(|mine| named.is_none() && open == Some(mine.id));
        let usual = theirs.map_or(person, |mine| mine.person);
        if !matches!(who.whom, Whom::New(_)) {
            who.recent = self.tx.readings_since(usual, at_ms - RECENT_MS, RECENT_MAX)?;
        }
        who.given = mine.clone().map(known);
        who.last = match mine.filter(|mine| named.is_none_or(|named| named == mine.person)) {
            Some(mine) => Some(mine),
            None => self.tx.newest_reading(person)?,
        }
        .map(known);
        if matches!(event, Event::Edited(_)) {
            let origin = self.seal.message(door_name(door), &self.peer, &self.incoming.origin);
            who.edited = self.tx.readings_of(account.id, &origin)?.into_iter().map(known).collect();
        }
        Ok(who)
    }

    /// A chat is answered through the outbox; a speaker hears the answer at once.
    pub(super) fn send(&self, reply: &Reply, language: Language) -> Result<(), Error> {
        let Some(reach) = &self.incoming.reach else {
            return Ok(());
        };
        let letter = Letter { reply: reply.clone(), language, back: reach.back.clone() };
        self.tx.reopen_chat(&chat_mark(self.seal, reach.chat))?;
        post(self.tx, self.seal, reach.chat, &letter, self.incoming.at_ms)
    }

    fn finish(&self) -> Result<(), Error> {
        match &self.incoming.reach {
            Some(reach) => self.tx.finish(reach.inbox),
            None => Ok(()),
        }
    }
}

/// Puts an answer on its way, unless its chat has blocked us.
pub(super) fn post(
    tx: &Tx<'_>,
    seal: &Seal,
    chat: i64,
    letter: &Letter,
    at_ms: i64,
) -> Result<(), Error> {
    if tx.chat_closed(&chat_mark(seal, chat))? {
        return Ok(());
    }
    put(tx, chat, letter, at_ms)
}

/// The same with any parcel.
pub(super) fn post_parcel(
    tx: &Tx<'_>,
    seal: &Seal,
    chat: i64,
    parcel: &Parcel,
    at_ms: i64,
) -> Result<(), Error> {
    if tx.chat_closed(&chat_mark(seal, chat))? {
        return Ok(());
    }
    put(tx, chat, parcel, at_ms)
}

fn put(tx: &Tx<'_>, chat: i64, body: &impl Serialize, at_ms: i64) -> Result<(), Error> {
    let body = serde_json::to_string(body).map_err(|_| Error::Content("outbox.body"))?;
    tx.post(chat, &body, at_ms)
}

/// What a chat is called in the list of those that are left alone.
pub(super) fn chat_mark(seal: &Seal, chat: i64) -> Mark {
    seal.identity("closed chat", &chat.to_string())
}

pub(super) fn door_name(door: Door) -> &'static str {
    match door {
        Door::Chat => "chat",
        Door::Voice => "voice",
    }
}
