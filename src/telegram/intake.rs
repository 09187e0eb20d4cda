//! How fast updates are taken to the desk. A chat that is faster waits in its own line, where
//! nothing of it is lost and nobody stands behind it. Kept in memory only: a restart gives a chat
//! one burst more, and its updates wait in their table over it.

use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    state::keyed::HashMapStateStore,
};
use std::{
    collections::HashSet,
    num::NonZeroU32,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How fast updates are handled.
#[derive(Clone, Copy, Debug)]
pub struct Intake {
    /// Updates a second of one chat in the long run.
    pub chat_a_second: NonZeroU32,
    /// Updates of one chat that may follow each other at once.
    pub chat_burst: NonZeroU32,
    /// Updates a second over all chats in the long run.
    pub all_a_second: NonZeroU32,
    /// Updates over all chats that may follow each other at once.
    pub all_burst: NonZeroU32,
}

impl Intake {
    /// What was written without a network, forwarded or pasted in parts comes at once: sixty. Ten a
    /// second are more than somebody types or taps, and more than the platform has one account
    /// write for long, so that a line does not grow for ever. A hundred a second over all are three
    /// times what the platform lets us answer, and less than the writer manages, so that a flood
    /// from many chats leaves it time for the speakers.
    pub const PEOPLE: Intake = Intake {
        chat_a_second: NonZeroU32::MIN.saturating_add(9),
        chat_burst: NonZeroU32::MIN.saturating_add(59),
        all_a_second: NonZeroU32::MIN.saturating_add(99),
        all_burst: NonZeroU32::MIN.saturating_add(399),
    };
}

/// Quiet chats are forgotten when so many are known: some hundred kilobytes.
const CHATS_REMEMBERED: usize = 10_000;

/// The one who lets updates through to the desk.
pub(super) struct Gate {
    chats: RateLimiter<i64, HashMapStateStore<i64>, DefaultClock>,
    all: DefaultDirectRateLimiter,
    /// Whoever waits for the measure of all stands in this line, so that it is first come, first
    /// served.
    line: tokio::sync::Mutex<()>,
    clock: DefaultClock,
    /// Rows that were let through and are not over: when they are tried again, that is no new
    /// message of anybody.
    inside: Mutex<HashSet<i64>>,
}

impl Gate {
    pub(super) fn new(intake: Intake) -> Gate {
        let chat = Quota::per_second(intake.chat_a_second).allow_burst(intake.chat_burst);
        let all = Quota::per_second(intake.all_a_second).allow_burst(intake.all_burst);
        Gate {
            chats: RateLimiter::hashmap(chat),
            all: RateLimiter::direct(all),
            line: tokio::sync::Mutex::default(),
            clock: DefaultClock::default(),
            inside: Mutex::default(),
        }
    }

    fn inside(&self) -> MutexGuard<'_, HashSet<i64>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets this row of a chat through, or says how long its chat has to wait. The measure of all
    /// comes second and is waited for here: whoever is too fast takes nothing of it.
    pub(super) async fn admit(&self, row: i64, chat: i64) -> Result<(), Duration> {
        if self.inside().contains(&row) {
            return Ok(());
        }
        if self.chats.len() >= CHATS_REMEMBERED {
            self.chats.retain_recent();
        }
        self.chats.check_key(&chat).map_err(|refused| refused.wait_time_from(self.clock.now()))?;
        let _first = self.line.lock().await;
        while let Err(refused) = self.all.check() {
            tokio::time::sleep(refused.wait_time_from(self.clock.now())).await;
        }
        self.inside().insert(row);
        Ok(())
    }

    /// This row is over.
    pub(super) fn over(&self, row: i64) {
        self.inside().remove(&row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intake(chat: u32, all: u32) -> Intake {
        let (slow, burst) = (NonZeroU32::MIN, |count| NonZeroU32::new(count).unwrap());
        Intake {
            chat_a_second: slow,
            chat_burst: burst(chat),
            all_a_second: burst(1000),
            all_burst: burst(all),
        }
    }

    #[tokio::test]
    async fn a_chat_that_is_too_fast_is_told_how_long_and_takes_nothing_from_the_others() {
        let gate = Gate::new(intake(3, 4));
        for row in 0..3 {
            assert_eq!(gate.admit(row, 7).await, Ok(()));
        }
        for row in 3..50 {
            let wait = gate.admit(row, 7).await.unwrap_err();
            assert!(
                wait > Duration::from_millis(500) && wait <= Duration::from_secs(1),
                "{wait:?}"
            );
        }
        assert!(gate.all.check().is_ok(), "those who were refused took of the measure of all");
        assert_eq!(gate.admit(50, 8).await, Ok(()));
    }

    #[tokio::test]
    async fn an_update_that_is_tried_again_is_counted_once() {
        let gate = Gate::new(intake(1, 100));
        for _ in 0..10 {
            assert_eq!(gate.admit(1, 7).await, Ok(()));
        }
        assert!(gate.admit(2, 7).await.is_err());
        gate.over(1);
        assert!(gate.admit(1, 7).await.is_err(), "what is over is forgotten");
        assert!(gate.inside().is_empty());
    }

    #[tokio::test]
    async fn chats_do_not_pile_up() {
        let many = NonZeroU32::new(1_000_000).unwrap();
        let gate = Gate::new(Intake {
            chat_a_second: many,
            all_a_second: many,
            all_burst: many,
            ..Intake::PEOPLE
        });
        for number in 0..3 * CHATS_REMEMBERED as i64 {
            assert_eq!(gate.admit(number, number).await, Ok(()));
            gate.over(number);
        }
        assert!(gate.chats.len() <= CHATS_REMEMBERED, "{}", gate.chats.len());
    }
}
