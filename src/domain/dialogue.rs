//! The conversation as a pure function: where we are, who speaks, what was meant; out come the
//! next state and one act. Both doors share it; nothing here can fail or remember.

use super::{
    link::{Code, LinkId},
    person::{Access, Account, Door, Language, ReadingId},
    reading::{Doubt, Reading, Rejected, Taken},
    reply::{Choice, Question, Reply},
    utterance::{Draft, Intent},
};
use serde::{Deserialize, Serialize};

/// A question is forgotten after this time without an answer, ms: one hour.
const QUESTION_LIVES_MS: i64 = 60 * 60 * 1000;
/// What waits for consent is forgotten after this time, ms: one day.
pub const CONSENT_LIVES_MS: i64 = 24 * 60 * 60 * 1000;
/// Readings that may wait for a yes; more than a person says in one breath.
const HELD_MAX: usize = 12;

/// What is remembered between two turns of one peer.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Where the conversation stands.
    pub state: State,
    /// How often in a row we did not understand.
    pub misses: u8,
    /// How many questions were asked; the number of the newest one.
    pub questions: u32,
    /// The reading that this peer gave last.
    pub last: Option<ReadingId>,
    /// The language that was chosen before there was an account.
    pub language: Option<Language>,
    /// When the last turn was, ms UTC.
    pub at_ms: i64,
}

/// Where a conversation stands.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Nothing is open.
    #[default]
    Idle,
    /// The person has been asked for consent. `invited`: they came with the owner's invitation.
    Consent { held: Vec<Held>, invited: bool },
    /// A doubtful reading waits for a yes; behind it others that were not looked at yet.
    Unsure { held: Held, doubt: Doubt, rest: Vec<Held> },
    /// Shall this reading be removed?
    Undo { reading: ReadingId },
    /// Shall the speakers be unlinked?
    Unlink,
}

/// A reading that was said and is not stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The values.
    pub reading: Reading,
    /// Whether the lower value was said first.
    pub swapped: bool,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// The message that it came from, so that it can be found again.
    pub origin: String,
}

/// What a turn knows about the one who speaks.
pub struct Who {
    /// The way the message came.
    pub door: Door,
    /// Who may begin here.
    pub access: Access,
    /// The account of this peer, if it has one.
    pub account: Option<Account>,
    /// Whether the message carries a valid invitation.
    pub invited: bool,
    /// The person's readings of the last 14 days.
    pub recent: Vec<Taken>,
    /// The newest reading: the one to remove when none was given in this thread.
    pub newest: Option<ReadingId>,
}

/// What happened, already understood.
pub enum Event {
    /// Somebody wrote or said this.
    Said(Intent),
    /// Somebody tapped a button.
    Tapped(Choice),
    /// A speaker opened the skill without a command.
    Opened,
    /// A message without words.
    Wordless,
    /// A message was edited afterwards.
    Edited,
}

/// What to do, and where the conversation stands afterwards.
pub struct Step {
    /// The next state.
    pub next: State,
    /// The act; it yields the answer.
    pub act: Act,
}

/// One thing to do. Performing it yields the answer.
pub enum Act {
    /// Only answer.
    Say(Reply),
    /// Store readings, perhaps after beginning the account, perhaps with one question after.
    Keep {
        /// Begin an account first: `Some(owner)`.
        enrol: Option<Enrol>,
        /// Readings to store.
        save: Vec<Held>,
        /// The question that follows.
        ask: Option<Question>,
    },
    /// Show the newest reading.
    ShowLast,
    /// Ask whether this reading shall go; the state is set accordingly if it exists.
    AskUndo(ReadingId),
    /// Remove a reading.
    Forget(ReadingId),
    /// Issue a code.
    IssueCode,
    /// Try a code.
    TryCode(Code),
    /// The chat confirms a speaker.
    AcceptSpeaker(LinkId),
    /// The chat refuses a speaker.
    RefuseSpeaker(LinkId),
    /// Unlink: from a chat all its speakers, from a speaker itself.
    Unlink,
    /// Remember a language.
    Speak(Language),
    /// Somebody who is at home already came with the owner's invitation.
    BecomeOwner,
    /// A stranger knocked: count, keep nothing.
    CountStranger,
}

/// How an account begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Enrol {
    /// As the owner of this installation.
    Owner,
    /// As anybody else.
    Guest,
}

