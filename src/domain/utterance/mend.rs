//! Names of values that were misspelt or misheard become the names themselves.

use super::{
    grammar::{Grammar, Label},
    token::{Token, What},
};

/// A word shorter than this is too easily another one.
const LETTERS_MIN: usize = 4;
/// From here on two letters may be wrong.
const LONG: usize = 8;

/// Unknown words that are looked at; a text with more of them is a tale, and no reading.
const WORDS_MAX: usize = 40;

/// Replaces every unknown word that is nearly the name of a value.
pub(super) fn mend(grammar: &Grammar, mut tokens: Vec<Token>) -> Vec<Token> {
    let unknown = |token: &&mut Token| token.word().is_some_and(|word| !grammar.knows(word));
    for token in tokens.iter_mut().filter(unknown).take(WORDS_MAX) {
        let letters: Vec<char> = token.word().unwrap_or_default().chars().collect();
        if let Some(meant) = nearest(grammar, &letters) {
            token.what = What::Word(meant.to_owned());
        }
    }
    tokens
}

fn nearest<'a>(grammar: &'a Grammar, letters: &[char]) -> Option<&'a str> {
    if letters.len() < LETTERS_MIN {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for Label { word, letters: name } in grammar.labels(*letters.first()?) {
        if name.len() < LETTERS_MIN || name.len().abs_diff(letters.len()) > 2 {
            continue;
        }
        let allowed = if name.len() >= LONG { 2 } else { 1 };
        let found = (distance(letters, name), word.as_str());
        if found.0 <= allowed && best.is_none_or(|best| found < best) {
            best = Some(found);
        }
    }
    best.map(|(_, word)| word)
}

/// How many letters have to be put in, left out, changed or swapped with their neighbour
/// (optimal string alignment).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last: Option<char> = None;
    for (at, c) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(at + 1);
        for (to, d) in other.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let mut least = (get(&row, to) + usize::from(c != d))
                .min(get(&row, to + 1) + 1)
                .min(get(&next, to) + 1);
            let swapped = to > 0 && other.get(to - 1) == Some(c) && last == Some(*d);
            if swapped {
                least = least.min(get(&before, to - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(*c);
    }
    row.last().copied().unwrap_or(0)
}
