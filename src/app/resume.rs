//! After a wrong turn: what was collected before it is asked about again.

use super::{perform::Done, turn::Scene};
use crate::domain::{
    dialogue::{self, Act, State, Step, Thread, Who},
    person::{Account, Door},
    reply::Reply,
};
use crate::store::Error;
use std::mem;

impl Scene<'_> {
    /// The session with a speaker, as it is remembered.
    pub(super) fn session(&self) -> Option<String> {
        let session = self.incoming.session.as_ref()?;
        let mark = self.seal.message("session", &self.peer, session);
        Some(mark.0.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    }

    /// When what was begun is over and something waits below it, its question follows the answer.
    pub(super) fn resume(
        &self,
        thread: &mut Thread,
        who: &mut Who,
        done: Done,
    ) -> Result<Done, Error> {
        if done.next != State::Idle {
            return Ok(done);
        }
        let Some(state) = thread.below.pop() else { return Ok(done) };
        // Somebody may have come or gone.
        let now = self.tx.account(&self.peer, &self.rules.consent_version)?;
        let before = mem::replace(&mut who.account, now);
        let (at_ms, origin) = (self.incoming.at_ms, &self.incoming.origin);
        let Step { next, act } = dialogue::resumed(thread, who, at_ms, origin, state);
        who.account = before;
        let Act::Say(question) = act else { return Ok(done) };
        let (before, question) = (Box::new(done.reply), Box::new(question));
        Ok(Done { next, reply: Reply::Resumed { before, question }, ..done })
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
