//! Answers of the features of the chat, as far as every answer needs to be known: what can be
//! tapped below it, and what it stands behind.

use super::{
    choice::Choice,
    history::below_last,
    person::Languages,
    reminding::ReminderChoice,
    reply::{Reply, Speaker},
    shortcut::Shortcut,
};

impl Reply {
    /// The answer that this one stands behind.
    pub fn before(&self) -> Option<&Reply> {
        if let Reply::Alarm(reply) = self {
            reply.before()
        } else if let Reply::HomeWeek(reply) = self {
            reply.before()
        } else if let Reply::Resumed { before, .. } = self {
            Some(before)
        } else if let Reply::Pin(reply) = self {
            reply.before()
        } else if let Reply::Noticed { reply, .. } = self {
            Some(reply)
        } else {
            None
        }
    }

    /// The number of the closed question that it ends with, if it ends with one.
    pub fn question(&self) -> Option<u32> {
        if let Reply::Ask(question) | Reply::Kept { ask: Some(question), .. } = self {
            Some(question.number)
        } else if let Reply::ConfirmUndo { question, .. }
        | Reply::ConfirmUnlink { question, .. }
        | Reply::AskAdd { question, .. }
        | Reply::GuideCheck { question, .. }
        | Reply::ConfirmErase { question, .. }
        | Reply::Kept { offer: Some(question), .. } = self
        {
            Some(*question)
        } else if let Reply::Please(reply)
        | Reply::Noted(reply)
        | Reply::Resumed { question: reply, .. } = self
        {
            reply.question()
        } else if let Reply::Parting(reply) = self {
            reply.question()
        } else {
            self.before().and_then(Reply::question)
        }
    }

    /// The answer or the question that it comes down to, without what is put around it.
    pub fn innermost(&self) -> &Reply {
        if let Reply::Please(reply) | Reply::Noted(reply) | Reply::Resumed { question: reply, .. } =
            self
        {
            reply.innermost()
        } else {
            self
        }
    }

    /// What can be tapped below an answer of a feature, that of the answer before it included.
    pub(super) fn own_choices(&self, languages: &Languages) -> Option<Vec<Vec<Choice>>> {
        let own = if let Reply::Resumed { question, .. } = self {
            question.choices(languages)
        } else if let Reply::Parting(reply) = self {
            reply.choices()
        } else if let Reply::Entry(reply) = self {
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
        } else if let Reply::Last(Some(card)) = self {
            below_last(card)
        } else {
            return None;
        };
        let mut before = self.before().map(|before| before.choices(languages)).unwrap_or_default();
        if let Reply::Alarm(_) = self {
            // It is five minutes of rest now, and not one.
            before.retain(|row| !row.iter().any(|choice| matches!(choice, Choice::Timer(_))));
        }
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
        if let Reply::Parting(_) = self {
            Some(true)
        } else if let Reply::Entry(reply) = self {
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

/// What can be tapped below the list of speakers.
pub(super) fn below_speakers(speakers: &[Speaker]) -> Vec<Vec<Choice>> {
    let toggle = |(at, speaker): (usize, &Speaker)| match (u8::try_from(at), speaker.hushed) {
        (Ok(at), true) => vec![Choice::Unhush(at)],
        (Ok(at), false) => vec![Choice::Hush(at)],
        (Err(_), _) => Vec::new(),
    };
    let all = vec![Choice::Shortcut(Shortcut::Unlink)];
    speakers.iter().enumerate().map(toggle).chain([all]).collect()
}
