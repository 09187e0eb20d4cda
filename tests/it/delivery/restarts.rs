//! The door closes while it is busy, and opens again over the same file.

use super::{at_home, handled, kept, pair, texts, until, until_shown};
use crate::stage::hallway;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Notify, time::sleep};
use tonolog::{app::App, demo::Fault, telegram::Handle};

/// A hallway that takes its time.
fn slow(app: App) -> Handle {
    Arc::new(move |incoming| {
        let app = app.clone();
        Box::pin(async move {
            sleep(Duration::from_millis(20)).await;
            app.turn(incoming).await
        })
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_said_when_the_door_closed_is_answered_once_after_it_opens() {
    let people = [1, 2, 3, 4];
    let mut stage = handled(&people, slow).await;
    for n in 0..15 {
        for person in people {
            stage.stand_in.say(person, "ru", &pair(n));
        }
    }
    let mut seen = until_shown(&mut stage, 3).await;
    stage.close_door().await;
    let (done, waiting) = (stage.readings().await, stage.app.queues().await.unwrap());
    assert!((1..60).contains(&done), "{done}: the door was to be closed while it is busy");
    assert_eq!(waiting.inbox + done, 60, "what was accepted is handled or waits");
    assert_eq!(waiting.outbox, 0, "what was handled is answered");
    stage.open_door(hallway(stage.app.clone()));
    seen.extend(stage.settle().await);
    for person in people {
        let answers = texts(&seen, person);
        assert_eq!(answers.len(), 15, "{answers:?}");
        for (n, answer) in answers.iter().enumerate() {
            assert!(kept(answer, n), "{n}: {answer}");
        }
    }
    assert_eq!(stage.readings().await, 60);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_being_handled_when_the_door_closes_is_still_answered() {
    let begun = Arc::new(Notify::new());
    let begins = begun.clone();
    let mut stage = handled(&[1], move |app| {
        Arc::new(move |incoming| {
            let (app, begins) = (app.clone(), begins.clone());
            Box::pin(async move {
                begins.notify_one();
                sleep(Duration::from_millis(200)).await;
                app.turn(incoming).await
            })
        })
    })
    .await;
    stage.stand_in.say(1, "ru", &pair(0));
    begun.notified().await;
    stage.close_door().await;
    let seen = until_shown(&mut stage, 1).await;
    assert!(kept(&texts(&seen, 1)[0], 0), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_door_that_never_reached_the_platform_closes_all_the_same() {
    let mut stage = at_home(&[1]).await;
    stage.close_door().await;
    for _ in 0..50 {
        stage.stand_in.fail("getMe", Fault::CutBefore);
    }
    stage.open_door(hallway(stage.app.clone()));
    stage.stand_in.say(1, "ru", &pair(0));
    until(|| stage.stand_in.fetched()).await;
    // Long enough for the feeder to have taken the row up.
    sleep(Duration::from_millis(100)).await;
    let started = Instant::now();
    stage.close_door().await;
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(stage.app.queues().await.unwrap().inbox, 1, "it waits for the next start");
}
