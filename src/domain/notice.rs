//! What was done at one door and is told at the others, so that nobody can do it unseen. No
//! values, no names.

use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// A speaker has joined.
    Linked,
    /// A speaker has parted, as it was told to.
    Unlinked,
    /// A copy of everything was asked for.
    Exported,
    /// There is a PIN now.
    PinSet,
    /// The PIN is another one now.
    PinChanged,
    /// There is no PIN any more.
    PinRemoved,
    /// Somebody says that the PIN is forgotten; it goes in a day.
    PinForgotten,
    /// Wrong PINs were tried.
    PinLocked,
    /// The consent was taken back.
    Withdrawn,
    /// Everything is going to be erased.
    Leaving,
}

impl Notice {
    /// Every notice with the name under which it is stored.
    pub const ALL: [(Notice, &str); 10] = [
        (Notice::Linked, "linked"),
        (Notice::Unlinked, "unlinked"),
        (Notice::Exported, "exported"),
        (Notice::PinSet, "pin-set"),
        (Notice::PinChanged, "pin-changed"),
        (Notice::PinRemoved, "pin-removed"),
        (Notice::PinForgotten, "pin-forgotten"),
        (Notice::PinLocked, "pin-locked"),
        (Notice::Withdrawn, "withdrawn"),
        (Notice::Leaving, "leaving"),
    ];

    /// The name under which it is stored.
    pub fn id(self) -> &'static str {
        Notice::ALL.iter().find(|(notice, _)| *notice == self).map_or("", |(_, id)| id)
    }

    /// The notice of this name.
    pub fn of_id(id: &str) -> Option<Notice> {
        Notice::ALL.iter().find(|(_, known)| *known == id).map(|(notice, _)| *notice)
    }
}
