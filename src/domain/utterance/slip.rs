//! Who corrects themselves while they speak: "130 over 80, no wait, 135 over 80".

use super::{
    extras::is_label,
    fix::{SLIP_MAX, fixes},
    role::Role,
    scan::Scan,
    values::{Place, Value, group},
};

/// What is left of the values when the speaker took some of them back in the same breath; nothing
/// when that did not happen or cannot be told.
pub(super) fn kept(scan: &Scan<'_>, values: &[Value]) -> Option<Vec<Value>> {
    if scan.any(Role::Not) || scan.any(Role::Instead) {
        return None;
    }
    let taken_back = |index: &usize| {
        let between = index.checked_sub(1).and_then(|before| values.get(before)?.at.checked_add(1));
        let (Some(from), Some(to)) = (between, values.get(*index).map(|value| value.at)) else {
            return false;
        };
        (from..to).any(|at| fixes(scan, at)) && (from..to).all(|at| small(scan, at))
    };
    let (left, right) = values.split_at((1..values.len()).rev().find(taken_back)?);
    if group(scan, left).len() > 1 {
        return None;
    }
    // "Pulse 70, no, 76, and the pressure 128 over 81"
    if let ([wrong], [first, rest @ ..]) = (left, right)
        && let (Some(place), None) = (wrong.place, first.place)
        && whole(scan, rest)
    {
        let mut kept = right.to_vec();
        kept.iter_mut().take(1).for_each(|value| value.place = Some(place));
        return Some(kept);
    }
    // "120/80, pulse 70, no, 75", "120/80, no, the lower one 85"
    if let ([right], [one]) = (right, group(scan, left).as_slice())
        && whole(scan, left)
        && !right.joined
    {
        let wrong = match right.place {
            Some(Place::Systolic) => one.systolic,
            Some(Place::Diastolic) => one.diastolic,
            Some(Place::Pulse) => one.pulse,
            None => one.pulse.filter(|pulse| left.last().is_some_and(|last| last.at == pulse.at)),
        }?;
        // What is far from the one that it would replace is another value.
        if wrong.value.abs_diff(right.value) > SLIP_MAX {
            return None;
        }
        let mut kept = left.to_vec();
        kept.iter_mut().filter(|value| value.at == wrong.at).for_each(|value| {
            (value.value, value.digits) = (right.value, right.digits);
        });
        return Some(kept);
    }
    let pulse = |values: &[Value]| group(scan, values).iter().any(|one| one.pulse.is_some());
    (whole(scan, right) && (pulse(right) || !pulse(left))).then(|| right.to_vec())
}

/// Whether these values are one whole reading, its pressures joined or named.
fn whole(scan: &Scan<'_>, values: &[Value]) -> bool {
    matches!(group(scan, values).as_slice(), [one] if one.complete() && one.firm())
}

/// Whether what stands here says nothing of its own.
pub(super) fn small(scan: &Scan<'_>, at: usize) -> bool {
    const SMALL: [Role; 8] = [
        Role::Fixer,
        Role::Filler,
        Role::Noise,
        Role::Separator,
        Role::Past,
        Role::But,
        Role::Record,
        Role::Not,
    ];
    let word = scan.token(at).and_then(super::token::Token::word);
    word.is_none() && !scan.is_break(at)
        || fixes(scan, at)
        || is_label(scan, at)
        || SMALL.into_iter().any(|role| scan.is(at, role))
}
