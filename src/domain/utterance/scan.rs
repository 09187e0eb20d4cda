//! The utterance on the table: its tokens, and what each of them was found to be.

use super::{
    grammar::{Grammar, Meaning},
    role::{Role, Roles},
    token::{Token, What},
};

/// What a token was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Not looked at yet.
    Free,
    /// Part of a time.
    Time,
    /// An arm, a position, the irregular sign.
    Extra,
    /// Another quantity; may stand in a remark.
    Quantity,
    /// Leads to another reading.
    Next,
    /// A value, its name, what stands between values, a unit.
    Value,
    /// Means nothing.
    Filler,
    /// A word that we do not know; may stand in a remark.
    Remark,
}

/// Tokens with their uses.
pub(super) struct Scan<'a> {
    pub(super) grammar: &'a Grammar,
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) uses: Vec<Use>,
    /// Every role that a word has, or two in a row.
    roles: Roles,
    /// Whether there is a word that means nothing.
    unknown: bool,
    /// How many numbers are not used yet.
    numbers: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(grammar: &'a Grammar, text: &'a str, tokens: Vec<Token>) -> Scan<'a> {
        let uses = vec![Use::Free; tokens.len()];
        let mut roles = Roles::default();
        let mut unknown = false;
        for (at, token) in tokens.iter().enumerate() {
            unknown |= token.word().is_some() && !token.meaning.known();
            roles = roles.and(token.meaning.roles).and(pair(grammar, &tokens, at));
        }
        let numbers = tokens.iter().filter(|token| token.number().is_some()).count();
        Scan { grammar, text, tokens, uses, roles, unknown, numbers }
    }

    /// The same utterance, nothing of it used yet.
    pub(super) fn anew(mut self) -> Scan<'a> {
        self.renew();
        self
    }

    /// Nothing of it is used any more.
    pub(super) fn renew(&mut self) {
        self.uses.fill(Use::Free);
        self.numbers = self.tokens.iter().filter(|token| token.number().is_some()).count();
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }

    pub(super) fn word(&self, at: usize) -> &str {
        self.token(at).and_then(Token::word).unwrap_or_default()
    }

    /// The number of a token that was not used yet.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        self.token(at).filter(|_| self.is_free(at)).and_then(Token::number)
    }

    /// How many digits were written; none for words.
    pub(super) fn digits(&self, at: usize) -> u8 {
        match self.token(at).map(|token| &token.what) {
            Some(What::Number { digits, .. }) => *digits,
            _ => 0,
        }
    }

    pub(super) fn is(&self, at: usize, role: Role) -> bool {
        self.token(at).is_some_and(|token| token.is(role))
    }

    pub(super) fn is_free(&self, at: usize) -> bool {
        self.used(at) == Use::Free
    }

    pub(super) fn used(&self, at: usize) -> Use {
        self.uses.get(at).copied().unwrap_or(Use::Filler)
    }

    pub(super) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.token(at).is_some_and(|token| token.is_mark(mark))
    }

    pub(super) fn is_break(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.what == What::Break)
    }

    pub(super) fn tight(&self, at: usize) -> bool {
        self.token(at).is_some_and(|token| token.tight)
    }

    /// Whether any word, or any two in a row, has this role.
    pub(super) fn any(&self, role: Role) -> bool {
        self.roles.has(role)
    }

    /// Whether there is a word that means nothing to us.
    pub(super) fn unknown(&self) -> bool {
        self.unknown
    }

    /// The roles that this word and the next one have together.
    pub(super) fn pair(&self, at: usize) -> Roles {
        pair(self.grammar, &self.tokens, at)
    }

    /// What the word here means by itself.
    pub(super) fn meaning(&self, at: usize) -> Meaning {
        self.token(at).map(|token| token.meaning).unwrap_or_default()
    }

    /// The number of a day or an hour that the word here is.
    pub(super) fn ordinal(&self, at: usize) -> Option<u32> {
        self.meaning(at).ordinal
    }

    /// How many numbers outside these tokens are not used yet.
    pub(super) fn numbers_outside(&self, from: usize, to: usize) -> usize {
        self.numbers - (from..to).filter(|at| self.number(*at).is_some()).count()
    }

    /// Uses up `count` tokens from `at`.
    pub(super) fn take(&mut self, at: usize, count: usize, as_: Use) {
        for (slot, token) in self.uses.iter_mut().zip(&self.tokens).skip(at).take(count) {
            self.numbers -= usize::from(*slot == Use::Free && token.number().is_some());
            *slot = as_;
        }
    }

    /// The place of the next token that is a word, a number or a break, from `at` on.
    pub(super) fn next_solid(&self, at: usize) -> Option<usize> {
        (at..self.len())
            .find(|at| self.token(*at).is_some_and(|token| !matches!(token.what, What::Mark(_))))
    }

    /// The text from the start of one token to the end of another.
    pub(super) fn slice(&self, from: usize, to: usize) -> &str {
        let range = self.token(from).zip(self.token(to)).map(|(from, to)| from.start..to.end);
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }
}

fn pair(grammar: &Grammar, tokens: &[Token], at: usize) -> Roles {
    let first = tokens.get(at).filter(|token| token.meaning.leads).and_then(Token::word);
    let both = first.zip(tokens.get(at + 1).and_then(Token::word));
    both.map(|(first, second)| grammar.pair(first, second)).unwrap_or_default()
}
