//! Number words into numbers: "one hundred and twenty" becomes 120. Two numbers in a row part
//! where the second cannot belong to the first.

use super::{
    grammar::Grammar,
    role::Role,
    token::{Token, What},
};

/// The longest number word that others are glued to, bytes.
const GLUED_MAX: usize = 40;

/// A number that is being put together, and where it stands.
struct Open {
    value: u32,
    start: usize,
    end: usize,
    tight: bool,
}

/// Replaces runs of number words by numbers; everything else stays as it is.
pub(super) fn join(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let tokens = spell(grammar, tokens);
    let mut joined = Vec::with_capacity(tokens.len());
    let mut open: Option<Open> = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let word = token.word().unwrap_or_default();
        if grammar.is(word, Role::Hundred) {
            let before = open.take_if(|open| (1..=9).contains(&open.value));
            close(&mut open, &mut joined);
            let (start, tight) =
                before.as_ref().map_or((token.start, token.tight), |b| (b.start, b.tight));
            let value = before.map_or(1, |before| before.value) * 100;
            open = Some(Open { value, start, end: token.end, tight });
            continue;
        }
        let continues = open.as_ref().is_some_and(|open| open.value.is_multiple_of(10));
        let joins = grammar.is(word, Role::Joiner) || token.is_mark('-');
        if continues && joins && (token.tight || !token.is_mark('-')) {
            let next = tokens.peek().and_then(|next| grammar.number(next.word()?));
            let fits = open.as_ref().zip(next).is_some_and(|(open, next)| {
                belongs(open.value, next) && (token.is_mark('-') || open.value >= 100)
            });
            if fits {
                continue;
            }
        }
        // "Oh" is a zero behind another number, else it is only a sigh.
        let sigh = open.is_none() && grammar.is(word, Role::Filler);
        let Some(value) = grammar.number(word).filter(|value| !(sigh && *value == 0)) else {
            let hyphen = token.is_mark('-')
                && open.as_ref().is_some_and(|open| open.value <= 9)
                && tokens.peek().is_some_and(|next| {
                    next.tight && next.word().is_some_and(|word| grammar.number(word).is_some())
                });
            if hyphen {
                continue;
            }
            close(&mut open, &mut joined);
            joined.push(token);
            continue;
        };
        match &mut open {
            Some(before) if belongs(before.value, value) => {
                before.value += value;
                before.end = token.end;
            }
            Some(before) if counts_hundreds(grammar, before.value, value) => {
                before.value = before.value * 100 + value;
                before.end = token.end;
            }
            _ => {
                close(&mut open, &mut joined);
                let Token { start, end, tight, .. } = token;
                open = Some(Open { value, start, end, tight });
            }
        }
    }
    close(&mut open, &mut joined);
    spelt_out(joined)
}

fn close(open: &mut Option<Open>, joined: &mut Vec<Token>) {
    if let Some(Open { value, start, end, tight }) = open.take() {
        joined.push(Token { what: What::Number { value, digits: 0 }, start, end, tight });
    }
}

/// Number words that were written together ("onehundredtwenty") part again.
fn spell(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let mut spelt = Vec::with_capacity(tokens.len());
    for token in tokens {
        let before = spelt.last().and_then(Token::word).unwrap_or_default();
        let pair = token.word().map(|word| format!("{before} {word}"));
        if let (Some(pair), Some(head)) = (pair, before.split(' ').next())
            && grammar.not_numbers.contains(&pair)
        {
            // It only continues the word before.
            let what = What::Word(head.to_owned());
            spelt.push(Token { what, ..token });
            continue;
        }
        let parts = token.word().filter(|word| !grammar.knows(word)).and_then(|word| {
            let splits = (1..word.len().min(GLUED_MAX)).filter(|at| word.is_char_boundary(*at));
            splits.map(|at| word.split_at(at)).find(|(head, tail)| {
                grammar.number(head).is_some_and(|value| value >= 100)
                    && grammar.number(tail).is_some()
            })
        });
        let Some((head, tail)) = parts.map(|(head, tail)| (head.to_owned(), tail.to_owned()))
        else {
            spelt.push(token);
            continue;
        };
        let Token { start, end, tight, .. } = token;
        spelt.push(Token { what: What::Word(head), start, end, tight });
        spelt.push(Token { what: What::Word(tail), start, end, tight: false });
    }
    spelt
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

/// "One two zero" is 120, "eight zero" is 80, "one oh five" is 105: digits that were said one by
/// one, of which at least one is a zero, are one number.
fn spelt_out(tokens: Vec<Token>) -> Vec<Token> {
    let digit = |token: &Token| {
        let said = matches!(token.what, What::Number { digits: 0, .. });
        token.number().filter(|value| said && *value < 10)
    };
    let mut out: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    let mut spelt = false;
    while let Some(token) = tokens.get(at) {
        let run: Vec<u32> = tokens.iter().skip(at).take(4).map_while(digit).collect();
        let three = run.len() == 3 && matches!(run.first(), Some(1..=2));
        spelt |= three;
        let zero = matches!(run.len(), 2 | 3) && run.contains(&0);
        let whole = (three || zero || run.len() == 2 && spelt) && run.first() != Some(&0);
        if whole {
            let value = run.iter().fold(0, |value, digit| value * 10 + digit);
            let last = tokens.get(at + run.len() - 1).unwrap_or(token);
            let what = What::Number { value, digits: 0 };
            out.push(Token { what, start: token.start, end: last.end, tight: token.tight });
            at += run.len();
        } else {
            out.push(token.clone());
            at += 1;
        }
    }
    out
}
