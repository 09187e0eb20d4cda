//! What we answer, as data. The words for it are in `dialogs/`; `phrases` puts the two together.

use super::{
    link::{Code, LinkId},
    person::{Language, Languages, ReadingId},
    reading::{Doubt, Extras, Reading, Rejected},
    reminder::{ReminderId, Reminders},
    when::Zone,
};
use serde::{Deserialize, Serialize};

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
    Kept {
        welcome: bool,
        cards: Vec<Card>,
        session: Option<(u32, Reading)>,
        alert: bool,
        ask: Option<Question>,
    },
    /// A stored reading has other values now.
    Amended { card: Card, alert: bool },
    /// A value is missing; `again`: it was asked for before.
    Missing { gap: Gap, again: bool },
    /// Numbers of which more than one thing could be meant.
    Which,
    /// The time that was said lies ahead.
    NotYet,
    /// What is different in this reading?
    FixHow(Reading),
    /// A reading is possible but doubtful.
    Ask(Question),
    /// The numbers cannot be a reading.
    Rejected(Rejected),
    /// The doubtful reading was not stored, as the person wished.
    NotKept,
    /// The newest reading, if there is one.
    Last(Option<Card>),
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
    /// The speaker is in; so many readings came with it.
    Linked { moved: u32 },
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
    /// The values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// When this card was made, ms UTC: what "today" means on it.
    pub now_ms: i64,
    /// In which zone it is read.
    pub zone: Zone,
    /// Whether the time only stands for a part of the day.
    pub approximate: bool,
    /// What was said beside the numbers.
    pub extras: Extras,
}

/// Which value of a measurement is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gap {
    /// The lower one, beside this upper one (mmHg).
    Diastolic {
        /// What was said.
        systolic: u16,
    },
    /// The upper one, beside this lower one (mmHg).
    Systolic {
        /// What was said.
        diastolic: u16,
    },
    /// Both, beside this pulse (/min).
    Pair {
        /// What was said.
        pulse: Option<u16>,
    },
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
}

/// Something that can be chosen by a tap.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// I agree.
    Agree,
    /// Show the whole text.
    ReadMore,
    /// Yes, to the question of this number.
    Yes(u32),
    /// No, to the question of this number.
    No(u32),
    /// Remove this reading.
    Undo(ReadingId),
    /// Speak this language.
    Language(Language),
    /// It is my speaker.
    AcceptSpeaker(LinkId),
    /// It is not mine.
    RefuseSpeaker(LinkId),
}

impl Reply {
    /// What can be tapped below this answer, in rows; `languages` are those that are spoken.
    pub fn choices(&self, languages: &Languages) -> Vec<Vec<Choice>> {
        match self {
            Reply::Consent { .. } => vec![vec![Choice::Agree], vec![Choice::ReadMore]],
            Reply::ConsentMore { .. } => vec![vec![Choice::Agree]],
            Reply::Kept { ask: Some(question), .. } | Reply::Ask(question) => {
                yes_no(question.number)
            }
            Reply::Amended { card, .. } => vec![vec![Choice::Undo(card.id)]],
            Reply::Kept { cards, ask: None, .. } => match cards.as_slice() {
                [card] => vec![vec![Choice::Undo(card.id)]],
                _ => Vec::new(),
            },
            Reply::ConfirmUndo { question, .. } | Reply::ConfirmUnlink { question, .. } => {
                yes_no(*question)
            }
            Reply::SpeakerAsks { link } => {
                vec![vec![Choice::AcceptSpeaker(*link)], vec![Choice::RefuseSpeaker(*link)]]
            }
            Reply::Languages => {
                languages.iter().map(|language| vec![Choice::Language(language)]).collect()
            }
            Reply::Greeting
            | Reply::Declined
            | Reply::Rejected(_)
            | Reply::Missing { .. }
            | Reply::Which
            | Reply::NotYet
            | Reply::FixHow(_)
            | Reply::NotKept
            | Reply::Last(_)
            | Reply::Undone(_)
            | Reply::AlreadyUndone
            | Reply::NothingToUndo
            | Reply::Stays
            | Reply::Help
            | Reply::Abilities
            | Reply::Bye
            | Reply::Hint { .. }
            | Reply::Stranger
            | Reply::LinkFirst
            | Reply::HowToLink
            | Reply::Code { .. }
            | Reply::CodeTooSoon { .. }
            | Reply::CodeTaken
            | Reply::CodeWrong
            | Reply::CodeLocked
            | Reply::AlreadyLinked
            | Reply::LinkedElsewhere
            | Reply::Linked { .. }
            | Reply::LinkRefused
            | Reply::LinkGone
            | Reply::Unlinked
            | Reply::NothingToUnlink
            | Reply::LanguageSet
            | Reply::Stale
            | Reply::Wordless
            | Reply::Edited
            | Reply::Group
            | Reply::Guessing
            | Reply::Remind { .. }
            | Reply::Reminders(_)
            | Reply::Sorry
            | Reply::TryAgain
            | Reply::Slow => Vec::new(),
        }
    }

    /// After this (ms UTC) it is no use any more and is not delivered; most answers always are.
    pub fn expires_ms(&self) -> Option<i64> {
        if let Reply::Remind { until_ms, .. } = self { Some(*until_ms) } else { None }
    }

    /// Whether the conversation ends with this answer.
    pub fn ends(&self) -> bool {
        matches!(self, Reply::Bye)
    }
}

fn yes_no(question: u32) -> Vec<Vec<Choice>> {
    vec![vec![Choice::Yes(question), Choice::No(question)]]
}
