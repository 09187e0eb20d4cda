//! The numbers of an utterance in their places: which is the upper one, which the lower, which the
//! pulse, and which belong to another reading.

use super::{
    extras::is_label,
    role::Role,
    scan::{Scan, Use},
    token::What,
};

/// The place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Systolic,
    Diastolic,
    Pulse,
}

/// A number that may be a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// Its token.
    pub(super) at: usize,
    pub(super) value: u32,
    pub(super) digits: u8,
    /// The place that was named.
    pub(super) place: Option<Place>,
    /// Whether something stands before it that joins two values.
    pub(super) joined: bool,
    /// Whether it was given in centimetres of mercury with a fraction.
    pub(super) tenths: bool,
}

/// One reading, as far as it was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) systolic: Option<Value>,
    pub(super) diastolic: Option<Value>,
    pub(super) pulse: Option<Value>,
    /// The first and the last token of its values.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Group {
    pub(super) fn complete(&self) -> bool {
        self.systolic.is_some() && self.diastolic.is_some()
    }

    /// Whether its two pressures were joined or named, rather than only standing in a row.
    pub(super) fn firm(&self) -> bool {
        let named = |value: Option<Value>| value.is_some_and(|value| value.place.is_some());
        self.diastolic.is_some_and(|value| value.joined)
            || named(self.systolic)
            || named(self.diastolic)
    }
}

/// Finds the values and uses up everything that belongs to them. `None` when a number cannot be
/// one: something doubtful was said.
pub(super) fn find(scan: &mut Scan<'_>) -> Option<Vec<Value>> {
    let follow = names_follow(scan);
    let leads = leads(scan);
    let last_number = (0..scan.len()).rev().find(|at| scan.number(*at).is_some());
    let mut values: Vec<Value> = Vec::new();
    let mut place = None;
    let mut joined = false;
    let mut voided = false;
    // How many values there were before this line: nothing joins values over its end.
    let mut before_line = 0;
    let mut at = 0;
    while at < scan.len() {
        let free = scan.is_free(at);
        let postfix = at < follow;
        if let (Some(value), true) = (scan.number(at), free) {
            let (value, tenths, count) = fraction(scan, at, value)?;
            let digits = scan.digits(at);
            let named = if postfix { None } else { place.take() };
            values.push(Value { at, value, digits, place: named, joined, tenths });
            scan.take(at, count, Use::Value);
            joined = false;
            at += count;
            continue;
        }
        if free {
            let named = name(scan, at);
            let beats = scan.is(at, Role::Beats);
            let forgotten = scan.is(at, Role::Past) && scan.is(at, Role::Remark);
            let negated = scan.is(at, Role::Not) || forgotten;
            if named.is_some() || beats || scan.is(at, Role::Pressure) {
                scan.take(at, 1, Use::Value);
            }
            match named {
                Some(named) if postfix => {
                    if let Some(last) = values.last_mut() {
                        last.place = last.place.or(Some(named));
                    }
                }
                Some(Place::Pulse) if joins(scan, after_number(scan, at + 1)) => {
                    // A pulse before a pair names the number before it: "75 pulse, 126 over 82". A
                    // heart there is only a picture.
                    let alone = values.len() == before_line + 1 && !heart(scan, at);
                    let last = values.last_mut().filter(|last| alone && last.at + 1 == at);
                    if let Some(last) = last {
                        last.place = last.place.or(Some(Place::Pulse));
                    } else if !heart(scan, at) {
                        place = Some(Place::Pulse);
                    }
                }
                Some(named) => place = Some(named),
                // "The pulse I do not know": what follows is something else.
                // "The lower one I did not catch": what comes next is not it, nor is it known what it
                // is without a name.
                None if negated => {
                    let other = scan.number(at + 1).is_none();
                    voided |= other && matches!(place, Some(Place::Systolic | Place::Diastolic));
                    // "The lower one not 70 but 75"
                    place = place.filter(|_| !other);
                }
                None => {}
            }
            if beats {
                let more = last_number.is_some_and(|last| last > at);
                match values.last_mut().filter(|last| last.at + 1 == at && !(last.joined && more)) {
                    Some(last) => last.place = last.place.or(Some(Place::Pulse)),
                    None if scan.word(at + 1).is_empty()
                        || [Role::Unit, Role::Separator, Role::At, Role::Filler]
                            .into_iter()
                            .any(|role| scan.is(at + 1, role)) =>
                    {
                        place = place.or(Some(Place::Pulse));
                    }
                    None => {}
                }
            }
            // A dash or a colon behind a time or a title joins nothing.
            let headed = at.checked_sub(1).is_some_and(|before| {
                matches!(scan.used(before), Use::Time | Use::Next)
                    && (scan.is_mark(at, ':') || scan.is_mark(at, '-'))
            });
            let leads = leads.get(at) == Some(&true) && !headed;
            if joins(scan, at) && values.len() > before_line && leads {
                joined = true;
                scan.take(at, 1, Use::Value);
            } else if scan.is(at, Role::Unit) {
                scan.take(at, 1, Use::Value);
            }
        }
        if scan.is_break(at) {
            before_line = values.len();
            joined = false;
        }
        at += 1;
    }
    let unnamed = voided && values.iter().any(|value| value.place.is_none());
    (!unnamed).then(|| rejoin(values))
}

