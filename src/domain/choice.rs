//! What can be chosen by a tap, and how a button carries it: at most 64 bytes that say nothing
//! about a person.

use super::{
    admin::AdminChoice,
    alarm::AlarmChoice,
    entry::EntryChoice,
    history::HistoryChoice,
    link::LinkId,
    parting::PartingChoice,
    period::Period,
    person::{Language, PersonId, ReadingId},
    pin::PinChoice,
    privacy::PrivacyChoice,
    query::Query,
    reminding::ReminderChoice,
    settings::SettingsChoice,
    shortcut::Shortcut,
    stats::Stats,
    timer::TimerChoice,
    week::WeekChoice,
};
use serde::{Deserialize, Serialize};

/// Something that can be chosen by a tap.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    /// I agree.
    Agree,
    /// Show the whole text.
    ReadMore,
    /// Yes, to the question of this number.
    Yes(u32),
    /// No, to the question of this number.
    No(u32),
    /// Remove this reading.
    Undo(ReadingId),
    /// Speak this language.
    Language(Language),
    /// It is my speaker.
    AcceptSpeaker(LinkId),
    /// It is not mine.
    RefuseSpeaker(LinkId),
    /// Measure once more, with help.
    Measure,
    /// The mean over a week.
    Week,
    /// The newest few readings.
    Recent,
    /// Help.
    Help,
    /// It is this person's.
    Whose(PersonId),
    /// The speaker at this place in the list tells nothing from now on.
    Hush(u8),
    /// The speaker at this place in the list tells again.
    Unhush(u8),
    /// Erase everything, in answer to the question of a speaker.
    EraseAll,
    /// Keep everything.
    KeepAll,
    /// Something while looking back.
    History(HistoryChoice),
    /// A button of the settings.
    Settings(SettingsChoice),
    /// Statistics.
    Stats(Stats),
    /// Something about one's own data.
    Privacy(PrivacyChoice),
    /// Something that only the owner can tap.
    Admin(AdminChoice),
    /// Numbers are entered one by one.
    Entry(EntryChoice),
    /// Are there signs of danger?
    Alarm(AlarmChoice),
    /// Once more in a minute.
    Timer(TimerChoice),
    /// The home week.
    HomeWeek(WeekChoice),
    /// Reminders.
    Reminder(ReminderChoice),
    /// The diary of one person goes, or stays.
    Parting(PartingChoice),
    /// What could be written instead.
    Shortcut(Shortcut),
    /// The PIN.
    Pin(PinChoice),
}

impl Choice {
    /// What this choice asks for, if it asks for something that is stored.
    pub fn query(&self) -> Option<Query> {
        if *self == Choice::Week {
            Some(Query::Mean { over: Period::WEEK, apart: false })
        } else if *self == Choice::Recent {
            Some(Query::Recent)
        } else {
            None
        }
    }

    /// What a button carries.
    pub fn data(&self) -> String {
        match self {
            Choice::Agree => "agree".to_owned(),
            Choice::ReadMore => "more".to_owned(),
            Choice::Yes(question) => format!("yes:{question}"),
            Choice::No(question) => format!("no:{question}"),
            Choice::Undo(reading) => format!("undo:{:x}", reading.0),
            Choice::Language(language) => format!("lang:{}", language.code()),
            Choice::AcceptSpeaker(link) => format!("mine:{:x}", link.0),
            Choice::RefuseSpeaker(link) => format!("foreign:{:x}", link.0),
            Choice::Measure => "measure".to_owned(),
            Choice::Week => "week".to_owned(),
            Choice::Recent => "recent".to_owned(),
            Choice::Help => "help".to_owned(),
            Choice::Whose(person) => format!("whose:{:x}", person.0),
            Choice::Hush(speaker) => format!("hush:{speaker}"),
            Choice::Unhush(speaker) => format!("unhush:{speaker}"),
            Choice::EraseAll => "erase".to_owned(),
            Choice::KeepAll => "keep".to_owned(),
            Choice::History(choice) => choice.data(),
            Choice::Settings(choice) => format!("set:{}", choice.data()),
            Choice::Stats(stats) => format!("stats:{}", stats.data()),
            Choice::Privacy(choice) => choice.data(),
            Choice::Admin(choice) => choice.data(),
            Choice::Entry(choice) => choice.data().to_owned(),
            Choice::Alarm(choice) => choice.data(),
            Choice::Timer(choice) => choice.data(),
            Choice::HomeWeek(choice) => choice.data(),
            Choice::Reminder(choice) => choice.data(),
            Choice::Parting(choice) => choice.data(),
            Choice::Shortcut(shortcut) => shortcut.data(),
            Choice::Pin(choice) => choice.data(),
        }
    }

