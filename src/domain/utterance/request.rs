//! Requests: for what is stored, for a target, for another person's diary, for the end of it all.
//! Nothing of this stores a measurement.

use super::{
    Intent, answer,
    called::nominative,
    extras,
    role::Role,
    scan::{Scan, Use},
    settings,
    times::{self, Bit, What},
    token::Token,
};
use crate::domain::{
    history::HistoryIntent,
    period::Period,
    person::Name,
    query::Query,
    reading::Extras,
    settings::SettingsAsk,
    when::{Day, Part},
};

/// Nobody asks further back, days: about ten years.
const DAYS_MAX: u32 = 3_660;
/// Words of a name, at most: "aunt Mary Ann".
const NAME_WORDS_MAX: usize = 3;

/// The request, if an utterance with its numbers joined is one. Else what it took is of no use.
pub(super) fn hear(scan: &mut Scan<'_>) -> Option<Intent> {
    if let Some(intent) = target(scan).or_else(|| erase(scan)).or_else(|| adding(scan)) {
        return Some(intent);
    }
    if let Some(parts) = settings::borders(scan) {
        return Some(Intent::Settings(SettingsAsk::Borders(parts)));
    }
    if scan.any(Role::Statistics) && !scan.any(Role::Mean) && !scan.any(Role::HowMany) {
        return stats(scan);
    }
    if let Some(query) = query(scan) {
        return Some(Intent::Ask(query));
    }
    scan.renew();
    if let Some(extras) = beside(scan) {
        return Some(Intent::Beside(extras));
    }
    // What was looked at is looked at anew: a date alone asks for its day.
    scan.renew();
    if let Some(when) = answer::retimed(scan) {
        return Some(Intent::History(HistoryIntent::When(when)));
    }
    scan.renew();
    if let Some(day) = answer::date(scan) {
        return Some(Intent::Ask(Query::Readings(Period::Day(day))));
    }
    scan.renew();
    stretch(scan).map(|period| Intent::Stats(Some(period)))
}

/// "From the 1st to the 15th of October", "for October": a stretch of time, and nothing else.
fn stretch(scan: &mut Scan<'_>) -> Option<Period> {
    let period = between(scan).or_else(|| month(scan))?;
    const AROUND: [Role; 5] = [Role::Since, Role::Separator, Role::Filler, Role::At, Role::Show];
    let around = |at: usize| {
        scan.used(at) == Use::Time
            || scan.number(at).is_none()
                && (scan.token(at).and_then(Token::word).is_none()
                    || AROUND.into_iter().any(|role| scan.is(at, role)))
    };
    (0..scan.len()).all(around).then_some(period)
}

/// An arm, a position or the sign for an irregular heartbeat, and nothing else.
fn beside(scan: &mut Scan<'_>) -> Option<Extras> {
    // "Note: a headache"
    let numbers = (0..scan.len()).any(|at| scan.number(at).is_some());
    if scan.is(0, Role::RemarkHead) && (scan.is_mark(1, ':') || !numbers) {
        let from = scan.next_solid(1)?;
        let note = scan.slice(from, scan.len() - 1).trim().to_owned();
        return Some(Extras { note: Some(note), ..Extras::default() });
    }
    let other = [Role::Question, Role::Not, Role::Kin, Role::Remover, Role::Blocker];
    if numbers || other.into_iter().any(|role| scan.any(role)) {
        return None;
    }
    let found = extras::find(scan, false);
    let rest = |at: usize| {
        scan.is_free(at)
            && scan.token(at).and_then(Token::word).is_some()
            && ![Role::Filler, Role::Record, Role::Adder, Role::Sign, Role::Pressure, Role::Past]
                .into_iter()
                .any(|role| scan.is(at, role))
    };
    if found.is_empty() || (0..scan.len()).any(rest) {
        return None;
    }
    Some(extras::gathered(&found))
}

