//! Names of values and number words that were misspelt, misheard or split become what they are.

use super::{
    grammar::{Grammar, Label},
    token::Token,
};

/// A word shorter than this is too easily another one.
const LETTERS_MIN: usize = 4;
/// The same among numbers, where a short word raises a question.
const COUNT_MIN: usize = 3;
/// A name of a value that is shorter is too easily meant by another word: by a person's name, too.
const LABEL_MIN: usize = 5;
/// From here on two letters may be wrong.
const LONG: usize = 8;

/// Unknown words that are looked at; a text with more of them is a tale, and no reading.
const WORDS_MAX: usize = 40;

/// Tokens with what was misspelt in them put right.
pub(super) struct Mended {
    pub(super) tokens: Vec<Token>,
    /// Whether anything was put right.
    pub(super) changed: bool,
    /// Whether a word among numbers may be a number that was misheard.
    pub(super) unsure: bool,
}

/// Replaces every unknown word that is nearly the name of a value, or, among numbers, nearly a
/// number word; joins number words that were split in two.
pub(super) fn mend(grammar: &Grammar, tokens: Vec<Token>) -> Mended {
    let count = tokens.len();
    let mut tokens = whole(grammar, tokens);
    let mut changed = tokens.len() < count;
    let mut unsure = false;
    let unknown = |token: &Token| token.word().is_some() && !token.meaning.known();
    let places: Vec<usize> = (0..tokens.len())
        .filter(|at| tokens.get(*at).is_some_and(unknown))
        .take(WORDS_MAX)
        .collect();
    for at in places {
        let word = |at: Option<usize>| at.and_then(|at| tokens.get(at)).and_then(Token::word);
        let letters: Vec<char> = word(Some(at)).unwrap_or_default().chars().collect();
        let Some(first) = letters.first() else { continue };
        let is_number = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at)).is_some_and(|token| token.meaning.number.is_some())
        };
        let among = is_number(at.checked_sub(1)) || is_number(Some(at + 1));
        let number = among
            .then(|| nearest(grammar.counts(*first), &letters, (COUNT_MIN, COUNT_MIN)))
            .flatten();
        // Any other word may have been said: a reading that hangs on it is asked about.
        unsure |= number.is_some();
        let meant =
            number.or_else(|| nearest(grammar.labels(*first), &letters, (LETTERS_MIN, LABEL_MIN)));
        if let (Some(meant), Some(token)) = (meant.map(str::to_owned), tokens.get_mut(at)) {
            token.reword(grammar, meant);
            changed = true;
        }
    }
    Mended { tokens, changed, unsure }
}

/// Two words of which only together a number word is made are that word.
fn whole(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let parts = joined
            .last()
            .filter(|before| before.meaning.number.is_none() || token.meaning.number.is_none());
        let halves = parts.and_then(Token::word).zip(token.word());
        let both = halves.and_then(|(one, other)| together(grammar, one, other));
        match (both, joined.last_mut()) {
            (Some(word), Some(before)) => {
                before.end = token.end;
                before.reword(grammar, word);
            }
            _ => joined.push(token),
        }
    }
    joined
}

/// The number word that two words are together.
fn together(grammar: &Grammar, one: &str, other: &str) -> Option<String> {
    let heads = grammar.counts(one.chars().next()?);
    let whole = heads.iter().find(|head| head.word.strip_prefix(one) == Some(other));
    whole.map(|head| head.word.clone())
}

fn nearest<'a>(
    labels: &'a [Label],
    letters: &[char],
    (letters_min, name_min): (usize, usize),
) -> Option<&'a str> {
    if letters.len() < letters_min {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for Label { word, letters: name } in labels {
        if name.len() < name_min || name.len().abs_diff(letters.len()) > 2 {
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
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
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
