//! The audit chain: every deed leaves its entry and no value, and whatever is done to the chain
//! afterwards is found.

use crate::{
    process::{BINARY, Home, Server, finish, http, platform, settings},
    stage::{INVITATION, START_MS, Stage},
    store::{diary, raw},
};
use rusqlite::{Connection, types::Value};
use std::{collections::BTreeSet, fs, sync::atomic::Ordering, time::Duration};
use tonolog::{
    app::Backup,
    backup::Opener,
    demo::{Device, Event, Shown, request},
    domain::{
        audit::{Action, Via},
        person::Access,
        rotation::Rhythm,
    },
    seal::{DatabaseKey, Mark},
    store::{Anchor, Broken, Entry, Fault, Verified},
};

const PERSON: i64 = 7_318_204_965;
const OTHER: i64 = 6_204_917_358;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

fn shown(events: &[Event]) -> Shown {
    let Some(Event::Sent(shown) | Event::Edited(shown)) = events.last() else { panic!() };
    shown.clone()
}

async fn say(stage: &mut Stage, person: i64, text: &str) -> Shown {
    stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
    shown(&stage.say(person, "ru", text).await)
}

/// Taps the button that carries this, or begins with it.
async fn tap(stage: &mut Stage, person: i64, below: &Shown, data: &str) -> Shown {
    stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
    let found = below.buttons.iter().find(|(_, own)| own.starts_with(data));
    let (_, data) = found.unwrap_or_else(|| panic!("{data}: {below:?}"));
    shown(&stage.tap(person, "ru", below.message, data).await)
}

async fn speak(stage: &mut Stage, user: &str, words: &str) {
    let now_ms = stage.now_ms.fetch_add(1_000, Ordering::SeqCst);
    let (locale, zone) = ("ru-RU".to_owned(), "Europe/Moscow".to_owned());
    let device = Device { user: user.to_owned(), locale, zone };
    stage.speak(&request(&device, "session", now_ms as u64, words)).await;
}

fn connection(stage: &Stage) -> Connection {
    raw(&diary(&stage.folder), &stage.key)
}

