//! Files that are handed out, and chats in which little is left: one card that is edited, and
//! messages that go.

use super::{api::Failure, said, send::Courier};
use crate::{
    app::Letter,
    domain::{
        admin::AdminReply, person::Language, reply::Reply, rotation::BackupReply, settings::Manner,
    },
};
use serde_json::Value;
use teloxide::{
    payloads::{
        DeleteMessage, EditMessageText, EditMessageTextSetters, GetMe, SendMessage,
        SendMessageSetters,
    },
    types::{ChatId, MessageId},
};

impl Courier {
    /// Puts everything of an account together and sends it. Nothing of it is stored; who has gone
    /// meanwhile gets nothing.
    pub(super) async fn hand_out(&self, chat: i64, letter: &Letter) -> Result<(), Failure> {
        let found = self.app.export(chat, (self.clock)()).await.map_err(|error| {
            log::warn!("export: {error}");
            Failure::Unavailable
        })?;
        let Some(file) = found else { return Ok(()) };
        let caption = self.phrases.chat(&letter.reply, letter.language);
        self.api.document(chat, &file, &caption).await.map(|_| ())
    }

    /// Sends a backup. One that is not there any more was followed by newer ones.
    pub(super) async fn send_backup(
        &self,
        chat: i64,
        backup: &str,
        language: Language,
    ) -> Result<(), Failure> {
        let Some(file) = self.app.backup_file(backup).await else { return Ok(()) };
        let caption = self.phrases.chat(&Reply::Backup(BackupReply::Here), language);
        self.api.document(chat, &file, &caption).await.map(|_| ())
    }

    /// A letter with what only the platform knows: the name of the bot, in an invitation.
    pub(super) async fn complete(&self, letter: &Letter) -> Result<Letter, Failure> {
        let mut letter = letter.clone();
        if let Reply::Admin(reply) = &mut letter.reply
            && let AdminReply::Invited { bot, .. } = reply.as_mut()
        {
            *bot = name(&self.api.call(&GetMe::new()).await?).ok_or(Failure::Unavailable)?;
        }
        Ok(letter)
    }

    /// Puts the card of this chat where it is seen: what was tapped is edited if it is the card, else
    /// the card before goes and a new one stands at the end. What a button was tapped below of goes.
    pub(super) async fn roll(
        &self,
        chat: i64,
        letter: &Letter,
        manner: &Manner,
    ) -> Result<(), Failure> {
        let back = self.acknowledge(letter).await?;
        let before = self.app.card_of(chat).await.map_err(|_| Failure::Unavailable)?;
        let said::Message { text, entities, buttons } =
            said::message(&self.phrases, letter, manner);
        let tapped = before.filter(|_| before == back.message);
        let edited = match tapped.and_then(|id| i32::try_from(id).ok()) {
            None => false,
            Some(id) => {
                let mut edit = EditMessageText::new(ChatId(chat), MessageId(id), text.clone());
                if !entities.is_empty() {
                    edit = edit.entities(entities.clone());
                }
                if let Some(buttons) = buttons.clone() {
                    edit = edit.reply_markup(buttons);
                }
                match self.api.call(&edit).await {
                    Ok(_) | Err(Failure::NotModified) => true,
                    Err(Failure::TooLate) => false,
                    Err(failure) => return Err(failure),
                }
            }
        };
        if edited {
            return Ok(());
        }
        // The one before goes first: whatever happens after, its values are gone from the chat.
        if let Some(before) = before {
            self.take_away(chat, before, letter).await?;
        }
        let mut message = SendMessage::new(ChatId(chat), text);
        if !entities.is_empty() {
            message = message.entities(entities);
        }
        if let Some(buttons) = buttons {
            message = message.reply_markup(buttons);
        } else if let Some(menu) = said::menu(&self.phrases, letter, manner) {
            message = message.reply_markup(menu);
        }
        let sent = self.api.call(&message).await?;
        let sent: Option<i64> = serde_json::from_str::<Value>(&sent)
            .ok()
            .and_then(|sent| sent.get("message_id")?.as_i64());
        if let Some(message) = sent {
            self.app.card_is(chat, message).await.map_err(|_| Failure::Unavailable)?;
        }
        match back.message {
            Some(asked) if before != Some(asked) => self.remove(chat, asked).await,
            Some(_) | None => Ok(()),
        }
    }

    /// Takes an old card out of the chat. The platform lets nobody remove a message that is older
    /// than two days, but a bot may always change its own: then nothing of the diary stays in it.
    async fn take_away(&self, chat: i64, card: i64, letter: &Letter) -> Result<(), Failure> {
        let Ok(card) = i32::try_from(card) else { return Ok(()) };
        match self.api.call(&DeleteMessage::new(ChatId(chat), MessageId(card))).await {
            Ok(_) => return Ok(()),
            Err(Failure::TooLate | Failure::Refused(_) | Failure::NotModified) => {}
            Err(failure) => return Err(failure),
        }
        let text = self.phrases.plain("card-moved", letter.language);
        let edit = EditMessageText::new(ChatId(chat), MessageId(card), text);
        match self.api.call(&edit).await {
            Ok(_) | Err(Failure::TooLate | Failure::Refused(_) | Failure::NotModified) => Ok(()),
            Err(failure) => Err(failure),
        }
    }

    /// Removes the message that its sender knows by this name.
    pub(super) async fn sweep(&self, origin: &str) -> Result<(), Failure> {
        let ids = origin.split_once(':');
        match ids.and_then(|(chat, id)| Some((chat.parse().ok()?, id.parse().ok()?))) {
            Some((chat, message)) => self.remove(chat, message).await,
            // It was no message, but a button.
            None => Ok(()),
        }
    }

    /// Removes a message. One that is too old, or not there any more, stays as it is.
    async fn remove(&self, chat: i64, message: i64) -> Result<(), Failure> {
        let Ok(message) = i32::try_from(message) else { return Ok(()) };
        match self.api.call(&DeleteMessage::new(ChatId(chat), MessageId(message))).await {
            Ok(_) | Err(Failure::TooLate | Failure::Refused(_) | Failure::NotModified) => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn name(me: &str) -> Option<String> {
    let me: Value = serde_json::from_str(me).ok()?;
    me.get("username").and_then(Value::as_str).map(str::to_owned)
}
