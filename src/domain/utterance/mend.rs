//! Names of values that were misspelt or misheard become the names themselves.

use super::{
    grammar::Grammar,
    token::{Token, What},
};

/// A word shorter than this is too easily another one.
const LETTERS_MIN: usize = 4;
/// From here on two letters may be wrong.
const LONG: usize = 8;

/// Replaces every unknown word that is nearly the name of a value.
pub(super) fn mend(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    tokens
        .into_iter()
        .map(|token| {
            let meant = token.word().filter(|word| !grammar.knows(word)).and_then(|word| {
                let letters: Vec<char> = word.chars().collect();
                nearest(grammar, &letters)
            });
            match meant {
                Some(meant) => Token { what: What::Word(meant), ..token },
                None => token,
            }
        })
        .collect()
}

fn nearest(grammar: &Grammar, letters: &[char]) -> Option<String> {
    if letters.len() < LETTERS_MIN {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for label in grammar.labels() {
        let name: Vec<char> = label.chars().collect();
        let near = name.len() >= LETTERS_MIN && name.len().abs_diff(letters.len()) <= 2;
        if !near || letters.first() != name.first() {
            continue;
        }
        let allowed = if name.len() >= LONG { 2 } else { 1 };
        let distance = distance(letters, &name);
        let nearer = best.is_none_or(|(least, word)| (distance, label) < (least, word));
        if distance <= allowed && nearer {
            best = Some((distance, label));
        }
    }
    best.map(|(_, word)| word.to_owned())
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
