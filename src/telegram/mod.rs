//! Telegram's translator: updates in, messages out. Delivery is durable both ways: what came is
//! in the inbox before the platform forgets it, what goes stays in the outbox until it arrived.

mod api;
mod desk;
mod egress;
mod fetch;
mod health;
mod heard;
mod inspect;
mod intake;
mod lines;
mod listen;
mod routes;
mod said;
mod send;
mod tidy;
mod trouble;

pub use api::{Failure, client};
pub use desk::Handle;
pub use egress::{Egress, Tried};
pub use health::Patience;
pub use inspect::{Inspected, inspect, reach};
pub use intake::Intake;
pub use send::Pace;

use crate::{
    app::{App, Clock},
    domain::person::Language,
    phrases::Phrases,
};
use api::Api;
use desk::Desk;
use intake::Gate;
use listen::{BUSY_MAX, Listener};
use send::Courier;
use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};
use teloxide::{
    Bot,
    dispatching::Dispatcher,
    dptree,
    error_handlers::ErrorHandler,
    payloads::{DeleteWebhook, GetMe, SendMessage, SetMyCommands, SetMyCommandsSetters},
    types::{BotCommand, ChatId},
};
use tokio::{
    sync::{Notify, mpsc, watch},
    task::JoinSet,
};

/// Commands of the menu, in its order; the words are `menu-…` messages.
const MENU: [&str; 21] = [
    "last",
    "record",
    "today",
    "history",
    "stats",
    "week",
    "reminders",
    "target",
    "people",
    "settings",
    "zone",
    "menu",
    "help",
    "link",
    "unlink",
    "speakers",
    "language",
    "pin",
    "privacy",
    "export",
    "forget",
];

/// What the door needs.
pub struct Door {
    /// The bot: token, API address, and the routes there.
    pub egress: Egress,
    /// The hallway.
    pub app: App,
    /// What handles a turn: in the program `app.turn`.
    pub handle: Handle,
    /// The words.
    pub phrases: Arc<Phrases>,
    /// The time in ms UTC.
    pub clock: Clock,
    /// How fast updates are handled.
    pub intake: Intake,
    /// How fast the platform may be written to.
    pub pace: Pace,
}

/// The name of the bot of this token, asked from the platform.
pub async fn bot_name(bot: Bot) -> Result<String, Failure> {
    let me = Api::new(Egress::of(bot)).call(&GetMe::new()).await?;
    let me: serde_json::Value = serde_json::from_str(&me).map_err(|_| Failure::Unavailable)?;
    let name = me.get("username").and_then(serde_json::Value::as_str);
    name.map(str::to_owned).ok_or(Failure::Unavailable)
}

/// A bot of this token at this address.
pub fn bot(token: &str, api_url: &str, client: reqwest::Client) -> Option<Bot> {
    Some(Bot::with_client(token, client).set_api_url(api_url.parse().ok()?))
}

/// Tells a chat something at once, past every queue, and fetches nothing. Where the platform cannot
/// be reached it is tried again for as long as `patience` lasts.
pub async fn tell(
    egress: Egress,
    chat: i64,
    text: &str,
    patience: Duration,
) -> Result<(), Failure> {
    let (api, message) = (Api::new(egress), SendMessage::new(ChatId(chat), text));
    let (until, mut pause) = (Instant::now() + patience, Pause::new());
    loop {
        let failure = match api.call(&message).await {
            Ok(_) => return Ok(()),
            Err(failure) => failure,
        };
        let after = pause.next(failure);
        if !send::passes(failure) || Instant::now() + after > until {
            return Err(failure);
        }
        tokio::time::sleep(after).await;
    }
}

/// Serves until `stop`, then lets what is being handled end, and sends its answers. Ends by itself only when one of its
/// parts has failed.
pub async fn serve(door: Door, stop: watch::Receiver<bool>) {
    let Door { egress, app, handle, phrases, clock, intake, pace } = door;
    let api = Api::new(egress.clone());
    let inbox = Arc::new(Notify::new());
    let (over, results) = mpsc::channel(BUSY_MAX);
    let gate = Gate::new(intake);
    let desk = Arc::new(Desk::new(app.clone(), handle, clock.clone(), gate, over));
    let (updates, listener) = mpsc::channel(1);
    let mut parts = JoinSet::new();
    let (handled, all_handled) = watch::channel(false);
    let courier = Courier::new(api.clone(), app.clone(), phrases.clone(), clock.clone(), pace);
    let fetch = fetch::run(api.clone(), app.clone(), clock, inbox.clone(), stop.clone());
    let feed = listen::feed(app, desk.clone(), updates, results, inbox, stop.clone());
    parts.spawn(send::run(courier, all_handled));
    parts.spawn(fetch);
    parts.spawn(async move {
        feed.await;
        // What was handled last is still sent; a sender that is gone ends everything as well.
        let _ = handled.send(true);
    });
    parts.spawn(egress.clone().keep_trying(stop.clone()));
    parts.spawn(dispatch(egress, desk, listener, stop.clone()));
    let introduction = tokio::spawn(introduce(api, phrases, stop.clone()));
    while let Some(ended) = parts.join_next().await {
        if ended.is_err() || !*stop.borrow() {
            log::error!("telegram: a part ended by itself");
            break;
        }
    }
    introduction.abort();
}

