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

/// The fetcher's loop turns at least every 40 s, the longest poll; twice that is no accident, ms.
pub const FETCHER_STANDS_MS: i64 = 90 * 1000;

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
    certificate_left: Gauge<f64, AtomicU64>,
    beats: Beats,
}

/// When what has to happen has happened last, or is to happen, ms UTC; 0 when it is not known.
#[derive(Default)]
struct Beats {
    fetcher: AtomicI64,
    fetching: AtomicI64,
    fetched: AtomicI64,
    http: AtomicI64,
    backup: AtomicI64,
    certificate: AtomicI64,
}

/// How full the queues are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queues {
    /// Updates that wait.
    pub inbox: i64,
    /// Since when the oldest of them has, ms UTC.
    pub inbox_since_ms: Option<i64>,
    /// Updates that were given up.
    pub dead: i64,
    /// Answers that wait.
    pub outbox: i64,
    /// Since when the oldest of them has, ms UTC.
    pub outbox_since_ms: Option<i64>,
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
        let (inbox_age, outbox_age, poll_age) = (age(), age(), age());
        let (backup_age, certificate_left) = (age(), age());

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
        let help = "Until the certificate in use runs out; -1 without one";
        let left = certificate_left.clone();
        registry.register_with_unit("certificate_left", help, Unit::Seconds, left);
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
            certificate_left,
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

    /// From now on the Bot API is asked, so that its silence means something, ms UTC.
    pub fn fetching(&self, now_ms: i64) {
        self.0.beats.fetching.store(now_ms, Ordering::Relaxed);
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

    /// The certificate in use runs out then, ms UTC.
    pub fn certified_until(&self, at_ms: i64) {
        self.0.beats.certificate.store(at_ms, Ordering::Relaxed);
    }

    /// When the Bot API has answered last, or since when it is asked in vain, ms UTC; nothing when
    /// nobody asks.
    pub fn heard_ms(&self) -> Option<i64> {
        known(&self.0.beats.fetched).max(known(&self.0.beats.fetching))
    }

    /// When the last good backup was made, ms UTC.
    pub fn backed_up_ms(&self) -> Option<i64> {
        known(&self.0.beats.backup)
    }

    /// When the certificate in use runs out, ms UTC.
    pub fn certified_until_ms(&self) -> Option<i64> {
        known(&self.0.beats.certificate)
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

    /// What Prometheus reads. `queues` are left as they were when the store could not tell.
    pub fn render(&self, queues: Option<Queues>, now_ms: i64) -> String {
        let Instruments { inbox, inbox_age, dead, outbox, outbox_age, beats, .. } = &*self.0;
        let seconds = |ms: i64| ms as f64 / 1000.0;
        let age = |since_ms: Option<i64>| since_ms.map(|since_ms| (now_ms - since_ms).max(0));
        if let Some(queues) = queues {
            inbox.set(queues.inbox);
            inbox_age.set(seconds(age(queues.inbox_since_ms).unwrap_or(0)));
            dead.set(queues.dead);
            outbox.set(queues.outbox);
            outbox_age.set(seconds(age(queues.outbox_since_ms).unwrap_or(0)));
        }
        let or_none = |ms: Option<i64>| ms.map_or(-1.0, seconds);
        self.0.poll_age.set(or_none(age(known(&beats.fetched))));
        self.0.backup_age.set(or_none(age(known(&beats.backup))));
        let left = known(&beats.certificate).map(|until_ms| (until_ms - now_ms).max(0));
        self.0.certificate_left.set(or_none(left));
        let mut text = String::new();
        // Writing into a string does not fail.
        let _ = text::encode(&mut text, &self.0.registry);
        text
    }
}

fn known(beat: &AtomicI64) -> Option<i64> {
    Some(beat.load(Ordering::Relaxed)).filter(|at_ms| *at_ms != 0)
}

fn age_ms(beat: &AtomicI64, now_ms: i64) -> Option<i64> {
    known(beat).map(|at_ms| (now_ms - at_ms).max(0))
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
        metrics.certified_until(65_000);
        let queues = Queues { inbox: 3, inbox_since_ms: Some(3_500), ..Queues::default() };
        let text = metrics.render(Some(queues), 5_000);
        for line in [
            r#"tonolog_turns_total{door="voice",outcome="answered"} 1"#,
            r#"tonolog_http_responses_total{route="health",status="200"} 1"#,
            "tonolog_writer_group_jobs_sum 7.0",
            "tonolog_inbox 3",
            "tonolog_inbox_age_seconds 1.5",
            "tonolog_telegram_poll_age_seconds 4.0",
            "tonolog_backup_age_seconds -1.0",
            "tonolog_certificate_left_seconds 60.0",
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
