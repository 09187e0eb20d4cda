//! The corpus: what people say and type, and what has to become of it. Two figures come out:
//! how many were stored wrongly (none may be), and how many were understood at once or asked the
//! right question. The notation is explained at the head of each file.

use crate::notation::{NOW_MS, noted, reject};
use std::{collections::BTreeMap, fs, path::Path};
use tonolog::{
    domain::{
        dialogue::{self, Act, Event, Held, Known, Missing, State, Thread, Who},
        period::Borders,
        person::{Access, Account, AccountId, Door, Person, PersonId, ReadingId},
        privacy::Wanted,
        reading::{Doubt, Extras, Reading, Taken},
        reply::{Question, Reply},
        settings::{Manner, Settings},
        utterance::{Intent, Whom, hear},
        when::Zone,
    },
    phrases::Dialogs,
};

/// How a file names it, in Moscow.
const NOW_HEAD: &str = "# now: ";
/// The share that has to be understood, in percent.
const UNDERSTOOD_MIN: f64 = 99.0;
/// The same of the part that is looked at only to measure. Since a word that nobody knows raises a
/// question, two of its 48 are asked about instead of one.
const HELDOUT_MIN: f64 = 95.0;
/// The same of utterances that were gathered after the rules were written.
const MORE_MIN: f64 = 98.0;
/// The same of utterances of people who had not seen the rules.
const FRESH_MIN: f64 = 97.5;
/// The same of what was said again later.
const AGAIN_MIN: f64 = 98.0;

/// The same of what was written without a look at the rules.
const BLIND_MIN: f64 = 97.0;

/// The same of what was written after them, without a look at the rules either.
const UNHEARD_MIN: f64 = 98.0;

/// What is not understood yet, utterances. No change makes it more; one that makes it less lowers
/// these, so that nothing gets lost again unseen.
const MISSED_MAX: usize = 0;
const HELDOUT_MISSED_MAX: usize = 2;
const MORE_MISSED_MAX: usize = 7;
const FRESH_MISSED_MAX: usize = 9;
const AGAIN_MISSED_MAX: usize = 1;
const BLIND_MISSED_MAX: usize = 8;
const UNHEARD_MISSED_MAX: usize = 0;
/// Of what was looked for to fool the rules: asked about, or not understood, where a reading or a
/// better question was wanted.
const HUNTED_MISSED_MAX: usize = 165;
const HUNTED_MIN: f64 = 81.0;
/// All files together.
const ALL_MISSED_MAX: usize = 27;

struct Line {
    file: String,
    now_ms: i64,
    door: Door,
    said: String,
    expected: Vec<String>,
    /// What went before.
    context: Option<String>,
}

fn corpus(names: &[&str]) -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut lines = Vec::new();
    for name in names {
        let text = fs::read_to_string(folder.join(format!("utterances.{name}.tsv"))).unwrap();
        let named = text.lines().find_map(|line| line.strip_prefix(NOW_HEAD));
        let now_ms = named.map_or(NOW_MS, |now| {
            let zone = jiff::tz::TimeZone::get("Europe/Moscow").unwrap();
            let now: jiff::civil::DateTime = now.parse().unwrap();
            now.to_zoned(zone).unwrap().timestamp().as_millisecond()
        });
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let columns: Vec<&str> = line.split('\t').collect();
            let (columns, context) = match columns[..] {
                [door, _, said, expected] => ([door, said, expected], None),
                [door, _, said, expected, context] => ([door, said, expected], Some(context)),
                _ => panic!("{name}: {line}"),
            };
            let [door, said, expected] = columns;
            lines.push(Line {
                file: (*name).to_owned(),
                now_ms,
                door: if door == "al" { Door::Voice } else { Door::Chat },
                said: said.replace("\\n", "\n"),
                expected: expected.split(" | ").map(|part| part.trim().to_owned()).collect(),
                context: context.map(str::to_owned),
            });
        }
    }
    lines
}

/// Whether something was stored.
fn stores(noted: &str) -> bool {
    noted.starts_with(|c: char| c.is_ascii_digit()) || noted.starts_with("fix:")
}

