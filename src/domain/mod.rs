//! What is true about readings, people and conversations. Everything here is pure: no clock, no
//! I/O, no randomness, no words. Time and chance come in as arguments, results go out as values.

pub mod admin;
pub mod archive;
mod around;
pub mod choice;
pub mod city;
pub mod dialogue;
pub mod history;
pub mod link;
pub mod period;
pub mod person;
pub mod privacy;
pub mod query;
pub mod reading;
pub mod reminder;
pub mod reply;
pub mod settings;
pub mod stats;
pub mod summary;
pub mod threshold;
pub mod utterance;
pub mod when;
