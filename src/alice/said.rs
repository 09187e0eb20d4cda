//! An answer becomes a response.

use crate::{
    app::Answer,
    domain::{choice::Choice, reply::Reply},
    phrases::{Card, Phrases, Speech},
};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
struct Response<'a> {
    response: Body,
    version: &'a str,
}

#[derive(Serialize)]
struct Body {
    text: String,
    tts: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    buttons: Vec<Button>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<Value>,
    end_session: bool,
}

#[derive(Serialize)]
struct Button {
    title: String,
    payload: Value,
    hide: bool,
}

/// The platform's check that we are alive; it touches nothing.
pub(super) fn pong() -> Vec<u8> {
    let (text, tts) = ("pong".to_owned(), "pong".to_owned());
    bytes(Body { text, tts, buttons: Vec::new(), card: None, end_session: false })
}

/// The response for a speaker; with a screen, what can be said can be tapped as well. `turn`
/// counts the messages of a session.
pub(super) fn response(phrases: &Phrases, answer: &Answer, screen: bool, turn: u64) -> Vec<u8> {
    let Answer { reply, language, manner } = answer;
    let Speech { text, tts } = phrases.speech_as(reply, *language, manner, turn);
    let choices = if screen { choices(phrases, reply) } else { Vec::new() };
    let buttons = choices.iter().map(|choice| Button {
        title: phrases.label(choice, *language),
        payload: json!({ "choice": choice.data() }),
        hide: true,
    });
    let card = phrases.card(reply, *language).filter(|_| screen).map(list);
    bytes(Body { text, tts, buttons: buttons.collect(), card, end_session: reply.ends() })
}

/// What can be tapped: the answers to a question, else what one does next.
fn choices(phrases: &Phrases, reply: &Reply) -> Vec<Choice> {
    let own: Vec<Choice> = reply
        .choices(phrases.languages())
        .into_iter()
        .flatten()
        .filter(|choice| {
            // A speaker speaks the language that it is set to.
            let asks = matches!(reply, Reply::Consent { .. });
            let set = asks && matches!(choice, Choice::Language(_));
            let typed = matches!(choice, Choice::ReadMore | Choice::Whose(_) | Choice::History(_));
            let kept = matches!(choice, Choice::Shortcut(_));
            !set && !kept && !typed && !matches!(choice, Choice::Timer(_))
        })
        .collect();
    let rest = [Choice::Measure, Choice::Week, Choice::Recent, Choice::Help];
    if reply.ends() {
        Vec::new()
    } else if reply.question().is_some() || own.contains(&Choice::Agree) {
        own
    } else if reply.stands_alone() {
        let more = rest.into_iter().filter(|choice| !own.contains(choice));
        own.iter().cloned().chain(more).collect()
    } else {
        own
    }
}

fn list(card: Card) -> Value {
    let items: Vec<Value> = card
        .items
        .into_iter()
        .map(|(title, description)| json!({ "title": title, "description": description }))
        .collect();
    json!({ "type": "ItemsList", "header": { "text": card.header }, "items": items })
}

fn bytes(body: Body) -> Vec<u8> {
    serde_json::to_vec(&Response { response: body, version: "1.0" }).unwrap_or_default()
}
