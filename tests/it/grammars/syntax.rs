//! The part of the platform's grammar language that our intents are written in. What is outside of
//! it, and what is known to be refused by the console, is a fault here.

use std::collections::{BTreeMap, BTreeSet};

/// A pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// This word, or any form of it.
    Word { word: String, forms: bool },
    /// Any one word.
    Any,
    /// A number.
    Number,
    /// Another pattern by its name, or an entity.
    Named(String),
    /// One after the other.
    Sequence(Vec<Pattern>),
    /// All of them, in any order.
    Bag(Vec<Pattern>),
    /// One of them.
    Either(Vec<Pattern>),
    /// So often at least, and so often at most.
    Times(Box<Pattern>, usize, usize),
}

/// Where a slot comes from, and its type if it has one.
#[derive(Clone, Debug)]
pub struct Slot {
    pub source: String,
    pub kind: Option<String>,
}

/// An intent.
#[derive(Debug)]
pub struct Grammar {
    pub root: Vec<Pattern>,
    pub slots: BTreeMap<String, Slot>,
    /// What may be skipped, word by word.
    pub filler: Vec<Vec<String>>,
    pub named: BTreeMap<String, Vec<Pattern>>,
}

/// Entities: their values, each with its phrases.
pub type Entities = BTreeMap<String, BTreeMap<String, Vec<Vec<String>>>>;

/// More words than anybody says.
pub const MANY: usize = 32;

/// A line without its comment: its number, how far it is indented, and what it says.
type Line<'a> = (usize, usize, &'a str);

fn lines(text: &str) -> Result<Vec<Line<'_>>, String> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim_end();
        if line.is_empty() {
            continue;
        }
        if line.contains('\t') {
            return Err(format!("line {}: a tab", number + 1));
        }
        let body = line.trim_start_matches(' ');
        let indent = line.len() - body.len();
        if indent % 4 != 0 {
            return Err(format!("line {}: an indent that is not of four", number + 1));
        }
        found.push((number + 1, indent / 4, body));
    }
    Ok(found)
}

