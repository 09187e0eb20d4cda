//! Whose emergency numbers are named, and where they are from.

use crate::domain::{city, person::Language, when::Zone};
use serde::{Deserialize, Serialize};

/// Where an ambulance is called by the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Country {
    /// Russia.
    Russia,
    /// Kazakhstan.
    Kazakhstan,
    /// The European Union and the states around it that share its number.
    Europe,
    /// The United Kingdom.
    Britain,
    /// The United States and Canada.
    America,
    /// Anywhere else: the number that every mobile network knows, or a local one.
    Elsewhere,
}

/// Member states of the European Union, the European Economic Area and Switzerland, ISO 3166.
const EUROPE: &str = "AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO \
                      PL PT RO SE SI SK";

impl Country {
    /// Every one, in the order in which people are offered them.
    pub const ALL: [Country; 6] = [
        Country::Russia,
        Country::Kazakhstan,
        Country::Europe,
        Country::Britain,
        Country::America,
        Country::Elsewhere,
    ];

    /// The name under which it is stored.
    pub fn id(self) -> &'static str {
        match self {
            Country::Russia => "ru",
            Country::Kazakhstan => "kz",
            Country::Europe => "eu",
            Country::Britain => "gb",
            Country::America => "us",
            Country::Elsewhere => "other",
        }
    }

    /// The one of this name.
    pub fn of_id(id: &str) -> Option<Country> {
        Country::ALL.into_iter().find(|country| country.id() == id)
    }

    /// The number that calls an ambulance, and a second one where there are two.
    pub fn numbers(self) -> (u16, Option<u16>) {
        match self {
            Country::Russia | Country::Kazakhstan => (103, Some(112)),
            Country::Europe | Country::Elsewhere => (112, None),
            Country::Britain => (999, Some(112)),
            Country::America => (911, None),
        }
    }

    /// Where the numbers stand, as it can be looked up.
    pub fn reference(self) -> &'static str {
        match self {
            Country::Russia => "https://crb-kln.ru/novosti/937",
            Country::Kazakhstan => {
                "https://egov.kz/cms/en/articles/emergency_situations/emergency_number_112"
            }
            Country::Europe => {
                "https://digital-strategy.ec.europa.eu/en/news/112-day-raises-awareness-eu-emergency-number"
            }
            Country::Britain => "https://www.swast.nhs.uk/when-to-call-999",
            Country::America => {
                "https://www.heart.org/en/health-topics/high-blood-pressure/understanding-blood-pressure-readings/hypertensive-crisis-when-you-should-call-911-for-high-blood-pressure"
            }
            Country::Elsewhere => "3GPP TS 22.101, 10.1.1",
        }
    }

    /// The same in brief.
    pub fn source(self) -> &'static str {
        match self {
            Country::Russia => "crb-kln.ru/novosti/937",
            Country::Kazakhstan => "egov.kz (112)",
            Country::Europe => "digital-strategy.ec.europa.eu (112)",
            Country::Britain => "nhs.uk",
            Country::America => "heart.org",
            Country::Elsewhere => "3GPP TS 22.101",
        }
    }

    /// The one that a zone lies in, if its table knows the zone.
    pub fn of_zone(zone: &Zone) -> Option<Country> {
        Some(match city::country(zone)? {
            "RU" => Country::Russia,
            "KZ" => Country::Kazakhstan,
            "GB" => Country::Britain,
            "US" | "CA" => Country::America,
            code if EUROPE.split_whitespace().any(|known| known == code) => Country::Europe,
            _ => Country::Elsewhere,
        })
    }

    /// What is meant when nothing else is known.
    pub fn of_language(language: Language) -> Country {
        if language == Language::RU { Country::Russia } else { Country::Elsewhere }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_tells_whom_to_call() {
        for (zone, country) in [
            ("Europe/Moscow", Some(Country::Russia)),
            ("Asia/Vladivostok", Some(Country::Russia)),
            ("Asia/Almaty", Some(Country::Kazakhstan)),
            ("Europe/Lisbon", Some(Country::Europe)),
            ("Europe/London", Some(Country::Britain)),
            ("America/New_York", Some(Country::America)),
            ("America/Toronto", Some(Country::America)),
            ("Asia/Tokyo", Some(Country::Elsewhere)),
            ("UTC", None),
        ] {
            assert_eq!(Country::of_zone(&Zone::new(zone).unwrap()), country, "{zone}");
        }
        assert!(Country::ALL.into_iter().all(|one| Country::of_id(one.id()) == Some(one)));
    }
}
