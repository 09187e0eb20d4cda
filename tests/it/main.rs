//! The tests, as people and operators see the program. One binary, many modules.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm
)]

mod admin;
mod alice;
mod check;
mod cli;
mod cli_demo;
mod cli_init;
mod config;
mod crash;
mod delivery;
mod grammars;
mod history;
mod house;
mod http;
mod interchange;
mod languages;
mod linking;
mod migrations;
mod payloads;
mod periods;
mod phrases;
mod pin;
mod privacy;
mod process;
mod properties;
mod reminders;
mod reminding;
mod rules;
mod schedules;
mod secrecy;
mod settings;
mod stage;
mod statistics;
mod store;
mod stored;
mod strangers;
mod table;
mod talks;
mod utterances;
mod watch;
mod weeks;
mod words;
mod writes;
