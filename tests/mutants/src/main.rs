//! Whether a test notices when a rule is changed, for all changes of one build.
//!
//! `mutants switch LIST TREE` writes every change of LIST (what `cargo mutants --list --json`
//! prints) into the tree, each behind a switch, leaves out what does not compile, and names what is
//! written in `LIST.written`. `mutants try LIST TREE OUT [WORDS]` then tries each of them with the
//! tests that come by it, the quick ones first, and writes `OUT/outcomes.tsv`. Of WORDS, one is a
//! part of the names of the changes that are tried, `+one` the head or the end of the name of a test
//! that tries them, `-one` of a test that does not. What was noticed before is not tried again.

mod switch;
mod trying;

use serde::Deserialize;
use std::{env, fs, process::ExitCode};

#[derive(Debug, Clone, Deserialize)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Stretch {
    pub start: Place,
    pub end: Place,
}

/// A change as cargo-mutants lists it. Its number is its place in the list.
#[derive(Debug, Clone, Deserialize)]
pub struct Change {
    pub file: String,
    pub genre: String,
    pub name: String,
    pub replacement: String,
    pub span: Stretch,
}

fn changes(list: &str) -> Vec<Change> {
    let text = fs::read_to_string(list).expect("the list of changes");
    serde_json::from_str(&text).expect("a list of changes")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["switch", list, tree] => {
            let all = changes(list);
            let written: String = switch::write(&all, tree.as_ref())
                .into_iter()
                .map(|number| format!("{number}\n"))
                .collect();
            fs::write(format!("{list}.written"), written).expect("the list of what is written");
        }
        ["try", list, tree, out, rest @ ..] => {
            let written = fs::read_to_string(format!("{list}.written")).expect("what is written");
            let written = written.lines().filter_map(|line| line.parse().ok()).collect();
            trying::run(&changes(list), &written, tree.as_ref(), out.as_ref(), rest);
        }
        _ => {
            eprintln!("mutants switch LIST TREE | mutants try LIST TREE OUT [WORDS]");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
