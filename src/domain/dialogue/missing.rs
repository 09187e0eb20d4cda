//! A measurement of which a value is missing: what comes next belongs to it, or is something else.

use super::{
    Act, Held, Missing, State, Step,
    measure::{Refused, outside},
    turn::{Turn, say, stay},
};
use crate::domain::{
    entry::EntryReply,
    history::HistoryIntent,
    person::PersonId,
    reading::{Doubt, Extras, Reading},
    reply::{Gap, Reply},
    utterance::{Draft, Fix, Intent, Part, Single, Whom},
    when::Moment,
};

impl Turn<'_> {
    /// A value is missing: a number, a whole reading, or something else.
    pub(super) fn missing(&self, missing: Missing, intent: Intent) -> Step {
        // What is said of somebody else is no part of what was begun for somebody who was named.
        let other = missing.person.is_some() && !self.speaks_of(missing.person);
        if other && matches!(intent, Intent::Lone(_) | Intent::Part(_) | Intent::Fix(_)) {
            return self.at_home(intent);
        }
        if besides(&intent).is_some() && !self.speaks_of(missing.person) {
            return self.beside(State::Missing(missing), intent);
        }
        if let (Intent::Unknown, Whom::New(name)) = (&intent, &self.who.whom) {
            // "This is mother's": what comes next is, and she gets her diary with it.
            let newcomer = Some(name.clone());
            let unclear = false;
            self.ask_value(Missing { newcomer, unclear, person: None, ..missing }, false)
        } else if intent == Intent::Unknown && self.who.whom == Whom::NotMe {
            self.not_mine_so_far(missing)
        } else if intent == Intent::Unknown && self.named().is_some() {
            let before = self.called(missing.person, missing.newcomer.as_ref());
            let person = self.named();
            let again = before == self.called(person, None);
            let (newcomer, unclear) = (None, false);
            self.ask_value(Missing { newcomer, unclear, person, ..missing }, again)
        } else if let Some(part) = missing.mended(&intent) {
            self.fill(missing, &part)
        } else if let Some((reading, said)) = lower_and_pulse(&missing, &intent) {
            self.fill_both(missing, reading, &said)
        } else if let Some((drafts, doubt)) = whole(&intent) {
            if !self.speaks_of(missing.person) {
                // Somebody else's is one of its own.
                return self.beside(State::Missing(missing), intent);
            }
            let held = match self.instead_of_parts(&missing, drafts, doubt) {
                Ok(held) => held,
                Err(refused) => return stay(State::Missing(missing), refused.into()),
            };
            // After a no to somebody's reading it may be theirs, said right, or anybody's.
            let anybodys = missing.person.is_some() && missing == missing.emptied();
            match anybodys && self.who.whom == Whom::Unsaid {
                true => self.ask_whose(held),
                false => self.complete(&missing, held),
            }
        } else if let Intent::Lone(single) = intent {
            let part = missing.with(single);
            self.fill(missing, &part)
        } else if let Intent::Part(part) = intent {
            self.fill(missing, &part)
        } else if let Some(part) = besides(&intent) {
            // In other words only once: where something was noted before, a value is asked for.
            let before = missing.extras != Extras::default();
            let step = self.fill(missing, &part);
            if before { step } else { noted(step) }
        } else if matches!(intent, Intent::No | Intent::Undo) {
            say(Reply::NotKept)
        } else if matches!(intent, Intent::Repeat)
            || matches!(intent, Intent::Unknown | Intent::Which) && self.thread.misses == 0
        {
            self.fill(missing, &Part::default())
        } else if intent.goes_beside() || matches!(intent, Intent::Unknown | Intent::Which) {
            // What was said so far survives a wrong turn.
            self.beside(State::Missing(missing), intent)
        } else {
            self.at_home(intent)
        }
    }

    /// Whole readings where a part was awaited: they are of the same person. A single one takes what
    /// else came with the part: its time, what stood beside it, and the pulse if that was all.
    pub(super) fn instead_of_parts(
        &self,
        missing: &Missing,
        drafts: &[Draft],
        doubt: Option<Doubt>,
    ) -> Result<Vec<Held>, Refused> {
        let held = match drafts {
            [draft] => {
                let moment = match draft.when.is_now() {
                    true => Ok(Moment { at_ms: missing.at_ms, approximate: missing.approximate }),
                    false => self.moment_beside(&draft.when, missing.at_ms),
                };
                let pair = missing.systolic.is_none() && missing.diastolic.is_none();
                let draft = Draft {
                    pulse: draft.pulse.or(missing.pulse.filter(|_| pair)),
                    extras: missing.extras.joined(&draft.extras),
                    ..draft.clone()
                };
                self.hold_one(&draft, moment).map(|held| vec![held])
            }
            several => self.hold(several),
        };
        Ok(self.theirs_now(missing.person, held?, doubt))
    }

    /// Readings that belong to what was begun for this person.
    pub(super) fn theirs_now(
        &self,
        person: Option<PersonId>,
        held: Vec<Held>,
        doubt: Option<Doubt>,
    ) -> Vec<Held> {
        let person = self.named().or(person);
        let theirs = |held: Held| Held {
            person: person.or(held.person),
            doubt: doubt.or(held.doubt),
            ..held
        };
        held.into_iter().map(theirs).collect()
    }

    /// What was being collected is whole now. Unless somebody is named with it, a newcomer gets a
    /// diary first, and what is not one's own waits for a name.
    pub(super) fn complete(&self, missing: &Missing, held: Vec<Held>) -> Step {
        let held = held.into_iter().map(|held| Held { completes: true, ..held }).collect();
        match &missing.newcomer {
            _ if self.named().is_some() => self.settle(None, held),
            Some(name) => self.ask_add(name.clone(), held),
            None if missing.unclear => self.ask_whose(held),
            None => self.settle(None, held),
        }
    }

    /// What has come so far is not one's own: whose it is is asked now, or when the rest has come.
    pub(super) fn not_mine_so_far(&self, missing: Missing) -> Step {
        if !self.shared() {
            return say(Reply::NotKept);
        }
        let missing = Missing { unclear: true, person: None, newcomer: None, ..missing };
        stay(State::Missing(missing), self.whose_is(&[]))
    }

    pub(super) fn ask_missing(&self, missing: Missing) -> Step {
        let gap = missing.gap();
        let again = matches!(&self.thread.state, State::Missing(before) if before.gap() == gap);
        self.ask_value(missing, again)
    }

    /// Asks for the value that is missing; `again`: in other words.
    pub(super) fn ask_value(&self, missing: Missing, again: bool) -> Step {
        let whose = self.called(missing.person, missing.newcomer.as_ref());
        let gap = missing.gap();
        stay(State::Missing(missing), Reply::Missing { gap, again, whose })
    }

    /// What was missing comes, whole or in part.
    pub(super) fn fill(&self, missing: Missing, part: &Part) -> Step {
        let filled = match self.with(&missing, part) {
            Ok(filled) => filled,
            Err(refused) => return stay(State::Missing(missing), refused.into()),
        };
        let Missing { systolic, diastolic, pulse, at_ms, approximate, ref extras, person, .. } =
            filled;
        if let Some(rejected) = outside(systolic, diastolic, pulse) {
            return stay(State::Missing(missing), Reply::Rejected(rejected));
        }
        let (Some(systolic), Some(diastolic)) = (systolic, diastolic) else {
            // A part of a reading of somebody who has no diary is no part of this one.
            return match self.speaks_of_strangers() {
                true => self.at_home(Intent::Part(part.clone())),
                false => self.ask_missing(filled),
            };
        };
        match Reading::new(systolic, diastolic, pulse) {
            Ok(reading) => {
                let held = self.held(reading, None, at_ms, approximate, extras.clone());
                let person = person.or(held.person);
                self.complete(&filled, vec![Held { person, ..held }])
            }
            Err(rejected) => stay(State::Missing(missing), Reply::Rejected(rejected)),
        }
    }

    /// Where one value was missing, two numbers came: are they the rest of the reading? `said` is
    /// what came with them.
    fn fill_both(&self, missing: Missing, reading: Reading, said: &Part) -> Step {
        let filled = match self.with(&missing, said) {
            Ok(filled) => filled,
            Err(refused) => return stay(State::Missing(missing), refused.into()),
        };
        let Missing { at_ms, approximate, ref extras, person, .. } = filled;
        let held = self.held(reading, Some(Doubt::Context), at_ms, approximate, extras.clone());
        self.complete(&filled, vec![Held { person, ..held }])
    }

    /// What came so far with a part that came later: its values, its time, whose it is.
    fn with(&self, missing: &Missing, part: &Part) -> Result<Missing, Refused> {
        let mut filled = missing.filled(part);
        if let Some(person) = self.named() {
            (filled.person, filled.newcomer, filled.unclear) = (Some(person), None, false);
        }
        if part.when.is_now() {
            return Ok(filled);
        }
        let Moment { at_ms, approximate } = self.moment_beside(&part.when, missing.at_ms)?;
        Ok(Missing { at_ms, approximate, ..filled })
    }
}

