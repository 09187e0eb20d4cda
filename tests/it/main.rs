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
mod answers;
mod audit;
mod backup_chat;
mod backups;
mod calls;
mod check;
mod cli;
mod cli_demo;
mod cli_init;
mod commands;
mod config;
mod conversation;
mod crash;
mod deeds;
mod delivery;
mod docs;
mod drill;
mod egress;
mod grammars;
mod guessing;
mod heard;
mod history;
mod house;
mod http;
mod interchange;
mod languages;
mod linking;
mod manager;
mod migrations;
mod notation;
mod notify;
mod panics;
mod parting;
mod payloads;
mod periods;
mod phrases;
mod pin;
mod privacy;
mod process;
mod properties;
mod ready;
mod rekey;
mod reminders;
mod reminding;
mod rules;
mod schedules;
mod secrecy;
mod settings;
mod silence;
mod stage;
mod statistics;
mod store;
mod stored;
mod strangers;
mod table;
mod talks;
mod threads;
mod times;
mod tls;
mod tone;
mod tour;
mod travel;
mod units;
mod utterances;
mod watch;
mod weeks;
mod weeks_more;
mod words;
mod writes;
