//! An answer put into words: for a chat, or for a speaker.

use super::{
    Phrases, Voice,
    catalogue::{Arguments, BUTTON_MAX, Fault},
};
use crate::domain::{
    person::{Language, Languages},
    reading::{DIASTOLIC, Doubt, PULSE, Reading, Rejected, SYSTOLIC},
    reply::{Card, Choice, Gap, Question, Reply},
};
use std::ops::RangeInclusive;

/// More readings than this are counted by voice, not listed: nobody keeps more in mind.
const SPOKEN_MAX: usize = 3;

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
        self.teller(language, Medium::Chat).reply(reply)
    }

    /// The answer for a speaker: text and speech, at most 1024 characters each.
    pub fn speech(&self, reply: &Reply, language: Language) -> Speech {
        Speech {
            text: self.teller(language, Medium::Screen).reply(reply),
            tts: self.teller(language, Medium::Ear).reply(reply),
        }
    }

    /// What stands on a button, at most 64 characters.
    pub fn label(&self, choice: &Choice, language: Language) -> String {
        let key = match choice {
            Choice::Agree => "button-agree",
            Choice::ReadMore => "button-read-more",
            Choice::Yes(_) => "button-yes",
            Choice::No(_) => "button-no",
            Choice::Undo(_) => "button-undo",
            Choice::Language(own) => {
                return self.voice(*own).map(|voice| voice.name.clone()).unwrap_or_default();
            }
            Choice::AcceptSpeaker(_) => "button-accept-speaker",
            Choice::RefuseSpeaker(_) => "button-refuse-speaker",
        };
        self.plain(key, language)
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
    fn voice(&self, language: Language) -> Option<&Voice> {
        self.voices.get(&self.languages.or_default(language))
    }

    fn teller(&self, language: Language, medium: Medium) -> Teller<'_> {
        Teller { voice: self.voice(language), medium }
    }
}

/// One answer being put into words.
pub(super) struct Teller<'a> {
    pub(super) voice: Option<&'a Voice>,
    pub(super) medium: Medium,
}

