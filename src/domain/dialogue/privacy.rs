//! One's own data: rights that need no consent, the way out with its time to think it over.

use super::{
    Act, Event, State, Step,
    turn::{Turn, act, say, stay},
};
use crate::domain::{
    choice::Choice,
    person::Door,
    privacy::{Instant, PrivacyAct, PrivacyChoice, PrivacyReply, Wish},
    reply::Reply,
    utterance::Intent,
};

impl Turn<'_> {
    /// What somebody with an account may do whose consent does not stand: be told, get and erase
    /// what is theirs.
    pub(super) fn right(&self, state: &State, intent: &Intent) -> Option<Step> {
        self.who.account.as_ref()?;
        match (state, intent) {
            (State::Erase { sure }, Intent::Yes) => Some(self.erase(*sure, Intent::Yes)),
            (State::Erase { .. }, Intent::No | Intent::Undo) => Some(say(Reply::Stays)),
            (State::Erase { sure }, Intent::Erase) => Some(self.erase(*sure, Intent::Erase)),
            (_, Intent::Erase) => Some(self.ask_erase(false)),
            (State::Erase { sure }, Intent::Privacy(Wish::Now | Wish::EraseNow)) => {
                Some(self.erase(*sure, intent.clone()))
            }
            (
                _,
                Intent::Privacy(
                    Wish::Tell | Wish::Export | Wish::Consents | Wish::Journal | Wish::EraseNow,
                ),
            ) => Some(self.at_home(intent.clone())),
            _ => None,
        }
    }

    /// Whether the chat has to say the last word: a speaker stands in a room with others.
    fn chat_decides(&self) -> bool {
        let chats = self.who.account.as_ref().map_or(0, |account| account.chats);
        self.who.door == Door::Voice && chats > 0
    }

    pub(super) fn privacy(&self, wish: Wish) -> Step {
        let linked = self.who.account.as_ref().is_some_and(|account| account.chats > 0);
        match (wish, self.who.door) {
            (Wish::Tell, _) => act(Act::Privacy(PrivacyAct::Tell)),
            // The file comes into the chat, and the chat asks for the PIN first.
            (Wish::Export, Door::Voice) if self.who.pin.is_some() => {
                say(Reply::Privacy(PrivacyReply::InChat { linked }))
            }
            (Wish::Export, _) => act(Act::Privacy(PrivacyAct::Export)),
            (Wish::Consents | Wish::Journal, Door::Voice)
            | (Wish::Tidy(_) | Wish::Notices(_), Door::Voice) => {
                say(Reply::Privacy(PrivacyReply::InChat { linked }))
            }
            (Wish::Journal, Door::Chat) => act(Act::Privacy(PrivacyAct::Journal(None))),
            (Wish::Consents, Door::Chat) => act(Act::Privacy(PrivacyAct::Consents)),
            (Wish::Withdraw, Door::Voice) if linked => {
                say(Reply::Privacy(PrivacyReply::InChat { linked }))
            }
            (Wish::Withdraw, _) => act(Act::Privacy(PrivacyAct::Withdraw)),
            (Wish::EraseNow, _) => self.ask_erase(false),
            (Wish::Now, _) => self.lost(),
            (Wish::StopErasing, _) => say(Reply::Privacy(PrivacyReply::NotLeaving)),
            (Wish::Tidy(on), Door::Chat) => act(Act::Privacy(PrivacyAct::Tidy(on))),
            (Wish::Notices(on), Door::Chat) => act(Act::Privacy(PrivacyAct::Notices(on))),
        }
    }

    pub(super) fn privacy_tapped(&self, state: State, choice: PrivacyChoice) -> Step {
        let done = |next, done| Step { next, act: Act::Privacy(done) };
        match choice {
            _ if self.who.account.is_none() => self.said(state, Intent::Unknown),
            PrivacyChoice::Now if matches!(state, State::Erase { sure: true }) => {
                self.erase(true, Intent::Privacy(Wish::Now))
            }
            PrivacyChoice::Now => stay(state, Reply::Stale),
            PrivacyChoice::StopErasing => stay(state, Reply::Privacy(PrivacyReply::NotLeaving)),
            PrivacyChoice::Erase => self.said(state, Intent::Erase),
            PrivacyChoice::Export => done(state, PrivacyAct::Export),
            PrivacyChoice::Consents => done(state, PrivacyAct::Consents),
            PrivacyChoice::Journal(before) => done(state, PrivacyAct::Journal(before)),
            PrivacyChoice::Keep => stay(state, Reply::Privacy(PrivacyReply::DiaryStays)),
            PrivacyChoice::Withdraw if self.consented() => act(Act::Privacy(PrivacyAct::Withdraw)),
            PrivacyChoice::Tidy(on) if self.consented() => done(state, PrivacyAct::Tidy(Some(on))),
            PrivacyChoice::Notices(on) if self.consented() => {
                done(state, PrivacyAct::Notices(Some(on)))
            }
            PrivacyChoice::Withdraw | PrivacyChoice::Tidy(_) | PrivacyChoice::Notices(_) => {
                self.said(state, Intent::Unknown)
            }
        }
    }

    /// Everything goes only after two questions; the second one is asked in the chat when a
    /// speaker asks and there is a chat.
    pub(super) fn ask_erase(&self, sure: bool) -> Step {
        let question = self.thread.questions + 1;
        stay(State::Erase { sure }, Reply::ConfirmErase { sure, question })
    }

    pub(super) fn erase(&self, sure: bool, intent: Intent) -> Step {
        match (sure, intent) {
            (false, Intent::Yes) if self.chat_decides() => act(Act::AskErase),
            (false, Intent::Yes | Intent::Erase | Intent::Privacy(Wish::Now | Wish::EraseNow)) => {
                self.ask_erase(true)
            }
            (true, Intent::Privacy(Wish::Now | Wish::EraseNow)) => {
                act(Act::Privacy(PrivacyAct::Erase))
            }
            (true, Intent::Yes | Intent::Erase) => self.plan_erasing(),
            (_, Intent::No | Intent::Undo) => say(Reply::Stays),
            (_, intent) => self.at_home(intent),
        }
    }

    pub(super) fn plan_erasing(&self) -> Step {
        act(Act::Privacy(PrivacyAct::PlanErasing))
    }

    /// Somebody who is going: nothing of theirs can be used, only kept or erased at once.
    pub(super) fn leaving(&self, leaving_ms: i64, event: &Event) -> Step {
        let stop = matches!(
            event,
            Event::Said(Intent::Privacy(Wish::StopErasing))
                | Event::Tapped(Choice::KeepAll | Choice::Privacy(PrivacyChoice::StopErasing))
        );
        let now = matches!(
            event,
            Event::Said(Intent::Privacy(Wish::Now | Wish::EraseNow))
                | Event::Tapped(Choice::Privacy(PrivacyChoice::Now))
        );
        if stop {
            act(Act::Privacy(PrivacyAct::StopErasing))
        } else if now && !self.chat_decides() {
            act(Act::Privacy(PrivacyAct::Erase))
        } else if matches!(event, Event::Said(Intent::Exit)) {
            say(Reply::Bye)
        } else if self.who.danger {
            say(Reply::Care)
        } else {
            let zone = self.who.zone.clone();
            let when = Instant { at_ms: leaving_ms, now_ms: self.at_ms, zone };
            say(Reply::Privacy(PrivacyReply::Leaving { when, new: false }))
        }
    }
}
