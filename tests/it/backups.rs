//! Backups and bringing them back: whole, closed, scheduled, and nothing else touched.

use crate::{
    migrations::{migrations, released},
    process::{BINARY, Ended, Home, Server, WEBHOOK_SECRET, bytes_of, signal},
    store::{diary, raw},
};
use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tonolog::{
    backup::{self, Opener, Plan, Trouble},
    domain::rotation::name,
    seal::{self, DatabaseKey, Secret},
    store::{OpenError, Received, Store},
};
use zeroize::Zeroizing;

/// 2026-11-25, 03:10 UTC.
const NOW: i64 = 1_795_576_200_000;
const HOUR: i64 = 60 * 60 * 1000;
/// What a note says: nobody may find it in any file.
const MARKER: &str = "neuralgia-after-breakfast";

/// A diary with so many readings of one person, each with a note.
pub fn with_readings(path: &Path, key: &DatabaseKey, count: i64) {
    drop(Store::open(path, key, true).unwrap());
    let connection = raw(path, key);
    connection
        .execute_batch(&format!(
            "BEGIN;
             INSERT INTO account (id, role, created_ms, consent_version, consent_language,
                                  consent_door, consent_ms, chat)
             VALUES (1, 'owner', 1, '2', 'en', 'chat', 1, 77);
             INSERT INTO person (id, account) VALUES (1, 1);
             INSERT INTO peer (hash, door, account, at_ms) VALUES (x'01', 'chat', 1, 1);
             WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
             INSERT INTO reading (person, at_ms, id, systolic, diastolic, origin, said_ms, note)
             SELECT 1, i * 1000, i, 120 + i % 60, 70, x'02', i * 1000, '{MARKER}' FROM n;
             COMMIT;"
        ))
        .unwrap();
    // The store's own connections may close after this one: nothing is left for them to put away.
    let left = || connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
    while left() != Ok(0) {
        thread::sleep(Duration::from_millis(5));
    }
}

/// How many readings the file has; it is opened as the program does it. When its connections close
/// at the same moment, none of them may be the last one, and the log stays until the next start.
pub async fn readings(path: &Path, key: &DatabaseKey) -> i64 {
    let store = Store::open(path, key, false).unwrap();
    let count = store.read(|view| view.count_readings()).await.unwrap();
    let ended = store.wait();
    drop(store);
    ended.await.unwrap();
    count
}

struct Scene {
    folder: TempDir,
    key: DatabaseKey,
    opener: Opener,
    plan: Plan,
}

impl Scene {
    fn new(count: i64) -> Scene {
        let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
        with_readings(&diary(&folder), &key, count);
        let opener = Opener::random();
        let settings = [("DATABASE_PATH", "/var/lib/tonolog/own.db"), ("ACCESS", "open")];
        let plan = Plan {
            recipient: opener.recipient(),
            folder: folder.path().join("backups"),
            copy: None,
            settings: settings
                .map(|(name, value)| (name.to_owned(), Secret::new(value.to_owned())))
                .to_vec(),
        };
        Scene { folder, key, opener, plan }
    }

    fn make(&self, now_ms: i64) -> Result<backup::Made, Trouble> {
        backup::make(&self.plan, &diary(&self.folder), &self.key, now_ms)
    }

    fn empty(&self) -> PathBuf {
        let path = self.folder.path().join(seal::random_hex::<8>().unwrap());
        fs::create_dir(&path).unwrap();
        path
    }
}

/// Lines as the command writes them, without quotes.
fn written(settings: &[(String, Secret)]) -> Zeroizing<String> {
    let line = |(name, value): &(String, Secret)| format!("{name}={}\n", value.reveal());
    Zeroizing::new(settings.iter().map(line).collect())
}

fn key_in(env: &Path) -> DatabaseKey {
    let text = fs::read_to_string(env).unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("DATABASE_KEY="));
    DatabaseKey::new(line.unwrap().trim_matches('\'')).unwrap()
}

/// What lies in a folder, without the log of a diary that was looked into.
pub fn names(folder: &Path) -> Vec<String> {
    let names = bytes_of(folder).into_iter().map(|(name, _)| name);
    names.filter(|name| !name.ends_with(".db-wal") && !name.ends_with(".db-shm")).collect()
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|window| window == what.as_bytes())
}

