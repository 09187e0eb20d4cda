//! The sender: takes answers from the outbox to the platform, within its limits. An answer leaves
//! the outbox when it was delivered; a crash between the two delivers it once more, never less.

use super::{
    Pause,
    api::{Api, Failure},
    heard::Back,
    lines::Lines,
    said,
};
use crate::{
    app::{App, Clock, Letter, Posted, Waiting},
    phrases::Phrases,
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::HashMapStateStore,
};
use std::{
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, Instant},
};
use teloxide::{
    payloads::{
        AnswerCallbackQuery, EditMessageText, EditMessageTextSetters, SendMessage,
        SendMessageSetters,
    },
    types::{CallbackQueryId, ChatId, MessageId},
};
use tokio::sync::{mpsc, watch};

/// How fast a platform may be written to.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Messages a second in one chat.
    pub chat_a_second: NonZeroU32,
    /// Messages that may follow each other at once in one chat.
    pub chat_burst: NonZeroU32,
    /// Messages a second over all chats.
    pub all_a_second: NonZeroU32,
}

impl Pace {
    /// Telegram's limits: about one message a second in a chat, short bursts allowed, and thirty
    /// a second over all.
    pub const TELEGRAM: Pace = Pace {
        chat_a_second: NonZeroU32::MIN,
        chat_burst: NonZeroU32::MIN.saturating_add(3),
        all_a_second: NonZeroU32::MIN.saturating_add(29),
    };
}

/// Chats that are written to at a time.
const BUSY_MAX: usize = 16;
/// Rows that are looked up at a time.
const ROWS: u32 = 1000;
/// Rows whose numbers are held in memory.
const LINES_MAX: usize = 20_000;
/// An answer that could not be delivered so often is given up: with pauses of up to a minute
/// that is about a day.
const TRIES_MAX: u32 = 1500;
/// Without a sign of anything we look again after this time.
const LOOK_AGAIN: Duration = Duration::from_secs(5);
/// When we stop, what waits gets this long; the rest is delivered after the next start.
const DRAIN: Duration = Duration::from_secs(5);
/// The limiter forgets quiet chats when it knows this many.
const CHATS_REMEMBERED: usize = 10_000;

/// What became of an answer.
enum Sent {
    /// Delivered, or not to be delivered any more.
    Over { chat: i64 },
    /// Nothing reaches this chat any more.
    Gone { chat: i64 },
    /// To be tried again after this time, in this chat only.
    Again { chat: i64, after: Duration },
}

/// Delivers until `stop`.
pub(super) async fn run(
    api: Api,
    app: App,
    phrases: Arc<Phrases>,
    clock: Clock,
    speed: Pace,
    mut stop: watch::Receiver<bool>,
) {
    let courier = Arc::new(Courier { api, app, phrases, clock });
    let pace = DefaultClock::default();
    let chats: RateLimiter<i64, HashMapStateStore<i64>, DefaultClock> =
        RateLimiter::hashmap(Quota::per_second(speed.chat_a_second).allow_burst(speed.chat_burst));
    let all = RateLimiter::direct(Quota::per_second(speed.all_a_second));
    let (sent, mut results) = mpsc::channel(BUSY_MAX);
    let mut lines = Lines::new(BUSY_MAX);
    let mut seen = 0;
    let mut deadline: Option<Instant> = None;
    loop {
        if lines.len() < LINES_MAX {
            match courier.app.outbox_after(seen, ROWS).await {
                Ok(rows) => {
                    for row in rows {
                        seen = row.id;
                        lines.push(row);
                    }
                }
                Err(error) => log::warn!("outbox: {error}"),
            }
        }
        let mut wake = lines.wake(Instant::now());
        while let Some(row) = lines.next() {
            let wait = match all.check() {
                Err(not_until) => Some(not_until.wait_time_from(pace.now())),
                Ok(()) => match chats.check_key(&row.chat) {
                    Err(not_until) => Some(not_until.wait_time_from(pace.now())),
                    Ok(()) => None,
                },
            };
            if let Some(wait) = wait {
                let until = Instant::now() + wait;
                lines.again(row.chat, until);
                wake = Some(wake.map_or(until, |wake| wake.min(until)));
                continue;
            }
            let (courier, sent) = (Arc::clone(&courier), sent.clone());
            tokio::spawn(async move {
                // The loop is gone only when everything is ending.
                let _ = sent.send(courier.deliver(row).await).await;
            });
        }
        if chats.len() > CHATS_REMEMBERED {
            chats.retain_recent();
        }
        if *stop.borrow() {
            let deadline = *deadline.get_or_insert_with(|| Instant::now() + DRAIN);
            if (lines.len() == 0) || (lines.quiet() && Instant::now() >= deadline) {
                return;
            }
            wake = Some(wake.map_or(deadline, |wake| wake.min(deadline)));
        }
        let look = wake.map_or(LOOK_AGAIN, |wake| wake.saturating_duration_since(Instant::now()));
        let stopping = *stop.borrow();
        tokio::select! {
            () = courier.app.bell().notified() => {}
            Some(what) = results.recv() => settle(&mut lines, what),
            () = tokio::time::sleep(look.min(LOOK_AGAIN)) => {}
            _ = stop.changed(), if !stopping => {}
        }
    }
}

