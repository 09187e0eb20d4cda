//! Every payload that the platform is known to send, whole and damaged in every field: each gets
//! a valid answer, or is refused because it is no request any more.

use crate::{alice::faults, stage::Stage};
use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    fs,
    num::NonZeroU32,
    path::Path,
    sync::{Arc, atomic::Ordering},
};
use tonolog::{
    alice::{Pace, Refusal, Skill},
    demo::Spoken,
    domain::person::Access,
};

/// What the skill says when something failed inside. Nothing that is sent may bring it about.
const SORRY: &str = "Что-то пошло не так";
/// Without one of these there is nothing to answer.
const ESSENTIAL: [&str; 5] =
    ["/version", "/request", "/session", "/account_linking_complete_event", "/body"];

fn payloads() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/alice");
    let mut found: Vec<(String, Value)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(path).unwrap();
            (name, serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap())
        })
        .collect();
    found.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(found.len() >= 27, "{}", found.len());
    found
}

/// Where every field of a value is.
fn fields(at: &str, value: &Value, into: &mut Vec<String>) {
    let mut inner = |key: &str, value: &Value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        let at = format!("{at}/{key}");
        into.push(at.clone());
        fields(&at, value, into);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| inner(key, value)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(key, value)| inner(&key.to_string(), value));
        }
        _ => {}
    }
}

/// The value, ten objects deeper.
fn buried(value: &Value) -> Value {
    (0..10).fold(value.clone(), |inner, _| json!({ "x": inner }))
}

/// Unknown keys in every object.
fn cluttered(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut more: Map<String, Value> =
                map.iter().map(|(key, value)| (key.clone(), cluttered(value))).collect();
            for (key, value) in
                [("zz_null", Value::Null), ("zz_list", json!([[1], {}])), ("zz_deep", json!({}))]
            {
                more.insert(key.to_owned(), buried(&value));
            }
            Value::Object(more)
        }
        Value::Array(list) => Value::Array(list.iter().map(cluttered).collect()),
        plain => plain.clone(),
    }
}

/// The request with one field damaged, in every way there is.
fn damaged(whole: &Value, field: &str) -> Vec<Value> {
    let (parent, key) = field.rsplit_once('/').unwrap();
    let mut dropped = whole.clone();
    match dropped.pointer_mut(parent).unwrap() {
        Value::Object(map) => {
            map.remove(&key.replace("~1", "/").replace("~0", "~"));
        }
        Value::Array(list) => {
            list.remove(key.parse().unwrap());
        }
        _ => unreachable!("only these have fields"),
    }
    let mut all = vec![dropped];
    let old = whole.pointer(field).unwrap();
    let types = [
        Value::Null,
        json!(true),
        json!(-7),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("x"),
        json!("\u{0}\u{202e}🙂"),
        json!([]),
        json!([[1, null], "x"]),
        json!({}),
        buried(old),
        json!([[[[[[[[[[old]]]]]]]]]]),
    ];
    for value in types {
        let mut changed = whole.clone();
        *changed.pointer_mut(field).unwrap() = value;
        all.push(changed);
    }
    all
}

/// The answer to a request, checked; nothing when it was refused as none.
async fn valid_answer(stage: &Stage, request: &Value, place: &str) -> Option<Spoken> {
    match stage.skill.answer(request.to_string().as_bytes()).await {
        Ok(body) => {
            let response: Value = serde_json::from_slice(&body).unwrap();
            assert_eq!(faults(&response), Vec::<String>::new(), "{place}: {request}");
            let spoken = Spoken::of(&response).unwrap();
            assert!(!spoken.text.contains(SORRY), "{place}: {request}");
            Some(spoken)
        }
        Err(refusal) => {
            assert_eq!(refusal, Refusal::NotARequest, "{place}: {request}");
            None
        }
    }
}

