//! The home week: its rules with figures worked out by hand, and its way through time.

use crate::stage::Stage;
use crate::statistics::example;
use std::sync::atomic::Ordering;
use tonolog::{
    demo::Event,
    domain::{
        period::{Borders, Rhythm},
        person::{Access, AccountId, PersonId},
        reading::{Extras, Reading},
        reminder::{Reminder, ReminderId, Weekdays},
        summary::Measured,
        threshold::{Profile, Target, Threshold},
        week::{DAYS_MAX, Progress, Today, Week},
        when::{Part, Zone},
    },
    store::NewReading,
};

const MINUTE_MS: i64 = 60 * 1000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
const CHAT: i64 = 1;
const PERSON: PersonId = PersonId(1);

fn utc(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

/// Universal time and the usual parts of the day.
fn rhythm() -> Rhythm {
    Rhythm { zone: Zone::utc(), borders: Borders::DEFAULT }
}

fn measured(at_ms: i64, systolic: u16, diastolic: u16) -> Measured {
    let reading = Reading::new(systolic, diastolic, None).unwrap();
    Measured::new(reading, at_ms, &Zone::utc(), false)
}

fn week(profile: Profile, begun_ms: i64) -> Week {
    Week::new(profile, begun_ms, Reminder::PAIR)
}

fn pair(reading: Option<Reading>) -> (u16, u16) {
    reading.map(|mean| (mean.systolic(), mean.diastolic())).unwrap()
}

#[test]
fn whether_the_first_day_counts_changes_what_is_compared() {
    let begun_ms = utc("2026-11-02T00:00Z");
    let readings = example(begun_ms);
    let now_ms = utc("2026-11-09T08:00Z");
    let progress = |profile| week(profile, begun_ms).progress(&readings, &rhythm(), now_ms);
    let exact = |readings: &[Measured]| {
        let sum = |value: fn(&Reading) -> u16| -> u32 {
            readings.iter().map(|one| u32::from(value(&one.reading))).sum()
        };
        (sum(Reading::systolic), sum(Reading::diastolic))
    };
    // 3790/28 = 135.36 and 2368/28 = 84.57; without the first day 3216/24 = 134.00 and
    // 2012/24 = 83.83.
    assert_eq!(exact(&readings), (3790, 2368));
    assert_eq!(exact(&readings[4..]), (3216, 2012));

    let esc = progress(Profile::Esc2024);
    assert_eq!((esc.counted, esc.planned, esc.dates, esc.valid), (28, 28, 7, true));
    assert_eq!(pair(esc.mean), (135, 85));
    let esh = progress(Profile::Esh);
    assert_eq!((esh.counted, esh.planned, esh.dates, esh.valid), (24, 24, 7, true));
    assert_eq!(pair(esh.mean), (134, 84));
    assert_eq!((pair(esh.morning), pair(esh.evening)), ((137, 86), (131, 82)));

    // What is compared is the rounded mean that is shown, beside the name of what it is beside.
    let reached = |progress: &Progress, profile| {
        let found = progress.comparisons(profile, None);
        found.into_iter().map(|(_, reached)| reached).collect::<Vec<_>>()
    };
    assert_eq!(reached(&esc, Profile::Esc2024), [true, true]);
    assert_eq!(reached(&esh, Profile::Esh), [false]);
    assert_eq!(reached(&progress(Profile::Aha), Profile::Aha), [true]);
    let own = Target::new(134, 90).unwrap();
    assert!(esh.comparisons(Profile::Esh, Some(own)) == [(Threshold::Own(own), true)]);
}

#[test]
fn a_result_is_preliminary_below_twelve_readings_or_too_few_dates() {
    let begun_ms = utc("2026-11-02T00:00Z");
    let now_ms = utc("2026-11-09T08:00Z");
    let all = example(begun_ms);
    let check = |profile, readings: &[Measured], counted, dates, valid| {
        let progress = week(profile, begun_ms).progress(readings, &rhythm(), now_ms);
        assert_eq!((progress.counted, progress.dates, progress.valid), (counted, dates, valid));
        assert_eq!(progress.comparisons(profile, None).is_empty(), !valid);
    };
    check(Profile::Esc2024, &all[..12], 12, 3, true);
    check(Profile::Esc2024, &all[..11], 11, 3, false);
    check(Profile::Esh, &all[..12], 8, 3, false);
    check(Profile::Esh, &all[..15], 11, 4, false);
    check(Profile::Esh, &all[..16], 12, 4, true);
    check(Profile::Aha, &[], 0, 0, false);
    // The order of the readings does not matter.
    let mut turned = all.clone();
    turned.reverse();
    let progress =
        |readings: &[Measured]| week(Profile::Esh, begun_ms).progress(readings, &rhythm(), now_ms);
    assert!(progress(&all) == progress(&turned));
}

#[test]
fn a_slot_counts_its_first_two_readings_a_minute_to_ten_apart() {
    let begun_ms = utc("2026-11-02T00:00Z");
    let seven = begun_ms + 7 * 60 * MINUTE_MS;
    // Milliseconds after seven, and which of the readings (by their place) count.
    let check = |taken: &[i64], expected: &[usize]| {
        let readings: Vec<Measured> =
            (0..).zip(taken).map(|(at, ms)| measured(seven + ms, 120 + at, 80)).collect();
        let progress = week(Profile::Esc2024, begun_ms).progress(&readings, &rhythm(), seven);
        let slot = progress.days[0].morning;
        let counting: Vec<Reading> = expected.iter().map(|at| readings[*at].reading).collect();
        assert_eq!(usize::from(slot.count), expected.len(), "{taken:?}");
        assert!(slot.mean == Reading::mean(&counting), "{taken:?}");
    };
    let minute = MINUTE_MS;
    check(&[], &[]);
    check(&[0], &[0]);
    check(&[0, minute], &[0, 1]);
    check(&[0, minute - 1], &[0]);
    check(&[0, 10 * minute], &[0, 1]);
    check(&[0, 10 * minute + 1], &[0]);
    check(&[0, minute, 2 * minute], &[0, 1]);
    check(&[0, 30_000, minute], &[0, 2]);
    check(&[0, 60 * minute, 61 * minute], &[1, 2]);
    // Noon is no morning, and what was before the beginning does not belong to the week.
    let outside = [measured(seven + 5 * 60 * minute, 150, 90), measured(begun_ms - 1, 150, 90)];
    let progress = week(Profile::Esc2024, begun_ms).progress(&outside, &rhythm(), seven);
    assert_eq!(progress.counted, 0);
}

#[test]
fn a_week_is_paused_resumed_and_extended() {
    let zone = Zone::utc();
    let begun_ms = utc("2026-11-02T06:00Z");
    let at = |day: i64| begun_ms + day * DAY_MS;
    let readings = [measured(at(0) + MINUTE_MS, 130, 80), measured(at(2), 131, 81)];
    let mut week = week(Profile::Esh, begun_ms);
    assert_eq!(week.today(&readings, &zone, at(2)), Today::Day(3));
    // Today has a reading, so the pause begins tomorrow.
    week.pause(&readings, &zone, at(2));
    assert_eq!(week.today(&readings, &zone, at(2)), Today::Day(3));
    assert_eq!(week.today(&readings, &zone, at(3)), Today::Paused);
    assert_eq!(week.today(&readings, &zone, at(60)), Today::Paused);
    week.resume(&zone, at(10));
    assert_eq!(week.today(&readings, &zone, at(10)), Today::Day(4));
    assert_eq!(week.today(&readings, &zone, at(13)), Today::Day(7));
    assert_eq!(week.today(&readings, &zone, at(14)), Today::Over);
    assert!(week.extend());
    assert_eq!(week.today(&readings, &zone, at(14)), Today::Day(8));
    while week.extend() {}
    assert_eq!(week.days, DAYS_MAX);
    // Only a reading of today that belongs to the week makes a pause begin tomorrow.
    let paused_on = |readings: &[Measured], day: i64| {
        let mut new = Week::new(Profile::Esh, begun_ms, Reminder::PAIR);
        new.pause(readings, &zone, at(day));
        new.today(readings, &zone, at(day)) == Today::Paused
    };
    assert!(paused_on(&readings[..1], 1) && !paused_on(&readings[..1], 0));
    assert!(paused_on(&[measured(at(0) - 1, 130, 80)], 0));
    // Paused and resumed on one day is no pause.
    let mut other = week.clone();
    other.pause(&[], &zone, at(11));
    other.resume(&zone, at(11));
    assert!(other == week);
    // Who never measures has changed their mind.
    assert_eq!(week.today(&[], &zone, at(14)), Today::Day(1));
    assert_eq!(week.today(&[], &zone, at(15)), Today::Over);
}

#[test]
fn a_week_is_complete_with_the_last_evening_and_not_before() {
    let begun_ms = utc("2026-11-02T00:00Z");
    let week = week(Profile::Esc2024, begun_ms);
    let all = example(begun_ms);
    let complete = |readings: &[Measured], now: &str| week.complete(readings, &rhythm(), utc(now));
    assert!(complete(&all, "2026-11-08T20:03Z"));
    assert!(!complete(&all[..27], "2026-11-08T20:01Z"), "the second one is missing");
    assert!(!complete(&all[..24], "2026-11-07T20:03Z"), "the sixth evening is not the last");
    assert!(complete(&all[..26], "2026-11-09T00:00Z"), "its last date is over");
    let mut third = all.clone();
    third[27] = measured(utc("2026-11-08T20:02Z"), 143, 82);
    assert!(!complete(&third, "2026-11-08T20:03Z"), "a third one is asked for");
    let mut paused = week.clone();
    paused.pause(&all[..24], &Zone::utc(), utc("2026-11-08T06:00Z"));
    assert!(!paused.complete(&all[..24], &rhythm(), utc("2026-11-08T20:03Z")));
    // A clock that was days ahead has left readings of the last evening: the days until then come.
    assert!(!complete(&all, "2026-11-07T20:03Z"));
}

#[test]
fn a_week_reminds_of_a_slot_that_is_not_full_yet() {
    let begun_ms = utc("2026-11-02T05:00Z");
    let second = utc("2026-11-03T06:00Z");
    let due = |readings: &[Measured]| {
        let eight = utc("2026-11-03T08:00Z");
        let (due, part) = week(Profile::Esh, begun_ms).due(readings, &rhythm(), eight, begun_ms)?;
        assert_eq!((due.at_ms, part), (eight, Part::Morning));
        Some(due.speak)
    };
    let first = [measured(begun_ms, 130, 80), measured(begun_ms + 2 * MINUTE_MS, 131, 80)];
    let both = [measured(second, 130, 80), measured(second + 2 * MINUTE_MS, 131, 80)];
    assert_eq!(due(&[&first[..1], &both].concat()), Some(false));
    assert_eq!(due(&[&first[..], &both[..1]].concat()), Some(true));
    assert_eq!(due(&first), Some(true));
}

/// Somebody in this zone who begins a home week now.
async fn begun(zone: &str, now: &str) -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    stage.now_ms.store(utc(now), Ordering::SeqCst);
    stage.say(CHAT, "en", "/start").await;
    stage.say(CHAT, "en", "yes").await;
    let zone = Zone::new(zone).unwrap();
    stage.store.write(move |tx| tx.learn_zone(AccountId(1), &zone)).await.unwrap();
    stage.say(CHAT, "en", "/week").await;
    stage.tap(CHAT, "en", 1, "hw:begin-esh").await;
    stage
}