pub fn parse(text: &str) -> Result<Grammar, String> {
    let mut sections: Vec<(&str, Vec<Line<'_>>)> = Vec::new();
    for (number, depth, body) in lines(text)? {
        match (depth, body.strip_suffix(':')) {
            (0, Some(name)) => {
                if sections.iter().any(|(other, _)| *other == name) {
                    return Err(format!("line {number}: {name} stands twice"));
                }
                sections.push((name, Vec::new()));
            }
            (0, None) => return Err(format!("line {number}: no section")),
            (_, _) => match sections.last_mut() {
                Some((_, body_lines)) => body_lines.push((number, depth, body)),
                None => return Err(format!("line {number}: before any section")),
            },
        }
    }
    let mut grammar = Grammar {
        root: Vec::new(),
        slots: BTreeMap::new(),
        filler: Vec::new(),
        named: BTreeMap::new(),
    };
    for (name, lines) in sections {
        match name {
            "root" => grammar.root = patterns(&lines)?,
            "slots" => grammar.slots = slots(&lines)?,
            "filler" => {
                for (number, _, line) in lines {
                    for phrase in line.split('|').map(str::trim) {
                        let words: Vec<String> = phrase.split(' ').map(folded).collect();
                        if !words.iter().all(|word| is_word(word)) {
                            return Err(format!("line {number}: a filler is words only"));
                        }
                        grammar.filler.push(words);
                    }
                }
            }
            other => match other.strip_prefix('$').filter(|name| is_name(name)) {
                Some(name) => {
                    grammar.named.insert(name.to_owned(), patterns(&lines)?);
                }
                None => return Err(format!("an unknown section {other}")),
            },
        }
    }
    if grammar.root.is_empty() {
        return Err("no root".to_owned());
    }
    Ok(grammar)
}

fn slots(lines: &[Line<'_>]) -> Result<BTreeMap<String, Slot>, String> {
    let mut slots: BTreeMap<String, Slot> = BTreeMap::new();
    let mut current: Option<String> = None;
    for (number, depth, line) in lines {
        let place = |what: &str| format!("line {number}: {what}");
        match (depth, line.split_once(':')) {
            (1, Some((name, ""))) if is_name(name) => {
                slots.insert(name.to_owned(), Slot { source: String::new(), kind: None });
                current = Some(name.to_owned());
            }
            (2, Some((key, value))) => {
                let slot = current.as_ref().and_then(|name| slots.get_mut(name));
                let slot = slot.ok_or_else(|| place("no slot"))?;
                match (key, value.trim()) {
                    ("source", value) => {
                        let name = value.strip_prefix('$').filter(|name| is_name(name));
                        slot.source = name.ok_or_else(|| place("a source is a $Name"))?.to_owned();
                    }
                    ("type", value) => slot.kind = Some(value.to_owned()),
                    (_, _) => return Err(place("an unknown key")),
                }
            }
            (_, _) => return Err(place("no slot")),
        }
    }
    match slots.iter().find(|(_, slot)| slot.source.is_empty()) {
        Some((name, _)) => Err(format!("slot {name} has no source")),
        None => Ok(slots),
    }
}

/// One alternative a line. A directive holds to the end of its section, or until the next.
fn patterns(lines: &[Line<'_>]) -> Result<Vec<Pattern>, String> {
    let mut forms = false;
    let mut found = Vec::new();
    for (number, depth, line) in lines {
        let place = |what: &str| format!("line {number}: {what}");
        if *depth != 1 {
            return Err(place("names within names are not used here"));
        }
        match *line {
            "%lemma" => forms = true,
            "%exact" => forms = false,
            other if other.starts_with('%') => return Err(place("an unknown directive")),
            other if other.starts_with('|') => return Err(place("the console refuses a | there")),
            other => {
                let tokens = tokens(other).map_err(|what| place(&what))?;
                let mut reader = Reader { tokens: &tokens, at: 0, forms };
                let pattern = reader.either().map_err(|what| place(&what))?;
                if reader.at < tokens.len() {
                    return Err(place(&format!("what is {}", tokens[reader.at])));
                }
                found.push(pattern);
            }
        }
    }
    if found.is_empty() { Err("an empty section".to_owned()) } else { Ok(found) }
}

fn tokens(line: &str) -> Result<Vec<String>, String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    let end = |word: &mut String, tokens: &mut Vec<String>| {
        if !word.is_empty() {
            tokens.push(std::mem::take(word));
        }
    };
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ' ' => end(&mut word, &mut tokens),
            '(' | ')' | '[' | ']' | '|' | '?' | '*' | '+' => {
                end(&mut word, &mut tokens);
                tokens.push(c.to_string());
            }
            '.' if word.is_empty() && matches!(rest.peek(), Some('+' | '*')) => {
                tokens.push(".".to_owned());
            }
            '.' if word == "$YANDEX" => word.push(c),
            '$' if word.is_empty() => word.push(c),
            '_' => word.push(c),
            c if c.is_alphanumeric() => word.push(c),
            '%' => return Err("a directive stands on a line of its own".to_owned()),
            c => return Err(format!("{c:?} is not known to the language")),
        }
    }
    end(&mut word, &mut tokens);
    Ok(tokens)
}

