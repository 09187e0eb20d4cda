//! What may stand beside the numbers: the arm, the position, the irregular sign, other
//! quantities, and remarks.

use super::{
    decide::QUANTITY_MAX,
    role::Role,
    scan::{Scan, Use},
    sign::irregular,
    token::{Token, What},
};
use crate::domain::reading::{Arm, Extras, Position};

/// Something that belongs to a reading, and the token where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extra {
    pub(super) at: usize,
    pub(super) what: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Arm(Arm),
    Position(Position),
    Irregular,
}

/// Finds arms, positions and the sign.
pub(super) fn find(scan: &mut Scan<'_>, spoken: bool) -> Vec<Extra> {
    let mut found = Vec::new();
    for at in 0..scan.len() {
        if scan.is_free(at) && other_side(scan, at) {
            scan.take(at, 1, Use::Remark);
            continue;
        }
        let Some((what, from, count)) = scan.is_free(at).then(|| one(scan, at, spoken)).flatten()
        else {
            continue;
        };
        scan.take(from, count, Use::Extra);
        found.extend(what.map(|what| Extra { at: from, what }));
    }
    found
}

/// What was found, together; of two arms or two positions the first.
pub(super) fn gathered<'a>(found: impl IntoIterator<Item = &'a Extra>) -> Extras {
    let mut extras = Extras::default();
    for extra in found {
        match extra.what {
            Kind::Arm(arm) => extras.arm = extras.arm.or(Some(arm)),
            Kind::Position(position) => extras.position = extras.position.or(Some(position)),
            Kind::Irregular => extras.irregular = true,
        }
    }
    extras
}

/// What was found, where it begins, and how many tokens it takes.
pub(super) type Found = (Option<Kind>, usize, usize);

fn one(scan: &Scan<'_>, at: usize, spoken: bool) -> Option<Found> {
    arm(scan, at, spoken).or_else(|| position(scan, at)).or_else(|| irregular(scan, at))
}

fn arm(scan: &Scan<'_>, at: usize, spoken: bool) -> Option<Found> {
    let side = |at: usize| match () {
        () if scan.is(at, Role::Left) => Some(Arm::Left),
        () if scan.is(at, Role::Right) => Some(Arm::Right),
        () => None,
    };
    let arm = side(at)?;
    let dot = usize::from(['.', '/', '-'].into_iter().any(|mark| scan.is_mark(at + 1, mark)));
    let noun = scan.is(at + 1 + dot, Role::Arm);
    let word = scan.word(at);
    // One letter, or a word that may mean something else, needs its noun.
    let short = word.chars().count() == 1;
    let ambiguous = scan.is(at, Role::SideOrElse);
    // "L 128/80 R 134/83": one letter before a reading, where both sides are told.
    let before_pair = |at: usize| {
        scan.word(at).chars().count() == 1
            && scan.number(at + 1).is_some()
            && (scan.is_mark(at + 2, '/') || scan.is(at + 2, Role::Separator))
    };
    let both = || {
        let sides = [Role::Left, Role::Right];
        sides.into_iter().all(|role| {
            (0..scan.len().min(SIDES_MAX)).any(|at| scan.is(at, role) && before_pair(at))
        })
    };
    let marked = noun
        || short && before_pair(at) && both()
        || !(short || ambiguous)
        || ambiguous && !spoken && scan.number(at + 1).is_some()
        || ambiguous
            && !spoken
            && at > 0
            && (scan.is_mark(at + 1, ')') || at + 1 == scan.len())
            && scan.token(at - 1).and_then(Token::word).is_none();
    if !marked {
        return None;
    }
    let back =
        usize::from(at > 0 && (scan.is(at - 1, Role::Separator) || scan.is(at - 1, Role::At)));
    let not = (at - back).checked_sub(1).is_some_and(|before| scan.is(before, Role::Not));
    // "My left arm hurts" says where, and not where the cuff was.
    let end = at + 1 + if noun { dot + 1 } else { 0 };
    let around = (at.saturating_sub(3)..at).chain(end..end + 1);
    if around.into_iter().any(|at| scan.is(at, Role::Pain)) {
        return None;
    }
    Some(((!not).then_some(Kind::Arm(arm)), at - back, end - (at - back)))
}

