//! From a city, or a place on the map, to its time zone; from a zone to its country. The tables are
//! made of GeoNames by `places/make.py`; their licence stands in `places/README.md`.

use super::when::Zone;
use std::sync::LazyLock;

/// IANA names with the ISO 3166 code of the country of their largest city, a line each.
const ZONES: &str = include_str!("../../places/zones.txt");
/// Names of cities in small letters, sorted by their bytes, with the numbers (lines) of their
/// zones, the likeliest first.
const NAMES: &str = include_str!("../../places/names.txt");
/// Its lines.
static LINES: LazyLock<Vec<&str>> = LazyLock::new(|| NAMES.lines().collect());
/// Latitude and longitude in hundredths of a degree, and the number of the zone.
const POINTS: &str = include_str!("../../places/points.txt");

/// What a declined Russian name of a city ends with, and what the name itself may end with then.
const ENDINGS: &str = include_str!("../../places/endings.txt");
/// What is left of such a name has at least so many letters.
const STEM_MIN: usize = 2;
/// Words of a name that are declined, at most: each has some forms, and all are tried.
const WORDS_MAX: usize = 3;

/// The zones of the cities of this name, the likeliest first. A name may be declined.
pub fn find(name: &str) -> Vec<Zone> {
    let name = normal(name);
    let exact = line(&name).map(zones_of).unwrap_or_default();
    if !exact.is_empty() {
        return exact;
    }
    // Names decline in Russian, which is written with these letters.
    if name.chars().any(|c| c != ' ' && !('\u{430}'..='\u{44f}').contains(&c)) {
        return Vec::new();
    }
    let words: Vec<&str> = name.split(' ').collect();
    if words.len() > WORDS_MAX {
        return Vec::new();
    }
    let wholes = words.iter().fold(vec![String::new()], |begun, word| {
        let forms = forms(word);
        begun
            .iter()
            .flat_map(|begun| forms.iter().map(move |form| format!("{begun} {form}")))
            .collect()
    });
    let known = wholes.iter().find_map(|whole| line(whole.trim_start()));
    known.map(zones_of).unwrap_or_default()
}

/// A word, and what its name may be when it was declined.
fn forms(word: &str) -> Vec<String> {
    let endings = ENDINGS.lines().filter_map(|line| line.split_once('\t'));
    let stems = endings.filter_map(|(ending, names)| {
        let stem = word.strip_suffix(ending)?;
        (stem.chars().count() >= STEM_MIN).then_some((stem, names))
    });
    let declined = stems.flat_map(|(stem, names)| {
        names.split(' ').map(move |end| format!("{stem}{}", end.trim_matches('-')))
    });
    std::iter::once(word.to_owned()).chain(declined).collect()
}

/// The zone of the nearest city to a place on the map, in degrees.
pub fn near(latitude: f64, longitude: f64) -> Option<Zone> {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return None;
    }
    let points = POINTS.lines().filter_map(|point| {
        let mut numbers = point.split(' ').filter_map(|number| number.parse::<i32>().ok());
        let (north, east, zone) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let north = f64::from(north) / 100.0;
        let across = (f64::from(east) / 100.0 - longitude).abs();
        let across = across.min(360.0 - across) * latitude.to_radians().cos();
        Some(((north - latitude).powi(2) + across.powi(2), zone))
    });
    let (_, zone) = points.min_by(|a, b| a.0.total_cmp(&b.0))?;
    numbered(&zone.to_string())
}

/// The ISO 3166 code of the country that a zone lies in.
pub fn country(zone: &Zone) -> Option<&'static str> {
    ZONES.lines().find_map(|line| line.strip_prefix(zone.name())?.strip_prefix('\t'))
}

/// As names stand in the table: small letters, single spaces for marks between words.
fn normal(name: &str) -> String {
    let lower = name.to_lowercase().replace('\u{451}', "\u{435}").replace(['\'', '\u{2019}'], "");
    let words = lower.split(|c: char| c.is_whitespace() || ['-', ',', '.'].contains(&c));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn key(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn line(name: &str) -> Option<&'static str> {
    let at = LINES.binary_search_by(|line| key(line).cmp(name)).ok()?;
    LINES.get(at).copied()
}

fn zones_of(line: &str) -> Vec<Zone> {
    let numbers = line.split('\t').nth(1).unwrap_or_default();
    numbers.split(' ').filter_map(numbered).collect()
}

fn numbered(number: &str) -> Option<Zone> {
    let line = ZONES.lines().nth(number.parse().ok()?)?;
    Zone::new(line.split('\t').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_of_the_table_is_known() {
        for line in ZONES.lines() {
            assert!(Zone::new(key(line)).is_some(), "{line}");
        }
        let numbers = NAMES.lines().flat_map(|line| line.split('\t').nth(1).unwrap().split(' '));
        let zones = ZONES.lines().count();
        assert!(numbers.map(|number| number.parse::<usize>().unwrap()).all(|at| at < zones));
        let keys: Vec<&str> = NAMES.lines().map(key).collect();
        assert!(keys.is_sorted());
        for line in NAMES.lines().step_by(97) {
            assert!(!find(key(line)).is_empty(), "{line}");
        }
        assert!(line(keys[0]).is_some() && line(keys[keys.len() - 1]).is_some());
    }

    #[test]
    fn a_place_on_the_map_has_the_zone_of_the_nearest_city() {
        for (latitude, longitude, zone) in [
            (55.75, 37.62, "Europe/Moscow"),
            (55.03, 82.92, "Asia/Novosibirsk"),
            (38.72, -9.14, "Europe/Lisbon"),
            (40.71, -74.0, "America/New_York"),
            (-17.0, 179.9, "Pacific/Fiji"),
            (-16.85, -179.97, "Pacific/Fiji"),
            (71.98, 102.47, "Asia/Krasnoyarsk"),
        ] {
            let found = near(latitude, longitude);
            assert_eq!(found.as_ref().map(Zone::name), Some(zone), "{latitude} {longitude}");
        }
        assert!(near(91.0, 0.0).is_none() && near(0.0, f64::NAN).is_none());
    }
}
