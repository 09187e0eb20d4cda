//! `tonolog backup`: a backup now, a pair of keys, or the sums of what is there.

use super::{FAILED, Operator, USAGE, refuse_settings, refused_store, unknown, usage};
use crate::{
    backup::{self, Opener, Trouble},
    config::{self, Backups, Diary, Environment},
    phrases::Arguments,
    run,
};
use lexopt::{Arg, Parser};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

pub(super) fn run(operator: &Operator, mut parser: Parser, environment: &Environment) -> ExitCode {
    let work = match parser.next() {
        Ok(None) => make,
        Ok(Some(Arg::Long("new-key"))) => return new_key(operator),
        Ok(Some(Arg::Value(word))) if word == "verify" => verify,
        Ok(Some(other)) => return unknown(operator, other),
        Err(_) => return usage(operator),
    };
    match parser.next() {
        Ok(None) => {}
        Ok(Some(other)) => return unknown(operator, other),
        Err(_) => return usage(operator),
    }
    match Backups::new(environment) {
        Ok(Some(backups)) => work(operator, backups, environment),
        Ok(None) => {
            operator.complain("backup-no-settings", &Arguments::new());
            ExitCode::from(USAGE)
        }
        Err(fault) => refuse_settings(operator, &fault),
    }
}

/// The secret half goes to the terminal and nowhere else.
fn new_key(operator: &Operator) -> ExitCode {
    let opener = Opener::random();
    let mut about = Arguments::new();
    about.set("recipient", opener.recipient().to_string());
    about.set("key", opener.reveal().reveal().to_owned());
    operator.say("backup-new-key", &about);
    ExitCode::SUCCESS
}

fn make(operator: &Operator, backups: Backups, environment: &Environment) -> ExitCode {
    let diary = match Diary::new(environment) {
        Ok(diary) => diary,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let plan = run::plan(backups);
    let made = match backup::make(&plan, &diary.path, &diary.key, run::now_ms()) {
        Ok(made) => made,
        Err(trouble) => return refuse(operator, &trouble, &diary.path),
    };
    let mut about = Arguments::new();
    about.set("path", made.path.display().to_string());
    about.set("kibibytes", made.bytes.div_ceil(1024));
    about.set("readings", made.stock.readings);
    about.set("accounts", made.stock.accounts);
    about.set("removed", made.removed);
    operator.say("backup-made", &about);
    match (made.uncopied, plan.copy) {
        (Some(trouble), Some(folder)) => {
            let mut about = Arguments::new();
            about.set("path", folder.display().to_string());
            about.set("trouble", sentence(operator, &trouble, &diary.path));
            operator.complain("backup-uncopied", &about);
            ExitCode::from(FAILED)
        }
        _ => ExitCode::SUCCESS,
    }
}

/// Both folders; the key is not needed for it.
fn verify(operator: &Operator, backups: Backups, _: &Environment) -> ExitCode {
    let folders: Vec<PathBuf> = std::iter::once(backups.folder).chain(backups.copy).collect();
    let mut good = true;
    for folder in &folders {
        let mut about = Arguments::new();
        about.set("path", folder.display().to_string());
        match backup::verify(folder) {
            Ok(checked) => {
                for name in &checked.damaged {
                    about.set("path", folder.join(name).display().to_string());
                    operator.complain("backup-damaged", &about);
                }
                good &= checked.damaged.is_empty();
                about.set("path", folder.display().to_string());
                match checked.newest_ms {
                    Some(newest_ms) => {
                        about.set("count", checked.whole);
                        about.set("when", when(newest_ms));
                        operator.say("backup-verified", &about);
                    }
                    None => {
                        operator.complain("backup-none", &about);
                        good = false;
                    }
                }
            }
            Err(trouble) => {
                refuse(operator, &trouble, folder);
                good = false;
            }
        }
    }
    if good { ExitCode::SUCCESS } else { ExitCode::from(FAILED) }
}

/// A time as the person at the terminal lives in it.
pub(super) fn when(ms: i64) -> String {
    config::machine_zone().at(ms).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// Says what went wrong; `path` is the diary.
pub(super) fn refuse(operator: &Operator, trouble: &Trouble, path: &Path) -> ExitCode {
    let mut about = Arguments::new();
    about.set("trouble", sentence(operator, trouble, path));
    operator.complain("plainly", &about);
    ExitCode::from(FAILED)
}

pub(super) fn sentence(operator: &Operator, trouble: &Trouble, path: &Path) -> String {
    let mut about = Arguments::new();
    about.set("path", path.display().to_string());
    let key = match trouble {
        Trouble::Busy => "trouble-busy",
        Trouble::NoFolder(folder) => {
            about.set("path", folder.display().to_string());
            "trouble-no-folder"
        }
        Trouble::Store(error) => refused_store(*error, &mut about),
        Trouble::Differs => "trouble-differs",
        Trouble::Unfaithful => "trouble-unfaithful",
        Trouble::Exists(there) => {
            about.set("path", there.display().to_string());
            "trouble-exists"
        }
        Trouble::OtherKey => "trouble-other-key",
        Trouble::Damaged => "trouble-damaged",
        Trouble::Newer => "trouble-newer",
        Trouble::Second(trouble) => {
            about.set("trouble", sentence(operator, trouble, path));
            "backup-uncopied"
        }
        Trouble::System(reason) => {
            about.set("reason", reason.to_string());
            "trouble-system"
        }
    };
    operator.phrases.with(key, operator.language, &about)
}
