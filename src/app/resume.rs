//! After a wrong turn: what was collected before it is asked about again.

use super::{perform::Done, turn::Scene};
use crate::domain::{
    dialogue::{self, Act, State, Step, Thread, Who},
    person::{Account, Door},
    reply::Reply,
};

impl Scene<'_> {
    /// The session with a speaker, as it is remembered.
    pub(super) fn session(&self) -> Option<String> {
        let session = self.incoming.session.as_ref()?;
        let mark = self.seal.message("session", &self.peer, session);
        Some(mark.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }

    /// When what was begun is over and something waits below it, its question follows the answer.
    pub(super) fn resume(&self, thread: &mut Thread, who: &Who, done: Done) -> Done {
        if done.next != State::Idle {
            return done;
        }
        let Some(state) = thread.below.pop() else { return done };
        let (at_ms, origin) = (self.incoming.at_ms, &self.incoming.origin);
        let Step { next, act } = dialogue::resumed(thread, who, at_ms, origin, state);
        let Act::Say(question) = act else { return done };
        let (before, question) = (Box::new(done.reply), Box::new(question));
        Done { next, reply: Reply::Resumed { before, question }, ..done }
    }

    /// A speaker that tells nothing forgets what a guest has not confirmed as soon as somebody
    /// opens it anew: it may be somebody else, who has no business with it.
    pub(super) fn forget_the_last_guest(&self, account: Option<&Account>, thread: &mut Thread) {
        if self.incoming.peer.door != Door::Voice {
            return;
        }
        let session = self.session();
        if account.is_some_and(|account| account.write_only) && thread.heard_in != session {
            thread.state = State::Idle;
            thread.below = Vec::new();
            thread.last = None;
        }
        thread.heard_in = session;
    }
}
