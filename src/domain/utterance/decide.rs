//! The one decision: a reading, a part of one, a correction, a question back, or nothing.

use super::{
    Draft, Intent, Part, Single, Slots,
    elsewhen::{elsewhen, of_intake},
    extras::{self, Extra, Remark},
    fix,
    gate::{
        LIMIT_MIN, averaged, blocked, contrasted, high, left_over, negated, told, vague,
        without_numbers,
    },
    role::Role,
    scan::{Scan, Use},
    slip,
    times::{self, Bit},
    token::Token,
    units::{millimetres, tens},
    values::{self, Group, Place, Value},
    whose::Whose,
};
use crate::domain::{
    person::Door,
    reading::{DIASTOLIC, Extras, PULSE, Reading, Rejected, SYSTOLIC},
    when::{self, When},
};

/// A value that no device shows; such a number is something else, or cut, or glued.
const VALUE_MAX: u32 = 999;
/// "80-85" is one lower value or the other, mmHg; further apart, the second is a pulse.
const RANGE_MAX: u32 = 10;
/// Below this a lower value behind a round hundred may be the rest of a number, mmHg.
const SPLIT_MAX: u32 = 50;
/// A smaller number beside another quantity belongs to it: no value of a cuff is one.
pub(super) const QUANTITY_MAX: u32 = 20;
/// Pieces of times that are looked at, at most: each is compared with all of the words, and who
/// names more of them tells a tale.
const BITS_MAX: usize = 12;
/// Readings in one utterance, at most.
const READINGS_MAX: usize = 12;

/// Decides what an utterance with its numbers joined means.
pub(super) fn decide(scan: Scan<'_>, door: Door, slots: Slots) -> Intent {
    let numbers = scan.tokens.iter().any(|token| token.number().is_some());
    let removes = scan.any(Role::Remover) && !negated(&scan, Role::Remover);
    // Behind a whole reading something else is to go: "190 over 110, take the cat away".
    let value = |at: usize| scan.number(at).is_some_and(|value| value > LIMIT_MIN);
    let first = (0..scan.len()).find(|at| value(*at));
    let aside = removes
        && (0..scan.len()).filter(|at| value(*at)).count() > 1
        && first.is_some_and(|first| (first..scan.len()).any(|at| scan.is(at, Role::Remover)));
    if removes && !aside {
        // "Delete everything above 140/90" is not the last one.
        let all = numbers && scan.any(Role::Everything);
        return if all { Intent::Unknown } else { Intent::Undo };
    }
    if !numbers {
        return without_numbers(&scan);
    }
    let high = high(&scan);
    let intent = judged(scan, door, slots);
    let intent = if aside { unsure(intent) } else { intent };
    match high {
        // Nobody with such a reading is left with "I did not understand".
        Some(draft) if matches!(intent, Intent::Unknown | Intent::Which) => Intent::Unsure(draft),
        _ => intent,
    }
}

/// What it means, whatever keeps it from being a reading included.
fn judged(scan: Scan<'_>, door: Door, slots: Slots) -> Intent {
    let blocked = blocked(&scan);
    if blocked && !told(&scan) {
        let which = contrasted(&scan) || averaged(&scan);
        return if which { Intent::Which } else { Intent::Unknown };
    }
    let intent = decided(scan, door, slots);
    if blocked { unsure(intent) } else { intent }
}

/// The same, and nothing of it is stored without a question.
fn unsure(intent: Intent) -> Intent {
    if let Intent::Record(drafts) = intent {
        let [draft] = drafts.as_slice() else { return Intent::Which };
        return Intent::Unsure(draft.clone());
    }
    if let Intent::Fix(_) = intent { Intent::Which } else { intent }
}

