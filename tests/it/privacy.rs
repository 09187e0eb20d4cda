//! One's own data: handed out whole, erased without a trace, a consent that is taken back, a chat
//! in which little is left.

use crate::{
    stage::{START_MS, Stage},
    store::{diary, raw},
};
use rusqlite::Connection;
use serde_json::Value;
use std::{fs, sync::atomic::Ordering};
use tonolog::{
    demo::{Device, Event, Fault, Shown, request},
    domain::{
        archive::Archived,
        person::{Access, Name},
        reading::{Arm, Position},
        threshold::Target,
        when::Zone,
    },
    interchange,
    store::Received,
};

/// Ids and words that are found again when anything of them is left.
const PERSON: i64 = 7_318_204_965;
const OTHER: i64 = 6_204_917_358;
const NOTE: &str = "белиберда";
const MOTHER: &str = "мама";
const REMOVED: &str = "тарабарщина";
const HELD: &str = "абракадабра";
const WAITING: &str = "околесица";
const SPEAKER: &str = "speaker-9c47b3d6";
const HOUR_MS: i64 = 60 * 60 * 1000;

fn shown(event: &Event) -> &Shown {
    let (Event::Sent(shown) | Event::Edited(shown)) = event;
    shown
}

async fn speak(stage: &Stage, message: u64, words: &str) {
    let device = Device {
        user: SPEAKER.to_owned(),
        locale: "ru-RU".to_owned(),
        zone: "Europe/Moscow".to_owned(),
    };
    stage.speak(&request(&device, "session", message, words)).await;
}

async fn say(stage: &mut Stage, person: i64, text: &str) -> Vec<Event> {
    stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
    stage.say(person, "ru", text).await
}

async fn tap(stage: &mut Stage, person: i64, below: &Shown, data: &str) -> Vec<Event> {
    stage.tap(person, "ru", below.message, data).await
}

/// Somebody with everything that can be stored, and somebody else with a little.
async fn full() -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    for person in [PERSON, OTHER] {
        say(&mut stage, person, "/start").await;
        say(&mut stage, person, "да").await;
        say(&mut stage, person, "121/81 76").await;
    }
    let note = format!("131/86 71 левая рука сидя заметка {NOTE}");
    say(&mut stage, PERSON, &note).await;
    say(&mut stage, PERSON, "запиши маме 150 на 90").await;
    say(&mut stage, PERSON, "да").await;
    say(&mut stage, PERSON, "моя цель 130/80").await;
    say(&mut stage, PERSON, &format!("141/91 заметка {REMOVED}")).await;
    say(&mut stage, PERSON, "отмени").await;
    say(&mut stage, PERSON, "да").await;
    say(&mut stage, PERSON, "включи напоминания").await;
    let seen = say(&mut stage, PERSON, "/link").await;
    let code = shown(&seen[0]).text.lines().next().unwrap().to_owned();
    let code = code.split_once(": ").unwrap().1.to_owned();
    speak(&stage, 0, &format!("код {code}")).await;
    let seen = stage.settle().await;
    let question = shown(&seen[0]).clone();
    let yes = question.buttons[0].1.clone();
    tap(&mut stage, PERSON, &question, &yes).await;
    speak(&stage, 1, "мне сто двадцать два на восемьдесят два").await;
    say(&mut stage, PERSON, "/week").await;
    // A question is open about this.
    say(&mut stage, PERSON, &format!("260/80 заметка {HELD}")).await;
    stage
}

