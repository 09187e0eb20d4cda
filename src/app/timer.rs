//! Timers: one is set in a turn, and rings in the chat when its time has come.

use super::{App, Letter, perform::Performer, turn::Scene, turn::chat_mark, turn::post};
use crate::{
    domain::{
        person::ReadingId,
        reading::SESSION_MS,
        reply::Reply,
        timer::{Fate, Timer, TimerKind, TimerReply},
    },
    seal::Seal,
    store::{Error, SetTimer, Tx},
};

/// Timers that are looked at in one go; the next look is seconds away.
const PAGE: u32 = 1000;

impl App {
    /// Rings every timer whose time has come, each once; how many letters went out. A timer goes
    /// in the transaction that posts its letter, so that a crash neither loses nor doubles it.
    pub async fn ring(&self, now_ms: i64) -> Result<u32, Error> {
        let due = self.0.store.read(move |view| view.due_timers(now_ms, PAGE)).await?;
        let (mut sent, mut failure) = (0, None);
        for set in due {
            let app = self.clone();
            match self.0.store.write(move |tx| app.ring_one(tx, set, now_ms)).await {
                Ok(rang) => sent += u32::from(rang),
                // The others are not to wait for this one.
                Err(error) => failure = Some(error),
            }
        }
        if sent > 0 {
            self.0.bell.notify_one();
        }
        failure.map_or(Ok(sent), Err)
    }

    fn ring_one(&self, tx: &Tx<'_>, set: SetTimer, now_ms: i64) -> Result<bool, Error> {
        let SetTimer { person, chat, timer } = set;
        // It may have been set anew since we looked.
        if tx.timer(person, timer.kind)?.is_none_or(|now| now.timer != timer) {
            return Ok(false);
        }
        let measured_ms = tx.newest_reading(person)?.map(|stored| stored.at_ms);
        let until_ms = match timer.fate(now_ms, measured_ms) {
            Fate::Wait => return Ok(false),
            Fate::Forget => return tx.drop_timer(person, timer.kind).map(|()| false),
            Fate::Ring { until_ms } => until_ms,
        };
        tx.drop_timer(person, timer.kind)?;
        let (language, ..) = tx.manner(person)?;
        let reply = match timer.kind {
            TimerKind::Second => Some(Reply::Timer(TimerReply::Second { until_ms })),
            TimerKind::Rest => Some(Reply::Timer(TimerReply::Rest { until_ms })),
            TimerKind::Slot => self.put_off(tx, person, &timer, now_ms, until_ms)?,
        };
        let seal: &Seal = self.0.store.seal();
        let closed = tx.chat_closed(&chat_mark(seal, chat))?;
        let Some(reply) = reply.filter(|_| !closed) else { return Ok(false) };
        post(tx, seal, chat, &Letter { reply, language, back: None }, now_ms)?;
        Ok(true)
    }
}

impl Performer<'_> {
    /// Asks for a second reading in a minute, if this one is of just now.
    pub(super) fn set_timer(&self, reading: ReadingId) -> Result<Reply, Error> {
        let Scene { tx, incoming, .. } = self.scene;
        let Some((account, chat)) = self.account.zip(self.chat()) else { return Ok(Reply::Stale) };
        let stored = tx.reading(account.id, reading)?.filter(|stored| {
            let age_ms = incoming.at_ms - stored.at_ms;
            !stored.approximate && (-SESSION_MS..SESSION_MS).contains(&age_ms)
        });
        let Some(stored) = stored else { return Ok(Reply::Timer(TimerReply::Late)) };
        let timer = Timer { kind: TimerKind::Second, set_ms: incoming.at_ms };
        tx.set_timer(stored.person, chat, &timer)?;
        Ok(Reply::Timer(TimerReply::Set))
    }
}
