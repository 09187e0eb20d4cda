//! The ways to the platform. Each call takes the first route that works; a route that fails goes
//! behind the others for a pause that grows, and is tried again meanwhile.
//!
//! **No more duplicates than with one route.** A call goes on to the next route at once only when
//! nothing of it was sent, or when the platform takes the same call twice for one. A message whose
//! fate is not known fails, as it always did: it stays in the outbox, which sends it again after a
//! pause ("at least once"), then on a route that works.

use super::{
    api::{Failure, built},
    health::{Memory, Patience, Trouble},
};
use crate::seal::{Secret, random_below};
use futures_util::{StreamExt, future::join_all};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use teloxide::Bot;
use tokio::sync::{Notify, watch};

/// An answer larger than this is not read: a hundred of the longest updates fit several times.
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The route without a proxy.
const DIRECT: &str = "direct";
/// Calls that the platform takes for one when they come twice.
const REPEATABLE: [&str; 7] = [
    "AnswerCallbackQuery",
    "DeleteMessage",
    "DeleteWebhook",
    "EditMessageText",
    "GetMe",
    "GetUpdates",
    "SetMyCommands",
];

/// The routes to the Bot API of one bot, and what is known of them. Clones share it.
#[derive(Clone)]
pub struct Egress(Arc<Inner>);

struct Inner {
    bots: Vec<Bot>,
    memory: Mutex<Memory>,
    patience: Patience,
    turned: Notify,
}

/// A call as it goes over the wire.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) content_type: &'a str,
    pub(super) body: Vec<u8>,
    pub(super) within: Duration,
}

/// What came of trying a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Its place in the settings, from 1. Its address is nobody's business in a log.
    pub route: usize,
    /// How long it took, ms.
    pub ms: u64,
    /// Why it does not work. A token that is refused was refused by the platform: the route works.
    pub failure: Option<Failure>,
}

impl Egress {
    /// The bot of this token at this address, by these routes in this order; `direct` or none at
    /// all is the route without a proxy. Fails when an address cannot be used.
    pub fn new(token: &str, api_url: &str, routes: &[Secret]) -> Result<Egress, Failure> {
        Egress::patient(token, api_url, routes, Patience::USUAL)
    }

    /// The same with other time limits and pauses.
    pub fn patient(
        token: &str,
        api_url: &str,
        routes: &[Secret],
        patience: Patience,
    ) -> Result<Egress, Failure> {
        let proxies = routes.iter().map(Secret::reveal);
        let proxies = proxies.map(|route| (route != DIRECT).then_some(route));
        let proxies: Vec<Option<&str>> =
            if routes.is_empty() { vec![None] } else { proxies.collect() };
        let bots: Result<Vec<Bot>, Failure> = proxies
            .into_iter()
            .map(|proxy| {
                let client = built(proxy, patience.connect)?;
                super::bot(token, api_url, client).ok_or(Failure::Unavailable)
            })
            .collect();
        Ok(Egress::over(bots?, patience))
    }

    /// One route, as this bot has it.
    pub(super) fn of(bot: Bot) -> Egress {
        Egress::over(vec![bot], Patience::USUAL)
    }

