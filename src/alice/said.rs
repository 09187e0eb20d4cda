//! An answer becomes a response.

use crate::{
    app::Answer,
    domain::reply::Choice,
    phrases::{Phrases, Speech},
};
use serde::Serialize;

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
    end_session: bool,
}

#[derive(Serialize)]
struct Button {
    title: String,
    hide: bool,
}

/// The platform's check that we are alive; it touches nothing.
pub(super) fn pong() -> Vec<u8> {
    let speech = Speech { text: "pong".to_owned(), tts: "pong".to_owned() };
    bytes(speech, Vec::new(), false)
}

/// The response for a speaker; with a screen, a yes and a no can be tapped as well.
pub(super) fn response(phrases: &Phrases, answer: &Answer, screen: bool) -> Vec<u8> {
    let speech = phrases.speech(&answer.reply, answer.language);
    let closed =
        answer.reply.choices(phrases.languages()).into_iter().flatten().any(
            |choice| match choice {
                Choice::Agree | Choice::Yes(_) => true,
                Choice::ReadMore
                | Choice::No(_)
                | Choice::Undo(_)
                | Choice::Language(_)
                | Choice::AcceptSpeaker(_)
                | Choice::RefuseSpeaker(_) => false,
            },
        );
    let mut buttons = Vec::new();
    if screen && closed {
        // Without a payload the title comes back as if it had been said.
        for choice in [Choice::Yes(0), Choice::No(0)] {
            buttons.push(Button { title: phrases.label(&choice, answer.language), hide: true });
        }
    }
    bytes(speech, buttons, answer.reply.ends())
}

fn bytes(speech: Speech, buttons: Vec<Button>, end_session: bool) -> Vec<u8> {
    let body = Body { text: speech.text, tts: speech.tts, buttons, end_session };
    let response = Response { response: body, version: "1.0" };
    serde_json::to_vec(&response).unwrap_or_default()
}
