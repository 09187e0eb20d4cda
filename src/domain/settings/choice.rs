//! The pages of the settings, what can be tapped on them, and how a button carries it.

use super::{Country, SettingsView, Tone, Unit, presets};
use crate::domain::{
    period::Borders,
    person::{Language, Languages, PersonId},
    threshold::Profile,
    when::Zone,
};
use serde::{Deserialize, Serialize};

/// A page of the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Page {
    /// Everything at a glance.
    Home,
    /// The language.
    Language,
    /// The zone.
    Zone,
    /// Thresholds and target.
    Profile,
    /// Where the parts of a day begin.
    Borders,
    /// The unit that is shown.
    Unit,
    /// The tone of reminders.
    Tone,
    /// Whose emergency numbers are named.
    Country,
    /// What becomes of messages in the chat, and which ones come.
    Messages,
    /// Where thresholds and emergency numbers are from.
    Sources,
}

/// Something that is set.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// The language.
    Language(Language),
    /// The zone: yes, it is this one.
    Zone(Zone),
    /// The zone: this one of several.
    ZoneOf(Zone),
    /// The zone: the one before.
    ZoneBack(Zone),
    /// Whose thresholds this person has.
    Profile(PersonId, Profile),
    /// This person has no target of their own any more.
    NoTarget(PersonId),
    /// Where the parts of a day begin.
    Borders(Borders),
    /// The unit that is shown.
    Unit(Unit),
    /// The tone of reminders.
    Tone(Tone),
    /// Whose emergency numbers are named.
    Country(Country),
    /// The person's messages with readings are removed from the chat, or stay.
    Tidy(bool),
    /// Messages about the service come, or not.
    Notices(bool),
}

/// A button of the settings.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsChoice {
    /// Show a page, about this person.
    Page(Page, PersonId),
    /// Back to the first page, about this person.
    Back(PersonId),
    /// Set something.
    Change(Change),
    /// Another place than the one that was guessed.
    OtherPlace,
    /// The speakers.
    Speakers,
    /// What is stored, and everything that can be done with it.
    Data,
    /// The PIN.
    Pin,
}

const PAGES: [(Page, &str); 10] = [
    (Page::Home, "home"),
    (Page::Language, "lang"),
    (Page::Zone, "zone"),
    (Page::Profile, "prof"),
    (Page::Borders, "part"),
    (Page::Unit, "unit"),
    (Page::Tone, "tone"),
    (Page::Country, "land"),
    (Page::Messages, "mess"),
    (Page::Sources, "from"),
];

impl Page {
    /// What can be tapped on it.
    pub(super) fn rows(
        self,
        view: &SettingsView,
        languages: &Languages,
    ) -> Vec<Vec<SettingsChoice>> {
        let person = view.person;
        let change = |change| vec![SettingsChoice::Change(change)];
        let mut rows: Vec<Vec<SettingsChoice>> = match self {
            Page::Home => {
                let to = |page| SettingsChoice::Page(page, person);
                return vec![
                    vec![to(Page::Language), to(Page::Zone)],
                    vec![to(Page::Profile), to(Page::Borders)],
                    vec![to(Page::Unit), to(Page::Tone)],
                    vec![to(Page::Country), SettingsChoice::Speakers],
                    vec![to(Page::Messages), SettingsChoice::Data],
                    vec![SettingsChoice::Pin],
                ];
            }
            Page::Language => {
                languages.iter().map(|language| change(Change::Language(language))).collect()
            }
            Page::Zone => Vec::new(),
            Page::Profile => {
                let profiles = Profile::ALL.into_iter();
                profiles.map(|profile| change(Change::Profile(person, profile))).collect()
            }
            Page::Borders => presets().map(|borders| change(Change::Borders(borders))).collect(),
            Page::Unit => Unit::ALL.into_iter().map(|unit| change(Change::Unit(unit))).collect(),
            Page::Tone => Tone::ALL.into_iter().map(|tone| change(Change::Tone(tone))).collect(),
            Page::Country => {
                Country::ALL.into_iter().map(|country| change(Change::Country(country))).collect()
            }
            Page::Messages => vec![
                change(Change::Tidy(!view.wanted.tidy)),
                change(Change::Notices(!view.wanted.notices)),
            ],
            Page::Sources => Vec::new(),
        };
        if self == Page::Profile && view.target.is_some() {
            rows.push(change(Change::NoTarget(person)));
        }
        if matches!(self, Page::Profile | Page::Country) {
            rows.push(vec![SettingsChoice::Page(Page::Sources, person)]);
        }
        rows.push(vec![SettingsChoice::Back(person)]);
        rows
    }
}

