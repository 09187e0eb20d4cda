//! What is said differently about a reading: its values, its time, what stands beside them.

use super::{Held, measure::Refused, turn::Turn};
use crate::domain::{
    history::HistoryIntent,
    reading::{Doubt, Extras, Reading},
    utterance::{Draft, Fix, Intent, Part},
    when::{Moment, When},
};

/// What is different.
#[derive(Default)]
pub(super) struct Change {
    pub(super) fix: Fix,
    pub(super) when: When,
    pub(super) extras: Extras,
}

impl Change {
    /// What this changes about a reading that is being talked about, if it changes anything.
    pub(super) fn of(intent: &Intent) -> Option<Change> {
        if let Intent::Fix(fix) = intent {
            Some(fix.clone().into())
        } else if let Intent::Part(part) = intent {
            Some(part.into())
        } else if let Intent::Beside(extras) = intent {
            Some(Change { extras: extras.clone(), ..Change::default() })
        } else if let Intent::History(HistoryIntent::When(when)) = intent {
            Some(Change { when: *when, ..Change::default() })
        } else {
            None
        }
    }
}

impl From<Fix> for Change {
    fn from(fix: Fix) -> Change {
        Change { fix, ..Change::default() }
    }
}

/// The values that were named.
impl From<&Part> for Change {
    fn from(part: &Part) -> Change {
        let Part { systolic, diastolic, pulse, when, extras } = part.clone();
        let fix = Fix { systolic, diastolic, pulse, ..Fix::default() };
        Change { fix, when, extras }
    }
}

/// All of it.
impl From<&Draft> for Change {
    fn from(draft: &Draft) -> Change {
        let Draft { systolic, diastolic, pulse, when, extras } = draft.clone();
        let fix =
            Fix { systolic: Some(systolic), diastolic: Some(diastolic), pulse, ..Fix::default() };
        Change { fix, when, extras }
    }
}

impl Turn<'_> {
    /// The reading with the change; nothing when it is unclear which value was meant. Other values
    /// are looked at anew; what is said besides settles no doubt about them.
    pub(super) fn changed(&self, held: Held, change: &Change) -> Result<Option<Held>, Refused> {
        let Some((systolic, diastolic, pulse)) = amended(&held.reading, &change.fix) else {
            return Ok(None);
        };
        let reading = Reading::new(systolic, diastolic, pulse).map_err(Refused::Numbers)?;
        let Moment { at_ms, approximate } = match change.when.is_now() {
            true => Moment { at_ms: held.at_ms, approximate: held.approximate },
            false => self.moment_beside(&change.when, held.at_ms)?,
        };
        let other = change.fix != Fix::default();
        // Whose it is, other numbers do not say; a pulse says nothing of the pressures.
        let Fix { to, systolic, diastolic, .. } = change.fix;
        let pressures = to.or(systolic).or(diastolic).is_some();
        let settled = |doubt: &Doubt| match doubt {
            Doubt::Context | Doubt::Owner => false,
            Doubt::Pulse => other,
            Doubt::Systolic
            | Doubt::Diastolic
            | Doubt::Gap
            | Doubt::Jump
            | Doubt::Swapped
            | Doubt::Glued
            | Doubt::Tens
            | Doubt::Repeated => pressures,
        };
        let doubt = held.doubt.filter(|doubt| !settled(doubt));
        let alerted = held.alerted && !other;
        let extras = held.extras.joined(&change.extras);
        Ok(Some(Held { reading, doubt, alerted, at_ms, approximate, extras, ..held }))
    }
}

/// The values of a reading after a correction; nothing when it is unclear which one was meant.
fn amended(reading: &Reading, fix: &Fix) -> Option<(u16, u16, Option<u16>)> {
    let (systolic, diastolic, pulse) = (reading.systolic(), reading.diastolic(), reading.pulse());
    let named = [fix.systolic, fix.diastolic, fix.pulse];
    if let (Some(from), 1) = (fix.from, named.into_iter().flatten().count()) {
        // "The lower one not 70 but 75", and 70 is the pulse: nobody knows which is meant.
        let values = [Some(systolic), Some(diastolic), pulse];
        let there = named.iter().zip(values).any(|(to, is)| to.is_some() && is == Some(from));
        if values.contains(&Some(from)) && !there {
            return None;
        }
    } else if let (Some(from), Some(to)) = (fix.from, fix.to) {
        let matches = [systolic == from, diastolic == from, pulse == Some(from)];
        match matches {
            [true, false, false] => return Some((to, diastolic, pulse)),
            [false, true, false] => return Some((systolic, to, pulse)),
            [false, false, true] => return Some((systolic, diastolic, Some(to))),
            _ => {}
        }
        if fix.systolic.is_none() && fix.diastolic.is_none() && fix.pulse.is_none() {
            return None;
        }
    }
    Some((
        fix.systolic.unwrap_or(systolic),
        fix.diastolic.unwrap_or(diastolic),
        fix.pulse.or(pulse),
    ))
}
