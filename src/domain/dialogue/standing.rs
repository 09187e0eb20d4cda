//! Where a conversation stands: for how long, and about whom.

use super::{Act, Again, CONSENT_LIVES_MS, Event, OWN_WORDS_MS, QUESTION_LIVES_MS, State, Thread};
use crate::domain::{
    history::{HistoryAct, HistoryIntent, What},
    period::Period,
    person::{PersonId, ReadingId},
    pin::{ASKED_MS, PinAsks},
    query::Query,
    reading::Doubt,
    reply::Reply,
    utterance::{Bid, Intent},
};

/// The state, or a fresh start when its question is too old to be meant.
pub(super) fn fresh(thread: &Thread, at_ms: i64) -> State {
    still(&thread.state, at_ms - thread.at_ms)
}

/// What is left of a state after this time, ms.
fn still(state: &State, age_ms: i64) -> State {
    let lives = match state {
        State::Idle => return State::Idle,
        State::Pin { below, .. } => {
            return if age_ms > ASKED_MS { still(below, age_ms) } else { state.clone() };
        }
        State::Consent { .. } => CONSENT_LIVES_MS,
        State::Unsure { .. }
        | State::Missing(_)
        | State::Fixing { .. }
        | State::Undo { .. }
        | State::Unlink
        | State::Whose { .. }
        | State::Remember { .. }
        | State::Adding { .. }
        | State::Guide(_)
        | State::Settings(_)
        | State::Erase { .. }
        | State::Parting { .. }
        | State::History(_)
        | State::Entry(_)
        | State::Alarm { .. }
        | State::Reminder(_) => QUESTION_LIVES_MS,
    };
    if age_ms > lives { State::Idle } else { state.clone() }
}

/// What the digits are that this conversation waits for, if it does, and what is open below.
pub fn pin_asked(thread: &Thread, at_ms: i64) -> Option<(PinAsks, State)> {
    if let State::Pin { asks, below } = fresh(thread, at_ms) { Some((asks, *below)) } else { None }
}

/// What this conversation waits for that can only be told from its own words, if for anything.
pub fn awaited(thread: &Thread, at_ms: i64, heard: &Intent) -> Option<What> {
    let state = pin_asked(thread, at_ms).map_or_else(|| fresh(thread, at_ms), |(_, below)| below);
    if let State::History(waits) = state {
        return Some(waits.what);
    }
    // A time alone is that of the reading which is talked about, or was given right before it.
    let talked_about = matches!(
        state,
        State::Unsure { .. }
            | State::Missing(_)
            | State::Whose { .. }
            | State::Adding { .. }
            | State::Fixing { .. }
            | State::Entry(_)
            | State::Guide(_)
            | State::Alarm { .. }
    );
    let lately = thread.last.is_some()
        && thread.given_ms == thread.at_ms
        && at_ms - thread.given_ms <= OWN_WORDS_MS;
    let asks = matches!(heard, Intent::Ask(Query::Readings(_)) | Intent::History(_));
    let free = *heard == Intent::Unknown;
    let meant = talked_about && (free || asks) || state == State::Idle && lately && free;
    meant.then_some(What::Time)
}

/// The reading that a state is about, whosever it is.
pub fn about_reading(state: &State) -> Option<ReadingId> {
    if let State::Fixing { reading } | State::Undo { reading } = state {
        Some(*reading)
    } else if let State::Pin { below, .. } = state {
        about_reading(below)
    } else {
        None
    }
}

/// The person that a state is about, if it is about one.
pub fn about(state: &State) -> Option<PersonId> {
    match state {
        State::Unsure { held, .. } => held.person,
        State::Missing(missing) => missing.person,
        State::Remember { person } => Some(*person),
        State::Guide(guide) => guide.person,
        State::Entry(entry) => entry.person,
        State::Alarm { person } | State::Parting { person, .. } => Some(*person),
        State::Pin { below, .. } => about(below),
        State::Idle
        | State::Consent { .. }
        | State::Fixing { .. }
        | State::Undo { .. }
        | State::Unlink
        | State::Whose { .. }
        | State::Adding { .. }
        | State::Settings(_)
        | State::Erase { .. }
        | State::History(_)
        | State::Reminder(_) => None,
    }
}

/// What was said, once it is known what was asked: "remove it" and "keep it" are a yes or a no to
/// whether something shall go, and no answer to whether something shall be stored.
pub fn answered(thread: &Thread, at_ms: i64, event: Event) -> Event {
    let Event::Said(Intent::Bid(bid)) = event else { return event };
    let state = fresh(thread, at_ms);
    let goes = matches!(
        state,
        State::Undo { .. } | State::Erase { .. } | State::Parting { .. } | State::Unlink
    );
    let swapped = matches!(state, State::Unsure { doubt: Doubt::Swapped, .. });
    Event::Said(match bid {
        // There «cancel» is the end of it.
        Bid::Remove if matches!(state, State::Guide(_)) => Intent::Bid(bid),
        Bid::Remove if goes => Intent::Yes,
        Bid::Remove => Intent::Undo,
        Bid::Keep if goes => Intent::No,
        Bid::Swap if swapped => Intent::Yes,
        Bid::Keep | Bid::Swap => Intent::Unknown,
    })
}

/// Whose last reading was shown last, where something is to be changed and nobody is named: that one
/// is meant.
pub fn shown(thread: &Thread, event: &Event) -> Option<PersonId> {
    let Event::Said(intent) = event else { return None };
    let changes = matches!(
        intent,
        Intent::Fix(_)
            | Intent::FixWhat
            | Intent::Undo
            | Intent::Beside(_)
            | Intent::History(HistoryIntent::When(_) | HistoryIntent::Change(_))
    );
    match thread.again {
        Again::Query(Query::Last, person) if changes && thread.state == State::Idle => Some(person),
        Again::Query(..) | Again::Last | Again::Help | Again::Abilities => None,
    }
}

/// What "once more" repeats after this act.
pub fn again(act: &Act, before: Again) -> Again {
    if let Act::Tell(query, person) = act {
        Again::Query(*query, *person)
    } else if let Act::History(HistoryAct::Look(person, day)) = act {
        let query = day.map_or(Query::Recent, |day| Query::Readings(Period::Day(day)));
        Again::Query(query, *person)
    } else if let Act::Say(Reply::Help) = act {
        Again::Help
    } else if let Act::Say(Reply::Abilities) = act {
        Again::Abilities
    } else if matches!(act, Act::Keep { .. } | Act::KeepGuided { .. } | Act::Forget(_)) {
        Again::Last
    } else {
        before
    }
}
