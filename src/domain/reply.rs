//! What we answer, as data. The words for it are in `dialogs/`; `phrases` puts the two together.

use super::{
    added::below_speakers,
    admin::AdminReply,
    alarm::AlarmReply,
    choice::Choice,
    entry::EntryReply,
    history::{HistoryChoice, HistoryReply, tools},
    link::{Code, LinkId},
    notice::Notice,
    parting::{PartingChoice, PartingReply},
    period::{Period, Span},
    person::{Languages, Name, Person, PersonId, ReadingId},
    pin::PinReply,
    privacy::{self, PrivacyReply},
    reading::{Doubt, Extras, Reading, Rejected},
    reminder::{ReminderId, Reminders},
    reminding::ReminderReply,
    rotation::BackupReply,
    settings::SettingsReply,
    shortcut::Shortcut,
    stats::StatsReply,
    summary::Summary,
    threshold::Target,
    timer::{TimerChoice, TimerReply},
    watch::WatchReply,
    week::WeekReply,
    when::Zone,
};
use serde::{Deserialize, Serialize};

pub use super::reading::Gap;

/// An answer. It is stored with the turn, so that the same message gets the same answer again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// A chat or a speaker was opened by somebody who may use it.
    Greeting,
    /// What this is, and whether the person agrees; `held` readings wait for the yes.
    Consent { held: usize },
    /// The whole text of the consent.
    ConsentMore { held: usize },
    /// The person did not agree; nothing is kept.
    Declined,
    /// Readings are on disk; one more may need a yes first. `welcome`: the diary begins with them.
    /// `alert`: the person has to be told what to do about such a value.
    /// `session`: so many readings were taken minutes apart, and this is their mean.
    /// `offer`: the number of the question whether this person is meant from now on.
    Kept {
        welcome: bool,
        cards: Vec<Card>,
        session: Option<(u32, Reading)>,
        alert: bool,
        ask: Option<Question>,
        offer: Option<u32>,
    },
    /// A stored reading has other values now.
    Amended { card: Card, alert: bool },
    /// A value is missing; `again`: it was asked for before. Whose it is, if somebody was named.
    Missing { gap: Gap, again: bool, whose: Option<Name> },
    /// Numbers of which more than one thing could be meant.
    Which,
    /// The time that was said lies ahead.
    NotYet,
    /// What is different in this reading?
    FixHow { reading: Reading, whose: Option<Name> },
    /// A reading is possible but doubtful.
    Ask(Question),
    /// The numbers cannot be a reading.
    Rejected(Rejected),
    /// The doubtful reading was not stored, as the person wished.
    NotKept,
    /// The newest reading, if there is one.
    Last(Option<Card>),
    /// Nothing is stored of this person yet.
    NothingOf(Name),
    /// The newest few readings, the newest first.
    Recent(Vec<Card>),
    /// What was measured in a time, the oldest first; `more` before them are not shown.
    Readings { over: Over, cards: Vec<Card>, more: u32 },
    /// The mean over a time; `apart`: of mornings and evenings each.
    Mean { over: Over, summary: Box<Summary>, apart: bool },
    /// How many measurements there were in a time.
    Count { over: Over, count: u32 },
    /// The time that was asked about has not come yet.
    Ahead,
    /// Nothing was measured in that time.
    NothingIn(Over),
    /// The target, if there is one. `set`: it was set just now.
    Target { whose: Option<Name>, target: Option<Target>, set: bool },
    /// These numbers are no target.
    NoTarget,
    /// Whose readings are these?
    WhoseIs { people: Vec<Whose>, alert: bool, readings: Vec<Reading> },
    /// Two people were named where one can be meant.
    OneByOne,
    /// Readings of several people came in one message.
    OneEach,
    /// From now on this person is meant, until the session ends.
    Remembered(Option<Name>),
    /// Shall there be a diary for this person? A reading may wait for it.
    AskAdd { name: Name, reading: Option<Reading>, alert: bool, question: u32 },
    /// There is a diary for this person.
    Added(Name),
    /// The diary is kept for as many people as it can be.
    TooManyPeople,
    /// For whom the diary is kept, and whether a chat belongs to it. `people`: whose diary may go.
    WhoseDiary { names: Vec<Name>, linked: bool, people: Vec<Whose> },
    /// This speaker takes readings and tells none.
    WriteOnly,
    /// The speakers of the diary.
    Speakers(Vec<Speaker>),
    /// A guided measurement: rest, then measure. `again`: this was said before.
    GuideRest { round: u8, again: bool },
    /// A guided measurement: which numbers does the device show?
    GuideNumbers { again: bool },
    /// A guided measurement: the numbers are read back.
    GuideCheck { reading: Reading, alert: bool, question: u32, whose: Option<Name> },
    /// A guided measurement: its first reading is stored, one more follows.
    GuideKept(Card),
    /// A guided measurement is over; `session`: so many readings and their mean.
    GuideDone { card: Card, session: Option<(u32, Reading)> },
    /// A guided measurement was given up; what was confirmed stays.
    GuideOver,
    /// Shall everything be erased? `sure`: this is the second question.
    ConfirmErase { sure: bool, question: u32 },
    /// To a speaker: the chat has to confirm.
    EraseInChat,
    /// To the chat: a speaker asks to erase everything.
    EraseAsked,
    /// Everything is erased.
    Erased,
    /// About one's own data.
    Privacy(PrivacyReply),
    /// The diary of one person goes, or stays.
    Parting(PartingReply),
    /// An answer, and behind it a question that has waited for it.
    Resumed { before: Box<Reply>, question: Box<Reply> },
    /// To the owner, and what the owner tells everybody.
    Admin(Box<AdminReply>),
    /// To the owner: about backups.
    Backup(BackupReply),
    /// Not understood, and the person may be in danger.
    Care,
    /// A closed question got no answer and is put in other words.
    Please(Box<Reply>),
    /// What was said besides is taken, and the question stays.
    Noted(Box<Reply>),
    /// Shall this reading be removed?
    ConfirmUndo { card: Card, question: u32 },
    /// It is removed.
    Undone(Card),
    /// It had been removed before.
    AlreadyUndone,
    /// There is nothing that could be removed.
    NothingToUndo,
    /// It stays, as the person wished.
    Stays,
    /// Every command with its purpose.
    Help,
    /// In brief: what this can do.
    Abilities,
    /// Good-bye.
    Bye,
    /// Not understood; the hint gets fuller from the second time on.
    Hint { full: bool },
    /// A stranger without an invitation.
    Stranger,
    /// An unknown speaker where only linked ones are welcome.
    LinkFirst,
    /// How to link, asked for at a speaker.
    HowToLink,
    /// A code to be said to the speaker.
    Code { code: Code, minutes: u32 },
    /// Too soon for another code.
    CodeTooSoon { seconds: u32 },
    /// The code was right; the chat has to confirm.
    CodeTaken,
    /// The code was wrong or has run out.
    CodeWrong,
    /// Too many wrong codes.
    CodeLocked,
    /// This speaker belongs to that diary already.
    AlreadyLinked,
    /// This speaker belongs to another diary.
    LinkedElsewhere,
    /// To the chat: a speaker wants to join.
    SpeakerAsks { link: LinkId },
    /// The speaker is in; so many readings came with it, and whether more wait for an answer there.
    Linked { moved: u32, waits: bool },
    /// The speaker stays outside.
    LinkRefused,
    /// The offer has run out or was answered before.
    LinkGone,
    /// Shall the speakers be unlinked? From a speaker only that one is meant.
    ConfirmUnlink { speakers: u32, question: u32 },
    /// Unlinked.
    Unlinked,
    /// There was nothing to unlink.
    NothingToUnlink,
    /// Which language?
    Languages,
    /// From now on in this language.
    LanguageSet,
    /// The button belongs to a question of the past.
    Stale,
    /// A picture, a sticker, a voice note: something without words.
    Wordless,
    /// An edited message: its reading stays as it was.
    Edited,
    /// We talk in private chats only.
    Group,
    /// To the owner: somebody is guessing codes.
    Guessing,
    /// It is time to measure; not to be sent after `until_ms` (ms UTC).
    Remind { reminder: ReminderId, until_ms: i64 },
    /// The reminders of this person as they are now; nothing when there is no chat to write to.
    Reminders(Option<Reminders>),
    /// Looking back.
    History(HistoryReply),
    /// Settings.
    Settings(SettingsReply),
    /// Statistics.
    Stats(Box<StatsReply>),
    /// Numbers are entered one by one.
    Entry(EntryReply),
    /// About a very high reading.
    Alarm(AlarmReply),
    /// A timer.
    Timer(TimerReply),
    /// The home week.
    HomeWeek(WeekReply),
    /// Reminders as they are set in the chat.
    Reminder(ReminderReply),
    /// About the PIN.
    Pin(PinReply),
    /// To the chat: this was done at another door.
    Notice(Notice),
    /// At a speaker: this was done at another door since it was used; then the answer itself.
    Noticed { notices: Vec<Notice>, reply: Box<Reply> },
    /// To the owner: how the service is.
    Watch(WatchReply),
    /// Something failed here; nothing is claimed.
    Sorry,
    /// Too busy at this moment; nothing was done.
    TryAgain,
    /// No answer in time; nothing is claimed as saved.
    Slow,
}

