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

/// A diary with one reading, 131/84, in it; then what was said, as the platform understood it.
async fn said(tokens: &str, intents: Value, numbers: &[u32]) -> (Stage, String) {
    let stage = Stage::new(Access::Open).await;
    let entities: Vec<Value> = numbers
        .iter()
        .map(|number| json!({"type": "YANDEX.NUMBER", "value": number, "tokens": {}}))
        .collect();
    let turn = |message: u64, words: &str, nlu: Value| {
        json!({
            "session": {"message_id": message, "session_id": "s", "user": {"user_id": "u"}},
            "request": {"type": "SimpleUtterance", "command": words, "nlu": nlu},
            "version": "1.0",
        })
    };
    for (at, words) in ["привет", "да", "131 на 84"].into_iter().enumerate() {
        stage.speak(&turn(at as u64, words, json!({}))).await;
    }
    stage.now_ms.fetch_add(3_600_000, std::sync::atomic::Ordering::SeqCst);
    let nlu = json!({
        "tokens": tokens.split(' ').collect::<Vec<_>>(),
        "intents": intents,
        "entities": entities,
    });
    let response = stage.speak(&turn(3, tokens, nlu)).await;
    assert_eq!(faults(&response), Vec::<String>::new());
    let text = response["response"]["text"].as_str().unwrap().to_owned();
    (stage, text)
}

fn slots(systolic: f64, diastolic: f64) -> Value {
    let slot = |value| json!({"type": "YANDEX.NUMBER", "value": value});
    json!({"bp.record": {"slots": {"systolic": slot(systolic), "diastolic": slot(diastolic)}}})
}

#[tokio::test]
async fn slots_of_our_own_intents_say_which_number_is_which() {
    // In this order they would be asked about.
    let (stage, text) = said("80 120", json!({}), &[]).await;
    assert_eq!(stage.readings().await, 1, "{text}");
    let (stage, text) = said("80 120", slots(120.0, 80.0), &[80, 120]).await;
    assert!(text.contains("Записано: 120/80"), "{text}");
    assert_eq!(stage.readings().await, 2);
    // A word that nobody knows is a reason to ask, whatever the platform has found.
    let (stage, text) = said("120 80 пломбир", slots(120.0, 80.0), &[120, 80]).await;
    assert!(text.contains("120/80") && text.contains('?'), "{text}");
    assert_eq!(stage.readings().await, 1);
    stage
        .speak(&json!({
            "session": {"message_id": 4, "session_id": "s", "user": {"user_id": "u"}},
            "request": {"type": "SimpleUtterance", "command": "да"},
            "version": "1.0",
        }))
        .await;
    assert_eq!(stage.readings().await, 2);
}

#[tokio::test]
async fn a_slot_whose_number_was_not_said_is_none() {
    let (_, text) = said("130 на 85", slots(120.0, 80.0), &[]).await;
    assert!(text.contains("Записано: 130/85"), "{text}");
    let (stage, text) = said("как дела", slots(120.0, 80.0), &[120, 80]).await;
    assert!(!text.contains("120"), "{text}");
    assert_eq!(stage.readings().await, 1);
}

#[tokio::test]
async fn slots_make_no_reading_of_a_question_and_no_order_of_names() {
    let (stage, text) = said("125 на 85 это опасно", slots(125.0, 85.0), &[125, 85]).await;
    assert_eq!(stage.readings().await, 1, "{text}");
    let (stage, text) = said("нижнее 85 верхнее 125", slots(85.0, 125.0), &[]).await;
    assert!(!text.contains("Записано"), "{text}");
    assert_eq!(stage.readings().await, 1);
}

#[tokio::test]
async fn numbers_that_the_platform_heard_otherwise_raise_a_question() {
    for (words, heard) in [("120 на 80", &[128, 80][..]), ("120 80 пульс 70", &[120, 8070])]
    {
        let (stage, text) = said(words, json!({}), heard).await;
        assert!(text.starts_with("Записать 120/80"), "{text}");
        assert_eq!(stage.readings().await, 1);
    }
    // A place or a date has swallowed some of them; ones and twos count things.
    for heard in [&[][..], &[70], &[1, 120, 80, 70]] {
        let (stage, text) = said("120 на 80 пульс 70", json!({}), heard).await;
        assert!(text.contains("Записано: 120/80, пульс 70"), "{text}");
        assert_eq!(stage.readings().await, 2);
    }
    let (_, text) = said("сто двадцать на восемьдесят в 8 утра", json!({}), &[120, 80, 8]).await;
    assert!(text.contains("Записано: 120/80"), "{text}");
}

