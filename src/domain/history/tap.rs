//! What can be tapped while looking back, and how a button carries it.

use super::{EPOCH, Sign};
use crate::domain::{
    period::Span,
    person::{PersonId, ReadingId},
    when::Zone,
};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// Where a page begins: with a day of the person's zone, and all before it. A day with more
/// readings than a page holds takes several parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Days since the first of January 1970.
    pub day: i32,
    /// Which part of that day, from 0.
    pub part: u8,
}

impl Place {
    /// The beginning of the day of this instant (ms UTC).
    pub fn of(at_ms: i64, zone: &Zone) -> Place {
        let days = EPOCH.until(zone.at(at_ms).date()).map_or(0, |span| span.get_days());
        Place { day: days, part: 0 }
    }

    /// The instants that its day takes in this zone; nothing outside the calendar. It may lie
    /// ahead here: who flies west has measured on a date that comes once more.
    pub fn span(&self, zone: &Zone) -> Option<Span> {
        Span::day(EPOCH.checked_add(i64::from(self.day).days()).ok()?, zone)
    }

    fn write(place: Option<Place>) -> String {
        place.map(|place| format!("{}.{}", place.day, place.part)).unwrap_or_default()
    }

    fn read(text: &str) -> Option<Option<Place>> {
        if text.is_empty() {
            return Some(None);
        }
        let (day, part) = text.split_once('.')?;
        Some(Some(Place { day: day.parse().ok()?, part: part.parse().ok()? }))
    }
}

/// Which way a page lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Way {
    /// Further back in time.
    Older,
    /// Nearer to the present.
    Newer,
    /// Where one came from.
    Back,
}

impl Way {
    const ALL: [(Way, &str); 3] = [(Way::Older, "o"), (Way::Newer, "n"), (Way::Back, "b")];
}

/// What a person writes next to set a reading right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum What {
    /// Other numbers.
    Values,
    /// Another time.
    Time,
    /// A note.
    Note,
}

impl What {
    const ALL: [(What, &str); 3] = [(What::Values, "v"), (What::Time, "t"), (What::Note, "n")];
}

/// What can be tapped while looking back. `from` is the page to come back to, the newest when
/// it says nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryChoice {
    /// The page of this person that begins here.
    Page { person: PersonId, way: Way, place: Option<Place> },
    /// Open a reading; `number` is its number on the page, 0 the way back to it.
    Open { id: ReadingId, number: u8, from: Option<Place> },
    /// Everything beside the numbers.
    More { id: ReadingId, from: Option<Place> },
    /// Something beside the numbers is there, or is not.
    Set { id: ReadingId, sign: Sign, on: bool, from: Option<Place> },
    /// I will write it.
    Fix { id: ReadingId, what: What },
    /// I will write nothing.
    Keep,
    /// No note any more.
    NoNote(ReadingId),
    /// Remove it.
    Remove { id: ReadingId, from: Option<Place> },
    /// Bring it back.
    Restore { id: ReadingId, from: Option<Place> },
}

impl HistoryChoice {
    /// What a button carries.
    pub fn data(&self) -> String {
        let name = |found: Option<&str>| found.unwrap_or_default().to_owned();
        match self {
            HistoryChoice::Page { person, way, place } => {
                let way = name(Way::ALL.iter().find(|known| known.0 == *way).map(|w| w.1));
                format!("h:p:{:x}:{way}:{}", person.0, Place::write(*place))
            }
            HistoryChoice::Open { id, number, from } => {
                format!("h:o:{:x}:{number}:{}", id.0, Place::write(*from))
            }
            HistoryChoice::More { id, from } => format!("h:m:{:x}::{}", id.0, Place::write(*from)),
            HistoryChoice::Set { id, sign, on, from } => {
                let sign = name(SIGNS.iter().find(|known| known.0 == *sign).map(|s| s.1));
                let on = if *on { "1" } else { "0" };
                format!("h:s:{:x}:{sign}{on}:{}", id.0, Place::write(*from))
            }
            HistoryChoice::Fix { id, what } => {
                let what = name(What::ALL.iter().find(|known| known.0 == *what).map(|w| w.1));
                format!("h:f:{:x}:{what}:", id.0)
            }
            HistoryChoice::Keep => "h:k:0::".to_owned(),
            HistoryChoice::NoNote(id) => format!("h:n:{:x}::", id.0),
            HistoryChoice::Remove { id, from } => {
                format!("h:d:{:x}::{}", id.0, Place::write(*from))
            }
            HistoryChoice::Restore { id, from } => {
                format!("h:r:{:x}::{}", id.0, Place::write(*from))
            }
        }
    }

