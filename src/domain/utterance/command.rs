//! What whole phrases and commands ask for.

use super::{Bid, Intent, grammar::Grammar, role::Role, token::Token};
use crate::domain::{
    admin::AdminWish,
    entry::EntryWord,
    history::{HistoryIntent, What},
    period::Period,
    pin::PinWish,
    privacy::Wish,
    query::Query,
    settings::{Page, SettingsAsk},
    week::WeekWord,
    when::Day,
};
use serde::Deserialize;

/// Words of a phrase with whatever was said around it, at most.
const PHRASE_MAX: usize = 60;

/// What a phrase asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Start,
    Yes,
    No,
    Greeting,
    Last,
    Undo,
    Remove,
    Keep,
    Swap,
    Fix,
    Repeat,
    Help,
    Abilities,
    Exit,
    Link,
    Unlink,
    Languages,
    Recent,
    Mean,
    Count,
    Target,
    Measure,
    Ready,
    Whose,
    Speakers,
    RemindersOn,
    RemindersOff,
    Reminders,
    Erase,
    History,
    Today,
    Yesterday,
    FixTime,
    FixNote,
    Restore,
    Settings,
    Zone,
    Thresholds,
    DayParts,
    Units,
    Emergency,
    Menu,
    Stats,
    Privacy,
    Export,
    Consents,
    Journal,
    Withdraw,
    EraseNow,
    Now,
    StopErasing,
    Tidy,
    TidyOn,
    TidyOff,
    Notices,
    NoticesOn,
    NoticesOff,
    Admin,
    Invite,
    Announce,
    Record,
    Back,
    Skip,
    Week,
    WeekPause,
    WeekResume,
    WeekExtend,
    WeekStop,
    WeekPast,
    Pin,
    PinSet,
    PinRemove,
    PinForgot,
}

impl Command {
    pub(super) fn intent(self) -> Intent {
        let page = |page| Intent::Settings(SettingsAsk::Page(page));
        match self {
            Command::Start => Intent::Start { invitation: None },
            Command::Yes => Intent::Yes,
            Command::No => Intent::No,
            Command::Greeting => Intent::Greeting,
            Command::Last => Intent::Ask(Query::Last),
            Command::Undo => Intent::Undo,
            Command::Remove => Intent::Bid(Bid::Remove),
            Command::Keep => Intent::Bid(Bid::Keep),
            Command::Swap => Intent::Bid(Bid::Swap),
            Command::Fix => Intent::FixWhat,
            Command::Repeat => Intent::Repeat,
            Command::Help => Intent::Help,
            Command::Abilities => Intent::Abilities,
            Command::Exit => Intent::Exit,
            Command::Link => Intent::Link,
            Command::Unlink => Intent::Unlink,
            Command::Languages => Intent::Languages,
            Command::Recent => Intent::Ask(Query::Recent),
            Command::Mean => Intent::Ask(Query::Mean { over: Period::WEEK, apart: false }),
            Command::Count => Intent::Ask(Query::Count(Period::WEEK)),
            Command::Target => Intent::Target,
            Command::Measure => Intent::Measure,
            Command::Ready => Intent::Ready,
            Command::Whose => Intent::Whose,
            Command::Speakers => Intent::Speakers,
            Command::RemindersOn => Intent::Remind(Some(true)),
            Command::RemindersOff => Intent::Remind(Some(false)),
            Command::Reminders => Intent::Remind(None),
            Command::Erase => Intent::Erase,
            Command::History => Intent::History(HistoryIntent::Show),
            Command::FixTime => Intent::History(HistoryIntent::Change(What::Time)),
            Command::FixNote => Intent::History(HistoryIntent::Change(What::Note)),
            Command::Restore => Intent::History(HistoryIntent::Restore),
            Command::Today => Intent::Ask(Query::Readings(Period::Day(Day::Ago(0)))),
            Command::Yesterday => Intent::Ask(Query::Readings(Period::Day(Day::Ago(1)))),
            Command::Settings => page(Page::Home),
            Command::Zone => page(Page::Zone),
            Command::Thresholds => page(Page::Profile),
            Command::DayParts => page(Page::Borders),
            Command::Units => page(Page::Unit),
            Command::Emergency => page(Page::Country),
            Command::Menu => Intent::Settings(SettingsAsk::Menu),
            Command::Stats => Intent::Stats(None),
            Command::Privacy => Intent::Privacy(Wish::Tell),
            Command::Export => Intent::Privacy(Wish::Export),
            Command::Consents => Intent::Privacy(Wish::Consents),
            Command::Journal => Intent::Privacy(Wish::Journal),
            Command::Withdraw => Intent::Privacy(Wish::Withdraw),
            Command::EraseNow => Intent::Privacy(Wish::EraseNow),
            Command::Now => Intent::Privacy(Wish::Now),
            Command::StopErasing => Intent::Privacy(Wish::StopErasing),
            Command::Tidy => Intent::Privacy(Wish::Tidy(None)),
            Command::TidyOn => Intent::Privacy(Wish::Tidy(Some(true))),
            Command::TidyOff => Intent::Privacy(Wish::Tidy(Some(false))),
            Command::Notices => Intent::Privacy(Wish::Notices(None)),
            Command::NoticesOn => Intent::Privacy(Wish::Notices(Some(true))),
            Command::NoticesOff => Intent::Privacy(Wish::Notices(Some(false))),
            Command::Admin => Intent::Admin(AdminWish::Overview),
            Command::Invite => Intent::Admin(AdminWish::Invite),
            Command::Announce => Intent::Admin(AdminWish::Announce),
            Command::Record => Intent::Entry(EntryWord::Begin),
            Command::Back => Intent::Entry(EntryWord::Back),
            Command::Skip => Intent::Entry(EntryWord::Skip),
            Command::Week => Intent::HomeWeek(WeekWord::Show),
            Command::WeekPause => Intent::HomeWeek(WeekWord::Pause),
            Command::WeekResume => Intent::HomeWeek(WeekWord::Resume),
            Command::WeekExtend => Intent::HomeWeek(WeekWord::Extend),
            Command::WeekStop => Intent::HomeWeek(WeekWord::Stop),
            Command::WeekPast => Intent::HomeWeek(WeekWord::Past),
            Command::Pin => Intent::Pin(PinWish::Show),
            Command::PinSet => Intent::Pin(PinWish::Set),
            Command::PinRemove => Intent::Pin(PinWish::Remove),
            Command::PinForgot => Intent::Pin(PinWish::Forgot),
        }
    }
}

