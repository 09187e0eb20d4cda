//! The one decision: a reading, a part of one, a correction, a question back, or nothing.

use super::{
    Draft, Fix, Intent, Part,
    extras::{self, Extra, Kind, Remark},
    grammar::{Grammar, Role},
    scan::{Scan, Use},
    times::{self, Bit},
    token::Token,
    values::{self, Group, Place, Value},
};
use crate::domain::{
    person::Door,
    reading::{DIASTOLIC, Extras, PULSE, Rejected, SYSTOLIC},
    when::When,
};

/// A value that no device shows; such a number is something else, or cut, or glued.
const VALUE_MAX: u32 = 999;
/// Readings in one utterance, at most.
const READINGS_MAX: usize = 12;

/// Decides what an utterance with its numbers joined means.
pub(super) fn decide(grammar: &Grammar, text: &str, tokens: Vec<Token>, door: Door) -> Intent {
    let mut scan = Scan::new(grammar, text, tokens);
    let numbers = scan.tokens.iter().any(|token| token.number().is_some());
    if scan.any(Role::Remover) && !negated(&scan, Role::Remover) {
        return Intent::Undo;
    }
    if !numbers {
        return without_numbers(&scan);
    }
    if blocked(&scan) {
        return Intent::Unknown;
    }
    let spoken = door == Door::Voice;
    values::items(&mut scan);
    let bits = times::find(&mut scan);
    let found = extras::find(&mut scan);
    extras::quantities(&mut scan);
    let Some(values) = values::find(&mut scan) else { return Intent::Which };
    values::rest(&mut scan, spoken);
    let remarks = extras::remarks(&scan, spoken);
    let table = Table { scan: &scan, bits: &bits, extras: &found, remarks: &remarks };
    if values.is_empty() {
        return Intent::Unknown;
    }
    if let Some(intent) = table.fix(&values) {
        return intent;
    }
    if scan.any(Role::Either) {
        return Intent::Which;
    }
    let groups = values::group(&scan, &values);
    match groups.as_slice() {
        [] => Intent::Unknown,
        [group] => table.single(group, values.len()),
        several if several.len() <= READINGS_MAX => table.several(several),
        _ => Intent::Which,
    }
}

/// Something is wrong, or nothing that we know.
fn without_numbers(scan: &Scan<'_>) -> Intent {
    let known = |token: &Token| token.word().is_none_or(|word| scan.grammar.knows(word));
    let asks = scan.any(Role::Question);
    if scan.any(Role::Fixer) && scan.tokens.iter().all(known) && !asks {
        Intent::FixWhat
    } else {
        Intent::Unknown
    }
}

/// Whether "not" stands before a word of this role.
fn negated(scan: &Scan<'_>, role: Role) -> bool {
    (0..scan.len()).any(|at| scan.is(at, Role::Not) && scan.is(at + 1, role))
}

/// Questions, hypotheses, other people, other things: nothing of it was measured here and now.
fn blocked(scan: &Scan<'_>) -> bool {
    let asks_to_record = scan.any(Role::Record);
    let question = scan.any(Role::Question)
        || (0..scan.len()).any(|at| scan.is_mark(at, '?')) && !asks_to_record;
    question || scan.any(Role::Blocker) || negated(scan, Role::Record)
}

struct Table<'a> {
    scan: &'a Scan<'a>,
    bits: &'a [Bit],
    extras: &'a [Extra],
    remarks: &'a [Remark],
}

