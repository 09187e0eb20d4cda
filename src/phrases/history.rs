//! Looking back in words: pages of the diary, one reading, and what can be done to it.

use super::{
    Phrases,
    catalogue::Arguments,
    say::{Teller, capitalised},
};
use crate::domain::{
    history::{HistoryChoice, HistoryReply, NOTE_MAX, Page, Said, Sign, Way, What},
    person::Language,
    reading::Extras,
    reply::Card,
};

impl Phrases {
    /// What stands on a button of a page or a card.
    pub(super) fn history_label(&self, choice: &HistoryChoice, language: Language) -> String {
        let key = match choice {
            HistoryChoice::Page { way: Way::Older, .. } => "button-history-older",
            HistoryChoice::Page { way: Way::Newer, .. } => "button-history-newer",
            HistoryChoice::Page { way: Way::Back, .. } => "button-history-back",
            HistoryChoice::Open { number: 0, .. } => "button-history-card",
            HistoryChoice::Open { number, .. } => return number.to_string(),
            HistoryChoice::More { .. } => "button-history-more",
            HistoryChoice::Fix { what: What::Values, .. } => "button-history-values",
            HistoryChoice::Fix { what: What::Time, .. } => "button-history-time",
            HistoryChoice::Fix { what: What::Note, .. } => "button-history-note",
            HistoryChoice::Keep => "button-history-keep",
            HistoryChoice::NoNote(_) => "button-history-no-note",
            HistoryChoice::Remove { .. } => "button-history-remove",
            HistoryChoice::Restore { .. } => "button-history-restore",
            HistoryChoice::Set { sign, on, .. } => {
                let label = self.plain(sign_key(*sign), language);
                // What a tap would take away is there now.
                return if *on { label } else { format!("\u{2713} {label}") };
            }
        };
        self.plain(key, language)
    }
}

fn sign_key(sign: Sign) -> &'static str {
    match sign {
        Sign::Left => "button-history-left",
        Sign::Right => "button-history-right",
        Sign::Sitting => "button-history-sitting",
        Sign::Lying => "button-history-lying",
        Sign::Standing => "button-history-standing",
        Sign::Irregular => "button-history-irregular",
    }
}

impl Teller<'_> {
    pub(super) fn history(&self, reply: &HistoryReply) -> String {
        match reply {
            HistoryReply::Page(page) => self.page(page),
            HistoryReply::Card { said, card, .. } => self.card(
                match said {
                    Said::Open => "history-card",
                    Said::Moved => "history-moved",
                    Said::Noted => "history-noted",
                    Said::Unnoted => "history-unnoted",
                    Said::Restored => "history-restored",
                },
                card,
            ),
            HistoryReply::More { card, .. } => self.card("history-more", card),
            HistoryReply::Ask { what, card, again } => self.history_ask(*what, card, *again),
            HistoryReply::NotYet(card) => self.card("history-not-yet", card),
            HistoryReply::NoteTooLong { characters } => {
                let mut arguments = Arguments::new();
                arguments.set("characters", *characters);
                arguments.set("most", NOTE_MAX as u32);
                self.say("history-note-long", &arguments)
            }
            HistoryReply::Removed { card, .. } => self.card("undone", card),
            HistoryReply::Gone { .. } => self.bare("history-gone"),
        }
    }

    fn history_ask(&self, what: What, card: &Card, again: bool) -> String {
        match (what, again) {
            (What::Values, _) => {
                let mut arguments = Arguments::new();
                arguments.set("reading", self.reading(&card.reading));
                self.say("fix-how", &arguments)
            }
            (What::Time, false) => self.card("history-ask-time", card),
            (What::Time, true) => self.bare("history-ask-time-again"),
            (What::Note, _) => {
                let mut arguments = Arguments::new();
                arguments.set("reading", self.reading(&card.reading));
                arguments.set("when", self.when(card));
                arguments.set("most", NOTE_MAX as u32);
                self.of(card.whose.as_ref(), self.say("history-ask-note", &arguments))
            }
        }
    }

    /// The days of a page with their readings, numbered as their buttons are.
    fn page(&self, page: &Page) -> String {
        let today = page.zone.at(page.now_ms).date();
        let whose = page.whose.as_ref();
        if page.cards.is_empty() {
            let text = match page.only {
                Some(at_ms) => {
                    let key = if page.zone.at(at_ms).date() == today {
                        "history-none-today"
                    } else {
                        "history-none-on"
                    };
                    let mut arguments = Arguments::new();
                    let on_day = self.on_day(at_ms, page.now_ms, &page.zone);
                    arguments.set("day", on_day);
                    arguments.set("example", self.day(at_ms, page.now_ms, &page.zone));
                    capitalised(self.say(key, &arguments))
                }
                None => self.bare("last-none"),
            };
            return self.of(whose, text);
        }
        let title = match whose {
            None if !page.others.is_empty() => "history-title-own",
            None | Some(_) => "history-title",
        };
        let mut parts = vec![self.of(whose, self.bare(title))];
        let date = |card: &Card| card.zone.at(card.at_ms).date();
        let day = |card: &Card| capitalised(self.date_said(date(card), today));
        let mut number = 0;
        for cards in page.cards.chunk_by(|one, other| date(one) == date(other)) {
            let mut lines: Vec<String> = cards.first().map(day).into_iter().collect();
            for card in cards {
                number += 1;
                lines.push(self.history_line(number, card));
            }
            parts.push(lines.join("\n"));
        }
        parts.push(self.bare("history-hint"));
        if let Some(first) = page.others.first().filter(|_| page.place.is_none()) {
            let names: Vec<&str> = page.others.iter().map(|name| name.as_str()).collect();
            let mut arguments = Arguments::new();
            arguments.set("names", names.join(", "));
            arguments.set("name", first.as_str());
            parts.push(self.say("history-others", &arguments));
        }
        self.paragraphs(parts)
    }

    /// One reading of a page. A note is read on the reading's own card.
    fn history_line(&self, number: u32, card: &Card) -> String {
        let at = card.zone.at(card.at_ms);
        let mut time = self.time(at.hour() as u16, at.minute() as u16);
        if card.approximate {
            let mut arguments = Arguments::new();
            arguments.set("when", time);
            time = self.say("when-approximate", &arguments);
        }
        let mut arguments = Arguments::new();
        arguments.set("number", number);
        arguments.set("time", time);
        arguments.set("reading", self.reading(&card.reading));
        let noted = card.extras.note.as_ref().map(|_| self.bare("history-has-note"));
        let beside = Extras { note: noted, ..card.extras.clone() };
        self.beside(self.say("history-line", &arguments), &beside)
    }
}
