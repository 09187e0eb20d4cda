//! The rules of the house, read off its source: who may use whom, which crate lives where, how
//! long a file may be, who may look at the clock and at the environment.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// A room and the rooms below it that it may use. What is not listed is an arrow that points up.
const ROOMS: [(&str, &[&str]); 18] = [
    ("main", &["cli"]),
    (
        "cli",
        &[
            "app", "backup", "config", "demo", "domain", "phrases", "probe", "run", "seal",
            "telegram", "tls",
        ],
    ),
    ("demo", &["app", "cli", "config", "domain", "http", "phrases", "run", "seal"]),
    ("probe", &["seal"]),
    (
        "run",
        &[
            "alice", "app", "backup", "config", "http", "metrics", "phrases", "seal", "store",
            "telegram", "tls",
        ],
    ),
    ("backup", &["app", "domain", "metrics", "seal", "store"]),
    ("tls", &["app", "domain", "metrics", "seal"]),
    ("config", &["domain", "seal"]),
    ("http", &["alice", "app", "domain", "metrics", "seal", "tls"]),
    ("telegram", &["app", "domain", "metrics", "phrases", "seal"]),
    ("alice", &["app", "domain", "metrics", "phrases"]),
    ("app", &["domain", "interchange", "metrics", "seal", "store"]),
    ("interchange", &["domain"]),
    ("phrases", &["domain"]),
    ("store", &["domain", "metrics", "seal"]),
    ("metrics", &[]),
    ("seal", &[]),
    ("domain", &[]),
];

/// A crate and the rooms that it lives in. Two rooms of a kind stand here with their reason.
const CRATES: [(&str, &[&str]); 33] = [
    ("age", &["seal"]),
    ("argon2", &["seal"]),
    ("dotenvy", &["config"]),
    ("dptree", &["telegram"]),
    ("env_logger", &["cli"]),
    ("fluent_bundle", &["phrases"]),
    ("fluent_syntax", &["phrases"]),
    ("futures_util", &["telegram"]),
    ("getrandom", &["seal"]),
    // Each door has a pace of its own.
    ("governor", &["alice", "http", "telegram"]),
    ("hmac", &["seal"]),
    ("http_body_util", &["http"]),
    // The client of the authority is handed its requests in types of this crate.
    ("hyper", &["http", "tls"]),
    ("hyper_util", &["http"]),
    ("instant_acme", &["tls"]),
    ("ipnet", &["domain"]),
    ("jiff", &["domain"]),
    ("lexopt", &["cli"]),
    ("listenfd", &["run"]),
    ("prometheus_client", &["metrics"]),
    ("r2d2_sqlite", &["store"]),
    ("rcgen", &["tls"]),
    // The Bot API and the authority are called through it, and our own webhook as a stranger would.
    ("reqwest", &["probe", "telegram", "tls"]),
    ("rusqlite", &["store"]),
    ("rustix", &["store"]),
    ("sd_notify", &["run"]),
    ("sha2", &["seal"]),
    ("subtle", &["seal"]),
    ("teloxide", &["telegram"]),
    // The probe looks at a certificate as a stranger would.
    ("tokio_rustls", &["probe", "tls"]),
    ("toml", &["phrases"]),
    ("unic_langid", &["phrases"]),
    ("x509_parser", &["tls"]),
];

/// Files that are longer than 400 lines, each with its reason.
const LONG: [(&str, &str); 0] = [];

const LINES_MAX: usize = 400;

struct Source {
    path: String,
    room: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
            let first = name.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            found.push(Source { path: name, room: first, text: fs::read_to_string(path).unwrap() });
        }
    }
    assert!(found.len() > 40);
    found
}

/// Lines of code: no comments, and nothing from the tests on.
fn code(source: &Source) -> impl Iterator<Item = &str> {
    let before_tests = source.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    before_tests.lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

/// The rooms that a file names: in `crate::room` and in `use crate::{room…}` over many lines.
fn named_rooms(source: &Source) -> BTreeSet<String> {
    let text: String = code(source).collect::<Vec<_>>().join("\n");
    let mut named = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                if depth == 1 && (c.is_alphanumeric() || c == '_') {
                    word.push(c);
                } else {
                    if depth == 1 && !word.is_empty() {
                        named.insert(std::mem::take(&mut word));
                    }
                    if c == ':' && !word.is_empty() {
                        named.insert(std::mem::take(&mut word));
                    }
                    word.clear();
                }
            }
            if !word.is_empty() {
                named.insert(word);
            }
        } else {
            named.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).collect();
    named.retain(|name| rooms.contains(name.as_str()));
    named
}

