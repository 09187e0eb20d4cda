//! Speakers and chats that share a diary: codes, and the chat's word on them.

use super::{
    Letter,
    notice::notify,
    perform::Performer,
    turn::{RECENT_MAX, Scene, post},
};
use crate::{
    domain::{
        dialogue::{State, Thread, on_linking},
        link::{Code, DIGITS, LinkId},
        notice::Notice,
        person::Door,
        reading::RECENT_MS,
        reply::Reply,
        watch::GUESSING,
    },
    seal,
    store::{Error, Offer, Tried},
};

/// Draws of a code until one is free; two live codes being the same is one in millions.
const DRAWS: usize = 5;

impl Performer<'_> {
    pub(super) fn issue_code(&self) -> Result<Reply, Error> {
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

    pub(super) fn try_code(&self, code: &Code) -> Result<Reply, Error> {
        let Scene { tx, seal, incoming, peer, .. } = self.scene;
        let now_ms = incoming.at_ms;
        let offer = match tx.try_code(peer, &seal.code(&code.canonical()), now_ms)? {
            Tried::Right(offer) => offer,
            Tried::Locked => return Ok(Reply::CodeLocked),
            Tried::Wrong { locks } => {
                if locks {
                    self.tell_of_guessing()?;
                }
                return Ok(Reply::CodeWrong);
            }
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

    /// The owner hears that it has begun, and of what goes on once a day: under a lock that lets
    /// ten through in an hour every one of them locks again.
    fn tell_of_guessing(&self) -> Result<(), Error> {
        let Scene { tx, seal, incoming, .. } = self.scene;
        let Some((chat, language)) = tx.owner_chat()? else {
            return Ok(());
        };
        let mut standing = tx.standing(GUESSING)?;
        let news = standing.happened(incoming.at_ms);
        tx.save_standing(GUESSING, &standing)?;
        if !news {
            return Ok(());
        }
        let letter = Letter { reply: Reply::Guessing, language, back: None };
        post(tx, seal, chat, &letter, incoming.at_ms)
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
    pub(super) fn accept_speaker(&self, link: LinkId) -> Result<Reply, Error> {
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
                let mut homes = Vec::with_capacity(other.people.len());
                for person in &other.people {
                    let home = match &person.name {
                        Some(name) => tx.add_person(account.id, name)?,
                        None => account.person,
                    };
                    homes.push((person.id, home));
                    moved += tx.move_readings(person.id, home, other.zone.as_ref())?;
                    if let (Some(target), None) = (tx.target(person.id)?, tx.target(home)?) {
                        tx.set_target(home, target)?;
                    }
                    tx.move_removed(person.id, home, other.zone.as_ref())?;
                }
                let home_of = |person| {
                    let home = homes.iter().find(|(before, _)| *before == person);
                    home.map_or(account.person, |(_, home)| *home)
                };
                for (peer, ..) in tx.speakers(other.id)? {
                    let thread = tx.thread(&peer)?.moved(&home_of);
                    tx.save_thread(&peer, &thread)?;
                }
                tx.move_peers(other.id, account.id)?;
                tx.move_audit_names(other.id, account.id)?;
                tx.drop_account(other.id)?;
            }
            None => tx.join(&speaker, account.id, Door::Voice, incoming.at_ms)?,
        }
        let thread = tx.thread(&speaker)?;
        let mut waits = false;
        if let State::Consent { held, .. } = &thread.state {
            // Said before there was a diary to put it in; now there is one, and its consent.
            let recent =
                tx.readings_since(account.person, incoming.at_ms - RECENT_MS, RECENT_MAX)?;
            let (save, state) = on_linking(held.clone(), account.shared(), recent);
            for held in &save {
                self.save(account, held)?;
                moved += 1;
            }
            waits = state != State::Idle;
            tx.save_thread(&speaker, &Thread { state, at_ms: incoming.at_ms, ..thread })?;
        }
        tx.withdraw(offer.id)?;
        // From now on the speaker may have something to ask in the chat.
        tx.keep_chat(account.id, offer.chat)?;
        notify(self.scene, account, Some(&speaker), Notice::Linked)?;
        Ok(Reply::Linked { moved, waits })
    }

    pub(super) fn refuse_speaker(&self, link: LinkId) -> Result<Reply, Error> {
        let Some(offer) = self.claimed(link)? else {
            return Ok(Reply::LinkGone);
        };
        self.scene.tx.withdraw(offer.id)?;
        Ok(Reply::LinkRefused)
    }

    pub(super) fn unlink(&self) -> Result<Reply, Error> {
        let Some(account) = self.account else {
            return Ok(Reply::NothingToUnlink);
        };
        let Scene { tx, incoming, peer, .. } = self.scene;
        let parted = match incoming.peer.door {
            Door::Chat => {
                tx.forget_talks(account.id, None)?;
                tx.part_speakers(account.id)? > 0
            }
            Door::Voice => {
                self.scene.notify(account, Notice::Unlinked)?;
                tx.forget_talks(account.id, Some(peer))?;
                tx.part(peer)?
            }
        };
        tx.forget_chat(account.id)?;
        Ok(if parted { Reply::Unlinked } else { Reply::NothingToUnlink })
    }
}
