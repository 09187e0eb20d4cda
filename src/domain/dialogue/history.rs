//! Looking back: pages, cards, and a reading that waits for its time or its note.

use super::{
    Act, State, Step,
    turn::{Turn, act, say},
};
use crate::domain::{
    history::{HistoryAct, HistoryChoice, HistoryIntent, HistoryState, What},
    period::Period,
    person::{Door, PersonId},
    query::Query,
    reply::Reply,
    utterance::Intent,
};

impl Turn<'_> {
    /// In a chat a day is a page with readings to open.
    pub(super) fn by_days(&self, query: Query, person: PersonId) -> Option<Step> {
        let Query::Readings(Period::Day(day)) = query else { return None };
        let chat = self.who.door == Door::Chat;
        chat.then(|| act(Act::History(HistoryAct::Look(person, Some(day)))))
    }

    /// What was meant while looking back, with nothing open.
    pub(super) fn looked_back(&self, intent: HistoryIntent) -> Step {
        let talked =
            matches!(self.thread.state, State::Idle | State::Alarm { .. } | State::Guide(_));
        match intent {
            HistoryIntent::Show if self.who.door == Door::Chat => {
                act(Act::History(HistoryAct::Look(self.meant(), None)))
            }
            HistoryIntent::Show => self.tell(Query::Recent, self.meant()),
            HistoryIntent::When(when) => match self.who.last {
                Some(last) if self.just_given(last) && talked => {
                    act(Act::History(HistoryAct::Move(last.id, when)))
                }
                Some(_) | None => self.lost(),
            },
            HistoryIntent::Note(_) => self.lost(),
            HistoryIntent::Change(what) => match self.who.last {
                Some(last) if self.who.door == Door::Chat => {
                    let choice = HistoryChoice::Fix { id: last.id, what };
                    self.history_tapped(State::Idle, choice)
                }
                Some(_) => self.lost(),
                None => say(Reply::NothingToUndo),
            },
            HistoryIntent::Restore if self.who.door == Door::Chat => {
                act(Act::History(HistoryAct::Restore(self.meant())))
            }
            HistoryIntent::Restore => self.lost(),
        }
    }

    /// A reading waits for its time or its note: it comes, or something else does.
    pub(super) fn waiting(&self, waits: HistoryState, intent: Intent) -> Step {
        let id = waits.reading;
        let asked = State::History(waits);
        if let Intent::History(HistoryIntent::When(when)) = intent {
            return Step { next: asked, act: Act::History(HistoryAct::Move(id, when)) };
        }
        if let Intent::History(HistoryIntent::Note(note)) = intent {
            return Step { next: asked, act: Act::History(HistoryAct::Note(id, note)) };
        }
        let nothing =
            matches!(intent, Intent::Unknown | Intent::Which | Intent::Yes | Intent::Lone(_));
        if matches!(intent, Intent::No | Intent::Undo) {
            say(Reply::Stays)
        } else if nothing && self.thread.misses == 0 {
            let again = HistoryAct::Tap(HistoryChoice::Fix { id, what: waits.what });
            Step { next: asked, act: Act::History(again) }
        } else if intent.is_aside() || nothing {
            // The answer may still come after a wrong turn.
            self.beside(asked, intent)
        } else {
            self.at_home(intent)
        }
    }

    /// A button of a page or a card. It works whatever is open, and what is open stays so.
    pub(super) fn history_tapped(&self, state: State, choice: HistoryChoice) -> Step {
        if self.who.door == Door::Voice {
            return Step { next: state, act: Act::Say(Reply::Stale) };
        }
        let next = match &choice {
            HistoryChoice::Fix { id, what: What::Values } => State::Fixing { reading: *id },
            HistoryChoice::Fix { id, what } => {
                State::History(HistoryState { reading: *id, what: *what })
            }
            HistoryChoice::Keep => {
                let ours = matches!(state, State::History(_) | State::Fixing { .. });
                let next = if ours { State::Idle } else { state };
                return Step { next, act: Act::Say(Reply::Stays) };
            }
            HistoryChoice::NoNote(_) if matches!(state, State::History(_)) => State::Idle,
            HistoryChoice::NoNote(_)
            | HistoryChoice::Page { .. }
            | HistoryChoice::Open { .. }
            | HistoryChoice::More { .. }
            | HistoryChoice::Set { .. }
            | HistoryChoice::Remove { .. }
            | HistoryChoice::Restore { .. } => state,
        };
        Step { next, act: Act::History(HistoryAct::Tap(choice)) }
    }
}
