//! What was done at one door is told at the others: to the chat in a letter, at a speaker with the
//! next greeting. What is told and that it was told are one transaction.

use super::{
    Error, Heard, Letter, Parcel,
    turn::{Scene, post, post_parcel},
};
use crate::{
    domain::{
        dialogue::Event,
        notice::Notice,
        person::{Account, Door},
        privacy::PrivacyReply,
        reply::Reply,
        utterance::Intent,
    },
    seal::Mark,
};

/// Tells every door of this account but the one that speaks and `but`.
pub(super) fn notify(
    scene: &Scene<'_>,
    account: &Account,
    but: Option<&Mark>,
    notice: Notice,
) -> Result<(), Error> {
    let Scene { tx, seal, incoming, peer, .. } = scene;
    let at_ms = incoming.at_ms;
    tx.notify_speakers(account.id, [peer, but.unwrap_or(peer)], notice, at_ms)?;
    let here = incoming.reach.as_ref().map(|reach| reach.chat);
    match tx.chat_of(account.id)?.filter(|chat| Some(*chat) != here) {
        Some(chat) => {
            let language = account.language.unwrap_or(incoming.language);
            let letter = Letter { reply: Reply::Notice(notice), language, back: None };
            post(tx, seal, chat, &letter, at_ms)
        }
        None => Ok(()),
    }
}

impl Scene<'_> {
    /// Whether this is how a session with a speaker begins.
    pub(super) fn greets(&self, event: &Event) -> bool {
        let greeting = matches!(self.incoming.heard, Heard::Opened)
            || matches!(event, Event::Said(Intent::Greeting | Intent::Start { .. }));
        greeting && self.incoming.peer.door == Door::Voice
    }

    /// An answer to a greeting begins with what was done elsewhere, once.
    pub(super) fn with_notices(&self, reply: Reply) -> Result<Reply, Error> {
        let mut notices = self.tx.take_notices(&self.peer)?;
        // The answer itself says it better.
        let leaving = matches!(reply, Reply::Privacy(PrivacyReply::Leaving { .. }));
        notices.retain(|notice| !(leaving && *notice == Notice::Leaving));
        let mut told = Vec::new();
        for notice in notices {
            if !told.contains(&notice) {
                told.push(notice);
            }
        }
        if told.is_empty() {
            return Ok(reply);
        }
        Ok(Reply::Noticed { notices: told, reply: Box::new(reply) })
    }

    /// This message goes from the chat.
    pub(super) fn sweep(&self) -> Result<(), Error> {
        let Some(reach) = &self.incoming.reach else { return Ok(()) };
        let parcel = Parcel::Sweep { sweep: self.incoming.origin.clone() };
        post_parcel(self.tx, self.seal, reach.chat, &parcel, self.incoming.at_ms)
    }
}
