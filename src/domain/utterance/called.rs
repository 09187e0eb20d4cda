//! Names of people and their forms.

use super::{
    grammar::Grammar,
    token::{self, Token},
};
use crate::domain::person::Name;

/// Letters of a name without its ending, at least, for that to be a form of it.
const BARE_MIN: usize = 4;

/// A name that was said in some form as it is by itself, its first letter a capital.
pub(super) fn nominative(grammar: &Grammar, written: &str) -> String {
    let mut letters = written.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let name: String = first.chain(letters).collect();
    let itself = grammar.nominatives.iter().find_map(|[form, ending]| {
        name.strip_suffix(form.as_str()).map(|bare| format!("{bare}{ending}"))
    });
    itself.unwrap_or(name)
}

/// The words of a name, as tokens spell them.
pub(super) fn words(grammar: &Grammar, name: &Name) -> Vec<String> {
    let tokens = token::split(grammar, name.as_str());
    tokens.iter().filter_map(Token::word).map(str::to_owned).collect()
}

/// Whether somebody with this name is called so; a family has several words for one.
pub(super) fn exactly(grammar: &Grammar, name: &str, word: &str) -> bool {
    let kin = grammar.people.get(word).map(|(name, _)| name.as_str());
    word == name || kin == Some(name)
}

/// Whether a word is a form of this name: both end as one declension has it.
pub(super) fn nearly(grammar: &Grammar, name: &str, word: &str) -> bool {
    if word.chars().next() != name.chars().next()
        || grammar.knows_in_requests(word)
        || grammar.people.contains_key(word)
    {
        return false;
    }
    grammar.declensions.iter().any(|endings| {
        let bare = endings.first().and_then(|ending| name.strip_suffix(ending.as_str()));
        let fits = |bare: &str| {
            // A short name without its ending is too easily another word.
            let short = *name != *bare && bare.chars().count() < BARE_MIN;
            let ending = word.strip_prefix(bare).filter(|ending| !(short && ending.is_empty()));
            ending.is_some_and(|ending| endings.iter().any(|known| known == ending))
        };
        bare.is_some_and(|bare| fits(bare) || shortened(grammar, bare).is_some_and(|it| fits(&it)))
    })
}

/// A name without a letter that comes and goes before the last one.
fn shortened(grammar: &Grammar, name: &str) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    let before_last = letters.len().checked_sub(2).filter(|at| *at > 1)?;
    let letter = letters.remove(before_last);
    let flees = grammar.fleeting.iter().any(|fleeting| fleeting.chars().eq([letter]));
    flees.then(|| letters.into_iter().collect())
}