/// "The right leg" is no arm: a side of something else belongs to what is told of that.
fn other_side(scan: &Scan<'_>, at: usize) -> bool {
    let side = scan.is(at, Role::Left) || scan.is(at, Role::Right);
    let next = scan.token(at + 1);
    side && scan.word(at).chars().count() > 1
        && next.and_then(Token::word).is_some()
        && !scan.meaning(at + 1).known()
}

fn position(scan: &Scan<'_>, at: usize) -> Option<Found> {
    let position = match () {
        () if scan.is(at, Role::Sitting) => Position::Sitting,
        () if scan.is(at, Role::Lying) => Position::Lying,
        () if scan.is(at, Role::Standing) => Position::Standing,
        () => return None,
    };
    let count = 1 + usize::from(scan.is(at + 1, Role::UpOrDown));
    let before = |role: Role| at.checked_sub(1).is_some_and(|before| scan.is(before, role));
    // "After lying down" is over, and "sitting in traffic" is elsewhere.
    let next = at + count;
    let elsewhere = (scan.is(next, Role::At) || scan.is(next, Role::Separator))
        && scan.token(next + 1).and_then(Token::word).is_some()
        && !scan.meaning(next + 1).known();
    if before(Role::Circumstance) || elsewhere {
        return None;
    }
    let not = before(Role::Not);
    let from = at - usize::from(not);
    Some(((!not).then_some(Kind::Position(position)), from, count + usize::from(not)))
}

/// Tokens among which the other side is looked for.
const SIDES_MAX: usize = 40;

/// Uses up numbers that are other quantities: what they measure stands before or behind them.
pub(super) fn quantities(scan: &mut Scan<'_>) {
    let mut intake = false;
    for at in 0..scan.len() {
        if !scan.is_free(at) {
            continue;
        }
        if scan.is(at, Role::Quantity) || scan.is(at, Role::DayOrElse) {
            let mut next = at;
            while next < at + 4 && scan.token(next).is_some() && scan.number(next).is_none() {
                next += 1;
            }
            // The number after its name, unless it is the name of a value that follows.
            let skipped_label = (at..next).any(|between| is_label(scan, between));
            // Behind a comma a whole pair is no quantity: "a bad sleep, 137/80".
            let pair = (at..next).any(|at| scan.is_mark(at, ','))
                && (scan.is_mark(next + 1, '/') || scan.is(next + 1, Role::Separator))
                && scan.number(next + 2).is_some();
            if pair {
                scan.take(at, 1, Use::Remark);
            } else if scan.number(next).is_some() && !skipped_label {
                let mut count = next - at + decimals(scan, next);
                // A digit that belongs to the name itself: "spo2 97".
                if scan.tight(next) && scan.digits(next) == 1 {
                    count += 1;
                }
                scan.take(at, count, Use::Quantity);
            }
        } else if scan.is(at, Role::Intake) {
            intake = true;
        } else if scan.is_mark(at, ',') || scan.is_break(at) || is_label(scan, at) {
            intake = false;
        } else if scan.number(at).is_some() {
            number(scan, at, &mut intake);
        }
    }
}

