//! Times and dates in an utterance. What is found is used up, so that no clock time is ever taken
//! for a pressure.

use super::{
    grammar::Role,
    scan::{Scan, Use},
};
use crate::domain::when::{Day, Part, When};

/// A piece of a time, and the token where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bit {
    pub(super) at: usize,
    pub(super) what: What,
}

/// What a piece says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Day(Day),
    Clock(u8, u8),
    Part(Part),
    MinutesAgo(u32),
}

/// Finds every time.
pub(super) fn find(scan: &mut Scan<'_>) -> Vec<Bit> {
    let mut bits = Vec::new();
    let mut at = 0;
    while at < scan.len() {
        match scan.is_free(at).then(|| one(scan, at)).flatten() {
            Some((what, count)) => {
                scan.take(at, count, Use::Time);
                bits.push(Bit { at, what });
                at += count;
            }
            None => at += 1,
        }
    }
    bits
}

/// The bits as one time.
pub(super) fn merge<'a>(bits: impl Iterator<Item = &'a Bit>) -> When {
    let mut when = When::default();
    for bit in bits {
        match bit.what {
            What::Day(day) => when.day = when.day.or(Some(day)),
            What::Clock(hour, minute) => when.clock = when.clock.or(Some((hour, minute))),
            What::Part(part) => when.part = when.part.or(Some(part)),
            What::MinutesAgo(minutes) => when.minutes_ago = when.minutes_ago.or(Some(minutes)),
        }
    }
    when
}

/// A time that begins at this token, and how many tokens it takes.
fn one(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    date(scan, at)
        .or_else(|| ago(scan, at))
        .or_else(|| to_the_hour(scan, at))
        .or_else(|| clock(scan, at))
        .or_else(|| named(scan, at))
}

fn date(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let number = |at| scan.number(at);
    let day = |value: u32| u8::try_from(value).ok().filter(|day| (1..=31).contains(day));
    let month = |value: u32| u8::try_from(value).ok().filter(|month| (1..=12).contains(month));
    let year = |value: u32| match value {
        2000..=2100 => i16::try_from(value).ok(),
        20..=40 => i16::try_from(value + 2000).ok(),
        _ => None,
    };
    let made = |day, month, year| Day::Date { day, month, year };
    let joined = |mark| scan.is_mark(at + 1, mark) && scan.tight(at + 1) && scan.tight(at + 2);
    let again = |mark| scan.is_mark(at + 3, mark) && scan.tight(at + 3) && scan.tight(at + 4);
    if let Some(first) = number(at) {
        let second = number(at + 2);
        let third = number(at + 4);
        // 2026-11-20
        if let (Some(y), Some(m), Some(d), true, true) = (
            year(first).filter(|_| first >= 2000),
            second.and_then(month),
            third.and_then(day),
            joined('-'),
            again('-'),
        ) {
            return Some((What::Day(made(d, m, Some(y))), 5));
        }
        for mark in ['.', '/'] {
            let Some(second) = second.filter(|_| joined(mark)) else { continue };
            let whole = third.filter(|_| again(mark)).and_then(year);
            if let (Some(y), true) = (whole, scan.digits(at + 2) <= 2) {
                // 20.11.2026, and 11/20/2026 where a month comes first
                if let (Some(d), Some(m)) = (day(first), month(second)) {
                    return Some((What::Day(made(d, m, Some(y))), 5));
                }
                if let (Some(m), Some(d)) = (month(first), day(second)) {
                    return Some((What::Day(made(d, m, Some(y))), 5));
                }
            }
            // 20.11 or 16/11, where a time or nothing but readings can follow
            let (Some(d), Some(m)) = (day(first), month(second)) else { continue };
            let two_digits = scan.digits(at + 2) == 2;
            let timed = scan.next_solid(at + 3).is_some_and(|next| {
                !scan.is_break(next)
                    && (clock(scan, next).is_some() || part(scan, next).is_some() || at_word(scan, next))
            });
            let fits = match mark {
                '.' => two_digits && (first > 12 || timed),
                _ => timed && first <= 31,
            };
            if fits {
                return Some((What::Day(made(d, m, None)), 3));
            }
        }
    }
    // 20 ноября, Nov 20th, двадцатого ноября
    let named_month = |at: usize| scan.grammar.months.get(scan.word(at)).copied();
    let numbered = |at: usize| {
        number(at).or_else(|| scan.grammar.ordinals.get(scan.word(at)).copied()).and_then(day)
    };
    let suffix = |at: usize| {
        usize::from(scan.tight(at) && matches!(scan.word(at), "st" | "nd" | "rd" | "th"))
    };
    let tail = |at: usize| match number(at).filter(|y| *y >= 2000).and_then(year) {
        Some(y) => (Some(y), 1 + usize::from(scan.is(at + 1, Role::Year))),
        None => (None, 0),
    };
    if let Some(d) = numbered(at) {
        let skip = suffix(at + 1);
        if let Some(m) = named_month(at + 1 + skip).and_then(month) {
            let (y, more) = tail(at + 2 + skip);
            return Some((What::Day(made(d, m, y)), 2 + skip + more));
        }
    }
    if let (Some(m), Some(d)) = (named_month(at).and_then(month), numbered(at + 1)) {
        let skip = suffix(at + 2);
        let (y, more) = tail(at + 2 + skip);
        return Some((What::Day(made(d, m, y)), 2 + skip + more));
    }
    None
}

