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
    app::{App, Clock, Letter, Parcel, Posted, Waiting},
    domain::{privacy::PrivacyReply, reply::Reply, settings::Manner},
    phrases::Phrases,
};
use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
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
    /// To be tried again after this time, in this chat only.
    Again { chat: i64, after: Duration },
}

/// Delivers until `stop`.
pub(super) async fn run(courier: Courier, mut stop: watch::Receiver<bool>) {
    let courier = Arc::new(courier);
    let (sent, mut results) = mpsc::channel(BUSY_MAX);
    let mut lines = Lines::new(BUSY_MAX);
    let mut seen = 0;
    let mut deadline: Option<Instant> = None;
    loop {
        // Asked before the table is: what was put there before we were stopped is still seen.
        let stopping = *stop.borrow();
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
        let now = Instant::now();
        if stopping {
            deadline.get_or_insert(now + DRAIN);
        }
        let wake = lines.wake(now);
        let late = deadline.is_some_and(|deadline| deadline <= now);
        while !late && let Some(row) = lines.next() {
            let (courier, sent) = (Arc::clone(&courier), sent.clone());
            tokio::spawn(async move {
                // The loop is gone only when everything is ending.
                let _ = sent.send(courier.deliver(row).await).await;
            });
        }
        let nothing_before = |deadline| wake.is_none_or(|wake| deadline <= wake);
        if lines.quiet() && deadline.is_some_and(nothing_before) {
            return;
        }
        courier.pace.forget_the_quiet();
        let look = wake.map_or(LOOK_AGAIN, |wake| wake.saturating_duration_since(Instant::now()));
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
        Sent::Again { chat, after } => lines.again(chat, Instant::now() + after),
    }
}

/// Keeps the pace.
struct Pacer {
    chats: RateLimiter<i64, HashMapStateStore<i64>, DefaultClock>,
    all: DefaultDirectRateLimiter,
    clock: DefaultClock,
}

impl Pacer {
    fn new(pace: Pace) -> Pacer {
        let chat = Quota::per_second(pace.chat_a_second).allow_burst(pace.chat_burst);
        Pacer {
            chats: RateLimiter::hashmap(chat),
            all: RateLimiter::direct(Quota::per_second(pace.all_a_second)),
            clock: DefaultClock::default(),
        }
    }

    /// How long this chat has to wait for its next message, if it has to.
    fn chat_waits(&self, chat: i64) -> Option<Duration> {
        let refused = self.chats.check_key(&chat).err()?;
        Some(refused.wait_time_from(self.clock.now()))
    }

    /// Waits until any chat may be written to. Nobody is held up who could go first.
    async fn all_wait(&self) {
        while let Err(refused) = self.all.check() {
            tokio::time::sleep(refused.wait_time_from(self.clock.now())).await;
        }
    }

    fn forget_the_quiet(&self) {
        if self.chats.len() > CHATS_REMEMBERED {
            self.chats.retain_recent();
        }
    }
}

/// Takes answers to the platform.
pub(super) struct Courier {
    pub(super) api: Api,
    pub(super) app: App,
    pub(super) phrases: Arc<Phrases>,
    pub(super) clock: Clock,
    pace: Pacer,
}

impl Courier {
    pub(super) fn new(
        api: Api,
        app: App,
        phrases: Arc<Phrases>,
        clock: Clock,
        pace: Pace,
    ) -> Courier {
        Courier { api, app, phrases, clock, pace: Pacer::new(pace) }
    }

