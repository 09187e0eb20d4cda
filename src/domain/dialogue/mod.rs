//! The conversation as a pure function: where we are, who speaks, what was meant; out come the
//! next state and one act. Both doors share it; nothing here can fail or remember.

mod admin;
mod alarm;
mod below;
mod change;
mod entrance;
mod entry;
mod gate;
mod guide;
mod held;
mod history;
mod household;
mod measure;
mod missing;
mod moved;
mod parting;
mod pin;
mod privacy;
mod reminding;
mod settings;
mod standing;
mod tapped;
mod turn;
mod unsure;

pub use below::{below, mentions, resumed};
pub use gate::Gate;
pub use held::{Held, Known, Missing, on_adding, on_linking};
pub use standing::{about, about_reading, again, answered, awaited, pin_asked, shown};

use super::{
    admin::{AdminChoice, AdminWish, InvitationId},
    alarm::AlarmAct,
    choice::Choice,
    entry::Entry,
    history::{HistoryAct, HistoryState},
    link::{Code, LinkId},
    parting::PartingAct,
    person::{Access, Account, Door, Language, Name, PersonId, ReadingId},
    pin::{Guard, PinAct, PinAsks, Tried},
    privacy::PrivacyAct,
    query::Query,
    reading::{Doubt, Extras, Taken},
    reminding::{ReminderAct, ReminderState, Schedule},
    reply::{Question, Reply},
    settings::{SettingsAct, SettingsState},
    stats::Stats,
    threshold::Target,
    utterance::{Intent, Whom},
    week::WeekAct,
    when::Zone,
};
use parting::{answers, gone, without};
use serde::{Deserialize, Serialize};
use standing::fresh;
use turn::Turn;

/// A question is forgotten after this time without an answer, ms: one hour.
const QUESTION_LIVES_MS: i64 = 60 * 60 * 1000;
/// What was given a moment ago is spoken of without a name, ms: ten minutes. A guest at a speaker that
/// tells nothing may take it back; anything older may be somebody else's.
const OWN_WORDS_MS: i64 = 10 * 60 * 1000;
/// What waits for consent is forgotten after this time, ms: one day.
pub const CONSENT_LIVES_MS: i64 = 24 * 60 * 60 * 1000;

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
    /// When it was given, or corrected, ms UTC; long ago in threads from before this was kept.
    #[serde(default)]
    pub given_ms: i64,
    /// The language that was chosen before there was an account.
    pub language: Option<Language>,
    /// When the last turn was, ms UTC.
    pub at_ms: i64,
    /// Whose diary is meant for the rest of a session with a speaker.
    #[serde(default)]
    pub session: Option<Session>,
    /// What "once more" repeats.
    #[serde(default)]
    pub again: Again,
    /// What was collected before something else was begun, the newest last: it is asked about
    /// again when that is over.
    #[serde(default)]
    pub below: Vec<State>,
    /// The session of the last turn with a speaker; says nothing about anybody.
    #[serde(default)]
    pub heard_in: Option<String>,
}

/// A session with a speaker, and whose diary is meant in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The session; says nothing about anybody.
    pub id: String,
    /// Whose diary.
    pub person: PersonId,
}

/// What was told last, so that it can be told again from what is stored then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Again {
    /// The newest reading.
    #[default]
    Last,
    /// What was asked for, about this person.
    Query(Query, PersonId),
    /// The commands.
    Help,
    /// What this can do.
    Abilities,
}

/// Where a conversation stands.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum State {
    /// Nothing is open.
    #[default]
    Idle,
    /// The person has been asked for consent. `invited`: they came with the owner's invitation;
    /// `guest`: with one that the owner has made.
    Consent {
        held: Vec<Held>,
        invited: bool,
        #[serde(default)]
        guest: Option<InvitationId>,
    },
    /// Doubtful readings wait for one yes: the first, and in `rest` the others of the same
    /// question. One that was not told about (`alerted`) was not asked about either.
    Unsure { held: Held, doubt: Doubt, rest: Vec<Held> },
    /// A value of a measurement is missing.
    Missing(Missing),
    /// What is different in this reading?
    Fixing { reading: ReadingId },
    /// Shall this reading be removed?
    Undo { reading: ReadingId },
    /// Shall the speakers be unlinked?
    Unlink,
    /// Whose readings are these?
    Whose { held: Vec<Held> },
    /// Shall everything that is said in this session be this person's?
    Remember { person: PersonId },
    /// Shall this person get a diary, and these readings go into it?
    Adding { name: Name, held: Vec<Held> },
    /// A measurement is being guided.
    Guide(Guide),
    /// Shall everything be erased? `sure`: that was asked for the second time.
    Erase { sure: bool },
    /// Shall the diary of this person be erased? `sure`: that was asked for the second time.
    Parting { person: PersonId, sure: bool },
    /// A reading waits for its time or its note.
    History(HistoryState),
    /// Something is being set.
    Settings(SettingsState),
    /// Numbers are entered one by one.
    Entry(Entry),
    /// After a very high reading of this person: are there signs of danger?
    Alarm { person: PersonId },
    /// Something about reminders is typed next.
    Reminder(ReminderState),
    /// Digits of a PIN are typed next; what was open before stays below.
    Pin { asks: PinAsks, below: Box<State> },
}

/// A guided measurement: two readings in a row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// Which reading of the two comes next: 1 or 2.
    pub round: u8,
    /// Whose it is; the holder's when nobody was named.
    pub person: Option<PersonId>,
    /// Somebody whose it is, and who has no diary yet.
    #[serde(default)]
    pub newcomer: Option<Name>,
    /// Whether the numbers were confirmed, and only whose they are is awaited.
    #[serde(default)]
    pub confirmed: bool,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a guided measurement stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The person rests or measures.
    Rest,
    /// The numbers are awaited; some may have come.
    Numbers(Option<Missing>),
    /// The numbers were read back and wait for a yes.
    Check(Held),
}

