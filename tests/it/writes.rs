//! What an acknowledged write is worth.

use crate::{
    process::{BINARY, Home, Server, WEBHOOK_SECRET, platform, settings},
    store::diary,
};
use std::{collections::HashSet, fs, time::Duration};
use tempfile::TempDir;
use tonolog::{
    demo::{Device, Spoken, call, request},
    seal::DatabaseKey,
    store::{Error, Store},
};

#[tokio::test]
async fn a_job_that_fails_or_panics_is_taken_back_alone() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let store = Store::open(&diary(&folder), &key, true).unwrap();
    // While this one holds the writer, the others gather to one group.
    let (release, released) = std::sync::mpsc::channel::<()>();
    let first = store.write(move |_| {
        let _ = released.recv();
        Ok(())
    });
    let good = (0..20).map(|_| store.write(|tx| tx.count("good")));
    let bad = (0..20).map(|at| {
        store.write(move |tx| -> Result<(), Error> {
            tx.count("bad")?;
            if at % 2 == 0 { Err(Error::Content("test")) } else { panic!("in a test") }
        })
    });
    let mut good: Vec<_> = good.collect();
    let mut bad: Vec<_> = bad.collect();
    let all = async {
        let mut results = Vec::new();
        while let (Some(good), Some(bad)) = (good.pop(), bad.pop()) {
            let (good, bad) = tokio::join!(good, bad);
            results.push((good, bad));
        }
        results
    };
    let opener = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        drop(release);
    };
    let (first, results, ()) = tokio::join!(first, all, opener);
    first.unwrap();
    assert_eq!(results.len(), 20);
    for (at, (good, bad)) in results.into_iter().rev().enumerate() {
        assert_eq!(good, Ok(()));
        let expected = if at % 2 == 0 { Error::Content("test") } else { Error::Panicked };
        assert_eq!(bad, Err(expected));
    }
    assert_eq!(store.read(|view| view.counted("good")).await, Ok(20));
    assert_eq!(store.read(|view| view.counted("bad")).await, Ok(0));
}

#[tokio::test]
async fn an_acknowledged_write_is_there_after_opening_again() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    for round in 0..5 {
        let store = Store::open(&diary(&folder), &key, true).unwrap();
        assert_eq!(store.read(|view| view.counted("rounds")).await, Ok(round));
        store.write(|tx| tx.count("rounds")).await.unwrap();
        let ended = store.wait();
        drop(store);
        ended.await.unwrap();
    }
}

#[tokio::test]
async fn a_write_stands_when_its_caller_has_stopped_waiting() {
    let (folder, key) = (TempDir::new().unwrap(), DatabaseKey::random().unwrap());
    let store = Store::open(&diary(&folder), &key, true).unwrap();
    let slow = store.write(|tx| {
        std::thread::sleep(Duration::from_millis(100));
        tx.count("late")
    });
    assert!(tokio::time::timeout(Duration::from_millis(10), slow).await.is_err());
    store.write(|_| Ok(())).await.unwrap();
    assert_eq!(store.read(|view| view.counted("late")).await, Ok(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_fails_ends_the_process_and_nothing_was_claimed() {
    let home = Home::new();
    let key = DatabaseKey::random().unwrap();
    let (api_url, _stand_in, _events, _end) = platform().await;
    let settings = settings(&key, &api_url);
    // In blocks of 512 bytes: the log cannot grow beyond a megabyte.
    let script = format!("trap '' XFSZ; ulimit -f 2048; exec {BINARY} serve");
    let mut command = home.command("sh");
    command.args(["-c", &script]).envs(settings.iter().cloned());
    let mut server = Server::spawn(&home, command).await;
    let device = Device {
        user: "disk".to_owned(),
        locale: "ru-RU".to_owned(),
        zone: "Europe/Moscow".to_owned(),
    };
    let mut acknowledged = HashSet::new();
    let mut said = HashSet::new();
    for message in 0..500_u16 {
        let (systolic, diastolic) = (110 + message % 30, 70 + message / 30);
        let words = match message {
            0 => String::new(),
            1 => "да".to_owned(),
            _ => format!("давление {systolic} на {diastolic}"),
        };
        let body = request(&device, "s", message.into(), &words);
        let Ok((200, answer)) = call(server.address, WEBHOOK_SECRET, &body).await else { break };
        let spoken = Spoken::of(&answer).unwrap();
        said.insert((systolic, diastolic));
        if spoken.text.contains(&format!("Записано: {systolic}/{diastolic}")) {
            acknowledged.insert((systolic, diastolic));
        } else if message > 1 {
            break;
        }
    }
    assert_eq!(server.ended().await, Some(1), "the process has ended with an error");
    let log = fs::read_to_string(home.log()).unwrap();
    assert!(log.contains("the disk failed"), "{log}");
    assert!(acknowledged.len() > 3, "only {} were saved", acknowledged.len());

    let store = Store::open(&home.diary(), &key, false).unwrap();
    let stored = store.read(|view| view.readings_by_origin()).await.unwrap();
    let pairs: HashSet<(u16, u16)> =
        stored.iter().map(|(_, reading)| (reading.systolic(), reading.diastolic())).collect();
    assert_eq!(pairs.len(), stored.len(), "nothing is there twice");
    assert!(pairs.is_superset(&acknowledged), "everything that was claimed is there");
    assert!(pairs.len() <= acknowledged.len() + 1, "and at most what was being written");
    assert_eq!(store.read(|view| view.damaged_pages()).await, Ok(0));
}
