//! Whether a time is that of the reading, or of something else that was told.

use super::{
    extras::pronounceable,
    role::Role,
    scan::{Scan, Use},
    times::{self, Bit},
};
use crate::domain::when::{Day, Part};

/// Whether this is the time at which something was taken, while the reading is of now: "took my
/// pill at seven and now it is 131 over 82".
pub(super) fn of_intake(scan: &Scan<'_>, bit: &Bit) -> bool {
    let value = (bit.at..scan.len()).find(|at| scan.number(*at).is_some());
    let mut before = (0..bit.at).rev().take_while(|at| !scan.is_break(*at));
    matches!(bit.what, times::What::Clock(..))
        && value.is_some_and(|value| (bit.at..value).any(|at| scan.is(at, Role::Now)))
        && before.any(|at| scan.is(at, Role::Intake))
}

/// Whether two days or two parts of a day were named for one reading.
fn conflicting(bits: &[Bit]) -> bool {
    let mut days: Vec<Day> = Vec::new();
    let mut parts: Vec<Part> = Vec::new();
    for bit in bits {
        if let times::What::Day(day) = bit.what {
            days.push(day);
        } else if let times::What::Part(part) = bit.what {
            parts.push(part);
        }
    }
    days.dedup();
    parts.dedup();
    days.len() > 1 || parts.len() > 1
}

/// Whether what was then was told, and the reading is of now: "yesterday my head ached, and now 130
/// over 80".
fn overtaken(scan: &Scan<'_>, bit: &Bit) -> bool {
    let value = (bit.at..scan.len()).find(|at| scan.used(*at) == Use::Value);
    let then = !matches!(bit.what, times::What::Day(Day::Ago(0)));
    then && value.is_some_and(|value| (bit.at..value).any(|at| scan.is(at, Role::Now)))
}

/// Small words that are skipped behind a time, at most.
const SMALL_MAX: usize = 4;
/// The sign stands at most so far before a time that may be its own.
const SIGN_BACK: usize = 2;

/// Whether a time is that of something that was told beside the reading: "130 over 80, guests in
/// the evening", "the pill at nine". What says at which moment was measured is no such thing.
fn of_event(scan: &Scan<'_>, bit: &Bit) -> bool {
    if bit.what == times::What::Day(Day::Ago(0)) {
        return false;
    }
    let end = (bit.at..scan.len()).find(|at| scan.used(*at) != Use::Time).unwrap_or(scan.len());
    let told = |at: usize| scan.used(at) == Use::Remark && pronounceable(scan.word(at));
    let plain = |at: usize| {
        told(at) && ![Role::Circumstance, Role::Past].into_iter().any(|role| scan.is(at, role))
    };
    let negated = |at: usize| scan.is(at, Role::Not) && told(at + 1);
    let value = (0..scan.len()).find(|at| scan.used(*at) == Use::Value);
    let behind = value.is_some_and(|value| value < bit.at);
    let measured = (end..scan.len())
        .take_while(|at| scan.used(*at) != Use::Value)
        .any(|at| scan.is(at, Role::Record) || !behind && scan.is(at, Role::Waking));
    let sign = behind && scan.used(end) == Use::Extra;
    let sign = sign && (end..end + 3).any(|at| scan.is(at, Role::Irregular));
    let thing = |at: usize| {
        scan.is(at, Role::Measure)
            && scan.used(at) != Use::Time
            && !scan.is(at, Role::Hour)
            && at.checked_sub(1).is_none_or(|at| scan.number(at).is_none())
    };
    // Small words between them change nothing: "in the night it was hot".
    let next = (end..scan.len())
        .take(SMALL_MAX)
        .find(|at| scan.used(*at) != Use::Filler || scan.is(*at, Role::Not) || thing(*at))
        .unwrap_or(end);
    let since = bit.at.checked_sub(1).is_some_and(|at| scan.is(at, Role::Company))
        && matches!(bit.what, times::What::Part(Part::Evening | Part::Night));
    let after = (plain(next) || thing(next) || negated(next) || sign) && !measured || since;
    let told_first = |at: usize| {
        let head = (0..=at).rev().take_while(|at| scan.used(*at) == Use::Remark).last();
        plain(at) && head.is_some_and(|head| !scan.is(head, Role::Circumstance))
    };
    let last = bit.at.checked_sub(1);
    let before = last.is_some_and(|at| told_first(at) || thing(at));
    // "140/90, and yesterday", "… the sign was there yesterday"
    let aside = behind
        && last.is_some_and(|at| {
            let sign = (at.saturating_sub(SIGN_BACK)..=at)
                .any(|at| scan.used(at) == Use::Extra && scan.is(at, Role::Irregular));
            scan.is(at, Role::But) || sign
        });
    after || before || aside
}

/// Whether a clock time may be that of something else: one of two times, one that is followed by
/// "now", or one that closes what was told of a medicine, a meal, a night.
pub(super) fn elsewhen(scan: &Scan<'_>, bits: &[Bit]) -> bool {
    if conflicting(bits) || bits.iter().any(|bit| overtaken(scan, bit) || of_event(scan, bit)) {
        return true;
    }
    let mut clocks = bits.iter().filter(|bit| matches!(bit.what, times::What::Clock(..)));
    let Some(bit) = clocks.next() else { return false };
    let now = (bit.at..scan.len()).any(|at| scan.is(at, Role::Now));
    clocks.next().is_some() || now
}