fn query(scan: &mut Scan<'_>) -> Option<Query> {
    let mean = scan.any(Role::Mean);
    let how_many = scan.any(Role::HowMany) && (scan.any(Role::Readings) || scan.any(Role::Record));
    let (newest, ones) = (scan.any(Role::Newest), scan.any(Role::NewestOnes));
    let what = scan.any(Role::What) && scan.any(Role::Was);
    let listed = scan.any(Role::Readings) && !scan.any(Role::Record);
    let changes = scan.any(Role::Remover) || scan.any(Role::Fixer);
    let asks = what || listed || scan.any(Role::Question) || scan.any(Role::Show);
    if !(mean || how_many || newest || ones || asks) || scan.any(Role::Quantity) || changes {
        return None;
    }
    let apart = scan.any(Role::Apart) || both_halves(scan);
    let over = period(scan, apart);
    let timed = scan.uses.contains(&Use::Time);
    // A number that is no part of the time may be a value: then nothing is asked.
    let strange = |at: usize| {
        scan.token(at)
            .is_some_and(|token| token.word().is_some() && !token.meaning.known_in_requests())
    };
    let numbers = (0..scan.len()).any(|at| scan.number(at).is_some());
    // A word that we do not know may be the name of somebody else.
    let strange = scan.any(Role::Kin) || (0..scan.len()).any(strange);
    // A time that was not understood is not taken for no time at all.
    let lost = over.is_none() && (timed && !(mean && apart) || scan.any(Role::Year));
    if numbers || strange || lost {
        return None;
    }
    let about = scan.any(Role::Pressure) || scan.any(Role::Readings) || scan.any(Role::Was);
    let several = scan.any(Role::Readings);
    match over {
        _ if mean => Some(Query::Mean { over: over.unwrap_or(Period::WEEK), apart }),
        _ if how_many => Some(Query::Count(over.unwrap_or(Period::WEEK))),
        None if ones || newest && several => Some(Query::Recent),
        None if newest => Some(Query::Last),
        Some(over) if about || scan.any(Role::Show) => Some(Query::Readings(over)),
        None if several && scan.any(Role::Show) => Some(Query::Recent),
        Some(_) | None => None,
    }
}

/// Statistics, over a time if one was said; one that was not understood is not taken for none.
fn stats(scan: &mut Scan<'_>) -> Option<Intent> {
    let over = period(scan, false);
    let known = |at: usize| {
        let word = scan.token(at).and_then(Token::word);
        word.is_none() || scan.meaning(at).known_in_requests()
    };
    // A word that we do not know may be the name of somebody else.
    let lost = over.is_none() && scan.uses.contains(&Use::Time) || scan.any(Role::Kin);
    let rest = (0..scan.len()).any(|at| scan.number(at).is_some() || !known(at));
    (!lost && !rest).then_some(Intent::Stats(over))
}

/// Whether both ends of the day were named.
fn both_halves(scan: &Scan<'_>) -> bool {
    scan.any(Role::Morning) && scan.any(Role::Evening)
}

/// The time that was asked about; what says it is used up.
fn period(scan: &mut Scan<'_>, apart: bool) -> Option<Period> {
    if let Some(period) = between(scan).or_else(|| length(scan)).or_else(|| month(scan)) {
        return Some(period);
    }
    let bits = times::find(scan);
    if bits.iter().any(|bit| matches!(bit.what, What::Clock(..) | What::Unclear)) {
        return None;
    }
    let mut days: Vec<Day> = Vec::new();
    let mut part: Option<Part> = None;
    for bit in &bits {
        match bit.what {
            What::Day(day) => days.push(day),
            What::Part(said) if !apart => part = part.or(Some(said)),
            What::Part(_) | What::Clock(..) | What::MinutesAgo(_) | What::Unclear => {}
        }
    }
    match (days.as_slice(), part) {
        ([], None) => None,
        ([], Some(part)) => Some(Period::Part(Day::Ago(0), part)),
        ([from, .., to], _) => Some(Period::Between { from: *from, to: *to }),
        ([day], Some(part)) => Some(Period::Part(*day, part)),
        ([day], None) => Some(Period::Day(*day)),
    }
}

/// "For a week", "of the last ten days", "last month": a week is seven days that end today.
fn length(scan: &mut Scan<'_>) -> Option<Period> {
    let unit = |at: usize| {
        [
            (Role::Week, Period::WEEK, 7),
            (Role::Month, Period::MONTH, 30),
            (Role::Year, Period::YEAR, 365),
            (Role::Day, Period::Last(1), 1),
        ]
        .into_iter()
        .find(|(role, ..)| scan.is(at, *role))
        .map(|(_, period, days)| (period, days))
    };
    let before = |at: usize| at.checked_sub(1);
    let counted = |at: usize| before(at).and_then(|at| scan.number(at));
    let at = (0..scan.len()).find(|at| {
        let bare = !scan.is(*at, Role::Day) && !scan.is(*at, Role::OfDay);
        unit(*at).is_some() && !scan.is(at + 1, Role::Ago) && (bare || counted(*at).is_some())
    })?;
    let (whole, days) = unit(at)?;
    let previous = before(at).is_some_and(|at| scan.is(at, Role::Previous));
    match counted(at) {
        Some(count) if (1..=DAYS_MAX / days).contains(&count) => {
            // The number is no value any more.
            scan.take(at - 1, 1, Use::Time);
            Some(Period::Last(u16::try_from(count * days).ok()?))
        }
        Some(_) => None,
        None if previous && whole == Period::WEEK => Some(Period::Week { ago: 1 }),
        None if previous && whole == Period::MONTH => Some(Period::Month { ago: 1 }),
        None if previous => None,
        None => Some(whole),
    }
}

