//! `tonolog serve`: both doors until a signal comes.

use super::{Operator, refuse_running, refuse_settings, start};
use crate::{
    config::{Config, Environment},
    run::{self, RunError, Service},
};
use log::LevelFilter;
use std::process::ExitCode;

/// Crates that may print content or addresses at finer levels.
const TALKATIVE: [&str; 7] =
    ["dptree", "h2", "hyper", "hyper_util", "reqwest", "rustls", "teloxide"];

pub(super) fn run(operator: &Operator, environment: &Environment) -> ExitCode {
    logging(environment.log_level());
    let config = match Config::new(environment) {
        Ok(config) => config,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    let path = config.database.clone();
    let address = config.listen.to_string();
    start(operator, |runtime| {
        let served = runtime.block_on(async {
            // Heard from the first moment on, so that a stop during the start is a clean one.
            let stop = run::signal().map_err(|error| RunError::Signals(error.kind()))?;
            let service = Service::open(config).await?;
            // The port may have been chosen by the system.
            if let Ok(address) = service.address() {
                log::info!("tonolog {} serves on {address}", env!("CARGO_PKG_VERSION"));
            }
            service.run(stop).await
        });
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => refuse_running(operator, &error, &path, &address),
        }
    })
}

/// Our own log at the level that was asked for; other crates say only what went wrong, and
/// those that print contents say nothing below that.
pub(super) fn logging(level: LevelFilter) {
    let mut builder = env_logger::Builder::new();
    builder.filter_level(level.min(LevelFilter::Warn)).filter_module("tonolog", level);
    for name in TALKATIVE {
        builder.filter_module(name, LevelFilter::Off);
    }
    // A second call in one process changes nothing.
    let _ = builder.format_timestamp_millis().try_init();
}
