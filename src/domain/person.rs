//! Who is who: accounts, the people whose diaries they hold, and what we know of them.

use super::when::Zone;
use serde::{Deserialize, Serialize};

/// Someone who can log in by a door: has consented, has a language and a zone, holds diaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountId(pub i64);

/// Whose diary a reading belongs to. An account may hold several people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonId(pub i64);

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

/// A language we speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// Every language, in the order in which people are offered them.
    pub const ALL: [Language; 2] = [Language::Ru, Language::En];

    /// The language of a BCP 47 tag such as `ru-RU`; English when it is one we do not speak.
    pub fn of_tag(tag: &str) -> Language {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("ru") { Language::Ru } else { Language::En }
    }

    /// The two-letter code, which is also the name of the folder of its words.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Ru => "ru",
        }
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
    /// Whether the consent that was given is for the text in force now.
    pub consented: bool,
    /// The language that was chosen, if one was.
    pub language: Option<Language>,
    /// The zone in which this account reads its times, if it is known.
    pub zone: Option<Zone>,
    /// How many speakers share the diary.
    pub speakers: u32,
    /// How many chats share the diary.
    pub chats: u32,
}
