//! The service manager: sockets that it has opened for us, and what it is told. Without one,
//! nothing of this does anything.

use crate::{
    app::{App, Clock},
    metrics::{FETCHER_STANDS_MS, Metrics},
};
use listenfd::ListenFd;
use sd_notify::NotifyState;
use std::{io, time::Duration};
use tokio::{
    net::TcpListener,
    time::{sleep, timeout},
};

/// A migration of a large diary on a slow disk may take this long before it is given up, µs.
const OPENING_US: u32 = 10 * 60 * 1_000_000;
/// The writer has to answer within this time.
const WRITER_WITHIN: Duration = Duration::from_secs(10);
/// The loop of the HTTP door turns every five seconds, and waits for at most one request.
const HTTP_MS: i64 = 30 * 1000;

/// What a socket of the instruments is called (`FileDescriptorName=`); any other is one of HTTP.
const METRICS: &str = "metrics";

/// Which socket is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Socket {
    Http,
    Metrics,
}

/// Sockets passed by the service manager, and what they are called.
pub(super) struct Sockets {
    passed: ListenFd,
    names: Vec<String>,
}

impl Sockets {
    pub(super) fn passed() -> io::Result<Sockets> {
        let names = sd_notify::listen_fds_with_names()?.map(|(_, name)| name).collect();
        Ok(Sockets { passed: ListenFd::from_env(), names })
    }

    /// The first socket of this kind, if one was passed.
    pub(super) fn take(&mut self, socket: Socket) -> io::Result<Option<TcpListener>> {
        let wanted = |name: &String| (name == METRICS) == (socket == Socket::Metrics);
        let Some(number) = self.names.iter().position(wanted) else { return Ok(None) };
        let Some(listener) = self.passed.take_tcp_listener(number)? else { return Ok(None) };
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Some)
    }
}

/// The file is being opened; that may take a while.
pub(super) fn opening() {
    tell(NotifyState::ExtendTimeoutUsec(OPENING_US));
}

/// Everything is open: whoever waited for us may go on.
pub(super) fn ready() {
    tell(NotifyState::Ready);
}

/// We were asked to stop and are about to.
pub(super) fn stopping() {
    tell(NotifyState::Stopping);
}

/// Nobody may be listening, and that is no fault.
fn tell(state: NotifyState<'_>) {
    let _ = sd_notify::notify(&[state]);
}

/// Tells the watchdog that we are alive, for as long as everything that has to turn does: the
/// writer commits, the HTTP door accepts, the fetcher (if there is one) goes round.
pub(super) async fn watch(app: App, clock: Clock, fetches: bool) {
    let Some(limit) = sd_notify::watchdog_enabled() else {
        return std::future::pending().await;
    };
    // As the manual advises, twice in its time and a bit more.
    let every = limit / 3;
    loop {
        match stuck(&app, &clock, fetches).await {
            None => tell(NotifyState::Watchdog),
            Some(part) => log::error!("watchdog: {part} does not answer"),
        }
        sleep(every).await;
    }
}

/// Whether Telegram answers is not asked: an outage there must not become a row of restarts here.
async fn stuck(app: &App, clock: &Clock, fetches: bool) -> Option<&'static str> {
    if !matches!(timeout(WRITER_WITHIN, app.writer_answers()).await, Ok(Ok(()))) {
        return Some("the writer");
    }
    stands(app.metrics(), clock(), fetches)
}

/// What does not go round any more: the loop of the HTTP door, or the fetcher if there is one.
fn stands(metrics: &Metrics, now_ms: i64, fetches: bool) -> Option<&'static str> {
    if metrics.http_age_ms(now_ms).is_some_and(|age_ms| age_ms > HTTP_MS) {
        return Some("the HTTP door");
    }
    let turned = metrics.fetcher_age_ms(now_ms).filter(|_| fetches);
    turned.is_some_and(|age_ms| age_ms > FETCHER_STANDS_MS).then_some("the fetcher")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_or_a_fetcher_that_stands_is_not_fed() {
        let metrics = Metrics::new();
        // Neither has begun: the start is watched by other means.
        assert_eq!(stands(&metrics, 1_000_000, true), None);
        metrics.http_turned(1_000_000);
        metrics.fetcher_turned(1_000_000);
        let http_ms = 1_000_000 + HTTP_MS;
        assert_eq!(stands(&metrics, http_ms, true), None);
        assert_eq!(stands(&metrics, http_ms + 1, true), Some("the HTTP door"));
        let fetcher_ms = 1_000_000 + FETCHER_STANDS_MS;
        metrics.http_turned(fetcher_ms);
        assert_eq!(stands(&metrics, fetcher_ms, true), None);
        assert_eq!(stands(&metrics, fetcher_ms + 1, true), Some("the fetcher"));
        assert_eq!(stands(&metrics, fetcher_ms + 1, false), None, "nobody has to fetch");
        metrics.fetcher_turned(fetcher_ms);
        assert_eq!(stands(&metrics, fetcher_ms + 1, true), None, "it turns again");
    }
}
