//! Trying changes one at a time with the tests that come by them.

use crate::Change;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, OpenOptions},
    io::Write,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

/// A test that takes longer than this tries no changes.
const TEST_MAX: Duration = Duration::from_secs(4);
/// Tests are run together in one process as long as they take no longer than this, ms.
const TOGETHER_MS: u64 = 400;
/// Changes that are tried at a time: most of a talk's time is spent waiting.
const AT_ONCE: usize = 6;
/// The test that plays all talks: each talk is a test of its own here.
const TALKS: &str = "talks::every_talk_goes_as_it_is_written";

/// A test, or a talk.
#[derive(Debug, Clone)]
struct Test {
    program: PathBuf,
    name: String,
    talk: Option<String>,
    took_ms: u64,
    seen: BTreeSet<usize>,
}

impl Test {
    fn label(&self) -> String {
        self.talk.clone().unwrap_or_else(|| self.name.clone())
    }
}

enum End {
    Passed,
    Failed,
    OutOfTime,
}

fn play(tests: &[&Test], tree: &Path, within: Duration, env: (&str, &str)) -> End {
    let mut command = Command::new(&tests[0].program);
    command.args(["--exact", "--test-threads=1"]).args(tests.iter().map(|test| &test.name));
    command.env_remove("TALK").env(env.0, env.1).current_dir(tree).process_group(0);
    if let Some(talk) = &tests[0].talk {
        command.env("TALK", talk);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the tests");
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the tests") {
            return if status.success() { End::Passed } else { End::Failed };
        }
        if started.elapsed() > within {
            // What the test started goes with it.
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
            let _ = child.wait();
            return End::OutOfTime;
        }
        thread::sleep(Duration::from_millis(if started.elapsed().as_millis() < 200 {
            2
        } else {
            10
        }));
    }
}

/// Does the work on some threads; each takes the next when it is done.
fn side_by_side(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Relaxed);
                    if index >= count {
                        return;
                    }
                    work(index);
                }
            });
        }
    });
}

fn tests(tree: &Path) -> Vec<Test> {
    let arguments = ["test", "--no-run", "--locked", "--message-format=json", "--quiet"];
    let said = Command::new("cargo").args(arguments).current_dir(tree).output().expect("cargo");
    assert!(said.status.success(), "the changed program does not compile");
    let mut tests = Vec::new();
    for line in String::from_utf8_lossy(&said.stdout).lines() {
        let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
        let Some(program) = message["executable"].as_str() else { continue };
        if message["profile"]["test"] != true {
            continue;
        }
        let list = Command::new(program).args(["--list", "--format", "terse"]).output();
        let list = list.expect("the tests").stdout;
        for line in String::from_utf8_lossy(&list).lines() {
            let Some(name) = line.strip_suffix(": test") else { continue };
            let test = |talk| Test {
                program: program.into(),
                name: name.to_owned(),
                talk,
                took_ms: 0,
                seen: BTreeSet::new(),
            };
            if name != TALKS {
                tests.push(test(None));
                continue;
            }
            for file in fs::read_dir(tree.join("tests/talks")).expect("the talks") {
                let name = file.expect("a talk").file_name().into_string().expect("a name");
                tests.push(test(Some(format!("/{name}"))));
            }
        }
    }
    tests
}

/// What each test comes by and how long it takes, as long as it passes as things are.
fn reached(tests: Vec<Test>, tree: &Path, out: &Path) -> Vec<Test> {
    let done = Mutex::new(Vec::new());
    side_by_side(tests.len(), |index| {
        let mut test = tests[index].clone();
        let seen = out.join(format!("seen.{index}"));
        let _ = fs::remove_file(&seen);
        let started = Instant::now();
        let end = play(&[&test], tree, TEST_MAX, ("SEEN", &seen.to_string_lossy()));
        test.took_ms = u64::try_from(started.elapsed().as_millis()).expect("ms");
        let text = fs::read_to_string(&seen).unwrap_or_default();
        test.seen = text.lines().filter_map(|line| line.parse().ok()).collect();
        let _ = fs::remove_file(&seen);
        match end {
            End::Passed => done.lock().expect("a lock").push(test),
            End::Failed => eprintln!("fails as it is: {}", test.label()),
            End::OutOfTime => eprintln!("takes too long: {}", test.label()),
        }
    });
    done.into_inner().expect("a lock")
}

