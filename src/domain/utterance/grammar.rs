//! The words of all languages in one table, as they come from `dialogs/*/grammar.toml`.

use super::{
    Intent,
    command::Command,
    role::{Role, Roles},
    schedule::Timely,
};
use crate::domain::person::{Language, Languages};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

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
    /// What names end with in all their forms, a list for each declension; the first is how a name
    /// ends by itself.
    #[serde(default)]
    declensions: Vec<Vec<String>>,
    /// What a name ends with where somebody is begun a diary for, and what it ends with by itself.
    #[serde(default)]
    nominatives: Vec<[String; 2]>,
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
    /// Words that together are for something else than each of them is.
    #[serde(default)]
    idioms: HashMap<Role, Vec<String>>,
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

/// What one word means by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Whether a family calls somebody so.
    pub(super) person: bool,
    /// Whether there are words that mean something behind it only.
    pub(super) leads: bool,
}

impl Meaning {
    /// Whether it means anything beside a reading.
    pub(super) fn known(self) -> bool {
        self.roles.beside_readings() || self.counts()
    }

    /// Whether it means anything at all.
    pub(super) fn known_in_requests(self) -> bool {
        self.roles != Roles::default() || self.counts() || self.person
    }

    /// Whether it counts something, or names a day or a month.
    pub(super) fn counts(self) -> bool {
        let counts = [self.number, self.ordinal, self.month, self.weekday];
        counts.into_iter().any(|count| count.is_some())
    }
}

/// The name of a value or a number word, and its letters.
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
    /// Idioms by their first word: the other ones, and what all of them are for.
    pub(super) idioms: HashMap<String, Vec<(Vec<String>, Roles)>>,
    /// The names of the values, by their first letter.
    labels: HashMap<char, Vec<Label>>,
    /// Number words, by their first letter.
    counts: HashMap<char, Vec<Label>>,
    pub(super) not_numbers: HashSet<String>,
    pub(super) digit_counts_hundreds: bool,
    pub(super) half_prefixes: Vec<String>,
    /// Every form of a family name for somebody: the name, and whether the form says for whom.
    pub(super) people: HashMap<String, (String, bool)>,
    pub(super) declensions: Vec<Vec<String>>,
    pub(super) fleeting: Vec<String>,
    pub(super) nominatives: Vec<[String; 2]>,
    pub(super) places: Vec<String>,
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
            grammar.count(source.numbers, |meaning| &mut meaning.number);
            grammar.count(source.ordinals, |meaning| &mut meaning.ordinal);
            grammar.count(source.months, |meaning| &mut meaning.month);
            grammar.count(source.weekdays, |meaning| &mut meaning.weekday);
            for pair in source.not_numbers {
                let first = pair.split(' ').next().unwrap_or_default().to_owned();
                grammar.words.entry(first).or_default().leads = true;
                grammar.not_numbers.insert(pair);
            }
            grammar.half_prefixes.extend(source.half_prefix);
            grammar.digit_counts_hundreds |= source.digit_counts_hundreds;
            grammar.declensions.extend(source.declensions);
            grammar.fleeting.extend(source.fleeting);
            grammar.nominatives.extend(source.nominatives);
            grammar.places.extend(source.places);
            for (name, forms) in source.people {
                for (at, form) in forms.into_iter().enumerate() {
                    grammar.words.entry(form.clone()).or_default().person = true;
                    grammar.people.entry(form).or_insert_with(|| (name.clone(), at == 0));
                }
            }
            for (role, words) in source.words {
                words.into_iter().for_each(|word| grammar.learn(word, role));
            }
            for (role, idioms) in source.idioms {
                for idiom in idioms {
                    let mut words = idiom.split(' ').map(str::to_owned);
                    let (first, roles) = (words.next(), Roles::default().with(role));
                    let known = grammar.idioms.entry(first.unwrap_or_default()).or_default();
                    known.push((words.collect(), roles));
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
        const LABELS: [Role; 4] = [Role::Systolic, Role::Diastolic, Role::Pulse, Role::Pressure];
        grammar.labels = labels(&grammar.words, |meaning| {
            LABELS.into_iter().any(|label| meaning.roles.has(label))
        });
        grammar.counts = labels(&grammar.words, |meaning| meaning.number.is_some());
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
            self.words.entry(first.to_owned()).or_default().leads = true;
        } else if let Some(stem) = word.strip_suffix('*') {
            let stems = stem.chars().next().map(|first| self.stems.entry(first).or_default());
            stems.into_iter().for_each(|stems| stems.push((stem.to_owned(), one)));
        } else {
            let meaning = self.words.entry(word).or_default();
            meaning.roles = meaning.roles.and(one);
        }
    }

    /// The days of the week, by their words.
    pub(super) fn weekdays(&self) -> impl Iterator<Item = (&str, u32)> {
        let day = |(word, meaning): (_, &Meaning)| Some((word, meaning.weekday?));
        self.words.iter().map(|(word, meaning)| (word.as_str(), meaning)).filter_map(day)
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

    /// The roles that these two words have together.
    pub(super) fn pair(&self, first: &str, second: &str) -> Roles {
        let pairs = self.pairs.get(first).into_iter().flatten();
        pairs
            .filter(|(other, _)| other == second)
            .fold(Roles::default(), |roles, (_, role)| roles.with(*role))
    }

    /// Whether this word is known at all.
    pub(super) fn knows_in_requests(&self, word: &str) -> bool {
        self.meaning(word).known_in_requests()
    }

    /// The names of the values that begin with this letter, for finding the one that was misspelt.
    pub(super) fn labels(&self, first: char) -> &[Label] {
        self.labels.get(&first).map_or(&[], Vec::as_slice)
    }

    /// What this word is for in a schedule.
    pub(super) fn timely(&self, word: &str) -> Option<Timely> {
        self.timely.get(word).copied()
    }

    /// The number words that begin with this letter, for the same.
    pub(super) fn counts(&self, first: char) -> &[Label] {
        self.counts.get(&first).map_or(&[], Vec::as_slice)
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

fn labels(
    words: &HashMap<String, Meaning>,
    wanted: impl Fn(&Meaning) -> bool,
) -> HashMap<char, Vec<Label>> {
    let mut labels: HashMap<char, Vec<Label>> = HashMap::new();
    for (word, _) in words.iter().filter(|(_, meaning)| wanted(meaning)) {
        let letters: Vec<char> = word.chars().collect();
        if let Some(first) = letters.first() {
            labels.entry(*first).or_default().push(Label { word: word.clone(), letters });
        }
    }
    // Always in the same order.
    labels.values_mut().for_each(|list| list.sort_by(|one, other| one.word.cmp(&other.word)));
    labels
}
