//! Transcripts (`tests/talks/*.talk`) played through the real doors, every message delivered
//! twice, on a new encrypted database each.
//!
//! The head of a talk says `access`, `doors` (chat, voice, both: once through each; mixed: each
//! line names its door), `language`. Then come lines:
//! `> text` somebody says · `chat> text`, `chat2> text`, `voice> text` in a mixed talk ·
//! `chores>` the timers and the reminders are looked at, and what comes of it is heard ·
//! `tap> label` taps the button in the newest message that has it, `old>` in the oldest
//! (`… end` is the one whose label ends so) · `new>` a new session of the
//! speaker · `edit> text` the newest message is edited · `agree>` the diary is opened · `wait> 90 s` time passes · `readings> 2` so many are
//! stored · `< words` stand in the answer, in this order · `<! words` do not. An answer that took
//! the place of what was tapped begins with `[in place]`.
//! `chores>` what the program does beside the turns is done: erasing, announcing.
//! `{code}` is the code that a chat was told last, `{word}` what the last invitation carries.

use crate::{
    alice,
    stage::{INVITATION, Stage},
};
use std::{
    collections::{BTreeMap, HashMap},
    env, fs,
    path::Path,
    sync::{Arc, atomic::Ordering},
};
use tokio::sync::Semaphore;
use tonolog::{
    demo::{Device, Event, Shown, Spoken, request},
    domain::person::Access,
};

struct Talk {
    name: String,
    access: Access,
    doors: String,
    tag: String,
    lines: Vec<String>,
}

fn load(path: &Path) -> Talk {
    let text = fs::read_to_string(path).unwrap();
    let mut talk = Talk {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        access: Access::Open,
        doors: String::new(),
        tag: String::new(),
        lines: Vec::new(),
    };
    for line in text.lines().map(str::trim) {
        let head = line.split_once(": ").filter(|_| talk.lines.is_empty());
        match head {
            _ if line.is_empty() || line.starts_with('#') => {}
            Some(("access", "invite")) => talk.access = Access::Invite,
            Some(("access", "open")) => talk.access = Access::Open,
            Some(("doors", doors)) => talk.doors = doors.to_owned(),
            Some(("language", tag)) => talk.tag = tag.to_owned(),
            _ => talk.lines.push(line.to_owned()),
        }
    }
    assert!(["ru", "en"].contains(&talk.tag.as_str()), "{}: language", talk.name);
    talk
}

struct Player {
    stage: Stage,
    talk: Talk,
    /// The door of a line that names none.
    door: &'static str,
    /// Every message that shows buttons, by chat and number.
    buttons: BTreeMap<(i64, i64), Shown>,
    session: u32,
    messages: HashMap<&'static str, u64>,
    code: String,
    word: String,
    /// The answers to the last line, and how far they were compared.
    heard: String,
    at: usize,
    line: usize,
}

impl Player {
    async fn play(talk: Talk, door: &'static str) {
        let stage = Stage::new(talk.access).await;
        let mut player = Player {
            stage,
            talk,
            door,
            buttons: BTreeMap::new(),
            session: 1,
            messages: HashMap::new(),
            code: String::new(),
            word: String::new(),
            heard: String::new(),
            at: 0,
            line: 0,
        };
        for (line, text) in player.talk.lines.clone().into_iter().enumerate() {
            player.line = line;
            player.step(&text).await;
        }
        player.stage.stop().await;
    }

    fn place(&self) -> String {
        format!("{} ({}): {}", self.talk.name, self.door, self.talk.lines[self.line])
    }

