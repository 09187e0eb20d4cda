//! Number words into numbers: "one hundred and twenty" becomes 120. Two numbers in a row part
//! where the second cannot belong to the first.

use super::{
    grammar::Grammar,
    role::Role,
    token::{Token, What},
};

/// A number that is being put together, and where it stands.
struct Open {
    value: u32,
    start: usize,
    end: usize,
    tight: bool,
    /// Whether "to" stands before it: minutes before an hour.
    to: bool,
}

impl Open {
    /// Whether what follows is the hour that these minutes come before: "to twenty, nine".
    fn before_hour(&self, next: &Token) -> bool {
        self.to && self.value == 20 && next.meaning.ordinal.is_none()
    }
}

/// Replaces runs of number words by numbers; everything else stays as it is.
pub(super) fn join(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let tokens = spell(grammar, tokens);
    let mut joined = Vec::with_capacity(tokens.len());
    let mut open: Option<Open> = None;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if token.is(Role::Hundred) {
            let before = open.take_if(|open| (1..=9).contains(&open.value));
            close(grammar, &mut open, &mut joined);
            let (start, tight) =
                before.as_ref().map_or((token.start, token.tight), |b| (b.start, b.tight));
            let value = before.map_or(1, |before| before.value) * 100;
            open = Some(Open { value, start, end: token.end, tight, to: false });
            continue;
        }
        let continues = open.as_ref().is_some_and(|open| open.value.is_multiple_of(10));
        let joins = token.is(Role::Joiner) || token.is_mark('-');
        if continues && joins && (token.tight || !token.is_mark('-')) {
            let next = tokens.peek().and_then(|next| next.meaning.number);
            let fits = open.as_ref().zip(next).is_some_and(|(open, next)| {
                belongs(open.value, next) && (token.is_mark('-') || open.value >= 100)
            });
            if fits {
                continue;
            }
        }
        // "Oh" is a zero behind another number, else it is only a sigh.
        let sigh = open.is_none() && token.is(Role::Filler);
        let Some(value) = token.meaning.number.filter(|value| !(sigh && *value == 0)) else {
            let hyphen = token.is_mark('-')
                && open.as_ref().is_some_and(|open| open.value <= 9)
                && tokens.peek().is_some_and(|next| next.tight && next.meaning.number.is_some());
            if hyphen {
                continue;
            }
            close(grammar, &mut open, &mut joined);
            joined.push(token);
            continue;
        };
        match &mut open {
            Some(before) if belongs(before.value, value) && !before.before_hour(&token) => {
                before.value += value;
                before.end = token.end;
            }
            Some(before) if counts_hundreds(grammar, before.value, value) => {
                before.value = before.value * 100 + value;
                before.end = token.end;
            }
            _ => {
                close(grammar, &mut open, &mut joined);
                let Token { start, end, tight, .. } = token;
                let to = joined.last().is_some_and(|before| before.is(Role::To));
                open = Some(Open { value, start, end, tight, to });
            }
        }
    }
    close(grammar, &mut open, &mut joined);
    spelt_out(grammar, joined)
}

fn close(grammar: &Grammar, open: &mut Option<Open>, joined: &mut Vec<Token>) {
    if let Some(Open { value, start, end, tight, .. }) = open.take() {
        let what = What::Number { value, digits: 0 };
        joined.push(Token::new(grammar, what, start, end, tight));
    }
}

/// Number words that were written together ("onehundredtwenty") part again.
fn spell(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let mut spelt: Vec<Token> = Vec::with_capacity(tokens.len());
    for mut token in tokens {
        let leader = spelt.last().filter(|before| before.meaning.leads).and_then(Token::word);
        if let Some((before, word)) = leader.zip(token.word())
            && grammar.not_numbers.contains(&format!("{before} {word}"))
        {
            // It only continues the word before.
            token.reword(grammar, before.to_owned());
            spelt.push(token);
            continue;
        }
        let glued = token.word().filter(|_| !token.meaning.known());
        let Some((head, tail)) = glued.and_then(|word| part(grammar, word)) else {
            spelt.push(token);
            continue;
        };
        let (what, tail) = (What::Word(head.to_owned()), What::Word(tail.to_owned()));
        spelt.push(Token::new(grammar, what, token.start, token.end, token.tight));
        spelt.push(Token::new(grammar, tail, token.start, token.end, false));
    }
    spelt
}

/// A number word of a hundred or more, and the one that is glued to it.
fn part<'a>(grammar: &Grammar, word: &'a str) -> Option<(&'a str, &'a str)> {
    let heads = grammar.counts(word.chars().next()?).iter();
    let parted = heads.filter_map(|head| {
        let tail = word.strip_prefix(head.word.as_str())?;
        let fits = grammar.number(&head.word)? >= 100 && grammar.number(tail).is_some();
        fits.then(|| word.split_at(head.word.len()))
    });
    parted.min_by_key(|(head, _)| head.len())
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
fn spelt_out(grammar: &Grammar, tokens: Vec<Token>) -> Vec<Token> {
    let digit = |token: &Token| {
        let said = matches!(token.what, What::Number { digits: 0, .. });
        token.number().filter(|value| said && *value < 10)
    };
    if !tokens.iter().any(|token| digit(token).is_some()) {
        return tokens;
    }
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
            out.push(Token::new(grammar, what, token.start, last.end, token.tight));
            at += run.len();
        } else {
            out.push(token.clone());
            at += 1;
        }
    }
    out
}
