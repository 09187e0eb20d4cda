//! What the owner of an installation may ask about it: counts, invitations, announcements. Never
//! about a person.

use super::{choice::Choice, privacy::Instant};
use serde::{Deserialize, Serialize};

/// An invitation is good for so long, ms: seven days.
pub const INVITATION_LIVES_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Invitations that are listed, and may be there, at a time.
pub const INVITATIONS_MAX: u32 = 20;
/// The longest label of an invitation, characters.
pub const LABEL_MAX: usize = 40;
/// The longest announcement, characters: it has to fit into one message.
pub const ANNOUNCEMENT_MAX: usize = 3000;

/// One invitation. Random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationId(pub i64);

/// One announcement. Random.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementId(pub i64);

/// What the owner asks for. The words behind the command are the label or the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminWish {
    /// How is everything?
    Overview,
    /// Make an invitation.
    Invite,
    /// Tell everybody.
    Announce,
}

/// What the owner can tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdminChoice {
    /// How is everything, by now?
    Overview,
    /// Which invitations are there?
    Invitations,
    /// Take this invitation back.
    Revoke(InvitationId),
    /// Send this announcement.
    Send(AnnouncementId),
    /// Drop this announcement.
    Drop(AnnouncementId),
}

impl AdminChoice {
    /// What a button carries.
    pub fn data(&self) -> String {
        match self {
            AdminChoice::Overview => "admin:overview".to_owned(),
            AdminChoice::Invitations => "admin:invitations".to_owned(),
            AdminChoice::Revoke(InvitationId(id)) => format!("admin:revoke:{id:x}"),
            AdminChoice::Send(AnnouncementId(id)) => format!("admin:send:{id:x}"),
            AdminChoice::Drop(AnnouncementId(id)) => format!("admin:drop:{id:x}"),
        }
    }

    /// The choice of this name, which may carry a number.
    pub fn of_name(name: &str) -> Option<AdminChoice> {
        let (name, value) = name.split_once(':').unwrap_or((name, ""));
        let id = || i64::from_str_radix(value, 16).ok();
        match name {
            "overview" => Some(AdminChoice::Overview),
            "invitations" => Some(AdminChoice::Invitations),
            "revoke" => id().map(|id| AdminChoice::Revoke(InvitationId(id))),
            "send" => id().map(|id| AdminChoice::Send(AnnouncementId(id))),
            "drop" => id().map(|id| AdminChoice::Drop(AnnouncementId(id))),
            _ => None,
        }
    }
}

/// How much there is of everything, and how well it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Accounts.
    pub accounts: u32,
    /// People with a diary.
    pub people: u32,
    /// Readings.
    pub readings: u32,
    /// Speakers.
    pub speakers: u32,
    /// How often a stranger knocked.
    pub strangers: u32,
    /// Updates that wait, and the seconds that the oldest of them has waited.
    pub inbox: (u32, u32),
    /// Answers that wait, and the seconds that the oldest of them has waited.
    pub outbox: (u32, u32),
    /// Updates that were given up.
    pub dead: u32,
    /// The size of the file, KiB.
    pub kib: u32,
    /// How many want messages about the service.
    pub addressees: u32,
}

/// How an invitation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// Nobody came with it yet.
    Open,
    /// Somebody did.
    Used,
    /// It has run out.
    Over,
}

/// An invitation as it is listed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Which one.
    pub id: InvitationId,
    /// What the owner calls it.
    pub label: String,
    /// How it stands.
    pub standing: Standing,
    /// Until when it is good.
    pub until: Instant,
}

/// What the owner is answered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AdminReply {
    /// How everything is.
    Overview(Overview),
    /// An invitation was made. Its word is what the link carries; the bot's name is filled in
    /// where it is known.
    Invited { label: String, word: String, bot: String, until: Instant },
    /// An invitation was made; its word is known to the owner's chat only.
    WasInvited { label: String },
    /// The invitations.
    Invitations(Vec<Listed>),
    /// There are as many invitations as there may be.
    TooManyInvitations,
    /// How to invite somebody.
    HowToInvite,
    /// How to announce something.
    HowToAnnounce,
    /// The announcement is too long.
    TooLong,
    /// Shall this be sent to so many?
    AskAnnounce { id: AnnouncementId, text: String, addressees: u32 },
    /// So many of so many letters are on their way.
    Announcing { posted: u32, addressees: u32, ended: bool },
    /// The announcement was dropped.
    Dropped,
    /// The announcement is over, or was dropped before.
    Gone,
    /// To everybody who wants it: a message about the service.
    Notice(String),
    /// The head of the audit chain: the number of its last entry, its code, and when.
    Head { seq: i64, mac: String, when: Instant },
}

impl AdminReply {
    /// What can be tapped below it, in rows.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let row = |choice| vec![Choice::Admin(choice)];
        match self {
            AdminReply::Overview(_) => {
                vec![row(AdminChoice::Overview), row(AdminChoice::Invitations)]
            }
            AdminReply::Invitations(list) => {
                list.iter().map(|listed| row(AdminChoice::Revoke(listed.id))).collect()
            }
            AdminReply::AskAnnounce { id, .. } => {
                vec![row(AdminChoice::Send(*id)), row(AdminChoice::Drop(*id))]
            }
            AdminReply::Invited { .. }
            | AdminReply::WasInvited { .. }
            | AdminReply::TooManyInvitations
            | AdminReply::HowToInvite
            | AdminReply::HowToAnnounce
            | AdminReply::TooLong
            | AdminReply::Announcing { .. }
            | AdminReply::Dropped
            | AdminReply::Gone
            | AdminReply::Head { .. }
            | AdminReply::Notice(_) => Vec::new(),
        }
    }

    /// As it is remembered: without the word of an invitation, of which only a hash is kept.
    pub fn storable(&self) -> AdminReply {
        if let AdminReply::Invited { label, .. } = self {
            AdminReply::WasInvited { label: label.clone() }
        } else {
            self.clone()
        }
    }

    /// Whether it takes the place of the message whose button was tapped.
    pub fn in_place(&self) -> bool {
        matches!(
            self,
            AdminReply::Overview(_)
                | AdminReply::Invitations(_)
                | AdminReply::Announcing { .. }
                | AdminReply::Dropped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_from_its_button() {
        for choice in [
            AdminChoice::Overview,
            AdminChoice::Invitations,
            AdminChoice::Revoke(InvitationId(i64::MAX)),
            AdminChoice::Send(AnnouncementId(7)),
            AdminChoice::Drop(AnnouncementId(7)),
        ] {
            let data = choice.data();
            assert!(data.len() <= 64, "{data}");
            assert_eq!(AdminChoice::of_name(data.strip_prefix("admin:").unwrap()), Some(choice));
        }
        assert_eq!(AdminChoice::of_name("revoke:x"), None);
    }
}
