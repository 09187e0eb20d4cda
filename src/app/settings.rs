//! Settings and statistics: what a turn does to the first, and the second as they are set.

use super::{App, perform::Performer, tell::WITHIN_MAX, turn::Scene, turn::door_name};
use crate::{
    domain::{
        city,
        dialogue::{Event, State},
        person::{Account, Door, Language, PersonId},
        privacy::PrivacyAct,
        reply::Reply,
        settings::{
            self, Change, Country, Manner, Page, Parts, SettingsAct, SettingsAsk, SettingsReply,
            SettingsState, SettingsView,
        },
        stats::{self, Stats, StatsReply},
        summary::{Measured, Summary},
        threshold::{Profile, Threshold},
        utterance::Intent,
        when::Zone,
    },
    store::Error,
};

impl App {
    /// How what waits for this chat is put into words. In a private chat its number is that of
    /// the person.
    pub async fn manner(&self, chat: i64) -> Result<Manner, Error> {
        let peer = self.0.store.seal().identity(door_name(Door::Chat), &chat.to_string());
        let found = self.0.store.read(move |view| view.manner(&peer)).await?;
        Ok(found.unwrap_or_default())
    }
}

/// A zone that is named for the first time holds for what was said so long before, ms: a day.
const GUESSED_MS: i64 = 24 * 60 * 60 * 1000;

impl Scene<'_> {
    /// The zone in which this person speaks of times; until it is named the one that is offered.
    pub(super) fn zone(&self, account: Option<&Account>) -> Zone {
        let language = account.and_then(|account| account.language);
        let language = language.unwrap_or(self.incoming.language);
        self.known_zone(account).unwrap_or_else(|| settings::guess(&self.rules.zone, language))
    }

    /// The same if it was chosen, or told by a device.
    pub(super) fn known_zone(&self, account: Option<&Account>) -> Option<Zone> {
        let chosen = account.and_then(|account| account.zone.clone());
        chosen.or_else(|| self.incoming.zone.clone())
    }

    /// How this account is answered.
    pub(super) fn manner(&self, account: Option<&Account>) -> Manner {
        let manner = account.map(|account| account.settings.manner_in(account.zone.as_ref()));
        manner.unwrap_or_default()
    }
}

/// Somebody sent a place on the map: it says where they are and is not kept.
pub(super) fn located(latitude: f64, longitude: f64) -> Event {
    let ask = match city::near(latitude, longitude) {
        Some(zone) => SettingsAsk::Places { zones: vec![zone], sure: true },
        None => SettingsAsk::NoPlace,
    };
    Event::Said(Intent::Settings(ask))
}

