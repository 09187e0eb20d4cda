//! Kills at random moments while both doors are written to: what was acknowledged is there exactly
//! once, and nothing is there twice.

use crate::process::{BINARY, Home, Server, WEBHOOK_SECRET, platform, settings};
use std::{
    collections::{HashMap, HashSet},
    fs,
    net::SocketAddr,
    process::Stdio,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tokio::{sync::mpsc, task::JoinSet, time::sleep};
use tonolog::{
    demo::{Device, Event, Spoken, StandIn, call, request},
    seal::{self, DatabaseKey},
    store::Store,
};

const ROUNDS: u32 = 20;
/// Chats that write, and speakers that speak.
const CHATS: i64 = 6;
const SPEAKERS: usize = 3;
/// Nobody waits longer than this for what is left at the end.
const PATIENCE: Duration = Duration::from_secs(30);

/// Systolic, diastolic, pulse: no two messages say the same.
type Said = (u16, u16, u16);

/// What was said and what was acknowledged.
#[derive(Clone, Default)]
struct Ledger(Arc<Mutex<(Vec<Said>, HashSet<Said>)>>);

impl Ledger {
    /// A reading that nobody has said yet, and that no diary doubts.
    fn next(&self) -> Said {
        let said = &mut self.0.lock().unwrap().0;
        let number = said.len() as u16;
        let (pair, pulse) = (number % 1400, 60 + number / 1400);
        let next = (110 + pair % 40, 60 + pair / 40, pulse);
        said.push(next);
        next
    }

    fn acknowledge(&self, said: Said) {
        self.0.lock().unwrap().1.insert(said);
    }

    fn acknowledged(&self) -> HashSet<Said> {
        self.0.lock().unwrap().1.clone()
    }

    fn said(&self) -> Vec<Said> {
        self.0.lock().unwrap().0.clone()
    }
}

/// One speaker; a message without an answer is sent again with the same number.
struct Speaker {
    device: Device,
    message: u64,
    waiting: Option<Said>,
}

impl Speaker {
    fn new(number: usize) -> Speaker {
        let device = Device {
            user: format!("speaker-{number}"),
            locale: "ru-RU".to_owned(),
            zone: "Europe/Moscow".to_owned(),
        };
        Speaker { device, message: 0, waiting: None }
    }

    async fn say(&mut self, address: SocketAddr, words: &str) -> Option<String> {
        let session = format!("{}-session", self.device.user);
        let body = request(&self.device, &session, self.message, words);
        let (_, answer) = call(address, WEBHOOK_SECRET, &body).await.ok()?;
        let spoken = Spoken::of(&answer)?;
        Some(spoken.text)
    }

    async fn agree(&mut self, address: SocketAddr) {
        assert!(self.say(address, "").await.unwrap().contains("Согласны?"));
        self.message += 1;
        assert!(self.say(address, "да").await.unwrap().contains("дневник открыт"));
        self.message += 1;
    }

    /// Says one reading; `false` when the program does not answer.
    async fn tell(&mut self, address: SocketAddr, ledger: &Ledger) -> bool {
        let said = *self.waiting.get_or_insert_with(|| ledger.next());
        let (systolic, diastolic, pulse) = said;
        let words = format!("давление {systolic} на {diastolic} пульс {pulse}");
        let Some(text) = self.say(address, &words).await else { return false };
        if text.contains(&saved(said)) {
            ledger.acknowledge(said);
            self.waiting = None;
            self.message += 1;
            // Slowly enough that no pair comes again within two minutes.
            sleep(Duration::from_millis(10)).await;
        } else {
            // Nothing was claimed: the same message again.
            let apologies = ["не успела", "не так", "помедленнее"];
            assert!(apologies.iter().any(|apology| text.contains(apology)), "{text}");
            sleep(Duration::from_millis(20)).await;
        }
        true
    }
}

fn saved((systolic, diastolic, pulse): Said) -> String {
    format!("Записано: {systolic}/{diastolic}, пульс {pulse}")
}

/// Acknowledgements that have reached the chats.
fn hear(events: &mut mpsc::UnboundedReceiver<Event>, ledger: &Ledger) {
    let by_text: HashMap<String, Said> =
        ledger.said().into_iter().map(|said| (saved(said), said)).collect();
    while let Ok(event) = events.try_recv() {
        let (Event::Sent(shown) | Event::Edited(shown)) = event;
        let line = shown.text.lines().next().unwrap();
        match by_text.get(line) {
            Some(said) => ledger.acknowledge(*said),
            None => assert!(!line.contains("Записано"), "nobody said this: {line}"),
        }
    }
}

/// Looks at the files as the kill has left them, in a copy, so that the next start finds them so.
async fn check(home: &Home, key: &DatabaseKey, ledger: &Ledger) -> usize {
    let copy = TempDir::new().unwrap();
    for name in ["diary.db", "diary.db-wal"] {
        let from = home.work().join(name);
        if from.exists() {
            fs::copy(from, copy.path().join(name)).unwrap();
        }
    }
    let store = Store::open(&copy.path().join("diary.db"), key, false).unwrap();
    let mut stored: HashMap<Said, u32> = HashMap::new();
    for (_, reading) in store.read(|view| view.readings_by_origin()).await.unwrap() {
        let said = (reading.systolic(), reading.diastolic(), reading.pulse().unwrap());
        *stored.entry(said).or_default() += 1;
    }
    let said: HashSet<Said> = ledger.said().into_iter().collect();
    for (reading, times) in &stored {
        assert_eq!(*times, 1, "{reading:?} is there more than once");
        assert!(said.contains(reading), "nobody said {reading:?}");
    }
    for reading in ledger.acknowledged() {
        assert!(stored.contains_key(&reading), "{reading:?} was acknowledged and is lost");
    }
    assert_eq!(store.read(|view| view.damaged_pages()).await, Ok(0));
    stored.len()
}

fn write(stand_in: &StandIn, chat: i64, ledger: &Ledger) {
    let (systolic, diastolic, pulse) = ledger.next();
    stand_in.say(chat, "ru", &format!("{systolic}/{diastolic} {pulse}"));
}

/// Everybody agrees before anything is measured.
async fn consent(
    server: &Server,
    stand_in: &StandIn,
    events: &mut mpsc::UnboundedReceiver<Event>,
    speakers: &mut [Speaker],
) {
    for speaker in speakers {
        speaker.agree(server.address).await;
    }
    for chat in 1..=CHATS {
        stand_in.say(chat, "ru", "/start");
        stand_in.say(chat, "ru", "да");
    }
    let mut welcomed = 0;
    while welcomed < CHATS {
        let heard = tokio::time::timeout(PATIENCE, events.recv()).await.unwrap().unwrap();
        let (Event::Sent(shown) | Event::Edited(shown)) = heard;
        welcomed += i64::from(shown.text.contains("дневник открыт"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_every_kill_each_acknowledged_reading_is_there_exactly_once() {
    let (home, key, ledger) = (Home::new(), DatabaseKey::random().unwrap(), Ledger::default());
    let (api_url, stand_in, mut events, _end) = platform().await;
    let settings = settings(&key, &api_url);
    let mut speakers: Vec<Speaker> = (0..SPEAKERS).map(Speaker::new).collect();
    let mut seen_in_a_log = 0;
    for round in 0..ROUNDS {
        let server = Server::start(&home, &settings).await;
        if round == 0 {
            consent(&server, &stand_in, &mut events, &mut speakers).await;
        }
        let mut talks = JoinSet::new();
        for mut speaker in speakers.drain(..) {
            let (address, ledger) = (server.address, ledger.clone());
            talks.spawn(async move {
                while speaker.tell(address, &ledger).await {}
                speaker
            });
        }
        let alive_ms = 50 + seal::random_below(351).unwrap() as u64;
        let until = Instant::now() + Duration::from_millis(alive_ms);
        let mut chat = 0;
        while Instant::now() < until {
            // A chat is answered about once a second: each of them writes once a round.
            if chat < CHATS {
                chat += 1;
                write(&stand_in, chat, &ledger);
            }
            sleep(Duration::from_millis(alive_ms / (CHATS as u64 + 1))).await;
        }
        server.kill().await;
        speakers = talks.join_all().await;
        hear(&mut events, &ledger);
        let log = fs::metadata(home.work().join("diary.db-wal"));
        seen_in_a_log += u32::from(log.is_ok_and(|log| log.len() > 0));
        check(&home, &key, &ledger).await;
    }
    assert!(seen_in_a_log > ROUNDS / 2, "the kills came in the middle of something");

    // What was not acknowledged is acknowledged now, or was lost on the way here.
    let mut server = Server::start(&home, &settings).await;
    for speaker in &mut speakers {
        while speaker.waiting.is_some() {
            speaker.tell(server.address, &ledger).await;
        }
    }
    let until = Instant::now() + PATIENCE;
    while ledger.acknowledged().len() < ledger.said().len() && Instant::now() < until {
        hear(&mut events, &ledger);
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(ledger.acknowledged().len(), ledger.said().len(), "everything is acknowledged");
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));
    let stored = check(&home, &key, &ledger).await;
    assert_eq!(stored, ledger.said().len(), "and nothing else is there");
    assert!(stored > 100, "{stored} readings were said");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_that_was_killed_at_any_moment_is_no_obstacle_to_the_next() {
    for _ in 0..10 {
        let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
        let settings = settings(&key, "http://127.0.0.1:1");
        for _ in 0..3 {
            let mut command = home.command(BINARY);
            command.arg("serve").envs(settings.iter().cloned());
            command.env("HTTP_LISTEN", "127.0.0.1:0").stderr(Stdio::null());
            let mut child = command.spawn().unwrap();
            sleep(Duration::from_millis(seal::random_below(60).unwrap() as u64)).await;
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let mut server = Server::start(&home, &settings).await;
        server.signal("TERM");
        assert_eq!(server.ended().await, Some(0));
    }
}