#[tokio::test]
async fn a_backup_holds_what_the_diary_held_and_opens_only_with_its_key() {
    let scene = Scene::new(50);
    let made = scene.make(NOW + 123).unwrap();
    assert_eq!(made.path.file_name().unwrap(), "tonolog-20261125T031000Z.age");
    assert_eq!((made.stock.readings, made.stock.accounts, made.stock.peers), (50, 1, 1));
    assert_eq!(fs::metadata(&made.path).unwrap().permissions().mode() & 0o777, 0o600);
    let folder = fs::metadata(&scene.plan.folder).unwrap();
    assert_eq!(folder.permissions().mode() & 0o777, 0o700);

    let manifest = backup::peek(&made.path, &scene.opener).unwrap();
    assert_eq!((manifest.made_ms, &manifest.stock), (NOW, &made.stock));
    assert!(manifest.key.reveal() != scene.key.reveal(), "a key of its own");
    assert_eq!(backup::peek(&made.path, &Opener::random()).err(), Some(Trouble::OtherKey));

    // Only the backup, its sum and the lock are left, and nothing in clear.
    let files = bytes_of(&scene.plan.folder);
    assert_eq!(files.len(), 3, "{:?}", names(&scene.plan.folder));
    for (name, bytes) in files {
        for secret in [MARKER, "SQLite format", "CREATE TABLE", scene.key.reveal(), "ACCESS"] {
            assert!(!holds(&bytes, secret), "{name} holds {secret}");
        }
    }

    let to = scene.empty();
    let restored = backup::restore(&made.path, &scene.opener, &to, NOW, written).unwrap();
    assert_eq!(restored.database, to.join("own.db"), "its name, in the folder that was chosen");
    assert_eq!(names(&to), [".env", "own.db", "own.db.lock"]);
    let key = key_in(&restored.env);
    assert!(key.reveal() != manifest.key.reveal(), "a new key");
    assert_eq!(readings(&restored.database, &key).await, 50);
    let env = fs::read_to_string(&restored.env).unwrap();
    assert!(env.contains("ACCESS=open\n") && env.contains("DATABASE_PATH=own.db\n"), "{env}");
    for file in [&restored.database, &restored.env] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(!holds(&fs::read(&restored.database).unwrap(), MARKER));
}

#[test]
fn one_flipped_bit_anywhere_in_a_backup_is_found() {
    let scene = Scene::new(5);
    let made = scene.make(NOW).unwrap();
    let whole = fs::read(&made.path).unwrap();
    let bits = whole.len() * 8;
    // Every bit of the head, and 500 places spread over the whole file, its very end among them.
    let places = (0..250 * 8).chain((1..=500).map(|at| bits / 500 * at - 1));
    let to = scene.empty();
    let mut tried = 0;
    for bit in places.chain([bits - 1]) {
        let mut damaged = whole.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(&made.path, &damaged).unwrap();
        let found = backup::restore(&made.path, &scene.opener, &to, NOW, written).err();
        // A changed stanza is not for this key any more.
        let expected = [Some(Trouble::Damaged), Some(Trouble::OtherKey)];
        assert!(expected.contains(&found), "bit {bit}: {found:?}");
        tried += 1;
    }
    assert!(tried > 2_400);
    for length in [0, 1, 100, 1000, whole.len() / 2, whole.len() - 1] {
        fs::write(&made.path, &whole[..length]).unwrap();
        let found = backup::peek(&made.path, &scene.opener).err();
        assert_eq!(found, Some(Trouble::Damaged), "cut to {length}");
    }
    fs::write(&made.path, [&whole[..], b"x"].concat()).unwrap();
    assert_eq!(backup::peek(&made.path, &scene.opener).err(), Some(Trouble::Damaged));
    assert_eq!(names(&to), Vec::<String>::new(), "nothing came of it");
}

#[test]
fn without_the_key_a_changed_backup_is_known_by_its_sum() {
    let scene = Scene::new(5);
    let first = scene.make(NOW).unwrap();
    let second = scene.make(NOW + HOUR).unwrap();
    let checked = backup::verify(&scene.plan.folder).unwrap();
    assert_eq!((checked.whole, checked.newest_ms), (2, Some(NOW + HOUR)));
    assert_eq!(checked.damaged, Vec::<String>::new());

    let mut bytes = fs::read(&second.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&second.path, bytes).unwrap();
    let checked = backup::verify(&scene.plan.folder).unwrap();
    assert_eq!((checked.whole, checked.newest_ms), (1, Some(NOW)));
    assert_eq!(checked.damaged, [name(NOW + HOUR)]);
    fs::remove_file(first.path.with_extension("age.sha256")).unwrap();
    let checked = backup::verify(&scene.plan.folder).unwrap();
    assert_eq!((checked.whole, checked.damaged.len()), (0, 2));
    let missing = scene.folder.path().join("nowhere");
    assert_eq!(backup::verify(&missing), Err(Trouble::NoFolder(missing)));
}

