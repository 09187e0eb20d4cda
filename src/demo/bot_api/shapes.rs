//! Things as the platform sends them, and as a person sees them.

use super::Shown;
use crate::http::Response;
use serde_json::{Value, json};

impl Shown {
    /// As a terminal shows it: who speaks, the text, a file, the keyboard below the chat when it is
    /// a new one, and the buttons in their rows.
    pub fn printed(&self, name: &str, keyboard: Option<&[Vec<String>]>) -> String {
        let indent = " ".repeat(name.chars().count() + 2);
        let file =
            self.document.as_ref().map(|(file, content)| format!("[{file}, {} B]", content.len()));
        let keyboard = keyboard.into_iter().flatten().map(|row| format!("| {} |", row.join(" | ")));
        let text = self.text.lines().map(str::to_owned);
        let lines = text.chain(file).chain(keyboard).chain(self.numbered());
        let lines: Vec<String> = lines
            .enumerate()
            .map(|(at, line)| match (at, line.is_empty()) {
                (0, _) => format!("{name}: {line}"),
                (_, true) => line,
                (_, false) => format!("{indent}{line}"),
            })
            .collect();
        lines.join("\n")
    }

    /// Its buttons as rows of text, each with its number.
    fn numbered(&self) -> Vec<String> {
        let mut labels =
            self.buttons.iter().zip(1..).map(|((label, _), number)| format!("[{number}] {label}"));
        let row = |length: &usize| labels.by_ref().take(*length).collect::<Vec<_>>().join("  ");
        self.rows.iter().map(row).collect()
    }
}

pub(super) fn sent(shown: &Shown) -> Value {
    json!({
        "message_id": shown.message,
        "date": unix_seconds(),
        "chat": {"id": shown.chat, "type": "private", "first_name": "Person"},
        "from": bot(),
        "text": shown.text,
    })
}

pub(super) fn bot() -> Value {
    json!({
        "id": 1_000_000,
        "is_bot": true,
        "first_name": "Tonolog",
        "username": "tonolog_demo_bot",
        "can_join_groups": true,
        "can_read_all_group_messages": false,
        "supports_inline_queries": false,
        "can_connect_to_business": false,
        "has_main_web_app": false,
    })
}

pub(super) fn user(person: i64, tag: &str) -> Value {
    json!({"id": person, "is_bot": false, "first_name": "Person", "language_code": tag})
}

pub(super) fn update_id(update: &Value) -> i64 {
    update.get("update_id").and_then(Value::as_i64).unwrap_or_default()
}

pub(super) fn unix_seconds() -> i64 {
    crate::run::now_ms() / 1000
}

pub(super) fn refusal(code: u16, what: &str, retry_after: Option<u64>) -> Response {
    let mut body = json!({"ok": false, "error_code": code, "description": what});
    if let (Some(seconds), Some(body)) = (retry_after, body.as_object_mut()) {
        body.insert("parameters".to_owned(), json!({"retry_after": seconds}));
    }
    json_response(code, &body)
}

pub(super) fn json_response(status: u16, body: &Value) -> Response {
    Response::json(status, body.to_string().into_bytes())
}

pub(super) const TOO_OLD: &str =
    "Bad Request: query is too old and response timeout expired or query ID is invalid";
pub(super) const CONFLICT: &str = "Conflict: terminated by other getUpdates request; make sure that only one \
                        bot instance is running";
pub(super) const NOT_MODIFIED: &str = "Bad Request: message is not modified: specified new message content \
                            and reply markup are exactly the same as a current content and reply \
                            markup of the message";
