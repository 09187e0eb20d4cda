//! The whole program on loopback with a clock that the test drives: a stand-in for the Bot API,
//! the real dispatcher, the real skill, a new encrypted database.

use serde_json::{Value, json};
use std::{
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
    time::{Instant, sleep},
};
use tonolog::{
    alice::{self, Skill},
    app::{App, Clock, Rules},
    demo::{Event, StandIn},
    domain::{keeping::Keeping, link::CodeRules, person::Access, when::Zone},
    phrases::{Dialogs, Phrases},
    seal::{DatabaseKey, Secret},
    store::Store,
    telegram::{self, Handle, Intake, Pace},
};

pub const TOKEN: &str = "1000000:abcdefghijklmnopqrstuvwxyz0123456789";
pub const INVITATION: &str = "the-owner-is-invited";
/// 2026-11-22, a Sunday, 09:14 in Moscow.
pub const START_MS: i64 = 1_795_328_040_000;
/// Nobody waits longer than this for an answer in a test.
const PATIENCE: Duration = Duration::from_secs(30);

/// Fast enough for a test, and still a pace.
pub fn brisk() -> Pace {
    let many = NonZeroU32::new(1000).unwrap();
    Pace { chat_a_second: many, chat_burst: many, all_a_second: many }
}

/// Tests speak faster than people.
pub fn unhurried() -> alice::Pace {
    let many = NonZeroU32::new(1_000_000).unwrap();
    alice::Pace { peer_a_second: many, peer_burst: many, all_a_second: many, all_burst: many }
}

/// Tests write faster than people, too.
pub fn insatiable() -> Intake {
    let many = NonZeroU32::new(1_000_000).unwrap();
    Intake { chat_a_second: many, chat_burst: many, all_a_second: many, all_burst: many }
}

pub struct Stage {
    pub folder: TempDir,
    pub key: DatabaseKey,
    pub store: Store,
    pub app: App,
    pub phrases: Arc<Phrases>,
    pub stand_in: StandIn,
    pub events: mpsc::UnboundedReceiver<Event>,
    pub skill: Skill,
    pub now_ms: Arc<AtomicI64>,
    last_message: i64,
    /// Where the stand-in is served.
    pub api_url: String,
    /// How fast updates are handled from the next opening of the door on.
    pub intake: Intake,
    clock: Clock,
    pace: Pace,
    stop: watch::Sender<bool>,
    door: JoinHandle<()>,
    end: Option<oneshot::Sender<()>>,
}

impl Stage {
    pub async fn new(access: Access) -> Stage {
        Stage::with(access, brisk(), None).await
    }

    /// A stage whose turns are handled by something else than the hallway, if given.
    pub async fn with(access: Access, pace: Pace, handle: Option<fn(App) -> Handle>) -> Stage {
        Stage::speaking(access, pace, handle, Dialogs::load(None).unwrap()).await
    }

    /// A stage where things are kept so long.
    pub async fn keeping(access: Access, keeping: Keeping) -> Stage {
        let dialogs = Dialogs::load(None).unwrap();
        Stage::made(access, brisk(), None, dialogs, keeping).await
    }

    /// A stage with words of its own.
    pub async fn speaking(
        access: Access,
        pace: Pace,
        handle: Option<fn(App) -> Handle>,
        dialogs: Dialogs,
    ) -> Stage {
        Stage::made(access, pace, handle, dialogs, Keeping::default()).await
    }

    async fn made(
        access: Access,
        pace: Pace,
        handle: Option<fn(App) -> Handle>,
        dialogs: Dialogs,
        keeping: Keeping,
    ) -> Stage {
        let folder = TempDir::new().unwrap();
        let key = DatabaseKey::random().unwrap();
        let store = Store::open(&folder.path().join("diary.db"), &key, true).unwrap();
        let rules = Rules {
            access,
            owner_invitation: Secret::new(INVITATION.to_owned()),
            consent_version: dialogs.phrases.consent_version(),
            codes: CodeRules { lifetime_minutes: 10, interval_seconds: 60 },
            zone: Zone::new("Europe/Moscow").unwrap(),
            keeping,
        };
        let phrases = Arc::new(dialogs.phrases);
        let app = App::new(store.clone(), dialogs.grammar, dialogs.words, rules);
        let now_ms = Arc::new(AtomicI64::new(START_MS));
        let clock: Clock = {
            let now_ms = now_ms.clone();
            Arc::new(move || now_ms.load(Ordering::SeqCst))
        };
        let skill =
            Skill::new(app.clone(), phrases.clone(), None, clock.clone()).paced(unhurried());

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let api_url = format!("http://{}", listener.local_addr().unwrap());
        let (stand_in, events) = StandIn::new(TOKEN);
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(stand_in.clone().serve(listener, async {
            let _ = ended.await;
        }));
        let handle = handle.unwrap_or(hallway)(app.clone());
        let mut stage = Stage {
            folder,
            key,
            store,
            app,
            phrases,
            stand_in,
            events,
            skill,
            now_ms,
            last_message: 0,
            api_url,
            intake: insatiable(),
            clock,
            pace,
            stop: watch::channel(false).0,
            door: tokio::spawn(async {}),
            end: Some(end),
        };
        stage.open_door(handle);
        stage
    }