/// Whether this is what was expected. `ask` is any question; `@?` any time; `note?` any note or
/// none, `note~words` one with these words in it.
fn fits(expected: &str, got: &str) -> bool {
    let question = ["ask:", "reject:", "cmd:fix"].into_iter().any(|head| got.starts_with(head));
    if expected == "ask" {
        return question;
    }
    if expected == "ask:tens" {
        return got.starts_with("ask:tens(");
    }
    let expected: Vec<&str> = expected.split(" ; ").collect();
    let got: Vec<&str> = got.split(" ; ").collect();
    expected.len() == got.len()
        && expected.into_iter().zip(got).all(|(expected, got)| one_fits(expected, got))
}

fn one_fits(expected: &str, got: &str) -> bool {
    let (got, note) = match got.split_once(" note=") {
        Some((got, note)) => (got, Some(note)),
        None => (got, None),
    };
    let (mut expected, noted) = match expected.split_once(" note") {
        Some((expected, "?")) => (expected.to_owned(), true),
        Some((expected, words)) => {
            let fits = note.is_some_and(|note| match words.split_at(1) {
                ("=", words) => note == words,
                (_, words) => note.to_lowercase().contains(words),
            });
            (expected.to_owned(), fits)
        }
        None => (expected.to_owned(), note.is_none()),
    };
    let mut got = got.to_owned();
    if expected.contains(" @?") {
        expected = expected.replace(" @?", "");
        if let Some(at) = got.find(" @") {
            let end = got[at + 2..].find(' ').map_or(got.len(), |end| at + 2 + end);
            got.replace_range(at..end, "");
        }
    }
    noted && expected == got
}

/// Somebody with a diary, who has said nothing yet.
pub fn somebody(door: Door, owner: bool) -> Who {
    Who {
        door,
        access: Access::Open,
        account: Some(Account {
            id: AccountId(1),
            person: PersonId(1),
            people: vec![Person { id: PersonId(1), name: None, leaving_ms: None }],
            write_only: false,
            consented: true,
            owner,
            withdrawn: false,
            leaving_ms: None,
            wanted: Wanted::default(),
            language: None,
            zone: None,
            settings: Settings { manner: Manner::default(), borders: Borders::DEFAULT },
            speakers: 0,
            chats: 1,
        }),
        invited: false,
        guest: None,
        schedule: None,
        pin: None,
        zone: Zone::new("Europe/Moscow").unwrap(),
        whom: Whom::Unsaid,
        of_session: None,
        danger: false,
        recent: Vec::new(),
        given: None,
        last: None,
        edited: Vec::new(),
    }
}

