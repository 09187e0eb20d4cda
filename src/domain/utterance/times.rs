//! Times and dates in an utterance. What is found is used up, so that no clock time is ever taken
//! for a pressure.

use super::{
    clock::{clock, of_day, part, to_the_hour},
    decide::QUANTITY_MAX,
    extras::is_label,
    role::Role,
    scan::{Scan, Use},
    token::Token,
    values::{half, joins},
};
use crate::domain::when::{Day, NIGHT_HOURS, Part, When};

/// A piece of a time, and the token where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bit {
    pub(super) at: usize,
    pub(super) what: What,
    /// Whether an hour may be one of twelve.
    pub(super) of_twelve: bool,
}

/// What a piece says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Day(Day),
    Clock(u8, u8),
    Part(Part),
    MinutesAgo(u32),
    /// A time or a date, nobody knows: 8.10.
    Unclear,
}

/// Finds every time.
pub(super) fn find(scan: &mut Scan<'_>) -> Vec<Bit> {
    let mut bits = Vec::new();
    for at in 0..scan.len() {
        if let Some((what, count)) = scan.is_free(at).then(|| one(scan, at)).flatten() {
            scan.take(at, count, Use::Time);
            // "2:00" and "02" are hours of twenty-four.
            let exact = (at..at + count).any(|at| {
                let zero = scan.digits(at) > 1 && scan.slice(at, at).starts_with('0');
                scan.is_mark(at, ':') || scan.is_mark(at, '.') || zero
            });
            let said = [Role::Am, Role::Pm, Role::Midnight];
            let half = (at..at + count).any(|at| said.into_iter().any(|role| scan.is(at, role)));
            bits.push(Bit { at, what, of_twelve: !exact && !half });
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
            What::Clock(hour, minute) => {
                when.of_twelve = when.clock.is_none() && bit.of_twelve && hour < NIGHT_HOURS;
                when.clock = when.clock.or(Some((hour, minute)));
            }
            What::Part(part) => when.part = when.part.or(Some(part)),
            What::MinutesAgo(minutes) => when.minutes_ago = when.minutes_ago.or(Some(minutes)),
            What::Unclear => {}
        }
    }
    // "Today" alone is now.
    if when == (When { day: Some(Day::Ago(0)), ..When::default() }) {
        when.day = None;
    }
    when
}

/// A time that begins at this token, and how many tokens it takes.
fn one(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    date(scan, at)
        .or_else(|| ago(scan, at))
        .or_else(|| around(scan, at))
        .or_else(|| to_the_hour(scan, at).map(|found| of_the_day(scan, at, found)))
        .or_else(|| clock(scan, at))
        .or_else(|| named(scan, at))
}