    async fn deliver(&self, row: Waiting) -> Sent {
        let chat = row.chat;
        let posted = match self.app.posted(row.id).await {
            Ok(Some(posted)) => posted,
            // Its chat has blocked us in the meantime; that costs the chat nothing of its pace.
            Ok(None) => return Sent::Over { chat },
            Err(error) => return self.later(chat, error),
        };
        if let Some(after) = self.pace.chat_waits(chat) {
            return Sent::Again { chat, after };
        }
        self.pace.all_wait().await;
        let delivered = match serde_json::from_str::<Parcel>(&posted.body) {
            // Nobody was reached for so long that it is no use any more.
            Ok(Parcel::Letter(letter)) if self.expired(&letter) => Ok(()),
            Ok(Parcel::Letter(letter)) => match self.app.manner(chat).await {
                Ok(manner) => self.send(&posted, &letter, &manner).await,
                Err(error) => return self.later(chat, error),
            },
            Ok(Parcel::Card { card }) => match self.app.manner(chat).await {
                Ok(manner) => self.roll(chat, &card, &manner).await,
                Err(error) => return self.later(chat, error),
            },
            Ok(Parcel::Backup { backup, language }) => {
                self.send_backup(chat, &backup, language).await
            }
            Ok(Parcel::Sweep { sweep }) => self.sweep(&sweep).await,
            Err(_) => Err(Failure::Refused(0)),
        };
        if let Err(failure) = &delivered {
            self.app.metrics().telegram_failed(failure.trouble());
        }
        let noted = match delivered {
            Ok(()) => self.app.delivered(row.id).await.map(|()| Sent::Over { chat }),
            Err(Failure::Gone) => {
                log::info!("outbox: a chat is gone");
                self.app.unreachable(chat, (self.clock)()).await.map(|()| Sent::Over { chat })
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

    fn expired(&self, letter: &Letter) -> bool {
        letter.reply.expires_ms().is_some_and(|until_ms| until_ms < (self.clock)())
    }

    fn later(&self, chat: i64, error: crate::app::Error) -> Sent {
        log::warn!("outbox: {error}");
        Sent::Again { chat, after: LOOK_AGAIN }
    }

    /// Acknowledges the button that a letter answers; what else the letter belongs to.
    pub(super) async fn acknowledge(&self, letter: &Letter) -> Result<Back, Failure> {
        let mut back: Back = letter
            .back
            .as_deref()
            .and_then(|back| serde_json::from_str(back).ok())
            .unwrap_or_default();
        if let Some(callback) = back.callback.take() {
            // Only stops the button's spinner; one that is too old spins no more.
            let stopped = self.api.call(&AnswerCallbackQuery::new(CallbackQueryId(callback))).await;
            if let Err(failure @ Failure::Flood(_)) = stopped {
                return Err(failure);
            }
        }
        Ok(back)
    }

    /// Acknowledges the button, edits its message or writes a new one.
    async fn send(&self, posted: &Posted, letter: &Letter, manner: &Manner) -> Result<(), Failure> {
        let back = self.acknowledge(letter).await?;
        if letter.reply == Reply::Privacy(PrivacyReply::Export) {
            return self.hand_out(posted.chat, letter).await;
        }
        let letter = &self.complete(letter).await?;
        let said::Message { text, entities, buttons } =
            said::message(&self.phrases, letter, manner);
        let tapped = back.message.filter(|_| letter.reply.in_place());
        if let Some(message) = tapped.and_then(|id| i32::try_from(id).ok()) {
            let mut edit =
                EditMessageText::new(ChatId(posted.chat), MessageId(message), text.clone());
            if !entities.is_empty() {
                edit = edit.entities(entities.clone());
            }
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
        if !entities.is_empty() {
            message = message.entities(entities);
        }
        if let Some(buttons) = buttons {
            message = message.reply_markup(buttons);
        } else if let Some(menu) = said::menu(&self.phrases, letter, manner) {
            message = message.reply_markup(menu);
        }
        self.api.call(&message).await.map(|_| ())
    }
}

/// Whether a failure may be gone when we try again.
pub(super) fn passes(failure: Failure) -> bool {
    match failure {
        Failure::Flood(_) | Failure::Unavailable | Failure::Unauthorized | Failure::Conflict => {
            true
        }
        Failure::Gone | Failure::NotModified | Failure::TooLate | Failure::Refused(_) => false,
    }
}
