//! Number words into numbers: "one hundred and twenty" becomes 120. Two numbers in a row part
//! where the second cannot belong to the first.

use super::{grammar::Grammar, token::Token};

/// Replaces runs of number words by numbers; everything else stays as it is.
pub(super) fn join(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let mut joined = Vec::with_capacity(tokens.len());
    let mut open: Option<u32> = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let Token::Word(word) = &token else {
            close(&mut open, &mut joined);
            joined.push(token);
            continue;
        };
        if grammar.hundreds.contains(word) {
            let before = open.take().filter(|value| (1..=9).contains(value));
            open = Some(before.unwrap_or(1) * 100);
            continue;
        }
        if open.is_some_and(|value| value % 100 == 0) && grammar.joiners.contains(word) {
            let number_follows = tokens
                .peek()
                .and_then(Token::word)
                .is_some_and(|next| grammar.numbers.contains_key(next));
            if number_follows {
                continue;
            }
        }
        let Some(&value) = grammar.numbers.get(word) else {
            close(&mut open, &mut joined);
            joined.push(token);
            continue;
        };
        open = match open {
            Some(before) if belongs(before, value) => Some(before + value),
            Some(before) if counts_hundreds(grammar, before, value) => Some(before * 100 + value),
            _ => {
                close(&mut open, &mut joined);
                Some(value)
            }
        };
    }
    close(&mut open, &mut joined);
    joined
}

fn close(open: &mut Option<u32>, joined: &mut Vec<Token>) {
    if let Some(value) = open.take() {
        joined.push(Token::Number { value, digits: 0 });
    }
}

/// Whether `part` continues `before`: 100 and 20, 120 and 5, 20 and 5; not 20 and 80.
fn belongs(before: u32, part: u32) -> bool {
    match part {
        1..=9 => before >= 20 && before.is_multiple_of(10),
        10..=99 => before >= 100 && before.is_multiple_of(100),
        _ => false,
    }
}

/// Whether `before` counts hundreds of `part`: "one twenty", "one thirty five".
fn counts_hundreds(grammar: &Grammar, before: u32, part: u32) -> bool {
    grammar.digit_counts_hundreds && (1..=3).contains(&before) && (10..=99).contains(&part)
}
