//! The command line: one file a subcommand.

mod audit;
mod backup;
mod check;
mod health;
mod init;
mod notify;
mod prune;
mod ready;
mod rekey;
mod restore;
mod serve;

use crate::{
    app::OpenError,
    config::{Environment, Fault},
    demo,
    domain::person::Language,
    phrases::{Arguments, Dialogs, Phrases},
    run::RunError,
    tls,
};
use lexopt::{Arg, Parser};
use std::{ffi::OsString, io::Write, path::Path, process::ExitCode};

/// An error of the command line or the settings: trying again changes nothing.
const USAGE: u8 = 2;
/// A failure of the running service: trying again may help.
const FAILED: u8 = 1;
/// The stack of each thread: futures of the dispatcher are deep in unoptimised builds, bytes.
const STACK_BYTES: usize = 4 * 1024 * 1024;

/// A person at a terminal, and the words for them.
pub(crate) struct Operator {
    pub(crate) phrases: Phrases,
    pub(crate) language: Language,
}

impl Operator {
    /// Prints a message.
    pub(crate) fn say(&self, key: &str, arguments: &Arguments<'_>) {
        print(std::io::stdout(), &self.phrases.with(key, self.language, arguments));
    }

    /// Prints a message about something that went wrong.
    pub(crate) fn complain(&self, key: &str, arguments: &Arguments<'_>) {
        print(std::io::stderr(), &self.phrases.with(key, self.language, arguments));
    }
}

/// Nobody may be listening any more; that is no reason to fail.
fn print(mut to: impl Write, text: &str) {
    let _ = writeln!(to, "{text}");
}

/// Runs a command line; returns the exit code.
pub fn main(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    quiet_panics();
    let environment = Environment::here();
    let readable = environment.as_ref().ok();
    let language = readable.map_or(Language::DEFAULT, Environment::language);
    let dialogs = match Dialogs::load(None) {
        Ok(dialogs) => dialogs,
        Err(faults) => {
            for fault in faults {
                print(std::io::stderr(), &fault.to_string());
            }
            return ExitCode::from(USAGE);
        }
    };
    let operator = Operator { phrases: dialogs.phrases, language };
    let mut parser = Parser::from_args(arguments);
    let command = match parser.next() {
        Ok(Some(Arg::Value(name))) => name.to_string_lossy().into_owned(),
        Ok(Some(Arg::Long("help") | Arg::Short('h'))) => "help".to_owned(),
        Ok(Some(Arg::Long("version") | Arg::Short('V'))) => "version".to_owned(),
        Ok(None) | Err(_) => {
            operator.complain("usage", &Arguments::new());
            return ExitCode::from(USAGE);
        }
        Ok(Some(other)) => return unknown(&operator, other),
    };
    match (command.as_str(), environment) {
        ("init", _) => init::run(&operator, parser),
        ("check", Ok(environment)) => check::run(&operator, parser, &environment),
        ("backup", Ok(environment)) => backup::run(&operator, parser, &environment),
        // An empty machine has no settings, or not those that matter here.
        ("restore", _) => restore::run(&operator, parser),
        ("notify", Ok(environment)) => notify::run(&operator, parser, &environment),
        ("audit", Ok(environment)) => audit::run(&operator, parser, &environment),
        (name, _)
            if !matches!(name, "audit" | "backup" | "check" | "notify")
                && !matches!(parser.next(), Ok(None)) =>
        {
            operator.complain("usage", &Arguments::new());
            ExitCode::from(USAGE)
        }
        ("serve", Ok(environment)) => serve::run(&operator, &environment),
        ("prune", Ok(environment)) => prune::run(&operator, &environment),
        ("demo", _) => start(&operator, |runtime| demo::run(&operator, runtime)),
        ("version", _) => {
            let mut arguments = Arguments::new();
            arguments.set("version", env!("CARGO_PKG_VERSION"));
            operator.say("version", &arguments);
            ExitCode::SUCCESS
        }
        ("help", _) => {
            operator.say("usage", &Arguments::new());
            ExitCode::SUCCESS
        }
        ("rekey", Ok(environment)) => rekey::run(&operator, &environment),
        ("serve" | "check" | "audit" | "prune" | "backup" | "rekey" | "notify", Err(fault)) => {
            refuse_settings(&operator, &fault)
        }
        (_, _) => unknown(&operator, Arg::Value(command.into())),
    }
}

fn usage(operator: &Operator) -> ExitCode {
    operator.complain("usage", &Arguments::new());
    ExitCode::from(USAGE)
}

fn unknown(operator: &Operator, argument: Arg<'_>) -> ExitCode {
    let said = match argument {
        Arg::Long(name) => format!("--{name}"),
        Arg::Short(name) => format!("-{name}"),
        Arg::Value(value) => value.to_string_lossy().into_owned(),
    };
    let mut arguments = Arguments::new();
    arguments.set("argument", said);
    operator.complain("unknown-argument", &arguments);
    ExitCode::from(USAGE)
}

