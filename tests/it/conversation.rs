//! What the conversation decides where no answer shows it.

use crate::{notation::NOW_MS, stage::Stage as House, utterances::somebody};
use serde_json::{Value, json};
use tonolog::domain::{
    admin::AdminWish,
    dialogue::{self, Act, Event, Guide, Stage, State, Thread},
    person::{Access, Door},
    pin::PinChoice,
    privacy::Wish,
    utterance::Intent,
};

#[test]
fn who_takes_the_consent_back_is_not_measured_any_more() {
    let guide =
        Guide { round: 1, person: None, newcomer: None, confirmed: false, stage: Stage::Rest };
    let thread = Thread { state: State::Guide(guide), at_ms: NOW_MS, ..Thread::default() };
    let said = Event::Said(Intent::Privacy(Wish::Withdraw));
    let step = dialogue::step(&thread, &somebody(Door::Chat, false), said, NOW_MS, "2");
    assert!(step.next == State::Idle);
    assert!(dialogue::below(&thread, &somebody(Door::Chat, false), NOW_MS, &step).is_empty());
}

#[test]
fn the_owner_at_a_speaker_is_anybody() {
    let wish = || Event::Said(Intent::Admin(AdminWish::Overview));
    let act = |door| dialogue::step(&Thread::default(), &somebody(door, true), wish(), 0, "1").act;
    assert!(!matches!(act(Door::Voice), Act::Administer(_)));
    assert!(matches!(act(Door::Chat), Act::Administer(_)));
}

fn request(message: u64, request: &Value) -> Value {
    json!({
        "meta": {"locale": "ru-RU", "timezone": "Europe/Moscow", "interfaces": {"screen": {}}},
        "session": {"message_id": message, "session_id": "s", "user": {"user_id": "u"}},
        "request": request,
        "version": "1.0",
    })
}

fn words(command: &str) -> Value {
    json!({"type": "SimpleUtterance", "command": command, "original_utterance": command})
}

fn text(response: &Value) -> &str {
    response["response"]["text"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_yes_on_the_screen_is_no_answer_to_the_offer_to_keep_saving() {
    let stage = House::new(Access::Open).await;
    let mut heard = Vec::new();
    let lines = ["", "да", "запиши маме 150 на 90", "да", "122 на 82", "мои"];
    for (message, line) in (0..).zip(lines) {
        heard.push(stage.speak(&request(message, &words(line))).await);
    }
    let yes = |response: &Value| {
        let buttons = response["response"]["buttons"].as_array().unwrap();
        let button = buttons.iter().find(|button| button["title"] == "Да").unwrap();
        json!({"type": "ButtonPressed", "payload": button["payload"].clone()})
    };
    assert!(text(&heard[5]).contains("Записывать сюда и дальше"), "{}", heard[5]);
    let old = stage.speak(&request(6, &yes(&heard[2]))).await;
    assert!(text(&old).contains("не актуален"), "{old}");
    let new = stage.speak(&request(7, &yes(&heard[5]))).await;
    assert!(text(&new).contains("до конца разговора"), "{new}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_speaker_has_no_buttons_of_the_pin() {
    let stage = House::new(Access::Open).await;
    for (message, command) in [(0, ""), (1, "да")] {
        stage.speak(&request(message, &words(command))).await;
    }
    for (message, (name, _)) in (2..).zip(PinChoice::ALL) {
        let payload = json!({"choice": format!("pin:{name}")});
        let tapped = json!({"type": "ButtonPressed", "payload": payload});
        let response = stage.speak(&request(message, &tapped)).await;
        assert!(text(&response).contains("не актуален"), "{name}: {response}");
    }
}
