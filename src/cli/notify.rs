//! `tonolog notify`: tells the owner that something on the server has failed. The service manager
//! calls it, so it relies on nothing that may have failed: not on the service, not on its queue.

use super::{FAILED, Operator, USAGE, refuse_settings, refused_store, start, unknown};
use crate::{
    app,
    config::{self, Environment, Notice},
    phrases::Arguments,
    run,
    telegram::{self, Failure},
};
use lexopt::{Arg, Parser, ValueExt};
use std::{process::ExitCode, time::Duration};

/// Telegram may be out of reach for the same reason that something failed: minutes.
const PATIENCE: u32 = 24 * 60;

pub(super) fn run(operator: &Operator, mut parser: Parser, environment: &Environment) -> ExitCode {
    let usage = |_| {
        operator.complain("usage", &Arguments::new());
        ExitCode::from(USAGE)
    };
    let (mut unit, mut patience) = (None, PATIENCE);
    loop {
        let read = match parser.next() {
            Ok(Some(Arg::Long("unit"))) => {
                parser.value().and_then(ValueExt::string).map(|name| unit = Some(name))
            }
            Ok(Some(Arg::Long("patience"))) => {
                parser.value().and_then(|value| value.parse()).map(|minutes| patience = minutes)
            }
            Ok(Some(other)) => return unknown(operator, other),
            Ok(None) => break,
            Err(error) => Err(error),
        };
        if let Err(code) = read.map_err(usage) {
            return code;
        }
    }
    let Some(unit) = unit.filter(|unit| is_unit(unit)) else {
        operator.complain("notify-needs", &Arguments::new());
        return ExitCode::from(USAGE);
    };
    let notice = match Notice::new(environment) {
        Ok(notice) => notice,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let refuse = |key, about: &Arguments<'_>| {
        operator.complain(key, about);
        ExitCode::from(USAGE)
    };
    let (chat, language) = match app::owner_chat(&notice.database, &notice.key) {
        Ok(Some(owner)) => owner,
        Ok(None) => return refuse("notify-nobody", &Arguments::new()),
        Err(error) => {
            let mut about = Arguments::new();
            about.set("path", notice.database.display().to_string());
            return refuse(refused_store(error, &mut about), &about);
        }
    };
    let mut about = Arguments::new();
    let when = config::machine_zone().at(run::now_ms()).strftime("%Y-%m-%d %H:%M %Z");
    about.set("when", when.to_string());
    about.set("unit", unit.clone());
    let key = match unit.as_str() {
        "tonolog" => "notice-service",
        "tonolog-backup" => "notice-backup",
        "tonolog-verify" => "notice-verify",
        _ => "notice-unit",
    };
    let text = operator.phrases.with(key, language, &about);
    let config::Telegram { token, api_url, routes } = &notice.telegram;
    let egress = telegram::Egress::new(token.reveal(), api_url, routes);
    let Ok(egress) = egress else { return refuse("telegram-settings", &Arguments::new()) };
    let patience = Duration::from_secs(60 * u64::from(patience));
    start(operator, |runtime| {
        match runtime.block_on(telegram::tell(egress, chat, &text, patience)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                let mut about = Arguments::new();
                about.set("reason", failure.to_string());
                operator.complain("notify-failed", &about);
                ExitCode::from(if failure == Failure::Gone { USAGE } else { FAILED })
            }
        }
    })
}

/// Whether it is the name of a unit, as the service manager has them.
fn is_unit(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || br":-_.\@".contains(&byte);
    (1..=255).contains(&name.len()) && name.bytes().all(fits)
}
