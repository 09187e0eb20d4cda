//! The command line and `serve`, as the person who runs the server meets them.

use crate::{
    process::{
        BINARY, Ended, Home, Server, WEBHOOK_SECRET, bytes_of, finish, http, platform, settings,
    },
    stage::TOKEN,
};
use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt, time::Duration};
use tonolog::{
    demo::{Device, Spoken, call, request},
    seal::DatabaseKey,
    store::Store,
};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

#[test]
fn the_version_is_printed() {
    for arguments in [["version"], ["--version"], ["-V"]] {
        let ended = Home::new().run(&arguments, &[], "");
        assert_eq!(ended.code, Some(0));
        assert_eq!(ended.out, format!("tonolog {}\n", env!("CARGO_PKG_VERSION")));
        assert_eq!(ended.err, "");
    }
}

#[test]
fn help_speaks_the_language_of_the_operator() {
    for (settings, word) in [
        (vec![], "run until stopped"),
        (vec![("LANG", "ru_RU.UTF-8")], "работать, пока не остановят"),
        (vec![("LANG", "ru_RU.UTF-8"), ("OPERATOR_LANGUAGE", "en")], "run until stopped"),
    ] {
        for arguments in [["help"], ["--help"]] {
            let ended = Home::new().run(&arguments, &settings, "");
            assert_eq!(ended.code, Some(0));
            assert!(ended.out.contains(word), "{}", ended.out);
        }
    }
}

#[test]
fn an_unknown_command_is_named_and_refused() {
    for (arguments, named) in [
        (vec!["frobnicate"], "frobnicate"),
        (vec!["--frobnicate"], "--frobnicate"),
        (vec!["init", "--frobnicate"], "--frobnicate"),
        (vec!["serve", "--frobnicate"], "tonolog serve"),
        (vec!["demo", "more"], "tonolog demo"),
        (vec![], "tonolog init"),
    ] {
        let home = Home::new();
        let ended = home.run(&arguments, &[], "");
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(ended.err.contains(named), "{arguments:?}: {}", ended.err);
        assert_eq!(ended.out, "");
        assert_eq!(bytes_of(&home.work()), []);
    }
}

#[test]
fn an_environment_that_is_not_text_is_no_obstacle() {
    let mut command = Home::new().command(BINARY);
    command.arg("version").env("ODD", OsStr::from_bytes(&[0xff, 0xfe]));
    command.env(OsStr::from_bytes(&[0x80]), "odd").current_dir("/");
    assert_eq!(finish(command, "").code, Some(0));
}

/// `serve` with these settings.
fn serve(home: &Home, settings: &[(&str, &str)]) -> Ended {
    home.run(&["serve"], settings, "")
}

