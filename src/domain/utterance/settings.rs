//! Settings in words: where the person is, and where the parts of their day begin.

use super::{grammar::Grammar, role::Role, scan::Scan};
use crate::domain::{
    city,
    settings::{Parts, SettingsAsk},
    when::Zone,
};

/// Longer than the name of any place, characters.
const PLACE_MAX: usize = 60;
/// Minutes of an hour, hours of a day.
const HOUR_MIN: u32 = 60;
const DAY_HOURS: u32 = 24;

/// A place, and nothing else: its name alone, or with words that say that one is there.
pub(super) fn place(grammar: &Grammar, wording: &str) -> Option<SettingsAsk> {
    let text = wording.trim().trim_end_matches(['.', '!', '?']);
    if text.chars().count() > PLACE_MAX {
        return None;
    }
    let lower = text.to_lowercase();
    let heads = grammar.places.iter();
    let after = heads.filter_map(|head| lower.strip_prefix(head.as_str())?.strip_prefix(' '));
    match after.min_by_key(|rest| rest.len()) {
        Some(rest) => Some(named(rest)),
        None => {
            // Words that we know are no guess for a place.
            let known = lower
                .split(' ')
                .all(|word| grammar.knows_in_requests(word) || grammar.phrase(word).is_some());
            let zones = if known { Vec::new() } else { zones(text) };
            (!zones.is_empty()).then_some(SettingsAsk::Places { zones, sure: false })
        }
    }
}

/// A place that the person says they are in.
pub(super) fn named(name: &str) -> SettingsAsk {
    match zones(name) {
        zones if zones.is_empty() => SettingsAsk::NoPlace,
        zones => SettingsAsk::Places { zones, sure: true },
    }
}

/// The zones of a place, which may be the name of a zone itself.
fn zones(name: &str) -> Vec<Zone> {
    match Zone::new(name).filter(|_| name.contains('/')) {
        Some(zone) => vec![zone],
        None => city::find(name),
    }
}

/// "Morning from 5, evening from 18": hours that parts of the day begin at, and nothing else.
pub(super) fn borders(scan: &Scan<'_>) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut at = 0;
    while let Some(token) = scan.token(at) {
        let minutes = if scan.is(at, Role::Morning) {
            Some(&mut parts.morning_min)
        } else if scan.is(at, Role::Daytime) || scan.is(at, Role::Day) {
            Some(&mut parts.daytime_min)
        } else if scan.is(at, Role::Evening) {
            Some(&mut parts.evening_min)
        } else {
            None
        };
        match minutes {
            Some(minutes) if scan.is(at + 1, Role::Since) => {
                let (found, next) = clock(scan, at + 2)?;
                if minutes.replace(found).is_some() {
                    return None;
                }
                at = next;
            }
            Some(_) => return None,
            None if token.word().is_none() && token.number().is_none() => at += 1,
            None if scan.is(at, Role::Filler) || scan.is(at, Role::Separator) => at += 1,
            None => return None,
        }
    }
    (parts != Parts::default()).then_some(parts)
}

/// A time of day: minutes after midnight, and where it ends.
fn clock(scan: &Scan<'_>, at: usize) -> Option<(u16, usize)> {
    let hour = scan.number(at).filter(|hour| *hour < DAY_HOURS)?;
    let mut next = at + 1;
    let mut minute = 0;
    if scan.is_mark(next, ':') {
        minute = scan.number(next + 1).filter(|minute| *minute < HOUR_MIN)?;
        next += 2;
    }
    let evening = [Role::Pm, Role::Evening, Role::OfDay].into_iter();
    let later = evening.clone().any(|role| scan.is(next, role)) && hour < DAY_HOURS / 2;
    let hour = if later && !scan.is(next + 1, Role::Since) { hour + DAY_HOURS / 2 } else { hour };
    let of = evening.chain([Role::Am, Role::Morning, Role::Hour]);
    let mut after = of.filter(|role| scan.is(next, *role));
    if after.next().is_some() && !scan.is(next + 1, Role::Since) {
        next += 1;
    }
    Some((u16::try_from(hour * HOUR_MIN + minute).ok()?, next))
}
