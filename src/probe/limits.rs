//! What the platform accepts as a response. Source: the pages "response" and
//! "session-persistence" of the documentation of Yandex Dialogs, June 2026.

use serde_json::Value;

/// Longest text, and longest speech, characters.
const TEXT_MAX: usize = 1024;
/// Longest title of a button and of a card's header and footer, characters.
const TITLE_MAX: usize = 64;
/// Longest title of a card's item and of a big picture, characters.
const ITEM_TITLE_MAX: usize = 128;
/// Longest description of a card's item, characters.
const ITEM_DESCRIPTION_MAX: usize = 256;
/// Longest address behind a button, bytes.
const URL_MAX: usize = 1024;
/// Largest payload of a button, bytes.
const PAYLOAD_MAX: usize = 4096;
/// Most items of a list.
const ITEMS_MAX: usize = 5;
/// Largest state of each kind, bytes.
const STATE_MAX: usize = 1024;
/// Longest response, characters.
const WHOLE_MAX: usize = 5000;

/// The fields of a response that the platform would not take; none when all is well.
pub fn faults(response: &Value) -> Vec<String> {
    let mut faults = Faults(Vec::new());
    faults.unless(response.get("version").is_some_and(|version| version == "1.0"), "version");
    faults.unless(characters(&response.to_string()) <= WHOLE_MAX, "length");
    for state in ["session_state", "user_state_update", "application_state"] {
        let fits = |state: &Value| state.is_object() && bytes(state) <= STATE_MAX;
        faults.unless(response.get(state).is_none_or(fits), state);
    }
    let Some(said) = response.get("response").filter(|said| said.is_object()) else {
        faults.unless(false, "response");
        return faults.0;
    };
    let tts = said.get("tts");
    let text = said.get("text").and_then(Value::as_str);
    faults.unless(text.is_some_and(|text| characters(text) <= TEXT_MAX), "response.text");
    let heard = tts.and_then(Value::as_str).is_some_and(|tts| !tts.trim().is_empty());
    let seen = text.is_some_and(|text| !text.trim().is_empty());
    faults.unless(seen || heard, "response.text");
    faults.unless(tts.is_none_or(|tts| shorter(tts, TEXT_MAX)), "response.tts");
    faults.unless(said.get("end_session").is_some_and(Value::is_boolean), "response.end_session");
    match said.get("buttons") {
        Some(Value::Array(buttons)) => {
            for button in buttons {
                faults.button(button, "response.buttons");
            }
        }
        Some(_) => faults.unless(false, "response.buttons"),
        None => {}
    }
    if let Some(card) = said.get("card") {
        faults.card(card);
    }
    faults.0.dedup();
    faults.0
}

struct Faults(Vec<String>);

impl Faults {
    fn unless(&mut self, fits: bool, field: &str) {
        if !fits {
            self.0.push(field.to_owned());
        }
    }

    fn button(&mut self, button: &Value, at: &str) {
        let words = button.get("title").and_then(Value::as_str).map_or(0, characters);
        self.unless((1..=TITLE_MAX).contains(&words), &format!("{at}.title"));
        self.behind(button, at);
    }

    /// What is behind a button.
    fn behind(&mut self, button: &Value, at: &str) {
        let url = button.get("url");
        let url_fits = url.is_none_or(|url| url.as_str().is_some_and(|url| url.len() <= URL_MAX));
        self.unless(url_fits, &format!("{at}.url"));
        let payload = button.get("payload");
        let payload_fits =
            payload.is_none_or(|payload| payload.is_object() && bytes(payload) <= PAYLOAD_MAX);
        self.unless(payload_fits, &format!("{at}.payload"));
        self.unless(button.get("hide").is_none_or(Value::is_boolean), &format!("{at}.hide"));
    }

    fn card(&mut self, card: &Value) {
        let at = "response.card";
        let items = card.get("items").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        match card.get("type").and_then(Value::as_str) {
            Some("ItemsList") => {
                self.unless((1..=ITEMS_MAX).contains(&items.len()), "response.card.items");
                for part in ["header", "footer"] {
                    let words = card.get(part).map(|part| part.get("text").unwrap_or(part));
                    let fits = words.is_none_or(|words| shorter(words, TITLE_MAX));
                    self.unless(fits, &format!("{at}.{part}"));
                }
            }
            Some("BigImage") => self.item(card, at, TEXT_MAX),
            // The documentation gives seven on one page and ten on another.
            Some("ImageGallery") => {
                self.unless((1..=7).contains(&items.len()), "response.card.items");
            }
            Some(_) | None => self.unless(false, "response.card.type"),
        }
        for item in items {
            self.item(item, "response.card.items", ITEM_DESCRIPTION_MAX);
        }
    }

