//! Link codes in every shape that speech recognition makes of them.

use crate::stage::{START_MS, Stage};
use std::collections::VecDeque;
use tonolog::{
    app::{Heard, Incoming, Peer, Reach},
    domain::{
        link::{DIGITS, TRIES_OVER_ALL, TRIES_OVER_ALL_MS, TRIES_PER_IDENTITY, locked},
        person::{Access, Door, Language},
        reply::Reply,
        utterance::{Intent, hear},
    },
    phrases::Dialogs,
};

fn check(said: &str, word: &str, digits: u16) {
    let dialogs = Dialogs::load(None).unwrap();
    match hear(&dialogs.grammar, &dialogs.words, Door::Voice, &[said.to_owned()]) {
        Intent::Code(code) => {
            assert_eq!((code.word.as_str(), code.digits), (word, digits), "{said}");
        }
        _ => panic!("{said}: no code"),
    }
}

#[test]
fn a_code_is_understood_however_it_was_heard() {
    let dialogs = Dialogs::load(None).unwrap();
    for word in ["слесарь", "мост"]
        .iter()
        .filter(|word| dialogs.words.words().contains(&(**word).to_owned()))
    {
        for shape in [
            "W 627",
            "W-627",
            "W 6 2 7",
            "W 600 27",
            "W 600 20 7",
            "W 620 7",
            "код W 627",
            "Код W шестьсот двадцать семь",
            "W шесть два семь",
            "W шестьсот двадцать семь",
            "код W, 627.",
            "мой код W 627",
            "привяжи аккаунт W 627",
            "подключи W 627 пожалуйста",
            "ну код это W 627",
            "кодовое слово W 627",
            "W627",
        ] {
            check(&shape.replace('W', word), word, 627);
        }
    }
    check("слесарь 100", "слесарь", 100);
    check("слесарь 999", "слесарь", 999);
    check("слесарь сто", "слесарь", 100);
    check("слесарь один ноль ноль", "слесарь", 100);
}

#[test]
fn look_alikes_and_soft_endings_are_the_same_word() {
    check("cлecapь 627", "слесарь", 627);
    check("слесар 627", "слесарь", 627);
    check("СЛЕСАРЬ 627", "слесарь", 627);
}

#[test]
fn what_is_no_code_is_none() {
    let dialogs = Dialogs::load(None).unwrap();
    for said in ["слесарь", "слесарь 99", "слесарь 1000", "627", "слесарь 62", "слесарь 6 2"]
    {
        let intent = hear(&dialogs.grammar, &dialogs.words, Door::Voice, &[said.to_owned()]);
        assert!(!matches!(intent, Intent::Code(_)), "{said}");
    }
}

#[tokio::test]
async fn a_code_is_remembered_by_its_hash_only() {
    let mut stage = Stage::new(Access::Open).await;
    stage.say(1, "ru", "/start").await;
    stage.say(1, "ru", "да").await;
    let incoming = || Incoming {
        peer: Peer { door: Door::Chat, id: "1".to_owned() },
        source: "7".to_owned(),
        origin: "7".to_owned(),
        heard: Heard::Words(vec!["/link".to_owned()]),
        at_ms: START_MS,
        language: Language::RU,
        zone: None,
        session: None,
        danger: false,
        reach: Some(Reach { chat: 1, back: None, inbox: 0 }),
    };
    let first = stage.app.turn(incoming()).await.unwrap();
    assert!(matches!(first.reply, Reply::Code { .. }));
    let again = stage.app.turn(incoming()).await.unwrap();
    assert!(again.reply == Reply::HowToLink, "the code itself is not stored");
}

/// A million guesses, one a second, each from a speaker of its own: how many were compared with
/// the code that was live at that moment, and how many hit it.
fn guessed(words: u64) -> (u32, u32) {
    let mut wrong: VecDeque<i64> = VecDeque::new();
    // Deterministic, and good enough for guesses.
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut draw = |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    let codes = words * u64::from(DIGITS.end() - DIGITS.start() + 1);
    let (mut compared, mut hits) = (0, 0);
    for second in 0..1_000_000i64 {
        let now_ms = second * 1000;
        while wrong.front().is_some_and(|at_ms| *at_ms <= now_ms - TRIES_OVER_ALL_MS) {
            wrong.pop_front();
        }
        let (live, guess) = (draw(codes), draw(codes));
        if locked(0, wrong.len() as u32).is_some() {
            continue;
        }
        compared += 1;
        if live == guess {
            hits += 1;
        } else {
            wrong.push_back(now_ms);
        }
    }
    (compared, hits)
}

#[test]
fn a_million_guesses_are_hardly_any_and_hit_nothing() {
    let words = include_str!("../../dialogs/ru/words.txt").lines().count() as u64;
    let (compared, hits) = guessed(words);
    // Ten in an hour, for the 278 hours that a million seconds are.
    assert_eq!((compared, hits), (2_780, 0));
    // The owner hears of it with the try that locks: long before the twentieth.
    const { assert!(TRIES_OVER_ALL < 20 && TRIES_PER_IDENTITY < 20) };
}
