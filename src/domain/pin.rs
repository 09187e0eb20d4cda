//! The optional PIN of an account: in the chat, looking back, handing out, sharing, erasing and
//! setting wait for it; taking readings never does.

use super::{choice::Choice, privacy::Instant, reading::Reading, reply::Reply};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A PIN that was given holds for this time in its chat, ms: ten minutes.
pub const OPEN_MS: i64 = 10 * 60 * 1000;
/// The question for it is forgotten after this time, ms: ten minutes. After that digits are
/// numbers again.
pub const ASKED_MS: i64 = 10 * 60 * 1000;
/// So many wrong tries in a row lock it.
pub const TRIES: u32 = 5;
/// For this time, ms: one hour.
pub const LOCKED_MS: i64 = 60 * 60 * 1000;
/// A forgotten PIN goes after this time, ms: 24 hours, in which whoever knows it can object.
pub const FORGET_MS: i64 = 24 * 60 * 60 * 1000;
/// So many digits it has.
pub const DIGITS: RangeInclusive<usize> = 4..=8;

/// What somebody asks for in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinWish {
    /// How is it?
    Show,
    /// I want one, or another one.
    Set,
    /// I want none.
    Remove,
    /// I have forgotten it.
    Forgot,
}

/// What can be tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinChoice {
    /// I want one.
    Set,
    /// I want another one.
    Change,
    /// I want none.
    Remove,
    /// From now on it is asked for again.
    Close,
    /// I have forgotten it.
    Forgot,
    /// It stays after all.
    Remember,
    /// I will not give it now.
    Cancel,
    /// Show what was kept back.
    KeptBack,
}

impl PinChoice {
    /// Every choice with its name.
    pub const ALL: [(&str, PinChoice); 8] = [
        ("set", PinChoice::Set),
        ("change", PinChoice::Change),
        ("remove", PinChoice::Remove),
        ("close", PinChoice::Close),
        ("forgot", PinChoice::Forgot),
        ("remember", PinChoice::Remember),
        ("cancel", PinChoice::Cancel),
        ("kept", PinChoice::KeptBack),
    ];

    /// What a button carries.
    pub fn data(self) -> String {
        let known = PinChoice::ALL.iter().find(|(_, choice)| *choice == self);
        format!("pin:{}", known.map_or("", |(name, _)| name))
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<PinChoice> {
        PinChoice::ALL.iter().find(|(name, _)| *name == value).map(|(_, choice)| *choice)
    }
}

/// What is done once the PIN is there, as it was asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Pending {
    /// Words.
    Said(Vec<String>),
    /// A button.
    Tapped(Choice),
}

/// What the digits that are awaited are.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinAsks {
    /// The PIN; then this is done.
    Wish(Option<Pending>),
    /// The old PIN, for a new one.
    OldToChange,
    /// The old PIN, for none.
    OldToRemove,
    /// A new PIN.
    New,
    /// The same once more; this is the hash of the first.
    Again(String),
}

/// What one turn knows about the PIN of its account.
#[derive(Clone, PartialEq, Eq)]
pub struct Guard {
    /// Whether it was given in this chat a moment ago.
    pub open: bool,
    /// Until when no try is taken, ms UTC.
    pub locked_ms: Option<i64>,
    /// When it goes because it was forgotten, ms UTC.
    pub forget_ms: Option<i64>,
    /// What was asked for in this turn, to be done once the PIN is there.
    pub wish: Option<Pending>,
}

/// What became of digits that were typed while they were awaited.
#[derive(Clone, PartialEq, Eq)]
pub enum Tried {
    /// So many digits no PIN has.
    Form,
    /// It looks like a reading.
    Reading,
    /// The right ones.
    Right,
    /// Wrong ones; so many tries are left.
    Wrong(u32),
    /// No try is taken until then, ms UTC.
    Locked(i64),
    /// There is no PIN any more.
    Gone,
    /// A new one that anybody would try first.
    Weak,
    /// A new one, as its hash.
    New(String),
    /// The new one once more: the same, or not.
    Again(bool),
}

