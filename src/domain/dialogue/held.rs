//! What a conversation is about: readings that wait, parts of one, stored ones.

use crate::domain::{
    person::{PersonId, ReadingId},
    reading::{Doubt, Extras, Reading},
    utterance::Part,
};
use serde::{Deserialize, Serialize};

/// A reading that was said and is not stored.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The values.
    pub reading: Reading,
    /// A doubt that lies in the way it was said.
    pub doubt: Option<Doubt>,
    /// Whether it was asked about, and so told what to do about such a value.
    pub alerted: bool,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// Whether that is only a representative time.
    pub approximate: bool,
    /// What was said beside the numbers.
    pub extras: Extras,
    /// The message that it came from, so that it can be found again.
    pub origin: String,
    /// The stored reading that it takes the place of.
    pub amends: Option<ReadingId>,
    /// Whose it is; the holder's when nobody was named.
    #[serde(default)]
    pub person: Option<PersonId>,
}

/// A measurement of which a value is missing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The upper value, if it was said, mmHg.
    pub systolic: Option<u16>,
    /// The lower value, if it was said, mmHg.
    pub diastolic: Option<u16>,
    /// The pulse, if it was said, /min.
    pub pulse: Option<u16>,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// Whether that is only a representative time.
    pub approximate: bool,
    /// What was said beside the numbers.
    pub extras: Extras,
    /// Whose it is; the holder's when nobody was named.
    #[serde(default)]
    pub person: Option<PersonId>,
}

impl Missing {
    pub(super) fn new(
        part: Part,
        at_ms: i64,
        approximate: bool,
        person: Option<PersonId>,
    ) -> Missing {
        let Part { systolic, diastolic, pulse, extras, .. } = part;
        Missing { systolic, diastolic, pulse, at_ms, approximate, extras, person }
    }
}

/// A stored reading, as far as a conversation is about it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Which one.
    pub id: ReadingId,
    /// Whose it is.
    pub person: PersonId,
    /// When it was given, ms UTC.
    pub said_ms: i64,
    /// Its values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
}
