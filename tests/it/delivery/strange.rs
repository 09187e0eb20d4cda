//! Updates that nobody expects, handlers that fail, chats that are not private.

use super::{at_home, handled, kept, pair, texts, until_shown};
use serde_json::{Value, json};
use std::{
    panic::resume_unwind,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tonolog::app::{Error, Heard};

/// A change of the bot's own membership.
pub fn membership(chat: i64, kind: &str, status: &str) -> Value {
    let bot = json!({"id": 1_000_000, "is_bot": true, "first_name": "Tonolog"});
    json!({"my_chat_member": {
        "chat": {"id": chat, "type": kind, "title": "Group", "first_name": "Person"},
        "from": {"id": 1, "is_bot": false, "first_name": "Person", "language_code": "ru"},
        "date": 1_700_000_000,
        "old_chat_member": {"user": bot, "status": "member"},
        "new_chat_member": {"user": bot, "status": status, "until_date": 0},
    }})
}

fn in_group(message: i64, text: &str) -> Value {
    json!({"message": {
        "message_id": message,
        "date": 1_700_000_000,
        "chat": {"id": -100, "type": "group", "title": "Group"},
        "from": {"id": 1, "is_bot": false, "first_name": "Person", "language_code": "ru"},
        "text": text,
    }})
}

/// A message with these parts is stored and answered, and so is the one after it.
async fn check(parts: Value) {
    let mut stage = at_home(&[1]).await;
    let message = stage.stand_in.message(1, "ru", parts);
    stage.stand_in.update(json!({"message": message}));
    stage.stand_in.say(1, "ru", &pair(1));
    let answers = texts(&stage.settle().await, 1);
    assert!(answers.len() == 2 && kept(&answers[0], 0) && kept(&answers[1], 1), "{answers:?}");
    assert_eq!(stage.readings().await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_survive_an_entity_that_the_library_does_not_know() {
    let entities = json!([{"type": "date_time_new", "offset": 0, "length": 3}]);
    check(json!({"text": pair(0), "entities": entities})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn words_survive_a_message_that_the_library_cannot_read() {
    check(json!({"text": pair(0), "sticker": 5})).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_that_comes_several_times_is_answered_once() {
    let mut stage = at_home(&[1]).await;
    let message = stage.stand_in.message(1, "ru", json!({"text": pair(0)}));
    let number = stage.stand_in.update(json!({"message": message}));
    for _ in 0..3 {
        stage.stand_in.update(json!({"update_id": number, "message": message}));
    }
    let mut seen = stage.settle().await;
    stage.stand_in.again(number);
    seen.extend(stage.settle().await);
    assert_eq!(texts(&seen, 1).len(), 1, "{seen:?}");
    assert_eq!(stage.readings().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_update_of_a_kind_that_nobody_knows_is_put_aside() {
    let mut stage = at_home(&[1]).await;
    stage.stand_in.update(json!({"some_new_kind": {"chat": {"id": 1}, "text": "слово"}}));
    stage.stand_in.say(1, "ru", &pair(0));
    assert_eq!(texts(&stage.settle().await, 1).len(), 1);
    assert_eq!(stage.app.queues().await.unwrap().dead, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_update_at_all_holds_nothing_up() {
    let mut stage = at_home(&[1]).await;
    let message = stage.stand_in.message(1, "ru", json!({"text": pair(1)}));
    for strange in [json!({"message": message}), json!(7), json!("x"), json!([]), json!(null)] {
        stage.stand_in.deliver(strange);
    }
    stage.stand_in.say(1, "ru", &pair(0));
    let answers = texts(&stage.settle().await, 1);
    assert!(answers.len() == 1 && kept(&answers[0], 0), "{answers:?}");
    assert_eq!(stage.app.queues().await.unwrap().dead, 0);
}

/// The words `беда` fail in this way, each time they are handled.
async fn check_failure(fail: fn() -> Result<(), Error>) {
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = tries.clone();
    let mut stage = handled(&[1, 2], move |app| {
        Arc::new(move |incoming| {
            let (app, counted) = (app.clone(), counted.clone());
            Box::pin(async move {
                if matches!(&incoming.heard, Heard::Words(words) if words == &["беда"]) {
                    counted.fetch_add(1, Ordering::SeqCst);
                    fail()?;
                }
                app.turn(incoming).await
            })
        })
    })
    .await;
    for text in [pair(0).as_str(), "беда", pair(1).as_str()] {
        stage.stand_in.say(1, "ru", text);
    }
    until_shown(&mut stage, 1).await;
    stage.stand_in.say(2, "ru", &pair(2));
    let mut seen = until_shown(&mut stage, 2).await;
    assert_eq!(seen.len(), 1, "the other chat waited: {seen:?}");
    seen.extend(stage.settle().await);
    let answers = texts(&seen, 1);
    assert!(answers.len() == 2 && kept(&answers[1], 1), "{answers:?}");
    assert!(answers[0].starts_with("Что-то пошло не так"), "{answers:?}");
    assert_eq!(tries.load(Ordering::SeqCst), 3);
    assert_eq!(stage.app.queues().await.unwrap().dead, 1);
    assert_eq!(stage.readings().await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_panics_costs_one_message_and_an_apology() {
    // Unwinds as a panic does, without its message among those of the tests.
    check_failure(|| resume_unwind(Box::new("as a panic does"))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_handler_that_fails_costs_one_message_and_an_apology() {
    check_failure(|| Err(Error::Content("test"))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_is_told_once_that_we_talk_in_private() {
    let mut stage = at_home(&[1]).await;
    stage.stand_in.update(membership(-100, "group", "member"));
    for (number, text) in ["/start", "120/80", "привет"].into_iter().enumerate() {
        stage.stand_in.update(in_group(number as i64, text));
    }
    let mut seen = stage.settle().await;
    stage.stand_in.update(in_group(9, "120/80"));
    seen.extend(stage.settle().await);
    let answers = texts(&seen, -100);
    assert!(answers.len() == 1 && answers[0].contains("в личном чате"), "{answers:?}");
    assert_eq!(stage.readings().await, 0);
    // The same person in private is still heard.
    let seen = stage.say(1, "ru", &pair(0)).await;
    assert!(kept(&texts(&seen, 1)[0], 0), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_a_group_is_no_reason_to_write() {
    let mut stage = at_home(&[1]).await;
    stage.stand_in.update(membership(-100, "group", "kicked"));
    stage.stand_in.update(membership(1, "private", "member"));
    assert_eq!(stage.settle().await, []);
    let queues = stage.app.queues().await.unwrap();
    assert_eq!((queues.inbox, queues.dead), (0, 0));
}
