//! The fetcher: asks for updates, writes them down, and only then tells the platform to forget
//! them. A crash at any point loses nothing; what comes twice is known by its number.

use super::{
    Pause,
    api::{Api, Failure},
    heard,
};
use crate::app::{App, Clock, Received};
use serde_json::{Value, value::RawValue};
use std::{sync::Arc, time::Duration};
use teloxide::{
    payloads::{GetUpdates, GetUpdatesSetters},
    types::AllowedUpdate,
};
use tokio::sync::{Notify, watch};

/// How long the platform may hold a poll open, s; below the time limit of the call.
const POLL_SECONDS: u32 = 25;
/// Time limit of that call.
const POLL_WITHIN: Duration = Duration::from_secs(40);
/// A fetcher that was told to wait long shows so often that it is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(20);
/// With more updates waiting than this, the rest stays with the platform for now.
const WAITING_MAX: i64 = 10_000;
/// Then we look again after this time.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// Fetches until `stop`. `inbox` rings when there is something new.
pub(super) async fn run(
    api: Api,
    app: App,
    clock: Clock,
    inbox: Arc<Notify>,
    mut stop: watch::Receiver<bool>,
) {
    let mut offset: Option<i32> = None;
    let mut pause = Pause::new();
    // Silence is counted from here.
    app.metrics().fetching(clock());
    while !*stop.borrow() {
        app.metrics().fetcher_turned(clock());
        let fetched = tokio::select! {
            fetched = once(&api, &app, &clock, &mut offset, &inbox) => fetched,
            _ = stop.changed() => return,
        };
        let wait = match fetched {
            Ok(true) => {
                pause.reset();
                continue;
            }
            Ok(false) => {
                // The platform is not asked, so that its silence means nothing.
                app.metrics().fetching(clock());
                LOOK_AGAIN
            }
            Err(failure) => {
                log::warn!("updates: {failure}");
                app.metrics().telegram_failed(failure.trouble());
                pause.next(failure)
            }
        };
        tokio::select! {
            () = rest(wait, &app, &clock) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Waits, and shows all the while that it does so on purpose.
async fn rest(wait: Duration, app: &App, clock: &Clock) {
    let mut left = wait;
    while !left.is_zero() {
        let part = left.min(SIGN_OF_LIFE);
        tokio::time::sleep(part).await;
        app.metrics().fetcher_turned(clock());
        left -= part;
    }
}

/// One poll. `false` when enough is waiting already.
async fn once(
    api: &Api,
    app: &App,
    clock: &Clock,
    offset: &mut Option<i32>,
    inbox: &Notify,
) -> Result<bool, Failure> {
    let waiting = app.queues().await.map_or(WAITING_MAX, |queues| queues.inbox);
    if waiting >= WAITING_MAX {
        return Ok(false);
    }
    let mut poll = GetUpdates::new().timeout(POLL_SECONDS).limit(100).allowed_updates([
        AllowedUpdate::Message,
        AllowedUpdate::EditedMessage,
        AllowedUpdate::CallbackQuery,
        AllowedUpdate::MyChatMember,
    ]);
    poll.offset = *offset;
    let result = api.call_within(&poll, POLL_WITHIN).await?;
    app.metrics().fetched(clock());
    let updates: Vec<&RawValue> =
        serde_json::from_str(&result).map_err(|_| Failure::Unavailable)?;
    if updates.is_empty() {
        return Ok(true);
    }
    let mut received = Vec::with_capacity(updates.len());
    let mut last = None;
    for raw in updates {
        let Ok(update) = serde_json::from_str::<Value>(raw.get()) else {
            continue;
        };
        let Some(update_id) = update.get("update_id").and_then(Value::as_i64) else {
            continue;
        };
        let readable = heard::kind(&update) != heard::Kind::Other;
        let chat = heard::chat(&update);
        received.push((Received { update_id, chat, raw: raw.get().as_bytes().to_vec() }, readable));
        last = last.max(Some(update_id));
    }
    let Some(last) = last else {
        return Err(Failure::Unavailable);
    };
    if let Err(error) = app.receive(received, clock()).await {
        log::error!("updates: {error}");
        return Err(Failure::Unavailable);
    }
    *offset = i32::try_from(last + 1).ok();
    inbox.notify_one();
    Ok(true)
}
