//! What nobody may read: not in the log at its finest level, not in any file.

use crate::{
    process::{Home, Server, WEBHOOK_SECRET, bytes_of, http, platform, settings},
    stage::TOKEN,
};
use serde_json::{Value, json};
use std::{fs, time::Duration};
use tokio::{sync::mpsc, time::sleep};
use tonolog::{
    demo::{Device, Event, Fault, Shown, Spoken, StandIn, call, request},
    seal::DatabaseKey,
};

const OWNER: i64 = 7_318_204_965;
const GROUP: i64 = -1_009_834_712_256;
const NAME: &str = "Аполлинария";
const PHRASE: &str = "белиберда";
const CAPTION: &str = "тарабарщина";
const SESSION: &str = "session-5f0e8a21";
const SPEAKER: &str = "speaker-9c47b3d6";
const WRONG_TOKEN: &str = "not-the-secret-4d81";

struct Scene {
    server: Server,
    stand_in: StandIn,
    events: mpsc::UnboundedReceiver<Event>,
    message: u64,
}

impl Scene {
    /// A message of the owner's, with a name that we must not remember.
    async fn write(&mut self, mut parts: Value) -> Shown {
        parts["from"] =
            json!({"id": OWNER, "is_bot": false, "first_name": NAME, "language_code": "ru"});
        let message = self.stand_in.message(OWNER, "ru", parts);
        self.stand_in.update(json!({"message": message}));
        self.heard().await
    }

    async fn say(&mut self, text: &str) -> Shown {
        self.write(json!({"text": text})).await
    }

    async fn heard(&mut self) -> Shown {
        let event = tokio::time::timeout(Duration::from_secs(20), self.events.recv()).await;
        let (Event::Sent(shown) | Event::Edited(shown)) = event.unwrap().unwrap();
        shown
    }

    async fn speak(&mut self, words: &str) -> Spoken {
        let device = Device {
            user: SPEAKER.to_owned(),
            locale: "ru-RU".to_owned(),
            zone: "Europe/Moscow".to_owned(),
        };
        let body = request(&device, SESSION, self.message, words);
        self.message += 1;
        let (status, answer) = call(self.server.address, WEBHOOK_SECRET, &body).await.unwrap();
        assert_eq!(status, 200);
        Spoken::of(&answer).unwrap()
    }
}

/// Finds none of the secrets in the bytes.
#[track_caller]
fn holds_no_secret(what: &str, bytes: &[u8], secrets: &[String]) {
    for secret in secrets {
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{what} holds {secret}");
    }
}