impl Performer<'_> {
    /// A diary that opens without a reading asks for the zone first, with a guess.
    pub(super) fn welcomed(&self, reply: Reply, next: &mut State) -> Reply {
        let bare = matches!(&reply, Reply::Kept { welcome: true, cards, ask: None, .. }
            if cards.is_empty());
        let known = self.account.is_some_and(|account| account.zone.is_some());
        if !bare || known || self.scene.incoming.peer.door == Door::Voice {
            return reply;
        }
        let zone = self.scene.zone(self.account);
        *next = State::Settings(SettingsState::City { guess: Some(zone.clone()) });
        Reply::Settings(SettingsReply::Welcome { zone, now_ms: self.scene.incoming.at_ms })
    }

    /// Shows or changes settings; with them goes the language when it is another one now.
    pub(super) fn settings(&self, act: SettingsAct) -> Result<(Reply, Option<Language>), Error> {
        let Some(account) = self.account else { return Ok((Reply::Stale, None)) };
        let tx = self.scene.tx;
        Ok(match act {
            SettingsAct::Show(page, person) => {
                (self.settings_page(page, person, self.language)?, None)
            }
            SettingsAct::Set(Change::Language(language)) => {
                if !self.scene.languages.has(language) {
                    return Ok((Reply::Languages, None));
                }
                tx.set_language(account.id, language)?;
                (self.settings_page(Page::Home, account.person, language)?, Some(language))
            }
            SettingsAct::Set(change) => (self.change(account, change)?, None),
            SettingsAct::Divide(parts) => (self.divide(account, parts)?, None),
            SettingsAct::ToggleMenu => {
                let shown = !account.settings.manner.menu;
                tx.set_menu(account.id, shown)?;
                (Reply::Settings(SettingsReply::Menu(shown)), None)
            }
        })
    }

    fn change(&self, account: &Account, change: Change) -> Result<Reply, Error> {
        let tx = self.scene.tx;
        let mut person = account.person;
        match change {
            Change::Zone(zone) | Change::ZoneOf(zone) | Change::ZoneBack(zone) => {
                return self.move_to(account, zone);
            }
            Change::Tidy(on) => {
                self.privacy(PrivacyAct::Tidy(Some(on)))?;
                return self.settings_page(Page::Messages, person, self.language);
            }
            Change::Notices(on) => {
                self.privacy(PrivacyAct::Notices(Some(on)))?;
                return self.settings_page(Page::Messages, person, self.language);
            }
            // It was handled with the words of the answer.
            Change::Language(_) => {}
            Change::Profile(of, profile) => {
                person = known(account, of);
                tx.set_profile(person, profile)?;
            }
            Change::NoTarget(of) => {
                person = known(account, of);
                tx.clear_target(person)?;
            }
            Change::Borders(borders) => {
                tx.set_borders(account.id, borders)?;
                self.refit_week(account, &borders)?;
            }
            Change::Unit(unit) => tx.set_unit(account.id, unit)?,
            Change::Tone(tone) => tx.set_tone(account.id, tone)?,
            Change::Country(country) => tx.set_country(account.id, country)?,
        }
        self.settings_page(Page::Home, person, self.language)
    }

    /// The person lives in this zone from now on; no instant changes, and what was measured before
    /// stays on its days.
    fn move_to(&self, account: &Account, zone: Zone) -> Result<Reply, Error> {
        let (tx, now_ms) = (self.scene.tx, self.scene.incoming.at_ms);
        // Who names their zone for the first time sets right a guess of today; what was measured
        // days before was shown in it all the time.
        let before_ms = if account.zone.is_some() { i64::MAX } else { now_ms - GUESSED_MS };
        tx.settle_zones(account.id, &self.scene.zone(Some(account)), before_ms)?;
        tx.set_zone(account.id, &zone)?;
        let before = account.zone.clone().filter(|before| *before != zone);
        Ok(Reply::Settings(SettingsReply::Zoned { zone, before, now_ms }))
    }

    fn divide(&self, account: &Account, parts: Parts) -> Result<Reply, Error> {
        let Some(borders) = parts.over(account.settings.borders) else {
            return Ok(Reply::Settings(SettingsReply::NoBorders));
        };
        self.scene.tx.set_borders(account.id, borders)?;
        self.refit_week(account, &borders)?;
        self.settings_page(Page::Borders, account.person, self.language)
    }

    /// A page with everything as it is on the disk now.
    fn settings_page(
        &self,
        page: Page,
        person: PersonId,
        language: Language,
    ) -> Result<Reply, Error> {
        let Scene { tx, rules, incoming, peer, .. } = self.scene;
        let Some(account) = tx.account(peer, &rules.consent_version)? else {
            return Ok(Reply::Stale);
        };
        let person = known(&account, person);
        let manner = self.scene.manner(Some(&account));
        let view = SettingsView {
            person,
            whose: account.name_of(person).cloned(),
            language,
            zone: self.scene.zone(Some(&account)),
            now_ms: incoming.at_ms,
            profile: tx.profile(person)?.unwrap_or_else(|| Profile::of_language(language)),
            target: tx.target(person)?,
            borders: account.settings.borders,
            unit: manner.unit,
            tone: manner.tone,
            country: manner.country.unwrap_or_else(|| Country::of_language(language)),
            wanted: account.wanted,
        };
        Ok(Reply::Settings(SettingsReply::Page(page, Box::new(view))))
    }

    /// Statistics of a person of this account, beside their own thresholds.
    pub(super) fn stats(&self, stats: Stats) -> Result<Reply, Error> {
        let Some(account) = self.account else { return Ok(Reply::Stale) };
        let tx = self.scene.tx;
        let person = known(account, stats.person);
        let Some(over) = self.over(account, stats.over, person) else { return Ok(Reply::Ahead) };
        let fixed = stats::fixed(over.period, &over.span, &over.zone);
        let found = self.readings_over(person, &over, WITHIN_MAX)?;
        let profile = tx.profile(person)?.unwrap_or_else(|| Profile::of_language(self.language));
        let thresholds = Threshold::of(profile, tx.target(person)?);
        let measured: Vec<Measured> =
            found.iter().map(|stored| stored.measured(&over.zone)).collect();
        let borders = &account.settings.borders;
        let summary = Summary::of(&measured, borders, &thresholds).map(Box::new);
        let stats = Stats { over: fixed, person, ..stats };
        Ok(Reply::Stats(Box::new(StatsReply { stats, over, summary, thresholds })))
    }
}

/// This person if they belong to the account, else its holder: a button may be old, or forged.
fn known(account: &Account, person: PersonId) -> PersonId {
    let theirs = account.people.iter().any(|known| known.id == person);
    if theirs { person } else { account.person }
}
