//! What an older program left in the file is read by this one.

use serde_json::{from_str, to_string};
use tonolog::domain::{
    dialogue::{State, Thread},
    person::ReadingId,
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