/// The same for what nothing keeps from being a reading.
fn decided(mut scan: Scan<'_>, door: Door, slots: Slots) -> Intent {
    let spoken = door == Door::Voice;
    values::items(&mut scan);
    let mut bits = times::find(&mut scan);
    // A tale of more times than these is asked about, whatever they are of.
    if bits.len() <= BITS_MAX {
        bits.retain(|bit| !of_intake(&scan, bit));
    }
    let found = extras::find(&mut scan, spoken);
    extras::quantities(&mut scan);
    // A time right behind a dose is the dose's, or the reading's: nobody knows.
    let dosed = |bit: &Bit| bit.at.checked_sub(1).is_some_and(|at| scan.used(at) == Use::Quantity);
    let unclear = bits.iter().any(|bit| dosed(bit) || bit.what == times::What::Unclear)
        || vague(&scan)
        || scan.any(Role::Formerly)
        || scan.any(Role::Should) && (spoken || scan.any(Role::Pressure))
        || (0..scan.len()).any(|at| scan.is(at, Role::Quantity) && scan.is_free(at));

    let Some(mut values) = values::find(&mut scan) else {
        return if scan.unknown() { Intent::Unknown } else { Intent::Which };
    };
    values::rest(&mut scan, spoken);
    let elsewhen = bits.len() > BITS_MAX || elsewhen(&scan, &bits);
    let remarks = extras::remarks(&scan, spoken);
    let table = Table { scan: &scan, bits: &bits, extras: &found, remarks: &remarks, spoken };
    // Small numbers beside another quantity are more of it.
    let little = |value: &Value| value.value < QUANTITY_MAX && value.place.is_none();
    if values.is_empty() || scan.uses.contains(&Use::Quantity) && values.iter().all(little) {
        return Intent::Unknown;
    }
    if unclear || left_over(&scan, &remarks) {
        let else_ = values.len() < 2 && table.strange() && !values::named(&scan);
        return if else_ { Intent::Unknown } else { Intent::Which };
    }
    if scan.any(Role::Either) {
        return Intent::Which;
    }
    if let Some(kept) = slip::kept(&scan, &values) {
        values = kept;
    } else if let Some(intent) = fix::fix(&scan, &values).filter(|fix| !table.more(fix)) {
        return intent;
    }
    if !slots.assign(&mut values) {
        return Intent::Which;
    }
    if values.iter().filter(|value| value.value > VALUE_MAX).count() > 1 {
        return Intent::Unknown;
    }
    let groups = values::group(&scan, &values);
    let intent = match groups.as_slice() {
        [group] if elsewhen && group.complete() => Intent::Which,
        [group] => table.single(group),
        several if several.len() <= READINGS_MAX => table.several(several),
        _ => Intent::Which,
    };
    // "The pulse 120/80" is no pulse of 120.
    let paired = |value: &Value| {
        value.place == Some(Place::Pulse)
            && scan.is_mark(value.at + 1, '/')
            && scan.token(value.at + 2).and_then(Token::number).is_some()
    };
    let doubtful = values.iter().any(paired) || groups.iter().any(|group| torn(&scan, group));
    let taken = matches!(intent, Intent::Record(_) | Intent::Part(_));
    if doubtful && taken { Intent::Which } else { intent }
}

/// Whether two numbers that a slash makes a pair, and it alone, are not the two pressures: "129/80 50"
/// is never 129 and 50, nor is "128, 121/81" 128 and 121.
fn torn(scan: &Scan<'_>, group: &Group) -> bool {
    let whole = |at: usize| {
        let number = scan.token(at).and_then(Token::number);
        number.is_some_and(|number| number >= QUANTITY_MAX)
    };
    let joined = |at: usize| whole(at) && scan.is_mark(at + 1, '/') && whole(at + 2);
    let pair = |at: usize| joined(at) && !joined(at + 2) && !at.checked_sub(2).is_some_and(joined);
    let pressures = [group.systolic, group.diastolic].map(|value| value.map(|value| value.at));
    let is_one = |at: usize| pressures.contains(&Some(at));
    let values = pressures.into_iter().chain([group.pulse.map(|value| value.at)]).flatten();
    let mut pairs = values.flat_map(|at| [Some(at), at.checked_sub(2)]).flatten();
    pairs.any(|at| pair(at) && !(is_one(at) && is_one(at + 2)))
}

/// "100 40 90" may be 140 over 90, and so may "100 40" where recognition wrote it; "140 50 on 90"
/// nobody knows what.
pub(super) fn split(group: &Group, spoken: bool) -> bool {
    let (Some(systolic), Some(diastolic)) = (group.systolic, group.diastolic) else { return false };
    let pulse = group.pulse.filter(|pulse| pulse.place.is_none());
    let joined =
        pulse.is_some_and(|pulse| pulse.joined && pulse.value > diastolic.value + RANGE_MAX);
    let hundred = systolic.value.is_multiple_of(100) && diastolic.value < SPLIT_MAX;
    let parts = hundred && (spoken || pulse.is_some());
    diastolic.place.is_none() && !diastolic.joined && (parts || joined)
}

