//! Numbers in words, for the ear.

use serde::Deserialize;

/// The words of one language's numbers: the content of its `speech.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numerals {
    /// Up to 19, or further where a larger one is not its tens and then its ones.
    to_nineteen: Vec<String>,
    tens: Vec<String>,
    hundreds: Vec<String>,
    joiner: String,
    feminine: Vec<String>,
    /// Whether the numbers of telephones are said digit by digit.
    #[serde(default)]
    phone_by_digits: bool,
}

impl Numerals {
    /// A number below 1000 in words; a larger one in digits.
    pub(super) fn say(&self, number: u16) -> String {
        self.compose(number, false)
    }

    /// The same, agreeing with a feminine noun such as the Russian "minute".
    pub(super) fn say_feminine(&self, number: u16) -> String {
        self.compose(number, true)
    }

    /// The number of a telephone, up to three digits.
    pub(super) fn phone(&self, number: u16) -> String {
        if self.phone_by_digits { self.digits(number) } else { self.say(number) }
    }

    /// A number digit by digit.
    pub(super) fn digits(&self, number: u16) -> String {
        let digits = number.to_string();
        let words = digits.bytes().filter_map(|digit| {
            self.to_nineteen.get(usize::from(digit.saturating_sub(b'0'))).cloned()
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn compose(&self, number: u16, feminine: bool) -> String {
        if number > 999 {
            return number.to_string();
        }
        let (hundreds, below) = (number / 100, number % 100);
        let mut words: Vec<String> = Vec::new();
        if hundreds > 0 {
            words.extend(self.hundreds.get(usize::from(hundreds - 1)).cloned());
        }
        if below > 0 || hundreds == 0 {
            words.push(self.below_hundred(below, feminine));
        }
        words.join(" ")
    }

    fn below_hundred(&self, number: u16, feminine: bool) -> String {
        if usize::from(number) < self.to_nineteen.len().max(20) {
            return self.one(number, feminine);
        }
        let tens = self.tens.get(usize::from(number / 10 - 2)).cloned().unwrap_or_default();
        match number % 10 {
            0 => tens,
            ones => format!("{tens}{}{}", self.joiner, self.one(ones, feminine)),
        }
    }

    fn one(&self, number: u16, feminine: bool) -> String {
        let agreeing = match (feminine, number) {
            (true, 1 | 2) => self.feminine.get(usize::from(number - 1)),
            _ => None,
        };
        agreeing.or_else(|| self.to_nineteen.get(usize::from(number))).cloned().unwrap_or_default()
    }
}
