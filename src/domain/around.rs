//! What an answer means for what was there before it and for what comes after.

use super::reply::Reply;

impl Reply {
    /// Whether it takes the place of the message whose button was tapped. Any other answer to a
    /// tap is a message of its own, and what was tapped stays as it is, buttons included.
    pub fn in_place(&self) -> bool {
        if let Some(in_place) = self.own_place() {
            return in_place;
        }
        if let Reply::Please(reply) | Reply::Noted(reply) = self {
            return reply.in_place();
        }
        if let Reply::History(reply) = self {
            return reply.in_place();
        }
        if let Reply::Privacy(reply) = self {
            return reply.in_place();
        }
        if let Reply::Admin(reply) = self {
            return reply.in_place();
        }
        if let Reply::Settings(reply) = self {
            return reply.in_place();
        }
        matches!(
            self,
            Reply::Greeting
                | Reply::Consent { .. }
                | Reply::ConsentMore { .. }
                | Reply::Kept { .. }
                | Reply::Amended { .. }
                | Reply::NotKept
                | Reply::Ask(_)
                | Reply::WhoseIs { .. }
                | Reply::Remembered(_)
                | Reply::Added(_)
                | Reply::Speakers(_)
                | Reply::GuideKept(_)
                | Reply::GuideDone { .. }
                | Reply::GuideNumbers { .. }
                | Reply::ConfirmErase { .. }
                | Reply::Erased
                | Reply::Undone(_)
                | Reply::AlreadyUndone
                | Reply::Stays
                | Reply::Linked { .. }
                | Reply::LinkRefused
                | Reply::LinkGone
                | Reply::Unlinked
                | Reply::Languages
                | Reply::LanguageSet
                | Reply::Stale
                | Reply::Stats(_)
        )
    }

    /// Whether nothing is awaited after it: anything may be done next.
    pub fn stands_alone(&self) -> bool {
        if let Reply::Noticed { reply, .. } = self {
            return reply.stands_alone();
        }
        matches!(
            self,
            Reply::Greeting
                | Reply::Kept { .. }
                | Reply::Amended { .. }
                | Reply::NotKept
                | Reply::Last(_)
                | Reply::NothingOf(_)
                | Reply::Recent(_)
                | Reply::Readings { .. }
                | Reply::Mean { .. }
                | Reply::Count { .. }
                | Reply::NothingIn(_)
                | Reply::Target { .. }
                | Reply::Reminders(_)
                | Reply::Settings(_)
                | Reply::Undone(_)
                | Reply::Stays
                | Reply::GuideDone { .. }
                | Reply::GuideOver
                | Reply::Help
                | Reply::Abilities
        )
    }

    /// After this (ms UTC) it is no use any more and is not delivered; most answers always are.
    pub fn expires_ms(&self) -> Option<i64> {
        if let Reply::Remind { until_ms, .. } = self { Some(*until_ms) } else { self.own_end() }
    }

    /// Whether the conversation ends with this answer.
    pub fn ends(&self) -> bool {
        matches!(self, Reply::Bye)
    }
}