/// The next step of a conversation. `at_ms` is the time of the message, `origin` names it.
pub fn step(thread: &Thread, who: &Who, event: Event, at_ms: i64, origin: &str) -> Step {
    let state = fresh(thread, at_ms);
    let turn = Turn { thread, who, at_ms, origin };
    match event {
        Event::Said(intent) => turn.said(state, intent),
        Event::Tapped(choice) => turn.tapped(state, choice),
        Event::Opened => turn.opened(state),
        Event::Wordless => turn.aside(state, Reply::Wordless),
        Event::Edited => turn.aside(state, Reply::Edited),
    }
}

/// The state, or a fresh start when its question is too old to be meant.
fn fresh(thread: &Thread, at_ms: i64) -> State {
    let age = at_ms - thread.at_ms;
    let lives = match thread.state {
        State::Idle => return State::Idle,
        State::Consent { .. } => CONSENT_LIVES_MS,
        State::Unsure { .. } | State::Undo { .. } | State::Unlink => QUESTION_LIVES_MS,
    };
    if age > lives { State::Idle } else { thread.state.clone() }
}

struct Turn<'a> {
    thread: &'a Thread,
    who: &'a Who,
    at_ms: i64,
    origin: &'a str,
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

    fn said(&self, state: State, intent: Intent) -> Step {
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
            (Door::Voice, Intent::Code(code)) => Step { next: State::Idle, act: Act::TryCode(code) },
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
        let Some(account) = &self.who.account else { return say(Reply::NothingToUnlink) };
        let speakers = account.speakers;
        if speakers == 0 || account.chats == 0 {
            return say(Reply::NothingToUnlink);
        }
        let reply = Reply::ConfirmUnlink { speakers, question: self.thread.questions + 1 };
        Step { next: State::Unlink, act: Act::Say(reply) }
    }

    /// A doubtful reading waits: yes, no, other numbers, or something else meanwhile.
    fn unsure(&self, state: State, intent: Intent) -> Step {
        let State::Unsure { held, doubt, rest } = state else { return self.at_home(intent) };
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
            Intent::Unknown | Intent::Greeting | Intent::Start { .. } => {
                let question = self.question(held.reading, doubt);
                Step { next: State::Unsure { held, doubt, rest }, act: Act::Say(Reply::Ask(question)) }
            }
            Intent::Help => stay(State::Unsure { held, doubt, rest }, Reply::Help),
            Intent::Abilities => stay(State::Unsure { held, doubt, rest }, Reply::Abilities),
            Intent::Languages => stay(State::Unsure { held, doubt, rest }, Reply::Languages),
            Intent::Last => Step { next: State::Unsure { held, doubt, rest }, act: Act::ShowLast },
            Intent::Language(language) => {
                Step { next: State::Unsure { held, doubt, rest }, act: Act::Speak(language) }
            }
            Intent::Exit | Intent::Link | Intent::Unlink | Intent::Code(_) => self.at_home(intent),
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
                Ok(Held { reading, swapped, at_ms: self.at_ms, origin })
            })
            .collect()
    }

    /// Stores what is beyond doubt and asks about the first that is not.
    fn settle(&self, enrol: Option<Enrol>, queue: Vec<Held>) -> Step {
        let mut recent = self.who.recent.clone();
        let mut save = Vec::new();
        let mut queue = queue.into_iter();
        while let Some(held) = queue.next() {
            let doubt = match held.swapped {
                true => Some(Doubt::Swapped),
                false => held.reading.doubt(held.at_ms, &recent),
            };
            let Some(doubt) = doubt else {
                recent.push(Taken { reading: held.reading, at_ms: held.at_ms });
                save.push(held);
                continue;
            };
            let ask = Some(self.question(held.reading, doubt));
            let next = State::Unsure { held, doubt, rest: queue.collect() };
            return Step { next, act: Act::Keep { enrol, save, ask } };
        }
        Step { next: State::Idle, act: Act::Keep { enrol, save, ask: None } }
    }

    fn question(&self, reading: Reading, doubt: Doubt) -> Question {
        Question { number: self.thread.questions + 1, reading, doubt }
    }

    fn tapped(&self, state: State, choice: Choice) -> Step {
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

    fn opened(&self, state: State) -> Step {
        match state {
            state @ State::Unsure { .. } if self.consented() => self.unsure(state, Intent::Greeting),
            state => self.said(state, Intent::Greeting),
        }
    }

    /// Something that changes nothing, unless a stranger brings it.
    fn aside(&self, state: State, reply: Reply) -> Step {
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

/// The number of the newest question after an answer.
pub fn questions_after(before: u32, reply: &Reply) -> u32 {
    match reply {
        Reply::Ask(question) | Reply::Kept { ask: Some(question), .. } => question.number,
        Reply::ConfirmUndo { question, .. } | Reply::ConfirmUnlink { question, .. } => *question,
        _ => before,
    }
}
