//! The rules of the conversation.

use super::{Act, Enrol, Held, Missing, State, Step, Thread, Who};
use crate::domain::{
    person::{Access, Door},
    reading::Doubt,
    reply::{Choice, Reply},
    utterance::{Draft, Fix, Intent, Part},
};

/// Readings that may wait for consent.
const WAITING_MAX: usize = 12;

/// What one step looks at.
pub(super) struct Turn<'a> {
    pub(super) thread: &'a Thread,
    pub(super) who: &'a Who,
    pub(super) at_ms: i64,
    pub(super) origin: &'a str,
}

impl Turn<'_> {
    pub(super) fn consented(&self) -> bool {
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
            (State::Unsure { held, doubt, rest }, intent) => {
                let first = Held { doubt: Some(doubt), ..held };
                self.unsure(std::iter::once(first).chain(rest).collect(), intent)
            }
            (State::Missing(missing), intent) => self.missing(missing, intent),
            (State::Fixing { reading }, intent) => match (self.who.last, intent) {
                (Some(last), Intent::Record(drafts)) if last.id == reading && drafts.len() == 1 => {
                    match drafts.as_slice() {
                        [draft] => self.amend(last, &whole(draft)),
                        _ => self.at_home(Intent::Record(drafts)),
                    }
                }
                (Some(last), Intent::Part(part)) if last.id == reading => {
                    self.amend(last, &some(&part))
                }
                (Some(last), Intent::Fix(fix)) if last.id == reading => self.amend(last, &fix),
                (_, Intent::No) => say(Reply::Stays),
                // It is looked at once more, and still the one that is meant.
                (_, intent @ (Intent::Last | Intent::Repeat)) => {
                    Step { next: State::Fixing { reading }, act: self.at_home(intent).act }
                }
                (_, intent) => self.at_home(intent),
            },
            (State::Undo { reading }, Intent::Yes) => {
                Step { next: State::Idle, act: Act::Forget(reading) }
            }
            (State::Unlink, Intent::Yes) => Step { next: State::Idle, act: Act::Unlink },
            (State::Undo { .. } | State::Unlink, Intent::No | Intent::Undo) => say(Reply::Stays),
            (_, intent) => self.at_home(intent),
        }
    }

    /// A value is missing: a number, a whole reading, or something else.
    fn missing(&self, missing: Missing, intent: Intent) -> Step {
        if let Intent::Lone(number) = intent {
            self.fill_lone(missing, number)
        } else if let Intent::Part(part) = intent {
            self.fill(missing, &part)
        } else if matches!(intent, Intent::No | Intent::Undo) {
            say(Reply::NotKept)
        } else if matches!(intent, Intent::Unknown | Intent::Which) && self.thread.misses == 0 {
            self.fill(missing, &Part::default())
        } else {
            self.at_home(intent)
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
            State::Idle
            | State::Unsure { .. }
            | State::Missing(_)
            | State::Fixing { .. }
            | State::Undo { .. }
            | State::Unlink => (false, Vec::new(), false),
        };
        invited |= self.who.invited;
        let waiting = |held: Vec<Held>, reply: fn(usize) -> Reply| {
            let count = held.len();
            Step { next: State::Consent { held, invited }, act: Act::Say(reply(count)) }
        };
        match intent {
            Intent::Yes if asked => self.agreed(held, invited),
            Intent::No | Intent::Undo if asked => say(Reply::Declined),
            Intent::Record(_) | Intent::Unsure(_) | Intent::Glued(_) | Intent::Tens(_) => {
                match self.wait(&intent) {
                    Ok(new) => {
                        held.extend(new);
                        held.truncate(WAITING_MAX);
                        waiting(held, |held| Reply::Consent { held })
                    }
                    Err(refused) => stay(State::Consent { held, invited }, refused),
                }
            }
            Intent::Code(code) if self.who.door == Door::Voice => {
                Step { next: State::Consent { held, invited }, act: Act::TryCode(code) }
            }
            Intent::Help => waiting(held, |_| Reply::Help),
            Intent::Abilities => waiting(held, |_| Reply::Abilities),
            Intent::Exit => waiting(held, |_| Reply::Bye),
            Intent::Languages => waiting(held, |_| Reply::Languages),
            Intent::Impossible(rejected) => {
                stay(State::Consent { held, invited }, Reply::Rejected(rejected))
            }
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
            | Intent::Part(_)
            | Intent::Lone(_)
            | Intent::Which
            | Intent::Fix(_)
            | Intent::FixWhat
            | Intent::Repeat
            | Intent::Unknown => waiting(held, |held| Reply::Consent { held }),
        }
    }

    /// What may wait for consent.
    fn wait(&self, intent: &Intent) -> Result<Vec<Held>, Reply> {
        let doubted = |draft, doubt| {
            let held = self.hold(std::slice::from_ref(draft)).map_err(Reply::from)?;
            Ok(held.into_iter().map(|held| Held { doubt: Some(doubt), ..held }).collect())
        };
        if let Intent::Record(drafts) = intent {
            self.hold(drafts).map_err(Reply::from)
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
    fn agreed(&self, held: Vec<Held>, invited: bool) -> Step {
        let enrol = if invited { Enrol::Owner } else { Enrol::Guest };
        self.settle(Some(enrol), held)
    }

    /// Someone at home, with nothing open.
    pub(super) fn at_home(&self, intent: Intent) -> Step {
        match intent {
            Intent::Record(drafts) => self.record(&drafts, Vec::new()),
            Intent::Unsure(draft) => self.guess(&draft, Doubt::Context),
            Intent::Part(part) => self.part(part),
            Intent::Lone(number) => self.lone(number),
            Intent::Glued(draft) => self.guess(&draft, Doubt::Glued),
            Intent::Tens(draft) => self.guess(&draft, Doubt::Tens),
            Intent::Which => say(Reply::Which),
            Intent::Impossible(rejected) => say(Reply::Rejected(rejected)),
            Intent::Fix(fix) => self.fix(&fix),
            Intent::FixWhat => match self.who.last {
                Some(last) => stay(State::Fixing { reading: last.id }, Reply::FixHow(last.reading)),
                None => say(Reply::NothingToUndo),
            },
            Intent::Last | Intent::Repeat => Step { next: State::Idle, act: Act::ShowLast },
            Intent::Undo => match self.who.last {
                Some(last) => {
                    Step { next: State::Undo { reading: last.id }, act: Act::AskUndo(last.id) }
                }
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
        let Some(account) = &self.who.account else { return say(Reply::NothingToUnlink) };
        let speakers = account.speakers;
        if speakers == 0 || account.chats == 0 {
            return say(Reply::NothingToUnlink);
        }
        let reply = Reply::ConfirmUnlink { speakers, question: self.thread.questions + 1 };
        Step { next: State::Unlink, act: Act::Say(reply) }
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
                State::Idle
                | State::Unsure { .. }
                | State::Missing(_)
                | State::Fixing { .. }
                | State::Undo { .. }
                | State::Unlink => self.agreed(Vec::new(), false),
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

/// A whole draft as a correction.
fn whole(draft: &Draft) -> Fix {
    Fix {
        systolic: Some(draft.systolic),
        diastolic: Some(draft.diastolic),
        pulse: draft.pulse,
        ..Fix::default()
    }
}

/// The values that were named as a correction.
pub(super) fn some(part: &Part) -> Fix {
    Fix { systolic: part.systolic, diastolic: part.diastolic, pulse: part.pulse, ..Fix::default() }
}

/// Whether a closed question is open.
fn asks(state: &State) -> bool {
    match state {
        State::Unsure { .. } | State::Undo { .. } | State::Unlink => true,
        State::Idle | State::Consent { .. } | State::Missing(_) | State::Fixing { .. } => false,
    }
}

pub(super) fn say(reply: Reply) -> Step {
    stay(State::Idle, reply)
}

pub(super) fn stay(next: State, reply: Reply) -> Step {
    Step { next, act: Act::Say(reply) }
}
