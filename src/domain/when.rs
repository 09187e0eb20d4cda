//! Instants and the zones people live in. Instants are milliseconds in UTC; a zone is an IANA name.

use jiff::{Timestamp, Zoned, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// An IANA time zone that is known to exist. Invariant: the name can be resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(String);

impl Zone {
    /// The zone of this IANA name, if there is one.
    pub fn new(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().map(|_| Zone(name.to_owned()))
    }

    /// Coordinated universal time.
    pub fn utc() -> Zone {
        Zone("UTC".to_owned())
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The civil time there at an instant (ms UTC). An instant outside the calendar is its start.
    pub fn at(&self, ms: i64) -> Zoned {
        let zone = TimeZone::get(&self.0).unwrap_or(TimeZone::UTC);
        Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone)
    }
}

impl TryFrom<String> for Zone {
    type Error = &'static str;

    fn try_from(name: String) -> Result<Zone, &'static str> {
        Zone::new(&name).ok_or("no such zone")
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.0
    }
}

/// How far a day lies before today, in calendar days of one zone.
pub fn days_before(day: &Zoned, today: &Zoned) -> i32 {
    day.date().until(today.date()).map_or(i32::MAX, |span| span.get_days())
}
