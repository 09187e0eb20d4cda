//! Times of day: hours and minutes in every shape, and parts of the day.

use super::{extras::is_label, role::Role, scan::Scan, times::What};
use crate::domain::when::Part;

/// Hours of a day: a larger number counts none.
const DAY_HOURS: u32 = 24;

/// "Half past seven", "quarter to nine", "without fifteen nine", "half of the ninth".
pub(super) fn to_the_hour(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let begin = at + usize::from(scan.is(at, Role::At));
    let hour = |at: usize| {
        scan.number(at)
            .or_else(|| scan.ordinal(at))
            .or_else(|| scan.is(at, Role::Hour).then_some(1))
            .and_then(|hour| u8::try_from(hour).ok())
            .filter(|hour| (1..=12).contains(hour))
    };
    let before = |hour: u8, minutes: u8| ((hour + 11) % 12, 60 - minutes);
    let taken = |more: usize| begin - at + more;
    if scan.is(begin, Role::Quarter) && scan.ordinal(begin + 1).is_some() {
        let (hour, _) = before(hour(begin + 1)?, 45);
        return Some((What::Clock(hour, 15), taken(2)));
    }
    if let Some(minutes @ 1..=30) =
        scan.number(begin).filter(|_| scan.is(begin + 1, Role::PastHour))
    {
        return Some((What::Clock(hour(begin + 2)?, minutes as u8), taken(3)));
    }
    // "Twenty-five minutes of the eighth"
    if let Some(minutes @ 1..=59) = scan.number(begin).filter(|_| scan.is(begin + 1, Role::Minute))
        && scan.ordinal(begin + 2).is_some()
    {
        let (hour, _) = before(hour(begin + 2)?, 1);
        return Some((What::Clock(hour, minutes as u8), taken(3)));
    }
    // "Twenty to eight", where a whole reading stands beside it
    if let Some(minutes @ 1..=30) = scan.number(begin).filter(|_| scan.is(begin + 1, Role::To))
        && scan.digits(begin) == 0
        && scan.numbers_outside(at, begin + 3) >= 2
        && let Some(next) = hour(begin + 2)
    {
        let (hour, minute) = before(next, minutes as u8);
        return Some((What::Clock(hour, minute), taken(3)));
    }
    if scan.is(begin, Role::Half) {
        if scan.is(begin + 1, Role::PastHour) {
            return Some((What::Clock(hour(begin + 2)?, 30), taken(3)));
        }
        if scan.ordinal(begin + 1).is_some() {
            let (hour, _) = before(hour(begin + 1)?, 30);
            return Some((What::Clock(hour, 30), taken(2)));
        }
    }
    // One word: the half of an hour glued to its ordinal.
    let halves = scan.grammar.half_prefixes.iter();
    if let Some(ordinal) = halves.filter_map(|half| scan.word(begin).strip_prefix(half)).next()
        && let Some(hour) = scan.grammar.ordinal(ordinal)
        && (1..=12).contains(&hour)
    {
        let (hour, _) = before(hour as u8, 30);
        return Some((What::Clock(hour, 30), taken(1)));
    }
    if scan.is(begin, Role::Quarter) {
        if scan.is(begin + 1, Role::To) {
            let (hour, minute) = before(hour(begin + 2)?, 15);
            return Some((What::Clock(hour, minute), taken(3)));
        }
        if scan.is(begin + 1, Role::PastHour) {
            return Some((What::Clock(hour(begin + 2)?, 15), taken(3)));
        }
    }
    if scan.is(begin, Role::To) {
        let minutes = match scan.number(begin + 1) {
            Some(minutes @ 1..=30) => minutes as u8,
            Some(_) => return None,
            None if scan.is(begin + 1, Role::Quarter) => 15,
            None => return None,
        };
        let skip = usize::from(scan.is(begin + 2, Role::Minute));
        let (hour, minute) = before(hour(begin + 2 + skip)?, minutes);
        return Some((What::Clock(hour, minute), taken(3 + skip)));
    }
    None
}

