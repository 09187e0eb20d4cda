//! Another key for the diary: whatever happens in between, the key that is found opens the file.

use crate::{
    backups::{names, readings, with_readings},
    process::{BINARY, Ended, Home, Server, WEBHOOK_SECRET, signal},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};
use tonolog::{
    backup::{Hold, OpenError},
    config::{Diary, Environment},
    seal::{self, DatabaseKey},
    store::Store,
};

const COUNT: i64 = 300;

/// A diary with its settings file, as `init` leaves it.
fn scene() -> (Home, DatabaseKey) {
    let (home, key) = (Home::new(), DatabaseKey::random().unwrap());
    with_readings(&home.diary(), &key, COUNT);
    let text = format!(
        "# mine\nALICE_WEBHOOK_SECRET='{WEBHOOK_SECRET}'\nDATABASE_KEY='{}'\nDATABASE_PATH=diary.db\n",
        key.reveal()
    );
    fs::write(env(&home), text).unwrap();
    fs::set_permissions(env(&home), fs::Permissions::from_mode(0o600)).unwrap();
    (home, key)
}

fn env(home: &Home) -> PathBuf {
    home.work().join(".env")
}

/// The key that a start would find.
fn found(home: &Home) -> DatabaseKey {
    let text = fs::read_to_string(env(home)).unwrap();
    let pairs = text.lines().filter_map(|line| line.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned()));
    Diary::new(&Environment::of(pairs)).unwrap_or_else(|_| panic!()).key
}

fn rekey(home: &Home, settings: &[(&str, &str)]) -> Ended {
    let settings = [settings, &[("OPERATOR_LANGUAGE", "en")]].concat();
    home.run(&["rekey"], &settings, "")
}

fn files(home: &Home) -> Vec<String> {
    names(&home.work())
}

