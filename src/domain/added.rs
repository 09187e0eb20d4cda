//! Answers of the features of the chat, as far as every answer needs to be known: what can be
//! tapped below it, and what it stands behind.

use super::{choice::Choice, person::Languages, reminding::ReminderChoice, reply::Reply};

impl Reply {
    /// The answer that this one stands behind.
    pub fn before(&self) -> Option<&Reply> {
        if let Reply::Alarm(reply) = self {
            reply.before()
        } else if let Reply::HomeWeek(reply) = self {
            reply.before()
        } else if let Reply::Pin(reply) = self {
            reply.before()
        } else if let Reply::Noticed { reply, .. } = self {
            Some(reply)
        } else {
            None
        }
    }

    /// What can be tapped below an answer of a feature, that of the answer before it included.
    pub(super) fn own_choices(&self, languages: &Languages) -> Option<Vec<Vec<Choice>>> {
        let own = if let Reply::Entry(reply) = self {
            reply.choices()
        } else if let Reply::Alarm(reply) = self {
            reply.choices()
        } else if let Reply::Timer(reply) = self {
            reply.choices()
        } else if let Reply::HomeWeek(reply) = self {
            reply.choices()
        } else if let Reply::Reminder(reply) = self {
            reply.choices()
        } else if let Reply::Pin(reply) = self {
            reply.choices()
        } else if let Reply::Noticed { .. } = self {
            Vec::new()
        } else if let Reply::Remind { reminder, .. } = self {
            ReminderChoice::below(*reminder)
        } else {
            return None;
        };
        let before = self.before().map(|before| before.choices(languages)).unwrap_or_default();
        // What answers the question that the text ends with stands right below it.
        Some(match self.question() {
            Some(_) => before.into_iter().chain(own).collect(),
            None => own.into_iter().chain(before).collect(),
        })
    }

    /// Whether an answer of a feature takes the place of what was tapped; nothing for others.
    pub(super) fn own_place(&self) -> Option<bool> {
        if let Some(before) = self.before() {
            return Some(before.in_place());
        }
        if let Reply::Entry(reply) = self {
            Some(reply.in_place())
        } else if let Reply::HomeWeek(reply) = self {
            Some(reply.in_place())
        } else if let Reply::Reminder(reply) = self {
            Some(reply.in_place())
        } else {
            None
        }
    }

    /// After this (ms UTC) an answer of a feature is no use any more.
    pub(super) fn own_end(&self) -> Option<i64> {
        if let Reply::Timer(reply) = self {
            reply.expires_ms()
        } else if let Reply::HomeWeek(reply) = self {
            reply.expires_ms()
        } else if let Reply::Watch(reply) = self {
            reply.expires_ms()
        } else {
            None
        }
    }
}