/// "In October": a month by its name, without a day.
fn month(scan: &mut Scan<'_>) -> Option<Period> {
    let named = |at: usize| scan.meaning(at).month;
    let at = (0..scan.len()).find(|at| {
        let day = at
            .checked_sub(1)
            .is_some_and(|before| scan.number(before).is_some() || scan.ordinal(before).is_some());
        named(*at).is_some() && !day && scan.number(at + 1).is_none_or(|next| next > 31)
    })?;
    let month = u8::try_from(named(at)?).ok()?;
    let year = scan.number(at + 1).and_then(|year| i16::try_from(year).ok());
    scan.take(at, 1 + usize::from(year.is_some()), Use::Time);
    Some(Period::Named { month, year: year.filter(|year| (2000..=2100).contains(year)) })
}

/// "From the 1st to the 15th of October".
fn between(scan: &mut Scan<'_>) -> Option<Period> {
    let bare = |at: usize| {
        let word = scan.ordinal(at);
        let day = scan.number(at).or(word).and_then(|day| u8::try_from(day).ok());
        day.filter(|day| (1..=31).contains(day))
    };
    let until = |at: usize| scan.is(at, Role::Until) || scan.is_mark(at, '-');
    let at = (0..scan.len()).find(|at| bare(*at).is_some() && until(at + 1))?;
    let from = Day::OfMonth(bare(at)?);
    let rest = scan.tokens.get(at + 2..)?.to_vec();
    let mut tail = Scan::new(scan.grammar, scan.text, rest);
    let bits = times::find(&mut tail);
    let Bit { at: 0, what: What::Day(to), .. } = *bits.first()? else { return None };
    scan.take(at, scan.len(), Use::Time);
    Some(Period::Between { from, to })
}

/// "My target", "my target is 130 over 80".
fn target(scan: &Scan<'_>) -> Option<Intent> {
    if !scan.any(Role::Target) {
        return None;
    }
    let numbers: Vec<u32> = (0..scan.len()).filter_map(|at| scan.number(at)).collect();
    let known = |token: &Token| token.word().is_none() || token.meaning.known_in_requests();
    match numbers.as_slice() {
        _ if !scan.tokens.iter().all(known) => None,
        [] => Some(Intent::Target),
        [upper, lower] => {
            Some(Intent::SetTarget(u16::try_from(*upper).ok()?, u16::try_from(*lower).ok()?))
        }
        _ => None,
    }
}

/// "Erase everything": only when nothing else was said.
fn erase(scan: &Scan<'_>) -> Option<Intent> {
    let plain = |at: usize| {
        [
            Role::Remover,
            Role::Everything,
            Role::Mine,
            Role::Readings,
            Role::PersonNoun,
            Role::Filler,
        ]
        .into_iter()
        .any(|role| scan.is(at, role))
    };
    let words = (0..scan.len()).filter(|at| scan.token(*at).and_then(Token::word).is_some());
    let asked = scan.any(Role::Remover)
        && scan.any(Role::Everything)
        && !scan.any(Role::Newest)
        && !scan.any(Role::Not);
    (asked && words.into_iter().all(plain)).then_some(Intent::Erase)
}

/// "Add mother", "begin a diary for aunt Mary": one name, and nothing else unknown.
fn adding(scan: &Scan<'_>) -> Option<Intent> {
    if !scan.any(Role::Adder) || (0..scan.len()).any(|at| scan.number(at).is_some()) {
        return None;
    }
    let mut name: Vec<String> = Vec::new();
    let mut last = None;
    for at in 0..scan.len() {
        let Some(word) = scan.token(at).and_then(Token::word) else { continue };
        let kin = scan.grammar.people.get(word).map(|(name, _)| name.clone());
        if let Some(part) = kin.or_else(|| called(scan, at)) {
            let goes_on = last.is_none_or(|last| last + 1 == at) && name.len() < NAME_WORDS_MAX;
            if !goes_on || !(0..at).any(|at| scan.is(at, Role::Adder)) {
                return None;
            }
            name.push(part);
            last = Some(at);
            continue;
        }
        let around = [Role::Adder, Role::PersonNoun, Role::For, Role::Mine, Role::Filler]
            .into_iter()
            .any(|role| scan.is(at, role));
        if !around {
            return None;
        }
    }
    Name::new(&name.join(" ")).map(Intent::AddPerson)
}

/// A word that we do not know as a name, as it was written, its first letter a capital, in the form
/// that names somebody.
fn called(scan: &Scan<'_>, at: usize) -> Option<String> {
    let word = scan.word(at);
    let written = scan.slice(at, at);
    // "Add Will": a capital letter inside of a sentence.
    let name = at > 0 && written.starts_with(char::is_uppercase) && !scan.is(at, Role::Mine);
    if scan.meaning(at).known_in_requests() && !name || word.chars().count() < 2 {
        return None;
    }
    Some(nominative(scan.grammar, written))
}
