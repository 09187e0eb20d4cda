//! What is done beside the turns: keeping updates, delivering answers, tidying up.

use super::{
    App, Letter, Pruned,
    turn::{chat_mark, post},
    upkeep,
};
use crate::{
    domain::{audit::Via, person::Language, reply::Reply},
    store::{Error, Posted, Received, Waiting},
};

impl App {
    /// Keeps updates before the platform is told to forget them. Those that cannot even be read
    /// are kept as dead letters without content.
    pub async fn receive(&self, updates: Vec<(Received, bool)>, at_ms: i64) -> Result<(), Error> {
        self.0
            .store
            .write(move |tx| {
                for (update, readable) in &updates {
                    tx.receive(update, *readable, at_ms)?;
                }
                Ok(())
            })
            .await
    }

    /// Updates behind row `after`, oldest first.
    pub async fn inbox_after(&self, after: i64, limit: u32) -> Result<Vec<Waiting>, Error> {
        self.0.store.read(move |view| view.inbox_after(after, limit)).await
    }

    /// The content of an update that waits.
    pub async fn update(&self, id: i64) -> Result<Option<Vec<u8>>, Error> {
        self.0.store.read(move |view| view.update(id)).await
    }

    /// An update needs no answer.
    pub async fn finish(&self, id: i64) -> Result<(), Error> {
        self.0.store.write(move |tx| tx.finish(id)).await
    }

    /// Handling an update failed; after `tries_max` times it is given up, and its chat hears an
    /// apology. Whether it was given up.
    pub async fn failed(
        &self,
        id: i64,
        tries_max: u32,
        chat: Option<i64>,
        language: Language,
        at_ms: i64,
    ) -> Result<bool, Error> {
        let app = self.clone();
        let given_up = self
            .0
            .store
            .write(move |tx| {
                if tx.failed(id)? < tries_max {
                    return Ok(false);
                }
                tx.give_up(id)?;
                if let Some(chat) = chat {
                    let letter = Letter { reply: Reply::Sorry, language, back: None };
                    post(tx, app.0.store.seal(), chat, &letter, at_ms)?;
                }
                Ok(true)
            })
            .await?;
        self.0.bell.notify_one();
        Ok(given_up)
    }

    /// A message from a group: it is told once that we talk in private.
    pub async fn group(
        &self,
        inbox: i64,
        chat: i64,
        language: Language,
        at_ms: i64,
    ) -> Result<(), Error> {
        let app = self.clone();
        self.0
            .store
            .write(move |tx| {
                let seal = app.0.store.seal();
                let mark = chat_mark(seal, chat);
                if !tx.chat_closed(&mark)? {
                    let letter = Letter { reply: Reply::Group, language, back: None };
                    post(tx, seal, chat, &letter, at_ms)?;
                    tx.close_chat(&mark, "group", at_ms)?;
                }
                tx.finish(inbox)
            })
            .await?;
        self.0.bell.notify_one();
        Ok(())
    }

    /// A chat will not hear us any more: what waits for it goes.
    pub async fn blocked(&self, inbox: i64, chat: i64, at_ms: i64) -> Result<(), Error> {
        let app = self.clone();
        self.0
            .store
            .write(move |tx| {
                tx.close_chat(&chat_mark(app.0.store.seal(), chat), "blocked", at_ms)?;
                tx.end_silence_of(chat)?;
                tx.drop_posts(chat)?;
                tx.finish(inbox)
            })
            .await
    }

    /// Answers behind row `after` that are to be delivered, oldest first.
    pub async fn outbox_after(&self, after: i64, limit: u32) -> Result<Vec<Waiting>, Error> {
        self.0.store.read(move |view| view.outbox_after(after, limit)).await
    }

    /// The answer of a row.
    pub async fn posted(&self, id: i64) -> Result<Option<Posted>, Error> {
        self.0.store.read(move |view| view.posted(id)).await
    }

    /// An answer was delivered.
    pub async fn delivered(&self, id: i64) -> Result<(), Error> {
        self.0.store.write(move |tx| tx.delivered(id)).await
    }

    /// Delivering an answer failed and will be tried again.
    pub async fn undelivered(&self, id: i64) -> Result<(), Error> {
        self.0.store.write(move |tx| tx.undelivered(id)).await
    }

    /// An answer can never be delivered.
    pub async fn undeliverable(&self, id: i64) -> Result<(), Error> {
        let given_up = self.0.store.write(move |tx| {
            if let Some(chat) = tx.chat_of_post(id)? {
                tx.end_silence_of(chat)?;
            }
            tx.undeliverable(id)
        });
        given_up.await
    }

    /// Nothing can be delivered to this chat: what waits for it goes, and it is left alone until
    /// it speaks to us again.
    pub async fn unreachable(&self, chat: i64, at_ms: i64) -> Result<(), Error> {
        let app = self.clone();
        self.0
            .store
            .write(move |tx| {
                tx.close_chat(&chat_mark(app.0.store.seal(), chat), "blocked", at_ms)?;
                tx.end_silence_of(chat)?;
                tx.drop_posts(chat)
            })
            .await
    }

    /// Forgets what has served its time; how much that was. Of readings that were kept as long as
    /// they may be, nothing is left in the log of the file afterwards either.
    pub async fn prune(&self, now_ms: i64) -> Result<Pruned, Error> {
        let app = self.clone();
        let mut keeping = self.0.rules.keeping;
        // The writer, and everybody who waits for it, is not to look through all readings for that.
        if let Some(before_ms) = keeping.readings_before(now_ms)
            && !self.0.store.read(move |view| view.readings_expired(before_ms)).await?
        {
            keeping.readings_days = None;
        }
        let gone = self
            .0
            .store
            .write(move |tx| upkeep::prune(tx, app.0.store.seal(), &keeping, Via::Service, now_ms))
            .await?;
        if gone.readings > 0 {
            self.0.store.read(|view| view.empty_log()).await?;
        }
        Ok(gone)
    }
}
