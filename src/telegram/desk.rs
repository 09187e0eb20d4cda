//! Where updates are handled: one at a time for each chat, and whatever goes wrong with one is
//! over with that one.

use super::{
    heard::{self, Kind, Update},
    intake::Gate,
};
use crate::{
    app::{Answer, App, Clock, Error, Incoming, Waiting},
    metrics::{Door, Outcome},
};
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::Value;
use std::{
    collections::HashMap,
    panic::AssertUnwindSafe,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::sync::mpsc;

/// After so many failures an update is a dead letter, and its chat gets an apology.
const TRIES_MAX: u32 = 3;
/// A failed update is tried again after this time.
const TRY_AGAIN: Duration = Duration::from_millis(500);
/// When the writer's queue is full, after this time; that is no failure of the update.
const BUSY_AGAIN: Duration = Duration::from_millis(100);

/// What handles a turn: in the program the hallway.
pub type Handle = Arc<dyn Fn(Incoming) -> BoxFuture<'static, Result<Answer, Error>> + Send + Sync>;

/// An update that is being handled: its row and its raw content.
pub(super) struct Slip {
    pub(super) row: Waiting,
    pub(super) update: Value,
}

/// What became of the row of a chat.
pub(super) enum Over {
    /// It is finished.
    Done(i64),
    /// It is to be tried again after this time.
    Again(i64, Duration),
}

/// The desk. Slips lie here between the listener, which knows rows, and the dispatcher, which
/// knows updates.
pub(super) struct Desk {
    app: App,
    handle: Handle,
    clock: Clock,
    gate: Gate,
    slips: Mutex<HashMap<u32, Slip>>,
    over: mpsc::Sender<Over>,
    turns: AtomicU64,
}

impl Desk {
    pub(super) fn new(
        app: App,
        handle: Handle,
        clock: Clock,
        gate: Gate,
        over: mpsc::Sender<Over>,
    ) -> Desk {
        let (slips, turns) = (Mutex::default(), AtomicU64::new(0));
        Desk { app, handle, clock, gate, slips, over, turns }
    }

    /// Lays a slip down until the dispatcher calls for it.
    pub(super) fn put(&self, update_id: u32, slip: Slip) {
        self.slips.lock().unwrap_or_else(PoisonError::into_inner).insert(update_id, slip);
    }

    /// Handles the update that the dispatcher has routed here.
    pub(super) async fn routed(&self, update_id: u32, kind: Kind) {
        let slip = self.slips.lock().unwrap_or_else(PoisonError::into_inner).remove(&update_id);
        if let Some(slip) = slip {
            self.work(slip, kind).await;
        }
    }

    /// Handles one update, unless its chat is too fast, and says what became of it.
    pub(super) async fn work(&self, slip: Slip, kind: Kind) {
        let over = match self.gate.admit(slip.row.id, slip.row.chat).await {
            Ok(()) => self.handled(&slip, kind).await,
            Err(wait) => Over::Again(slip.row.chat, wait),
        };
        if matches!(over, Over::Done(_)) {
            self.gate.over(slip.row.id);
        }
        // The listener is gone only when everything is ending; then the row waits in its table.
        let _ = self.over.send(over).await;
    }

    async fn handled(&self, slip: &Slip, kind: Kind) -> Over {
        let number = self.turns.fetch_add(1, Ordering::Relaxed);
        let started = Instant::now();
        let done = AssertUnwindSafe(self.attempt(slip, kind)).catch_unwind().await;
        let (elapsed, elapsed_ms) = (started.elapsed(), started.elapsed().as_millis());
        let outcome = match &done {
            Ok(Ok(())) => Outcome::Answered,
            Ok(Err(Error::Busy)) => Outcome::Busy,
            Ok(Err(_)) | Err(_) => Outcome::Failed,
        };
        self.app.metrics().turn(Door::Chat, outcome, elapsed);
        match done {
            Ok(Ok(())) => {
                log::info!("chat turn {number}: handled in {elapsed_ms} ms");
                Over::Done(slip.row.chat)
            }
            Ok(Err(Error::Busy)) => Over::Again(slip.row.chat, BUSY_AGAIN),
            Ok(Err(error)) => {
                log::error!("chat turn {number}: {error}");
                self.count_failure(slip).await
            }
            Err(_) => {
                log::error!("chat turn {number}: panicked");
                self.count_failure(slip).await
            }
        }
    }

    async fn attempt(&self, slip: &Slip, kind: Kind) -> Result<(), Error> {
        let now_ms = (self.clock)();
        match heard::read(&slip.update, kind, slip.row.id, now_ms) {
            Update::Turn(incoming) => (self.handle)(*incoming).await.map(|_| ()),
            Update::Group { chat, language } => {
                self.app.group(slip.row.id, chat, language, now_ms).await
            }
            Update::Blocked { chat } => self.app.blocked(slip.row.id, chat, now_ms).await,
            Update::Nothing => self.app.finish(slip.row.id).await,
        }
    }

    async fn count_failure(&self, slip: &Slip) -> Over {
        let language = heard::language(&slip.update);
        let chat = heard::chat(&slip.update);
        let now_ms = (self.clock)();
        match self.app.failed(slip.row.id, TRIES_MAX, chat, language, now_ms).await {
            Ok(true) => Over::Done(slip.row.chat),
            Ok(false) | Err(_) => Over::Again(slip.row.chat, TRY_AGAIN),
        }
    }
}
