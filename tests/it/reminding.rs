//! Reminders on their way to people: the real store and the real chat door, with a clock that the
//! test drives.

use crate::{
    process::bytes_of,
    stage::{Stage, hallway},
    store::diary,
};
use std::{fs, sync::atomic::Ordering};
use tempfile::TempDir;
use tonolog::{
    app::{App, Rules},
    demo::Event,
    domain::{
        keeping::Keeping,
        link::CodeRules,
        person::{Access, AccountId, Door, Language, PersonId},
        reminder::{Reminder, ReminderId, SNOOZE_MS, TimeOfDay, Weekdays},
        when::Zone,
    },
    phrases::Dialogs,
    seal::{DatabaseKey, Secret},
    store::{Enrolment, Store},
};

const MINUTE_MS: i64 = 60 * 1000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
/// The chat of the one who is reminded; the first account of a new file has one person.
const CHAT: i64 = 1;
const ACCOUNT: AccountId = AccountId(1);
const PERSON: PersonId = PersonId(1);
const REMINDED: &str = "Пора измерить давление.";

fn utc(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

fn at(hour: u16, minute: u16) -> TimeOfDay {
    TimeOfDay::of_minutes(hour * 60 + minute).unwrap()
}

/// Somebody in this zone whose diary is open and who wants to be reminded at these times.
async fn reminded(zone: &str, now: &str, times: &[TimeOfDay]) -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    stage.now_ms.store(utc(now), Ordering::SeqCst);
    stage.say(CHAT, "ru", "/start").await;
    stage.say(CHAT, "ru", "да").await;
    let (zone, times, now_ms) = (Zone::new(zone).unwrap(), times.to_vec(), utc(now));
    stage
        .store
        .write(move |tx| {
            tx.learn_zone(ACCOUNT, &zone)?;
            tx.keep_chat(ACCOUNT, CHAT)?;
            for (number, time) in (1..).zip(times) {
                tx.add_reminder(PERSON, ReminderId(number), time, Weekdays::ALL, now_ms)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    stage
}

/// Looks at this instant; how many reminders the person saw.
async fn seen(stage: &mut Stage, now_ms: i64) -> usize {
    stage.now_ms.store(now_ms, Ordering::SeqCst);
    let sent = stage.app.remind(now_ms).await.unwrap();
    let events = stage.settle().await;
    assert_eq!(sent as usize, events.len(), "{events:?}");
    for event in &events {
        let Event::Sent(shown) = event else { panic!("{event:?}") };
        assert!(shown.chat == CHAT && shown.text.starts_with(REMINDED), "{shown:?}");
    }
    events.len()
}

/// Looks every ten minutes; the local times at which the person saw a reminder.
async fn times_seen(stage: &mut Stage, zone: &str, from: &str, to: &str) -> Vec<String> {
    let zone = Zone::new(zone).unwrap();
    let mut times = Vec::new();
    let mut now_ms = utc(from);
    while now_ms < utc(to) {
        for _ in 0..seen(stage, now_ms).await {
            times.push(zone.at(now_ms).strftime("%d. %H:%M").to_string());
        }
        now_ms += 10 * MINUTE_MS;
    }
    times
}

async fn reminders(store: &Store) -> Vec<Reminder> {
    store.write(|tx| tx.reminders(PERSON)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_changes_of_the_clocks_bring_each_reminder_once() {
    let (berlin, times) = ("Europe/Berlin", [at(2, 30), at(20, 0)]);
    let mut stage = reminded(berlin, "2027-03-26T22:00Z", &times).await;
    let spring = times_seen(&mut stage, berlin, "2027-03-26T23:00Z", "2027-03-28T22:00Z").await;
    assert_eq!(spring, ["27. 02:30", "27. 20:00", "28. 03:30", "28. 20:00"]);
    let autumn = times_seen(&mut stage, berlin, "2027-10-29T22:00Z", "2027-10-31T23:00Z").await;
    assert_eq!(autumn, ["30. 02:30", "30. 20:00", "31. 02:30", "31. 20:00"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_three_hours_or_three_days_down_nobody_gets_what_is_no_use_any_more() {
    let times = [at(8, 0), at(8, 30), at(20, 0)];
    let mut stage = reminded("Europe/Moscow", "2026-11-22T17:30Z", &times).await;
    let eight = utc("2026-11-23T05:00Z");
    assert_eq!(seen(&mut stage, eight + 3 * HOUR_MS).await, 0, "three hours late");
    let three_days = eight + 3 * DAY_MS;
    assert_eq!(seen(&mut stage, three_days - HOUR_MS).await, 0, "all are long past");
    assert_eq!(seen(&mut stage, three_days + HOUR_MS).await, 1, "one letter for two that are due");
    assert_eq!(seen(&mut stage, three_days + HOUR_MS).await, 0);
    assert_eq!(seen(&mut stage, three_days + 12 * HOUR_MS).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_could_not_be_delivered_in_time_is_not_delivered_at_all() {
    let mut stage = reminded("Europe/Moscow", "2026-11-22T17:30Z", &[at(8, 0)]).await;
    let eight = utc("2026-11-23T05:00Z");
    for (late_ms, shown) in [(3 * HOUR_MS, 0), (HOUR_MS, 1)] {
        let due_ms = if shown == 0 { eight } else { eight + DAY_MS };
        stage.close_door().await;
        assert_eq!(stage.app.remind(due_ms).await, Ok(1));
        assert_eq!(stage.app.queues().await.unwrap().outbox, 1);
        stage.now_ms.store(due_ms + late_ms, Ordering::SeqCst);
        stage.open_door(hallway(stage.app.clone()));
        assert_eq!(stage.settle().await.len(), shown, "{late_ms} ms late");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_measured_is_left_in_peace() {
    let mut stage = reminded("Europe/Moscow", "2026-11-22T17:30Z", &[at(8, 0), at(20, 0)]).await;
    let eight = utc("2026-11-23T05:00Z");
    stage.now_ms.store(eight - HOUR_MS, Ordering::SeqCst);
    stage.say(CHAT, "ru", "120/80 75").await;
    assert_eq!(seen(&mut stage, eight).await, 0);
    assert_eq!(seen(&mut stage, eight + HOUR_MS).await, 0);
    assert_eq!(seen(&mut stage, eight + 12 * HOUR_MS).await, 1, "the evening is another matter");
    stage.say(CHAT, "ru", "вчера утром 125/85").await;
    assert_eq!(seen(&mut stage, eight + DAY_MS).await, 1, "that was yesterday");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_has_blocked_us_is_left_alone_until_it_speaks() {
    let mut stage = reminded("Europe/Moscow", "2026-11-22T17:30Z", &[at(8, 0)]).await;
    let eight = utc("2026-11-23T05:00Z");
    stage.stand_in.block(CHAT);
    assert_eq!(stage.app.remind(eight).await, Ok(1));
    assert_eq!(stage.settle().await.len(), 0);
    for day in 1..4 {
        assert_eq!(stage.app.remind(eight + day * DAY_MS).await, Ok(0), "not even tried");
    }
    stage.now_ms.store(eight + 4 * DAY_MS - 3 * HOUR_MS, Ordering::SeqCst);
    stage.say(CHAT, "ru", "120/80 75").await;
    assert_eq!(seen(&mut stage, eight + 4 * DAY_MS).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_to_write_is_known_only_while_somebody_wants_to_be_written_to() {
    let mut stage = reminded("Europe/Moscow", "2026-11-22T17:30Z", &[]).await;
    let chat = async |store: &Store| {
        let found = store.write(|tx| tx.addressee(PERSON)).await.unwrap();
        found.map(|found| found.chat)
    };
    stage.store.write(|tx| tx.forget_chat(ACCOUNT)).await.unwrap();
    stage.say(CHAT, "ru", "120/80 75").await;
    assert_eq!(chat(&stage.store).await, None, "nobody has asked for anything");

    // As if it had been asked for at a speaker.
    let asked_ms = utc("2026-11-22T17:30Z");
    let add = move |tx: &tonolog::store::Tx<'_>| {
        tx.add_reminder(PERSON, ReminderId(1), at(8, 0), Weekdays::ALL, asked_ms)
    };
    stage.store.write(add).await.unwrap();
    let eight = utc("2026-11-23T05:00Z");
    assert_eq!(seen(&mut stage, eight).await, 0);
    stage.say(CHAT, "ru", "/help").await;
    assert_eq!(chat(&stage.store).await, Some(CHAT));
    assert_eq!(seen(&mut stage, eight + MINUTE_MS).await, 1);

    stage.store.write(|tx| tx.forget_chat(ACCOUNT)).await.unwrap();
    assert_eq!(chat(&stage.store).await, Some(CHAT), "it is still wanted");
    let off = move |tx: &tonolog::store::Tx<'_>| {
        assert_eq!(tx.switch_reminders(PERSON, false, eight + HOUR_MS)?, 1);
        tx.forget_chat(ACCOUNT)
    };
    stage.store.write(off).await.unwrap();
    stage.say(CHAT, "ru", "/help").await;
    assert_eq!(chat(&stage.store).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_are_switched_paused_put_off_and_removed_by_their_owner_only() {
    let times = [at(8, 0), at(20, 0)];
    let mut stage = reminded("Europe/Moscow", "2026-11-22T17:30Z", &times).await;
    let (eight, somebody_else) = (utc("2026-11-23T05:00Z"), PersonId(2));
    let id = ReminderId(1);
    let foreign = stage.store.write(move |tx| {
        Ok([
            tx.switch_reminder(somebody_else, id, false, eight)?,
            tx.snooze_reminder(somebody_else, id, eight)?,
            tx.drop_reminder(somebody_else, id)?,
            tx.switch_reminders(somebody_else, false, eight)? > 0,
        ])
    });
    assert_eq!(foreign.await, Ok([false; 4]));
    assert!(reminders(&stage.store).await.iter().all(|reminder| reminder.on));

    assert_eq!(seen(&mut stage, eight).await, 1);
    let again_ms = eight + SNOOZE_MS;
    let put_off = stage.store.write(move |tx| tx.snooze_reminder(PERSON, id, again_ms));
    assert_eq!(put_off.await, Ok(true));
    assert_eq!(seen(&mut stage, again_ms - 1).await, 0);
    assert_eq!(seen(&mut stage, again_ms).await, 1);
    assert_eq!(seen(&mut stage, again_ms).await, 0);

    let until_ms = eight + 7 * DAY_MS;
    let pause = move |until_ms| {
        move |tx: &tonolog::store::Tx<'_>| tx.pause_reminders(PERSON, until_ms, eight + HOUR_MS)
    };
    stage.store.write(pause(Some(until_ms))).await.unwrap();
    assert_eq!(seen(&mut stage, eight + 12 * HOUR_MS).await, 0);
    assert_eq!(seen(&mut stage, until_ms - 12 * HOUR_MS).await, 0);
    assert_eq!(seen(&mut stage, until_ms).await, 1);

    let evening = until_ms + 12 * HOUR_MS;
    let off = stage.store.write(move |tx| tx.switch_reminders(PERSON, false, until_ms));
    assert_eq!(off.await, Ok(2));
    assert_eq!(seen(&mut stage, evening).await, 0);
    let on = stage.store.write(move |tx| tx.switch_reminders(PERSON, true, evening + MINUTE_MS));
    assert_eq!(on.await, Ok(2));
    assert_eq!(seen(&mut stage, evening + MINUTE_MS).await, 0, "what was due before stays past");

    // The same time again is the same reminder, with other days.
    let weekend = move |tx: &tonolog::store::Tx<'_>| {
        tx.add_reminder(PERSON, ReminderId(9), at(8, 0), Weekdays::WEEKEND, evening)?;
        tx.drop_reminder(PERSON, ReminderId(2))
    };
    assert_eq!(stage.store.write(weekend).await, Ok(true));
    let left = reminders(&stage.store).await;
    assert_eq!(left.len(), 1);
    assert_eq!((left[0].id, left[0].days), (id, Weekdays::WEEKEND));
}

/// A hallway over this file, without doors.
fn open(folder: &TempDir, key: &DatabaseKey) -> (Store, App) {
    let store = Store::open(&diary(folder), key, true).unwrap();
    let dialogs = Dialogs::load(None).unwrap();
    let rules = Rules {
        access: Access::Open,
        owner_invitation: Secret::new("the owner".to_owned()),
        consent_version: dialogs.phrases.consent_version(),
        codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
        zone: Zone::new("Europe/Moscow").unwrap(),
        keeping: Keeping::default(),
    };
    let app = App::new(store.clone(), dialogs.grammar, dialogs.words, rules);
    (store, app)
}

/// The files as they are at this moment: what a crash would leave.
fn crashed(folder: &TempDir) -> TempDir {
    let copy = TempDir::new().unwrap();
    for (name, bytes) in bytes_of(folder.path()) {
        fs::write(copy.path().join(name), bytes).unwrap();
    }
    copy
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_before_or_after_sends_each_reminder_once() {
    const PEOPLE: i64 = 20;
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let eight = utc("2026-11-23T05:00Z");
    let (store, app) = open(&folder, &key);
    let seal = store.seal().clone();
    let enrol = move |tx: &tonolog::store::Tx<'_>| {
        for number in 1..=PEOPLE {
            let enrolment = Enrolment {
                owner: false,
                consent_version: "1",
                consent_language: Language::RU,
                language: None,
                door: Door::Chat,
                zone: None,
                chat: Some(number),
                at_ms: eight - DAY_MS,
            };
            tx.enrol(&seal.identity("chat", &number.to_string()), &enrolment)?;
            let id = ReminderId(number);
            tx.add_reminder(PersonId(number), id, at(8, 0), Weekdays::ALL, eight - DAY_MS)?;
        }
        Ok(())
    };
    store.write(enrol).await.unwrap();
    let before = crashed(&folder);

    // While they are being sent, the files are taken as they are, again and again.
    let sending = tokio::spawn(async move {
        let sent = app.remind(eight).await;
        (sent, app)
    });
    let mut crashes = vec![before];
    while !sending.is_finished() {
        crashes.push(crashed(&folder));
        tokio::task::yield_now().await;
    }
    let (sent, app) = sending.await.unwrap();
    assert_eq!(sent, Ok(PEOPLE as u32));
    crashes.push(crashed(&folder));
    drop((store, app));
    let mut whole = 0;
    for crash in &crashes {
        // A copy that caught a write in the middle is no crash: the file system keeps those whole.
        let Ok(store) = Store::open(&diary(crash), &key, false) else { continue };
        drop(store);
        let (_store, app) = open(crash, &key);
        let there = app.queues().await.unwrap().outbox;
        let more = app.remind(eight + MINUTE_MS).await.unwrap();
        assert_eq!(there + i64::from(more), PEOPLE, "{there} were there");
        assert_eq!(app.remind(eight + MINUTE_MS).await, Ok(0));
        whole += 1;
    }
    assert!(whole >= 2, "before the first and after the last");
}