/// A stored reading as it is shown: its values, its time, and the moment it is shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Which one.
    pub id: ReadingId,
    /// Whose it is; nothing for the holder of the account.
    #[serde(default)]
    pub whose: Option<Name>,
    /// The values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// When this card was made, ms UTC: what "today" means on it.
    pub now_ms: i64,
    /// In which zone it was taken.
    pub zone: Zone,
    /// In which zone its person lives now, when that is another one.
    #[serde(default)]
    pub home: Option<Zone>,
    /// Whether the time only stands for a part of the day.
    pub approximate: bool,
    /// What was said beside the numbers.
    pub extras: Extras,
}

/// A stretch of time that an answer is about, and whose measurements.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    /// As it was asked for.
    pub period: Period,
    /// The instants it stands for.
    pub span: Span,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// In which zone it is read.
    pub zone: Zone,
    /// Whose; nothing for the holder of the account.
    pub whose: Option<Name>,
}

/// A person to choose from.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whose {
    /// Which one.
    pub id: PersonId,
    /// What they are called; nothing for the holder of the account.
    pub name: Option<Name>,
}

impl From<&Person> for Whose {
    fn from(person: &Person) -> Whose {
        Whose { id: person.id, name: person.name.clone() }
    }
}

/// A speaker of the diary.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speaker {
    /// Since when, ms UTC.
    pub since_ms: i64,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// In which zone that is read.
    pub zone: Zone,
    /// Whether it tells nothing.
    pub hushed: bool,
}

