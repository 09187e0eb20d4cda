//! Everything of one account, as it is handed out to its holder.

use super::{
    person::{Language, Name},
    privacy::{Agreement, Wanted},
    reading::{Extras, Reading},
    reminder::Reminder,
    reminding::Quiet,
    settings::Settings,
    threshold::{Profile, Target},
    week::{PastWeek, Week},
    when::Zone,
};

/// An account with all of its people.
#[derive(Clone, PartialEq, Eq)]
pub struct Archive {
    /// When this was put together, ms UTC.
    pub made_ms: i64,
    /// Whether it is the owner of the installation.
    pub owner: bool,
    /// Since when there is an account, ms UTC.
    pub since_ms: i64,
    /// The language that was chosen, if one was.
    pub language: Option<Language>,
    /// The zone in which its times are read, if it is known.
    pub zone: Option<Zone>,
    /// The chat whose number stands in clear, if one does.
    pub chat: Option<i64>,
    /// Settings of the diary.
    pub settings: Settings,
    /// What is wanted beside the diary.
    pub wanted: Wanted,
    /// What was agreed to, and what was taken back, the oldest first.
    pub consents: Vec<Agreement>,
    /// When its chats began, ms UTC.
    pub chats: Vec<i64>,
    /// When its speakers were linked, ms UTC, and whether they tell nothing.
    pub speakers: Vec<(i64, bool)>,
    /// Its people, the holder first.
    pub people: Vec<Archived>,
}

/// One person and their diary.
#[derive(Clone, PartialEq, Eq)]
pub struct Archived {
    /// What they are called; nothing for the holder.
    pub name: Option<Name>,
    /// Whose thresholds were chosen, if any were.
    pub profile: Option<Profile>,
    /// What a doctor has set.
    pub target: Option<Target>,
    /// Readings, the oldest first.
    pub readings: Vec<Entry>,
    /// Readings that were removed and can still be brought back, the oldest first, and when they
    /// were removed, ms UTC.
    pub removed: Vec<(Entry, i64)>,
    /// Reminders, in the order of the day.
    pub reminders: Vec<Reminder>,
    /// The hours in which nothing reminds, if there are any.
    pub quiet: Option<Quiet>,
    /// The home week that is running, if one is.
    pub week: Option<Week>,
    /// Home weeks that are over, the last one first.
    pub past_weeks: Vec<PastWeek>,
    /// When this diary goes, ms UTC, if that was asked for.
    pub leaving_ms: Option<i64>,
}

/// One reading.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// The values.
    pub reading: Reading,
    /// When it was taken, ms UTC.
    pub at_ms: i64,
    /// In which zone, if it was known.
    pub zone: Option<Zone>,
    /// Whether that only stands for a part of the day.
    pub approximate: bool,
    /// When it was said, ms UTC.
    pub said_ms: i64,
    /// What was said beside the numbers.
    pub extras: Extras,
}
