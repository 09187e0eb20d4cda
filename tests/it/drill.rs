//! The restore drill: a machine is lost, and an empty one goes on from the backup.

use crate::{
    backups::readings,
    process::{BINARY, Home, Server, WEBHOOK_SECRET, bytes_of, platform, settings},
};
use std::{collections::HashSet, fs, time::Duration};
use tokio::{sync::mpsc, time::timeout};
use tonolog::{
    backup::{self, Opener},
    demo::{Device, Event, Shown, Spoken, StandIn, call, request},
    domain::rotation::name,
    seal::DatabaseKey,
};

const PERSON: i64 = 7_318_204_965;
const PATIENCE: Duration = Duration::from_secs(20);

struct Scene {
    server: Server,
    stand_in: StandIn,
    events: mpsc::UnboundedReceiver<Event>,
    message: u64,
}

impl Scene {
    async fn say(&mut self, text: &str) -> Shown {
        self.stand_in.say(PERSON, "ru", text);
        self.heard().await
    }

    async fn heard(&mut self) -> Shown {
        let event = timeout(PATIENCE, self.events.recv()).await.unwrap().unwrap();
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        shown
    }

    async fn speak(&mut self, words: &str) -> String {
        let device = Device {
            user: "speaker".to_owned(),
            locale: "ru-RU".to_owned(),
            zone: "Europe/Moscow".to_owned(),
        };
        let body = request(&device, "session", self.message, words);
        self.message += 1;
        let (status, answer) = call(self.server.address, WEBHOOK_SECRET, &body).await.unwrap();
        assert_eq!(status, 200);
        Spoken::of(&answer).unwrap().text
    }
}

