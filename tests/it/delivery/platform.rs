//! The stand-in itself is as strict as the platform, so that a bot which pleases it pleases both.

use crate::stage::TOKEN;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tonolog::demo::StandIn;

struct Caller {
    stand_in: StandIn,
    client: reqwest::Client,
    url: String,
}

impl Caller {
    /// A platform on which person 1 has begun a chat.
    async fn new() -> Caller {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stand_in, _) = StandIn::new(TOKEN);
        tokio::spawn(stand_in.clone().serve(listener, std::future::pending()));
        stand_in.message(1, "ru", json!({}));
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Caller { stand_in, client, url }
    }

    async fn call(&self, token: &str, method: &str, body: &Value) -> (u16, Value) {
        let url = format!("{}/bot{token}/{method}", self.url);
        let answer = self.client.post(url).body(body.to_string()).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, serde_json::from_str(&answer.text().await.unwrap()).unwrap())
    }
}

/// The call is refused in these words, or done when there are none.
async fn check(caller: &Caller, method: &str, body: Value, refused: Option<&str>) {
    let (status, answer) = caller.call(TOKEN, method, &body).await;
    let Some(words) = refused else {
        assert_eq!((status, &answer["ok"]), (200, &json!(true)), "{body}: {answer}");
        return;
    };
    assert_eq!((status, &answer["ok"]), (400, &json!(false)), "{body}: {answer}");
    assert_eq!(answer["error_code"], 400);
    assert!(answer["description"].as_str().unwrap().contains(words), "{body}: {answer}");
}

fn button(data: &str) -> Value {
    json!({"inline_keyboard": [[{"text": "Да", "callback_data": data}]]})
}

#[tokio::test]
async fn a_text_has_at_most_4096_utf_16_units() {
    let caller = Caller::new().await;
    // Each of these is two units.
    let full = "\u{1f493}".repeat(2048);
    check(&caller, "sendMessage", json!({"chat_id": 1, "text": full}), None).await;
    let more = json!({"chat_id": 1, "text": format!("{full}!")});
    check(&caller, "sendMessage", more, Some("too long")).await;
    let none = json!({"chat_id": 1, "text": " "});
    check(&caller, "sendMessage", none, Some("text is empty")).await;
}

#[tokio::test]
async fn a_button_carries_at_most_64_bytes() {
    let caller = Caller::new().await;
    for (data, refused) in [
        ("x".repeat(64), None),
        ("x".repeat(65), Some("BUTTON_DATA")),
        ("ж".repeat(33), Some("BUTTON_DATA")),
    ] {
        let body = json!({"chat_id": 1, "text": "?", "reply_markup": button(&data)});
        check(&caller, "sendMessage", body, refused).await;
    }
}

#[tokio::test]
async fn html_has_to_be_well_formed() {
    let caller = Caller::new().await;
    for (text, refused) in [
        ("<b>120</b>", None),
        ("<b>120", Some("parse entities")),
        ("120 < 130", Some("parse entities")),
        ("<b><i>120</b></i>", Some("parse entities")),
        ("<table>120</table>", Some("parse entities")),
    ] {
        let body = json!({"chat_id": 1, "text": text, "parse_mode": "HTML"});
        check(&caller, "sendMessage", body, refused).await;
    }
}

#[tokio::test]
async fn an_edit_has_to_change_a_message_that_is_there() {
    let caller = Caller::new().await;
    let sent = json!({"chat_id": 1, "text": "120/80", "reply_markup": button("undo:1")});
    let (_, answer) = caller.call(TOKEN, "sendMessage", &sent).await;
    let mut edit = sent;
    edit["message_id"] = answer["result"]["message_id"].clone();
    check(&caller, "editMessageText", edit.clone(), Some("message is not modified")).await;
    edit["reply_markup"] = json!(null);
    check(&caller, "editMessageText", edit.clone(), None).await;
    edit["message_id"] = json!(999_999);
    check(&caller, "editMessageText", edit, Some("message to edit not found")).await;
}

#[tokio::test]
async fn a_button_press_is_acknowledged_once() {
    let caller = Caller::new().await;
    caller.stand_in.tap(1, "ru", 1, "agree");
    let (_, updates) = caller.call(TOKEN, "getUpdates", &json!({})).await;
    let known = json!({"callback_query_id": updates["result"][0]["callback_query"]["id"]});
    check(&caller, "answerCallbackQuery", known.clone(), None).await;
    check(&caller, "answerCallbackQuery", known, Some("query is too old")).await;
    let unknown = json!({"callback_query_id": "1"});
    check(&caller, "answerCallbackQuery", unknown, Some("query is too old")).await;
}

#[tokio::test]
async fn nobody_is_written_to_who_did_not_write_first() {
    let caller = Caller::new().await;
    check(&caller, "sendMessage", json!({"chat_id": 5, "text": "?"}), Some("chat not found")).await;
    caller.stand_in.block(1);
    let (status, _) = caller.call(TOKEN, "sendMessage", &json!({"chat_id": 1, "text": "?"})).await;
    assert_eq!(status, 403);
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let caller = Caller::new().await;
    let long = json!({"timeout": 20});
    let first = caller.call(TOKEN, "getUpdates", &long);
    let second = async {
        // Once the first one is waiting; a poll that ended at once would not be refused.
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        caller.call(TOKEN, "getUpdates", &json!({"timeout": 0})).await
    };
    let ((status, answer), (second, _)) = tokio::join!(first, second);
    assert_eq!((status, second), (409, 200), "{answer}");
    assert!(answer["description"].as_str().unwrap().starts_with("Conflict"), "{answer}");
}

#[tokio::test]
async fn a_wrong_token_opens_nothing() {
    let caller = Caller::new().await;
    for token in ["", "1000000:wrong", &TOKEN[1..]] {
        let (status, answer) = caller.call(token, "getMe", &json!({})).await;
        assert_eq!((status, &answer["ok"]), (401, &json!(false)), "{token}");
    }
    let (status, _) = caller.call(TOKEN, "getMe", &json!({})).await;
    assert_eq!(status, 200);
}
