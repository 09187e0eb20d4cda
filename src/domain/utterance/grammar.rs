//! The words of all languages in one table, as they come from `dialogs/*/grammar.toml`.

use super::Intent;
use crate::domain::person::{Language, Languages};
use serde::Deserialize;
use std::collections::HashMap;

/// What one language contributes: the content of its `grammar.toml`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrammarSource {
    /// Number words and their values.
    numbers: HashMap<String, u32>,
    /// Days of a month and hours as ordinal words ("of the ninth").
    #[serde(default)]
    ordinals: HashMap<String, u32>,
    /// Months, 1 to 12.
    months: HashMap<String, u32>,
    /// Days of the week, 1 (Monday) to 7.
    weekdays: HashMap<String, u32>,
    /// Pairs of words of which the second is no number ("this one").
    #[serde(default)]
    not_numbers: Vec<String>,
    /// Whether a digit before a two-digit number counts hundreds ("one twenty").
    #[serde(default)]
    digit_counts_hundreds: bool,
    /// What makes one word of a half and the ordinal of its hour ("half-nine").
    #[serde(default)]
    half_prefix: Option<String>,
    /// Words by what they are for; `stem*` stands for every word that begins so, and two words
    /// with a space for the two in a row.
    words: HashMap<Role, Vec<String>>,
    /// Commands of a chat, without the slash.
    commands: HashMap<Command, Vec<String>>,
    /// Whole phrases.
    phrases: HashMap<Command, Vec<String>>,
    /// Phrases that ask for a language, by its code.
    #[serde(default)]
    languages: HashMap<Language, Vec<String>>,
}

/// What a word is for. A word may have several roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// A unit of the values.
    Unit,
    /// Means nothing anywhere.
    Filler,
    /// Means nothing at a speaker, where people talk around it.
    Noise,
    /// Asks to write something down.
    Record,
    /// Makes a question of it.
    Question,
    /// Speaks of something that was not measured here and now: a target, somebody else, an if.
    Blocker,
    /// Somebody of the family or around: whose reading is it?
    Kin,
    /// One or the other.
    Either,
    /// Before a part of the day: a greeting.
    Good,
    /// One and a half.
    OneAndHalf,
    /// Announces a correction.
    Fixer,
    /// "So": with a "not" before it a correction.
    So,
    /// Judges a value: with a "not" before it a question.
    Judgement,
    /// Asks to remove something.
    Remover,
    /// "Was", "forgot": with one value alone a correction.
    Past,
    /// Not.
    Not,
    /// But.
    But,
    /// Instead of.
    Instead,
    /// Multiplies by a hundred.
    Hundred,
    /// Stands between the parts of a number.
    Joiner,
    /// Left.
    Left,
    /// Right.
    Right,
    /// The arm.
    Arm,
    /// Sitting.
    Sitting,
    /// Lying.
    Lying,
    /// Standing.
    Standing,
    /// The irregular heartbeat sign.
    Irregular,
    /// Belongs to the sign and means nothing alone.
    Sign,
    /// Without.
    Without,
    /// Names another quantity, whose number follows.
    Quantity,
    /// The unit of another quantity, whose number came before.
    Measure,
    /// Takes a medicine, whose dose may follow.
    Intake,
    /// Makes a remark of what stands around it.
    Remark,
    /// Announces a remark.
    RemarkHead,
    /// Leads to another reading.
    Next,
    /// Says that several readings come.
    Several,
    /// Before a clock time.
    At,
    /// Makes a time of what came before it: ago.
    Ago,
    /// Hour or hours.
    Hour,
    /// Minute or minutes.
    Minute,
    /// Day or days.
    Day,
    /// Week or weeks.
    Week,
    /// A couple.
    Couple,
    /// Half an hour, in one word.
    HalfHour,
    /// Half.
    Half,
    /// Quarter.
    Quarter,
    /// Before the hour.
    To,
    /// After the hour.
    PastHour,
    /// Twelve o'clock in the day.
    Noon,
    /// Twelve o'clock in the night.
    Midnight,
    /// In the morning.
    Morning,
    /// In the day.
    Daytime,
    /// Of the day, after an hour.
    OfDay,
    /// The unit of the pulse, behind its value.
    Beats,
    /// In the evening.
    Evening,
    /// In the night.
    Night,
    /// Today.
    Today,
    /// Yesterday.
    Yesterday,
    /// The day before yesterday.
    DayBefore,
    /// Tomorrow.
    Tomorrow,
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Year.
    Year,
    /// Of the month, after a day's number.
    OfMonth,
    /// Lies ahead: "in an hour".
    Later,
    /// Announces a link code.
    Code,
    /// Makes an ordinal of the number before it: the "th" of "20th".
    OrdinalEnding,
    /// Between a couple and what it counts.
    Of,
    /// One, before a unit of time: "an hour ago".
    Article,
    /// Before, as in "the day before yesterday".
    Before,
    /// Last, as in "last night".
    LastOne,
    /// Behind a part of the day: a greeting to all.
    Everybody,
    /// Belongs to a position: "sitting up".
    UpOrDown,
    /// A side that may as well mean something else.
    SideOrElse,
}

/// The roles of one word.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Roles(u128);

impl Roles {
    fn with(self, role: Role) -> Roles {
        Roles(self.0 | 1 << role as u32)
    }

