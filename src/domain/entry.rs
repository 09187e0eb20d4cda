//! Guided entry in the chat: one number after another, for who does not like to type a line.

use super::{
    choice::Choice,
    person::{Name, PersonId},
    reading::{Extras, Rejected},
    when::Moment,
};
use serde::{Deserialize, Serialize};

/// What can be tapped while numbers are entered one by one.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryChoice {
    /// Begin.
    Begin,
    /// To the number before.
    Back,
    /// Without a pulse.
    Skip,
    /// Not now.
    Cancel,
}

/// What a person can say about it in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryWord {
    /// Begin.
    Begin,
    /// To the number before.
    Back,
    /// Without a pulse.
    Skip,
}

/// Numbers that came so far (mmHg); the next one is awaited.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    /// The upper one is awaited.
    Upper,
    /// The lower one is awaited.
    Lower {
        /// The upper one.
        systolic: u16,
    },
    /// The pulse is awaited, or nothing more.
    Pulse {
        /// The upper one.
        systolic: u16,
        /// The lower one.
        diastolic: u16,
    },
}

/// A reading that is being entered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it stands.
    pub stage: Stage,
    /// Whose it is; the holder's when nobody was named.
    pub person: Option<PersonId>,
    /// What was said beside the numbers.
    #[serde(default)]
    pub extras: Extras,
    /// When it was taken; now when nothing was said.
    #[serde(default)]
    pub moment: Option<Moment>,
    /// Somebody whose it is, and who has no diary yet.
    #[serde(default)]
    pub newcomer: Option<Name>,
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryReply {
    /// Which number comes next, and whose if somebody was named. `again`: the last message was none.
    Next { stage: Stage, again: bool, whose: Option<Name> },
    /// A number that cannot be; the same one is awaited.
    Rejected { stage: Stage, rejected: Rejected },
    /// Nothing was stored, as the person wished.
    Over,
}

impl EntryChoice {
    const ALL: [EntryChoice; 4] =
        [EntryChoice::Begin, EntryChoice::Back, EntryChoice::Skip, EntryChoice::Cancel];

    /// What a button carries.
    pub fn data(self) -> &'static str {
        match self {
            EntryChoice::Begin => "entry:begin",
            EntryChoice::Back => "entry:back",
            EntryChoice::Skip => "entry:skip",
            EntryChoice::Cancel => "entry:cancel",
        }
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<EntryChoice> {
        EntryChoice::ALL
            .into_iter()
            .find(|choice| choice.data().split_once(':').is_some_and(|(_, rest)| rest == value))
    }
}

impl Stage {
    /// The stage before; nothing before the first one.
    pub fn before(self) -> Option<Stage> {
        match self {
            Stage::Upper => None,
            Stage::Lower { .. } => Some(Stage::Upper),
            Stage::Pulse { systolic, .. } => Some(Stage::Lower { systolic }),
        }
    }
}

impl EntryReply {
    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choices: &[EntryChoice]| choices.iter().copied().map(Choice::Entry).collect();
        let stage = match self {
            EntryReply::Next { stage, .. } | EntryReply::Rejected { stage, .. } => stage,
            EntryReply::Over => return Vec::new(),
        };
        match stage {
            Stage::Upper => vec![row(&[EntryChoice::Cancel])],
            Stage::Lower { .. } => vec![row(&[EntryChoice::Back, EntryChoice::Cancel])],
            Stage::Pulse { .. } => {
                vec![row(&[EntryChoice::Skip]), row(&[EntryChoice::Back, EntryChoice::Cancel])]
            }
        }
    }

    /// Whether it takes the place of the message that was tapped.
    pub fn in_place(&self) -> bool {
        matches!(self, EntryReply::Over)
    }
}
