//! Guided entry, timers and very high readings in words.

use super::{Phrases, catalogue::Arguments, kept::range, say::Teller};
use crate::domain::{
    alarm::{AlarmChoice, AlarmReply},
    entry::{EntryChoice, EntryReply, Stage},
    person::Language,
    reply::Reply,
    timer::TimerReply,
};

impl Phrases {
    pub(super) fn entry_label(&self, choice: EntryChoice, language: Language) -> String {
        let key = match choice {
            EntryChoice::Begin => "button-record",
            EntryChoice::Back => "button-entry-back",
            EntryChoice::Skip => "button-entry-skip",
            EntryChoice::Cancel => "button-entry-cancel",
        };
        self.plain(key, language)
    }

    pub(super) fn alarm_label(&self, choice: AlarmChoice, language: Language) -> String {
        let key = match choice {
            AlarmChoice::Signs(_) => "button-signs",
            AlarmChoice::None(_) => "button-no-signs",
        };
        self.plain(key, language)
    }
}

impl Teller<'_> {
    pub(super) fn entry(&self, reply: &EntryReply) -> String {
        match reply {
            EntryReply::Over => self.bare("entry-over"),
            EntryReply::Next { stage, again: false, whose } => {
                self.of(whose.as_ref(), self.entry_question(*stage))
            }
            EntryReply::Next { stage, again: true, .. } => {
                self.with("entry-again", "question", self.entry_question(*stage))
            }
            EntryReply::Rejected { stage, rejected } => {
                let (key, mut arguments) = range(*rejected);
                arguments.set("question", self.entry_question(*stage));
                self.say(&format!("entry-{key}"), &arguments)
            }
        }
    }

    fn entry_question(&self, stage: Stage) -> String {
        let mut arguments = Arguments::new();
        let key = match stage {
            Stage::Upper => "entry-upper",
            Stage::Lower { systolic } => {
                arguments.set("systolic", systolic.to_string());
                "entry-lower"
            }
            Stage::Pulse { systolic, diastolic } => {
                arguments.set("systolic", systolic.to_string());
                arguments.set("diastolic", diastolic.to_string());
                "entry-pulse"
            }
        };
        self.say(key, &arguments)
    }

    pub(super) fn timer(&self, reply: &TimerReply) -> String {
        match reply {
            TimerReply::Set => self.bare("timer-set"),
            TimerReply::Late => self.bare("timer-late"),
            TimerReply::Second { .. } => self.bare("timer-second"),
            TimerReply::Rest { .. } => self.bare("timer-rest"),
        }
    }

    pub(super) fn alarm(&self, reply: &AlarmReply) -> String {
        match reply {
            AlarmReply::Found { before, .. } => {
                self.beside_question(before, self.bare("alarm-found"))
            }
            AlarmReply::Brief { before, .. } => {
                self.beside_question(before, self.bare("alarm-brief"))
            }
            // What to do stands first here: from 120 mmHg below it has to, and it never harms.
            AlarmReply::Doctor { before: Some(before), .. } => {
                self.paragraphs(vec![self.bare("alarm-doctor"), self.reply(before)])
            }
            AlarmReply::Doctor { before: None, .. } => self.bare("alarm-doctor-both"),
            AlarmReply::Lower { before } => self.beside_question(before, self.bare("alarm-lower")),
            AlarmReply::Ask { .. } => self.bare("alarm-ask"),
            AlarmReply::Signs { before, .. } => {
                self.beside_question(before, self.bare("alarm-ask"))
            }
            AlarmReply::Call => self.bare("alarm-call"),
            AlarmReply::Rest { .. } => self.bare("alarm-rest"),
        }
    }

    /// Behind the answer, or before it when it ends with a question of its own: a question stands
    /// last, so that it is what a yes answers.
    fn beside_question(&self, before: &Reply, said: String) -> String {
        let parts = if let Reply::Kept { welcome, cards, session, ask: Some(ask), .. } = before {
            let kept = self.kept(*welcome, cards, *session, false, None, false);
            vec![kept, said, self.question(ask)]
        } else if before.question().is_some() {
            vec![said, self.reply(before)]
        } else {
            vec![self.reply(before), said]
        };
        self.paragraphs(parts)
    }
}
