//! Who is let in where: a `match` on method and path, and the secrets.

use super::{
    Callers, Entrance, Head, Limits, Request, Response, Watch, health::Health, serve,
    signed::is_signed,
};
use crate::{
    alice::{self, Skill},
    app::{App, Clock},
    metrics::Route,
    seal::Secret,
};
use hyper::Method;
use std::{io, sync::Arc, time::Duration};
use url::form_urlencoded;

/// The platform hangs up at 4.5 s; a caller who needs longer than this for a few hundred bytes is
/// not the platform. A proxy that all calls come through has no need of more connections than
/// `of_address`: one that is idle makes room for its next.
const LIMITS: Limits = Limits {
    connections: 512,
    of_address: 64,
    headers: Duration::from_secs(5),
    body: Duration::from_secs(2),
    request: Duration::from_secs(4),
    body_bytes: 64 * 1024,
    buffer_bytes: 16 * 1024,
};
/// Where the voice platform calls.
const WEBHOOK: &str = "/alice_webhook";

/// The voice door's lock.
pub struct Door {
    /// What it opens to.
    pub skill: Skill,
    /// The secrets of which one has to be given.
    pub secrets: Vec<Secret>,
    /// What calls have to be signed with, if they have to be.
    pub signing: Option<Secret>,
}

/// Everything that stands at the entrance.
pub struct Entry {
    /// The voice door, if there is one.
    pub door: Option<Door>,
    /// Who may call.
    pub callers: Callers,
    /// Whether somebody fetches updates, whose health is ours.
    pub fetches: bool,
    /// The time in ms UTC.
    pub clock: Clock,
}

/// Where a request wants to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target<'a> {
    Webhook { segment: Option<&'a str> },
    Health,
    Nowhere,
}

struct Porter {
    door: Option<Door>,
    callers: Callers,
    health: Health,
    app: App,
    clock: Clock,
}

/// Serves the voice door, if there is one, and the health answer, until `stop`.
pub async fn serve_doors(
    entrance: impl Into<Entrance>,
    entry: Entry,
    app: App,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let Entry { door, callers, fetches, clock } = entry;
    let watch = Watch { metrics: app.metrics().clone(), clock: clock.clone() };
    let health = Health::new(app.clone(), clock.clone(), fetches);
    let porter = Arc::new(Porter { door, callers, health, app, clock });
    let at_gate = porter.clone();
    let gate = move |head: Head<'_>| at_gate.refuses(&head);
    let handle = move |request: Request| {
        let porter = porter.clone();
        async move { Ok(porter.answer(&request).await) }
    };
    serve(entrance, LIMITS, Some(watch), gate, handle, stop).await
}

impl Porter {
    /// Turns away, before the body is read, whoever has nothing to do here. They cannot tell from
    /// the answer whether there was something.
    fn refuses(&self, head: &Head<'_>) -> Option<Response> {
        let refused = match (target(head.path), &self.door) {
            (Target::Health, _) if head.method == Method::GET && self.callers.may_look(head) => {
                return None;
            }
            (Target::Webhook { segment }, Some(door)) if self.is_caller(door, segment, head) => {
                self.callers.too_many()?
            }
            (Target::Webhook { .. }, Some(_)) => {
                self.app.refused();
                self.callers.nothing_here(head)
            }
            (Target::Health | Target::Webhook { .. } | Target::Nowhere, _) => {
                self.callers.nothing_here(head)
            }
        };
        self.app.metrics().response(Route::Nowhere, refused.status);
        Some(refused)
    }

    fn is_caller(&self, door: &Door, segment: Option<&str>, head: &Head<'_>) -> bool {
        let token = form_urlencoded::parse(head.query.as_bytes())
            .find(|(name, _)| name == "token")
            .map(|(_, value)| value.into_owned());
        let given = token.as_deref().or(segment).unwrap_or_default();
        // Every secret is compared, so that the time tells nothing about which one fits.
        let fits = door.secrets.iter().fold(false, |fits, secret| secret.matches(given) | fits);
        let speaks = self.callers.may_speak(head);
        fits & speaks & (head.method == Method::POST)
    }

    async fn answer(&self, request: &Request) -> Response {
        let (route, response) = match (target(&request.path), &self.door) {
            (Target::Health, _) => {
                let (status, body) = self.health.answer().await;
                (Route::Health, Response::json(status, body))
            }
            (Target::Webhook { .. }, Some(door)) => {
                (Route::Webhook, self.webhook(door, request).await)
            }
            (Target::Webhook { .. } | Target::Nowhere, _) => (Route::Nowhere, Response::bare(404)),
        };
        self.app.metrics().response(route, response.status);
        response
    }

    async fn webhook(&self, door: &Door, request: &Request) -> Response {
        if let Some(key) = &door.signing
            && !is_signed(&self.app, key, request, (self.clock)()).await
        {
            self.app.refused();
            return Response::bare(404);
        }
        match door.skill.answer(&request.body).await {
            Ok(body) => Response::json(200, body),
            Err(alice::Refusal::NotARequest) => Response::bare(400),
            Err(alice::Refusal::OtherSkill) => {
                self.app.refused();
                Response::bare(403)
            }
        }
    }
}

fn target(path: &str) -> Target<'_> {
    if path == "/health" {
        return Target::Health;
    }
    let Some(rest) = path.strip_prefix(WEBHOOK) else {
        return Target::Nowhere;
    };
    match rest.strip_prefix('/') {
        None if rest.is_empty() => Target::Webhook { segment: None },
        None => Target::Nowhere,
        Some("") => Target::Webhook { segment: None },
        Some(segment) => Target::Webhook { segment: Some(segment.trim_end_matches('/')) },
    }
}
