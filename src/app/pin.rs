//! The PIN: digits are compared with its hash before the turn, because that is slow and the writer
//! is one; the turn takes the verdict if it still is about the same hash.

use super::{
    App, Error, Heard, Incoming, Letter,
    audit::{note, note_via},
    notice::notify,
    perform::Performer,
    turn::{Scene, door_name, post},
};
use crate::{
    domain::{
        audit::{Action, Deed, Via},
        dialogue::{self, State, Thread},
        notice::Notice,
        person::{Account, Door},
        pin::{
            self, FORGET_MS, Guard, LOCKED_MS, OPEN_MS, Pending, PinAct, PinAsks, PinReply, TRIES,
            Tried, Typed,
        },
        privacy::Instant,
        reply::Reply,
        week::WeekReply,
    },
    seal::{self, Mark, Secret},
    store::Tx,
};

/// What was found out about digits before the turn.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Examined {
    /// They were compared with the PIN of this number.
    Compared { id: i64, right: bool },
    /// They were compared with the hash of a new one.
    Repeated { hash: String, right: bool },
    /// They are a new one, and this is its hash.
    Hashed(String),
}

/// What the message of a chat is, when it is nothing but digits.
fn typed(incoming: &Incoming) -> Option<Typed> {
    match (&incoming.heard, incoming.peer.door) {
        (Heard::Words(wordings), Door::Chat) => Typed::of(wordings.first()?),
        _ => None,
    }
}

/// Whether a message that is about the PIN may hold it.
fn holds_digits(heard: &Heard) -> bool {
    let Heard::Words(wordings) = heard else { return false };
    let digits = |text: &String| text.chars().filter(char::is_ascii_digit).count();
    wordings.iter().any(|text| digits(text) >= *pin::DIGITS.start())
}

impl App {
    /// Compares or hashes what was typed, if digits of a PIN are awaited. At most so many at a
    /// time as there are permits: each takes 19 MiB.
    pub(super) async fn examine(&self, incoming: &Incoming) -> Result<Option<Examined>, Error> {
        let Some(Typed::Digits(digits)) = typed(incoming) else { return Ok(None) };
        if !pin::has_form(&digits) {
            return Ok(None);
        }
        let peer = self.0.store.seal().identity(door_name(Door::Chat), &incoming.peer.id);
        let (thread, found) = self.0.store.read(move |view| view.pin_asked(&peer)).await?;
        let at_ms = incoming.at_ms;
        let Some((asks, _)) = dialogue::pin_asked(&thread, at_ms) else { return Ok(None) };
        let locked = |pin: &crate::store::Pin| pin.locked_ms.is_some_and(|until| until > at_ms);
        let against = match (&asks, found) {
            (PinAsks::Wish(_) | PinAsks::OldToChange | PinAsks::OldToRemove, Some(pin)) => {
                if locked(&pin) {
                    return Ok(None);
                }
                Some((Some(pin.id), pin.hash))
            }
            (PinAsks::Wish(_) | PinAsks::OldToChange | PinAsks::OldToRemove, None) => {
                return Ok(None);
            }
            (PinAsks::Again(hash), _) => Some((None, hash.clone())),
            (PinAsks::New, _) if pin::is_weak(&digits) => return Ok(None),
            (PinAsks::New, _) => None,
        };
        let digits = Secret::new(digits);
        let Ok(_permit) = self.0.hashing.acquire().await else { return Err(Error::Closed) };
        let work = move || -> Result<Examined, Error> {
            Ok(match against {
                None => Examined::Hashed(seal::hash_pin(digits.reveal())?),
                Some((id, hash)) => {
                    let right = seal::pin_matches(digits.reveal(), &hash)?;
                    match id {
                        Some(id) => Examined::Compared { id, right },
                        None => Examined::Repeated { hash, right },
                    }
                }
            })
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(Error::Panicked)).map(Some)
    }

    /// Removes the PINs that were forgotten long enough ago, and tells so; how many.
    pub async fn drop_forgotten_pins(&self, now_ms: i64) -> Result<u32, Error> {
        let mut dropped = 0;
        loop {
            let app = self.clone();
            let one = self.0.store.write(move |tx| app.drop_forgotten_pin(tx, now_ms)).await?;
            if !one {
                break;
            }
            dropped += 1;
        }
        if dropped > 0 {
            self.0.bell.notify_one();
        }
        Ok(dropped)
    }

