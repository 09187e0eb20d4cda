//! Files on their way to a chat, and messages that go from one.

use super::{Event, Outcome, Shown, StandIn, shapes::sent};
use crate::http::Request;
use serde_json::{Map, Value, json};

/// The longest text below a file, UTF-16 units; the largest file of a bot, bytes.
const CAPTION_UNITS_MAX: usize = 1024;
const FILE_BYTES_MAX: usize = 50 * 1024 * 1024;

/// The parameters of a call: JSON, or a form with a file in it. A file becomes its name and its
/// text.
pub(super) fn body(request: &Request) -> Result<Value, &'static str> {
    match request.content_type.strip_prefix("multipart/form-data; boundary=") {
        Some(boundary) => form(boundary, &request.body).ok_or("Bad Request: can't parse form"),
        None if request.body.is_empty() => Ok(json!({})),
        None => serde_json::from_slice(&request.body).map_err(|_| "Bad Request: can't parse JSON"),
    }
}

/// The fields of a form, as strictly as RFC 7578 has them. Of a file that is no text, each byte
/// becomes the character of its number.
fn form(boundary: &str, body: &[u8]) -> Option<Value> {
    let text: &str = &body.iter().map(|byte| char::from(*byte)).collect::<String>();
    let rest = text.strip_suffix("\r\n").unwrap_or(text);
    let rest = rest.strip_suffix(&format!("\r\n--{boundary}--"))?;
    let rest = rest.strip_prefix(&format!("--{boundary}\r\n"))?;
    let mut fields = Map::new();
    for part in rest.split(&format!("\r\n--{boundary}\r\n")) {
        let (head, content) = part.split_once("\r\n\r\n")?;
        let disposition = head.lines().next()?;
        let disposition = disposition.strip_prefix("Content-Disposition: form-data; name=\"")?;
        let (name, more) = disposition.split_once('"')?;
        let file = more.strip_prefix("; filename=\"").and_then(|more| more.strip_suffix('"'));
        let bytes: Vec<u8> = content.chars().filter_map(|c| u8::try_from(c).ok()).collect();
        let utf8 = String::from_utf8(bytes).ok();
        let value = match (name, file) {
            (_, Some(file)) => {
                json!({"file_name": file, "text": utf8.unwrap_or_else(|| content.to_owned())})
            }
            ("chat_id", None) => json!(content.parse::<i64>().ok()?),
            (_, None) => json!(utf8?),
        };
        if fields.insert(name.to_owned(), value).is_some() {
            return None;
        }
    }
    Some(Value::Object(fields))
}

impl StandIn {
    pub(super) fn send_document(&self, body: &Value) -> Outcome {
        let part = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        let (Some(name), Some(content)) = (part("/document/file_name"), part("/document/text"))
        else {
            return Err((400, "Bad Request: there is no document in the request"));
        };
        let caption = part("/caption").unwrap_or_default().to_owned();
        if content.is_empty() || name.is_empty() {
            return Err((400, "Bad Request: file must be non-empty"));
        }
        if content.len() > FILE_BYTES_MAX {
            return Err((413, "Request Entity Too Large"));
        }
        if caption.encode_utf16().count() > CAPTION_UNITS_MAX {
            return Err((400, "Bad Request: message caption is too long"));
        }
        let chat = self.reachable(body)?;
        let document = Some((name.to_owned(), content.to_owned()));
        let mut inner = self.inner();
        inner.last_message += 1;
        let message = inner.last_message;
        let (buttons, rows, keyboard) = (Vec::new(), Vec::new(), None);
        let shown = Shown { chat, message, text: caption, buttons, rows, keyboard, document };
        inner.messages.insert((chat, message), shown.clone());
        drop(inner);
        let result = sent(&shown);
        // Nobody may be looking.
        let _ = self.0.events.send(Event::Sent(shown));
        Ok(result)
    }

    /// In a private chat a bot may remove its own messages and the person's.
    pub(super) fn delete(&self, body: &Value) -> Outcome {
        let chat = self.reachable(body)?;
        let message = body.get("message_id").and_then(Value::as_i64).unwrap_or_default();
        let mut inner = self.inner();
        let ours = inner.messages.remove(&(chat, message)).is_some();
        let theirs = inner.theirs.remove(&(chat, message));
        if ours || theirs { Ok(json!(true)) } else { Err((400, NOT_THERE)) }
    }

    /// What can still be read in a chat: the bot's messages, and the numbers of the person's.
    pub fn left_in(&self, chat: i64) -> (Vec<Shown>, Vec<i64>) {
        let inner = self.inner();
        let ours = inner.messages.values().filter(|shown| shown.chat == chat).cloned();
        let theirs = inner.theirs.iter().filter(|(their, _)| *their == chat);
        let (mut ours, mut theirs): (Vec<_>, Vec<_>) =
            (ours.collect(), theirs.map(|(_, message)| *message).collect());
        ours.sort_by_key(|shown| shown.message);
        theirs.sort_unstable();
        (ours, theirs)
    }
}

const NOT_THERE: &str = "Bad Request: message to delete not found";