/// Up to which token the names stand behind their values: "120 upper, 80 lower". A pulse at the end
/// may be named before its value all the same.
fn names_follow(scan: &Scan<'_>) -> usize {
    let last = (0..scan.len()).rev().find(|at| scan.number(*at).is_some());
    let pulse = last
        .and_then(|last| last.checked_sub(1))
        .filter(|before| scan.is(*before, Role::Pulse) && scan.is_free(*before));
    let ends = [Some(scan.len()), pulse];
    ends.into_iter().flatten().find(|end| all_follow(scan, *end)).unwrap_or(0)
}

/// Whether up to this token the names stand behind their values.
fn all_follow(scan: &Scan<'_>, end: usize) -> bool {
    let numbers = || (0..end).filter(|at| scan.number(*at).is_some());
    let named = |at: usize| name(scan, at).is_some() || scan.is(at, Role::Beats);
    let names = || (0..end).filter(|at| scan.is_free(*at) && named(*at));
    let (Some(first_number), Some(last_number)) = (numbers().next(), numbers().next_back()) else {
        return false;
    };
    let (Some(first_name), Some(last_name)) = (names().next(), names().next_back()) else {
        return false;
    };
    let second_number = numbers().nth(1).unwrap_or(first_number);
    first_number < first_name && first_name < second_number && last_name > last_number
}

/// Hearts: U+2764, U+2665, U+1F493 to U+1F49F.
fn heart(scan: &Scan<'_>, at: usize) -> bool {
    matches!(
        scan.token(at).map(|token| &token.what),
        Some(What::Mark('\u{2764}' | '\u{2665}' | '\u{1f493}'..='\u{1f49f}'))
    )
}

/// The place behind the next number, other pictures skipped.
fn after_number(scan: &Scan<'_>, from: usize) -> usize {
    (from..from + 3).find(|at| scan.number(*at).is_some()).map_or(usize::MAX, |at| at + 1)
}

/// For every place whether a value follows from there on, or the utterance ends: then what stands
/// before joins.
fn leads(scan: &Scan<'_>) -> Vec<bool> {
    let skipped = |at: usize| {
        scan.is(at, Role::Separator)
            || is_label(scan, at)
            || scan.is(at, Role::Filler)
            || scan.token(at).is_some_and(|token| matches!(token.what, What::Mark(_)))
    };
    let mut follows = true;
    let mut leads = vec![true; scan.len()];
    for (at, slot) in leads.iter_mut().enumerate().rev() {
        follows = if skipped(at) { follows } else { scan.number(at).is_some() };
        *slot = follows;
    }
    leads
}

