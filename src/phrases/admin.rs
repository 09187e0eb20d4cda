//! What the owner is told, in words.

use super::{Phrases, catalogue::Arguments, say::Teller};
use crate::domain::{
    admin::{AdminChoice, AdminReply, InvitationId, Listed, Overview, Standing},
    person::Language,
    rotation::BackupReply,
};

/// A number by which the owner tells invitations apart on buttons.
fn short(id: InvitationId) -> String {
    format!("{:04}", id.0.rem_euclid(10_000))
}

impl Phrases {
    /// What stands on a button of the owner's.
    pub(super) fn admin_label(&self, choice: AdminChoice, language: Language) -> String {
        match choice {
            AdminChoice::Overview => self.plain("button-refresh", language),
            AdminChoice::Invitations => self.plain("button-invitations", language),
            AdminChoice::Revoke(id) => {
                format!("{} · {}", short(id), self.plain("button-revoke", language))
            }
            AdminChoice::Send(_) => self.plain("button-send", language),
            AdminChoice::Drop(_) => self.plain("button-drop", language),
        }
    }
}

impl Teller<'_> {
    pub(super) fn admin(&self, reply: &AdminReply) -> String {
        let mut arguments = Arguments::new();
        match reply {
            AdminReply::Overview(overview) => self.overview(overview),
            AdminReply::Invited { label, word, bot, until } => {
                arguments.set("label", label.clone());
                arguments.set("word", word.clone());
                arguments.set("bot", bot.clone());
                arguments.set("until", self.instant(until));
                self.say("invited", &arguments)
            }
            AdminReply::WasInvited { label } => {
                arguments.set("label", label.clone());
                self.say("was-invited", &arguments)
            }
            AdminReply::Invitations(list) if list.is_empty() => self.bare("invitations-none"),
            AdminReply::Invitations(list) => {
                arguments.set("list", self.list(list.iter().map(|one| self.invitation(one))));
                self.say("invitations", &arguments)
            }
            AdminReply::TooManyInvitations => self.bare("invitations-too-many"),
            AdminReply::HowToInvite => self.bare("how-to-invite"),
            AdminReply::HowToAnnounce => self.bare("how-to-announce"),
            AdminReply::TooLong => self.bare("announcement-too-long"),
            AdminReply::AskAnnounce { text, addressees, .. } => {
                arguments.set("text", text.clone());
                arguments.set("addressees", *addressees);
                self.say("ask-announce", &arguments)
            }
            AdminReply::Announcing { posted, addressees, ended } => {
                arguments.set("posted", *posted);
                arguments.set("addressees", *addressees);
                self.say(if *ended { "announced" } else { "announcing" }, &arguments)
            }
            AdminReply::Dropped => self.bare("announcement-dropped"),
            AdminReply::Gone => self.bare("announcement-gone"),
            AdminReply::Head { seq, mac, when } => {
                arguments.set("head", format!("{seq}:{mac}"));
                arguments.set("when", self.instant(when));
                self.say("audit-head-told", &arguments)
            }
            AdminReply::Notice(text) => {
                arguments.set("text", text.clone());
                self.say("notice", &arguments)
            }
        }
    }

    pub(super) fn backup(&self, reply: BackupReply) -> String {
        let mut arguments = Arguments::new();
        match reply {
            BackupReply::Here => self.bare("backup-here"),
            BackupReply::TooLarge { mebibytes } => {
                arguments.set("mebibytes", mebibytes);
                self.say("backup-too-large", &arguments)
            }
            BackupReply::Failing { times } => {
                arguments.set("times", times);
                self.say("backup-failing", &arguments)
            }
        }
    }

    fn overview(&self, overview: &Overview) -> String {
        let Overview { accounts, people, readings, speakers, strangers, .. } = *overview;
        let mut arguments = Arguments::new();
        for (name, count) in [
            ("accounts", accounts),
            ("people", people),
            ("readings", readings),
            ("speakers", speakers),
            ("strangers", strangers),
            ("inbox", overview.inbox.0),
            ("inbox-age", overview.inbox.1),
            ("outbox", overview.outbox.0),
            ("outbox-age", overview.outbox.1),
            ("dead", overview.dead),
            ("kib", overview.kib),
            ("addressees", overview.addressees),
        ] {
            arguments.set(name, count.to_string());
        }
        self.say("overview", &arguments)
    }

    fn invitation(&self, listed: &Listed) -> String {
        let mut arguments = Arguments::new();
        arguments.set("number", short(listed.id));
        arguments.set("label", listed.label.clone());
        arguments.set("until", self.instant(&listed.until));
        self.say(
            match listed.standing {
                Standing::Open => "invitation-open",
                Standing::Used => "invitation-used",
                Standing::Over => "invitation-over",
            },
            &arguments,
        )
    }
}
