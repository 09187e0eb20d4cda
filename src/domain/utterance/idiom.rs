//! Words that together mean something else than each of them: "what else" asks nothing, "not bad"
//! judges nothing.

use super::{
    grammar::{Grammar, Meaning},
    role::Roles,
    token::Token,
};

/// Gives the words of every idiom its meaning instead of their own; of two that begin alike the
/// longer one counts.
pub(super) fn settle(grammar: &Grammar, tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        let Some((count, roles)) = longest(grammar, rest) else {
            at += 1;
            continue;
        };
        for token in tokens.iter_mut().skip(at).take(count) {
            token.meaning = Meaning { roles, ..Meaning::default() };
        }
        at += count;
    }
}

/// How many tokens the longest idiom here takes, and what it is for.
fn longest(grammar: &Grammar, tokens: &[Token]) -> Option<(usize, Roles)> {
    let first = tokens.first()?.word()?;
    let idioms = grammar.idioms.get(first)?.iter().filter(|(rest, _)| {
        rest.len() < tokens.len()
            && rest.iter().zip(tokens.iter().skip(1)).all(|(word, token)| {
                token.word().is_some_and(|said| match word.strip_suffix('*') {
                    Some(stem) => said.starts_with(stem),
                    None => said == word,
                })
            })
    });
    idioms.max_by_key(|(rest, _)| rest.len()).map(|(rest, roles)| (rest.len() + 1, *roles))
}
