//! Whose diary is meant: a name that is said beside the measurement or the question.

use super::{
    extras,
    grammar::Grammar,
    idiom,
    role::Role,
    scan::Scan,
    token::{self, Token},
};
use crate::domain::person::{Name, Person, PersonId};
use std::{borrow::Cow, ops::Range};

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

/// The wording on the table, and who is named by which of its words.
struct Hearing<'a> {
    scan: Scan<'a>,
    /// By the place of the token; several whom it may be.
    named: Vec<Vec<PersonId>>,
    /// How many numbers there are, in digits or words.
    numbers: usize,
    /// Whether several people share the account.
    household: bool,
}

/// Whose diary is meant, and the wording without the name and its tokens, so that what is left is understood as
/// if the person spoke of themselves. Somebody who is only talked about stays in the wording.
pub(super) fn take<'a>(
    grammar: &Grammar,
    people: &[Person],
    wording: &'a str,
) -> (Whom, Cow<'a, str>, Vec<Token>) {
    let hearing = Hearing::new(grammar, people, wording);
    let scan = &hearing.scan;
    let mentions: Vec<Mention> = (0..scan.len()).filter_map(|at| hearing.mention(at)).collect();
    let somebody = |at: usize| hearing.named.get(at).is_some_and(|whose| !whose.is_empty());
    let several = (0..scan.len()).filter(|at| somebody(*at)).count() > 1;
    let mine = |range: Range<usize>| range.into_iter().any(|at| scan.is(at, Role::Mine));
    // "Not mine", "not mother's": whose it is was not said with that.
    let denied = |at: usize| at.checked_sub(1).is_some_and(|before| scan.is(before, Role::Not));
    // "Mother and me", "me and mother"
    let both = (2..scan.len()).any(|at| {
        let pair = somebody(at) && scan.is(at - 2, Role::Mine)
            || somebody(at - 2) && scan.is(at, Role::Mine);
        pair && scan.is(at - 1, Role::Separator)
    });
    let (whom, mention) = match mentions.as_slice() {
        [] => {
            let denied = (0..scan.len()).any(|at| scan.is(at, Role::Mine) && denied(at));
            let whom = match mine(0..scan.len()) {
                true if both => Whom::Unclear,
                true if denied && hearing.numbers < 2 => Whom::Unsaid,
                true => Whom::Me,
                false => Whom::Unsaid,
            };
            return (whom, Cow::Borrowed(wording), hearing.scan.tokens);
        }
        [only] => {
            let elsewhere = mine(0..only.from) || mine(only.to + 1..scan.len());
            // "I am at mother's", "mother's cuff": whose the reading is, nobody knows.
            let beside = only.from.checked_sub(1).is_some_and(|at| scan.is(at, Role::Speaker))
                || (only.to + 1..only.to + 3).any(|at| scan.is(at, Role::Beside));
            // "Show me" is no reading of one's own: that takes two numbers.
            let reading = (elsewhere || beside) && hearing.numbers > 1;
            let unclear = reading || several || both || denied(only.from);
            let whom = if unclear { Whom::Unclear } else { only.whom.clone() };
            (whom, only)
        }
        [first, ..] => (Whom::Unclear, first),
    };
    let rest = without(wording, scan, mention);
    let tokens = token::split(grammar, &rest);
    (whom, Cow::Owned(rest), tokens)
}

/// The wording without the tokens of a mention.
fn without(wording: &str, scan: &Scan<'_>, mention: &Mention) -> String {
    let start = scan.token(mention.from).map_or(0, |token| token.start);
    let end = scan.token(mention.to).map_or(wording.len(), |token| token.end);
    let (before, after) = (wording.get(..start), wording.get(end..));
    format!("{} {}", before.unwrap_or_default().trim_end(), after.unwrap_or_default().trim_start())
}

