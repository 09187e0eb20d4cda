//! Commands of a chat, and what stands behind them.

use super::{
    Intent, answer,
    grammar::Grammar,
    names::{self, Whom},
    phrase,
    role::Role,
    settings, token,
};
use crate::domain::{
    entry::EntryWord,
    history::HistoryIntent,
    period::Period,
    person::{Language, Person},
    privacy::Wish,
    query::Query,
    settings::{Page, SettingsAsk},
};

/// "/forget mother": whose diary stands behind the command. A name that nobody has does not mean
/// everybody: then it is asked who there is.
pub(super) fn erasing(
    grammar: &Grammar,
    people: &[Person],
    wording: &str,
) -> Option<(Whom, Intent)> {
    if command(grammar, wording)? != Intent::Erase {
        return None;
    }
    let (_, rest) = wording.trim().split_once(char::is_whitespace)?;
    let tokens = token::split(grammar, rest);
    let mut words = tokens.iter().filter(|token| token.word().is_some());
    let all = words.all(|word| word.is(Role::Everything) || word.is(Role::Mine));
    if all || phrase(grammar, &tokens) == Some(Intent::Privacy(Wish::Now)) {
        return None;
    }
    let (whom, ..) = names::take(grammar, people, rest);
    let known = matches!(whom, Whom::Known(_));
    Some(if known { (whom, Intent::Erase) } else { (Whom::Unsaid, Intent::Whose) })
}

/// A command of a chat: `/last`, `/start invitation`.
pub(super) fn command(grammar: &Grammar, wording: &str) -> Option<Intent> {
    let rest = wording.trim().strip_prefix('/')?;
    let mut parts = rest.starts_with(char::is_alphabetic).then(|| rest.split_whitespace())?;
    let name = parts.next()?.to_lowercase();
    let intent = grammar.command(name.split('@').next()?).unwrap_or(Intent::Unknown);
    if intent == Intent::Settings(SettingsAsk::Page(Page::Zone)) {
        let place = rest.split_once(char::is_whitespace).map(|(_, place)| settings::named(place));
        return Some(place.map_or(intent, Intent::Settings));
    }
    if let (Intent::History(HistoryIntent::Show), Some(day)) = (&intent, answer::day(grammar, rest))
    {
        return Some(Intent::Ask(Query::Readings(Period::Day(day))));
    }
    let rest = parts.next();
    Some(if let Intent::Start { .. } = intent {
        Intent::Start { invitation: rest.map(str::to_owned) }
    } else if intent == Intent::Languages {
        let named = rest.and_then(Language::new);
        let spoken = named.filter(|language| grammar.languages().has(*language));
        spoken.map_or(Intent::Languages, Intent::Language)
    } else {
        intent
    })
}

/// A command and what stands behind it, as words: "/target 130/80" says "target 130/80".
pub(super) fn worded(wording: &str) -> Option<String> {
    let (name, rest) = wording.trim().strip_prefix('/')?.split_once(char::is_whitespace)?;
    Some(format!("{} {}", name.split('@').next()?, rest.trim()))
}

/// Whether words behind this command say more about the same.
pub(super) fn takes_words(intent: &Intent) -> bool {
    matches!(
        intent,
        Intent::Target | Intent::Stats(_) | Intent::Ask(_) | Intent::Entry(EntryWord::Begin)
    )
}

/// Whether what was heard is what this command with words behind it can ask for.
pub(super) fn answers(command: &Intent, heard: &Intent) -> bool {
    if let Intent::Target = command {
        matches!(heard, Intent::SetTarget(..))
    } else if let Intent::Stats(_) = command {
        matches!(heard, Intent::Stats(_))
    } else if let Intent::Ask(_) = command {
        matches!(heard, Intent::Ask(_))
    } else {
        heard.records() || matches!(heard, Intent::Which | Intent::Impossible(_))
    }
}
