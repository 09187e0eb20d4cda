//! What whole phrases and commands ask for.

use super::{Grammar, Intent, answer, settings};
use crate::domain::{
    admin::AdminWish,
    entry::EntryWord,
    history::HistoryIntent,
    period::Period,
    person::Language,
    pin::PinWish,
    privacy::Wish,
    query::Query,
    settings::{Page, SettingsAsk},
    week::WeekWord,
    when::Day,
};
use serde::Deserialize;

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
            Command::Today => Intent::Ask(Query::Readings(Period::Day(Day::Ago(0)))),
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
            Command::Pin => Intent::Pin(PinWish::Show),
            Command::PinSet => Intent::Pin(PinWish::Set),
            Command::PinRemove => Intent::Pin(PinWish::Remove),
            Command::PinForgot => Intent::Pin(PinWish::Forgot),
        }
    }
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