    fn drop_forgotten_pin(&self, tx: &Tx<'_>, now_ms: i64) -> Result<bool, Error> {
        let Some((account, chat, language)) = tx.forgotten_pin(now_ms)? else { return Ok(false) };
        let kept = tx.kept_back(account)?;
        tx.drop_pin(account)?;
        let seal = self.0.store.seal();
        note(tx, seal, Some(account), &Deed::of(Action::PinChanged), now_ms)?;
        if let Some(chat) = chat {
            if kept.is_some() {
                note(tx, seal, Some(account), &Deed::of(Action::Week), now_ms)?;
            }
            let told = Reply::Pin(PinReply::Forgotten);
            for reply in std::iter::once(told).chain(kept) {
                let letter = Letter { reply, language, back: None };
                post(tx, seal, chat, &letter, now_ms)?;
            }
        }
        let nobody = Mark([0; 32]);
        tx.notify_speakers(account, [&nobody, &nobody], Notice::PinRemoved, now_ms)?;
        Ok(true)
    }
}

/// Keeps the result of a home week back while the chat of this identity waits for the PIN.
pub(super) fn veiled(tx: &Tx<'_>, peer: &Mark, reply: Reply, at_ms: i64) -> Result<Reply, Error> {
    let Reply::HomeWeek(WeekReply::Done { before, outcome }) = reply else { return Ok(reply) };
    let guard = tx.pin(peer)?.filter(|pin| pin.open_ms.is_none_or(|until_ms| until_ms <= at_ms));
    let Some(pin) = guard else {
        return Ok(Reply::HomeWeek(WeekReply::Done { before, outcome }));
    };
    let result = Reply::HomeWeek(WeekReply::Done { before: None, outcome });
    tx.keep_back(pin.account, Some(&result))?;
    Ok(Reply::Pin(PinReply::KeptBack { before }))
}

impl Scene<'_> {
    /// What became of digits that were awaited; nothing when none were, or when what was asked for
    /// before them is done now in their place.
    pub(super) fn pin_tried(
        &mut self,
        account: Option<&Account>,
        thread: &mut Thread,
        examined: Option<Examined>,
    ) -> Result<Option<Tried>, Error> {
        let at_ms = self.incoming.at_ms;
        let asked = dialogue::pin_asked(thread, at_ms).zip(account);
        let Some((((asks, below), account), typed)) = asked.zip(typed(&self.incoming)) else {
            return Ok(None);
        };
        let Typed::Digits(digits) = typed else {
            // While no try is taken it can only be a reading.
            let locked = self.guard()?.and_then(|guard| guard.locked_ms);
            let asked = locked.is_none_or(|until_ms| until_ms <= at_ms);
            return Ok(asked.then_some(Tried::Reading));
        };
        self.secret = true;
        if !pin::has_form(&digits) {
            return Ok(Some(Tried::Form));
        }
        match asks {
            PinAsks::New if pin::is_weak(&digits) => Ok(Some(Tried::Weak)),
            PinAsks::New => match examined {
                Some(Examined::Hashed(hash)) => Ok(Some(Tried::New(hash))),
                Some(_) | None => Err(Error::Busy),
            },
            PinAsks::Again(hash) => match examined {
                Some(Examined::Repeated { hash: known, right }) if known == hash => {
                    Ok(Some(Tried::Again(right)))
                }
                Some(_) | None => Err(Error::Busy),
            },
            PinAsks::OldToChange | PinAsks::OldToRemove => {
                Ok(Some(self.compared(account, examined)?))
            }
            PinAsks::Wish(wish) => {
                let tried = self.compared(account, examined)?;
                match (tried, wish) {
                    (Tried::Right | Tried::Gone, Some(wish)) => {
                        self.instead(thread, below, wish);
                        Ok(None)
                    }
                    (tried, _) => Ok(Some(tried)),
                }
            }
        }
    }

    /// Takes a try, right or wrong.
    fn compared(&self, account: &Account, examined: Option<Examined>) -> Result<Tried, Error> {
        let Scene { tx, incoming, peer, .. } = self;
        let at_ms = incoming.at_ms;
        let Some(pin) = tx.pin(peer)? else { return Ok(Tried::Gone) };
        if let Some(until_ms) = pin.locked_ms.filter(|until_ms| *until_ms > at_ms) {
            return Ok(Tried::Locked(until_ms));
        }
        let right = match examined {
            Some(Examined::Compared { id, right }) if id == pin.id => right,
            // The PIN is another one by now: the message is handled once more.
            Some(_) | None => return Err(Error::Busy),
        };
        if right {
            tx.pin_given(pin.account)?;
            tx.open_for(peer, Some(at_ms + OPEN_MS))?;
            return Ok(Tried::Right);
        }
        let deed = Deed::of(Action::WrongPin);
        note_via(tx, self.seal, Via::Chat, Some(account.id), &deed, at_ms)?;
        let wrong = tx.wrong_pin(pin.account)?;
        if wrong < TRIES {
            return Ok(Tried::Wrong(TRIES - wrong));
        }
        let until_ms = at_ms + LOCKED_MS;
        tx.lock_pin(pin.account, until_ms)?;
        self.notify(account, Notice::PinLocked)?;
        Ok(Tried::Locked(until_ms))
    }

    /// The turn goes on as if this had been said now.
    fn instead(&mut self, thread: &mut Thread, below: State, wish: Pending) {
        thread.state = below;
        self.incoming.heard = match wish {
            Pending::Said(wordings) => Heard::Words(wordings),
            Pending::Tapped(choice) => Heard::Tap(choice),
        };
    }

    /// What this turn knows about the PIN of its account.
    pub(super) fn guard(&self) -> Result<Option<Guard>, Error> {
        let Some(pin) = self.tx.pin(&self.peer)? else { return Ok(None) };
        let wish = match &self.incoming.heard {
            Heard::Words(wordings) => Some(Pending::Said(wordings.clone())),
            Heard::Tap(choice) => Some(Pending::Tapped(choice.clone())),
            Heard::Located(..)
            | Heard::Spoken(..)
            | Heard::Opened
            | Heard::Wordless
            | Heard::Edited(_) => None,
        };
        Ok(Some(Guard {
            open: pin.open_ms.is_some_and(|until_ms| until_ms > self.incoming.at_ms),
            locked_ms: pin.locked_ms,
            forget_ms: pin.forget_ms,
            wish,
        }))
    }

    /// Whether the message goes from the chat because it may hold a PIN.
    pub(super) fn holds_pin(&self, about_pin: bool) -> bool {
        self.secret || about_pin && holds_digits(&self.incoming.heard)
    }
}

