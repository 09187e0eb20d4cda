//! What keeps an utterance from being a reading at all.

use super::{
    Intent,
    extras::Remark,
    role::Role,
    scan::{Scan, Use},
};

/// Something is wrong, or nothing that we know.
pub(super) fn without_numbers(scan: &Scan<'_>) -> Intent {
    let asks = scan.any(Role::Question);
    if scan.any(Role::Fixer) && !scan.unknown() && !asks {
        Intent::FixWhat
    } else {
        Intent::Unknown
    }
}

/// Whether "not" stands before a word of this role, or one word further.
pub(super) fn negated(scan: &Scan<'_>, role: Role) -> bool {
    let plain = |at: usize| scan.number(at).is_none() && !scan.is_break(at);
    (0..scan.len()).any(|at| {
        scan.is(at, Role::Not) && (scan.is(at + 1, role) || plain(at + 1) && scan.is(at + 2, role))
    })
}

/// Questions, hypotheses, other people, other things: nothing of it was measured here and now.
pub(super) fn blocked(scan: &Scan<'_>) -> bool {
    let asks_to_record = scan.any(Role::Record);
    let question = scan.any(Role::Question)
        || (0..scan.len()).any(|at| scan.is_mark(at, '?')) && !asks_to_record;
    let judged =
        (0..scan.len()).any(|at| scan.is(at, Role::Not) && scan.is(at + 1, Role::Judgement));
    let sum = (1..scan.len()).any(|at| {
        scan.is_mark(at, '+') && scan.number(at - 1).is_some() && scan.number(at + 1).is_some()
    });
    question
        || judged
        || sum
        || scan.any(Role::Blocker)
        || negated(scan, Role::Record)
        || address(scan)
}

/// Whether a word of a time was not understood as part of one: then the time is not what we think.
pub(super) fn left_over(scan: &Scan<'_>, remarks: &[Remark]) -> bool {
    let told = |at: usize| remarks.iter().any(|remark| (remark.from..=remark.to).contains(&at));
    (0..scan.len()).any(|at| {
        let timely = scan.ordinal(at).is_some()
            || scan.meaning(at).month.is_some()
            || scan.is(at, Role::Ago)
            || scan.is(at, Role::OneAndHalf);
        timely && scan.used(at) == Use::Filler && !told(at)
    })
}

/// A telephone number or a network address.
fn address(scan: &Scan<'_>) -> bool {
    let dotted = |at: usize| scan.is_mark(at, '.') && scan.tight(at) && scan.tight(at + 1);
    (0..scan.len()).any(|at| {
        scan.is_mark(at, '+') && scan.tight(at + 1) && scan.number(at + 1).is_some()
            || scan.number(at).is_some() && [1, 3, 5].into_iter().all(|step| dotted(at + step))
    })
}