/// Looks at this instant; the first lines of what came.
async fn seen(stage: &mut Stage, now_ms: i64) -> Vec<String> {
    stage.now_ms.store(now_ms, Ordering::SeqCst);
    let sent = stage.app.remind(now_ms).await.unwrap() + stage.app.ring(now_ms).await.unwrap();
    let events = stage.settle().await;
    assert_eq!(sent as usize, events.len(), "{events:?}");
    let first = |event: Event| {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        shown.text.lines().next().unwrap().chars().take(40).collect()
    };
    events.into_iter().map(first).collect()
}

/// Looks every ten minutes; local times and what was said.
async fn times_seen(stage: &mut Stage, zone: &str, from: &str, to: &str) -> Vec<String> {
    let zone = Zone::new(zone).unwrap();
    let (mut times, mut now_ms) = (Vec::new(), utc(from));
    while now_ms < utc(to) {
        for line in seen(stage, now_ms).await {
            times.push(format!("{} {line}", zone.at(now_ms).strftime("%d. %H:%M")));
        }
        now_ms += 10 * MINUTE_MS;
    }
    times
}

async fn take(stage: &Stage, at_ms: i64) {
    let seal = stage.store.seal().clone();
    let save = move |tx: &tonolog::store::Tx<'_>| {
        let id = tonolog::domain::person::ReadingId(at_ms);
        let origin = seal.identity("test", &at_ms.to_string());
        tx.save_reading(&NewReading {
            person: PERSON,
            id,
            reading: Reading::new(130, 80, None).unwrap(),
            at_ms,
            zone: None,
            approximate: false,
            extras: &Extras::default(),
            origin: &origin,
            said_ms: at_ms,
        })
    };
    stage.store.write(save).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_over_a_change_of_the_clocks_reminds_twice_a_day_and_ends_by_itself() {
    // The clocks go forward in the night to Sunday the 28th.
    let berlin = "Europe/Berlin";
    let mut stage = begun(berlin, "2027-03-25T05:30Z").await;
    take(&stage, utc("2027-03-25T05:40Z")).await;
    let seen = times_seen(&mut stage, berlin, "2027-03-25T05:50Z", "2027-04-02T00:00Z").await;
    let days = ["25", "26", "27", "28", "29", "30", "31"];
    let mut expected = Vec::new();
    for (number, day) in (1..).zip(days) {
        // At eight of the first day there was a reading minutes before.
        if number > 1 {
            expected.push(format!("{day}. 08:00 Home week: day {number} of 7, morning. Si"));
        }
        expected.push(format!("{day}. 20:00 Home week: day {number} of 7, evening. Si"));
    }
    expected.push("01. 08:00 The home week is over.".to_owned());
    let cut = |text: &String| text.chars().take(42).collect::<String>();
    assert_eq!(
        seen.iter().map(cut).collect::<Vec<_>>(),
        expected.iter().map(cut).collect::<Vec<_>>()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_downtime_a_week_reminds_only_of_what_is_useful_and_still_tells_how_it_came_out() {
    let mut stage = begun("Europe/Moscow", "2026-11-22T04:00Z").await;
    take(&stage, utc("2026-11-22T04:05Z")).await;
    let eight = utc("2026-11-23T05:00Z");
    assert!(seen(&mut stage, eight + 3 * 60 * MINUTE_MS).await.is_empty(), "three hours late");
    assert_eq!(seen(&mut stage, eight + 3 * DAY_MS + 60 * MINUTE_MS).await.len(), 1);
    assert!(seen(&mut stage, eight + 3 * DAY_MS + 61 * MINUTE_MS).await.is_empty());
    // The clock is set back: nothing comes twice.
    assert!(seen(&mut stage, eight + 3 * DAY_MS + 30 * MINUTE_MS).await.is_empty());
    let long_after = utc("2026-12-20T23:00Z");
    assert_eq!(seen(&mut stage, long_after).await, ["The home week is over."]);
    assert!(seen(&mut stage, long_after + DAY_MS).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_week_takes_the_place_of_reminders_and_hours_of_quiet_hold_for_it() {
    let mut stage = begun("Europe/Moscow", "2026-11-22T04:00Z").await;
    take(&stage, utc("2026-11-22T04:05Z")).await;
    let [morning, evening] = Reminder::PAIR;
    let since_ms = utc("2026-11-22T04:10Z");
    let add = move |tx: &tonolog::store::Tx<'_>| {
        tx.keep_chat(AccountId(1), CHAT)?;
        tx.add_reminder(PERSON, ReminderId(1), morning, Weekdays::ALL, since_ms)?;
        tx.add_reminder(PERSON, ReminderId(2), evening, Weekdays::ALL, since_ms)
    };
    stage.store.write(add).await.unwrap();
    let evening_ms = utc("2026-11-22T17:00Z");
    let told = seen(&mut stage, evening_ms).await;
    assert!(matches!(told.as_slice(), [one] if one.starts_with("Home week: day 1")), "{told:?}");
    stage.say(CHAT, "en", "reminders").await;
    stage.tap(CHAT, "en", 1, "rem:quiet").await;
    stage.say(CHAT, "en", "from 19 to 21").await;
    assert!(seen(&mut stage, evening_ms + DAY_MS).await.is_empty());
    let morning_ms = utc("2026-11-24T05:00Z");
    assert_eq!(seen(&mut stage, morning_ms).await.len(), 1);
    stage.tap(CHAT, "en", 1, "hw:end").await;
    let told = seen(&mut stage, morning_ms + DAY_MS).await;
    assert!(matches!(told.as_slice(), [one] if one.starts_with("It is time")), "{told:?}");
    assert!(seen(&mut stage, evening_ms + 3 * DAY_MS).await.is_empty(), "quiet for these as well");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_survives_a_restart_of_the_door_and_rings_once() {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(CHAT, "en", "/start").await;
    stage.say(CHAT, "en", "yes").await;
    let kept = stage.say(CHAT, "en", "120/80 75").await;
    let [Event::Sent(shown)] = kept.as_slice() else { panic!("{kept:?}") };
    let (_, data) = shown.buttons.iter().find(|(_, data)| data.starts_with("again:")).unwrap();
    let (message, data) = (shown.message, data.clone());
    stage.tap(CHAT, "en", message, &data).await;
    let set_ms = stage.now_ms.load(Ordering::SeqCst);
    stage.close_door().await;
    assert_eq!(stage.app.ring(set_ms + MINUTE_MS - 1).await, Ok(0));
    assert_eq!(stage.app.ring(set_ms + MINUTE_MS).await, Ok(1));
    assert_eq!(stage.app.ring(set_ms + MINUTE_MS).await, Ok(0));
    stage.now_ms.store(set_ms + 2 * MINUTE_MS, Ordering::SeqCst);
    stage.open_door(crate::stage::hallway(stage.app.clone()));
    assert_eq!(stage.settle().await.len(), 1);

    // Blocked meanwhile: nothing is sent, and the timer is gone.
    stage.tap(CHAT, "en", message, &data).await;
    stage.stand_in.block(CHAT);
    assert_eq!(stage.app.ring(set_ms + 3 * MINUTE_MS).await, Ok(1));
    assert_eq!(stage.settle().await.len(), 0);
    assert_eq!(stage.app.ring(set_ms + 4 * MINUTE_MS).await, Ok(0));
    // Somebody else's reading in a button does nothing.
    let foreign = stage.tap(2, "en", 1, &data).await;
    assert_eq!(stage.app.ring(set_ms + DAY_MS).await, Ok(0), "{foreign:?}");
}
