//! What the audit chain says was done. The chain holds which of these actions it was, when, by
//! which way and with whose data, and never a value.

mod deeds;
mod shown;

pub use deeds::{deeds, refusal};

use super::{
    admin::InvitationId,
    choice::Choice,
    person::{Door, PersonId, ReadingId},
    privacy::PrivacyChoice,
    when::Zone,
};
use serde::{Deserialize, Serialize};

/// Entries on one page of what a person is shown.
pub const PAGE: usize = 15;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Action {
    /// A reading was stored.
    Stored,
    /// A reading has other values, another time or another note.
    Changed,
    /// A reading was removed.
    Removed,
    /// A removed reading was brought back.
    Restored,
    /// Readings went because they were kept as long as they may be.
    Expired,
    /// Readings or a target were shown or said.
    Told,
    /// A page of the diary was shown.
    History,
    /// Statistics, a mean or a count were shown or said.
    Statistics,
    /// The home week was shown.
    Week,
    /// Everything was handed out as a file.
    Exported,
    /// A diary for one more person was begun.
    PersonAdded,
    /// The diary of one person was erased, and the others stay.
    PersonErased,
    /// A target was set, or taken away.
    TargetSet,
    /// Settings or reminders were changed.
    SettingsChanged,
    /// A PIN was set, changed or removed, or is to go because it was forgotten.
    PinChanged,
    /// A home week was begun, changed or ended.
    WeekChanged,
    /// The consent was given.
    ConsentGiven,
    /// The consent was taken back.
    ConsentWithdrawn,
    /// It was decided to erase everything.
    ErasingPlanned,
    /// It was decided not to erase after all.
    ErasingStopped,
    /// Everything was erased.
    Erased,
    /// A code for joining a speaker was issued.
    CodeIssued,
    /// A speaker gave the right code; the chat has to confirm.
    SpeakerAsked,
    /// A speaker joined.
    Linked,
    /// A speaker was refused.
    LinkRefused,
    /// Speakers were unlinked.
    Unlinked,
    /// It was asked whether the diary is to stay, or said when it goes.
    SilenceAsked,
    /// Somebody became the owner.
    BecameOwner,
    /// The owner looked at the counts of the service.
    Overviewed,
    /// An invitation was made.
    InvitationMade,
    /// An invitation was taken back.
    InvitationRevoked,
    /// Somebody came in with an invitation.
    InvitationUsed,
    /// An announcement was written.
    AnnouncementDrafted,
    /// An announcement was dropped.
    AnnouncementDropped,
    /// An announcement began to be told.
    AnnouncementBegun,
    /// An announcement was told to everybody.
    AnnouncementEnded,
    /// A wrong PIN.
    WrongPin,
    /// A wrong code for joining a speaker.
    WrongCode,
    /// A call of the webhook with a wrong secret, a bad signature or of another skill.
    WrongSecret,
    /// Somebody without an invitation.
    Stranger,
    /// Entries of the chain that were kept as long as they may be went.
    Pruned,
    /// Backups were made.
    BackupMade,
    /// A backup was put on its way to the owner's chat.
    BackupSent,
    /// The file came out of a backup.
    BackupRestored,
    /// The file was put under another key.
    Rekeyed,
}

impl Action {
    /// Every action and what it is called in the chain: a name is never given another meaning.
    pub const ALL: [(Action, &str); 45] = [
        (Action::Stored, "stored"),
        (Action::Changed, "changed"),
        (Action::Removed, "removed"),
        (Action::Restored, "restored"),
        (Action::Expired, "expired"),
        (Action::Told, "told"),
        (Action::History, "history"),
        (Action::Statistics, "statistics"),
        (Action::Week, "week"),
        (Action::Exported, "exported"),
        (Action::PersonAdded, "person-added"),
        (Action::PersonErased, "person-erased"),
        (Action::TargetSet, "target-set"),
        (Action::SettingsChanged, "settings-changed"),
        (Action::PinChanged, "pin-changed"),
        (Action::WeekChanged, "week-changed"),
        (Action::ConsentGiven, "consent-given"),
        (Action::ConsentWithdrawn, "consent-withdrawn"),
        (Action::ErasingPlanned, "erasing-planned"),
        (Action::ErasingStopped, "erasing-stopped"),
        (Action::Erased, "erased"),
        (Action::CodeIssued, "code-issued"),
        (Action::SpeakerAsked, "speaker-asked"),
        (Action::Linked, "linked"),
        (Action::LinkRefused, "link-refused"),
        (Action::Unlinked, "unlinked"),
        (Action::SilenceAsked, "silence-asked"),
        (Action::BecameOwner, "became-owner"),
        (Action::Overviewed, "overviewed"),
        (Action::InvitationMade, "invitation-made"),
        (Action::InvitationRevoked, "invitation-revoked"),
        (Action::InvitationUsed, "invitation-used"),
        (Action::AnnouncementDrafted, "announcement-drafted"),
        (Action::AnnouncementDropped, "announcement-dropped"),
        (Action::AnnouncementBegun, "announcement-begun"),
        (Action::AnnouncementEnded, "announcement-ended"),
        (Action::WrongPin, "wrong-pin"),
        (Action::WrongCode, "wrong-code"),
        (Action::WrongSecret, "wrong-secret"),
        (Action::Stranger, "stranger"),
        (Action::Pruned, "pruned"),
        (Action::BackupMade, "backup-made"),
        (Action::BackupSent, "backup-sent"),
        (Action::BackupRestored, "backup-restored"),
        (Action::Rekeyed, "rekeyed"),
    ];