struct Reader<'a> {
    tokens: &'a [String],
    at: usize,
    forms: bool,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(String::as_str)
    }

    fn either(&mut self) -> Result<Pattern, String> {
        let mut all = vec![self.sequence()?];
        while self.peek() == Some("|") {
            self.at += 1;
            all.push(self.sequence()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Pattern::Either(all) })
    }

    fn sequence(&mut self) -> Result<Pattern, String> {
        let mut all = Vec::new();
        while let Some(token) = self.peek() {
            if matches!(token, "|" | ")" | "]") {
                break;
            }
            all.push(self.item()?);
        }
        match all.len() {
            0 => Err("an empty alternative".to_owned()),
            1 => Ok(all.remove(0)),
            _ => Ok(Pattern::Sequence(all)),
        }
    }

    fn item(&mut self) -> Result<Pattern, String> {
        let token = self.peek().unwrap_or_default().to_owned();
        self.at += 1;
        let atom = match token.as_str() {
            "(" => {
                let inner = self.either()?;
                self.close(")")?;
                inner
            }
            "[" => {
                let inner = self.sequence()?;
                self.close("]")?;
                match inner {
                    Pattern::Sequence(all) => Pattern::Bag(all),
                    _ => return Err("[one] is not an optional one".to_owned()),
                }
            }
            "." => Pattern::Any,
            "$YANDEX.NUMBER" => Pattern::Number,
            other => match other.strip_prefix('$') {
                Some(name) if is_name(name) => Pattern::Named(name.to_owned()),
                None if is_word(other) => Pattern::Word { word: folded(other), forms: self.forms },
                Some(_) | None => return Err(format!("what is {other:?}")),
            },
        };
        let times = match self.peek() {
            Some("?") => Some((0, 1)),
            Some("*") => Some((0, MANY)),
            Some("+") => Some((1, MANY)),
            _ => None,
        };
        Ok(match times {
            Some((least, most)) => {
                self.at += 1;
                Pattern::Times(Box::new(atom), least, most)
            }
            None => atom,
        })
    }

    fn close(&mut self, bracket: &str) -> Result<(), String> {
        let closed = self.peek() == Some(bracket);
        self.at += 1;
        if closed { Ok(()) } else { Err(format!("no {bracket}")) }
    }
}

pub fn entities(text: &str) -> Result<Entities, String> {
    let mut entities = Entities::new();
    let (mut entity, mut value) = (String::new(), String::new());
    for (number, depth, line) in lines(text)? {
        let place = |what: &str| format!("line {number}: {what}");
        match depth {
            0 => {
                let name = line.strip_prefix("entity ").and_then(|line| line.strip_suffix(':'));
                entity =
                    name.filter(|name| is_name(name)).ok_or_else(|| place("no entity"))?.into();
                entities.insert(entity.clone(), BTreeMap::new());
            }
            1 if matches!(line, "lemma: true" | "values:") => {}
            2 => {
                value = line.strip_suffix(':').ok_or_else(|| place("no value"))?.to_owned();
            }
            3 => {
                let words = line.split(' ').map(folded).collect();
                let values = entities.get_mut(&entity).ok_or_else(|| place("no entity"))?;
                values.entry(value.clone()).or_default().push(words);
            }
            _ => return Err(place("not known")),
        }
    }
    Ok(entities)
}

/// What is wrong with an intent as a whole.
pub fn faults(grammar: &Grammar, entities: &Entities) -> Vec<String> {
    let mut faults = Vec::new();
    let mut used = BTreeSet::new();
    let bodies = grammar.named.values().chain([&grammar.root]);
    bodies.flatten().for_each(|pattern| names(pattern, &mut used));
    for name in &used {
        if !grammar.named.contains_key(name) && !entities.contains_key(name) {
            faults.push(format!("${name} is not there"));
        }
    }
    for name in grammar.named.keys().filter(|name| !used.contains(*name)) {
        faults.push(format!("${name} is used nowhere"));
    }
    for (name, slot) in &grammar.slots {
        let Some(source) = grammar.named.get(&slot.source) else {
            faults.push(format!("slot {name}: ${} is not there", slot.source));
            continue;
        };
        let expected = match slot.kind.as_deref() {
            Some("YANDEX.NUMBER") => Some(Pattern::Number),
            Some(kind) if entities.contains_key(kind) => Some(Pattern::Named(kind.to_owned())),
            Some(kind) => {
                faults.push(format!("slot {name}: an unknown type {kind}"));
                None
            }
            None => None,
        };
        if expected.is_some_and(|expected| *source != [expected]) {
            faults.push(format!("slot {name}: its source is of another type"));
        }
    }
    faults
}

fn names(pattern: &Pattern, into: &mut BTreeSet<String>) {
    match pattern {
        Pattern::Named(name) => {
            into.insert(name.clone());
        }
        Pattern::Sequence(all) | Pattern::Bag(all) | Pattern::Either(all) => {
            all.iter().for_each(|one| names(one, into));
        }
        Pattern::Times(one, _, _) => names(one, into),
        Pattern::Word { .. } | Pattern::Any | Pattern::Number => {}
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_alphanumeric)
}

/// In the form in which words are compared.
pub fn folded(word: &str) -> String {
    word.to_lowercase().replace('ё', "е")
}