impl<'a> Hearing<'a> {
    fn new(grammar: &'a Grammar, people: &[Person], wording: &'a str) -> Hearing<'a> {
        let mut tokens = token::split(grammar, wording);
        idiom::settle(grammar, &mut tokens);
        let numbers = tokens.iter().filter(|token| token.counts()).count();
        let names: Vec<(PersonId, Called)> = people
            .iter()
            .filter_map(|person| Some((person.id, Called::new(grammar, person.name.as_ref()?))))
            .collect();
        let fit = |fits: &dyn Fn(&Called) -> bool| -> Vec<PersonId> {
            names.iter().filter(|(_, called)| fits(called)).map(|(person, _)| *person).collect()
        };
        // Who is called exactly so goes before whose name has such a form, too.
        let whose = |word: &str| {
            let exactly = fit(&|called| called.exactly(grammar, word));
            if exactly.is_empty() { fit(&|called| called.nearly(grammar, word)) } else { exactly }
        };
        // "Oh mother" and the like name nobody.
        let calls = |token: &&Token| {
            token.meaning.person || token.word().is_some_and(|it| !grammar.people.contains_key(it))
        };
        let named = tokens
            .iter()
            .map(|token| {
                Some(token).filter(calls).and_then(Token::word).map(whose).unwrap_or_default()
            })
            .collect();
        let scan = Scan::new(grammar, wording, tokens);
        Hearing { scan, named, numbers, household: people.len() > 1 }
    }

    fn mention(&self, at: usize) -> Option<Mention> {
        let scan = &self.scan;
        let known = self.named.get(at).map_or(&[][..], Vec::as_slice);
        if known.is_empty() && !scan.meaning(at).person {
            return None;
        }
        let of_family = scan.grammar.people.get(scan.word(at));
        let mut from = at;
        // "My mother" is one mention; so is "for mother".
        if from > 0 && scan.is(from - 1, Role::Possessive) {
            from -= 1;
        }
        let of = from > 0 && scan.is(from - 1, Role::For);
        if of {
            from -= 1;
        }
        if !self.leads(from) || !self.follows(at + 1) {
            return None;
        }
        match known {
            [] => {}
            [one] => return Some(Mention { from, to: at, whom: Whom::Known(*one) }),
            _ => return Some(Mention { from, to: at, whom: Whom::Unclear }),
        }
        let (name, to_them) = of_family?;
        // In a household, or where something is asked about them, somebody of the family is meant
        // whose diary does not exist yet.
        let asks =
            [Role::Newest, Role::NewestOnes, Role::Mean, Role::HowMany, Role::Show, Role::Was]
                .into_iter()
                .any(|role| scan.any(role));
        let added = scan.any(Role::Adder) && self.numbers < 2;
        // "Mother 152/84": whoever stands before a reading may be whose it is.
        let heads = from == 0
            && self.numbers > 1
            && (scan.number(at + 1).is_some() || extras::is_label(scan, at + 1));
        let meant = self.household
            || heads
            || asks && self.numbers < 2
            || (*to_them || of) && scan.any(Role::Record);
        let asked = meant && !added;
        let whom = Whom::New(Name::new(name)?);
        asked.then_some(Mention { from, to: at, whom })
    }

    /// Whether a mention may begin here: after something that we know and that leads to it, not
    /// inside a remark about somebody.
    fn leads(&self, from: usize) -> bool {
        let scan = &self.scan;
        let Some(before) = from.checked_sub(1) else { return true };
        if scan.token(before).and_then(Token::word).is_none() {
            return true;
        }
        // "With my mother": she was there.
        if scan.is(before, Role::Company) {
            return false;
        }
        let inside = [Role::Remark, Role::RemarkHead, Role::Separator, Role::Not, Role::Intake]
            .into_iter()
            .any(|role| scan.is(before, role));
        scan.meaning(before).known_in_requests() && (!inside || scan.is(before, Role::Filler))
    }

    /// Whether a mention may end before this token: what follows is nothing that we do not know.
    fn follows(&self, at: usize) -> bool {
        let word = self.scan.token(at).and_then(Token::word);
        word.is_none() || self.scan.meaning(at).known_in_requests()
    }
}

/// What somebody of this account is called, in whatever form.
struct Called {
    name: String,
    stem: String,
}

impl Called {
    fn new(grammar: &Grammar, name: &Name) -> Called {
        let name = fold(grammar, name.as_str());
        Called { stem: stem(grammar, &name), name }
    }

    fn exactly(&self, grammar: &Grammar, word: &str) -> bool {
        let kin = grammar.people.get(word).map(|(name, _)| name.as_str());
        word == self.name || kin == Some(self.name.as_str())
    }

    fn nearly(&self, grammar: &Grammar, word: &str) -> bool {
        !grammar.knows_in_requests(word)
            && !grammar.people.contains_key(word)
            && stem(grammar, word) == self.stem
    }
}

/// A name as tokens spell it.
fn fold(grammar: &Grammar, name: &str) -> String {
    let tokens = token::split(grammar, name);
    let words: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    words.join(" ")
}

/// What all forms of a name have in common.
fn stem(grammar: &Grammar, word: &str) -> String {
    let endings = grammar.name_endings.iter();
    let bare = endings
        .filter_map(|ending| word.strip_suffix(ending.as_str()))
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