    /// What it is called in the chain.
    pub fn name(self) -> &'static str {
        Action::ALL.iter().find(|(action, _)| *action == self).map_or("", |(_, name)| name)
    }

    /// The action of this name.
    pub fn of_name(name: &str) -> Option<Action> {
        Action::ALL.iter().find(|(_, known)| *known == name).map(|(action, _)| *action)
    }
}

/// Which way it was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Via {
    /// In a chat.
    Chat,
    /// At a speaker.
    Voice,
    /// By the running service itself.
    Service,
    /// On the command line of the server.
    Operator,
}

impl Via {
    const ALL: [(Via, &str); 4] = [
        (Via::Chat, "chat"),
        (Via::Voice, "voice"),
        (Via::Service, "service"),
        (Via::Operator, "operator"),
    ];

    /// What it is called in the chain.
    pub fn name(self) -> &'static str {
        Via::ALL.iter().find(|(via, _)| *via == self).map_or("", |(_, name)| name)
    }

    /// The way of this name.
    pub fn of_name(name: &str) -> Option<Via> {
        Via::ALL.iter().find(|(_, known)| *known == name).map(|(via, _)| *via)
    }
}

impl From<Door> for Via {
    fn from(door: Door) -> Via {
        match door {
            Door::Chat => Via::Chat,
            Door::Voice => Via::Voice,
        }
    }
}

/// What a deed was done with; the chain holds a hash of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The account as a whole.
    Account,
    /// One reading.
    Reading(ReadingId),
    /// One person's diary.
    Person(PersonId),
    /// An invitation.
    Invitation(InvitationId),
}

/// Something that was done, as it goes into the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub action: Action,
    /// With what.
    pub subject: Subject,
    /// With how many of them, at least 1.
    pub count: u32,
}

impl Deed {
    /// Done once with the account as a whole.
    pub fn of(action: Action) -> Deed {
        Deed { action, subject: Subject::Account, count: 1 }
    }
}

/// An entry as its person is shown it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When, ms UTC.
    pub at_ms: i64,
    /// What.
    pub action: Action,
    /// Which way.
    pub via: Via,
    /// How often, or with how many readings.
    pub count: u32,
}

/// A page of what was done with somebody's data, the newest first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// At most [`PAGE`] of them.
    pub lines: Vec<Line>,
    /// The present, ms UTC.
    pub now_ms: i64,
    /// In which zone times are read.
    pub zone: Zone,
    /// Whether it was turned to, from another page.
    pub turned: bool,
    /// Whether there are newer ones.
    pub newer: bool,
    /// Where the next page begins: before this entry.
    pub older: Option<i64>,
    /// Days that entries are kept.
    pub days: u32,
}

impl Journal {
    /// What can be tapped below it, in rows.
    pub fn choices(&self) -> Vec<Vec<Choice>> {
        let page = |before| Choice::Privacy(PrivacyChoice::Journal(Some(before)));
        let newest = self.newer.then_some(page(i64::MAX));
        let row: Vec<Choice> = self.older.map(page).into_iter().chain(newest).collect();
        if row.is_empty() { Vec::new() } else { vec![row] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_and_every_way_has_a_name_of_its_own() {
        for (action, name) in Action::ALL {
            assert_eq!((action.name(), Action::of_name(name)), (name, Some(action)));
        }
        for (via, name) in Via::ALL {
            assert_eq!((via.name(), Via::of_name(name)), (name, Some(via)));
        }
    }
}