    /// Whether this role is among them.
    pub(super) fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }
}

/// What a phrase asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Command {
    Start,
    Yes,
    No,
    Greeting,
    Last,
    Undo,
    Fix,
    Repeat,
    Help,
    Abilities,
    Exit,
    Link,
    Unlink,
    Languages,
}

impl Command {
    fn intent(self) -> Intent {
        match self {
            Command::Start => Intent::Start { invitation: None },
            Command::Yes => Intent::Yes,
            Command::No => Intent::No,
            Command::Greeting => Intent::Greeting,
            Command::Last => Intent::Last,
            Command::Undo => Intent::Undo,
            Command::Fix => Intent::FixWhat,
            Command::Repeat => Intent::Repeat,
            Command::Help => Intent::Help,
            Command::Abilities => Intent::Abilities,
            Command::Exit => Intent::Exit,
            Command::Link => Intent::Link,
            Command::Unlink => Intent::Unlink,
            Command::Languages => Intent::Languages,
        }
    }
}

/// Everything that we understand, in all languages at once: people mix them.
#[derive(Default)]
pub struct Grammar {
    pub(super) numbers: HashMap<String, u32>,
    pub(super) ordinals: HashMap<String, u32>,
    pub(super) months: HashMap<String, u32>,
    pub(super) weekdays: HashMap<String, u32>,
    pub(super) not_numbers: Vec<String>,
    pub(super) digit_counts_hundreds: bool,
    pub(super) half_prefixes: Vec<String>,
    roles: HashMap<String, Roles>,
    stems: Vec<(String, Role)>,
    pairs: Vec<(String, String, Role)>,
    commands: HashMap<String, Intent>,
    phrases: HashMap<String, Intent>,
    languages: Languages,
}

impl Grammar {
    /// Joins the languages, in the order in which people are offered them. Where two give one
    /// phrase different meanings, the first one wins.
    pub fn new(sources: Vec<(Language, GrammarSource)>) -> Grammar {
        let languages = sources.iter().map(|(language, _)| *language).collect();
        let mut grammar = Grammar { languages: Languages::new(languages), ..Grammar::default() };
        for (_, source) in sources {
            grammar.numbers.extend(source.numbers);
            grammar.ordinals.extend(source.ordinals);
            grammar.months.extend(source.months);
            grammar.weekdays.extend(source.weekdays);
            grammar.not_numbers.extend(source.not_numbers);
            grammar.half_prefixes.extend(source.half_prefix);
            grammar.digit_counts_hundreds |= source.digit_counts_hundreds;
            for (role, words) in source.words {
                for word in words {
                    if let Some((first, second)) = word.split_once(' ') {
                        grammar.pairs.push((first.to_owned(), second.to_owned(), role));
                        continue;
                    }
                    match word.strip_suffix('*') {
                        Some(stem) => grammar.stems.push((stem.to_owned(), role)),
                        None => {
                            let roles = grammar.roles.entry(word).or_default();
                            *roles = roles.with(role);
                        }
                    }
                }
            }
            for (command, names) in source.commands {
                for name in names {
                    grammar.commands.entry(name).or_insert_with(|| command.intent());
                }
            }
            for (command, wordings) in source.phrases {
                for wording in wordings {
                    grammar.phrases.entry(wording).or_insert_with(|| command.intent());
                }
            }
            for (language, wordings) in source.languages {
                for wording in wordings.into_iter().filter(|_| grammar.languages.has(language)) {
                    grammar.phrases.entry(wording).or_insert(Intent::Language(language));
                }
            }
        }
        grammar
    }

    /// Whether this word has this role.
    pub(super) fn is(&self, word: &str, role: Role) -> bool {
        self.roles_of(word).has(role)
    }

    /// Every role of this word.
    pub(super) fn roles_of(&self, word: &str) -> Roles {
        let whole = self.roles.get(word).copied().unwrap_or_default();
        self.stems
            .iter()
            .filter(|(stem, _)| word.starts_with(stem.as_str()))
            .fold(whole, |roles, (_, role)| roles.with(*role))
    }

    /// Whether these two words together have this role.
    pub(super) fn pair_is(&self, first: &str, second: &str, role: Role) -> bool {
        self.pairs.iter().any(|(one, other, of)| *of == role && one == first && other == second)
    }

    /// Whether this word has any role, or is a number, a month or a day.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.roles.contains_key(word)
            || self.numbers.contains_key(word)
            || self.months.contains_key(word)
            || self.weekdays.contains_key(word)
            || self.ordinals.contains_key(word)
            || self.stems.iter().any(|(stem, _)| word.starts_with(stem.as_str()))
    }

    /// The names of the values themselves, for finding the one that was misspelt.
    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        const LABELS: [Role; 4] = [Role::Systolic, Role::Diastolic, Role::Pulse, Role::Pressure];
        self.roles
            .iter()
            .filter(|(_, roles)| LABELS.into_iter().any(|role| roles.has(role)))
            .map(|(word, _)| word.as_str())
    }

    /// The languages whose words these are.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    pub(super) fn phrase(&self, wording: &str) -> Option<Intent> {
        self.phrases.get(wording).cloned()
    }

    pub(super) fn command(&self, name: &str) -> Option<Intent> {
        self.commands.get(name).cloned()
    }
}
