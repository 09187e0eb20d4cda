//! Settings: explained where people look for them, and refused when they are wrong.

use crate::process::Home;
use std::{collections::BTreeSet, fs, path::Path};
use tonolog::{
    config::{Config, Environment, Fault, SETTINGS},
    domain::keeping::Keeping,
};

const TOKEN: &str = "123456789:abcdefghijklmnopqrstuvwxyz012345678";
const KEY: &str = "8f3c1a5e7b9d2046f8e6d4c2b0a19375e1c3a5b7d9f0e2c4a6b8d0f1e3c5a7b9";
const SECRET: &str = "q8Jx2mVb7Lr4Zt9Kd1Ws6Yf3Hn5Gc0Pa";

fn config(changes: &[(&str, &str)]) -> Result<Config, Fault> {
    let mut values = vec![
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("ALICE_WEBHOOK_SECRET", SECRET),
        ("DATABASE_KEY", KEY),
    ];
    values.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    values.extend(changes);
    let pairs = values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
    Config::new(&Environment::of(pairs))
}

fn fault(changes: &[(&str, &str)]) -> Option<Fault> {
    config(changes).err()
}

#[test]
fn the_sample_file_explains_every_setting_and_no_other() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".env.dist");
    let text = fs::read_to_string(path).unwrap();
    let mut explained = BTreeSet::new();
    let mut commented = false;
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# ").filter(|rest| !rest.contains("=")) {
            commented = !rest.is_empty();
        } else if let Some((name, _)) = line.trim_start_matches("# ").split_once('=') {
            assert!(commented, "{name} has no comment");
            explained.insert(name.to_owned());
        } else if line.trim().is_empty() {
            commented = false;
        }
    }
    let settings: BTreeSet<String> = SETTINGS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(explained, settings);
    let mut sorted = SETTINGS;
    sorted.sort_unstable();
    assert_eq!(sorted, SETTINGS, "in the order of the alphabet");
}

#[test]
fn the_sample_file_alone_is_refused() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(".env.dist");
    let environment = Environment::of(
        fs::read_to_string(path)
            .unwrap()
            .lines()
            .filter_map(|line| line.trim_start_matches("# ").split_once('='))
            .map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned())),
    );
    assert!(Config::new(&environment).is_err());
}

#[test]
fn what_is_needed_and_only_that_is_enough() {
    let config = config(&[]).ok().unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.codes.lifetime_minutes, 10);
    assert_eq!(config.codes.interval_seconds, 60);
    assert!(config.telegram.is_some() && config.alice.is_some());
}

#[test]
fn a_door_without_its_secret_stays_closed() {
    assert!(config(&[("TELEGRAM_BOT_TOKEN", "")]).ok().unwrap().telegram.is_none());
    assert!(config(&[("ALICE_WEBHOOK_SECRET", "")]).ok().unwrap().alice.is_none());
    let neither = [("TELEGRAM_BOT_TOKEN", ""), ("ALICE_WEBHOOK_SECRET", "")];
    assert_eq!(fault(&neither), Some(Fault::NoDoor));
}

#[test]
fn wrong_settings_are_named() {
    for (name, value, expected) in [
        ("DATABASE_KEY", "", Fault::Missing("DATABASE_KEY")),
        ("DATABASE_KEY", &KEY[..63], Fault::Malformed("DATABASE_KEY")),
        ("DATABASE_KEY", &"0".repeat(64), Fault::Weak("DATABASE_KEY")),
        ("TELEGRAM_BOT_TOKEN", "hello", Fault::Malformed("TELEGRAM_BOT_TOKEN")),
        ("ALICE_WEBHOOK_SECRET", "short", Fault::Weak("ALICE_WEBHOOK_SECRET")),
        ("ALICE_WEBHOOK_SECRET", &"x".repeat(40), Fault::Weak("ALICE_WEBHOOK_SECRET")),
        ("ACCESS", "everyone", Fault::Malformed("ACCESS")),
        ("HTTP_LISTEN", "8080", Fault::Malformed("HTTP_LISTEN")),
        ("TIME_ZONE", "Moscow", Fault::Malformed("TIME_ZONE")),
        ("OWNER_ALARMS", "maybe", Fault::Malformed("OWNER_ALARMS")),
        ("LINK_TOKEN_LIFETIME_MINUTES", "ten", Fault::Malformed("LINK_TOKEN_LIFETIME_MINUTES")),
        ("LOG_LEVEL", "loud", Fault::Malformed("LOG_LEVEL")),
        ("TELEGRAM_API_URL", "api.example.org", Fault::Malformed("TELEGRAM_API_URL")),
        ("TELEGRAM_PROXY", "localhost:1080", Fault::Malformed("TELEGRAM_PROXY")),
    ] {
        assert_eq!(fault(&[(name, value)]), Some(expected), "{name}={value}");
    }
}

