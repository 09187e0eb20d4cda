//! Corrections of the last reading.

use super::{
    Fix, Intent,
    role::Role,
    scan::Scan,
    values::{self, Place, Value},
};

/// A value that was corrected is not further than this from the wrong one, mmHg: "130, not 120";
/// further apart, "not" was misheard.
const SLIP_MAX: u32 = 30;

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
    let instead = (0..scan.len()).find(|at| scan.is(*at, Role::Instead));
    let star = scan.is_mark(0, '*') && !scan.is_mark(1, '*');
    let not_so = (0..scan.len()).any(|at| scan.is(at, Role::Not) && scan.is(at + 1, Role::So));
    let fixer = scan.any(Role::Fixer) || star || not_so;
    let mut kept: Vec<&Value> = values.iter().collect();
    let mut from = None;
    if let Some(instead) = instead {
        if values.first().is_some_and(|value| value.at > instead) {
            // "Instead of 80 write 88"
            let pair = values.len() > 3 && values.get(1).is_some_and(|value| value.joined);
            from = values.first().and_then(number).filter(|_| !pair);
            kept = values.iter().skip(1 + usize::from(pair)).collect();
        } else {
            kept.retain(|value| value.at < instead);
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
    let amid = (first..last).any(|at| scan.is(at, Role::Fixer) && !scan.is(at, Role::Not));
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
    Some(Intent::Fix(fix))
}

fn after_but(scan: &Scan<'_>, value: &Value) -> bool {
    value.at > 0 && (scan.is(value.at - 1, Role::But) && !scan.is_mark(value.at - 1, '/'))
}
