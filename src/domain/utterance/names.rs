//! Whose diary is meant: a name that is said beside the measurement or the question.

use super::{
    called::{exactly, nearly, nominative, words},
    extras,
    grammar::Grammar,
    idiom,
    role::{JOINING, Role},
    scan::Scan,
    token::{self, Token},
};
use crate::domain::person::{Name, Person, PersonId};
use std::{borrow::Cow, ops::Range};

/// Days of a month: a larger number behind a name is a value.
const DAY_MAX: u32 = 31;

/// Whose diary is meant.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Whom {
    /// Nobody was named.
    #[default]
    Unsaid,
    /// The one who speaks.
    Me,
    /// Anybody but the one who speaks; nothing else was said.
    NotMe,
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
    /// "For mother", "of mother": it is said for whom.
    of: bool,
    /// Whether it is a name, and not what a family calls somebody.
    name: bool,
}

/// The wording on the table, and who is named by which of its words.
struct Hearing<'a> {
    scan: Scan<'a>,
    /// By the place of the token: whom it may name, and with which word of their name.
    named: Vec<Vec<(PersonId, usize)>>,
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
    let begins = |at: usize| somebody(at) && !hearing.continued(at);
    let several = (0..scan.len()).filter(|at| begins(*at)).count() > 1;
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
            let plain =
                |at: usize| scan.is(at, Role::Not) || scan.is(at, Role::Mine) || hearing.joins(at);
            let alone = hearing.numbers == 0 && (0..scan.len()).all(plain);
            // "120/80 Anna went for a walk": it may be hers. Whoever came along is no matter.
            let along = |at: usize| {
                let before = |by: usize, role: Role| scan.is(at.wrapping_sub(by), role);
                before(1, Role::Company) || before(1, Role::Possessive) && before(2, Role::Company)
            };
            let spoken_of = (0..scan.len()).find(|at| somebody(*at) && !along(*at));
            if let Some(at) = spoken_of.filter(|_| hearing.numbers > 1) {
                let whole = (at..scan.len()).take_while(|to| *to == at || hearing.continued(*to));
                let to = whole.last().unwrap_or(at);
                return left(grammar, wording, scan, Whom::Unclear, at, to);
            }
            if let Some(name) = hearing.stranger() {
                return (Whom::New(name), Cow::Borrowed(""), Vec::new());
            }
            let whom = match mine(0..scan.len()) {
                _ if both => Whom::Unclear,
                true if denied && hearing.numbers > 1 => Whom::Unclear,
                true if denied && alone => Whom::NotMe,
                true if denied => Whom::Unsaid,
                true => Whom::Me,
                false => Whom::Unsaid,
            };
            return (whom, Cow::Borrowed(wording), hearing.scan.tokens);
        }
        [only] => {
            // "Mother 120/80, I 130/85"
            let outside = |at: &usize| !(only.from..=only.to).contains(at);
            let speaker = |at: usize| scan.is(at, Role::Speaker);
            let elsewhere = mine(0..only.from)
                || mine(only.to + 1..scan.len())
                || hearing.numbers > 3 && (0..scan.len()).filter(outside).any(speaker);
            // "Show me" is no reading of one's own: that takes two numbers.
            let reading = hearing.numbers > 1 && (elsewhere || !hearing.owns(only));
            let unclear = reading || several || both || denied(only.from);
            let whom = if unclear { Whom::Unclear } else { only.whom.clone() };
            (whom, only)
        }
        [first, ..] => (Whom::Unclear, first),
    };
    left(grammar, wording, scan, whom, mention.from, mention.to)
}

/// Whom, and what is left of the wording without these tokens.
fn left<'a>(
    grammar: &Grammar,
    wording: &str,
    scan: &Scan<'_>,
    whom: Whom,
    from: usize,
    to: usize,
) -> (Whom, Cow<'a, str>, Vec<Token>) {
    let rest = without(wording, scan, from, to);
    let tokens = token::split(grammar, &rest);
    (whom, Cow::Owned(rest), tokens)
}

