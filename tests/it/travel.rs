//! People who travel: a reading stays on its day and in its part of the day, by the clock of the
//! place where it was taken.

use crate::stage::Stage;
use std::sync::atomic::Ordering;
use tonolog::{
    demo::{Event, Shown},
    domain::{
        period::{Borders, Rhythm},
        person::{Access, PersonId},
        reading::Reading,
        reminder::Reminder,
        summary::{Measured, Summary},
        threshold::Profile,
        week::{Today, Week},
        when::Zone,
    },
};

const CHAT: i64 = 1;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn utc(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn zone(name: &str) -> Zone {
    Zone::new(name).unwrap()
}

/// Taken in this zone.
fn taken(at: &str, zone_name: &str, systolic: u16) -> Measured {
    let reading = Reading::new(systolic, 80, None).unwrap();
    Measured::new(reading, utc(at), &zone(zone_name), false)
}

fn only(events: Vec<Event>) -> Shown {
    let [Event::Sent(shown) | Event::Edited(shown)] = events.as_slice() else {
        panic!("{events:?}")
    };
    shown.clone()
}

async fn says(stage: &mut Stage, text: &str) -> String {
    only(stage.say(CHAT, "en", text).await).text
}

/// A diary whose person lives in Moscow and knows it.
async fn in_moscow(now: &str) -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    at(&stage, now);
    stage.say(CHAT, "en", "/start").await;
    stage.say(CHAT, "en", "yes").await;
    says(&mut stage, "I am in Moscow").await;
    stage
}

fn at(stage: &Stage, now: &str) {
    stage.now_ms.store(utc(now), Ordering::SeqCst);
}

#[test]
fn a_week_keeps_the_slots_of_the_places_where_it_was_measured() {
    let begun_ms = utc("2026-11-22T04:00Z");
    let mut week = Week::new(Profile::Esc2024, begun_ms, Reminder::PAIR);
    // Two mornings and an evening in Moscow, then the morning of the 24th in Vladivostok.
    let readings = [
        taken("2026-11-22T05:00Z", "Europe/Moscow", 130),
        taken("2026-11-22T05:02Z", "Europe/Moscow", 132),
        taken("2026-11-22T17:00Z", "Europe/Moscow", 124),
        taken("2026-11-23T05:00Z", "Europe/Moscow", 134),
        taken("2026-11-23T22:00Z", "Asia/Vladivostok", 136),
    ];
    let now_ms = utc("2026-11-23T23:00Z");
    let rhythm = Rhythm { zone: zone("Asia/Vladivostok"), borders: Borders::DEFAULT };
    let progress = week.progress(&readings, &rhythm, now_ms);
    let counts: Vec<(u8, u8)> =
        progress.days.iter().map(|day| (day.morning.count, day.evening.count)).collect();
    assert_eq!(counts, [(2, 1), (1, 0), (1, 0), (0, 0), (0, 0), (0, 0), (0, 0)]);
    assert_eq!(progress.days[0].date.to_string(), "2026-11-22");
    assert_eq!(week.today(&readings, &rhythm.zone, now_ms), Today::Day(3));
    // Today has a reading, so a pause begins tomorrow.
    week.pause(&readings, &rhythm.zone, now_ms);
    assert_eq!(week.pauses[0].from.to_string(), "2026-11-25");
}

#[test]
fn a_week_that_was_begun_on_a_date_that_comes_once_more_is_not_over() {
    // Nine in the morning of the 23rd in Vladivostok; in New York it is still the 22nd.
    let reading = [taken("2026-11-22T23:00Z", "Asia/Vladivostok", 130)];
    let week = Week::new(Profile::Esc2024, utc("2026-11-22T22:59Z"), Reminder::PAIR);
    let there = zone("America/New_York");
    let today = |now: &str| week.today(&reading, &there, utc(now));
    assert_eq!(today("2026-11-22T23:30Z"), Today::Day(1));
    assert_eq!(today("2026-11-23T12:00Z"), Today::Day(1));
    assert_eq!(today("2026-11-24T12:00Z"), Today::Day(2));
}

