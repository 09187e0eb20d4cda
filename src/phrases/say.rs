//! An answer put into words: for a chat, or for a speaker.

use super::{
    Phrases, Voice,
    catalogue::{Arguments, BUTTON_MAX, Fault},
};
use crate::domain::{
    person::{Language, Languages},
    reading::{Reading, VERY_HIGH_DIASTOLIC, VERY_HIGH_SYSTOLIC},
    reply::{self, Reply},
    settings::{Manner, Tone, Unit},
};

/// The placeholder of emergency numbers: whatever message has it names those of the person.
const EMERGENCY: &str = "emergency";
/// The placeholder of the pressures from which on a person is told what to do at once, in the unit
/// that they have chosen.
const LINE: &str = "line";

/// A list that a speaker's screen shows: a header, and lines of a title and what stands below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Above the list, at most 64 characters.
    pub header: String,
    /// At most five; titles of at most 128 characters, descriptions of at most 256.
    pub items: Vec<(String, String)>,
}

/// How a message is rendered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Medium {
    /// For a chat.
    Chat,
    /// What a speaker's screen shows: the spoken sentences with digits.
    Screen,
    /// What a speaker says: words for numbers.
    Ear,
}

/// What a speaker answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    /// For the eye.
    pub text: String,
    /// For the ear.
    pub tts: String,
}

impl Phrases {
    /// The answer for a chat: plain text, at most 4096 UTF-16 units.
    pub fn chat(&self, reply: &Reply, language: Language) -> String {
        self.chat_as(reply, language, &Manner::default())
    }

    /// The same, in the manner that somebody has set.
    pub fn chat_as(&self, reply: &Reply, language: Language, manner: &Manner) -> String {
        self.teller(language, Medium::Chat, *manner).reply(reply)
    }

    /// The answer for a speaker: text and speech, at most 1024 characters each. What can be said
    /// next stands at its end, in other words at every `turn`.
    pub fn speech(&self, reply: &Reply, language: Language, turn: u64) -> Speech {
        self.speech_as(reply, language, &Manner::default(), turn)
    }

    /// The same, in the manner that somebody has set.
    pub fn speech_as(
        &self,
        reply: &Reply,
        language: Language,
        manner: &Manner,
        turn: u64,
    ) -> Speech {
        let said = |medium| {
            let teller = self.teller(language, medium, *manner);
            let body = teller.reply(reply);
            match teller.next(reply, turn) {
                Some(next) => format!("{body} {next}"),
                None => body,
            }
        };
        Speech { text: said(Medium::Screen), tts: said(Medium::Ear) }
    }

    /// The list that a speaker's screen shows for this answer, if it is one.
    pub fn card(&self, reply: &Reply, language: Language) -> Option<Card> {
        let Reply::Recent(cards) = reply else { return None };
        let teller = self.teller(language, Medium::Screen, Manner::default());
        let item = |card: &reply::Card| (teller.reading(&card.reading), teller.when(card));
        let header = teller.bare("recent-header");
        Some(Card { header, items: cards.iter().map(item).collect() })
    }

    /// A message without placeholders.
    pub fn plain(&self, key: &str, language: Language) -> String {
        self.with(key, language, &Arguments::new())
    }

    /// A message with its placeholders filled.
    pub fn with(&self, key: &str, language: Language, arguments: &Arguments<'_>) -> String {
        self.voice(language)
            .and_then(|voice| voice.catalogue.text(key, arguments))
            .unwrap_or_default()
    }

    /// The version of the consent text in force.
    pub fn consent_version(&self) -> String {
        self.plain("consent-version", Language::DEFAULT)
    }

    pub(super) fn check(&self, faults: &mut Vec<Fault>) {
        for voice in self.voices.values() {
            voice.catalogue.check(faults);
        }
        let version = self.consent_version();
        if self.languages.iter().any(|language| self.plain("consent-version", language) != version)
        {
            faults.push(Fault::Placeholders("consent-version".to_owned()));
        }
        for (language, voice) in &self.voices {
            if !(1..=BUTTON_MAX).contains(&voice.name.chars().count()) {
                faults.push(Fault::Long(language.code().to_owned(), "name".to_owned()));
            }
        }
    }

