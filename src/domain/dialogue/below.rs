//! A wrong turn loses nothing: what was collected and is not stored yet waits below whatever was
//! begun instead, and is asked about again when that is over.

use super::{
    Act, Guide, Held, QUESTION_LIVES_MS, Stage, State, Step, Thread, Who,
    parting::{gone, leavers, without},
    standing::{about, fresh},
    turn::{Turn, stay},
};
use crate::domain::{
    entry::{Entry, EntryReply, Stage as EntryStage},
    person::PersonId,
    privacy::PrivacyAct,
    reply::Reply,
    utterance::Intent,
};
use std::mem::discriminant;

/// So many dialogues may wait below each other; nobody takes so many wrong turns within an hour.
const BELOW_MAX: usize = 8;

/// What waits below the next state of this conversation, the newest last.
pub fn below(thread: &Thread, who: &Who, at_ms: i64, step: &Step) -> Vec<State> {
    let state = without_pin(fresh(thread, at_ms));
    let stale = state == State::Idle && at_ms - thread.at_ms > QUESTION_LIVES_MS;
    let leaves = matches!(
        step.act,
        Act::Privacy(PrivacyAct::Withdraw | PrivacyAct::PlanErasing | PrivacyAct::Erase)
    );
    if stale || leaves {
        return Vec::new();
    }
    let mut below = thread.below.clone();
    if collects(&state) && !goes_on(&state, &step.next) && !ends(&state, &step.act) {
        below.push(state);
    }
    // Nothing waits for somebody whose diary is gone or is going.
    let going: Vec<PersonId> = leavers(who).chain(gone(&step.act)).collect();
    let without = |state: State| going.iter().fold(state, |state, person| without(state, *person));
    let mut below: Vec<State> = below.into_iter().map(without).filter(collects).collect();
    let over = below.len().saturating_sub(BELOW_MAX);
    below.split_off(over)
}

/// The question of a state that has waited, asked again, and the state that waits for its answer.
pub fn resumed(thread: &Thread, who: &Who, at_ms: i64, origin: &str, state: State) -> Step {
    Turn { thread, who, at_ms, origin }.ask_anew(state)
}

/// Whether a conversation is about this person, or something that waits in it is theirs.
pub fn mentions(thread: &Thread, person: PersonId) -> bool {
    let mentioned = |state: &State| {
        about(state) == Some(person) || held(state).iter().any(|held| theirs(held, person))
    };
    mentioned(&without_pin(thread.state.clone())) || thread.below.iter().any(mentioned)
}

/// Whether a reading that waits is this person's.
pub(super) fn theirs(held: &Held, person: PersonId) -> bool {
    held.person == Some(person)
}

impl Thread {
    /// Something is asked from elsewhere: it stands above whatever is being collected here.
    pub fn asked(self, state: State, at_ms: i64) -> Thread {
        let before = without_pin(fresh(&self, at_ms));
        let mut below = if before == State::Idle { Vec::new() } else { self.below };
        below.extend(Some(before).filter(collects));
        Thread { state, below, at_ms, ..self }
    }
}

/// What is open below the question for a PIN, which keeps it.
fn without_pin(state: State) -> State {
    if let State::Pin { below, .. } = state { *below } else { state }
}

/// Whether something would be lost with this state that the person would have to say again.
fn collects(state: &State) -> bool {
    match state {
        State::Unsure { .. } | State::Whose { .. } => true,
        // Nothing but whose it is has come so far.
        State::Missing(missing) => *missing != missing.emptied(),
        State::Adding { held, .. } => !held.is_empty(),
        State::Entry(Entry { stage, .. }) => *stage != EntryStage::Upper,
        State::Guide(_) => true,
        State::Idle
        | State::Consent { .. }
        | State::Fixing { .. }
        | State::Undo { .. }
        | State::Unlink
        | State::Remember { .. }
        | State::Erase { .. }
        | State::Parting { .. }
        | State::History(_)
        | State::Settings(_)
        | State::Alarm { .. }
        | State::Pin { .. }
        | State::Reminder(_) => false,
    }
}

/// The readings that wait in a state.
fn held(state: &State) -> Vec<&Held> {
    if let State::Unsure { held, rest, .. } = state {
        std::iter::once(held).chain(rest).collect()
    } else if let State::Whose { held } | State::Adding { held, .. } = state {
        held.iter().collect()
    } else if let State::Guide(Guide { stage: Stage::Check(held), .. }) = state {
        vec![held]
    } else {
        Vec::new()
    }
}

/// Whether the next state goes on with what this one collects.
fn goes_on(state: &State, next: &State) -> bool {
    let next = without_pin(next.clone());
    let (here, there) = (held(state), held(&next));
    let collected = matches!(state, State::Missing(_) | State::Entry(_) | State::Guide(_));
    if collected && there.iter().any(|held| held.completes) {
        return true;
    }
    if here.iter().any(|one| there.iter().any(|other| one.origin == other.origin)) {
        return true;
    }
    if let (State::Missing(one), State::Missing(other)) = (state, &next) {
        return one.person == other.person || other.contains(one);
    }
    if let (State::Adding { name: one, .. }, State::Adding { name: other, .. }) = (state, &next) {
        return one == other;
    }
    discriminant(state) == discriminant(&next)
}

/// Whether an act ends what this state collects: readings that wait for a name are not settled by
/// others that are stored.
fn ends(state: &State, act: &Act) -> bool {
    let Act::Keep { save, .. } = act else { return settles(act) };
    if let State::Whose { held } | State::Adding { held, .. } = state {
        return held.iter().any(|held| save.iter().any(|saved| saved.origin == held.origin));
    }
    // Nor is what is being collected by a correction of what is stored.
    let corrects = !save.is_empty() && save.iter().all(|held| held.amends.is_some());
    !corrects || matches!(state, State::Unsure { .. })
}

/// Whether an act is an end of what was collected: it is stored, or the person does not want it.
fn settles(act: &Act) -> bool {
    if let Act::Say(reply) = act {
        matches!(
            reply,
            Reply::NotKept
                | Reply::Stays
                | Reply::GuideOver
                | Reply::Bye
                | Reply::Entry(EntryReply::Over)
        )
    } else {
        matches!(act, Act::Keep { .. } | Act::KeepGuided { .. } | Act::AddPerson(..))
    }
}

impl Turn<'_> {
    /// Something else is done in between and the question stays open, unless what is done asks
    /// something itself: then that is answered first.
    pub(super) fn beside(&self, state: State, intent: Intent) -> Step {
        let step = self.at_home(intent);
        if step.next == State::Idle { Step { next: state, ..step } } else { step }
    }

    fn ask_anew(&self, state: State) -> Step {
        if let State::Unsure { held, rest, .. } = state {
            self.ask_again(std::iter::once(held).chain(rest).collect())
        } else if let State::Missing(missing) = state {
            self.ask_value(missing, false)
        } else if let State::Whose { held } = state {
            self.ask_whose(held)
        } else if let State::Adding { name, held } = state {
            self.ask_add(name, held)
        } else if let State::Entry(entry) = state {
            self.next_number(entry, false)
        } else if let State::Guide(guide) = state {
            self.prompt(guide, false)
        } else {
            // Nothing else is ever put below.
            stay(state, Reply::Stale)
        }
    }
}