fn number(scan: &mut Scan<'_>, at: usize, intake: &mut bool) {
    let length = decimals(scan, at);
    let next = at + length;
    let joined_before = scan.tight(at)
        && (scan.is_mark(at - 1, '#')
            || scan.is_mark(at - 1, '\u{2116}')
            || scan.is_mark(at - 1, '$'));
    let letter_before = scan.tight(at)
        && scan
            .token(at - 1)
            .and_then(Token::word)
            .is_some_and(|_| !is_label(scan, at - 1) && !scan.is(at - 1, Role::Separator));
    // "After two coffees".
    let few = at > 0
        && scan.number(at).is_some_and(|count| count < QUANTITY_MAX)
        && scan.is(at - 1, Role::Remark)
        && scan.token(next).and_then(Token::word).is_some();
    // "In 40 min after a walk"; "the pulse 70 per min" is none.
    let lasted = (scan.is(next, Role::Minute) || scan.is(next, Role::Hour))
        && (at > 0 && scan.is(at - 1, Role::Later) || scan.is(next + 1, Role::Remark));
    // "130/80 g": the letter belongs to what comes behind it.
    let value = at > 0 && scan.is_mark(at - 1, '/') && scan.word(next).chars().count() == 1;
    // "130/80 a week ago", "80 hours at 8" (about eight): the word is part of a time. "Eighty-five
    // minutes ago" may be eighty, and five minutes.
    let part = !scan.is_free(next) || scan.is(next, Role::Hour) && scan.used(next + 1) == Use::Time;
    let two = scan.digits(at) == 0 && scan.number(at).is_some_and(|it| !it.is_multiple_of(10));
    let timed = part && (!two || scan.is(next, Role::OneUnit));
    // "70, minutes in 20 after a pill": about so long after it.
    let unit = |at: usize| scan.is(at, Role::Minute) || scan.is(at, Role::Hour);
    let later = |at: usize| unit(at) && scan.is(at + 1, Role::Later);
    let timed = timed || later(next) && scan.number(next + 2).is_some();
    let length_of_it = at > 1 && later(at - 2);
    let measured = scan.is(next, Role::Measure) && !value && !timed
        || length_of_it
        || lasted
        || few
        || scan.is(next, Role::Quantity)
            && (length > 1
                || (next..next + 4).all(|at| scan.number(at).is_none() || scan.tight(at)))
        || scan.is_mark(next, '%')
        || scan.is_mark(next, '$');
    let separated =
        scan.is(next, Role::Separator) || scan.is_mark(next, '/') || scan.is_mark(next, '*');
    let dose = *intake && !separated && !scan.is_mark(next, '-') && scan.number(next).is_none();
    if measured {
        scan.take(at, length + 1, Use::Quantity);
    } else if joined_before || letter_before {
        let from = if letter_before { at - 1 } else { at };
        scan.take(from, length + (at - from), Use::Quantity);
    } else if dose {
        scan.take(at, length, Use::Quantity);
    }
    if separated {
        *intake = false;
    }
}

/// How many tokens a number with its fraction takes: 36.6 and "36 and 6" three, 36 one.
fn decimals(scan: &Scan<'_>, at: usize) -> usize {
    let small = |at: usize| scan.number(at).is_some_and(|number| (1..10).contains(&number));
    // Half a tablet: 1/2.
    if small(at) && scan.is_mark(at + 1, '/') && small(at + 2) && scan.is(at + 3, Role::Measure) {
        return 3;
    }
    let marked = (scan.is_mark(at + 1, '.') || scan.is_mark(at + 1, ','))
        && scan.tight(at + 1)
        && scan.tight(at + 2)
        && scan.digits(at + 2) > 0
        && scan.digits(at + 2) <= 2;
    let spoken = scan.word(at + 1).chars().count() == 1
        && scan.is(at + 1, Role::Separator)
        && scan.number(at + 2).is_some_and(|tenths| tenths <= 9)
        && scan.number(at).is_some_and(|whole| whole < 45);
    if marked || spoken { 3 } else { 1 }
}

pub(super) fn is_label(scan: &Scan<'_>, at: usize) -> bool {
    [Role::Systolic, Role::Diastolic, Role::Pulse, Role::Pressure]
        .into_iter()
        .any(|role| scan.is(at, role))
}

/// A remark, from its first to its last token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Remark {
    /// Whether this token is part of it.
    pub(super) fn covers(&self, at: usize) -> bool {
        (self.from..=self.to).contains(&at)
    }
}

/// Runs of what nobody has used, with fillers trimmed off their ends. At a speaker only those
/// that hold a word which makes a remark: people talk while they measure.
pub(super) fn remarks(scan: &Scan<'_>, spoken: bool) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    let announced = announced(scan);
    for at in 0..=scan.len() {
        let inside = match scan.used(at) {
            Use::Free | Use::Quantity | Use::Remark | Use::Filler => {
                at < scan.len()
                    && !scan.is_break(at)
                    && announced.as_ref().is_none_or(|remark| at < remark.from)
            }
            Use::Time | Use::Extra | Use::Next | Use::Value => false,
        };
        match (inside, run) {
            (true, None) => run = Some((at, at)),
            (true, Some((from, _))) => run = Some((from, at)),
            (false, Some((from, to))) => {
                found.extend(trim(scan, from, to, spoken));
                run = None;
            }
            (false, None) => {}
        }
    }
    found.extend(announced);
    found
}