#[tokio::test]
async fn the_diary_opens_with_the_new_key_only_and_the_settings_have_it() {
    let (home, old) = scene();
    let ended = rekey(&home, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("Readings: 300"), "{}", ended.out);
    let new = found(&home);
    assert!(new.reveal() != old.reveal() && !ended.out.contains(new.reveal()));
    assert_eq!(Store::open(&home.diary(), &old, false).err(), Some(OpenError::WrongKey));
    assert_eq!(readings(&home.diary(), &new).await, COUNT);
    let text = fs::read_to_string(env(&home)).unwrap();
    assert!(text.starts_with("# mine\n") && text.ends_with("DATABASE_PATH=diary.db\n"), "{text}");
    for file in [env(&home), home.diary()] {
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(files(&home), [".env", "diary.db", "diary.db.lock"], "nothing is left over");
}

#[tokio::test]
async fn a_key_in_a_file_of_its_own_is_changed_there() {
    let (home, old) = scene();
    let file = home.temp().join("key");
    fs::write(&file, old.reveal()).unwrap();
    fs::write(env(&home), "DATABASE_PATH=diary.db\n").unwrap();
    let ended = rekey(&home, &[("DATABASE_KEY_FILE", file.to_str().unwrap())]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let new = DatabaseKey::new(fs::read_to_string(&file).unwrap().trim()).unwrap();
    assert_eq!(readings(&home.diary(), &new).await, COUNT);
}

#[tokio::test]
async fn a_key_that_we_cannot_write_down_is_told_once_and_counts_from_the_next_start_with_it() {
    for takes_it in [true, false] {
        let (home, old) = scene();
        fs::write(env(&home), "DATABASE_PATH=diary.db\n").unwrap();
        let ended = rekey(&home, &[("DATABASE_KEY", old.reveal())]);
        assert_eq!(ended.code, Some(0), "{}", ended.err);
        let new = ended.out.lines().find_map(|line| DatabaseKey::new(line.trim())).unwrap();
        let (right, wrong) = if takes_it { (&new, &old) } else { (&old, &new) };
        assert_eq!(readings(&home.diary(), right).await, COUNT);
        assert_eq!(Store::open(&home.diary(), wrong, false).err(), Some(OpenError::WrongKey));
        assert!(!home.work().join("diary.db.rekey").exists(), "the other one is gone");
        assert_eq!(readings(&home.diary(), right).await, COUNT);
    }
}

#[tokio::test]
async fn what_is_written_after_a_change_that_was_given_up_stays() {
    let (home, old) = scene();
    let new = DatabaseKey::random().unwrap();
    Hold::new(&home.diary()).unwrap().rekey(&old, &new, 1).unwrap();
    // The service goes on with the old key; then somebody tries the new one after all.
    let store = Store::open(&home.diary(), &old, false).unwrap();
    store.write(|tx| tx.count("written later")).await.unwrap();
    let ended = store.wait();
    drop(store);
    ended.await.unwrap();
    assert_eq!(Store::open(&home.diary(), &new, false).err(), Some(OpenError::WrongKey));
    let store = Store::open(&home.diary(), &old, false).unwrap();
    assert_eq!(store.read(|view| view.counted("written later")).await, Ok(1));
}

#[tokio::test]
async fn a_running_service_is_not_touched() {
    let (home, old) = scene();
    let server = Server::start(&home, &[]).await;
    let ended = rekey(&home, &[]);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    assert!(ended.err.contains("Stop that one"), "{}", ended.err);
    assert_eq!(found(&home).reveal(), old.reveal());
    assert!(!home.work().join("diary.db.rekey").exists());
    server.kill().await;
    // A log is left behind by the kill; it is not lost, and does not meet the new file.
    let ended = rekey(&home, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(readings(&home.diary(), &found(&home)).await, COUNT);
}

#[tokio::test]
async fn after_each_step_the_key_that_is_found_opens_the_diary() {
    let (home, old) = scene();
    let new = DatabaseKey::random().unwrap();
    // Cut short while the copy is made.
    fs::write(home.work().join("diary.db.rekey.part"), "half a copy").unwrap();
    assert_eq!(readings(&home.diary(), &old).await, COUNT);
    // The copy is made, the key is not written down.
    Hold::new(&home.diary()).unwrap().rekey(&old, &new, 1).unwrap();
    assert_eq!(readings(&home.diary(), &old).await, COUNT);
    assert_eq!(files(&home), [".env", "diary.db", "diary.db.lock"]);
    // The key is written down, the copy is not in its place.
    Hold::new(&home.diary()).unwrap().rekey(&old, &new, 1).unwrap();
    let text = fs::read_to_string(env(&home)).unwrap().replace(old.reveal(), new.reveal());
    fs::write(env(&home), text).unwrap();
    let again = rekey(&home, &[]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(again.out.contains("it is finished now"), "{}", again.out);
    assert_eq!(found(&home).reveal(), new.reveal(), "the key that is written down is the new one");
    assert_eq!(readings(&home.diary(), &new).await, COUNT);
    assert_eq!(files(&home), [".env", "diary.db", "diary.db.lock"]);
}

#[tokio::test]
async fn a_change_that_is_killed_at_any_moment_loses_nothing() {
    let (home, first) = scene();
    let begun = Instant::now();
    assert_eq!(rekey(&home, &[]).code, Some(0));
    // Long enough that some come to their end, on this machine as it is now.
    let longest_ms = begun.elapsed().as_millis() as usize * 2;
    let mut changed = 0;
    for _ in 0..40 {
        let before = found(&home);
        let mut command = home.command(BINARY);
        command.arg("rekey").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(seal::random_below(longest_ms).unwrap() as u64));
        signal(&child, "KILL");
        child.wait().unwrap();
        let key = found(&home);
        changed += i32::from(key.reveal() != before.reveal());
        assert_eq!(readings(&home.diary(), &key).await, COUNT);
    }
    assert!(changed > 0 && found(&home).reveal() != first.reveal(), "some came to their end");
    let ended = rekey(&home, &[]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(readings(&home.diary(), &found(&home)).await, COUNT);
    assert_eq!(files(&home), [".env", "diary.db", "diary.db.lock"]);
}

#[test]
fn a_damaged_diary_keeps_its_key() {
    let (home, old) = scene();
    let mut bytes = fs::read(home.diary()).unwrap();
    // In the second page, which is in use whatever was written: a free one may be damaged unseen.
    bytes[4096 + 2048] ^= 1;
    fs::write(home.diary(), &bytes).unwrap();
    let ended = rekey(&home, &[]);
    assert_eq!(ended.code, Some(1), "{}", ended.out);
    assert!(ended.err.contains("damaged"), "{}", ended.err);
    assert_eq!(found(&home).reveal(), old.reveal());
    assert!(fs::read(home.diary()).unwrap() == bytes);
}
