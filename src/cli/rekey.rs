//! `tonolog rekey`: another key for the diary, while the service is stopped.

use super::{
    FAILED, Operator,
    backup::{refuse, sentence},
    refuse_settings,
};
use crate::{
    backup::{self, Rekeyed},
    config::{self, Diary, Environment, Source},
    phrases::Arguments,
    run,
    seal::DatabaseKey,
};
use std::{fs, path::PathBuf, process::ExitCode};
use zeroize::Zeroizing;

const NAME: &str = "DATABASE_KEY";

pub(super) fn run(operator: &Operator, environment: &Environment) -> ExitCode {
    let diary = match Diary::new(environment) {
        Ok(diary) => diary,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let new = match DatabaseKey::random() {
        Ok(new) => new,
        Err(error) => return refuse(operator, &error.into(), &diary.path),
    };
    let source = environment.source(NAME);
    let place = match place(source.as_ref(), &new) {
        Ok(place) => place,
        Err(error) => return refuse(operator, &error.into(), &diary.path),
    };
    let file = place.as_ref().map(|(file, _)| file.clone());
    let rekeyed = match backup::rekey(&diary.path, &diary.key, &new, place, run::now_ms()) {
        Ok(rekeyed) => rekeyed,
        Err(trouble) => {
            let mut about = Arguments::new();
            about.set("trouble", sentence(operator, &trouble, &diary.path));
            operator.complain("plainly", &about);
            return ExitCode::from(FAILED);
        }
    };
    let mut about = Arguments::new();
    match rekeyed {
        Rekeyed::Finished => operator.say("rekey-finished", &about),
        Rekeyed::Done(stock) => {
            let file = file.unwrap_or_default();
            about.set("path", file.display().to_string());
            about.set("readings", stock.readings);
            operator.say("rekey-done", &about);
        }
        Rekeyed::Ready(_) => {
            let source = match source {
                Some(Source::Credential(_)) => "source-credential",
                Some(Source::Written(_)) => "source-written",
                Some(Source::Process | Source::File(_)) | None => "source-process",
            };
            about.set("source", operator.phrases.plain(source, operator.language));
            about.set("key", new.reveal().to_owned());
            operator.say("rekey-ready", &about);
        }
    }
    ExitCode::SUCCESS
}

/// The file that the key comes from, and its content with the new one, when we can change it.
fn place(
    source: Option<&Source>,
    new: &DatabaseKey,
) -> std::io::Result<Option<(PathBuf, Zeroizing<String>)>> {
    Ok(match source {
        Some(Source::Written(file)) => {
            let text = Zeroizing::new(fs::read_to_string(file)?);
            config::replaced(&text, NAME, new.reveal()).map(|text| (file.clone(), text))
        }
        Some(Source::File(file)) => {
            let text = Zeroizing::new(format!("{}\n", new.reveal()));
            Some((file.clone(), text))
        }
        Some(Source::Process | Source::Credential(_)) | None => None,
    })
}
