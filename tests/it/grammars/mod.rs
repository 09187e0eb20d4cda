//! The intents that a self-hoster pastes into the console: written in the documented language, of
//! one mind with their own examples, and with our own parser.

mod matcher;
mod syntax;

use matcher::Matcher;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};
use syntax::{Entities, Grammar};
use tonolog::{
    domain::{
        period::Period,
        person::Door,
        query::Query,
        utterance::{Bid, Intent, hear},
    },
    phrases::Dialogs,
};

const INTENTS: [&str; 7] =
    ["bp.cancel", "bp.last", "bp.mean", "bp.no", "bp.record", "bp.yes", "link.code"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dialogs/alice")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn entities() -> Entities {
    syntax::entities(&read("skill.entities")).unwrap()
}

fn grammar(intent: &str) -> Grammar {
    let grammar = syntax::parse(&read(&format!("{intent}.grammar")));
    grammar.unwrap_or_else(|fault| panic!("{intent}: {fault}"))
}

fn examples(intent: &str, kind: &str) -> Vec<String> {
    let text = read(&format!("{intent}.{kind}.txt"));
    let found: Vec<String> = text.lines().map(str::to_owned).collect();
    let distinct: BTreeSet<&String> = found.iter().collect();
    assert_eq!(distinct.len(), found.len(), "{intent}.{kind}: a phrase stands twice");
    assert!(found.iter().all(|line| line.trim() == line && !line.is_empty()), "{intent}.{kind}");
    assert!(found.len() >= 6, "{intent}.{kind}");
    found
}

