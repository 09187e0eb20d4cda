//! What was said of a measurement, not checked yet.

use crate::domain::{reading::Extras, when::When};

/// One measurement as it was said: plain numbers, not checked yet (mmHg, mmHg, /min).
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The number in the place of the systolic value.
    pub systolic: u16,
    /// The number in the place of the diastolic value.
    pub diastolic: u16,
    /// The number in the place of the pulse.
    pub pulse: Option<u16>,
    /// When it was taken.
    pub when: When,
    /// What was said beside the numbers.
    pub extras: Extras,
}

/// A measurement of which a value is missing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The upper value, if it was said.
    pub systolic: Option<u16>,
    /// The lower value, if it was said.
    pub diastolic: Option<u16>,
    /// The pulse, if it was said.
    pub pulse: Option<u16>,
    /// When it was taken.
    pub when: When,
    /// What was said beside the numbers.
    pub extras: Extras,
}

/// What answers some questions, and is a wish or nothing elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bid {
    /// Let it go.
    Remove,
    /// Let it stay.
    Keep,
    /// The other way round.
    Swap,
}

/// One number without a name, and what was said with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Single {
    /// The number.
    pub number: u16,
    /// When it was taken.
    pub when: When,
    /// What was said beside it.
    pub extras: Extras,
}

/// What was different in the last reading.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Fix {
    /// Replace the value that is this one.
    pub from: Option<u16>,
    /// By this one; with a place it goes there.
    pub to: Option<u16>,
    /// The upper value.
    pub systolic: Option<u16>,
    /// The lower value.
    pub diastolic: Option<u16>,
    /// The pulse.
    pub pulse: Option<u16>,
}
