//! Text into tokens: numbers, words, marks. Nothing is judged here.

/// The smallest thing with a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number, in digits or joined from words.
    Number {
        /// Its value; a longer one than nine digits is the largest there is.
        value: u32,
        /// How many digits were written; none when it was said in words.
        digits: u8,
    },
    /// Letters, lower case, with the Russian yo written as ye.
    Word(String),
    /// Anything else that is not a space.
    Mark(char),
}

impl Token {
    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Token::Word(word) => Some(word),
            Token::Number { .. } | Token::Mark(_) => None,
        }
    }
}

/// Splits at every change between letters, digits and the rest.
pub(super) fn split(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    let mut digits = String::new();
    for c in text.chars().flat_map(fold) {
        if c.is_ascii_digit() {
            close_word(&mut word, &mut tokens);
            digits.push(c);
        } else if c.is_alphabetic() || c == '\u{27}' {
            close_number(&mut digits, &mut tokens);
            word.push(c);
        } else {
            close_word(&mut word, &mut tokens);
            close_number(&mut digits, &mut tokens);
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            }
        }
    }
    close_word(&mut word, &mut tokens);
    close_number(&mut digits, &mut tokens);
    tokens
}

fn close_word(word: &mut String, tokens: &mut Vec<Token>) {
    if !word.is_empty() {
        tokens.push(Token::Word(std::mem::take(word)));
    }
}

fn close_number(digits: &mut String, tokens: &mut Vec<Token>) {
    if !digits.is_empty() {
        let length = u8::try_from(digits.len()).unwrap_or(u8::MAX);
        let value = if length > 9 { u32::MAX } else { digits.parse().unwrap_or(u32::MAX) };
        tokens.push(Token::Number { value, digits: length });
        digits.clear();
    }
}

/// Lower case; fullwidth digits become ASCII; the typographic apostrophe becomes the plain one;
/// the Russian yo (U+0451) becomes ye (U+0435).
fn fold(c: char) -> impl Iterator<Item = char> {
    let c = match c {
        '\u{ff10}'..='\u{ff19}' => {
            char::from_u32(u32::from(c) - 0xff10 + u32::from('0')).unwrap_or(c)
        }
        '\u{2019}' => '\u{27}',
        _ => c,
    };
    c.to_lowercase().map(|c| if c == '\u{451}' { '\u{435}' } else { c })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let seen: Vec<String> = split(text)
            .into_iter()
            .map(|token| match token {
                Token::Number { value, digits } => format!("{value}:{digits}"),
                Token::Word(word) => word,
                Token::Mark(mark) => format!("<{mark}>"),
            })
            .collect();
        assert_eq!(seen.join(" "), expected, "{text:?}");
    }

    #[test]
    fn letters_digits_and_marks_part_from_each_other() {
        check("120/80, 75!", "120:3 </> 80:2 <,> 75:2 <!>");
        check("120x80", "120:3 x 80:2");
        check("  It's   OK ", "it's ok");
        check("\u{ff11}\u{ff12}\u{ff10}", "120:3");
        check("00012345678901", &format!("{}:14", u32::MAX));
        check("", "");
    }
}