/// A closed question about what waits: one reading, or several at once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which question of this conversation; a button of an older one is stale.
    pub number: u32,
    /// The reading as it would be stored.
    pub reading: Reading,
    /// Why we ask.
    pub doubt: Doubt,
    /// More doubtful readings, of which the same yes or no decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Reading>,
    /// Whether the person has to be told first what to do about such a value.
    pub alert: bool,
    /// Whose it would be; nothing for the holder of the account.
    #[serde(default)]
    pub whose: Option<Name>,
}

impl Reply {
    /// What can be tapped below this answer, in rows; `languages` are those that are spoken.
    pub fn choices(&self, languages: &Languages) -> Vec<Vec<Choice>> {
        if let Some(rows) = privacy::choices(self).or_else(|| self.own_choices(languages)) {
            return rows;
        }
        if let Some(question) = self.question() {
            return vec![vec![Choice::Yes(question), Choice::No(question)]];
        }
        if let Reply::Please(reply) | Reply::Noted(reply) = self {
            return reply.choices(languages);
        }
        if let Reply::Kept { cards, .. } = self {
            return match cards.as_slice() {
                [card] => TimerChoice::behind(tools(card), card.id),
                _ => Vec::new(),
            };
        }
        if let Reply::Amended { card, .. } = self {
            tools(card)
        } else if let Reply::Undone(card) = self {
            let back = HistoryChoice::Restore { id: card.id, from: None };
            vec![vec![Choice::History(back)]]
        } else if let Reply::FixHow { .. } = self {
            vec![vec![Choice::History(HistoryChoice::Keep)]]
        } else if let Reply::History(reply) = self {
            reply.choices()
        } else if let Reply::Consent { .. } = self {
            let spoken: Vec<Choice> = languages.iter().map(Choice::Language).collect();
            let mut rows = vec![vec![Choice::Agree], vec![Choice::ReadMore]];
            rows.extend((spoken.len() > 1).then_some(spoken));
            rows
        } else if let Reply::ConsentMore { .. } = self {
            vec![vec![Choice::Agree]]
        } else if let Reply::SpeakerAsks { link } = self {
            vec![vec![Choice::AcceptSpeaker(*link)], vec![Choice::RefuseSpeaker(*link)]]
        } else if let Reply::Languages = self {
            languages.iter().map(|language| vec![Choice::Language(language)]).collect()
        } else if let Reply::WhoseIs { people, .. } = self {
            people.iter().map(|whose| vec![Choice::Whose(whose.id)]).collect()
        } else if let Reply::WhoseDiary { people, .. } = self {
            let part = |whose: &Whose| vec![Choice::Parting(PartingChoice::Ask(whose.id))];
            people.iter().map(part).collect()
        } else if let Reply::Settings(reply) = self {
            reply.choices(languages)
        } else if let Reply::Help = self {
            Shortcut::below_help()
        } else if let Reply::NothingToUnlink = self {
            vec![vec![Choice::Shortcut(Shortcut::Link)]]
        } else if let Reply::Stats(reply) = self {
            reply.choices()
        } else if let Reply::Admin(reply) = self {
            reply.choices()
        } else if let Reply::Speakers(speakers) = self {
            below_speakers(speakers)
        } else {
            Vec::new()
        }
    }
}
