//! The one decision: a reading, a part of one, a correction, a question back, or nothing.

use super::{
    Draft, Intent, Part, Slots,
    extras::{self, Extra, Remark, is_label},
    fix,
    gate::{
        averaged, blocked, contrasted, elsewhen, left_over, negated, of_intake, told, vague,
        without_numbers,
    },
    role::Role,
    scan::{Scan, Use},
    slip,
    times::{self, Bit},
    values::{self, Group, Value},
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
const QUANTITY_MAX: u32 = 20;
/// Readings in one utterance, at most.
const READINGS_MAX: usize = 12;

/// Decides what an utterance with its numbers joined means.
pub(super) fn decide(scan: Scan<'_>, door: Door, slots: Slots) -> Intent {
    let numbers = scan.tokens.iter().any(|token| token.number().is_some());
    if scan.any(Role::Remover) && !negated(&scan, Role::Remover) {
        // "Delete everything above 140/90" is not the last one.
        let all = numbers && scan.any(Role::Everything);
        return if all { Intent::Unknown } else { Intent::Undo };
    }
    if !numbers {
        return without_numbers(&scan);
    }
    let blocked = blocked(&scan);
    if blocked && !told(&scan) {
        let which = contrasted(&scan) || averaged(&scan);
        return if which { Intent::Which } else { Intent::Unknown };
    }
    let intent = decided(scan, door, slots);
    if !blocked {
        return intent;
    }
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
    bits.retain(|bit| !of_intake(&scan, bit));
    let found = extras::find(&mut scan);
    extras::quantities(&mut scan);
    // A time right behind a dose is the dose's, or the reading's: nobody knows.
    let dosed = |bit: &Bit| bit.at.checked_sub(1).is_some_and(|at| scan.used(at) == Use::Quantity);
    let unclear = bits.iter().any(|bit| dosed(bit) || bit.what == times::What::Unclear)
        || vague(&scan)
        || scan.any(Role::Formerly);
    let elsewhen = elsewhen(&scan, &bits);
    let Some(mut values) = values::find(&mut scan) else {
        return if scan.unknown() { Intent::Unknown } else { Intent::Which };
    };
    values::rest(&mut scan, spoken);
    let remarks = extras::remarks(&scan, spoken);
    let table = Table { scan: &scan, bits: &bits, extras: &found, remarks: &remarks };
    // Small numbers beside another quantity are more of it.
    let little = |value: &Value| value.value < QUANTITY_MAX && value.place.is_none();
    if values.is_empty() || scan.uses.contains(&Use::Quantity) && values.iter().all(little) {
        return Intent::Unknown;
    }
    if unclear || left_over(&scan, &remarks) {
        let else_ = values.len() < 2 && table.strange() && !values::named(&scan);
        return if else_ { Intent::Unknown } else { Intent::Which };
    }
    if let Some(kept) = slip::kept(&scan, &values) {
        values = kept;
    } else if let Some(intent) = fix::fix(&scan, &values) {
        return intent;
    }
    if !slots.assign(&mut values) || scan.any(Role::Either) {
        return Intent::Which;
    }
    if values.iter().filter(|value| value.value > VALUE_MAX).count() > 1 {
        return Intent::Unknown;
    }
    let groups = values::group(&scan, &values);
    match groups.as_slice() {
        [] => Intent::Unknown,
        [_] if elsewhen => Intent::Which,
        [group] => table.single(group, values.len()),
        several if several.len() <= READINGS_MAX => table.several(several),
        _ => Intent::Which,
    }
}

/// Whose reading it is.
enum Whose {
    Mine,
    Unclear,
    Theirs,
}

/// Everything that was found, on one table.
pub(super) struct Table<'a> {
    pub(super) scan: &'a Scan<'a>,
    pub(super) bits: &'a [Bit],
    pub(super) extras: &'a [Extra],
    pub(super) remarks: &'a [Remark],
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
        if when.day.is_some() && when.clock.is_none() && self.scan.any(Role::Bedtime) {
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
    fn single(&self, group: &Group, count: usize) -> Intent {
        let (when, extras) = self.all();
        let alone = count == 1 || group.systolic.is_some() && group.diastolic.is_none();
        if alone && let Some(intent) = self.glued(group, when, &extras) {
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
        // A number behind a word that we do not know may be anything: a dose, a heart.
        let foreign = group.pulse.is_some_and(|pulse| {
            let before = pulse.at.saturating_sub(1);
            pulse.place.is_none() && self.told(before) && !self.scan.is(before, Role::Remark)
        });
        if systolic.value > VALUE_MAX && diastolic.value > VALUE_MAX {
            return Intent::Unknown;
        }
        let Some(draft) = draft(group, when, extras) else { return self.doubtful() };
        if !plausible(systolic.value, diastolic.value, group.firm()) || cut_pulse || range {
            return self.doubtful();
        }
        // "100 40 90" may be 140 over 90, and "140 50 on 90" nobody knows what.
        let split = row
            && diastolic.place.is_none()
            && !diastolic.joined
            && (systolic.value.is_multiple_of(100) && diastolic.value < SPLIT_MAX
                || joined.is_some_and(|pulse| pulse.value > diastolic.value + RANGE_MAX));
        if foreign || split {
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

    /// Whether the reading is the person's own. Somebody else before the numbers is whose it is;
    /// words before the numbers that we do not know may say anything.
    fn whose(&self, group: &Group) -> Whose {
        let scan = self.scan;
        // "My husband has gone out and I have measured": whoever it was, it was not theirs.
        let last = (0..group.from).rev().find(|at| scan.is(*at, Role::Kin));
        let own = |kin: usize| {
            (kin + 1..group.from)
                .any(|at| scan.is(at, Role::Speaker) && scan.is(at + 1, Role::Record))
        };
        if last.is_some_and(|kin| !own(kin)) {
            return Whose::Theirs;
        }
        // Somebody who was only there is no matter.
        let there = |at: usize| {
            at > 0 && scan.is(at - 1, Role::Company)
                || at > 1 && scan.is(at - 1, Role::Possessive) && scan.is(at - 2, Role::Company)
                || at > 0
                    && scan.is(at - 1, Role::For)
                    && scan.is(at + 1, Role::At)
                    && scan.is(at + 2, Role::Remark)
        };
        if (group.to..scan.len()).any(|at| scan.is(at, Role::Kin) && !there(at)) {
            return Whose::Unclear;
        }
        let known = (0..group.from).any(|at| {
            scan.is(at, Role::Remark)
                || scan.is(at, Role::Intake)
                || scan.is(at, Role::Record)
                || scan.used(at) == Use::Quantity
                || scan.used(at) == Use::Extra
        }) || (0..group.to)
            .any(|at| is_label(scan, at) || scan.is(at + 1, Role::Beats));
        // "For Ivan" and "of Ivan": whoever that is.
        let of = (0..scan.len()).any(|at| {
            scan.is(at, Role::For) && self.told(at + 1) && !scan.is(at + 1, Role::Remark)
        });
        // "The readings of the water meter": of whatever it is.
        let other = (0..group.from).any(|at| {
            scan.is(at, Role::Readings)
                && scan.is(at, Role::Pressure)
                && self.told(at + 1)
                && !scan.is(at + 1, Role::Remark)
        });
        let mine = !of && !other && (known || !self.told_before(group));
        if mine { Whose::Mine } else { Whose::Unclear }
    }

    /// Whether this is a word that we do not know.
    fn told(&self, at: usize) -> bool {
        self.scan.used(at) == Use::Remark && extras::pronounceable(self.scan.word(at))
    }

    /// Whether there is one before the numbers.
    fn told_before(&self, group: &Group) -> bool {
        (0..group.from).any(|at| self.told(at))
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
                return u16::try_from(value.value).map_or(Intent::Which, Intent::Lone);
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
    if systolic > VALUE_MAX || diastolic > VALUE_MAX || systolic < 30 {
        return false;
    }
    if systolic >= diastolic {
        return true;
    }
    firm && (100..=300).contains(&diastolic) && systolic >= 50
}

/// Centimetres of mercury: "12 on 8" is 120 over 80, "12,5 on 8" is 125 over 80.
pub(super) fn tens(group: &Group) -> Option<(u16, u16)> {
    let (systolic, diastolic) = (group.systolic?, group.diastolic?);
    let small = |value: Value, range: std::ops::RangeInclusive<u32>| {
        value.tenths || range.contains(&value.value)
    };
    if !small(systolic, 7..=30) || !small(diastolic, 3..=20) {
        return None;
    }
    let millimetres = |value: Value| {
        let value = if value.tenths { value.value } else { value.value * 10 };
        u16::try_from(value).ok()
    };
    let (systolic, diastolic) = (millimetres(systolic)?, millimetres(diastolic)?);
    let fits =
        systolic > diastolic && SYSTOLIC.contains(&systolic) && DIASTOLIC.contains(&diastolic);
    fits.then_some((systolic, diastolic))
}

/// Kilopascals in millimetres of mercury: 16 kPa are 120, 10.5 kPa are 79 (1 kPa = 7.50062 mmHg,
/// UCUM).
fn millimetres(group: &Group) -> Option<(u16, u16)> {
    const HUNDRED_THOUSANDTHS: u32 = 75_006;
    let convert = |value: Value, pressure: &std::ops::RangeInclusive<u16>| {
        let tenths = if value.tenths { value.value } else { value.value.checked_mul(10)? };
        let product = tenths.checked_mul(HUNDRED_THOUSANDTHS)?;
        let converted = u16::try_from((product + 50_000) / 100_000).ok()?;
        pressure.contains(&converted).then_some(converted)
    };
    let systolic = convert(group.systolic?, &SYSTOLIC)?;
    let diastolic = convert(group.diastolic?, &DIASTOLIC)?;
    (systolic > diastolic).then_some((systolic, diastolic))
}