fn name(scan: &Scan<'_>, at: usize) -> Option<Place> {
    match () {
        () if heart(scan, at) => Some(Place::Pulse),
        () if scan.is(at, Role::Systolic) => Some(Place::Systolic),
        () if scan.is(at, Role::Diastolic) => Some(Place::Diastolic),
        () if scan.is(at, Role::Pulse) => Some(Place::Pulse),
        // "Heart 77", where the word makes a remark elsewhere.
        () if scan.is(at, Role::Sign)
            && scan.is(at, Role::Remark)
            && scan.number(at + 1).is_some() =>
        {
            Some(Place::Pulse)
        }
        () => None,
    }
}

/// Whether what stands here joins two values.
pub(super) fn joins(scan: &Scan<'_>, at: usize) -> bool {
    ['/', '*', '-', '_', ':'].into_iter().any(|mark| scan.is_mark(at, mark))
        || scan.is(at, Role::Separator)
}

/// A number with a fraction: 12,5 is centimetres of mercury, and 120,5 is nothing that a cuff
/// shows; 115,75 are two numbers.
fn fraction(scan: &Scan<'_>, at: usize, value: u32) -> Option<(u32, bool, usize)> {
    let fraction = (scan.is_mark(at + 1, ',') || scan.is_mark(at + 1, '.'))
        && scan.tight(at + 1)
        && scan.tight(at + 2)
        && scan.digits(at + 2) == 1;
    let half = half(scan, at + 1);
    if half > 0 {
        return (5..=30).contains(&value).then_some((value * 10 + 5, true, 1 + half));
    }
    match (fraction.then(|| scan.number(at + 2)).flatten(), value) {
        (Some(tenth), 5..=30) => Some((value * 10 + tenth, true, 3)),
        (Some(_), _) => None,
        (None, _) => Some((value, false, 1)),
    }
}

/// How many words here say that it is half of one more.
pub(super) fn half(scan: &Scan<'_>, at: usize) -> usize {
    const WORDS_MAX: usize = 3;
    (at..at + WORDS_MAX).take_while(|at| scan.is(*at, Role::AndHalf)).count()
}

/// "100 20 on 80" is 120 on 80: recognition splits a number, and what follows shows it.
fn rejoin(values: Vec<Value>) -> Vec<Value> {
    let mut out: Vec<Value> = Vec::with_capacity(values.len());
    let mut values = values.into_iter().peekable();
    let mut split = false;
    while let Some(value) = values.next() {
        let next = values.peek();
        let fits = out.last().is_some_and(|before| {
            let counted = before.digits == 0 && (1..=3).contains(&before.value);
            let parts = match value.value {
                10..=99 if counted => true,
                1..=9 => before.value >= 20 && before.value.is_multiple_of(10),
                10..=99 => before.value >= 100 && before.value.is_multiple_of(100),
                _ => false,
            };
            // The row itself, or a lower value that nobody has, says that it is one number.
            let firm = next.is_some_and(|next| next.joined) && out.len() == 1;
            let odd = next.is_some() && out.len() == 1 && value.value < 40 && value.value >= 10;
            // No pulse is this slow, where numbers are split or words stand among digits.
            let last = next.is_none()
                && out.len() == 2
                && before.joined
                && value.value < 10
                && (split || before.digits == 0);
            parts
                && !value.joined
                && value.place.is_none()
                && value.at == before.at + 1
                && (firm || odd || last)
        });
        match out.last_mut().filter(|_| fits) {
            Some(before) => {
                split = true;
                let hundreds = if before.value < 10 { before.value * 99 } else { 0 };
                before.value += hundreds + value.value;
                before.at = value.at;
            }
            None => out.push(value),
        }
    }
    out
}

