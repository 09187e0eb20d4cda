//! Every word we say and every word we know, from `dialogs/`. No other room may speak.

mod catalogue;
mod moment;
mod say;
mod spoken;

pub use catalogue::{Arguments, Fault};
pub use say::Speech;

use crate::domain::{
    person::Language,
    utterance::{Grammar, GrammarSource, WordList},
};
use catalogue::Catalogue;
use spoken::Numerals;
use std::{collections::HashMap, fs, path::Path};

/// The file with the words of link codes. They are Russian for everybody: the speaker is.
const CODE_WORDS: &str = "ru/words.txt";

/// The words as they were compiled in; a folder of the same shape may take their place.
const EMBEDDED: [(&str, &str); 13] = [
    ("ru/diary.ftl", include_str!("../../dialogs/ru/diary.ftl")),
    ("ru/consent.ftl", include_str!("../../dialogs/ru/consent.ftl")),
    ("ru/link.ftl", include_str!("../../dialogs/ru/link.ftl")),
    ("ru/cli.ftl", include_str!("../../dialogs/ru/cli.ftl")),
    ("ru/grammar.toml", include_str!("../../dialogs/ru/grammar.toml")),
    ("ru/speech.toml", include_str!("../../dialogs/ru/speech.toml")),
    (CODE_WORDS, include_str!("../../dialogs/ru/words.txt")),
    ("en/diary.ftl", include_str!("../../dialogs/en/diary.ftl")),
    ("en/consent.ftl", include_str!("../../dialogs/en/consent.ftl")),
    ("en/link.ftl", include_str!("../../dialogs/en/link.ftl")),
    ("en/cli.ftl", include_str!("../../dialogs/en/cli.ftl")),
    ("en/grammar.toml", include_str!("../../dialogs/en/grammar.toml")),
    ("en/speech.toml", include_str!("../../dialogs/en/speech.toml")),
];

/// The words of all languages, checked.
pub struct Phrases {
    voices: HashMap<Language, Voice>,
}

/// One language.
struct Voice {
    catalogue: Catalogue,
    numerals: Numerals,
}

/// Everything that `dialogs/` holds.
pub struct Dialogs {
    /// What we say.
    pub phrases: Phrases,
    /// What we understand.
    pub grammar: Grammar,
    /// The words of link codes.
    pub words: WordList,
}

impl Dialogs {
    /// The words that were compiled in, or those of `folder` where it has a file of that name.
    /// Every fault is found before anything starts.
    pub fn load(folder: Option<&Path>) -> Result<Dialogs, Vec<Fault>> {
        let mut files = HashMap::new();
        for (name, embedded) in EMBEDDED {
            files.insert(name, embedded.to_owned());
        }
        for (name, text) in &mut files {
            if let Some(own) = folder.map(|folder| folder.join(name)).filter(|own| own.exists()) {
                *text =
                    fs::read_to_string(own).map_err(|_| vec![Fault::Unreadable((*name).into())])?;
            }
        }
        Dialogs::of(&files)
    }

    fn of(files: &HashMap<&str, String>) -> Result<Dialogs, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut voices = HashMap::new();
        let mut measure = None;
        let mut grammars: Vec<GrammarSource> = Vec::new();
        for language in Language::ALL {
            let folder = format!("{}/", language.code());
            let catalogues: Vec<(&str, &str)> = EMBEDDED
                .iter()
                .filter(|(name, _)| name.starts_with(&folder) && name.ends_with(".ftl"))
                .filter_map(|(name, _)| files.get(name).map(|text| (*name, text.as_str())))
                .collect();
            let catalogue = Catalogue::new(language, &catalogues, &mut faults);
            let embedded: Vec<(&str, &str)> = EMBEDDED
                .into_iter()
                .filter(|(name, _)| name.starts_with(&folder) && name.ends_with(".ftl"))
                .collect();
            measure = measure.or_else(|| Catalogue::new(language, &embedded, &mut faults));
            let numerals = parse(files, &format!("{folder}speech.toml"), &mut faults);
            if let (Some(catalogue), Some(numerals)) = (catalogue, numerals) {
                voices.insert(language, Voice { catalogue, numerals });
            }
            grammars.extend(parse(files, &format!("{folder}grammar.toml"), &mut faults));
        }
        let phrases = Phrases { voices };
        // What the program itself was built with says which messages there have to be.
        let own = phrases.voices.values().map(|voice| &voice.catalogue);
        let catalogues: Vec<&Catalogue> = own.chain(&measure).collect();
        catalogue::compare(&catalogues, &mut faults);
        phrases.check(&mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let words = WordList::new(files.get(CODE_WORDS).map_or("", String::as_str));
        Ok(Dialogs { phrases, grammar: Grammar::new(grammars), words })
    }
}

fn parse<T: serde::de::DeserializeOwned>(
    files: &HashMap<&str, String>,
    name: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let text = files.get(name)?;
    match toml::from_str(text) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            faults.push(Fault::Syntax(name.to_owned(), error.message().to_owned()));
            None
        }
    }
}
