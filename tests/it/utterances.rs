//! The corpus: what people say and type, and what has to become of it. Two figures come out:
//! how many were stored wrongly (none may be), and how many were understood at once or asked the
//! right question. The notation is explained at the head of each file.

use std::{collections::BTreeMap, fs, path::Path};
use tonolog::{
    domain::{
        person::Door,
        query::Query,
        reading::{Arm, Extras, Position, Reading, Rejected},
        utterance::{Draft, Fix, Intent, Part, hear},
        when::{When, Zone},
    },
    phrases::Dialogs,
};

/// Sunday, 2026-11-22, 12:40 in Moscow.
const NOW_MS: i64 = 1_795_340_400_000;
/// The share that has to be understood, in percent.
const UNDERSTOOD_MIN: f64 = 99.0;
/// The same of the part that is looked at only to measure.
const HELDOUT_MIN: f64 = 94.0;
/// The same of utterances that were gathered after the rules were written.
const MORE_MIN: f64 = 93.0;

/// What is not understood yet, utterances. No change makes it more; one that makes it less lowers
/// these, so that nothing gets lost again unseen.
const MISSED_MAX: usize = 2;
const HELDOUT_MISSED_MAX: usize = 6;
const MORE_MISSED_MAX: usize = 21;

struct Line {
    file: String,
    door: Door,
    said: String,
    expected: Vec<String>,
}

fn corpus(names: &[&str]) -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut lines = Vec::new();
    for name in names {
        let text = fs::read_to_string(folder.join(format!("utterances.{name}.tsv"))).unwrap();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [door, _, said, expected] = columns[..] else { panic!("{name}: {line}") };
            lines.push(Line {
                file: (*name).to_owned(),
                door: if door == "al" { Door::Voice } else { Door::Chat },
                said: said.replace("\\n", "\n"),
                expected: expected.split(" | ").map(|part| part.trim().to_owned()).collect(),
            });
        }
    }
    lines
}

/// What was heard, in the notation of the corpus; several notations where several fit.
fn noted(intent: &Intent, fixes: bool) -> Vec<String> {
    match intent {
        Intent::Record(drafts) => record(drafts),
        Intent::Part(part) => vec![missing(part)],
        Intent::Lone(number) => lone(*number),
        Intent::Glued(draft) => vec![format!("ask:glued({})", numbers(draft))],
        Intent::Tens(draft) => vec![format!("ask:tens({})", numbers(draft))],
        Intent::Which | Intent::Unsure(_) => vec!["ask:which".to_owned()],
        Intent::Impossible(rejected) => vec![reject(*rejected)],
        Intent::Fix(fix) if fixes => fixed(fix),
        Intent::Fix(fix) => unfixed(fix),
        Intent::FixWhat => vec!["cmd:fix".to_owned()],
        Intent::Yes => vec!["cmd:yes".to_owned()],
        Intent::No => vec!["cmd:no".to_owned()],
        Intent::Ask(Query::Last) => vec!["cmd:last".to_owned()],
        Intent::Entry(_) | Intent::HomeWeek(_) => vec!["none".to_owned()],
        Intent::Erase => vec!["cmd:erase".to_owned()],
        Intent::Remind(_) => vec!["cmd:remind".to_owned(), "none".to_owned()],
        Intent::Settings(_) => vec!["cmd:settings".to_owned(), "none".to_owned()],
        Intent::Stats(_) => vec!["cmd:stats".to_owned(), "none".to_owned()],
        // A request for what is stored, or for help, stores nothing.
        Intent::Ask(_)
        | Intent::History(_)
        | Intent::Target
        | Intent::SetTarget(..)
        | Intent::Measure
        | Intent::Ready
        | Intent::Beside(_)
        | Intent::Whose
        | Intent::AddPerson(_)
        | Intent::Speakers => vec!["none".to_owned()],
        Intent::Undo => vec!["cmd:undo".to_owned()],
        Intent::Repeat => vec!["cmd:repeat".to_owned()],
        Intent::Help => vec!["cmd:help".to_owned()],
        Intent::Abilities => vec!["cmd:abilities".to_owned()],
        Intent::Exit => vec!["cmd:exit".to_owned(), "none".to_owned()],
        Intent::Link | Intent::Code(_) => vec!["cmd:link".to_owned(), "none".to_owned()],
        Intent::Unlink => vec!["cmd:unlink".to_owned()],
        Intent::Greeting
        | Intent::Start { .. }
        | Intent::Languages
        | Intent::Language(_)
        | Intent::Unknown => vec!["none".to_owned()],
    }
}

fn numbers(draft: &Draft) -> String {
    let pulse = draft.pulse.map(|pulse| format!("/{pulse}")).unwrap_or_default();
    format!("{}/{}{pulse}", draft.systolic, draft.diastolic)
}

fn reject(rejected: Rejected) -> String {
    match rejected {
        Rejected::Systolic => "reject:systolic".to_owned(),
        Rejected::Diastolic => "reject:diastolic".to_owned(),
        Rejected::Pulse => "reject:pulse".to_owned(),
        Rejected::NotAbove => "ask:equal".to_owned(),
    }
}

fn lone(number: u16) -> Vec<String> {
    match number {
        0..=89 => vec!["ask:which".to_owned()],
        90..=300 => vec![format!("ask:diastolic({number})")],
        _ => vec!["reject:systolic".to_owned()],
    }
}

