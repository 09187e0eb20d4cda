//! The PIN, and what was done at another door, in words.

use super::{Phrases, catalogue::Arguments, say::Teller};
use crate::domain::{
    notice::Notice,
    person::Language,
    pin::{PinChoice, PinReply},
    privacy::Instant,
    reply::Reply,
};

impl Phrases {
    pub(super) fn pin_label(&self, choice: PinChoice, language: Language) -> String {
        let key = match choice {
            PinChoice::Set => "button-pin-set",
            PinChoice::Change => "button-pin-change",
            PinChoice::Remove => "button-pin-remove",
            PinChoice::Close => "button-pin-close",
            PinChoice::Forgot => "button-pin-forgot",
            PinChoice::Remember => "button-pin-remember",
            PinChoice::Cancel => "button-pin-cancel",
            PinChoice::KeptBack => "button-pin-kept",
        };
        self.plain(key, language)
    }
}

impl Teller<'_> {
    pub(super) fn pin(&self, reply: &PinReply) -> String {
        let when = |key: &str, instant: &Instant| {
            let mut arguments = Arguments::new();
            arguments.set("when", self.instant(instant));
            self.say(key, &arguments)
        };
        let going = |key: &str, forget: &Option<Instant>| {
            let goes = forget.as_ref().map(|instant| when("pin-goes", instant));
            self.paragraphs(std::iter::once(self.bare(key)).chain(goes).collect())
        };
        match reply {
            PinReply::Page { set: false, .. } => self.bare("pin-none"),
            PinReply::Page { set: true, forget } => going("pin-there", forget),
            PinReply::Ask { forget } => going("pin-ask", forget),
            PinReply::AskOld => self.bare("pin-ask-old"),
            PinReply::AskNew => self.bare("pin-ask-new"),
            PinReply::AskAgain => self.bare("pin-ask-again"),
            PinReply::Form => self.bare("pin-form"),
            PinReply::Reading => self.bare("pin-reading"),
            PinReply::Wrong(left) => self.counted("pin-wrong", "left", *left),
            PinReply::Locked(until) => when("pin-locked", until),
            PinReply::Open => self.bare("pin-open"),
            PinReply::Closed => self.bare("pin-closed"),
            PinReply::GivenUp => self.bare("pin-given-up"),
            PinReply::Weak => self.bare("pin-weak"),
            PinReply::Differ => self.bare("pin-differ"),
            PinReply::Kept { changed: false } => self.bare("pin-kept"),
            PinReply::Kept { changed: true } => self.bare("pin-changed"),
            PinReply::Removed => self.bare("pin-removed"),
            PinReply::Forgetting(at) => when("pin-forgetting", at),
            PinReply::Remembered => self.bare("pin-remembered"),
            PinReply::Forgotten => self.bare("pin-forgotten"),
            PinReply::InChat => self.bare("pin-in-chat"),
            PinReply::KeptBack { before } => {
                let before = before.as_ref().map(|before| self.reply(before));
                let told = std::iter::once(self.bare("pin-kept-back"));
                self.paragraphs(before.into_iter().chain(told).collect())
            }
            PinReply::NothingKeptBack => self.bare("pin-nothing-kept"),
        }
    }

    pub(super) fn notice(&self, notice: Notice) -> String {
        self.bare(match notice {
            Notice::Linked => "notice-linked",
            Notice::Unlinked => "notice-unlinked",
            Notice::Exported => "notice-exported",
            Notice::PinSet => "notice-pin-set",
            Notice::PinChanged => "notice-pin-changed",
            Notice::PinRemoved => "notice-pin-removed",
            Notice::PinForgotten => "notice-pin-forgotten",
            Notice::PinLocked => "notice-pin-locked",
            Notice::Withdrawn => "notice-withdrawn",
            Notice::Leaving => "notice-leaving",
        })
    }

    pub(super) fn noticed(&self, notices: &[Notice], reply: &Reply) -> String {
        let told = notices.iter().map(|notice| self.notice(*notice));
        self.paragraphs(told.chain([self.reply(reply)]).collect())
    }

    /// A question in other words.
    pub(super) fn around(&self, key: &str, question: &Reply) -> String {
        let mut arguments = Arguments::new();
        arguments.set("question", self.reply(question));
        self.say(key, &arguments)
    }
}
