//! What the owner is told about the service, in words.

use super::{catalogue::Arguments, say::Teller};
use crate::domain::watch::{Condition, WatchReply};

/// What is wrong and what to do about it, and what it is called once it is over.
fn keys(condition: Condition) -> (&'static str, &'static str) {
    match condition {
        Condition::Fetching => ("watch-fetching", "watch-unreachable"),
        Condition::Outbox => ("watch-outbox", "watch-name-outbox"),
        Condition::Inbox => ("watch-inbox", "watch-name-inbox"),
        Condition::DeadLetters => ("watch-dead-letters", "watch-name-dead-letters"),
        Condition::Disk => ("watch-disk", "watch-name-disk"),
        Condition::Writing => ("watch-writing", "watch-name-writing"),
        Condition::Backup => ("watch-backup", "watch-name-backup"),
        Condition::Damage => ("watch-damage", "watch-name-damage"),
        Condition::Certificate => ("watch-certificate", "watch-name-certificate"),
    }
}

impl Teller<'_> {
    pub(super) fn watch(&self, reply: &WatchReply) -> String {
        let mut arguments = Arguments::new();
        let key = match reply {
            WatchReply::Raised { condition, since, .. }
            | WatchReply::Still { condition, since } => {
                arguments.set("what", self.bare(keys(*condition).0));
                arguments.set("when", self.instant(since));
                match reply {
                    WatchReply::Raised { often: true, .. } => "watch-raised-often",
                    WatchReply::Raised { .. } => "watch-raised",
                    WatchReply::Still { .. } | WatchReply::Over { .. } => "watch-still",
                }
            }
            WatchReply::Over { condition, from, to } => {
                arguments.set("from", self.instant(from));
                arguments.set("to", self.instant(to));
                if *condition == Condition::Fetching {
                    "watch-unreachable"
                } else {
                    arguments.set("name", self.bare(keys(*condition).1));
                    "watch-over"
                }
            }
        };
        self.say(key, &arguments)
    }
}