    /// The choice that a button carried, if it is one of ours.
    pub fn of_data(data: &str) -> Option<Choice> {
        let (name, value) = data.split_once(':').unwrap_or((data, ""));
        let id = || i64::from_str_radix(value, 16).ok();
        match name {
            "agree" => Some(Choice::Agree),
            "more" => Some(Choice::ReadMore),
            "yes" => value.parse().ok().map(Choice::Yes),
            "no" => value.parse().ok().map(Choice::No),
            "undo" => id().map(|id| Choice::Undo(ReadingId(id))),
            "lang" => Language::new(value).map(Choice::Language),
            "mine" => id().map(|id| Choice::AcceptSpeaker(LinkId(id))),
            "foreign" => id().map(|id| Choice::RefuseSpeaker(LinkId(id))),
            "measure" => Some(Choice::Measure),
            "week" => Some(Choice::Week),
            "recent" => Some(Choice::Recent),
            "help" => Some(Choice::Help),
            "whose" => id().map(|id| Choice::Whose(PersonId(id))),
            "hush" => value.parse().ok().map(Choice::Hush),
            "unhush" => value.parse().ok().map(Choice::Unhush),
            "erase" => Some(Choice::EraseAll),
            "keep" => Some(Choice::KeepAll),
            "h" => HistoryChoice::of_data(value).map(Choice::History),
            "set" => SettingsChoice::of_data(value).map(Choice::Settings),
            "stats" => Stats::of_data(value).map(Choice::Stats),
            "privacy" => PrivacyChoice::of_name(value).map(Choice::Privacy),
            "admin" => AdminChoice::of_name(value).map(Choice::Admin),
            "entry" => EntryChoice::of_value(value).map(Choice::Entry),
            "alarm" => AlarmChoice::of_value(value).map(Choice::Alarm),
            "again" => TimerChoice::of_value(value).map(Choice::Timer),
            "hw" => WeekChoice::of_value(value).map(Choice::HomeWeek),
            "part" => PartingChoice::of_value(value).map(Choice::Parting),
            "do" => Shortcut::of_value(value).map(Choice::Shortcut),
            "rem" => ReminderChoice::of_value(value).map(Choice::Reminder),
            "pin" => PinChoice::of_value(value).map(Choice::Pin),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::threshold::Profile;

    #[test]
    fn a_button_carries_its_choice_there_and_back_within_64_bytes() {
        for choice in [
            Choice::Agree,
            Choice::ReadMore,
            Choice::Yes(u32::MAX),
            Choice::No(0),
            Choice::Undo(ReadingId(i64::MAX)),
            Choice::Language(Language::RU),
            Choice::Language(Language::EN),
            Choice::AcceptSpeaker(LinkId(1)),
            Choice::RefuseSpeaker(LinkId(i64::MAX)),
            Choice::Measure,
            Choice::Week,
            Choice::Recent,
            Choice::Help,
            Choice::Whose(PersonId(i64::MAX)),
            Choice::Hush(u8::MAX),
            Choice::Unhush(0),
            Choice::EraseAll,
            Choice::KeepAll,
            Choice::Entry(EntryChoice::Begin),
            Choice::Entry(EntryChoice::Back),
            Choice::Entry(EntryChoice::Skip),
            Choice::Entry(EntryChoice::Cancel),
            Choice::Alarm(AlarmChoice::Signs(PersonId(i64::MAX))),
            Choice::Timer(TimerChoice(ReadingId(i64::MAX))),
            Choice::HomeWeek(WeekChoice::Show),
            Choice::HomeWeek(WeekChoice::Rules(Profile::Esc2024)),
            Choice::HomeWeek(WeekChoice::Begin(Profile::Aha)),
            Choice::HomeWeek(WeekChoice::Pause),
            Choice::HomeWeek(WeekChoice::Resume),
            Choice::HomeWeek(WeekChoice::Extend),
            Choice::HomeWeek(WeekChoice::Stop),
            Choice::HomeWeek(WeekChoice::StopSure),
            Choice::HomeWeek(WeekChoice::Later),
            Choice::HomeWeek(WeekChoice::Skip),
            Choice::HomeWeek(WeekChoice::New),
            Choice::HomeWeek(WeekChoice::Past(u8::MAX)),
            Choice::Parting(PartingChoice::Ask(PersonId(i64::MAX))),
            Choice::Parting(PartingChoice::Now(PersonId(1))),
            Choice::Parting(PartingChoice::Stop(PersonId(1))),
            Choice::Reminder(ReminderChoice::SkipToday),
        ] {
            let data = choice.data();
            assert!(data.len() <= 64, "{data}");
            assert!(Choice::of_data(&data) == Some(choice), "{data}");
        }
        for other in ["", "yes:x", "other", "hush:256", "undo:"] {
            assert!(Choice::of_data(other).is_none(), "{other}");
        }
    }
}
