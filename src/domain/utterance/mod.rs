//! From what was written or said to what was meant. Pure and deterministic; every word it knows
//! comes from `dialogs/*/grammar.toml`, so another language is another folder.
//!
//! An utterance becomes tokens ([`token`], [`numbers`]); times, extras and other quantities are
//! found and used up ([`times`], [`extras`]); what is left are values ([`values`]), and one
//! decision is made ([`decide`]). What is doubtful is never a reading. What a platform found in the
//! words by itself ([`Hints`]) names values and raises doubts, and never adds anything.

mod answer;
mod called;
mod clock;
mod code;
mod command;
mod decide;
mod elsewhen;
mod extras;
mod fix;
mod gate;
mod glued;
mod grammar;
mod hints;
mod idiom;
mod mend;
mod names;
mod numbers;
mod request;
mod role;
mod said;
mod scan;
mod schedule;
mod settings;
mod several;
mod sign;
mod slash;
mod slip;
mod times;
mod token;
mod units;
mod values;
mod whose;

pub use answer::answer;
pub use code::{WordList, sound_key};
pub use grammar::{Grammar, GrammarSource};
pub use hints::{Hints, Slots};
pub use names::Whom;
pub use said::{Bid, Draft, Fix, Part, Single};
pub use schedule::schedule;

use command::phrase;
use scan::Scan;
use slash::{answers, command, erasing, takes_words, worded};

use super::{
    admin::AdminWish,
    entry::EntryWord,
    history::HistoryIntent,
    link::Code,
    period::Period,
    person::{Door, Language, Name, Person},
    pin::PinWish,
    privacy::Wish,
    query::Query,
    reading::{Extras, Rejected},
    settings::SettingsAsk,
    week::WeekWord,
};

/// What a person meant. No `Debug`: what was said must not reach a log.
#[derive(Clone, PartialEq, Eq)]
pub enum Intent {
    /// These measurements were taken.
    Record(Vec<Draft>),
    /// A measurement that may be somebody else's, or something else.
    Unsure(Draft),
    /// A measurement of which a value is missing.
    Part(Part),
    /// One number without a name.
    Lone(Single),
    /// Digits without a gap that can only be this.
    Glued(Draft),
    /// Centimetres of mercury, probably; the draft holds millimetres.
    Tens(Draft),
    /// Numbers of which more than one thing could be meant.
    Which,
    /// A single value that nobody can have.
    Impossible(Rejected),
    /// The last reading was different.
    Fix(Fix),
    /// Something beside the numbers of the last reading: an arm, a position, the sign.
    Beside(Extras),
    /// The last reading was wrong; how, was not said.
    FixWhat,
    /// Yes.
    Yes,
    /// No.
    No,
    /// Hello.
    Greeting,
    /// A chat was started, perhaps with an invitation.
    Start {
        /// What the link carried, as it was.
        invitation: Option<String>,
    },
    /// Show something that is stored.
    Ask(Query),
    /// What is my target?
    Target,
    /// My target is this, upper and lower (mmHg).
    SetTarget(u16, u16),
    /// Help me measure.
    Measure,
    /// I have measured.
    Ready,
    /// Whose diary is this?
    Whose,
    /// Begin a diary for this person too.
    AddPerson(Name),
    /// Which speakers are there?
    Speakers,
    /// Reminders: on, off, or how are they?
    Remind(Option<bool>),
    /// Something about settings.
    Settings(SettingsAsk),
    /// Statistics, over this time.
    Stats(Option<Period>),
    /// Numbers one by one.
    Entry(EntryWord),
    /// The home week.
    HomeWeek(WeekWord),
    /// Erase everything.
    Erase,
    /// Look back, or set a reading right.
    History(HistoryIntent),
    /// Something about one's own data.
    Privacy(Wish),
    /// Something that only the owner may ask for.
    Admin(AdminWish),
    /// About the PIN.
    Pin(PinWish),
    /// Remove what was just said.
    Undo,
    /// What it means depends on the question.
    Bid(Bid),
    /// Say it again.
    Repeat,
    /// Every command, please.
    Help,
    /// What can you do?
    Abilities,
    /// Enough for now.
    Exit,
    /// Join a speaker.
    Link,
    /// Part with the speakers.
    Unlink,
    /// Which languages are there?
    Languages,
    /// Speak this language.
    Language(Language),
    /// The code that joins a speaker to a chat.
    Code(Code),
    /// Not understood.
    Unknown,
}

