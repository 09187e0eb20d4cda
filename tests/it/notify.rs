//! `tonolog notify`, as the service manager calls it when something has failed.

use crate::process::{BINARY, Ended, Home, Server, bytes_of, finish, platform, settings};
use std::{fs, time::Duration};
use tokio::sync::mpsc::UnboundedReceiver;
use tonolog::{
    demo::{Event, Fault, StandIn},
    seal::DatabaseKey,
    store::Store,
};

const OWNER: i64 = 7;

async fn next(events: &mut UnboundedReceiver<Event>) -> String {
    let event = tokio::time::timeout(Duration::from_secs(20), events.recv()).await;
    match event.unwrap().unwrap() {
        Event::Sent(shown) => {
            assert_eq!(shown.chat, OWNER);
            shown.text
        }
        other => panic!("{other:?}"),
    }
}

/// The owner has come in, in this language; the service has stopped.
async fn owned(
    home: &Home,
    settings: &[(String, String)],
    key: &DatabaseKey,
    stand_in: &StandIn,
    events: &mut UnboundedReceiver<Event>,
    language: &str,
) {
    let mut server = Server::start(home, settings).await;
    stand_in.say(OWNER, language, &format!("/start {}", key.owner_invitation().reveal()));
    next(events).await;
    stand_in.say(OWNER, language, if language == "ru" { "да" } else { "yes" });
    next(events).await;
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    while events.try_recv().is_ok() {}
}

async fn notify(home: &Home, settings: &[(String, String)], arguments: &[&str]) -> Ended {
    let mut command = home.command(BINARY);
    command.arg("notify").args(arguments).envs(settings.iter().cloned());
    tokio::task::spawn_blocking(move || finish(command, "")).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_is_told_by_a_process_of_its_own_when_the_service_is_dead() {
    for (language, words) in [
        (
            "en",
            [
                "has stopped and did not come up again",
                "backup of the diary failed",
                "tonolog-x failed",
            ],
        ),
        (
            "ru",
            [
                "остановилась и сама не поднялась",
                "копия дневника не сделана",
                "отказала служба tonolog-x",
            ],
        ),
    ] {
        let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
        let (api_url, stand_in, mut events, _end) = platform().await;
        let mut settings = settings(&key, &api_url);
        owned(&home, &settings, &key, &stand_in, &mut events, language).await;
        // This waits for the service, and is nothing of a notice's business.
        stand_in.say(OWNER, language, "120/80");
        // What is wrong with the service may be a setting.
        settings.push(("LOG_LEVEL".to_owned(), "loud".to_owned()));
        let before = fs::read(home.diary()).unwrap();
        for (unit, words) in ["tonolog", "tonolog-backup", "tonolog-x"].into_iter().zip(words) {
            let ended = notify(&home, &settings, &["--unit", unit]).await;
            assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
            let told = next(&mut events).await;
            assert!(told.contains(words), "{told}");
            assert!(told.ends_with(&format!("journalctl -u {unit}")), "{told}");
        }
        assert_eq!(fs::read(home.diary()).unwrap(), before, "the diary is as it was");
        assert!(!stand_in.fetched(), "nothing was fetched past the service");
        assert!(stand_in.calls().iter().rev().take(3).all(|call| call.method == "sendmessage"));
        settings.pop();
        let mut server = Server::start(&home, &settings).await;
        next(&mut events).await;
        server.signal("TERM");
        assert_eq!(server.ended().await, Some(0));
        let store = Store::open(&home.diary(), &key, false).unwrap();
        assert_eq!(store.read(|view| view.count_readings()).await, Ok(1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_about_another_service_goes_out_beside_a_running_one() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, mut events, _end) = platform().await;
    let settings = settings(&key, &api_url);
    owned(&home, &settings, &key, &stand_in, &mut events, "en").await;
    let mut server = Server::start(&home, &settings).await;
    for reading in ["120/80", "121/81", "122/82"] {
        let ended = notify(&home, &settings, &["--unit", "tonolog-verify"]).await;
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
        assert!(next(&mut events).await.contains("found a fault"));
        stand_in.say(OWNER, "en", reading);
        assert!(next(&mut events).await.contains(reading));
    }
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    let store = Store::open(&home.diary(), &key, false).unwrap();
    assert_eq!(store.read(|view| view.count_readings()).await, Ok(3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_is_away_for_a_moment_gets_the_notice_later() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, mut events, _end) = platform().await;
    let settings = settings(&key, &api_url);
    owned(&home, &settings, &key, &stand_in, &mut events, "en").await;
    for fault in [Fault::CutBefore, Fault::Html(502), Fault::Flood(1)] {
        stand_in.fail("sendMessage", fault);
    }
    let ended = notify(&home, &settings, &["--unit", "tonolog", "--patience", "1"]).await;
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    next(&mut events).await;
    assert!(events.try_recv().is_err(), "once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_that_cannot_be_given_says_why_and_whether_trying_again_helps() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, mut events, _end) = platform().await;
    let good = settings(&key, &api_url);
    let now = ["--unit", "tonolog", "--patience", "0"];
    let ended = notify(&home, &good, &now).await;
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("There is no file diary.db"), "{}", ended.err);
    assert_eq!(bytes_of(&home.work()), [], "and none was made");
    let mut server = Server::start(&home, &good).await;
    let ended = notify(&home, &good, &now).await;
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("Nobody can be told"), "{}", ended.err);
    server.signal("TERM");
    server.ended().await;
    owned(&home, &good, &key, &stand_in, &mut events, "en").await;

    let other = DatabaseKey::random().unwrap();
    for (changed, arguments, code, sentence) in [
        (None, &["--unit"][..], 2, "tonolog notify"),
        (None, &[], 2, "which service failed"),
        (None, &["--unit", "a b\nc"], 2, "which service failed"),
        (None, &["--unit", "tonolog", "--patience", "long"], 2, "tonolog notify"),
        (None, &["--frobnicate"], 2, "--frobnicate"),
        (Some(("TELEGRAM_BOT_TOKEN", "")), &now, 2, "TELEGRAM_BOT_TOKEN is not set"),
        (Some(("DATABASE_KEY", other.reveal())), &now, 2, "does not open the file"),
        (Some(("TELEGRAM_API_URL", "http://127.0.0.1:1")), &now, 1, "not told: not reachable"),
    ] {
        let mut settings = good.clone();
        settings.extend(changed.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let ended = notify(&home, &settings, arguments).await;
        assert_eq!(ended.code, Some(code), "{changed:?} {arguments:?}: {}", ended.err);
        assert!(ended.err.contains(sentence), "{changed:?} {arguments:?}: {}", ended.err);
        for (name, value) in &settings {
            let secret = ["SECRET", "KEY", "TOKEN"].iter().any(|part| name.contains(part));
            assert!(!secret || value.is_empty() || !ended.err.contains(value), "{}", ended.err);
        }
    }
    stand_in.block(OWNER);
    let ended = notify(&home, &good, &now).await;
    assert_eq!(ended.code, Some(2), "a chat that is gone does not come back by trying");
    assert!(events.try_recv().is_err());
}