impl Performer<'_> {
    pub(super) fn pin(&self, act: PinAct) -> Result<Reply, Error> {
        let Scene { tx, incoming, peer, .. } = self.scene;
        let Some((account, chat)) = self.account.zip(self.chat()) else { return Ok(Reply::Stale) };
        let at_ms = incoming.at_ms;
        let reply = match act {
            PinAct::Keep(hash) => {
                let changed = tx.keep_pin(account.id, seal::random_id()?, &hash)?;
                tx.open_for(peer, Some(at_ms + OPEN_MS))?;
                let notice = if changed { Notice::PinChanged } else { Notice::PinSet };
                self.scene.notify(account, notice)?;
                PinReply::Kept { changed }
            }
            PinAct::Remove => {
                if let Some(reply) = tx.kept_back(account.id)? {
                    let letter = Letter { reply, language: self.language, back: None };
                    post(tx, self.scene.seal, chat, &letter, at_ms)?;
                    let (deed, seal) = (Deed::of(Action::Week), self.scene.seal);
                    note(tx, seal, Some(account.id), &deed, at_ms)?;
                }
                tx.drop_pin(account.id)?;
                self.scene.notify(account, Notice::PinRemoved)?;
                PinReply::Removed
            }
            PinAct::Close => {
                tx.open_for(peer, None)?;
                PinReply::Closed
            }
            PinAct::Forget => {
                let before = tx.pin(peer)?.and_then(|pin| pin.forget_ms);
                let when_ms = before.unwrap_or(at_ms + FORGET_MS);
                tx.forget_pin(account.id, Some((when_ms, chat)))?;
                if before.is_none() {
                    self.scene.notify(account, Notice::PinForgotten)?;
                }
                let zone = self.scene.zone(self.account);
                PinReply::Forgetting(Instant { at_ms: when_ms, now_ms: at_ms, zone })
            }
            PinAct::Remember => {
                tx.forget_pin(account.id, None)?;
                PinReply::Remembered
            }
            PinAct::TellKeptBack => match tx.kept_back(account.id)? {
                Some(reply) => {
                    tx.keep_back(account.id, None)?;
                    return Ok(reply);
                }
                None => PinReply::NothingKeptBack,
            },
        };
        Ok(Reply::Pin(reply))
    }
}

impl Scene<'_> {
    /// The other doors of this account are told.
    pub(super) fn notify(&self, account: &Account, notice: Notice) -> Result<(), Error> {
        notify(self, account, None, notice)
    }
}