#[test]
fn every_secret_may_come_from_a_file_or_from_the_service_manager() {
    const OTHER: &str = "pX4nV8cR2mZ6tK0bW5yH9dF3gJ7qL1sA";
    let folder = tempfile::TempDir::new().unwrap();
    let secrets = [
        ("ALICE_WEBHOOK_SECRET", SECRET),
        ("ALICE_WEBHOOK_SECRET_PREVIOUS", OTHER),
        ("DATABASE_KEY", KEY),
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("TELEGRAM_PROXY", "socks5h://user:word@127.0.0.1:1080"),
        ("WEBHOOK_SIGNING_KEY", "Zk3vN8qW1xC6bR0tY5uM9pL2sD7fG4hJ"),
    ];
    for (name, value) in secrets {
        // As editors and `systemd-creds` leave it: with the end of a line, or without.
        fs::write(folder.path().join(name.to_lowercase()), format!("{value}\n")).unwrap();
    }
    let revealed = |environment: &Environment| {
        let Ok(config) = Config::new(environment) else { panic!() };
        let (alice, telegram) = (config.alice.unwrap(), config.telegram.unwrap());
        assert_eq!(format!("{}{:?}", alice.secret, telegram.token), "******");
        [
            alice.secret.reveal().to_owned(),
            alice.previous.unwrap().reveal().to_owned(),
            config.key.reveal().to_owned(),
            telegram.token.reveal().to_owned(),
            telegram.routes[0].reveal().to_owned(),
            config.calls.signing.unwrap().reveal().to_owned(),
        ]
    };
    let path = |name: &str| folder.path().join(name.to_lowercase()).display().to_string();
    let files = secrets.map(|(name, _)| (format!("{name}_FILE"), path(name)));
    let credentials = [("CREDENTIALS_DIRECTORY".to_owned(), folder.path().display().to_string())];
    for environment in [Environment::of(files), Environment::of(credentials)] {
        assert_eq!(revealed(&environment), secrets.map(|(_, value)| value.to_owned()));
        let mut kept = environment.secrets().unwrap_or_else(|_| panic!());
        // Takes the place of the proxy, and is read the same way.
        kept.retain(|one| one.name != "TELEGRAM_ROUTES");
        assert_eq!(kept.iter().map(|one| one.name).collect::<Vec<_>>(), secrets.map(|one| one.0));
        assert!(kept.iter().all(|one| one.source.is_some() && !one.sample));
    }
    for name in secrets.map(|(name, _)| name).into_iter().chain(["TELEGRAM_ROUTES"]) {
        let missing = [(format!("{name}_FILE"), "/nowhere/at/all".to_owned())];
        let environment = Environment::of(missing);
        assert_eq!(environment.secrets().err(), Some(Fault::Unreadable(name)));
    }
}

#[test]
fn a_secret_may_come_from_a_file_or_from_the_service_manager() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("database_key");
    fs::write(&file, format!("{KEY}\n")).unwrap();
    let file = file.to_str().unwrap();
    assert_eq!(fault(&[("DATABASE_KEY", ""), ("DATABASE_KEY_FILE", file)]), None);
    let folder = folder.path().to_str().unwrap();
    assert_eq!(fault(&[("DATABASE_KEY", ""), ("CREDENTIALS_DIRECTORY", folder)]), None);
    let missing = [("DATABASE_KEY", ""), ("DATABASE_KEY_FILE", "/nowhere/at/all")];
    assert_eq!(fault(&missing), Some(Fault::Unreadable("DATABASE_KEY")));
}

#[test]
fn things_are_kept_as_long_as_is_set_and_a_slip_of_the_finger_erases_nobody() {
    let keeping = |changes: &[(&str, &str)]| config(changes).map(|config| config.keeping).ok();
    let own = Keeping::default();
    assert_eq!((own.readings_days, own.audit_days, own.inactive_days), (None, 730, None));
    assert_eq!(keeping(&[]), Some(own));
    assert_eq!(keeping(&[("RETENTION_DAYS", "0"), ("INACTIVE_DAYS", "0")]), Some(own));
    let set = [("RETENTION_DAYS", "365"), ("AUDIT_RETENTION_DAYS", "30"), ("INACTIVE_DAYS", "90")];
    let expected = Keeping { readings_days: Some(365), audit_days: 30, inactive_days: Some(90) };
    assert_eq!(keeping(&set), Some(expected));
    for (name, value) in [
        ("RETENTION_DAYS", "-1"),
        ("RETENTION_DAYS", "a year"),
        ("RETENTION_DAYS", "99999"),
        ("AUDIT_RETENTION_DAYS", "0"),
        ("AUDIT_RETENTION_DAYS", "29"),
        ("INACTIVE_DAYS", "7"),
        ("AUDIT_HEAD_CHAT", "yes"),
    ] {
        assert_eq!(fault(&[(name, value)]), Some(Fault::Malformed(name)), "{value}");
        let home = Home::new();
        let ended = home.run(
            &["serve"],
            &[("DATABASE_KEY", KEY), ("ALICE_WEBHOOK_SECRET", SECRET), (name, value)],
            "",
        );
        assert_eq!(ended.code, Some(2));
        // What it should be instead is said as well.
        let said = ended.err.trim().strip_prefix(&format!("{name} is not written correctly. "));
        assert!(said.is_some_and(|hint| hint.len() > 10), "{}", ended.err);
    }
    let heads = config(&[("AUDIT_HEAD_PATH", "/mnt/heads"), ("AUDIT_HEAD_CHAT", "true")]);
    let heads = heads.ok().unwrap().heads;
    assert!(heads.chat && heads.path.as_deref() == Some(Path::new("/mnt/heads")));
}