impl Teller<'_> {
    fn reply(&self, reply: &Reply) -> String {
        match reply {
            Reply::Greeting => self.bare("greeting"),
            Reply::Consent { held: 0 } => self.bare("consent"),
            Reply::Consent { held } => self.counted("consent-held", "held", *held as u32),
            Reply::ConsentMore { .. } => self.bare("consent-more"),
            Reply::Declined => self.bare("declined"),
            Reply::Kept { welcome, cards, session, alert, ask } => {
                self.kept(*welcome, cards, *session, *alert, ask.as_ref())
            }
            Reply::Amended { card, alert } => {
                let mut parts = vec![self.card("amended", card)];
                parts.extend(alert.then(|| self.bare("very-high")));
                self.paragraphs(parts)
            }
            Reply::Missing { gap, again } => self.missing(*gap, *again),
            Reply::Which => self.bare("which"),
            Reply::NotYet => self.bare("not-yet"),
            Reply::FixHow(reading) => {
                let mut arguments = Arguments::new();
                arguments.set("reading", self.reading(reading));
                self.say("fix-how", &arguments)
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
            Reply::Linked { moved: 0 } => self.bare("linked"),
            Reply::Linked { moved } => self.counted("linked-moved", "moved", *moved),
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
            Reply::Remind { .. } => self.bare("remind"),
            Reply::Reminders(found) => self.reminders(found.as_ref()),
            Reply::Sorry => self.bare("sorry"),
            Reply::TryAgain => self.bare("try-again"),
            Reply::Slow => self.bare("slow"),
        }
    }

    /// What was stored, what follows from very high values, and what is asked next.
    fn kept(
        &self,
        welcome: bool,
        cards: &[Card],
        session: Option<(u32, Reading)>,
        alert: bool,
        ask: Option<&Question>,
    ) -> String {
        let mut parts = Vec::new();
        if welcome {
            let bare = cards.is_empty() && ask.is_none();
            parts.push(self.bare(if bare { "kept-welcome-empty" } else { "kept-welcome" }));
        }
        match cards {
            [] => {}
            [card] => parts.push(self.card("kept", card)),
            many if self.medium != Medium::Chat && many.len() > SPOKEN_MAX => {
                parts.push(self.counted("kept-many", "count", many.len() as u32));
            }
            several => {
                let list = self.list(several.iter().map(|card| self.card("kept-line", card)));
                let mut arguments = Arguments::new();
                arguments.set("list", list);
                parts.push(self.say("kept-several", &arguments));
            }
        }
        if let Some((count, mean)) = session {
            let mut arguments = Arguments::new();
            arguments.set("count", count);
            arguments.set("reading", self.reading(&mean));
            parts.push(self.say("session", &arguments));
        }
        if alert {
            parts.push(self.bare("very-high"));
        }
        if let Some(question) = ask {
            parts.push(self.question(question));
        }
        self.paragraphs(parts)
    }

    /// A question about a doubtful reading; a very high one is never left without what to do.
    fn question(&self, question: &Question) -> String {
        let key = match question.doubt {
            Doubt::Swapped => "ask-swapped",
            Doubt::Repeated => "ask-repeated",
            Doubt::Systolic => "ask-systolic",
            Doubt::Diastolic => "ask-diastolic",
            Doubt::Pulse => "ask-pulse",
            Doubt::Gap => "ask-gap",
            Doubt::Jump => "ask-jump",
            Doubt::Glued | Doubt::Tens => "ask-meant",
            Doubt::Context => "ask-context",
        };
        let mut parts = Vec::new();
        if question.alert {
            parts.push(self.bare("very-high"));
        }
        let mut arguments = self.values(&question.reading);
        arguments.set("reading", self.reading(&question.reading));
        let key = if question.also.is_empty() {
            key
        } else {
            // Many are told apart by their pressures; with every pulse nobody would listen to the end.
            let brief = self.medium == Medium::Ear && question.also.len() >= SPOKEN_MAX;
            let all = std::iter::once(&question.reading).chain(&question.also);
            let said = all.map(|reading| match brief {
                true => self.say("reading", &self.values(reading)),
                false => self.reading(reading),
            });
            arguments.set("list", self.list(said));
            "ask-several"
        };
        parts.push(capitalised(self.say(key, &arguments)));
        self.paragraphs(parts)
    }

    fn list(&self, lines: impl Iterator<Item = String>) -> String {
        lines.collect::<Vec<_>>().join(if self.medium == Medium::Chat { "\n" } else { "; " })
    }

    pub(super) fn paragraphs(&self, parts: Vec<String>) -> String {
        parts.join(if self.medium == Medium::Chat { "\n\n" } else { " " })
    }

    fn rejected(&self, rejected: Rejected) -> String {
        let (key, range): (&str, RangeInclusive<u16>) = match rejected {
            Rejected::Systolic => ("rejected-systolic", SYSTOLIC),
            Rejected::Diastolic => ("rejected-diastolic", DIASTOLIC),
            Rejected::Pulse => ("rejected-pulse", PULSE),
            Rejected::NotAbove => return self.bare("rejected-not-above"),
        };
        let mut arguments = Arguments::new();
        arguments.set("least", range.start().to_string());
        arguments.set("most", range.end().to_string());
        self.say(key, &arguments)
    }

    fn card(&self, key: &str, card: &Card) -> String {
        let mut arguments = Arguments::new();
        arguments.set("reading", self.reading(&card.reading));
        arguments.set("when", self.when(card));
        self.say(key, &arguments)
    }

    fn reading(&self, reading: &Reading) -> String {
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

    fn values(&self, reading: &Reading) -> Arguments<'static> {
        let mut arguments = Arguments::new();
        arguments.set("systolic", self.number(reading.systolic()));
        arguments.set("diastolic", self.number(reading.diastolic()));
        if let Some(pulse) = reading.pulse() {
            arguments.set("pulse", self.number(pulse));
        }
        arguments
    }

    fn number(&self, number: u16) -> String {
        match (self.medium, self.voice) {
            (Medium::Ear, Some(voice)) => voice.numerals.say(number),
            _ => number.to_string(),
        }
    }

    fn missing(&self, gap: Gap, again: bool) -> String {
        let mut arguments = Arguments::new();
        let (key, value) = match gap {
            Gap::Diastolic { systolic } => ("missing-diastolic", Some(systolic)),
            Gap::Systolic { diastolic } => ("missing-systolic", Some(diastolic)),
            Gap::Pair { pulse } => ("missing-pair", pulse),
        };
        arguments.set("value", value.map(|value| self.number(value)).unwrap_or_default());
        self.say(if again { "missing-again" } else { key }, &arguments)
    }

    pub(super) fn bare(&self, key: &str) -> String {
        self.say(key, &Arguments::new())
    }

    fn counted(&self, key: &str, name: &str, count: u32) -> String {
        let mut arguments = Arguments::new();
        arguments.set(name, count);
        self.say(key, &arguments)
    }

    pub(super) fn say(&self, key: &str, arguments: &Arguments<'_>) -> String {
        let Some(voice) = self.voice else {
            return String::new();
        };
        let said = match self.medium {
            Medium::Chat => voice.catalogue.text(key, arguments),
            Medium::Screen | Medium::Ear => voice.catalogue.voice(key, arguments),
        };
        said.unwrap_or_default()
    }
}

/// A sentence may begin with a number in words.
fn capitalised(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => text,
    }
}
