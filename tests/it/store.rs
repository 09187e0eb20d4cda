//! Opening the file: what is refused, with every byte left as it was.

use crate::process::{BINARY, Home, WEBHOOK_SECRET, bytes_of, finish, settings};
use rusqlite::Connection;
use std::{
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tempfile::TempDir;
use tonolog::{
    seal::DatabaseKey,
    store::{OpenError, Store},
};

const PAGE: u64 = 4096;

pub fn diary(folder: &TempDir) -> PathBuf {
    folder.path().join("diary.db")
}

/// A connection of the library itself, as another program would have it.
pub fn raw(path: &Path, key: &DatabaseKey) -> Connection {
    let connection = Connection::open(path).unwrap();
    let key = format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'{}'\"", key.reveal());
    connection.execute_batch(&key).unwrap();
    connection
}

/// A diary with several pages of counters in it.
async fn filled(path: &Path, key: &DatabaseKey) -> Store {
    let store = Store::open(path, key, true).unwrap();
    store
        .write(|tx| (0..500).try_for_each(|at| tx.count(&format!("a count with a long name {at}"))))
        .await
        .unwrap();
    store
}

/// A closed diary: one file, no log.
async fn closed(folder: &TempDir, key: &DatabaseKey) -> PathBuf {
    let path = diary(folder);
    let store = filled(&path, key).await;
    let ended = store.wait();
    drop(store);
    ended.await.unwrap();
    // The pool of readers may be opening a connection of its own accord, and a reader that closes last
    // leaves the log where it is.
    let until = Instant::now() + Duration::from_secs(10);
    while path.with_extension("db-wal").exists() {
        assert!(Instant::now() < until, "everything is in the file");
        raw(&path, key).execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    path
}

/// A diary as a killed process leaves it: with a log and its index. `last` writes into the log.
async fn killed(folder: &TempDir, key: &DatabaseKey, last: &str) -> PathBuf {
    let life = TempDir::new().unwrap();
    let store = filled(&diary(&life), key).await;
    raw(&diary(&life), key).execute_batch(last).unwrap();
    for (name, bytes) in bytes_of(life.path()) {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    drop(store);
    let log = fs::metadata(folder.path().join("diary.db-wal")).unwrap();
    assert!(log.len() > PAGE, "there is a log");
    diary(folder)
}

/// Opening is refused for this reason, and nothing in the folder has changed.
#[track_caller]
fn refuses(path: &Path, key: &DatabaseKey, create: bool, reason: OpenError) {
    let files = || {
        let mut files = bytes_of(path.parent().unwrap());
        files.retain(|(name, _)| !name.ends_with(".lock"));
        files
    };
    let before = files();
    assert_eq!(Store::open(path, key, create).err(), Some(reason));
    for (before, after) in before.iter().zip(&files()) {
        assert_eq!(before.0, after.0, "the same files are there");
        assert!(before.1 == after.1, "{} has changed", before.0);
    }
    assert_eq!(before.len(), files().len(), "the same files are there");
}

fn overwrite(path: &Path, at: u64, bytes: &[u8]) {
    let mut file = File::options().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(bytes).unwrap();
}

#[tokio::test]
async fn a_wrong_key_is_refused_and_changes_nothing() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = closed(&folder, &key).await;
    let other = DatabaseKey::random().unwrap();
    refuses(&path, &other, true, OpenError::WrongKey);
    refuses(&path, &other, false, OpenError::WrongKey);
    Store::open(&path, &key, false).unwrap();
}

#[tokio::test]
async fn a_wrong_key_leaves_the_log_of_a_killed_process_alone() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = killed(&folder, &key, "").await;
    refuses(&path, &DatabaseKey::random().unwrap(), true, OpenError::WrongKey);
    let store = Store::open(&path, &key, false).unwrap();
    let count = store.read(|view| view.counted("a count with a long name 499")).await;
    assert_eq!(count, Ok(1), "what was in the log is there");
}

#[test]
fn a_key_that_lacks_a_digit_is_refused_before_there_is_a_file() {
    let home = Home::new();
    let key = "0123456789abcdef".repeat(4);
    assert!(DatabaseKey::new(&key[1..]).is_none());
    let settings = [("DATABASE_KEY", &key[1..]), ("ALICE_WEBHOOK_SECRET", WEBHOOK_SECRET)];
    let ended = home.run(&["serve"], &settings, "");
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("64"), "{}", ended.err);
    assert_eq!(bytes_of(&home.work()), []);
}