fn file(events: &[Event]) -> (String, String) {
    let [event] = events else { panic!("{events:?}") };
    shown(event).document.clone().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_export_holds_everything_of_the_account_and_nothing_of_others() {
    let mut stage = full().await;
    let (name, content) = file(&say(&mut stage, PERSON, "выгрузи мои данные").await);
    assert_eq!(name, "tonolog-2026-11-22.json");
    let archive = interchange::read(content.as_bytes()).unwrap();
    let [holder, mother] = archive.people.as_slice() else { panic!() };
    let values = |person: &Archived| -> Vec<(u16, u16)> {
        person.readings.iter().map(|e| (e.reading.systolic(), e.reading.diastolic())).collect()
    };
    assert_eq!(values(holder), [(121, 81), (131, 86), (122, 82)]);
    assert_eq!(values(mother), [(150, 90)]);
    let second = &holder.readings[1].extras;
    assert!(second.arm == Some(Arm::Left) && second.position == Some(Position::Sitting));
    assert_eq!(second.note.as_deref(), Some(NOTE));
    assert!(holder.name.is_none() && mother.name == Name::new(MOTHER));
    assert!(holder.target == Target::new(130, 80) && mother.target.is_none());
    assert_eq!(holder.removed.len(), 1);
    assert_eq!(holder.removed[0].0.reading.systolic(), 141);
    assert_eq!(holder.reminders.len(), 2);
    assert_eq!((archive.speakers.len(), archive.chats.len()), (1, 1));
    assert_eq!(archive.chat, Some(PERSON));
    assert_eq!(archive.consents.len(), 1);
    assert_eq!(archive.zone, Zone::new("Europe/Moscow"));
    let document: Value = serde_json::from_str(&content).unwrap();
    assert_eq!(document["format"], "tonolog-export");
    assert_eq!(document["version"], 1);
    let at = document["people"][0]["readings"][0]["at"].as_str().unwrap();
    assert!(at.starts_with("2026-11-22T06:14:") && at.ends_with('Z'), "{at}");
    assert!(!content.contains(&OTHER.to_string()));

    let (_, other) = file(&say(&mut stage, OTHER, "/export").await);
    assert!(!other.contains(NOTE) && !other.contains(MOTHER) && !other.contains("131"));
    assert_eq!(interchange::read(other.as_bytes()).unwrap().people.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_export_survives_failures_comes_once_and_stands_in_no_file() {
    let mut stage = full().await;
    for fault in [Fault::CutBefore, Fault::Flood(1), Fault::Html(502)] {
        stage.stand_in.fail("sendDocument", fault);
    }
    let (_, content) = file(&say(&mut stage, PERSON, "/export").await);
    assert!(content.contains(NOTE));
    let calls = stage.stand_in.calls();
    let sent: Vec<bool> =
        calls.iter().filter(|call| call.method == "senddocument").map(|call| call.ok).collect();
    assert_eq!(sent, [false, false, false, true]);
    let pages = dump(&stage);
    assert!(holds(&pages, NOTE.as_bytes()) && !holds(&pages, b"tonolog-export"));
    let files: Vec<String> = fs::read_dir(stage.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("diary.db"))
        .collect();
    assert_eq!(files, Vec::<String>::new());
}

/// Every page of the file, decrypted; free ones as well.
pub fn dump(stage: &Stage) -> Vec<u8> {
    let connection = raw(&diary(&stage.folder), &stage.key);
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(())).unwrap();
    let pages = connection.serialize("main").unwrap();
    assert!(pages.starts_with(b"SQLite format 3"), "not decrypted");
    pages.to_vec()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// What would betray the person: words, numbers in clear as text and as the file writes them,
/// and the hashes of the chat and the speaker.
fn markers(stage: &Stage) -> Vec<(&'static str, Vec<u8>)> {
    let seal = stage.store.seal();
    let number = PERSON.to_be_bytes();
    let connection = raw(&diary(&stage.folder), &stage.key);
    let sql = "SELECT hash FROM peer WHERE door = 'voice'";
    let speaker = connection.query_row(sql, [], |row| row.get(0)).unwrap();
    let blobs = |sql: &str| -> Vec<Vec<u8>> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([PERSON], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let names = blobs(
        "SELECT name FROM audit_name JOIN account ON account.id = audit_name.account
          WHERE account.chat = ?1",
    );
    let origins = blobs(
        "SELECT origin FROM reading JOIN person ON person.id = reading.person
          JOIN account ON account.id = person.account WHERE account.chat = ?1",
    );
    assert!(names.len() == 1 && origins.len() >= 3);
    let hashes = names.into_iter().map(|name| ("the name in the audit chain", name));
    let hashes = hashes.chain(origins.into_iter().map(|hash| ("the hash of a message", hash)));
    let clear = vec![
        ("a note", NOTE.as_bytes().to_vec()),
        ("a note that was removed", REMOVED.as_bytes().to_vec()),
        ("a note that waits for a yes", HELD.as_bytes().to_vec()),
        ("values as they are remembered", b"[131,86".to_vec()),
        ("a name", MOTHER.as_bytes().to_vec()),
        ("the number as text", PERSON.to_string().into_bytes()),
        ("the number as SQLite writes it", number[number.len() - 6..].to_vec()),
        ("the chat's hash", seal.identity("chat", &PERSON.to_string()).0.to_vec()),
        ("the speaker's hash", speaker),
    ];
    clear.into_iter().chain(hashes).collect()
}

fn rows(stage: &Stage) -> Vec<(String, i64)> {
    let connection = raw(&diary(&stage.folder), &stage.key);
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        connection.query_row(&sql, [], |row| row.get(0)).unwrap()
    };
    let tables =
        ["account", "person", "peer", "reading", "reminder", "consent", "link", "thread", "outbox"];
    tables.into_iter().map(|table| (table.to_owned(), count(table))).collect()
}

async fn nothing_is_left(stage: &Stage, markers: &[(&'static str, Vec<u8>)]) {
    let pages = dump(stage);
    for (what, marker) in markers {
        assert!(!holds(&pages, marker), "{what} is left");
    }
    let wal = fs::metadata(stage.folder.path().join("diary.db-wal")).unwrap().len();
    assert_eq!(wal, 0, "the log is not empty");
    let left = rows(stage);
    let one = |table: &str| left.iter().find(|(name, _)| name == table).unwrap().1;
    assert_eq!((one("account"), one("person"), one("peer"), one("reading")), (1, 1, 1, 1));
    assert_eq!((one("reminder"), one("link"), one("outbox")), (0, 0, 0), "{left:?}");
    assert_eq!((one("consent"), one("thread")), (1, 1), "{left:?}");
    let (store, seal) = (&stage.store, stage.store.seal().clone());
    let other = seal.identity("chat", &OTHER.to_string());
    let archive = store.read(move |view| view.archive(&other, START_MS)).await.unwrap().unwrap();
    assert_eq!(archive.people[0].readings.len(), 1, "somebody else's diary was touched");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_day_to_think_it_over_nothing_of_an_account_is_left_in_the_file() {
    let mut stage = full().await;
    let pages = dump(&stage);
    let markers = markers(&stage);
    for (what, marker) in &markers {
        assert!(holds(&pages, marker), "{what} was never there");
    }
    say(&mut stage, PERSON, "забудь меня").await;
    say(&mut stage, PERSON, "да").await;
    say(&mut stage, PERSON, "да").await;
    let now_ms = stage.now_ms.load(Ordering::SeqCst);
    assert_eq!(stage.app.erase_due(now_ms + 23 * HOUR_MS).await, Ok(0));
    assert_eq!(stage.app.remind(now_ms + 11 * HOUR_MS).await, Ok(0), "a reminder to who is going");
    assert_eq!(stage.app.erase_due(now_ms + 24 * HOUR_MS).await, Ok(1));
    let seen = stage.settle().await;
    assert!(seen.len() == 1 && shown(&seen[0]).text.starts_with("Дневник стёрт"), "{seen:?}");
    assert_eq!(stage.app.erase_due(now_ms + 24 * HOUR_MS).await, Ok(0));
    nothing_is_left(&stage, &markers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_erased_at_once_leaves_nothing_either() {
    let mut stage = full().await;
    let markers = markers(&stage);
    say(&mut stage, PERSON, "/forget").await;
    say(&mut stage, PERSON, "да").await;
    say(&mut stage, PERSON, "сейчас").await;
    stage.app.erase_due(stage.now_ms.load(Ordering::SeqCst)).await.unwrap();
    nothing_is_left(&stage, &markers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_in_the_queues_goes_with_the_account() {
    let mut stage = full().await;
    let markers = markers(&stage);
    for words in ["/forget", "да", "да"] {
        say(&mut stage, PERSON, words).await;
    }
    stage.close_door().await;
    let raw = format!("{{\"text\": \"{WAITING}\"}}").into_bytes();
    let waiting = stage.store.write(move |tx| {
        tx.post(PERSON, &format!("{{\"{WAITING}\": 1}}"), START_MS)?;
        let update = Received { update_id: 9_000_000, chat: Some(PERSON), raw };
        tx.receive(&update, true, START_MS)?;
        Ok(())
    });
    waiting.await.unwrap();
    assert!(holds(&dump(&stage), WAITING.as_bytes()));
    let now_ms = stage.now_ms.load(Ordering::SeqCst) + 25 * HOUR_MS;
    assert_eq!(stage.app.erase_due(now_ms).await, Ok(1));
    // A message that came meanwhile is handled as anybody's; then nothing of it is kept either.
    stage.open_door(crate::stage::hallway(stage.app.clone()));
    stage.settle().await;
    stage.app.prune(now_ms).await.unwrap();
    stage.app.erase_due(now_ms).await.unwrap();
    let pages = dump(&stage);
    assert!(!holds(&pages, WAITING.as_bytes()));
    for (what, marker) in &markers {
        assert!(!holds(&pages, marker), "{what} is left");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_speaker_that_was_unlinked_before_nothing_is_left_either() {
    let mut stage = full().await;
    let markers = markers(&stage);
    for words in ["нет", "/unlink", "да", "/forget", "да", "сейчас"] {
        say(&mut stage, PERSON, words).await;
    }
    stage.app.erase_due(stage.now_ms.load(Ordering::SeqCst)).await.unwrap();
    nothing_is_left(&stage, &markers).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_blocked_us_meanwhile_is_erased_all_the_same() {
    let mut stage = full().await;
    for words in ["/forget", "да", "да"] {
        say(&mut stage, PERSON, words).await;
    }
    stage.stand_in.block(PERSON);
    let now_ms = stage.now_ms.load(Ordering::SeqCst) + 25 * HOUR_MS;
    assert_eq!(stage.app.erase_due(now_ms).await, Ok(1));
    assert_eq!(stage.settle().await, vec![]);
    let left = rows(&stage);
    assert!(left.contains(&("account".to_owned(), 1)) && left.contains(&("outbox".to_owned(), 0)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_takes_the_consent_back_is_reminded_of_nothing_until_it_is_given_again() {
    let mut stage = full().await;
    let evening = START_MS + 11 * HOUR_MS;
    say(&mut stage, PERSON, "отзываю согласие").await;
    assert_eq!(stage.app.remind(evening).await, Ok(0));
    let before = stage.readings().await;
    speak(&stage, 2, "сто тридцать на девяносто").await;
    say(&mut stage, PERSON, "140/90").await;
    assert_eq!(stage.readings().await, before);
    let pages = dump(&stage);
    let threads = String::from_utf8_lossy(&pages).contains("[140,90");
    assert!(!threads, "the numbers wait somewhere");
    say(&mut stage, PERSON, "да").await;
    assert_eq!(stage.readings().await, before);
    stage.now_ms.store(evening, Ordering::SeqCst);
    assert_eq!(stage.app.remind(evening).await, Ok(1));
    let seen = stage.settle().await;
    assert!(shown(&seen[0]).text.starts_with("Пора измерить"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_tidy_chat_one_card_is_left_of_many_readings() {
    let mut stage = Stage::new(Access::Open).await;
    for words in ["/start", "да", "удаляй мои сообщения"] {
        say(&mut stage, 1, words).await;
    }
    let (ours, theirs) = stage.stand_in.left_in(1);
    for words in ["120/80 75", "122/82", "124/84 70"] {
        say(&mut stage, 1, words).await;
    }
    let (now, kept) = stage.stand_in.left_in(1);
    assert_eq!(kept, theirs, "messages with readings are left");
    let [card] = &now[ours.len()..] else { panic!("{now:?}") };
    assert!(card.text.starts_with("Записано: 124/84"), "{card:?}");

    // What had to be asked about goes with its answer: their message, and our question.
    let seen = say(&mut stage, 1, "260/80").await;
    let question = shown(&seen[0]).clone();
    let yes = question.buttons[0].1.clone();
    tap(&mut stage, 1, &question, &yes).await;
    let (now, kept) = stage.stand_in.left_in(1);
    assert_eq!(kept, theirs);
    assert!(
        now.iter().all(|shown| shown.message != question.message || shown.text != question.text)
    );
    assert_eq!(stage.readings().await, 4);

    // A message that cannot be removed any more is no error, and a card that is gone is written anew.
    stage.stand_in.fail("deleteMessage", Fault::Code(400));
    stage.stand_in.fail("editMessageText", Fault::Nothing);
    say(&mut stage, 1, "126/86").await;
    assert_eq!(stage.stand_in.left_in(1).1.len(), theirs.len() + 1);
    say(&mut stage, 1, "не удаляй мои сообщения").await;
    say(&mut stage, 1, "128/88").await;
    assert_eq!(stage.stand_in.left_in(1).1.len(), theirs.len() + 3);
    let ok = stage.app.queues().await.unwrap();
    assert_eq!((ok.outbox, ok.dead), (0, 0));
}

/// Columns that the export leaves out, each with its reason; a new column has to be put into the
/// export or here.
const NOT_EXPORTED: [(&str, &[&str]); 8] = [
    // Keys; the consent is exported with its history; an account that is going is not exported.
    (
        "account",
        &[
            "id",
            "consent_version",
            "consent_language",
            "consent_door",
            "consent_ms",
            "withdrawn_ms",
            "erase_ms",
        ],
    ),
    ("person", &["id", "account"]),
    // A hash that says nothing; a number of a message in the chat.
    // How long the PIN is not asked for.
    ("peer", &["hash", "account", "card", "open_ms"]),
    ("reading", &["id", "person", "origin"]),
    ("removed", &["id", "person", "origin"]),
    ("reminder", &["id", "person"]),
    ("home_week", &["person", "chat", "handled_ms"]),
    // When it ended stands in the plan as well.
    ("past_week", &["person", "ended_ms"]),
];
/// Columns that the export holds.
const EXPORTED: [(&str, &[&str]); 8] = [
    (
        "account",
        &[
            "role",
            "created_ms",
            "language",
            "zone",
            "chat",
            "tidy",
            "notices",
            "unit",
            "tone",
            "country",
            "menu",
            "morning_min",
            "daytime_min",
            "evening_min",
        ],
    ),
    (
        "person",
        &[
            "name",
            "target_systolic",
            "target_diastolic",
            "profile",
            "quiet_from",
            "quiet_to",
            "erase_ms",
        ],
    ),
    ("home_week", &["plan"]),
    ("past_week", &["plan"]),
    ("peer", &["door", "at_ms", "write_only"]),
    (
        "reading",
        &[
            "at_ms",
            "systolic",
            "diastolic",
            "pulse",
            "said_ms",
            "approximate",
            "arm",
            "position",
            "irregular",
            "note",
            "zone",
        ],
    ),
    (
        "removed",
        &[
            "at_ms",
            "systolic",
            "diastolic",
            "pulse",
            "said_ms",
            "approximate",
            "arm",
            "position",
            "irregular",
            "note",
            "zone",
            "removed_ms",
        ],
    ),
    ("reminder", &["minute", "days", "active", "paused_until_ms", "again_ms", "handled_ms"]),
];
/// Tables that hold nothing of a person, or something that is only on its way.
const PASSING: [&str; 24] = [
    // Hashes of what signed calls brought along, for ten minutes.
    "call",
    // The server's own, and nothing of anybody.
    "acme_account",
    "certificate",
    // The hash of a PIN and its tries: whoever has the export is not to try PINs on it. What waits
    // to be told at a speaker. How the service is.
    "pin",
    "notice",
    "watch",
    // A minute or five that are running, and when somebody was last told to call for help.
    "timer",
    "alarm",
    "meta",
    "thread",
    "turn",
    "inbox",
    "outbox",
    "link",
    "guess",
    "closed_chat",
    "counter",
    "invitation",
    "announcement",
    // Hashes that need a name to be told apart, shown page by page in the chat; the names, which
    // say nothing; counts of strangers; that somebody was asked whether the diary is to stay.
    "audit",
    "audit_base",
    "audit_name",
    "audit_refused",
    "silence",
];

fn strings(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test]
async fn every_column_about_a_person_is_exported_or_left_out_for_a_reason() {
    let stage = Stage::new(Access::Open).await;
    let connection = raw(&diary(&stage.folder), &stage.key);
    let tables = strings(
        &connection,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    );
    for table in tables {
        // The history of consents is exported whole.
        if PASSING.contains(&table.as_str()) || table == "consent" {
            continue;
        }
        let find = |list: &[(&str, &'static [&'static str])]| {
            list.iter().find(|(name, _)| *name == table).map(|(_, columns)| *columns)
        };
        let exported = find(&EXPORTED)
            .unwrap_or_else(|| panic!("{table}: is it exported, and erased with its account?"));
        let left_out = find(&NOT_EXPORTED).unwrap();
        let columns =
            strings(&connection, &format!("SELECT name FROM pragma_table_info('{table}')"));
        for column in &columns {
            let known = exported.contains(&column.as_str()) ^ left_out.contains(&column.as_str());
            assert!(known, "{table}.{column}: is it exported?");
        }
        assert_eq!(columns.len(), exported.len() + left_out.len(), "{table}");
    }
}