/// An arm, a remark or a time that is said alone, as a part of a reading.
fn besides(intent: &Intent) -> Option<Part> {
    if let Intent::Beside(extras) = intent {
        Some(Part { extras: extras.clone(), ..Part::default() })
    } else if let Intent::History(HistoryIntent::When(when)) = intent {
        Some(Part { when: *when, ..Part::default() })
    } else {
        None
    }
}

/// The same question, with a word that what was said besides is taken.
pub(super) fn noted(step: Step) -> Step {
    let question = if let Act::Say(Reply::Missing { gap, whose, .. }) = &step.act {
        Reply::Missing { gap: *gap, again: false, whose: whose.clone() }
    } else if let Act::Say(question @ Reply::GuideCheck { .. }) = &step.act {
        question.clone()
    } else if let Act::Say(Reply::GuideNumbers { .. }) = &step.act {
        Reply::GuideNumbers { again: false }
    } else if let Act::Say(Reply::Entry(EntryReply::Next { stage, whose, .. })) = &step.act {
        Reply::Entry(EntryReply::Next { stage: *stage, again: false, whose: whose.clone() })
    } else {
        return step;
    };
    Step { act: Act::Say(Reply::Noted(Box::new(question))), ..step }
}

/// Whole readings, and the doubt that lies in the way they were said.
pub(super) fn whole(intent: &Intent) -> Option<(&[Draft], Option<Doubt>)> {
    if let Intent::Record(drafts) = intent {
        Some((drafts.as_slice(), None))
    } else if let Intent::Unsure(draft) = intent {
        Some((std::slice::from_ref(draft), Some(Doubt::Context)))
    } else if let Intent::Glued(draft) = intent {
        Some((std::slice::from_ref(draft), Some(Doubt::Glued)))
    } else if let Intent::Tens(draft) = intent {
        Some((std::slice::from_ref(draft), Some(Doubt::Tens)))
    } else {
        None
    }
}