impl SettingsChoice {
    /// What a button carries, behind the name of the feature.
    pub fn data(&self) -> String {
        match self {
            SettingsChoice::Page(page, person) => {
                let name =
                    PAGES.iter().find(|(known, _)| known == page).map_or("", |(_, name)| name);
                format!("p:{name}:{:x}", person.0)
            }
            SettingsChoice::Back(person) => format!("back:{:x}", person.0),
            SettingsChoice::OtherPlace => "place".to_owned(),
            SettingsChoice::Speakers => "speakers".to_owned(),
            SettingsChoice::Data => "data".to_owned(),
            SettingsChoice::Pin => "pin".to_owned(),
            SettingsChoice::Change(change) => match change {
                Change::Language(language) => format!("lang:{}", language.code()),
                Change::Zone(zone) => format!("z:{}", zone.name()),
                Change::ZoneOf(zone) => format!("zo:{}", zone.name()),
                Change::ZoneBack(zone) => format!("zb:{}", zone.name()),
                Change::Profile(person, profile) => {
                    format!("prof:{}:{:x}", profile.guideline().id, person.0)
                }
                Change::NoTarget(person) => format!("free:{:x}", person.0),
                Change::Borders(borders) => {
                    let (morning, daytime, evening) = (*borders).into();
                    format!("part:{morning}-{daytime}-{evening}")
                }
                Change::Unit(unit) => format!("unit:{}", unit.id()),
                Change::Tone(tone) => format!("tone:{}", tone.id()),
                Change::Country(country) => format!("land:{}", country.id()),
                Change::Tidy(on) => format!("tidy:{}", u8::from(*on)),
                Change::Notices(on) => format!("note:{}", u8::from(*on)),
            },
        }
    }

    /// The choice that a button carried, if it is one of ours.
    pub fn of_data(data: &str) -> Option<SettingsChoice> {
        let (name, value) = data.split_once(':').unwrap_or((data, ""));
        let person = |text| i64::from_str_radix(text, 16).ok().map(PersonId);
        let pair = || value.split_once(':');
        let change = match name {
            "p" => {
                let (name, of) = pair()?;
                let (page, _) = PAGES.iter().find(|(_, known)| *known == name)?;
                return Some(SettingsChoice::Page(*page, person(of)?));
            }
            "back" => return Some(SettingsChoice::Back(person(value)?)),
            "place" => return Some(SettingsChoice::OtherPlace),
            "speakers" => return Some(SettingsChoice::Speakers),
            "data" => return Some(SettingsChoice::Data),
            "pin" => return Some(SettingsChoice::Pin),
            "lang" => Change::Language(Language::new(value)?),
            "z" => Change::Zone(Zone::new(value)?),
            "zo" => Change::ZoneOf(Zone::new(value)?),
            "zb" => Change::ZoneBack(Zone::new(value)?),
            "prof" => {
                let (id, of) = pair()?;
                Change::Profile(person(of)?, Profile::of_id(id)?)
            }
            "free" => Change::NoTarget(person(value)?),
            "part" => {
                let minutes: Vec<u16> =
                    value.split('-').map(str::parse).collect::<Result<_, _>>().ok()?;
                let [morning, daytime, evening] = minutes.as_slice() else { return None };
                Change::Borders(Borders::new(*morning, *daytime, *evening)?)
            }
            "unit" => Change::Unit(Unit::of_id(value)?),
            "tone" => Change::Tone(Tone::of_id(value)?),
            "land" => Change::Country(Country::of_id(value)?),
            "tidy" => Change::Tidy(switch(value)?),
            "note" => Change::Notices(switch(value)?),
            _ => return None,
        };
        Some(SettingsChoice::Change(change))
    }
}

/// On or off, as a button carries it.
fn switch(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_carries_its_choice_there_and_back() {
        let person = PersonId(i64::MAX);
        let zone = Zone::new("America/Argentina/ComodRivadavia").unwrap();
        let mut choices: Vec<SettingsChoice> =
            PAGES.into_iter().map(|(page, _)| SettingsChoice::Page(page, person)).collect();
        choices.extend([
            SettingsChoice::Back(person),
            SettingsChoice::OtherPlace,
            SettingsChoice::Speakers,
            SettingsChoice::Data,
            SettingsChoice::Pin,
        ]);
        let mut changes = vec![
            Change::Language(Language::RU),
            Change::Zone(zone.clone()),
            Change::ZoneOf(zone.clone()),
            Change::ZoneBack(zone),
            Change::NoTarget(person),
            Change::Borders(Borders::DEFAULT),
            Change::Tidy(true),
            Change::Notices(false),
        ];
        changes.extend(Profile::ALL.map(|profile| Change::Profile(person, profile)));
        changes.extend(Unit::ALL.map(Change::Unit));
        changes.extend(Tone::ALL.map(Change::Tone));
        changes.extend(Country::ALL.map(Change::Country));
        choices.extend(changes.into_iter().map(SettingsChoice::Change));
        for choice in choices {
            let data = choice.data();
            assert!(data.len() <= 60, "{data}");
            assert!(SettingsChoice::of_data(&data) == Some(choice), "{data}");
        }
        for other in ["", "p:home", "z:Nowhere/Else", "part:1-2", "prof:nice:1", "lang:x"] {
            assert!(SettingsChoice::of_data(other).is_none(), "{other}");
        }
    }
}
