//! The spoken link code: a word of the list and three digits, in every shape that speech
//! recognition makes of it.

use super::{
    role::Role,
    token::{Token, What},
};
use crate::domain::link::{Code, DIGITS};
use std::collections::HashMap;

/// A code with whatever is said around it, words and marks; longer, it is something else.
const TOKENS_MAX: usize = 60;

/// The words that codes are made of.
pub struct WordList {
    words: Vec<String>,
    by_sound: HashMap<String, usize>,
}

impl WordList {
    /// One word a line. Words that sound alike are the list's mistake; a test keeps them out.
    pub fn new(lines: &str) -> WordList {
        let words: Vec<String> = lines.split_whitespace().map(str::to_owned).collect();
        let by_sound =
            words.iter().enumerate().map(|(at, word)| (sound_key(&letters(word)), at)).collect();
        WordList { words, by_sound }
    }

    /// Every word.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The word of the list that this one sounds like.
    fn find(&self, heard: &str) -> Option<&str> {
        let at = self.by_sound.get(&sound_key(&letters(heard)))?;
        self.words.get(*at).map(String::as_str)
    }
}

/// A code, if all that was said is one: perhaps words that announce it, a word, three digits as
/// one number or several.
pub(super) fn hear(words: &WordList, tokens: &[Token]) -> Option<Code> {
    if tokens.len() > TOKENS_MAX {
        return None;
    }
    let mut word = None;
    let mut announced = false;
    let mut digits = Vec::new();
    for token in tokens {
        match &token.what {
            What::Word(heard) if digits.is_empty() => match words.find(heard) {
                Some(found) if word.is_none() => word = Some(found.to_owned()),
                _ if token.is(Role::Code) => announced = true,
                _ if token.is(Role::Filler) => {}
                _ if announced && word.is_none() => word = Some(heard.clone()),
                _ => return None,
            },
            What::Word(_) if token.is(Role::Filler) => {}
            What::Number { value, .. } => digits.push(*value),
            What::Word(_) => return None,
            What::Mark('-' | '.' | ',' | '!' | ':') | What::Break => {}
            What::Mark(_) => return None,
        }
    }
    let digits = spoken_digits(&digits)?;
    Some(Code { word: word?, digits })
}

/// 627, 6 2 7, 600 27, 620 7, 600 20 7, 6 27 and 62 7 are all the same three digits.
fn spoken_digits(parts: &[u32]) -> Option<u16> {
    let digit = |part: u32| part < 10;
    let tens = |part: u32| (10..100).contains(&part);
    let hundreds = |part: u32| part >= 100 && part.is_multiple_of(100);
    let number = match *parts {
        [whole] => whole,
        [a, b] if hundreds(a) && tens(b) => a + b,
        [a, b] if a >= 100 && a.is_multiple_of(10) && digit(b) => a + b,
        [a, b] if digit(a) && tens(b) => a * 100 + b,
        [a, b] if tens(a) && digit(b) => a * 10 + b,
        [a, b, c] if digit(a) && digit(b) && digit(c) => a * 100 + b * 10 + c,
        [a, b, c] if hundreds(a) && tens(b) && b.is_multiple_of(10) && digit(c) => a + b + c,
        _ => return None,
    };
    u16::try_from(number).ok().filter(|digits| DIGITS.contains(digits))
}

/// Latin letters that look like Russian ones become those: recognition and keyboards mix them.
pub(super) fn letters(word: &str) -> String {
    const LOOK_ALIKES: [(char, char); 11] = [
        ('a', '\u{430}'),
        ('b', '\u{432}'),
        ('c', '\u{441}'),
        ('e', '\u{435}'),
        ('k', '\u{43a}'),
        ('m', '\u{43c}'),
        ('o', '\u{43e}'),
        ('p', '\u{440}'),
        ('t', '\u{442}'),
        ('x', '\u{445}'),
        ('y', '\u{443}'),
    ];
    word.chars()
        .map(|c| LOOK_ALIKES.iter().find(|(latin, _)| *latin == c).map_or(c, |(_, ours)| *ours))
        .collect()
}

/// How a Russian word sounds when it is mumbled: soft and hard signs go, vowels that merge
/// without stress merge, voiced consonants become voiceless, doubled letters become one. Two
/// words with one key could be taken for each other. Letters are named by their code points, for
/// no human word lives in the source: a U+0430, o U+043E, ye U+0435, e U+044D, ya U+044F,
/// y U+044B, yu U+044E, short i U+0439, be U+0431, ve U+0432, ge U+0433, de U+0434, zhe U+0436,
/// ze U+0437, shcha U+0449.
pub fn sound_key(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    let mut push = |c: char| {
        if !key.ends_with(c) {
            key.push(c);
        }
    };
    let mut before_s = false;
    for c in word.chars().flat_map(char::to_lowercase) {
        let c = match c {
            '\u{44c}' | '\u{44a}' => continue,
            '\u{43e}' => '\u{430}',
            '\u{435}' | '\u{451}' | '\u{44d}' | '\u{44f}' | '\u{44b}' | '\u{439}' => '\u{438}',
            '\u{44e}' => '\u{443}',
            '\u{431}' => '\u{43f}',
            '\u{432}' => '\u{444}',
            '\u{433}' => '\u{43a}',
            '\u{434}' => '\u{442}',
            '\u{436}' | '\u{449}' => '\u{448}',
            '\u{437}' => '\u{441}',
            other => other,
        };
        // te + es are heard as tse.
        if before_s && c == '\u{441}' {
            before_s = false;
            push('\u{446}');
            continue;
        }
        if before_s {
            push('\u{442}');
        }
        before_s = c == '\u{442}';
        if !before_s {
            push(c);
        }
    }
    if before_s {
        push('\u{442}');
    }
    key
}