#[tokio::test]
async fn every_payload_is_answered_however_it_is_damaged() {
    let stage = Stage::new(Access::Open).await;
    let mut count = 0;
    for (name, whole) in payloads() {
        assert!(valid_answer(&stage, &whole, &name).await.is_some(), "{name}");
        assert!(valid_answer(&stage, &cluttered(&whole), &name).await.is_some(), "{name}");
        if whole.get("body").is_none() {
            let wrapped = json!({"body": whole, "zz": 1});
            assert!(valid_answer(&stage, &wrapped, &name).await.is_some(), "{name}");
        }
        let mut places = Vec::new();
        fields("", &whole, &mut places);
        for place in &places {
            let mut requests = damaged(&whole, place);
            for request in &mut requests {
                count += 1;
                // A message of its own: otherwise the answer to the last one is given again.
                if place != "/session/session_id"
                    && let Some(session) = request.pointer_mut("/session/session_id")
                {
                    *session = json!(format!("session {count}"));
                }
            }
            let answers = requests.iter().map(|request| valid_answer(&stage, request, place));
            let bare = place.strip_prefix("/body").filter(|bare| !bare.is_empty());
            let essential = ESSENTIAL.contains(&bare.unwrap_or(place));
            for (request, answer) in requests.iter().zip(join_all(answers).await) {
                assert!(answer.is_some() || essential, "{name} {place}: {request}");
            }
        }
    }
    assert!(count > 5_000, "{count}");
    assert_eq!(stage.readings().await, 0, "nothing was said that could be stored");
}

#[tokio::test]
async fn what_is_no_request_is_refused_as_that() {
    let stage = Stage::new(Access::Open).await;
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(500), close.repeat(500));
    for body in [
        String::new(),
        "ping".to_owned(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        r#"{"version":"1.0"}"#.to_owned(),
        r#"{"version":"1.0","request":null,"session":null}"#.to_owned(),
        r#"{"version":1.0,"request":{}}"#.to_owned(),
        r#"{"body":{}}"#.to_owned(),
        r#"{"body":"{}"}"#.to_owned(),
        "{\"request\":{},\"version\":\"1.0\"".to_owned(),
        deep("[", "]"),
        deep("{\"body\":", "}"),
    ] {
        let answer = stage.skill.answer(body.as_bytes()).await;
        assert_eq!(answer, Err(Refusal::NotARequest), "{body}");
    }
    assert_eq!(stage.skill.answer(b"\xff\xfe{}").await, Err(Refusal::NotARequest));
}

/// A speaker of the test's own.
fn request(message: u64, said: &str) -> Value {
    json!({
        "meta": {"locale": "ru-RU", "timezone": "Europe/Moscow", "interfaces": {}},
        "session": {"message_id": message, "session_id": "s", "new": message == 0,
                    "user": {"user_id": "u"}, "application": {"application_id": "a"}},
        "request": {"type": "SimpleUtterance", "command": said, "original_utterance": said,
                    "markup": {"dangerous_context": false},
                    "nlu": {"tokens": said.split_whitespace().collect::<Vec<_>>(),
                            "entities": [], "intents": {}}},
        "state": {"session": {}, "user": {}, "application": {}},
        "version": "1.0",
    })
}

/// A stage with a speaker that has agreed; the next message is its third.
async fn agreed() -> Stage {
    let stage = Stage::new(Access::Open).await;
    stage.speak(&request(0, "")).await;
    let spoken = Spoken::of(&stage.speak(&request(1, "да")).await).unwrap();
    assert!(spoken.text.contains("дневник открыт"), "{}", spoken.text);
    stage
}

#[tokio::test]
async fn the_same_message_twice_is_answered_alike_and_stored_once() {
    let stage = agreed().await;
    let body = request(2, "давление 120 на 80 пульс 75").to_string();
    let first = stage.skill.answer(body.as_bytes()).await.unwrap();
    assert!(String::from_utf8_lossy(&first).contains("120/80"));
    // Later and in between, something else is said.
    stage.now_ms.fetch_add(60_000, Ordering::SeqCst);
    stage.speak(&request(3, "последнее давление")).await;
    stage.now_ms.fetch_add(60_000, Ordering::SeqCst);
    let second = stage.skill.answer(body.as_bytes()).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&first), String::from_utf8_lossy(&second));
    assert_eq!(stage.readings().await, 1);
}

