//! Whether a phrase is of an intent, and what is in its slots. This is no copy of the platform's
//! parser. Where the platform uses a dictionary, a form of a word is what begins like it and ends
//! in up to three other letters; where it weighs the context, a filler may always be skipped.

use super::syntax::{Entities, Grammar, Pattern, folded};
use std::collections::{BTreeMap, BTreeSet};

/// What each name matched first, from word to word.
type Caught = BTreeMap<String, (usize, usize)>;

pub struct Matcher<'a> {
    pub grammar: &'a Grammar,
    pub entities: &'a Entities,
}

impl Matcher<'_> {
    /// The slots in every reading of the phrase as this intent; none when it is not of it.
    pub fn slots(&self, phrase: &str) -> Vec<BTreeMap<String, String>> {
        let words: Vec<String> = phrase.split_whitespace().map(folded).collect();
        let mut found: Vec<BTreeMap<String, String>> = Vec::new();
        for pattern in &self.grammar.root {
            for (end, caught) in self.ends(pattern, &words, 0, &Caught::new()) {
                if !self.skipped(&words, end).contains(&words.len()) {
                    continue;
                }
                let slots: BTreeMap<String, String> = self
                    .grammar
                    .slots
                    .iter()
                    .filter_map(|(name, slot)| {
                        let (from, to) = *caught.get(&slot.source)?;
                        let last = self.skipped(&words, from).into_iter().filter(|at| *at < to);
                        let said = words[last.max().unwrap_or(from)..to].join(" ");
                        let kind = slot.kind.as_ref().and_then(|kind| self.entities.get(kind));
                        Some((name.clone(), kind.map_or(said.clone(), |kind| value(kind, &said))))
                    })
                    .collect();
                if !found.contains(&slots) {
                    found.push(slots);
                }
            }
        }
        found
    }

    /// Where one may be after skipping fillers.
    fn skipped(&self, words: &[String], at: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::from([at]);
        let mut fresh = vec![at];
        while let Some(at) = fresh.pop() {
            for filler in &self.grammar.filler {
                if words[at..].starts_with(filler) && reached.insert(at + filler.len()) {
                    fresh.push(at + filler.len());
                }
            }
        }
        reached
    }

    /// Where the pattern may end when it begins here.
    fn ends(
        &self,
        pattern: &Pattern,
        words: &[String],
        at: usize,
        caught: &Caught,
    ) -> Vec<(usize, Caught)> {
        match pattern {
            Pattern::Word { word, forms } => {
                self.one(words, at, caught, |said| said == word || (*forms && is_form(said, word)))
            }
            Pattern::Any => self.one(words, at, caught, |_| true),
            Pattern::Number => {
                self.one(words, at, caught, |said| said.chars().all(|c| c.is_ascii_digit()))
            }
            Pattern::Named(name) => self.named(name, words, at, caught),
            Pattern::Sequence(all) => {
                let mut reached = vec![(at, caught.clone())];
                for one in all {
                    reached = reached
                        .into_iter()
                        .flat_map(|(at, caught)| self.ends(one, words, at, &caught))
                        .collect();
                    distinct(&mut reached);
                }
                reached
            }
            Pattern::Bag(all) => {
                let mut reached = Vec::new();
                for index in 0..all.len() {
                    let mut rest = all.clone();
                    let first = rest.remove(index);
                    for (at, caught) in self.ends(&first, words, at, caught) {
                        if rest.is_empty() {
                            reached.push((at, caught));
                        } else {
                            let rest = Pattern::Bag(rest.clone());
                            reached.extend(self.ends(&rest, words, at, &caught));
                        }
                    }
                }
                distinct(&mut reached);
                reached
            }
            Pattern::Either(all) => {
                let mut reached: Vec<_> =
                    all.iter().flat_map(|one| self.ends(one, words, at, caught)).collect();
                distinct(&mut reached);
                reached
            }
            Pattern::Times(one, least, most) => {
                let mut reached = if *least == 0 { vec![(at, caught.clone())] } else { vec![] };
                let mut last = vec![(at, caught.clone())];
                for count in 1..=*most {
                    last = last
                        .into_iter()
                        .flat_map(|(at, caught)| self.ends(one, words, at, &caught))
                        .collect();
                    distinct(&mut last);
                    if last.is_empty() {
                        break;
                    }
                    if count >= *least {
                        reached.extend(last.iter().cloned());
                    }
                }
                distinct(&mut reached);
                reached
            }
        }
    }

    /// One word, fillers before it apart.
    fn one(
        &self,
        words: &[String],
        at: usize,
        caught: &Caught,
        fits: impl Fn(&str) -> bool,
    ) -> Vec<(usize, Caught)> {
        self.skipped(words, at)
            .into_iter()
            .filter(|at| words.get(*at).is_some_and(|said| fits(said)))
            .map(|at| (at + 1, caught.clone()))
            .collect()
    }

    fn named(
        &self,
        name: &str,
        words: &[String],
        at: usize,
        caught: &Caught,
    ) -> Vec<(usize, Caught)> {
        let mut reached = Vec::new();
        for from in self.skipped(words, at) {
            let ends: Vec<(usize, Caught)> = match self.grammar.named.get(name) {
                Some(patterns) => patterns
                    .iter()
                    .flat_map(|pattern| self.ends(pattern, words, from, caught))
                    .collect(),
                None => self.entities[name]
                    .values()
                    .flatten()
                    .filter(|phrase| is_phrase(&words[from..], phrase))
                    .map(|phrase| (from + phrase.len(), caught.clone()))
                    .collect(),
            };
            for (end, mut caught) in ends {
                // Only the first one goes into a slot.
                caught.entry(name.to_owned()).or_insert((from, end));
                reached.push((end, caught));
            }
        }
        distinct(&mut reached);
        reached
    }
}

fn distinct(reached: &mut Vec<(usize, Caught)>) {
    reached.sort();
    reached.dedup();
}

/// Which value of an entity was said.
fn value(entity: &BTreeMap<String, Vec<Vec<String>>>, said: &str) -> String {
    let words: Vec<String> = said.split(' ').map(str::to_owned).collect();
    let fits = |phrases: &Vec<Vec<String>>| {
        phrases.iter().any(|phrase| phrase.len() == words.len() && is_phrase(&words, phrase))
    };
    entity.iter().find(|(_, phrases)| fits(phrases)).map_or(String::new(), |(name, _)| name.clone())
}

fn is_phrase(words: &[String], phrase: &[String]) -> bool {
    words.len() >= phrase.len()
        && words.iter().zip(phrase).all(|(said, word)| said == word || is_form(said, word))
}

fn is_form(said: &str, word: &str) -> bool {
    let stem = word.trim_end_matches(['а', 'е', 'и', 'о', 'у', 'ы', 'ь', 'ю', 'я', 'й']);
    let ending = said.strip_prefix(stem).map(|ending| ending.chars().count());
    stem.chars().count() >= 3 && ending.is_some_and(|letters| letters <= 3)
}
