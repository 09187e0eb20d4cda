//! One's own data in words.

use super::{
    catalogue::Arguments,
    say::{Medium, Teller},
};
use crate::domain::{
    person::Door,
    privacy::{Agreement, Instant, PrivacyChoice, PrivacyReply, Told},
};

/// Consents that are listed; of more the newest are.
const CONSENTS_MAX: usize = 20;

/// What stands on a button.
pub(super) fn button(choice: PrivacyChoice) -> &'static str {
    match choice {
        PrivacyChoice::Export => "button-export",
        PrivacyChoice::Consents => "button-consents",
        PrivacyChoice::Withdraw => "button-withdraw",
        PrivacyChoice::Erase => "button-erase-diary",
        PrivacyChoice::Now => "button-erase-now",
        PrivacyChoice::StopErasing => "button-stop-erasing",
        PrivacyChoice::Tidy(true) => "button-tidy",
        PrivacyChoice::Tidy(false) => "button-untidy",
        PrivacyChoice::Notices(true) => "button-notices",
        PrivacyChoice::Notices(false) => "button-no-notices",
        PrivacyChoice::Journal(None) => "button-journal",
        PrivacyChoice::Journal(Some(i64::MAX)) => "button-journal-newest",
        PrivacyChoice::Journal(Some(_)) => "button-journal-older",
        PrivacyChoice::Keep => "button-keep-diary",
    }
}

impl Teller<'_> {
    pub(super) fn privacy(&self, reply: &PrivacyReply) -> String {
        match reply {
            PrivacyReply::Told(told) => self.told(told),
            PrivacyReply::Journal(journal) => self.journal(journal),
            PrivacyReply::Silent { silence, days, when } => self.silent(*silence, *days, when),
            PrivacyReply::DiaryStays => self.bare("diary-stays"),
            PrivacyReply::Export => self.bare("export"),
            PrivacyReply::ExportComes => self.bare("export-comes"),
            PrivacyReply::InChat { linked: true } => self.bare("privacy-in-chat"),
            PrivacyReply::InChat { linked: false } => self.bare("privacy-no-chat"),
            PrivacyReply::Consents { list, stands } => self.consents(list, *stands),
            PrivacyReply::Withdrawn => self.bare("withdrawn"),
            PrivacyReply::Leaving { when, new } => {
                let mut arguments = Arguments::new();
                arguments.set("when", self.instant(when));
                self.say(if *new { "leaving" } else { "leaving-still" }, &arguments)
            }
            PrivacyReply::Stays => self.bare("erasing-stopped"),
            PrivacyReply::NotLeaving => self.bare("not-leaving"),
            PrivacyReply::Tidy(true) => self.bare("tidy-on"),
            PrivacyReply::Tidy(false) => self.bare("tidy-off"),
            PrivacyReply::Notices(true) => self.bare("notices-on"),
            PrivacyReply::Notices(false) => self.bare("notices-off"),
        }
    }

    /// An instant as people say it.
    pub(super) fn instant(&self, instant: &Instant) -> String {
        let at = instant.zone.at(instant.at_ms);
        let mut arguments = Arguments::new();
        arguments.set("day", self.day(instant.at_ms, instant.now_ms, &instant.zone));
        arguments.set("time", self.time(at.hour() as u16, at.minute() as u16));
        self.say("when", &arguments)
    }

    fn told(&self, told: &Told) -> String {
        let wanted = told.wanted;
        let mut parts = vec![self.bare("privacy")];
        parts.extend(self.kept_for(told));
        if self.medium == Medium::Chat {
            let on = |on, key: [&str; 2]| self.bare(if on { key[0] } else { key[1] });
            parts.push(on(wanted.tidy, ["privacy-tidy", "privacy-untidy"]));
            parts.push(on(wanted.notices, ["privacy-notices", "privacy-no-notices"]));
        }
        self.paragraphs(parts)
    }

    fn consents(&self, list: &[(Agreement, Instant)], stands: bool) -> String {
        let newest = list.len().saturating_sub(CONSENTS_MAX);
        let lines = list.iter().skip(newest).map(|(one, when)| {
            let mut arguments = Arguments::new();
            arguments.set("when", self.instant(when));
            arguments.set("version", one.version.clone());
            self.say(
                match (one.given, one.door) {
                    (true, Door::Chat) => "consent-given-chat",
                    (true, Door::Voice) => "consent-given-voice",
                    (false, Door::Chat) => "consent-taken-chat",
                    (false, Door::Voice) => "consent-taken-voice",
                },
                &arguments,
            )
        });
        let mut arguments = Arguments::new();
        arguments.set("list", self.list(lines));
        self.say(if stands { "consents-stand" } else { "consents-fallen" }, &arguments)
    }
}
