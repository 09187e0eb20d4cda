//! What was stored, what is doubtful, what is missing: measurements in words.

use super::{
    catalogue::Arguments,
    say::{Medium, Teller, capitalised},
};
use crate::domain::{
    reading::{DIASTOLIC, Doubt, PULSE, Reading, Rejected, SYSTOLIC},
    reply::{Card, Gap, Question},
};
use std::ops::RangeInclusive;

/// More readings than this are counted by voice, not listed: nobody keeps more in mind.
pub(super) const SPOKEN_MAX: usize = 3;

/// Why a number cannot be, and from where to where such numbers go.
pub(super) fn range(rejected: Rejected) -> (&'static str, Arguments<'static>) {
    let mut arguments = Arguments::new();
    let (key, range): (&str, RangeInclusive<u16>) = match rejected {
        Rejected::Systolic => ("rejected-systolic", SYSTOLIC),
        Rejected::Diastolic => ("rejected-diastolic", DIASTOLIC),
        Rejected::Pulse => ("rejected-pulse", PULSE),
        Rejected::NotAbove => return ("rejected-not-above", arguments),
    };
    arguments.set("least", range.start().to_string());
    arguments.set("most", range.end().to_string());
    (key, arguments)
}

impl Teller<'_> {
    /// A speaker has joined; what came with it, and whether it has something to ask.
    pub(super) fn linked(&self, moved: u32, waits: bool) -> String {
        let linked = match moved {
            0 => self.bare("linked"),
            moved => self.counted("linked-moved", "moved", moved),
        };
        if waits { format!("{linked} {}", self.bare("linked-waits")) } else { linked }
    }

    /// What was stored, what follows from very high values, and what is asked next.
    pub(super) fn kept(
        &self,
        welcome: bool,
        cards: &[Card],
        session: Option<(u32, Reading)>,
        alert: bool,
        ask: Option<&Question>,
        offer: bool,
    ) -> String {
        let mut parts = Vec::new();
        if welcome {
            let bare = cards.is_empty() && ask.is_none();
            parts.push(self.bare(if bare { "kept-welcome-empty" } else { "kept-welcome" }));
        }
        if let (true, Medium::Chat, Some(card)) = (welcome, self.medium, cards.first()) {
            let zone = self.with("kept-zone", "zone", self.zone(&card.zone));
            parts.push(zone);
        }
        match cards {
            [] => {}
            [card] => parts.push(self.card("kept", card)),
            many if self.medium != Medium::Chat && many.len() > SPOKEN_MAX => {
                parts.push(self.counted("kept-many", "count", many.len() as u32));
            }
            several => {
                let list = self.list(several.iter().map(|card| self.card("kept-line", card)));
                let mut arguments = Arguments::new();
                arguments.set("list", list);
                parts.push(self.say("kept-several", &arguments));
            }
        }
        if let Some((count, mean)) = session {
            let mut arguments = Arguments::new();
            arguments.set("count", count);
            arguments.set("reading", self.reading(&mean));
            parts.push(self.say("session", &arguments));
        }
        if alert {
            parts.push(self.bare("very-high"));
        }
        if let Some(question) = ask {
            parts.push(self.question(question));
        }
        if offer {
            parts.push(self.bare("remember-offer"));
        }
        self.paragraphs(parts)
    }

    /// A question about a doubtful reading; a very high one is never left without what to do.
    pub(super) fn question(&self, question: &Question) -> String {
        let key = match question.doubt {
            Doubt::Swapped => "ask-swapped",
            Doubt::Repeated => "ask-repeated",
            Doubt::Systolic => "ask-systolic",
            Doubt::Diastolic => "ask-diastolic",
            Doubt::Pulse => "ask-pulse",
            Doubt::Gap => "ask-gap",
            Doubt::Jump => "ask-jump",
            Doubt::Glued | Doubt::Tens => "ask-meant",
            Doubt::Owner if question.whose.is_none() => "ask-owner-own",
            Doubt::Owner => "ask-owner",
            Doubt::Context if question.whose.is_none() => "ask-context-own",
            Doubt::Context => "ask-context",
        };
        let mut parts = Vec::new();
        if question.alert {
            parts.push(self.bare("very-high"));
        }
        let mut arguments = self.values(&question.reading);
        // The same pressures are stored; the pulse may be another one, or none.
        let stored = question.doubt == Doubt::Repeated;
        arguments.set(
            "reading",
            if stored { self.pressures(&question.reading) } else { self.typed(&question.reading) },
        );
        let key = if question.also.is_empty() {
            key
        } else {
            // Many are told apart by their pressures; with every pulse nobody would listen to the end.
            let brief = self.medium == Medium::Ear && question.also.len() >= SPOKEN_MAX;
            let all = std::iter::once(&question.reading).chain(&question.also);
            let said = all.map(|reading| match brief {
                true => self.pressures(reading),
                false => self.typed(reading),
            });
            arguments.set("list", self.list(said));
            "ask-several"
        };
        let asked = capitalised(self.say(key, &arguments));
        parts.push(self.of(question.whose.as_ref(), asked));
        self.paragraphs(parts)
    }

    /// Both pressures without the pulse.
    fn pressures(&self, reading: &Reading) -> String {
        let bare = Reading::new(reading.systolic(), reading.diastolic(), None);
        bare.map(|bare| self.typed(&bare)).unwrap_or_default()
    }

    pub(super) fn list(&self, lines: impl Iterator<Item = String>) -> String {
        lines.collect::<Vec<_>>().join(if self.medium == Medium::Chat { "\n" } else { "; " })
    }

    pub(super) fn values(&self, reading: &Reading) -> Arguments<'static> {
        let mut arguments = Arguments::new();
        arguments.set("systolic", self.number(reading.systolic()));
        arguments.set("diastolic", self.number(reading.diastolic()));
        if let Some(pulse) = reading.pulse() {
            arguments.set("pulse", self.number(pulse));
        }
        arguments
    }

    pub(super) fn paragraphs(&self, parts: Vec<String>) -> String {
        parts.join(if self.medium == Medium::Chat { "\n\n" } else { " " })
    }

    pub(super) fn rejected(&self, rejected: Rejected) -> String {
        let (key, arguments) = range(rejected);
        self.say(key, &arguments)
    }

    pub(super) fn missing(&self, gap: Gap, again: bool) -> String {
        let mut arguments = Arguments::new();
        let (key, value) = match gap {
            Gap::Diastolic { systolic } => ("missing-diastolic", Some(systolic)),
            Gap::Systolic { diastolic } => ("missing-systolic", Some(diastolic)),
            Gap::Pair { pulse } => ("missing-pair", pulse),
        };
        arguments.set("value", value.map(|value| self.number(value)).unwrap_or_default());
        self.say(if again { "missing-again" } else { key }, &arguments)
    }
}