/// "Half past twelve of the day".
fn of_the_day(scan: &Scan<'_>, at: usize, found: (What, usize)) -> (What, usize) {
    match found {
        (What::Clock(hour, minute), count) if scan.is(at + count, Role::OfDay) => {
            (What::Clock(of_day(hour), minute), count + 1)
        }
        found => found,
    }
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
            // 11/17 can only be that where a month comes first
            let american = mark == '/' && scan.digits(at + 2) == 2 && !again(mark);
            if let (Some(m), Some(d @ 13..)) = (month(first), day(second))
                && american
                && followed(scan, at + 3)
            {
                return Some((What::Day(made(d, m, None)), 3));
            }
            // 20.11 or 16/11, where a time or nothing but readings can follow
            let (Some(d), Some(m)) = (day(first), month(second)) else { continue };
            let two_digits = scan.digits(at + 2) == 2;
            let timed = followed(scan, at + 3);
            let either = mark == '/' && first <= 12 && first != second;
            if either && timed && (scan.any(Role::Am) || scan.any(Role::Pm)) {
                return Some((What::Unclear, 3));
            }
            let fits = match mark {
                '.' => two_digits && (first > 12 || timed),
                _ => timed && first <= 31,
            };
            if fits {
                return Some((What::Day(made(d, m, None)), 3));
            }
        }
    }
    // Nov 20th, 20 November, and the day as an ordinal word before its month
    let named_month = |at: usize| scan.meaning(at).month;
    let numbered = |at: usize| number(at).or_else(|| scan.ordinal(at)).and_then(day);
    let suffix = |at: usize| {
        let hyphen = usize::from(scan.is_mark(at, '-') && scan.tight(at));
        let end = at + hyphen;
        let ends = scan.tight(end) && scan.is(end, Role::OrdinalEnding);
        if ends { hyphen + 1 } else { 0 }
    };
    let tail = |at: usize| {
        let comma = usize::from(scan.is_mark(at, ','));
        match number(at + comma).filter(|y| *y >= 2000).and_then(year) {
            Some(y) => (Some(y), comma + 1 + usize::from(scan.is(at + comma + 1, Role::Year))),
            None => (None, 0),
        }
    };
    if let Some(d) = numbered(at).filter(|_| scan.is(at + 1, Role::OfMonth)) {
        return Some((What::Day(Day::OfMonth(d)), 2));
    }
    if let Some(d) = numbered(at) {
        let skip = suffix(at + 1);
        if skip > 0 && named_month(at + 1 + skip).is_none() {
            return Some((What::Day(Day::OfMonth(d)), 1 + skip));
        }
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

/// Whether a time of day stands next.
fn followed(scan: &Scan<'_>, at: usize) -> bool {
    scan.next_solid(at).is_some_and(|next| {
        !scan.is_break(next) && (clock(scan, next).is_some() || part(scan, next).is_some())
    })
}

/// "Around 20 minutes ago".
fn around(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let (what, count) = scan.is(at, Role::At).then(|| ago(scan, at + 1)).flatten()?;
    Some((what, count + 1))
}

/// "An hour ago", "two days ago", "minutes ten ago"; "in an hour" lies ahead.
fn ago(scan: &Scan<'_>, at: usize) -> Option<(What, usize)> {
    let counts = |at: usize| {
        let roles = [Role::OneAndHalf, Role::Couple, Role::Half, Role::HalfHour];
        scan.number(at).is_some() || roles.into_iter().any(|role| scan.is(at, role))
    };
    let is_ago = |at: usize| -> usize {
        if scan.is(at, Role::Ago) {
            1
        } else if scan.is(at + 1, Role::Ago) && !counts(at) && !scan.is(at, Role::Hour) {
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
    // "In an hour" before any value; behind one it is how long after something it was taken.
    let ahead = || !(0..at).any(|at| scan.number(at).is_some_and(|number| number > 59));
    if scan.is(at, Role::Later) && ahead() {
        let counts = [Role::Couple, Role::Article, Role::OneAndHalf, Role::Half];
        let count = |at: &usize| {
            scan.number(*at).is_some() || counts.into_iter().any(|role| scan.is(*at, role))
        };
        // "In half an hour" counts with two words.
        let start = at + 1 + (at + 1..at + 3).take_while(count).count();
        let named = unit(start).is_some() || scan.is(start, Role::HalfHour);
        let remark = scan.is(start + 1, Role::Remark);
        return (named && !remark).then_some((What::Day(Day::Ahead), start + 1 - at));
    }
    if let (Some(minutes), Some(number), true) =
        (unit(at), scan.number(at + 1), scan.is(at + 2, Role::Ago))
        && (minutes != 60 || number < 10 || scan.is(at, Role::Many))
    {
        return (number <= 999).then(|| (made(number * minutes, minutes >= 1440), 3));
    }
    // "Hours one and a half ago" is said where one is not sure.
    if let (Some(minutes), true, true) =
        (unit(at), scan.is(at + 1, Role::OneAndHalf), scan.is(at + 2, Role::Ago))
    {
        return Some((What::MinutesAgo(minutes * 3 / 2), 3));
    }
    // "70 minutes twenty ago": the count stands behind its unit, and a pulse before it.
    let counted = scan.number(at).is_some_and(|number| number >= QUANTITY_MAX)
        && unit(at + 1).is_some()
        && counts(at + 2)
        && scan.is(at + 3, Role::Ago);
    if counted {
        return None;
    }
    // "130/80 an hour ago", "pulse 70 an hour ago": a value counts no hours.
    let value = |number: u32| {
        let before = at.checked_sub(1).is_some_and(|before| {
            is_label(scan, before)
                || joins(scan, before) && scan.number(at.saturating_sub(2)).is_some()
        });
        // "70, an hour ago" where a language has no word for "an": one hour, and no seventy.
        let one = scan.is(at + 1, Role::OneUnit) && (number % 10 != 1 || number % 100 == 11);
        (before || one) && number >= QUANTITY_MAX
    };
    let (count, start) = match scan.number(at) {
        Some(number) if number <= 999 && !value(number) => (number, at + 1 + half(scan, at + 1)),
        Some(_) => return None,
        None if scan.is(at, Role::OneAndHalf) && unit(at + 1).is_some() => {
            let more = is_ago(at + 2);
            let minutes = unit(at + 1)? * 3 / 2;
            return (more > 0).then_some((What::MinutesAgo(minutes), 2 + more));
        }
        None if scan.is(at, Role::Couple) => (2, at + 1 + usize::from(scan.is(at + 1, Role::Of))),
        None if scan.is(at, Role::HalfHour) => {
            let more = is_ago(at + 1);
            return (more > 0).then_some((What::MinutesAgo(30), 1 + more));
        }
        None if scan.is(at, Role::Half) && scan.is(at + 2, Role::Hour) => {
            let more = is_ago(at + 3);
            return (more > 0).then_some((What::MinutesAgo(30), 3 + more));
        }
        None if unit(at).is_some() => (1, at),
        None if scan.is(at, Role::Article) && unit(at + 1).is_some() => (1, at + 1),
        None => return None,
    };
    let minutes = unit(start)?;
    // "An hour twenty ago", "2 hours 10 minutes ago"
    if minutes == 60
        && let Some(rest) = scan.number(start + 1).filter(|rest| *rest <= 59)
    {
        let end = start + 2 + usize::from(scan.is(start + 2, Role::Minute));
        let more = is_ago(end);
        return (more > 0).then_some((What::MinutesAgo(count * 60 + rest), end - at + more));
    }
    // "Two and a half hours ago", "two hours and a half ago"
    let inside = start > at + 1 && half(scan, at + 1) > 0;
    let half = half(scan, start + 1);
    let more = is_ago(start + 1 + half);
    let half_minutes = if half > 0 || inside { minutes / 2 } else { 0 };
    (more > 0).then(|| {
        let all = count * minutes + half_minutes;
        (made(all, minutes >= 1440), start + 1 - at + half + more)
    })
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
    if scan.is(at, Role::Day) && scan.is(at + 1, Role::Before) && scan.is(at + 2, Role::Yesterday) {
        return Some((What::Day(Day::Ago(2)), 3));
    }
    if scan.is(at, Role::This) && part(scan, at + 1).is_some() {
        return Some((What::Day(Day::Ago(0)), 1));
    }
    if scan.is(at, Role::MeanOrDay) {
        // The mean, unless a time follows the day.
        if !followed(scan, at + 1) {
            return Some((What::Unclear, 1));
        }
    }
    if scan.is(at, Role::LastOne) && scan.is(at + 1, Role::Night) {
        return Some((What::Day(Day::Ago(1)), 1));
    }
    if let Some(day) = day_role(at) {
        return Some((What::Day(day), 1));
    }
    let begin = at + usize::from(scan.is(at, Role::At));
    // "Sat 97" behind a reading, or with a value's name behind it, is no Saturday.
    let counted = |at: usize| {
        scan.number(at + 1).is_some_and(|number| number <= 100)
            && scan.next_solid(at + 2).is_none_or(|next| is_label(scan, next))
    };
    let or_else = |at: usize| {
        scan.is(at, Role::DayOrElse) && counted(at)
            || scan.is(at, Role::DayOrElse)
                && scan.token(at + 1).and_then(Token::word).is_some()
                && !scan.is(at + 1, Role::At)
                && part(scan, at + 1).is_none()
                && !is_label(scan, at + 1)
    };
    if let Some(day) = scan.meaning(begin).weekday.filter(|_| !or_else(begin)) {
        return Some((What::Day(Day::Weekday(day as u8)), begin - at + 1));
    }
    for (role, hour) in [(Role::Noon, 12), (Role::Midnight, 0)] {
        if scan.is(begin, role) {
            return Some((What::Clock(hour, 0), begin - at + 1));
        }
    }
    // "Good morning" is a greeting, and so is "evening all".
    let greeted = at > 0 && scan.is(at - 1, Role::Good) || scan.is(at + 1, Role::Everybody);
    let part = part(scan, at).filter(|_| !greeted)?;
    // "Last night", "Saturday night" where a language means the evening by it.
    let before = |role: Role| at > 0 && scan.is(at - 1, role);
    let weekday = at > 0 && scan.meaning(at - 1).weekday.is_some();
    let late = scan.is(at, Role::LateEvening) && (before(Role::Yesterday) || weekday);
    let evening = part == Part::Night && (before(Role::LastOne) || late);
    Some((What::Part(if evening { Part::Evening } else { part }), 1))
}