/// What is to be done.
#[derive(Clone, PartialEq, Eq)]
pub enum PinAct {
    /// Keep this one from now on.
    Keep(String),
    /// Have none from now on.
    Remove,
    /// Ask for it again from now on.
    Close,
    /// Let it go after the time to object.
    Forget,
    /// Let it stay.
    Remember,
    /// Tell what was kept back.
    TellKeptBack,
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PinReply {
    /// How it is. `forget`: when it goes.
    Page {
        /// Whether there is one.
        set: bool,
        /// When it goes because it was forgotten.
        forget: Option<Instant>,
    },
    /// What was asked for waits for the PIN.
    Ask {
        /// When it goes because it was forgotten.
        forget: Option<Instant>,
    },
    /// The old one comes first.
    AskOld,
    /// A new one, please.
    AskNew,
    /// Once more, please.
    AskAgain,
    /// These are no digits of a PIN.
    Form,
    /// A reading is written in another way while the PIN is awaited.
    Reading,
    /// It was wrong; so many tries are left.
    Wrong(u32),
    /// No try is taken until then.
    Locked(Instant),
    /// This chat is open for ten minutes.
    Open,
    /// It is asked for again.
    Closed,
    /// It was not given, and nothing was done.
    GivenUp,
    /// Anybody would try this one first.
    Weak,
    /// The two were different.
    Differ,
    /// There is one now. `changed`: there was another one.
    Kept {
        /// Whether there was another one.
        changed: bool,
    },
    /// There is none any more.
    Removed,
    /// It goes at this time unless somebody objects.
    Forgetting(Instant),
    /// It stays.
    Remembered,
    /// To the chat: the time to object has passed, and it is gone.
    Forgotten,
    /// At a speaker: that is done in the chat.
    InChat,
    /// The result of the home week waits for the PIN; `before`: what was stored just now.
    KeptBack {
        /// What was stored.
        before: Option<Box<Reply>>,
    },
    /// Nothing is kept back.
    NothingKeptBack,
}

impl PinReply {
    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choice| vec![Choice::Pin(choice)];
        let cancel = || row(PinChoice::Cancel);
        let forgot = |forget: &Option<Instant>| {
            row(if forget.is_some() { PinChoice::Remember } else { PinChoice::Forgot })
        };
        match self {
            PinReply::Page { set: false, .. } | PinReply::Removed | PinReply::Forgotten => {
                vec![row(PinChoice::Set)]
            }
            PinReply::Page { set: true, forget } => vec![
                row(PinChoice::Close),
                row(PinChoice::Change),
                row(PinChoice::Remove),
                forgot(forget),
            ],
            PinReply::Ask { forget } => vec![forgot(forget), cancel()],
            PinReply::AskOld | PinReply::Wrong(_) => vec![row(PinChoice::Forgot), cancel()],
            PinReply::AskNew
            | PinReply::AskAgain
            | PinReply::Form
            | PinReply::Reading
            | PinReply::Weak
            | PinReply::Differ => vec![cancel()],
            PinReply::Locked(_) => vec![row(PinChoice::Forgot)],
            PinReply::Forgetting(_) => vec![row(PinChoice::Remember)],
            PinReply::KeptBack { .. } => vec![row(PinChoice::KeptBack)],
            PinReply::Open
            | PinReply::Closed
            | PinReply::GivenUp
            | PinReply::Kept { .. }
            | PinReply::Remembered
            | PinReply::InChat
            | PinReply::NothingKeptBack => Vec::new(),
        }
    }

    /// The answer that this one stands behind.
    pub fn before(&self) -> Option<&Reply> {
        if let PinReply::KeptBack { before } = self { before.as_deref() } else { None }
    }
}

/// What a message of nothing but digits and gaps may be while a PIN is awaited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Digits; gaps between them are no part of it.
    Digits(String),
    /// Numbers apart that could be a reading: neither taken for one nor for a PIN.
    Reading,
}

impl Typed {
    /// Reads a message; nothing when it holds anything but digits and gaps.
    pub fn of(text: &str) -> Option<Typed> {
        let groups: Vec<&str> = text.split_whitespace().collect();
        let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
        if groups.is_empty() || !groups.iter().all(digits) {
            return None;
        }
        let numbers: Vec<u16> = groups.iter().filter_map(|group| group.parse().ok()).collect();
        let possible = |systolic, diastolic, pulse| {
            groups.len() == numbers.len() && Reading::new(systolic, diastolic, pulse).is_ok()
        };
        let reading = match numbers.as_slice() {
            [systolic, diastolic] => possible(*systolic, *diastolic, None),
            [systolic, diastolic, pulse] => possible(*systolic, *diastolic, Some(*pulse)),
            _ => false,
        };
        Some(if reading { Typed::Reading } else { Typed::Digits(groups.concat()) })
    }
}

/// Whether digits are as many as a PIN has.
pub fn has_form(digits: &str) -> bool {
    DIGITS.contains(&digits.len())
}

/// Whether anybody would try this PIN first: the same digit over and over, digits in a row, or a
/// pair over and over. Such values belong on a list of refused ones (NIST SP 800-63B, 3.1.1.2).
pub fn is_weak(digits: &str) -> bool {
    let digits: Vec<i32> = digits.bytes().map(i32::from).collect();
    let steps = |step: i32| {
        digits.windows(2).all(|pair| match pair {
            [one, next] => next - one == step,
            _ => true,
        })
    };
    let pairs = digits.iter().zip(digits.iter().skip(2)).all(|(one, next)| one == next);
    steps(0) || steps(1) || steps(-1) || pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_a_pin_with_gaps_or_without_and_a_reading_apart_is_none() {
        let digits = |text: &str| Some(Typed::Digits(text.to_owned()));
        for (text, typed) in [
            ("1234", digits("1234")),
            (" 12 34 ", digits("1234")),
            ("12080", digits("12080")),
            ("120", digits("120")),
            ("123456789", digits("123456789")),
            ("99999999999999999999", digits("99999999999999999999")),
            ("120 80", Some(Typed::Reading)),
            ("120 80 70", Some(Typed::Reading)),
            ("120/80", None),
            ("pin 1234", None),
            ("", None),
        ] {
            assert_eq!(Typed::of(text), typed, "{text}");
        }
    }

    #[test]
    fn what_anybody_would_try_first_is_weak() {
        for weak in ["0000", "1234", "4321", "456789", "1212", "76543210"] {
            assert!(is_weak(weak), "{weak}");
        }
        for strong in ["1357", "2580", "1235", "90210", "11223344"] {
            assert!(!is_weak(strong), "{strong}");
        }
    }

    #[test]
    fn every_choice_comes_back_from_its_button() {
        for (name, choice) in PinChoice::ALL {
            assert_eq!(choice.data(), format!("pin:{name}"));
            assert_eq!(PinChoice::of_value(name), Some(choice));
        }
        assert_eq!(PinChoice::of_value(""), None);
    }
}