fn at_word(scan: &Scan<'_>, at: usize) -> bool {
    scan.is(at, Role::At) && clock(scan, at).is_some()
}

/// "An hour ago", "two days ago".
fn ago(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let is_ago = |at: usize| -> usize {
        if scan.is(at, Role::Ago) {
            1
        } else if scan.is(at + 1, Role::Ago) && !scan.is(at, Role::Hour) {
            2
        } else {
            0
        }
    };
    let unit = |at: usize| {
        [(Role::Minute, 1), (Role::Hour, 60), (Role::Day, 1440), (Role::Week, 7 * 1440)]
            .into_iter()
            .find(|(role, _)| scan.is(at, *role))
            .map(|(_, minutes)| minutes)
    };
    let made = |minutes: u32, days: bool| match days {
        true => What::Day(Day::Ago((minutes / 1440) as u16)),
        false => What::MinutesAgo(minutes),
    };
    let (count, start) = match scan.number(at) {
        Some(number) if number <= 999 => (number, at + 1),
        Some(_) => return None,
        None if scan.is(at, Role::Couple) => (2, at + 1 + usize::from(scan.word(at + 1) == "of")),
        None if scan.is(at, Role::HalfHour) => {
            let more = is_ago(at + 1);
            return (more > 0).then_some((What::MinutesAgo(30), 1 + more));
        }
        None if scan.is(at, Role::Half) && scan.is(at + 2, Role::Hour) => {
            let more = is_ago(at + 3);
            return (more > 0).then_some((What::MinutesAgo(30), 3 + more));
        }
        None if unit(at).is_some() => (1, at),
        None if matches!(scan.word(at), "a" | "an") && unit(at + 1).is_some() => (1, at + 1),
        None => return None,
    };
    let minutes = unit(start)?;
    let more = is_ago(start + 1);
    (more > 0).then(|| (made(count * minutes, minutes >= 1440), start + 1 - at + more))
}

/// "Half past seven", "quarter to nine", "without fifteen nine", "half of the ninth".
fn to_the_hour(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let begin = at + usize::from(scan.is(at, Role::At));
    let hour = |at: usize| {
        scan.number(at)
            .or_else(|| scan.grammar.ordinals.get(scan.word(at)).copied())
            .or_else(|| scan.is(at, Role::Hour).then_some(1))
            .and_then(|hour| u8::try_from(hour).ok())
            .filter(|hour| (1..=12).contains(hour))
    };
    let before = |hour: u8, minutes: u8| ((hour + 11) % 12, 60 - minutes);
    let taken = |more: usize| begin - at + more;
    if scan.is(begin, Role::Half) {
        if scan.is(begin + 1, Role::PastHour) {
            return Some((What::Clock(hour(begin + 2)?, 30), taken(3)));
        }
        if scan.grammar.ordinals.contains_key(scan.word(begin + 1)) {
            let (hour, _) = before(hour(begin + 1)?, 30);
            return Some((What::Clock(hour, 30), taken(2)));
        }
    }
    // One word: the half of an hour glued to its ordinal.
    const HALF: &str = "\u{43f}\u{43e}\u{43b}";
    if let Some(ordinal) = scan.word(begin).strip_prefix(HALF)
        && let Some(&hour) = scan.grammar.ordinals.get(ordinal)
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
            None => {
                let minutes = *scan.grammar.ordinals.get(scan.word(begin + 1))?;
                u8::try_from(minutes).ok().filter(|minutes| (1..=30).contains(minutes))?
            }
        };
        let skip = usize::from(scan.is(begin + 2, Role::Minute));
        let (hour, minute) = before(hour(begin + 2 + skip)?, minutes);
        return Some((What::Clock(hour, minute), taken(3 + skip)));
    }
    None
}