#[test]
fn mornings_of_every_place_are_mornings() {
    let readings = [
        taken("2026-11-22T05:00Z", "Europe/Moscow", 130),
        taken("2026-11-22T22:00Z", "Asia/Vladivostok", 140),
        taken("2026-11-23T13:00Z", "America/New_York", 150),
        taken("2026-11-23T18:00Z", "Europe/Moscow", 120),
    ];
    let found = Summary::of(&readings, &Borders::DEFAULT, &[]).unwrap();
    let mornings = found.morning.unwrap();
    assert_eq!((mornings.count, mornings.mean.systolic()), (3, 140));
    assert_eq!(found.evening.unwrap().count, 1);
    // The 22nd, and three readings of the 23rd.
    assert_eq!(found.days, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn history_shows_the_time_of_the_place_and_its_days_stay() {
    let mut stage = in_moscow("2026-11-20T05:00Z").await;
    says(&mut stage, "131/81").await;
    at(&stage, "2026-11-20T20:30Z");
    says(&mut stage, "132/82").await;
    at(&stage, "2026-11-21T22:10Z");
    says(&mut stage, "I am in Vladivostok").await;
    says(&mut stage, "133/83").await;
    let expected = "Today\n1. 8:10 · 133/83\n\n20 November\n2. 23:30 · 132/82\n3. 8:00 · 131/81";
    let shown = says(&mut stage, "history").await;
    assert!(shown.contains(expected), "{shown}");
    // By the clock of Vladivostok the evening of the 20th was the morning of the 21st.
    let shown = says(&mut stage, "history 20 November").await;
    assert!(shown.contains("20 November\n1. 23:30 · 132/82\n2. 8:00 · 131/81"), "{shown}");
    let shown = says(&mut stage, "history 21 November").await;
    assert!(shown.starts_with("No readings yesterday."), "{shown}");
    let shown = says(&mut stage, "statistics from 20 to 20 November").await;
    assert!(shown.contains("Readings: 2"), "{shown}");
    let shown = says(&mut stage, "average for 21 November").await;
    assert!(shown.starts_with("No readings yesterday."), "{shown}");
    // And back home: what was measured there keeps its time.
    says(&mut stage, "I am in Moscow").await;
    let shown = says(&mut stage, "/last").await;
    assert!(shown.starts_with("Last: 133/83\ntoday at 8:10"), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_that_is_moved_in_time_gets_the_zone_of_now() {
    let mut stage = in_moscow("2026-11-20T05:00Z").await;
    says(&mut stage, "131/81").await;
    at(&stage, "2026-11-21T22:10Z");
    says(&mut stage, "I am in Vladivostok").await;
    let card = only(stage.say(CHAT, "en", "/last").await);
    let fix = card.buttons.iter().find(|(label, _)| label == "Correct time").unwrap().1.clone();
    stage.tap(CHAT, "en", card.message, &fix).await;
    // An hour alone keeps the day that is shown.
    let shown = says(&mut stage, "21:30").await;
    assert!(shown.contains("20 November at 21:30"), "{shown}");
    says(&mut stage, "I am in Moscow").await;
    let shown = says(&mut stage, "/last").await;
    assert!(shown.contains("20 November at 21:30"), "{shown}");
    let stored = stage.store.write(|tx| tx.newest_reading(PersonId(1))).await.unwrap().unwrap();
    assert_eq!(stored.at_ms, utc("2026-11-20T11:30Z"));
    assert_eq!(stored.zone, Some(zone("Asia/Vladivostok")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zone_that_is_named_first_sets_a_guess_right_and_leaves_older_days_alone() {
    let mut stage = Stage::new(Access::Open).await;
    at(&stage, "2026-11-20T05:00Z");
    stage.say(CHAT, "en", "/start").await;
    stage.say(CHAT, "en", "yes").await;
    says(&mut stage, "131/81").await;
    // Nobody has said that this is not Moscow.
    at(&stage, "2026-11-22T05:00Z");
    says(&mut stage, "132/82").await;
    says(&mut stage, "I am in Vladivostok").await;
    let shown = says(&mut stage, "history").await;
    assert!(shown.contains("1. 15:00 · 132/82"), "{shown}");
    assert!(shown.contains("2. 8:00 · 131/81"), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_reading_of_a_traveller_stands_on_one_page() {
    let mut stage = in_moscow("2026-11-01T05:00Z").await;
    let mut expected = Vec::new();
    // East and west in turn, so that dates come twice and are left out.
    for (turn, place) in (0..24).zip(["Vladivostok", "New York", "Moscow"].iter().cycle()) {
        stage.now_ms.store(utc("2026-11-01T06:00Z") + turn * DAY_MS / 3, Ordering::SeqCst);
        says(&mut stage, &format!("I am in {place}")).await;
        says(&mut stage, &format!("{}/80", 110 + turn)).await;
        expected.push(format!("{}/80", 110 + turn));
    }
    expected.sort();
    let values = |shown: &Shown| -> Vec<String> {
        let lines = shown.text.lines().filter_map(|line| line.split_once(" · "));
        lines.map(|(_, values)| values.to_owned()).collect()
    };
    let mut page = only(stage.say(CHAT, "en", "history").await);
    let mut seen = values(&page);
    let label = |page: &Shown, way: &str| {
        page.buttons.iter().find(|(label, _)| label.contains(way)).map(|(_, data)| data.clone())
    };
    while let Some(older) = label(&page, "Earlier") {
        page = only(stage.tap(CHAT, "en", page.message, &older).await);
        seen.extend(values(&page));
    }
    seen.sort();
    assert_eq!(seen, expected);
    let mut back = values(&page);
    while let Some(newer) = label(&page, "Later") {
        page = only(stage.tap(CHAT, "en", page.message, &newer).await);
        back.extend(values(&page));
    }
    back.sort();
    back.dedup();
    assert_eq!(back, expected);
}
