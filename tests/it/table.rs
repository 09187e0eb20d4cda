//! Every intent in every state of a conversation with a speaker: whatever is said, the answer is one
//! that the platform takes and that a person can listen to, and it says how to go on.

use crate::{alice, stage::Stage};
use serde_json::Value;
use std::{fs, path::Path};
use tonolog::{
    demo::{Device, Spoken, request},
    domain::person::Access,
};

/// A state: its name, and what leads there.
struct Way {
    name: String,
    said: Vec<String>,
}

fn table(code: &str) -> (Vec<Way>, Vec<String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let text = fs::read_to_string(folder.join(format!("voice_table.{code}.txt"))).unwrap();
    let mut ways: Vec<Way> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => ways.push(Way { name: name.to_owned(), said: Vec::new() }),
            None => ways.last_mut().unwrap().said.push(line.to_owned()),
        }
    }
    let probes = ways.pop().unwrap();
    assert_eq!(probes.name, "probes");
    (ways, probes.said)
}

/// Words with which an answer invites to go on, besides a question.
const INVITATIONS: [&str; 23] = [
    "скажите",
    "назовите",
    "можно",
    "спросить",
    "жду",
    "подтвердите",
    "откройте",
    "слово",
    "слушает",
    "пришлите",
    "позже",
    "звоните",
    "say",
    "ask",
    "can",
    "waiting",
    "confirm",
    "open",
    "removes",
    "later",
    "ready",
    "call",
    "tell",
];

/// What is wrong with an answer for somebody who listens.
fn faults(code: &str, response: &Value) -> Vec<String> {
    let mut faults = alice::faults(response);
    let spoken = Spoken::of(response).unwrap();
    if spoken.text.contains("sil <") {
        faults.push("a pause is shown".to_owned());
    }
    let spoken = Spoken { tts: spoken.aloud(), ..spoken };
    let digits = |tts: &str| {
        let around: Vec<char> = tts.chars().collect();
        around.windows(3).any(|w| w[0].is_ascii_digit() && w[1] == '/' && w[2].is_ascii_digit())
    };
    if digits(&spoken.tts) {
        faults.push("a slash between digits is spoken".to_owned());
    }
    for said in [&spoken.text, &spoken.tts] {
        if let Some(odd) = said.chars().find(|c| u32::from(*c) >= 0x2190 || *c == '!') {
            faults.push(format!("{odd:?} is no part of speech"));
        }
        if code == "ru" && said.chars().any(|c| c.is_ascii_alphabetic()) {
            faults.push("English in Russian".to_owned());
        }
    }
    let low = spoken.tts.to_lowercase();
    let words: Vec<&str> = low.split(|c: char| !c.is_alphabetic()).collect();
    let goes_on =
        spoken.ended || low.contains('?') || INVITATIONS.iter().any(|word| words.contains(word));
    if !goes_on {
        faults.push("nothing says how to go on".to_owned());
    }
    faults
}

async fn every_answer_fits(code: &str) {
    let (ways, probes) = table(code);
    assert!(ways.len() >= 15 && probes.len() >= 45);
    let locale = if code == "ru" { "ru-RU" } else { "en-US" };
    let mut wrong = Vec::new();
    for (at, way) in ways.iter().enumerate() {
        let stage = Stage::new(Access::Open).await;
        for (number, probe) in probes.iter().enumerate() {
            let device = Device {
                user: format!("{at}-{number}"),
                locale: locale.to_owned(),
                zone: "Europe/Moscow".to_owned(),
            };
            let lines = std::iter::once("").chain(way.said.iter().map(String::as_str));
            for (message, said) in lines.chain([probe.as_str()]).enumerate() {
                let body = request(&device, &device.user, message as u64, said);
                let response = stage.speak(&body).await;
                for fault in faults(code, &response) {
                    let tts = response["response"]["tts"].as_str().unwrap_or_default();
                    wrong.push(format!("{}: {said}: {fault}: {tts}", way.name));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_russian_every_answer_of_every_intent_in_every_state_fits() {
    every_answer_fits("ru").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_english_every_answer_of_every_intent_in_every_state_fits() {
    every_answer_fits("en").await;
}