/// "8:15", "at 8", "8 am", "7.40", "at 21 30", "9 hours 15 minutes".
fn clock(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let announced = scan.is(at, Role::At);
    let begin = at + usize::from(announced);
    let taken = |more: usize| begin - at + more;
    if announced && scan.is(begin, Role::Hour) && part(scan, begin + 1).is_some() {
        return Some((What::Clock(1, 0), taken(1)));
    }
    let hour = scan.number(begin).filter(|hour| *hour <= 23)? as u8;
    let minute = |at: usize| scan.number(at).filter(|minute| *minute <= 59).map(|minute| minute as u8);
    let half = |hour: u8, at: usize| -> Option<u8> {
        if scan.is(at, Role::Pm) && hour < 12 {
            Some(hour + 12)
        } else if scan.is(at, Role::Am) && hour == 12 {
            Some(0)
        } else {
            (scan.is(at, Role::Am) || scan.is(at, Role::Pm)).then_some(hour)
        }
    };
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
    if tight_pair(':') && let Some(minute) = minute(begin + 2) {
        let seconds = scan.is_mark(begin + 3, ':') && scan.digits(begin + 4) == 2;
        return Some(with_half(minute, if seconds { 5 } else { 3 }));
    }
    if tight_pair('.') && let Some(minute) = minute(begin + 2) {
        return Some(with_half(minute, 3));
    }
    // 7h15m, 9 hours 15 minutes, 10 hours
    if scan.is(begin + 1, Role::Hour) && !scan.is(begin + 2, Role::Ago) {
        if let Some(minute) = minute(begin + 2).filter(|_| scan.is(begin + 3, Role::Minute)) {
            return Some(with_half(minute, 4));
        }
        if scan.is(begin + 2, Role::OfDay) {
            let hour = if hour < 12 { hour + 12 } else { hour };
            return Some((What::Clock(hour, 0), taken(3)));
        }
        let timed = announced || part(scan, begin + 2).is_some() || scan.tight(begin + 1);
        return timed.then(|| with_half(0, 2));
    }
    if half(hour, begin + 1).is_some() {
        return Some(with_half(0, 1));
    }
    let values_left = |from: usize| {
        (0..scan.len()).filter(|n| (*n < at || *n >= from) && scan.number(*n).is_some()).count()
    };
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
        let hour = if hour < 12 { hour + 12 } else { hour };
        return Some((What::Clock(hour, 0), taken(2)));
    }
    if part(scan, begin + 1).is_some() && !separated(scan, begin + 1) {
        return Some(with_half(0, 1));
    }
    // "At 9" alone is a time when a whole reading remains beside it.
    let end = scan.next_solid(begin + 1).is_none_or(|next| scan.number(next).is_none())
        || values_left(begin + 1) >= 2;
    let time = announced && end && hour >= 1 && !separated(scan, begin + 1);
    (time && !(scan.is(begin + 1, Role::Measure) && scan.is(begin, Role::At)))
        .then(|| with_half(0, 1))
}

/// Whether what stands here joins two values.
fn separated(scan: &Scan<'_>, at: usize) -> bool {
    scan.is(at, Role::Separator) && !scan.is(at, Role::At)
        || scan.is_mark(at, '/')
        || scan.is_mark(at, '*')
}

/// A part of the day, with or without its preposition.
fn part(scan: &Scan<'_>, at: usize) -> Option<Part> {
    [
        (Role::Morning, Part::Morning),
        (Role::Daytime, Part::Daytime),
        (Role::Evening, Part::Evening),
        (Role::Night, Part::Night),
    ]
    .into_iter()
    .find(|(role, _)| scan.is(at, *role))
    .map(|(_, part)| part)
}

/// Days, parts of days, noon and midnight, by their names.
fn named(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let day_role = |at: usize| {
        [
            (Role::Today, Day::Ago(0)),
            (Role::Yesterday, Day::Ago(1)),
            (Role::DayBefore, Day::Ago(2)),
            (Role::Tomorrow, Day::Ahead),
        ]
        .into_iter()
        .find(|(role, _)| scan.is(at, *role))
        .map(|(_, day)| day)
    };
    // "Day before yesterday", "last night"
    if scan.is(at, Role::Day) && scan.word(at + 1) == "before" && scan.is(at + 2, Role::Yesterday) {
        return Some((What::Day(Day::Ago(2)), 3));
    }
    if scan.word(at) == "last" && scan.is(at + 1, Role::Night) {
        return Some((What::Day(Day::Ago(1)), 1));
    }
    if let Some(day) = day_role(at) {
        return Some((What::Day(day), 1));
    }
    let begin = at + usize::from(scan.is(at, Role::At));
    if let Some(&day) = scan.grammar.weekdays.get(scan.word(begin)) {
        return Some((What::Day(Day::Weekday(day as u8)), begin - at + 1));
    }
    for (role, hour) in [(Role::Noon, 12), (Role::Midnight, 0)] {
        if scan.is(begin, role) {
            return Some((What::Clock(hour, 0), begin - at + 1));
        }
    }
    let part = part(scan, at)?;
    let evening = at > 0 && scan.word(at - 1) == "last" && part == Part::Night;
    Some((What::Part(if evening { Part::Evening } else { part }), 1))
}
