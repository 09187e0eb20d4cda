//! `tonolog check`: every way in which a machine is not ready has its finding, and nothing that
//! is wrong elsewhere makes it hang.

use crate::{
    backups::with_readings,
    check::broken,
    process::{Ended, Home, Server, WEBHOOK_SECRET, http, platform, settings},
    stage::TOKEN,
    store::raw,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs::{self, File},
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant, SystemTime},
};
use tonolog::{
    backup::Opener,
    demo::{Fault, StandIn},
    domain::{
        audit::{Action, Via},
        rotation,
    },
    seal::DatabaseKey,
    store::{Entry, Store},
};

struct Scene {
    home: Home,
    settings: BTreeMap<String, String>,
    key: DatabaseKey,
    api_url: String,
    stand_in: StandIn,
    _end: tokio::sync::oneshot::Sender<()>,
}

impl Scene {
    /// A machine that is ready, but for the service, which does not run.
    async fn new() -> Scene {
        let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
        with_readings(&home.diary(), &key, 3);
        private(&home, "diary.db");
        let (api_url, stand_in, _, end) = platform().await;
        let mut settings: BTreeMap<String, String> = settings(&key, &api_url).into_iter().collect();
        fs::create_dir(home.temp().join("disk")).unwrap();
        for (name, value) in [
            ("BACKUP_PATH", "backups".to_owned()),
            ("BACKUP_COPY_PATH", home.temp().join("disk").to_str().unwrap().to_owned()),
            ("BACKUP_RECIPIENT", Opener::random().recipient().to_string()),
            ("OPERATOR_LANGUAGE", "en".to_owned()),
        ] {
            settings.insert(name.to_owned(), value);
        }
        let scene = Scene { home, settings, key, api_url, stand_in, _end: end };
        assert_eq!(scene.run(&["backup"]).code, Some(0));
        fs::set_permissions(scene.home.temp().join("disk"), fs::Permissions::from_mode(0o700))
            .unwrap();
        scene
    }

    fn run(&self, arguments: &[&str]) -> Ended {
        let settings: Vec<(&str, &str)> =
            self.settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        self.home.run(arguments, &settings, "")
    }

    fn set(&mut self, name: &str, value: &str) {
        self.settings.insert(name.to_owned(), value.to_owned());
    }

    /// Without that door no time is spent on the question whether somebody else polls.
    fn close_telegram(&mut self) {
        self.settings.remove("TELEGRAM_BOT_TOKEN");
    }

    /// What is found: the levels by their ids. Whatever it is, no secret is in it.
    fn findings(&self) -> BTreeMap<String, String> {
        let ended = self.run(&["check", "--strict", "--json"]);
        let report: Value = serde_json::from_str(&ended.out)
            .unwrap_or_else(|error| panic!("{error}: {}{}", ended.out, ended.err));
        for secret in [TOKEN, WEBHOOK_SECRET, self.key.reveal()] {
            assert!(!ended.out.contains(secret) && !ended.err.contains(secret));
        }
        let text = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
        let findings = report["findings"].as_array().unwrap();
        let all: BTreeMap<String, String> =
            findings.iter().map(|one| (text(one, "id"), text(one, "level"))).collect();
        let errors = all.values().any(|level| level == "error");
        assert_eq!(report["ready"], !errors);
        assert_eq!(ended.code, Some(i32::from(errors)), "{}", ended.out);
        all
    }

    #[track_caller]
    fn has(&self, level: &str, id: &str) {
        let findings = self.findings();
        assert_eq!(findings.get(id).map(String::as_str), Some(level), "{id}: {findings:?}");
    }
}

