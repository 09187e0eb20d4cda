//! The words of all languages in one table, as they come from `dialogs/*/grammar.toml`.

use super::Intent;
use crate::domain::person::Language;
use serde::Deserialize;
use std::collections::HashMap;

/// What one language contributes: the content of its `grammar.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrammarSource {
    /// Number words and their values.
    numbers: HashMap<String, u32>,
    /// Words that multiply what stands before them by a hundred ("hundred").
    #[serde(default)]
    hundreds: Vec<String>,
    /// Words between the parts of a number ("and").
    #[serde(default)]
    joiners: Vec<String>,
    /// Whether a digit before a two-digit number counts hundreds ("one twenty").
    #[serde(default)]
    digit_counts_hundreds: bool,
    words: Words,
    commands: Commands,
    phrases: Phrases,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    systolic: Vec<String>,
    diastolic: Vec<String>,
    pulse: Vec<String>,
    pressure: Vec<String>,
    separators: Vec<String>,
    units: Vec<String>,
    fillers: Vec<String>,
    questions: Vec<String>,
    code: Vec<String>,
}

/// Names of commands, without the slash.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commands {
    pub(super) start: Vec<String>,
    pub(super) last: Vec<String>,
    pub(super) help: Vec<String>,
    pub(super) link: Vec<String>,
    pub(super) unlink: Vec<String>,
    pub(super) undo: Vec<String>,
    pub(super) languages: Vec<String>,
}

/// Whole phrases by what they mean.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    yes: Vec<String>,
    no: Vec<String>,
    greeting: Vec<String>,
    last: Vec<String>,
    undo: Vec<String>,
    help: Vec<String>,
    abilities: Vec<String>,
    exit: Vec<String>,
    link: Vec<String>,
    unlink: Vec<String>,
    languages: Vec<String>,
    russian: Vec<String>,
    english: Vec<String>,
}

/// What a single word is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Names the upper value.
    Systolic,
    /// Names the lower value.
    Diastolic,
    /// Names the pulse.
    Pulse,
    /// Names the measurement as a whole.
    Pressure,
    /// Stands between two values.
    Separator,
    /// A unit.
    Unit,
    /// May stand anywhere and means nothing.
    Filler,
    /// Makes a question of it.
    Question,
}

/// Everything that we understand, in all languages at once: people mix them.
pub struct Grammar {
    pub(super) numbers: HashMap<String, u32>,
    pub(super) hundreds: Vec<String>,
    pub(super) joiners: Vec<String>,
    pub(super) digit_counts_hundreds: bool,
    pub(super) commands: Commands,
    pub(super) code: Vec<String>,
    roles: HashMap<String, Role>,
    phrases: HashMap<String, Intent>,
}

impl Grammar {
    /// Joins the languages. Where two give one word different roles, the first language wins.
    pub fn new(sources: impl IntoIterator<Item = GrammarSource>) -> Grammar {
        let mut grammar = Grammar {
            numbers: HashMap::new(),
            hundreds: Vec::new(),
            joiners: Vec::new(),
            digit_counts_hundreds: false,
            commands: Commands::default(),
            code: Vec::new(),
            roles: HashMap::new(),
            phrases: HashMap::new(),
        };
        for source in sources {
            grammar.add(source);
        }
        grammar
    }

    fn add(&mut self, source: GrammarSource) {
        self.numbers.extend(source.numbers);
        self.hundreds.extend(source.hundreds);
        self.joiners.extend(source.joiners);
        self.digit_counts_hundreds |= source.digit_counts_hundreds;
        self.code.extend(source.words.code);
        for (role, words) in [
            (Role::Systolic, source.words.systolic),
            (Role::Diastolic, source.words.diastolic),
            (Role::Pulse, source.words.pulse),
            (Role::Pressure, source.words.pressure),
            (Role::Separator, source.words.separators),
            (Role::Unit, source.words.units),
            (Role::Question, source.words.questions),
            (Role::Filler, source.words.fillers),
        ] {
            for word in words {
                self.roles.entry(word).or_insert(role);
            }
        }
        let phrases = source.phrases;
        for (intent, wordings) in [
            (Intent::Yes, phrases.yes),
            (Intent::No, phrases.no),
            (Intent::Greeting, phrases.greeting),
            (Intent::Last, phrases.last),
            (Intent::Undo, phrases.undo),
            (Intent::Help, phrases.help),
            (Intent::Abilities, phrases.abilities),
            (Intent::Exit, phrases.exit),
            (Intent::Link, phrases.link),
            (Intent::Unlink, phrases.unlink),
            (Intent::Languages, phrases.languages),
            (Intent::Language(Language::Ru), phrases.russian),
            (Intent::Language(Language::En), phrases.english),
        ] {
            for wording in wordings {
                self.phrases.entry(wording).or_insert_with(|| intent.clone());
            }
        }
        let commands = source.commands;
        self.commands.start.extend(commands.start);
        self.commands.last.extend(commands.last);
        self.commands.help.extend(commands.help);
        self.commands.link.extend(commands.link);
        self.commands.unlink.extend(commands.unlink);
        self.commands.undo.extend(commands.undo);
        self.commands.languages.extend(commands.languages);
    }

    pub(super) fn role(&self, word: &str) -> Option<Role> {
        self.roles.get(word).copied()
    }

    pub(super) fn is(&self, word: &str, role: Role) -> bool {
        self.role(word) == Some(role)
    }

    pub(super) fn phrase(&self, wording: &str) -> Option<Intent> {
        self.phrases.get(wording).cloned()
    }
}