/// What a turn knows about the one who speaks.
pub struct Who {
    /// The way the message came.
    pub door: Door,
    /// Who may begin here.
    pub access: Access,
    /// The account of this peer, if it has one.
    pub account: Option<Account>,
    /// Whether the message carries the owner's invitation, and it is still good.
    pub invited: bool,
    /// The invitation for a guest that the message carries, if it is still good.
    pub guest: Option<InvitationId>,
    /// The zone in which this person speaks of times.
    pub zone: Zone,
    /// Whose diary was named in the message.
    pub whom: Whom,
    /// Whose diary is meant in this session, if that was settled.
    pub of_session: Option<PersonId>,
    /// When to remind, if the message says that and nothing else.
    pub schedule: Option<Schedule>,
    /// The PIN of the account, if it has one.
    pub pin: Option<Guard>,
    /// Whether the platform holds that the person may be in danger.
    pub danger: bool,
    /// The readings of the last 14 days of whoever this turn is about.
    pub recent: Vec<Taken>,
    /// The reading that "the last one" means: what this peer gave last, else the newest.
    pub last: Option<Known>,
    /// What this peer gave last, whosever it is.
    pub given: Option<Known>,
    /// The readings that came with the message which was edited.
    pub edited: Vec<Known>,
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
    /// A message was edited afterwards and says this now.
    Edited(Intent),
    /// Digits were typed while those of a PIN were awaited.
    Pin(Tried),
}

/// What to do, and where the conversation stands afterwards.
pub struct Step {
    /// The next state.
    pub next: State,
    /// The act; it yields the answer.
    pub act: Act,
}

/// One thing to do. Performing it yields the answer.
#[derive(Clone)]
pub enum Act {
    /// Only answer.
    Say(Reply),
    /// Store readings, perhaps after beginning the account, perhaps with one question after.
    Keep {
        /// Begin an account first, as whom.
        enrol: Option<Enrol>,
        /// Readings to store.
        save: Vec<Held>,
        /// The question that follows.
        ask: Option<Question>,
        /// The number of the question whether this person is meant until the session ends.
        offer: Option<u32>,
    },
    /// Tell what is stored of this person.
    Tell(Query, PersonId),
    /// Store a reading of a guided measurement, its first or its second.
    KeepGuided {
        /// The reading.
        held: Held,
        /// 1 or 2.
        round: u8,
    },
    /// Begin a diary for somebody, and store these readings in it.
    AddPerson(Name, Vec<Held>),
    /// For the rest of the session this person is meant.
    Remember(PersonId),
    /// Tell the target.
    TellTarget(PersonId),
    /// Remember a target.
    SetTarget(PersonId, Target),
    /// Switch reminders, or tell how they are.
    Remind(Option<bool>),
    /// Show or change settings.
    Settings(SettingsAct),
    /// Tell statistics.
    Stats(Stats),
    /// Tell whose diary this is.
    TellWhose,
    /// List the speakers.
    ListSpeakers,
    /// A speaker tells nothing from now on, or tells again. Which one: its place in the list.
    Hush { speaker: u8, hushed: bool },
    /// Ask in the chat whether everything shall be erased.
    AskErase,
    /// The diary of one person goes, or stays.
    Parting(PartingAct),
    /// Something about one's own data.
    Privacy(PrivacyAct),
    /// Something that the owner asks for.
    Administer(AdminWish),
    /// Something that the owner has tapped.
    AdminTap(AdminChoice),
    /// Put something beside the numbers of a reading.
    Beside(ReadingId, Extras),
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
    /// Look back, or set a reading right.
    History(HistoryAct),
    /// About a very high reading.
    Alarm(AlarmAct),
    /// Ask for a second reading in a minute, after this one.
    SetTimer(ReadingId),
    /// About the home week.
    HomeWeek(WeekAct),
    /// Set something about reminders.
    Reminder(ReminderAct),
    /// About the PIN.
    Pin(PinAct),
}

/// How an account begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Enrol {
    /// As the owner of this installation.
    Owner,
    /// As anybody else.
    Guest,
    /// As a guest with this invitation, which is used up.
    Invited(InvitationId),
}

/// The next step of a conversation. `at_ms` is the time of the message, `origin` names it.
pub fn step(thread: &Thread, who: &Who, event: Event, at_ms: i64, origin: &str) -> Step {
    let state = fresh(thread, at_ms);
    let event = answered(thread, at_ms, event);
    let turn = Turn { thread, who, at_ms, origin };
    let Step { next, act } = turn.past_the_pin(state, event);
    let next = gone(&act).into_iter().fold(next, without);
    Step { next, act }
}

/// The same, once it is known that nothing waits for the PIN.
fn free(turn: &Turn<'_>, state: State, event: Event) -> Step {
    if let Some(leaving_ms) = turn.who.account.as_ref().and_then(|account| account.leaving_ms) {
        return turn.leaving(leaving_ms, &event);
    }
    let (state, closed) = turn.without_leavers(state);
    if let Some(reply) = closed.filter(|_| answers(&event)) {
        return Step { next: state, act: Act::Say(reply) };
    }
    match event {
        Event::Said(intent) => turn.said(state, intent),
        Event::Tapped(choice) => turn.tapped(state, choice),
        Event::Opened => turn.opened(state),
        Event::Wordless => turn.aside(state, Reply::Wordless),
        Event::Edited(intent) => turn.edited(state, intent),
        // Nothing waits for digits any more.
        Event::Pin(_) => Step { next: state, act: Act::Say(Reply::Stale) },
    }
}
