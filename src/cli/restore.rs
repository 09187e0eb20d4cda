//! `tonolog restore`: a backup onto an empty machine.

use super::{
    Operator, USAGE,
    backup::{refuse, when},
    unknown, usage,
};
use crate::{
    backup::{self, Opener},
    config,
    phrases::Arguments,
    run,
    seal::Secret,
};
use lexopt::{Arg, Parser};
use std::{
    fs,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use zeroize::Zeroizing;

#[derive(Default)]
struct Wishes {
    file: Option<PathBuf>,
    key: Option<PathBuf>,
    folder: Option<PathBuf>,
    look: bool,
}

pub(super) fn run(operator: &Operator, parser: Parser) -> ExitCode {
    let wishes = match wishes(operator, parser) {
        Ok(wishes) => wishes,
        Err(code) => return code,
    };
    let Some(file) = &wishes.file else {
        operator.complain("restore-needs", &Arguments::new());
        return ExitCode::from(USAGE);
    };
    let opener = match opener(operator, wishes.key.as_deref()) {
        Ok(Some(opener)) => opener,
        Ok(None) => {
            operator.complain("restore-no-key", &Arguments::new());
            return ExitCode::from(USAGE);
        }
        Err(error) => return refuse(operator, &error.into(), file),
    };
    let mut about = Arguments::new();
    if wishes.look {
        return match backup::peek(file, &opener) {
            Ok(manifest) => {
                about.set("when", when(manifest.made_ms));
                about.set("program", manifest.program.clone());
                about.set("readings", manifest.stock.readings);
                about.set("accounts", manifest.stock.accounts);
                operator.say("restore-look", &about);
                ExitCode::SUCCESS
            }
            Err(trouble) => refuse(operator, &trouble, file),
        };
    }
    let folder = wishes.folder.unwrap_or_else(|| PathBuf::from("."));
    match backup::restore(file, &opener, &folder, run::now_ms(), written) {
        Ok(restored) => {
            about.set("when", when(restored.made_ms));
            about.set("readings", restored.stock.readings);
            about.set("accounts", restored.stock.accounts);
            about.set("path", restored.database.display().to_string());
            about.set("env", restored.env.display().to_string());
            operator.say("restore-done", &about);
            ExitCode::SUCCESS
        }
        Err(trouble) => refuse(operator, &trouble, file),
    }
}

fn wishes(operator: &Operator, mut parser: Parser) -> Result<Wishes, ExitCode> {
    let mut wishes = Wishes::default();
    loop {
        match parser.next() {
            Ok(Some(Arg::Long("key"))) => {
                wishes.key = Some(parser.value().map_err(|_| usage(operator))?.into());
            }
            Ok(Some(Arg::Long("to"))) => {
                wishes.folder = Some(parser.value().map_err(|_| usage(operator))?.into());
            }
            Ok(Some(Arg::Long("look"))) => wishes.look = true,
            Ok(Some(Arg::Value(file))) if wishes.file.is_none() => wishes.file = Some(file.into()),
            Ok(Some(other)) => return Err(unknown(operator, other)),
            Ok(None) => return Ok(wishes),
            Err(_) => return Err(usage(operator)),
        }
    }
}

/// The key from a file; from the terminal, or whatever is connected to it, when none is named.
fn opener(operator: &Operator, file: Option<&Path>) -> io::Result<Option<Opener>> {
    let mut text = Zeroizing::new(String::new());
    match file {
        Some(file) if file != Path::new("-") => {
            text = Zeroizing::new(fs::read_to_string(file)?);
        }
        Some(_) => {
            io::stdin().read_to_string(&mut text)?;
        }
        None => {
            print!("{}: ", operator.phrases.plain("restore-ask-key", operator.language));
            let _ = io::stdout().flush();
            io::stdin().read_line(&mut text)?;
        }
    }
    Ok(Opener::new(&text))
}

/// The settings file of the restored diary.
fn written(settings: &[(String, Secret)]) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::new());
    for (name, value) in settings {
        text.push_str(&Zeroizing::new(config::env_line(name, value.reveal())));
        text.push('\n');
    }
    text
}