/// A whole phrase that we know, fillers apart.
pub(super) fn phrase(grammar: &Grammar, tokens: &[Token]) -> Option<Intent> {
    if tokens.iter().any(Token::counts) {
        return None;
    }
    let words: Vec<&Token> = tokens.iter().filter(|token| token.word().is_some()).collect();
    if words.len() > PHRASE_MAX {
        return None;
    }
    let without = |roles: &[Role]| -> String {
        let left = words.iter().filter(|word| !roles.iter().any(|role| word.is(*role)));
        left.filter_map(|word| word.word()).collect::<Vec<_>>().join(" ")
    };
    let has = |role: Role| words.iter().any(|word| word.is(role));
    let not = has(Role::Not);
    // "Okay, no" is no yes, and neither is "not right".
    let denied = not || has(Role::Without);
    let clear = |intent: &Intent| *intent != Intent::Yes || !denied;
    // A phrase may consist of words that are fillers elsewhere.
    let whole = grammar
        .phrase(&without(&[]))
        .or_else(|| trimmed(grammar, &words).filter(clear))
        // "Last week" is another week than "the week".
        .or_else(|| {
            let told = words.iter().any(|word| word.is(Role::Filler) && word.is(Role::Previous));
            let whole = !told && !not;
            whole.then(|| grammar.phrase(&without(&[Role::Filler]))).flatten().filter(clear)
        });
    // "Yes, write it down", "no, do not write it down".
    let agrees =
        |intent: &Intent| matches!((intent, not), (Intent::Yes, false) | (Intent::No, true));
    whole.or_else(|| grammar.phrase(&without(&[Role::Not, Role::Record])).filter(agrees))
}

/// A phrase of words some of which are fillers elsewhere, with other fillers around it.
fn trimmed(grammar: &Grammar, words: &[&Token]) -> Option<Intent> {
    // More around a phrase is a sentence of its own; five by five wordings are looked up at most.
    const AROUND_MAX: usize = 4;
    let filler = |word: &&&Token| word.is(Role::Filler) && !word.is(Role::Not);
    let before = words.iter().take(AROUND_MAX).take_while(filler).count();
    let after = words.iter().rev().take(AROUND_MAX).take_while(filler).count();
    (0..=before)
        .flat_map(|from| (0..=after).map(move |behind| (from, words.len().saturating_sub(behind))))
        .filter_map(|(from, to)| words.get(from..to))
        // "I do not know" is no "not".
        .filter(|rest| rest.last().is_some_and(|last| !last.is(Role::Not)))
        .find_map(|rest| {
            let rest: Vec<&str> = rest.iter().filter_map(|word| word.word()).collect();
            grammar.phrase(&rest.join(" "))
        })
}