    /// The languages that are spoken, in the order in which people are offered them.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// The words of this language, or of the default one where it is not spoken.
    pub(super) fn voice(&self, language: Language) -> Option<&Voice> {
        self.voices.get(&self.languages.or_default(language))
    }

    pub(super) fn teller(&self, language: Language, medium: Medium, manner: Manner) -> Teller<'_> {
        Teller { voice: self.voice(language), medium, language, manner }
    }
}

/// One answer being put into words.
pub(super) struct Teller<'a> {
    pub(super) voice: Option<&'a Voice>,
    pub(super) medium: Medium,
    pub(super) language: Language,
    pub(super) manner: Manner,
}

impl Teller<'_> {
    pub(super) fn reply(&self, reply: &Reply) -> String {
        match reply {
            Reply::Greeting => self.bare("greeting"),
            Reply::Consent { held: 0 } => self.bare("consent"),
            Reply::Consent { held } => self.counted("consent-held", "held", *held as u32),
            Reply::ConsentMore { .. } => self.bare("consent-more"),
            Reply::Declined => self.bare("declined"),
            Reply::Kept { welcome, cards, session, alert, ask, offer } => {
                self.kept(*welcome, cards, *session, *alert, ask.as_ref(), offer.is_some())
            }
            Reply::Amended { card, alert } => {
                let mut parts = vec![self.card("amended", card)];
                parts.extend(alert.then(|| self.bare("very-high")));
                self.paragraphs(parts)
            }
            Reply::Missing { gap, again, whose } => {
                self.of(whose.as_ref(), self.missing(*gap, *again))
            }
            Reply::Which => self.bare("which"),
            Reply::NotYet => self.bare("not-yet"),
            Reply::FixHow { reading, whose } => {
                let mut arguments = Arguments::new();
                arguments.set("reading", self.reading(reading));
                self.of(whose.as_ref(), self.say("fix-how", &arguments))
            }
            Reply::Ask(question) => self.question(question),
            Reply::Rejected(rejected) => self.rejected(*rejected),
            Reply::NotKept => self.bare("not-kept"),
            Reply::Last(Some(card)) => self.card("last", card),
            Reply::Last(None) => self.bare("last-none"),
            Reply::ConfirmUndo { card, .. } => self.card("confirm-undo", card),
            Reply::Undone(card) => self.card("undone", card),
            Reply::AlreadyUndone => self.bare("already-undone"),
            Reply::NothingToUndo => self.bare("nothing-to-undo"),
            Reply::Stays => self.bare("stays"),
            Reply::Help => self.bare("help"),
            Reply::Abilities => self.bare("abilities"),
            Reply::Bye => self.bare("bye"),
            Reply::Hint { full: false } => self.bare("hint"),
            Reply::Hint { full: true } => self.bare("hint-full"),
            Reply::Stranger => self.bare("stranger"),
            Reply::LinkFirst => self.bare("link-first"),
            Reply::HowToLink => self.bare("how-to-link"),
            Reply::Code { code, minutes } => {
                let mut arguments = Arguments::new();
                arguments.set("word", code.word.as_str());
                arguments.set("digits", code.digits.to_string());
                arguments.set("minutes", *minutes);
                self.say("code", &arguments)
            }
            Reply::CodeTooSoon { seconds } => self.counted("code-too-soon", "seconds", *seconds),
            Reply::CodeTaken => self.bare("code-taken"),
            Reply::CodeWrong => self.bare("code-wrong"),
            Reply::CodeLocked => self.bare("code-locked"),
            Reply::AlreadyLinked => self.bare("already-linked"),
            Reply::LinkedElsewhere => self.bare("linked-elsewhere"),
            Reply::SpeakerAsks { .. } => self.bare("speaker-asks"),
            Reply::Linked { moved, waits } => self.linked(*moved, *waits),
            Reply::LinkRefused => self.bare("link-refused"),
            Reply::LinkGone => self.bare("link-gone"),
            Reply::ConfirmUnlink { speakers, .. } => {
                self.counted("confirm-unlink", "speakers", *speakers)
            }
            Reply::Unlinked => self.bare("unlinked"),
            Reply::NothingToUnlink => self.bare("nothing-to-unlink"),
            Reply::Languages => self.bare("languages"),
            Reply::LanguageSet => self.bare("language-set"),
            Reply::Stale => self.bare("stale"),
            Reply::Wordless => self.bare("wordless"),
            Reply::Edited => self.bare("edited"),
            Reply::Group => self.bare("group"),
            Reply::Guessing => self.bare("guessing"),
            Reply::Remind { .. } => self.bare(match self.manner.tone {
                Tone::Friendly => "remind",
                Tone::Brief => "remind-brief",
            }),
            Reply::Settings(reply) => self.settings(reply),
            Reply::Stats(reply) => self.stats(reply),
            Reply::Reminders(found) => self.reminders(found.as_ref()),
            Reply::History(reply) => self.history(reply),
            Reply::Entry(reply) => self.entry(reply),
            Reply::Alarm(reply) => self.alarm(reply),
            Reply::Timer(reply) => self.timer(reply),
            Reply::HomeWeek(reply) => self.week(reply),
            Reply::Reminder(reply) => self.reminding(reply),
            Reply::Sorry => self.bare("sorry"),
            Reply::TryAgain => self.bare("try-again"),
            Reply::Slow => self.bare("slow"),
            Reply::NothingOf(name) => self.of(Some(name), self.bare("last-none")),
            Reply::Recent(cards) => self.recent(cards),
            Reply::Readings { over, cards, more } => self.readings(over, cards, *more),
            Reply::Mean { over, summary, apart } => self.mean(over, summary, *apart),
            Reply::Count { over, count } => self.count(over, *count),
            Reply::Ahead => self.bare("ahead"),
            Reply::NothingIn(over) => self.nothing_in(over),
            Reply::Target { whose, target, set } => self.target(whose.as_ref(), *target, *set),
            Reply::NoTarget => self.bare("no-target"),
            Reply::WhoseIs { people, alert, readings } => self.whose_is(people, *alert, readings),
            Reply::OneByOne => self.bare("one-by-one"),
            Reply::OneEach => self.bare("one-each"),
            Reply::Remembered(name) => self.remembered(name.as_ref()),
            Reply::AskAdd { name, reading, alert, .. } => {
                self.ask_add(name, reading.as_ref(), *alert)
            }
            Reply::Added(name) => self.named("added", name),
            Reply::TooManyPeople => self.bare("too-many-people"),
            Reply::WhoseDiary { names, linked, .. } => self.whose_diary(names, *linked),
            Reply::WriteOnly => self.bare("write-only"),
            Reply::Speakers(speakers) => self.speakers(speakers),
            Reply::GuideRest { round, again } => self.bare(match (round, again) {
                (1, false) => "guide-rest",
                (1, true) => "guide-rest-again",
                (_, false) => "guide-rest-second",
                (_, true) => "guide-rest-second-again",
            }),
            Reply::GuideNumbers { again: false } => self.bare("guide-numbers"),
            Reply::GuideNumbers { again: true } => self.bare("guide-numbers-again"),
            Reply::GuideCheck { reading, alert, whose, .. } => {
                self.of(whose.as_ref(), self.guide_check(reading, *alert))
            }
            Reply::GuideKept(card) => self.card("guide-kept", card),
            Reply::GuideDone { card, session } => self.guide_done(card, *session),
            Reply::GuideOver => self.bare("guide-over"),
            Reply::ConfirmErase { sure: false, .. } => self.bare("confirm-erase"),
            Reply::ConfirmErase { sure: true, .. } => self.bare("confirm-erase-sure"),
            Reply::EraseInChat => self.bare("erase-in-chat"),
            Reply::EraseAsked => self.bare("erase-asked"),
            Reply::Erased => self.bare("erased"),
            Reply::Privacy(reply) => self.privacy(reply),
            Reply::Parting(reply) => self.parting(reply),
            Reply::Resumed { before, question } => {
                self.paragraphs(vec![self.reply(before), self.reply(question)])
            }
            Reply::Admin(reply) => self.admin(reply),
            Reply::Backup(reply) => self.backup(*reply),
            Reply::Care => self.bare("care"),
            Reply::Please(question) => self.around("please", question),
            Reply::Noted(question) => self.around("noted", question),
            Reply::Pin(reply) => self.pin(reply),
            Reply::Notice(notice) => self.notice(*notice),
            Reply::Noticed { notices, reply } => self.noticed(notices, reply),
            Reply::Watch(reply) => self.watch(reply),
        }
    }

    /// A reading with its time, and whose it is when it is not the holder's.
    pub(super) fn card(&self, key: &str, card: &reply::Card) -> String {
        let mut arguments = Arguments::new();
        arguments.set("reading", self.reading(&card.reading));
        arguments.set("when", self.when(card));
        self.of(card.whose.as_ref(), self.say(key, &arguments))
    }

    pub(super) fn reading(&self, reading: &Reading) -> String {
        match (self.medium, self.manner.unit) {
            (Medium::Chat, Unit::KPa) => self.kilopascals(reading),
            _ => self.typed(reading),
        }
    }

    /// A reading as it is typed and said, in mmHg.
    pub(super) fn typed(&self, reading: &Reading) -> String {
        let key = if reading.pulse().is_some() { "reading-with-pulse" } else { "reading" };
        let arguments = self.values(reading);
        match (self.medium, self.voice) {
            // A screen shows the numbers as a chat does, even inside a spoken sentence.
            (Medium::Screen, Some(voice)) => {
                voice.catalogue.text(key, &arguments).unwrap_or_default()
            }
            _ => self.say(key, &arguments),
        }
    }

    fn line_of_alarm(&self) -> String {
        let line = Reading::new(VERY_HIGH_SYSTOLIC, VERY_HIGH_DIASTOLIC, None);
        line.map(|line| self.reading(&line)).unwrap_or_default()
    }

    pub(super) fn number(&self, number: u16) -> String {
        match (self.medium, self.voice) {
            (Medium::Ear, Some(voice)) => voice.numerals.say(number),
            _ => number.to_string(),
        }
    }

    pub(super) fn bare(&self, key: &str) -> String {
        self.say(key, &Arguments::new())
    }

    pub(super) fn counted(&self, key: &str, name: &str, count: u32) -> String {
        let mut arguments = Arguments::new();
        arguments.set(name, count);
        self.say(key, &arguments)
    }

    pub(super) fn say(&self, key: &str, arguments: &Arguments<'_>) -> String {
        let Some(voice) = self.voice else {
            return String::new();
        };
        let mut full;
        let wanted = [EMERGENCY, LINE].map(|name| voice.catalogue.wants(key, name));
        let arguments = if wanted.contains(&true) {
            full = Arguments::new();
            for (name, value) in arguments.iter() {
                full.set(name.to_owned(), value.clone());
            }
            full.set(EMERGENCY, self.emergency());
            full.set(LINE, self.line_of_alarm());
            &full
        } else {
            arguments
        };
        let said = match self.medium {
            Medium::Chat => voice.catalogue.text(key, arguments),
            Medium::Screen => voice.catalogue.screen(key, arguments),
            Medium::Ear => voice.catalogue.voice(key, arguments),
        };
        said.unwrap_or_default()
    }
}

/// A sentence may begin with a number in words.
pub(super) fn capitalised(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text,
    }
}
