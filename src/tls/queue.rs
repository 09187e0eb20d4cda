//! Connections that have greeted and are still shaking hands. Each has cost a signature and has
//! shown nothing yet, so there is a limit to them, and it is the oldest that has to go for a new
//! one: a real caller needs a fraction of a second, who has stood there longest is the least likely
//! to be one. Who has not even greeted takes no place here: a storm of silent connections would
//! push out those who are just about to.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// A quarter of the connections that the HTTP door has.
const HANDSHAKES_MAX: usize = 128;

/// Who is shaking hands, by when they came.
#[derive(Clone, Default)]
pub(super) struct Queue(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    came: u64,
    here: BTreeMap<u64, oneshot::Sender<()>>,
}

/// A place in the queue; it is free again when this goes.
pub(super) struct Place {
    queue: Queue,
    number: u64,
    kept: oneshot::Receiver<()>,
}

impl Queue {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a place, that of the oldest if there is no other.
    pub(super) fn enter(&self) -> Place {
        let (keep, kept) = oneshot::channel();
        let mut inner = self.inner();
        if inner.here.len() >= HANDSHAKES_MAX {
            inner.here.pop_first();
        }
        inner.came += 1;
        let number = inner.came;
        inner.here.insert(number, keep);
        drop(inner);
        Place { queue: self.clone(), number, kept }
    }
}

impl Place {
    /// Waits until somebody else has the place.
    pub(super) async fn lost(&mut self) {
        // Nothing is ever sent: the sender goes with the place.
        let _ = (&mut self.kept).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.queue.inner().here.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_oldest_goes_for_a_new_one() {
        let queue = Queue::default();
        let mut places: Vec<Place> = (0..HANDSHAKES_MAX).map(|_| queue.enter()).collect();
        drop(places.pop());
        places.push(queue.enter());
        assert!(places[0].kept.try_recv().is_err_and(|error| error == EMPTY), "there was one free");
        let _new = queue.enter();
        places[0].lost().await;
        assert_eq!(places[1].kept.try_recv(), Err(EMPTY));
        drop(places);
        assert_eq!(queue.inner().here.len(), 1);
    }

    const EMPTY: oneshot::error::TryRecvError = oneshot::error::TryRecvError::Empty;
}
