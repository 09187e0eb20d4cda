//! Fluent catalogues: loading, checking, and looking up.

use crate::domain::person::Language;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use unic_langid::LanguageIdentifier;

/// The longest answer of a chat, in UTF-16 units; of a speaker, in characters; of a button.
const CHAT_UNITS_MAX: usize = 4096;
const SPEECH_MAX: usize = 1024;
pub(super) const BUTTON_MAX: usize = 64;
/// What a check puts in the place of a text: longer than any that is ever put there.
const LONG_TEXT: &str = "two hundred and eighty-eight over one hundred and eighty-eight";
/// The attribute that a speaker says, and the one that its screen shows where that differs.
const VOICE: &str = "voice";
const SCREEN: &str = "screen";

/// Something wrong with the words.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read.
    Unreadable(String),
    /// The file has a mistake: where, and what.
    Syntax(String, String),
    /// This message is missing in this language.
    Missing(String, String),
    /// The placeholders of this message differ between languages.
    Placeholders(String),
    /// This message is too long for where it is shown, in this language.
    Long(String, String),
    /// This message cannot be put together, in this language.
    Unsayable(String, String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Unreadable(file) => write!(f, "{file}: cannot be read"),
            Fault::Syntax(file, what) => write!(f, "{file}: {what}"),
            Fault::Missing(language, key) => write!(f, "{language}: {key} is missing"),
            Fault::Placeholders(key) => write!(f, "{key}: placeholders differ between languages"),
            Fault::Long(language, key) => write!(f, "{language}: {key} is too long"),
            Fault::Unsayable(language, key) => {
                write!(f, "{language}: {key} cannot be put together")
            }
        }
    }
}

/// What fills the placeholders of a message.
pub type Arguments<'a> = FluentArgs<'a>;

/// One language's messages.
pub(super) struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Every message and attribute with its placeholders.
    keys: BTreeMap<String, BTreeSet<String>>,
}

impl Catalogue {
    pub(super) fn new(
        language: Language,
        files: &[(&str, &str)],
        faults: &mut Vec<Fault>,
    ) -> Option<Catalogue> {
        let identifier: LanguageIdentifier = language.code().parse().ok()?;
        let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
        // Its invisible marks would be shown and spoken.
        bundle.set_use_isolating(false);
        let mut keys = BTreeMap::new();
        for (name, text) in files {
            let resource = match FluentResource::try_new((*text).to_owned()) {
                Ok(resource) => resource,
                Err((_, errors)) => {
                    let first = errors.first().map(ToString::to_string).unwrap_or_default();
                    faults.push(Fault::Syntax((*name).to_owned(), first));
                    return None;
                }
            };
            collect(&resource, &mut keys);
            if bundle.add_resource(resource).is_err() {
                faults.push(Fault::Syntax((*name).to_owned(), "a message stands twice".to_owned()));
            }
        }
        Some(Catalogue { language, bundle, keys })
    }

    /// The message; nothing when there is none or it cannot be put together.
    pub(super) fn text(&self, key: &str, arguments: &Arguments<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(key)?.value()?;
        self.format(pattern, arguments)
    }

    /// Whether a message has this placeholder, in any of its wordings.
    pub(super) fn wants(&self, key: &str, placeholder: &str) -> bool {
        let has = |key: &str| self.keys.get(key).is_some_and(|all| all.contains(placeholder));
        has(key) || has(&format!("{key}.{VOICE}")) || has(&format!("{key}.{SCREEN}"))
    }

    /// The message as a speaker says it: its voice, or itself when it has none of its own.
    pub(super) fn voice(&self, key: &str, arguments: &Arguments<'_>) -> Option<String> {
        self.first_of(key, &[VOICE], arguments)
    }

    /// The message as a speaker's screen shows it: what is meant for it, else what is said.
    pub(super) fn screen(&self, key: &str, arguments: &Arguments<'_>) -> Option<String> {
        self.first_of(key, &[SCREEN, VOICE], arguments)
    }

    fn first_of(&self, key: &str, names: &[&str], arguments: &Arguments<'_>) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        match names.iter().find_map(|name| message.get_attribute(name)) {
            Some(attribute) => self.format(attribute.value(), arguments),
            None => self.format(message.value()?, arguments),
        }
    }

    fn format(&self, pattern: &Pattern<&str>, arguments: &Arguments<'_>) -> Option<String> {
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(arguments), &mut errors);
        errors.is_empty().then(|| text.into_owned())
    }

    /// Puts every message together with long arguments and looks at its length.
    pub(super) fn check(&self, faults: &mut Vec<Fault>) {
        for (key, placeholders) in &self.keys {
            let (message, attribute) = key.split_once('.').unwrap_or((key.as_str(), ""));
            let voice = !attribute.is_empty();
            let longest = ["1", "5", LONG_TEXT].map(|sample| {
                let mut arguments = Arguments::new();
                for placeholder in placeholders {
                    let value = match sample.parse::<f64>() {
                        Ok(number) => FluentValue::from(number),
                        Err(_) => FluentValue::from(sample),
                    };
                    arguments.set(placeholder.clone(), value);
                }
                match attribute {
                    "" => self.text(message, &arguments),
                    SCREEN => self.screen(message, &arguments),
                    _ => self.voice(message, &arguments),
                }
            });
            let name = || (self.language.code().to_owned(), key.clone());
            for text in longest {
                let Some(text) = text else {
                    let (language, key) = name();
                    faults.push(Fault::Unsayable(language, key));
                    continue;
                };
                let long = match (voice, message.starts_with("button-")) {
                    (true, _) => text.chars().count() > SPEECH_MAX,
                    (false, true) => text.chars().count() > BUTTON_MAX,
                    (false, false) => text.encode_utf16().count() > CHAT_UNITS_MAX,
                };
                if long {
                    let (language, key) = name();
                    faults.push(Fault::Long(language, key));
                }
            }
        }
    }
}

/// Every language has every message, with the same placeholders.
pub(super) fn compare(catalogues: &[&Catalogue], faults: &mut Vec<Fault>) {
    let all: BTreeSet<&String> =
        catalogues.iter().flat_map(|catalogue| catalogue.keys.keys()).collect();
    for key in all {
        let mut seen: Option<&BTreeSet<String>> = None;
        for catalogue in catalogues {
            let Some(placeholders) = catalogue.keys.get(key) else {
                faults.push(Fault::Missing(catalogue.language.code().to_owned(), key.clone()));
                continue;
            };
            if seen.is_some_and(|before| before != placeholders) {
                faults.push(Fault::Placeholders(key.clone()));
            }
            seen = Some(placeholders);
        }
    }
}

fn collect(resource: &FluentResource, keys: &mut BTreeMap<String, BTreeSet<String>>) {
    for entry in resource.entries() {
        let Entry::Message(message) = entry else {
            continue;
        };
        if let Some(value) = &message.value {
            keys.insert(message.id.name.to_owned(), placeholders(value));
        }
        for attribute in &message.attributes {
            let key = format!("{}.{}", message.id.name, attribute.id.name);
            keys.insert(key, placeholders(&attribute.value));
        }
    }
}

fn placeholders(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(pattern, &mut found);
    found
}

fn walk(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => variable(inline, found),
            Expression::Select { selector, variants } => {
                variable(selector, found);
                for variant in variants {
                    walk(&variant.value, found);
                }
            }
        }
    }
}

fn variable(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        found.insert(id.name.to_owned());
    }
}