fn files_hold_no_secret(home: &Home, secrets: &[String]) {
    for folder in [home.work(), home.temp()] {
        for (name, bytes) in bytes_of(&folder) {
            holds_no_secret(&name, &bytes, secrets);
            holds_no_secret(
                &name,
                &bytes,
                &["CREATE TABLE".to_owned(), "SQLite format".to_owned()],
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_the_log_nor_any_file_holds_what_was_said_or_who_said_it() {
    let home = Home::new();
    let key = DatabaseKey::random().unwrap();
    let invitation = key.owner_invitation().reveal().to_owned();
    let (api_url, stand_in, events, _end) = platform().await;
    let mut settings = settings(&key, &api_url);
    for (name, value) in [("LOG_LEVEL", "debug"), ("RUST_BACKTRACE", "1"), ("ACCESS", "invite")] {
        settings.retain(|(other, _)| other != name);
        settings.push((name.to_owned(), value.to_owned()));
    }
    let server = Server::start(&home, &settings).await;
    let mut scene = Scene { server, stand_in, events, message: 0 };
    let code = converse(&mut scene, &invitation).await;
    misuse(&mut scene).await;

    let mut secrets: Vec<String> = [
        "143/87",
        "143 87",
        "143 на 87",
        "151/92",
        "151 на 92",
        "пульс 66",
        "\"systolic\"",
        NAME,
        PHRASE,
        CAPTION,
        SESSION,
        SPEAKER,
        WRONG_TOKEN,
        TOKEN,
        WEBHOOK_SECRET,
        "nginx",
        key.reveal(),
        &invitation,
        &code,
        &code.replace(' ', "-"),
        "неваляшка",
    ]
    .map(str::to_owned)
    .to_vec();
    secrets.push(OWNER.to_string());
    secrets.push(GROUP.to_string());
    secrets.push(TOKEN.split_once(':').unwrap().1.to_owned());
    assert!(fs::metadata(home.work().join("diary.db-wal")).unwrap().len() > 0);
    files_hold_no_secret(&home, &secrets);
    scene.server.signal("TERM");
    assert_eq!(scene.server.ended().await, Some(0));
    files_hold_no_secret(&home, &secrets);
    assert_eq!(home.left_behind(), Vec::<std::path::PathBuf>::new());

    let log = fs::read(home.log()).unwrap();
    let text = String::from_utf8_lossy(&log);
    assert!(text.contains("voice turn") && text.contains("chat turn"), "there is a log: {text}");
    assert!(text.contains("not reachable"), "the failures are in it: {text}");
    holds_no_secret("the log", &log, &secrets);
    assert!(!text.contains("panic"), "{text}");
}

/// A day with the diary, both doors; returns the code of the speaker.
async fn converse(scene: &mut Scene, invitation: &str) -> String {
    assert!(scene.say(PHRASE).await.text.contains("по приглашению"));
    assert!(scene.say(&format!("/start {invitation}")).await.text.contains("Согласны"));
    assert!(scene.say("143/87 66").await.text.contains("ждут"));
    assert!(scene.say("да").await.text.contains("143/87"));
    let hint = scene.say(&format!("{PHRASE} 143 87 66 {PHRASE}")).await;
    assert!(!hint.text.is_empty());
    let code = scene.say("/link").await.text;
    let code = code.lines().next().unwrap().strip_prefix("Код для колонки: ").unwrap().to_owned();
    assert!(scene.speak("").await.text.contains("не знаю"));
    assert!(scene.speak("код неваляшка 100").await.text.contains("Такого кода нет"));
    assert!(scene.speak(&format!("код {code}")).await.text.contains("Код верный"));
    let question = scene.heard().await;
    let (_, data) = question.buttons.first().unwrap().clone();
    scene.stand_in.tap(OWNER, "ru", question.message, &data);
    assert!(scene.heard().await.text.contains("колонка подключена"));
    assert!(scene.speak("давление 151 на 92 пульс 66").await.text.contains("Записано: 151/92"));
    assert!(!scene.speak(PHRASE).await.text.is_empty());
    code
}

/// Everything that goes wrong at the doors.
async fn misuse(scene: &mut Scene) {
    let address = scene.server.address;
    let webhook = format!("/alice_webhook?token={WEBHOOK_SECRET}");
    for body in
        ["{\"белиберда\": 143/87", "{}", "[143]", "", "{\"version\": \"1.0\", \"session\": 5}"]
    {
        assert_eq!(http(address, "POST", &webhook, body.as_bytes()).await.unwrap().0, 400);
    }
    for target in [
        format!("/alice_webhook?token={WRONG_TOKEN}"),
        format!("/alice_webhook/{WRONG_TOKEN}"),
        "/alice_webhook".to_owned(),
    ] {
        assert_eq!(http(address, "POST", &target, b"{}").await.unwrap().0, 404);
    }
    let nowhere = format!("/gibberish/{WRONG_TOKEN}");
    assert_eq!(http(address, "GET", &nowhere, b"").await.unwrap().0, 404);
    let huge = "143/87 ".repeat(20_000);
    assert_eq!(http(address, "POST", &webhook, huge.as_bytes()).await.unwrap().0, 413);

    // Updates that are unknown, cannot be parsed, or carry what the library does not know.
    let from = json!({"id": OWNER, "is_bot": false, "first_name": NAME, "language_code": "ru"});
    scene.stand_in.update(json!({"poll_of_a_new_kind": {"question": PHRASE, "from": from}}));
    scene
        .stand_in
        .update(json!({"message": {"message_id": "no number", "text": PHRASE, "from": from}}));
    scene.stand_in.update(json!({"message": PHRASE}));
    scene.stand_in.update(json!({"callback_query": {"id": 5, "from": from, "data": PHRASE}}));
    let entity = json!([{"type": "of_a_new_kind", "offset": 0, "length": 3, "note": PHRASE}]);
    // The button that nobody knows is answered first.
    let unknown = scene.write(json!({"text": "/last", "entities": entity})).await;
    assert!(unknown.text.contains("Не понял"), "{}", unknown.text);
    assert!(scene.heard().await.text.contains("151/92"));
    let caption = scene.write(json!({"photo": [{"file_id": PHRASE}], "caption": CAPTION})).await;
    assert!(!caption.text.is_empty());
    let group = json!({"id": GROUP, "type": "group", "title": PHRASE});
    let told = scene.write(json!({"text": PHRASE, "chat": group})).await;
    assert_eq!(told.chat, GROUP);

    // The platform itself fails, with a page that is no JSON, and hangs up.
    for fault in [Fault::Html(502), Fault::Html(200), Fault::CutBefore, Fault::Flood(1)] {
        scene.stand_in.fail("sendMessage", fault);
    }
    scene.stand_in.fail("getUpdates", Fault::Html(500));
    scene.stand_in.fail("getUpdates", Fault::CutBefore);
    let last = scene.say("/last").await;
    assert!(last.text.contains("151/92"), "{}", last.text);
    sleep(Duration::from_millis(200)).await;
}
