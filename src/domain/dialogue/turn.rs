//! The rules of the conversation.

use super::{Act, Enrol, Held, State, Step, Thread, Who};
use crate::domain::{
    person::{Access, Door},
    reading::{Doubt, Reading, Rejected, Taken},
    reply::{Choice, Question, Reply},
    utterance::{Draft, Intent},
};

/// Readings that may wait for a yes; more than a person says in one breath.
const HELD_MAX: usize = 12;

/// What one step looks at.
pub(super) struct Turn<'a> {
    pub(super) thread: &'a Thread,
    pub(super) who: &'a Who,
    pub(super) at_ms: i64,
    pub(super) origin: &'a str,
}

impl Turn<'_> {
    fn consented(&self) -> bool {
        self.who.account.as_ref().is_some_and(|account| account.consented)
    }

    /// Whether this peer may begin a diary: invited, known, or the door is open.
    fn welcome(&self, state: &State) -> bool {
        self.who.account.is_some()
            || self.who.invited
            || self.who.access == Access::Open
            || matches!(state, State::Consent { .. })
    }

    pub(super) fn said(&self, state: State, intent: Intent) -> Step {
        if !self.welcome(&state) {
            return self.outside(intent);
        }
        if !self.consented() {
            return self.before_consent(state, intent);
        }
        match (state, intent) {
            (state @ State::Unsure { .. }, intent) => self.unsure(state, intent),
            (State::Undo { reading }, Intent::Yes) => {
                Step { next: State::Idle, act: Act::Forget(reading) }
            }
            (State::Unlink, Intent::Yes) => Step { next: State::Idle, act: Act::Unlink },
            (State::Undo { .. } | State::Unlink, Intent::No | Intent::Undo) => say(Reply::Stays),
            (_, intent) => self.at_home(intent),
        }
    }

    /// Somebody who may not come in: at a speaker a code opens the door, in a chat nothing does.
    fn outside(&self, intent: Intent) -> Step {
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

    fn before_consent(&self, state: State, intent: Intent) -> Step {
        let (asked, mut held, mut invited) = match state {
            State::Consent { held, invited } => (true, held, invited),
            State::Idle | State::Unsure { .. } | State::Undo { .. } | State::Unlink => {
                (false, Vec::new(), false)
            }
        };
        invited |= self.who.invited;
        let waiting = |held: Vec<Held>, reply: fn(usize) -> Reply| {
            let count = held.len();
            Step { next: State::Consent { held, invited }, act: Act::Say(reply(count)) }
        };
        match intent {
            Intent::Yes if asked => self.agreed(held, invited),
            Intent::No | Intent::Undo if asked => say(Reply::Declined),
            Intent::Record(drafts) => match self.hold(&drafts) {
                Ok(new) => {
                    held.extend(new);
                    held.truncate(HELD_MAX);
                    waiting(held, |held| Reply::Consent { held })
                }
                Err(rejected) => Step {
                    next: State::Consent { held, invited },
                    act: Act::Say(Reply::Rejected(rejected)),
                },
            },
            Intent::Code(code) if self.who.door == Door::Voice => {
                Step { next: State::Consent { held, invited }, act: Act::TryCode(code) }
            }
            Intent::Help => waiting(held, |_| Reply::Help),
            Intent::Abilities => waiting(held, |_| Reply::Abilities),
            Intent::Exit => waiting(held, |_| Reply::Bye),
            Intent::Languages => waiting(held, |_| Reply::Languages),
            Intent::Language(language) => {
                Step { next: State::Consent { held, invited }, act: Act::Speak(language) }
            }
            Intent::Start { .. }
            | Intent::Yes
            | Intent::No
            | Intent::Undo
            | Intent::Greeting
            | Intent::Code(_)
            | Intent::Last
            | Intent::Link
            | Intent::Unlink
            | Intent::Unknown => waiting(held, |held| Reply::Consent { held }),
        }
    }

    /// Consent was given: the account begins, and what waited is stored or asked about.
    fn agreed(&self, held: Vec<Held>, invited: bool) -> Step {
        let enrol = if invited { Enrol::Owner } else { Enrol::Guest };
        self.settle(Some(enrol), held)
    }

    /// Someone at home, with nothing open.
    fn at_home(&self, intent: Intent) -> Step {
        match intent {
            Intent::Record(drafts) => self.record(&drafts, Vec::new()),
            Intent::Last => Step { next: State::Idle, act: Act::ShowLast },
            Intent::Undo => match self.thread.last.or(self.who.newest) {
                Some(reading) => Step { next: State::Undo { reading }, act: Act::AskUndo(reading) },
                None => say(Reply::NothingToUndo),
            },
            Intent::Start { .. } if self.who.invited => {
                Step { next: State::Idle, act: Act::BecomeOwner }
            }
            Intent::Start { .. } | Intent::Greeting => say(Reply::Greeting),
            Intent::Help => say(Reply::Help),
            Intent::Abilities => say(Reply::Abilities),
            Intent::Exit => say(Reply::Bye),
            Intent::Link => match self.who.door {
                Door::Chat => Step { next: State::Idle, act: Act::IssueCode },
                Door::Voice => say(Reply::HowToLink),
            },
            Intent::Code(code) => match self.who.door {
                Door::Voice => Step { next: State::Idle, act: Act::TryCode(code) },
                Door::Chat => say(Reply::HowToLink),
            },
            Intent::Unlink => self.ask_unlink(),
            Intent::Languages => say(Reply::Languages),
            Intent::Language(language) => Step { next: State::Idle, act: Act::Speak(language) },
            Intent::Yes | Intent::No | Intent::Unknown => {
                say(Reply::Hint { full: self.thread.misses > 0 })
            }
        }
    }

    fn ask_unlink(&self) -> Step {
        let Some(account) = &self.who.account else {
            return say(Reply::NothingToUnlink);
        };
        let speakers = account.speakers;
        if speakers == 0 || account.chats == 0 {
            return say(Reply::NothingToUnlink);
        }
        let reply = Reply::ConfirmUnlink { speakers, question: self.thread.questions + 1 };
        Step { next: State::Unlink, act: Act::Say(reply) }
    }

    /// A doubtful reading waits: yes, no, other numbers, or something else meanwhile.
    fn unsure(&self, state: State, intent: Intent) -> Step {
        let State::Unsure { held, doubt, rest } = state else {
            return self.at_home(intent);
        };
        match intent {
            Intent::Yes => {
                let mut step = self.settle(None, rest);
                if let Act::Keep { save, .. } = &mut step.act {
                    save.insert(0, held);
                }
                step
            }
            Intent::No | Intent::Undo if rest.is_empty() => say(Reply::NotKept),
            Intent::No | Intent::Undo => self.settle(None, rest),
            Intent::Record(drafts) => self.record(&drafts, rest),
            Intent::Unknown | Intent::Greeting | Intent::Start { .. } | Intent::Unlink => {
                let reply = Reply::Ask(self.question(&held, doubt));
                stay(State::Unsure { held, doubt, rest }, reply)
            }
            // Something else in between is done, and the question stays open.
            Intent::Help
            | Intent::Abilities
            | Intent::Languages
            | Intent::Language(_)
            | Intent::Last
            | Intent::Exit
            | Intent::Link
            | Intent::Code(_) => {
                let act = self.at_home(intent).act;
                Step { next: State::Unsure { held, doubt, rest }, act }
            }
        }
    }

    /// Drafts become readings, and readings are stored or asked about.
    fn record(&self, drafts: &[Draft], mut before: Vec<Held>) -> Step {
        match self.hold(drafts) {
            Ok(new) => {
                before.extend(new);
                before.truncate(HELD_MAX);
                self.settle(None, before)
            }
            Err(rejected) => say(Reply::Rejected(rejected)),
        }
    }

    fn hold(&self, drafts: &[Draft]) -> Result<Vec<Held>, Rejected> {
        drafts
            .iter()
            .map(|draft| {
                let (upper, lower, swapped) = match draft.systolic < draft.diastolic {
                    true => (draft.diastolic, draft.systolic, true),
                    false => (draft.systolic, draft.diastolic, false),
                };
                // Numbers that would not fit the other way round either are named as they were said.
                let reading = Reading::new(upper, lower, draft.pulse).or_else(|rejected| {
                    if swapped {
                        Reading::new(draft.systolic, draft.diastolic, draft.pulse)
                    } else {
                        Err(rejected)
                    }
                })?;
                let origin = self.origin.to_owned();
                Ok(Held { reading, swapped, alerted: false, at_ms: self.at_ms, origin })
            })
            .collect()
    }

    /// Stores what is beyond doubt and asks about the first that is not.
    fn settle(&self, enrol: Option<Enrol>, queue: Vec<Held>) -> Step {
        let mut recent = self.who.recent.clone();
        let mut save = Vec::new();
        let mut queue = queue.into_iter();
        while let Some(mut held) = queue.next() {
            let doubt = match held.swapped {
                true => Some(Doubt::Swapped),
                false => held.reading.doubt(held.at_ms, &recent),
            };
            let Some(doubt) = doubt else {
                recent.push(Taken { reading: held.reading, at_ms: held.at_ms });
                save.push(held);
                continue;
            };
            let ask = Some(self.question(&held, doubt));
            held.alerted = true;
            let next = State::Unsure { held, doubt, rest: queue.collect() };
            return Step { next, act: Act::Keep { enrol, save, ask } };
        }
        Step { next: State::Idle, act: Act::Keep { enrol, save, ask: None } }
    }

    fn question(&self, held: &Held, doubt: Doubt) -> Question {
        let alert = held.reading.very_high() && !held.alerted;
        Question { number: self.thread.questions + 1, reading: held.reading, doubt, alert }
    }

    pub(super) fn tapped(&self, state: State, choice: Choice) -> Step {
        if !self.welcome(&state) {
            return self.outside(Intent::Unknown);
        }
        let current = self.thread.questions;
        match choice {
            Choice::Agree if self.consented() => stay(state, Reply::Greeting),
            Choice::Agree => match state {
                State::Consent { held, invited } => self.agreed(held, invited),
                State::Idle | State::Unsure { .. } | State::Undo { .. } | State::Unlink => {
                    self.agreed(Vec::new(), false)
                }
            },
            Choice::ReadMore => {
                let held = if let State::Consent { held, .. } = &state { held.len() } else { 0 };
                stay(state, Reply::ConsentMore { held })
            }
            Choice::Language(language) => Step { next: state, act: Act::Speak(language) },
            Choice::Yes(question) if question == current && asks(&state) => {
                self.said(state, Intent::Yes)
            }
            Choice::No(question) if question == current && asks(&state) => {
                self.said(state, Intent::No)
            }
            Choice::Yes(_) | Choice::No(_) => stay(state, Reply::Stale),
            Choice::Undo(_) | Choice::AcceptSpeaker(_) | Choice::RefuseSpeaker(_)
                if !self.consented() =>
            {
                self.said(state, Intent::Unknown)
            }
            Choice::Undo(reading) => Step { next: state, act: Act::Forget(reading) },
            Choice::AcceptSpeaker(link) => Step { next: state, act: Act::AcceptSpeaker(link) },
            Choice::RefuseSpeaker(link) => Step { next: state, act: Act::RefuseSpeaker(link) },
        }
    }

    /// A speaker was opened: an open question comes first, else a greeting.
    pub(super) fn opened(&self, state: State) -> Step {
        self.said(state, Intent::Greeting)
    }

    /// Something that changes nothing, unless a stranger brings it.
    pub(super) fn aside(&self, state: State, reply: Reply) -> Step {
        if !self.welcome(&state) {
            return self.outside(Intent::Unknown);
        }
        if !self.consented() {
            return self.before_consent(state, Intent::Unknown);
        }
        stay(state, reply)
    }
}

/// Whether a closed question is open.
fn asks(state: &State) -> bool {
    match state {
        State::Unsure { .. } | State::Undo { .. } | State::Unlink => true,
        State::Idle | State::Consent { .. } => false,
    }
}

fn say(reply: Reply) -> Step {
    stay(State::Idle, reply)
}

fn stay(next: State, reply: Reply) -> Step {
    Step { next, act: Act::Say(reply) }
}
