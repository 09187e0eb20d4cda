//! Statistics over a period, as they are asked for, answered and turned over by buttons.

use super::{
    choice::Choice,
    period::{Period, Span},
    person::PersonId,
    reply::Over,
    summary::Summary,
    threshold::Threshold,
    when::{Day, Zone},
};
use serde::{Deserialize, Serialize};

/// Days that a button offers.
const OFFERED: [u16; 3] = [7, 30, 90];

/// Which statistics are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Over so many last days, or from one date to another.
    pub over: Period,
    /// Whose.
    pub person: PersonId,
    /// With variability and pulse pressure.
    pub full: bool,
}

/// Statistics as they are answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatsReply {
    /// What they are.
    pub stats: Stats,
    /// The time, and whose.
    pub over: Over,
    /// What the readings amount to; nothing of none.
    pub summary: Option<Box<Summary>>,
    /// What they are set beside.
    pub thresholds: Vec<Threshold>,
}

/// What was asked for is over these dates from now on: a button of next month means the same.
pub fn fixed(over: Period, span: &Span, zone: &Zone) -> Period {
    if let Period::Last(_) = over {
        return over;
    }
    let day = |ms: i64| {
        let date = zone.at(ms).date();
        Day::Date { day: date.day() as u8, month: date.month() as u8, year: Some(date.year()) }
    };
    Period::Between { from: day(span.from_ms), to: day(span.to_ms - 1) }
}

impl StatsReply {
    /// Other periods, and more or less of this one.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let Stats { over: shown, full, .. } = self.stats;
        let offered = OFFERED.into_iter().map(Period::Last);
        let row: Vec<Choice> = offered
            .filter(|over| full || *over != shown)
            .map(|over| Choice::Stats(Stats { over, full: false, ..self.stats }))
            .collect();
        let mut rows = vec![row];
        // From more of one's own period a button of the row leads back, where there is one.
        let turn = !full || !OFFERED.into_iter().any(|days| shown == Period::Last(days));
        if turn && self.summary.is_some() {
            rows.push(vec![Choice::Stats(Stats { full: !full, ..self.stats })]);
        }
        rows
    }
}

impl Stats {
    /// What a button carries, behind the name of the feature.
    pub fn data(&self) -> String {
        let date = |day: Day| match day {
            Day::Date { day, month, year } => {
                format!("{:04}{month:02}{day:02}", year.unwrap_or_default())
            }
            Day::Ago(_) | Day::Weekday(_) | Day::OfMonth(_) | Day::Ahead => String::new(),
        };
        let over = match self.over {
            Period::Last(days) => days.to_string(),
            Period::Between { from, to } => format!("{}-{}", date(from), date(to)),
            Period::Day(_)
            | Period::Part(..)
            | Period::Week { .. }
            | Period::Month { .. }
            | Period::Named { .. } => String::new(),
        };
        format!("{over}:{}:{:x}", u8::from(self.full), self.person.0)
    }

    /// What a button carried, if it is one of ours.
    pub fn of_data(data: &str) -> Option<Stats> {
        let mut parts = data.split(':');
        let (over, full, person) = (parts.next()?, parts.next()?, parts.next()?);
        let date = |text: &str| {
            let number: u32 = text.parse().ok().filter(|_| text.len() == 8)?;
            let (month, day) = ((number / 100 % 100) as u8, (number % 100) as u8);
            let fits = (1..=12).contains(&month) && (1..=31).contains(&day);
            fits.then_some(Day::Date { day, month, year: Some((number / 10_000) as i16) })
        };
        let over = match over.split_once('-') {
            Some((from, to)) => Period::Between { from: date(from)?, to: date(to)? },
            None => Period::Last(over.parse().ok()?),
        };
        let person = PersonId(i64::from_str_radix(person, 16).ok()?);
        Some(Stats { over, person, full: full == "1" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_carries_its_statistics_there_and_back() {
        let date = |day, month| Day::Date { day, month, year: Some(2026) };
        for over in [
            Period::Last(7),
            Period::Last(u16::MAX),
            Period::Between { from: date(1, 10), to: date(31, 12) },
        ] {
            for full in [false, true] {
                let stats = Stats { over, person: PersonId(i64::MAX), full };
                let data = stats.data();
                assert!(data.len() <= 60, "{data}");
                assert_eq!(Stats::of_data(&data), Some(stats), "{data}");
            }
        }
        for other in ["", "7", "7:0", "7:0:x", "2026-2027:0:1", "20261301-20261302:0:1"] {
            assert!(Stats::of_data(other).is_none(), "{other}");
        }
    }
}