/// Settings of a machine that makes backups, and the key that opens them.
fn with_backups(key: &DatabaseKey, api_url: &str) -> (Vec<(String, String)>, Opener) {
    let opener = Opener::random();
    let mut all = settings(key, api_url);
    all.push(("BACKUP_PATH".to_owned(), "backups".to_owned()));
    all.push(("BACKUP_RECIPIENT".to_owned(), opener.recipient().to_string()));
    (all, opener)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_empty_machine_goes_on_from_a_backup_where_the_lost_one_was() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, events, _end) = platform().await;
    let (settings, opener) = with_backups(&key, &api_url);
    let server = Server::start(&home, &settings).await;
    let mut scene = Scene { server, stand_in, events, message: 0 };

    // Readings through both doors, a link between them, a question that is open.
    assert!(scene.say("/start").await.text.contains("Согласны"));
    assert!(scene.say("да").await.text.contains("дневник открыт"));
    assert!(scene.say("131/84 70").await.text.contains("131/84"));
    let code = scene.say("/link").await.text;
    let code = code.lines().next().unwrap().strip_prefix("Код для колонки: ").unwrap().to_owned();
    assert!(scene.speak("").await.contains("Согласны") || !code.is_empty());
    assert!(scene.speak(&format!("код {code}")).await.contains("Код верный"));
    let question = scene.heard().await;
    let (_, data) = question.buttons.first().unwrap().clone();
    scene.stand_in.tap(PERSON, "ru", question.message, &data);
    assert!(scene.heard().await.text.contains("колонка подключена"));
    assert!(scene.speak("давление 142 на 88 пульс 66").await.contains("142/88"));
    let asked = scene.say("153").await.text;
    assert!(!asked.contains("Записано"), "{asked}");

    // A backup while everything runs.
    let mut command = home.command(BINARY);
    command.arg("backup").envs(settings.iter().cloned());
    let made = crate::process::finish(command, "");
    assert_eq!(made.code, Some(0), "{}", made.err);

    // What comes after it is acknowledged, and then the machine is lost.
    assert!(scene.speak("давление 117 на 79 пульс 61").await.contains("117/79"));
    scene.server.child.kill().unwrap();
    scene.server.ended().await;
    let newest = backup::newest(&home.work().join("backups"), i64::MAX).unwrap();
    let file = home.work().join("backups").join(name(newest));

    // Nothing but the file and the key.
    let other = Home::new();
    let carried = other.temp().join("carried.age");
    fs::copy(file, &carried).unwrap();
    let key_on_paper = opener.reveal();
    let arguments = ["restore", carried.to_str().unwrap()];
    let restored = other.run(&arguments, &[], key_on_paper.reveal());
    assert_eq!(restored.code, Some(0), "{}", restored.err);
    assert!(!fs::read_to_string(other.work().join(".env")).unwrap().contains(key.reveal()));

    scene.server = Server::start(&other, &[]).await;
    // The open question is open still, and the link holds.
    let shown = scene.say("94").await;
    assert!(shown.text.contains("153/94"), "nothing old was sent before it: {}", shown.text);
    let told = scene.speak("последние показания").await;
    // Of two within a second the one that came by voice is the later one: the chat counts seconds.
    let latest = ["142/88", "153/94"].iter().any(|reading| told.contains(reading));
    assert!(latest, "the speaker knows the same diary: {told}");
    assert!(scene.speak("давление 125 на 81 пульс 64").await.contains("125/81"));
    scene.server.signal("TERM");
    assert_eq!(scene.server.ended().await, Some(0));

    let text = fs::read_to_string(other.work().join(".env")).unwrap();
    let new = text.lines().find_map(|line| line.strip_prefix("DATABASE_KEY='")).unwrap();
    let new = DatabaseKey::new(new.trim_end_matches('\'')).unwrap();
    // 131/84, 142/88, 153/94, 125/81; 117/79 came after the backup.
    assert_eq!(readings(&other.diary(), &new).await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_makes_a_backup_and_sends_it_to_its_owner_once_a_day() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, mut events, _end) = platform().await;
    let (mut settings, opener) = with_backups(&key, &api_url);
    settings.retain(|(name, _)| name != "ACCESS");
    settings.push(("BACKUP_CHAT".to_owned(), "daily".to_owned()));
    let server = Server::start(&home, &settings).await;
    let folder = home.work().join("backups");
    let until = std::time::Instant::now() + PATIENCE;
    while backup::newest(&folder, i64::MAX).is_none() {
        assert!(std::time::Instant::now() < until, "no backup");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let invitation = key.owner_invitation().reveal().to_owned();
    for words in [format!("/start {invitation}"), "да".to_owned()] {
        stand_in.say(PERSON, "ru", &words);
        timeout(PATIENCE, events.recv()).await.unwrap().unwrap();
    }
    server.kill().await;

    let server = Server::start(&home, &settings).await;
    // An answer whose delivery the kill has kept from being noted comes once more before it.
    let shown = loop {
        let event = timeout(PATIENCE, events.recv()).await.unwrap().unwrap();
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        if shown.document.is_some() {
            break shown;
        }
    };
    assert!(shown.text.contains("Резервная копия"), "{}", shown.text);
    let (called, content) = shown.document.unwrap();
    let bytes: Vec<u8> = content.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert!(bytes == fs::read(folder.join(&called)).unwrap(), "byte for byte");
    let carried = home.temp().join(&called);
    fs::write(&carried, bytes).unwrap();
    assert!(backup::peek(&carried, &opener).is_ok());
    let mut server = server;
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));

    // Not a second time today, and not a second backup within the hour.
    let server = Server::start(&home, &settings).await;
    stand_in.say(PERSON, "ru", "/last");
    let event = timeout(PATIENCE, events.recv()).await.unwrap().unwrap();
    let Event::Sent(shown) = event else { panic!("{event:?}") };
    assert!(shown.document.is_none(), "{}", shown.text);
    server.kill().await;
    let names: HashSet<String> = bytes_of(&folder).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.iter().filter(|name| name.ends_with(".age")).count(), 1);
}
