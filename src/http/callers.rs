//! Who may call: networks, the proxies that are believed, and how often one may be wrong.

use super::{Head, Response};
use crate::domain::network::{Networks, block, caller};
use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    state::keyed::HashMapStateStore,
};
use hyper::header::{HeaderName, HeaderValue, RETRY_AFTER};
use std::{net::IpAddr, num::NonZeroU32, time::Duration};

/// So often may a caller be wrong at once.
const WRONG_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
/// After that, once in this time.
const WRONG_EVERY: Duration = Duration::from_secs(3);
/// Calls with the right secret that are taken at once, over all.
const CALLS_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(399);
/// After that, so many a second: twice what the skill answers, which says in words that it is
/// too busy.
const CALLS_A_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);
/// Callers who were wrong are forgotten when so many are known: some hundred kilobytes.
const REMEMBERED: usize = 10_000;

/// Who may call.
pub struct Callers {
    trusted: Networks,
    webhook: Option<Networks>,
    health: Option<Networks>,
    wrong: RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock>,
    calls: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

impl Default for Callers {
    fn default() -> Callers {
        Callers::new(Networks::default(), None, None)
    }
}

impl Callers {
    /// Proxies whose word is taken for whom they speak, and the networks that the webhook and the
    /// health answer are for; all of them without any.
    pub fn new(trusted: Networks, webhook: Option<Networks>, health: Option<Networks>) -> Callers {
        let wrong = Quota::with_period(WRONG_EVERY).unwrap_or(Quota::per_second(WRONG_BURST));
        Callers {
            trusted,
            webhook,
            health,
            wrong: RateLimiter::hashmap(wrong.allow_burst(WRONG_BURST)),
            calls: RateLimiter::direct(Quota::per_second(CALLS_A_SECOND).allow_burst(CALLS_BURST)),
            clock: DefaultClock::default(),
        }
    }

    fn caller(&self, head: &Head<'_>) -> IpAddr {
        let lines = head.headers.get_all("x-forwarded-for").iter();
        let lines = lines.map(|line| line.to_str().unwrap_or("?"));
        caller(head.peer, lines.collect::<Vec<_>>().into_iter(), &self.trusted)
    }

    fn within(&self, networks: &Option<Networks>, head: &Head<'_>) -> bool {
        networks.as_ref().is_none_or(|networks| networks.hold(self.caller(head)))
    }

    /// Whether the webhook is for this caller.
    pub(super) fn may_speak(&self, head: &Head<'_>) -> bool {
        self.within(&self.webhook, head)
    }

    /// Whether the health answer is for this caller.
    pub(super) fn may_look(&self, head: &Head<'_>) -> bool {
        self.within(&self.health, head)
    }

    /// For somebody with the right secret: an answer when there are too many calls.
    pub(super) fn too_many(&self) -> Option<Response> {
        let refused = self.calls.check().err()?;
        let wait = refused.wait_time_from(self.clock.now());
        Some(slower(CALLS_BURST, wait))
    }

    /// For somebody who asks for what is not here, or without the right to it: always the same, and
    /// nothing but a wait for those who go on.
    pub(super) fn nothing_here(&self, head: &Head<'_>) -> Response {
        if self.wrong.len() >= REMEMBERED {
            self.wrong.retain_recent();
        }
        if self.wrong.len() >= REMEMBERED {
            return Response::bare(404);
        }
        match self.wrong.check_key(&block(self.caller(head))) {
            Ok(()) => Response::bare(404),
            Err(refused) => slower(WRONG_BURST, refused.wait_time_from(self.clock.now())),
        }
    }
}

/// Come again later. The headers say it in whole seconds.
fn slower(limit: NonZeroU32, wait: Duration) -> Response {
    let seconds = wait.as_secs() + 1;
    let number = |name: &'static str, number: u64| {
        (HeaderName::from_static(name), HeaderValue::from(number))
    };
    let headers = vec![
        (RETRY_AFTER, HeaderValue::from(seconds)),
        number("x-ratelimit-limit", limit.get().into()),
        number("x-ratelimit-remaining", 0),
        number("x-ratelimit-reset", seconds),
    ];
    Response { headers, ..Response::bare(429) }
}
