//! From what was said about a measurement to what is stored or asked.

use super::{
    Act, Enrol, Held, Known, Missing, OWN_WORDS_MS, QUESTION_LIVES_MS, State, Step,
    change::Change,
    held::sift,
    turn::{Turn, say, stay},
};
use crate::domain::{
    history::moved,
    reading::{DIASTOLIC, Doubt, Extras, PULSE, Reading, Rejected, SYSTOLIC},
    reply::Reply,
    utterance::{Draft, Fix, Intent, Part, Single, Whom},
    when::{Moment, When},
};

/// Readings that may wait for a yes; more than a person says in one breath.
const HELD_MAX: usize = 12;
/// A lone number from here on is the upper value, mmHg; below it can be either, or a pulse.
const LONE_SYSTOLIC_MIN: u16 = 90;

/// So long after a reading without a pulse a pulse alone is taken for its own, ms: two minutes. Later
/// the next measurement may have begun.
const PULSE_WITHIN_MS: i64 = 2 * 60 * 1000;

/// What cannot be held: why.
pub(super) enum Refused {
    /// The numbers.
    Numbers(Rejected),
    /// The time.
    NotYet,
}

impl From<Refused> for Reply {
    fn from(refused: Refused) -> Reply {
        match refused {
            Refused::Numbers(rejected) => Reply::Rejected(rejected),
            Refused::NotYet => Reply::NotYet,
        }
    }
}

