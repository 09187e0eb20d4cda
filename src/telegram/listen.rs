//! The listener that teloxide's dispatcher is fed from: the inbox, row by row, fairly.

use super::{
    desk::{Desk, Over, Slip},
    heard,
    lines::Lines,
};
use crate::app::{App, Waiting};
use futures_util::{Stream, stream};
use serde_json::Value;
use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};
use teloxide::{
    stop::{StopToken, mk_stop_token},
    types::{Update, UpdateKind},
    update_listeners::{AsUpdateStream, UpdateListener},
};
use tokio::sync::{Notify, mpsc, watch};

/// Updates that are handled at a time, over all chats: the writer is one, and a few turns deep is
/// enough to keep it busy.
pub(super) const BUSY_MAX: usize = 32;
/// Rows whose numbers are held in memory; the rest waits in its table.
const LINES_MAX: usize = 20_000;
/// Rows that are looked up at a time.
const ROWS: u32 = 1000;
/// Without a sign of anything we look again after this time.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// The receiving end, for the dispatcher.
pub(super) struct Listener<'q> {
    updates: &'q mut mpsc::Receiver<Update>,
    token: StopToken,
}

impl<'q> Listener<'q> {
    pub(super) fn new(updates: &'q mut mpsc::Receiver<Update>) -> Listener<'q> {
        // Stopping is the feeder's: it closes the channel. The dispatcher's own wish to stop is
        // never used.
        let (token, _) = mk_stop_token();
        Listener { updates, token }
    }
}

impl UpdateListener for Listener<'_> {
    type Err = Infallible;

    fn stop_token(&mut self) -> StopToken {
        self.token.clone()
    }
}

impl<'a> AsUpdateStream<'a> for Listener<'_> {
    type StreamErr = Infallible;
    type Stream = Pin<Box<dyn Stream<Item = Result<Update, Infallible>> + Send + 'a>>;

    fn as_stream(&'a mut self) -> Self::Stream {
        Box::pin(stream::unfold(&mut *self.updates, |updates| async move {
            let update = updates.recv().await?;
            Some((Ok(update), updates))
        }))
    }
}

/// Feeds the dispatcher until `stop`, then waits for what is being handled.
pub(super) async fn feed(
    app: App,
    desk: Arc<Desk>,
    updates: mpsc::Sender<Update>,
    mut over: mpsc::Receiver<Over>,
    inbox: Arc<Notify>,
    mut stop: watch::Receiver<bool>,
) {
    let mut lines = Lines::new(BUSY_MAX);
    let mut seen = 0;
    loop {
        if lines.len() < LINES_MAX {
            match app.inbox_after(seen, ROWS).await {
                Ok(rows) => {
                    for row in rows {
                        seen = row.id;
                        lines.push(row);
                    }
                }
                Err(error) => log::warn!("inbox: {error}"),
            }
        }
        let wake = lines.wake(Instant::now());
        while !*stop.borrow() {
            let Some(row) = lines.next() else { break };
            match app.update(row.id).await {
                Ok(Some(raw)) => hand(&desk, &updates, row, &raw).await,
                Ok(None) => lines.done(row.chat),
                Err(error) => {
                    log::warn!("inbox: {error}");
                    lines.again(row.chat, Instant::now() + LOOK_AGAIN);
                }
            }
        }
        let stopping = *stop.borrow();
        // A dispatcher that never started takes nothing any more; its updates wait in the table.
        if stopping && (lines.quiet() || updates.is_closed()) {
            return;
        }
        let look = wake.map_or(LOOK_AGAIN, |wake| wake.saturating_duration_since(Instant::now()));
        tokio::select! {
            () = inbox.notified() => {}
            Some(what) = over.recv() => {
                settle(&mut lines, what);
                while let Ok(what) = over.try_recv() {
                    settle(&mut lines, what);
                }
            }
            () = tokio::time::sleep(look.min(LOOK_AGAIN)) => {}
            _ = stop.changed() => {}
            () = updates.closed(), if stopping => {}
        }
    }
}

fn settle(lines: &mut Lines, what: Over) {
    match what {
        Over::Done(chat) => lines.done(chat),
        Over::Again(chat, after) => lines.again(chat, Instant::now() + after),
    }
}

/// Through the dispatcher if teloxide can read the update; else straight to the desk, so that
/// what its types do not know is neither lost nor logged.
async fn hand(desk: &Arc<Desk>, updates: &mpsc::Sender<Update>, row: Waiting, raw: &[u8]) {
    let slip = Slip { row, update: serde_json::from_slice(raw).unwrap_or(Value::Null) };
    // From the text: out of a `Value`, whose keys cannot be borrowed, teloxide reads no kind.
    let readable = serde_json::from_slice::<Update>(raw)
        .ok()
        .filter(|update| !matches!(update.kind, UpdateKind::Error(_)));
    match readable {
        Some(update) => {
            desk.put(update.id.0, slip);
            // The dispatcher is gone only when everything is ending.
            let _ = updates.send(update).await;
        }
        None => {
            let (desk, kind) = (Arc::clone(desk), heard::kind(&slip.update));
            tokio::spawn(async move { desk.work(slip, kind).await });
        }
    }
}
