//! A conversation whose diary has become a part of another one.

use super::{Again, Guide, Held, Missing, Session, Stage, State, Thread};
use crate::domain::person::PersonId;

impl Thread {
    /// The same conversation in the other diary, where people have other numbers: what waits for an
    /// answer still waits, for the same person. `to` says who somebody is there.
    pub fn moved(self, to: &impl Fn(PersonId) -> PersonId) -> Thread {
        let session = self.session.map(|session| Session { person: to(session.person), ..session });
        let again = match self.again {
            Again::Query(query, person) => Again::Query(query, to(person)),
            Again::Last | Again::Help | Again::Abilities => self.again,
        };
        let below = self.below.into_iter().map(|below| state(below, to)).collect();
        Thread { state: state(self.state, to), below, session, again, ..self }
    }
}

fn state(before: State, to: &impl Fn(PersonId) -> PersonId) -> State {
    let held = |held: Held| Held { person: held.person.map(to), ..held };
    let all = |several: Vec<Held>| -> Vec<Held> { several.into_iter().map(held).collect() };
    let missing = |missing: Missing| Missing { person: missing.person.map(to), ..missing };
    match before {
        State::Consent { held, invited, guest } => {
            State::Consent { held: all(held), invited, guest }
        }
        State::Unsure { held: first, doubt, rest } => {
            State::Unsure { held: held(first), doubt, rest: all(rest) }
        }
        State::Missing(of) => State::Missing(missing(of)),
        State::Whose { held } => State::Whose { held: all(held) },
        State::Remember { person } => State::Remember { person: to(person) },
        State::Adding { name, held } => State::Adding { name, held: all(held) },
        State::Guide(guide) => State::Guide(Guide {
            person: guide.person.map(to),
            stage: match guide.stage {
                Stage::Rest => Stage::Rest,
                Stage::Numbers(of) => Stage::Numbers(of.map(missing)),
                Stage::Check(of) => Stage::Check(held(of)),
            },
            ..guide
        }),
        State::Parting { person, sure } => State::Parting { person: to(person), sure },
        State::Alarm { person } => State::Alarm { person: to(person) },
        State::Pin { asks, below } => State::Pin { asks, below: Box::new(state(*below, to)) },
        // Numbers are entered one by one in a chat, and a chat's diary never moves.
        State::Entry(_)
        | State::Idle
        | State::Fixing { .. }
        | State::Undo { .. }
        | State::Unlink
        | State::Settings(_)
        | State::Erase { .. }
        | State::History(_)
        | State::Reminder(_) => before,
    }
}