impl Table<'_> {
    /// Whether words were said that we do not know, beyond remarks.
    fn strange(&self) -> bool {
        (0..self.scan.len()).any(|at| {
            self.scan.used(at) == Use::Remark
                && !self.scan.is(at, Role::Remark)
                && !self.scan.is(at, Role::Intake)
        })
    }

    /// Everything that belongs to the only reading.
    fn all(&self) -> (When, Extras) {
        let when = times::merge(self.bits.iter());
        (when, self.extras_of(|_| true))
    }

    fn extras_of(&self, mine: impl Fn(usize) -> bool) -> Extras {
        let mut extras = Extras::default();
        for extra in self.extras.iter().filter(|extra| mine(extra.at)) {
            match extra.what {
                Kind::Arm(arm) => extras.arm = extras.arm.or(Some(arm)),
                Kind::Position(position) => {
                    extras.position = extras.position.or(Some(position));
                }
                Kind::Irregular => extras.irregular = true,
            }
        }
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
        if count == 1 || group.systolic.is_some() && group.diastolic.is_none() {
            if let Some(intent) = self.glued(group, when, &extras) {
                return intent;
            }
        }
        if !group.complete() {
            return self.part(group, when, extras);
        }
        let (Some(systolic), Some(diastolic)) = (group.systolic, group.diastolic) else {
            return Intent::Unknown;
        };
        if let Some(tens) = tens(group) {
            let pulse = group.pulse.and_then(|pulse| u16::try_from(pulse.value).ok());
            let draft = Draft { systolic: tens.0, diastolic: tens.1, pulse, when, extras };
            return Intent::Tens(draft);
        }
        let row = group.pulse.is_some_and(|pulse| pulse.place.is_none());
        let loose = !group.firm() && !values::named(self.scan);
        let cut_pulse = row && group.pulse.is_some_and(|pulse| pulse.value < *PULSE.start() as u32);
        if !plausible(systolic.value, diastolic.value, group.firm()) || cut_pulse {
            return Intent::Which;
        }
        // Two numbers in a row among words that we do not know may be anything.
        if loose && self.strange() {
            return if row { Intent::Which } else { Intent::Unknown };
        }
        match draft(group, when, extras) {
            Some(draft) => Intent::Record(vec![draft]),
            None => Intent::Which,
        }
    }

    fn part(&self, group: &Group, when: When, extras: Extras) -> Intent {
        let number = |value: Option<Value>| value.and_then(|value| u16::try_from(value.value).ok());
        let (mut systolic, mut diastolic) = (group.systolic, group.diastolic);
        let pulse = group.pulse;
        let unnamed = systolic.filter(|value| value.place.is_none());
        let pressure = self.scan.any(Role::Pressure);
        if let Some(value) = unnamed {
            if self.strange() && !pressure || self.scan.uses.contains(&Use::Quantity) {
                return Intent::Unknown;
            }
            let trailing = self.scan.used(value.at + 1) == Use::Value;
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

    /// Digits without a gap, when they can be parted in one way only.
    fn glued(&self, group: &Group, when: When, extras: &Extras) -> Option<Intent> {
        let value = group.systolic?;
        if value.digits < 4 || group.diastolic.is_some() {
            return None;
        }
        if self.strange() || self.scan.uses.contains(&Use::Quantity) {
            return Some(Intent::Unknown);
        }
        let text = self.scan.slice(value.at, value.at);
        let ways = ways(text, group.pulse.map(|pulse| pulse.value));
        let [(systolic, diastolic, pulse)] = ways.as_slice() else { return Some(Intent::Which) };
        let draft = Draft {
            systolic: *systolic,
            diastolic: *diastolic,
            pulse: *pulse,
            when,
            extras: extras.clone(),
        };
        Some(Intent::Glued(draft))
    }

    /// Several readings, if something says that they are several.
    fn several(&self, groups: &[Group]) -> Intent {
        if groups.iter().any(|group| !group.complete()) {
            return Intent::Which;
        }
        let bounds = |index: usize| -> (usize, usize) {
            let from = groups.get(index).map_or(0, |group| group.from);
            let before = index.checked_sub(1).and_then(|index| groups.get(index));
            (before.map_or(0, |group| group.to + 1), from)
        };
        let told = self.scan.any(Role::Several);
        let parted = (1..groups.len()).all(|index| {
            let (from, to) = bounds(index);
            told || self.between(from, to)
        });
        if !parted {
            return Intent::Which;
        }
        let mut drafts = Vec::with_capacity(groups.len());
        let mut day = None;
        let mut header: Option<When> = None;
        let leads = self.leads(groups);
        for (index, group) in groups.iter().enumerate() {
            let (from, to) = self.scope(groups, index, leads);
            let mine = |at: usize| (from..to).contains(&at);
            let mut when = times::merge(self.bits.iter().filter(|bit| mine(bit.at)));
            // A line with a time and no numbers of its own speaks for all that follow.
            if index == 0 {
                let first = groups.first().map_or(0, |group| group.from);
                let line = (0..first).rev().find(|at| self.scan.is_break(*at));
                header = line.map(|line| times::merge(self.bits.iter().filter(|bit| bit.at < line)));
            }
            if when.is_now() {
                when = header.unwrap_or_default();
            }
            when.day = when.day.or(if when.is_now() { None } else { day });
            day = when.day.or(day);
            let (Some(systolic), Some(diastolic)) = (group.systolic, group.diastolic) else {
                return Intent::Which;
            };
            let fits = plausible(systolic.value, diastolic.value, group.firm());
            match draft(group, when, self.extras_of(mine)) {
                Some(draft) if fits && tens(group).is_none() => drafts.push(draft),
                _ => return Intent::Which,
            }
        }
        Intent::Record(drafts)
    }

    /// Whether something between two readings says that they are two.
    fn between(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| {
            self.scan.is_break(at)
                || self.scan.used(at) == Use::Next
                || self.scan.is_mark(at, ';')
                || self.bits.iter().any(|bit| bit.at == at)
                || self.extras.iter().any(|extra| extra.at == at)
        })
    }

    /// Whether what belongs to a reading stands before it rather than behind.
    fn leads(&self, groups: &[Group]) -> bool {
        let first = groups.first().map_or(0, |group| group.from);
        self.bits.iter().map(|bit| bit.at).chain(self.extras.iter().map(|extra| extra.at)).any(|at| at < first)
            || self.remarks.iter().any(|remark| remark.from < first)
    }

    /// The tokens that belong to one of several readings: its line, or up to its neighbours.
    fn scope(&self, groups: &[Group], index: usize, leads: bool) -> (usize, usize) {
        let Some(group) = groups.get(index) else { return (0, 0) };
        let before = index.checked_sub(1).and_then(|index| groups.get(index));
        let after = groups.get(index + 1);
        let breaks = |from: usize, to: usize| (from..to).find(|at| self.scan.is_break(*at));
        let from = match before {
            None => 0,
            Some(before) => match breaks(before.to, group.from) {
                Some(line) => line,
                None if leads => before.to + 1,
                None => group.from,
            },
        };
        let to = match after {
            None => self.scan.len(),
            Some(after) => match breaks(group.to, after.from) {
                Some(line) => line,
                None if leads => group.to + 1,
                None => after.from,
            },
        };
        (from, to)
    }

    /// A correction: "not 120 but 130", "the pulse was 75", "correct it to 130/85".
    fn fix(&self, values: &[Value]) -> Option<Intent> {
        let scan = self.scan;
        let number = |value: &Value| u16::try_from(value.value).ok();
        let place = |fix: &mut Fix, place: Place, to: u16| match place {
            Place::Systolic => fix.systolic = Some(to),
            Place::Diastolic => fix.diastolic = Some(to),
            Place::Pulse => fix.pulse = Some(to),
        };
        let at_number = |at: usize| values.iter().position(|value| value.at == at);
        let not = (0..scan.len())
            .filter(|at| scan.is(*at, Role::Not))
            .find_map(|at| at_number(at + 1));
        let instead = (0..scan.len()).find(|at| scan.is(*at, Role::Instead));
        let fixer = scan.any(Role::Fixer);
        let mut kept: Vec<&Value> = values.iter().collect();
        let mut from = None;
        if let Some(instead) = instead {
            kept.retain(|value| value.at < instead);
        }
        if let Some(not) = not {
            // What follows "not", as far as it is joined, is what it was not.
            let wrong = 1 + values.iter().skip(not + 1).take_while(|value| value.joined && !after_but(scan, value)).count();
            let named = values.get(not).and_then(|value| value.place);
            if wrong == 1 {
                from = values.get(not).and_then(number);
            }
            kept = values.iter().take(not).chain(values.iter().skip(not + wrong)).collect();
            if kept.is_empty() {
                return Some(Intent::FixWhat);
            }
            let first_unnamed = kept.first().is_some_and(|value| value.place.is_none());
            if not > 0 && kept.len() == 1 && first_unnamed && !fixer && named.is_none() {
                return Some(Intent::Which);
            }
            if let ([only], Some(named)) = (kept.as_slice(), named) {
                let mut fix = Fix { from, to: number(only), ..Fix::default() };
                place(&mut fix, only.place.unwrap_or(named), number(only)?);
                return Some(Intent::Fix(fix));
            }
        } else if !fixer && instead.is_none() {
            let one = kept.len() == 1 && kept.first().is_some_and(|value| value.place.is_some());
            let correcting = one && scan.any(Role::Past);
            if !correcting {
                return None;
            }
        }
        let mut fix = Fix::default();
        match kept.as_slice() {
            [only] => match only.place {
                Some(named) => place(&mut fix, named, number(only)?),
                None if from.is_some() => {
                    fix.from = from;
                    fix.to = number(only);
                }
                None => return Some(Intent::FixWhat),
            },
            [first, second] if first.place.is_none() && second.place.is_none() => {
                // "Change 120 to 130", or the whole pair anew: the last reading tells.
                let tail = scan.is_mark(first.at + 1, '/');
                let moved = fixer && !tail && not.is_none() && scan.is(first.at.wrapping_sub(1), Role::Fixer);
                if moved {
                    fix.from = number(first);
                    fix.to = number(second);
                }
                fix.systolic = number(first);
                fix.diastolic = number(second);
            }
            _ => {
                let groups = values::group(scan, &kept.iter().map(|value| **value).collect::<Vec<_>>());
                let [group] = groups.as_slice() else { return Some(Intent::Which) };
                fix.systolic = group.systolic.as_ref().and_then(number);
                fix.diastolic = group.diastolic.as_ref().and_then(number);
                fix.pulse = group.pulse.as_ref().and_then(number);
            }
        }
        Some(Intent::Fix(fix))
    }
}

