//! Acts of the dialogue, carried out inside the turn's transaction.

use super::turn::{Scene, door_name};
use crate::{
    domain::{
        dialogue::{Act, Enrol, Held, State, Step},
        person::{Access, Account, Door, Language, PersonId, ReadingId},
        reading::{Extras, Reading, SESSION_MS, Taken},
        reply::{Card, Question, Reply},
        when::Moment,
    },
    seal,
    store::{Enrolment, Error, NewReading, StoredReading},
};

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
    /// The messages that what was stored came with, as their sender sees them.
    pub(super) origins: Vec<String>,
    /// Whose diary is meant until the session ends, when that was settled.
    pub(super) session: Option<PersonId>,
}

/// The messages that an act stores something of.
fn origins(act: &Act) -> Vec<String> {
    let held = if let Act::Keep { save: held, .. } | Act::AddPerson(_, held) = act {
        held.as_slice()
    } else if let Act::KeepGuided { held, .. } = act {
        std::slice::from_ref(held)
    } else {
        &[]
    };
    held.iter().map(|held| held.origin.clone()).collect()
}

impl Performer<'_> {
    pub(super) fn perform(&self, step: Step) -> Result<Done, Error> {
        let Step { mut next, act } = step;
        let (mut last, mut language, mut session) = (None, None, None);
        let origins = origins(&act);
        let reply = match act {
            Act::Say(reply) => reply,
            Act::Keep { enrol, save, ask, offer } => match self.keep(enrol, save, ask, offer)? {
                Some((reply, saved)) => {
                    last = saved;
                    self.welcomed(reply, &mut next)
                }
                None => {
                    next = State::Idle;
                    self.count_stranger()?
                }
            },
            Act::KeepGuided { held, round } => {
                let (reply, saved) = self.keep_guided(&held, round)?;
                last = Some(saved);
                reply
            }
            Act::AddPerson(name, held) => match self.add_person(name, held, &mut next)? {
                (reply, Some(saved)) => {
                    last = Some(saved);
                    reply
                }
                (reply, None) => reply,
            },
            Act::Tell(query, person) => {
                let reply = self.tell(query, person)?;
                // What was going to be corrected is no longer what the person looks at.
                let looks_at = if let Reply::Last(card) = &reply {
                    card.as_ref().map(|card| card.id)
                } else {
                    None
                };
                if matches!(next, State::Fixing { reading } if looks_at != Some(reading)) {
                    next = State::Idle;
                }
                reply
            }
            Act::Beside(reading, extras) => self.put_beside(reading, &extras)?,
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
                if let State::Consent { held, .. } = &next {
                    Reply::Consent { held: held.len() }
                } else {
                    Reply::LanguageSet
                }
            }
            Act::BecomeOwner => {
                if let Some(account) = self.account {
                    self.scene.tx.become_owner(account.id, self.chat())?;
                }
                Reply::Greeting
            }
            Act::CountStranger => self.count_stranger()?,
            Act::Remember(person) => {
                session = Some(person);
                Reply::Remembered(self.account.and_then(|account| account.name_of(person)).cloned())
            }
            Act::TellTarget(person) => self.tell_target(person)?,
            Act::SetTarget(person, target) => self.set_target(person, target)?,
            Act::Settings(act) => {
                let (reply, spoken) = self.settings(act)?;
                language = spoken;
                reply
            }
            Act::Stats(stats) => self.stats(stats)?,
            Act::Remind(on) => Reply::Reminders(self.remind(on)?),
            Act::TellWhose => self.tell_whose(),
            Act::ListSpeakers => self.list_speakers()?,
            Act::Hush { speaker, hushed } => self.hush(speaker, hushed)?,
            Act::AskErase => self.ask_erase(&mut next)?,
            Act::History(act) => self.history(act, &mut next, &mut last)?,
            Act::Privacy(act) => self.privacy(act)?,
            Act::Parting(act) => self.parting(act)?,
            Act::Administer(wish) => self.administer(wish)?,
            Act::AdminTap(choice) => self.admin_tap(choice)?,
            Act::Alarm(act) => self.alarm(act)?,
            Act::SetTimer(reading) => self.set_timer(reading)?,
            Act::HomeWeek(act) => self.home_week(act)?,
            Act::Reminder(act) => self.reminding(act)?,
            Act::Pin(act) => self.pin(act)?,
        };
        let reply = self.minded(reply, &mut next)?;
        Ok(Done { reply, next, last, language, origins, session })
    }

    fn count_stranger(&self) -> Result<Reply, Error> {
        self.scene.tx.count(STRANGERS)?;
        Ok(Reply::Stranger)
    }

    pub(super) fn chat(&self) -> Option<i64> {
        self.scene.incoming.reach.as_ref().map(|reach| reach.chat)
    }

    pub(super) fn card(&self, stored: StoredReading) -> Card {
        let whose = self.account.and_then(|account| account.name_of(stored.person)).cloned();
        let home = self.scene.zone(self.account);
        let zone = stored.zone.unwrap_or_else(|| home.clone());
        Card {
            id: stored.id,
            whose,
            reading: stored.reading,
            at_ms: stored.at_ms,
            now_ms: self.scene.incoming.at_ms,
            home: Some(home).filter(|home| *home != zone),
            zone,
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
        offer: Option<u32>,
    ) -> Result<Option<(Reply, Option<ReadingId>)>, Error> {
        let Scene { tx, rules, incoming, peer, .. } = self.scene;
        if let Some(enrol) = enrol {
            let taken = enrol == Enrol::Owner && tx.has_owner()?;
            let good = match enrol {
                Enrol::Owner => !taken,
                Enrol::Guest => true,
                Enrol::Invited(invitation) => tx.use_invitation(invitation, incoming.at_ms)?,
            };
            if !good && rules.access == Access::Invite && self.account.is_none() {
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
            let reply = match self.amend(&account, id, held)? {
                Some(stored) => Reply::Amended { card: self.card(stored), alert },
                None => Reply::AlreadyUndone,
            };
            return Ok(Some((reply, Some(id))));
        }
        let mut cards = Vec::with_capacity(save.len());
        for held in &save {
            let stored = match held.amends {
                Some(id) => self.amend(&account, id, held)?,
                None => Some(self.save(&account, held)?),
            };
            cards.extend(stored.map(|stored| self.card(stored)));
        }
        let last = cards.last().map(|card| card.id);
        let session = self.session(&account, last.and(save.last()))?;
        let reply = match ask {
            Some(question) if cards.is_empty() && enrol.is_none() => Reply::Ask(question),
            ask => Reply::Kept { welcome: enrol.is_some(), cards, session, alert, ask, offer },
        };
        Ok(Some((reply, last)))
    }

    /// Puts other values into a stored reading, another time if one was said, and what was said
    /// besides; the reading as it is then, if it is still there.
    pub(super) fn amend(
        &self,
        account: &Account,
        id: ReadingId,
        held: &Held,
    ) -> Result<Option<StoredReading>, Error> {
        let tx = self.scene.tx;
        let Some(mut stored) = tx.reading(account.id, id)? else { return Ok(None) };
        let known = |person: &PersonId| account.people.iter().any(|known| known.id == *person);
        if let Some(person) = held.person.filter(|person| *person != stored.person).filter(known) {
            tx.give_reading(stored.person, id, person)?;
            stored.person = person;
        }
        tx.amend_reading(stored.person, id, &held.reading)?;
        if held.at_ms != stored.at_ms {
            let moment = Moment { at_ms: held.at_ms, approximate: held.approximate };
            // It was said here and now.
            let zone = self.scene.known_zone(Some(account));
            tx.move_reading(stored.person, id, &moment, zone.as_ref())?;
        }
        tx.set_extras(stored.person, id, &stored.extras.replaced(&held.extras))?;
        tx.reading(account.id, id)
    }

    /// What is said beside the numbers takes the place of what was said before.
    fn put_beside(&self, id: ReadingId, extras: &Extras) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::AlreadyUndone) };
        let Some(stored) = self.scene.tx.reading(account.id, id)? else {
            return Ok(Reply::AlreadyUndone);
        };
        let extras = stored.extras.replaced(extras);
        self.scene.tx.set_extras(stored.person, id, &extras)?;
        let card = self.card(StoredReading { extras, ..stored });
        Ok(Reply::Amended { card, alert: false })
    }

    /// The readings taken minutes apart that the newest one belongs to, and their mean.
    pub(super) fn session(
        &self,
        account: &Account,
        newest: Option<&Held>,
    ) -> Result<Option<(u32, Reading)>, Error> {
        let telling = !account.write_only;
        let Some(newest) = newest.filter(|held| !held.approximate && telling) else {
            return Ok(None);
        };
        let since_ms = newest.at_ms - SESSION_MS;
        let person = newest.person.unwrap_or(account.person);
        let around = self.scene.tx.readings_since(person, since_ms, SESSION_MAX)?;
        let session = Taken::session(&around, newest.at_ms);
        let mean = Reading::mean(&session).filter(|_| session.len() > 1);
        Ok(mean.map(|mean| (session.len() as u32, mean)))
    }

    /// A reading of a guided measurement, its first or its second.
    fn keep_guided(&self, held: &Held, round: u8) -> Result<(Reply, ReadingId), Error> {
        let Some(account) = self.account else { return Err(Error::Content("account")) };
        let stored = self.save(account, held)?;
        let id = stored.id;
        let card = self.card(stored);
        let reply = match round {
            1 => Reply::GuideKept(card),
            _ => Reply::GuideDone { card, session: self.session(account, Some(held))? },
        };
        Ok((reply, id))
    }

    pub(super) fn save(&self, account: &Account, held: &Held) -> Result<StoredReading, Error> {
        let Scene { tx, seal, incoming, peer, .. } = self.scene;
        let id = ReadingId(seal::random_id()?);
        let Held { reading, at_ms, approximate, ref extras, .. } = *held;
        let origin = seal.message(door_name(incoming.peer.door), peer, &held.origin);
        let person = held.person.unwrap_or(account.person);
        // Of readings of one instant the one that was said later comes later.
        let said_ms = match tx.said_last(person, at_ms)? {
            Some(before_ms) => incoming.at_ms.max(before_ms + 1),
            None => incoming.at_ms,
        };
        let zone = self.scene.known_zone(Some(account));
        tx.save_reading(&NewReading {
            person,
            id,
            reading,
            at_ms,
            zone: zone.as_ref(),
            approximate,
            extras,
            origin: &origin,
            said_ms,
        })?;
        let extras = extras.clone();
        Ok(StoredReading { id, person, reading, at_ms, zone, said_ms, approximate, extras })
    }

    /// The question about this reading, or about the newest one when this one has gone.
    fn undoable(&self, reading: ReadingId) -> Result<Option<(ReadingId, Reply)>, Error> {
        let Some(account) = self.account else {
            return Ok(None);
        };
        let tx = self.scene.tx;
        let found = match tx.reading(account.id, reading)? {
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
        let Some(stored) = self.scene.tx.reading(account.id, reading)? else {
            return match self.scene.incoming.peer.door {
                Door::Chat => self.gone(account, reading),
                Door::Voice => Ok(Reply::AlreadyUndone),
            };
        };
        self.remove(&stored)?;
        Ok(Reply::Undone(self.card(stored)))
    }
}