/// "90 70" where only the lower value is missing: the lower one and the pulse, or a reading of its
/// own; nobody knows. With it, what was said besides.
fn lower_and_pulse(missing: &Missing, intent: &Intent) -> Option<(Reading, Part)> {
    let (lower, pulse, when, extras) = if let Intent::Record(drafts) = intent {
        let [draft] = drafts.as_slice() else { return None };
        let pulse = Some(draft.diastolic).filter(|_| draft.pulse.is_none());
        (draft.systolic, pulse, draft.when, draft.extras.clone())
    } else if let Intent::Part(part) = intent {
        let lower = part.systolic.filter(|_| part.diastolic.is_none())?;
        (lower, part.pulse, part.when, part.extras.clone())
    } else {
        return None;
    };
    let upper = missing.systolic.filter(|_| missing.diastolic.is_none() && missing.pulse.is_none());
    let reading = Reading::new(upper?, lower, Some(pulse?)).ok()?;
    let meant = reading.doubt(missing.at_ms, &[]).is_none();
    meant.then(|| (reading, Part { when, extras, ..Part::default() }))
}

impl Missing {
    /// Which value is asked for next.
    pub(super) fn gap(&self) -> Gap {
        match (self.systolic, self.diastolic) {
            (Some(systolic), None) => Gap::Diastolic { systolic },
            (None, Some(diastolic)) => Gap::Systolic { diastolic },
            (None, None) | (Some(_), Some(_)) => Gap::Pair { pulse: self.pulse },
        }
    }

    /// One number in the place that is missing.
    pub(super) fn with(&self, single: Single) -> Part {
        let Single { number, when, extras } = single;
        let (systolic, diastolic) = match self.systolic {
            Some(_) => (None, Some(number)),
            None => (Some(number), None),
        };
        Part { systolic, diastolic, pulse: None, when, extras }
    }

    /// The part that a correction makes of this one: what was heard wrongly is a value that has come
    /// before, and nothing that is stored. "Not so" asks for the same value again.
    pub(super) fn mended(&self, intent: &Intent) -> Option<Part> {
        if *self == self.emptied() {
            return None;
        }
        if matches!(intent, Intent::FixWhat) {
            return Some(Part::default());
        }
        let Intent::Fix(fix) = intent else { return None };
        let Fix { from, to, systolic, diastolic, pulse } = *fix;
        let part = Part { systolic, diastolic, pulse, ..Part::default() };
        if part != Part::default() {
            return Some(part);
        }
        let at = |value: Option<u16>| value.is_some() && value == from;
        Some(Part {
            systolic: to.filter(|_| at(self.systolic)),
            diastolic: to.filter(|_| at(self.diastolic)),
            pulse: to.filter(|_| at(self.pulse)),
            ..part
        })
    }

    /// Whether everything of another one is in this one, and it was begun with it.
    pub(super) fn contains(&self, other: &Missing) -> bool {
        let kept = |mine: Option<u16>, its: Option<u16>| its.is_none() || mine == its;
        let values = kept(self.systolic, other.systolic)
            && kept(self.diastolic, other.diastolic)
            && kept(self.pulse, other.pulse);
        values && self.at_ms == other.at_ms
    }

    /// The same before any value came.
    pub(super) fn emptied(&self) -> Missing {
        Missing {
            systolic: None,
            diastolic: None,
            pulse: None,
            extras: Extras::default(),
            ..self.clone()
        }
    }

    /// With what came besides.
    pub(super) fn filled(&self, part: &Part) -> Missing {
        Missing {
            systolic: part.systolic.or(self.systolic),
            diastolic: part.diastolic.or(self.diastolic),
            pulse: part.pulse.or(self.pulse),
            extras: self.extras.joined(&part.extras),
            ..self.clone()
        }
    }
}