#[test]
fn every_intent_is_there_with_its_examples_and_nothing_else_is() {
    let mut expected: BTreeSet<String> = BTreeSet::from(["skill.entities".to_owned()]);
    for intent in INTENTS {
        for kind in ["grammar", "true.txt", "false.txt"] {
            expected.insert(format!("{intent}.{kind}"));
        }
    }
    let found: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn the_intents_are_no_language() {
    // Whether they were compiled in or are in a folder with other words.
    let dialogs = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("dialogs");
    for folder in [None, Some(dialogs.as_path())] {
        let loaded = Dialogs::load(folder).unwrap_or_else(|faults| panic!("{faults:?}"));
        let languages: Vec<String> =
            loaded.phrases.languages().iter().map(|language| language.code().to_owned()).collect();
        assert!(!languages.contains(&"alice".to_owned()), "{languages:?}");
    }
}

#[test]
fn every_grammar_is_written_in_the_documented_language() {
    let entities = entities();
    for intent in INTENTS {
        let faults = syntax::faults(&grammar(intent), &entities);
        assert_eq!(faults, Vec::<String>::new(), "{intent}");
    }
}

#[test]
fn an_intent_hears_its_positive_examples_and_none_of_the_negative_ones() {
    let entities = entities();
    for intent in INTENTS {
        let grammar = grammar(intent);
        let matcher = Matcher { grammar: &grammar, entities: &entities };
        for phrase in examples(intent, "true") {
            assert_ne!(matcher.slots(&phrase), [], "{intent}: {phrase}");
        }
        for phrase in examples(intent, "false") {
            assert_eq!(matcher.slots(&phrase), [], "{intent}: {phrase}");
        }
    }
}

#[test]
fn no_phrase_is_of_two_intents() {
    let entities = entities();
    for intent in INTENTS {
        for phrase in examples(intent, "true") {
            for other in INTENTS.into_iter().filter(|other| *other != intent) {
                let grammar = grammar(other);
                let matcher = Matcher { grammar: &grammar, entities: &entities };
                assert_eq!(matcher.slots(&phrase), [], "{intent} and {other}: {phrase}");
            }
        }
    }
}

/// What our own parser makes of a phrase, as the slots of the intent; nothing when it means
/// something else to it.
fn heard(dialogs: &Dialogs, intent: &str, phrase: &str) -> Option<BTreeMap<String, String>> {
    let wordings = [phrase.to_owned()];
    let heard = hear(&dialogs.grammar, &dialogs.words, Door::Voice, &wordings);
    let mut slots = BTreeMap::new();
    let fits = match (intent, heard) {
        ("bp.record", Intent::Record(drafts)) => match drafts.as_slice() {
            [draft] => {
                slots.insert("systolic".to_owned(), draft.systolic.to_string());
                slots.insert("diastolic".to_owned(), draft.diastolic.to_string());
                if let Some(pulse) = draft.pulse {
                    slots.insert("pulse".to_owned(), pulse.to_string());
                }
                true
            }
            _ => false,
        },
        ("link.code", Intent::Code(code)) => {
            slots.insert("word".to_owned(), code.word.clone());
            slots.insert("digits".to_owned(), format!("{:03}", code.digits));
            true
        }
        ("bp.mean", Intent::Ask(Query::Mean { over, .. })) => {
            let period = if over == Period::WEEK { "week" } else { "month" };
            slots.insert("period".to_owned(), period.to_owned());
            over == Period::WEEK || over == Period::MONTH
        }
        ("bp.last", Intent::Ask(Query::Last))
        | ("bp.cancel", Intent::Undo | Intent::Bid(Bid::Remove))
        | ("bp.yes", Intent::Yes | Intent::Bid(Bid::Remove | Bid::Swap))
        | ("bp.no", Intent::No | Intent::Bid(Bid::Keep)) => true,
        _ => false,
    };
    fits.then_some(slots)
}

#[test]
fn a_positive_example_means_the_same_to_our_own_parser() {
    let entities = entities();
    let dialogs = Dialogs::load(None).unwrap();
    let mut other = Vec::new();
    for intent in INTENTS {
        let grammar = grammar(intent);
        let matcher = Matcher { grammar: &grammar, entities: &entities };
        for phrase in examples(intent, "true") {
            let ours = heard(&dialogs, intent, &phrase);
            // Where there are numbers or a word in it, they are the same in every reading of it.
            let same = ours.as_ref().is_some_and(|ours| {
                let mut theirs = matcher.slots(&phrase);
                // Our own parser tells mornings and evenings apart, or does not.
                theirs.iter_mut().for_each(|slots| drop(slots.remove("part")));
                ours.is_empty() || theirs.iter().all(|slots| slots == ours)
            });
            if !same {
                other.push(format!("{intent}: {phrase}: {:?} or {ours:?}", matcher.slots(&phrase)));
            }
        }
    }
    assert_eq!(other, Vec::<String>::new());
}

#[test]
fn the_slots_of_a_mean_are_told_apart() {
    let entities = entities();
    let grammar = grammar("bp.mean");
    let matcher = Matcher { grammar: &grammar, entities: &entities };
    for (phrase, period, part) in [
        ("среднее за неделю", "week", None),
        ("среднее давление за месяц", "month", None),
        ("среднее за неделю утром", "week", Some("morning")),
        ("среднее утреннее за месяц", "month", Some("morning")),
        ("среднее за неделю вечером", "week", Some("evening")),
    ] {
        let mut expected = BTreeMap::from([("period".to_owned(), period.to_owned())]);
        expected.extend(part.map(|part| ("part".to_owned(), part.to_owned())));
        assert_eq!(matcher.slots(phrase), [expected], "{phrase}");
    }
}

#[test]
fn what_the_console_refuses_is_refused_here() {
    let head = "root:\n    $A\n$A:\n";
    for (text, fault) in [
        ("", "no root"),
        ("root:\n", "an empty section"),
        ("root:\n\tда\n", "a tab"),
        ("root:\n  да\n", "an indent"),
        ("root:\n    да\n    | нет\n", "the console refuses a |"),
        ("root:\n    [на] столе\n", "[one]"),
        ("root:\n    [%lemma стол]\n", "a directive stands on a line of its own"),
        ("root:\n    (да\n", "no )"),
        ("root:\n    да)\n", "what is )"),
        ("root:\n    да |\n", "an empty alternative"),
        ("root:\n    да, нет\n", "is not known to the language"),
        ("root:\n    .\n", "is not known to the language"),
        ("root:\n    да\nroot:\n    нет\n", "stands twice"),
        ("root:\n    да\nslots:\n    a:\n        type: X\n", "has no source"),
        ("root:\n    да\nbranch:\n    нет\n", "an unknown section"),
        (&format!("{head}    %stem\n    да\n"), "an unknown directive"),
        (&format!("{head}    $B:\n        да\n"), "names within names|what is|not known"),
    ] {
        let found = syntax::parse(text).err().unwrap_or_else(|| panic!("taken: {text}"));
        assert!(fault.split('|').any(|fault| found.contains(fault)), "{text}: {found}");
    }
    for (text, fault) in [
        ("root:\n    $A\n", "$A is not there"),
        ("root:\n    да\n$A:\n    нет\n", "$A is used nowhere"),
        ("root:\n    да\nslots:\n    a:\n        source: $A\n", "slot a: $A is not there"),
        (
            "root:\n    $A\n$A:\n    да\nslots:\n    a:\n        source: $A\n        type: YANDEX.NUMBER\n",
            "slot a: its source is of another type",
        ),
        (
            "root:\n    $A\n$A:\n    да\nslots:\n    a:\n        source: $A\n        type: Colour\n",
            "slot a: an unknown type Colour",
        ),
    ] {
        assert_eq!(syntax::faults(&syntax::parse(text).unwrap(), &entities()), [fault], "{text}");
    }
}

#[test]
fn the_matcher_knows_every_sign_of_the_language() {
    let entities = entities();
    for (root, said, not) in [
        ("да", vec!["да"], vec!["", "нет", "да да"]),
        ("да нет?", vec!["да", "да нет"], vec!["нет"]),
        ("да*  нет", vec!["нет", "да нет", "да да нет"], vec!["да"]),
        ("да+", vec!["да", "да да да"], vec!["", "нет"]),
        ("да | нет", vec!["да", "нет"], vec!["да нет"]),
        ("(да | нет) (и | или)?", vec!["да", "нет или"], vec!["и"]),
        ("[раз два три]", vec!["раз два три", "три раз два"], vec!["раз два", "раз раз два три"]),
        ("код .+", vec!["код а", "код а б"], vec!["код"]),
        ("код .*", vec!["код", "код а б"], vec!["а код"]),
        ("код $YANDEX.NUMBER", vec!["код 5", "ну код 5", "код ну 5 ну"], vec!["код", "код пять"]),
    ] {
        let text = format!("root:\n    {root}\nfiller:\n    ну | вот это\n");
        let grammar = syntax::parse(&text).unwrap();
        let matcher = Matcher { grammar: &grammar, entities: &entities };
        for phrase in said {
            assert_eq!(matcher.slots(phrase).len(), 1, "{root}: {phrase}");
        }
        for phrase in not {
            assert_eq!(matcher.slots(phrase), [], "{root}: {phrase}");
        }
    }
    let forms = syntax::parse("root:\n    %lemma\n    неделя\n    %exact\n    месяц\n").unwrap();
    let matcher = Matcher { grammar: &forms, entities: &entities };
    for (phrase, of_it) in [
        ("неделю", true),
        ("неделями", true),
        ("недельный", false),
        ("месяц", true),
        ("месяца", false),
    ] {
        assert_eq!(!matcher.slots(phrase).is_empty(), of_it, "{phrase}");
    }
}
