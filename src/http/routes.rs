//! Who is let in where: a `match` on method and path, and the secrets.

use super::{Entrance, Head, Limits, Request, Response, serve};
use crate::{
    alice::{self, Skill},
    app::App,
    seal::Secret,
};
use hyper::Method;
use std::{io, sync::Arc, time::Duration};
use url::form_urlencoded;

/// The platform hangs up at 4.5 s; a caller who needs longer than this for a few hundred bytes is
/// not the platform.
const LIMITS: Limits = Limits {
    connections: 512,
    headers: Duration::from_secs(5),
    body: Duration::from_secs(2),
    request: Duration::from_secs(4),
    body_bytes: 64 * 1024,
    buffer_bytes: 16 * 1024,
};
/// Where the voice platform calls.
const WEBHOOK: &str = "/alice_webhook";
/// A proxy or a supervisor gets this long for a health answer.
const HEALTH_WITHIN: Duration = Duration::from_secs(2);

/// The voice door's lock.
pub struct Door {
    /// What it opens to.
    pub skill: Skill,
    /// The secrets of which one has to be given.
    pub secrets: Vec<Secret>,
}

/// Where a request wants to go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target<'a> {
    Webhook { segment: Option<&'a str> },
    Health,
    Nowhere,
}

/// Serves the voice door, if there is one, and the health answer, until `stop`.
pub async fn serve_doors(
    entrance: impl Into<Entrance>,
    door: Option<Door>,
    app: App,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let door = door.map(Arc::new);
    let guarded = door.clone();
    let gate = move |head: Head<'_>| admit(guarded.as_deref(), head);
    let handle = move |request: Request| {
        let (door, app) = (door.clone(), app.clone());
        async move {
            Ok(match (target(&request.path), door) {
                (Target::Health, _) => health(&app).await,
                (Target::Webhook { .. }, Some(door)) => webhook(&door.skill, &request).await,
                (Target::Webhook { .. } | Target::Nowhere, _) => Response::bare(404),
            })
        }
    };
    serve(entrance, LIMITS, gate, handle, stop).await
}

/// Turns away, before the body is read, whoever has nothing to do here.
fn admit(door: Option<&Door>, head: Head<'_>) -> Option<Response> {
    match (target(head.path), door) {
        (Target::Health, _) if head.method == Method::GET => None,
        (Target::Webhook { segment }, Some(door)) => {
            if head.method != Method::POST {
                return Some(Response::bare(405));
            }
            let token = form_urlencoded::parse(head.query.as_bytes())
                .find(|(name, _)| name == "token")
                .map(|(_, value)| value.into_owned());
            let given = token.as_deref().or(segment).unwrap_or_default();
            // Every secret is compared, so that the time tells nothing about which one fits.
            let fits = door.secrets.iter().fold(false, |fits, secret| secret.matches(given) | fits);
            (!fits).then(|| Response::bare(403))
        }
        (Target::Health | Target::Webhook { .. } | Target::Nowhere, _) => Some(Response::bare(404)),
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

async fn webhook(skill: &Skill, request: &Request) -> Response {
    match skill.answer(&request.body).await {
        Ok(body) => Response::json(200, body),
        Err(alice::Refusal::NotARequest) => Response::bare(400),
        Err(alice::Refusal::OtherSkill) => Response::bare(403),
    }
}

async fn health(app: &App) -> Response {
    match tokio::time::timeout(HEALTH_WITHIN, app.alive()).await {
        Ok(Ok(())) => Response::json(200, br#"{"status":"ok"}"#.to_vec()),
        Ok(Err(_)) | Err(_) => Response::json(503, br#"{"status":"store"}"#.to_vec()),
    }
}