#[tokio::test]
async fn twice_at_the_same_moment_is_stored_once() {
    let stage = agreed().await;
    let body = request(2, "давление 120 на 80 пульс 75").to_string();
    let answers = tokio::join!(
        stage.skill.answer(body.as_bytes()),
        stage.skill.answer(body.as_bytes()),
        stage.skill.answer(body.as_bytes())
    );
    let answers: BTreeSet<Vec<u8>> =
        [answers.0, answers.1, answers.2].into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.len(), 1);
    assert_eq!(stage.readings().await, 1);
}

#[tokio::test]
async fn a_lost_or_foreign_state_does_not_disturb_a_conversation() {
    let states = [
        Value::Null,
        json!("x"),
        json!({}),
        json!({"session": null, "user": [], "application": 7}),
        json!({"session": {"step": "pay", "values": [1, 2]}, "user": {"step": {}}}),
        buried(&json!({"session": {}})),
        json!({"session": {"step": "x".repeat(20_000)}}),
    ];
    for state in states {
        let stage = agreed().await;
        let mut doubtful = request(2, "давление 158 на 38");
        doubtful["state"] = state.clone();
        let asked = Spoken::of(&stage.speak(&doubtful).await).unwrap();
        assert!(asked.text.contains("158/38"), "{state}: {}", asked.text);
        assert_eq!(stage.readings().await, 0);
        let mut yes = request(3, "да");
        yes["state"] = state.clone();
        let saved = Spoken::of(&stage.speak(&yes).await).unwrap();
        assert!(saved.text.contains("158/38"), "{state}: {}", saved.text);
        assert_eq!(stage.readings().await, 1, "{state}");
    }
}

#[tokio::test]
async fn an_utterance_that_the_platform_calls_dangerous_is_met_with_care() {
    let stage = agreed().await;
    let calls = "сто три или сто двенадцать";
    for (message, (said, answered)) in [
        ("мне плохо", calls),
        ("не хочу больше жить", calls),
        ("давление 200 на 100", "Записано"),
        ("", "слушает"),
        ("помощь", "Чтобы записать"),
    ]
    .iter()
    .enumerate()
    {
        let mut dangerous = request(message as u64 + 2, said);
        dangerous["request"]["markup"]["dangerous_context"] = json!(true);
        let response = stage.speak(&dangerous).await;
        assert_eq!(faults(&response), Vec::<String>::new(), "{response}");
        let spoken = Spoken::of(&response).unwrap();
        assert!(!spoken.text.contains(SORRY), "{}", spoken.text);
        assert!(spoken.tts.contains(answered), "{said}: {}", spoken.tts);
        assert!(!spoken.ended, "{said}: nobody is left alone with it");
    }
}

/// Requests in which nobody said anything.
fn events() -> Vec<Value> {
    let mut events: Vec<Value> = [
        json!({"type": "AudioPlayer.PlaybackStarted"}),
        json!({"type": "AudioPlayer.PlaybackFinished"}),
        json!({"type": "AudioPlayer.PlaybackNearlyFinished"}),
        json!({"type": "AudioPlayer.PlaybackStopped"}),
        json!({"type": "AudioPlayer.PlaybackFailed",
               "error": {"message": "x", "type": "MEDIA_ERROR_UNKNOWN"}}),
        json!({"type": "Purchase.Confirmation", "purchase_request_id": "id",
               "purchase_timestamp": 1_590_399_311, "purchase_payload": 123, "signature": "x"}),
        json!({"type": "Show.Pull", "show_type": "MORNING"}),
        json!({"type": "Something.New"}),
        json!({"type": "ButtonPressed", "payload": {"what": "ever"}, "nlu": {"tokens": []}}),
    ]
    .into_iter()
    .map(|event| {
        let mut whole = request(0, "");
        whole["request"] = event;
        whole
    })
    .collect();
    let mut linked = request(0, "");
    linked["account_linking_complete_event"] = json!({});
    linked.as_object_mut().unwrap().remove("request");
    events.push(linked);
    events
}