    async fn step(&mut self, line: &str) {
        let (verb, rest) = line
            .split_once(['>', '<'])
            .map(|(verb, rest)| (verb, rest.trim_start()))
            .unwrap_or_else(|| panic!("{}: what is this?", self.place()));
        let text = rest.replace("{code}", &self.code).replace("{word}", &self.word);
        let text = text.replace("{invitation}", INVITATION);
        match verb {
            "" if line.starts_with('<') => match text.strip_prefix("! ") {
                Some(absent) => {
                    assert!(!self.heard.contains(absent), "{}\nheard: {}", self.place(), self.heard)
                }
                None => self.expect(&text),
            },
            "" => self.said(self.door, &text).await,
            "agree" => {
                let (hello, yes) =
                    if self.talk.tag == "ru" { ("/start", "да") } else { ("/start", "yes") };
                let hello = if self.door == "voice" { "" } else { hello };
                self.said(self.door, hello).await;
                self.said(self.door, yes).await;
            }
            "tap" if self.door == "voice" => self.said("voice", &text.to_lowercase()).await,
            "tap" => self.tap(1, &text, false).await,
            "old" => self.tap(1, &text, true).await,
            "chat" | "voice" | "chat2" | "voice2" => {
                let door = ["chat", "voice", "chat2", "voice2"]
                    .into_iter()
                    .find(|door| *door == verb)
                    .unwrap();
                self.said(door, &text).await;
            }
            "tap2" => self.tap(2, &text, false).await,
            "new" => {
                self.session += 1;
                self.messages.clear();
            }
            "edit" => {
                self.at = 0;
                let tag = self.talk.tag.clone();
                let events = self.stage.edit(1, &tag, &text).await;
                self.see(events);
            }
            "wait" => {
                let (number, unit) = text.split_once(' ').unwrap();
                let unit_ms = match unit {
                    "s" => 1_000,
                    "min" => 60_000,
                    "h" => 3_600_000,
                    other => panic!("{}: {other}?", self.place()),
                };
                let ms = number.parse::<i64>().unwrap() * unit_ms;
                self.stage.now_ms.fetch_add(ms, Ordering::SeqCst);
            }
            "chores" => {
                self.at = 0;
                let now_ms = self.stage.now_ms.load(Ordering::SeqCst);
                self.stage.app.erase_due(now_ms).await.unwrap();
                self.stage.app.drop_forgotten_pins(now_ms).await.unwrap();
                while self.stage.app.announce(now_ms).await.unwrap() {}
                let _ = self.stage.app.ring(now_ms).await.unwrap();
                let _ = self.stage.app.remind(now_ms).await.unwrap();
                let events = self.stage.settle().await;
                self.see(events);
            }
            "readings" => {
                let expected: i64 = text.parse().unwrap();
                assert_eq!(self.stage.readings().await, expected, "{}", self.place());
            }
            other => panic!("{}: {other}?", self.place()),
        }
    }

    fn expect(&mut self, text: &str) {
        let found = self.heard.get(self.at..).and_then(|rest| rest.find(text));
        match found {
            Some(found) => self.at += found + text.len(),
            None => panic!("{}\nheard: {}", self.place(), self.heard),
        }
    }

    async fn said(&mut self, door: &'static str, text: &str) {
        self.at = 0;
        // Nobody speaks twice within one second.
        self.stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
        match door {
            "chat" | "chat2" => {
                let person = if door == "chat" { 1 } else { 2 };
                let tag = self.talk.tag.clone();
                let events = self.stage.say(person, &tag, text).await;
                self.see(events);
            }
            _ => {
                let message = self.messages.entry(door).or_insert(0);
                let device = Device {
                    user: door.to_owned(),
                    locale: if self.talk.tag == "ru" { "ru-RU" } else { "en-US" }.to_owned(),
                    zone: "Europe/Moscow".to_owned(),
                };
                let session = format!("{door}-{}", self.session);
                let body = request(&device, &session, *message, text);
                *message += 1;
                let response = self.stage.speak(&body).await;
                assert_eq!(alice::faults(&response), Vec::<String>::new(), "{}", self.place());
                let spoken = Spoken::of(&response).unwrap();
                assert!(!spoken.tts.contains('/'), "{}: {}", self.place(), spoken.tts);
                self.heard = format!("{}\n{}", spoken.text, spoken.aloud());
                if spoken.ended {
                    self.heard.push_str("\n[end]");
                }
                let events = self.stage.settle().await;
                self.note(&events);
                for event in events {
                    let (Event::Sent(shown) | Event::Edited(shown)) = event;
                    self.heard.push_str(&format!("\n[chat] {}", shown.text));
                }
            }
        }
    }