impl Intent {
    /// Whether it can be asked for at this door: some things are done in a chat only.
    fn is_for(&self, door: Door) -> bool {
        door == Door::Chat || !matches!(self, Intent::Entry(_) | Intent::HomeWeek(_))
    }

    /// Whether it brings numbers of a measurement.
    pub fn records(&self) -> bool {
        matches!(
            self,
            Intent::Record(_)
                | Intent::Unsure(_)
                | Intent::Part(_)
                | Intent::Lone(_)
                | Intent::Glued(_)
                | Intent::Tens(_)
        )
    }

    /// Whether it is about what somebody has measured or will measure.
    pub fn is_about_somebody(&self) -> bool {
        matches!(
            self,
            Intent::Ask(_)
                | Intent::Target
                | Intent::SetTarget(..)
                | Intent::Undo
                | Intent::Fix(_)
                | Intent::FixWhat
                | Intent::Beside(_)
                | Intent::Part(_)
                | Intent::Lone(_)
                | Intent::Measure
                | Intent::Entry(EntryWord::Begin)
                | Intent::Stats(_)
                | Intent::Settings(SettingsAsk::Page(_))
        )
    }

    /// The same while numbers are being collected: a look at the settings keeps them as well.
    pub fn goes_beside(&self) -> bool {
        self.is_aside() || matches!(self, Intent::Settings(_))
    }

    /// Whether it can be done in between, and an open question stays open.
    pub fn is_aside(&self) -> bool {
        matches!(
            self,
            Intent::Ask(_)
                | Intent::History(_)
                | Intent::Target
                | Intent::SetTarget(..)
                | Intent::Whose
                | Intent::Speakers
                | Intent::Remind(_)
                | Intent::Stats(_)
                | Intent::HomeWeek(_)
                | Intent::Help
                | Intent::Abilities
                | Intent::Exit
                | Intent::Link
                | Intent::Languages
                | Intent::Language(_)
                | Intent::Admin(_)
        ) || matches!(self, Intent::Privacy(wish) if wish.is_aside())
    }
}

/// Longer than any message a person types about one day; the rest is not looked at, and nothing of
/// such a message is stored without a question.
const CHARACTERS_MAX: usize = 2048;

/// What was meant by the first of these wordings that can be understood. A speech platform gives
/// several of one phrase, the most trustworthy first. What is said for somebody else is no
/// reading of one's own.
pub fn hear(grammar: &Grammar, words: &WordList, door: Door, wordings: &[String]) -> Intent {
    let none = Hints::default();
    let (whom, intent) = hear_whom(grammar, words, door, &[], wordings, &none);
    let own = matches!(whom, Whom::Unsaid | Whom::Me);
    if own || !intent.records() { intent } else { Intent::Which }
}

