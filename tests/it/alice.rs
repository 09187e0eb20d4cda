//! What the voice platform sends, and what it accepts.

use crate::stage::Stage;
use serde_json::{Value, json};
use std::{fs, path::Path};
use tonolog::{demo::Spoken, domain::person::Access};

/// Everything that is wrong with a response by the platform's documented limits, and by our own:
/// what is shown is also there to read.
pub fn faults(response: &Value) -> Vec<String> {
    let mut faults = tonolog::probe::faults(response);
    if response["response"]["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        faults.push("response.text is empty".to_owned());
    }
    faults
}

fn payloads() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/alice");
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

#[tokio::test]
async fn every_known_payload_gets_a_valid_answer() {
    let payloads = payloads();
    assert!(payloads.len() >= 20);
    for access in [Access::Open, Access::Invite] {
        let stage = Stage::new(access).await;
        for (name, body) in &payloads {
            let body = body.trim_start_matches('\u{feff}');
            let answer = stage.skill.answer(body.as_bytes()).await;
            let answer = answer.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
            let response: Value = serde_json::from_slice(&answer).unwrap();
            assert_eq!(faults(&response), Vec::<String>::new(), "{name}: {response}");
        }
        assert_eq!(stage.readings().await, 0, "nothing was said that could be stored");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_an_answer_in_time_nothing_is_claimed() {
    let stage = Stage::new(Access::Open).await;
    let ask = |message: u64, command: &str| {
        json!({
            "session": {"message_id": message, "session_id": "s", "user": {"user_id": "u"}},
            "request": {"type": "SimpleUtterance", "command": command},
            "version": "1.0",
        })
    };
    stage.speak(&ask(0, "привет")).await;
    stage.speak(&ask(1, "да")).await;
    // Something holds the writer for longer than the platform would wait.
    let store = stage.store.clone();
    let (held, holding) = tokio::sync::oneshot::channel();
    let holder = tokio::spawn(async move {
        store
            .write(move |_| {
                let _ = held.send(());
                std::thread::sleep(std::time::Duration::from_secs(4));
                Ok(())
            })
            .await
    });
    holding.await.unwrap();
    let started = std::time::Instant::now();
    let body = ask(2, "120 на 80").to_string();
    let answer = stage.skill.answer(body.as_bytes()).await.unwrap();
    let took = started.elapsed();
    assert!(took.as_millis() < 3_500, "{took:?}");
    let spoken = Spoken::of(&serde_json::from_slice(&answer).unwrap()).unwrap();
    assert!(spoken.text.contains("не успела"), "{}", spoken.text);
    assert!(!spoken.text.contains("Записано"), "{}", spoken.text);
    // Asked again with the same message, the outcome is the one on the disk, and there is one.
    holder.await.unwrap().unwrap();
    let answer = stage.skill.answer(body.as_bytes()).await.unwrap();
    let spoken = Spoken::of(&serde_json::from_slice(&answer).unwrap()).unwrap();
    assert!(spoken.text.contains("Записано: 120/80"), "{}", spoken.text);
    assert_eq!(stage.readings().await, 1);
}

#[tokio::test]
async fn a_ping_does_not_need_the_database() {
    let mut stage = Stage::new(Access::Open).await;
    stage.stop().await;
    let store = stage.store.clone();
    // The writer is held for as long as the ping takes.
    let (release, released) = std::sync::mpsc::channel::<()>();
    let holder = tokio::spawn(async move {
        store
            .write(move |_| {
                let _ = released.recv();
                Ok(())
            })
            .await
    });
    let ping = json!({
        "session": {"user": {"user_id": "u"}},
        "request": {"type": "SimpleUtterance", "command": "", "original_utterance": "ping"},
        "version": "1.0",
    });
    let answer = stage.skill.answer(ping.to_string().as_bytes()).await.unwrap();
    assert!(Spoken::of(&serde_json::from_slice(&answer).unwrap()).is_some());
    drop(release);
    holder.await.unwrap().unwrap();
}
