//! What a conversation is about: readings that wait, parts of one, stored ones.

use super::{
    State,
    unsure::{ask_about, waiting},
};
use crate::domain::{
    person::{Name, PersonId, ReadingId},
    reading::{Doubt, Extras, Reading, Taken},
    reply::Question,
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
    /// Whether it completes what was being collected.
    #[serde(default)]
    pub completes: bool,
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
    /// Somebody whose it is, and who has no diary yet.
    #[serde(default)]
    pub newcomer: Option<Name>,
    /// Whether it was said that it is not one's own, and not whose it is.
    #[serde(default)]
    pub unclear: bool,
}

/// Parts what is beyond doubt from what has to be asked about. `recent` are the person's readings
/// of late; `last` is the one that a correction is about, which is no measure for itself.
pub(super) fn sift(
    queue: Vec<Held>,
    mut recent: Vec<Taken>,
    last: Option<Known>,
) -> (Vec<Held>, Vec<Held>) {
    let (mut save, mut asked) = (Vec::new(), Vec::new());
    for held in queue {
        let usual: Vec<Taken> = match held.amends.and(last) {
            Some(last) => {
                let wrong = Taken { reading: last.reading, at_ms: last.at_ms };
                recent.iter().copied().filter(|taken| *taken != wrong).collect()
            }
            None => recent.clone(),
        };
        match held.doubt.or_else(|| held.reading.doubt(held.at_ms, &usual)) {
            Some(doubt) => asked.push(Held { doubt: Some(doubt), ..held }),
            None => {
                recent.push(Taken { reading: held.reading, at_ms: held.at_ms });
                save.push(held);
            }
        }
    }
    (save, asked)
}

/// What becomes of the readings that a new diary began with: those that are stored, the state in
/// which the doubtful ones wait, and the question about them. The first was named when it was asked
/// whether the diary shall begin, so its yes is given; nobody has said yes to the others.
pub fn on_adding(
    mut queue: Vec<Held>,
    person: PersonId,
    name: &Name,
    number: u32,
) -> (Vec<Held>, State, Option<Question>) {
    queue.iter_mut().for_each(|held| held.person = Some(person));
    let mut queue = queue.into_iter();
    let Some(first) = queue.next() else { return (Vec::new(), State::Idle, None) };
    let taken = Taken { reading: first.reading, at_ms: first.at_ms };
    let (mut save, asked) = sift(queue.collect(), vec![taken], None);
    save.insert(0, first);
    let (next, ask) = ask_about(asked, number, |_| Some(name.clone()));
    (save, next, ask)
}

/// What a speaker was told before it had a diary, now that it has this one: what can be stored,
/// and the state in which the rest waits until the speaker is spoken to again. Nothing doubtful is
/// stored, and nothing of which nobody said whose it is.
pub fn on_linking(queue: Vec<Held>, shared: bool, recent: Vec<Taken>) -> (Vec<Held>, State) {
    if shared && !queue.is_empty() {
        return (Vec::new(), State::Whose { held: queue });
    }
    let (save, asked) = sift(queue, recent, None);
    (save, waiting(asked))
}

impl Missing {
    pub(super) fn new(
        part: Part,
        at_ms: i64,
        approximate: bool,
        person: Option<PersonId>,
    ) -> Missing {
        let Part { systolic, diastolic, pulse, extras, .. } = part;
        Missing {
            systolic,
            diastolic,
            pulse,
            at_ms,
            approximate,
            extras,
            person,
            newcomer: None,
            unclear: false,
        }
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