/// "8:15", "at 8", "8 am", "7.40", "at 21 30", "9 hours 15 minutes".
pub(super) fn clock(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let announced = scan.is(at, Role::At) || scan.is_mark(at, '@');
    let begin = at + usize::from(announced);
    let taken = |more: usize| begin - at + more;
    // "One of the day" is said with and without its "at"; a value before it counts no hours.
    let counted = at.checked_sub(1).and_then(|before| scan.number(before));
    let alone = !scan.is(begin, Role::Many) && counted.is_none_or(|number| number > DAY_HOURS);
    let one = scan.is(begin, Role::Hour) && (announced || alone);
    if one && part(scan, begin + 1).is_some() {
        return Some((What::Clock(1, 0), taken(1)));
    }
    if one && scan.is(begin + 1, Role::OfDay) {
        return Some((What::Clock(of_day(1), 0), taken(2)));
    }
    if announced && scan.is(begin, Role::Hour) {
        return Some((What::Unclear, taken(1)));
    }
    let number = scan.number(begin)?;
    let half = |hour: u8, at: usize| -> Option<u8> {
        if scan.is(at, Role::Pm) && hour < 12 {
            Some(hour + 12)
        } else if scan.is(at, Role::Am) && hour == 12 {
            Some(0)
        } else {
            (scan.is(at, Role::Am) || scan.is(at, Role::Pm)).then_some(hour)
        }
    };
    if announced && let Some((hour, minute)) = together(scan, at, begin, number) {
        return Some(match half(hour, begin + 1) {
            Some(hour) => (What::Clock(hour, minute), taken(2)),
            None => (What::Clock(hour, minute), taken(1)),
        });
    }
    let hour = Some(number).filter(|hour| *hour <= 23)? as u8;
    let minute =
        |at: usize| scan.number(at).filter(|minute| *minute <= 59).map(|minute| minute as u8);
    let with_half = |minute: u8, end: usize| match half(hour, begin + end) {
        Some(hour) => (What::Clock(hour, minute), taken(end + 1)),
        None => (What::Clock(hour, minute), taken(end)),
    };
    let tight_pair = |mark| {
        scan.is_mark(begin + 1, mark)
            && scan.tight(begin + 1)
            && scan.tight(begin + 2)
            && scan.digits(begin + 2) == 2
    };
    if tight_pair(':')
        && let Some(minute) = minute(begin + 2)
    {
        if scan.is(begin + 3, Role::OfDay) {
            return Some((What::Clock(of_day(hour), minute), taken(4)));
        }
        let seconds = scan.is_mark(begin + 3, ':') && scan.digits(begin + 4) == 2;
        return Some(with_half(minute, if seconds { 5 } else { 3 }));
    }
    if tight_pair('.')
        && let Some(minute) = minute(begin + 2)
    {
        if (1..=12).contains(&minute) && hour >= 1 && !announced {
            return Some((What::Unclear, taken(3)));
        }
        return Some(with_half(minute, 3));
    }
    // 7h15m, 9 hours 15 minutes, 10 hours
    if scan.is(begin + 1, Role::Hour) {
        if let Some(minute) = minute(begin + 2).filter(|_| scan.is(begin + 3, Role::Minute)) {
            return Some(with_half(minute, 4));
        }
        let glued = scan.tight(begin + 2) && scan.digits(begin + 2) == 2;
        if let Some(minute) = minute(begin + 2).filter(|_| glued) {
            return Some(with_half(minute, 3));
        }
        if scan.is(begin + 2, Role::OfDay) {
            return Some((What::Clock(of_day(hour), 0), taken(3)));
        }
        let timed = announced || part(scan, begin + 2).is_some() || scan.tight(begin + 1);
        return timed.then(|| with_half(0, 2));
    }
    if half(hour, begin + 1).is_some() {
        return Some(with_half(0, 1));
    }
    let values_left = |from: usize| scan.numbers_outside(at, from);
    // at 21-30, at twelve oh five; 9-30 where a line begins
    let first = at == 0 || scan.is_break(at - 1);
    // Written so where nothing announces it, other minutes than these may be of a date.
    let full = scan.number(begin + 2).is_some_and(|minute| minute.is_multiple_of(5));
    if (announced || first && full)
        && tight_pair('-')
        && values_left(begin + 3) >= 2
        && let Some(minute) = minute(begin + 2)
    {
        return Some(with_half(minute, 3));
    }
    if announced
        && scan.digits(begin + 1) == 0
        && scan.number(begin + 1) == Some(0)
        && values_left(begin + 3) >= 2
        && let Some(minute) = minute(begin + 2).filter(|minute| *minute <= 9)
    {
        return Some(with_half(minute, 3));
    }
    // 8 30 in the morning, at 21 30
    if let Some(minute) = minute(begin + 1)
        && !separated(scan, begin + 2)
    {
        let spelt = scan.digits(begin + 1) == 0 || scan.digits(begin + 1) == 2;
        let halved = part(scan, begin + 2).is_some() || half(hour, begin + 2).is_some();
        if spelt && (halved || (announced && values_left(begin + 2) != 1)) {
            return Some(with_half(minute, 2));
        }
    }
    if announced && scan.is(begin + 1, Role::OfDay) {
        return Some((What::Clock(of_day(hour), 0), taken(2)));
    }
    if part(scan, begin + 1).is_some() {
        return Some(with_half(0, 1));
    }
    // "At 9" alone is a time when a whole reading remains beside it.
    let end = scan.next_solid(begin + 1).is_none_or(|next| scan.number(next).is_none())
        || values_left(begin + 1) >= 2;
    let time = announced && end && hour >= 1 && !separated(scan, begin + 1);
    time.then(|| with_half(0, 1))
}

