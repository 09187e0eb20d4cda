//! What a person can set: how answers are shown to them, where their day has its borders, in which
//! zone they live, and beside which numbers their means are put.

mod choice;
mod country;

pub use choice::{Change, Page, SettingsChoice};
pub use country::Country;

use super::{
    choice::Choice,
    period::Borders,
    person::{Language, Languages, Name, PersonId},
    privacy::Wanted,
    threshold::{Profile, Target},
    when::Zone,
};
use serde::{Deserialize, Serialize};

/// In which unit stored pressures are shown. They are typed, said and stored in mmHg.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Millimetres of mercury.
    #[default]
    MmHg,
    /// Kilopascals, with one decimal.
    KPa,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Unit; 2] = [Unit::MmHg, Unit::KPa];

    /// The name under which it is stored.
    pub fn id(self) -> &'static str {
        match self {
            Unit::MmHg => "mmhg",
            Unit::KPa => "kpa",
        }
    }

    /// The unit of this name.
    pub fn of_id(id: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.id() == id)
    }
}

/// Tenths of a kilopascal for a pressure in mmHg, rounded half up. 1 kPa = 7.50062 mmHg.
pub fn tenths_of_kpa(mmhg: u16) -> u32 {
    (u32::from(mmhg) * 1_000_000 + 375_031) / 750_062
}

/// In how many words people are reminded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// With what to do.
    #[default]
    Friendly,
    /// As short as can be.
    Brief,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Tone; 2] = [Tone::Friendly, Tone::Brief];

    /// The name under which it is stored.
    pub fn id(self) -> &'static str {
        match self {
            Tone::Friendly => "friendly",
            Tone::Brief => "brief",
        }
    }

    /// The tone of this name.
    pub fn of_id(id: &str) -> Option<Tone> {
        Tone::ALL.into_iter().find(|tone| tone.id() == id)
    }
}

/// How answers are put to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// In which unit stored pressures are shown.
    pub unit: Unit,
    /// In how many words people are reminded.
    pub tone: Tone,
    /// Whose emergency numbers are named; by the language where it is not known.
    pub country: Option<Country>,
    /// Whether the buttons of the menu stand below the chat.
    pub menu: bool,
}

/// What an account has set.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How answers are put; its country is what was chosen, and nothing else.
    pub manner: Manner,
    /// Where the parts of a day begin.
    pub borders: Borders,
}

impl Settings {
    /// How answers are put to somebody who lives in this zone: a country that was not chosen is
    /// that of the zone, so that a traveller is told the numbers of where they are.
    pub fn manner_in(&self, zone: Option<&Zone>) -> Manner {
        let country = self.manner.country.or_else(|| zone.and_then(Country::of_zone));
        Manner { country, ..self.manner }
    }
}

/// Where somebody may be whose zone is not known: in that of the owner. One that only says that a
/// server keeps universal time is no guess for people who write in Russian.
pub fn guess(owner: &Zone, language: Language) -> Zone {
    let universal = matches!(owner.name(), "UTC" | "Etc/UTC" | "Etc/UCT" | "GMT" | "Etc/GMT");
    let near = (universal && language == Language::RU).then(|| Zone::new("Europe/Moscow"));
    near.flatten().unwrap_or_else(|| owner.clone())
}

/// Days that begin and end at other hours than most: early birds and night owls.
pub const BORDERS: [(u16, u16, u16); 3] = [(4, 12, 17), (3, 11, 15), (6, 13, 18)];

/// The borders that can be chosen by a tap.
pub fn presets() -> impl Iterator<Item = Borders> {
    let minutes = |(morning, daytime, evening): (u16, u16, u16)| {
        Borders::new(morning * 60, daytime * 60, evening * 60)
    };
    BORDERS.into_iter().filter_map(minutes)
}

/// What was asked for in words.
#[derive(Clone, PartialEq, Eq)]
pub enum SettingsAsk {
    /// Show this page.
    Page(Page),
    /// A place in one of these zones, the most likely first. `sure`: I am there; else only its
    /// name was given.
    Places {
        /// The zones.
        zones: Vec<Zone>,
        /// Whether it was said that the person is there.
        sure: bool,
    },
    /// I am in a place that we do not know.
    NoPlace,
    /// My day has these borders.
    Borders(Parts),
    /// Show the buttons of the menu, or hide them.
    Menu,
}

/// When parts of a day begin, as far as it was said, in minutes after midnight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// The morning.
    pub morning_min: Option<u16>,
    /// The daytime.
    pub daytime_min: Option<u16>,
    /// The evening.
    pub evening_min: Option<u16>,
}

impl Parts {
    /// These, and for the rest the borders there are. A daytime that was not named gives way.
    pub fn over(self, before: Borders) -> Option<Borders> {
        let (morning, daytime, evening) = before.into();
        let morning = self.morning_min.unwrap_or(morning);
        let evening = self.evening_min.unwrap_or(evening);
        let daytime = self.daytime_min.unwrap_or(daytime);
        let named = self.daytime_min.is_some();
        Borders::new(morning, daytime, evening)
            .or_else(|| Borders::new(morning, evening, evening).filter(|_| !named))
    }
}

/// What is to be done with settings.
#[derive(Clone, PartialEq, Eq)]
pub enum SettingsAct {
    /// Show a page, about this person.
    Show(Page, PersonId),
    /// Set something.
    Set(Change),
    /// The day has these borders.
    Divide(Parts),
    /// Show the buttons of the menu, or hide them.
    ToggleMenu,
}