/// Values into readings, in the order in which they were said.
pub(super) fn group(scan: &Scan<'_>, values: &[Value]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut open = Group::default();
    let mut begun = false;
    for (index, value) in values.iter().enumerate() {
        let parted = begun
            && open.complete()
            && (open.to..value.at)
                .any(|at| scan.is_break(at) || scan.used(at) == Use::Next || scan.is_mark(at, ';'));
        // A time between them begins another reading, too, where a whole one follows.
        let timed = values.get(index + 1).is_some_and(|next| next.place.is_none())
            && value.value > values.get(index + 1).map_or(0, |next| next.value)
            && (open.to..value.at).any(|at| scan.used(at) == Use::Time);
        let next_joined =
            values.get(index + 1).is_some_and(|next| next.joined && next.place.is_none());
        let new = match value.place {
            Some(Place::Systolic) => open.systolic.is_some(),
            Some(Place::Diastolic) => open.diastolic.is_some(),
            Some(Place::Pulse) => open.pulse.is_some(),
            None => {
                let more = values.get(index + 1).is_some();
                open.complete() && (open.pulse.is_some() || parted && more || timed || next_joined)
            }
        };
        if begun
            && (new || parted && matches!(value.place, Some(Place::Systolic | Place::Diastolic)))
        {
            groups.push(std::mem::take(&mut open));
            begun = false;
        }
        let slot = match value.place {
            Some(Place::Systolic) => &mut open.systolic,
            Some(Place::Diastolic) => &mut open.diastolic,
            Some(Place::Pulse) => &mut open.pulse,
            None if open.systolic.is_none() => &mut open.systolic,
            None if open.diastolic.is_none() => &mut open.diastolic,
            None => &mut open.pulse,
        };
        *slot = Some(*value);
        if !begun {
            open.from = value.at;
            begun = true;
        }
        open.to = value.at;
    }
    if begun {
        groups.push(open);
    }
    groups
}

/// Uses up what only numbers a list: "1)", "2.", "first", "then".
pub(super) fn items(scan: &mut Scan<'_>) {
    for at in 0..scan.len() {
        let first = at == 0 || scan.is_break(at - 1);
        let numbered = scan.number(at).is_some_and(|number| (1..=20).contains(&number))
            && (scan.is_mark(at + 1, ')') && !(at > 0 && scan.is_mark(at - 1, '('))
                || scan.is_mark(at + 1, '.') && first && !scan.tight(at + 2));
        let titled = scan.number(at).is_some_and(|number| (1..=20).contains(&number))
            && scan.is_mark(at + 1, ':')
            && !scan.tight(at + 2)
            && at > 0
            && scan.is_free(at - 1)
            && !is_label(scan, at - 1)
            && (at == 1 || scan.is_break(at - 2));
        if (numbered || titled) && scan.tight(at + 1) {
            scan.take(at, 2, Use::Next);
        } else if scan.is_free(at) && scan.is(at, Role::Next) {
            scan.take(at, 1, Use::Next);
        }
    }
}

/// Marks every word that is left: as a filler when we know it, else as part of a remark.
pub(super) fn rest(scan: &mut Scan<'_>, spoken: bool) {
    for at in 0..scan.len() {
        if !scan.is_free(at) || scan.token(at).and_then(super::token::Token::word).is_none() {
            continue;
        }
        let remark = scan.is(at, Role::Remark) || scan.is(at, Role::Intake);
        let filler = scan.is(at, Role::Filler)
            || spoken && scan.is(at, Role::Noise)
            || !scan.is(at, Role::Noise) && scan.meaning(at).known();
        let use_ = if filler && !remark { Use::Filler } else { Use::Remark };
        scan.take(at, 1, use_);
    }
}

/// Whether anything names the measurement or one of its values.
pub(super) fn named(scan: &Scan<'_>) -> bool {
    (0..scan.len()).any(|at| is_label(scan, at))
}
