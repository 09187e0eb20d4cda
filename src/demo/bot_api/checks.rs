//! What the platform refuses.

use super::Outcome;
use serde_json::{Value, json};

/// The longest text of a message, UTF-16 units; of a button's data, bytes.
const TEXT_UNITS_MAX: usize = 4096;
const BUTTON_DATA_MAX: usize = 64;

/// What a message consists of.
pub(super) struct Content {
    pub(super) text: String,
    /// Label and data of every button.
    pub(super) buttons: Vec<(String, String)>,
    /// How many of them stand in each row.
    pub(super) rows: Vec<usize>,
    /// The keyboard below the chat; an empty one is taken away.
    pub(super) keyboard: Option<Vec<Vec<String>>>,
}

/// Text and buttons, if they are within the platform's limits.
pub(super) fn content(body: &Value) -> Result<Content, (u16, &'static str)> {
    let text = body.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.trim().is_empty() {
        return Err((400, "Bad Request: message text is empty"));
    }
    if text.encode_utf16().count() > TEXT_UNITS_MAX {
        return Err((400, "Bad Request: message is too long"));
    }
    if let Some(mode) = body.get("parse_mode").filter(|mode| !mode.is_null()) {
        let known = matches!(mode.as_str(), Some("HTML" | "MarkdownV2" | "Markdown"));
        if !known {
            return Err((400, "Bad Request: unsupported parse_mode"));
        }
        if mode.as_str() == Some("HTML") && !tags_match(text) {
            return Err((400, "Bad Request: can't parse entities"));
        }
    }
    let mut buttons = Vec::new();
    let inline = body.pointer("/reply_markup/inline_keyboard").and_then(Value::as_array);
    let rows: Vec<&Vec<Value>> = inline.into_iter().flatten().filter_map(Value::as_array).collect();
    for button in rows.iter().flat_map(|row| row.iter()) {
        let label = button.get("text").and_then(Value::as_str).unwrap_or_default();
        let data = button.get("callback_data").and_then(Value::as_str).unwrap_or_default();
        if label.is_empty() {
            return Err((400, "Bad Request: text buttons are unallowed in the inline keyboard"));
        }
        if data.is_empty() || data.len() > BUTTON_DATA_MAX {
            return Err((400, "Bad Request: BUTTON_DATA_INVALID"));
        }
        buttons.push((label.to_owned(), data.to_owned()));
    }
    let rows = rows.iter().map(|row| row.len()).filter(|buttons| *buttons > 0).collect();
    Ok(Content { text: text.trim().to_owned(), buttons, rows, keyboard: keyboard(body)? })
}

/// A keyboard below the chat, if there is one, has rows of buttons with words on them.
fn keyboard(body: &Value) -> Result<Option<Vec<Vec<String>>>, (u16, &'static str)> {
    let removed = body.pointer("/reply_markup/remove_keyboard") == Some(&json!(true));
    let Some(rows) = body.pointer("/reply_markup/keyboard") else {
        return Ok(removed.then(Vec::new));
    };
    let rows: Vec<&Vec<Value>> =
        rows.as_array().into_iter().flatten().filter_map(Value::as_array).collect();
    let buttons = rows.iter().flat_map(|row| row.iter());
    let label = |button: &Value| {
        let text = button.as_str().or_else(|| button.get("text").and_then(Value::as_str));
        text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
    };
    let worded = |button: &Value| label(button).is_some();
    if rows.is_empty() || rows.iter().any(|row| row.is_empty()) || !buttons.clone().all(worded) {
        return Err((400, "Bad Request: keyboard button text must be non-empty"));
    }
    Ok(Some(rows.iter().map(|row| row.iter().filter_map(label).collect()).collect()))
}

/// Text and buttons of an edit, which takes buttons of the message only, never a keyboard below
/// the chat.
pub(super) fn edited(body: &Value) -> Result<Content, (u16, &'static str)> {
    let markup = body.get("reply_markup").filter(|markup| !markup.is_null());
    match markup {
        Some(markup) if markup.get("inline_keyboard").is_none() => {
            Err((400, "Bad Request: inline keyboard expected"))
        }
        _ => content(body),
    }
}

/// Tags that the platform knows.
const TAGS: [&str; 15] = [
    "a",
    "b",
    "blockquote",
    "code",
    "del",
    "em",
    "i",
    "ins",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "tg-spoiler",
    "u",
];

/// Whether every tag is known and closed again in order, and nothing else looks like one.
fn tags_match(text: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let Some((tag, after)) = after.split_once('>') else {
            return false;
        };
        rest = after;
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(_) => return false,
            None => match tag.split(' ').next() {
                Some(name) if TAGS.contains(&name) => open.push(name),
                Some(_) | None => return false,
            },
        }
    }
    open.is_empty()
}

pub(super) fn commands(body: &Value) -> Outcome {
    let commands = body.get("commands").and_then(Value::as_array);
    let fits = |command: &Value| {
        let name = command.get("command").and_then(Value::as_str).unwrap_or_default();
        let what = command.get("description").and_then(Value::as_str).unwrap_or_default();
        (1..=32).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && (1..=256).contains(&what.chars().count())
    };
    match commands {
        Some(commands) if commands.len() <= 100 && commands.iter().all(fits) => Ok(json!(true)),
        _ => Err((400, "Bad Request: BOT_COMMAND_INVALID")),
    }
}
