//! What a door asks about the house itself: is everybody awake, how full are the queues, was this
//! call heard before.

use super::App;
use crate::{
    metrics::{Metrics, Queues},
    store::Error,
};

/// A signed call may be so much older or younger than now, ms: five minutes.
pub const CALL_WINDOW_MS: i64 = 5 * 60 * 1000;

impl App {
    /// The instruments.
    pub fn metrics(&self) -> &Metrics {
        self.0.store.metrics()
    }

    /// Takes a signed call with this nonce; `false` when one with it was taken before. The nonce is
    /// on the disk when this returns, and is kept for longer than it could be used again.
    pub async fn take_call(&self, nonce: &str, at_ms: i64) -> Result<bool, Error> {
        let mark = self.0.store.seal().call(nonce);
        let old_ms = at_ms - 2 * CALL_WINDOW_MS;
        self.0.store.write(move |tx| tx.take_call(&mark, at_ms, old_ms)).await
    }

    /// How full the queues are.
    pub async fn queues(&self) -> Result<Queues, Error> {
        self.0.store.read(|view| view.queues()).await
    }

    /// Whether the writer answers: something was committed.
    pub async fn writer_answers(&self) -> Result<(), Error> {
        self.0.store.write(|_| Ok(())).await
    }

    /// Whether a reader answers.
    pub async fn reader_answers(&self) -> Result<(), Error> {
        self.0.store.read(|view| view.counted("strangers").map(|_| ())).await
    }
}
