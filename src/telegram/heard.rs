//! An update becomes what we heard. It is read from the raw JSON: teloxide's types lose the text
//! of a message when the platform adds a kind of entity that they do not know.

use crate::{
    app::{Heard, Incoming, Peer, Reach},
    domain::{
        choice::Choice,
        person::{Door, Language},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What kind of update it is, as the dispatcher or the update itself says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    EditedMessage,
    Callback,
    Membership,
    Other,
}

/// What an update asks for.
pub(super) enum Update {
    /// A turn of a conversation.
    Turn(Box<Incoming>),
    /// Somebody spoke to us in a group.
    Group { chat: i64, language: Language },
    /// A chat has blocked us, or deleted itself.
    Blocked { chat: i64 },
    /// Nothing for us.
    Nothing,
}

/// What an answer belongs to: a message to edit, a button press to acknowledge.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Back {
    pub(super) message: Option<i64>,
    pub(super) callback: Option<String>,
}

/// The kind of an update that the dispatcher could not read.
pub(super) fn kind(update: &Value) -> Kind {
    let has = |key: &str| update.get(key).is_some_and(Value::is_object);
    match () {
        () if has("message") => Kind::Message,
        () if has("edited_message") => Kind::EditedMessage,
        () if has("callback_query") => Kind::Callback,
        () if has("my_chat_member") => Kind::Membership,
        () => Kind::Other,
    }
}

/// The chat of any update, for keeping order within it.
pub(super) fn chat(update: &Value) -> Option<i64> {
    [
        "/message/chat/id",
        "/edited_message/chat/id",
        "/callback_query/message/chat/id",
        "/callback_query/from/id",
        "/my_chat_member/chat/id",
    ]
    .iter()
    .find_map(|pointer| update.pointer(pointer)?.as_i64())
}

/// The language of the sender's client.
pub(super) fn language(update: &Value) -> Language {
    [
        "/message/from/language_code",
        "/edited_message/from/language_code",
        "/callback_query/from/language_code",
        "/my_chat_member/from/language_code",
    ]
    .iter()
    .find_map(|pointer| update.pointer(pointer)?.as_str())
    .map_or(Language::DEFAULT, Language::of_tag)
}

/// Reads an update. `inbox` is its row, `now_ms` the time.
pub(super) fn read(update: &Value, kind: Kind, inbox: i64, now_ms: i64) -> Update {
    match kind {
        Kind::Message => message(update, "message", inbox, now_ms),
        Kind::EditedMessage => message(update, "edited_message", inbox, now_ms),
        Kind::Callback => callback(update, inbox, now_ms),
        Kind::Membership => membership(update),
        Kind::Other => Update::Nothing,
    }
}

fn message(update: &Value, key: &str, inbox: i64, now_ms: i64) -> Update {
    let Some(message) = update.get(key) else {
        return Update::Nothing;
    };
    let (Some(chat), Some(number)) = (at(message, "/chat/id"), at(message, "/message_id")) else {
        return Update::Nothing;
    };
    if text(message, "/chat/type") != Some("private") {
        return Update::Group { chat, language: language(update) };
    }
    let Some(from) = at(message, "/from/id") else {
        return Update::Nothing;
    };
    let words = text(message, "/text").or_else(|| text(message, "/caption"));
    let heard = match (key, words) {
        ("edited_message", words) => Heard::Edited(words.map(str::to_owned).into_iter().collect()),
        (_, Some(words)) => Heard::Words(vec![words.to_owned()]),
        (_, None) => located(message).unwrap_or(Heard::Wordless),
    };
    // After a time without connection the message's own time is the better one.
    let sent_ms = at(message, "/date").map_or(now_ms, |seconds| seconds.saturating_mul(1000));
    Update::Turn(Box::new(Incoming {
        peer: Peer { door: Door::Chat, id: from.to_string() },
        source: source(update),
        origin: format!("{chat}:{number}"),
        heard,
        at_ms: sent_ms.min(now_ms),
        language: language(update),
        zone: None,
        session: None,
        danger: false,
        reach: Some(Reach { chat, back: None, inbox }),
    }))
}

/// A place on the map that was sent, alone or as a venue.
fn located(message: &Value) -> Option<Heard> {
    let degrees = |pointer| message.pointer(pointer)?.as_f64();
    Some(Heard::Located(degrees("/location/latitude")?, degrees("/location/longitude")?))
}

fn callback(update: &Value, inbox: i64, now_ms: i64) -> Update {
    let Some(query) = update.get("callback_query") else {
        return Update::Nothing;
    };
    let Some(from) = at(query, "/from/id") else {
        return Update::Nothing;
    };
    let chat = at(query, "/message/chat/id").unwrap_or(from);
    if chat != from {
        return Update::Group { chat, language: language(update) };
    }
    let back = Back {
        message: at(query, "/message/message_id"),
        callback: text(query, "/id").map(str::to_owned),
    };
    let heard = text(query, "/data")
        .and_then(Choice::of_data)
        .map_or_else(|| Heard::Words(vec![String::new()]), Heard::Tap);
    Update::Turn(Box::new(Incoming {
        peer: Peer { door: Door::Chat, id: from.to_string() },
        source: source(update),
        origin: source(update),
        heard,
        at_ms: now_ms,
        language: language(update),
        zone: None,
        session: None,
        danger: false,
        reach: Some(Reach { chat, back: serde_json::to_string(&back).ok(), inbox }),
    }))
}

fn membership(update: &Value) -> Update {
    let Some(change) = update.get("my_chat_member") else {
        return Update::Nothing;
    };
    let Some(chat) = at(change, "/chat/id") else {
        return Update::Nothing;
    };
    let private = text(change, "/chat/type") == Some("private");
    match (private, text(change, "/new_chat_member/status")) {
        (true, Some("kicked" | "left")) => Update::Blocked { chat },
        (false, Some("member" | "administrator")) => {
            Update::Group { chat, language: language(update) }
        }
        _ => Update::Nothing,
    }
}

fn source(update: &Value) -> String {
    at(update, "/update_id").unwrap_or_default().to_string()
}

fn at(value: &Value, pointer: &str) -> Option<i64> {
    value.pointer(pointer)?.as_i64()
}

fn text<'a>(value: &'a Value, pointer: &str) -> Option<&'a str> {
    value.pointer(pointer)?.as_str()
}
