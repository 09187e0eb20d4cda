//! The network and the platform fail: an answer may come twice, it never comes not at all, and a
//! reading is stored once.

use super::{at_home, calls, kept, open_diaries, pair, shown, texts, undo, until};
use crate::stage::Stage;
use serde_json::{Value, json};
use tonolog::{
    demo::{Call, Event, Fault},
    domain::person::Access,
    telegram::Pace,
};

/// Everything that can go wrong with one call and be over with the next.
const FAULTS: [Fault; 6] = [
    Fault::Code(500),
    Fault::Html(502),
    Fault::Html(200),
    Fault::Flood(1),
    Fault::CutBefore,
    Fault::CutAfter,
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_outlives_every_failure_of_sending() {
    let people: Vec<i64> = (1..=FAULTS.len() as i64).collect();
    let mut stage = at_home(&people).await;
    for (person, fault) in people.iter().zip(FAULTS) {
        stage.stand_in.fail_in(*person, "sendMessage", fault);
        stage.stand_in.say(*person, "ru", &pair(0));
    }
    let seen = stage.settle().await;
    for (person, fault) in people.iter().zip(FAULTS) {
        let answers = texts(&seen, *person);
        // What was done before the connection broke cannot be known to be done.
        let times = if matches!(fault, Fault::CutAfter) { 2 } else { 1 };
        assert_eq!(answers.len(), times, "{fault:?}: {answers:?}");
        assert!(answers.iter().all(|answer| kept(answer, 0)), "{fault:?}: {answers:?}");
    }
    assert_eq!(stage.readings().await, people.len() as i64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_outlives_every_failure_and_happens_once() {
    let people: Vec<i64> = (1..=FAULTS.len() as i64).collect();
    let mut stage = at_home(&people).await;
    for person in &people {
        stage.stand_in.say(*person, "ru", &pair(0));
    }
    let before = stage.settle().await;
    for (person, fault) in people.iter().zip(FAULTS) {
        stage.stand_in.fail_in(*person, "editMessageText", fault);
        let answer = before.iter().map(shown).find(|shown| shown.chat == *person).unwrap();
        stage.stand_in.tap(*person, "ru", answer.message, &undo(answer));
    }
    let seen = stage.settle().await;
    for (person, fault) in people.iter().zip(FAULTS) {
        let here: Vec<&Event> = seen.iter().filter(|event| shown(event).chat == *person).collect();
        // An edit that is already there is no error, and no reason for a new message.
        assert!(matches!(here.as_slice(), [Event::Edited(_)]), "{fault:?}: {here:?}");
        assert_eq!(calls(&stage, "editmessagetext", *person).len(), 2, "{fault:?}");
    }
    assert_eq!(stage.readings().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_outlives_every_failure_of_asking() {
    let mut stage = at_home(&[1]).await;
    let mut seen = Vec::new();
    for (n, fault) in FAULTS.into_iter().enumerate() {
        // The poll that is open now brings this message; the one after it fails.
        stage.stand_in.fail("getUpdates", fault);
        stage.stand_in.say(1, "ru", &pair(n));
        seen.extend(stage.settle().await);
    }
    stage.stand_in.say(1, "ru", &pair(FAULTS.len()));
    seen.extend(stage.settle().await);
    let answers = texts(&seen, 1);
    assert_eq!(answers.len(), FAULTS.len() + 1, "{answers:?}");
    for (n, answer) in answers.iter().enumerate() {
        assert!(kept(answer, n), "{n}: {answer}");
    }
    assert_eq!(stage.readings().await, FAULTS.len() as i64 + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failures_at_the_start_do_not_keep_the_door_shut() {
    let mut stage = at_home(&[1]).await;
    stage.close_door().await;
    let before = menus(&stage).len();
    // The first is asked by the door, the second by the dispatcher.
    for fault in [Fault::CutBefore, Fault::Nothing, Fault::CutBefore] {
        stage.stand_in.fail("getMe", fault);
    }
    stage.stand_in.fail("deleteWebhook", Fault::Code(500));
    stage.stand_in.fail("setMyCommands", Fault::Html(502));
    stage.open_door(crate::stage::hallway(stage.app.clone()));
    stage.stand_in.say(1, "ru", &pair(0));
    let answers = texts(&stage.settle().await, 1);
    assert!(answers.len() == 1 && kept(&answers[0], 0), "{answers:?}");
    until(|| menus(&stage).len() >= before + 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_nobody_knows_any_more_still_gets_its_answer() {
    let mut stage = at_home(&[1]).await;
    let seen = stage.say(1, "ru", &pair(0)).await;
    let answer = shown(&seen[0]).clone();
    stage.stand_in.update(json!({"callback_query": {
        "id": "1",
        "from": {"id": 1, "is_bot": false, "first_name": "Person", "language_code": "ru"},
        "chat_instance": "1",
        "data": undo(&answer),
        "message": {
            "message_id": answer.message,
            "date": 1_700_000_000,
            "chat": {"id": 1, "type": "private", "first_name": "Person"},
            "text": "…",
        },
    }}));
    let seen = stage.settle().await;
    assert!(matches!(seen.as_slice(), [Event::Edited(_)]), "{seen:?}");
    assert!(texts(&seen, 1)[0].starts_with("Удалено"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_gone_gets_a_new_one_instead_of_an_edit() {
    let mut stage = at_home(&[1]).await;
    let seen = stage.say(1, "ru", &pair(0)).await;
    let data = undo(shown(&seen[0]));
    let seen = stage.tap(1, "ru", 999_999, &data).await;
    assert!(matches!(seen.as_slice(), [Event::Sent(_)]), "{seen:?}");
    assert!(texts(&seen, 1)[0].starts_with("Удалено"), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_cannot_be_edited_any_more_gets_a_new_one_instead() {
    for words in ["Bad Request: message can't be edited", "Bad Request: MESSAGE_ID_INVALID"] {
        let mut stage = at_home(&[1]).await;
        let seen = stage.say(1, "ru", &pair(0)).await;
        let card = shown(&seen[0]).clone();
        stage.stand_in.fail_in(1, "editMessageText", Fault::Refused(words));
        let seen = stage.tap(1, "ru", card.message, &undo(&card)).await;
        assert!(matches!(seen.as_slice(), [Event::Sent(_)]), "{seen:?}");
        assert!(texts(&seen, 1)[0].starts_with("Удалено"), "{seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chat_that_blocked_us_is_tried_once_and_left_alone_until_it_writes() {
    let mut stage = Stage::with(Access::Open, Pace::TELEGRAM, None).await;
    open_diaries(&mut stage, &[1, 2]).await;
    let before = calls(&stage, "sendmessage", 1).len();
    stage.stand_in.fail_in(1, "sendMessage", Fault::Flood(1));
    for n in 0..5 {
        stage.stand_in.say(1, "ru", &pair(n));
    }
    stage.stand_in.block(1);
    stage.stand_in.say(2, "ru", &pair(0));
    let seen = stage.settle().await;
    assert_eq!((texts(&seen, 1).len(), texts(&seen, 2).len()), (0, 1), "{seen:?}");
    // Once it was told to wait, once it was refused; the rest was dropped.
    assert_eq!(calls(&stage, "sendmessage", 1).len() - before, 2);
    assert_eq!(stage.readings().await, 6, "only the answers were dropped");
    let seen = stage.say(1, "ru", &pair(9)).await;
    assert!(kept(&texts(&seen, 1)[0], 9), "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_menu_of_commands_is_set_in_both_languages() {
    let stage = Stage::new(Access::Open).await;
    until(|| menus(&stage).len() == 3).await;
    let menus = menus(&stage);
    let menu = |code: Value| {
        let found = menus.iter().find(|call| call.body["language_code"] == code).unwrap();
        found.body["commands"].clone()
    };
    let (all, ru, en) = (menu(json!(null)), menu(json!("ru")), menu(json!("en")));
    assert_eq!(all, en, "who speaks another language reads English");
    for (ru, en) in ru.as_array().unwrap().iter().zip(en.as_array().unwrap()) {
        assert_eq!(ru["command"], en["command"]);
        assert_ne!(ru["description"], "");
    }
    assert_eq!(ru[0]["description"], "последняя запись");
    assert_eq!(ru.as_array().unwrap().len(), 21);
    assert_ne!(ru, en);
}

/// The menus that were accepted.
fn menus(stage: &Stage) -> Vec<Call> {
    let mut calls = stage.stand_in.calls();
    calls.retain(|call| call.method == "setmycommands" && call.ok);
    calls
}
