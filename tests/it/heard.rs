//! What is heard, to the letter. Beside the corpus, which says what becomes of an utterance, these
//! are the places where one rule ends and another begins; the notation is in `notation.rs`.

use crate::notation::said;
use std::{fs, path::Path};
use tonolog::phrases::Dialogs;

#[test]
fn what_is_heard_is_the_same_to_the_letter() {
    let dialogs = Dialogs::load(None).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/heard.tsv");
    let text = fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [place, text, wanted] = columns[..] else { panic!("{line}") };
        let heard = said(&dialogs, place, &text.replace("\\n", "\n"));
        if heard != wanted {
            wrong.push(format!("{place} {text:?}\n    wanted {wanted}\n    heard  {heard}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The longest text that is looked at as a whole, characters.
const WHOLE_MAX: usize = 2048;

#[test]
fn nothing_of_a_longer_text_than_is_looked_at_is_stored_without_a_question() {
    let dialogs = Dialogs::load(None).unwrap();
    let heard = |text: &str, characters: usize| {
        let text = format!("{text} {}", ".".repeat(characters - text.chars().count() - 1));
        said(&dialogs, "tg", &text)
    };
    assert_eq!(heard("130/80", WHOLE_MAX), "130/80");
    assert_eq!(heard("130/80", WHOLE_MAX + 1), "unsure 130/80");
    assert_eq!(heard("нет, 135/85", WHOLE_MAX), "fix sys=135 dia=85");
    assert_eq!(heard("нет, 135/85", WHOLE_MAX + 1), "which");
}
