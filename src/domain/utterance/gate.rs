//! What keeps an utterance from being a reading at all.

use super::{
    Intent,
    extras::Remark,
    role::Role,
    scan::{Scan, Use},
    times::{self, Bit},
    token::Token,
};

/// Something is wrong, or nothing that we know.
pub(super) fn without_numbers(scan: &Scan<'_>) -> Intent {
    let asks = scan.any(Role::Question);
    let known = |at: usize| {
        scan.token(at).and_then(Token::word).is_none()
            || scan.meaning(at).known()
            || scan.is(at, Role::Newest)
    };
    if scan.any(Role::Fixer) && (0..scan.len()).all(known) && !asks {
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
    let question = scan.any(Role::Question) && asked(scan)
        || (0..scan.len()).any(|at| scan.is_mark(at, '?') && !unread(scan, at)) && !asks_to_record;
    let judged =
        (0..scan.len()).any(|at| scan.is(at, Role::Not) && scan.is(at + 1, Role::Judgement));
    let sum = (1..scan.len()).any(|at| {
        scan.is_mark(at, '+') && scan.number(at - 1).is_some() && scan.number(at + 1).is_some()
    });
    question || judged || sum || scan.any(Role::Blocker) || unrecorded(scan) || address(scan)
}

/// Whether question marks stand in the place of a value that could not be read: "138/??".
fn unread(scan: &Scan<'_>, at: usize) -> bool {
    let before = (0..at).rev().find(|at| !scan.is_mark(*at, '?'));
    before.is_some_and(|before| {
        scan.is_mark(before, '/')
            && before.checked_sub(1).is_some_and(|at| scan.number(at).is_some())
    })
}

/// Whether a question word only stands in the place of a value: "126 over how much".
fn missing(scan: &Scan<'_>, at: usize) -> bool {
    at > 1 && scan.is(at - 1, Role::Separator) && scan.number(at - 2).is_some()
}

/// Whether the measurement was not taken, or is not to be written down; "the pulse I did not
/// measure" says so of the pulse alone.
fn unrecorded(scan: &Scan<'_>) -> bool {
    let pulse_alone = (1..scan.len()).any(|at| {
        scan.is(at, Role::Not) && scan.is(at - 1, Role::Pulse) && scan.is(at + 1, Role::Record)
    });
    negated(scan, Role::Record) && !pulse_alone
}

/// Whether it was said that this was measured or is to be written down, and the question beside it
/// only asks what to think of it: "write down 138 over 86, is that much". Whether to keep it is
/// asked.
pub(super) fn told(scan: &Scan<'_>) -> bool {
    let now = scan.any(Role::Now) && scan.any(Role::Mine) || scan.any(Role::Today);
    let judges = |at: usize| scan.is(at, Role::Judgement) || !scan.is(at, Role::Question);
    (scan.any(Role::Record) || now)
        && !scan.any(Role::Blocker)
        && (0..scan.len()).all(|at| !scan.is(at, Role::Not) || scan.is(at + 1, Role::Judgement))
        && (0..scan.len()).all(judges)
        && !(0..scan.len()).any(|at| scan.is_mark(at, '+'))
        && !address(scan)
}

/// Whether a mean was given, and nothing else that keeps it from being a reading: which readings it
/// is of, nobody knows.
pub(super) fn averaged(scan: &Scan<'_>) -> bool {
    let mean = |at: usize| scan.is(at, Role::Mean) || !scan.is(at, Role::Blocker);
    scan.any(Role::Mean)
        && (0..scan.len()).all(mean)
        && !scan.any(Role::Question)
        && !scan.any(Role::Target)
        && !scan.unknown()
}

/// Whether what is usual was only named to say what it is now: "usually 120 over 80, now 135 over
/// 89". Which numbers are meant is asked.
pub(super) fn contrasted(scan: &Scan<'_>) -> bool {
    let pair = |mut range: std::ops::Range<usize>| range.any(|at| scan.number(at).is_some());
    let now = (0..scan.len()).rev().find(|at| scan.is(*at, Role::Now));
    let usual = |now: usize| (0..now).any(|at| scan.is(at, Role::Blocker));
    let asked = scan.any(Role::Question) || (0..scan.len()).any(|at| scan.is_mark(at, '?'));
    let told = now.is_some_and(|now| usual(now) && pair(0..now) && pair(now..scan.len()));
    !asked && !unrecorded(scan) && told
}

/// Whether a question word asks: "pressure normal: 120/80" and "whether 120 or 130" state.
fn asked(scan: &Scan<'_>) -> bool {
    let first = (0..scan.len()).find(|at| scan.number(*at).is_some());
    let states = |at: usize| {
        let before = at.checked_sub(1);
        let named =
            scan.is_mark(at + 1, ':') || before.is_some_and(|at| scan.is(at, Role::Pressure));
        scan.is(at, Role::Judgement) && named && first.is_some_and(|first| at < first)
            || before.is_some_and(|at| scan.pair(at).has(Role::Either))
            || missing(scan, at)
    };
    (0..scan.len())
        .any(|at| scan.is(at, Role::Question) && !states(at) || scan.pair(at).has(Role::Question))
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

/// Whether a number was only given about: "a hundred and twenty something".
pub(super) fn vague(scan: &Scan<'_>) -> bool {
    let number = |at: Option<usize>| {
        at.and_then(|at| scan.token(at)).is_some_and(|token| token.number().is_some())
    };
    let said = |at: usize| scan.is(at, Role::Vague) || scan.pair(at).has(Role::Vague);
    (1..scan.len()).any(|at| {
        let behind = number(at.checked_sub(1))
            || scan.is(at - 1, Role::Separator) && number(at.checked_sub(2));
        behind && said(at)
    })
}

/// Whether this is the time at which something was taken, while the reading is of now: "took my
/// pill at seven and now it is 131 over 82".
pub(super) fn of_intake(scan: &Scan<'_>, bit: &Bit) -> bool {
    let value = (bit.at + 1..scan.len()).find(|at| scan.number(*at).is_some());
    let mut before = (0..bit.at).rev().take_while(|at| !scan.is_break(*at));
    matches!(bit.what, times::What::Clock(..))
        && value.is_some_and(|value| (bit.at + 1..value).any(|at| scan.is(at, Role::Now)))
        && before.any(|at| scan.is(at, Role::Intake))
}

/// Whether a clock time may be that of something else: one of two times, one that is followed by
/// "now", or one that closes what was told of a medicine, a meal, a night.
pub(super) fn elsewhen(scan: &Scan<'_>, bits: &[Bit]) -> bool {
    let mut clocks = bits.iter().filter(|bit| matches!(bit.what, times::What::Clock(..)));
    let Some(bit) = clocks.next() else { return false };
    let now = (bit.at..scan.len()).any(|at| scan.is(at, Role::Now));
    let clause =
        || (0..bit.at).rev().take_while(|at| scan.token(*at).and_then(Token::word).is_some());
    let told = clause().next().is_some_and(|at| scan.is_free(at) && scan.is(at, Role::Remark))
        || clause().any(|at| scan.is(at, Role::Intake));
    clocks.next().is_some() || now || told
}

/// A telephone number, a network address, the size of a tyre.
fn address(scan: &Scan<'_>) -> bool {
    let dotted = |at: usize| scan.is_mark(at, '.') && scan.tight(at) && scan.tight(at + 1);
    (0..scan.len()).any(|at| {
        let tight_dash = |at: usize| scan.is_mark(at, '-') && scan.tight(at) && scan.tight(at + 1);
        let three = |at: usize| scan.digits(at) == 3;
        scan.is_mark(at, '+') && scan.tight(at + 1) && scan.number(at + 1).is_some()
            || three(at) && tight_dash(at + 1) && three(at + 2) && tight_dash(at + 3)
            || scan.is(at, Role::Right)
                && scan.tight(at + 1)
                && scan.number(at + 1).is_some_and(|inches| (10..=24).contains(&inches))
            || scan.number(at).is_some() && [1, 3, 5].into_iter().all(|step| dotted(at + step))
    })
}
