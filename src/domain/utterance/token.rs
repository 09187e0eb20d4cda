//! Text into tokens: numbers, words, marks, where each stood, and what the grammar says of it.
//! Nothing is judged here.

use super::{
    grammar::{Grammar, Meaning},
    role::Role,
};

/// The smallest thing with a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A number, in digits or joined from words.
    Number {
        /// Its value; one that is too large for this is the largest there is.
        value: u32,
        /// How many digits were written; none when it was said in words.
        digits: u8,
    },
    /// Letters, lower case, with the Russian yo written as ye.
    Word(String),
    /// Anything else that is not a space.
    Mark(char),
    /// The end of a line.
    Break,
}

/// A token and its place in the text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) what: What,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether nothing stands between it and the token before.
    pub(super) tight: bool,
    /// What it means by itself; nothing when it is no word. Looked up once, for it is asked often.
    pub(super) meaning: Meaning,
}

impl Token {
    /// A token, and what it means.
    pub(super) fn new(
        grammar: &Grammar,
        what: What,
        start: usize,
        end: usize,
        tight: bool,
    ) -> Token {
        let word = if let What::Word(word) = &what { Some(word) } else { None };
        let meaning = word.map(|word| grammar.meaning(word)).unwrap_or_default();
        Token { what, start, end, tight, meaning }
    }

    /// Makes another word of it.
    pub(super) fn reword(&mut self, grammar: &Grammar, word: String) {
        *self = Token::new(grammar, What::Word(word), self.start, self.end, self.tight);
    }

    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        if let What::Word(word) = &self.what { Some(word) } else { None }
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<u32> {
        if let What::Number { value, .. } = self.what { Some(value) } else { None }
    }

    /// Whether it is a word with this role.
    pub(super) fn is(&self, role: Role) -> bool {
        self.meaning.roles.has(role)
    }

    /// Whether it is a number, in digits or a word.
    pub(super) fn counts(&self) -> bool {
        self.number().is_some() || self.meaning.number.is_some()
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.what == What::Mark(mark)
    }
}

/// A word, though there is a digit in it.
const OXYGEN: &str = "o2";

/// Splits at every change between letters, digits and the rest. A letter that was written in the
/// place of a digit is that digit.
pub(super) fn split(grammar: &Grammar, text: &str) -> Vec<Token> {
    let mut tokens = Tokens { grammar, found: Vec::new() };
    let mut characters = text.char_indices().peekable();
    while let Some(&(start, first)) = characters.peek() {
        if first == '\n' {
            tokens.push(What::Break, start, start + 1);
            characters.next();
        } else if first.is_whitespace() {
            characters.next();
        } else if first.is_alphanumeric() {
            let rest = text.get(start..).unwrap_or_default();
            let cluster = rest.find(|c| !joins(c)).and_then(|end| rest.get(..end)).unwrap_or(rest);
            let end = start + cluster.len();
            while characters.next_if(|(at, _)| *at < end).is_some() {}
            if cluster.eq_ignore_ascii_case(OXYGEN) {
                tokens.push(What::Word(OXYGEN.to_owned()), start, end);
                continue;
            }
            match misread(cluster) {
                Some(digits) => tokens.push(number(&digits), start, end),
                None => tokens.pieces(cluster, start),
            }
        } else {
            tokens.push(What::Mark(mark(first)), start, start + first.len_utf8());
            characters.next();
        }
    }
    tokens.found
}

/// Whether a character continues a word or a number.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || c == '\u{27}' || c == '\u{2019}'
}

/// The tokens so far.
struct Tokens<'a> {
    grammar: &'a Grammar,
    found: Vec<Token>,
}

