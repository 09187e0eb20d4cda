//! `tonolog check`: is this machine ready for people to rely on? One finding a line, the worst
//! last, and what to do about it.

mod certificate;
mod chain;
mod diary;
mod far;
mod secrets;

use super::{FAILED, Operator, print, start};
use crate::{
    config::{Config, Environment},
    phrases::Arguments,
    run,
};
use serde::Serialize;
use std::process::ExitCode;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    /// As it should be.
    Ok,
    /// Worth knowing.
    Note,
    /// It works, and something may go wrong later.
    Warning,
    /// It does not work, or people cannot rely on it.
    Error,
}

/// One thing that was found out.
#[derive(Serialize)]
struct Finding {
    level: Level,
    /// The same in every language and version.
    id: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Report<'a> {
    version: &'static str,
    /// Whether there is no error among the findings.
    ready: bool,
    findings: &'a [Finding],
}

/// Puts findings into words.
struct Inspector<'a> {
    operator: &'a Operator,
    environment: &'a Environment,
    now_ms: i64,
    /// Whether the service has the diary open.
    running: bool,
}

impl Inspector<'_> {
    fn finding(&self, level: Level, id: &'static str, about: &Arguments<'_>) -> Finding {
        let key = format!("ready-{id}");
        let text = self.operator.phrases.with(&key, self.operator.language, about);
        Finding { level, id, text }
    }

    fn plain(&self, level: Level, id: &'static str) -> Finding {
        self.finding(level, id, &Arguments::new())
    }
}

/// How it is to be said, and what counts.
#[derive(Clone, Copy, Default)]
pub(super) struct Manner {
    /// An error ends with a failure.
    pub(super) strict: bool,
    /// For machines.
    pub(super) json: bool,
}

pub(super) fn run(operator: &Operator, environment: &Environment, manner: Manner) -> ExitCode {
    let running = crate::backup::in_use(&environment.database());
    let now_ms = run::now_ms();
    let inspector = Inspector { operator, environment, now_ms, running };
    let mut findings = Vec::new();
    let config = Config::new(environment);
    if let Err(fault) = &config {
        let (_, text) = super::fault(operator, fault);
        findings.push(Finding { level: Level::Error, id: "settings", text });
    } else {
        findings.push(inspector.plain(Level::Ok, "settings-good"));
    }
    inspector.secrets(&mut findings);
    inspector.diary(&mut findings);
    inspector.backups(&mut findings);
    inspector.certificate(config.as_ref().ok(), &mut findings);
    let far = start(operator, |runtime| {
        findings.extend(runtime.block_on(inspector.far(config.as_ref().ok())));
        ExitCode::SUCCESS
    });
    if far != ExitCode::SUCCESS {
        return far;
    }
    findings.sort_by_key(|finding| finding.level);
    let ready = findings.iter().all(|finding| finding.level != Level::Error);
    if manner.json {
        let report = Report { version: env!("CARGO_PKG_VERSION"), ready, findings: &findings };
        print(std::io::stdout(), &serde_json::to_string(&report).unwrap_or_default());
    } else {
        show(operator, &findings);
    }
    if ready || !manner.strict { ExitCode::SUCCESS } else { ExitCode::from(FAILED) }
}

fn show(operator: &Operator, findings: &[Finding]) {
    for finding in findings {
        let mut line = Arguments::new();
        line.set("finding", finding.text.clone());
        let key = match finding.level {
            Level::Ok => "ready-ok",
            Level::Note => "ready-note",
            Level::Warning => "ready-warning",
            Level::Error => "ready-error",
        };
        operator.say(key, &line);
    }
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    let mut about = Arguments::new();
    about.set("errors", count(Level::Error));
    about.set("warnings", count(Level::Warning));
    let ready = count(Level::Error) == 0;
    operator.say(if ready { "ready-passed" } else { "ready-failed" }, &about);
}
