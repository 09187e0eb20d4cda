//! Whose diary is meant: a name that is said beside the measurement or the question.

use super::{
    grammar::{Grammar, Role},
    is_number,
    token::{self, Token},
};
use crate::domain::person::{Name, Person, PersonId};

/// Whose diary is meant.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Whom {
    /// Nobody was named.
    #[default]
    Unsaid,
    /// The one who speaks.
    Me,
    /// Somebody of this account.
    Known(PersonId),
    /// Somebody whose diary does not exist yet.
    New(Name),
    /// Several people were named, or it may be one who is only spoken of.
    Unclear,
}

/// A name that was said: the tokens that say it, and whose it is.
struct Mention {
    from: usize,
    to: usize,
    whom: Whom,
}

/// Whose diary is meant, and the wording without the name, so that what is left is understood as
/// if the person spoke of themselves. Somebody who is only talked about stays in the wording.
pub(super) fn take(grammar: &Grammar, people: &[Person], wording: &str) -> (Whom, String) {
    let tokens = token::split(wording);
    let mentions: Vec<Mention> =
        (0..tokens.len()).filter_map(|at| mention(grammar, people, &tokens, at)).collect();
    let several = (0..tokens.len()).filter(|at| names_somebody(grammar, people, &tokens, *at));
    let several = several.count() > 1;
    let mine = |range: std::ops::Range<usize>| {
        range.into_iter().any(|at| is(grammar, &tokens, at, Role::Mine))
    };
    match mentions.as_slice() {
        [] => {
            let whom = if mine(0..tokens.len()) { Whom::Me } else { Whom::Unsaid };
            (whom, wording.to_owned())
        }
        [only] => {
            let elsewhere = mine(0..only.from) || mine(only.to + 1..tokens.len());
            // "Show me" is no reading of one's own: that takes two numbers.
            let numbers = tokens.iter().filter(|token| is_number(grammar, token)).count();
            let unclear = elsewhere && numbers > 1 || several;
            let whom = if unclear { Whom::Unclear } else { only.whom.clone() };
            (whom, without(wording, &tokens, only))
        }
        [first, ..] => (Whom::Unclear, without(wording, &tokens, first)),
    }
}

/// The wording without the tokens of a mention.
fn without(wording: &str, tokens: &[Token], mention: &Mention) -> String {
    let start = tokens.get(mention.from).map_or(0, |token| token.start);
    let end = tokens.get(mention.to).map_or(wording.len(), |token| token.end);
    let (before, after) = (wording.get(..start), wording.get(end..));
    format!("{} {}", before.unwrap_or_default().trim_end(), after.unwrap_or_default().trim_start())
}

/// Whether this is what somebody of this account is called.
fn names_somebody(grammar: &Grammar, people: &[Person], tokens: &[Token], at: usize) -> bool {
    let word = tokens.get(at).and_then(Token::word);
    word.is_some_and(|word| people.iter().any(|person| called(grammar, person, word)))
}

fn mention(grammar: &Grammar, people: &[Person], tokens: &[Token], at: usize) -> Option<Mention> {
    let word = tokens.get(at)?.word()?;
    let mut from = at;
    // "My mother" is one mention; so is "for mother".
    if from > 0 && is(grammar, tokens, from - 1, Role::Possessive) {
        from -= 1;
    }
    let of = from > 0 && is(grammar, tokens, from - 1, Role::For);
    if of {
        from -= 1;
    }
    if !leads(grammar, tokens, from) || !follows(grammar, tokens, at + 1) {
        return None;
    }
    if let Some(known) = people.iter().find(|person| called(grammar, person, word)) {
        return Some(Mention { from, to: at, whom: Whom::Known(known.id) });
    }
    let (name, to_them) = grammar.people.get(word)?;
    // In a household, or where something is asked about them, somebody of the family is meant
    // whose diary does not exist yet.
    let any = |role| (0..tokens.len()).any(|at| is(grammar, tokens, at, role));
    let numbers = tokens.iter().filter(|token| is_number(grammar, token)).count();
    let asks = [Role::Newest, Role::NewestOnes, Role::Mean, Role::HowMany, Role::Show, Role::Was]
        .into_iter()
        .any(any);
    let household = people.len() > 1;
    let added = any(Role::Adder) && numbers < 2;
    let meant = household || asks && numbers < 2 || (*to_them || of) && any(Role::Record);
    let asked = meant && !added;
    let whom = Whom::New(Name::new(name)?);
    asked.then_some(Mention { from, to: at, whom })
}

/// Whether this person is called so, in whatever form.
fn called(grammar: &Grammar, person: &Person, word: &str) -> bool {
    let Some(name) = person.name.as_ref().map(|name| fold(name.as_str())) else {
        return false;
    };
    let kin = grammar.people.get(word).map(|(name, _)| name.as_str());
    if word == name || kin == Some(name.as_str()) {
        return true;
    }
    !grammar.knows_in_requests(word) && kin.is_none() && stem(grammar, word) == stem(grammar, &name)
}

/// A name as tokens spell it.
fn fold(name: &str) -> String {
    let tokens = token::split(name);
    let words: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    words.join(" ")
}

/// What all forms of a name have in common.
fn stem(grammar: &Grammar, word: &str) -> String {
    let mut endings: Vec<&str> = grammar.name_endings.iter().map(String::as_str).collect();
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
    let bare = endings
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|rest| rest.chars().count() > 1)
        .unwrap_or(word);
    let mut letters: Vec<char> = bare.chars().collect();
    let before_last = letters.len().saturating_sub(2);
    let comes_and_goes = letters.len() > 3
        && letters.get(before_last).is_some_and(|letter| {
            grammar.fleeting.iter().any(|fleeting| fleeting.chars().eq([*letter]))
        });
    if comes_and_goes {
        letters.remove(before_last);
    }
    letters.into_iter().collect()
}

/// Whether a mention may begin here: after something that we know and that leads to it, not
/// inside a remark about somebody.
fn leads(grammar: &Grammar, tokens: &[Token], from: usize) -> bool {
    let Some(before) = from.checked_sub(1).and_then(|at| tokens.get(at)) else {
        return true;
    };
    let Some(word) = before.word() else { return true };
    let roles = grammar.roles_of(word);
    let inside = [Role::Remark, Role::RemarkHead, Role::Separator, Role::Not, Role::Intake]
        .into_iter()
        .any(|role| roles.has(role));
    grammar.knows_in_requests(word) && (!inside || roles.has(Role::Filler))
}

/// Whether a mention may end before this token: what follows is nothing that we do not know.
fn follows(grammar: &Grammar, tokens: &[Token], at: usize) -> bool {
    tokens.get(at).and_then(Token::word).is_none_or(|word| grammar.knows_in_requests(word))
}

fn is(grammar: &Grammar, tokens: &[Token], at: usize, role: Role) -> bool {
    tokens.get(at).and_then(Token::word).is_some_and(|word| grammar.is(word, role))
}