fn after_but(scan: &Scan<'_>, value: &Value) -> bool {
    value.at > 0 && (scan.is(value.at - 1, Role::But) && !scan.is_mark(value.at - 1, '/'))
}

fn draft(group: &Group, when: When, extras: Extras) -> Option<Draft> {
    let number = |value: Value| u16::try_from(value.value).ok().filter(|_| value.value <= VALUE_MAX);
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
fn plausible(systolic: u32, diastolic: u32, firm: bool) -> bool {
    if systolic > VALUE_MAX || diastolic > VALUE_MAX {
        return false;
    }
    if systolic >= diastolic {
        return true;
    }
    firm && diastolic >= 100 && systolic >= 50
}

/// Centimetres of mercury: "12 on 8" is 120 over 80, "12,5 on 8" is 125 over 80.
fn tens(group: &Group) -> Option<(u16, u16)> {
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
    let fits = systolic > diastolic && SYSTOLIC.contains(&systolic) && DIASTOLIC.contains(&diastolic);
    fits.then_some((systolic, diastolic))
}

type Way = (u16, u16, Option<u16>);

/// Every way to part glued digits into values as people have them.
fn ways(text: &str, pulse: Option<u32>) -> Vec<Way> {
    let number = |from: usize, to: usize| -> Option<u16> {
        text.get(from..to).filter(|part| !part.starts_with('0'))?.parse().ok()
    };
    let pulse = pulse.and_then(|pulse| u16::try_from(pulse).ok());
    let mut ways = Vec::new();
    for first in [2, 3] {
        for second in [2, 3] {
            let end = first + second;
            let (Some(systolic), Some(diastolic)) = (number(0, first), number(first, end)) else {
                continue;
            };
            let usual = (80..=250).contains(&systolic)
                && (40..=140).contains(&diastolic)
                && systolic >= diastolic + 15;
            if !usual {
                continue;
            }
            if text.len() == end {
                ways.push((systolic, diastolic, pulse));
            } else if pulse.is_none()
                && let Some(pulse) = number(end, text.len()).filter(|pulse| (40..=180).contains(pulse))
            {
                ways.push((systolic, diastolic, Some(pulse)));
            }
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_digits_part_in_one_way_or_not_at_all() {
        assert_eq!(ways("12080", None), [(120, 80, None)]);
        assert_eq!(ways("1208075", None), [(120, 80, Some(75))]);
        assert_eq!(ways("180110", None), [(180, 110, None)]);
        assert_eq!(ways("9060", None), [(90, 60, None)]);
        assert_eq!(ways("16010095", None), [(160, 100, Some(95))]);
        assert_eq!(ways("99999", None), []);
        assert_eq!(ways("12080", Some(70)), [(120, 80, Some(70))]);
    }
}