#[test]
fn a_database_that_nobody_encrypted_is_refused() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let plain = Connection::open(diary(&folder)).unwrap();
    plain.execute_batch("CREATE TABLE reading (systolic INTEGER)").unwrap();
    drop(plain);
    refuses(&diary(&folder), &key, true, OpenError::Plaintext);
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    fs::write(diary(&folder), "Dear diary, today I had no pressure at all. ".repeat(400)).unwrap();
    refuses(&diary(&folder), &key, true, OpenError::WrongKey);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = closed(&folder, &key).await;
    raw(&path, &key).execute_batch("PRAGMA user_version = 99").unwrap();
    refuses(&path, &key, true, OpenError::Newer);
}

#[tokio::test]
async fn a_newer_schema_that_stands_only_in_the_log_is_refused_and_stays_there() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = killed(&folder, &key, "PRAGMA user_version = 99").await;
    refuses(&path, &key, true, OpenError::Newer);
    // Nor is the index of the log needed for that, or made.
    fs::remove_file(folder.path().join("diary.db-shm")).unwrap();
    refuses(&path, &key, true, OpenError::Newer);
}

#[tokio::test]
async fn a_file_of_another_program_is_refused() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = diary(&folder);
    let other = raw(&path, &key);
    other.execute_batch("CREATE TABLE note (text TEXT)").unwrap();
    refuses(&path, &key, true, OpenError::Foreign);
    other.execute_batch("DROP TABLE note; PRAGMA application_id = 7").unwrap();
    drop(other);
    refuses(&path, &key, true, OpenError::Foreign);
}

#[tokio::test]
async fn a_damaged_page_is_refused() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = closed(&folder, &key).await;
    let pages = fs::metadata(&path).unwrap().len() / PAGE;
    assert!(pages > 8, "{pages} pages");
    let whole = fs::read(&path).unwrap();
    for page in 1..pages {
        overwrite(&path, page * PAGE + 1000, &[0xa5; 16]);
        refuses(&path, &key, true, OpenError::Damaged);
        fs::write(&path, &whole).unwrap();
    }
    Store::open(&path, &key, false).unwrap();
}

#[tokio::test]
async fn a_damaged_page_beside_a_log_is_refused_and_the_log_stays() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = killed_after_checkpoint(&folder, &key).await;
    // The log holds another page than this one.
    let page = if logged_page(&folder) == 2 { 3 } else { 2 };
    overwrite(&path, (page - 1) * PAGE + 1000, &[0xa5; 16]);
    refuses(&path, &key, true, OpenError::Damaged);
}

#[tokio::test]
async fn a_torn_page_that_stands_whole_in_the_log_is_mended_from_there() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = killed_after_checkpoint(&folder, &key).await;
    // The log was brought into the file, and the power went in the middle of it.
    let page = logged_page(&folder);
    assert!(page > 1, "page 1 holds the salt");
    overwrite(&path, (page - 1) * PAGE + 1000, &[0xa5; 16]);
    let store = Store::open(&path, &key, false).unwrap();
    assert_eq!(store.read(|view| view.damaged_pages()).await, Ok(0));
    assert_eq!(store.read(|view| view.counted("late")).await, Ok(1));
}

/// The page that the log begins with.
fn logged_page(folder: &TempDir) -> u64 {
    let log = fs::read(folder.path().join("diary.db-wal")).unwrap();
    u32::from_be_bytes(log[32..36].try_into().unwrap()).into()
}

/// The file is full of pages, and the log holds one more change.
async fn killed_after_checkpoint(folder: &TempDir, key: &DatabaseKey) -> PathBuf {
    killed(
        folder,
        key,
        "PRAGMA wal_checkpoint(TRUNCATE);
         INSERT INTO counter (name, value) VALUES ('late', 1);",
    )
    .await
}

