//! Whether the program is well: asked by supervisors, proxies and the watchdog.

use crate::{
    app::{App, Clock},
    metrics::FETCHER_STANDS_MS,
};
use serde_json::json;
use std::time::Duration;
use tokio::{
    sync::Mutex,
    time::{Instant, timeout},
};

/// The writer and a reader get this long.
const WITHIN: Duration = Duration::from_secs(2);
/// An answer is given again for so long: asking costs us nothing then.
const FRESH: Duration = Duration::from_secs(1);

/// What is looked at.
pub(super) struct Health {
    app: App,
    clock: Clock,
    /// Whether there is somebody who fetches updates.
    fetches: bool,
    last: Mutex<Option<(Instant, u16, Vec<u8>)>>,
}

impl Health {
    pub(super) fn new(app: App, clock: Clock, fetches: bool) -> Health {
        Health { app, clock, fetches, last: Mutex::default() }
    }

    /// The status and the body, at most a second old.
    pub(super) async fn answer(&self) -> (u16, Vec<u8>) {
        let mut last = self.last.lock().await;
        if let Some((at, status, body)) = &*last
            && at.elapsed() < FRESH
        {
            return (*status, body.clone());
        }
        let (status, body) = self.look().await;
        *last = Some((Instant::now(), status, body.clone()));
        (status, body)
    }

    async fn look(&self) -> (u16, Vec<u8>) {
        let started = Instant::now();
        let (writer, writer_ms, reader, reader_ms) = {
            let timed = |answer: Result<_, _>| (answer, started.elapsed().as_millis() as u64);
            let writer = async { timed(timeout(WITHIN, self.app.writer_answers()).await) };
            let reader = async { timed(timeout(WITHIN, self.app.reader_answers()).await) };
            let ((writer, writer_ms), (reader, reader_ms)) = tokio::join!(writer, reader);
            (writer, writer_ms, reader, reader_ms)
        };
        let (metrics, now_ms) = (self.app.metrics(), (self.clock)());
        let turned = metrics.fetcher_age_ms(now_ms).filter(|_| self.fetches);
        let fetched = metrics.fetched_age_ms(now_ms).filter(|_| self.fetches);
        let status = if !matches!(writer, Ok(Ok(()))) {
            "writer"
        } else if !matches!(reader, Ok(Ok(()))) {
            "reader"
        } else if turned.is_some_and(|age_ms| age_ms > FETCHER_STANDS_MS) {
            "fetcher"
        } else {
            "ok"
        };
        let body = json!({
            "status": status,
            "version": env!("CARGO_PKG_VERSION"),
            "writer_ms": writer_ms,
            "reader_ms": reader_ms,
            "fetcher_age_ms": turned,
            "telegram_age_ms": fetched,
        });
        (if status == "ok" { 200 } else { 503 }, body.to_string().into_bytes())
    }
}
