//! Queues of many chats that share one desk: in order within a chat, one at a time; fair between
//! chats; and a chat that has to wait keeps nobody else waiting. The table is the queue; only
//! numbers of rows are held here.

use crate::app::Waiting;
use std::{
    collections::{HashMap, VecDeque},
    time::Instant,
};

/// The lines of all chats.
pub(super) struct Lines {
    chats: HashMap<i64, Line>,
    ready: VecDeque<i64>,
    busy: usize,
    busy_max: usize,
    length: usize,
}

#[derive(Default)]
struct Line {
    rows: VecDeque<i64>,
    state: State,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Standing in `ready`.
    #[default]
    Ready,
    /// Its first row is being handled.
    Busy,
    /// Its first row may be handled from then on.
    Parked(Instant),
}

impl Lines {
    /// At most `busy_max` chats are handled at a time.
    pub(super) fn new(busy_max: usize) -> Lines {
        Lines { chats: HashMap::new(), ready: VecDeque::new(), busy: 0, busy_max, length: 0 }
    }

    /// A row joins the end of its chat's line.
    pub(super) fn push(&mut self, row: Waiting) {
        self.length += 1;
        let line = self.chats.entry(row.chat).or_insert_with(|| {
            self.ready.push_back(row.chat);
            Line::default()
        });
        line.rows.push_back(row.id);
    }

    /// The next row to handle, if a chat is ready and the desk has room. It stays the first of
    /// its line until `done` or `again`.
    pub(super) fn next(&mut self) -> Option<Waiting> {
        if self.busy >= self.busy_max {
            return None;
        }
        let chat = self.ready.pop_front()?;
        let line = self.chats.get_mut(&chat)?;
        let id = *line.rows.front()?;
        line.state = State::Busy;
        self.busy += 1;
        Some(Waiting { id, chat })
    }

    /// The row of this chat that was being handled is over.
    pub(super) fn done(&mut self, chat: i64) {
        let Some(line) = self.chats.get_mut(&chat).filter(|line| line.state == State::Busy) else {
            return;
        };
        self.busy -= 1;
        self.length -= 1;
        line.rows.pop_front();
        if line.rows.is_empty() {
            self.chats.remove(&chat);
        } else {
            line.state = State::Ready;
            self.ready.push_back(chat);
        }
    }

    /// The row of this chat that was being handled has to wait until then.
    pub(super) fn again(&mut self, chat: i64, until: Instant) {
        if let Some(line) = self.chats.get_mut(&chat).filter(|line| line.state == State::Busy) {
            self.busy -= 1;
            line.state = State::Parked(until);
        }
    }

    /// Chats whose time has come are ready again; returns when the next one will be.
    pub(super) fn wake(&mut self, now: Instant) -> Option<Instant> {
        let mut next = None;
        for (chat, line) in &mut self.chats {
            let State::Parked(until) = line.state else {
                continue;
            };
            if until <= now {
                line.state = State::Ready;
                self.ready.push_back(*chat);
            } else if next.is_none_or(|next| until < next) {
                next = Some(until);
            }
        }
        next
    }

    /// How many rows wait, those being handled included.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// Whether nothing is being handled.
    pub(super) fn quiet(&self) -> bool {
        self.busy == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn lines(rows: &[(i64, i64)]) -> Lines {
        let mut lines = Lines::new(2);
        for &(id, chat) in rows {
            lines.push(Waiting { id, chat });
        }
        lines
    }

    fn next(lines: &mut Lines) -> Option<(i64, i64)> {
        lines.next().map(|row| (row.id, row.chat))
    }

    #[test]
    fn a_chat_is_handled_in_order_and_one_at_a_time() {
        let mut lines = lines(&[(1, 7), (2, 7)]);
        assert_eq!(next(&mut lines), Some((1, 7)));
        assert_eq!(next(&mut lines), None);
        lines.done(7);
        assert_eq!(next(&mut lines), Some((2, 7)));
        lines.done(7);
        assert_eq!((next(&mut lines), lines.len()), (None, 0));
        assert!(lines.quiet());
    }

    #[test]
    fn a_flood_in_one_chat_lets_the_others_pass() {
        let mut lines = lines(&[(1, 7), (2, 7), (3, 7), (4, 8)]);
        assert_eq!(next(&mut lines), Some((1, 7)));
        lines.done(7);
        assert_eq!(next(&mut lines), Some((4, 8)));
        assert_eq!(next(&mut lines), Some((2, 7)));
    }

    #[test]
    fn a_parked_chat_waits_alone_and_keeps_its_place() {
        let mut lines = lines(&[(1, 7), (2, 7), (3, 8)]);
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        assert_eq!(next(&mut lines), Some((1, 7)));
        lines.again(7, later);
        assert_eq!(next(&mut lines), Some((3, 8)));
        assert_eq!(lines.wake(now), Some(later));
        assert_eq!(next(&mut lines), None);
        assert_eq!(lines.wake(later), None);
        assert_eq!(next(&mut lines), Some((1, 7)));
    }

    #[test]
    fn the_desk_has_room_for_so_many_and_no_more() {
        let mut lines = lines(&[(1, 1), (2, 2), (3, 3)]);
        assert!(lines.next().is_some() && lines.next().is_some());
        assert_eq!(next(&mut lines), None);
        lines.done(1);
        assert_eq!(next(&mut lines), Some((3, 3)));
    }
}