    fn over(bots: Vec<Bot>, patience: Patience) -> Egress {
        let memory = Mutex::new(Memory::new(bots.len(), Instant::now()));
        Egress(Arc::new(Inner { bots, memory, patience, turned: Notify::new() }))
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time limit of an ordinary call.
    pub(super) fn call_within(&self) -> Duration {
        self.0.patience.call
    }

    /// The bot by the route that is best now.
    pub(super) fn bot(&self) -> Option<Bot> {
        let best = self.memory().order().first().copied()?;
        self.0.bots.get(best).cloned()
    }

    /// Makes a call; returns what the platform answered, which may be a refusal.
    pub(super) async fn send(&self, request: Request<'_>) -> Result<String, Failure> {
        let repeatable = REPEATABLE.iter().any(|name| name.eq_ignore_ascii_case(request.method));
        let started = Instant::now();
        let order = self.memory().order();
        for route in order {
            match self.by(route, &request, request.within).await {
                Ok(answer) => return Ok(answer),
                Err(trouble) if trouble == Trouble::Connect || repeatable => {}
                Err(_) => break,
            }
            if started.elapsed() >= request.within {
                break;
            }
        }
        Err(Failure::Unavailable)
    }

    /// Makes a call by this route, and remembers how that went.
    async fn by(
        &self,
        route: usize,
        request: &Request<'_>,
        within: Duration,
    ) -> Result<String, Trouble> {
        let began = Instant::now();
        let done = match self.0.bots.get(route) {
            Some(bot) => answer(bot, request, within).await,
            None => Err(Trouble::Connect),
        };
        let now = Instant::now();
        match done {
            Ok(_) => {
                if self.memory().answered(route, began, now) {
                    self.tell(route, None);
                }
            }
            Err(trouble) => {
                let patience = &self.0.patience;
                let chance = random_below(100).map_or(0.5, |n| n as f64 / 100.0);
                let pause = self.memory().failed(route, trouble, began, now, patience, chance);
                if let Some(pause) = pause {
                    self.tell(route, Some((trouble, pause)));
                    self.0.turned.notify_one();
                }
            }
        }
        done
    }

    /// With one route there is nothing to tell that the failed call does not say.
    fn tell(&self, route: usize, trouble: Option<(Trouble, Duration)>) {
        if self.0.bots.len() < 2 {
            return;
        }
        let (route, best) = (route + 1, self.memory().order().first().map_or(0, |best| best + 1));
        match trouble {
            None => log::info!("telegram: route {route} works again; now by route {best}"),
            Some((trouble, pause)) => {
                let seconds = pause.as_secs();
                log::warn!(
                    "telegram: route {route}: {trouble}; now by route {best}, tried again in {seconds} s"
                );
            }
        }
    }

    /// Tries every route at the same time.
    pub async fn try_routes(&self) -> Vec<Tried> {
        join_all((0..self.0.bots.len()).map(|route| self.trial(route))).await
    }

    async fn trial(&self, route: usize) -> Tried {
        let started = Instant::now();
        let body = b"{}".to_vec();
        let within = self.0.patience.trial;
        let request = Request { method: "GetMe", content_type: "application/json", body, within };
        let failure = match self.by(route, &request, within).await {
            Ok(answer) => super::api::result(&answer).err(),
            Err(_) => Some(Failure::Unavailable),
        };
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        Tried { route: route + 1, ms, failure }
    }

    /// Tries routes whose pause is over, until `stop`.
    pub(super) async fn keep_trying(self, mut stop: watch::Receiver<bool>) {
        let work = async {
            loop {
                // With one route every call is a trial.
                let next = if self.0.bots.len() < 2 { None } else { self.memory().next() };
                match next {
                    None => self.0.turned.notified().await,
                    Some(next) => {
                        let wait = next.saturating_duration_since(Instant::now());
                        tokio::select! {
                            () = tokio::time::sleep(wait) => {}
                            () = self.0.turned.notified() => continue,
                        }
                        let due = self.memory().due(Instant::now());
                        join_all(due.into_iter().map(|route| self.trial(route))).await;
                    }
                }
            }
        };
        tokio::select! {
            () = work => {}
            // A sender that is gone ends everything as well.
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
}

async fn answer(bot: &Bot, request: &Request<'_>, within: Duration) -> Result<String, Trouble> {
    let mut url = bot.api_url();
    url.path_segments_mut()
        .map_err(|()| Trouble::Connect)?
        .pop_if_empty()
        .push(&format!("bot{}", bot.token()))
        .push(request.method);
    let call = bot
        .client()
        .post(url)
        .header("content-type", request.content_type)
        .timeout(within)
        .body(request.body.clone());
    // The error of the client names the URL, and the URL holds the token: nothing of it stays.
    let response = call.send().await.map_err(|error| trouble(&error))?;
    // What is too large for the platform is refused by its front in HTML.
    let refused = response.status().as_u16() == 413;
    let mut bytes = Vec::new();
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| trouble(&error))?);
        if bytes.len() > BODY_BYTES_MAX {
            return Err(Trouble::Garbled);
        }
    }
    if refused {
        return Ok(r#"{"ok":false,"error_code":413}"#.to_owned());
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|answer| super::api::is_answer(answer))
        .ok_or(Trouble::Garbled)
}

fn trouble(error: &reqwest::Error) -> Trouble {
    if error.is_connect() {
        Trouble::Connect
    } else if error.is_timeout() {
        Trouble::Silent
    } else {
        Trouble::Cut
    }
}