/// What the dialogue makes of drafts: stored, asked about or refused.
fn record(drafts: &[Draft]) -> Vec<String> {
    let mut stored = Vec::new();
    for draft in drafts {
        let mut upright = draft.clone();
        let swapped = draft.systolic < draft.diastolic;
        if swapped {
            std::mem::swap(&mut upright.systolic, &mut upright.diastolic);
        }
        let reading = match Reading::new(upright.systolic, upright.diastolic, upright.pulse) {
            Ok(reading) => reading,
            Err(Rejected::NotAbove) => {
                return vec![format!("ask:equal({}/{})", draft.systolic, draft.diastolic)];
            }
            Err(rejected) => return vec![reject(rejected)],
        };
        if swapped {
            return vec![format!("ask:swapped({})", numbers(&upright))];
        }
        if reading.doubt(0, &[]).is_some() {
            return vec![format!("ask:unusual({})", numbers(draft))];
        }
        let now = Zone::new("Europe/Moscow").unwrap().at(NOW_MS);
        let Ok(moment) = draft.when.resolve(&now) else { return vec!["ask:future".to_owned()] };
        let mut text = numbers(draft);
        if draft.when != When::default() {
            let at = Zone::new("Europe/Moscow").unwrap().at(moment.at_ms);
            let mark = if moment.approximate { "~" } else { "" };
            text.push_str(&format!(" @{mark}{}", at.strftime("%Y-%m-%dT%H:%M")));
        }
        text.push_str(&extras(&draft.extras));
        stored.push(text);
    }
    vec![stored.join(" ; ")]
}

fn extras(extras: &Extras) -> String {
    let mut text = String::new();
    match extras.arm {
        Some(Arm::Left) => text.push_str(" arm=left"),
        Some(Arm::Right) => text.push_str(" arm=right"),
        None => {}
    }
    match extras.position {
        Some(Position::Sitting) => text.push_str(" pos=sitting"),
        Some(Position::Lying) => text.push_str(" pos=lying"),
        Some(Position::Standing) => text.push_str(" pos=standing"),
        None => {}
    }
    if extras.irregular {
        text.push_str(" irregular");
    }
    if let Some(note) = &extras.note {
        text.push_str(&format!(" note={note}"));
    }
    text
}

fn missing(part: &Part) -> String {
    let pulse = part.pulse.map(|pulse| format!("pulse={pulse}"));
    match (part.systolic, part.diastolic, pulse) {
        (Some(value), _, Some(pulse)) => format!("ask:diastolic({value},{pulse})"),
        (Some(value), _, None) => format!("ask:diastolic({value})"),
        (None, Some(value), Some(pulse)) => format!("ask:systolic({value},{pulse})"),
        (None, Some(value), None) => format!("ask:systolic({value})"),
        (None, None, pulse) => format!("ask:pair({})", pulse.unwrap_or_default()),
    }
}

/// A correction of 120/80, pulse 70.
fn fixed(fix: &Fix) -> Vec<String> {
    let values = [120, 80, 70];
    if let (Some(from), Some(to)) = (fix.from, fix.to) {
        let place = values.iter().position(|value| *value == from);
        match place {
            Some(0) => return vec![format!("fix:systolic={to}")],
            Some(1) => return vec![format!("fix:diastolic={to}")],
            Some(_) => return vec![format!("fix:pulse={to}")],
            None if fix.systolic.is_none() && fix.diastolic.is_none() && fix.pulse.is_none() => {
                return vec!["ask:which".to_owned()];
            }
            None => {}
        }
    }
    match (fix.systolic, fix.diastolic, fix.pulse) {
        (Some(systolic), Some(diastolic), Some(pulse)) => {
            vec![format!("fix:{systolic}/{diastolic}/{pulse}")]
        }
        (Some(systolic), Some(diastolic), None) => vec![format!("fix:{systolic}/{diastolic}")],
        (Some(value), None, None) => vec![format!("fix:systolic={value}")],
        (None, Some(value), None) => vec![format!("fix:diastolic={value}")],
        (None, None, Some(value)) => vec![format!("fix:pulse={value}")],
        _ => vec!["ask:which".to_owned()],
    }
}

/// A correction where there is nothing to correct.
fn unfixed(fix: &Fix) -> Vec<String> {
    match (fix.systolic, fix.diastolic) {
        (Some(systolic), Some(diastolic)) => record(&[Draft {
            systolic,
            diastolic,
            pulse: fix.pulse,
            when: When::default(),
            extras: Extras::default(),
        }]),
        _ => vec![missing(&Part {
            systolic: fix.systolic,
            diastolic: fix.diastolic,
            pulse: fix.pulse,
            ..Part::default()
        })],
    }
}

/// Whether something was stored.
fn stores(noted: &str) -> bool {
    noted.starts_with(|c: char| c.is_ascii_digit()) || noted.starts_with("fix:")
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
        let got = noted(&intent, fixes);
        if got.iter().any(|got| line.expected.contains(got)) {
            continue;
        }
        let report = format!(
            "{} {:?} {:?}\n    wanted {}\n    got    {}",
            line.file,
            line.door,
            line.said,
            line.expected.join(" | "),
            got.join(" | ")
        );
        // A stored reading whose numbers or time are not what was said is the worst there is; one
        // that lacks a remark is only missed.
        let bare = |text: &str| -> String {
            let parts: Vec<&str> =
                text.split(" ; ").map(|part| part.split(" note=").next().unwrap()).collect();
            parts.join(" ; ")
        };
        let right_numbers = |got: &String| line.expected.iter().any(|part| bare(part) == bare(got));
        if got.iter().any(|got| stores(got) && !right_numbers(got)) {
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
    check(&["more"], false, MORE_MIN, MORE_MISSED_MAX);
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
