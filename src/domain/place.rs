//! Where the answer to a tap is shown.

use super::reply::Reply;

impl Reply {
    /// Whether it takes the place of the message whose button was tapped. Any other answer to a
    /// tap is a message of its own, and what was tapped stays as it is, buttons included.
    pub fn in_place(&self) -> bool {
        if let Reply::Please(reply) = self {
            return reply.in_place();
        }
        if let Reply::History(reply) = self {
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
        )
    }
}
