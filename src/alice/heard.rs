//! A request becomes an `Incoming`.

use super::wire::Request;
use crate::{
    app::{Heard, Incoming, Peer},
    domain::{
        choice::Choice,
        period::Period,
        person::Door,
        query::Query,
        utterance::{Hints, Intent, Slots},
        when::Zone,
    },
};

/// What a request asks for.
pub(super) enum Call {
    /// A turn of a conversation.
    Turn(Box<Incoming>),
    /// It carries no identity at all; nothing can be kept for it.
    Nobody,
}

/// The identity is the person's where there is one, else the device's.
pub(super) fn call(request: &Request, now_ms: i64) -> Call {
    let id = match request.text("/session/user/user_id") {
        Some(user) => format!("user:{user}"),
        None => match request.text("/session/application/application_id") {
            Some(device) => format!("device:{device}"),
            None => return Call::Nobody,
        },
    };
    let session = request.text("/session/session_id").unwrap_or_default();
    let message = match request.message_id() {
        Some(number) if !session.is_empty() => format!("{session}:{number}"),
        // Without a session nothing tells two deliveries apart; each is a message of its own.
        _ => format!("none:{now_ms}"),
    };
    Call::Turn(Box::new(Incoming {
        peer: Peer { door: Door::Voice, id },
        source: message.clone(),
        origin: message,
        heard: heard(request),
        at_ms: now_ms,
        language: request.language(),
        zone: request.text("/meta/timezone").filter(|name| *name != "UTC").and_then(Zone::new),
        session: Some(session.to_owned()).filter(|session| !session.is_empty()),
        danger: request.is_dangerous(),
        reach: None,
    }))
}

fn heard(request: &Request) -> Heard {
    if request.linking_done() {
        return Heard::Opened;
    }
    match request.text("/request/type").unwrap_or("SimpleUtterance") {
        "SimpleUtterance" | "ButtonPressed" => {}
        _ => return Heard::Wordless,
    }
    if let Some(choice) = request.text("/request/payload/choice").and_then(Choice::of_data) {
        return Heard::Tap(choice);
    }
    let command = request.spoken("/request/command");
    let tokens = request.tokens();
    // The platform strips the phrase that opens the skill; what is left is the command.
    if request.is_new() && command.is_none() && tokens.is_none() {
        return Heard::Opened;
    }
    let original = request.spoken("/request/original_utterance");
    let mut wordings: Vec<String> = Vec::new();
    for wording in [tokens, command, original].into_iter().flatten() {
        if !wordings.contains(&wording) {
            wordings.push(wording);
        }
    }
    if wordings.is_empty() { Heard::Opened } else { Heard::Spoken(wordings, hints(request)) }
}

/// What the platform has found: slots of our own intents, numbers, the intents themselves. Tokens,
/// the command and the whole utterance remain what counts.
fn hints(request: &Request) -> Hints {
    let slot = |name| request.number_slot("bp.record", name);
    let slots =
        Slots { systolic: slot("systolic"), diastolic: slot("diastolic"), pulse: slot("pulse") };
    let meanings = [
        ("bp.last", Intent::Ask(Query::Last)),
        ("bp.mean", Intent::Ask(Query::Mean { over: Period::WEEK, apart: false })),
        ("bp.cancel", Intent::Undo),
        ("YANDEX.HELP", Intent::Help),
        ("YANDEX.REPEAT", Intent::Repeat),
        ("YANDEX.WHAT_CAN_YOU_DO", Intent::Abilities),
    ];
    let meant = meanings.into_iter().find(|(id, _)| request.intent(id).is_some());
    Hints {
        slots,
        numbers: request.numbers(),
        code: request.slots_in_order("link.code"),
        meant: meant.map(|(_, meant)| Box::new(meant)),
    }
}
