//! How fast the skill may be spoken to. Whoever is faster is asked to slow down; nothing of it is
//! stored.

use governor::{
    DefaultDirectRateLimiter, Quota, RateLimiter, clock::DefaultClock,
    state::keyed::HashMapStateStore,
};
use std::{
    hash::{BuildHasher, RandomState},
    num::NonZeroU32,
};

/// How many turns are taken.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Turns a second of one identity in the long run.
    pub peer_a_second: NonZeroU32,
    /// Turns of one identity that may follow each other at once.
    pub peer_burst: NonZeroU32,
    /// Turns a second of all identities in the long run.
    pub all_a_second: NonZeroU32,
    /// Turns of all identities that may follow each other at once.
    pub all_burst: NonZeroU32,
}

impl Pace {
    /// A phrase and its answer take some seconds of speech, so nobody who speaks or taps comes
    /// near one turn a second for a minute. Fifty a second over all are more than a hundred busy
    /// speakers, and still leave most of the writer's time to the chat door.
    pub const SPEECH: Pace = Pace {
        peer_a_second: NonZeroU32::MIN,
        peer_burst: NonZeroU32::MIN.saturating_add(59),
        all_a_second: NonZeroU32::MIN.saturating_add(49),
        all_burst: NonZeroU32::MIN.saturating_add(199),
    };
}

/// Quiet identities are forgotten when so many are known: some hundred kilobytes.
const PEERS_REMEMBERED: usize = 10_000;

/// Counts turns. An identity is a number here that means nothing outside this process.
pub(super) struct Gate {
    peers: RateLimiter<u64, HashMapStateStore<u64>, DefaultClock>,
    all: DefaultDirectRateLimiter,
    numbers: RandomState,
}

impl Gate {
    pub(super) fn new(pace: Pace) -> Gate {
        let peer = Quota::per_second(pace.peer_a_second).allow_burst(pace.peer_burst);
        let all = Quota::per_second(pace.all_a_second).allow_burst(pace.all_burst);
        Gate {
            peers: RateLimiter::new(peer, HashMapStateStore::default(), DefaultClock::default()),
            all: RateLimiter::direct(all),
            numbers: RandomState::new(),
        }
    }

    /// Whether there is room for one more turn of this identity. Its own measure comes first, so
    /// that one who is too fast takes nothing from the others.
    pub(super) fn admits(&self, peer: &str) -> bool {
        if self.peers.len() >= PEERS_REMEMBERED {
            self.peers.retain_recent();
        }
        self.peers.check_key(&self.numbers.hash_one(peer)).is_ok() && self.all.check().is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(peer: u32, all: u32) -> Pace {
        let burst = |count| NonZeroU32::new(count).unwrap();
        Pace { peer_burst: burst(peer), all_burst: burst(all), ..Pace::SPEECH }
    }

    #[test]
    fn one_who_is_too_fast_takes_nothing_from_the_others() {
        let gate = Gate::new(pace(3, 10));
        let taken = (0..100).filter(|_| gate.admits("one")).count();
        assert_eq!(taken, 3);
        assert!((0..3).all(|_| gate.admits("two")));
    }

    #[test]
    fn all_together_have_a_measure_as_well() {
        let gate = Gate::new(pace(3, 10));
        let taken = (0..100).filter(|number| gate.admits(&number.to_string())).count();
        assert!((10..=15).contains(&taken), "{taken}");
    }

    #[test]
    fn identities_do_not_pile_up() {
        let gate =
            Gate::new(Pace { peer_a_second: NonZeroU32::new(1_000_000).unwrap(), ..Pace::SPEECH });
        for number in 0..3 * PEERS_REMEMBERED {
            gate.admits(&number.to_string());
        }
        assert!(gate.peers.len() <= PEERS_REMEMBERED, "{}", gate.peers.len());
    }
}
