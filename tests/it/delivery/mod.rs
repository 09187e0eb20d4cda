//! Delivery: the real dispatcher against the stand-in over HTTP. What came is answered in order,
//! once; what goes wrong in one chat stays in that chat.

mod failures;
mod fairness;
mod platform;
mod restarts;
mod strange;

use crate::stage::Stage;
use std::time::Duration;
use tokio::time::{sleep, timeout};
use tonolog::{
    app::App,
    demo::{Call, Event, Shown},
    domain::person::Access,
    telegram::Handle,
};

/// Nobody waits longer than this for one message.
const PATIENCE: Duration = Duration::from_secs(20);

/// The `n`th of 600 readings, none of them twice.
fn pair(n: usize) -> String {
    format!("{}/{}", 110 + n % 30, 65 + n / 30 % 20)
}

/// Whether these words read the `n`th reading back.
fn kept(words: &str, n: usize) -> bool {
    words.starts_with(&format!("Записано: {}\n", pair(n)))
}

/// A stage on which these people have opened their diaries.
async fn at_home(people: &[i64]) -> Stage {
    let mut stage = Stage::new(Access::Open).await;
    open_diaries(&mut stage, people).await;
    stage
}

/// The same, with turns handled by something else from then on.
async fn handled(people: &[i64], handle: impl FnOnce(App) -> Handle) -> Stage {
    let mut stage = at_home(people).await;
    stage.close_door().await;
    let handle = handle(stage.app.clone());
    stage.open_door(handle);
    stage
}

async fn open_diaries(stage: &mut Stage, people: &[i64]) {
    for person in people {
        stage.stand_in.say(*person, "ru", "/start");
        stage.stand_in.say(*person, "ru", "да");
    }
    let seen = stage.settle().await;
    assert_eq!(seen.len(), people.len() * 2, "{seen:?}");
}

fn shown(event: &Event) -> &Shown {
    let (Event::Sent(shown) | Event::Edited(shown)) = event;
    shown
}

/// What the button that removes a reading carries.
fn undo(shown: &Shown) -> String {
    let button = shown.buttons.iter().find(|(_, data)| data.starts_with("undo:"));
    button.unwrap_or_else(|| panic!("{shown:?}")).1.clone()
}

/// What stood in this chat, in order.
fn texts(seen: &[Event], chat: i64) -> Vec<String> {
    let here = seen.iter().map(shown).filter(|shown| shown.chat == chat);
    here.map(|shown| shown.text.clone()).collect()
}

/// Everything that is shown until something is shown in this chat.
async fn until_shown(stage: &mut Stage, chat: i64) -> Vec<Event> {
    let mut seen = Vec::new();
    while seen.last().is_none_or(|event| shown(event).chat != chat) {
        let event = timeout(PATIENCE, stage.events.recv()).await;
        seen.push(event.expect("nothing was shown").unwrap());
    }
    seen
}

/// Waits until this has come true, and not for ever.
async fn until(come_true: impl Fn() -> bool) {
    let waiting = async {
        while !come_true() {
            sleep(Duration::from_millis(2)).await;
        }
    };
    timeout(PATIENCE, waiting).await.expect("it did not come true");
}

/// The calls of a method for this chat.
fn calls(stage: &Stage, method: &str, chat: i64) -> Vec<Call> {
    let mut calls = stage.stand_in.calls();
    calls.retain(|call| call.method == method && call.body["chat_id"] == chat);
    calls
}
