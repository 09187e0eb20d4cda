//! What keeps an utterance from being a reading at all.

use super::{
    Draft, Intent,
    extras::Remark,
    role::Role,
    scan::{Scan, Use},
    token::Token,
    values::joins,
};
use crate::domain::{
    reading::{DIASTOLIC, Extras, Reading, SYSTOLIC},
    when::When,
};

/// A number that has something to be under or over is larger: smaller ones count or are hours.
pub(super) const LIMIT_MIN: u32 = 39;

/// Something is wrong, or nothing that we know.
pub(super) fn without_numbers(scan: &Scan<'_>) -> Intent {
    let asks = scan.any(Role::Question);
    let known = |at: usize| {
        scan.token(at).and_then(Token::word).is_none()
            || scan.meaning(at).known()
            || scan.is(at, Role::Newest)
    };
    // "Oh" and "no" alone say nothing of a mistake.
    let fixes = |at: usize| {
        let sigh = scan.is(at, Role::Filler) || scan.is(at, Role::Without);
        scan.is(at, Role::Fixer) && !sigh || scan.pair(at).has(Role::Fixer)
    };
    if (0..scan.len()).any(fixes) && (0..scan.len()).all(known) && !asks {
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
    // "Is it 130 over 80"
    let head = (0..scan.len()).find(|at| {
        scan.token(*at).is_some_and(|token| token.word().is_some() || token.number().is_some())
    });
    // "Was 133/85 an hour ago" leaves out what was.
    let states = |at: usize| scan.is(at, Role::Past) && scan.number(at + 1).is_some();
    let begins = |at: usize| {
        scan.is(at, Role::Auxiliary) && !states(at)
            || scan.is(at, Role::Am) && scan.is(at + 1, Role::Speaker)
    };
    let asks = head.is_some_and(begins) && !asks_to_record;
    let question = question || asks;
    let equation = (1..scan.len()).any(|at| {
        scan.is_mark(at, '=') && scan.number(at - 1).is_some() && scan.number(at + 1).is_some()
    });
    question
        || judged
        || sum
        || equation
        || scan.any(Role::Blocker)
        || unrecorded(scan)
        || address(scan)
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
    if verdict(scan) {
        return true;
    }
    if high(scan).is_some() {
        return true;
    }
    (scan.any(Role::Record) || now || urgent(scan).is_some())
        && !scan.any(Role::Blocker)
        && (0..scan.len()).all(|at| !scan.is(at, Role::Not) || scan.is(at + 1, Role::Judgement))
        && (0..scan.len()).all(judges)
        && !(0..scan.len()).any(|at| scan.is_mark(at, '+'))
        && !address(scan)
}

/// Whether all that keeps it from being a reading is what is thought of it, said behind a whole pair:
/// "130 over 80, normal". Nobody knows whether that asks.
fn verdict(scan: &Scan<'_>) -> bool {
    let pair = (0..scan.len()).find(|at| {
        scan.number(*at).is_some() && joins(scan, at + 1) && scan.number(at + 2).is_some()
    });
    let Some(first) = pair else { return false };
    let soft = |at: usize| {
        let hard = scan.is(at, Role::Question) || scan.is(at, Role::Blocker);
        !hard || at > first && scan.is(at, Role::Verdict)
    };
    let either = (0..scan.len()).any(|at| scan.is_mark(at, '+') || scan.is_mark(at, '='));
    (0..scan.len()).all(|at| {
        soft(at)
            && !scan.is_mark(at, '?')
            && !scan.pair(at).has(Role::Question)
            && !scan.is(at, Role::Kin)
    }) && !either
        && !scan.any(Role::Not)
        && !scan.any(Role::Auxiliary)
        && !unrecorded(scan)
        && !address(scan)
}

/// Where a pair begins that is so high that nobody is left without an answer (ESC 2024: 180/110).
fn urgent(scan: &Scan<'_>) -> Option<usize> {
    let value = |at: usize, range: &std::ops::RangeInclusive<u16>| {
        let value = scan.number(at).and_then(|number| u16::try_from(number).ok());
        value.filter(|value| range.contains(value))
    };
    (0..scan.len()).find(|at| {
        let pair = value(*at, &SYSTOLIC).zip(value(at + 2, &DIASTOLIC));
        joins(scan, at + 1)
            && pair.is_some_and(|(upper, lower)| {
                Reading::new(upper, lower, None).is_ok_and(|reading| reading.very_high())
            })
    })
}

/// The very high reading that was said, if nothing before it says that it is none of one's own.
pub(super) fn high(scan: &Scan<'_>) -> Option<Draft> {
    let first = urgent(scan).filter(|first| !hindered(scan, *first) && !address(scan))?;
    let value = |at: usize| scan.number(at).and_then(|number| u16::try_from(number).ok());
    Some(Draft {
        systolic: value(first)?,
        diastolic: value(first + 2)?,
        pulse: None,
        when: When::default(),
        extras: Extras::default(),
    })
}

/// Whether something before the numbers says that they are none of one's own.
fn hindered(scan: &Scan<'_>, first: usize) -> bool {
    let hard = |at: usize| {
        scan.is(at, Role::Blocker) && !scan.is(at, Role::Judgement)
            || scan.is(at, Role::Kin)
            || scan.is(at, Role::Not)
            || scan.is(at, Role::Question) && !scan.is(at, Role::Judgement)
            || scan.is(at, Role::Formerly)
            || scan.token(at).is_some_and(|token| token.word().is_some() && !token.meaning.known())
    };
    (0..first).any(hard) || (0..scan.len()).any(|at| scan.is_mark(at, '+') || scan.is_mark(at, '='))
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
        // "In the year forty-eight" is no hour.
        let timely = scan.ordinal(at).is_some() && !scan.is(at + 1, Role::Year)
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
    let previous = |at: usize| {
        scan.is(at, Role::Previous)
            && [Role::Week, Role::Month, Role::Year].iter().any(|role| scan.is(at + 1, *role))
    };
    (1..scan.len()).any(|at| {
        let behind = number(at.checked_sub(1))
            || scan.is(at - 1, Role::Separator) && number(at.checked_sub(2));
        behind && said(at) || previous(at - 1)
    }) || (0..scan.len()).any(|at| limited(scan, at) || hour_of_day(scan, at))
}

/// Whether a value is only what something is under or over: "below 140/90", "< 130", "pulse up to
/// 100".
fn limited(scan: &Scan<'_>, at: usize) -> bool {
    let value = |at: usize| scan.token(at).is_some_and(|token| token.number() > Some(LIMIT_MIN));
    let compared = ['<', '>', '\u{2264}', '\u{2265}'].iter().any(|mark| scan.is_mark(at, *mark));
    let before = at.checked_sub(1);
    let leads = before.is_none_or(|before| {
        let number = scan.token(before).is_some_and(|token| token.number().is_some());
        let joins = scan.is(before, Role::Separator)
            && before
                .checked_sub(1)
                .is_some_and(|at| scan.token(at).is_some_and(|token| token.number().is_some()));
        !number && !scan.is(before, Role::Systolic) && !joins
    });
    let value = value(at + 1) || scan.is(at + 1, Role::Pressure) && value(at + 2);
    value && (compared || scan.is(at, Role::Limit) && leads)
}

/// Whether a lower value may have swallowed the hour behind it: "eighty, seven in the morning".
fn hour_of_day(scan: &Scan<'_>, at: usize) -> bool {
    let spoken = scan.digits(at) == 0;
    let glued = scan
        .token(at)
        .and_then(Token::number)
        .is_some_and(|number| (21..=99).contains(&number) && !number.is_multiple_of(10));
    const OF_DAY: [Role; 7] =
        [Role::Morning, Role::Evening, Role::Night, Role::OfDay, Role::Am, Role::Pm, Role::Hour];
    let next = |at: usize| OF_DAY.iter().any(|role| scan.is(at, *role));
    spoken && glued && (next(at + 1) || scan.is(at + 1, Role::At) && next(at + 3))
}

/// A telephone number, a network address, the size of a tyre.
fn address(scan: &Scan<'_>) -> bool {
    let dotted = |at: usize| scan.is_mark(at, '.') && scan.tight(at);
    (0..scan.len()).any(|at| {
        let tight_dash = |at: usize| scan.is_mark(at, '-') && scan.tight(at);
        let three = |at: usize| scan.digits(at) == 3;
        scan.is_mark(at, '+') && scan.tight(at + 1) && scan.number(at + 1).is_some()
            || three(at) && tight_dash(at + 1) && three(at + 2) && tight_dash(at + 3)
            || scan.is(at, Role::Right)
                && scan.tight(at + 1)
                && scan.number(at + 1).is_some_and(|inches| (10..=24).contains(&inches))
            || scan.number(at).is_some() && [1, 3, 5].into_iter().all(|step| dotted(at + step))
    })
}
