//! Settings and statistics: what is asked for in words, and what is tapped.

use super::{
    Act, State, Step,
    turn::{Turn, act, say, stay},
};
use crate::domain::{
    period::Period,
    person::Door,
    pin::PinWish,
    privacy::PrivacyAct,
    query::Query,
    reply::Reply,
    settings::{
        Change, Page, SettingsAct, SettingsAsk, SettingsChoice, SettingsReply, SettingsState,
    },
    stats::Stats,
    utterance::Intent,
    when::Zone,
};

/// Somebody is asked for a city.
const CITY: State = State::Settings(SettingsState::City { guess: None });

impl Turn<'_> {
    pub(super) fn settings(&self, ask: SettingsAsk) -> Step {
        if self.who.door == Door::Voice {
            // Who asks for the number to call is told it.
            if ask == SettingsAsk::Page(Page::Country) {
                return say(Reply::Care);
            }
            return say(Reply::Settings(SettingsReply::InChat));
        }
        match ask {
            SettingsAsk::Page(page) => {
                let next = if page == Page::Zone { CITY } else { State::Idle };
                Step { next, act: Act::Settings(SettingsAct::Show(page, self.meant())) }
            }
            SettingsAsk::Places { zones, sure } => self.moved(&zones, sure),
            SettingsAsk::NoPlace => stay(CITY, Reply::Settings(SettingsReply::NoPlace)),
            SettingsAsk::Borders(parts) => act(Act::Settings(SettingsAct::Divide(parts))),
            SettingsAsk::Menu => act(Act::Settings(SettingsAct::ToggleMenu)),
        }
    }

    /// A place was named: one that is sure sets the zone, anything else is a question.
    fn moved(&self, zones: &[Zone], sure: bool) -> Step {
        match zones {
            [zone] if sure => act(Act::Settings(SettingsAct::Set(Change::Zone(zone.clone())))),
            several => {
                let (zones, now_ms) = (several.to_vec(), self.at_ms);
                say(Reply::Settings(SettingsReply::Which { zones, now_ms }))
            }
        }
    }

    /// Somebody was asked for a city. A new diary goes on without an answer.
    pub(super) fn city(&self, guess: Option<Zone>, intent: Intent) -> Step {
        match (guess, intent) {
            (Some(guess), Intent::Yes) => self.moved(&[guess], true),
            (Some(_), Intent::No) => self.settings(SettingsAsk::Page(Page::Zone)),
            (None, Intent::No | Intent::Undo) => say(Reply::Stays),
            (_, Intent::Settings(SettingsAsk::Places { zones, .. })) => self.moved(&zones, true),
            (None, Intent::Unknown | Intent::Which) => {
                stay(CITY, Reply::Settings(SettingsReply::NoPlace))
            }
            (guess, Intent::Unknown) if self.thread.misses == 0 && !self.who.danger => {
                let next = State::Settings(SettingsState::City { guess });
                stay(next, Reply::Settings(SettingsReply::NoPlaceYet))
            }
            (guess, intent) if intent.is_aside() || matches!(intent, Intent::Unknown) => {
                let next = State::Settings(SettingsState::City { guess });
                self.beside(next, intent)
            }
            (_, intent) => self.at_home(intent),
        }
    }

    pub(super) fn settings_tapped(&self, state: State, choice: SettingsChoice) -> Step {
        if self.who.door == Door::Voice {
            return stay(state, Reply::Stale);
        }
        // What was asked for on another page is no longer asked.
        let state = if matches!(state, State::Settings(_)) { State::Idle } else { state };
        let set = |act| Act::Settings(act);
        match choice {
            SettingsChoice::Page(Page::Zone, person) => {
                Step { next: CITY, act: set(SettingsAct::Show(Page::Zone, person)) }
            }
            SettingsChoice::Page(page, person) => {
                Step { next: state, act: set(SettingsAct::Show(page, person)) }
            }
            SettingsChoice::Back(person) => {
                Step { next: state, act: set(SettingsAct::Show(Page::Home, person)) }
            }
            SettingsChoice::OtherPlace => {
                Step { next: CITY, act: set(SettingsAct::Show(Page::Zone, self.meant())) }
            }
            // "Yes, that zone" answers a question; once another zone is known it is an old one.
            SettingsChoice::Change(Change::Zone(zone)) if self.zone_known(&zone) => {
                stay(state, Reply::Stale)
            }
            SettingsChoice::Data => Step { next: state, act: Act::Privacy(PrivacyAct::Tell) },
            SettingsChoice::Change(change) => {
                Step { next: state, act: set(SettingsAct::Set(change)) }
            }
            SettingsChoice::Speakers => Step { next: state, act: Act::ListSpeakers },
            SettingsChoice::Pin => self.pin(state, PinWish::Show),
        }
    }

    /// Whether this account lives in another zone than this one.
    fn zone_known(&self, zone: &Zone) -> bool {
        let known = self.who.account.as_ref().and_then(|account| account.zone.as_ref());
        known.is_some_and(|known| known != zone)
    }

    /// Statistics: a speaker says the means, which is what one can keep in mind.
    pub(super) fn stats(&self, over: Option<Period>) -> Step {
        let over = over.unwrap_or(Period::MONTH);
        match self.who.door {
            Door::Voice => self.tell(Query::Mean { over, apart: true }, self.meant()),
            Door::Chat => act(Act::Stats(Stats { over, person: self.meant(), full: false })),
        }
    }

    pub(super) fn stats_tapped(&self, state: State, stats: Stats) -> Step {
        match self.who.door {
            Door::Voice => stay(state, Reply::Stale),
            Door::Chat => Step { next: state, act: Act::Stats(stats) },
        }
    }
}
