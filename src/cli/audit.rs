//! `tonolog audit`: how often what was done, and whether the chain that says so is whole. Counts
//! only: what was done with somebody's data is for that person, in the chat.

use super::{FAILED, Operator, USAGE, refuse_settings, refused_store, unknown};
use crate::{
    app::{self, Anchor, Error, Fault, Inspection, Verified},
    config::{Diary, Environment},
    domain::when::Zone,
    phrases::Arguments,
    run,
};
use lexopt::{Arg, Parser, ValueExt};
use std::{fs, process::ExitCode};

/// Days that are counted when nothing else is said.
const DAYS: i64 = 14;
/// A day in ms.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

struct Wishes {
    /// Only whether the chain is whole.
    verify: bool,
    /// Heads that are known elsewhere.
    heads: Vec<Anchor>,
    /// Days that are counted.
    days: i64,
}

pub(super) fn run(operator: &Operator, parser: Parser, environment: &Environment) -> ExitCode {
    let wishes = match wishes(operator, parser) {
        Ok(wishes) => wishes,
        Err(code) => return code,
    };
    let diary = match Diary::new(environment) {
        Ok(diary) => diary,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let mut arguments = Arguments::new();
    arguments.set("path", diary.path.display().to_string());
    let file = match Inspection::open(&diary.path, &diary.key) {
        Ok(file) => file,
        Err(error) => {
            let key = refused_store(error, &mut arguments);
            operator.complain(key, &arguments);
            return ExitCode::from(USAGE);
        }
    };
    match examine(operator, &file, &wishes) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(error) => {
            arguments.set("reason", error.to_string());
            operator.complain("store-other", &arguments);
            ExitCode::from(FAILED)
        }
    }
}

fn wishes(operator: &Operator, mut parser: Parser) -> Result<Wishes, ExitCode> {
    let refuse = |key| {
        operator.complain(key, &Arguments::new());
        ExitCode::from(USAGE)
    };
    let mut wishes = Wishes { verify: false, heads: Vec::new(), days: DAYS };
    loop {
        match parser.next() {
            Ok(None) => return Ok(wishes),
            Ok(Some(Arg::Value(name))) if !wishes.verify && name == "verify" => {
                wishes.verify = true;
            }
            Ok(Some(Arg::Long("head"))) => {
                let given = parser.value().and_then(ValueExt::string);
                let given = given.map_err(|_| refuse("audit-bad-head"))?;
                let heads = match app::head(&given) {
                    Some(head) => vec![head],
                    None => {
                        fs::read_to_string(&given).map(|text| app::heads(&text)).unwrap_or_default()
                    }
                };
                if heads.is_empty() {
                    return Err(refuse("audit-bad-head"));
                }
                wishes.heads.extend(heads);
            }
            Ok(Some(Arg::Long("days"))) => {
                let given = parser.value().and_then(|value| value.parse::<u16>());
                wishes.days = given.map_err(|_| refuse("audit-bad-days"))?.into();
            }
            Ok(Some(other)) => return Err(unknown(operator, other)),
            Err(_) => return Err(refuse("usage")),
        }
    }
}

/// Says what there is; whether the chain is whole.
fn examine(operator: &Operator, file: &Inspection, wishes: &Wishes) -> Result<bool, Error> {
    if !wishes.verify {
        count(operator, file, wishes.days)?;
    }
    let mut arguments = Arguments::new();
    match file.verify(&wishes.heads)? {
        Ok(verified) => {
            whole(operator, &verified, wishes.heads.len());
            Ok(true)
        }
        Err(broken) => {
            arguments.set("seq", broken.seq.to_string());
            operator.complain(fault(broken.fault), &arguments);
            Ok(false)
        }
    }
}

/// The words for what is wrong with a chain.
pub(super) fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Missing => "audit-missing",
        Fault::Altered => "audit-altered",
        Fault::Base => "audit-base-altered",
        Fault::Truncated => "audit-truncated",
        Fault::Replaced => "audit-replaced",
    }
}

fn whole(operator: &Operator, verified: &Verified, heads: usize) {
    let mut arguments = Arguments::new();
    arguments.set("entries", verified.entries.to_string());
    operator.say("audit-whole", &arguments);
    if let Some(base) = verified.base {
        arguments.set("seq", base.seq.to_string());
        arguments.set("day", day(base.at_ms));
        operator.say("audit-pruned-until", &arguments);
    }
    let mut arguments = Arguments::new();
    if heads > 0 {
        arguments.set("found", verified.anchors.to_string());
        operator.say("audit-heads-found", &arguments);
    }
    let older = (heads as u64).saturating_sub(verified.anchors);
    if older > 0 {
        arguments.set("older", older.to_string());
        operator.say("audit-heads-older", &arguments);
    }
    arguments.set("head", format!("{}:{}", verified.head.seq, verified.head.mac.hex()));
    operator.say("audit-head", &arguments);
}

fn count(operator: &Operator, file: &Inspection, days: i64) -> Result<(), Error> {
    let now_ms = run::now_ms();
    let since_ms = now_ms - now_ms.rem_euclid(DAY_MS) - (days - 1).max(0) * DAY_MS;
    let counts = file.counts(since_ms)?;
    let mut arguments = Arguments::new();
    arguments.set("days", days);
    operator.say(if counts.is_empty() { "audit-nothing" } else { "audit-counts" }, &arguments);
    let mut shown = None;
    for (day_ms, action, count) in counts {
        let mut arguments = Arguments::new();
        if shown != Some(day_ms) {
            shown = Some(day_ms);
            arguments.set("day", day(day_ms));
            operator.say("audit-day", &arguments);
        }
        let what = format!("audit-{}", action.name());
        arguments.set("action", operator.phrases.plain(&what, operator.language));
        arguments.set("count", count.to_string());
        operator.say("audit-count", &arguments);
    }
    Ok(())
}

/// A day of UTC.
fn day(at_ms: i64) -> String {
    Zone::utc().at(at_ms).date().to_string()
}
