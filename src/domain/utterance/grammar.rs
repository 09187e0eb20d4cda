//! The words of all languages in one table, as they come from `dialogs/*/grammar.toml`.

use super::{
    Intent,
    role::{Role, Roles},
};
use crate::domain::{
    admin::AdminWish,
    history::HistoryIntent,
    period::Period,
    person::{Language, Languages},
    privacy::Wish,
    query::Query,
    settings::{Page, SettingsAsk},
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
    Privacy,
    Export,
    Consents,
    Withdraw,
    EraseNow,
    Now,
    StopErasing,
    Tidy,
    TidyOn,
    TidyOff,
    Notices,
    NoticesOn,
    NoticesOff,
    Admin,
    Invite,
    Announce,
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
            Command::Privacy => Intent::Privacy(Wish::Tell),
            Command::Export => Intent::Privacy(Wish::Export),
            Command::Consents => Intent::Privacy(Wish::Consents),
            Command::Withdraw => Intent::Privacy(Wish::Withdraw),
            Command::EraseNow => Intent::Privacy(Wish::EraseNow),
            Command::Now => Intent::Privacy(Wish::Now),
            Command::StopErasing => Intent::Privacy(Wish::StopErasing),
            Command::Tidy => Intent::Privacy(Wish::Tidy(None)),
            Command::TidyOn => Intent::Privacy(Wish::Tidy(Some(true))),
            Command::TidyOff => Intent::Privacy(Wish::Tidy(Some(false))),
            Command::Notices => Intent::Privacy(Wish::Notices(None)),
            Command::NoticesOn => Intent::Privacy(Wish::Notices(Some(true))),
            Command::NoticesOff => Intent::Privacy(Wish::Notices(Some(false))),
            Command::Admin => Intent::Admin(AdminWish::Overview),
            Command::Invite => Intent::Admin(AdminWish::Invite),
            Command::Announce => Intent::Admin(AdminWish::Announce),
        }
    }
}

/// What one word means by itself.
#[derive(Clone, Copy, Default)]
pub(super) struct Meaning {
    /// What it is for.
    pub(super) roles: Roles,
    /// The number that it is.
    pub(super) number: Option<u32>,
    /// The number of a day or an hour that it is.
    pub(super) ordinal: Option<u32>,
    /// The month that it is.
    pub(super) month: Option<u32>,
    /// The day of the week that it is.
    pub(super) weekday: Option<u32>,
}

impl Meaning {
    /// Whether it means anything beside a reading.
    pub(super) fn known(self) -> bool {
        self.roles.beside_readings() || self.counts()
    }

    /// Whether it means anything at all.
    pub(super) fn known_in_requests(self) -> bool {
        self.roles != Roles::default() || self.counts()
    }

    fn counts(self) -> bool {
        let counts = [self.number, self.ordinal, self.month, self.weekday];
        counts.into_iter().any(|count| count.is_some())
    }
}

/// The name of a value, and its letters.
pub(super) struct Label {
    pub(super) word: String,
    pub(super) letters: Vec<char>,
}

/// Everything that we understand, in all languages at once: people mix them.
#[derive(Default)]
pub struct Grammar {
    words: HashMap<String, Meaning>,
    /// Beginnings of words by their first letter.
    stems: HashMap<char, Vec<(String, Roles)>>,
    /// Pairs of words by their first one.
    pairs: HashMap<String, Vec<(String, Role)>>,
    /// The names of the values, by their first letter.
    labels: HashMap<char, Vec<Label>>,
    pub(super) not_numbers: Vec<String>,
    pub(super) digit_counts_hundreds: bool,
    pub(super) half_prefixes: Vec<String>,
    /// Every form of a family name for somebody: the name, and whether the form says for whom.
    pub(super) people: HashMap<String, (String, bool)>,
    /// The longest first.
    pub(super) name_endings: Vec<String>,
    pub(super) fleeting: Vec<String>,
    pub(super) places: Vec<String>,
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
            grammar.count(source.numbers, |meaning| &mut meaning.number);
            grammar.count(source.ordinals, |meaning| &mut meaning.ordinal);
            grammar.count(source.months, |meaning| &mut meaning.month);
            grammar.count(source.weekdays, |meaning| &mut meaning.weekday);
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
                words.into_iter().for_each(|word| grammar.learn(word, role));
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
        grammar.name_endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        grammar.labels = labels(&grammar.words);
        grammar
    }

    fn count(&mut self, words: HashMap<String, u32>, place: fn(&mut Meaning) -> &mut Option<u32>) {
        for (word, number) in words {
            *place(self.words.entry(word).or_default()) = Some(number);
        }
    }

    fn learn(&mut self, word: String, role: Role) {
        let one = Roles::default().with(role);
        if let Some((first, second)) = word.split_once(' ') {
            let pairs = self.pairs.entry(first.to_owned()).or_default();
            pairs.push((second.to_owned(), role));
        } else if let Some(stem) = word.strip_suffix('*') {
            let stems = stem.chars().next().map(|first| self.stems.entry(first).or_default());
            stems.into_iter().for_each(|stems| stems.push((stem.to_owned(), one)));
        } else {
            let meaning = self.words.entry(word).or_default();
            meaning.roles = meaning.roles.and(one);
        }
    }

    /// What this word means.
    pub(super) fn meaning(&self, word: &str) -> Meaning {
        let mut meaning = self.words.get(word).copied().unwrap_or_default();
        let stems = word.chars().next().and_then(|first| self.stems.get(&first));
        for (stem, roles) in stems.into_iter().flatten() {
            if word.starts_with(stem.as_str()) {
                meaning.roles = meaning.roles.and(*roles);
            }
        }
        meaning
    }

    /// The number that this word is.
    pub(super) fn number(&self, word: &str) -> Option<u32> {
        self.words.get(word)?.number
    }

    /// The hour that this ordinal is.
    pub(super) fn ordinal(&self, word: &str) -> Option<u32> {
        self.words.get(word)?.ordinal
    }

    /// Whether this word has this role.
    pub(super) fn is(&self, word: &str, role: Role) -> bool {
        self.meaning(word).roles.has(role)
    }

    /// The roles that these two words have together.
    pub(super) fn pair(&self, first: &str, second: &str) -> Roles {
        let pairs = self.pairs.get(first).into_iter().flatten();
        pairs
            .filter(|(other, _)| other == second)
            .fold(Roles::default(), |roles, (_, role)| roles.with(*role))
    }

    /// Whether this word means anything beside a reading.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.meaning(word).known()
    }

    /// Whether this word is known at all.
    pub(super) fn knows_in_requests(&self, word: &str) -> bool {
        self.meaning(word).known_in_requests() || self.people.contains_key(word)
    }

    /// The names of the values that begin with this letter, for finding the one that was misspelt.
    pub(super) fn labels(&self, first: char) -> &[Label] {
        self.labels.get(&first).map_or(&[], Vec::as_slice)
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

fn labels(words: &HashMap<String, Meaning>) -> HashMap<char, Vec<Label>> {
    const LABELS: [Role; 4] = [Role::Systolic, Role::Diastolic, Role::Pulse, Role::Pressure];
    let mut labels: HashMap<char, Vec<Label>> = HashMap::new();
    for (word, meaning) in words {
        let letters: Vec<char> = word.chars().collect();
        if let Some(first) =
            letters.first().filter(|_| LABELS.iter().any(|l| meaning.roles.has(*l)))
        {
            labels.entry(*first).or_default().push(Label { word: word.clone(), letters });
        }
    }
    labels
}