/// The wording without the tokens of a mention. The verb of "mother's is 120/80" goes with it: at the
/// head it would ask.
fn without(wording: &str, scan: &Scan<'_>, from: usize, to: usize) -> String {
    let verb = from == 0
        && scan.is(to + 1, Role::Auxiliary)
        && scan.token(to + 2).is_some_and(Token::counts);
    let last = to + usize::from(verb);
    let start = scan.token(from).map_or(0, |token| token.start);
    let end = scan.token(last).map_or(wording.len(), |token| token.end);
    let (before, after) = (wording.get(..start), wording.get(end..));
    format!("{} {}", before.unwrap_or_default().trim_end(), after.unwrap_or_default().trim_start())
}

impl<'a> Hearing<'a> {
    fn new(grammar: &'a Grammar, people: &[Person], wording: &'a str) -> Hearing<'a> {
        let mut tokens = token::split(grammar, wording);
        idiom::settle(grammar, &mut tokens);
        let numbers = tokens.iter().filter(|token| token.counts()).count();
        let names: Vec<(PersonId, Vec<String>)> = people
            .iter()
            .filter_map(|person| Some((person.id, words(grammar, person.name.as_ref()?))))
            .collect();
        let fit = |fits: &dyn Fn(&str) -> bool| -> Vec<(PersonId, usize)> {
            let places = names.iter().flat_map(|(person, name)| {
                let fits = |(_, word): &(usize, &String)| fits(word);
                name.iter().enumerate().filter(fits).map(|(place, _)| (*person, place))
            });
            places.collect()
        };
        // Who is called exactly so goes before whose name has such a form, too.
        let whose = |word: &str| {
            let exactly = fit(&|name| exactly(grammar, name, word));
            if exactly.is_empty() { fit(&|name| nearly(grammar, name, word)) } else { exactly }
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

    /// Whether this word goes on with the name that the word before began.
    fn continued(&self, at: usize) -> bool {
        self.before(at).is_some_and(|before| !self.both(before, at).is_empty())
    }

    /// The word before this one; a hyphen may stand between them.
    fn before(&self, at: usize) -> Option<usize> {
        let hyphen = |at: &usize| self.scan.is_mark(*at, '-') && self.scan.tight(*at);
        let before = at.checked_sub(1)?;
        if hyphen(&before) { before.checked_sub(1) } else { Some(before) }
    }

    /// The word behind this one that goes on with the same name.
    fn goes_on(&self, at: usize) -> Option<usize> {
        (at + 1..at + 3).find(|next| self.before(*next) == Some(at) && self.continued(*next))
    }

    /// Who is named by both of these words.
    fn both(&self, at: usize, next: usize) -> Vec<(PersonId, usize)> {
        let whose = |at: usize| self.named.get(at).map_or(&[][..], Vec::as_slice);
        let also = |(person, word): &(PersonId, usize)| {
            whose(at).iter().any(|(other, before)| other == person && before != word)
        };
        whose(next).iter().copied().filter(also).collect()
    }

    /// "It is Vera's": a name that nobody here has, with a capital letter inside of a sentence, and
    /// nothing else.
    fn stranger(&self) -> Option<Name> {
        let scan = &self.scan;
        let name = |at: usize| {
            let capital = scan.slice(at, at).starts_with(char::is_uppercase);
            capital && scan.word(at).chars().count() > 1 && !scan.meaning(at).known_in_requests()
        };
        let from = (1..scan.len()).find(|at| name(*at)).filter(|_| self.numbers == 0)?;
        let to = (from..scan.len()).take_while(|at| name(*at)).last()?;
        let around = (0..from).chain(to + 1..scan.len());
        let plain = { around }.all(|at| self.joins(at)) && scan.token(from - 1)?.word().is_some();
        let words: Vec<String> =
            (from..=to).map(|at| nominative(scan.grammar, scan.slice(at, at))).collect();
        Name::new(&words.join(" ")).filter(|_| plain)
    }

    fn mention(&self, at: usize) -> Option<Mention> {
        let scan = &self.scan;
        let mut known = self.named.get(at).cloned().unwrap_or_default();
        if known.is_empty() && !scan.meaning(at).person || self.continued(at) {
            return None;
        }
        let of_family = scan.grammar.people.get(scan.word(at));
        let (mut from, mut to) = (at, at);
        while let Some(next) = self.goes_on(to) {
            known = self.both(to, next);
            to = next;
        }
        // "My mother" is one mention; so is "for mother".
        if from > 0 && scan.is(from - 1, Role::Possessive) {
            from -= 1;
        }
        let of = from > 0 && scan.is(from - 1, Role::For);
        if of {
            from -= 1;
        }
        if !self.leads(from) || !self.follows(to + 1) {
            return None;
        }
        let name = of_family.is_none();
        let mention = |whom: Whom| Mention { from, to, whom, of, name };
        match known.as_slice() {
            [] => {}
            [(one, _)] => return Some(mention(Whom::Known(*one))),
            _ => return Some(mention(Whom::Unclear)),
        }
        let (called, to_them) = of_family?;
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
        // "This is mother's", whatever was asked; "mother" alone may be a cry.
        let around = (0..from).chain(to + 1..scan.len());
        let whose = *to_them || of || scan.word(at) != called;
        let alone = self.numbers == 0 && whose && { around }.all(|at| self.joins(at));
        let meant = self.household
            || heads
            || alone
            || self.numbers == 0 && scan.any(Role::Measuring)
            || asks && self.numbers < 2
            || (*to_them || of) && scan.any(Role::Record);
        let asked = meant && !added;
        let whom = Whom::New(Name::new(called)?);
        asked.then(|| mention(whom))
    }

    /// Whether nothing between somebody and the numbers says that they may only have been there: "I
    /// am at mother's", "mother's cuff", "mother came". A name that is a word as well has to stand
    /// where only a name can.
    fn owns(&self, mention: &Mention) -> bool {
        let scan = &self.scan;
        let counts = |at: &usize| scan.token(*at).is_some_and(Token::counts);
        let number = (0..mention.from).find(counts);
        let before = (0..mention.from).rev().take_while(|at| !counts(at));
        let stop = |at: &usize| {
            let ends = |mark: char| scan.is_mark(*at, mark);
            counts(at) || number.is_some() && (ends(',') || ends('.') || ends(';') || ends('('))
        };
        let after = (mention.to + 1..scan.len()).take_while(|at| !stop(at));
        // "I have measured my mother"; "in mother's diary"
        let diary = scan.is(mention.to + 1, Role::PersonNoun);
        let leads = |at: usize| {
            let taken = |at: usize| scan.is(at, Role::Record) || scan.is(at, Role::Measuring);
            self.joins(at)
                || taken(at)
                || scan.is(at, Role::Speaker) && taken(at + 1)
                || diary && at + 1 == mention.from && scan.is(at, Role::At)
        };
        // "For mother log 120/80": whoever gets it does not write it.
        let said = scan.word(mention.to);
        let family = scan.grammar.people.get(said);
        let given = mention.of || family.is_some_and(|(_, to_them)| *to_them);
        let follows = |at: usize| {
            self.joins(at) || scan.is(at, Role::Remark) || given && scan.is(at, Role::Record)
        };
        // "Pulse rose to 90", "will 120/80"
        let label = |at: usize| extras::is_label(scan, at) && !scan.is(at, Role::Pressure);
        let behind = mention.from.checked_sub(1).is_some_and(label);
        // "Will 120/80"
        let written = scan.slice(mention.to, mention.to).starts_with(char::is_uppercase);
        let headed = written && scan.token(mention.to + 1).and_then(Token::number) > Some(DAY_MAX);
        let word = scan.meaning(mention.to).known() && !mention.of && !headed;
        let doubtful = mention.name && (behind || word);
        !doubtful && { before }.all(leads) && { after }.all(follows)
    }

    /// Whether what stands here may stand between somebody and their numbers.
    fn joins(&self, at: usize) -> bool {
        let scan = &self.scan;
        let within = scan.is(at, Role::At) && scan.token(at + 1).is_some();
        self.links(at) || within && self.links(at + 1)
    }

    /// The same without what a preposition leads to.
    fn links(&self, at: usize) -> bool {
        let scan = &self.scan;
        // "Not 120 but 130", "to 130"
        let to_number = scan.is(at, Role::Not) || scan.is(at, Role::Separator);
        scan.token(at).and_then(Token::word).is_none()
            || scan.meaning(at).counts()
            || to_number && scan.token(at + 1).is_some_and(Token::counts)
            || JOINING.into_iter().any(|role| scan.is(at, role))
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