/// The same, and whose diary is meant; `people` are those of the account that speaks, `hints` what
/// the platform has found in the words by itself.
pub fn hear_whom(
    grammar: &Grammar,
    words: &WordList,
    door: Door,
    people: &[Person],
    wordings: &[String],
    hints: &Hints,
) -> (Whom, Intent) {
    let code = hints.code.iter().map(|code| numbers::join(grammar, token::split(grammar, code)));
    if let Some(code) = code.filter_map(|code| code::hear(words, &code)).next() {
        return (Whom::Unsaid, Intent::Code(code));
    }
    let mut named = Whom::Unsaid;
    for wording in wordings {
        let (wording, whole) = looked_at(wording);
        if let Some(erasing) = erasing(grammar, people, wording) {
            return erasing;
        }
        let (whom, rest, tokens) = names::take(grammar, people, wording);
        let intent = hear_one(grammar, words, door, &rest, tokens, hints.slots);
        let drafts: &[Draft] = if let Intent::Record(drafts) = &intent { drafts } else { &[] };
        // "Mother 130/85, mine 120/80": whose each is was said, and one name goes for all.
        if whom == Whom::Unclear && drafts.len() > 1 {
            return (Whom::Unclear, Intent::Which);
        }
        let stores = matches!(intent, Intent::Record(_) | Intent::Fix(_));
        let doubted = || match drafts {
            // What was not looked at may say more, or otherwise.
            [draft] if !whole => Some(Intent::Unsure(draft.clone())),
            _ if !whole => Some(Intent::Which),
            _ => hints::compared(grammar, wording, &hints.numbers, drafts),
        };
        let intent = stores.then(doubted).flatten().unwrap_or(intent);
        if intent != Intent::Unknown {
            return (whom, intent);
        }
        if named == Whom::Unsaid {
            named = whom;
        }
    }
    if door == Door::Chat && matches!(named, Whom::Unsaid | Whom::Me | Whom::New(_)) {
        let place = wordings.iter().find_map(|wording| settings::place(grammar, wording));
        if let Some(ask) = place {
            return (Whom::Unsaid, Intent::Settings(ask));
        }
    }
    let counted =
        |wording: &String| token::split(grammar, wording).iter().any(token::Token::counts);
    // "My husband Tom 155/85" is no answer to whose it is.
    if wordings.iter().any(counted) {
        return (Whom::Unsaid, Intent::Unknown);
    }
    (named, hints.meant.as_deref().cloned().unwrap_or(Intent::Unknown))
}

/// As much of a wording as is looked at, up to the end of a word, and whether that is all of it.
fn looked_at(wording: &str) -> (&str, bool) {
    let Some((end, _)) = wording.char_indices().nth(CHARACTERS_MAX) else { return (wording, true) };
    let begun = wording.get(..end).unwrap_or_default();
    let end = begun.rfind(char::is_whitespace).unwrap_or(0);
    (begun.get(..end).unwrap_or_default(), false)
}

fn hear_one(
    grammar: &Grammar,
    words: &WordList,
    door: Door,
    wording: &str,
    mut tokens: Vec<token::Token>,
    slots: Slots,
) -> Intent {
    idiom::settle(grammar, &mut tokens);
    if let Some(intent) = command(grammar, wording) {
        let said = worded(wording).filter(|_| takes_words(&intent));
        let tokens = said.as_ref().map(|said| token::split(grammar, said));
        let heard = said
            .zip(tokens)
            .map(|(said, tokens)| hear_one(grammar, words, door, &said, tokens, Slots::default()));
        return heard.filter(|heard| answers(&intent, heard)).unwrap_or(intent);
    }
    if let Some(intent) = phrase(grammar, &tokens).filter(|intent| intent.is_for(door)) {
        return intent;
    }
    let joined = numbers::join(grammar, tokens.clone());
    if let Some(code) = code::hear(words, &joined) {
        return Intent::Code(code);
    }
    let mut scan = Scan::new(grammar, wording, joined);
    if let Some(intent) = request::hear(&mut scan) {
        return intent;
    }
    let mended = mend::mend(grammar, tokens);
    let scan = match mended.changed {
        true => Scan::new(grammar, wording, numbers::join(grammar, mended.tokens)),
        false => scan.anew(),
    };
    let intent = decide::decide(scan, door, slots);
    let stores = matches!(intent, Intent::Record(_) | Intent::Fix(_));
    if stores && mended.unsure { Intent::Which } else { intent }
}
