//! `tonolog prune`: what the service does every hour, now, while it does not run. Counts only.

use super::{FAILED, Operator, USAGE, refuse_settings, refused_store, start};
use crate::{
    app::Upkeep,
    config::{Diary, Environment},
    phrases::Arguments,
    run,
};
use std::process::ExitCode;

pub(super) fn run(operator: &Operator, environment: &Environment) -> ExitCode {
    let diary = match Diary::new(environment) {
        Ok(diary) => diary,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let mut arguments = Arguments::new();
    arguments.set("path", diary.path.display().to_string());
    start(operator, |runtime| {
        let pruned = runtime.block_on(async {
            let file = Upkeep::open(&diary.path, &diary.key).map_err(Ok)?;
            let gone = file.prune(diary.keeping, run::now_ms()).await.map_err(Err)?;
            file.close().await.map_err(Err)?;
            Ok(gone)
        });
        match pruned {
            Ok(gone) => {
                for (name, count) in [
                    ("readings", gone.readings),
                    ("removed", gone.removed),
                    ("entries", gone.entries),
                    ("passing", gone.passing),
                ] {
                    arguments.set(name, count);
                }
                operator.say("pruned", &arguments);
                ExitCode::SUCCESS
            }
            Err(Ok(refused)) => {
                let key = match refused_store(refused, &mut arguments) {
                    "store-in-use" => "prune-in-use",
                    key => key,
                };
                operator.complain(key, &arguments);
                ExitCode::from(USAGE)
            }
            Err(Err(error)) => {
                arguments.set("reason", error.to_string());
                operator.complain("store-other", &arguments);
                ExitCode::from(FAILED)
            }
        }
    })
}
