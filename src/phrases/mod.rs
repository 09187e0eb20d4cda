//! Every word we say and every word we know, from `dialogs/`. No other room may speak.

mod admin;
mod audit;
mod catalogue;
mod entry;
mod history;
mod kept;
mod labels;
mod moment;
mod parting;
mod pin;
mod privacy;
mod remind;
mod reminding;
mod say;
mod settings;
mod spoken;
mod stats;
mod told;
mod watch;
mod week;

pub use catalogue::{Arguments, Fault};
pub use say::{Card, Speech};

use crate::domain::{
    person::{Language, Languages},
    utterance::{Grammar, GrammarSource, WordList},
};
use catalogue::Catalogue;
use serde::{Deserialize, de::DeserializeOwned};
use spoken::Numerals;
use std::{
    collections::{BTreeMap, HashMap},
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

/// The file with the words of link codes. They are Russian for everybody: the speaker is.
const CODE_WORDS: &str = "ru/words.txt";

/// The words as they were compiled in, by folder and file; a folder of the same shape may bring
/// others and more.
const EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/dialogs.rs"));
/// The file that makes a language of a folder.
const LANGUAGE: &str = "language.toml";

/// What stands between these two is shown in letters of one width. They come from a range that no
/// text uses, and no door lets them out.
pub const FIXED: [char; 2] = ['\u{e000}', '\u{e001}'];
/// Names of files, such as `ru/link.ftl`, and what is in them.
type Files = BTreeMap<String, String>;

/// The words of all languages, checked.
pub struct Phrases {
    voices: HashMap<Language, Voice>,
    languages: Languages,
}

/// One language.
struct Voice {
    name: String,
    catalogue: Catalogue,
    numerals: Numerals,
    /// Zones by their IANA names, and what the largest city there is called; may be empty.
    zones: String,
}

/// What a language says about itself: the content of its `language.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Label {
    /// What it is called in itself.
    name: String,
    /// Its place among the languages that are offered.
    place: u32,
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
    /// The words that were compiled in, or those of `folder` where it has a file of that name, and
    /// the languages that only `folder` has. Every fault is found before anything starts.
    pub fn load(folder: Option<&Path>) -> Result<Dialogs, Vec<Fault>> {
        let mut files: Files =
            EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        if let Some(folder) = folder {
            files.extend(read(folder)?);
        }
        Dialogs::of(&files)
    }

    fn of(files: &Files) -> Result<Dialogs, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut voices = HashMap::new();
        let mut places: Vec<(u32, Language)> = Vec::new();
        let mut grammars: HashMap<Language, GrammarSource> = HashMap::new();
        let names = files.keys().filter_map(|name| name.strip_suffix(LANGUAGE)?.strip_suffix('/'));
        for language in names.filter_map(Language::new) {
            let catalogue = catalogue(language, files, &mut faults);
            let label: Option<Label> = parse(files, language, LANGUAGE, &mut faults);
            let numerals = parse(files, language, "speech.toml", &mut faults);
            grammars
                .extend(parse(files, language, "grammar.toml", &mut faults).map(|g| (language, g)));
            if let (Some(Label { name, place }), Some(catalogue), Some(numerals)) =
                (label, catalogue, numerals)
            {
                let zones = files.get(&format!("{}/zones.txt", language.code()));
                let zones = zones.cloned().unwrap_or_default();
                voices.insert(language, Voice { name, catalogue, numerals, zones });
                places.push((place, language));
            }
        }
        places.sort();
        let languages: Vec<Language> = places.into_iter().map(|(_, language)| language).collect();
        let sources = languages.iter().filter_map(|language| grammars.remove_entry(language));
        let grammar = Grammar::new(sources.collect());
        let phrases = Phrases { voices, languages: Languages::new(languages) };
        // What the program itself was built with says which messages there have to be.
        let embedded =
            EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        let measure = catalogue(Language::DEFAULT, &embedded, &mut faults);
        let own = phrases.voices.values().map(|voice| &voice.catalogue);
        let catalogues: Vec<&Catalogue> = own.chain(&measure).collect();
        catalogue::compare(&catalogues, &mut faults);
        phrases.check(&mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let words = WordList::new(files.get(CODE_WORDS).map_or("", String::as_str));
        Ok(Dialogs { phrases, grammar, words })
    }
}

/// The files of every language in a folder. A language that was compiled in may be there in part.
fn read(folder: &Path) -> Result<Files, Vec<Fault>> {
    let fault = |path: &Path| vec![Fault::Unreadable(path.display().to_string())];
    let entries = |path: &Path| -> Result<Vec<PathBuf>, Vec<Fault>> {
        let entries = fs::read_dir(path).map_err(|_| fault(path))?;
        entries.map(|entry| entry.map(|entry| entry.path()).map_err(|_| fault(path))).collect()
    };
    let mut files = Files::new();
    for path in entries(folder)?.iter().filter(|path| path.is_dir()) {
        let Some(code) = path.file_name().and_then(OsStr::to_str) else { continue };
        let embedded = EMBEDDED.iter().any(|(name, _)| name.split('/').next() == Some(code));
        if !embedded && !path.join(LANGUAGE).exists() {
            continue;
        }
        for file in entries(path)? {
            let known = [".ftl", ".toml", ".txt"];
            let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
            if known.into_iter().any(|ending| name.ends_with(ending)) {
                let text = fs::read_to_string(&file).map_err(|_| fault(&file))?;
                files.insert(format!("{code}/{name}"), text);
            }
        }
    }
    Ok(files)
}

/// The messages of one language, from all of its files.
fn catalogue(language: Language, files: &Files, faults: &mut Vec<Fault>) -> Option<Catalogue> {
    let folder = format!("{}/", language.code());
    let own: Vec<(&str, &str)> = files
        .iter()
        .filter(|(name, _)| name.starts_with(&folder) && name.ends_with(".ftl"))
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    Catalogue::new(language, &own, faults)
}

fn parse<T: DeserializeOwned>(
    files: &Files,
    language: Language,
    file: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    let name = format!("{}/{file}", language.code());
    let Some(text) = files.get(&name) else {
        faults.push(Fault::Unreadable(name));
        return None;
    };
    match toml::from_str(text) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            faults.push(Fault::Syntax(name, error.message().to_owned()));
            None
        }
    }
}
