//! What goes wrong on purpose.

use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// Something that goes wrong with the next call of a method.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Nothing: this call goes well, and a later fault is for the one after it.
    Nothing,
    /// 429, with the seconds to wait.
    Flood(u64),
    /// A refusal with this code.
    Code(u16),
    /// 400 with these words, as the platform has them for things that tests cannot bring about.
    Refused(&'static str),
    /// A status and a body that is not JSON.
    Html(u16),
    /// The connection is cut before anything was done.
    CutBefore,
    /// It is done, and then the connection is cut.
    CutAfter,
}

/// The faults that are still to happen: for any call of a method, or for those to one chat.
#[derive(Default)]
pub(super) struct Faults(HashMap<(String, Option<i64>), VecDeque<Fault>>);

impl Faults {
    pub(super) fn push(&mut self, method: &str, chat: Option<i64>, fault: Fault) {
        self.0.entry((method.to_lowercase(), chat)).or_default().push_back(fault);
    }

    /// What goes wrong with this call; a fault of its chat comes first.
    pub(super) fn next(&mut self, method: &str, body: &Value) -> Option<Fault> {
        let chat = body.get("chat_id").and_then(Value::as_i64);
        [chat, None]
            .into_iter()
            .find_map(|chat| self.0.get_mut(&(method.to_owned(), chat))?.pop_front())
    }
}