#[tokio::test]
async fn a_truncated_file_is_refused() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = closed(&folder, &key).await;
    let whole = fs::read(&path).unwrap();
    for length in [whole.len() - 1, whole.len() - 4096, whole.len() / 2 + 100, 4096, 5000] {
        fs::write(&path, &whole[..length]).unwrap();
        refuses(&path, &key, true, OpenError::Damaged);
    }
    // Less than a page cannot be told from something that never was ours.
    for length in [1, 16, 100, 4095] {
        fs::write(&path, &whole[..length]).unwrap();
        refuses(&path, &key, true, OpenError::WrongKey);
    }
}

#[tokio::test]
async fn an_empty_file_is_a_missing_one_and_with_a_log_beside_it_a_damaged_one() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    fs::write(diary(&folder), "").unwrap();
    refuses(&diary(&folder), &key, false, OpenError::Missing);
    let path = killed(&folder, &key, "").await;
    fs::write(&path, "").unwrap();
    refuses(&path, &key, true, OpenError::Damaged);
    fs::remove_file(&path).unwrap();
    refuses(&path, &key, true, OpenError::Damaged);
}

#[tokio::test]
async fn a_missing_file_is_refused_when_none_is_to_be_made() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    refuses(&diary(&folder), &key, false, OpenError::Missing);
    assert_eq!(bytes_of(folder.path()), [], "not even a lock");
    let nowhere = folder.path().join("no such folder/diary.db");
    let refused = Store::open(&nowhere, &key, true).err();
    assert_eq!(refused, Some(OpenError::System(std::io::ErrorKind::NotFound)));
}

#[tokio::test]
async fn a_first_start_that_was_cut_short_is_no_obstacle() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = diary(&folder);
    fs::write(&path, "").unwrap();
    drop(Store::open(&path, &key, true).unwrap());
    fs::remove_file(&path).unwrap();
    // The first page is written before the first table.
    let first = raw(&path, &key);
    first.execute_batch("PRAGMA journal_mode = WAL").unwrap();
    drop(first);
    assert_eq!(fs::metadata(&path).unwrap().len(), PAGE);
    let store = Store::open(&path, &key, true).unwrap();
    assert_eq!(store.read(|view| view.count_readings()).await, Ok(0));
}

#[tokio::test]
async fn a_second_process_on_the_same_file_is_refused() {
    let home = Home::new();
    let key = DatabaseKey::random().unwrap();
    let store = Store::open(&home.diary(), &key, true).unwrap();
    assert_eq!(Store::open(&home.diary(), &key, true).err(), Some(OpenError::InUse));
    let settings = settings(&key, "http://127.0.0.1:1");
    let settings: Vec<(&str, &str)> =
        settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ended = home.run(&["serve"], &settings, "");
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(ended.err.contains("another tonolog process"), "{}", ended.err);
    store.write(|tx| tx.count("still ours")).await.unwrap();
}

#[tokio::test]
async fn the_folder_may_be_a_link_and_the_file_may_not() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let path = closed(&folder, &key).await;
    let links = TempDir::new().unwrap();
    std::os::unix::fs::symlink(folder.path(), links.path().join("state")).unwrap();
    let store = Store::open(&links.path().join("state/diary.db"), &key, false).unwrap();
    assert_eq!(Store::open(&path, &key, false).err(), Some(OpenError::InUse), "it is one file");
    let ended = store.wait();
    drop(store);
    ended.await.unwrap();
    std::os::unix::fs::symlink(&path, links.path().join("diary.db")).unwrap();
    assert!(Store::open(&links.path().join("diary.db"), &key, false).is_err());
}

#[tokio::test]
async fn only_the_owner_of_the_files_can_read_them() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let _store = filled(&diary(&folder), &key).await;
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        names.push(entry.file_name().to_string_lossy().into_owned());
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
    names.sort();
    assert_eq!(names, ["diary.db", "diary.db-shm", "diary.db-wal", "diary.db.lock"]);
}

#[test]
fn a_refusal_names_its_reason_and_the_file() {
    let home = Home::new();
    fs::write(home.diary(), "SQLite format 3\0 and so on").unwrap();
    let settings = settings(&DatabaseKey::random().unwrap(), "http://127.0.0.1:1");
    let mut command = home.command(BINARY);
    command.arg("serve").envs(settings).env("OPERATOR_LANGUAGE", "ru");
    let ended = finish(command, "");
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("diary.db — незашифрованная база"), "{}", ended.err);
}
