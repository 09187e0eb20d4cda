//! The PIN in the conversation: what waits for it, the digits that are typed, and how it is set,
//! changed, removed and forgotten.

use super::{
    Act, Event, Gate, State, Step, free,
    turn::{Turn, stay},
};
use crate::domain::{
    choice::Choice,
    person::Door,
    pin::{Guard, PinAct, PinAsks, PinChoice, PinReply, PinWish, Tried},
    privacy::{Instant, PrivacyChoice, Wish},
    reply::Reply,
    utterance::Intent,
};

/// Digits are awaited for this; what is open stays below.
fn awaiting(asks: PinAsks, below: State, reply: PinReply) -> Step {
    stay(State::Pin { asks, below: Box::new(below) }, Reply::Pin(reply))
}

impl Turn<'_> {
    /// The next step, unless it has to wait for the PIN. While digits are awaited, anything else
    /// is done as if they were not; a new question takes the place of this one.
    pub(super) fn past_the_pin(&self, state: State, event: Event) -> Step {
        let (asks, state) = if let State::Pin { asks, below } = state {
            (Some(asks), *below)
        } else {
            (None, state)
        };
        let known = self.who.account.is_some();
        match (&asks, &event) {
            (Some(asks), Event::Pin(tried)) => {
                return self.pin_given(asks.clone(), state, tried.clone());
            }
            (_, Event::Said(Intent::Pin(wish))) if known => return self.pin(state, *wish),
            (asks, Event::Tapped(Choice::Pin(choice))) if known => {
                return self.pin_tapped(state, *choice, asks.is_some());
            }
            (Some(_), Event::Said(Intent::No | Intent::Undo)) => {
                return stay(state, Reply::Pin(PinReply::GivenUp));
            }
            _ => {}
        }
        // Who is going hears just that, whatever is said; only to go at once waits.
        let leaving = self.who.account.as_ref().is_some_and(|one| one.leaving_ms.is_some());
        let at_once = matches!(
            event,
            Event::Said(Intent::Privacy(Wish::Now | Wish::EraseNow))
                | Event::Tapped(Choice::Privacy(PrivacyChoice::Now))
        );
        if let Some(guard) = self.closed()
            && self.gate(&state, &event) == Gate::Guarded
            && (at_once || !leaving)
        {
            return self.ask_pin(state, guard);
        }
        match asks {
            None => free(self, state, event),
            Some(asks) if matches!(event, Event::Said(Intent::Unknown | Intent::Which)) => {
                awaiting(asks, state, PinReply::Form)
            }
            Some(asks) => {
                let step = free(self, state, event);
                if step.next == State::Idle {
                    let below = Box::new(State::Idle);
                    return Step { next: State::Pin { asks, below }, ..step };
                }
                step
            }
        }
    }

    /// The PIN of this account, if it was not given in this chat a moment ago.
    fn closed(&self) -> Option<&Guard> {
        self.who.pin.as_ref().filter(|guard| !guard.open)
    }

    fn instant(&self, at_ms: i64) -> Instant {
        Instant { at_ms, now_ms: self.at_ms, zone: self.who.zone.clone() }
    }

    fn forget(&self) -> Option<Instant> {
        let guard = self.who.pin.as_ref()?;
        guard.forget_ms.map(|at_ms| self.instant(at_ms))
    }

    /// Until when no try is taken, as an answer.
    fn locked(&self) -> Option<PinReply> {
        let until_ms = self.who.pin.as_ref()?.locked_ms?;
        (until_ms > self.at_ms).then(|| PinReply::Locked(self.instant(until_ms)))
    }

    fn ask_pin(&self, state: State, guard: &Guard) -> Step {
        let reply = self.locked().unwrap_or_else(|| PinReply::Ask { forget: self.forget() });
        awaiting(PinAsks::Wish(guard.wish.clone()), state, reply)
    }

    /// What is asked for in words.
    pub(super) fn pin(&self, state: State, wish: PinWish) -> Step {
        if self.who.door == Door::Voice {
            return stay(state, Reply::Pin(PinReply::InChat));
        }
        let set = self.who.pin.is_some();
        let page = PinReply::Page { set, forget: self.forget() };
        let old = |asks, state| awaiting(asks, state, self.locked().unwrap_or(PinReply::AskOld));
        match (wish, set) {
            (PinWish::Set, false) => awaiting(PinAsks::New, state, PinReply::AskNew),
            (PinWish::Set, true) => old(PinAsks::OldToChange, state),
            (PinWish::Remove, true) => old(PinAsks::OldToRemove, state),
            (PinWish::Forgot, true) => Step { next: state, act: Act::Pin(PinAct::Forget) },
            (PinWish::Show, _) | (PinWish::Remove | PinWish::Forgot, false) => {
                stay(state, Reply::Pin(page))
            }
        }
    }

    /// A button. `asked`: digits are awaited.
    pub(super) fn pin_tapped(&self, state: State, choice: PinChoice, asked: bool) -> Step {
        let set = self.who.pin.is_some();
        let done = |next, done| Step { next, act: Act::Pin(done) };
        match (choice, self.closed()) {
            _ if self.who.door == Door::Voice => stay(state, Reply::Stale),
            (PinChoice::Set | PinChoice::Change, _) => self.pin(state, PinWish::Set),
            (PinChoice::Remove, _) => self.pin(state, PinWish::Remove),
            (PinChoice::Forgot, _) => self.pin(state, PinWish::Forgot),
            (PinChoice::Cancel, _) if asked => stay(state, Reply::Pin(PinReply::GivenUp)),
            (PinChoice::Cancel, _) => stay(state, Reply::Stale),
            (PinChoice::Close | PinChoice::Remember, _) if !set => self.pin(state, PinWish::Show),
            (PinChoice::Close, _) => done(state, PinAct::Close),
            (PinChoice::Remember, _) => done(state, PinAct::Remember),
            (PinChoice::KeptBack, Some(guard)) => self.ask_pin(state, guard),
            (PinChoice::KeptBack, None) => done(state, PinAct::TellKeptBack),
        }
    }

    /// Digits came that were awaited.
    fn pin_given(&self, asks: PinAsks, below: State, tried: Tried) -> Step {
        match (tried, asks) {
            (Tried::Form, asks) => awaiting(asks, below, PinReply::Form),
            (Tried::Reading, asks) => awaiting(asks, below, PinReply::Reading),
            (Tried::Wrong(left), asks) => awaiting(asks, below, PinReply::Wrong(left)),
            (Tried::Weak, asks) => awaiting(asks, below, PinReply::Weak),
            // Digits are still awaited, so that those that come are removed from the chat.
            (Tried::Locked(until_ms), asks) => {
                awaiting(asks, below, PinReply::Locked(self.instant(until_ms)))
            }
            (Tried::Gone, _) => {
                stay(below, Reply::Pin(PinReply::Page { set: false, forget: None }))
            }
            (Tried::Right, PinAsks::OldToChange) => awaiting(PinAsks::New, below, PinReply::AskNew),
            (Tried::Right, PinAsks::OldToRemove) => {
                Step { next: below, act: Act::Pin(PinAct::Remove) }
            }
            (Tried::New(hash), _) => awaiting(PinAsks::Again(hash), below, PinReply::AskAgain),
            (Tried::Again(true), PinAsks::Again(hash)) => {
                Step { next: below, act: Act::Pin(PinAct::Keep(hash)) }
            }
            (Tried::Again(false), _) => awaiting(PinAsks::New, below, PinReply::Differ),
            (Tried::Right | Tried::Again(true), _) => stay(below, Reply::Pin(PinReply::Open)),
        }
    }
}
