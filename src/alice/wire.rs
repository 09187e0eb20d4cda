//! The request as the platform sends it, or something like it: every field may be missing, null
//! or of another type, and unknown ones are ignored.

use crate::domain::person::Language;
use serde_json::Value;

/// Text of a request is not looked at beyond this, characters; the platform's limit is 1024.
const TEXT_MAX: usize = 2048;
/// Numbers in one utterance, at most; more than twelve readings have.
const NUMBERS_MAX: usize = 64;

/// A request. Invariant: it is an object with a version, and a session or a request in it.
pub(super) struct Request(Value);

impl Request {
    /// Reads a body; a request may be wrapped in a `body` object.
    pub(super) fn read(body: &[u8]) -> Option<Request> {
        let mut value: Value = serde_json::from_slice(body).ok()?;
        if value.get("version").is_none()
            && let Some(inner) = value.get_mut("body").filter(|inner| inner.is_object())
        {
            value = inner.take();
        }
        let known = ["request", "session", "account_linking_complete_event"];
        let whole = value.get("version").is_some_and(Value::is_string)
            && known.iter().any(|key| value.get(key).is_some_and(Value::is_object));
        whole.then_some(Request(value))
    }

    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    pub(super) fn spoken(&self, pointer: &str) -> Option<String> {
        self.text(pointer).map(|text| text.chars().take(TEXT_MAX).collect())
    }

    /// The words as the platform split them, with numerals mostly turned into digits.
    pub(super) fn tokens(&self) -> Option<String> {
        let tokens = self.0.pointer("/request/nlu/tokens")?.as_array()?;
        let words: Vec<&str> = tokens.iter().filter_map(Value::as_str).collect();
        let joined: String = words.join(" ").chars().take(TEXT_MAX).collect();
        Some(joined).filter(|joined| !joined.trim().is_empty())
    }

    /// An intent that was recognised, by its name.
    pub(super) fn intent(&self, id: &str) -> Option<&Value> {
        self.0.pointer("/request/nlu/intents")?.get(id).filter(|intent| intent.is_object())
    }

    /// The whole number in a slot of an intent.
    pub(super) fn number_slot(&self, id: &str, slot: &str) -> Option<u32> {
        number(self.intent(id)?.get("slots")?.get(slot)?)
    }

    /// Everything in the slots of an intent, in the order in which it was said.
    pub(super) fn slots_in_order(&self, id: &str) -> Option<String> {
        let slots = self.intent(id)?.get("slots")?.as_object()?;
        let mut said: Vec<(u64, String)> = slots
            .values()
            .filter_map(|slot| {
                let word = slot.get("value").and_then(Value::as_str).map(str::to_owned);
                let text = word.or_else(|| number(slot).map(|number| number.to_string()))?;
                Some((slot.pointer("/tokens/start").and_then(Value::as_u64).unwrap_or(0), text))
            })
            .collect();
        said.sort();
        let joined: Vec<String> = said.into_iter().map(|(_, text)| text).collect();
        Some(joined.join(" ").chars().take(TEXT_MAX).collect())
    }

    /// Every whole number that the platform heard.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let entities = self.0.pointer("/request/nlu/entities").and_then(Value::as_array);
        entities.into_iter().flatten().filter_map(number).take(NUMBERS_MAX).collect()
    }

    pub(super) fn is_ping(&self) -> bool {
        self.text("/request/original_utterance") == Some("ping")
    }

    pub(super) fn is_new(&self) -> bool {
        let flag = self.0.pointer("/session/new").and_then(Value::as_bool);
        flag.unwrap_or(self.message_id() == Some(0))
    }

    pub(super) fn message_id(&self) -> Option<u64> {
        self.0.pointer("/session/message_id").and_then(Value::as_u64)
    }

    pub(super) fn linking_done(&self) -> bool {
        self.0.get("account_linking_complete_event").is_some_and(Value::is_object)
    }

    pub(super) fn skill_id(&self) -> Option<&str> {
        self.text("/session/skill_id")
    }

    /// Russian unless the device says otherwise.
    pub(super) fn language(&self) -> Language {
        self.text("/meta/locale").map_or(Language::RU, Language::of_tag)
    }

    /// Whether the platform holds that the person may be in danger.
    pub(super) fn is_dangerous(&self) -> bool {
        self.0.pointer("/request/markup/dangerous_context").and_then(Value::as_bool) == Some(true)
    }

    pub(super) fn has_screen(&self) -> bool {
        self.0.pointer("/meta/interfaces/screen").is_some_and(Value::is_object)
    }
}

/// The value of a slot or an entity, if it is a whole number.
fn number(found: &Value) -> Option<u32> {
    let numeric = found.get("type").and_then(Value::as_str) == Some("YANDEX.NUMBER");
    let value = found.get("value").filter(|_| numeric)?.as_f64()?;
    let whole = value.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&value);
    whole.then_some(value as u32)
}