#[test]
fn the_schedule_removes_backups_and_no_other_file() {
    let scene = Scene::new(1);
    fs::create_dir(&scene.plan.folder).unwrap();
    let foreign = ["notes.txt", "tonolog-old.age", "tonolog-20261125T031000Z.age.bak", ".x.part"];
    let parts = [".tonolog-20261124T031000Z.age.part", ".tonolog-20261124T031000Z.age.db.part"];
    let sums = ["tonolog-20251124T031000Z.age.sha256"];
    for file in foreign.iter().chain(&parts).chain(&sums) {
        fs::write(scene.plan.folder.join(file), "x").unwrap();
    }
    // A hundred days with two backups each.
    for day in 1..=100 {
        for hour in [2, 3] {
            let old = name(NOW - day * 24 * HOUR - hour * HOUR);
            fs::write(scene.plan.folder.join(format!("{old}.sha256")), "x").unwrap();
            fs::write(scene.plan.folder.join(old), "x").unwrap();
        }
    }
    let made = scene.make(NOW).unwrap();
    let left = names(&scene.plan.folder);
    assert!(foreign.iter().all(|file| left.contains(&(*file).to_owned())), "{left:?}");
    assert!(parts.iter().chain(&sums).all(|file| !left.contains(&(*file).to_owned())));
    let backups = left.iter().filter(|name| name.ends_with("Z.age")).count();
    let sums = left.iter().filter(|name| name.ends_with("Z.age.sha256")).count();
    assert_eq!(backups, sums, "with each backup its sum goes");
    assert_eq!(made.removed as usize, 201 - backups);
    assert!((25..=46).contains(&backups), "{backups}");
    assert!(made.path.exists());
}

#[test]
fn a_second_folder_gets_a_copy_and_has_to_be_there() {
    let mut scene = Scene::new(5);
    let second = scene.folder.path().join("disk");
    scene.plan.copy = Some(second.clone());
    let made = scene.make(NOW).unwrap();
    assert_eq!(made.uncopied, Some(Trouble::NoFolder(second.clone())), "a disk not mounted");
    assert!(made.path.exists() && !second.exists());
    fs::create_dir(&second).unwrap();
    let made = scene.make(NOW + HOUR).unwrap();
    assert_eq!(made.uncopied, None);
    let copy = second.join(made.path.file_name().unwrap());
    assert!(fs::read(&copy).unwrap() == fs::read(&made.path).unwrap());
    assert_eq!(backup::verify(&second).unwrap().whole, 1);
}

#[test]
fn two_backups_at_once_do_not_get_in_each_others_way() {
    let scene = Scene::new(5);
    scene.make(NOW).unwrap();
    let lock = File::open(scene.plan.folder.join(".tonolog-backup.lock")).unwrap();
    lock.lock().unwrap();
    assert_eq!(scene.make(NOW + HOUR).err(), Some(Trouble::Busy));
    lock.unlock().unwrap();
    // The same second again: another name, and the older one of the hour goes.
    assert_eq!(scene.make(NOW).unwrap().made_ms, NOW + 1000);
}

#[test]
fn a_damaged_diary_gets_no_backup_that_would_look_like_a_good_one() {
    let scene = Scene::new(3000);
    let path = diary(&scene.folder);
    let mut bytes = fs::read(&path).unwrap();
    // In the second page, which is in use whatever was written: a free one may be damaged unseen.
    bytes[4096 + 2048] ^= 1;
    fs::write(&path, bytes).unwrap();
    let trouble = scene.make(NOW).err().unwrap();
    assert!(matches!(trouble, Trouble::Store(_)), "{trouble:?}");
    assert_eq!(names(&scene.plan.folder), [".tonolog-backup.lock"]);
    let other = DatabaseKey::random().unwrap();
    let trouble = backup::make(&scene.plan, &path, &other, NOW).err();
    assert_eq!(trouble, Some(Trouble::Store(OpenError::WrongKey)));
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let scene = Scene::new(5);
    let made = scene.make(NOW).unwrap();
    for there in ["own.db", ".env", "own.db-wal", "own.db-journal"] {
        let to = scene.empty();
        fs::write(to.join(there), "mine").unwrap();
        let trouble = backup::restore(&made.path, &scene.opener, &to, NOW, written).err();
        assert_eq!(trouble, Some(Trouble::Exists(to.join(there))));
        assert_eq!(fs::read(to.join(there)).unwrap(), b"mine");
        let mut left: Vec<String> = bytes_of(&to).into_iter().map(|(name, _)| name).collect();
        left.retain(|name| name != "own.db.lock");
        assert_eq!(left, [there]);
    }
    let nowhere = scene.folder.path().join("nowhere");
    let trouble = backup::restore(&made.path, &scene.opener, &nowhere, NOW, written).err();
    assert_eq!(trouble, Some(Trouble::NoFolder(nowhere)));
}

