//! Rules of numbers and time at their borders, by themselves: what a conversation tests too, but
//! only in passing.

use crate::utterances::somebody;
use tonolog::domain::{
    link::{self, Code, Locked},
    person::{Door, Name, Person, PersonId},
    reading::{self, Doubt, Reading, Taken},
};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

fn reading(systolic: u16, diastolic: u16, pulse: Option<u16>) -> Reading {
    Reading::new(systolic, diastolic, pulse).unwrap()
}

fn taken(systolic: u16, diastolic: u16, at_ms: i64) -> Taken {
    Taken { reading: reading(systolic, diastolic, None), at_ms }
}

#[test]
fn a_session_reaches_ten_minutes_back_and_not_ahead() {
    assert_eq!(reading::SESSION_MS, 10 * MINUTE_MS);
    let now = 1_000 * MINUTE_MS;
    for (minutes_ago, belongs) in [(0, true), (10, true), (11, false), (-1, false), (1_500, false)]
    {
        let around = [taken(120, 80, now - minutes_ago * MINUTE_MS)];
        assert_eq!(Taken::session(&around, now).len() == 1, belongs, "{minutes_ago}");
    }
    let both = [taken(121, 81, now - MINUTE_MS), taken(120, 80, now)];
    assert_eq!(Taken::session(&both, now).len(), 2);
}

#[test]
fn a_mean_is_rounded_half_up_and_takes_the_pulses_there_are() {
    let mean = |readings: &[(u16, u16, Option<u16>)]| {
        let readings: Vec<Reading> =
            readings.iter().map(|(upper, lower, pulse)| reading(*upper, *lower, *pulse)).collect();
        Reading::mean(&readings).map(|mean| (mean.systolic(), mean.diastolic(), mean.pulse()))
    };
    assert_eq!(mean(&[]), None);
    assert_eq!(mean(&[(131, 84, Some(71))]), Some((131, 84, Some(71))));
    assert_eq!(mean(&[(130, 80, None), (131, 81, None)]), Some((131, 81, None)));
    assert_eq!(
        mean(&[(120, 80, Some(70)), (121, 80, None), (121, 82, Some(73))]),
        Some((121, 81, Some(72)))
    );
    assert_eq!(
        mean(&[(140, 90, None), (136, 88, None), (130, 80, Some(66)), (129, 79, None)]),
        Some((134, 84, Some(66)))
    );
}

#[test]
fn the_same_pair_within_two_minutes_is_asked_about_and_later_it_is_not() {
    let now = DAY_MS;
    for (ago_ms, expected) in [
        (0, Some(Doubt::Repeated)),
        (2 * MINUTE_MS, Some(Doubt::Repeated)),
        (2 * MINUTE_MS + 1, None),
        (-2 * MINUTE_MS, Some(Doubt::Repeated)),
        (-2 * MINUTE_MS - 1, None),
    ] {
        let before = [taken(120, 80, now - ago_ms)];
        assert_eq!(reading(120, 80, Some(75)).doubt(now, &before), expected, "{ago_ms}");
        assert_eq!(reading(120, 81, None).doubt(now, &before), None);
        assert_eq!(reading(121, 80, None).doubt(now, &before), None);
    }
}

#[test]
fn a_jump_is_more_than_forty_from_the_median_of_three_or_more_recent_readings() {
    assert_eq!(reading::RECENT_MS, 14 * DAY_MS);
    let now = 100 * DAY_MS;
    let at = |days_ago: &[i64], systolic: &[u16]| -> Vec<Taken> {
        days_ago
            .iter()
            .zip(systolic)
            .map(|(days, systolic)| taken(*systolic, 80, now - days * DAY_MS))
            .collect()
    };
    let check = |systolic: u16, recent: &[Taken], jumps: bool| {
        let doubt = reading(systolic, 85, None).doubt(now, recent);
        assert_eq!(doubt == Some(Doubt::Jump), jumps, "{systolic}");
    };
    let three = at(&[1, 5, 14], &[110, 120, 130]);
    check(160, &three, false);
    check(161, &three, true);
    // Of an even number the lower one of the two in the middle counts.
    let four = at(&[1, 2, 3, 4], &[100, 110, 130, 140]);
    check(150, &four, false);
    check(151, &four, true);
    check(190, &three[..2], false);
    // What is older than two weeks does not count, nor does what lies further ahead.
    check(190, &at(&[1, 2, 15], &[110, 120, 130]), false);
    check(190, &at(&[1, 2, -15], &[110, 120, 130]), false);
    check(190, &at(&[1, 2, -14], &[110, 120, 130]), true);
    let low: Vec<Taken> = (1..=3).map(|days| taken(150, 60, now - days * DAY_MS)).collect();
    assert_eq!(reading(150, 100, None).doubt(now, &low), None);
    assert_eq!(reading(150, 101, None).doubt(now, &low), Some(Doubt::Jump));
}

#[test]
fn a_very_high_value_is_180_or_110() {
    for (systolic, diastolic, high) in
        [(179, 109, false), (180, 80, true), (130, 110, true), (250, 140, true), (120, 80, false)]
    {
        assert_eq!(reading(systolic, diastolic, None).very_high(), high, "{systolic}/{diastolic}");
    }
}

#[test]
fn codes_are_tried_five_times_a_day_each_and_ten_times_an_hour_by_all() {
    assert_eq!(link::TRIES_PER_IDENTITY_MS, DAY_MS);
    assert_eq!(link::TRIES_OVER_ALL_MS, 60 * MINUTE_MS);
    for (mine, all, expected) in [
        (0, 0, None),
        (4, 9, None),
        (5, 5, Some(Locked::Identity)),
        (5, 10, Some(Locked::Identity)),
        (4, 10, Some(Locked::All)),
        (6, 0, Some(Locked::Identity)),
        (0, 11, Some(Locked::All)),
    ] {
        assert_eq!(link::locked(mine, all), expected, "{mine}, {all}");
    }
    let code = Code { word: "абажур".to_owned(), digits: 482 };
    assert_eq!(code.canonical(), "абажур-482");
}

#[test]
fn a_diary_is_shared_when_there_is_somebody_beside_its_holder() {
    let shared = |others: &[&str]| {
        let mut account = somebody(Door::Chat, false).account.unwrap();
        account.people.extend((2..).zip(others).map(|(id, name)| Person {
            id: PersonId(id),
            name: Some(Name::new(name).unwrap()),
            leaving_ms: None,
        }));
        account.shared()
    };
    assert!(!shared(&[]));
    assert!(shared(&["мама"]));
    assert!(shared(&["мама", "папа"]));
}