/// Runs `work` on a runtime of its own.
fn start(operator: &Operator, work: impl FnOnce(&tokio::runtime::Runtime) -> ExitCode) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .build();
    match runtime {
        Ok(runtime) => work(&runtime),
        Err(error) => {
            let mut arguments = Arguments::new();
            arguments.set("reason", error.kind().to_string());
            operator.complain("threads-failed", &arguments);
            ExitCode::from(FAILED)
        }
    }
}

/// A panic's text may hold what a person said: only its place is logged.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| (place.file(), place.line()));
        let (file, line) = place.unwrap_or(("", 0));
        log::error!("panic at {file}:{line}");
    }));
}

/// Says what is wrong with the settings.
fn refuse_settings(operator: &Operator, wrong: &Fault) -> ExitCode {
    print(std::io::stderr(), &fault(operator, wrong).1);
    ExitCode::from(USAGE)
}

/// The message about a fault: its key and its words.
fn fault(operator: &Operator, fault: &Fault) -> (&'static str, String) {
    let mut arguments = Arguments::new();
    let key = match fault {
        Fault::Missing(setting) => {
            arguments.set("setting", *setting);
            "config-missing"
        }
        Fault::Malformed(setting) => {
            arguments.set("setting", *setting);
            let hint = match *setting {
                "LINK_TOKEN_LIFETIME_MINUTES"
                | "LINK_TOKEN_RATE_LIMIT_SECONDS"
                | "RETENTION_DAYS" => "hint-number".to_owned(),
                other => format!("hint-{}", other.to_lowercase().replace('_', "-")),
            };
            arguments.set("hint", operator.phrases.plain(&hint, operator.language));
            "config-malformed"
        }
        Fault::Weak(setting) => {
            arguments.set("setting", *setting);
            "config-weak"
        }
        Fault::Contradiction(setting, other) => {
            arguments.set("setting", *setting);
            arguments.set("other", *other);
            "config-contradiction"
        }
        Fault::Needs(setting, other) => {
            arguments.set("setting", *setting);
            arguments.set("other", *other);
            "config-needs"
        }
        Fault::Unreadable(setting) => {
            arguments.set("setting", *setting);
            "config-unreadable"
        }
        Fault::EnvFile => "config-env-file",
        Fault::Locked => "config-locked",
        Fault::NoDoor => "config-no-door",
    };
    (key, operator.phrases.with(key, operator.language, &arguments))
}

/// Says why the service does not run.
fn refuse_running(operator: &Operator, error: &RunError, path: &Path, address: &str) -> ExitCode {
    let mut arguments = Arguments::new();
    arguments.set("path", path.display().to_string());
    let (key, code) = match error {
        RunError::Words(faults) => {
            for fault in faults {
                let mut arguments = Arguments::new();
                arguments.set("fault", fault.to_string());
                operator.complain("words-fault", &arguments);
            }
            return ExitCode::from(USAGE);
        }
        RunError::Store(error) => (refused_store(*error, &mut arguments), USAGE),
        RunError::Listen(reason) => {
            arguments.set("address", address.to_owned());
            arguments.set("reason", reason.to_string());
            ("listen-failed", FAILED)
        }
        RunError::Signals(reason) => {
            arguments.set("reason", reason.to_string());
            ("threads-failed", FAILED)
        }
        RunError::Telegram => ("telegram-settings", USAGE),
        RunError::Tls(fault) => (refused_tls(*fault, &mut arguments), USAGE),
        RunError::Ended(part) => {
            arguments.set("part", *part);
            ("part-ended", FAILED)
        }
    };
    operator.complain(key, &arguments);
    ExitCode::from(code)
}

fn refused_tls(fault: tls::Fault, arguments: &mut Arguments<'_>) -> &'static str {
    match fault {
        tls::Fault::Unreadable(setting) => {
            arguments.set("setting", setting);
            "tls-unreadable"
        }
        tls::Fault::NotPem(setting) => {
            arguments.set("setting", setting);
            "tls-not-pem"
        }
        tls::Fault::Mismatch => "tls-mismatch",
        tls::Fault::Expired | tls::Fault::Unusable => "tls-unusable",
    }
}

fn refused_store(error: OpenError, arguments: &mut Arguments<'_>) -> &'static str {
    match error {
        OpenError::InUse => "store-in-use",
        OpenError::Missing => "store-missing",
        OpenError::Plaintext => "store-plaintext",
        OpenError::WrongKey => "store-wrong-key",
        OpenError::Damaged => "store-damaged",
        OpenError::Newer => "store-newer",
        OpenError::Older => "store-older",
        OpenError::Foreign => "store-foreign",
        OpenError::System(reason) => {
            arguments.set("reason", reason.to_string());
            "store-system"
        }
        OpenError::Other(error) => {
            arguments.set("reason", error.to_string());
            "store-other"
        }
    }
}