#[test]
fn serve_refuses_settings_that_cannot_be_right_and_says_why() {
    let good = [("DATABASE_KEY", KEY), ("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET)];
    for (changed, sentence) in [
        (vec![("ALICE_WEBHOOK_SECRET", "")], "Both doors are closed"),
        (vec![("ALICE_WEBHOOK_SECRET", "too short")], "ALICE_WEBHOOK_SECRET is too simple"),
        (vec![("ALICE_WEBHOOK_SECRET", &"a".repeat(64))], "ALICE_WEBHOOK_SECRET is too simple"),
        (
            vec![("ALICE_WEBHOOK_SECRET_PREVIOUS", "old")],
            "ALICE_WEBHOOK_SECRET_PREVIOUS is too simple",
        ),
        (vec![("DATABASE_KEY", "")], "DATABASE_KEY is not set"),
        (vec![("DATABASE_KEY", &KEY[1..])], "Exactly 64 hexadecimal digits"),
        (vec![("DATABASE_KEY", &"x".repeat(64))], "Exactly 64 hexadecimal digits"),
        (vec![("DATABASE_KEY", &"0".repeat(64))], "DATABASE_KEY is too simple"),
        (vec![("TELEGRAM_BOT_TOKEN", "987654321")], "@BotFather issues the token"),
        (vec![("TELEGRAM_BOT_TOKEN", TOKEN), ("TELEGRAM_PROXY", "localhost")], "TELEGRAM_PROXY"),
        (vec![("TELEGRAM_BOT_TOKEN", TOKEN), ("TELEGRAM_API_URL", "x")], "TELEGRAM_API_URL"),
        (vec![("HTTP_LISTEN", "8080")], "HTTP_LISTEN is not written correctly"),
        (vec![("ACCESS", "everybody")], "invite or open"),
        (vec![("TIME_ZONE", "Mars/Olympus")], "TIME_ZONE"),
        (vec![("LOG_LEVEL", "loud")], "LOG_LEVEL"),
        (vec![("LINK_TOKEN_LIFETIME_MINUTES", "ten")], "A whole number is needed"),
        (vec![("DATABASE_KEY", ""), ("DATABASE_KEY_FILE", "nowhere")], "cannot be read"),
    ] {
        let home = Home::new();
        let settings: Vec<(&str, &str)> = good.iter().chain(&changed).copied().collect();
        let ended = serve(&home, &settings);
        assert_eq!(ended.code, Some(2), "{changed:?}: {}", ended.err);
        assert!(ended.err.contains(sentence), "{changed:?}: {}", ended.err);
        assert_eq!(ended.err.lines().count(), 1, "one sentence: {}", ended.err);
        for (name, value) in &changed {
            let secret = ["SECRET", "KEY", "TOKEN"].iter().any(|part| name.contains(part));
            let shown = value.len() > 5 && ended.err.contains(value);
            assert!(!(secret && shown), "{}", ended.err);
        }
        assert_eq!(bytes_of(&home.work()), [], "{changed:?}");
    }
}

#[test]
fn serve_refuses_a_settings_file_that_cannot_be_understood() {
    let home = Home::new();
    fs::write(home.work().join(".env"), "DATABASE_KEY='never closed\n").unwrap();
    let ended = serve(&home, &[("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET)]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains(".env cannot be understood"), "{}", ended.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serve_refuses_an_address_that_is_taken() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let settings = [
        ("DATABASE_KEY", KEY),
        ("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("HTTP_LISTEN", address.as_str()),
    ];
    let ended = serve(&Home::new(), &settings);
    assert_eq!(ended.code, Some(1), "trying again may help");
    assert!(ended.err.contains(&address), "{}", ended.err);
}

fn device() -> Device {
    Device {
        user: "speaker".to_owned(),
        locale: "ru-RU".to_owned(),
        zone: "Europe/Moscow".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn secrets_come_from_files_and_from_the_service_manager() {
    let (home, secret) = (Home::new(), "4d5e6f708192a3b4c5d6e7f801234567");
    let credentials = home.work().join("credentials");
    fs::create_dir(&credentials).unwrap();
    fs::write(credentials.join("alice_webhook_secret"), format!("{secret}\n")).unwrap();
    // A setting or a file that is named goes before what the manager hands over.
    fs::write(credentials.join("database_key"), "not a key").unwrap();
    fs::write(home.work().join("key"), format!("{KEY}\n")).unwrap();
    fs::write(home.work().join(".env"), "DATABASE_KEY_FILE=key\nDATABASE_PATH=diary.db\n").unwrap();
    let settings = [
        ("CREDENTIALS_DIRECTORY".to_owned(), credentials.display().to_string()),
        ("ACCESS".to_owned(), "open".to_owned()),
    ];
    let mut server = Server::start(&home, &settings).await;
    let body = request(&device(), "s", 0, "");
    assert_eq!(call(server.address, secret, &body).await.unwrap().0, 200);
    assert_eq!(call(server.address, WEBHOOK_SECRET, &body).await.unwrap().0, 404);
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    Store::open(&home.diary(), &DatabaseKey::new(KEY).unwrap(), false).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_to_stop_lets_everything_end_and_the_exit_is_a_good_one() {
    for signal in ["TERM", "INT"] {
        let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
        let (api_url, stand_in, mut events, _end) = platform().await;
        let settings = settings(&key, &api_url);
        let mut server = Server::start(&home, &settings).await;
        stand_in.say(1, "ru", "/start");
        stand_in.say(1, "ru", "да");
        for _ in 0..2 {
            tokio::time::timeout(Duration::from_secs(20), events.recv()).await.unwrap().unwrap();
        }
        for (message, words) in ["", "да", "давление 120 на 80"].into_iter().enumerate()
        {
            let body = request(&device(), "s", message as u64, words);
            let (_, answer) = call(server.address, WEBHOOK_SECRET, &body).await.unwrap();
            assert!(Spoken::of(&answer).is_some());
        }
        // The stop comes while this is on its way.
        stand_in.say(1, "ru", "130/85");
        server.signal(signal);
        assert_eq!(server.ended().await, Some(0), "{signal}");
        let told = events.try_recv().is_ok();

        let store = Store::open(&home.diary(), &key, false).unwrap();
        let stored = store.read(|view| view.count_readings()).await.unwrap();
        assert!(stored == 2 || !told, "what was acknowledged is stored");
        assert!((1..=2).contains(&stored));
        drop(store);
        // Whatever had not arrived by then arrives after the next start.
        let server = Server::start(&home, &settings).await;
        if !told {
            tokio::time::timeout(Duration::from_secs(20), events.recv()).await.unwrap().unwrap();
        }
        server.kill().await;
        let store = Store::open(&home.diary(), &key, false).unwrap();
        assert_eq!(store.read(|view| view.count_readings()).await, Ok(2));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_cannot_be_reached_does_not_keep_the_other_door_closed() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let mut server = Server::start(&home, &settings(&key, "http://127.0.0.1:1")).await;
    let body = request(&device(), "s", 0, "");
    let (status, answer) = call(server.address, WEBHOOK_SECRET, &body).await.unwrap();
    assert_eq!(status, 200);
    assert!(Spoken::of(&answer).unwrap().text.contains("Согласны?"));
    let health = http(server.address, "GET", "/health", b"").await.unwrap();
    assert_eq!(health.0, 200, "{}", health.1);
    assert!(health.1.contains(r#""telegram_age_ms":null"#), "{}", health.1);
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_serve_on_the_same_file_refuses_and_the_first_goes_on() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let settings = settings(&key, "http://127.0.0.1:1");
    let first = Server::start(&home, &settings).await;
    let mut command = home.command(BINARY);
    command.arg("serve").envs(settings).env("HTTP_LISTEN", "127.0.0.1:0");
    let second = finish(command, "");
    assert_eq!(second.code, Some(2), "{}", second.err);
    assert!(second.err.contains("another tonolog process"), "{}", second.err);
    assert_eq!(http(first.address, "GET", "/health", b"").await.unwrap().0, 200);
}