/// What the conversation makes of an utterance after what went before.
fn in_context(context: &str, intent: Intent, now_ms: i64) -> Vec<String> {
    let number = |text: &str| text.parse::<u16>().unwrap();
    let values = |text: &str| -> Vec<u16> { text.split('/').map(number).collect() };
    let reading = |text: &str| {
        let values = values(text);
        Reading::new(values[0], values[1], values.get(2).copied()).unwrap()
    };
    let extras = Extras::default;
    let mut thread = Thread { given_ms: now_ms, at_ms: now_ms, ..Thread::default() };
    let mut who = somebody(Door::Chat, false);
    if let Some(asked) = context.strip_prefix("asked ask:") {
        let (kind, rest) = asked.split_once('(').unwrap();
        let rest = rest.trim_end_matches(')');
        thread.questions = 1;
        thread.state = if kind == "diastolic" {
            State::Missing(Missing {
                systolic: Some(number(rest)),
                diastolic: None,
                pulse: None,
                at_ms: now_ms,
                approximate: false,
                extras: extras(),
                person: None,
                newcomer: None,
                unclear: false,
            })
        } else {
            let doubt = match kind {
                "swapped" => Doubt::Swapped,
                "glued" => Doubt::Glued,
                _ => Doubt::Systolic,
            };
            let held = Held {
                reading: reading(rest),
                doubt: Some(doubt),
                alerted: true,
                at_ms: now_ms,
                approximate: false,
                extras: extras(),
                origin: "1".to_owned(),
                completes: false,
                amends: None,
                person: None,
            };
            State::Unsure { held, doubt, rest: Vec::new() }
        };
    } else if let Some(saved) = context.strip_prefix("saved ") {
        let (values, minutes) = saved.split_once(' ').unwrap();
        let minutes: i64 = minutes.trim_end_matches('m').parse().unwrap();
        let (reading, at_ms) = (reading(values), now_ms - minutes * 60_000);
        who.recent.push(Taken { reading, at_ms });
        who.last =
            Some(Known { id: ReadingId(1), person: PersonId(1), said_ms: at_ms, reading, at_ms });
        thread.last = Some(ReadingId(1));
        thread.given_ms = at_ms;
    } else {
        let reading = reading(context.strip_prefix("median ").unwrap());
        let day_ms = 24 * 3_600_000;
        who.recent.extend((1..=10).map(|day| Taken { reading, at_ms: now_ms - day * day_ms }));
    }
    let step = dialogue::step(&thread, &who, Event::Said(intent), now_ms, "2");
    let asked = |question: &Question| {
        let values = |reading: &Reading| {
            let pulse = reading.pulse().map(|pulse| format!("/{pulse}")).unwrap_or_default();
            format!("{}/{}{pulse}", reading.systolic(), reading.diastolic())
        };
        let values = values(&question.reading);
        match question.doubt {
            Doubt::Swapped => format!("ask:swapped({values})"),
            Doubt::Repeated => "ask:same".to_owned(),
            Doubt::Glued => format!("ask:glued({values})"),
            Doubt::Tens => format!("ask:tens({values})"),
            Doubt::Context | Doubt::Owner => "ask:which".to_owned(),
            Doubt::Systolic | Doubt::Diastolic | Doubt::Pulse | Doubt::Gap | Doubt::Jump => {
                format!("ask:unusual({values})")
            }
        }
    };
    vec![match step.act {
        Act::Keep { save, ask, .. } => {
            let mut parts: Vec<String> = save
                .iter()
                .map(|held| {
                    let head = if held.amends.is_some() { "fix:" } else { "" };
                    let reading = held.reading;
                    let pulse =
                        reading.pulse().map(|pulse| format!("/{pulse}")).unwrap_or_default();
                    format!("{head}{}/{}{pulse}", reading.systolic(), reading.diastolic())
                })
                .collect();
            parts.extend(ask.as_ref().map(asked));
            parts.join(" ; ")
        }
        Act::Say(Reply::Ask(question)) => asked(&question),
        Act::Say(Reply::Missing { .. } | Reply::Which | Reply::FixHow { .. }) => {
            "ask:which".to_owned()
        }
        Act::Say(Reply::Rejected(rejected)) => reject(rejected),
        _ => "none".to_owned(),
    }]
}

struct Outcome {
    wrong: Vec<String>,
    missed: Vec<String>,
    count: usize,
}

fn measure(lines: &[Line]) -> Outcome {
    let dialogs = Dialogs::load(None).unwrap();
    let mut outcome = Outcome { wrong: Vec::new(), missed: Vec::new(), count: lines.len() };
    for line in lines {
        let wordings = [line.said.clone()];
        let intent = hear(&dialogs.grammar, &dialogs.words, line.door, &wordings);
        let fixes = line
            .expected
            .iter()
            .any(|part| part.starts_with("fix:") || part == "cmd:undo" || part == "cmd:fix");
        let got = match &line.context {
            Some(context) => in_context(context, intent, line.now_ms),
            None => noted(&intent, fixes, line.now_ms),
        };
        let any = |right: &dyn Fn(&str, &str) -> bool| {
            got.iter().any(|got| line.expected.iter().any(|expected| right(expected, got)))
        };
        if any(&fits) {
            continue;
        }
        let before = line.context.as_ref().map(|before| format!(" ({before})")).unwrap_or_default();
        let report = format!(
            "{} {:?} {:?}{before}\n    wanted {}\n    got    {}",
            line.file,
            line.door,
            line.said,
            line.expected.join(" | "),
            got.join(" | ")
        );
        // A stored reading whose numbers or time are not what was said is the worst there is; one
        // that lacks a remark is only missed.
        let bare = |text: &str| -> String {
            let bare = |part: &str| {
                let cut = [" note", " @?"].into_iter().filter_map(|head| part.find(head)).min();
                part[..cut.unwrap_or(part.len())].to_owned()
            };
            text.split(" ; ").map(bare).collect::<Vec<_>>().join(" ; ")
        };
        let right_numbers = any(&|expected, got| {
            let timeless = |text: &str| bare(text).split(" @").next().unwrap().to_owned();
            match expected.contains("@?") {
                true => timeless(expected) == timeless(got),
                false => bare(expected) == bare(got),
            }
        });
        if got.iter().any(|got| stores(got)) && !right_numbers {
            outcome.wrong.push(report);
        } else {
            outcome.missed.push(report);
        }
    }
    outcome
}

