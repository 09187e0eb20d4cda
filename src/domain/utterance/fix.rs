//! Corrections of the last reading.

use super::{
    Fix, Intent,
    extras::is_label,
    role::Role,
    scan::{Scan, Use},
    slip,
    values::{self, Place, Value},
};

/// A value that was corrected is not further than this from the wrong one, mmHg: "130, not 120";
/// further apart, "not" was misheard.
pub(super) const SLIP_MAX: u32 = 30;
/// Words that say nothing between a correction and its values, at most: "no, it was at".
const BESIDE_MAX: usize = 3;
/// From "instead of" to the value that is replaced, words: "of the upper 120".
const INSTEAD_MAX: usize = 3;

/// A correction: "not 120 but 130", "the pulse was 75", "correct it to 130/85".
pub(super) fn fix(scan: &Scan<'_>, values: &[Value]) -> Option<Intent> {
    let number = |value: &Value| u16::try_from(value.value).ok();
    let place = |fix: &mut Fix, place: Place, to: u16| match place {
        Place::Systolic => fix.systolic = Some(to),
        Place::Diastolic => fix.diastolic = Some(to),
        Place::Pulse => fix.pulse = Some(to),
    };
    let at_number = |at: usize| values.iter().position(|value| value.at == at);
    let not = (0..scan.len()).filter(|at| scan.is(*at, Role::Not)).find_map(|at| at_number(at + 1));
    // "Instead of a pill, tea" replaces no value.
    let valued = |at: usize| values.iter().any(|value| (at..=at + INSTEAD_MAX).contains(&value.at));
    let instead = (0..scan.len()).find(|at| scan.is(*at, Role::Instead) && valued(*at));
    let star = scan.is_mark(0, '*') && !scan.is_mark(1, '*');
    let not_so = (0..scan.len()).any(|at| scan.is(at, Role::Not) && scan.is(at + 1, Role::So));
    // "120/80, no pulse" denies what follows it.
    let last = values.last().map_or(0, |value| value.at);
    let alone = |at: usize| !scan.is(at, Role::Without) || at + 1 == scan.len();
    let announced = (0..scan.len()).any(|at| fixes(scan, at) && (at < last || alone(at)));
    let fixer = announced || star || not_so;

    // "120/80, wrong": what it is instead comes, or does not.
    let first = (0..scan.len()).find(|at| fixes(scan, *at) && alone(*at));
    let so = (0..scan.len()).find(|at| scan.is(*at, Role::Not) && scan.is(at + 1, Role::So));
    if first.or(so).is_some_and(|first| first > last) && values.len() > 1 && not.is_none() {
        return Some(Intent::Which);
    }
    let near = star || not_so || !announced || beside(scan, values);
    if !near && not.is_none() && instead.is_none() {
        return None;
    }
    let mut kept: Vec<&Value> = values.iter().collect();
    let mut from = None;
    if let Some(instead) = instead {
        if values.first().is_some_and(|value| value.at > instead) {
            // "Instead of 80 write 88"
            let wrong = 1 + values.iter().skip(1).take_while(|value| value.joined).count();
            from = values.first().and_then(number).filter(|_| wrong == 1);
            kept = values.iter().skip(wrong).collect();
            if kept.len() < wrong {
                return Some(Intent::FixWhat);
            }
        } else {
            kept.retain(|value| value.at < instead);
            // "120/80, instead of 120 it is 130/80": which of them stay, nobody knows.
            if values.len() > 2 * kept.len() {
                return Some(Intent::Which);
            }
        }
    }
    if let Some(not) = not {
        // What follows "not", as far as it is joined, is what it was not.
        let wrong = 1 + values
            .iter()
            .skip(not + 1)
            .take_while(|value| value.joined && !after_but(scan, value))
            .count();
        let named = values.get(not).and_then(|value| value.place);
        if wrong == 1 {
            from = values.get(not).and_then(number);
        }
        kept = values.iter().take(not).chain(values.iter().skip(not + wrong)).collect();
        if kept.is_empty() {
            return Some(Intent::FixWhat);
        }
        // "120/80, not 80 but 85": which of the two is replaced is not said.
        if not > 1 && kept.len() > not {
            return Some(Intent::Which);
        }
        let first_unnamed = kept.first().is_some_and(|value| value.place.is_none());
        let near = kept
            .first()
            .zip(from)
            .is_some_and(|(to, from)| to.value.abs_diff(u32::from(from)) <= SLIP_MAX);
        if not > 0 && kept.len() == 1 && first_unnamed && !fixer && named.is_none() && !near {
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
    let first = values.first().map_or(0, |value| value.at);
    let last = kept.last().map_or(0, |value| value.at);
    let amid = (first..last).any(|at| fixes(scan, at) && !scan.is(at, Role::Not));
    if amid && not.is_none() && instead.is_none() {
        return Some(Intent::Which);
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
            let near = first.value.abs_diff(second.value) <= SLIP_MAX;
            let moved = near
                && fixer
                && !tail
                && not.is_none()
                && scan.is(first.at.wrapping_sub(1), Role::Fixer);
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
    // Two values of which the first is not above are not the two of a reading.
    let below = fix.from.is_none() && fix.systolic.zip(fix.diastolic).is_some_and(|(s, d)| s < d);
    Some(if below { Intent::Which } else { Intent::Fix(fix) })
}

/// Whether a word announces a correction, alone or with the next one. The "no" of "no arrhythmia"
/// does not.
pub(super) fn fixes(scan: &Scan<'_>, at: usize) -> bool {
    let word = scan.is(at, Role::Fixer) || scan.is(at, Role::Should);
    scan.used(at) != Use::Extra && (word || scan.pair(at).has(Role::Fixer))
}

/// Whether such a word stands beside the values, with nothing between that says something of its
/// own, and not much that says nothing: "no, 130 over 80", and neither "no coffee today, 130 over
/// 80" nor "oh hang on a moment, so, 130 over 80".
fn beside(scan: &Scan<'_>, values: &[Value]) -> bool {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return false };
    let said = |at: &usize| !scan.word(*at).is_empty() && !is_label(scan, *at);
    let sigh = |at: usize| scan.is(at, Role::Noise) && !fixes(scan, at);
    (0..scan.len()).filter(|at| fixes(scan, *at)).any(|at| {
        let between = if at < first.at { at + 1..first.at } else { last.at..at };
        between.clone().filter(said).count() <= BESIDE_MAX
            && between.into_iter().all(|at| slip::small(scan, at) && !sigh(at))
    })
}

fn after_but(scan: &Scan<'_>, value: &Value) -> bool {
    scan.is(value.at.wrapping_sub(1), Role::But)
}