impl Turn<'_> {
    /// Drafts become readings, and readings are stored or asked about.
    pub(super) fn record(&self, drafts: &[Draft], mut before: Vec<Held>) -> Step {
        match self.hold(drafts) {
            Ok(new) => {
                before.extend(new);
                before.truncate(HELD_MAX);
                self.settle(None, before)
            }
            Err(refused) => say(refused.into()),
        }
    }

    /// Drafts as readings with their times; one that cannot be refuses them all.
    pub(super) fn hold(&self, drafts: &[Draft]) -> Result<Vec<Held>, Refused> {
        let whens: Vec<When> = drafts.iter().take(HELD_MAX).map(|draft| draft.when).collect();
        let now = self.who.zone.at(self.at_ms);
        let moments = When::resolve_all(&whens, &now).map_err(|_| Refused::NotYet);
        // A number that cannot be is named before a time that cannot.
        let at = |place: usize| match &moments {
            Ok(moments) => moments.get(place).copied().ok_or(Refused::NotYet),
            Err(_) => Err(Refused::NotYet),
        };
        let drafts = drafts.iter().take(HELD_MAX).enumerate();
        drafts.map(|(place, draft)| self.hold_one(draft, at(place))).collect()
    }

    pub(super) fn hold_one(
        &self,
        draft: &Draft,
        moment: Result<Moment, Refused>,
    ) -> Result<Held, Refused> {
        let Draft { systolic, diastolic, pulse, when: _, extras } = draft;
        let (reading, doubt) = match Reading::new(*systolic, *diastolic, *pulse) {
            Ok(reading) => (reading, None),
            // Numbers that would not fit the other way round either are named as they were said.
            Err(rejected) => match Reading::new(*diastolic, *systolic, *pulse) {
                Ok(reading) => (reading, Some(Doubt::Swapped)),
                Err(_) => return Err(Refused::Numbers(rejected)),
            },
        };
        let Moment { at_ms, approximate } = moment?;
        Ok(self.held(reading, doubt, at_ms, approximate, extras.clone()))
    }

    pub(super) fn held(
        &self,
        reading: Reading,
        doubt: Option<Doubt>,
        at_ms: i64,
        approximate: bool,
        extras: Extras,
    ) -> Held {
        Held {
            reading,
            doubt,
            alerted: false,
            at_ms,
            approximate,
            extras,
            origin: self.origin.to_owned(),
            amends: None,
            person: self.named().or(self.who.of_session),
            completes: false,
        }
    }

    /// When a reading was taken that is talked about and stands at `at_ms` so far: an hour alone is of
    /// that day.
    pub(super) fn moment_beside(&self, when: &When, at_ms: i64) -> Result<Moment, Refused> {
        if when.day.is_some() || when.is_now() {
            return self.moment(when);
        }
        let zone = &self.who.zone;
        moved(when, &zone.at(at_ms), &zone.at(self.at_ms)).map_err(|_| Refused::NotYet)
    }

    pub(super) fn moment(&self, when: &When) -> Result<Moment, Refused> {
        if when.is_now() {
            return Ok(Moment { at_ms: self.at_ms, approximate: false });
        }
        when.resolve(&self.who.zone.at(self.at_ms)).map_err(|_| Refused::NotYet)
    }

    /// Stores what is beyond doubt and asks one question about everything that is not.
    pub(super) fn settle(&self, enrol: Option<Enrol>, queue: Vec<Held>) -> Step {
        if let Whom::New(name) = &self.who.whom {
            return self.ask_add(name.clone(), queue);
        }
        if self.nobody_named(&queue) {
            return self.ask_whose(queue);
        }
        let (save, asked) = sift(queue, self.who.recent.clone(), self.who.last);
        let (next, ask) = self.ask(asked);
        Step { next, act: Act::Keep { enrol, save, ask, offer: None } }
    }

    /// A reading that can only be meant, but was not said like that: ask.
    pub(super) fn guess(&self, draft: &Draft, doubt: Doubt) -> Step {
        match self.hold_one(draft, self.moment(&draft.when)) {
            Ok(held) => self.settle(None, vec![Held { doubt: Some(doubt), ..held }]),
            Err(refused) => say(refused.into()),
        }
    }

    /// A value is missing: ask for it, and keep what was said. A pulse alone, right after a reading
    /// without one, is the pulse of that.
    pub(super) fn part(&self, part: Part) -> Step {
        if let Some(last) = self.pulse_of(&part) {
            return self.amend(last, &Change::from(&part), None);
        }
        if let Some(rejected) = outside(part.systolic, part.diastolic, part.pulse) {
            return say(Reply::Rejected(rejected));
        }
        match self.moment(&part.when) {
            Ok(Moment { at_ms, approximate }) => {
                let person = self.named().or(self.who.of_session);
                self.ask_missing(Missing::new(part, at_ms, approximate, person))
            }
            Err(refused) => say(refused.into()),
        }
    }

    /// The reading whose pulse this is, said a moment after it.
    pub(super) fn pulse_of(&self, part: &Part) -> Option<Known> {
        let alone = part.systolic.is_none() && part.diastolic.is_none() && part.when.is_now();
        self.who.last.filter(|last| {
            alone
                && part.pulse.is_some()
                && last.reading.pulse().is_none()
                && self.just_given(*last)
                && self.at_ms - last.said_ms <= PULSE_WITHIN_MS
                && self.speaks_of(Some(last.person))
        })
    }

    /// One number without a name: the upper value, if it can be.
    pub(super) fn lone(&self, single: Single) -> Step {
        let Single { number, when, extras } = single;
        if number < LONE_SYSTOLIC_MIN {
            return say(Reply::Which);
        }
        self.part(Part { systolic: Some(number), when, extras, ..Part::default() })
    }

    /// Whether this reading is what this peer gave a moment ago, or the newest one of somebody who was
    /// named, and given a moment ago.
    pub(super) fn just_given(&self, known: Known) -> bool {
        // Another chat or speaker may have given that: where something is kept from guests it is not
        // spoken of so.
        let told = !self.hushed() && self.who.pin.is_none();
        let lately = told && self.at_ms - known.said_ms <= OWN_WORDS_MS;
        let named = self.named() == Some(known.person) && lately;
        self.thread.last == Some(known.id) && self.given_lately() || named
    }

    /// Whether what this peer gave last was given a moment ago.
    pub(super) fn given_lately(&self) -> bool {
        self.at_ms - self.thread.given_ms <= QUESTION_LIVES_MS
    }

    /// The last reading was different.
    pub(super) fn fix(&self, fix: &Fix) -> Step {
        let Some(last) = self.who.last else {
            return match (fix.systolic, fix.diastolic, fix.pulse, fix.to) {
                (Some(systolic), Some(diastolic), pulse, _) => {
                    let (when, extras) = (When::default(), Extras::default());
                    self.record(&[Draft { systolic, diastolic, pulse, when, extras }], Vec::new())
                }
                (None, None, None, Some(number)) => {
                    let (when, extras) = (When::default(), Extras::default());
                    self.lone(Single { number, when, extras })
                }
                (systolic, diastolic, pulse, _) => {
                    self.part(Part { systolic, diastolic, pulse, ..Part::default() })
                }
            };
        };
        // Only what this peer gave a moment ago is corrected at a word; anything older is shown
        // first, for it may not be what was meant.
        if self.kept_from_guests() {
            return say(Reply::WriteOnly);
        }
        if self.just_given(last) {
            self.amend(last, &fix.clone().into(), None)
        } else {
            self.ask_fix(last)
        }
    }

    /// Shows a stored reading and asks what is right instead.
    pub(super) fn ask_fix(&self, known: Known) -> Step {
        let whose = self.called(Some(known.person), None);
        stay(State::Fixing { reading: known.id }, Reply::FixHow { reading: known.reading, whose })
    }

    /// Puts other values into a stored reading.
    pub(super) fn amend(&self, known: Known, change: &Change, doubt: Option<Doubt>) -> Step {
        let next = State::Fixing { reading: known.id };
        let held = self.held(known.reading, None, known.at_ms, false, Extras::default());
        let held = Held { amends: Some(known.id), person: Some(known.person), ..held };
        match self.changed(held, change) {
            Ok(Some(held)) => self.settle(None, vec![Held { doubt: doubt.or(held.doubt), ..held }]),
            Ok(None) => stay(next, Reply::Which),
            Err(refused) => stay(next, refused.into()),
        }
    }

    /// The message that a reading came with says something else now.
    pub(super) fn edited(&self, state: State, intent: Intent) -> Step {
        if let (Intent::Record(drafts), [known], true) =
            (&intent, self.who.edited.as_slice(), self.consented())
            && let [draft] = drafts.as_slice()
        {
            // "An hour ago" is an hour before the message, and not before it was edited.
            let then = Turn { at_ms: known.said_ms, ..*self };
            return then.amend(*known, &draft.into(), None);
        }
        self.aside(state, Reply::Edited)
    }
}

pub(super) fn outside(
    systolic: Option<u16>,
    diastolic: Option<u16>,
    pulse: Option<u16>,
) -> Option<Rejected> {
    if systolic.is_some_and(|value| !SYSTOLIC.contains(&value)) {
        Some(Rejected::Systolic)
    } else if diastolic.is_some_and(|value| !DIASTOLIC.contains(&value)) {
        Some(Rejected::Diastolic)
    } else if pulse.is_some_and(|value| !PULSE.contains(&value)) {
        Some(Rejected::Pulse)
    } else {
        None
    }
}
