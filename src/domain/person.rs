//! Who is who: accounts, the people whose diaries they hold, and what we know of them.

use super::{privacy::Wanted, settings::Settings, when::Zone};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Someone who can log in by a door: has consented, has a language and a zone, holds diaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountId(pub i64);

/// Whose diary a reading belongs to. An account may hold several people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonId(pub i64);

/// What somebody is called whose diary an account holds. Invariant: letters, spaces and hyphens,
/// between one and [`Name::LENGTH_MAX`] characters. No `Debug`: a name must not reach a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

impl Name {
    /// Longer than any name one calls somebody by; it has to fit on a button.
    pub const LENGTH_MAX: usize = 24;

    /// The name, if it can be one.
    pub fn new(text: &str) -> Option<Name> {
        let text = text.trim();
        let fits = (1..=Name::LENGTH_MAX).contains(&text.chars().count());
        let letters = text.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '-');
        (fits && letters).then(|| Name(text.to_owned()))
    }

    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Name, &'static str> {
        Name::new(&text).ok_or("not a name")
    }
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        name.0
    }
}

/// Somebody whose diary an account holds. The holder of the account has no name: it is "you".
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their key.
    pub id: PersonId,
    /// What they are called.
    pub name: Option<Name>,
    /// When their diary goes, ms UTC, if that was asked for.
    pub leaving_ms: Option<i64>,
}

/// One reading. Random, so that it tells nothing about anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReadingId(pub i64);

/// Which way a message came in: written in a chat, or spoken to a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Door {
    /// A chat with a screen and buttons.
    Chat,
    /// A voice assistant; there may be no screen.
    Voice,
}

/// A language by its code: two or three letters (ISO 639), which also name the folder of its words.
/// Which ones are spoken, those folders say ([`Languages`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language {
    code: [u8; Language::LETTERS_MAX],
    letters: u8,
}

impl Language {
    const LETTERS_MAX: usize = 3;
    /// English.
    pub const EN: Language = Language { code: *b"en\0", letters: 2 };
    /// Russian.
    pub const RU: Language = Language { code: *b"ru\0", letters: 2 };
    /// Who speaks a language that is not here is answered in this one.
    pub const DEFAULT: Language = Language::EN;

    /// Two or three Latin letters, large or small.
    pub fn new(code: &str) -> Option<Language> {
        let fits = (2..=Language::LETTERS_MAX).contains(&code.len())
            && code.bytes().all(|letter| letter.is_ascii_alphabetic());
        let mut letters = [0; Language::LETTERS_MAX];
        for (slot, letter) in letters.iter_mut().zip(code.bytes()) {
            *slot = letter.to_ascii_lowercase();
        }
        fits.then_some(Language { code: letters, letters: code.len() as u8 })
    }

    /// The language of a BCP 47 tag such as `ru-RU`; the default one when it names none.
    pub fn of_tag(tag: &str) -> Language {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Language::new(primary).unwrap_or(Language::DEFAULT)
    }

    /// The code, in small letters.
    pub fn code(&self) -> &str {
        let letters = self.code.get(..usize::from(self.letters)).unwrap_or_default();
        std::str::from_utf8(letters).unwrap_or_default()
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Language {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Language, &'static str> {
        Language::new(&code).ok_or("not the code of a language")
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.code().to_owned()
    }
}

/// The languages that are spoken here, in the order in which people are offered them.
#[derive(Clone, Debug, Default)]
pub struct Languages(Vec<Language>);

impl Languages {
    /// In this order.
    pub fn new(languages: Vec<Language>) -> Languages {
        Languages(languages)
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Language> {
        self.0.iter().copied()
    }

    /// Whether it is spoken.
    pub fn has(&self, language: Language) -> bool {
        self.0.contains(&language)
    }

    /// This language if it is spoken, else the default one.
    pub fn or_default(&self, language: Language) -> Language {
        if self.has(language) { language } else { Language::DEFAULT }
    }
}

/// Who may begin a diary here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Only people with an invitation.
    Invite,
    /// Anybody.
    Open,
}

/// An account as a turn needs to know it.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// The person of this account whose diary is meant when nobody is named.
    pub person: PersonId,
    /// Everybody whose diary it holds, the holder first.
    pub people: Vec<Person>,
    /// Whether this identity is a speaker that takes readings and tells none.
    pub write_only: bool,
    /// Whether the consent that was given stands and is for the text in force now.
    pub consented: bool,
    /// Whether it is the owner of this installation.
    pub owner: bool,
    /// Whether the consent was taken back.
    pub withdrawn: bool,
    /// When everything of it goes, if that was asked for, ms UTC.
    pub leaving_ms: Option<i64>,
    /// What it wants beside the diary.
    pub wanted: Wanted,
    /// The language that was chosen, if one was.
    pub language: Option<Language>,
    /// The zone in which this account reads its times, if it is known.
    pub zone: Option<Zone>,
    /// What it has set.
    pub settings: Settings,
    /// How many speakers share the diary.
    pub speakers: u32,
    /// How many chats share the diary.
    pub chats: u32,
}

impl Account {
    /// What this person is called; nothing for the holder and for people of other accounts.
    pub fn name_of(&self, person: PersonId) -> Option<&Name> {
        self.people.iter().find(|known| known.id == person)?.name.as_ref()
    }

    /// Whether the diary is kept for more than its holder.
    pub fn shared(&self) -> bool {
        self.people.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_two_or_three_letters() {
        for (code, expected) in [
            ("ru", Some("ru")),
            ("En", Some("en")),
            ("tat", Some("tat")),
            ("", None),
            ("e", None),
            ("engl", None),
            ("e1", None),
            ("\u{440}\u{443}", None),
        ] {
            let language = Language::new(code);
            assert_eq!(language.as_ref().map(Language::code), expected, "{code}");
        }
        assert_eq!(Language::new("RU"), Some(Language::RU));
        assert_eq!(format!("{:?}", Language::RU), "ru");
        assert_eq!(Language::of_tag("de-AT").code(), "de");
        assert_eq!(Language::of_tag("ru_RU.UTF-8"), Language::RU);
        assert_eq!(Language::of_tag("C.UTF-8"), Language::DEFAULT);
    }
}