/// Everything that was found, on one table.
pub(super) struct Table<'a> {
    pub(super) scan: &'a Scan<'a>,
    pub(super) bits: &'a [Bit],
    pub(super) extras: &'a [Extra],
    pub(super) remarks: &'a [Remark],
    /// Whether it was said at a speaker.
    pub(super) spoken: bool,
}

impl Table<'_> {
    /// Whether words were said that we do not know, beyond remarks.
    pub(super) fn strange(&self) -> bool {
        (0..self.scan.len()).any(|at| {
            self.scan.used(at) == Use::Remark
                && !self.scan.is(at, Role::Remark)
                && !self.scan.is(at, Role::Intake)
        })
    }

    /// Everything that belongs to the only reading.
    fn all(&self) -> (When, Extras) {
        let mut when = times::merge(self.bits.iter());
        // "At bedtime" is in the evening; "before bed" is a remark, and evening where a day was named.
        let remark = |at: usize| self.remarks.iter().any(|remark| remark.covers(at));
        let at_it = |at: usize| self.scan.is(at, Role::Bedtime) && !remark(at);
        let named = when.day.is_some() && self.scan.any(Role::Bedtime);
        if when.clock.is_none() && (named || (0..self.scan.len()).any(at_it)) {
            when.part = when.part.or(Some(when::Part::Evening));
        }
        (when, self.extras_of(|_| true))
    }

    pub(super) fn extras_of(&self, mine: impl Fn(usize) -> bool) -> Extras {
        let mut extras = extras::gathered(self.extras.iter().filter(|extra| mine(extra.at)));
        let notes: Vec<&str> = self
            .remarks
            .iter()
            .filter(|remark| mine(remark.from))
            .map(|remark| self.scan.slice(remark.from, remark.to))
            .collect();
        extras.note = Some(notes.join(", ")).filter(|note| !note.is_empty());
        extras
    }

    /// One reading, or a part of one.
    fn single(&self, group: &Group) -> Intent {
        let (when, extras) = self.all();
        if let Some(intent) = self.glued(group, when, &extras) {
            return intent;
        }
        if !group.complete() {
            return self.part(group, when, extras);
        }
        let (Some(systolic), Some(diastolic)) = (group.systolic, group.diastolic) else {
            return Intent::Unknown;
        };
        let kilopascals = self.scan.any(Role::Kilopascal);
        if kilopascals {
            let Some((systolic, diastolic)) = millimetres(group) else { return Intent::Which };
            let pulse = group.pulse.and_then(|pulse| u16::try_from(pulse.value).ok());
            return Intent::Tens(Draft { systolic, diastolic, pulse, when, extras });
        }
        // "From 22 to 7" are hours.
        let hours = group.from > 0
            && self.scan.is(group.from - 1, Role::Since)
            && (group.from..group.to).any(|at| self.scan.is(at, Role::Until))
            && tens(group).is_some();
        if hours {
            return Intent::Unknown;
        }
        if let Some(tens) = tens(group).filter(|_| group.firm() || values::named(self.scan)) {
            let pulse = group.pulse.and_then(|pulse| u16::try_from(pulse.value).ok());
            let draft = Draft { systolic: tens.0, diastolic: tens.1, pulse, when, extras };
            return Intent::Tens(draft);
        }
        let row = group.pulse.is_some_and(|pulse| pulse.place.is_none());
        let loose = !group.firm() && !values::named(self.scan);
        let cut_pulse = row && group.pulse.is_some_and(|pulse| pulse.value < *PULSE.start() as u32);
        let joined = group.pulse.filter(|pulse| pulse.joined && pulse.place.is_none());
        let range = joined.is_some_and(|pulse| {
            let dash = self.scan.is_mark(pulse.at - 1, '-')
                && !self.scan.is_mark(diastolic.at - 1, '-')
                && (1..=RANGE_MAX).contains(&pulse.value.saturating_sub(diastolic.value));
            systolic.value < diastolic.value || dash
        });
        let foreign = group.pulse.is_some_and(|pulse| {
            // A time, or "the second", before it: the upper value of another one.
            let parted =
                |use_: Use, from: usize, to: usize| (from..to).any(|at| self.scan.used(at) == use_);
            let other = parted(Use::Time, diastolic.at, pulse.at)
                || parted(Use::Next, diastolic.at, pulse.at)
                    && !parted(Use::Next, systolic.at, diastolic.at);
            pulse.place.is_none() && (other || self.foreign(&pulse))
        });
        // "In the morning 150, in the evening 130" are two upper ones.
        let apart = !diastolic.joined
            && diastolic.place.is_none()
            && (systolic.at.min(diastolic.at)..diastolic.at)
                .any(|at| self.scan.used(at) == Use::Time || self.scan.is(at, Role::But));
        if apart {
            return Intent::Which;
        }
        let Some(draft) = draft(group, when, extras) else { return self.doubtful() };
        if !plausible(systolic.value, diastolic.value, group.firm()) || cut_pulse || range {
            return self.doubtful();
        }
        if foreign || split(group, self.spoken) {
            return Intent::Which;
        }
        // Two numbers in a row among words that we do not know may be anything.
        if loose && self.strange() {
            return if row { self.doubtful() } else { Intent::Unknown };
        }
        let reading = Reading::new(draft.systolic, draft.diastolic, draft.pulse);
        let odd = self.strange() && reading.is_err()
            || self.told_before(group) && reading.is_ok_and(|it| it.doubt(0, &[]).is_some());
        if odd && !values::named(self.scan) {
            return Intent::Unknown;
        }
        match self.whose(group) {
            Whose::Mine => Intent::Record(vec![draft]),
            Whose::Unclear => Intent::Unsure(draft),
            Whose::Theirs => Intent::Unknown,
        }
    }

    /// Numbers of which nobody knows what they are: a question, or nothing if the words say that
    /// they are something else.
    fn doubtful(&self) -> Intent {
        if self.strange() && !values::named(self.scan) { Intent::Unknown } else { Intent::Which }
    }

    fn part(&self, group: &Group, when: When, extras: Extras) -> Intent {
        if matches!(self.whose(group), Whose::Theirs) {
            return Intent::Unknown;
        }
        let number = |value: Option<Value>| value.and_then(|value| u16::try_from(value.value).ok());
        let (mut systolic, mut diastolic) = (group.systolic, group.diastolic);
        let pulse = group.pulse;
        let unnamed = systolic.filter(|value| value.place.is_none());
        let pressure = self.scan.any(Role::Pressure);
        if let Some(value) = unnamed {
            let trailing = self.scan.used(value.at + 1) == Use::Value;
            let tiny = value.value < *DIASTOLIC.start() as u32;
            if self.strange() && (!pressure && !trailing || tiny)
                || self.scan.uses.contains(&Use::Quantity)
            {
                return Intent::Unknown;
            }
            let leading = value.at > 0 && self.scan.is(value.at - 1, Role::Separator);
            if leading && value.value < 100 {
                (systolic, diastolic) = (None, systolic);
            } else if !pressure && !trailing && pulse.is_none() && value.value <= VALUE_MAX {
                let Ok(number) = u16::try_from(value.value) else { return Intent::Which };
                return Intent::Lone(Single { number, when, extras });
            }
        }
        let outside = |value: Option<Value>, range: &std::ops::RangeInclusive<u16>| {
            value.is_some_and(|value| {
                u16::try_from(value.value).map_or(true, |value| !range.contains(&value))
            })
        };
        if systolic.is_some_and(|value| value.value > VALUE_MAX) {
            return Intent::Unknown;
        }
        if outside(systolic, &SYSTOLIC) {
            return Intent::Impossible(Rejected::Systolic);
        }
        if outside(diastolic, &DIASTOLIC) {
            return Intent::Impossible(Rejected::Diastolic);
        }
        if outside(pulse, &PULSE) {
            return Intent::Impossible(Rejected::Pulse);
        }
        let (systolic, diastolic, pulse) = (number(systolic), number(diastolic), number(pulse));
        Intent::Part(Part { systolic, diastolic, pulse, when, extras })
    }
}

pub(super) fn draft(group: &Group, when: When, extras: Extras) -> Option<Draft> {
    let number =
        |value: Value| u16::try_from(value.value).ok().filter(|_| value.value <= VALUE_MAX);
    let pulse = match group.pulse {
        Some(pulse) => Some(number(pulse)?),
        None => None,
    };
    Some(Draft {
        systolic: number(group.systolic?)?,
        diastolic: number(group.diastolic?)?,
        pulse,
        when,
        extras,
    })
}

/// Whether two numbers look like a pair at all, in one order or the other; else a digit was lost
/// or something else was meant.
pub(super) fn plausible(systolic: u32, diastolic: u32, firm: bool) -> bool {
    if systolic < 30 {
        return false;
    }
    if systolic >= diastolic {
        return true;
    }
    firm && (100..=300).contains(&diastolic) && systolic >= 50
}
