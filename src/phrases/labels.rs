//! What stands on buttons.

use super::{Phrases, parting, privacy};
use crate::domain::{choice::Choice, person::Language, settings::Manner, shortcut::Shortcut};

impl Phrases {
    /// What stands on a button, at most 64 characters.
    pub fn label(&self, choice: &Choice, language: Language) -> String {
        let key = match choice {
            Choice::Agree => "button-agree",
            Choice::ReadMore => "button-read-more",
            Choice::Yes(_) => "button-yes",
            Choice::No(_) => "button-no",
            Choice::Undo(_) => "button-undo",
            Choice::Language(own) => {
                return self.voice(*own).map(|voice| voice.name.clone()).unwrap_or_default();
            }
            Choice::AcceptSpeaker(_) => "button-accept-speaker",
            Choice::RefuseSpeaker(_) => "button-refuse-speaker",
            Choice::Measure => "button-measure",
            Choice::Week => "button-week",
            Choice::Recent => "button-recent",
            Choice::Help => "button-help",
            Choice::Whose(_) => "button-mine",
            Choice::Hush(_) => "button-hush",
            Choice::Unhush(_) => "button-unhush",
            Choice::Entry(choice) => return self.entry_label(*choice, language),
            Choice::Alarm(choice) => return self.alarm_label(*choice, language),
            Choice::Timer(_) => "button-timer",
            Choice::HomeWeek(choice) => return self.week_label(*choice, language),
            Choice::Reminder(choice) => return self.reminder_label(*choice, language),
            Choice::Pin(choice) => return self.pin_label(*choice, language),
            Choice::Parting(choice) => parting::button(*choice),
            Choice::Shortcut(Shortcut::Today) => "button-today",
            Choice::Shortcut(Shortcut::Target) => "button-target",
            Choice::Shortcut(Shortcut::People) => "button-people",
            Choice::Shortcut(Shortcut::Link) => "button-link",
            Choice::Shortcut(Shortcut::Unlink) => "button-unlink",
            Choice::EraseAll => "button-erase",
            Choice::KeepAll => "button-keep",
            Choice::History(choice) => return self.history_label(choice, language),
            Choice::Settings(choice) => {
                return self.settings_label(choice, language, Manner::default());
            }
            Choice::Stats(stats) => return self.stats_label(stats, language),
            Choice::Privacy(choice) => privacy::button(*choice),
            Choice::Admin(choice) => return self.admin_label(*choice, language),
        };
        self.plain(key, language)
    }
}