    fn item(&mut self, item: &Value, at: &str, description_max: usize) {
        let fits =
            |field: &str, most| item.get(field).is_none_or(|words: &Value| shorter(words, most));
        self.unless(fits("title", ITEM_TITLE_MAX), &format!("{at}.title"));
        self.unless(fits("description", description_max), &format!("{at}.description"));
        if let Some(button) = item.get("button") {
            // Without words of its own it has those of the item.
            let text_fits = button.get("text").is_none_or(|text| shorter(text, TITLE_MAX));
            self.unless(button.is_object() && text_fits, &format!("{at}.button.text"));
            self.behind(button, &format!("{at}.button"));
        }
    }
}

fn characters(text: &str) -> usize {
    text.chars().count()
}

fn shorter(words: &Value, most: usize) -> bool {
    words.as_str().is_some_and(|words| characters(words) <= most)
}

fn bytes(value: &Value) -> usize {
    value.to_string().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn good() -> Value {
        json!({
            "response": {"text": "ok", "tts": "ok", "end_session": false,
                "buttons": [{"title": "yes", "hide": true, "payload": {"a": 1}, "url": "https://x"}],
                "card": {"type": "ItemsList", "header": {"text": "h"}, "footer": {"text": "f"},
                    "items": [{"title": "t", "description": "d",
                               "button": {"text": "b", "payload": {}}}]}},
            "session_state": {"step": 1},
            "version": "1.0",
        })
    }

    #[test]
    fn a_good_response_has_no_fault() {
        assert_eq!(faults(&good()), Vec::<String>::new());
        let bare = json!({"response": {"text": "ok", "end_session": true}, "version": "1.0"});
        assert_eq!(faults(&bare), Vec::<String>::new());
        let spoken =
            json!({"response": {"text": "", "tts": "a", "end_session": true}, "version": "1.0"});
        assert_eq!(faults(&spoken), Vec::<String>::new());
    }

    #[test]
    fn each_fault_is_found_and_named() {
        let long = |count: usize| json!("x".repeat(count));
        let state = json!({"a": "x".repeat(1024)});
        for (pointer, value, named) in [
            ("/version", json!("2.0"), "version"),
            ("/version", json!(1.0), "version"),
            ("/response", json!(null), "response"),
            ("/response/text", json!(null), "response.text"),
            ("/response/text", long(1025), "response.text"),
            ("/response/tts", long(1025), "response.tts"),
            ("/response/tts", json!(5), "response.tts"),
            ("/response/end_session", json!("false"), "response.end_session"),
            ("/response/buttons", json!({}), "response.buttons"),
            ("/response/buttons/0/title", long(65), "response.buttons.title"),
            ("/response/buttons/0/title", json!(""), "response.buttons.title"),
            ("/response/buttons/0/hide", json!("yes"), "response.buttons.hide"),
            ("/response/buttons/0/url", long(1025), "response.buttons.url"),
            (
                "/response/buttons/0/payload",
                json!({"a": "x".repeat(4096)}),
                "response.buttons.payload",
            ),
            ("/response/buttons/0/payload", json!("a"), "response.buttons.payload"),
            ("/response/card/type", json!("Poster"), "response.card.type"),
            ("/response/card/items", json!([]), "response.card.items"),
            ("/response/card/items", json!([{}, {}, {}, {}, {}, {}]), "response.card.items"),
            ("/response/card/header/text", long(65), "response.card.header"),
            ("/response/card/header", json!({}), "response.card.header"),
            ("/response/card/footer/text", long(65), "response.card.footer"),
            ("/response/card/items/0/title", long(129), "response.card.items.title"),
            ("/response/card/items/0/description", long(257), "response.card.items.description"),
            ("/response/card/items/0/button/text", long(65), "response.card.items.button.text"),
            ("/response/card/items/0/button", json!("b"), "response.card.items.button.text"),
            ("/session_state", state, "session_state"),
            ("/session_state", json!([]), "session_state"),
        ] {
            let mut response = good();
            *response.pointer_mut(pointer).unwrap() = value;
            assert_eq!(faults(&response), [named], "{pointer}");
        }
    }

    #[test]
    fn a_response_as_a_whole_is_limited() {
        let mut response = good();
        response["analytics"] = json!("x".repeat(5000));
        assert_eq!(faults(&response), ["length"]);
    }

    #[test]
    fn silence_is_no_answer() {
        let mut response = good();
        response["response"]["text"] = json!(" ");
        assert_eq!(faults(&response), Vec::<String>::new(), "it can be heard");
        response["response"]["tts"] = json!(" ");
        assert_eq!(faults(&response), ["response.text"]);
    }
}
