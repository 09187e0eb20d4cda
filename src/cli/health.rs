//! `tonolog check --health`: is the running service well? Small enough to be asked every half
//! minute.

use super::{FAILED, Operator, refuse_settings, start};
use crate::{
    config::{Config, Environment},
    phrases::Arguments,
    probe::{self, Health},
};
use std::process::ExitCode;

pub(super) fn run(operator: &Operator, environment: &Environment) -> ExitCode {
    let config = match Config::new(environment) {
        Ok(config) => config,
        Err(fault) => return refuse_settings(operator, &fault),
    };
    start(operator, |runtime| {
        let found = runtime.block_on(probe::health(config.listen, config.tls.is_some()));
        let mut about = Arguments::new();
        about.set("address", config.listen.to_string());
        let key = match found {
            Health::Well => {
                operator.say("health-well", &about);
                return ExitCode::SUCCESS;
            }
            Health::Unwell(part) => {
                about.set("part", part);
                "health-unwell"
            }
            Health::Refused(status) => {
                about.set("status", status);
                "health-refused"
            }
            Health::Silent => "health-silent",
        };
        operator.complain(key, &about);
        ExitCode::from(FAILED)
    })
}