fn check(names: &[&str], show: bool, understood_min: f64, missed_max: usize) {
    let lines = corpus(names);
    let outcome = measure(&lines);
    let understood = outcome.count - outcome.wrong.len() - outcome.missed.len();
    let percent = 100.0 * understood as f64 / outcome.count as f64;
    println!(
        "{names:?}: {} utterances, {understood} understood ({percent:.2} %), {} stored wrongly",
        outcome.count,
        outcome.wrong.len()
    );
    if show {
        println!(
            "--- wrong\n{}\n--- missed\n{}",
            outcome.wrong.join("\n"),
            outcome.missed.join("\n")
        );
    }
    assert!(outcome.wrong.is_empty(), "{names:?}: {} stored wrongly", outcome.wrong.len());
    assert!(percent >= understood_min, "{names:?}: {percent:.2} % understood");
    assert!(outcome.missed.len() <= missed_max, "{names:?}: {} missed", outcome.missed.len());
}

#[test]
fn what_people_say_is_understood_and_nothing_is_stored_wrongly() {
    check(&["ru", "en", "not"], true, UNDERSTOOD_MIN, MISSED_MAX);
}

/// Looked at only to measure: the rules were not written with these in view.
#[test]
fn what_nobody_wrote_rules_for_is_understood_as_well() {
    check(&["heldout"], false, HELDOUT_MIN, HELDOUT_MISSED_MAX);
}

#[test]
fn other_people_in_other_words_are_understood_as_well() {
    check(&["more"], true, MORE_MIN, MORE_MISSED_MAX);
}

#[test]
fn fresh_ears_understand_as_well() {
    check(&["fresh"], true, FRESH_MIN, FRESH_MISSED_MAX);
}

/// Said once more in other words, and measured before any rule was changed for them.
#[test]
fn the_same_things_said_again_are_understood_as_well() {
    check(&["again"], true, AGAIN_MIN, AGAIN_MISSED_MAX);
}

/// Said by somebody who had seen neither the rules nor the other files.
#[test]
fn what_was_said_without_a_look_at_the_rules_is_understood_as_well() {
    check(&["blind"], true, BLIND_MIN, BLIND_MISSED_MAX);
}

#[test]
fn what_was_said_after_the_rules_were_made_is_understood_as_well() {
    check(&["unheard"], true, UNHEARD_MIN, UNHEARD_MISSED_MAX);
}

/// Found by somebody who knew the rules and wanted them to store what nobody had measured.
#[test]
fn what_was_meant_to_fool_the_rules_is_not_stored() {
    check(&["hunted"], false, HUNTED_MIN, HUNTED_MISSED_MAX);
}

#[test]
fn all_that_was_ever_gathered_is_understood_but_for_one_in_a_hundred() {
    let all = ["ru", "en", "not", "heldout", "more", "fresh", "again", "blind", "unheard"];
    check(&all, false, UNDERSTOOD_MIN, ALL_MISSED_MAX);
}

#[test]
fn the_corpus_is_as_large_as_it_should_be() {
    let lines = corpus(&["ru", "en", "not", "heldout"]);
    assert!(lines.len() >= 700);
    let mut by_file = BTreeMap::new();
    for line in &lines {
        *by_file.entry(line.file.clone()).or_insert(0) += 1;
    }
    assert!(by_file["ru"] >= 400 && by_file["en"] >= 200 && by_file["not"] >= 100, "{by_file:?}");
}
