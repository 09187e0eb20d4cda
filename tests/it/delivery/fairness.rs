//! Order within a chat, isolation between chats, and the platform's pace.

use super::{at_home, calls, kept, open_diaries, pair, shown, texts, undo, until, until_shown};
use crate::stage::{Stage, hallway, insatiable};
use std::{
    collections::HashSet,
    num::NonZeroU32,
    time::{Duration, Instant},
};
use tonolog::{
    demo::{Event, Fault},
    domain::person::Access,
    telegram::{Intake, Pace},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_messages_of_one_person_are_answered_in_order() {
    let mut stage = at_home(&[1]).await;
    for n in 0..40 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    let answers = texts(&stage.settle().await, 1);
    assert_eq!(answers.len(), 40);
    for (n, answer) in answers.iter().enumerate() {
        assert!(kept(answer, n), "{n}: {answer}");
    }
    assert_eq!(stage.readings().await, 40);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_in_one_chat_does_not_delay_another() {
    let mut stage = at_home(&[1, 2]).await;
    for n in 0..300 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    stage.stand_in.say(2, "ru", &pair(0));
    let seen = stage.settle().await;
    assert_eq!(texts(&seen, 1).len(), 300);
    let place = seen.iter().position(|event| shown(event).chat == 2);
    assert!(place.is_some_and(|place| place < 150), "{place:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_is_told_to_wait_waits_as_long_as_told_and_alone() {
    let mut stage = at_home(&[1, 2]).await;
    let before = calls(&stage, "sendmessage", 1).len();
    stage.stand_in.fail_in(1, "sendMessage", Fault::Flood(2));
    stage.stand_in.say(1, "ru", &pair(0));
    stage.stand_in.say(1, "ru", &pair(1));
    until(|| calls(&stage, "sendmessage", 1).len() > before).await;
    stage.stand_in.say(2, "ru", &pair(2));
    let first = until_shown(&mut stage, 2).await;
    assert_eq!(first.len(), 1, "the chat that was told to wait did not: {first:?}");
    let answers = texts(&stage.settle().await, 1);
    assert!(answers.len() == 2 && kept(&answers[0], 0) && kept(&answers[1], 1), "{answers:?}");
    let sent = calls(&stage, "sendmessage", 1).split_off(before);
    let fates: Vec<bool> = sent.iter().map(|call| call.ok).collect();
    assert_eq!(fates, [false, true, true]);
    let waited = sent[1].at - sent[0].at;
    assert!(waited >= Duration::from_secs(2), "{waited:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_that_may_not_be_acknowledged_yet_holds_its_message_back() {
    let mut stage = at_home(&[1]).await;
    let seen = stage.say(1, "ru", &pair(0)).await;
    let (message, data) = (shown(&seen[0]).message, undo(shown(&seen[0])));
    stage.stand_in.fail("answerCallbackQuery", Fault::Flood(1));
    let started = Instant::now();
    stage.stand_in.tap(1, "ru", message, &data);
    let seen = stage.settle().await;
    assert!(matches!(seen.as_slice(), [Event::Edited(_)]), "{seen:?}");
    let edits = calls(&stage, "editmessagetext", 1);
    assert!(edits[0].at - started >= Duration::from_secs(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wait_beyond_all_reason_harms_nobody_else() {
    let mut stage = at_home(&[1, 2]).await;
    stage.stand_in.fail_in(1, "sendMessage", Fault::Flood(u64::MAX));
    stage.stand_in.say(1, "ru", &pair(0));
    until(|| calls(&stage, "sendmessage", 1).iter().any(|call| !call.ok)).await;
    stage.stand_in.say(2, "ru", &pair(1));
    let seen = until_shown(&mut stage, 2).await;
    assert!(kept(&texts(&seen, 2)[0], 1));
    // Nor does the door stay open for it.
    let started = Instant::now();
    stage.stop().await;
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert_eq!(stage.app.queues().await.unwrap().outbox, 1, "it still waits");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_is_not_written_to_faster_than_the_platform_allows() {
    let mut stage = Stage::with(Access::Open, Pace::TELEGRAM, None).await;
    for _ in 0..12 {
        stage.stand_in.say(1, "ru", "/help");
    }
    // The burst is through; from now on the first chat has to wait for its pace.
    for _ in 0..4 {
        until_shown(&mut stage, 1).await;
    }
    stage.stand_in.say(2, "ru", "/help");
    let seen = until_shown(&mut stage, 2).await;
    assert!(seen.len() <= 2, "the second chat waited for the first: {seen:?}");
    stage.settle().await;
    let sent: Vec<Instant> = calls(&stage, "sendmessage", 1).iter().map(|call| call.at).collect();
    assert_eq!(sent.len(), 12);
    // The time is taken where the message arrives, so the first one may seem a little late.
    let late = Duration::from_millis(300);
    for (n, at) in sent.iter().enumerate().skip(4) {
        let least = Duration::from_secs(n as u64 - 3);
        assert!(*at - sent[0] + late >= least, "message {n}: {:?}", *at - sent[0]);
    }
    assert!(sent[3] - sent[0] < Duration::from_secs(1), "a burst is allowed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_comes_back_does_not_wait_for_what_was_dropped() {
    let mut stage = Stage::with(Access::Open, Pace::TELEGRAM, None).await;
    open_diaries(&mut stage, &[1]).await;
    stage.stand_in.fail_in(1, "sendMessage", Fault::Flood(2));
    for n in 0..20 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    stage.stand_in.update(super::strange::membership(1, "private", "kicked"));
    stage.settle().await;
    let started = Instant::now();
    stage.stand_in.say(1, "ru", "/help");
    until_shown(&mut stage, 1).await;
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    assert_eq!(stage.readings().await, 20, "only the answers were dropped");
}

/// A stage on which these people are at home and whose updates are taken at this pace.
async fn measured(people: &[i64], intake: Intake) -> Stage {
    let mut stage = at_home(people).await;
    stage.close_door().await;
    stage.intake = intake;
    let handle = hallway(stage.app.clone());
    stage.open_door(handle);
    stage
}

fn count(count: u32) -> NonZeroU32 {
    NonZeroU32::new(count).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_writes_faster_than_people_can_waits_alone_and_loses_nothing() {
    let intake = Intake { chat_a_second: count(20), chat_burst: count(5), ..insatiable() };
    let mut stage = measured(&[1, 2], intake).await;
    let started = Instant::now();
    for n in 0..45 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    until(|| calls(&stage, "sendmessage", 1).len() > 4).await;
    stage.stand_in.say(2, "ru", &pair(0));
    let mut seen = until_shown(&mut stage, 2).await;
    let before = texts(&seen, 1).len();
    assert!(before < 30, "the second chat waited for {before} of the first");
    seen.extend(stage.settle().await);
    // Forty after the burst, twenty a second.
    assert!(started.elapsed() >= Duration::from_millis(1_950), "{:?}", started.elapsed());
    let answers = texts(&seen, 1);
    assert_eq!(answers.len(), 45);
    for (n, answer) in answers.iter().enumerate() {
        assert!(kept(answer, n), "{n}: {answer}");
    }
    assert_eq!(stage.readings().await, 46);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_chats_together_have_a_measure_and_each_of_them_its_turn() {
    let people: Vec<i64> = (1..=40).collect();
    let intake = Intake { all_a_second: count(60), all_burst: count(5), ..insatiable() };
    let mut stage = measured(&people, intake).await;
    let started = Instant::now();
    for n in 0..3 {
        for person in &people {
            stage.stand_in.say(*person, "ru", &pair(n));
        }
    }
    let seen = stage.settle().await;
    assert!(started.elapsed() >= Duration::from_millis(1_900), "{:?}", started.elapsed());
    assert_eq!((seen.len(), stage.readings().await), (120, 120));
    let first: HashSet<i64> = seen[..80].iter().map(|event| shown(event).chat).collect();
    assert_eq!(first.len(), 40, "somebody stood behind others' second messages");
    for person in people {
        let answers = texts(&seen, person);
        assert!((0..3).all(|n| kept(&answers[n], n)), "{answers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_has_to_wait_holds_no_stop_up_and_goes_on_after_it() {
    let intake = Intake { chat_a_second: count(1), chat_burst: count(2), ..insatiable() };
    let mut stage = measured(&[1], intake).await;
    for n in 0..20 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    until(|| calls(&stage, "sendmessage", 1).len() > 3).await;
    let started = Instant::now();
    stage.close_door().await;
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    let waiting = stage.app.queues().await.unwrap().inbox;
    assert!((15..=18).contains(&waiting), "{waiting}");
    stage.intake = insatiable();
    let handle = hallway(stage.app.clone());
    stage.open_door(handle);
    let seen = stage.settle().await;
    assert_eq!((texts(&seen, 1).len(), stage.readings().await), (20, 20));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_written_without_a_network_is_taken_at_once_and_a_flood_is_not() {
    let mut stage = measured(&[1], Intake::PEOPLE).await;
    let started = Instant::now();
    for n in 0..50 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    stage.settle().await;
    let at_once = started.elapsed();
    for n in 50..100 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    stage.settle().await;
    // Forty too many, ten a second.
    assert!(started.elapsed() >= Duration::from_millis(3_900), "{:?}", started.elapsed());
    assert!(at_once < Duration::from_secs(3), "{at_once:?}");
    assert_eq!(stage.readings().await, 100);
}
