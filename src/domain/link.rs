//! The code that joins a speaker to a chat, and the limits on guessing it.

use serde::{Deserialize, Serialize};

/// The number half of a code. No leading zero: a spoken number loses it.
pub const DIGITS: std::ops::RangeInclusive<u16> = 100..=999;
/// Wrong codes that one identity may try in a day; then it waits.
pub const TRIES_PER_IDENTITY: u32 = 5;
/// The time those tries are counted over, ms.
pub const TRIES_PER_IDENTITY_MS: i64 = 24 * 60 * 60 * 1000;
/// Wrong codes that all identities together may try in an hour; then all wait. With some 2,100
/// words and 900 numbers this keeps a year of steady guessing at a few tries in ten thousand,
/// and a hit still needs the owner's yes.
pub const TRIES_OVER_ALL: u32 = 10;
/// The time those tries are counted over, ms.
pub const TRIES_OVER_ALL_MS: i64 = 60 * 60 * 1000;

/// One offer of a code. Random, so that a button tells nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkId(pub i64);

/// A code as a person says it: a word of the list and three digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The word, in its spelling in the list.
    pub word: String,
    /// 100–999.
    pub digits: u16,
}

impl Code {
    /// The one spelling that is hashed and shown: `word-123`.
    pub fn canonical(&self) -> String {
        format!("{}-{}", self.word, self.digits)
    }
}

/// Lifetimes and intervals of codes, as the owner has set them.
#[derive(Clone, Copy, Debug)]
pub struct CodeRules {
    /// How long a code can be used, minutes.
    pub lifetime_minutes: u32,
    /// How long to wait before another one, seconds.
    pub interval_seconds: u32,
}

/// Why no more codes may be tried now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locked {
    /// This identity has used up its tries of the day.
    Identity,
    /// Everybody together has used up the tries of the hour.
    All,
}

/// Whether another try is allowed after these many wrong ones in their windows.
pub fn locked(by_identity: u32, over_all: u32) -> Option<Locked> {
    if by_identity >= TRIES_PER_IDENTITY {
        Some(Locked::Identity)
    } else if over_all >= TRIES_OVER_ALL {
        Some(Locked::All)
    } else {
        None
    }
}