    async fn tap(&mut self, person: i64, label: &str, oldest: bool) {
        self.at = 0;
        let meant = |text: &str| match label.strip_prefix('…') {
            Some(end) => text.ends_with(end),
            None => text == label,
        };
        let has = |shown: &&Shown| {
            shown.chat == person && shown.buttons.iter().any(|(text, _)| meant(text))
        };
        let mut with_it = self.buttons.values().filter(has);
        let found = if oldest { with_it.next() } else { with_it.next_back() };
        let shown = found.unwrap_or_else(|| panic!("{}: {:?}", self.place(), self.buttons));
        let (_, data) = shown.buttons.iter().find(|(text, _)| meant(text)).unwrap();
        let (message, data, tag) = (shown.message, data.clone(), self.talk.tag.clone());
        let events = self.stage.tap(person, &tag, message, &data).await;
        self.see(events);
    }

    fn see(&mut self, events: Vec<Event>) {
        self.note(&events);
        let texts: Vec<String> = events
            .into_iter()
            .map(|event| match event {
                Event::Sent(Shown { text, document: Some((name, content)), .. }) => {
                    format!("[{name}]\n{content}\n{text}")
                }
                Event::Sent(shown) => shown.text,
                Event::Edited(shown) => format!("[in place] {}", shown.text),
            })
            .collect();
        self.heard = texts.join("\n");
    }

    /// Remembers which buttons there are, and the newest code.
    fn note(&mut self, events: &[Event]) {
        for event in events {
            let (Event::Sent(shown) | Event::Edited(shown)) = event;
            let place = (shown.chat, shown.message);
            // Who is quick still taps a button that is just going away.
            let before = self.buttons.remove(&place).map_or(Vec::new(), |old| old.buttons);
            let mut now = shown.clone();
            let gone = |(label, _): &(String, String)| {
                !shown.buttons.iter().any(|(shown, _)| shown == label)
            };
            now.buttons.extend(before.into_iter().filter(gone));
            self.buttons.insert(place, now);
            if let Some((_, rest)) = shown.text.split_once("?start=") {
                self.word = rest.lines().next().unwrap_or_default().to_owned();
            }
            for head in ["Код для колонки: ", "Code for the speaker: "] {
                let code = shown.text.lines().next().and_then(|line| line.strip_prefix(head));
                self.code = code.map_or(std::mem::take(&mut self.code), str::to_owned);
            }
        }
    }
}

/// Talks that are played at the same time: each has a database and two servers of its own, and all
/// at once would starve each other on a small machine.
const AT_ONCE: usize = 16;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_talk_goes_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/talks");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 25, "there are only {} talks", paths.len());
    // Of a single talk, or of some, while they are worked on: a part of their names in `TALK`.
    let named = env::var("TALK").unwrap_or_default();
    paths.retain(|path| path.to_string_lossy().contains(&named));
    assert!(!paths.is_empty(), "no talk is called {named}");
    let mut plays = Vec::new();
    let stages = Arc::new(Semaphore::new(AT_ONCE));
    for path in &paths {
        let doors: &[&'static str] = match load(path).doors.as_str() {
            "chat" => &["chat"],
            "voice" => &["voice"],
            "both" => &["chat", "voice"],
            "mixed" => &["mixed"],
            other => panic!("{}: {other}?", path.display()),
        };
        for door in doors {
            let (talk, stages) = (load(path), stages.clone());
            let play = async move {
                let _stage = stages.acquire_owned().await.unwrap();
                Player::play(talk, door).await;
            };
            plays.push((path.clone(), tokio::spawn(play)));
        }
    }
    let mut failed = Vec::new();
    for (path, play) in plays {
        if let Err(error) = play.await {
            let panic = error.into_panic();
            let text = panic.downcast_ref::<String>().cloned().unwrap_or_default();
            failed.push(format!("{}: {text}", path.display()));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n\n"));
}