#[test]
fn arrows_point_down_only() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.room != "lib") {
        let allowed = ROOMS.iter().find(|(room, _)| *room == source.room);
        let (_, allowed) = allowed.unwrap_or_else(|| panic!("{}: an unknown room", source.path));
        for room in named_rooms(source) {
            if room != source.room && !allowed.contains(&room.as_str()) {
                faults.push(format!("{} uses {room}", source.path));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_test_sees_rooms_in_every_form_of_use() {
    let source = Source {
        path: String::new(),
        room: "store".to_owned(),
        text:
            "use crate::{\n    domain::{link::Code, person},\n    seal,\n};\nuse crate::app::App;\n\
               let x = crate::run::now_ms();\n// crate::http\n"
                .to_owned(),
    };
    let named: Vec<String> = named_rooms(&source).into_iter().collect();
    assert_eq!(named, ["app", "domain", "run", "seal"]);
}

#[test]
fn one_crate_lives_in_one_room() {
    let mut faults = Vec::new();
    for source in sources() {
        for line in code(&source) {
            for (name, rooms) in CRATES {
                let used = line.match_indices(&format!("{name}::")).any(|(at, _)| {
                    let before = line.get(..at).unwrap_or_default();
                    let inside = |c: char| c.is_alphanumeric() || c == '_';
                    !before.ends_with(inside) && !before.ends_with("crate::")
                });
                if used && !rooms.contains(&source.room.as_str()) {
                    faults.push(format!("{}: {line}", source.path));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_file_fits_in_the_head() {
    for source in sources() {
        let lines = source.text.lines().count();
        let excused = LONG.iter().any(|(path, _)| *path == source.path);
        assert!(lines <= LINES_MAX || excused, "{}: {lines} lines", source.path);
        assert!(lines > LINES_MAX || !excused, "{}: needs no excuse any more", source.path);
    }
}

#[test]
fn only_the_settings_read_the_environment_and_only_doors_and_chores_the_clock() {
    for source in sources() {
        for line in code(&source) {
            let place = format!("{}: {line}", source.path);
            let environment = line.contains("env::var") || line.contains("env::set_var");
            assert!(!environment || source.room == "config", "{place}");
            let clock = line.contains("SystemTime::now") || line.contains("Timestamp::now");
            assert!(!clock || source.path == "run.rs", "{place}");
            let timer = line.contains("Instant::now");
            let doors = ["telegram", "alice", "http", "demo", "probe", "run"];
            assert!(
                !timer || doors.contains(&source.room.as_str()) || source.path == "store/writer.rs",
                "{place}"
            );
        }
    }
}

#[test]
fn no_human_word_lives_in_the_source() {
    for source in sources() {
        for line in source.text.lines() {
            let cyrillic = line.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
            assert!(!cyrillic, "{}: {line}", source.path);
        }
    }
}

#[test]
fn the_domain_is_pure() {
    for source in sources().iter().filter(|source| source.room == "domain") {
        for line in code(source) {
            for word in [
                "async ",
                ".await",
                "log::",
                "std::fs",
                // Addresses are values; sockets are not.
                "std::net::Tcp",
                "std::net::Udp",
                "std::io",
                "tokio",
                "serde_json",
            ] {
                assert!(!line.contains(word), "{}: {line}", source.path);
            }
        }
    }
}

#[test]
fn tests_do_not_change_the_program() {
    for source in sources() {
        for line in code(&source) {
            assert!(
                !line.contains("cfg(test)") && !line.contains("cfg(not(test"),
                "{}",
                source.path
            );
        }
    }
}

#[test]
fn logs_know_no_one() {
    let forbidden =
        [":?}", "incoming", "reading", "text", "code}", "token", "chat}", "peer", "word"];
    for source in sources() {
        for line in code(&source).filter(|line| line.contains("log::") && line.contains('!')) {
            for word in forbidden {
                assert!(!line.contains(word), "{}: {line}", source.path);
            }
        }
    }
}

#[test]
fn sql_stands_whole_in_its_verb() {
    for source in sources().iter().filter(|source| source.room == "store") {
        for line in code(source) {
            assert!(!line.contains("SELECT *"), "{}: {line}", source.path);
            if line.contains("format!(") {
                let sql = ["SELECT", "INSERT", "UPDATE", "DELETE"];
                assert!(!sql.iter().any(|word| line.contains(word)), "{}: {line}", source.path);
            }
        }
    }
}