fn outcome(number: usize, tests: &[Test], tree: &Path) -> (&'static str, String) {
    let mut near: Vec<&Test> = tests.iter().filter(|test| test.seen.contains(&number)).collect();
    if near.is_empty() {
        return ("not reached", String::new());
    }
    // The quick ones first, and of the talks those that come by little else.
    near.sort_by_key(|test| match &test.talk {
        None => (test.took_ms > TOGETHER_MS, test.took_ms),
        Some(_) => (true, 1_000_000 + u64::try_from(test.seen.len()).expect("a count")),
    });
    let mut left = near.as_slice();
    while let Some(first) = left.first() {
        let mut took_ms = 0;
        let together = left
            .iter()
            .take_while(|test| {
                took_ms += test.took_ms;
                test.talk.is_none() && test.program == first.program && took_ms < TOGETHER_MS
            })
            .count()
            .max(1);
        let (now, rest) = left.split_at(together);
        left = rest;
        let took_ms: u64 = now.iter().map(|test| test.took_ms).sum();
        let within = Duration::from_millis(10_000 + 8 * took_ms);
        let by = || now.iter().map(|test| test.label()).collect::<Vec<_>>().join(" ");
        match play(now, tree, within, ("CHANGE", &number.to_string())) {
            End::Passed => {}
            End::Failed => return ("noticed", by()),
            End::OutOfTime => return ("out of time", by()),
        }
    }
    ("missed", format!("{} tests", near.len()))
}

/// Tries the changes that are written and whose names contain one of these words; `-word` leaves
/// out tests. What was noticed before is not tried again.
pub fn run(all: &[Change], written: &BTreeSet<usize>, tree: &Path, out: &Path, words: &[&str]) {
    fs::create_dir_all(out).expect("a folder");
    let parts: Vec<&str> =
        words.iter().copied().filter(|word| !word.starts_with(['-', '+'])).collect();
    let has = |test: &Test, sign: char| {
        let mut named = words.iter().filter_map(|word| word.strip_prefix(sign));
        named.any(|part| test.label().starts_with(part) || test.label().ends_with(part))
    };
    let only = words.iter().any(|word| word.starts_with('+'));
    let mut tests = tests(tree);
    tests.retain(|test| !has(test, '-') && (!only || has(test, '+')));
    eprintln!("{} tests", tests.len());
    let tests = reached(tests, tree, out);
    let path = out.join("outcomes.tsv");
    let mut before = BTreeMap::new();
    for line in fs::read_to_string(&path).unwrap_or_default().lines() {
        let mut columns = line.split('\t');
        if let (Some(number), Some(outcome)) = (columns.next(), columns.next()) {
            before.insert(number.parse::<usize>().expect("a number"), outcome.to_owned());
        }
    }
    let open: Vec<usize> = (written.iter().copied())
        .filter(|number| {
            let name = &all[*number].name;
            let noticed =
                before.get(number).is_some_and(|end| end == "noticed" || end == "out of time");
            !noticed && (parts.is_empty() || parts.iter().any(|part| name.contains(part)))
        })
        .collect();
    let file =
        Mutex::new(OpenOptions::new().append(true).create(true).open(&path).expect("a file"));
    eprintln!("{} changes", open.len());
    side_by_side(open.len(), |index| {
        let number = open[index];
        let (end, by) = outcome(number, &tests, tree);
        let line = format!("{number}\t{end}\t{}\t{by}\n", all[number].name);
        file.lock().expect("a lock").write_all(line.as_bytes()).expect("a file");
    });
}