/// Runs teloxide's dispatcher; it wants to ask who it is first, which may take many tries.
async fn dispatch(
    egress: Egress,
    desk: Arc<Desk>,
    mut updates: mpsc::Receiver<teloxide::types::Update>,
    mut stop: watch::Receiver<bool>,
) {
    let mut pause = Pause::new();
    let api = Api::new(egress.clone());
    loop {
        // The dispatcher asks the same again; what its own asking fails with names the token.
        let failure = match (api.call(&GetMe::new()).await, egress.bot()) {
            (Ok(_), Some(bot)) => {
                let mut dispatcher = Dispatcher::builder(bot, routes::tree())
                    .dependencies(dptree::deps![desk.clone()])
                    .default_handler(|_| async {})
                    .error_handler(Arc::new(Silent))
                    .worker_queue_size(4)
                    .build();
                let listener = Listener::new(&mut updates);
                match dispatcher.try_dispatch_with_listener(listener, Arc::new(Silent)).await {
                    Ok(()) => return,
                    Err(_) => Failure::Unavailable,
                }
            }
            (Err(failure), _) => failure,
            (Ok(_), None) => Failure::Unavailable,
        };
        log::warn!("telegram: {failure}");
        tokio::select! {
            () = tokio::time::sleep(pause.next(failure)) => {}
            _ = stop.changed() => return,
        }
    }
}

/// Errors are handled at the desk; none arrives here, and none would be printed.
struct Silent;

impl ErrorHandler<Infallible> for Silent {
    fn handle_error(
        self: Arc<Self>,
        error: Infallible,
    ) -> futures_util::future::BoxFuture<'static, ()> {
        match error {}
    }
}

/// Takes over from a webhook, if there was one, and sets the menu of commands.
async fn introduce(api: Api, phrases: Arc<Phrases>, mut stop: watch::Receiver<bool>) {
    let mut pause = Pause::new();
    loop {
        let failure = match introduced(&api, &phrases).await {
            Ok(()) => return,
            Err(failure @ (Failure::Unavailable | Failure::Flood(_))) => failure,
            Err(failure) => {
                log::error!("telegram: no menu, {failure}");
                return;
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause.next(failure)) => {}
            _ = stop.changed() => return,
        }
    }
}

async fn introduced(api: &Api, phrases: &Phrases) -> Result<(), Failure> {
    api.call(&DeleteWebhook::new()).await?;
    // People whose language we do not speak see the menu without a language. The platform knows
    // codes of two letters only.
    let spoken = phrases.languages().iter().filter(|language| language.code().len() == 2);
    let spoken = spoken.map(|language| (language, Some(language)));
    for (language, told) in std::iter::once((Language::DEFAULT, None)).chain(spoken) {
        let commands: Vec<BotCommand> = MENU
            .iter()
            .map(|name| BotCommand::new(*name, phrases.plain(&format!("menu-{name}"), language)))
            .collect();
        let mut menu = SetMyCommands::new(commands);
        if let Some(told) = told {
            menu = menu.language_code(told.code());
        }
        api.call(&menu).await?;
    }
    Ok(())
}

/// Growing pauses between failures, with some chance in them, so that many who fail together do
/// not come back together.
struct Pause(u32);

impl Pause {
    /// The longest pause.
    const MAX: Duration = Duration::from_secs(60);
    /// The longest pause of one who only asks for news.
    const POLLER_MAX: Duration = Duration::from_secs(10);
    /// The first pause; each is twice the one before.
    const FIRST: Duration = Duration::from_millis(500);

    fn new() -> Pause {
        Pause(0)
    }

    fn reset(&mut self) {
        self.0 = 0;
    }

    fn next(&mut self, failure: Failure) -> Duration {
        let pause = Pause::after(self.0, failure);
        self.0 = self.0.saturating_add(1);
        match failure {
            Failure::Flood(_) => pause,
            // A poller must not sleep through a minute of people waiting.
            Failure::Gone
            | Failure::NotModified
            | Failure::TooLate
            | Failure::Conflict
            | Failure::Unauthorized
            | Failure::Refused(_)
            | Failure::Unavailable => pause.min(Pause::POLLER_MAX),
        }
    }

    /// The pause after so many failures before this one.
    fn after(failures: u32, failure: Failure) -> Duration {
        if let Failure::Flood(after) = failure {
            return after;
        }
        let longest = Pause::FIRST.saturating_mul(1 << failures.min(7)).min(Pause::MAX);
        let percent = crate::seal::random_below(50).unwrap_or(0) as u32;
        longest * (50 + percent) / 100
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound() {
        let mut pause = Pause::new();
        let pauses: Vec<Duration> = (0..20).map(|_| pause.next(Failure::Unavailable)).collect();
        assert!(pauses[0] <= Pause::FIRST);
        assert!(pauses[19] >= Pause::POLLER_MAX / 2);
        assert!(pauses.iter().all(|pause| *pause <= Pause::POLLER_MAX));
        assert!(Pause::after(u32::MAX, Failure::Unavailable) <= Pause::MAX);
    }

    #[test]
    fn whoever_asks_us_to_wait_is_obeyed_in_full() {
        let asked = Duration::from_secs(300);
        assert_eq!(Pause::new().next(Failure::Flood(asked)), asked);
        assert_eq!(Pause::after(3, Failure::Flood(asked)), asked);
    }
}
