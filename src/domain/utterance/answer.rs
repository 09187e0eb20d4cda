//! Answers that only a question makes sense of: a time alone, a note in the person's own words.

use super::{
    Intent,
    grammar::Grammar,
    numbers,
    role::Role,
    scan::{Scan, Use},
    times::{self, Bit, What as Found},
    token,
};
use crate::domain::{
    history::{HistoryIntent, What},
    when::{Day, When},
};

/// What the first of these wordings means as the answer that is awaited; `heard` when it is no
/// such answer. A whole reading, a request and a command stay what they are.
pub fn answer(grammar: &Grammar, awaited: What, wordings: &[String], heard: Intent) -> Intent {
    let Some(wording) = wordings.first() else { return heard };
    match awaited {
        What::Values => heard,
        What::Time => match time(grammar, wording) {
            Some(when) => Intent::History(HistoryIntent::When(when)),
            None => heard,
        },
        What::Note => {
            let free = matches!(
                heard,
                Intent::Unknown
                    | Intent::Which
                    | Intent::Lone(_)
                    | Intent::Part(_)
                    | Intent::Unsure(_)
                    | Intent::Glued(_)
                    | Intent::Tens(_)
                    | Intent::Impossible(_)
                    | Intent::Fix(_)
                    | Intent::FixWhat
                    | Intent::Beside(_)
                    | Intent::Ready
                    | Intent::Greeting
                    | Intent::History(HistoryIntent::When(_))
            );
            let note = wording.trim();
            let said = free && !note.is_empty() && !note.starts_with('/');
            if said { Intent::History(HistoryIntent::Note(note.to_owned())) } else { heard }
        }
    }
}

/// The day, when nothing but one is said. Behind a command "12.05" is a date: there are no
/// readings that it could be a time of.
pub(super) fn day(grammar: &Grammar, text: &str) -> Option<Day> {
    let text = text.trim().split_once(char::is_whitespace)?.1;
    let numbers: Vec<&str> = text.trim().trim_end_matches('.').split('.').collect();
    if let [day, month] = numbers.as_slice()
        && let (Ok(day), Ok(month)) = (day.parse(), month.parse())
    {
        let real = (1..=31).contains(&day) && (1..=12).contains(&month);
        return real.then_some(Day::Date { day, month, year: None });
    }
    only_day(&times(grammar, text)?)
}

/// More words and marks than these are no date alone.
const DATE_TOKENS_MAX: usize = 24;

/// A date that is the whole utterance.
pub(super) fn date(scan: &mut Scan<'_>) -> Option<Day> {
    if scan.len() > DATE_TOKENS_MAX {
        return None;
    }
    let bits = times::find(scan);
    let day = only_day(&bits)?;
    let dated = matches!(day, Day::Date { .. } | Day::OfMonth(_));
    (dated && nothing_else(scan)).then_some(day)
}

/// The time that the last reading was taken at, when a time was said and nothing else: "that was
/// at eight", "not in the morning but in the evening".
pub(super) fn retimed(scan: &mut Scan<'_>) -> Option<When> {
    let states = [Role::Past, Role::Was, Role::Not, Role::Fixer];
    let asks = [Role::Question, Role::What, Role::Show, Role::Remover];
    if scan.len() > DATE_TOKENS_MAX
        || !states.into_iter().any(|role| scan.any(role))
        || asks.into_iter().any(|role| scan.any(role))
        || (0..scan.len()).any(|at| scan.is_mark(at, '?'))
    {
        return None;
    }
    let mut bits = times::find(scan);
    let unclear = bits.iter().any(|bit| bit.what == Found::Unclear);
    let other = (0..scan.len())
        .any(|at| scan.is(at, Role::Not) && (at..at + 3).all(|at| scan.used(at) != Use::Time));
    bits.retain(|bit| !denied(scan, bit));
    let when = times::merge(bits.iter());
    (!unclear && !other && !when.is_now() && nothing_else(scan)).then_some(when)
}

/// Whether it was said that it was not then.
fn denied(scan: &Scan<'_>, bit: &Bit) -> bool {
    bit.at.checked_sub(1).is_some_and(|before| scan.is(before, Role::Not))
}

fn only_day(bits: &[Bit]) -> Option<Day> {
    match bits {
        [Bit { what: Found::Day(day), .. }] => Some(*day),
        _ => None,
    }
}

/// The time, when nothing but one is said.
fn time(grammar: &Grammar, text: &str) -> Option<When> {
    let bits = times(grammar, text)?;
    if bits.is_empty() || bits.iter().any(|bit| bit.what == Found::Unclear) {
        return None;
    }
    let when = times::merge(bits.iter());
    // "Today" alone is a day here, too.
    Some(if when.is_now() { When { day: only_day(&bits), ..when } } else { when })
}

/// The times in a text in which nothing else stands.
fn times(grammar: &Grammar, text: &str) -> Option<Vec<Bit>> {
    let tokens = numbers::join(grammar, token::split(grammar, text));
    let mut scan = Scan::new(grammar, text, tokens);
    let mut bits = times::find(&mut scan);
    // "Not at eight but at nine"
    if bits.iter().any(|bit| !denied(&scan, bit)) {
        bits.retain(|bit| !denied(&scan, bit));
    }
    // "What was yesterday" asks.
    let asks = [Role::What, Role::Show, Role::Question].into_iter().any(|role| scan.any(role));
    (!asks && nothing_else(&scan)).then_some(bits)
}

/// Whether all that is not part of a time means nothing.
fn nothing_else(scan: &Scan<'_>) -> bool {
    const MEANS_NOTHING: [Role; 8] = [
        Role::Filler,
        Role::At,
        Role::Separator,
        Role::Was,
        Role::Past,
        Role::So,
        Role::Fixer,
        Role::Not,
    ];
    (0..scan.len()).all(|at| {
        let Some(word) = scan.token(at) else { return true };
        scan.used(at) == Use::Time
            || word.number().is_none()
                && (word.word().is_none() || MEANS_NOTHING.iter().any(|role| scan.is(at, *role)))
    })
}
