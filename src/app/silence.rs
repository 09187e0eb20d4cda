//! Those of whom nothing is heard any more. They are asked in their chat whether the diary is to
//! stay, reminded, and only then erased; whoever cannot be asked stays.

use super::{
    App, Error, Letter,
    audit::note,
    turn::{Scene, chat_mark, post},
};
use crate::{
    domain::{
        audit::{Action, Deed},
        keeping::{PATIENCE_MS, Silence, next},
        person::Account,
        privacy::{GRACE_MS, Instant, PrivacyReply},
        reply::Reply,
    },
    store::{Silent, Tx},
};

/// People who are looked at in one go; the next look is seconds away.
const LOOKED_AT: u32 = 1000;

impl App {
    /// Asks, reminds, and plans the erasing of those who have been silent for as long as the owner
    /// has set; how many letters went out. When nothing is set any more, nobody goes because of it.
    pub async fn look_after_silent(&self, now_ms: i64) -> Result<u32, Error> {
        let Some(since_ms) = self.0.rules.keeping.silent_since(now_ms) else {
            if self.0.store.read(|view| view.nobody_asked()).await? {
                return Ok(0);
            }
            return self.0.store.write(|tx| tx.end_all_silence()).await.map(|()| 0);
        };
        let somebody = self.0.store.read(move |view| {
            let new = !view.silent_since(since_ms, LOOKED_AT)?.is_empty();
            Ok(new || view.asked()?.iter().any(|silent| step(silent, now_ms).is_some()))
        });
        if !somebody.await? {
            return Ok(0);
        }
        let app = self.clone();
        let sent = self.0.store.write(move |tx| app.look_at_silent(tx, since_ms, now_ms)).await?;
        if sent > 0 {
            self.0.bell.notify_one();
        }
        Ok(sent)
    }

    fn look_at_silent(&self, tx: &Tx<'_>, since_ms: i64, now_ms: i64) -> Result<u32, Error> {
        let seal = self.0.store.seal();
        let mut sent = 0;
        // Those who were asked first: nobody is asked and reminded in one go.
        let asked = tx.view().asked()?;
        for silent in asked.iter().chain(&tx.view().silent_since(since_ms, LOOKED_AT)?) {
            let Some(silence) = step(silent, now_ms) else { continue };
            if tx.chat_closed(&chat_mark(seal, silent.chat))? {
                // Nobody is erased who may not have seen what we asked.
                let _ = tx.end_silence(silent.account)?;
                continue;
            }
            let erase_ms = now_ms
                + GRACE_MS
                + match silence {
                    Silence::Asked => 2 * PATIENCE_MS,
                    Silence::Reminded => PATIENCE_MS,
                    Silence::Planned => 0,
                };
            match silence {
                Silence::Asked => tx.note_asked(silent.account, now_ms)?,
                Silence::Reminded => tx.note_reminded(silent.account, now_ms)?,
                Silence::Planned => tx.note_planned(silent.account, now_ms, erase_ms)?,
            }
            note(tx, seal, Some(silent.account), &Deed::of(Action::SilenceAsked), now_ms)?;
            let zone = silent.zone.clone().unwrap_or_else(|| self.0.rules.zone.clone());
            let when = Instant { at_ms: erase_ms, now_ms, zone };
            let days = self.0.rules.keeping.inactive_days.unwrap_or_default();
            let reply = Reply::Privacy(PrivacyReply::Silent { silence, days, when });
            let letter = Letter { reply, language: silent.language, back: None };
            post(tx, seal, silent.chat, &letter, now_ms)?;
            sent += 1;
        }
        Ok(sent)
    }
}

/// What comes next for somebody silent.
fn step(silent: &Silent, now_ms: i64) -> Option<Silence> {
    match silent.asked_ms {
        None => Some(Silence::Asked),
        Some(asked_ms) => next(asked_ms, silent.reminded_ms, now_ms),
    }
}

impl Scene<'_> {
    /// Where the silent are asked, their chats are known: else they could not be.
    pub(super) fn learn_chat_to_ask(&self, account: &Account) -> Result<(), Error> {
        match &self.incoming.reach {
            Some(reach) if self.rules.keeping.inactive_days.is_some() => {
                self.tx.learn_chat_anyway(account.id, reach.chat)
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Somebody who was asked is heard again, and stays.
    pub(super) fn end_silence(&self, account: &mut Account) -> Result<(), Error> {
        let Some(planned) = self.tx.end_silence(account.id)? else { return Ok(()) };
        if planned {
            account.leaving_ms = None;
        }
        self.heard_again.set(true);
        Ok(())
    }
}