#[tokio::test]
async fn an_old_answer_is_not_sent_again_and_an_unheard_message_is_still_heard() {
    let scene = Scene::new(5);
    let path = diary(&scene.folder);
    let store = Store::open(&path, &scene.key, false).unwrap();
    let update = Received { update_id: 9, chat: Some(77), raw: b"{}".to_vec() };
    store
        .write(move |tx| {
            tx.post(77, "an old answer", NOW)?;
            tx.receive(&update, true, NOW).map(|_| ())
        })
        .await
        .unwrap();
    let timers = raw(&path, &scene.key);
    timers
        .execute_batch(&format!(
            "INSERT INTO timer (person, kind, chat, set_ms, due_ms)
             VALUES (1, 0, 77, 1, {NOW}), (1, 1, 77, 1, {NOW} + 2 * {HOUR});
             INSERT INTO announcement (id, text, made_ms, begun_ms, chat, language)
             VALUES (1, 'x', 1, 1, 77, 'en'), (2, 'x', 1, NULL, 77, 'en');"
        ))
        .unwrap();
    let made = scene.make(NOW).unwrap();
    let to = scene.empty();
    let restored = backup::restore(&made.path, &scene.opener, &to, NOW + HOUR, written).unwrap();
    let key = key_in(&restored.env);
    let back = Store::open(&restored.database, &key, false).unwrap();
    let queues = back.read(|view| view.queues()).await.unwrap();
    assert_eq!((queues.inbox, queues.dead, queues.outbox), (1, 0, 0));
    let back = raw(&restored.database, &key);
    let number = |sql: &str| back.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(number("SELECT count(*) FROM timer"), 1, "only what is still to come rings");
    assert_eq!(number("SELECT id FROM announcement WHERE ended_ms IS NULL"), 2, "a draft");
}

#[tokio::test]
async fn a_restoration_that_was_cut_short_is_finished_or_begun_anew() {
    let scene = Scene::new(5);
    let made = scene.make(NOW).unwrap();
    // Everything is ready, the diary has its name, the settings have not.
    let to = scene.empty();
    let restored = backup::restore(&made.path, &scene.opener, &to, NOW, written).unwrap();
    fs::rename(&restored.env, to.join(".tonolog-restore.env")).unwrap();
    fs::hard_link(&restored.database, to.join(".tonolog-restore.db")).unwrap();
    backup::restore(&made.path, &scene.opener, &to, NOW, written).unwrap();
    assert_eq!(names(&to), [".env", "own.db", "own.db.lock"]);
    assert_eq!(readings(&restored.database, &key_in(&restored.env)).await, 5);
    // Both have their names, and the traces are still there.
    fs::hard_link(&restored.env, to.join(".tonolog-restore.env")).unwrap();
    fs::hard_link(&restored.database, to.join(".tonolog-restore.db")).unwrap();
    backup::restore(&made.path, &scene.opener, &to, NOW, written).unwrap();
    assert_eq!(names(&to), [".env", "own.db", "own.db.lock"]);
    assert_eq!(readings(&restored.database, &key_in(&restored.env)).await, 5);
    // Nothing has its name yet.
    let to = scene.empty();
    for trace in [".tonolog-restore.copy", ".tonolog-restore.db", ".tonolog-restore.env"] {
        fs::write(to.join(trace), "half").unwrap();
    }
    let restored = backup::restore(&made.path, &scene.opener, &to, NOW, written).unwrap();
    assert_eq!(names(&to), [".env", "own.db", "own.db.lock"]);
    assert_eq!(readings(&restored.database, &key_in(&restored.env)).await, 5);
}

