//! What is remembered of each route to the platform: whether it works, and when it is tried again.
//! Pure: the time comes in.

use std::{
    fmt,
    time::{Duration, Instant},
};

/// After so long without trouble a route has a clean record again.
const SETTLED: Duration = Duration::from_secs(10 * 60);
/// A connection may break without its route being at fault, but not twice in a row.
const CUTS: u32 = 2;

/// How long things may take, and how long a route that fails is left alone.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Establishing a connection, also through a proxy.
    pub connect: Duration,
    /// Any call but the long poll and files.
    pub call: Duration,
    /// Trying a route.
    pub trial: Duration,
    /// The first pause of a route that fails; each is twice the one before.
    pub first: Duration,
    /// The longest pause.
    pub longest: Duration,
}

impl Patience {
    /// What the program uses. A route that is blocked stays so for hours; one that was restarted
    /// is back in seconds.
    pub const USUAL: Patience = Patience {
        connect: Duration::from_secs(10),
        call: Duration::from_secs(20),
        trial: Duration::from_secs(10),
        first: Duration::from_secs(15),
        longest: Duration::from_secs(30 * 60),
    };
}

/// What is wrong with a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No connection: nothing was sent.
    Connect,
    /// No answer in time.
    Silent,
    /// An answer that is not the platform's.
    Garbled,
    /// The connection broke.
    Cut,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Trouble::Connect => "no connection",
            Trouble::Silent => "no answer in time",
            Trouble::Garbled => "an answer that is not the platform's",
            Trouble::Cut => "broken connections",
        })
    }
}

#[derive(Clone, Copy)]
struct Health {
    /// Behind the others, and to be tried again at this time.
    behind: Option<Instant>,
    /// How often it was put behind, until it has settled.
    falls: u32,
    cuts: u32,
    /// When it was put behind or came back last; what began earlier tells nothing new.
    turned: Instant,
}

/// The memory of all routes, by their place in the settings.
pub(super) struct Memory(Vec<Health>);

impl Memory {
    pub(super) fn new(routes: usize, now: Instant) -> Memory {
        Memory(vec![Health { behind: None, falls: 0, cuts: 0, turned: now }; routes])
    }

    /// In which order to go: those that work as they were listed, then the others, first the one
    /// whose pause is over first.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.0.len()).collect();
        order.sort_by_key(|route| self.0.get(*route).and_then(|health| health.behind));
        order
    }

    /// A call that began at `began` failed on this route. The pause, if it is put behind for that.
    pub(super) fn failed(
        &mut self,
        route: usize,
        trouble: Trouble,
        began: Instant,
        now: Instant,
        patience: &Patience,
        chance: f64,
    ) -> Option<Duration> {
        let health = self.0.get_mut(route)?;
        if began < health.turned {
            return None;
        }
        if trouble == Trouble::Cut {
            health.cuts += 1;
            if health.cuts < CUTS {
                return None;
            }
        }
        if health.behind.is_none() && now.duration_since(health.turned) >= SETTLED {
            health.falls = 0;
        }
        let doubled = patience.first.saturating_mul(1 << health.falls.min(16));
        let pause = doubled.min(patience.longest).mul_f64(1.0 - chance.clamp(0.0, 1.0) / 2.0);
        health.falls = health.falls.saturating_add(1);
        health.cuts = 0;
        health.behind = Some(now + pause);
        health.turned = now;
        Some(pause)
    }

    /// The platform answered a call that began at `began` on this route. Whether it is back.
    pub(super) fn answered(&mut self, route: usize, began: Instant, now: Instant) -> bool {
        let Some(health) = self.0.get_mut(route) else { return false };
        if began < health.turned {
            return false;
        }
        health.cuts = 0;
        if health.behind.take().is_none() {
            return false;
        }
        health.turned = now;
        true
    }

    /// Routes whose pause is over.
    pub(super) fn due(&self, now: Instant) -> Vec<usize> {
        let over = |health: &Health| health.behind.is_some_and(|until| until <= now);
        self.0.iter().enumerate().filter(|(_, health)| over(health)).map(|(at, _)| at).collect()
    }

    /// When the next pause is over.
    pub(super) fn next(&self) -> Option<Instant> {
        self.0.iter().filter_map(|health| health.behind).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn fail(memory: &mut Memory, route: usize, trouble: Trouble, now: Instant) -> Option<u64> {
        let pause = memory.failed(route, trouble, now, now, &Patience::USUAL, 0.0);
        pause.map(|pause| pause.as_secs())
    }

    #[test]
    fn routes_are_taken_as_listed_and_those_that_fail_go_behind() {
        let now = Instant::now();
        let mut memory = Memory::new(3, now);
        assert_eq!(memory.order(), [0, 1, 2]);
        assert_eq!(fail(&mut memory, 0, Trouble::Connect, now), Some(15));
        assert_eq!(memory.order(), [1, 2, 0]);
        assert_eq!(fail(&mut memory, 1, Trouble::Silent, now + SECOND), Some(15));
        assert_eq!(fail(&mut memory, 2, Trouble::Garbled, now + 2 * SECOND), Some(15));
        assert_eq!(memory.order(), [0, 1, 2], "all fail: the first to be tried again is first");
        assert_eq!(memory.due(now + 16 * SECOND), [0, 1]);
        assert!(memory.answered(1, now + 16 * SECOND, now + 17 * SECOND));
        assert_eq!(memory.order(), [1, 0, 2]);
        assert_eq!(memory.next(), Some(now + 15 * SECOND));
    }

    #[test]
    fn one_broken_connection_is_forgiven_and_two_in_a_row_are_not() {
        let now = Instant::now();
        let mut memory = Memory::new(2, now);
        assert_eq!(fail(&mut memory, 0, Trouble::Cut, now), None);
        memory.answered(0, now, now);
        assert_eq!(fail(&mut memory, 0, Trouble::Cut, now), None);
        assert_eq!(fail(&mut memory, 0, Trouble::Cut, now), Some(15));
    }

    #[test]
    fn pauses_grow_for_a_route_that_falls_again_and_again_until_it_has_settled() {
        let mut now = Instant::now();
        let mut memory = Memory::new(2, now);
        let mut pauses = Vec::new();
        for _ in 0..9 {
            pauses.push(fail(&mut memory, 0, Trouble::Silent, now).unwrap());
            // It answers when it is tried, and fails again as soon as it is used.
            now += SECOND;
            assert!(memory.answered(0, now, now));
        }
        assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 960, 1800, 1800]);
        now += SETTLED;
        assert_eq!(fail(&mut memory, 0, Trouble::Silent, now), Some(15));
    }

    #[test]
    fn what_began_before_a_route_turned_tells_nothing_new() {
        let now = Instant::now();
        let (before, after) = (now + SECOND, now + 2 * SECOND);
        let mut memory = Memory::new(2, now);
        assert_eq!(fail(&mut memory, 0, Trouble::Silent, after), Some(15));
        // Fifteen more calls hung on it at the same time.
        for _ in 0..15 {
            let patience = Patience::USUAL;
            let late = memory.failed(0, Trouble::Silent, before, after + SECOND, &patience, 0.0);
            assert_eq!(late, None);
        }
        assert!(!memory.answered(0, before, after + SECOND));
        assert_eq!(memory.next(), Some(after + 15 * SECOND));
    }
}
