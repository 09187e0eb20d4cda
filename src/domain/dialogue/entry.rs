//! Guided entry: one number after another. A whole reading is taken at every step, and anything
//! else may be done in between.

use super::{
    Missing, State, Step,
    measure::{Refused, outside},
    missing::{noted, whole},
    turn::{Turn, say, stay},
};
use crate::domain::{
    entry::{Entry, EntryChoice, EntryReply, EntryWord, Stage},
    history::HistoryIntent,
    person::Door,
    reading::{Extras, Reading, Rejected},
    reply::Reply,
    utterance::{Intent, Part, Single, Whom},
    when::{Moment, When},
};

impl Turn<'_> {
    /// Begins, if there is a chat to do it in: a speaker takes the numbers as they are said.
    pub(super) fn begin_entry(&self) -> Step {
        if self.who.door == Door::Voice {
            return self.lost();
        }
        let person = self.named().or(self.who.of_session);
        let extras = Extras::default();
        self.next_number(
            Entry { stage: Stage::Upper, person, extras, moment: None, newcomer: None },
            false,
        )
    }

    pub(super) fn next_number(&self, entry: Entry, again: bool) -> Step {
        let whose = self.called(entry.person, entry.newcomer.as_ref());
        let reply = Reply::Entry(EntryReply::Next { stage: entry.stage, again, whose });
        stay(State::Entry(entry), reply)
    }

    pub(super) fn entering(&self, mut entry: Entry, intent: Intent) -> Step {
        let values = matches!(intent, Intent::Lone(_) | Intent::Part(_) | Intent::Beside(_));
        if values && !self.speaks_of(entry.person) {
            // A number of somebody else is no part of what has come so far.
            if entry.stage != Stage::Upper || self.speaks_of_strangers() {
                return self.at_home(intent);
            }
            entry.person = self.named();
        }
        if let Some(part) = self.so_far(&entry).mended(&intent) {
            return self.named_numbers(entry, &part);
        }
        if let Some((drafts, doubt)) = whole(&intent) {
            if !self.speaks_of(entry.person) {
                // Somebody else's is one of its own.
                return self.beside(State::Entry(entry), intent);
            }
            return match self.instead_of_parts(&self.so_far(&entry), drafts, doubt) {
                Ok(held) => self.complete(&self.so_far(&entry), held),
                Err(refused) => stay(State::Entry(entry), refused.into()),
            };
        }
        match (entry.stage, intent) {
            (_, Intent::Lone(Single { number, when, extras })) => {
                match self.with_said(&entry, &when, &extras) {
                    Ok(entry) => self.number(entry, number),
                    Err(refused) => stay(State::Entry(entry), refused.into()),
                }
            }
            (_, Intent::Part(part)) => match self.with_said(&entry, &part.when, &part.extras) {
                Ok(entry) => self.named_numbers(entry, &part),
                Err(refused) => stay(State::Entry(entry), refused.into()),
            },
            (_, Intent::History(HistoryIntent::When(when))) => {
                match self.with_said(&entry, &when, &Extras::default()) {
                    Ok(entry) => noted(self.next_number(entry, false)),
                    Err(refused) => stay(State::Entry(entry), refused.into()),
                }
            }
            (_, Intent::Unknown) if self.named().is_some() => {
                self.next_number(Entry { person: self.named(), newcomer: None, ..entry }, false)
            }
            (_, Intent::Unknown) if self.who.whom == Whom::NotMe => {
                self.not_mine_so_far(self.so_far(&entry))
            }
            // "This is mother's": she gets her diary with it.
            (_, Intent::Unknown) if let Whom::New(name) = &self.who.whom => {
                let newcomer = Some(name.clone());
                self.next_number(Entry { person: None, newcomer, ..entry }, false)
            }
            (_, Intent::Beside(extras)) => {
                entry.extras = entry.extras.joined(&extras);
                noted(self.next_number(entry, false))
            }
            (_, Intent::Entry(EntryWord::Begin)) => self.next_number(entry, false),
            (stage, Intent::Entry(EntryWord::Back)) => match stage.before() {
                Some(stage) => self.next_number(Entry { stage, ..entry }, false),
                None => say(Reply::Entry(EntryReply::Over)),
            },
            (Stage::Pulse { systolic, diastolic }, Intent::Entry(EntryWord::Skip) | Intent::No) => {
                self.entered(&entry, systolic, diastolic, None)
            }
            (_, Intent::Entry(EntryWord::Skip)) => self.next_number(entry, true),
            (_, Intent::No | Intent::Undo) => say(Reply::Entry(EntryReply::Over)),
            (_, Intent::Repeat) => self.next_number(entry, false),
            (_, Intent::Impossible(rejected)) => refused(entry, rejected),
            (_, Intent::Unknown | Intent::Which) if self.thread.misses == 0 => {
                self.next_number(entry, true)
            }
            (_, Intent::Unknown | Intent::Which | Intent::Yes | Intent::Ready) => {
                Step { next: State::Entry(entry), act: self.lost().act }
            }
            // Something else in between is done, and the entry goes on.
            (_, intent) if intent.goes_beside() => self.beside(State::Entry(entry), intent),
            (_, intent) => self.at_home(intent),
        }
    }

    /// The entry with the time and whatever else was said with a number.
    fn with_said(&self, entry: &Entry, when: &When, extras: &Extras) -> Result<Entry, Refused> {
        let moment = match when.is_now() {
            true => entry.moment,
            false => Some(self.moment_beside(when, self.taken(entry).at_ms)?),
        };
        Ok(Entry { extras: entry.extras.joined(extras), moment, ..entry.clone() })
    }

    /// When what is entered was taken.
    fn taken(&self, entry: &Entry) -> Moment {
        entry.moment.unwrap_or(Moment { at_ms: self.at_ms, approximate: false })
    }

    /// What has come so far, as a part of a reading.
    fn so_far(&self, entry: &Entry) -> Missing {
        let (systolic, diastolic) = match entry.stage {
            Stage::Upper => (None, None),
            Stage::Lower { systolic } => (Some(systolic), None),
            Stage::Pulse { systolic, diastolic } => (Some(systolic), Some(diastolic)),
        };
        let extras = entry.extras.clone();
        let part = Part { systolic, diastolic, extras, ..Part::default() };
        let Moment { at_ms, approximate } = self.taken(entry);
        let missing = Missing::new(part, at_ms, approximate, entry.person);
        Missing { newcomer: entry.newcomer.clone(), ..missing }
    }

    /// One number in its place.
    fn number(&self, entry: Entry, number: u16) -> Step {
        match entry.stage {
            Stage::Upper => match outside(Some(number), None, None) {
                Some(rejected) => refused(entry, rejected),
                None => {
                    let stage = Stage::Lower { systolic: number };
                    self.next_number(Entry { stage, ..entry }, false)
                }
            },
            Stage::Lower { systolic } => match Reading::new(systolic, number, None) {
                Err(rejected) => refused(entry, rejected),
                Ok(_) => {
                    let stage = Stage::Pulse { systolic, diastolic: number };
                    self.next_number(Entry { stage, ..entry }, false)
                }
            },
            Stage::Pulse { systolic, diastolic } => {
                self.entered(&entry, systolic, diastolic, Some(number))
            }
        }
    }

    /// Numbers that were named: "pulse 70" may come at any step, a whole reading as well.
    fn named_numbers(&self, entry: Entry, part: &Part) -> Step {
        let (systolic, diastolic) = match entry.stage {
            Stage::Upper => (None, None),
            Stage::Lower { systolic } => (Some(systolic), None),
            Stage::Pulse { systolic, diastolic } => (Some(systolic), Some(diastolic)),
        };
        let (systolic, diastolic) = (part.systolic.or(systolic), part.diastolic.or(diastolic));
        if let Some(rejected) = outside(systolic, diastolic, part.pulse) {
            return refused(entry, rejected);
        }
        match (systolic, diastolic) {
            (Some(systolic), Some(diastolic)) if part.pulse.is_some() => {
                self.entered(&entry, systolic, diastolic, part.pulse)
            }
            (Some(systolic), Some(diastolic)) => match Reading::new(systolic, diastolic, None) {
                Err(rejected) => refused(entry, rejected),
                Ok(_) => {
                    let stage = Stage::Pulse { systolic, diastolic };
                    self.next_number(Entry { stage, ..entry }, false)
                }
            },
            (Some(systolic), None) => {
                self.next_number(Entry { stage: Stage::Lower { systolic }, ..entry }, false)
            }
            (None, _) => self.next_number(entry, true),
        }
    }

    fn entered(&self, entry: &Entry, systolic: u16, diastolic: u16, pulse: Option<u16>) -> Step {
        match Reading::new(systolic, diastolic, pulse) {
            Ok(reading) => {
                let extras = entry.extras.clone();
                let Moment { at_ms, approximate } = self.taken(entry);
                let mut held = self.held(reading, None, at_ms, approximate, extras);
                held.person = self.named().or(entry.person).or(held.person);
                self.complete(&self.so_far(entry), vec![held])
            }
            Err(rejected @ Rejected::Pulse) => refused(entry.clone(), rejected),
            Err(rejected) => say(Reply::Rejected(rejected)),
        }
    }

    pub(super) fn tapped_entry(&self, state: State, choice: EntryChoice) -> Step {
        let entry = if let State::Entry(entry) = &state { Some(entry.clone()) } else { None };
        match (choice, entry) {
            // What has come so far stands; "back" leads to it.
            (EntryChoice::Begin, Some(entry)) => self.next_number(entry, false),
            (EntryChoice::Begin, None) => self.begin_entry(),
            (EntryChoice::Back, Some(entry)) => {
                self.entering(entry, Intent::Entry(EntryWord::Back))
            }
            (EntryChoice::Skip, Some(entry)) => {
                self.entering(entry, Intent::Entry(EntryWord::Skip))
            }
            (EntryChoice::Cancel, Some(entry)) => self.entering(entry, Intent::Undo),
            (EntryChoice::Back | EntryChoice::Skip | EntryChoice::Cancel, None) => {
                stay(state, Reply::Stale)
            }
        }
    }
}

/// The number cannot be: the same step once more, with why and with its buttons.
fn refused(entry: Entry, rejected: Rejected) -> Step {
    let stage = entry.stage;
    stay(State::Entry(entry), Reply::Entry(EntryReply::Rejected { stage, rejected }))
}

/// Steps of a guided entry mean nothing outside of it.
pub(super) fn meant(state: &State, intent: Intent) -> Intent {
    match (state, intent) {
        (State::Entry(_), intent) => intent,
        (_, Intent::Entry(EntryWord::Back | EntryWord::Skip)) => Intent::Unknown,
        (_, intent) => intent,
    }
}
