//! The words of all languages in one table, as they come from `dialogs/*/grammar.toml`.

pub(super) use super::role::{Role, Roles};
use super::{Intent, schedule::Timely};
use crate::domain::{
    entry::EntryWord,
    history::HistoryIntent,
    period::Period,
    person::{Language, Languages},
    query::Query,
    settings::{Page, SettingsAsk},
    week::WeekWord,
    when::Day,
};
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
    /// People as a family calls them: the name, and every form of it; the first form says for whom.
    #[serde(default)]
    people: HashMap<String, Vec<String>>,
    /// What names end with in their forms; the longest comes off first.
    #[serde(default)]
    name_endings: Vec<String>,
    /// What may stand before the name of a place when somebody says that they are there.
    #[serde(default)]
    places: Vec<String>,
    /// Letters that come and go before the last one of a name.
    #[serde(default)]
    fleeting: Vec<String>,
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
    /// Words of times at which somebody wants to be reminded, by what they are for.
    #[serde(default)]
    schedule: HashMap<Timely, Vec<String>>,
    /// Phrases that ask for a language, by its code.
    #[serde(default)]
    languages: HashMap<Language, Vec<String>>,
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
    Recent,
    Mean,
    Count,
    Target,
    Measure,
    Ready,
    Whose,
    Speakers,
    RemindersOn,
    RemindersOff,
    Reminders,
    Erase,
    History,
    Today,
    Settings,
    Zone,
    Thresholds,
    DayParts,
    Units,
    Emergency,
    Menu,
    Stats,
    Record,
    Back,
    Skip,
    Week,
    WeekPause,
    WeekResume,
    WeekExtend,
    WeekStop,
}

impl Command {
    fn intent(self) -> Intent {
        let page = |page| Intent::Settings(SettingsAsk::Page(page));
        match self {
            Command::Start => Intent::Start { invitation: None },
            Command::Yes => Intent::Yes,
            Command::No => Intent::No,
            Command::Greeting => Intent::Greeting,
            Command::Last => Intent::Ask(Query::Last),
            Command::Undo => Intent::Undo,
            Command::Fix => Intent::FixWhat,
            Command::Repeat => Intent::Repeat,
            Command::Help => Intent::Help,
            Command::Abilities => Intent::Abilities,
            Command::Exit => Intent::Exit,
            Command::Link => Intent::Link,
            Command::Unlink => Intent::Unlink,
            Command::Languages => Intent::Languages,
            Command::Recent => Intent::Ask(Query::Recent),
            Command::Mean => Intent::Ask(Query::Mean { over: Period::WEEK, apart: false }),
            Command::Count => Intent::Ask(Query::Count(Period::WEEK)),
            Command::Target => Intent::Target,
            Command::Measure => Intent::Measure,
            Command::Ready => Intent::Ready,
            Command::Whose => Intent::Whose,
            Command::Speakers => Intent::Speakers,
            Command::RemindersOn => Intent::Remind(Some(true)),
            Command::RemindersOff => Intent::Remind(Some(false)),
            Command::Reminders => Intent::Remind(None),
            Command::Erase => Intent::Erase,
            Command::History => Intent::History(HistoryIntent::Show),
            Command::Today => Intent::Ask(Query::Readings(Period::Day(Day::Ago(0)))),
            Command::Settings => page(Page::Home),
            Command::Zone => page(Page::Zone),
            Command::Thresholds => page(Page::Profile),
            Command::DayParts => page(Page::Borders),
            Command::Units => page(Page::Unit),
            Command::Emergency => page(Page::Country),
            Command::Menu => Intent::Settings(SettingsAsk::Menu),
            Command::Stats => Intent::Stats(None),
            Command::Record => Intent::Entry(EntryWord::Begin),
            Command::Back => Intent::Entry(EntryWord::Back),
            Command::Skip => Intent::Entry(EntryWord::Skip),
            Command::Week => Intent::HomeWeek(WeekWord::Show),
            Command::WeekPause => Intent::HomeWeek(WeekWord::Pause),
            Command::WeekResume => Intent::HomeWeek(WeekWord::Resume),
            Command::WeekExtend => Intent::HomeWeek(WeekWord::Extend),
            Command::WeekStop => Intent::HomeWeek(WeekWord::Stop),
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
    /// Every form of a family name for somebody: the name, and whether the form says for whom.
    pub(super) people: HashMap<String, (String, bool)>,
    pub(super) name_endings: Vec<String>,
    pub(super) fleeting: Vec<String>,
    pub(super) places: Vec<String>,
    roles: HashMap<String, Roles>,
    stems: Vec<(String, Role)>,
    pairs: Vec<(String, String, Role)>,
    commands: HashMap<String, Intent>,
    phrases: HashMap<String, Intent>,
    timely: HashMap<String, Timely>,
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
            grammar.name_endings.extend(source.name_endings);
            grammar.fleeting.extend(source.fleeting);
            grammar.places.extend(source.places);
            for (name, forms) in source.people {
                for (at, form) in forms.into_iter().enumerate() {
                    grammar.people.entry(form).or_insert_with(|| (name.clone(), at == 0));
                }
            }
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
            for (what, words) in source.schedule {
                for word in words {
                    grammar.timely.entry(word).or_insert(what);
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

    /// Whether this word has a role beside a reading, or is a number, a month or a day.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.roles_of(word).beside_readings()
            || self.numbers.contains_key(word)
            || self.months.contains_key(word)
            || self.weekdays.contains_key(word)
            || self.ordinals.contains_key(word)
    }

    /// Whether this word is known at all.
    pub(super) fn knows_in_requests(&self, word: &str) -> bool {
        self.knows(word)
            || self.roles_of(word) != Roles::default()
            || self.people.contains_key(word)
    }

    /// The names of the values themselves, for finding the one that was misspelt.
    pub(super) fn labels(&self) -> impl Iterator<Item = &str> {
        const LABELS: [Role; 4] = [Role::Systolic, Role::Diastolic, Role::Pulse, Role::Pressure];
        self.roles
            .iter()
            .filter(|(_, roles)| LABELS.into_iter().any(|role| roles.has(role)))
            .map(|(word, _)| word.as_str())
    }

    /// What this word is for in a schedule.
    pub(super) fn timely(&self, word: &str) -> Option<Timely> {
        self.timely.get(word).copied()
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
