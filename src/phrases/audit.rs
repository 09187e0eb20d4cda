//! What was done with somebody's data, and what the silent are asked, in words.

use super::{
    catalogue::Arguments,
    say::{Medium, Teller},
};
use crate::domain::{
    audit::{Journal, Line, Via},
    keeping::Silence,
    privacy::{Instant, Told},
};

impl Teller<'_> {
    pub(super) fn journal(&self, journal: &Journal) -> String {
        let mut arguments = Arguments::new();
        arguments.set("days", journal.days);
        if journal.lines.is_empty() {
            return self.say("journal-empty", &arguments);
        }
        arguments.set(
            "list",
            self.list(journal.lines.iter().map(|line| self.noted_line(journal, line))),
        );
        self.say("journal", &arguments)
    }

    fn noted_line(&self, journal: &Journal, line: &Line) -> String {
        let (at_ms, now_ms, zone) = (line.at_ms, journal.now_ms, journal.zone.clone());
        let mut arguments = Arguments::new();
        arguments.set("when", self.instant(&Instant { at_ms, now_ms, zone }));
        arguments.set("action", self.bare(&format!("audit-{}", line.action.name())));
        arguments.set(
            "via",
            self.bare(match line.via {
                Via::Chat => "via-chat",
                Via::Voice => "via-voice",
                Via::Service => "via-service",
                Via::Operator => "via-operator",
            }),
        );
        arguments.set("count", line.count.to_string());
        self.say(if line.count > 1 { "journal-line-counted" } else { "journal-line" }, &arguments)
    }

    pub(super) fn silent(&self, silence: Silence, days: u32, when: &Instant) -> String {
        let mut arguments = Arguments::new();
        arguments.set("days", days);
        arguments.set("when", self.instant(when));
        self.say(
            match silence {
                Silence::Asked => "silent-asked",
                Silence::Reminded => "silent-reminded",
                Silence::Planned => "silent-planned",
            },
            &arguments,
        )
    }

    /// How long things are kept here, as far as there is a limit. A speaker says what concerns
    /// readings.
    pub(super) fn kept_for(&self, told: &Told) -> Vec<String> {
        let chat = |days: Option<u32>| days.filter(|_| self.medium == Medium::Chat);
        [
            ("privacy-retention", told.readings_days),
            ("privacy-inactive", chat(told.inactive_days)),
            ("privacy-journal", chat(told.audit_days)),
        ]
        .into_iter()
        .filter_map(|(key, days)| days.map(|days| self.counted(key, "days", days)))
        .collect()
    }
}