impl Tokens<'_> {
    fn push(&mut self, what: What, start: usize, end: usize) {
        let tight = self.found.last().is_some_and(|before| before.end == start);
        self.found.push(Token::new(self.grammar, what, start, end, tight));
    }

    /// A cluster of letters and digits into its words and numbers.
    fn pieces(&mut self, cluster: &str, start: usize) {
        let mut from = 0;
        let mut digits: Option<bool> = None;
        for (at, c) in cluster.char_indices() {
            let digit = digit(c).is_some();
            if digits.is_some_and(|before| before != digit) {
                self.piece(cluster, from, at, start);
                from = at;
            }
            digits = Some(digit);
        }
        self.piece(cluster, from, cluster.len(), start);
    }

    fn piece(&mut self, cluster: &str, from: usize, to: usize, start: usize) {
        let text = cluster.get(from..to).unwrap_or_default();
        let digits: Option<String> = text.chars().map(digit).collect();
        let what = match digits {
            Some(digits) => number(&digits),
            None => What::Word(one_script(text.chars().flat_map(fold).collect())),
        };
        self.push(what, start + from, start + to);
    }
}

fn number(digits: &str) -> What {
    let length = u8::try_from(digits.len()).unwrap_or(u8::MAX);
    let value = digits.parse().unwrap_or(u32::MAX);
    What::Number { value, digits: length }
}

/// A digit, ASCII or fullwidth.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{ff10}'..='\u{ff19}' => char::from_u32(u32::from(c) - 0xff10 + u32::from('0')),
        _ => None,
    }
}

/// Digits of which some were written as letters that look like them: O (also the Russian one,
/// U+043E) for 0, the Russian ze (U+0437) for 3, the Russian be (U+0431) for 6, l and I for 1.
fn misread(cluster: &str) -> Option<String> {
    if !cluster.chars().any(|c| digit(c).is_some()) {
        return None;
    }
    cluster
        .chars()
        .map(|c| match c {
            'o' | 'O' | '\u{43e}' | '\u{41e}' => Some('0'),
            '\u{437}' | '\u{417}' => Some('3'),
            '\u{431}' => Some('6'),
            'l' | 'I' => Some('1'),
            _ => digit(c),
        })
        .collect()
}

/// Marks that mean the same become one: slashes, dashes, times signs.
fn mark(c: char) -> char {
    match c {
        '\\' | '\u{ff0f}' | '\u{2044}' => '/',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{d7}' => '*',
        _ => c,
    }
}

/// A word with Latin letters among Cyrillic ones is a Cyrillic word.
fn one_script(word: String) -> String {
    let cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
    if word.chars().any(cyrillic) && word.chars().any(|c| c.is_ascii_alphabetic()) {
        super::code::letters(&word)
    } else {
        word
    }
}

/// Lower case; the typographic apostrophe becomes the plain one; the Russian yo (U+0451) becomes
/// ye (U+0435).
fn fold(c: char) -> impl Iterator<Item = char> {
    let c = if c == '\u{2019}' { '\u{27}' } else { c };
    c.to_lowercase().map(|c| if c == '\u{451}' { '\u{435}' } else { c })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let seen: Vec<String> = split(&Grammar::default(), text)
            .into_iter()
            .map(|token| match token.what {
                What::Number { value, digits } => format!("{value}:{digits}"),
                What::Word(word) => word,
                What::Mark(mark) => format!("<{mark}>"),
                What::Break => "|".to_owned(),
            })
            .collect();
        assert_eq!(seen.join(" "), expected, "{text:?}");
    }

    #[test]
    fn letters_digits_and_marks_part_from_each_other() {
        check("120/80, 75!", "120:3 </> 80:2 <,> 75:2 <!>");
        check("120x80", "120:3 x 80:2");
        check("  It's   OK ", "it's ok");
        check("a\nb", "a | b");
        check("\u{ff11}\u{ff12}\u{ff10}", "120:3");
        check("00012345678901", &format!("{}:14", u32::MAX));
        check("", "");
    }

    #[test]
    fn letters_in_the_place_of_digits_are_digits() {
        check("12O/8O", "120:3 </> 80:2");
        check("l20 I28 7o", "120:3 128:3 70:2");
        check("12\u{43e} 1\u{437}0", "120:3 130:3");
        check("oil", "oil");
        check("10m 7pm", "10:2 m 7:1 pm");
    }
}