fn settle(lines: &mut Lines, what: Sent) {
    match what {
        Sent::Over { chat } => lines.done(chat),
        Sent::Gone { chat } => {
            lines.forget(chat);
            lines.done(chat);
        }
        Sent::Again { chat, after } => lines.again(chat, Instant::now() + after),
    }
}

struct Courier {
    api: Api,
    app: App,
    phrases: Arc<Phrases>,
    clock: Clock,
}

impl Courier {
    async fn deliver(&self, row: Waiting) -> Sent {
        let chat = row.chat;
        let posted = match self.app.posted(row.id).await {
            Ok(Some(posted)) => posted,
            Ok(None) => return Sent::Over { chat },
            Err(error) => return self.later(chat, error),
        };
        let delivered = match serde_json::from_str::<Letter>(&posted.body) {
            Ok(letter) => self.send(&posted, &letter).await,
            Err(_) => Err(Failure::Refused(0)),
        };
        let noted = match delivered {
            Ok(()) => self.app.delivered(row.id).await.map(|()| Sent::Over { chat }),
            Err(Failure::Gone) => {
                log::info!("outbox: a chat is gone");
                self.app.unreachable(chat, (self.clock)()).await.map(|()| Sent::Gone { chat })
            }
            Err(failure) if passes(failure) && posted.tries < TRIES_MAX => {
                log::warn!("outbox: {failure}");
                let after = Pause::after(posted.tries, failure);
                self.app.undelivered(row.id).await.map(|()| Sent::Again { chat, after })
            }
            Err(failure) => {
                log::error!("outbox: given up, {failure}");
                self.app.undeliverable(row.id).await.map(|()| Sent::Over { chat })
            }
        };
        noted.unwrap_or_else(|error| self.later(chat, error))
    }

    fn later(&self, chat: i64, error: crate::app::Error) -> Sent {
        log::warn!("outbox: {error}");
        Sent::Again { chat, after: LOOK_AGAIN }
    }

    /// Acknowledges the button, edits its message or writes a new one.
    async fn send(&self, posted: &Posted, letter: &Letter) -> Result<(), Failure> {
        let back: Back = letter
            .back
            .as_deref()
            .and_then(|back| serde_json::from_str(back).ok())
            .unwrap_or_default();
        if let Some(callback) = back.callback {
            // Only stops the button's spinner; one that is too old spins no more.
            let _ = self.api.call(&AnswerCallbackQuery::new(CallbackQueryId(callback))).await;
        }
        let (text, buttons) = said::message(&self.phrases, letter);
        if let Some(message) = back.message.and_then(|id| i32::try_from(id).ok()) {
            let mut edit =
                EditMessageText::new(ChatId(posted.chat), MessageId(message), text.clone());
            if let Some(buttons) = buttons.clone() {
                edit = edit.reply_markup(buttons);
            }
            match self.api.call(&edit).await {
                Ok(_) | Err(Failure::NotModified) => return Ok(()),
                Err(Failure::TooLate) => {}
                Err(failure) => return Err(failure),
            }
        }
        let mut message = SendMessage::new(ChatId(posted.chat), text);
        if let Some(buttons) = buttons {
            message = message.reply_markup(buttons);
        }
        self.api.call(&message).await.map(|_| ())
    }
}

/// Whether a failure may be gone when we try again.
fn passes(failure: Failure) -> bool {
    match failure {
        Failure::Flood(_) | Failure::Unavailable | Failure::Unauthorized | Failure::Conflict => {
            true
        }
        Failure::Gone | Failure::NotModified | Failure::TooLate | Failure::Refused(_) => false,
    }
}
