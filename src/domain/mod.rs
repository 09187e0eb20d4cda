//! What is true about readings, people and conversations. Everything here is pure: no clock, no
//! I/O, no randomness, no words. Time and chance come in as arguments, results go out as values.

mod added;
pub mod admin;
pub mod alarm;
pub mod archive;
mod around;
pub mod audit;
pub mod choice;
pub mod city;
pub mod dialogue;
pub mod entry;
pub mod history;
pub mod keeping;
pub mod link;
pub mod network;
pub mod parting;
pub mod period;
pub mod person;
pub mod privacy;
pub mod query;
pub mod reading;
pub mod reminder;
pub mod reminding;
pub mod reply;
pub mod rotation;
pub mod settings;
pub mod shortcut;
pub mod stats;
pub mod summary;
pub mod threshold;
pub mod timer;
pub mod utterance;
pub mod week;
pub mod when;
