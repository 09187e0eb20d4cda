//! The words of link codes: many, clear, and none that could be taken for another.

use std::collections::{HashMap, HashSet};
use tonolog::domain::person::Door;
use tonolog::domain::utterance::{Intent, hear, sound_key};
use tonolog::phrases::Dialogs;

fn words() -> Vec<String> {
    Dialogs::load(None).unwrap().words.words().to_vec()
}

#[test]
fn there_are_enough_words_and_each_is_plain() {
    let words = words();
    assert!(words.len() >= 2048, "{}", words.len());
    let mut sorted = words.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted, words, "sorted, each once");
    for word in &words {
        assert!(word.chars().all(|c| ('а'..='я').contains(&c)), "{word}");
        assert!((4..=9).contains(&word.chars().count()), "{word}");
    }
}

/// Two words are near when their sounds become equal by leaving out at most one letter of each:
/// every pair at a distance of one is among those.
#[test]
fn no_word_sounds_nearly_like_another() {
    let words = words();
    let mut seen: HashMap<String, &String> = HashMap::new();
    for word in &words {
        let key: Vec<char> = sound_key(word).chars().collect();
        let mut shapes: HashSet<String> = HashSet::from([key.iter().collect()]);
        for out in 0..key.len() {
            shapes.insert(
                key.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, c)| c).collect(),
            );
        }
        for shape in shapes {
            if let Some(other) = seen.insert(shape, word).filter(|other| *other != word) {
                let distance = distance(&sound_key(word), &sound_key(other));
                assert!(distance >= 2, "{word} and {other} sound nearly alike");
            }
        }
    }
}

fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, c) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (to, d) in other.iter().enumerate() {
            let change = before + usize::from(c != *d);
            before = row[to + 1];
            row[to + 1] = change.min(before + 1).min(row[to] + 1);
        }
    }
    row[other.len()]
}

#[test]
fn no_word_is_something_that_we_say_or_understand_otherwise() {
    let dialogs = Dialogs::load(None).unwrap();
    for word in dialogs.words.words() {
        let alone = hear(&dialogs.grammar, &dialogs.words, Door::Voice, std::slice::from_ref(word));
        assert!(alone == Intent::Unknown, "{word} is a command");
        let code = format!("код {word} 627");
        match hear(&dialogs.grammar, &dialogs.words, Door::Voice, &[code]) {
            Intent::Code(code) => assert_eq!(&code.word, word),
            _ => panic!("{word} is not understood in a code"),
        }
    }
}
