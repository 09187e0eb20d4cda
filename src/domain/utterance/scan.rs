//! The utterance on the table: its tokens, and what each of them was found to be.

use super::{
    grammar::{Grammar, Role, Roles},
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
    roles: Vec<Roles>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(grammar: &'a Grammar, text: &'a str, tokens: Vec<Token>) -> Scan<'a> {
        let uses = vec![Use::Free; tokens.len()];
        let roles = tokens
            .iter()
            .map(|token| token.word().map_or_else(Roles::default, |word| grammar.roles_of(word)))
            .collect();
        Scan { grammar, text, tokens, uses, roles }
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
        self.roles.get(at).is_some_and(|roles| roles.has(role))
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
        (0..self.len()).any(|at| {
            self.is(at, role) || self.grammar.pair_is(self.word(at), self.word(at + 1), role)
        })
    }

    /// Uses up `count` tokens from `at`.
    pub(super) fn take(&mut self, at: usize, count: usize, as_: Use) {
        for slot in self.uses.iter_mut().skip(at).take(count) {
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
