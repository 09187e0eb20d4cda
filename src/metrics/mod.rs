//! What can be counted about the running program, for Prometheus. Every label has a closed set of
//! values: nothing that a person said or is can become one.

mod labels;

pub use labels::{Door, Outcome, Route, Trouble};

use labels::{Failures, Responses, Turns};
use prometheus_client::{
    encoding::text,
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
        info::Info,
    },
    registry::{Registry, Unit},
};
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

/// The version of the text format that [`Metrics::render`] writes.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The instruments. Clones share them.
#[derive(Clone)]
pub struct Metrics(Arc<Instruments>);

struct Instruments {
    registry: Registry,
    turns: Family<Turns, Counter>,
    turn_seconds: Family<Turns, Histogram, fn() -> Histogram>,
    responses: Family<Responses, Counter>,
    failures: Family<Failures, Counter>,
    connections: Gauge,
    evicted: Counter,
    group_jobs: Histogram,
    commit_seconds: Histogram,
    inbox: Gauge,
    inbox_age: Gauge<f64, AtomicU64>,
    dead: Gauge,
    outbox: Gauge,
    outbox_age: Gauge<f64, AtomicU64>,
    poll_age: Gauge<f64, AtomicU64>,
    backup_age: Gauge<f64, AtomicU64>,
    beats: Beats,
}

/// When the loops that have to turn have turned last, ms UTC; 0 before the first time.
#[derive(Default)]
struct Beats {
    fetcher: AtomicI64,
    fetched: AtomicI64,
    http: AtomicI64,
    backup: AtomicI64,
}

/// What the store knows at the moment of asking.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depths {
    /// Updates that wait.
    pub inbox: i64,
    /// How long the oldest of them has waited, ms.
    pub inbox_ms: i64,
    /// Updates that were given up.
    pub dead: i64,
    /// Answers that wait.
    pub outbox: i64,
    /// How long the oldest of them has waited, ms.
    pub outbox_ms: i64,
}

impl Default for Metrics {
    fn default() -> Metrics {
        Metrics::new()
    }
}

/// From a tenth of a millisecond to some seven seconds: a commit, and an answer that is late.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.000_1, 3.0, 11))
}

impl Metrics {
    /// Instruments that show nothing yet.
    pub fn new() -> Metrics {
        let mut registry = Registry::with_prefix("tonolog");
        let turns = Family::<Turns, Counter>::default();
        let turn_seconds =
            Family::<Turns, Histogram, fn() -> Histogram>::new_with_constructor(seconds);
        let responses = Family::<Responses, Counter>::default();
        let failures = Family::<Failures, Counter>::default();
        let (connections, inbox, dead, outbox) =
            (Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default());
        let evicted = Counter::default();
        let group_jobs = Histogram::new(exponential_buckets(1.0, 2.0, 9));
        let commit_seconds = seconds();
        let age = Gauge::<f64, AtomicU64>::default;
        let (inbox_age, outbox_age, poll_age, backup_age) = (age(), age(), age(), age());

        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program", version);
        registry.register("turns", "Messages that were answered, or not", turns.clone());
        let help = "From a message to its answer being on the disk";
        registry.register_with_unit("turn", help, Unit::Seconds, turn_seconds.clone());
        registry.register("http_responses", "Answers over HTTP", responses.clone());
        registry.register("http_connections", "Connections that are open", connections.clone());
        let help = "Idle connections that had to make room";
        registry.register("http_evicted", help, evicted.clone());
        let help = "Calls to the Bot API that failed";
        registry.register("telegram_failures", help, failures.clone());
        let help = "Since the Bot API answered a poll";
        registry.register_with_unit("telegram_poll_age", help, Unit::Seconds, poll_age.clone());
        registry.register("inbox", "Updates that wait", inbox.clone());
        let help = "How long the oldest update has waited";
        registry.register_with_unit("inbox_age", help, Unit::Seconds, inbox_age.clone());
        registry.register("inbox_dead", "Updates that were given up", dead.clone());
        registry.register("outbox", "Answers that wait", outbox.clone());
        let help = "How long the oldest answer has waited";
        registry.register_with_unit("outbox_age", help, Unit::Seconds, outbox_age.clone());
        registry.register("writer_group_jobs", "Jobs in one commit", group_jobs.clone());
        let help = "Time of a commit, the sync of the disk included";
        registry.register_with_unit("writer_commit", help, Unit::Seconds, commit_seconds.clone());
        let help = "Since the last good backup; -1 without one";
        registry.register_with_unit("backup_age", help, Unit::Seconds, backup_age.clone());
        Metrics(Arc::new(Instruments {
            registry,
            turns,
            turn_seconds,
            responses,
            failures,
            connections,
            evicted,
            group_jobs,
            commit_seconds,
            inbox,
            inbox_age,
            dead,
            outbox,
            outbox_age,
            poll_age,
            backup_age,
            beats: Beats::default(),
        }))
    }

