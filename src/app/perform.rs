//! Acts of the dialogue, carried out inside the turn's transaction.

use super::{
    Letter,
    turn::{Scene, door_name, post},
};
use crate::{
    domain::{
        dialogue::{Act, Enrol, Held, State, Step, Thread},
        link::{self, Code, DIGITS, LinkId},
        person::{Access, Account, Door, Language, PersonId, ReadingId},
        reading::{Reading, SESSION_MS, Taken},
        reply::{Card, Question, Reply},
    },
    seal,
    store::{Enrolment, Error, NewReading, Offer, StoredReading},
};

/// Draws of a code until one is free; two live codes being the same is one in millions.
const DRAWS: usize = 5;
/// Readings that a session is looked for among.
const SESSION_MAX: u32 = 100;
/// What the count of strangers is called.
pub(super) const STRANGERS: &str = "strangers";

/// Carries out acts for one turn.
pub(super) struct Performer<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) account: Option<&'a Account>,
    pub(super) words: &'a [String],
    pub(super) language: Language,
}

/// What an act has led to.
pub(super) struct Done {
    pub(super) reply: Reply,
    pub(super) next: State,
    pub(super) last: Option<ReadingId>,
    pub(super) language: Option<Language>,
}

impl Performer<'_> {
    pub(super) fn perform(&self, step: Step) -> Result<Done, Error> {
        let Step { mut next, act } = step;
        let mut last = None;
        let mut language = None;
        let reply = match act {
            Act::Say(reply) => reply,
            Act::Keep { enrol, save, ask } => match self.keep(enrol, save, ask)? {
                Some((reply, saved)) => {
                    last = saved;
                    reply
                }
                None => {
                    next = State::Idle;
                    self.count_stranger()?
                }
            },
            Act::ShowLast => {
                let newest = |account: &Account| self.scene.tx.newest_reading(account.person);
                let shown = self.account.map(newest).transpose()?.flatten();
                let id = shown.as_ref().map(|shown| shown.id);
                // What was going to be corrected is no longer what the person looks at.
                if matches!(next, State::Fixing { reading } if id != Some(reading)) {
                    next = State::Idle;
                }
                Reply::Last(shown.map(|stored| self.card(stored)))
            }
            Act::AskUndo(reading) => match self.undoable(reading)? {
                Some((reading, reply)) => {
                    next = State::Undo { reading };
                    reply
                }
                None => {
                    next = State::Idle;
                    Reply::NothingToUndo
                }
            },
            Act::Forget(reading) => self.forget(reading)?,
            Act::IssueCode => self.issue_code()?,
            Act::TryCode(code) => self.try_code(&code)?,
            Act::AcceptSpeaker(link) => self.accept_speaker(link)?,
            Act::RefuseSpeaker(link) => self.refuse_speaker(link)?,
            Act::Unlink => self.unlink()?,
            Act::Speak(chosen) => {
                language = Some(chosen);
                if let Some(account) = self.account {
                    self.scene.tx.set_language(account.id, chosen)?;
                }
                match &next {
                    State::Consent { held, .. } => Reply::Consent { held: held.len() },
                    State::Idle
                    | State::Unsure { .. }
                    | State::Missing(_)
                    | State::Fixing { .. }
                    | State::Undo { .. }
                    | State::Unlink => Reply::LanguageSet,
                }
            }
            Act::BecomeOwner => {
                if let Some(account) = self.account {
                    self.scene.tx.become_owner(account.id, self.chat())?;
                }
                Reply::Greeting
            }
            Act::TurnReminders(on) => Reply::Reminders(self.turn_reminders(on)?),
            Act::CountStranger => self.count_stranger()?,
        };
        Ok(Done { reply, next, last, language })
    }

    fn count_stranger(&self) -> Result<Reply, Error> {
        self.scene.tx.count(STRANGERS)?;
        Ok(Reply::Stranger)
    }

    fn chat(&self) -> Option<i64> {
        self.scene.incoming.reach.as_ref().map(|reach| reach.chat)
    }

    fn card(&self, stored: StoredReading) -> Card {
        Card {
            id: stored.id,
            reading: stored.reading,
            at_ms: stored.at_ms,
            now_ms: self.scene.incoming.at_ms,
            zone: self.scene.zone(self.account),
            approximate: stored.approximate,
            extras: stored.extras,
        }
    }

    /// Begins the account when that is due, and stores. Nothing when the invitation was used by
    /// somebody else meanwhile.
    fn keep(
        &self,
        enrol: Option<Enrol>,
        save: Vec<Held>,
        ask: Option<Question>,
    ) -> Result<Option<(Reply, Option<ReadingId>)>, Error> {
        let Scene { tx, rules, incoming, peer, .. } = self.scene;
        if let Some(enrol) = enrol {
            let taken = enrol == Enrol::Owner && tx.has_owner()?;
            if taken && rules.access == Access::Invite && self.account.is_none() {
                return Ok(None);
            }
            let owner = enrol == Enrol::Owner && !taken;
            let enrolment = Enrolment {
                owner,
                consent_version: &rules.consent_version,
                consent_language: self.language,
                language: tx.thread(peer)?.language,
                door: incoming.peer.door,
                zone: incoming.zone.as_ref(),
                chat: self.chat().filter(|_| owner),
                at_ms: incoming.at_ms,
            };
            match self.account {
                Some(account) => tx.consent_again(account.id, &enrolment)?,
                None => tx.enrol(peer, &enrolment)?,
            }
        }
        let Some(account) = tx.account(peer, &rules.consent_version)? else {
            return Err(Error::Content("account"));
        };
        let alert = save.iter().any(|held| held.reading.very_high() && !held.alerted);
        if let ([held], None, None) = (save.as_slice(), enrol, &ask)
            && let Some(id) = held.amends
        {
            return Ok(Some((self.amend(&account, id, held, alert)?, Some(id))));
        }
        let mut cards = Vec::with_capacity(save.len());
        for held in &save {
            cards.push(self.card(self.save(account.person, held)?));
        }
        let last = cards.last().map(|card| card.id);
        let session = self.session(&account, last.and(save.last()))?;
        let reply = match ask {
            Some(question) if cards.is_empty() && enrol.is_none() => Reply::Ask(question),
            ask => Reply::Kept { welcome: enrol.is_some(), cards, session, alert, ask },
        };
        Ok(Some((reply, last)))
    }

    fn amend(
        &self,
        account: &Account,
        id: ReadingId,
        held: &Held,
        alert: bool,
    ) -> Result<Reply, Error> {
        let tx = self.scene.tx;
        tx.amend_reading(account.person, id, &held.reading)?;
        Ok(match tx.reading(account.person, id)? {
            Some(stored) => Reply::Amended { card: self.card(stored), alert },
            None => Reply::AlreadyUndone,
        })
    }

    /// The readings taken minutes apart that the newest one belongs to, and their mean.
    fn session(
        &self,
        account: &Account,
        newest: Option<&Held>,
    ) -> Result<Option<(u32, Reading)>, Error> {
        let Some(newest) = newest.filter(|held| !held.approximate) else { return Ok(None) };
        let since_ms = newest.at_ms - SESSION_MS;
        let around = self.scene.tx.readings_since(account.person, since_ms, SESSION_MAX)?;
        let session = Taken::session(&around, newest.at_ms);
        let mean = Reading::mean(&session).filter(|_| session.len() > 1);
        Ok(mean.map(|mean| (session.len() as u32, mean)))
    }

    fn save(&self, person: PersonId, held: &Held) -> Result<StoredReading, Error> {
        let Scene { tx, seal, incoming, peer, .. } = self.scene;
        let id = ReadingId(seal::random_id()?);
        let Held { reading, at_ms, approximate, ref extras, .. } = *held;
        let origin = seal.message(door_name(incoming.peer.door), peer, &held.origin);
        let said_ms = incoming.at_ms;
        tx.save_reading(&NewReading {
            person,
            id,
            reading,
            at_ms,
            approximate,
            extras,
            origin: &origin,
            said_ms,
        })?;
        Ok(StoredReading { id, reading, at_ms, approximate, extras: extras.clone() })
    }

    /// The question about this reading, or about the newest one when this one has gone.
    fn undoable(&self, reading: ReadingId) -> Result<Option<(ReadingId, Reply)>, Error> {
        let Some(account) = self.account else {
            return Ok(None);
        };
        let tx = self.scene.tx;
        let found = match tx.reading(account.person, reading)? {
            Some(stored) => Some(stored),
            None => tx.newest_reading(account.person)?,
        };
        let question = tx.thread(&self.scene.peer)?.questions + 1;
        Ok(found
            .map(|stored| (stored.id, Reply::ConfirmUndo { card: self.card(stored), question })))
    }

    fn forget(&self, reading: ReadingId) -> Result<Reply, Error> {
        let Some(account) = self.account else {
            return Ok(Reply::AlreadyUndone);
        };
        let Some(stored) = self.scene.tx.reading(account.person, reading)? else {
            return Ok(Reply::AlreadyUndone);
        };
        self.scene.tx.forget_reading(account.person, reading)?;
        Ok(Reply::Undone(self.card(stored)))
    }

    fn issue_code(&self) -> Result<Reply, Error> {
        let Scene { tx, seal, rules, incoming, .. } = self.scene;
        let (Some(account), Some(chat)) = (self.account, self.chat()) else {
            return Ok(Reply::HowToLink);
        };
        let now_ms = incoming.at_ms;
        let interval_ms = i64::from(rules.codes.interval_seconds) * 1000;
        if let Some(before) = tx.offer_of(account.id)?
            && now_ms < before.issued_ms + interval_ms
        {
            let left_ms = before.issued_ms + interval_ms - now_ms;
            return Ok(Reply::CodeTooSoon { seconds: (left_ms as u32).div_ceil(1000) });
        }
        let minutes = rules.codes.lifetime_minutes;
        for _ in 0..DRAWS {
            let digits = usize::from(DIGITS.end() - DIGITS.start()) + 1;
            let digits = DIGITS.start() + seal::random_below(digits)? as u16;
            let word = self.words.get(seal::random_below(self.words.len())?);
            let Some(word) = word.cloned() else {
                return Err(Error::Content("words"));
            };
            let code = Code { word, digits };
            let offer = Offer {
                id: LinkId(seal::random_id()?),
                account: account.id,
                chat,
                language: self.language,
                issued_ms: now_ms,
                expires_ms: now_ms + i64::from(minutes) * 60_000,
                claimed_by: None,
            };
            if tx.offer(&offer, &seal.code(&code.canonical()))? {
                return Ok(Reply::Code { code, minutes });
            }
        }
        Err(Error::Content("link.code"))
    }

    fn try_code(&self, code: &Code) -> Result<Reply, Error> {
        let Scene { tx, seal, incoming, peer, .. } = self.scene;
        let now_ms = incoming.at_ms;
        let guesses = tx.guesses(
            peer,
            now_ms - link::TRIES_PER_IDENTITY_MS,
            now_ms - link::TRIES_OVER_ALL_MS,
        )?;
        if link::locked(guesses.by_identity, guesses.over_all).is_some() {
            return Ok(Reply::CodeLocked);
        }
        let offer = tx.offer_by_code(&seal.code(&code.canonical()), now_ms)?;
        let offer = offer.filter(|offer| offer.claimed_by.is_none_or(|claimer| claimer == *peer));
        let Some(offer) = offer else {
            tx.save_guess(peer, now_ms)?;
            if link::locked(guesses.by_identity + 1, guesses.over_all + 1).is_some() {
                self.tell_owner(Reply::Guessing)?;
            }
            return Ok(Reply::CodeWrong);
        };
        match self.account {
            Some(account) if account.id == offer.account => return Ok(Reply::AlreadyLinked),
            Some(account) if account.chats > 0 => return Ok(Reply::LinkedElsewhere),
            Some(_) | None => {}
        }
        if offer.claimed_by.is_none() {
            tx.claim(offer.id, peer)?;
            let reply = Reply::SpeakerAsks { link: offer.id };
            let letter = Letter { reply, language: offer.language, back: None };
            post(tx, seal, offer.chat, &letter, now_ms)?;
        }
        Ok(Reply::CodeTaken)
    }

    fn tell_owner(&self, reply: Reply) -> Result<(), Error> {
        let Some((chat, language)) = self.scene.tx.owner_chat()? else {
            return Ok(());
        };
        let letter = Letter { reply, language, back: None };
        post(self.scene.tx, self.scene.seal, chat, &letter, self.scene.incoming.at_ms)
    }

    /// The offer that a button speaks of, if a speaker has claimed it and it still stands.
    fn claimed(&self, link: LinkId) -> Result<Option<Offer>, Error> {
        let Some(account) = self.account else {
            return Ok(None);
        };
        let offer = self.scene.tx.offer_of(account.id)?;
        let now_ms = self.scene.incoming.at_ms;
        Ok(offer.filter(|offer| offer.id == link && offer.expires_ms > now_ms))
    }

    /// The speaker's diary and the chat's become one: its readings move, its account goes.
    fn accept_speaker(&self, link: LinkId) -> Result<Reply, Error> {
        let Scene { tx, rules, incoming, .. } = self.scene;
        let (Some(account), Some(offer)) = (self.account, self.claimed(link)?) else {
            return Ok(Reply::LinkGone);
        };
        let Some(speaker) = offer.claimed_by else {
            return Ok(Reply::LinkGone);
        };
        let mut moved = 0;
        match tx.account(&speaker, &rules.consent_version)? {
            Some(other) if other.id == account.id => {}
            Some(other) if other.chats > 0 => return Ok(Reply::LinkedElsewhere),
            Some(other) => {
                moved += tx.move_readings(other.person, account.person)?;
                tx.move_peers(other.id, account.id)?;
                tx.drop_account(other.id)?;
            }
            None => tx.join(&speaker, account.id, Door::Voice, incoming.at_ms)?,
        }
        let thread = tx.thread(&speaker)?;
        if let State::Consent { held, .. } = &thread.state {
            // Said before there was a diary to put it in; now there is one, and its consent.
            for held in held {
                self.save(account.person, held)?;
                moved += 1;
            }
            tx.save_thread(&speaker, &Thread { state: State::Idle, ..thread })?;
        }
        tx.withdraw(offer.id)?;
        Ok(Reply::Linked { moved })
    }

    fn refuse_speaker(&self, link: LinkId) -> Result<Reply, Error> {
        let Some(offer) = self.claimed(link)? else {
            return Ok(Reply::LinkGone);
        };
        self.scene.tx.withdraw(offer.id)?;
        Ok(Reply::LinkRefused)
    }

    fn unlink(&self) -> Result<Reply, Error> {
        let Some(account) = self.account else {
            return Ok(Reply::NothingToUnlink);
        };
        let parted = match self.scene.incoming.peer.door {
            Door::Chat => self.scene.tx.part_speakers(account.id)? > 0,
            Door::Voice => self.scene.tx.part(&self.scene.peer)?,
        };
        Ok(if parted { Reply::Unlinked } else { Reply::NothingToUnlink })
    }
}
