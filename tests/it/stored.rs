//! What an older program left in the file is read by this one.

use crate::utterances::somebody;
use serde_json::{from_str, to_string};
use tonolog::{
    app::Letter,
    domain::{
        dialogue::{self, Act, Event, State, Thread},
        person::{Door, Language, ReadingId},
        reading::Doubt,
        reply::Reply,
        utterance::Intent,
    },
};

/// A conversation as the first version stored it: a question is open, another reading waits
/// behind it that was not asked about.
const THREAD: &str = r#"{
    "state": {"Unsure": {
        "held": {"reading": [260, 130, null], "doubt": null, "alerted": true,
                 "at_ms": 1795328040000, "approximate": false,
                 "extras": {"arm": "Left", "position": null, "irregular": false, "note": null},
                 "origin": "17", "amends": null},
        "doubt": "Systolic",
        "rest": [{"reading": [136, 88, 70], "doubt": null, "alerted": false,
                  "at_ms": 1795328040000, "approximate": false,
                  "extras": {"arm": null, "position": null, "irregular": false, "note": null},
                  "origin": "17", "amends": null}]}},
    "misses": 1, "questions": 3, "last": 77, "language": "Ru", "at_ms": 1795328040000
}"#;

#[test]
fn a_conversation_of_an_older_program_goes_on() {
    let thread: Thread = from_str(THREAD).unwrap();
    let State::Unsure { held, rest, .. } = &thread.state else { panic!() };
    assert_eq!((held.reading.systolic(), rest.len()), (260, 1));
    assert_eq!((thread.last, thread.questions), (Some(ReadingId(77)), 3));
    assert_eq!(thread.given_ms, 0, "nobody knows when: long ago");
    assert!(from_str::<Thread>(&to_string(&thread).unwrap()).unwrap() == thread);
}

#[test]
fn a_question_of_an_older_program_is_asked_again_as_it_was() {
    let thread: Thread = from_str(THREAD).unwrap();
    let who = somebody(Door::Chat, false);
    let step = dialogue::step(&thread, &who, Event::Said(Intent::Greeting), thread.at_ms, "18");
    let Act::Say(Reply::Ask(question)) = step.act else { panic!() };
    assert_eq!(question.doubt, Doubt::Systolic);
}

#[test]
fn languages_are_read_as_they_were_stored_and_stored_as_codes() {
    let letter = r#"{"reply": "Greeting", "language": "Ru", "back": null}"#;
    assert_eq!(from_str::<Letter>(letter).unwrap().language, Language::RU);
    assert_eq!(from_str::<Language>("\"En\"").unwrap(), Language::EN);
    assert_eq!(to_string(&Language::EN).unwrap(), "\"en\"");
    let thread: Thread = from_str(THREAD).unwrap();
    assert_eq!(thread.language, Some(Language::RU));
    assert!(from_str::<Language>("\"Klingon\"").is_err());
}
