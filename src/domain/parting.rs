//! The diary of one person of an account goes by itself, with a day to think it over
//! ([`super::privacy::GRACE_MS`]); the diaries of the others stay.

use super::{
    choice::Choice,
    person::{Name, PersonId},
    privacy::Instant,
};
use serde::{Deserialize, Serialize};

/// What can be tapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartingChoice {
    /// Erase this person's diary: the first question.
    Ask(PersonId),
    /// Erase it at once, in answer to the second question or within the time to think it over.
    Now(PersonId),
    /// Keep it after all.
    Stop(PersonId),
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartingAct {
    /// The diary goes after the time to think it over.
    Plan(PersonId),
    /// It goes now.
    Erase(PersonId),
    /// It stays.
    Stop(PersonId),
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartingReply {
    /// Shall this diary go? `sure`: this is the second question.
    Ask { name: Name, person: PersonId, sure: bool, question: u32 },
    /// It goes at this time. `new`: that was decided just now.
    Leaving { name: Name, person: PersonId, when: Instant, new: bool },
    /// It stays.
    Stays { name: Name },
    /// It is erased.
    Gone { name: Name },
}

impl PartingChoice {
    /// What a button carries.
    pub fn data(self) -> String {
        let (name, person) = match self {
            PartingChoice::Ask(person) => ("ask", person),
            PartingChoice::Now(person) => ("now", person),
            PartingChoice::Stop(person) => ("stop", person),
        };
        format!("part:{name}-{:x}", person.0)
    }

    /// The choice that a button carried behind its name.
    pub fn of_value(value: &str) -> Option<PartingChoice> {
        let (name, person) = value.split_once('-')?;
        let person = PersonId(i64::from_str_radix(person, 16).ok()?);
        match name {
            "ask" => Some(PartingChoice::Ask(person)),
            "now" => Some(PartingChoice::Now(person)),
            "stop" => Some(PartingChoice::Stop(person)),
            _ => None,
        }
    }
}

impl PartingReply {
    /// The number of the question that it asks, if it asks one.
    pub fn question(&self) -> Option<u32> {
        if let PartingReply::Ask { question, .. } = self { Some(*question) } else { None }
    }

    /// What can be tapped below it.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choice| vec![Choice::Parting(choice)];
        match self {
            PartingReply::Ask { person, sure, question, .. } => {
                let mut rows = vec![vec![Choice::Yes(*question), Choice::No(*question)]];
                rows.extend(sure.then(|| row(PartingChoice::Now(*person))));
                rows
            }
            PartingReply::Leaving { person, .. } => {
                vec![row(PartingChoice::Stop(*person)), row(PartingChoice::Now(*person))]
            }
            PartingReply::Stays { .. } | PartingReply::Gone { .. } => Vec::new(),
        }
    }
}
