//! From what was written or said to what was meant. Pure and deterministic; every word it knows
//! comes from `dialogs/*/grammar.toml`, so another language is another folder.

mod code;
mod grammar;
mod numbers;
mod token;

pub use code::{WordList, sound_key};
pub use grammar::{Grammar, GrammarSource, Phrases};

use super::{link::Code, person::Language};
use grammar::Role;
use token::Token;

/// What a person meant.
#[derive(Clone, PartialEq, Eq)]
pub enum Intent {
    /// These measurements were taken.
    Record(Vec<Draft>),
    /// Yes.
    Yes,
    /// No.
    No,
    /// Hello.
    Greeting,
    /// A chat was started, perhaps with an invitation.
    Start {
        /// What the link carried, as it was.
        invitation: Option<String>,
    },
    /// Show the newest reading.
    Last,
    /// Remove what was just said.
    Undo,
    /// Every command, please.
    Help,
    /// What can you do?
    Abilities,
    /// Enough for now.
    Exit,
    /// Join a speaker.
    Link,
    /// Part with the speakers.
    Unlink,
    /// Which languages are there?
    Languages,
    /// Speak this language.
    Language(Language),
    /// The code that joins a speaker to a chat.
    Code(Code),
    /// Not understood.
    Unknown,
}

/// One measurement as it was said: plain numbers, not checked yet (mmHg, mmHg, /min).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The number in the place of the systolic value.
    pub systolic: u16,
    /// The number in the place of the diastolic value.
    pub diastolic: u16,
    /// The number in the place of the pulse.
    pub pulse: Option<u16>,
}

/// Longer than any message a person types about one day; the rest is not looked at.
const CHARACTERS_MAX: usize = 4096;

/// What was meant by the first of these wordings that can be understood. A speech platform gives
/// several of one phrase, the most trustworthy first.
pub fn hear(grammar: &Grammar, words: &WordList, wordings: &[String]) -> Intent {
    wordings
        .iter()
        .map(|wording| hear_one(grammar, words, wording))
        .find(|intent| *intent != Intent::Unknown)
        .unwrap_or(Intent::Unknown)
}

fn hear_one(grammar: &Grammar, words: &WordList, wording: &str) -> Intent {
    let wording: String = wording.chars().take(CHARACTERS_MAX).collect();
    if let Some(intent) = command(grammar, &wording) {
        return intent;
    }
    let tokens = numbers::join(grammar, token::split(&wording));
    if let Some(intent) = phrase(grammar, &tokens) {
        return intent;
    }
    if let Some(code) = code::hear(grammar, words, &tokens) {
        return Intent::Code(code);
    }
    match measurement(grammar, &tokens) {
        Some(draft) => Intent::Record(vec![draft]),
        None => Intent::Unknown,
    }
}

/// A command of a chat: `/last`, `/start invitation`.
fn command(grammar: &Grammar, wording: &str) -> Option<Intent> {
    let mut parts = wording.trim().strip_prefix('/')?.split_whitespace();
    let name = parts.next()?.to_lowercase();
    let name = name.split('@').next()?;
    if grammar.commands.start.iter().any(|start| start == name) {
        return Some(Intent::Start { invitation: parts.next().map(str::to_owned) });
    }
    if grammar.commands.languages.iter().any(|languages| languages == name) {
        let chosen = parts.next().and_then(|said| {
            Language::ALL.into_iter().find(|language| said.eq_ignore_ascii_case(language.code()))
        });
        return Some(chosen.map_or(Intent::Languages, Intent::Language));
    }
    let known = [
        (&grammar.commands.last, Intent::Last),
        (&grammar.commands.help, Intent::Help),
        (&grammar.commands.link, Intent::Link),
        (&grammar.commands.unlink, Intent::Unlink),
        (&grammar.commands.undo, Intent::Undo),
    ];
    let found = known.into_iter().find(|(names, _)| names.iter().any(|known| known == name));
    Some(found.map_or(Intent::Unknown, |(_, intent)| intent))
}

/// A whole phrase that we know, fillers apart.
fn phrase(grammar: &Grammar, tokens: &[Token]) -> Option<Intent> {
    let mut spoken: Vec<&str> = Vec::new();
    for token in tokens {
        match token {
            Token::Word(word) if grammar.is(word, Role::Filler) => {}
            Token::Word(word) => spoken.push(word),
            Token::Number { .. } => return None,
            Token::Mark(_) => {}
        }
    }
    // A phrase may consist of words that are fillers elsewhere.
    let all: Vec<&str> = tokens.iter().filter_map(Token::word).collect();
    grammar.phrase(&all.join(" ")).or_else(|| grammar.phrase(&spoken.join(" ")))
}

/// Two or three numbers in the places of a measurement, and nothing that we do not understand.
fn measurement(grammar: &Grammar, tokens: &[Token]) -> Option<Draft> {
    let mut systolic = None;
    let mut diastolic = None;
    let mut pulse = None;
    let mut label = None;
    for token in tokens {
        match token {
            Token::Number { value, .. } => {
                let value = u16::try_from(*value).ok()?;
                let place = match label.take() {
                    Some(Role::Systolic) => &mut systolic,
                    Some(Role::Diastolic) => &mut diastolic,
                    Some(Role::Pulse) => &mut pulse,
                    _ if systolic.is_none() => &mut systolic,
                    _ if diastolic.is_none() => &mut diastolic,
                    _ => &mut pulse,
                };
                if place.replace(value).is_some() {
                    return None;
                }
            }
            Token::Word(word) => match grammar.role(word)? {
                role @ (Role::Systolic | Role::Diastolic | Role::Pulse) => label = Some(role),
                Role::Pressure | Role::Separator | Role::Filler | Role::Unit => {}
                Role::Question => return None,
            },
            Token::Mark('?') => return None,
            Token::Mark(_) => {}
        }
    }
    Some(Draft { systolic: systolic?, diastolic: diastolic?, pulse })
}