fn private(home: &Home, name: &str) {
    fs::set_permissions(home.work().join(name), fs::Permissions::from_mode(0o600)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_that_is_ready_passes_while_the_service_runs_and_while_it_does_not() {
    let mut scene = Scene::new().await;
    let findings = scene.findings();
    assert!(findings.values().all(|level| level == "ok" || level == "note" || level == "warning"));
    for id in ["diary-good", "backup-good", "bot-good", "clock-good", "files-private"] {
        assert_eq!(findings.get(id).map(String::as_str), Some("ok"), "{id}: {findings:?}");
    }
    assert!(findings.contains_key("service-stopped") && findings.contains_key("webhook-unknown"));

    let settings: Vec<(String, String)> = scene.settings.clone().into_iter().collect();
    let server = Server::start(&scene.home, &settings).await;
    scene.set("PUBLIC_URL", &format!("http://{}", server.address));
    let findings = scene.findings();
    assert!(findings.values().all(|level| level != "error"), "{findings:?}");
    assert!(findings.contains_key("service-runs") && findings.contains_key("webhook-good"));
    // What cannot be asked meanwhile is said, and not passed over.
    assert_eq!(findings.get("bot-poller-unseen").map(String::as_str), Some("note"));
    for (language, passed) in [("en", "Ready."), ("ru", "Всё готово.")] {
        scene.set("OPERATOR_LANGUAGE", language);
        let ended = scene.run(&["check", "--strict"]);
        assert_eq!(ended.code, Some(0), "{}", ended.out);
        let last = ended.out.lines().last().unwrap();
        assert!(last.starts_with(passed), "{}", ended.out);
        assert!(ended.out.lines().count() < 24, "one screen: {}", ended.out);
    }
    server.kill().await;
    scene.set("PUBLIC_URL", "http://127.0.0.1:1");
    scene.has("note", "webhook-later");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_settings_and_files_is_named() {
    let sample_key = "0".repeat(64);
    let recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    for (name, value, level, id) in [
        ("DATABASE_KEY", sample_key.as_str(), "error", "secret-sample"),
        ("DATABASE_KEY", "", "error", "settings"),
        ("ALICE_WEBHOOK_SECRET", "sample", "error", "secret-sample"),
        ("ALICE_WEBHOOK_SECRET", "short", "error", "settings"),
        ("TELEGRAM_BOT_TOKEN", "123456789:sample", "error", "secret-sample"),
        ("TELEGRAM_BOT_TOKEN", "", "note", "telegram-closed"),
        ("ALICE_WEBHOOK_SECRET", "", "note", "alice-closed"),
        ("BACKUP_RECIPIENT", recipient, "error", "recipient-sample"),
        ("BACKUP_RECIPIENT", "", "error", "settings"),
        ("BACKUP_PATH", "", "error", "backup-off"),
        ("BACKUP_PATH", "nowhere", "error", "backup-unreadable"),
        ("BACKUP_COPY_PATH", "", "warning", "backup-same-disk"),
        ("LOG_LEVEL", "debug", "warning", "log-talkative"),
        ("LOG_LEVEL", "loud", "error", "settings"),
        ("HTTP_LISTEN", "0.0.0.0:8080", "warning", "listen-open"),
        ("DATABASE_PATH", "other.db", "warning", "diary-none"),
        ("PUBLIC_URL", "http://127.0.0.1:1", "note", "webhook-later"),
    ] {
        let mut scene = Scene::new().await;
        if name != "ALICE_WEBHOOK_SECRET" {
            scene.close_telegram();
        }
        scene.set(name, value);
        scene.has(level, id);
    }
    let mut scene = Scene::new().await;
    scene.close_telegram();
    let work = scene.home.work();
    let mode = |file: &str, mode| {
        fs::set_permissions(work.join(file), fs::Permissions::from_mode(mode)).unwrap();
    };
    for file in ["diary.db", "backups"] {
        mode(file, 0o644);
        scene.has("error", "file-open");
        mode(file, 0o640);
        scene.has("warning", "file-open");
        mode(file, 0o700);
        scene.has("ok", "files-private");
    }
    for (setting, file) in [("TLS_PRIVATE_KEY", "key.pem"), ("AUDIT_HEAD_PATH", "heads")] {
        fs::write(scene.home.work().join(file), "").unwrap();
        scene.set(setting, file);
        scene.set("TLS_CERTIFICATE", if file == "key.pem" { "chain.pem" } else { "" });
        mode(file, 0o640);
        scene.has("warning", "file-open");
        mode(file, 0o604);
        scene.has("error", "file-open");
        mode(file, 0o600);
        scene.has("ok", "files-private");
        scene.set(setting, "");
    }
    let disk = scene.home.temp().join("disk");
    let open = |mode| fs::set_permissions(&disk, fs::Permissions::from_mode(mode)).unwrap();
    open(0o755);
    scene.has("error", "file-open");
    open(0o700);
    fs::write(scene.home.work().join(".env"), "ACCESS='open'\n").unwrap();
    mode(".env", 0o604);
    scene.has("error", "file-open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_of_the_service_manager_are_known_as_such() {
    let mut scene = Scene::new().await;
    scene.has("note", "credentials-none");
    let folder = scene.home.temp().join("credentials");
    fs::create_dir(&folder).unwrap();
    for name in ["TELEGRAM_BOT_TOKEN", "ALICE_WEBHOOK_SECRET", "DATABASE_KEY"] {
        let value = scene.settings.remove(name).unwrap();
        fs::write(folder.join(name.to_lowercase()), value).unwrap();
    }
    scene.set("CREDENTIALS_DIRECTORY", folder.to_str().unwrap());
    scene.has("ok", "credentials-good");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_the_diary_is_named() {
    let mut scene = Scene::new().await;
    scene.close_telegram();
    raw(&scene.home.diary(), &scene.key).execute_batch("PRAGMA user_version = 7").unwrap();
    scene.has("note", "schema-pending");
    raw(&scene.home.diary(), &scene.key).execute_batch("PRAGMA user_version = 999").unwrap();
    scene.has("error", "store-newer");

    let mut scene = Scene::new().await;
    scene.close_telegram();
    let ahead = SystemTime::now() + Duration::from_secs(3600);
    File::options().write(true).open(scene.home.diary()).unwrap().set_modified(ahead).unwrap();
    scene.has("error", "clock-behind");
    let other = DatabaseKey::random().unwrap();
    scene.set("DATABASE_KEY", other.reveal());
    scene.has("error", "store-wrong-key");

    let mut scene = Scene::new().await;
    scene.close_telegram();
    let mut bytes = fs::read(scene.home.diary()).unwrap();
    // In the second page, which is in use whatever was written.
    bytes[4096 + 2048] ^= 1;
    fs::write(scene.home.diary(), bytes).unwrap();
    scene.has("error", "store-damaged");
    let ended = scene.run(&["check"]);
    assert_eq!(ended.code, Some(0), "without --strict it only tells: {}", ended.out);
    assert!(ended.out.contains("Not ready"), "{}", ended.out);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_nearly_full_is_named() {
    let mut scene = Scene::new().await;
    scene.close_telegram();
    scene.has("ok", "disk-good");
    // A file with more holes than the disk has room stands for one that has grown so far.
    let path = scene.home.work().join("large.db");
    let free = tonolog::backup::disk(&path).unwrap().free;
    for (length, level) in [(free / 2, "warning"), (free + free / 10, "error")] {
        File::create(&path).unwrap().set_len(length).unwrap();
        private(&scene.home, "large.db");
        scene.set("DATABASE_PATH", "large.db");
        scene.has(level, "disk-low");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_that_was_changed_or_cut_off_is_named() {
    let mut scene = Scene::new().await;
    scene.close_telegram();
    scene.has("note", "chain-no-heads");
    let store = Store::open(&scene.home.diary(), &scene.key, false).unwrap();
    let seal = store.seal().clone();
    let head = store.write(move |tx| {
        for at_ms in 1..=5 {
            let (via, who, account, subject) = (Via::Service, None, None, None);
            let action = Action::Told;
            let entry = Entry { at_ms, action, via, who, account, subject, count: 1 };
            tx.append_audit(&seal, &entry)?;
        }
        tx.view().audit_head(&seal)
    });
    let line = tonolog::app::head_line(&head.await.unwrap(), 0);
    let ended = store.wait();
    drop(store);
    ended.await.unwrap();
    scene.set("AUDIT_HEAD_PATH", "heads");
    fs::write(scene.home.work().join("heads"), format!("{line}\n")).unwrap();
    private(&scene.home, "heads");
    scene.has("ok", "chain-whole");
    let intruder = raw(&scene.home.diary(), &scene.key);
    intruder.execute_batch("DROP TRIGGER audit_kept; DELETE FROM audit WHERE seq = 5").unwrap();
    scene.has("error", "audit-truncated");
    scene.set("AUDIT_HEAD_PATH", "");
    scene.has("ok", "chain-whole");
    intruder
        .execute_batch("DROP TRIGGER audit_unchanged; UPDATE audit SET count = 2 WHERE seq = 2")
        .unwrap();
    scene.has("error", "audit-altered");
    intruder.execute_batch("DELETE FROM audit WHERE seq = 2").unwrap();
    scene.has("error", "audit-missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_with_the_backups_is_named() {
    let mut scene = Scene::new().await;
    scene.close_telegram();
    let folder = scene.home.work().join("backups");
    let made_ms = tonolog::backup::newest(&folder, i64::MAX).unwrap();
    let file = rotation::name(made_ms);
    // The same backup, a day and an hour ago.
    let old = rotation::name(made_ms - 25 * 60 * 60 * 1000);
    let sum = fs::read_to_string(folder.join(format!("{file}.sha256"))).unwrap();
    fs::rename(folder.join(&file), folder.join(&old)).unwrap();
    fs::remove_file(folder.join(format!("{file}.sha256"))).unwrap();
    fs::write(folder.join(format!("{old}.sha256")), sum.replace(&file, &old)).unwrap();
    scene.has("error", "backup-old");
    let mut bytes = fs::read(folder.join(&old)).unwrap();
    bytes[1000] ^= 1;
    fs::write(folder.join(&old), bytes).unwrap();
    scene.has("error", "backup-damaged");
    fs::remove_file(folder.join(&old)).unwrap();
    scene.has("error", "backup-none");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_wrong_at_telegram_is_named() {
    let mut scene = Scene::new().await;
    scene.set("TELEGRAM_BOT_TOKEN", "1000001:abcdefghijklmnopqrstuvwxyz0123456789");
    scene.has("error", "bot-refused");
    scene.set("TELEGRAM_BOT_TOKEN", TOKEN);
    scene.stand_in.set_webhook("https://elsewhere.example.org");
    scene.has("warning", "bot-webhook");
    scene.stand_in.set_webhook("");
    scene.stand_in.fail("getMe", Fault::Html(502));
    scene.has("error", "telegram-unwell");
    scene.stand_in.fail("getMe", Fault::CutBefore);
    scene.has("error", "telegram-unwell");

    // The proxy is dead, and Telegram is not.
    scene.set("TELEGRAM_PROXY", "socks5h://127.0.0.1:1");
    scene.has("error", "proxy-dead");
    scene.set("TELEGRAM_API_URL", "http://127.0.0.1:1");
    scene.has("error", "telegram-unreachable-both");
    scene.set("TELEGRAM_PROXY", "");
    scene.has("error", "telegram-unreachable");

    // One way of two.
    let mut scene = Scene::new().await;
    scene.set("TELEGRAM_ROUTES", "socks5h://127.0.0.1:1,direct");
    let findings = scene.findings();
    let level = |id: &str| findings.get(id).map(String::as_str);
    assert_eq!((level("route-dead"), level("route-good")), (Some("warning"), Some("ok")));

    scene.set("TELEGRAM_ROUTES", "");

    let dated = |date: &str| {
        let head = format!("HTTP/1.1 302 Found\r\ndate: {date}\r\ncontent-length: 0\r\n\r\n");
        format!("http://{}", broken(move |_| head.clone()))
    };
    scene.set("TELEGRAM_API_URL", &dated("Sun, 06 Nov 1994 08:49:37 GMT"));
    scene.has("error", "clock-off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_else_who_polls_is_found_and_loses_nothing_by_it() {
    let scene = Scene::new().await;
    assert!(!scene.findings().contains_key("bot-poller"));
    // An update that waits is still there after the check.
    scene.stand_in.say(5, "ru", "120/80");
    assert!(!scene.findings().contains_key("bot-poller"));
    assert!(!scene.stand_in.fetched(), "the check took nothing");
    let address = scene.api_url.strip_prefix("http://").unwrap().parse().unwrap();
    let target = format!("/bot{TOKEN}/getUpdates");
    let stranger = tokio::spawn(async move {
        let mut offset = 0;
        loop {
            let body = format!("{{\"timeout\": 2, \"offset\": {offset}}}");
            let answer = http(address, "POST", &target, body.as_bytes()).await.unwrap().1;
            let answer: Value = serde_json::from_str(&answer).unwrap();
            let last =
                answer["result"].as_array().and_then(|all| all.last()?["update_id"].as_i64());
            offset = last.map_or(offset, |last| last + 1);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    scene.has("error", "bot-poller");
    stranger.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn messages_that_wait_while_the_service_runs_are_named() {
    let scene = Scene::new().await;
    // The service runs, and its door to Telegram is closed.
    let settings = scene.settings.clone().into_iter();
    let without: Vec<(String, String)> =
        settings.filter(|(name, _)| name != "TELEGRAM_BOT_TOKEN").collect();
    let server = Server::start(&scene.home, &without).await;
    for _ in 0..100 {
        scene.stand_in.say(5, "ru", "120/80");
    }
    assert!(!scene.findings().contains_key("bot-waiting"), "so many are a matter of a moment");
    scene.stand_in.say(5, "ru", "120/80");
    scene.has("warning", "bot-waiting");
    scene.stand_in.set_webhook("https://elsewhere.example.org");
    scene.has("error", "bot-webhook");
    server.kill().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_is_off_by_a_minute_is_worth_a_look() {
    let mut scene = Scene::new().await;
    let ahead = SystemTime::now() + Duration::from_secs(90);
    let ahead = ahead.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs() as i64;
    let date = tonolog::domain::when::Zone::utc().at(ahead * 1000);
    let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let head = format!("HTTP/1.1 302 Found\r\ndate: {date}\r\ncontent-length: 0\r\n\r\n");
    scene.set("TELEGRAM_API_URL", &format!("http://{}", broken(move |_| head.clone())));
    scene.has("warning", "clock-off");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_that_never_answers_is_a_finding_and_no_hang() {
    let mut scene = Scene::new().await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    scene.set("TELEGRAM_API_URL", &format!("http://{}", silent.local_addr().unwrap()));
    let begun = Instant::now();
    scene.has("error", "telegram-unreachable");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_skill_that_cannot_be_reached_is_an_error_while_the_service_runs() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut scene = Scene::new().await;
        let settings: Vec<(String, String)> = scene.settings.clone().into_iter().collect();
        let server = Server::start(&scene.home, &settings).await;
        scene.set("PUBLIC_URL", "http://127.0.0.1:1");
        scene.has("error", "webhook");
        scene.set("PUBLIC_URL", "http://diary.example.org");
        scene.has("error", "webhook-address");
        // Where TLS ends here, its domain is the address; nobody answers at this one.
        scene.set("PUBLIC_URL", "");
        scene.has("warning", "webhook-unknown");
        scene.set("TLS_DOMAIN", "nobody.invalid");
        scene.has("error", "webhook");
        server.kill().await;
    });
}