    /// A message was handled in this time.
    pub fn turn(&self, door: Door, outcome: Outcome, took: Duration) {
        let labels = Turns { door, outcome };
        self.0.turns.get_or_create(&labels).inc();
        self.0.turn_seconds.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// An answer over HTTP.
    pub fn response(&self, route: Route, status: u16) {
        self.0.responses.get_or_create(&Responses::new(route, status)).inc();
    }

    /// A connection began.
    pub fn connected(&self) {
        self.0.connections.inc();
    }

    /// A connection ended; `evicted` when it had to make room.
    pub fn disconnected(&self, evicted: bool) {
        self.0.connections.dec();
        if evicted {
            self.0.evicted.inc();
        }
    }

    /// A call to the Bot API failed.
    pub fn telegram_failed(&self, trouble: Trouble) {
        self.0.failures.get_or_create(&Failures { trouble }).inc();
    }

    /// The writer has committed so many jobs; the commit itself took this time.
    pub fn committed(&self, jobs: usize, took: Duration) {
        self.0.group_jobs.observe(jobs as f64);
        self.0.commit_seconds.observe(took.as_secs_f64());
    }

    /// The fetcher's loop has turned, ms UTC.
    pub fn fetcher_turned(&self, now_ms: i64) {
        self.0.beats.fetcher.store(now_ms, Ordering::Relaxed);
    }

    /// The Bot API has answered a poll, ms UTC.
    pub fn fetched(&self, now_ms: i64) {
        self.0.beats.fetched.store(now_ms, Ordering::Relaxed);
    }

    /// The loop that accepts connections has turned, ms UTC.
    pub fn http_turned(&self, now_ms: i64) {
        self.0.beats.http.store(now_ms, Ordering::Relaxed);
    }

    /// A good backup was made, ms UTC.
    pub fn backed_up(&self, at_ms: i64) {
        self.0.beats.backup.store(at_ms, Ordering::Relaxed);
    }

    /// Since the fetcher's loop has turned, ms; nothing when there is none.
    pub fn fetcher_age_ms(&self, now_ms: i64) -> Option<i64> {
        age_ms(&self.0.beats.fetcher, now_ms)
    }

    /// Since the Bot API has answered a poll, ms; nothing when it never did.
    pub fn fetched_age_ms(&self, now_ms: i64) -> Option<i64> {
        age_ms(&self.0.beats.fetched, now_ms)
    }

    /// Since the loop that accepts connections has turned, ms.
    pub fn http_age_ms(&self, now_ms: i64) -> Option<i64> {
        age_ms(&self.0.beats.http, now_ms)
    }

    /// Since the last good backup, ms; nothing when there was none.
    pub fn backup_age_ms(&self, now_ms: i64) -> Option<i64> {
        age_ms(&self.0.beats.backup, now_ms)
    }

    /// What Prometheus reads. `depths` are left as they were when the store could not tell.
    pub fn render(&self, depths: Option<Depths>, now_ms: i64) -> String {
        let Instruments { inbox, inbox_age, dead, outbox, outbox_age, .. } = &*self.0;
        if let Some(depths) = depths {
            inbox.set(depths.inbox);
            inbox_age.set(depths.inbox_ms as f64 / 1000.0);
            dead.set(depths.dead);
            outbox.set(depths.outbox);
            outbox_age.set(depths.outbox_ms as f64 / 1000.0);
        }
        let age = |ms: Option<i64>| ms.map_or(-1.0, |ms| ms as f64 / 1000.0);
        self.0.poll_age.set(age(self.fetched_age_ms(now_ms)));
        self.0.backup_age.set(age(self.backup_age_ms(now_ms)));
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = text::encode(&mut text, &self.0.registry);
        text
    }
}

fn age_ms(beat: &AtomicI64, now_ms: i64) -> Option<i64> {
    match beat.load(Ordering::Relaxed) {
        0 => None,
        at_ms => Some((now_ms - at_ms).max(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_shown() {
        let metrics = Metrics::new();
        metrics.turn(Door::Voice, Outcome::Answered, Duration::from_millis(3));
        metrics.response(Route::Health, 200);
        metrics.committed(7, Duration::from_micros(300));
        metrics.fetched(1_000);
        let depths = Depths { inbox: 3, inbox_ms: 1500, ..Depths::default() };
        let text = metrics.render(Some(depths), 5_000);
        for line in [
            r#"tonolog_turns_total{door="voice",outcome="answered"} 1"#,
            r#"tonolog_http_responses_total{route="health",status="200"} 1"#,
            "tonolog_writer_group_jobs_sum 7.0",
            "tonolog_inbox 3",
            "tonolog_inbox_age_seconds 1.5",
            "tonolog_telegram_poll_age_seconds 4.0",
            "tonolog_backup_age_seconds -1.0",
            "# EOF",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_makes_nothing_younger_than_now() {
        let metrics = Metrics::new();
        assert_eq!(metrics.fetcher_age_ms(5), None);
        metrics.fetcher_turned(1_000);
        assert_eq!(metrics.fetcher_age_ms(400), Some(0));
    }
}