#[tokio::test]
async fn what_is_no_utterance_gets_a_sensible_answer_and_disturbs_nothing() {
    for event in events() {
        // In the middle of a question.
        let stage = agreed().await;
        stage.speak(&request(2, "давление 158 на 38")).await;
        let mut event = event;
        event["session"]["message_id"] = json!(3);
        event["session"]["new"] = json!(false);
        let response = stage.speak(&event).await;
        assert_eq!(faults(&response), Vec::<String>::new(), "{event}: {response}");
        let spoken = Spoken::of(&response).unwrap();
        assert!(!spoken.ended && !spoken.text.contains(SORRY), "{event}: {}", spoken.text);
        assert_eq!(stage.readings().await, 0, "{event}");
        let saved = Spoken::of(&stage.speak(&request(4, "давление 121 на 81")).await).unwrap();
        assert!(saved.text.contains("121/81"), "{event}: {}", saved.text);
        assert_eq!(stage.readings().await, 1, "{event}");
        // Before anything was agreed to.
        let stage = Stage::new(Access::Open).await;
        let response = stage.speak(&event).await;
        assert_eq!(faults(&response), Vec::<String>::new(), "{event}: {response}");
        assert_eq!(stage.readings().await, 0, "{event}");
    }
}

fn pace(peer: u32, all: u32) -> Pace {
    let burst = |count| NonZeroU32::new(count).unwrap();
    Pace { peer_burst: burst(peer), all_burst: burst(all), ..Pace::SPEECH }
}

async fn said(skill: &Skill, request: &Value) -> String {
    let body = skill.answer(request.to_string().as_bytes()).await.unwrap();
    let response: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(faults(&response), Vec::<String>::new(), "{response}");
    Spoken::of(&response).unwrap().text
}

#[tokio::test]
async fn who_is_too_fast_is_asked_to_slow_down_and_nobody_else_is() {
    let stage = agreed().await;
    let clock = Arc::new(|| crate::stage::START_MS);
    let skill =
        Skill::new(stage.app.clone(), stage.phrases.clone(), None, clock).paced(pace(5, 1_000));
    let mut slowed = 0;
    for message in 10..40 {
        let text = said(&skill, &request(message, &format!("давление 1{message} на 80"))).await;
        slowed += usize::from(text.contains("помедленнее"));
    }
    assert!((20..=25).contains(&slowed), "{slowed}");
    let stored = stage.readings().await;
    assert!(stored as usize <= 30 - slowed, "{stored} stored, {slowed} slowed down");
    let mut other = request(0, "");
    other["session"]["user"]["user_id"] = json!("other");
    assert!(said(&skill, &other).await.contains("Согласны?"));
    let mut ping = request(50, "");
    ping["request"]["original_utterance"] = json!("ping");
    assert_eq!(said(&skill, &ping).await, "pong");
}

#[tokio::test]
async fn all_together_are_limited_as_well() {
    let stage = Stage::new(Access::Open).await;
    let clock = Arc::new(|| crate::stage::START_MS);
    let skill = Skill::new(stage.app.clone(), stage.phrases.clone(), None, clock)
        .paced(Pace { all_a_second: NonZeroU32::MIN, ..pace(5, 10) });
    let mut slowed = 0;
    for number in 0..40 {
        let mut hello = request(0, "");
        hello["session"]["user"]["user_id"] = json!(format!("user {number}"));
        slowed += usize::from(said(&skill, &hello).await.contains("помедленнее"));
    }
    assert!((25..=30).contains(&slowed), "{slowed}");
}

#[tokio::test]
async fn a_rehearsal_says_what_was_heard_and_leaves_no_trace() {
    let stage = agreed().await;
    for (phrase, heard) in [
        ("давление 131 на 84 пульс 70", "131/84"),
        ("pressure 131 over 84 pulse 70", "131/84"),
        ("давление 700 на 84", "Верхнее давление бывает"),
        ("последнее давление", "Не поняла"),
        ("", "Не поняла"),
    ] {
        let mut rehearsal = request(2, phrase);
        rehearsal["session"]["tonolog_check"] = json!("rehearsal");
        let text = said(&stage.skill, &rehearsal).await;
        assert!(text.contains(heard), "{phrase}: {text}");
    }
    assert_eq!(stage.readings().await, 0);
    // The message's number is still free.
    let saved = said(&stage.skill, &request(2, "120 на 80")).await;
    assert!(saved.contains("Записано: 120/80"), "{saved}");
}
