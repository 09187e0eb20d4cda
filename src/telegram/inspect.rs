//! A look at the platform from here: does it answer, does it know the bot, does somebody else
//! fetch its updates. Nothing is changed by it, and no update is taken from anybody.

use super::{
    Egress,
    api::{Api, Failure},
};
use crate::domain::when::of_http_date;
use serde::Deserialize;
use std::time::Duration;
use teloxide::payloads::{GetMe, GetUpdates, GetUpdatesSetters, GetWebhookInfo};

/// Each question is given up after this time.
const WITHIN: Duration = Duration::from_secs(8);
/// Whoever polls in a loop comes back within this time, s, and then one of the two is turned away.
const POLL_SECONDS: u32 = 3;

/// What the platform knows of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// The bot's name.
    pub name: String,
    /// Whether updates are sent to a webhook instead of being fetched.
    pub webhook: bool,
    /// Updates that wait to be fetched.
    pub waiting: u64,
    /// Whether somebody else fetches them; nothing when that was not asked, or could not be told.
    pub poller: Option<bool>,
}

#[derive(Deserialize)]
struct Me {
    username: Option<String>,
}

#[derive(Deserialize)]
struct Webhook {
    url: String,
    #[serde(default)]
    pending_update_count: u64,
}

/// Asks the platform. `alone`: our own service does not run, so whoever else polls is a stranger.
/// The question about it confirms nothing: without an offset every update stays where it is.
pub async fn inspect(egress: Egress, alone: bool) -> Result<Inspected, Failure> {
    let api = Api::new(egress);
    let me: Me = read(&api.call_within(&GetMe::new(), WITHIN).await?)?;
    let set: Webhook = read(&api.call_within(&GetWebhookInfo::new(), WITHIN).await?)?;
    let webhook = !set.url.is_empty();
    let poller = if alone && !webhook { poller(&api).await } else { None };
    Ok(Inspected {
        name: me.username.unwrap_or_default(),
        webhook,
        waiting: set.pending_update_count,
        poller,
    })
}

async fn poller(api: &Api) -> Option<bool> {
    let poll = GetUpdates::new().timeout(POLL_SECONDS).limit(1);
    match api.call_within(&poll, WITHIN).await {
        // An update at once: whoever polled would have it by now.
        Ok(_) => Some(false),
        Err(Failure::Conflict) => Some(true),
        Err(_) => None,
    }
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Failure> {
    serde_json::from_str(text).map_err(|_| Failure::Unavailable)
}

/// What time it is there, ms UTC, if anything answers at all; the answer itself does not matter.
pub async fn reach(client: &reqwest::Client, api_url: &str) -> Result<Option<i64>, Failure> {
    let answer = client.get(api_url).timeout(WITHIN).send().await;
    let answer = answer.map_err(|_| Failure::Unavailable)?;
    let date = answer.headers().get("date").and_then(|date| date.to_str().ok());
    Ok(date.and_then(of_http_date))
}