/// Where a conversation about settings stands.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsState {
    /// In which city is the person? A new diary has a guess, which may be left as it is.
    City {
        /// The zone that was offered.
        guess: Option<Zone>,
    },
}

/// Everything that is set, for one person of an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// Which person; thresholds and target are theirs.
    pub person: PersonId,
    /// What they are called; nothing for the holder.
    pub whose: Option<Name>,
    /// The language.
    pub language: Language,
    /// The zone.
    pub zone: Zone,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// Whose thresholds.
    pub profile: Profile,
    /// The person's own target.
    pub target: Option<Target>,
    /// Where the parts of a day begin.
    pub borders: Borders,
    /// The unit that is shown.
    pub unit: Unit,
    /// The tone of reminders.
    pub tone: Tone,
    /// Whose emergency numbers are named.
    pub country: Country,
    /// What is wanted in the chat.
    #[serde(default)]
    pub wanted: Wanted,
}

/// What is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettingsReply {
    /// A page of the settings.
    Page(Page, Box<SettingsView>),
    /// The diary is open; is this the zone?
    Welcome {
        /// The guess.
        zone: Zone,
        /// The present, ms UTC.
        now_ms: i64,
    },
    /// Times are read in this zone from now on.
    Zoned {
        /// The zone.
        zone: Zone,
        /// The one before, when one was known.
        before: Option<Zone>,
        /// The present, ms UTC.
        now_ms: i64,
    },
    /// Which of these places?
    Which {
        /// Their zones.
        zones: Vec<Zone>,
        /// The present, ms UTC.
        now_ms: i64,
    },
    /// No such place is known.
    NoPlace,
    /// The same right after the diary was opened: it goes on with the guess as well.
    NoPlaceYet,
    /// A day cannot have such borders.
    NoBorders,
    /// The menu is shown, or hidden.
    Menu(bool),
    /// Settings are changed in the chat.
    InChat,
}

impl SettingsReply {
    /// Whether it takes the place of the message whose button was tapped.
    pub fn in_place(&self) -> bool {
        matches!(self, SettingsReply::Page(..) | SettingsReply::Welcome { .. })
    }

    /// What can be tapped below it.
    pub fn choices(&self, languages: &Languages) -> Vec<Vec<Choice>> {
        let rows: Vec<Vec<SettingsChoice>> = match self {
            SettingsReply::Page(page, view) => page.rows(view, languages),
            SettingsReply::Welcome { zone, .. } => vec![
                vec![SettingsChoice::Change(Change::Zone(zone.clone()))],
                vec![SettingsChoice::OtherPlace],
            ],
            SettingsReply::Zoned { before: Some(before), .. } => {
                vec![vec![SettingsChoice::Change(Change::ZoneBack(before.clone()))]]
            }
            SettingsReply::Which { zones, .. } => zones
                .iter()
                .map(|zone| vec![SettingsChoice::Change(Change::ZoneOf(zone.clone()))])
                .collect(),
            SettingsReply::Zoned { before: None, .. }
            | SettingsReply::NoPlace
            | SettingsReply::NoPlaceYet
            | SettingsReply::NoBorders
            | SettingsReply::Menu(_)
            | SettingsReply::InChat => Vec::new(),
        };
        rows.into_iter().map(|row| row.into_iter().map(Choice::Settings).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilopascals_have_one_decimal_rounded_half_up() {
        // 16 kPa are 120.01 mmHg; 133.322 Pa are one mmHg.
        for (mmhg, tenths) in [(120, 160), (80, 107), (140, 187), (90, 120), (135, 180), (85, 113)]
        {
            assert_eq!(tenths_of_kpa(mmhg), tenths, "{mmhg}");
        }
        let exactly = |mmhg: u16| (f64::from(mmhg) * 10.0 / 7.50062).round() as u32;
        assert!((20..=300).all(|mmhg| tenths_of_kpa(mmhg) == exactly(mmhg)));
    }

    #[test]
    fn a_server_that_keeps_universal_time_says_nothing_about_where_people_are() {
        let zone = |name| Zone::new(name).unwrap();
        for (owner, language, guessed) in [
            ("UTC", Language::RU, "Europe/Moscow"),
            ("Etc/UTC", Language::EN, "Etc/UTC"),
            ("Asia/Omsk", Language::RU, "Asia/Omsk"),
        ] {
            assert_eq!(guess(&zone(owner), language).name(), guessed);
        }
    }

    #[test]
    fn a_daytime_that_was_not_named_gives_way_to_an_early_evening() {
        let hours = |hours: (u16, u16, u16)| Borders::new(hours.0 * 60, hours.1 * 60, hours.2 * 60);
        let evening = Parts { evening_min: Some(11 * 60), ..Parts::default() };
        assert_eq!(evening.over(Borders::DEFAULT), hours((4, 11, 11)));
        let named = Parts { daytime_min: Some(12 * 60), ..evening };
        assert_eq!(named.over(Borders::DEFAULT), None);
        let late = Parts { evening_min: Some(18 * 60), ..named };
        assert_eq!(late.over(Borders::DEFAULT), hours((4, 12, 18)));
    }

    #[test]
    fn every_preset_is_in_order() {
        assert_eq!(presets().count(), BORDERS.len());
        assert_eq!(presets().next(), Some(Borders::DEFAULT));
    }
}