/// Whatever stands behind a word that announces a remark, up to the end of the line.
fn announced(scan: &Scan<'_>) -> Option<Remark> {
    let head = (0..scan.len()).find(|at| scan.is(*at, Role::RemarkHead))?;
    let from = scan.next_solid(head + 1)?;
    let end = (from..scan.len()).find(|at| scan.is_break(*at)).unwrap_or(scan.len());
    let words = |at: &usize| scan.token(*at).is_some_and(|token| token.word().is_some());
    let to = (from..end).rev().find(words)?;
    let numbers = (from..end)
        .any(|at| scan.used(at) == Use::Value && scan.token(at).and_then(Token::number).is_some());
    (!numbers).then_some(Remark { from, to })
}

fn trim(scan: &Scan<'_>, from: usize, to: usize, spoken: bool) -> Option<Remark> {
    let is_word = |at: usize| scan.token(at).is_some_and(|token| token.word().is_some());
    let solid = |at: usize| {
        matches!(scan.used(at), Use::Remark | Use::Quantity)
            && scan
                .token(at)
                .is_some_and(|token| !matches!(token.what, What::Mark(_) | What::Break))
    };
    let first = (from..=to).find(|at| solid(*at))?;
    let last = (from..=to).rev().find(|at| solid(*at))?;
    // What makes a remark goes on to the end of its clause.
    let made = (first..=last).rev().find(|at| scan.is(*at, Role::Remark));
    let clause = made.and_then(|made| {
        let stop =
            |at: &usize| [',', '.', ';', '!', '('].into_iter().any(|mark| scan.is_mark(*at, mark));
        let end = (made..=to).find(stop).unwrap_or(to + 1);
        (made..end).rev().find(|at| is_word(*at))
    });
    let last = clause.map_or(last, |clause| clause.max(last));
    // Whoever was there belongs to what was done.
    let mut last = last;
    if scan.is(last, Role::Possessive) && scan.is(last.wrapping_sub(1), Role::Company) {
        last = last.saturating_sub(2).max(first);
    }
    if (first..=last).any(|at| scan.used(at) == Use::Remark) && scan.is(last + 1, Role::Company) {
        let whose = usize::from(scan.is(last + 2, Role::Possessive));
        if scan.is(last + 2 + whose, Role::Kin) {
            last = to.min(last + 2 + whose);
        }
    }
    // A preposition or a "not" belongs to the word after it; "an hour" to "after".
    let mut first = first;
    let unit = |at: usize| {
        [Role::Hour, Role::Minute, Role::Day, Role::Week].iter().any(|role| scan.is(at, *role))
    };
    while let Some(before) = first.checked_sub(1).filter(|before| *before >= from) {
        let belongs = [Role::At, Role::Not, Role::Separator, Role::Without]
            .into_iter()
            .any(|role| scan.is(before, role))
            || scan.is(first, Role::Remark) && unit(before)
            || scan.is(before, Role::Article) && unit(first)
            || scan.is(before, Role::Half) && (scan.is(first, Role::Article) || unit(first));
        if !(belongs && is_word(before)) {
            break;
        }
        first = before;
    }
    let has = |role: Role| (first..=last).any(|at| scan.is(at, role));
    let quantity = (first..=last).any(|at| scan.used(at) == Use::Quantity);
    let remark = has(Role::Remark) || has(Role::Intake) && quantity;
    let words = (first..=last).any(|at| {
        scan.used(at) == Use::Remark && !scan.is(at, Role::Intake) && pronounceable(scan.word(at))
    });
    let kept = if spoken { remark } else { remark || words };
    kept.then_some(Remark { from: first, to: last })
}

/// Whether a word could be one: it has two different letters.
pub(super) fn pronounceable(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next();
    letters.any(|c| Some(c) != first)
}
