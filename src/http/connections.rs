//! Who is connected, and who has to make room. A connection without a whole request in work is
//! idle, however it came to be so: between two requests, in the middle of its headers or of a
//! body, or silent from the start. When there is no room, the idle one that has been so longest is cut: first of the
//! caller's own, and then of those who hold the most. So no number of connections that say nothing
//! keeps out one that does.

use crate::metrics::Metrics;
use std::{
    cmp::Reverse,
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::Notify;

/// In place of the time since when a connection is idle: a request is in work.
const BUSY: u64 = u64::MAX;

/// The book of connections.
pub(super) struct Connections {
    all_max: usize,
    address_max: usize,
    book: Mutex<Book>,
    freed: Notify,
    metrics: Option<Metrics>,
}

#[derive(Default)]
struct Book {
    /// Counts what happens; the number stands for a time.
    ticks: u64,
    open: HashMap<u64, Open>,
    /// How many there are of each address.
    of: HashMap<IpAddr, usize>,
}

struct Open {
    address: IpAddr,
    line: Arc<Line>,
}

/// What a connection and the book know of each other.
#[derive(Default)]
struct Line {
    idle_since: AtomicU64,
    leave: Notify,
    asked: Notify,
}

/// Why nobody was let in.
#[derive(Debug, PartialEq, Eq)]
enum Full {
    /// Every connection of this caller is at work.
    Theirs,
    /// Every connection is at work.
    All,
}

/// A place in the book, until it is dropped.
pub(super) struct Place {
    number: u64,
    line: Arc<Line>,
    connections: Arc<Connections>,
}

impl Connections {
    /// Room for so many in all, and so many of one block of addresses.
    pub(super) fn new(
        all_max: usize,
        address_max: usize,
        metrics: Option<Metrics>,
    ) -> Arc<Connections> {
        let (book, freed) = (Mutex::default(), Notify::new());
        Arc::new(Connections { all_max, address_max, book, freed, metrics })
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a caller from this address; waits while everybody is at work. Nothing when so
    /// many of this one caller are.
    pub(super) async fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        loop {
            let freed = self.freed.notified();
            match self.try_enter(address) {
                Ok(place) => return Some(place),
                Err(Full::Theirs) => return None,
                Err(Full::All) => freed.await,
            }
        }
    }

    fn try_enter(self: &Arc<Self>, address: IpAddr) -> Result<Place, Full> {
        let mut book = self.book();
        if book.of.get(&address).is_some_and(|theirs| *theirs >= self.address_max) {
            book.cut(Some(address)).ok_or(Full::Theirs)?;
            self.left(true);
        } else if book.open.len() >= self.all_max {
            book.cut(None).ok_or(Full::All)?;
            self.left(true);
        }
        let number = book.tick();
        let line = Arc::new(Line { idle_since: AtomicU64::new(number), ..Line::default() });
        book.open.insert(number, Open { address, line: line.clone() });
        *book.of.entry(address).or_default() += 1;
        if let Some(metrics) = &self.metrics {
            metrics.connected();
        }
        Ok(Place { number, line, connections: self.clone() })
    }

    fn left(&self, evicted: bool) {
        if let Some(metrics) = &self.metrics {
            metrics.disconnected(evicted);
        }
    }
}

impl Book {
    fn tick(&mut self) -> u64 {
        self.ticks += 1;
        self.ticks
    }

    /// Cuts the connection that has been idle longest: of this address, or of those that hold the
    /// most.
    fn cut(&mut self, of: Option<IpAddr>) -> Option<()> {
        let candidates =
            self.open.iter().filter(|(_, open)| of.is_none_or(|of| of == open.address));
        let idle = candidates.filter_map(|(number, open)| {
            let since = open.line.idle_since.load(Ordering::Acquire);
            let held = self.of.get(&open.address).copied().unwrap_or_default();
            (since != BUSY).then_some((Reverse(held), since, *number))
        });
        let (.., number) = idle.min()?;
        self.remove(number)?.line.leave.notify_one();
        Some(())
    }

    fn remove(&mut self, number: u64) -> Option<Open> {
        let open = self.open.remove(&number)?;
        if let Entry::Occupied(mut held) = self.of.entry(open.address) {
            *held.get_mut() -= 1;
            if *held.get() == 0 {
                held.remove();
            }
        }
        Some(open)
    }
}

impl Place {
    /// A request has come, though perhaps not all of it.
    pub(super) fn ask(&self) {
        self.line.asked.notify_one();
    }

    /// A whole request is in work until what is returned is dropped.
    pub(super) fn at_work(&self) -> AtWork {
        self.line.idle_since.store(BUSY, Ordering::Release);
        AtWork { line: self.line.clone(), connections: self.connections.clone() }
    }

    /// Waits until something was asked, which may be long ago.
    pub(super) async fn asked(&self) {
        self.line.asked.notified().await;
    }

    /// Waits until this connection has to make room.
    pub(super) async fn unwanted(&self) {
        self.line.leave.notified().await;
        // A request that came in at the same moment is still answered.
        loop {
            let freed = self.connections.freed.notified();
            if self.line.idle_since.load(Ordering::Acquire) != BUSY {
                return;
            }
            freed.await;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.connections.book().remove(self.number).is_some() {
            self.connections.left(false);
        }
        self.connections.freed.notify_waiters();
    }
}

/// A request in work.
pub(super) struct AtWork {
    line: Arc<Line>,
    connections: Arc<Connections>,
}

impl Drop for AtWork {
    fn drop(&mut self) {
        let now = self.connections.book().tick();
        self.line.idle_since.store(now, Ordering::Release);
        self.connections.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        [192, 0, 2, last].into()
    }

    fn open(connections: &Connections) -> Vec<u8> {
        let mut open: Vec<(u64, u8)> = Vec::new();
        for (number, entry) in &connections.book().open {
            let IpAddr::V4(address) = entry.address else { unreachable!() };
            open.push((*number, address.octets()[3]));
        }
        open.sort_unstable();
        open.into_iter().map(|(_, last)| last).collect()
    }

    #[test]
    fn who_has_been_silent_longest_makes_room_and_first_of_those_who_hold_the_most() {
        let connections = Connections::new(4, 3, None);
        let enter = |last| connections.try_enter(address(last)).unwrap();
        let _places = [enter(1), enter(2), enter(2), enter(2)];
        let _more = enter(3);
        assert_eq!(open(&connections), [1, 2, 2, 3], "one of the three of 2 went");
        let _again = enter(2);
        assert_eq!(open(&connections), [1, 2, 3, 2]);
    }

    #[test]
    fn a_caller_with_too_many_loses_only_their_own() {
        let connections = Connections::new(10, 2, None);
        let enter = |last| connections.try_enter(address(last)).unwrap();
        let _places = [enter(1), enter(2), enter(2), enter(2), enter(2)];
        assert_eq!(open(&connections), [1, 2, 2]);
    }

    #[test]
    fn whoever_is_at_work_stays() {
        let connections = Connections::new(2, 2, None);
        let first = connections.try_enter(address(1)).unwrap();
        let work = first.at_work();
        let second = connections.try_enter(address(1)).unwrap();
        let _third = connections.try_enter(address(2)).unwrap();
        assert_eq!(open(&connections), [1, 2], "the idle one went");
        drop(second);
        let fourth = connections.try_enter(address(1)).unwrap();
        let more = fourth.at_work();
        let full = connections.try_enter(address(1)).map(|_| ());
        assert_eq!(full, Err(Full::Theirs));
        let full = connections.try_enter(address(3)).map(|_| ());
        assert_eq!(full, Err(Full::All));
        drop((work, more));
        assert!(connections.try_enter(address(3)).is_ok());
    }

    #[tokio::test]
    async fn a_place_that_is_given_up_is_free_again() {
        let connections = Connections::new(1, 1, None);
        let place = connections.enter(address(1)).await.unwrap();
        let work = place.at_work();
        assert!(connections.enter(address(1)).await.is_none());
        let waiting = tokio::spawn({
            let connections = connections.clone();
            async move { connections.enter(address(2)).await.is_some() }
        });
        tokio::task::yield_now().await;
        drop((work, place));
        assert!(waiting.await.unwrap());
    }
}