/// The command line with everything that backups need.
fn settings(scene: &Scene) -> Vec<(String, String)> {
    let recipient = scene.opener.recipient().to_string();
    [
        ("DATABASE_KEY", scene.key.reveal()),
        ("DATABASE_PATH", diary(&scene.folder).to_str().unwrap()),
        ("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET),
        ("BACKUP_PATH", scene.plan.folder.to_str().unwrap()),
        ("BACKUP_RECIPIENT", &recipient),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec()
}

fn run(home: &Home, arguments: &[&str], settings: &[(String, String)], input: &str) -> Ended {
    let settings: Vec<(&str, &str)> =
        settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    home.run(arguments, &settings, input)
}

#[tokio::test]
async fn backup_and_restore_that_are_killed_at_any_moment_leave_what_was_or_what_was_to_be() {
    let (home, scene) = (Home::new(), Scene::new(400));
    let settings = settings(&scene);
    let begun = Instant::now();
    let first = run(&home, &["backup"], &settings, "");
    // On this machine as it is now, some come to their end.
    let longest_ms = begun.elapsed().as_millis() as usize * 2;
    assert_eq!(first.code, Some(0), "{}", first.err);
    let key_file = home.temp().join("key");
    fs::write(&key_file, scene.opener.reveal().reveal()).unwrap();
    let kill = |arguments: &[&str]| {
        let mut command = home.command(BINARY);
        command.args(arguments).envs(settings.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(seal::random_below(longest_ms).unwrap() as u64));
        signal(&child, "KILL");
        child.wait().unwrap();
    };
    for _ in 0..25 {
        kill(&["backup"]);
        let checked = backup::verify(&scene.plan.folder).unwrap();
        assert!(checked.damaged.is_empty() && checked.whole > 0, "{checked:?}");
        for (name, bytes) in bytes_of(&scene.plan.folder) {
            assert!(!holds(&bytes, MARKER) && !holds(&bytes, "SQLite format"), "{name}");
        }
    }
    let newest = backup::newest(&scene.plan.folder, i64::MAX).unwrap();
    let file = scene.plan.folder.join(name(newest));
    let file = file.to_str().unwrap();
    for _ in 0..25 {
        let to = scene.empty();
        let arguments =
            ["restore", file, "--key", key_file.to_str().unwrap(), "--to", to.to_str().unwrap()];
        kill(&arguments);
        for (name, bytes) in bytes_of(&to) {
            assert!(!holds(&bytes, MARKER) && !holds(&bytes, "SQLite format"), "{name}");
        }
        let (database, env) = (to.join("diary.db"), to.join(".env"));
        let whole = env.exists() && !to.join(".tonolog-restore.db").exists();
        let again = run(&home, &arguments, &settings, "");
        if whole {
            assert_eq!(again.code, Some(1), "it was done, and stays: {}", again.out);
        } else {
            assert_eq!(again.code, Some(0), "{}", again.err);
        }
        assert_eq!(names(&to), [".env", "diary.db", "diary.db.lock"]);
        assert_eq!(readings(&database, &key_in(&env)).await, 400);
    }
}

#[test]
fn the_commands_say_what_they_did_and_never_a_key_that_is_stored() {
    let (home, scene) = (Home::new(), Scene::new(7));
    let mut settings = settings(&scene);
    settings.push(("OPERATOR_LANGUAGE".to_owned(), "en".to_owned()));
    let made = run(&home, &["backup"], &settings, "");
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(made.out.contains("readings: 7, diaries: 1"), "{}", made.out);
    let file = made.out.lines().next().unwrap().strip_prefix("Backup made: ").unwrap().to_owned();
    let verified = run(&home, &["backup", "verify"], &settings, "");
    assert_eq!(verified.code, Some(0), "{}", verified.err);
    assert!(verified.out.contains(": 1 as they were written"), "{}", verified.out);

    // From paper, by hand: lower case and a space here and there.
    let key = scene.opener.reveal();
    let typed = format!("{}\n", key.reveal().to_lowercase().replace('1', "1 "));
    let looked = run(&home, &["restore", &file, "--look"], &settings, &typed);
    assert_eq!(looked.code, Some(0), "{}", looked.err);
    assert!(looked.out.contains("Readings: 7"), "{}", looked.out);
    assert_eq!(bytes_of(&home.work()), [], "looking writes nothing");
    let restored = run(&home, &["restore", &file, "--key", "-"], &settings, &typed);
    assert_eq!(restored.code, Some(0), "{}", restored.err);
    assert!(restored.out.contains("Next:"), "{}", restored.out);
    let new = key_in(&home.work().join(".env"));
    for ended in [made, verified, looked, restored] {
        for secret in [scene.key.reveal(), new.reveal(), key.reveal(), WEBHOOK_SECRET, MARKER] {
            assert!(!ended.out.contains(secret) && !ended.err.contains(secret));
        }
    }

    let pair = run(&home, &["backup", "--new-key"], &settings, "");
    let secret = Opener::new(&pair.out).unwrap();
    assert!(pair.out.contains(&secret.recipient().to_string()), "{}", pair.out);
    assert!(bytes_of(&home.work()).iter().all(|(_, bytes)| !holds(bytes, "AGE-SECRET-KEY")));
}

#[test]
fn what_is_missing_or_wrong_is_said_in_one_sentence() {
    let (home, scene) = (Home::new(), Scene::new(1));
    let good = settings(&scene);
    let file = scene.make(NOW).unwrap().path;
    let file = file.to_str().unwrap();
    let without = |name: &str| {
        let mut settings = good.clone();
        settings.retain(|(other, _)| other != name);
        settings.push(("OPERATOR_LANGUAGE".to_owned(), "en".to_owned()));
        settings
    };
    let other = Opener::random().reveal().reveal().to_owned();
    let mut weird = without("BACKUP_RECIPIENT");
    weird.push(("BACKUP_RECIPIENT".to_owned(), "age1nonsense".to_owned()));
    let missing = home.work().join("nothing.age");
    let missing = missing.to_str().unwrap();
    for (arguments, settings, input, code, said) in [
        (vec!["backup"], without("BACKUP_PATH"), "", 2, "No place for backups is set"),
        (vec!["backup"], without("BACKUP_RECIPIENT"), "", 2, "BACKUP_RECIPIENT is not set"),
        (vec!["backup"], weird, "", 2, "BACKUP_RECIPIENT is not written correctly"),
        (vec!["backup"], without("DATABASE_KEY"), "", 2, "DATABASE_KEY is not set"),
        (vec!["backup", "verify", "x"], without(""), "", 2, "“x”"),
        (vec!["backup", "--old-key"], without(""), "", 2, "“--old-key”"),
        (vec!["restore"], without(""), "", 2, "Say what to restore"),
        (vec!["restore", file], without(""), "hello\n", 2, "There is no key"),
        (vec!["restore", file], without(""), &other, 1, "does not open the file"),
        (vec!["restore", missing], without(""), &other, 1, "The system refused"),
    ] {
        let ended = run(&home, &arguments, &settings, input);
        assert_eq!(ended.code, Some(code), "{arguments:?}: {}", ended.err);
        assert!(ended.err.contains(said), "{arguments:?}: {}", ended.err);
        assert_eq!(ended.err.trim().lines().count(), 1, "{}", ended.err);
    }
}

#[tokio::test]
async fn a_backup_of_every_older_version_comes_back_in_the_present() {
    let migrations = migrations();
    for version in 1..migrations.len() {
        let scene = Scene::new(1);
        let path = scene.folder.path().join("older.db");
        drop(released(&path, &scene.key, &migrations[..version]));
        let made = backup::make(&scene.plan, &path, &scene.key, NOW).unwrap();
        assert_eq!(made.stock.schema, version as i64);
        let to = scene.empty();
        let restored = backup::restore(&made.path, &scene.opener, &to, NOW, written).unwrap();
        let count = readings(&restored.database, &key_in(&restored.env)).await;
        assert_eq!(count, made.stock.readings, "version {version}");
        assert!(count > 0);
    }
}

#[test]
fn a_backup_of_a_newer_version_is_named_as_such() {
    let scene = Scene::new(1);
    raw(&diary(&scene.folder), &scene.key).execute_batch("PRAGMA user_version = 999").unwrap();
    let trouble = scene.make(NOW).err();
    assert_eq!(trouble, Some(Trouble::Store(OpenError::Newer)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_and_a_backup_at_the_same_moment_do_not_hinder_each_other() {
    let (home, scene) = (Home::new(), Scene::new(2000));
    let settings = settings(&scene);
    for _ in 0..12 {
        let mut command = home.command(BINARY);
        command.arg("backup").envs(settings.iter().cloned());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(seal::random_below(60).unwrap() as u64));
        let mut served = settings.clone();
        // Its own backups are not what is tested here.
        served.retain(|(name, _)| name != "BACKUP_PATH");
        let mut server = Server::start(&home, &served).await;
        let code = child.wait().unwrap().code();
        assert_eq!(code, Some(0), "{:?}", child.wait_with_output().unwrap());
        server.signal("TERM");
        assert_eq!(server.ended().await, Some(0));
    }
}
