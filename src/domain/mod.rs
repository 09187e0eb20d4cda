//! What is true about readings, people and conversations. Everything here is pure: no clock, no
//! I/O, no randomness, no words. Time and chance come in as arguments, results go out as values.

mod added;
pub mod admin;
pub mod alarm;
pub mod archive;
mod around;
pub mod choice;
pub mod city;
pub mod dialogue;
pub mod entry;
pub mod history;
pub mod link;
pub mod notice;
pub mod period;
pub mod person;
pub mod pin;
pub mod privacy;
pub mod query;
pub mod reading;
pub mod reminder;
pub mod reminding;
pub mod reply;
pub mod settings;
pub mod stats;
pub mod summary;
pub mod threshold;
pub mod timer;
pub mod utterance;
pub mod vitals;
pub mod watch;
pub mod week;
pub mod when;