    /// Opens the chat door; after a start it is open.
    pub fn open_door(&mut self, handle: Handle) {
        let egress = telegram::Egress::new(TOKEN, &self.api_url, &[]).unwrap();
        self.open_door_over(egress, handle);
    }

    /// The same by these routes.
    pub fn open_door_over(&mut self, egress: telegram::Egress, handle: Handle) {
        let (stop, stopped) = watch::channel(false);
        let door = telegram::Door {
            egress,
            app: self.app.clone(),
            handle,
            phrases: self.phrases.clone(),
            clock: self.clock.clone(),
            intake: self.intake,
            pace: self.pace,
        };
        self.stop = stop;
        self.door = tokio::spawn(telegram::serve(door, stopped));
    }

    /// Closes the chat door as a signal does, and waits for it.
    pub async fn close_door(&mut self) {
        self.stop.send(true).unwrap();
        (&mut self.door).await.unwrap();
    }

    /// Waits until everything that was said is answered and delivered; what a person saw.
    pub async fn settle(&mut self) -> Vec<Event> {
        let until = Instant::now() + PATIENCE;
        loop {
            // Fetched first: what is fetched is in the queues, or was answered from there.
            let fetched = self.stand_in.fetched();
            let queues = self.app.queues().await.unwrap();
            if queues.inbox == 0 && queues.outbox == 0 && fetched {
                let mut seen = Vec::new();
                while let Ok(event) = self.events.try_recv() {
                    seen.push(event);
                }
                return seen;
            }
            assert!(Instant::now() < until, "no answer: {queues:?}");
            sleep(Duration::from_millis(2)).await;
        }
    }

    /// Writes in the chat, twice the same delivery; what was answered.
    pub async fn say(&mut self, person: i64, tag: &str, text: &str) -> Vec<Event> {
        let date = self.now_ms.load(Ordering::SeqCst) / 1000;
        let parts = json!({"text": text, "date": date});
        let message = self.stand_in.message(person, tag, parts);
        self.last_message = message["message_id"].as_i64().unwrap();
        let number = self.stand_in.update(json!({"message": message}));
        self.twice(number).await
    }

    /// Edits the message that this person wrote last, twice the same delivery.
    pub async fn edit(&mut self, person: i64, tag: &str, text: &str) -> Vec<Event> {
        let mut message = self.stand_in.message(person, tag, json!({"text": text}));
        message["message_id"] = self.last_message.into();
        message["edit_date"] = message["date"].clone();
        let number = self.stand_in.update(json!({"edited_message": message}));
        self.twice(number).await
    }

    /// Taps a button, twice the same delivery; what was answered.
    pub async fn tap(&mut self, person: i64, tag: &str, message: i64, data: &str) -> Vec<Event> {
        let number = self.stand_in.tap(person, tag, message, data);
        self.twice(number).await
    }

    async fn twice(&mut self, number: i64) -> Vec<Event> {
        let seen = self.settle().await;
        self.stand_in.again(number);
        let more = self.settle().await;
        assert!(more.is_empty(), "the second delivery was answered again: {more:?}");
        seen
    }

    /// Speaks to the skill, twice the same delivery; the response.
    pub async fn speak(&self, request: &Value) -> Value {
        let body = request.to_string();
        let first = self.skill.answer(body.as_bytes()).await.unwrap();
        let second = self.skill.answer(body.as_bytes()).await.unwrap();
        assert_eq!(
            String::from_utf8_lossy(&first),
            String::from_utf8_lossy(&second),
            "the second delivery was answered differently"
        );
        serde_json::from_slice(&first).unwrap()
    }

    pub async fn readings(&self) -> i64 {
        self.store.read(|view| view.count_readings()).await.unwrap()
    }

    /// Closes the door and ends the platform.
    pub async fn stop(&mut self) {
        self.close_door().await;
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
    }
}

/// What the program itself hands turns to.
pub fn hallway(app: App) -> Handle {
    Arc::new(move |incoming| {
        let app = app.clone();
        Box::pin(async move { app.turn(incoming).await })
    })
}