#[tokio::test]
async fn a_recognised_intent_helps_where_the_words_are_unknown() {
    let last = json!({"bp.last": {"slots": {}}});
    let (_, text) = said("чего там у меня крайнее-то", last.clone(), &[]).await;
    assert!(text.contains("Последнее: 131/84"), "{text}");
    let (stage, text) = said("120 на 80", last, &[]).await;
    assert!(text.contains("Записано: 120/80"), "the words count: {text}");
    assert_eq!(stage.readings().await, 2);
    let code = json!({"link.code": {"slots": {
        "digits": {"type": "YANDEX.NUMBER", "value": 627, "tokens": {"start": 2, "end": 3}},
        "word": {"type": "LinkWord", "value": "арбуз", "tokens": {"start": 1, "end": 2}},
    }}});
    let (_, text) = said("вот арбузика 627", code, &[627]).await;
    assert!(text.contains("Такого кода нет"), "it was taken for a code: {text}");
}

/// What a speaker with a screen shows beside the text.
fn titles(response: &Value) -> Vec<String> {
    let buttons = response["response"]["buttons"].as_array().cloned().unwrap_or_default();
    buttons.iter().map(|button| button["title"].as_str().unwrap().to_owned()).collect()
}

/// The request of a button that was pressed.
fn pressed(response: &Value, title: &str, message: u64) -> Value {
    let buttons = response["response"]["buttons"].as_array().unwrap();
    let button = buttons.iter().find(|button| button["title"] == title).unwrap();
    json!({
        "meta": {"locale": "ru-RU", "timezone": "Europe/Moscow", "interfaces": {"screen": {}}},
        "session": {"message_id": message, "session_id": "s", "user": {"user_id": "u"}},
        "request": {"type": "ButtonPressed", "payload": button["payload"].clone(),
                    "nlu": {"tokens": title.split(' ').collect::<Vec<_>>(), "entities": []}},
        "version": "1.0",
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_shows_buttons_and_a_list_and_a_speaker_without_one_shows_neither() {
    let stage = Stage::new(Access::Open).await;
    let say = |message: u64, screen: bool, command: &str| {
        let interfaces = if screen { json!({"screen": {}}) } else { json!({}) };
        json!({
            "meta": {"locale": "ru-RU", "timezone": "Europe/Moscow", "interfaces": interfaces},
            "session": {"message_id": message, "session_id": "s", "user": {"user_id": "u"}},
            "request": {"type": "SimpleUtterance", "command": command,
                        "original_utterance": command},
            "version": "1.0",
        })
    };
    stage.speak(&say(0, true, "")).await;
    stage.speak(&say(1, true, "да")).await;
    for message in 0..6 {
        stage.now_ms.fetch_add(3_600_000, std::sync::atomic::Ordering::SeqCst);
        stage.speak(&say(2 + message, true, &format!("12{message} на 80"))).await;
    }
    stage.now_ms.fetch_add(60_000, std::sync::atomic::Ordering::SeqCst);
    let kept = stage.speak(&say(9, true, "126 на 80 пульс 75")).await;
    let expected = [
        "Отменить запись",
        "Измерить с подсказками",
        "Среднее за неделю",
        "Последние измерения",
        "Помощь",
    ];
    assert_eq!(titles(&kept), expected);
    let bare = stage.speak(&say(10, false, "последние измерения")).await;
    assert_eq!(titles(&bare), Vec::<String>::new());
    assert!(bare["response"].get("card").is_none(), "{bare}");

    let recent = stage.speak(&pressed(&kept, "Последние измерения", 11)).await;
    let card = &recent["response"]["card"];
    assert_eq!(card["type"], "ItemsList");
    assert_eq!(card["header"]["text"], "Последние измерения");
    let items = card["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    assert_eq!(items[0]["title"], "126/80, пульс 75");
    assert!(items[0]["description"].as_str().unwrap().starts_with("сегодня в "), "{card}");
    assert!(recent["response"]["text"].as_str().unwrap().contains("126/80"));

    let mean = stage.speak(&pressed(&recent, "Среднее за неделю", 12)).await;
    assert!(mean["response"]["text"].as_str().unwrap().contains("Среднее за неделю: 123/80"));
    let undone = stage.speak(&pressed(&kept, "Отменить запись", 13)).await;
    assert!(undone["response"]["text"].as_str().unwrap().contains("Удалено: 126/80"));
    let again = stage.speak(&pressed(&kept, "Отменить запись", 14)).await;
    assert!(again["response"]["text"].as_str().unwrap().contains("уже нет"));
    assert_eq!(stage.readings().await, 6);
}
