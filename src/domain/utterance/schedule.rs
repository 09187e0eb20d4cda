//! Times of the day and days of the week that somebody wants to be reminded at: "at 7:30 on
//! weekdays", "from 22 to 7". Nothing but such words may be said, else it is something else.

use super::{
    grammar::Grammar,
    numbers,
    token::{self, Token, What},
};
use crate::domain::{
    reminder::{Reminder, TimeOfDay, Weekdays},
    reminding::Schedule,
};
use serde::Deserialize;

/// What a word of a schedule is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Timely {
    /// It asks to be reminded.
    Remind,
    /// The hour before it is one of the first half of the day.
    Early,
    /// The hour before it is one of the second half of the day.
    Late,
    /// In the morning, without an hour.
    Morning,
    /// In the evening, without an hour.
    Evening,
    /// From Monday to Friday.
    Work,
    /// On Saturday and Sunday.
    Weekend,
    /// Every day.
    Daily,
    /// From the one time to the other.
    Stretch,
    /// It asks to be left in peace.
    Quiet,
    /// Nothing of its own.
    Filler,
}

/// More words than these are no schedule.
const TOKENS_MAX: usize = 24;
/// Marks between the ends of a stretch.
const DASHES: [char; 3] = ['-', '\u{2013}', '\u{2014}'];
/// The start of a day's name by which its other forms are known, letters.
const STEM: usize = 4;

/// The schedule that this wording is, if it is one.
pub fn schedule(grammar: &Grammar, wording: &str) -> Option<Schedule> {
    // As a command, too: "/reminders at 8".
    let wording = wording.trim();
    let wording = wording.strip_prefix('/').unwrap_or(wording);
    let tokens = numbers::join(grammar, token::split(grammar, wording));
    if tokens.len() > TOKENS_MAX {
        return None;
    }
    let (mut times, mut days, mut stretch) = (Vec::new(), 0u8, false);
    let (mut asks, mut quiet) = (false, false);
    // What the word right before says of a stretch, if it may open one of days: what was known of
    // one of times without it.
    let mut opening = None;
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let opened: Option<bool> = opening.take();
        if let Some(hour) = first.number() {
            let (time, after) = time(grammar, hour, after)?;
            times.push(time);
            rest = after;
            continue;
        }
        let Some(word) = first.word() else {
            let What::Mark(mark) = first.what else { return None };
            match mark {
                mark if DASHES.contains(&mark) => stretch = true,
                ',' | '.' => {}
                _ => return None,
            }
            continue;
        };
        match grammar.timely(word) {
            Some(Timely::Remind) => asks = true,
            Some(Timely::Morning) => times.push(Reminder::PAIR[0]),
            Some(Timely::Evening) => times.push(Reminder::PAIR[1]),
            Some(Timely::Work) => days |= Weekdays::WORK.bits(),
            Some(Timely::Weekend) => days |= Weekdays::WEEKEND.bits(),
            Some(Timely::Daily) => days |= Weekdays::ALL.bits(),
            Some(Timely::Stretch) => {
                opening = Some(stretch);
                stretch = true;
            }
            Some(Timely::Quiet) => quiet = true,
            Some(Timely::Filler) => {}
            Some(Timely::Early | Timely::Late) => return None,
            None => {
                let from = weekday(grammar, word)?;
                let to = up_to(grammar, opened.is_some(), rest);
                if let Some((_, after)) = to {
                    stretch = opened.unwrap_or(stretch);
                    rest = after;
                }
                days |= between(from, to.map_or(from, |(to, _)| to));
            }
        }
    }
    times.dedup();
    let days = Weekdays::of_bits(days).unwrap_or(Weekdays::ALL);
    (!times.is_empty()).then_some(Schedule { times, days, stretch, asks, quiet })
}

/// The day to which a stretch of days goes on that begins before these tokens: behind a dash or a
/// "to"; where it was opened by a "from", behind any small word.
fn up_to<'a>(grammar: &Grammar, opened: bool, after: &'a [Token]) -> Option<(u8, &'a [Token])> {
    let [joint, day, rest @ ..] = after else { return None };
    let dash = DASHES.into_iter().any(|dash| joint.is_mark(dash));
    let joins = match joint.word().and_then(|word| grammar.timely(word)) {
        Some(Timely::Stretch) => true,
        Some(Timely::Filler) => opened,
        _ => dash,
    };
    joins.then(|| Some((weekday(grammar, day.word()?)?, rest))).flatten()
}

/// The bits of the days from this one to that one, 1 (Monday) to 7, over a Sunday if need be.
fn between(from: u8, to: u8) -> u8 {
    let days = (to + 7 - from) % 7 + 1;
    (0..days).map(|more| 1 << ((from - 1 + more) % 7)).sum()
}

/// A time that begins with this number, and what stands behind it.
fn time<'a>(grammar: &Grammar, hour: u32, after: &'a [Token]) -> Option<(TimeOfDay, &'a [Token])> {
    let (minute, after) = match after {
        [mark, minute, rest @ ..]
            if (mark.is_mark(':') || mark.is_mark('.')) && mark.tight && minute.tight =>
        {
            (minute.number()?, rest)
        }
        [minute, rest @ ..] if minute.number().is_some() => (minute.number()?, rest),
        rest => (0, rest),
    };
    // "8 hours in the evening", as it is said in Russian
    let timely = |token: &Token| token.word().and_then(|word| grammar.timely(word));
    let after = match after {
        [hours, half, ..]
            if timely(hours) == Some(Timely::Filler)
                && matches!(timely(half), Some(Timely::Early | Timely::Late)) =>
        {
            after.get(1..)?
        }
        _ => after,
    };
    let half = after.first().and_then(timely);
    let (hour, after) = match half {
        Some(Timely::Early) if hour <= 12 => (hour % 12, after.get(1..)?),
        Some(Timely::Late) if (1..=12).contains(&hour) => (hour % 12 + 12, after.get(1..)?),
        Some(Timely::Early | Timely::Late) => (hour, after.get(1..)?),
        _ => (hour, after),
    };
    // Midnight may be called 24.
    let hour = if hour == 24 && minute == 0 { 0 } else { hour };
    if hour >= 24 || minute >= 60 {
        return None;
    }
    let minutes = u16::try_from(hour * 60 + minute).ok()?;
    Some((TimeOfDay::of_minutes(minutes)?, after))
}

/// A day of the week in any of its forms, 1 (Monday) to 7.
fn weekday(grammar: &Grammar, word: &str) -> Option<u8> {
    let stem = |word: &str| -> Option<String> {
        (word.chars().count() >= STEM).then(|| word.chars().take(STEM).collect())
    };
    let whole = grammar.meaning(word).weekday;
    let form = || {
        let mine = stem(word)?;
        let mut known = grammar.weekdays();
        known
            .find(|(known, _)| stem(known).is_some_and(|theirs| theirs == mine))
            .map(|(_, day)| day)
    };
    let day = whole.or_else(form)?;
    u8::try_from(day).ok().filter(|day| (1..=7).contains(day))
}
