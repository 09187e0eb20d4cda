//! Which answers show or say what is stored about somebody's health. A new answer does not compile
//! until it is said here whether it does.

use super::{Action, Deed, Subject};
use crate::domain::{
    history::HistoryReply,
    reply::{Card, Reply},
    settings::SettingsReply,
    week::WeekReply,
};

fn cards(action: Action, cards: &[Card]) -> Option<Deed> {
    match cards {
        [] => None,
        [card] => Some(Deed { subject: Subject::Reading(card.id), ..Deed::of(action) }),
        many => {
            let count = u32::try_from(many.len()).unwrap_or(u32::MAX);
            Some(Deed { count, ..Deed::of(action) })
        }
    }
}

fn card(shown: &Card) -> Option<Deed> {
    cards(Action::Told, std::slice::from_ref(shown))
}

/// What was looked at with this answer to somebody who changed nothing.
pub(super) fn shown(reply: &Reply) -> Option<Deed> {
    match reply {
        Reply::Last(Some(shown)) | Reply::ConfirmUndo { card: shown, .. } => card(shown),
        Reply::Recent(list) | Reply::Readings { cards: list, .. } => cards(Action::Told, list),
        Reply::FixHow { .. } | Reply::Target { target: Some(_), .. } => {
            Some(Deed::of(Action::Told))
        }
        Reply::Mean { .. } | Reply::Count { .. } => Some(Deed::of(Action::Statistics)),
        Reply::Stats(stats) => stats.summary.as_ref().map(|_| Deed::of(Action::Statistics)),
        Reply::History(reply) => history(reply),
        Reply::HomeWeek(WeekReply::Progress { .. } | WeekReply::Done { .. }) => {
            Some(Deed::of(Action::Week))
        }
        Reply::Settings(SettingsReply::Page(_, view)) => {
            view.target.as_ref().map(|_| Deed::of(Action::Told))
        }
        Reply::Please(reply) | Reply::Noted(reply) | Reply::Noticed { reply, .. } => shown(reply),
        Reply::Resumed { before, .. } => shown(before),
        Reply::Alarm(reply) => reply.before().and_then(shown),
        // What they show was stored or changed with them, or was said just now and is not stored.
        Reply::Kept { .. }
        | Reply::Amended { .. }
        | Reply::GuideKept(_)
        | Reply::GuideDone { .. }
        | Reply::Undone(_)
        | Reply::Ask(_)
        | Reply::Missing { .. }
        | Reply::AskAdd { .. }
        | Reply::WhoseIs { .. }
        | Reply::GuideCheck { .. }
        | Reply::HomeWeek(_)
        | Reply::Settings(_)
        | Reply::Entry(_)
        | Reply::Timer(_)
        | Reply::Reminder(_)
        | Reply::Privacy(_)
        | Reply::Admin(_)
        | Reply::Backup(_)
        | Reply::Parting(_)
        | Reply::Pin(_)
        | Reply::Notice(_)
        | Reply::Watch(_)
        | Reply::Greeting
        | Reply::Consent { .. }
        | Reply::ConsentMore { .. }
        | Reply::Declined
        | Reply::Which
        | Reply::NotYet
        | Reply::Rejected(_)
        | Reply::NotKept
        | Reply::Last(None)
        | Reply::NothingOf(_)
        | Reply::Ahead
        | Reply::NothingIn(_)
        | Reply::Target { target: None, .. }
        | Reply::NoTarget
        | Reply::OneByOne
        | Reply::OneEach
        | Reply::Remembered(_)
        | Reply::Added(_)
        | Reply::TooManyPeople
        | Reply::WhoseDiary { .. }
        | Reply::WriteOnly
        | Reply::Speakers(_)
        | Reply::GuideRest { .. }
        | Reply::GuideNumbers { .. }
        | Reply::GuideOver
        | Reply::ConfirmErase { .. }
        | Reply::EraseInChat
        | Reply::EraseAsked
        | Reply::Erased
        | Reply::Care
        | Reply::AlreadyUndone
        | Reply::NothingToUndo
        | Reply::Stays
        | Reply::Help
        | Reply::Abilities
        | Reply::Bye
        | Reply::Hint { .. }
        | Reply::Stranger
        | Reply::LinkFirst
        | Reply::HowToLink
        | Reply::Code { .. }
        | Reply::CodeTooSoon { .. }
        | Reply::CodeTaken
        | Reply::CodeWrong
        | Reply::CodeLocked
        | Reply::AlreadyLinked
        | Reply::LinkedElsewhere
        | Reply::SpeakerAsks { .. }
        | Reply::Linked { .. }
        | Reply::LinkRefused
        | Reply::LinkGone
        | Reply::ConfirmUnlink { .. }
        | Reply::Unlinked
        | Reply::NothingToUnlink
        | Reply::Languages
        | Reply::LanguageSet
        | Reply::Stale
        | Reply::Wordless
        | Reply::Edited
        | Reply::Group
        | Reply::Guessing
        | Reply::Remind { .. }
        | Reply::Reminders(_)
        | Reply::Sorry
        | Reply::TryAgain
        | Reply::Slow => None,
    }
}

fn history(reply: &HistoryReply) -> Option<Deed> {
    match reply {
        HistoryReply::Page(page) => cards(Action::History, &page.cards),
        HistoryReply::Card { card: shown, .. }
        | HistoryReply::More { card: shown, .. }
        | HistoryReply::Ask { card: shown, .. }
        | HistoryReply::NotYet(shown)
        | HistoryReply::Removed { card: shown, .. } => card(shown),
        HistoryReply::NoteTooLong { .. } | HistoryReply::Gone { .. } => None,
    }
}