/// The entries behind `after`: what was done, which way, how often; `-` when nobody's data.
fn entries(stage: &Stage, after: i64) -> Vec<String> {
    let sql = "SELECT action || ' ' || via || ' ' || count || iif(account IS NULL, ' -', '')
                 FROM audit WHERE seq > ?1 ORDER BY seq";
    let connection = connection(stage);
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([after], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn last(stage: &Stage) -> i64 {
    let sql = "SELECT coalesce(max(seq), 0) FROM audit";
    connection(stage).query_row(sql, [], |row| row.get(0)).unwrap()
}

async fn verify(stage: &Stage, anchors: &[Anchor]) -> Result<Verified, Broken> {
    stage.app.verify_audit(anchors.to_vec()).await.unwrap()
}

/// Watches what each step leaves in the chain.
struct Watch {
    stage: Stage,
    seen: BTreeSet<String>,
    at: i64,
}

impl Watch {
    async fn new(access: Access) -> Watch {
        Watch { stage: Stage::new(access).await, seen: BTreeSet::new(), at: 0 }
    }

    #[track_caller]
    fn left(&mut self, expected: &[&str]) {
        let left = entries(&self.stage, self.at);
        assert_eq!(left, expected);
        self.at += left.len() as i64;
        assert_eq!(last(&self.stage), self.at);
        for entry in left {
            self.seen.insert(entry.split(' ').next().unwrap().to_owned());
        }
    }

    async fn say(&mut self, text: &str, expected: &[&str]) -> Shown {
        let shown = say(&mut self.stage, PERSON, text).await;
        let left = entries(&self.stage, self.at);
        assert_eq!(left, expected, "{text}: {}", shown.text);
        self.left(expected);
        shown
    }

    async fn tap(&mut self, below: &Shown, data: &str, expected: &[&str]) -> Shown {
        let shown = tap(&mut self.stage, PERSON, below, data).await;
        let left = entries(&self.stage, self.at);
        assert_eq!(left, expected, "{data}: {}", shown.text);
        self.left(expected);
        shown
    }

    async fn speak(&mut self, words: &str, expected: &[&str]) {
        speak(&mut self.stage, "kitchen", words).await;
        let left = entries(&self.stage, self.at);
        assert_eq!(left, expected, "{words}");
        self.left(expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_deed_leaves_its_entry_and_nothing_else_does() {
    let mut watch = Watch::new(Access::Invite).await;
    // A stranger is counted; the entry comes when the minute is over.
    watch.say("привет", &[]).await;
    watch.say(&format!("/start {INVITATION}"), &[]).await;
    watch.say("да", &["consent-given chat 1", "became-owner chat 1"]).await;
    watch.say("/help", &[]).await;
    watch.say("пропустить", &[]).await;
    let card = watch.say("121/81 76", &["stored chat 1"]).await;
    watch.say("129/84, 131/86", &["stored chat 1", "stored chat 1"]).await;
    watch.say("сидя", &["changed chat 1"]).await;
    watch.say("исправь", &["told chat 1"]).await;
    watch.say("132/87", &["changed chat 1"]).await;
    watch.say("260/80", &[]).await;
    watch.say("нет", &[]).await;
    watch.say("последнее давление", &["told chat 1"]).await;
    watch.say("/recent", &["told chat 3"]).await;
    watch.say("среднее за неделю", &["statistics chat 1"]).await;
    watch.say("сколько измерений за неделю", &["statistics chat 1"]).await;
    watch.say("/stats", &["statistics chat 1"]).await;
    watch.say("/history", &["history chat 3"]).await;
    let more = watch.tap(&card, "h:m:", &["told chat 1"]).await;
    watch.tap(&more, "h:s:", &["changed chat 1"]).await;
    let page = watch.say("/history", &["history chat 3"]).await;
    let opened = watch.tap(&page, "h:o:", &["told chat 1"]).await;
    let removed = watch.tap(&opened, "h:d:", &["removed chat 1"]).await;
    watch.tap(&removed, "h:r:", &["restored chat 1"]).await;
    watch.say("отмени", &["told chat 1"]).await;
    watch.say("да", &["removed chat 1"]).await;
    watch.say("моя цель 130/80", &["target-set chat 1"]).await;
    watch.say("моя цель", &["told chat 1"]).await;
    watch.say("/settings", &["told chat 1"]).await;
    watch.say("/menu", &["settings-changed chat 1"]).await;
    watch.say("включи напоминания", &["settings-changed chat 1"]).await;
    watch.say("/reminders", &[]).await;
    watch.say("добавь маму", &[]).await;
    watch.say("да", &["person-added chat 1"]).await;
    watch.say("запиши маме 150 на 90", &["stored chat 1"]).await;
    let offer = watch.say("/week", &[]).await;
    watch.tap(&offer, "hw:begin-", &["week-changed chat 1"]).await;
    watch.say("/week", &["week chat 1"]).await;
    watch.say("/privacy", &[]).await;
    watch.say("/audit", &[]).await;
    watch.say("/consent", &[]).await;
    watch.say("/export", &["exported chat 1"]).await;
    watch.say("удаляй мои сообщения", &["settings-changed chat 1"]).await;
    watch.say("не удаляй мои сообщения", &["settings-changed chat 1"]).await;
    for words in ["/forget мама", "да"] {
        watch.say(words, &[]).await;
    }
    watch.say("сейчас", &["person-erased chat 1"]).await;
    watch.say("поставь пин-код", &[]).await;
    watch.say("73190482", &[]).await;
    watch.say("73190482", &["pin-changed chat 1"]).await;
    watch.say("сними пин-код", &[]).await;
    watch.say("73190483", &["wrong-pin chat 1"]).await;
    watch.say("73190482", &["pin-changed chat 1"]).await;
    linked(&mut watch).await;
    owned(&mut watch).await;
    watch.say("отзываю согласие", &["consent-withdrawn chat 1"]).await;
    watch.say("да", &[]).await;
    watch.say("да", &["consent-given chat 1"]).await;
    watch.say("забудь меня", &[]).await;
    watch.say("да", &[]).await;
    watch.say("да", &["erasing-planned chat 1"]).await;
    watch.say("отменить стирание", &["erasing-stopped chat 1"]).await;
    for words in ["забудь меня", "да"] {
        watch.say(words, &[]).await;
    }
    watch.say("сейчас", &["erased chat 1"]).await;
    let now_ms = watch.stage.now_ms.load(Ordering::SeqCst) + 60_000;
    watch.stage.app.note_refused(now_ms, false).await.unwrap();
    let refused: Vec<String> = entries(&watch.stage, watch.at);
    assert!(refused.iter().all(|entry| entry.ends_with('-') && entry.contains("service")));
    let sum = |name: &str| -> i64 {
        let own = refused.iter().filter(|entry| entry.starts_with(name));
        own.map(|entry| entry.split(' ').nth(2).unwrap().parse::<i64>().unwrap()).sum()
    };
    // The stranger's knock, and what the speaker said before it had a diary. Of a stranger nothing
    // is kept by which a second delivery could be told, so that it is counted again.
    assert_eq!((sum("wrong-code"), sum("stranger")), (2, 1 + 2 * 2), "{refused:?}");
    watch.seen.extend(["wrong-code", "stranger"].map(str::to_owned));
    let verified = verify(&watch.stage, &[]).await.unwrap();
    assert_eq!(verified.entries as i64, last(&watch.stage));
    // These have tests of their own.
    let apart = ["expired", "silence-asked", "wrong-secret", "pruned", "announcement-ended"];
    watch
        .seen
        .extend(["backup-made", "backup-sent", "backup-restored", "rekeyed"].map(str::to_owned));
    watch.seen.extend(apart.map(str::to_owned));
    watch.seen.extend(["invitation-used", "link-refused"].map(str::to_owned));
    let all: BTreeSet<String> = Action::ALL.iter().map(|(_, name)| (*name).to_owned()).collect();
    assert_eq!(watch.seen, all);
}

/// A speaker that guesses, joins, tells and goes.
async fn linked(watch: &mut Watch) {
    watch.speak("", &[]).await;
    watch.speak("код неваляшка 100", &[]).await;
    watch.speak("код неваляшка 101", &[]).await;
    let code = watch.say("/link", &["code-issued chat 1"]).await;
    let code = code.text.lines().next().unwrap().split_once(": ").unwrap().1.to_owned();
    watch.say("/link", &[]).await;
    watch.speak("привет", &[]).await;
    watch.speak(&format!("код {code}"), &["speaker-asked voice 1 -"]).await;
    let question = shown(&watch.stage.settle().await);
    watch.tap(&question, "mine:", &["linked chat 1"]).await;
    watch.speak("мне сто двадцать два на восемьдесят два", &["stored voice 1"]).await;
    watch.speak("последнее давление", &["told voice 1"]).await;
    watch.speak("кто смотрел мои данные", &[]).await;
    watch.speak("выгрузи мои данные", &["exported voice 1"]).await;
    watch.stage.settle().await;
    watch.say("/unlink", &[]).await;
    watch.say("да", &["unlinked chat 1"]).await;
}

/// What only the owner does.
async fn owned(watch: &mut Watch) {
    watch.say("/admin", &["overviewed chat 1"]).await;
    watch.say("/invite", &[]).await;
    watch.say("/invite сосед", &["invitation-made chat 1"]).await;
    let list = watch.say("/admin", &["overviewed chat 1"]).await;
    let list = watch.tap(&list, "admin:invitations", &["overviewed chat 1"]).await;
    watch.tap(&list, "admin:revoke", &["invitation-revoked chat 1"]).await;
    let draft = watch.say("/announce завтра переезд", &["announcement-drafted chat 1"]).await;
    watch.tap(&draft, "admin:drop", &["announcement-dropped chat 1"]).await;
    let draft = watch.say("/announce завтра переезд", &["announcement-drafted chat 1"]).await;
    watch.tap(&draft, "admin:send", &["announcement-begun chat 1"]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guests_refused_speakers_and_told_announcements_leave_their_entries() {
    let mut watch = Watch::new(Access::Invite).await;
    watch.say(&format!("/start {INVITATION}"), &[]).await;
    watch.say("да", &["consent-given chat 1", "became-owner chat 1"]).await;
    let made = watch.say("/invite сосед", &["invitation-made chat 1"]).await;
    let word = made.text.split_once("?start=").unwrap().1.lines().next().unwrap().to_owned();
    say(&mut watch.stage, OTHER, &format!("/start {word}")).await;
    say(&mut watch.stage, OTHER, "да").await;
    watch.left(&["invitation-used chat 1", "consent-given chat 1"]);
    say(&mut watch.stage, OTHER, "присылай служебные сообщения").await;
    let code = watch_code(&mut watch).await;
    speak(&mut watch.stage, "kitchen", &format!("код {code}")).await;
    let question = shown(&watch.stage.settle().await);
    tap(&mut watch.stage, PERSON, &question, "foreign:").await;
    let draft = say(&mut watch.stage, PERSON, "/announce завтра переезд").await;
    tap(&mut watch.stage, PERSON, &draft, "admin:send").await;
    let now_ms = watch.stage.now_ms.load(Ordering::SeqCst);
    while watch.stage.app.announce(now_ms).await.unwrap() {}
    watch.left(&[
        "settings-changed chat 1",
        "code-issued chat 1",
        "speaker-asked voice 1 -",
        "link-refused chat 1",
        "announcement-drafted chat 1",
        "announcement-begun chat 1",
        "announcement-ended service 1 -",
    ]);
}

async fn watch_code(watch: &mut Watch) -> String {
    let code = say(&mut watch.stage, PERSON, "/link").await;
    code.text.lines().next().unwrap().split_once(": ").unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_comes_twice_or_fails_leaves_no_second_entry() {
    let mut watch = Watch::new(Access::Open).await;
    // Everything here is delivered twice (see the stage).
    watch.say("/start", &[]).await;
    watch.say("да", &["consent-given chat 1"]).await;
    watch.say("120/80", &["stored chat 1"]).await;
    let seal = watch.stage.store.seal().clone();
    let failed = watch.stage.store.write(move |tx| {
        tx.append_audit(&seal, &plain(START_MS, Action::Told))?;
        Err::<(), _>(tonolog::store::Error::Content("x"))
    });
    assert!(failed.await.is_err());
    watch.left(&[]);
    watch.say("121/80", &["stored chat 1"]).await;
    assert!(verify(&watch.stage, &[]).await.is_ok());
}

fn plain(at_ms: i64, action: Action) -> Entry {
    let (via, who, account, subject) = (Via::Service, None, None, None);
    Entry { at_ms, action, via, who, account, subject, count: 1 }
}

/// A chain of so many entries of every kind, ten seconds apart.
async fn chain(stage: &Stage, entries: i64) {
    let seal = stage.store.seal().clone();
    let made = stage.store.write(move |tx| {
        for at in 0..entries {
            let mark = |byte: i64| Some(Mark([byte as u8; 32]));
            let some = at % 3 > 0;
            let (action, _) = Action::ALL[at as usize % Action::ALL.len()];
            tx.append_audit(
                &seal,
                &Entry {
                    at_ms: START_MS + at * 10_000,
                    action,
                    via: if some { Via::Chat } else { Via::Service },
                    who: mark(at).filter(|_| some),
                    account: mark(at % 7).filter(|_| some),
                    subject: mark(at).filter(|_| at % 2 == 0),
                    count: 1 + at as u32 % 5,
                },
            )?;
        }
        Ok(())
    });
    made.await.unwrap();
}

const TRIGGERS: [&str; 5] =
    ["audit_in_order", "audit_unchanged", "audit_kept", "audit_base_forward", "audit_base_kept"];
const COLUMNS: &str = "seq, at_ms, action, via, who, account, subject, count, mac";

/// Somebody who has the key of the file and no scruples.
fn intruder(stage: &Stage) -> Connection {
    let connection = connection(stage);
    for name in TRIGGERS {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    connection.execute_batch("PRAGMA synchronous = OFF").unwrap();
    connection
}

type Row = Vec<Value>;

fn all(connection: &Connection) -> Vec<Row> {
    let sql = format!("SELECT {COLUMNS} FROM audit ORDER BY seq");
    let mut statement = connection.prepare(&sql).unwrap();
    let row = |row: &rusqlite::Row<'_>| (0..9).map(|at| row.get(at)).collect();
    statement.query_map([], row).unwrap().map(Result::unwrap).collect()
}

fn put(connection: &Connection, row: &Row) {
    let sql = format!("INSERT OR REPLACE INTO audit ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)");
    connection.execute(&sql, rusqlite::params_from_iter(row)).unwrap();
}

fn remove(connection: &Connection, seq: i64) {
    connection.execute("DELETE FROM audit WHERE seq = ?1", [seq]).unwrap();
}

/// The same value with one bit changed, as far as the schema takes it.
fn flipped(value: &Value, bit: usize) -> Value {
    match value {
        Value::Integer(number) => Value::Integer(number ^ 8),
        Value::Text(text) if text == "chat" => Value::Text("voice".to_owned()),
        Value::Text(text) if text == "service" => Value::Text("operator".to_owned()),
        Value::Text(text) => Value::Text(format!("{text}s")),
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            let at = bit / 8 % bytes.len();
            bytes[at] ^= 1 << (bit % 8);
            Value::Blob(bytes)
        }
        Value::Null => Value::Blob(vec![0; 32]),
        Value::Real(_) => panic!(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_a_removed_a_moved_and_a_cut_off_entry_are_found_wherever_they_are() {
    const LENGTH: i64 = 300;
    let stage = Stage::new(Access::Open).await;
    chain(&stage, LENGTH).await;
    let whole = verify(&stage, &[]).await.unwrap();
    assert_eq!((whole.entries as i64, whole.head.seq), (LENGTH, LENGTH));
    let intruder = intruder(&stage);
    let rows = all(&intruder);
    for (at, row) in rows.iter().enumerate() {
        let seq = at as i64 + 1;
        let altered = Err(Broken { seq, fault: Fault::Altered });
        // One column of each entry but its number, all columns in turn.
        let column = 1 + at % 8;
        let mut bad = row.clone();
        bad[column] = flipped(&bad[column], at * 7);
        assert!(bad != *row);
        put(&intruder, &bad);
        assert_eq!(verify(&stage, &[]).await.map(|_| ()), altered, "column {column} of {seq}");
        put(&intruder, row);

        remove(&intruder, seq);
        let expected = match seq {
            LENGTH => Err(Broken { seq, fault: Fault::Truncated }),
            _ => Err(Broken { seq, fault: Fault::Missing }),
        };
        assert_eq!(verify(&stage, &[whole.head]).await.map(|_| ()), expected, "without {seq}");
        put(&intruder, row);

        if let Some(next) = rows.get(at + 1) {
            // Both change places, their numbers stay in order.
            let numbered = |row: &Row, seq: i64| {
                let mut row = row.clone();
                row[0] = Value::Integer(seq);
                row
            };
            put(&intruder, &numbered(next, seq));
            put(&intruder, &numbered(row, seq + 1));
            assert_eq!(verify(&stage, &[]).await.map(|_| ()), altered, "{seq} moved");
            put(&intruder, row);
            put(&intruder, next);
        }
    }
    // Cut off at any place: only what is known elsewhere can tell.
    for row in rows.iter().rev() {
        let Value::Integer(seq) = row[0] else { panic!() };
        remove(&intruder, seq);
        assert!(verify(&stage, &[]).await.is_ok());
        let expected = Err(Broken { seq, fault: Fault::Truncated });
        assert_eq!(verify(&stage, &[whole.head]).await.map(|_| ()), expected);
    }
    for row in &rows {
        put(&intruder, row);
    }
    assert!(verify(&stage, &[whole.head]).await.is_ok_and(|now| now.anchors == 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_that_was_cut_off_and_went_on_is_another_one() {
    let stage = Stage::new(Access::Open).await;
    chain(&stage, 10).await;
    let known = verify(&stage, &[]).await.unwrap().head;
    let intruder = intruder(&stage);
    remove(&intruder, 10);
    chain(&stage, 5).await;
    assert!(verify(&stage, &[]).await.is_ok());
    let broken = Broken { seq: 10, fault: Fault::Replaced };
    assert_eq!(verify(&stage, &[known]).await.map(|_| ()), Err(broken));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_file_itself_refuses_to_change_remove_or_slip_in_an_entry() {
    let stage = Stage::new(Access::Open).await;
    chain(&stage, 5).await;
    let connection = connection(&stage);
    for sql in [
        "UPDATE audit SET count = 2 WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 5",
        "DELETE FROM audit",
        "INSERT INTO audit SELECT 9, at_ms, action, via, who, account, subject, count, mac
           FROM audit WHERE seq = 1",
        "INSERT OR REPLACE INTO audit
         SELECT 2, at_ms, action, via, who, account, subject, count, mac FROM audit WHERE seq = 1",
        "UPDATE OR IGNORE audit SET seq = 6 WHERE seq = 5",
    ] {
        assert!(connection.execute(sql, []).is_err(), "{sql}");
    }
    let later = START_MS + 800 * DAY_MS;
    chain(&stage, 5).await;
    assert_eq!(stage.app.prune(later).await.unwrap().entries, 10);
    for sql in ["DELETE FROM audit_base", "UPDATE audit_base SET seq = 3"] {
        assert!(connection.execute(sql, []).is_err(), "{sql}");
    }
    assert!(verify(&stage, &[]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pruned_chain_can_be_verified_and_what_is_done_to_its_beginning_is_found() {
    let stage = Stage::new(Access::Open).await;
    // Ten seconds apart: 200 entries are from before the 200th's time.
    chain(&stage, 300).await;
    let known = verify(&stage, &[]).await.unwrap().head;
    let now_ms = START_MS + 730 * DAY_MS + 200 * 10_000;
    assert_eq!(stage.app.prune(now_ms).await.unwrap().entries, 200);
    let pruned = verify(&stage, &[known]).await.unwrap();
    assert_eq!((pruned.entries, pruned.head.seq, pruned.anchors), (101, 301, 1));
    assert_eq!(pruned.base.map(|base| (base.seq, base.at_ms)), Some((200, now_ms)));
    assert_eq!(entries(&stage, 300), ["pruned service 200 -"]);
    // A head from before is older than what is kept: no fault, and not found.
    let old = Anchor { seq: 100, mac: Mark([1; 32]) };
    assert_eq!(verify(&stage, &[old]).await.unwrap().anchors, 0);
    let wrong = Anchor { seq: 200, mac: Mark([1; 32]) };
    let broken = Broken { seq: 200, fault: Fault::Replaced };
    assert_eq!(verify(&stage, &[wrong]).await.map(|_| ()), Err(broken));
    assert_eq!(stage.app.prune(now_ms).await.unwrap().entries, 0);
    assert_eq!(last(&stage), 301);

    let intruder = intruder(&stage);
    let rows = all(&intruder);
    remove(&intruder, 201);
    let missing = Err(Broken { seq: 201, fault: Fault::Missing });
    assert_eq!(verify(&stage, &[]).await.map(|_| ()), missing);
    put(&intruder, &rows[0]);
    let base = Err(Broken { seq: 0, fault: Fault::Base });
    intruder.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM audit_base").unwrap();
    for change in ["seq = seq + 1", "at_ms = at_ms + 1", "mac = zeroblob(32)", "seal = x'00'"] {
        intruder.execute(&format!("UPDATE audit_base SET {change}"), []).unwrap();
        assert_eq!(verify(&stage, &[]).await.map(|_| ()), base, "{change}");
        let sql = "DELETE FROM audit_base; INSERT INTO audit_base SELECT * FROM kept";
        intruder.execute_batch(sql).unwrap();
        assert!(verify(&stage, &[]).await.is_ok());
    }
    intruder.execute("DELETE FROM audit_base", []).unwrap();
    let missing = Err(Broken { seq: 1, fault: Fault::Missing });
    assert_eq!(verify(&stage, &[]).await.map(|_| ()), missing);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_chain_holds_nothing_but_names_of_actions_times_counts_and_hashes() {
    let mut watch = Watch::new(Access::Open).await;
    for words in ["/start", "да", "137/93 71 заметка белиберда", "запиши маме 151 на 92", "да"]
    {
        say(&mut watch.stage, PERSON, words).await;
    }
    speak(&mut watch.stage, "speaker-9c47b3d6", "").await;
    speak(&mut watch.stage, "speaker-9c47b3d6", "да").await;
    speak(&mut watch.stage, "speaker-9c47b3d6", "сто тридцать семь на девяносто три").await;
    let connection = connection(&watch.stage);
    let rows = all(&connection);
    assert!(rows.len() >= 6);
    let known = |sql: &str| -> BTreeSet<Vec<u8>> {
        let mut statement = connection.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut hashes = BTreeSet::new();
    let own = known(
        "SELECT hash FROM peer UNION SELECT name FROM audit_name UNION SELECT origin FROM reading",
    );
    for row in &rows {
        let [seq, at_ms, action, via, who, account, subject, count, mac] = row.as_slice() else {
            panic!()
        };
        assert!(matches!(seq, Value::Integer(seq) if *seq <= rows.len() as i64));
        assert!(matches!(at_ms, Value::Integer(ms) if (0..60_000).contains(&(ms - START_MS))));
        assert!(matches!(action, Value::Text(name) if Action::of_name(name).is_some()));
        assert!(matches!(via, Value::Text(name) if Via::of_name(name).is_some()));
        assert!(matches!(count, Value::Integer(1)));
        for hash in [who, account, subject, mac] {
            match hash {
                Value::Null => assert!(hash != mac),
                Value::Blob(bytes) => {
                    assert_eq!(bytes.len(), 32);
                    assert!(!own.contains(bytes), "a hash that stands elsewhere as well");
                    hashes.insert(bytes.clone());
                }
                _ => panic!(),
            }
        }
    }
    // Two people, two accounts, five subjects, and the entries themselves.
    assert!(hashes.len() >= rows.len() + 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_sees_the_entries_of_an_account_that_was_there_before() {
    let mut watch = Watch::new(Access::Open).await;
    for words in ["/start", "да", "137/93", "/forget", "да", "сейчас"] {
        say(&mut watch.stage, PERSON, words).await;
    }
    let sql = "SELECT count(*) FROM audit WHERE account IS NOT NULL";
    let count: i64 = connection(&watch.stage).query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(count, 3, "what was done stays, and nobody can tell whose it was");
    for words in ["/start", "да"] {
        say(&mut watch.stage, PERSON, words).await;
    }
    let sql = "SELECT max(id) FROM account";
    let id: i64 = connection(&watch.stage).query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(id, 1, "the number of the account is used again");
    let journal = say(&mut watch.stage, PERSON, "/audit").await.text;
    assert!(journal.contains("дано согласие") && !journal.contains("сохранено"), "{journal}");
    assert!(verify(&watch.stage, &[]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_speaker_did_before_it_joined_is_shown_in_the_chat_that_it_joined() {
    let mut watch = Watch::new(Access::Open).await;
    speak(&mut watch.stage, "kitchen", "").await;
    speak(&mut watch.stage, "kitchen", "да").await;
    speak(&mut watch.stage, "kitchen", "сто двадцать на восемьдесят").await;
    for words in ["/start", "да"] {
        say(&mut watch.stage, PERSON, words).await;
    }
    let before = say(&mut watch.stage, PERSON, "/audit").await.text;
    assert!(!before.contains("сохранено показание"), "{before}");
    let code = watch_code(&mut watch).await;
    speak(&mut watch.stage, "kitchen", &format!("код {code}")).await;
    let question = shown(&watch.stage.settle().await);
    tap(&mut watch.stage, PERSON, &question, "mine:").await;
    let after = say(&mut watch.stage, PERSON, "кто смотрел мои данные").await.text;
    assert!(after.contains("сохранено показание, колонка"), "{after}");
    // And nobody else sees any of it.
    for words in ["/start", "да"] {
        say(&mut watch.stage, OTHER, words).await;
    }
    let other = say(&mut watch.stage, OTHER, "/audit").await.text;
    assert!(!other.contains("сохранено") && !other.contains("колонка"), "{other}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_is_turned_page_by_page_with_every_entry_once() {
    let mut stage = Stage::new(Access::Open).await;
    for words in ["/start", "да"] {
        say(&mut stage, PERSON, words).await;
    }
    for at in 0..39 {
        say(&mut stage, PERSON, &format!("{}/80", 110 + at)).await;
    }
    let lines = |page: &Shown| -> Vec<String> {
        page.text.lines().filter(|line| line.contains(" — ")).map(str::to_owned).collect()
    };
    let mut page = say(&mut stage, PERSON, "/audit").await;
    let mut counts = vec![lines(&page).len()];
    while page.buttons.iter().any(|(label, _)| label == "Раньше") {
        page = tap(&mut stage, PERSON, &page, "privacy:journal:").await;
        counts.push(lines(&page).len());
    }
    assert_eq!(counts, [15, 15, 10]);
    assert!(lines(&page).last().unwrap().contains("дано согласие, чат"), "{}", page.text);
    let newest = tap(&mut stage, PERSON, &page, "privacy:journal:7fffffffffffffff").await;
    assert_eq!(newest.message, page.message, "in the same place");
    assert_eq!(lines(&newest).len(), 15);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readings_go_when_they_were_kept_as_long_as_they_may_be_and_the_log_says_so() {
    use tonolog::domain::keeping::Keeping;
    let keeping = Keeping { readings_days: Some(30), ..Keeping::default() };
    let mut stage = Stage::keeping(Access::Open, keeping).await;
    for words in ["/start", "да", "137/93 заметка белиберда", "138/94"] {
        say(&mut stage, PERSON, words).await;
    }
    let told = say(&mut stage, PERSON, "/privacy").await.text;
    assert!(told.contains("Но показания старше 30 дней стираются"), "{told}");
    stage.now_ms.fetch_add(20 * DAY_MS, Ordering::SeqCst);
    say(&mut stage, PERSON, "120/80").await;
    // Said now about long ago: it is kept as long as any other.
    say(&mut stage, PERSON, "1 ноября 125/85").await;
    assert_eq!(stage.readings().await, 4);
    stage.now_ms.fetch_add(10 * DAY_MS, Ordering::SeqCst);
    let now_ms = stage.now_ms.load(Ordering::SeqCst);
    assert_eq!(stage.app.prune(now_ms).await.unwrap().readings, 2);
    assert_eq!(stage.readings().await, 2);
    assert_eq!(stage.app.prune(now_ms).await.unwrap().readings, 0);
    let pages = connection(&stage).serialize("main").unwrap().to_vec();
    let note = "белиберда".as_bytes();
    // The answer that showed it is gone with all answers of that age.
    assert!(!pages.windows(note.len()).any(|part| part == note));
    let journal = say(&mut stage, PERSON, "/audit").await.text;
    let line = "стёрты показания, срок хранения истёк (2), сам дневник";
    assert!(journal.contains(line), "{journal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_turned_away_often_makes_one_entry_a_minute() {
    let mut stage = Stage::new(Access::Invite).await;
    for minute in 0..3 {
        stage.now_ms.store(START_MS + minute * 60_000, Ordering::SeqCst);
        for _ in 0..10 {
            say(&mut stage, OTHER, "пустите").await;
            stage.app.refused();
        }
        let now_ms = stage.now_ms.load(Ordering::SeqCst);
        stage.app.note_refused(now_ms, false).await.unwrap();
    }
    assert_eq!(entries(&stage, 0).len(), 4, "the last minute is not over");
    stage.app.note_refused(START_MS, true).await.unwrap();
    assert_eq!(
        entries(&stage, 0),
        ["stranger service 10 -", "wrong-secret service 10 -"].repeat(3)
    );
    assert!(verify(&stage, &[]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_gets_the_head_once_a_day_and_it_fits_the_chain() {
    let mut stage = Stage::new(Access::Invite).await;
    assert_eq!(stage.app.tell_audit_head(START_MS).await, Ok(false), "there is no owner");
    for words in [&format!("/start {INVITATION}"), "да", "120/80"] {
        say(&mut stage, PERSON, words).await;
    }
    assert_eq!(stage.app.tell_audit_head(START_MS).await, Ok(true));
    let told = shown(&stage.settle().await).text;
    assert_eq!(stage.app.tell_audit_head(START_MS + DAY_MS - 1).await, Ok(false));
    let head = told.lines().nth(1).unwrap().trim();
    let anchor = tonolog::app::head(head).unwrap();
    assert!(verify(&stage, &[anchor]).await.is_ok_and(|now| now.anchors == 1));
    assert_eq!(stage.app.tell_audit_head(START_MS + DAY_MS).await, Ok(true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_counts_verifies_and_prunes_without_a_word_about_anybody() {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    let (api_url, stand_in, mut events, _end) = platform().await;
    let mut own = settings(&key, &api_url);
    own.push(("AUDIT_HEAD_PATH".to_owned(), "heads".to_owned()));
    let run = |arguments: &[&str]| {
        let mut command = home.command(BINARY);
        command.args(arguments).envs(own.iter().cloned()).env("OPERATOR_LANGUAGE", "en");
        finish(command, "")
    };
    let mut server = Server::start(&home, &own).await;
    for words in ["/start", "да", "137/93", "/last"] {
        stand_in.say(PERSON, "ru", words);
        tokio::time::timeout(Duration::from_secs(20), events.recv()).await.unwrap().unwrap();
    }
    for token in ["wrong", "wrong-again", ""] {
        let target = format!("/alice_webhook?token={token}");
        assert_eq!(http(server.address, "POST", &target, b"{}").await.unwrap().0, 404);
    }
    assert_eq!(http(server.address, "GET", "/nowhere", b"").await.unwrap().0, 404);
    // While it runs, the chain can be looked at, and the file is not pruned from outside.
    let looked = run(&["audit"]);
    assert_eq!(looked.code, Some(0), "{}", looked.err);
    for expected in ["1 × reading saved", "1 × readings told", "The log is whole. Entries: 3."] {
        assert!(looked.out.contains(expected), "{}", looked.out);
    }
    assert!(!looked.out.contains("137/93") && !looked.out.contains(&PERSON.to_string()));
    let refused = run(&["prune"]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("every hour"), "{}", refused.err);
    server.signal("TERM");
    assert_eq!(server.ended().await, Some(0));

    let verified = run(&["audit", "verify", "--head", "heads"]);
    assert_eq!(verified.code, Some(0), "{}", verified.err);
    let head = verified.out.lines().last().unwrap().rsplit_once(' ').unwrap().1.to_owned();
    let heads = fs::read_to_string(home.work().join("heads")).unwrap();
    assert!(heads.lines().last().unwrap().starts_with(&head.replace(':', " ")), "{heads}");
    assert!(head.starts_with("4:"), "the wrong secrets are one entry: {head}");
    let counted = run(&["audit", "--days", "2"]);
    assert!(counted.out.contains("3 × refused webhook call"), "{}", counted.out);
    assert_eq!(run(&["audit", "verify", "--head", &head]).code, Some(0));
    let pruned = run(&["prune"]);
    assert_eq!(pruned.code, Some(0), "{}", pruned.err);
    assert!(pruned.out.contains("Log entries: 0"), "{}", pruned.out);

    for bad in [&["audit", "verify", "--head", "nothing"][..], &["audit", "what"], &["prune", "x"]]
    {
        assert_eq!(run(bad).code, Some(2), "{bad:?}");
    }
    let intruder = raw(&home.diary(), &key);
    intruder.execute_batch("DROP TRIGGER audit_kept; DELETE FROM audit WHERE seq > 2").unwrap();
    assert_eq!(run(&["audit", "verify"]).code, Some(0), "a cut off end is not seen from inside");
    for known in ["heads", &head] {
        let cut = run(&["audit", "verify", "--head", known]);
        assert_eq!(cut.code, Some(1));
        assert!(cut.err.contains("it was cut off. Entry 3"), "{}", cut.err);
    }
    intruder.execute_batch("DELETE FROM audit WHERE seq = 1").unwrap();
    let broken = run(&["audit"]);
    assert_eq!(broken.code, Some(1));
    assert!(broken.err.contains("entry 1"), "{}", broken.err);
}

/// What was done by whom with the whole file, in order.
fn whole_file(path: &std::path::Path, key: &DatabaseKey) -> Vec<String> {
    let sql = "SELECT action || ' ' || via || ' ' || count FROM audit
                WHERE action LIKE 'backup-%' OR action = 'rekeyed' ORDER BY seq";
    let connection = raw(path, key);
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_with_the_whole_file_leaves_its_entry() {
    let (home, old, opener) = (Home::new(), DatabaseKey::random().unwrap(), Opener::random());
    crate::backups::with_readings(&home.diary(), &old, 3);
    let key_file = home.work().join("key");
    fs::write(&key_file, old.reveal()).unwrap();
    let mut own = settings(&old, "http://127.0.0.1:1");
    own.retain(|(name, _)| name != "TELEGRAM_BOT_TOKEN" && name != "DATABASE_KEY");
    for (name, value) in [
        ("DATABASE_KEY_FILE", "key"),
        ("BACKUP_PATH", "backups"),
        ("BACKUP_RECIPIENT", &opener.recipient().to_string()),
    ] {
        own.push((name.to_owned(), value.to_owned()));
    }
    let run = |arguments: &[&str], input: &str| {
        let mut command = home.command(BINARY);
        command.args(arguments).envs(own.iter().cloned());
        let ended = finish(command, input);
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
    };
    // The command line writes nothing into a diary that may be in use: the service does, once, of
    // those that the schedule has kept.
    run(&["backup"], "");
    // Two of one second would both stay: the second one lies ahead.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    run(&["backup"], "");
    assert_eq!(whole_file(&home.diary(), &old), Vec::<String>::new());
    for _ in 0..2 {
        let mut server = Server::start(&home, &own).await;
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while whole_file(&home.diary(), &old) != ["backup-made operator 1"] {
            assert!(std::time::Instant::now() < until, "{:?}", whole_file(&home.diary(), &old));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        server.signal("TERM");
        assert_eq!(server.ended().await, Some(0));
    }
    run(&["rekey"], "");
    let new = DatabaseKey::new(fs::read_to_string(&key_file).unwrap().trim()).unwrap();
    assert!(new.reveal() != old.reveal());
    assert_eq!(whole_file(&home.diary(), &new), ["backup-made operator 1", "rekeyed operator 1"]);
    run(&["audit", "verify"], "");

    run(&["backup"], "");
    let folder = home.work().join("backups");
    let newest = tonolog::backup::newest(&folder, i64::MAX).unwrap();
    let file = folder.join(tonolog::domain::rotation::name(newest));
    let empty = home.temp().join("empty");
    fs::create_dir(&empty).unwrap();
    let arguments = ["restore", "--key", "-", "--to", empty.to_str().unwrap()];
    run(&[&arguments[..], &[file.to_str().unwrap()]].concat(), opener.reveal().reveal());
    let env = fs::read_to_string(empty.join(".env")).unwrap();
    let key = env.lines().find_map(|line| line.strip_prefix("DATABASE_KEY='")).unwrap();
    let key = DatabaseKey::new(key.trim_end_matches('\'')).unwrap();
    let expected = ["backup-made operator 1", "rekeyed operator 1", "backup-restored operator 1"];
    assert_eq!(whole_file(&empty.join("diary.db"), &key), expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_that_the_service_makes_or_sends_leaves_its_entry_once() {
    let mut stage = Stage::new(Access::Invite).await;
    for words in [&format!("/start {INVITATION}"), "да"] {
        say(&mut stage, PERSON, words).await;
    }
    let before = last(&stage);
    for _ in 0..2 {
        let made = vec![START_MS - 2, START_MS - 1, START_MS];
        stage.app.note_backups(made, true, START_MS).await.unwrap();
    }
    stage.app.note_backups(vec![START_MS, START_MS + 1], true, START_MS + 1).await.unwrap();
    stage.app.note_backups(Vec::new(), false, START_MS + 1).await.unwrap();
    let path = stage.folder.path().join(tonolog::domain::rotation::name(START_MS));
    fs::write(&path, "backup").unwrap();
    for _ in 0..2 {
        let backup = Backup { path: path.clone(), bytes: 6, made_ms: START_MS };
        stage.app.offer_backup(backup, Rhythm::Daily, START_MS).await.unwrap();
    }
    assert_eq!(
        entries(&stage, before),
        [
            "backup-made operator 2 -",
            "backup-made service 1 -",
            "backup-made service 1 -",
            "backup-sent service 1 -",
        ]
    );
    assert!(verify(&stage, &[]).await.is_ok());
}
