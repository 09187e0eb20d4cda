//! What a conversation was about may become unreadable, after an upgrade or by damage: it begins
//! anew, and no chat is ever stuck.

use crate::{stage::Stage, store::raw};
use tonolog::{demo::Event, domain::person::Access};

const CHAT: i64 = 1;

async fn says(stage: &mut Stage, text: &str) -> String {
    let events = stage.say(CHAT, "ru", text).await;
    let [Event::Sent(shown) | Event::Edited(shown)] = events.as_slice() else {
        panic!("{events:?}")
    };
    shown.text.clone()
}

/// In the middle of a step-by-step entry the stored state becomes this; what a number and a whole
/// reading are answered then.
async fn check(damage: &str) {
    let mut stage = Stage::new(Access::Open).await;
    says(&mut stage, "/start").await;
    says(&mut stage, "да").await;
    says(&mut stage, "записать").await;
    assert!(says(&mut stage, "120").await.contains("Нижнее?"));
    let changed = raw(&crate::store::diary(&stage.folder), &stage.key)
        .execute(&format!("UPDATE thread SET {damage}"), [])
        .unwrap();
    assert_eq!(changed, 1, "{damage}");
    // The number is no step of the entry any more: it is asked what it is.
    let answer = says(&mut stage, "80").await;
    assert!(!answer.contains("Пульс?"), "{damage}: {answer}");
    assert!(!answer.contains("Попробуйте"), "{damage}: {answer}");
    let answer = says(&mut stage, "121/81 70").await;
    assert!(answer.starts_with("Записано: 121/81"), "{damage}: {answer}");
    assert_eq!(stage.readings().await, 1, "{damage}");
    // And the steps begin anew.
    says(&mut stage, "записать").await;
    assert!(says(&mut stage, "118").await.contains("Верхнее 118. Нижнее?"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_state_of_another_version_means_a_fresh_start() {
    check("version = version + 1").await;
    check("version = 0").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_state_that_cannot_be_read_means_a_fresh_start() {
    for body in ["", "{", "null", "[]", "{\"state\":{\"Gone\":1}}", "{\"state\":\"Entry\"}"] {
        check(&format!("body = '{body}'")).await;
    }
}