    /// The choice that a button carried, behind its `h:`.
    pub fn of_data(data: &str) -> Option<HistoryChoice> {
        let parts: Vec<&str> = data.split(':').collect();
        let [kind, id, value, place] = parts.as_slice() else { return None };
        let number = i64::from_str_radix(id, 16).ok()?;
        let id = ReadingId(number);
        let from = Place::read(place)?;
        Some(match *kind {
            "p" => {
                let way = Way::ALL.iter().find(|(_, name)| name == value)?.0;
                HistoryChoice::Page { person: PersonId(number), way, place: from }
            }
            "o" => HistoryChoice::Open { id, number: value.parse().ok()?, from },
            "m" => HistoryChoice::More { id, from },
            "s" => {
                let (sign, on) = SIGNS.iter().find_map(|(sign, name)| {
                    let on = value.strip_prefix(name)?;
                    ["0", "1"].contains(&on).then_some((*sign, on == "1"))
                })?;
                HistoryChoice::Set { id, sign, on, from }
            }
            "f" => {
                let what = What::ALL.iter().find(|(_, name)| name == value)?.0;
                HistoryChoice::Fix { id, what }
            }
            "k" => HistoryChoice::Keep,
            "n" => HistoryChoice::NoNote(id),
            "d" => HistoryChoice::Remove { id, from },
            "r" => HistoryChoice::Restore { id, from },
            _ => return None,
        })
    }
}

/// The signs as a button names them.
const SIGNS: [(Sign, &str); 6] = [
    (Sign::Left, "l"),
    (Sign::Right, "r"),
    (Sign::Sitting, "s"),
    (Sign::Lying, "y"),
    (Sign::Standing, "t"),
    (Sign::Irregular, "i"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_carries_its_choice_there_and_back_within_64_bytes() {
        let (id, person) = (ReadingId(i64::MAX), PersonId(i64::MAX));
        let place = Some(Place { day: 20_779, part: u8::MAX });
        let mut choices = vec![HistoryChoice::Keep, HistoryChoice::NoNote(id)];
        for from in [None, place, Some(Place { day: -1, part: 0 })] {
            for (way, _) in Way::ALL {
                choices.push(HistoryChoice::Page { person, way, place: from });
            }
            for (sign, _) in SIGNS {
                choices.push(HistoryChoice::Set { id, sign, on: true, from });
                choices.push(HistoryChoice::Set { id, sign, on: false, from });
            }
            choices.push(HistoryChoice::Open { id, number: 10, from });
            choices.push(HistoryChoice::More { id, from });
            choices.push(HistoryChoice::Remove { id, from });
            choices.push(HistoryChoice::Restore { id, from });
        }
        choices.extend(What::ALL.map(|(what, _)| HistoryChoice::Fix { id, what }));
        for choice in choices {
            let data = choice.data();
            assert!(data.len() <= 64, "{data}");
            let behind = data.strip_prefix("h:").unwrap();
            assert!(HistoryChoice::of_data(behind) == Some(choice), "{data}");
        }
        for other in
            ["", "p:1", "p:1:x:", "o:1:256:", "s:1:l2:", "f:1:q:", "z:1::", "m:g::", "m:1::5"]
        {
            assert!(HistoryChoice::of_data(other).is_none(), "{other}");
        }
    }
}
