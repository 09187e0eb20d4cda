//! Before somebody is at home: who may come in, and the consent that a diary begins with.

use super::{
    Act, Enrol, Held, State, Step,
    measure::Refused,
    turn::{Turn, say, stay},
};
use crate::domain::{
    admin::InvitationId,
    person::{Access, Door},
    reading::Doubt,
    reply::Reply,
    utterance::Intent,
};

/// Readings that may wait for consent.
const WAITING_MAX: usize = 12;

impl Turn<'_> {
    pub(super) fn consented(&self) -> bool {
        self.who.account.as_ref().is_some_and(|account| account.consented)
    }

    /// Whether this peer may begin a diary: invited, known, or the door is open.
    pub(super) fn welcome(&self, state: &State) -> bool {
        self.who.account.is_some()
            || self.who.invited
            || self.who.guest.is_some()
            || self.who.access == Access::Open
            || matches!(state, State::Consent { .. })
    }

    /// Somebody who may not come in: at a speaker a code opens the door, in a chat nothing does.
    pub(super) fn outside(&self, intent: Intent) -> Step {
        match (self.who.door, intent) {
            (Door::Voice, Intent::Code(code)) => {
                Step { next: State::Idle, act: Act::TryCode(code) }
            }
            (Door::Voice, Intent::Exit) => say(Reply::Bye),
            (Door::Voice, Intent::Help) => say(Reply::Help),
            (Door::Voice, Intent::Abilities) => say(Reply::Abilities),
            (Door::Voice, _) => say(Reply::LinkFirst),
            (Door::Chat, _) => Step { next: State::Idle, act: Act::CountStranger },
        }
    }

    pub(super) fn before_consent(&self, state: State, intent: Intent) -> Step {
        let asked = matches!(state, State::Consent { .. });
        let (mut held, invited, guest) = if let State::Consent { held, invited, guest } = state {
            (held, invited || self.who.invited, self.who.guest.or(guest))
        } else {
            (Vec::new(), self.who.invited, self.who.guest)
        };
        let asking = |held| State::Consent { held, invited, guest };
        let waiting = |held: Vec<Held>, reply: fn(usize) -> Reply| {
            let count = held.len();
            stay(asking(held), reply(count))
        };
        let withdrawn = self.who.account.as_ref().is_some_and(|account| account.withdrawn);
        match (asked, intent) {
            (true, Intent::Yes) => self.agreed(held, invited, guest),
            (true, Intent::No | Intent::Undo) => say(Reply::Declined),
            (
                _,
                intent @ (Intent::Record(_)
                | Intent::Unsure(_)
                | Intent::Glued(_)
                | Intent::Tens(_)),
            ) => match self.wait(&intent) {
                // Who has taken the consent back is not remembered by a single number.
                Ok(_) if withdrawn => waiting(held, |held| Reply::Consent { held }),
                Ok(new) => {
                    held.extend(new);
                    held.truncate(WAITING_MAX);
                    waiting(held, |held| Reply::Consent { held })
                }
                Err(refused) => stay(asking(held), refused.into()),
            },
            (_, Intent::Code(code)) if self.who.door == Door::Voice => {
                Step { next: asking(held), act: Act::TryCode(code) }
            }
            (_, Intent::Help) => waiting(held, |_| Reply::Help),
            (_, Intent::Abilities) => waiting(held, |_| Reply::Abilities),
            (_, Intent::Exit) => waiting(held, |_| Reply::Bye),
            (_, Intent::Languages) => waiting(held, |_| Reply::Languages),
            (_, Intent::Impossible(rejected)) => stay(asking(held), Reply::Rejected(rejected)),
            (_, Intent::Language(language)) => {
                Step { next: asking(held), act: Act::Speak(language) }
            }
            _ if self.who.danger => waiting(held, |_| Reply::Care),
            _ => waiting(held, |held| Reply::Consent { held }),
        }
    }

    /// What may wait for consent.
    fn wait(&self, intent: &Intent) -> Result<Vec<Held>, Refused> {
        let doubted = |draft, doubt| {
            let held = self.hold(std::slice::from_ref(draft))?;
            Ok(held.into_iter().map(|held| Held { doubt: Some(doubt), ..held }).collect())
        };
        if let Intent::Record(drafts) = intent {
            self.hold(drafts)
        } else if let Intent::Glued(draft) = intent {
            doubted(draft, Doubt::Glued)
        } else if let Intent::Unsure(draft) = intent {
            doubted(draft, Doubt::Context)
        } else if let Intent::Tens(draft) = intent {
            doubted(draft, Doubt::Tens)
        } else {
            Ok(Vec::new())
        }
    }

    /// Consent was given: the account begins, and what waited is stored or asked about.
    pub(super) fn agreed(
        &self,
        held: Vec<Held>,
        invited: bool,
        guest: Option<InvitationId>,
    ) -> Step {
        let enrol = match (invited, guest) {
            (true, _) => Enrol::Owner,
            (false, Some(invitation)) => Enrol::Invited(invitation),
            (false, None) => Enrol::Guest,
        };
        self.settle(Some(enrol), held)
    }
}