/// The hour of the day that is said with "of the day": three is fifteen, and eleven is eleven.
pub(super) fn of_day(hour: u8) -> u8 {
    if (0..7).contains(&hour) { hour + 12 } else { hour }
}

/// An hour and its minutes in one number: "at 0915", "at eight oh five", "at one thirty a.m."
fn together(scan: &Scan<'_>, at: usize, begin: usize, number: u32) -> Option<(u8, u8)> {
    let (hour, minute) = (u8::try_from(number / 100).ok()?, (number % 100) as u8);
    let timed = hour <= 23 && minute <= 59 && !separated(scan, begin + 1);
    let written = scan.digits(begin) == 4;
    // In words "one thirty" may as well be a value: then something else has to say that it is none.
    let spoken = scan.digits(begin) == 0 && (1..=9).contains(&hour);
    let plain = hour >= 4;
    let half = scan.is(begin + 1, Role::Am) || scan.is(begin + 1, Role::Pm);
    // "The pulse was around one hundred and five" ends with a value.
    let worded = |at: &usize| scan.token(*at).is_some_and(|token| token.number().is_none());
    let named = (0..at).rev().take_while(worded).any(|at| is_label(scan, at));
    let last = scan.next_solid(begin + 1).is_none() && !named;
    let rest = scan.numbers_outside(at, begin + 1) >= 2;
    let fits = written || spoken && (plain || half || last);
    (timed && fits && rest).then_some((hour, minute))
}

/// Whether what stands here joins two values.
fn separated(scan: &Scan<'_>, at: usize) -> bool {
    // "At seven, and now …" begins something else.
    scan.is(at, Role::Separator) && !scan.is(at, Role::At) && !scan.is(at + 1, Role::Now)
        || scan.is_mark(at, '/')
        || scan.is_mark(at, '*')
}

/// A part of the day, with or without its preposition.
pub(super) fn part(scan: &Scan<'_>, at: usize) -> Option<Part> {
    [
        (Role::Morning, Part::Morning),
        (Role::Daytime, Part::Daytime),
        (Role::Evening, Part::Evening),
        (Role::Night, Part::Night),
    ]
    .into_iter()
    .find(|(role, _)| scan.is(at, *role))
    .map(|(_, part)| part)
    .or_else(|| titled(scan, at).then_some(Part::Daytime))
    .or_else(|| half_of_day(scan, at))
}

/// "am:" and "pm:" at the heads of lines.
fn half_of_day(scan: &Scan<'_>, at: usize) -> Option<Part> {
    let first = at == 0 || scan.is_break(at - 1);
    match () {
        () if !first || !scan.is_mark(at + 1, ':') => None,
        () if scan.is(at, Role::Am) => Some(Part::Morning),
        () if scan.is(at, Role::Pm) => Some(Part::Evening),
        () => None,
    }
}

/// Whether "day" stands at the head of a line of numbers, as "morning" and "evening" do.
fn titled(scan: &Scan<'_>, at: usize) -> bool {
    const VALUE_MIN: u32 = 60;
    let first = at == 0 || scan.is_break(at - 1);
    let value = |at: usize| scan.number(at).is_some_and(|number| number >= VALUE_MIN);
    first && scan.is(at, Role::Day) && scan.next_solid(at + 1).is_some_and(value)
}
